"""The doctor notices that need the diary's history: `frequent`, `worsening` and `new-medicine`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crampdiary.diary.model import Entry, Exposure
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.doctor.rules import (
    BY_NAME,
    FREQUENT_NIGHTS,
    FREQUENT_WEEKS,
    MEDICINE_NIGHTS,
    MEDICINES,
    Notice,
)
from crampdiary.stats.figures import trend_of
from crampdiary.stats.patterns import stretch
from crampdiary.stats.trend import BLOCK_NIGHTS, EARLIER_BLOCKS, LEAST_NIGHTS, Trend, blocks_back, compared


def about_the_history(diary: Diary) -> list[Notice]:
    """Return the notices that hold as of the latest night that is over."""
    found = [_frequent(diary), _worsening(diary), _new_medicine(diary)]
    return [notice for notice in found if notice]


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


def _frequent(diary: Diary) -> Notice | None:
    reasons: list[Night] = []
    for week in range(FREQUENT_WEEKS):
        last = diary.today - timedelta(days=7 * week)
        with_cramps = _with_cramps(diary, last - timedelta(days=6), last)
        if len(with_cramps) < FREQUENT_NIGHTS:
            return None
        reasons += with_cramps
    return _notice("frequent", reasons)


def _worsening(diary: Diary) -> Notice | None:
    found = trend_of(diary, diary.today)
    if found is None or not found.worsening:
        return None
    first = date.fromordinal(found.recent[-1].first_day)
    return _notice("worsening", _with_cramps(diary, first, diary.today))


def _new_medicine(diary: Diary) -> Notice | None:
    for night in reversed(stretch(diary, diary.today - timedelta(days=MEDICINE_NIGHTS - 1), diary.today)):
        started: list[Entry[Exposure]] = [
            entry for entry in night.exposures if entry.record.word in MEDICINES
        ]
        found = after_medicine(diary, night.date) if started else None
        if found and found.worsening:
            last = min(diary.today, night.date + timedelta(days=BLOCK_NIGHTS - 1))
            notice = _notice("new-medicine", _with_cramps(diary, night.date, last))
            return notice.replaced(first_night=night.date, entries=(*started, *notice.entries))
    return None


def _with_cramps(diary: Diary, first: date, last: date) -> list[Night]:
    return [
        night for night in stretch(diary, first, last) if night.state is State.CRAMPS and diary.counts(night)
    ]


def _notice(name: str, nights: Sequence[Night]) -> Notice:
    nights = sorted(nights, key=lambda night: night.date)
    return Notice(
        rule=BY_NAME[name],
        first_night=nights[0].date,
        last_night=nights[-1].date,
        nights=len(nights),
        entries=tuple(entry for night in nights for entry in night.episodes),
    )
