"""When: the days, nights and clock times that a line tells, and the one moment that they mean together.

What a time alone leaves open is decided here and nowhere else: which half of the day it is, and which day. A time with
one reading is the latest one past. One with two (`at 3`) is the latest one past too, but at night where the line tells
of a night. A clock that runs a few minutes fast is told from a time still to come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from crampdiary.clock.moments import days_back, read_day
from crampdiary.clock.night_names import parse_night, parse_span
from crampdiary.clock.zones import local_moments, night_of, on_the_clock, to_local
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.words.quantities import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, Clock, number_at

FAST_CLOCK = timedelta(minutes=15)
_NIGHT_FROM, _NIGHT_UNTIL = time(21), time(9)
_JUST_NOW = timedelta(hours=1)  # in bed, "at 3" that was so lately is not 3 in the afternoon
_PARTS = {"morning": "a", "afternoon": "p", "evening": "e", "eve": "e", "night": "n", "nite": "n"}
_NTH = r"\d{1,2}(?:st|nd|rd|th)"
_OF_TEN = 10  # 7/10 says how bad it was
_MONTHS = 12
_ALL_NIGHT = frozenset({"overnight", "lastnight"})


class NamedDay(NamedTuple):
    """A day or a night that was named.

    Attributes:
        name: as `crampdiary.clock` reads it.
        part: of the day: `a` morning, `p` afternoon, `e` evening, `n` night, or nothing.
    """

    name: str
    part: str = ""


class ToldMoment(NamedTuple):
    """A moment as a line tells it, and how well it is known.

    Attributes:
        at: where it was not told, now.
        precision: `minute`, `approx` or `day`.
        instead: what else a time with two readings could have meant, as it can be typed; or nothing.
        is_fast: whether it was a few minutes ahead and taken as now.
    """

    at: datetime
    precision: str
    instead: str = ""
    is_fast: bool = False


def day_at(words: Sequence[str], at: int, *, firmly: bool = False) -> tuple[int, NamedDay] | None:
    """Read a day or a night: `last night`, `monday night`, `2 nights ago`, `3 march`, `this morning`.

    Args:
        words: of the line.
        at: where to read.
        firmly: whether `sat` and `sun` are days here.

    Raises:
        UsageError: it could be two days, such as 9/3.
    """
    word, following = _word(words, at), _word(words, at + 1)
    if word in ("last", "this", "earlier") and following in ("night", "nite"):
        return 2, NamedDay("last night" if word == "last" else "tonight", "n")
    if word in ("this", "earlier") and following in _PARTS:
        return 2, NamedDay("today", _PARTS[following])
    if word == "earlier" and following == "this" and _word(words, at + 2) in _PARTS:
        return 3, NamedDay("today", _PARTS[words[at + 2]])
    if word in ("tonight", "tonite", "2nite"):
        return 1, NamedDay("tonight", "n")
    if word in _ALL_NIGHT:
        return 1, NamedDay("last night", "n")
    if word == "the" and words[at + 1 : at + 4] == ["night", "before", "last"]:
        return 4, NamedDay("2 nights ago", "n")
    start = at + (word == "the")
    if words[start : start + 3] == ["day", "before", "yesterday"]:
        return start + 3 - at, NamedDay("2 days ago")
    skipped = word in ("in", "during", "through", "over")
    if skipped and words[at + 1 : at + 3] == ["the", "night"]:
        return 3, NamedDay("last night", "n")
    if words[at : at + 3] == ["night", "before", "last"]:
        return 3, NamedDay("2 nights ago", "n")
    if words[at : at + 4] == ["middle", "of", "the", "night"]:
        return 4, NamedDay("last night", "n")
    if word == "last" and following in ("evening", "afternoon"):
        return 2, NamedDay("yesterday", _PARTS[following])
    if word in ("yesterday", "today"):
        part = _PARTS.get(following, "")
        return 1 + bool(part), NamedDay(word, part)
    start = at + (word == "last")
    name = WEEKDAYS.get(_word(words, start)) or SHORT_WEEKDAYS.get(_word(words, start))
    dated = _date_at(words, start + 1) if name else None
    if dated and not re.search(
        r"\d-|last", dated[1].name
    ):  # sunday 1 march: of both, so that they are held together
        return start + 1 + dated[0] - at, dated[1]._replace(name=f"{name} {dated[1].name}")
    if name and not _is_seated(words, start) and not is_the_sun(words, start):
        part = _PARTS.get(_word(words, start + 1), "")
        if words[start] not in SHORT_WEEKDAYS or part or firmly or word == "last":
            return start + 1 + bool(part) - at, NamedDay(name, part)
    if (
        word == "couple"
        and following == "of"
        and _word(words, at + 2) in _AGO
        and _word(words, at + 3) == "ago"
    ):
        return 4, NamedDay(f"2 {words[at + 2]} ago", "n" if words[at + 2].startswith("night") else "")
    count = 1 if word in ("a", "an", "one") else number_at(words, at)
    if count is not None and count == int(count) and following in _AGO and _word(words, at + 2) == "ago":
        return 3, NamedDay(f"{int(count)} {following} ago", "n" if following.startswith("night") else "")
    return _date_at(words, at)


def _is_seated(words: Sequence[str], at: int) -> bool:
    """Return whether `sat` is what somebody did, and no Saturday: `sat in a hot bath`, but `sat in the morning`."""
    if words[at] != "sat" or _word(words, at + 1) not in _WHERE_ONE_SITS:
        return False
    where = next((word for word in words[at + 2 :] if word not in ("the", "a", "my", "about", "around")), "")
    return not (
        where[:1].isdigit()
        or where in _PARTS
        or (where and number_at([where], 0) is not None)
        or where in ("noon", "midnight", "bed")
    )


def is_the_sun(words: Sequence[str], at: int) -> bool:
    """Return whether `sun` is what shines, and no Sunday: `lay in the sun`, `too much sun`, `sun cream`."""
    if words[at] != "sun":
        return False
    before, following = _word(words, at - 1), _word(words, at + 1)
    is_so_much = before == "of" and _word(words, at - 2) in _SO_MUCH
    return before in _BEFORE_THE_SUN or is_so_much or following in _AFTER_THE_SUN


_BEFORE_THE_SUN = frozenset("the in some much full direct strong hot midday no more enough little".split())
_SO_MUCH = frozenset("lot lots loads bit plenty hour hours out".split())
_AFTER_THE_SUN = frozenset(
    "cream lotion lamp bed lounger hat screen bath bathing tan exposure light stroke burn".split()
)
_WHERE_ONE_SITS = frozenset("in on at down up with under outside inside beside there still".split())
_AGO = frozenset("night nights day days week weeks".split())


_AFTER_A_VERB = frozenset(
    "be have not need help try get go take just also only well as still never i it this that he she we they".split()
)


def _date_at(words: Sequence[str], at: int) -> tuple[int, NamedDay] | None:
    word = _word(words, at)
    if not word[:1].isdigit():  # as nearly all words
        day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", _word(words, at + 1)) if word in MONTHS else None
        return _with_year(words, at, 2, f"{day[1]} {word}") if day else None
    slashed = "/" in word and re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/((?:20)?\d\d))?", word)
    if slashed and (1 <= int(slashed[1]) <= 31 and 1 <= int(slashed[2]) <= 31) and int(slashed[2]) != _OF_TEN:
        return _with_year(words, at, 1, _in_figures(slashed))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        return 1, NamedDay(word, "n" if _word(words, at + 1) == "night" else "")
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    if day and 1 <= int(day[1]) <= 31:
        skip = 1 + (_word(words, at + 1) == "of")
        if _word(words, at + skip) == "may" and _word(words, at + skip + 1) in _AFTER_A_VERB:
            return None  # calf 5, may be the heat
        if _word(words, at + skip) in MONTHS:
            return _with_year(words, at, skip + 1, f"{day[1]} {words[at + skip]}")
    return None


def _in_figures(found: re.Match[str]) -> str:
    """Return a date in figures that is one day alone: `17/3`, `3/17/26`, `3/3`.

    Raises:
        UsageError: it could be two, or is none.
    """
    one, two = int(found[1]), int(found[2])
    if max(one, two) <= _MONTHS and one != two:
        raise UsageError(f'"{found[0]}" could be two days. Write the month as a word: 9 march.')
    if min(one, two) > _MONTHS:
        raise UsageError(f'"{found[0]}" is in no calendar. Write the month as a word: 9 march.')
    month = date(2000, min(one, two), 1).strftime("%B").casefold()
    return f"{max(one, two)} {month}" + (f" {2000 + int(found[3]) % 100}" if found[3] else "")


def _with_year(words: Sequence[str], at: int, count: int, name: str) -> tuple[int, NamedDay]:
    if re.fullmatch(r"(?:19|20)\d\d", _word(words, at + count)):
        name, count = f"{name} {words[at + count]}", count + 1
    part = _PARTS.get(_word(words, at + count), "")
    return count + bool(part), NamedDay(name, part)


def day_of_the_month(word: str) -> NamedDay:
    """Return the day that `29th` alone names: the last one past."""
    return NamedDay(word)


def _with_month(day: NamedDay, local: datetime) -> NamedDay:
    if not re.fullmatch(_NTH, day.name):
        return day
    found = local.date()
    while found.day != int(day.name[:-2]):
        found -= timedelta(days=1)
    return day._replace(name=found.isoformat())


def is_weekday(word: str) -> bool:
    """Return whether a word in small letters names a day of the week, in full or short."""
    return word in WEEKDAYS or word in SHORT_WEEKDAYS


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def night_told(day: NamedDay, now: datetime, zone: tzinfo | None = None) -> date:
    """Return the night that a day means where no time was told."""
    local = to_local(now, zone)
    day = _with_month(day, local)
    if day.name == "today" and day.part in ("", "a"):
        return local.date() - timedelta(days=1) if day.part or local.hour < 12 else local.date()
    if day.name == "today":
        return _not_ahead(local.date(), local)
    if day.name == "tonight" and local.hour < 12:  # told of: it has begun, in the evening before
        return night_of(local)
    if day.part == "a":
        return _calendar_day(day, local) - timedelta(days=1)
    return parse_night(day.name, now=now, zone=zone)


def nights_told(day: NamedDay, now: datetime, zone: tzinfo | None = None) -> tuple[date, date]:
    """Return the first and the last night of what was named: a day, a week, a month (`february`) or a year.

    Nights that have not begun are left out at the end.
    """
    ago = re.fullmatch(r"(\d+) (month|year)s? ago", day.name)
    if ago:
        night = days_back(to_local(now, zone).date(), int(ago[1]), ago[2][0])
        return night, night
    span = None if day.part else parse_span(day.name, now=now, zone=zone)
    if span:
        return span[0], _not_ahead(span[1], to_local(now, zone))
    night = night_told(day, now, zone)
    return night, night


def _not_ahead(night: date, local: datetime) -> date:
    return min(night, night_of(local))


def moment_told(
    day: NamedDay | None,
    clock: Clock | None,
    *,
    is_rough: bool,
    at_night: bool,
    now: datetime,
    zone: tzinfo | None = None,
    fold: int | None = None,
    future: bool = False,
) -> ToldMoment:
    """Return the moment that a day and a time mean together.

    Args:
        day: if one was named.
        clock: if a time was; one of the two was.
        is_rough: whether it was told as about that time.
        at_night: whether the line tells of a night: of sleep, bed or waking.
        now: the present.
        zone: None for the system's own.
        fold: as in `crampdiary.clock.moments.parse_when`.
        future: whether it is planned: a time alone is the next one to come, and no day or time is too late.

    Raises:
        UsageError: it is still to come and not planned, or clocks skipped it.
    """
    local = to_local(now, zone)
    day = _with_month(day, local) if day else None
    precision = "approx" if is_rough else "minute"
    if clock is None:
        if day is None:
            raise ValueError("neither a day nor a time was told")
        night = night_told(day, now, zone)
        evening = local_moments(datetime.combine(night, time(22)), zone=zone, fold=0)[0]
        return ToldMoment(min(evening, local), "day")
    if future:
        return ToldMoment(_planned(day, clock, local, zone, fold), precision)
    found = _moments(day, clock, local, zone, fold, at_night=at_night)
    at = found[0]
    in_bed = local.time() >= _NIGHT_FROM or local.time() < _NIGHT_UNTIL
    if at > local:
        if (
            at <= local + FAST_CLOCK
            and (clock.to_the_minute or at <= local + timedelta(minutes=5))
            and (in_bed or at <= local + timedelta(minutes=5))
        ):
            return ToldMoment(local, precision, is_fast=True)
        raise UsageError(f"{on_the_clock(at)} is still to come. Write a time that has passed.")
    return ToldMoment(
        at, precision, "" if in_bed and local - at <= _JUST_NOW else _instead(clock, at, found[1:])
    )


def _instead(clock: Clock, at: datetime, others: Sequence[datetime]) -> str:
    other = next((each for each in others if each.hour != at.hour), None)
    if other is None or not clock.is_open:
        return ""
    hour, minute = other.hour % 12 or 12, f".{other.minute:02}" if other.minute else ""
    return f"{hour}{minute}{'am' if other.hour < 12 else 'pm'}"


def _moments(
    day: NamedDay | None,
    clock: Clock,
    local: datetime,
    zone: tzinfo | None,
    fold: int | None,
    *,
    at_night: bool,
) -> list[datetime]:
    """Return the moment meant, and then what else it could be."""
    times = _times(clock)
    if day is not None and day.part in ("n", "e"):
        night = _calendar_or_night(day, local, zone)
        return [_on(_date_in_night(night, each), each, zone, fold) for each in _as_at_night(times)]
    if day is not None:
        days = [_calendar_day(day, local)]
        if day.part:
            times = [each for each in times if (each.hour < 12) == (day.part == "a")] or times
        if day.name in WEEKDAYS:
            days.append(days[0] - timedelta(days=7))
    else:
        days = [local.date() + timedelta(days=1), local.date(), local.date() - timedelta(days=1)]
    found = sorted((_on(each, hour, zone, fold) for each in days for hour in times), reverse=True)
    in_bed = local.time() >= _NIGHT_FROM or local.time() < _NIGHT_UNTIL
    soon = [at for at in found if local < at <= local + FAST_CLOCK] if clock.to_the_minute and in_bed else []
    soon = soon or [at for at in found if local < at <= local + timedelta(minutes=5)]
    past = [at for at in found if at <= local]
    if at_night and clock.is_open:
        nightly = [at for at in past if at.time() >= _NIGHT_FROM or at.time() < _NIGHT_UNTIL]
        past = [*nightly, *(at for at in past if at not in nightly)]
    if day is None:
        return [*soon, *past]
    return [*soon, *past, *found] if past or soon else found[::-1]


def _planned(
    day: NamedDay | None, clock: Clock, local: datetime, zone: tzinfo | None, fold: int | None
) -> datetime:
    """Return the next moment of a time on a day to come, or where no day was named the next one of all."""
    days = [local.date(), local.date() + timedelta(days=1)]
    if day is not None:
        days = [parse_night(day.name, now=local, zone=zone, future=True)]
        if day.part == "n":
            return _on(
                _date_in_night(days[0], _as_at_night(_times(clock))[0]),
                _as_at_night(_times(clock))[0],
                zone,
                fold,
            )
    found = sorted(_on(each, hour, zone, fold) for each in days for hour in _times(clock))
    return next((at for at in found if at > local), found[-1])


def _on(day: date, clock: time, zone: tzinfo | None, fold: int | None) -> datetime:
    """Return the moment of a clock on a day; of two in autumn the later past one is found by the caller's order."""
    return local_moments(datetime.combine(day, clock), zone=zone, fold=fold)[-1]


def _times(clock: Clock) -> list[time]:
    hours = [clock.hour % 12, clock.hour % 12 + 12] if clock.is_open else [clock.hour]
    return [time(hour, clock.minute) for hour in hours]


def _as_at_night(times: list[time]) -> list[time]:
    """Sort the readings of a time at night: from six on in the evening, before that after midnight."""
    return sorted(times, key=lambda each: not (each.hour >= 18 or each.hour < 6))


def _date_in_night(night: date, clock: time) -> date:
    return night if clock.hour >= 12 else night + timedelta(days=1)


def _calendar_or_night(day: NamedDay, local: datetime, zone: tzinfo | None) -> date:
    if day.name == "today":
        return local.date()
    return parse_night(day.name, now=local, zone=zone)


def _calendar_day(day: NamedDay, local: datetime) -> date:
    if match := re.fullmatch(r"(\d+) (day|night|week)s? ago", day.name):
        return days_back(local.date(), int(match[1]), match[2][0])
    found = read_day(day.name, local.date())
    if found is None:
        raise UsageError(f'"{day.name}" is not a day this diary can read. Write for example 3 march.')
    return found
