"""Numbers, lengths of time and clock times within a line, in digits or in words.

Each reader looks at the words from one place on, and returns how many of them it read and what they say, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError

_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
NUMBERS = {name: number for number, name in enumerate(_NAMES)}
"""What number words say, zero to twenty."""

MONTHS = frozenset(
    "jan january feb february febr mar march apr april may jun june jul july aug august sep sept september oct october "
    "nov november dec december".split()
)
_PARTS = {"half": 0.5, "quarter": 0.25}
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
    **dict.fromkeys(("week", "weeks"), 7 * 86400),
}
_SINGLE = {"second", "minute", "hour", "day", "week", "min", "sec", "hr"}
UNITS = frozenset(_UNITS)
"""Units of time, short and in full."""
_FRACTIONS = {"1/2": 0.5, "½": 0.5, "1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75}
_HALF_DAY = {"am": "a", "a.m": "a", "a.m.": "a", "pm": "p", "p.m": "p", "p.m.": "p"}
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?P<half>[ap]\.?m\.?)?"
_RUN_TOGETHER = r"(\d{1,2})([0-5]\d)([ap]\.?m\.?)?"
"""A time without its mark: `310am`, and `310` where a time must be."""
_FOUR_DIGITS = r"([01]\d|2[0-3])([0-5]\d)"
_AFTER_AN_HOUR = frozenset({*_HALF_DAY, "o'clock", "oclock", "o", "past", "to", "minutes", "mins"})
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_SPOKEN_HALVES = {"morning": "a", "afternoon": "p", "evening": "p", "night": "n"}


WEEKDAYS = {
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "weds": "wednesday", "thu": "thursday", "thur": "thursday",
    "thurs": "thursday", "fri": "friday",
    **{day: day for day in "monday tuesday wednesday thursday friday saturday sunday".split()},
}  # fmt: skip
"""Weekdays by all that they are called and that is nothing else."""
SHORT_WEEKDAYS = {"wed": "wednesday", "sat": "saturday", "sun": "sunday"}
"""Weekdays by what is another word too, where nothing else tells."""
_BEGIN_A_DAY = frozenset(
    "last this earlier tonight tonite 2nite overnight lastnight night the in during through over middle "
    "yesterday today a an couple all most half".split()
)
_DAY_WORDS = _BEGIN_A_DAY | {"day"} | WEEKDAYS.keys() | SHORT_WEEKDAYS.keys() | MONTHS


def may_be_day(word: str, following: str) -> bool:
    """Return whether a day or a night may begin with a word in small letters, before another."""
    if word in _FRACTIONS and (following in _UNITS or following in ("a", "an", "of")):
        return False
    if word in NUMBERS or word.isdigit():
        return following in MONTHS or following[:3] in ("of", "nig", "day", "wee")
    if word == "day":
        return following == "before"
    return "0" <= word[0] <= "9" or word in _DAY_WORDS


def begins_a_day(word: str) -> bool:
    """Return whether a day or a night may begin with a word, whatever it stands before."""
    return word in _DAY_WORDS or word in NUMBERS or any(map(str.isnumeric, word))


class Clock(NamedTuple):
    """A time on a clock.

    Attributes:
        hour: 0 to 23; where `half` is open, 1 to 12.
        minute: 0 to 59.
        is_open: whether it may be in either half of the day.
        to_the_minute: whether the minute was said, as on a clock that is read off.
    """

    hour: int
    minute: int
    is_open: bool
    to_the_minute: bool


def in_the_half_of(first: Clock, last: Clock) -> Clock:
    """Return a time before another, in the half of the day that is nearest to that: `2 to 3am`, `11 to 1am`."""
    if not first.is_open or last.is_open:
        return first
    ends = last.hour * 60 + last.minute
    hours = (first.hour % 12, first.hour % 12 + 12)
    nearest = min(hours, key=lambda hour: (ends - hour * 60 - first.minute) % (24 * 60))
    return first._replace(hour=nearest, is_open=False)


def number_at(words: Sequence[str], at: int) -> float | None:
    """Return the number that a word is, in digits or in words; None where it is none."""
    if at >= len(words):
        return None
    word = words[at]
    if word in NUMBERS:
        return NUMBERS[word]
    if word[-1] in _FRACTIONS and word[:-1].isdigit():  # 2½
        return float(word[:-1]) + _FRACTIONS[word[-1]]
    if word.isascii() and word.isdigit() and len(word) < 7:
        return float(word)
    return float(word) if "." in word and re.fullmatch(r"\d{1,6}\.\d{1,3}", word, re.ASCII) else None


def length_at(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Read a length of time: `3m`, `1h30`, `90 seconds`, `half an hour`, `a minute`, `two and a half minutes`.

    One that is only known between two others, as `2-3 min` or `a minute or two`, is what lies in the middle.

    Returns:
        How many words it takes, and its seconds, 0 to 14 days; None also where it is longer: no cramp is.
    """
    if between := _length_between(words, at):
        return between
    total, place = 0.0, at
    smallest = float("inf")
    while found := _one_length(words, place, total > 0):
        count, seconds, unit = found
        if unit >= smallest:  # "5 minutes 3 minutes" are two lengths
            break
        total, smallest, place = total + seconds, unit, place + count
        following = words[place : place + 1] == ["and"]
        if following and _one_length(words, place + 1, True):
            place += 1
        elif words[place : place + 3] == ["and", "a", "half"]:
            total, place = total + unit / 2, place + 3
            break
        elif following:
            break
        elif (
            unit == 60 and len(words) == place + 1 and words[place].isdigit() and 11 <= int(words[place]) < 60
        ):
            return place + 1 - at, round(total) + int(words[place])  # 2 min 30
    return None if place == at or total > DURATION_LIMIT_S else (place - at, round(total))


def _length_between(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Read a length between two: `2-3 min`, `2 to 3 minutes`, `a minute or two`."""
    word = _word(words, at)
    if match := "-" in word and re.fullmatch(r"(\d{1,3})-(\d{1,3})(.*)", word, re.ASCII):
        low, high, unit = float(match[1]), float(match[2]), match[3] or _word(words, at + 1)
        count = 1 if match[3] else 2
    elif _word(words, at + 1) in ("to", "or"):
        low, high, unit = number_at(words, at) or 0.0, number_at(words, at + 2) or 0.0, _word(words, at + 3)
        count = 4
    elif words[at : at + 1] in (["a"], ["an"], ["one"]) and words[at + 2 : at + 4] == ["or", "two"]:
        low, high, unit, count = 1, 2, _word(words, at + 1), 4
    else:
        return None
    if not 0 < low < high or unit not in _UNITS:
        return None
    return count, round((low + high) / 2 * _UNITS[unit])


def _one_length(words: Sequence[str], at: int, follows: bool) -> tuple[int, float, int] | None:
    """Return the words, the seconds and the unit's seconds of one number with its unit."""
    if at >= len(words):
        return None
    joined = None
    if "0" <= words[at][0] <= "9" and not words[at].isdigit():
        joined = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([a-z]+)(\d{1,2})?([a-z]*)", words[at], re.ASCII)
    if joined and joined[2] in _UNITS:
        seconds, unit = float(joined[1]) * _UNITS[joined[2]], _UNITS[joined[2]]
        if joined[3]:  # 1h30 and 3m20: of the next smaller unit
            if unit not in (3600, 60):
                return None
            smaller = _UNITS.get(joined[4]) if joined[4] else unit // 60
            if not smaller or smaller >= unit:
                return None
            seconds, unit = seconds + int(joined[3]) * smaller, smaller
        return 1, seconds, unit
    if not follows and (part := _part_of_one(words, at)):
        return part
    if words[at] in ("a", "an", "one") and not follows:
        if _word(words, at + 1) in _SINGLE:
            unit = _UNITS[words[at + 1]]
            return 2, unit, unit
        if words[at] != "one":
            return None
    if words[at] in _SINGLE and not follows and words[at + 1 : at + 4] == ["and", "a", "half"]:
        return 1, _UNITS[words[at]], _UNITS[words[at]]
    tens = _minutes_at(words, at) if words[at] in _TENS else None
    if tens is not None and (unit := _UNITS.get(_word(words, at + tens[0]), 0)):  # forty five seconds
        return tens[0] + 1, tens[1] * unit, unit
    number = number_at(words, at)
    if number is None:
        return None
    if words[at + 1 : at + 4] == ["and", "a", "half"] and _word(words, at + 4) in _UNITS:
        unit = _UNITS[words[at + 4]]
        return 5, (number + 0.5) * unit, unit
    if _word(words, at + 1) in _FRACTIONS and _word(words, at + 2) in _UNITS:
        unit = _UNITS[words[at + 2]]
        return 3, (number + _FRACTIONS[words[at + 1]]) * unit, unit
    unit = _UNITS.get(_word(words, at + 1), 0)
    if not unit or (words[at + 1] == "d" and not words[at].isdigit()):
        return None
    if words[at + 1] in ("day", "week") and number_at(words, at + 2) is not None:
        return None  # 6, day 3 of it
    return 2, number * unit, unit


def _part_of_one(words: Sequence[str], at: int) -> tuple[int, float, int] | None:
    """Read a part or a couple of a unit: `half an hour`, `half hour`, `three quarters of an hour`, `couple of mins`."""
    start = at + (words[at] == "a")
    if words[start : start + 1] == ["couple"]:
        skip = start + 1 + (_word(words, start + 1) == "of")
        unit = _UNITS.get(_word(words, skip), 0)
        return (skip + 1 - at, 2 * unit, unit) if unit else None
    part = _PARTS.get(_word(words, start)) or _FRACTIONS.get(_word(words, start))
    if words[start : start + 2] in (["three", "quarters"], ["three", "quarter"], ["3", "quarters"]):
        part, start = 0.75, start + 1
    if part is None:
        return None
    skip = start + 1
    skip += _word(words, skip) == "of"
    skip += _word(words, skip) in ("a", "an")
    unit = _UNITS.get(_word(words, skip), 0) if _word(words, skip) in _SINGLE else 0
    return (skip + 1 - at, part * unit, unit) if unit else None


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


_NAMED_HOURS = {"midnight": 0, "noon": 12, "midday": 12}


def clock_at(words: Sequence[str], at: int, *, bare: bool = False) -> tuple[int, Clock] | None:
    """Read a time on a clock: `3am`, `3 a.m.`, `3:15`, `3.15`, `0315`, `half past three`, `ten to midnight`.

    Args:
        words: of the line.
        at: where to read.
        bare: whether a number alone is an hour here, as after "at".

    Returns:
        How many words it takes, and the time.

    Raises:
        UsageError: there is no such time, as 25:00.
    """
    found = (
        _spoken_clock(words, at, bare) or _spoken_minutes(words, at, bare) or _written_clock(words, at, bare)
    )
    if found is None:
        return None
    count, clock = found
    half = _SPOKEN_HALVES.get(_word(words, at + count + 2))
    said = words[at + count : at + count + 2]
    if clock.is_open and half and half != "n" and said == ["in", "the"]:
        return count + 3, _in_half(clock, half)
    if clock.is_open and said == ["at", "night"]:
        return count + 2, _in_half(clock, "p" if 6 <= clock.hour <= 11 else "a")
    return found


def _in_a_part(words: Sequence[str], at: int) -> bool:
    """Return whether an hour is told by its part of the day: three in the morning."""
    return words[at : at + 2] == ["in", "the"] and _SPOKEN_HALVES.get(_word(words, at + 2), "n") != "n"


def _in_half(clock: Clock, half: str) -> Clock:
    return clock._replace(hour=clock.hour % 12 + (12 if half == "p" else 0), is_open=False)


def _spoken_clock(words: Sequence[str], at: int, bare: bool) -> tuple[int, Clock] | None:
    place = at + (words[at : at + 1] == ["a"] and _word(words, at + 1) == "quarter")
    first, link = _word(words, place), _word(words, place + 1)
    if first in _NAMED_HOURS:
        return 1, Clock(_NAMED_HOURS[first], 0, False, False)
    minutes = {"half": 30, "quarter": 15}.get(first) or number_at(words, place)
    if first == "twenty" and (found := _minutes_at(words, place)) and found[0] == 2:  # twenty five past
        minutes, place = found[1], place + 1
        link = _word(words, place + 1)
    if link in ("minutes", "mins"):
        link, place = _word(words, place + 2), place + 1
    in_words = _word(words, place + 1) in NUMBERS and _word(words, place + 2) not in _UNITS
    if first == "half" and (bare or in_words) and (hour := number_at(words, place + 1)):  # at half three
        return (2, Clock(int(hour), 30, True, False)) if hour in range(1, 13) else None
    named = _NAMED_HOURS.get(_word(words, place + 2))
    if (
        named is not None
        and minutes is not None
        and link in ("past", "to", "before", "after")
        and minutes < 60
    ):
        whole = (named * 60 + int(minutes) * (1 if link in ("past", "after") else -1)) % (24 * 60)
        return place + 3 - at, Clock(whole // 60, whole % 60, False, False)
    if link not in ("past", "to"):
        return None
    hour = number_at(words, place + 2)
    if minutes is None or hour is None or hour != int(hour) or not 1 <= hour <= 12 or not 1 <= minutes <= 30:
        return None
    if first == "half" and link == "to":
        return None
    if link == "to" and (minutes % 5 or _word(words, place + 3) in _UNITS):  # 4 to 6, 5 to 10 minutes
        return None
    whole = int(hour) * 60 + int(minutes) * (1 if link == "past" else -1)
    clock = Clock((whole // 60 - 1) % 12 + 1, whole % 60, True, False)
    count = place + 3 - at
    half = _HALF_DAY.get(_word(words, at + count))
    return (count + 1, _in_half(clock, half)) if half else (count, clock)


def _spoken_minutes(words: Sequence[str], at: int, bare: bool) -> tuple[int, Clock] | None:
    """Read an hour and its minutes, said one after the other: `three fifteen am`, `at 2 30`, `at twelve oh five`."""
    hour = number_at(words, at)
    found = _minutes_at(words, at + 1) if hour in range(1, 13) else None
    if hour is None or found is None:
        return None
    clock, count = Clock(int(hour), found[1], True, True), 1 + found[0]
    following = _word(words, at + count)
    if following in _HALF_DAY:
        return count + 1, _in_half(clock, _HALF_DAY[following])
    is_level = clock.minute == 10  # at 3, of 10
    in_words = words[at] in NUMBERS and words[at + 1] in NUMBERS.keys() | _TENS.keys() | {"oh", "o"}
    is_said = bare or in_words or _is_of_a_day(words, at + count)
    return (count, clock) if is_said and not is_level and following not in _UNITS else None


def _is_of_a_day(words: Sequence[str], at: int) -> bool:
    """Return whether a part of a day follows, so that two numbers before it are a time: `4 30 this morning`."""
    return _word(words, at) in ("this", "last", "yesterday") and _word(words, at + (words[at] != "yesterday")) in (
        "morning", "night", "afternoon", "evening", "yesterday",
    )  # fmt: skip


def _minutes_at(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Return how many words the minutes after an hour take, and what they are: `30`, `forty five`, `oh five`."""
    word, following = _word(words, at), NUMBERS.get(_word(words, at + 1), 0)
    if word in ("oh", "o", "zero") and 0 < following < 10:
        return 2, following
    if word in _TENS:
        return (2, _TENS[word] + following) if 0 < following < 10 else (1, _TENS[word])
    if len(word) == 2 and re.fullmatch("[0-5][0-9]", word):
        return 1, int(word)
    return (1, NUMBERS[word]) if NUMBERS.get(word, 0) >= 10 else None


def _written_clock(words: Sequence[str], at: int, bare: bool) -> tuple[int, Clock] | None:
    word = _word(words, at)
    count = 1
    is_said = _word(words, at + 1) in _AFTER_AN_HOUR or _in_a_part(words, at + 1)
    if word.isdigit() and len(word) < 3 and not bare and not is_said:
        return None
    four = re.fullmatch(_FOUR_DIGITS, word) if len(word) == 4 else None
    has_half = _word(words, at + 1) in _HALF_DAY
    if four and not has_half and (bare or not 1900 <= int(word) <= 2099):
        return 1, Clock(int(four[1]), int(four[2]), False, True)
    run = re.fullmatch(_RUN_TOGETHER, word) if len(word) > 2 else None
    if run and (bare or run[3] or has_half):
        word = f"{run[1]}:{run[2]}{run[3] or ''}"
    if word.count(":") == 2 and re.fullmatch(r"\d{1,2}(?:[:.]\d{2})?:\d\d(?:\.\d+)?", word):
        word = word.rpartition(":")[0]
    match = re.fullmatch(_CLOCK, word) if word[:1].isdigit() else None
    if match is None:
        hour_word = NUMBERS.get(word)
        if hour_word is None:
            return None
        hour, minute, half = hour_word, None, None
    else:
        hour, minute, half = int(match["hour"]), match["minute"], match["half"]
    following = _word(words, at + count)
    if half is None and following in _HALF_DAY:
        half, count = _HALF_DAY[following], count + 1
    elif half is None and minute is None and following in ("o'clock", "oclock", "o"):
        count += 2 if words[at + 1 : at + 3] == ["o", "clock"] else 1
        if _word(words, at + count) in _HALF_DAY:
            half, count = _HALF_DAY[words[at + count]], count + 1
    elif half is None and minute is None and not bare and not _in_a_part(words, at + count):
        return None
    if "." in word and minute is not None and half is None and int(minute) > 59:
        return None  # 3.75 is no time
    if hour > 23 and minute is None and half is None and not following.startswith("o'"):
        return None  # a number of something else
    if hour > 23 or (minute is not None and int(minute) > 59):
        raise UsageError(f'"{words[at]}" is not a time on a clock. Write for example 03:10 or 3am.')
    leads = match is not None and match["hour"].startswith("0")
    clock = Clock(hour, int(minute or 0), False, minute is not None)
    if half:
        if not 1 <= hour <= 12:
            raise UsageError(
                f"With am or pm the hour is 1 to 12, so {hour} cannot be right. Write 1pm or 13:00."
            )
        return count, _in_half(clock._replace(is_open=True), half[0])
    return count, clock._replace(is_open=1 <= hour <= 12 and not leads)
