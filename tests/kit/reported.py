"""Diaries for the clinician's page: from one entry to ten years, with everything on it, and with too much of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from crampdiary.diary import demo
from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Record
from crampdiary.keep.store import Store
from kit.builders import LAST_NIGHT, NOW, course, episode, exposure, report, seen, sign, word
from kit.logs import opened

HOSTILE = (
    "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\" onload='x' {{ 7*7 }} &lt; \u202e"
)
"""Text that would act on a page that took it for its own."""
QUESTIONS = ("Could it be the statin?", "Is magnesium worth going on with?")
_SITES = ("arch", "calf", "toes", "shin", "hamstring", "thigh", "heel", "hand")


def full(seed: int = 3) -> list[Record]:
    """Return a diary that has something for every part of the page."""
    chance = Random(seed)
    records: list[Record] = list(demo.made_up(Random(seed), now=NOW))
    for days in range(200, 120, -1):  # so that there are enough nights for a trend
        if chance.random() < 0.5:
            at = NOW - timedelta(days=days, hours=6)
            records.append(episode(at, logged_at=at, severity=chance.randint(2, 9), sites=("arch",)))
    for days in (1, 4, 9, 33):
        at = NOW - timedelta(days=days, hours=5)
        records.append(
            episode(
                at, logged_at=NOW, severity=8, duration_s=chance.choice((90, 700)), sites=("calf",), side="left",
                woke=True, sore_s=100_000, awake_s=2400, walking="limped", triggers=("fatigue",),
                tried=(Tried(remedy="massage", relief="helped", after_s=120),), note=f"a note of {days}",
            )
        )  # fmt: skip
        records.append(sign("numbness", when=at, side="left", severity=3))
    return [
        *records,
        sign(severity=5),
        course("statin", "2026-01-10", role="remedy", amount="20 mg"),
        course("vitamin-b", "2026-02-01", last_night=LAST_NIGHT - timedelta(days=20), amount="1 a day"),
        exposure("new-medicine", NOW - timedelta(days=40), role="trigger", amount="statin"),
        seen("severe", NOW.date() - timedelta(days=10)),
        report("2026-03-10", *QUESTIONS),
    ]  # fmt: skip


def ten_years(seed: int = 3) -> list[Record]:
    """Return what somebody writes who keeps at it: the same months again and again, and this year's whole."""
    months = [
        each for back in range(1, 31) for each in demo.made_up(Random(seed + back), now=_then(120 * back))
    ]
    return [*months, *full(seed)]


def _then(days: int) -> datetime:
    return NOW - timedelta(days=days)


def too_much(text: str = HOSTILE) -> list[Record]:
    """Return more of everything than there is room for, with long names that somebody typed in it."""
    records: list[Record] = full()
    names = [f"{number} {text}"[:100].strip() for number in range(12)]
    for number, name in enumerate(names):
        records.append(word(f"own-{number}", label=name))
        records.append(word(f"cause-{number}", "trigger", label=name))
        records.append(word(f"felt-{number}", "sensation", label=name))
        records.append(word(f"place-{number}", "site", label=name))
        records.append(course(f"own-{number}", "2026-01-10", amount=text[:100].strip()))
        for days in range(number % 3, 150, 3):
            at = NOW - timedelta(days=days, hours=10)
            records.append(exposure(f"own-{number}", at, logged_at=at, amount=text[:100].strip(), note=text))
            records.append(exposure(f"cause-{number}", at, role="trigger", logged_at=at))
        for days in range(1, 28, 2):
            at = NOW - timedelta(days=days, hours=5, minutes=number)
            records.append(
                sign(f"felt-{number}", "swelling", "weakness", when=at, side="left", severity=4, note=text)
            )
            records.append(
                episode(
                    at, sites=(f"place-{number}", _SITES[number % len(_SITES)]), side="both", severity=9, woke=True,
                    duration_s=1200, sore_s=600_000, awake_s=900, triggers=(f"cause-{number}",), note=text,
                    sensations=("swelling", "pain-on-walking"),
                    tried=(Tried(remedy=f"own-{number}", relief="helped", after_s=60),),
                )
            )  # fmt: skip
    asked = tuple(f"{number} {text * 3}"[:150].strip() for number in range(3))
    return [*records, report("2026-03-01", *asked)]


NAMES = ("empty", "one entry", "three nights", "full", "ten years", "too much", "other")


@cache
def records_of(name: str) -> list[Record]:
    """Return the records of a diary by its name."""
    one = episode(severity=7, sites=("arch",), side="left")
    made: dict[str, Callable[[], list[Record]]] = {
        "empty": list,
        "one entry": lambda: [one],
        "three nights": lambda: [
            one,
            episode("2026-03-30T02:00", duration_s=120, logged_at=NOW, sites=("calf",)),
            exposure("stretching", "2026-03-28T22:00"),
        ],
        "full": full,
        "ten years": ten_years,
        "too much": too_much,
        "other": lambda: demo.made_up(Random(11), now=NOW),
    }
    return made[name]()


def written(path: Path, records: list[Record]) -> Path:
    """Write a diary with these records."""
    store = opened(path)
    _add(store, records)
    store.close()
    return path


def _add(store: Store, records: list[Record]) -> None:
    if records:
        with store.change("log") as change:
            for record in records:
                change.add(record)
