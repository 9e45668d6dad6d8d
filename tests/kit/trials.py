"""A diary with a trial in it, and the clock to live it by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from crampdiary.diary.model import Record, Trial
from crampdiary.keep.store import Store
from crampdiary.trial.schedule import schedule
from kit.builders import episode, exposure, trial

ZONE = ZoneInfo("Europe/London")
FIRST = date(2026, 3, 20)  # the clocks go forward in the night of the 28th


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def clock(day: date, hour: int = 9) -> dict[str, str]:
    return {"CRAMP_NOW": at(day, hour).isoformat(), "TZ": "Europe/London"}


def cramps_of(night: date, count: int, **said: Any) -> list[Record]:
    morning = night + timedelta(days=1)
    return [
        episode(at(morning, 1, 5 * each), logged_at=at(morning, 9), severity=5, **said)
        for each in range(count)
    ]


def before(first: date, nights: int = 60, rate: int = 6) -> Iterator[Record]:
    """Yield a diary before a trial, with so many cramps a night and stretching on every other."""
    chance = Random(7)
    for back in range(nights, 0, -1):
        night = first - timedelta(days=back)
        yield from cramps_of(night, rate + chance.choice((-1, 0, 1)))
        if back % 2:
            yield exposure("stretching", at(night, 21), logged_at=at(night, 21))


def keep(path: Path, records: Sequence[Record], now: datetime) -> None:
    with closing(Store(path, now=now, create=not path.exists())) as store, store.change("test") as change:
        for record in records:
            change.add(record)


def kept(path: Path) -> list[Trial]:
    with closing(Store(path, now=at(FIRST, 9))) as store:
        return [each.record for each in store.entries("trial") if isinstance(each.record, Trial)]


def begun(diary: Path, first: date = FIRST, pairs: int = 12, **said: str) -> Trial:
    """Keep a trial that began then."""
    record = trial(
        first=first,
        pairs=pairs,
        last_night=first + timedelta(days=2 * pairs - 1),
        logged_at=at(first, 9),
        **said,
    )
    keep(diary, [record], at(first, 9))
    return record


def lived_nights(record: Trial, nights: int) -> list[Record]:
    drawn = schedule(record.seed, record.pairs, "quick")
    found: list[Record] = []
    for place, on in enumerate(drawn[:nights]):
        night = record.first_night + timedelta(days=place)
        found += cramps_of(night, 1 if on else 4)
        if on:
            found.append(exposure("stretching", at(night, 21), logged_at=at(night, 21)))
    return found


def number_of(path: Path) -> str:
    """Return the number of the first trial of a diary."""
    with closing(Store(path, now=at(FIRST, 9))) as store:
        return str(store.entries("trial")[0].number)
