"""The moment that stands before a line, where it is that at which the line was written, as a phone or a chat has it."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import read_clock, whole
from crampdiary.exchange.lines.dates_in_figures import read_figures

_SPAN = re.compile(r"\W{0,3}\d{4}-\d\d-\d\d \d\d:\d\d-\d\d:\d\d(?!:)")
"""From one time to another: no program writes an offset to the west behind a blank and without seconds."""
_HALF = r"\s?[ap]\.?\s?m\.?"
_ISO = re.compile(
    rf"\W{{0,3}}(\d{{4}}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?(?:({_HALF})|(Z|[+-]\d\d:?\d\d))?"
    r"(?:[\])|,;:\s-]+|$)(.*)",
    re.IGNORECASE,
)
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
    """

    at: datetime
    text: str
    is_of_a_chat: bool = False
    sender: str = ""


def stamp_of(line: str, order: str) -> Stamp | None:
    """Return the moment before a line; None where there is none, or none of a clock.

    Args:
        line: without its marks.
        order: of day and month, where figures leave that open.
    """
    try:
        if _SPAN.match(line):
            return None
        if match := _ISO.match(line):
            if match[3]:
                shown = read_clock(f"{match[2]}{match[3]}")
                return Stamp(
                    datetime.combine(date.fromisoformat(match[1]), shown or time()), match[5].strip()
                )
            clock = f"{match[2]}{(match[4] or '').upper()}"
            return Stamp(whole(datetime.fromisoformat(f"{match[1]}T{clock}")), match[5].strip())
        if match := _CHAT.match(line):
            day, shown = read_figures(match[1] or match[3], order), read_clock(_colons(match[2] or match[4]))
            named = _NAME.fullmatch(match[5])
            sender, text = named.groups() if named else ("", match[5])
            return Stamp(datetime.combine(day, shown or time()), text.strip(), True, sender)
    except (ValueError, UsageError):
        return None
    return None


def is_of_a_chat(line: str) -> bool:
    """Return whether a line begins as those of a chat do, whatever its moment."""
    return _ISO.match(line) is None and _CHAT.match(line) is not None


def _colons(clock: str) -> str:
    return re.sub(r"(?<=\d)\.(?=\d)", ":", " ".join(clock.split()))
