"""The tests of the doctor rules that need the diary's history, as of the latest night that is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from crampdiary.diary.built_in import MEDICINE_CHANGES
from crampdiary.diary.model import Entry, Episode, Exposure
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.stats.figures import trend_of
from crampdiary.stats.trend import BLOCK_NIGHTS, EARLIER_BLOCKS, LEAST_NIGHTS, Trend, blocks_back, compared

_FREQUENT_NIGHTS, _FREQUENT_WEEKS = 3, 4


def frequent(diary: Diary) -> list[Entry[Episode]]:
    """Return the cramps of the last 4 weeks, where each week has at least 3 nights with one."""
    nights = _with_cramps(diary, diary.today - timedelta(days=7 * _FREQUENT_WEEKS - 1), diary.today)
    by_week = Counter((diary.today - night.date).days // 7 for night in nights)
    often = all(by_week[week] >= _FREQUENT_NIGHTS for week in range(_FREQUENT_WEEKS))
    return _cramps(nights) if often else []


def worsening(diary: Diary) -> list[Entry[Episode]]:
    """Return the cramps of the last 8 weeks, where these have clearly more than is usual."""
    found = trend_of(diary, diary.today)
    if found is None or not found.worsening:
        return []
    return _cramps(_with_cramps(diary, date.fromordinal(found.recent[-1].first_day), diary.today))


_MEDICINE_NIGHTS = 56  # how long after its start a medicine is looked at


def new_medicine(diary: Diary) -> list[Entry[Episode | Exposure]]:
    """Return the latest start of a medicine with clearly more cramps in the 28 nights from it, and these cramps."""
    recent = diary.between(diary.today - timedelta(days=_MEDICINE_NIGHTS - 1), diary.today)
    for night in reversed(recent):
        started = [entry for entry in night.exposures if entry.record.word in MEDICINE_CHANGES]
        found = after_medicine(diary, night.date) if started else None
        if found and found.worsening:
            last = min(diary.today, night.date + timedelta(days=BLOCK_NIGHTS - 1))
            return [*started, *_cramps(_with_cramps(diary, night.date, last))]
    return []


def after_medicine(diary: Diary, start: date) -> Trend | None:
    """Return how the 28 nights from a medicine's start compare with the blocks of 28 before it.

    The test is that of the trend, with one recent block in place of two; None where too few nights count.
    """
    last = start + timedelta(days=BLOCK_NIGHTS - 1)
    counted = [night for night in diary.counted if night.date <= last]
    days = [night.date.toordinal() for night in counted]
    if len(days) < LEAST_NIGHTS:
        return None
    recent, *earlier = blocks_back(
        days,
        [len(night.episodes) for night in counted],
        today=last.toordinal(),
        count=1 + EARLIER_BLOCKS,
    )
    # More than usual is not enough: it must also be more than in the 28 nights just before.
    if recent is None or not earlier or earlier[0] is None or recent.per_28 <= earlier[0].per_28:
        return None
    return compared([recent], [block for block in earlier if block])


def _with_cramps(diary: Diary, first: date, last: date) -> list[Night]:
    return [
        night for night in diary.between(first, last) if night.state is State.CRAMPS and diary.counts(night)
    ]


def _cramps(nights: Iterable[Night]) -> list[Entry[Episode]]:
    return [entry for night in nights for entry in night.episodes]
