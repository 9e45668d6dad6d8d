"""A seeded diary of any length, for figures, pictures and benchmarks: made up, and nobody's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from crampdiary.clock.zones import latest_finished_night
from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Away, CheckIn, Entry, Episode, Exposure, Record
from crampdiary.diary.nights import Diary, join
from crampdiary.keep.store import Store
from kit.builders import NOW

LONDON = ZoneInfo("Europe/London")
_SITES = ("arch", "toes", "calf", "big-toe", "ball", "shin")
_SENSATIONS = ("tightening", "burning", "stabbing", "knot", "tingling")
_REMEDIES = ("stretching", "magnesium", "heat", "massage", "hydration")
_TRIGGERS = ("alcohol", "long-standing", "stress", "dehydration")
_SHARE_AWAY, _SHARE_CLEAR = 0.02, 0.6


def records(
    nights: int = 3650,
    *,
    seed: int = 1,
    cramps_a_night: float = 1.4,
    exposures_a_night: float = 4.2,
    now: datetime = NOW,
    steps: dict[int, float] | None = None,
) -> list[Record]:
    """Return the records of `nights` nights, the last of them the latest that is over at `now`.

    Args:
        nights: how many.
        seed: the same seed gives the same diary.
        cramps_a_night: how many cramps a night has in the mean.
        exposures_a_night: how many remedies and triggers.
        now: the clock.
        steps: from so many nights before the last on, the rate is so many times as high.
    """
    chance = Random(seed)
    last = latest_finished_night(now)
    made: list[Record] = []
    flare = 0.0
    away_until = -1
    for number in range(nights):
        night = last - timedelta(days=nights - 1 - number)
        flare = 0.85 * flare + chance.gauss(0, 0.35)
        if number <= away_until:
            continue
        if number % 173 == 90:
            away_until = number + 3
            made.append(
                Away(first_night=night, last_night=night + timedelta(days=3), logged_at=_at(night, 20 * 60))
            )
            continue
        rate = cramps_a_night * math.exp(flare - 0.2)
        for since, times in (steps or {}).items():
            if nights - 1 - number < since:
                rate *= times
        made += [_exposure(chance, night) for _ in range(_poisson(chance, exposures_a_night))]
        cramps = _poisson(chance, rate)
        made += [_episode(chance, night) for _ in range(cramps)]
        if not cramps and chance.random() < _SHARE_CLEAR:
            made.append(CheckIn(night=night, logged_at=_at(night, 32 * 60)))
    return made


def entries(made: Iterable[Record]) -> list[Entry[Record]]:
    """Return records as entries of a diary, numbered from 1."""
    return [Entry(number, f"uid-{number}", f"revision-{number}", each) for number, each in enumerate(made, 1)]


def diary(made: Iterable[Record], *, now: datetime = NOW) -> Diary:
    """Return the nights of some records."""
    return join(entries(made), now=now)


def fill(path: Path, made: Iterable[Record], *, now: datetime = NOW) -> None:
    """Write records into a new diary file."""
    store = Store(path, now=now, create=True)
    with store.change("seed") as change:
        for each in made:
            change.add(each)
    store.close()


def _exposure(chance: Random, night: date) -> Exposure:
    role, words = ("trigger", _TRIGGERS) if chance.random() < 0.25 else ("remedy", _REMEDIES)
    at = _at(night, chance.randrange(15 * 60, 23 * 60))
    return Exposure(at=at, logged_at=at, role=role, word=chance.choice(words))


def _episode(chance: Random, night: date) -> Episode:
    at = _at(night, int(60 * min(35.0, max(20.0, chance.gauss(27.5, 2.2)))))
    return Episode(
        at=at,
        logged_at=at + timedelta(minutes=5),
        precision="day" if chance.random() < 0.02 else "minute",
        severity=min(7, max(1, round(chance.gauss(4.5, 1.5)))) if chance.random() < 0.9 else None,
        duration_s=min(590, max(20, int(chance.lognormvariate(5, 0.7)))) if chance.random() < 0.8 else None,
        sites=(chance.choice(_SITES[:4]),) if chance.random() < 0.9 else (),
        side=chance.choice(("left", "left", "right", "both", None)),
        sensations=tuple(sorted({chance.choice(_SENSATIONS) for _ in range(chance.randrange(3))})),
        triggers=(chance.choice(_TRIGGERS),) if chance.random() < 0.3 else (),
        onset=chance.choice(("asleep", "in-bed", None)),
        woke=chance.choice((True, False, None)),
        tried=(Tried(remedy="stretching", relief="helped", after_s=60),) if chance.random() < 0.4 else (),
    )


def _at(night: date, minutes: int) -> datetime:
    """Return the moment so many minutes, by London's clocks, after the midnight that begins the date."""
    wall = datetime.combine(night, time()) + timedelta(minutes=minutes)
    instant = wall.replace(tzinfo=LONDON).astimezone(UTC)  # a time that was skipped becomes a real one
    local = instant.astimezone(LONDON)
    return local.replace(tzinfo=None).replace(tzinfo=_fixed(local))


def _fixed(local: datetime) -> timezone:
    return timezone(local.utcoffset() or timedelta())


def _poisson(chance: Random, mean: float) -> int:
    count, product = 0, chance.random()
    while product > math.exp(-mean):
        count += 1
        product *= chance.random()
    return count
