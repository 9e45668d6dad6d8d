"""The moment that stands before a line, where it is that at which the line was written, as a phone or a chat has it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from crampdiary.clock.moments import month_named
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import read_clock, whole
from crampdiary.exchange.lines.dates_in_figures import read_figures

_SPAN = re.compile(r"\W{0,3}\d{4}-\d\d-\d\d \d\d:\d\d(?:-| [-\u2013] )\d\d:\d\d(?!:)")
"""From one time to another."""
_HALF = r"\s?[ap]\.?\s?m\.?"
_OFFSET = (
    r"\s?(?:Z|UTC|GMT)\b|[+-]\d\d:?\d\d|\s\+\d\d:?\d\d|\s-\d{4}(?!\d)|(?<=:\d\d:\d\d)\s-\d\d:\d\d(?!:)"
    r"|\s-(?:0\d|1[0-2]):(?:00|30|45)(?!:)"
)
_OFFSETS = {
    "EST": (-5,), "EDT": (-4,), "CST": (-6, 8), "CDT": (-5,), "MST": (-7,), "MDT": (-6,), "PST": (-8,), "PDT": (-7,),
    "AKST": (-9,), "AKDT": (-8,), "CET": (1,), "CEST": (2,), "EET": (2,), "EEST": (3,), "WET": (0,), "WEST": (1,),
    "BST": (1,), "IST": (5.5, 1, 2), "MSK": (3,), "JST": (9,), "KST": (9,), "AEST": (10,), "AEDT": (11,), "NZST": (12,),
    "NZDT": (13,), "SAST": (2,),
}  # fmt: skip
"""Short names of zones, and how many hours from Greenwich they are; some are of several places."""
_ZONE = rf"\s(?:{'|'.join(_OFFSETS)})"
_ISO = re.compile(
    rf"\W{{0,3}}(\d{{4}}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)"
    rf"(?:(?<=:\d\d:\d\d)(?:\.\d+|,\d{{3,9}}))?(?:({_HALF})|({_OFFSET})|((?-i:{_ZONE}))\b)?"
    r"(?:[\])>|,;:\s-]+|$)(.*)",
    re.IGNORECASE,
)
_IS_ISO = re.compile(r"\W{0,3}\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_JOINED = re.compile(r"(\W{0,3}\d{4}-\d\d-\d\d)[,;](?=\d\d:\d\d)", re.ASCII)
"""As a row of a table has it: `2026-03-01,03:10,left calf`."""
_COMPACT = re.compile(
    r"\W{0,3}((?:19|20)\d\d)(-?)(\d\d)\2(\d\d)[T_]([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?=[Z\s,;:+-]|$)",
    re.ASCII | re.IGNORECASE,
)
"""One without marks between its parts: `20260301T031000`."""
_WITH_A_WEEKDAY = re.compile(r"(\W{0,3}\d{4}-\d\d-\d\d) [^\W\d]{2,3}\.?(?= \d\d:\d\d[\]>]|[\]>])")
"""As an outline has it: `[2026-03-01 Sun 03:10]`."""
_WEEKDAY = r"\W{0,3}(?:[^\W\d]{3},? +)?"
_OF_A_SHELL = re.compile(
    rf"{_WEEKDAY}(?:(?P<month>[a-z]{{3}}) +(?P<day>\d{{1,2}})|(?P<number>\d{{1,2}}) (?P<name>[a-z]{{3}})) "
    r"(?P<clock>\d\d:\d\d:\d\d(?: [ap]m)?)(?P<zone> [a-z]{1,5}| [+-]\d{4})? (?P<year>(?:19|20)\d\d)\b",
    re.ASCII | re.IGNORECASE,
)
"""As the `date` of a shell has it: `Sun Mar  1 03:10:00 GMT 2026`."""
_OF_A_MAIL = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}}) (?P<month>[a-z]{{3}}) (?P<year>(?:19|20)\d\d) (?P<clock>\d\d:\d\d:\d\d)"
    r"(?P<zone> [a-z]{1,5}\b| [+-]\d{4})",
    re.ASCII | re.IGNORECASE,
)
"""As a mail has it: `Sun, 01 Mar 2026 03:10:00 +0100`."""
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_HOUR = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\.?)?"
_CHAT = re.compile(
    rf"(?:\[({_DATE}),?\s({_HOUR})\]\s*|({_DATE}),?\s({_HOUR})\s[-\u2013]\s(?=[^:]+:\s))(.*)", re.IGNORECASE
)
_NAME = re.compile(r"([^:\d]{1,40}): (.*)")


class Stamp(NamedTuple):
    """The moment before a line.

    Attributes:
        at: without an offset where none is written.
        text: the line behind it.
        is_of_a_chat: whether lines without a moment go on with it.
        sender: who wrote it, in a chat, or nothing; a word for a place may stand there as well.
        zone: the short name of its zone, where that is written: `EST`.
    """

    at: datetime
    text: str
    is_of_a_chat: bool = False
    sender: str = ""
    zone: str = ""


def stamp_of(line: str, order: str) -> Stamp | None:
    """Return the moment before a line; None where there is none, or none of a clock.

    Args:
        line: without its marks.
        order: of day and month, where figures leave that open.
    """
    try:
        if _SPAN.match(line):
            return None
        if match := _ISO.match(with_its_year_first(line)):
            text, zone = match[6].strip(), (match[5] or "").strip()
            if match[3]:
                shown = read_clock(f"{match[2]}{match[3]}")
                return Stamp(datetime.combine(date.fromisoformat(match[1]), shown or time()), text)
            offset = re.sub(r"UTC|GMT", "Z", (match[4] or "").strip().upper())
            at = whole(datetime.fromisoformat(f"{match[1]}T{match[2]}{offset}"))
            return Stamp(at, text, zone=zone)
        if match := _CHAT.match(line):
            day, shown = read_figures(match[1] or match[3], order), read_clock(_colons(match[2] or match[4]))
            named = _NAME.fullmatch(match[5])
            sender, text = named.groups() if named else ("", match[5])
            return Stamp(datetime.combine(day, shown or time()), text.strip(), True, sender)
    except (ValueError, UsageError):
        return None
    return None


def with_its_year_first(line: str) -> str:
    """Return a line whose moment, as a program has it before a line, has its year first; another as it stands."""
    if _IS_ISO.match(line):
        return line
    if match := _JOINED.match(line):
        return f"{match[1]} {line[match.end() :]}"
    if match := _COMPACT.match(line):
        shown = f"{match[1]}-{match[3]}-{match[4]} {match[5]}:{match[6]}:{match[7] or '00'}"
        return f"{shown}{line[match.end() :]}"
    if match := _WITH_A_WEEKDAY.match(line):
        return f"{match[1]}{line[match.end() :]}"
    if match := _OF_A_SHELL.match(line) or _OF_A_MAIL.match(line):
        told = match.groupdict()
        month = month_named((told["month"] or told["name"]).casefold())
        if month:
            day = int(told["day"] or told["number"])
            zone = (told["zone"] or "").upper()
            return f"{told['year']}-{month:02}-{day:02} {told['clock']}{zone}{line[match.end() :]}"
    return line


def in_its_zone(at: datetime, zone: str) -> datetime:
    """Return a moment on the clock of a zone that is written beside it.

    Args:
        at: on the clock of the person, which tells of two such zones which it is.
        zone: its short name.

    Raises:
        UsageError: nobody knows which zone that is.
    """
    hours = [timedelta(hours=each) for each in _OFFSETS.get(zone, ())]
    if at.utcoffset() in hours:
        return at
    if len(hours) != 1:
        raise UsageError(
            f'"{zone}" is the zone of several places. Write +01:00 or such behind the time instead.'
        )
    return at.replace(tzinfo=timezone(hours[0]))


def is_of_a_chat(line: str) -> bool:
    """Return whether a line begins as those of a chat do, whatever its moment."""
    return _ISO.match(line) is None and _CHAT.match(line) is not None


def _colons(clock: str) -> str:
    return re.sub(r"(?<=\d)\.(?=\d)", ":", " ".join(clock.split()))
