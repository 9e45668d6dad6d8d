"""Lines that tell of several nights, which no line can: `no cramps since monday`, `calf cramps all week`."""

from __future__ import annotations

import re
from collections.abc import Callable

from crampdiary.errors import UsageError
from crampdiary.exchange.lines.day_words import MONTH, WEEKDAY_OF
from crampdiary.words.clauses import DENIES
from crampdiary.words.told import Told

_FROM = re.compile(r"\b(?:since|from|between|starting)\b(?: the\b)?", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d(?:,? (?:to|until|till|through|and|&|\+|[-\u2013])|,) \d{4}-\d\d-\d\d(?! \d\d?[:.]\d\d)|"
    r"daily|nightly|(?:every|each) (?:other )?(?:day|night|evening|morning|week)|"
    r"(?:most|all|these|some|several|many) (?:days|nights|evenings|mornings|weeks)|"
    r"(?:all|this|last|past) (?:week|weekend|month|year)|"
    rf"(?:to|until|till|through|and|or) (?:on )?(?:{'|'.join(WEEKDAY_OF)})|"
    r"(?:\d+|two|three|four|five|six|seven|few) (?:day|night|week|month)s(?! ago)|"
    r"(?:for|over|in) (?:the )?(?:last |past )?(?:a |\w+ )?(?:days|nights|weeks?|months?))\b",
    re.IGNORECASE,
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_OF_TWO = re.compile(
    rf"\W{{0,3}}(?:on |the )*{_NTH} (?:and|&) (?:the )?{_NTH} (?:of )?(?:{MONTH})\b", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_COMPARED = frozenset("first worst best only longest shortest strongest mildest least".split())
"""Of a span of nights, these make one cramp: `the worst since monday`."""


def is_of_several_nights(words: str, told_in: Callable[[str], Told]) -> bool:
    """Return whether a line tells of a span of nights, and not of one cramp in it.

    Args:
        words: of the line.
        told_in: reads some of them.
    """
    if not _COMPARED.isdisjoint(words_in(words)):
        return False
    if _OFTEN.search(words) or _OF_TWO.match(words):
        return True
    for opener in _FROM.finditer(words):
        try:
            told = told_in(words[opener.end() :].strip())
        except UsageError:
            continue
        if told.day is not None and any(start == 0 for start, _ in told.times):
            return True
    return False


def tells_of_another_date(told: Told) -> bool:
    """Return whether what is told of one cramp names one more date."""
    return any(_DATE.fullmatch(each) and (told.day is None or each != told.day.name) for each in told.seconds)


def of_several_nights(words: str, role: str | None = None) -> UsageError:
    """Return what is said of such a line: what to write instead.

    Args:
        words: of the line.
        role: of what was used or met, where it tells of that.
    """
    if role == "trigger":
        example, also = "had wine", ""
    elif role == "remedy":
        example, also = "used magnesium", "; or after the import `cramp used magnesium daily since monday`"
    elif not (DENIES | {"none", "free"}).isdisjoint(words_in(words)):
        example, also = "no cramps", "; or after the import `cramp none since monday`"
    else:
        example, also = "left calf cramp", ""
    return UsageError(f"It is of more than one night. Write a line for each: 2026-03-01 {example}{also}.")


def words_in(text: str) -> list[str]:
    """Return the words and numbers of a line, in small letters."""
    return re.findall(r"\w+", text.casefold())


def plain_blanks(text: str) -> str:
    """Return a line with one blank for each row of them: patterns that begin with blanks try a row from each."""
    return " ".join(text.split())
