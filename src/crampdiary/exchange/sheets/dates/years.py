"""Of which year days are that are written without one: by a weekday, a title, the days around them, or the present.

Rows of a sheet stand in the order of time, forward or back, so that a January below a December is of the next year.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise

from crampdiary.diary.frozen import NamedTuple

_OUT_OF_TURN = 60  # days by which a row may stand before one of an earlier day
_HALF_A_YEAR = 183  # days
_A_MONTH = 31  # days
_BACK = 12  # years, after which the weekdays of a date have come again in each way
_MOST_AGREE = 0.8
_YEAR = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)(?:[-–/](?:20)?(\d\d))?(?![\d.,/-]*\d)", re.ASCII)


class DayOfYear(NamedTuple):
    """A day as a cell has it.

    Attributes:
        month: 1 to 12.
        day: 1 to 31.
        year: None where it is not written.
        weekdays: which the name of one beside it can be, 0 for Monday; empty where there is none.
    """

    month: int
    day: int
    year: int | None = None
    weekdays: frozenset[int] = frozenset()

    def in_year(self, year: int) -> date | None:
        """Return the date in a year, None where that does not have it: 29 February."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


class Decided(NamedTuple):
    """Of which year each of some days is, and by what that was told."""

    years: list[int]
    by: str


def years_in(text: str) -> set[int]:
    """Return the years that a title names, without those of whole dates: `Cramps 2026`, `2025/26`."""
    found = set()
    for first, last in _YEAR.findall(text):
        found |= {int(first), *([int(first[:2] + last)] if last and int(last) == int(first[2:]) + 1 else [])}
    return found


def oldest_of(days: Sequence[DayOfYear]) -> int:
    """Return which of some days is the oldest by their order: that of which the year is asked."""
    turns = _turns(days)
    return min(range(len(days)), key=lambda at: (turns[at], days[at].month, days[at].day))


def latest_of(days: Sequence[DayOfYear], today: date) -> int:
    """Return the last year in which the oldest of some days can have been, as none of them is still to come."""
    turns = _turns(days)
    first = turns[oldest_of(days)]
    years = range(today.year, today.year - _BACK, -1)
    return next((each for each in years if _last(days, turns, first, each) <= today), today.year)


def decided(
    days: Sequence[DayOfYear], titled: Collection[int], today: date, said: int | None
) -> Decided | None:
    """Return of which year each of some days is, None where nothing tells it plainly.

    Args:
        days: of the rows, in their order.
        titled: the years that the titles of the sheet name.
        today: the present day.
        said: the year of the oldest day, as the person said it.
    """
    turns = _turns(days)
    first = turns[oldest_of(days)] if days else 0
    if any(each.year is not None for each in days):
        return Decided(list(_beside_others(days, turns)), "by the dates around them that have one")
    if said is not None:
        return Decided([said + each - first for each in turns], "as you said")
    bases = [today.year + 1 - each for each in range(_BACK)]
    spans = max(turns) - first
    named = sorted(titled)
    of_title = [each for each in bases if {*range(each, each + spans + 1)} == {*named}] if named else []
    if not of_title and len(named) == 1 and spans == 1:
        of_title = [each for each in (named[0], named[0] - 1) if _last(days, turns, first, each) <= today]
        of_title = of_title if len(of_title) == 1 else []
    by_weekday = _agreeing(days, turns, first, bases)
    past = [each for each in bases if _last(days, turns, first, each) <= today]
    for found, by in (
        ([each for each in by_weekday if each in of_title], "by the weekdays beside them"),
        ([each for each in by_weekday if each in past], "by the weekdays beside them"),
        (of_title if not by_weekday else [], "by the title of the sheet"),
        (
            [each for each in past[:1] if (today - _last(days, turns, first, each)).days <= _A_MONTH],
            "as the last of them is of the past month",
        ),
    ):
        if found:
            return Decided([found[0] + each - first for each in turns], by)
    return None


def _turns(days: Sequence[DayOfYear]) -> list[int]:
    """Return how many new years lie between the first day and each."""
    of_year = [(date(2024, each.month, each.day) - date(2024, 1, 1)).days for each in days]
    steps = [after - before for before, after in pairwise(of_year)]
    forward = sum(0 < each <= _HALF_A_YEAR or each < -_HALF_A_YEAR for each in steps)
    back = sum(-_HALF_A_YEAR <= each < 0 or each > _HALF_A_YEAR for each in steps)
    is_sorted = min(forward, back) * 4 <= max(forward, back)
    found, turn = [0] * bool(days), 0
    for step in steps:
        if is_sorted and forward >= back and step < -_OUT_OF_TURN:
            turn += 1
        elif is_sorted and forward < back and step > _OUT_OF_TURN:
            turn -= 1
        found.append(turn)
    return found


def _beside_others(days: Sequence[DayOfYear], turns: Sequence[int]) -> Iterator[int]:
    """Yield the year of each day, by the one before it of which that is written, or else by the first such."""
    at = next(at for at, each in enumerate(days) if each.year is not None)
    base = (days[at].year or 0) - turns[at]
    for each, turn in zip(days, turns, strict=True):
        base = base if each.year is None else each.year - turn
        yield base + turn


def _last(days: Sequence[DayOfYear], turns: Sequence[int], first: int, base: int) -> date:
    """Return the latest of some days, where the oldest is of a year."""
    found = [each.in_year(base + turn - first) for each, turn in zip(days, turns, strict=True)]
    return max((each for each in found if each is not None), default=date.max)


def _agreeing(days: Sequence[DayOfYear], turns: Sequence[int], first: int, bases: Sequence[int]) -> list[int]:
    """Return the years of the oldest day, the latest first, in which the weekdays are those that stand there."""
    beside = [(each, turn - first) for each, turn in zip(days, turns, strict=True) if each.weekdays]

    def agrees(base: int) -> bool:
        found = [(day.in_year(base + turn), day.weekdays) for day, turn in beside]
        right = sum(at is not None and at.weekday() in weekdays for at, weekdays in found)
        return bool(beside) and right >= _MOST_AGREE * len(beside)

    return [each for each in bases if agrees(each)]
