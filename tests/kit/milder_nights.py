"""The diary of 150 nights in which the cramps that came after heat are milder by two points, and no fewer.

Of stretching neither is true. Most quiet nights were said to be quiet, and nine cramps in ten were rated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from crampdiary.diary.model import Record
from kit.builders import LAST_NIGHT, NOW, check_in, episode, exposure

NIGHTS = 150
_USE, _RATED, _SAID, _MILDER = 0.45, 0.9, 0.8, 2


def records(seed: int = 7) -> Iterator[Record]:
    """Give the records, the last of them of the latest night that is over."""
    chance = Random(seed)
    for before in range(NIGHTS - 1, -1, -1):
        night = LAST_NIGHT - timedelta(days=before)
        used = [word for word in ("heat", "stretching") if chance.random() < _USE]
        yield from (exposure(word, _at(night, 22)) for word in used)
        cramps = sum(chance.random() < part for part in (0.5, 0.2))
        for number in range(cramps):
            severity = round(chance.gauss(6 - _MILDER * ("heat" in used), 1.5))
            is_rated = chance.random() < _RATED
            yield episode(
                _at(night, 26 + 2 * number), severity=min(10, max(1, severity)) if is_rated else None
            )
        if not cramps and chance.random() < _SAID:
            yield check_in(night)


def _at(night: date, hour: int) -> datetime:
    return datetime.combine(night, time(), NOW.tzinfo) + timedelta(hours=hour)
