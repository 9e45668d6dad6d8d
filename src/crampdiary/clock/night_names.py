"""Text to nights: "last night", "monday", "3 march", and the ranges behind --since and --until.

A night runs from noon to noon and is named by the date on which its evening falls.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

from crampdiary.clock.durations import plain_words
from crampdiary.clock.moments import days_back, month_named, read_day, unreadable
from crampdiary.clock.zones import check_year, latest_finished_night, night_of, to_local
from crampdiary.errors import UsageError

NIGHT_HINT = "Write for example last night, monday, 3 march or 2026-03-03."
_RANGE_HINT = "Write for example 28d, 4w, 6m, monday, 2026-03 or 2026-03-03."


def parse_night(text: str, *, now: datetime, zone: tzinfo | None = None, future: bool = False) -> date:
    """Return the night that a person typed.

    `last night`, `last` and `yesterday` are the night that began yesterday evening; `today` is the night of
    this moment, which until noon is the same; `tonight` is the night under way until 05:00, afterwards the
    one to come. A weekday is the latest such night that has begun. A date (`2026-03-03`, `3 march`, `mar 3`)
    is the night of its evening, without a year the latest one. `3 nights ago` counts back from today's date.

    Args:
        text: what was typed, at most 60 characters.
        now: the present.
        zone: None for the system's own zone.
        future: also accept nights that have not begun, at most ten years ahead, such as `tomorrow`; a date
            without a year is then the nearest one.

    Raises:
        UsageError: it names no night, could be two dates, is in no calendar, has not begun, or is before
            1900.
    """
    words = plain_words(text, NIGHT_HINT)
    local = to_local(now, zone)
    night = _named_night(words, local, future)
    if night is None:
        raise unreadable(words, NIGHT_HINT)
    check_year(night.year)
    if night > night_of(local) and not future:
        raise UsageError(f"The night of {night} has not begun yet. Write one that has, such as last night.")
    return night


def parse_range(
    since: str | None, until: str | None, *, now: datetime, zone: tzinfo | None = None
) -> tuple[date | None, date | None]:
    """Return the first and the last night, both inclusive, of a range; None where nothing was given.

    Either end may be all that `parse_night` reads, nights to come included; `2026-03` or `2026`, from the
    first or until the last night of it, and so with all that `parse_span` reads; or a span back from now. As
    `since`, `28d` begins the latest 28 nights, the one of this moment among them; as `until` it ends just before
    them, so that `56d` to `28d` are the 28 nights before. The units are `d`, `w`, `m` for months and `y`, or their
    names.

    Raises:
        UsageError: an end cannot be read or is before 1900, or the range ends before it begins.
    """
    local = to_local(now, zone)
    first = None if since is None else _end_of_range(since, local, last=False)
    last = None if until is None else _end_of_range(until, local, last=True)
    if first is not None and last is not None and last < first:
        raise UsageError(f"The range would end on {last}, before it begins on {first}. Swap the two.")
    return first, last


def parse_span(
    text: str, *, now: datetime, zone: tzinfo | None = None, future: bool = False, over: bool = False
) -> tuple[date, date] | None:
    """Return the first and the last night of several that one name means, or None where it means no such thing.

    A week is one of the calendar, from Monday on: `last week` is the one before this week's; so with `month` and
    `year`, and `next` is the one after it. A month by its name is the latest that has begun. `last 2 weeks`,
    `past month` and `28d` are the latest such nights, up to the night of this moment.

    Args:
        text: what was typed, at most 60 characters.
        now: the present.
        zone: None for the system's own zone.
        future: whether a month without a year is the nearest one, which may be to come.
        over: whether nights are counted back from the latest that is over, not from that of this moment.

    Raises:
        UsageError: it leads to before 1900, or cannot be read at all.
    """
    local = to_local(now, zone)
    words = plain_words(text, _RANGE_HINT)
    count = _count_back(words)
    if count is not None:
        last = latest_finished_night(local) if over else night_of(local)
        return days_back(last, *count) + timedelta(days=1), last
    return _calendar_span(words, local.date(), future)


def _count_back(words: str) -> tuple[int, str] | None:
    """Return how many of which unit a span back from now has."""
    span = re.fullmatch(
        r"(?:(?:the )?(?:last|past) )?([1-9]\d{0,3}) ?(d|days?|nights?|w|weeks?|m|mo|months?|y|years?)", words
    )
    if span:
        return int(span[1]), span[2][0]
    one = re.fullmatch(r"(?:the )?past (week|month|year)|all (week)", words)
    return (1, (one[1] or one[2])[0]) if one else None


def _calendar_span(words: str, today: date, future: bool) -> tuple[date, date] | None:
    named = re.fullmatch(r"(?:the )?(last|this|previous|next) (week|month|year)", words)
    if named:
        before = {"this": 0, "next": -1}.get(named[1], 1)
        if named[2] == "week":
            monday = today - timedelta(days=today.weekday() + 7 * before)
            check_year(monday.year)
            return monday, monday + timedelta(days=6)
        if named[2] == "year":
            return _year(today.year - before)
        months = today.year * 12 + today.month - 1 - before
        return _month(months // 12, months % 12 + 1)
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", words)
    if month:
        return _month(int(month[1]), int(month[2]))
    if re.fullmatch(r"\d{4}", words):
        return _year(int(words))
    spoken = re.fullmatch(r"(?:last )?([a-z]{3,9})(?: (\d{4}))?", words)
    number = month_named(spoken[1]) if spoken else None
    if spoken is None or number is None:
        return None
    if spoken[2]:
        return _month(int(spoken[2]), number)
    firsts = [date(year, number, 1) for year in range(today.year - 1, today.year + 2)]
    if future:
        first = min(firsts, key=lambda first: abs(first - today))
    else:
        first = max(first for first in firsts if first <= today)
    return _month(first.year, number)


def _year(year: int) -> tuple[date, date]:
    check_year(year)
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, number: int) -> tuple[date, date]:
    check_year(year)
    following = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), following - timedelta(days=1)


def _named_night(words: str, local: datetime, future: bool) -> date | None:
    if words == "tonight":
        return latest_finished_night(local) + timedelta(days=1)
    name = words.removesuffix(" night")
    if name == "last":
        name = "yesterday"
    weekday = name.removeprefix("last ")
    if weekday != name and weekday.isalpha():
        day = read_day(weekday, local.date() - timedelta(days=1))  # of a Monday, not the day itself
        return day if weekday not in ("yesterday", "today", "tomorrow") else None
    # Counted from the night of this moment, "today" is that night, and a weekday is one that has begun.
    is_counted_from_night = name.isalpha() and name not in ("yesterday", "tomorrow")
    return read_day(name, night_of(local) if is_counted_from_night else local.date(), future=future)


def _end_of_range(text: str, local: datetime, *, last: bool) -> date:
    words = plain_words(text, _RANGE_HINT)
    count = _count_back(words)
    if count is not None:
        return days_back(night_of(local), *count) + timedelta(days=not last)
    span = _calendar_span(words, local.date(), False)
    if span is not None:
        return span[last]
    night = _named_night(words, local, future=False)
    if night is None:
        raise unreadable(words, _RANGE_HINT)
    check_year(night.year)
    return night
