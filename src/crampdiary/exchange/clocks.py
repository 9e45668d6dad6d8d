"""Dates and times of the clock as other programs write them, and the zone that they are read in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from crampdiary.clock.moments import month_named
from crampdiary.errors import UsageError
from crampdiary.exchange.no_date import why_no_date
from crampdiary.words.wording import short

ORDERS = ("dmy", "mdy", "ymd")
"""In which order day, month and year stand in a date of numbers."""

_CLOCK = re.compile(
    r"(?:([^\W\d][^\d:]{0,12}?) ?)?([0-9]{1,2})(?:[:.]| ?h ?)([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
    r"(?: ?([^\W\d][^\d:]{0,12}))?",
    re.IGNORECASE,
)
_DIGITS = {zero + digit: str(digit) for zero in (0x660, 0x6F0, 0x966, 0x9E6) for digit in range(10)}
"""Of Arabic, Persian, Hindi and Bengali, in which phones write their clocks."""
_MORNINGS = frozenset(
    "a am 午前 上午 凌晨 早上 清晨 오전 πμ pg öö de pd fm vm fh проб дп преподне претпладне dop priešpiet priekšp ص قظ "
    "पूर्वाह्न ก่อนเที่ยง".split()
)
_AFTERNOONS = frozenset(
    "p pm 午後 下午 晚上 中午 傍晚 오후 μμ ptg ös du md em nm eh слоб пп поподне попладне pop popiet pēcp م بظ अपराह्न "
    "หลังเที่ยง".split()
)
"""How phones in many languages write the halves of a day, without points and spaces, in small letters."""
_ONLY_BEHIND = {"sa": False, "ch": True}  # of Vietnamese, and days of the week where they stand before
_HOUR = re.compile(r"(\d{1,2}) ?([ap])\.? ?m\.?", re.ASCII | re.IGNORECASE)
_IN_FIGURES = re.compile(r"(\d\d)(\d\d)", re.ASCII)  # 0310
_AROUND = re.compile(
    r"^(?:1899-12-3[01]|1900-01-0[01])[T ](?=\d\d:)|(?<=\d) ?(?:Uhr|ч\.?|h(?:rs?)?|Z)$", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^(?:[-–—·@|] ?|(?:at|um|à|om|alle|a las|kl\.?) )", re.IGNORECASE
)  # between date and time
_ZONES_H = {
    "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2,
    "EEST": 3, "JST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Short names of zones that forms write, as they are meant in most of these: CST is the one of America."""
_ZONE = re.compile(
    rf"(?<=[\dmM.]) ?\(?(?:({'|'.join(_ZONES_H)})|(GMT|UTC)? ?([+-])(\d{{1,2}})(?::?(\d\d))?)\)?$", re.ASCII
)
_SPAN = re.compile(r"(?<![\d:])\d{1,2}[:.]\d\d ?- ?\d{1,2}:\d\d$", re.ASCII)
"""From one time to another, and no zone: `2:00-2:05`."""
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)
_OF_24 = re.compile(r"(?<![\d:./-])(?:0\d|1[3-9]|2[0-3])[:.]\d\d\b(?![./-])", re.ASCII)
_MINUTES_OF_12 = re.compile(r"\d[:.]\d\d ?[ap](?:m\b|\.m)", re.ASCII | re.IGNORECASE)
_OF_12 = re.compile(r"\d ?[ap](?:m\b|\.m)|o'?clock", re.ASCII | re.IGNORECASE)
_OF_EXCEL = re.compile(r"(\d{5})([.,]\d{1,17})?", re.ASCII)
_FIRST_OF_EXCEL, _LAST_OF_EXCEL = 36526, 73050  # 2000 to 2099
_DAYS_OF_NO_DATE = ("1899-12-3", "1900-01-0")
"""Before a time alone, in sheets: what stands behind it is no zone."""
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?:(?:[ ,]+|T)(\S.*))?", re.ASCII)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?[.\- ]+(?:of |de |d')?([^\W\d_]{3,})[.,\- ]+(?:de )?(\d{4}|\d\d)(?:[ ,]+(\S.*))?"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})[. ]+(\d{1,2})(?:st|nd|rd|th)?[., ]+(\d{4}|\d\d)(?:[ ,]+(\S.*))?")
_SHORTEST = 2  # letters of a weekday, which may stand for one in several languages: `Di` is dimanche too
_WEEKDAYS = """\
mon tue wed thu fri sat sun
mo di mi do fr sa so
lun mar mer jeu ven sam dim
lun mar mié jue vie sáb dom
lun mar mie jue vie sab dom
lun mar mer gio ven sab dom
seg ter qua qui sex sáb dom
ma di wo do vr za zo
man tir ons tor fre lør søn
mån tis ons tor fre lör sön
"""
"""How weekdays begin in many languages, from Monday on."""
_WEEKDAY = re.compile(
    rf"^(?:(?:{'|'.join(sorted({each[:_SHORTEST] for each in _WEEKDAYS.split()}))})[^\W\d]{{0,10}}[,.]{{0,2}} (?=\d)"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[,.]? )",
    re.IGNORECASE,
)
_CENTURY = 100


def read_clock(text: str) -> time | None:
    """Return a time of the clock (`22:00`, `22.00`, `10:00 p. m.`, `오후 10:00`), None for an empty text.

    Raises:
        UsageError: it is no time, such as 13:00 pm.
    """
    text = _AROUND.sub(
        "", re.sub(r"\s", " ", text.translate(_DIGITS)).strip()
    )  # some languages put a narrow no-break space before "PM"
    return _clock(text) if text else None


class ClockHabit:
    """How a person writes the times of the clock, told by all lines or rows of a file together."""

    def __init__(self) -> None:
        self._is_iso = self._has_24 = self._has_12 = self._has_minutes_of_12 = False

    def look(self, text: str) -> None:
        """Look at a line, or at the cells of a row."""
        self._is_iso = self._is_iso or _ISO.search(text) is not None
        self._has_24 = self._has_24 or _OF_24.search(text) is not None
        self._has_12 = self._has_12 or _OF_12.search(text) is not None
        self._has_minutes_of_12 = self._has_minutes_of_12 or _MINUTES_OF_12.search(text) is not None

    @property
    def is_of_24(self) -> bool:
        """Whether it is a clock of 24 hours, so that 10:10 is in the morning.

        It is where there are hours that no other has, and no minutes are am or pm; or where dates are written as a
        program does, and there is no am or pm at all.
        """
        return (self._has_24 and not self._has_minutes_of_12) or (self._is_iso and not self._has_12)


def is_clock(text: str) -> bool:
    """Return whether a text is a time of the clock."""
    try:
        return read_clock(text) is not None
    except UsageError:
        return False


@lru_cache(maxsize=4096)
def _clock(text: str) -> time:
    match = _CLOCK.fullmatch(text)
    if match:
        half = _is_afternoon(match[1] or match[5], is_behind=not match[1])
        hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    elif match := _HOUR.fullmatch(text):
        half, hour, minute, second = match[2].casefold() == "p", int(match[1]), 0, 0
    elif match := _IN_FIGURES.fullmatch(text):
        half, hour, minute, second = None, int(match[1]), int(match[2]), 0
    elif part := re.fullmatch(r"(?:0(?=[.,](?:5$|\d{3})))?([.,]\d{1,17})", text, re.ASCII):
        return _of_a_day(part[1])
    else:
        raise UsageError("The time is not one of a clock.")
    if half is not None:
        if not (1 <= hour <= 12 or (not half and hour == 0)):  # 0:05 AM, as some clocks show it
            raise UsageError("With am or pm the hour is 1-12.")
        hour = hour % 12 + (12 if half else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise UsageError("The time is not one of a clock.")
    return time(hour, minute, second)


def _is_afternoon(mark: str | None, *, is_behind: bool) -> bool | None:
    """Return which half of the day a mark says, None without one.

    Raises:
        UsageError: it says neither.
    """
    if not mark:
        return None
    plain = re.sub(r"[.\s]", "", mark).casefold()
    if is_behind and plain in _ONLY_BEHIND:
        return _ONLY_BEHIND[plain]
    if plain not in _MORNINGS and plain not in _AFTERNOONS:
        raise UsageError("The time is not one of a clock.")
    return plain in _AFTERNOONS


def read_day(day: date, text: str) -> tuple[date, time | None]:
    """Return a day and its time of the clock; 24:00 is the beginning of the next day.

    Raises:
        UsageError: as `read_clock`.
    """
    if re.fullmatch(r"24[:.h]?00(?::00)?", text.strip(), re.ASCII):
        return day + timedelta(days=1), time()
    return day, read_clock(text)


def without_zone(text: str) -> tuple[str, timedelta | None]:
    """Return a time of the clock without the zone behind it, and that one's offset from UTC: `7:12 AM GMT+1`, `EST`."""
    is_alone = text.startswith(_DAYS_OF_NO_DATE) or _SPAN.search(text)
    match = None if is_alone else _ZONE.search(text)
    if match is None:
        return text, None
    hours = _ZONES_H[match[1]] if match[1] else int(match[3] + match[4])
    minutes = int(match[3] + match[5]) if match[5] else 0
    is_offset = -12 <= hours <= 14 and -60 < minutes < 60
    return (text[: match.start()], timedelta(hours=hours, minutes=minutes)) if is_offset else (text, None)


def _of_a_day(part: str) -> time:
    """Return the time of a part of a day, as Excel counts: 0.5 is noon."""
    minutes = round(float(part.replace(",", ".")) * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def order_of(texts: Iterable[str]) -> str | None:
    """Return the order of day and month that a column's dates of numbers decide together.

    None where no value does; empty where none is written in a way that leaves it open.
    """
    is_open = False
    for text in texts:
        match = _NUMBERS.fullmatch(_WEEKDAY.sub("", text.strip()))
        if not match or len(match[1]) == 4 or match[2] == ".":
            continue
        is_open = True
        first, second = int(match[1]), int(match[3])
        if first > 12 or second > 12:
            return "dmy" if first > 12 else "mdy"
    return None if is_open else ""


def read_date(text: str, order: str, column: str = "") -> tuple[date, str]:
    """Return a date, and what stands behind it: a time of the clock, or nothing.

    Args:
        text: as it stands in the file.
        order: of day and month where the text leaves that open, as `order_of` found it.
        column: as a person would say it in a map, `Date=date`; empty where they cannot.

    Raises:
        UsageError: it is no date.
    """
    plain = re.sub(r"\s", " ", text).strip()
    try:
        try:
            day, rest = _date(plain, order)
        except ValueError:
            plain = _WEEKDAY.sub("", plain)
            day, rest = _date(plain, order)
        return day, _BEFORE.sub("", rest)
    except ValueError as error:
        has_month = any(map(month_in, re.findall(r"[^\W\d_]{3,}", plain)))
        is_known = any(
            each.fullmatch(plain) for each in (_NUMBERS, *((_DAY_FIRST, _MONTH_FIRST) if has_month else ()))
        )
        raise UsageError(why_no_date(text, order, column, is_known=is_known, month=has_month)) from error


@lru_cache(maxsize=4096)
def _date(text: str, order: str) -> tuple[date, str]:
    if match := _NUMBERS.fullmatch(text):
        first, mark, second, third = int(match[1]), match[2], int(match[3]), int(match[4])
        if len(match[1]) == 4:
            year, month, day = first, second, third
        elif mark != "." and not order:
            raise ValueError("day or month first")
        elif mark == "." or order != "mdy":
            year, month, day = third, second, first
            if order == "ymd" and mark != ".":
                year, day = first, third
        else:
            year, month, day = third, first, second
        return date(_year(year), month, day), match[5] or ""
    if match := _DAY_FIRST.fullmatch(text):
        return date(_year(match[3]), month_in(match[2]), int(match[1])), match[4] or ""
    if match := _MONTH_FIRST.fullmatch(text):
        return date(_year(match[3]), month_in(match[1]), int(match[2])), match[4] or ""
    if match := _OF_EXCEL.fullmatch(text):
        day = int(match[1] or 0)
        if _FIRST_OF_EXCEL <= day <= _LAST_OF_EXCEL:
            return date(1899, 12, 30) + timedelta(day), match[2] or ""
    raise ValueError("no date")


def names_another_weekday(text: str, day: date) -> bool:
    """Return whether a text begins with the name of a weekday that a date beside it is not of, in any language."""
    plain = re.sub(r"\s", " ", text).strip()
    with suppress(ValueError):
        return not _date(plain, ORDERS[0])  # it begins with its date, such as `Mar 5 2026`
    return day.weekday() not in (weekdays_beside(plain) or {day.weekday()})


def without_weekday(text: str) -> str:
    """Return a date without the name of a weekday before it."""
    return _WEEKDAY.sub("", text)


def weekdays_beside(text: str) -> set[int]:
    """Return which weekdays the name before a date can be, 0 for Monday: `Di` is one of two in other languages.

    Empty where there is none.
    """
    found = _WEEKDAY.match(text)
    name = re.sub(r"\W", "", found[0]).casefold() if found else ""
    starts = [
        (len(start), number)
        for names in _WEEKDAYS.splitlines()
        for number, start in enumerate(names.split())
        if name.startswith(start) or (len(name) == _SHORTEST and start.startswith(name))
    ]
    if not name or not starts:
        return set()
    longest = max(starts)[0] if len(name) > _SHORTEST else 0
    return {number for size, number in starts if size >= longest}


def _year(year: str | int) -> int:
    return int(year) + 2000 if int(year) < _CENTURY else int(year)


@lru_cache(maxsize=256)
def month_in(name: str) -> int:
    """Return the number of a month in one of many languages, 0 for a name in none of them."""
    name = name.casefold()
    for names in _MONTHS.splitlines():
        found = [number for number, start in enumerate(names.split(), 1) if re.match(start, name)]
        if len(found) == 1:
            return found[0]
    return month_named(name[:3]) or 0  # month 0 is in no calendar


_MONTHS = """\
jan feb mar apr ma[iy]$ jun jul aug sep oct nov dec
jan feb mär|mrz|märz apr mai jun jul aug sep okt nov dez
ene feb mar abr may jun jul ago sep oct nov dic
janv fév|fev mars avr mai juin juil août|aout sept oct nov déc|dec
gen feb mar apr mag giu lug ago set ott nov dic
jan fev mar abr mai jun jul ago set out nov dez
jan feb maa|mrt apr mei$ jun jul aug sep okt nov dec
sty lut mar kwi maj cze lip(?:ca|iec)?$ sie wrz paź lis gru
led|ledna úno bře dub kvě červn|čvn červenec|července|čvc srp(?:en|na|nu)?$ zář říj lis pro
tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
jan feb mar apr maj jun jul aug sep okt nov dec
янв фев мар апр ма[йя] июн июл авг сен окт ноя дек
oca şub mar nis may haz tem ağu eyl eki kas ara
"""


@lru_cache(maxsize=4096)
def iso_moment(text: str) -> datetime | None:
    """Return a date with a time in ISO 8601, with or without an offset; None for another text."""
    if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d", text, re.ASCII):
        return None  # among what fromisoformat reads are weeks, and days without hyphens
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def begins_with_a_date(text: str) -> bool:
    """Return whether a text is a date, or begins with one: where figures leave it open, any two of them."""
    try:
        return iso_moment(text) is not None or bool(read_date(text, order_of([text]) or "dmy"))
    except UsageError:
        return False


def clock_beside(text: str) -> time | None:
    """Return the time of the clock that stands behind a date; None where there is none, or no date.

    Midnight written as 24:00 is none, as that says more than a day does.
    """
    moment = iso_moment(text)
    try:
        rest = "" if moment else read_date(text, order_of([text]) or "dmy")[1]
        return moment.time() if moment else read_clock(without_zone(rest)[0])
    except UsageError:
        return None


def whole(at: datetime) -> datetime:
    """Return a moment in whole seconds.

    Raises:
        UsageError: its offset is not one in whole minutes.
    """
    offset = at.utcoffset()
    if offset is not None and (offset.seconds % 60 or offset.microseconds):
        raise UsageError("The offset of its time is not in whole minutes.")
    return at.replace(microsecond=0)


def zone_named(name: str | None) -> tzinfo | None:
    """Return the zone of an IANA name, None for None.

    Raises:
        UsageError: there is no such zone.
    """
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError, RecursionError) as error:
        raise UsageError(f"There is no time zone {short(name)}. Write it as in Europe/London.") from error
