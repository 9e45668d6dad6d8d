"""Diaries with a long silence in them, as records: what was written before and after it came about alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from crampdiary.diary.model import Entry, Record
from crampdiary.diary.nights import Diary, join
from kit.builders import LAST_NIGHT, NOW, check_in, episode, exposure

KEPT = 200
"""How many nights up to the latest one were written down, at least."""


def written(chance: Random, first: int, last: int) -> list[Record]:
    """Return what was written from so many nights ago to so many nights ago: 0.7 cramps a night, useless heat."""
    records: list[Record] = []
    for ago in range(first, last - 1, -1):
        night = LAST_NIGHT - timedelta(days=ago)
        evening = datetime.combine(night, NOW.timetz()).replace(hour=21)
        count = sum(chance.random() < 0.14 for _ in range(5))
        records += [episode(evening + timedelta(hours=1 + hours)) for hours in range(count)]
        if not count and chance.random() < 0.8:
            records.append(check_in(night))
        if chance.random() < 0.4:
            records.append(exposure("heat", evening))
    return records


def returned(nights: int) -> Callable[[Random], list[Record]]:
    """Return the making of a diary of 200 nights, so many silent ones and 200 more."""
    return lambda chance: [
        *written(chance, 2 * KEPT + nights - 1, KEPT + nights),
        *written(chance, KEPT - 1, 0),
    ]


def remembered(chance: Random) -> list[Record]:
    """Return a diary of 200 nights, with one cramp from a year before that came to mind."""
    old = datetime.combine(LAST_NIGHT - timedelta(days=KEPT + 365), NOW.timetz())
    return [episode(old.replace(hour=22)), *written(chance, KEPT - 1, 0)]


def mistyped(chance: Random) -> list[Record]:
    """Return a diary of 200 nights, one use of which was given a year that is ten too early."""
    old = datetime.combine(LAST_NIGHT - timedelta(days=100), NOW.timetz())
    return [
        exposure("heat", old.replace(year=old.year - 10)),
        *written(chance, KEPT - 1, 0),
    ]


SILENCES: dict[str, Callable[[Random], list[Record]]] = {
    "one old cramp": remembered,
    "a mistyped year": mistyped,
    **{f"{nights} silent nights": returned(nights) for nights in (60, 120, 200, 320)},
}


def diary_of(records: list[Record]) -> Diary:
    """Return the nights of a diary with these records."""
    return join([Entry(number, f"uid-{number}", "", each) for number, each in enumerate(records, 1)], now=NOW)
