"""Text to nights: "last night", "monday", "3 march", and the ranges behind --since and --until.

A night runs from noon to noon and is named by the date on which its evening falls.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

from crampdiary.clock.durations import plain_words
from crampdiary.clock.moments import days_back, read_day, unreadable
from crampdiary.clock.zones import check_year, latest_finished_night, night_of, to_local
from crampdiary.errors import UsageError

_NIGHT_HINT = "Write for example last night, monday, 3 march or 2026-03-03."
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
    words = plain_words(text, _NIGHT_HINT)
    local = to_local(now, zone)
    night = _named_night(words, local, future)
    if night is None:
        raise unreadable(words, _NIGHT_HINT)
    if night > night_of(local) and not future:
        raise UsageError(f"The night of {night} has not begun yet. Write one that has, such as last night.")
    return night


def parse_range(
    since: str | None, until: str | None, *, now: datetime, zone: tzinfo | None = None
) -> tuple[date | None, date | None]:
    """Return the first and the last night, both inclusive, of a range; None where nothing was given.

    Either end may be all that `parse_night` reads, nights to come included; `2026-03` or `2026`, from the
    first or until the last night of it; or a span back from now. As `since`, `28d` begins the latest 28
    nights, the one of this moment among them; as `until` it ends just before them, so that `56d` to `28d` are
    the 28 nights before. The units are `d`, `w`, `m` for months and `y`, or their names.

    Raises:
        UsageError: an end cannot be read, or the range ends before it begins.
    """
    local = to_local(now, zone)
    first = None if since is None else _end_of_range(since, local, last=False)
    last = None if until is None else _end_of_range(until, local, last=True)
    if first is not None and last is not None and last < first:
        raise UsageError(f"The range would end on {last}, before it begins on {first}. Swap the two.")
    return first, last


def _named_night(words: str, local: datetime, future: bool) -> date | None:
    if words == "tonight":
        return latest_finished_night(local) + timedelta(days=1)
    name = words.removesuffix(" night")
    if name == "last":
        name = "yesterday"
    # Counted from the night of this moment, "today" is that night, and a weekday is one that has begun.
    is_counted_from_night = name.isalpha() and name not in ("yesterday", "tomorrow")
    return read_day(name, night_of(local) if is_counted_from_night else local.date(), future=future)


def _end_of_range(text: str, local: datetime, *, last: bool) -> date:
    words = plain_words(text, _RANGE_HINT)
    span = re.fullmatch(r"([1-9]\d{0,3}) ?(d|days?|nights?|w|weeks?|m|mo|months?|y|years?)", words)
    if span:
        return days_back(night_of(local), int(span[1]), span[2][0]) + timedelta(days=not last)
    if re.fullmatch(r"\d{4}", words):
        words += "-12" if last else "-01"
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", words)
    if month:
        check_year(int(month[1]))
        first = date(int(month[1]), int(month[2]), 1)
        if not last:
            return first
        from dateutil.relativedelta import relativedelta

        return first + relativedelta(day=31)  # the last day, in a shorter month too
    night = _named_night(words, local, future=False)
    if night is None:
        raise unreadable(words, _RANGE_HINT)
    return night
