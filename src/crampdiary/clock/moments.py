"""Text to time: what a tired person types, read strictly and never guessed at.

The grammar is in ordered tables of (shape, reading): the first shape that fits the whole text is read, and text
that fits none is refused with a reason. A date that could be two dates, a number alone or a time that the clocks
skipped is never filled in from the present.

There is no clock here: `now` is always given, and aware. Beside it stand `zones`, what clocks show;
`durations`, lengths of time; and `night_names`, which nights are meant.

The names of months and weekdays, and counting by months and weekdays, are dateutil's. Its parser is not used, as
it fills in from the present what was not typed; and it loads only for words that need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from crampdiary.clock.durations import looks_like_duration, plain_words, quoted, read_duration, worth_matching
from crampdiary.clock.zones import (
    FIRST_YEAR,
    NOON,
    check_year,
    latest_finished_night,
    local_moments,
    on_the_clock,
    only,
    to_local,
)
from crampdiary.errors import UsageError

_YEARS_AHEAD = 10  # a date further ahead than this has its year mistyped
_CLOCK_SLACK = timedelta(minutes=5)  # how far the clock on the wall may be ahead of this computer's
_BY_DAY = range(8, 16)  # hours: "last night 10:00" more likely means 22:00


# Days of the calendar

_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_REFUSALS = (
    (
        r"(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d))\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)",
        "needs hyphens, and two digits each for the month and the day. Write it as in 2026-03-09.",
    ),
    (
        r"\d/\d|(?<![\w:-])\d{1,2}-\d{1,2}(?![\d:])|(?<![\w:.])\d{1,2}\.\d{1,2}\.\d",
        "is ambiguous: which is the day, which the month? Write the year first, as in 2026-04-03.",
    ),
    (r"^[-+]?[., \d]+$", "is only a number. {hint}"),
    (r"", "is not a time this diary can read. {hint}"),
)


def read_day(words: str, today: date, *, future: bool = False) -> date | None:
    """Return the day that `plain_words` name, or None if they name none.

    A weekday is the latest one up to today, and so is a day of the month alone (`the 5th`). So is a date without a
    year, or with `future` the nearest one on either side.

    Raises:
        UsageError: they name a day that is in no calendar or on another weekday, or whose year is before
            1900 or more than ten years ahead.
    """
    for shape, read in _DAY_SHAPES if words.isalpha() else _DAY_SHAPES[_OF_ONE_WORD:]:
        match = re.fullmatch(shape, words, re.ASCII)
        day = read(match, today, future) if match else None
        if day is not None:
            return day
    return None


def unreadable(words: str, hint: str) -> UsageError:
    """Return the error for words that no shape fits; `hint` says what to write instead."""
    why = next(why for shape, why in _REFUSALS if re.search(shape, words, re.ASCII))
    return UsageError(f"{quoted(words)} {why.format(hint=hint)}")


def days_back(day: date, count: int, unit: str) -> date:
    """Return the day `count` units before `day`; where that month is too short, its last day.

    Args:
        day: where to count from.
        count: 0 or more.
        unit: `d` for days (or `n` for nights), `w` for weeks, `m` for months, `y` for years.

    Raises:
        UsageError: that leads to before 1900.
    """
    try:
        if unit in ("m", "y"):
            from dateutil.relativedelta import relativedelta  # 2 ms that few commands need

            earlier = day - relativedelta(months=count if unit == "m" else 12 * count)
        else:
            earlier = day - timedelta(days=count * (7 if unit == "w" else 1))
    except (OverflowError, ValueError):
        earlier = date.min
    if earlier.year < FIRST_YEAR:
        raise UsageError("That leads back to before 1900. Check the number and its unit.")
    return earlier


def month_named(word: str) -> int | None:
    """Return the month, 1 to 12, whose English name begins with `word`, or None; "ma" is too short to tell."""
    from dateutil.parser import parserinfo  # 30 ms that only a named day needs

    place = _place(word, parserinfo.MONTHS)
    return None if place is None else place + 1


def _weekday_named(word: str) -> int | None:
    from dateutil.parser import parserinfo

    return _place(word, parserinfo.WEEKDAYS)


def _place(word: str, names: Sequence[tuple[str, ...]]) -> int | None:
    """Return the place of the name that `word` begins; dateutil's own look-up knows no "tues" or "febr"."""
    start = word.casefold()
    found = (place for place, (*_, name) in enumerate(names) if name.casefold().startswith(start))
    return next(found, None) if len(start) > 2 else None


def _near_day(match: re.Match[str], today: date, _future: bool) -> date | None:
    return today + timedelta(days=_NEAR_DAYS[match[0]])


def _weekday(match: re.Match[str], today: date, _future: bool) -> date | None:
    weekday = _weekday_named(match[0])
    if weekday is None:
        return None
    from dateutil.relativedelta import relativedelta

    return today + relativedelta(days=-6, weekday=weekday)  # the one among the seven days up to today


def _days_ago(match: re.Match[str], today: date, _future: bool) -> date | None:
    count = int(match["count"]) if match["count"].isdigit() else 1
    return days_back(today, count, match["unit"][0])


def _iso_day(match: re.Match[str], today: date, _future: bool) -> date | None:
    day = _day_of(int(match["year"]), int(match["month"]), int(match["day"]), today)
    if day is None:
        raise UsageError(f"{quoted(match[0])} is in no calendar. Check the month and the day.")
    return _on_its_weekday(day, match)


def _named_day(match: re.Match[str], today: date, future: bool) -> date | None:
    month = month_named(match["month"])
    if month is None:
        return None
    years = [int(match["year"])] if match["year"] else [today.year, today.year - 1, today.year + 1]
    days = [_day_of(year, month, int(match["day"]), today) for year in years]
    known = [day for day in days if day and (future or match["year"] or day <= today)]
    if days[0] is None or not known:
        raise UsageError(
            f"{quoted(match[0])} is not in the calendar of {years[0]}. Check the day and the year."
        )
    return _on_its_weekday(min(known, key=lambda day: abs(day - today)), match)


def _day_alone(match: re.Match[str], today: date, _future: bool) -> date | None:
    number = int(match["day"])
    days = (
        today - timedelta(days=count) for count in range(62)
    )  # no two months in a row are short of a day 31
    found = next((day for day in days if day.day == number), None)
    if found is None:
        raise UsageError(f"No month has a day {number}. Check the day.")
    return found


def _day_of(year: int, month: int, day: int, today: date) -> date | None:
    check_year(year, today.year + _YEARS_AHEAD)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on_its_weekday(day: date, match: re.Match[str]) -> date | None:
    if match["weekday"] is None:
        return day
    weekday = _weekday_named(match["weekday"])
    if weekday is not None and weekday != day.weekday():
        from dateutil.parser import parserinfo

        right, typed = (parserinfo.WEEKDAYS[each][-1] for each in (day.weekday(), weekday))
        raise UsageError(f"{day} is a {right}, not a {typed}. Check the date, or leave the weekday out.")
    return None if weekday is None else day


_ON_WEEKDAY = r"(?:(?P<weekday>[a-z]{3,9}),? )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_OF_YEAR = r"(?:,? (?P<year>\d{4}))?"
_DAY_SHAPES: tuple[tuple[str, Callable[[re.Match[str], date, bool], date | None]], ...] = (
    (r"yesterday|today|tomorrow", _near_day),
    (r"[a-z]{3,9}", _weekday),
    (rf"{_ON_WEEKDAY}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)", _iso_day),
    (rf"{_ON_WEEKDAY}{_DAY}(?: of)? {_MONTH}{_OF_YEAR}", _named_day),
    (rf"{_ON_WEEKDAY}{_MONTH} {_DAY}{_OF_YEAR}", _named_day),
    (r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)", _day_alone),
    (r"(?P<count>\d{1,4}|an?|one) ?(?P<unit>d|w|(?:day|night|week|month|year)s?) ago", _days_ago),
)
_OF_ONE_WORD = 2  # of them, the first, are of letters alone


# Moments

_CLOCK = (
    r"(?:(?=\d{1,2}:|\d{1,2}(?:\.\d\d)? ?[ap]\.?m)"  # 3:10, 3am and 3.10pm, but neither 3 nor 3.10
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{1,2}))?(?::(?P<second>\d{1,2})(?:\.\d{1,9})?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?|(?P<named>noon|midnight))"
)
_CLOCK_ALONE = rf"(?:at )?{_CLOCK}"
_AT = r"(?:,? (?:at )?|(?<=\d)t)"
_OFFSET = r"(?P<offset>z|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)"
_ZONE = r"(?:z|utc|[a-z]{1,4}t)?(?:[+-][\d:]+)?"
_WHEN_HINT = "Write for example 03:10, 3am, yesterday 22:30, 2h ago or 2026-03-29 10:00."
_AGO_HINT = "Write for example 20m or 1h30m."


class _Asked:
    """What a reading depends on besides the words: the present in the zone asked for, and the options."""

    __slots__ = ("fold", "future", "latest", "now", "zone")

    def __init__(self, now: datetime, zone: tzinfo | None, fold: int | None, future: bool) -> None:
        self.now = to_local(now, zone)
        self.latest = self.now + _CLOCK_SLACK
        self.zone = zone
        self.fold = fold
        self.future = future


def parse_when(
    text: str, *, now: datetime, zone: tzinfo | None = None, fold: int | None = None, future: bool = False
) -> datetime:
    """Return the moment that a person typed.

    Read are: `now`; `2h ago`, counted between instants; a clock time (`03:10`, `3am`, `3.10pm`, `noon`,
    `midnight`), the latest one past; a day or night with a clock time, in either order (`yesterday 22:30`,
    `3am today`, `last night 01:30`, `monday 10:00`, `29 march 10:00`, `2 days ago 22:00`); and ISO 8601
    (`2026-03-29T10:00:30`). Seconds are zero unless typed, or those of `now`.

    An offset may follow an ISO date and time, and is kept as the clock that the person saw; `Z` says nothing
    of that clock, so such a moment is shown on the one in `zone`. Last night is the one that began yesterday
    evening; tonight is the night under way until 05:00, afterwards the one to come. A weekday is the latest
    one on which that time is past.

    Args:
        text: what was typed, at most 60 characters.
        now: the present; what is at most five minutes later still counts as past.
        zone: None for the system's own zone.
        fold: 0 or 1, the first or the second, where the clocks went back and showed the time twice. Without
            it, a second that is still ahead is ruled out.
        future: also accept what is more than five minutes ahead, at most ten years. A clock time alone and
            a weekday mean the latest past one even so; `tonight`, `tomorrow` and dates look ahead.

    Raises:
        UsageError: it is no time, could be two, is ahead, before 1900, or was skipped by the clocks.
    """
    words = plain_words(text, _WHEN_HINT)
    asked = _Asked(now, zone, fold, future)
    for shape, read in _WHEN_SHAPES:
        match = re.fullmatch(shape, words, re.ASCII)
        at = read(match, asked) if match else None
        if at is not None:
            break
    else:
        raise _no_moment(words, asked)
    return _passed(at, words, asked)


def parse_clock(
    text: str, night: date, *, now: datetime, zone: tzinfo | None = None, fold: int | None = None
) -> datetime | None:
    """Return the moment of a night at which clocks showed a time that was typed alone, or None for other words.

    Args:
        text: what was typed, at most 60 characters: `03:10`, `3am`, `midnight`; whatever says a day too is not read.
        night: noon to noon.
        now: the present.
        zone: of the clock; None for the system's own zone.
        fold: as in `parse_when`.

    Raises:
        UsageError: there is no such time, or it is ahead, was skipped by the clocks or was shown twice.
    """
    words = plain_words(text, _WHEN_HINT)
    match = re.fullmatch(_CLOCK_ALONE, words, re.ASCII)
    if match is None:
        return None
    clock, asked = _clock(match), _Asked(now, zone, fold, False)
    day = night if clock.hour >= NOON else night + timedelta(days=1)
    return _passed(_settled([day], clock, asked), words, asked)


def _passed(at: datetime, words: str, asked: _Asked) -> datetime:
    if at > asked.latest and not asked.future:
        raise UsageError(
            f"{quoted(words)} is still to come ({on_the_clock(at)}). Write a time that has passed."
        )
    return at


def parse_ago(text: str, *, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the moment a duration before `now`: `20m`, `1h30m` or `half an hour`, with or without "ago".

    It is counted between instants, so that a clock change in between makes no difference.

    Raises:
        UsageError: it is no duration in hours, minutes and seconds, or more than 14 days.
    """
    words = plain_words(text, _AGO_HINT)
    at = _before(words.removesuffix(" ago"), _Asked(now, zone, None, False))
    if at is None:
        raise unreadable(words, _AGO_HINT)
    return at


def looks_like_time(word: str) -> bool:
    """Return whether a bare word has the shape of a time (`03:10`, `3am`, `2026-03-29T10:00`, `noon`).

    The shape alone: `25:00` has it, so that `parse_when` can say what is wrong with it.
    """
    if not worth_matching(word):
        return word.lower() in ("now", "noon", "midnight")
    return bool(re.fullmatch(rf"{_CLOCK}|\d{{4}}-\d\d-\d\d(?:t.*)?", word.lower(), re.ASCII))


def _now(_match: re.Match[str], asked: _Asked) -> datetime | None:
    return asked.now


def _ago(match: re.Match[str], asked: _Asked) -> datetime | None:
    return _before(match["length"], asked)


def _before(length: str, asked: _Asked) -> datetime | None:
    seconds = read_duration(length, days=False)
    return None if seconds is None else to_local(asked.now - timedelta(seconds=seconds), asked.zone)


def _clock_alone(match: re.Match[str], asked: _Asked) -> datetime | None:
    today = asked.now.date()
    return _settled([today, today - timedelta(days=1)], _clock(match), asked)


def _day_and_offset(match: re.Match[str], asked: _Asked) -> datetime | None:
    day = read_day(match["date"], asked.now.date())
    if day is None:
        return None
    naive = datetime.combine(day, _clock(match))
    if match["offset"] == "z":
        return to_local(naive.replace(tzinfo=UTC), asked.zone)
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    offset_min = (60 * hours + minutes) * (-1 if match["sign"] == "-" else 1)
    if minutes > 59 or not -12 * 60 <= offset_min <= 14 * 60:
        raise UsageError(f"The offset {match['offset']} does not exist. Offsets run from -12:00 to +14:00.")
    return naive.replace(tzinfo=timezone(timedelta(minutes=offset_min)))


def _day_and_clock(match: re.Match[str], asked: _Asked) -> datetime | None:
    words, clock, today = match["day"], _clock(match), asked.now.date()
    name = words.removesuffix(" night")
    is_weekday = False
    day: date | None
    if words == "tonight":
        day = latest_finished_night(asked.now) + timedelta(days=1)
    elif words == "last night":
        day = today - timedelta(days=1)
    else:
        day = read_day(name, today, future=asked.future)
        is_weekday = name.isalpha() and name not in _NEAR_DAYS
    if day is None:
        return None
    if words.endswith("night"):
        if clock.hour in _BY_DAY:
            raise UsageError(f"{quoted(match[0])} would be by day. Write last night 22:00, or today 10:00.")
        day += timedelta(days=clock.hour < 12)
    elif match["named"] == "midnight":
        raise UsageError("Midnight could begin that day or end it. Write 00:00 with the date that it begins.")
    return _settled([day, day - timedelta(days=7)] if is_weekday else [day], clock, asked)


def _clock(match: re.Match[str]) -> time:
    if match["named"]:
        return time(12 if match["named"] == "noon" else 0)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            raise UsageError(f"With am/pm the hour is 1-12, so {hour} cannot be right. Write 1pm or 13:00.")
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    for part, value, last in (("hours", hour, 23), ("minutes", minute, 59), ("seconds", second, 59)):
        if value > last:
            raise UsageError(f"The {part} run from 0 to {last}, so {value} cannot be right. Check the time.")
    clock = time(hour, minute, second)
    if any(match[part] and len(match[part]) == 1 for part in ("minute", "second")):
        full = clock.isoformat("seconds" if match["second"] else "minutes")
        raise UsageError(f"Minutes and seconds need two digits. Write {full}.")
    return clock


def _settled(days: list[date], clock: time, asked: _Asked) -> datetime:
    """Return `clock` on the first of `days` on which it has passed, or else on the first of them."""
    ahead: list[datetime] = []
    for day in days:
        moments = local_moments(datetime.combine(day, clock), zone=asked.zone, fold=asked.fold)
        if asked.future and len(days) == 1:
            return only(moments)
        passed = [at for at in moments if at <= asked.latest]
        if passed:
            return only(passed)
        ahead += moments
    return ahead[0]


_WHEN_SHAPES: tuple[tuple[str, Callable[[re.Match[str], _Asked], datetime | None]], ...] = (
    (_CLOCK_ALONE, _clock_alone),
    (r"(?:just )?now", _now),
    (r"(?P<length>.+) ago", _ago),
    (rf"(?P<date>\d{{4}}-\d\d-\d\d){_AT}{_CLOCK} ?{_OFFSET}", _day_and_offset),
    (rf"(?P<day>.+?){_AT}{_CLOCK}", _day_and_clock),
    (rf"{_CLOCK},? (?:on )?(?P<day>.+)", _day_and_clock),
)


def _no_moment(words: str, asked: _Asked) -> UsageError:
    """Return the error for words that no shape fits, with the reason where it can be told."""
    if words in ("tonight", "last night") or read_day(words.removesuffix(" night"), asked.now.date()):
        return UsageError(f'{quoted(words)} needs a clock time too. Write for example "{words} 03:10".')
    length = words.removeprefix("-").strip()
    if looks_like_duration(length):
        return UsageError(f'{quoted(words)} could be a length of time. Did you mean "{length} ago"?')
    if re.fullmatch(rf"(?:.+ )?{_CLOCK} ?(?=.){_ZONE}", words, re.ASCII):
        return UsageError(
            f"{quoted(words)} has a time zone in it. "
            "Write its offset after the full date, as in 2026-03-29 10:00+01:00."
        )
    return unreadable(words, _WHEN_HINT)
