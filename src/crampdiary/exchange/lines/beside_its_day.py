"""What stands beside the day of a line or beside "no cramps": a part of the day, a time, or a part of the night.

The grammar of `cramp log` reads a day or a time, and no part of a date: `13 March, in the morning`. It reads no time
beside "no cramps" either, as one who types that names the night.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy

from crampdiary.errors import UsageError
from crampdiary.words.quantities import Clock
from crampdiary.words.told import Told

_MORNING = re.compile(r"(?:(?:in the |the |this |early |late )*morning|a\.?m\.?)", re.IGNORECASE)
_CLOCK = r"\d{1,2}(?:[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b)?|\s?[ap]\.?m\b)|\d{4}(?=[\s,:;-])"
_BEHIND = re.compile(
    rf"[\s,@(-]*(?:(?:at|um|om|\u00e0)\b\s*)?({_CLOCK})(?!\s?(?:to|until|till|[-\u2013]\s?\d))", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?<![\w.:])({_CLOCK})[\s,]*(?:on\s)?$", re.IGNORECASE)
_OF_A_PART = re.compile(
    r"\b(?:cramp(?:s|ed|ing)?|spasms?|none|nothing)\s+(?:"
    r"(?:after|since|before|until|till|from|by)\s+(?:(?:about|around|the|i|was|went|to|at)\s+)*"
    r"(?:\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m)?\b(?!\s?(?:[a-z]|[/.-]\d))|noon|midnight|bed(?:time)?\b|sleep|falling|"
    r"dinner|supper|lunch|breakfast|that\b|then\b|waking|dawn|getting\b|going\b)|"
    r"(?:after(?:wards?)?|before|since|later|earlier)\W*$|"
    r"(?:during|in|through)\s+the\s+(?:day|daytime|afternoon|evening)\b|by\s+day\b|"
    r"(?:in|on)\s+(?:the\s+|my\s+)?(?:left|right|other)\b|worth\b)",
    re.IGNORECASE,
)
"""`no cramps since 3am`, `before bed`, `in the left leg`: of the rest it says nothing."""


def in_its_part(told: Told, told_in: Callable[[str], Told]) -> Told:
    """Return what a line tells, of the morning of its day where it names that, or denies cramps at a time of that day.

    A night denied at a time of a day is the one before, as beside a program's own stamp; the time is kept, as between
    midnight and 3 it may be either.

    Args:
        told: all of the line.
        told_in: reads some of it.
    """
    if told.day is None or told.day.part or told.clock:
        return told
    mornings = mornings_in(told)
    shown = _clock_beside(told) if told.is_none and re.search(r"\d", told.day.name) else ""
    if not (mornings or shown):
        return told
    found = copy(told)
    found.day, found.clock = told.day._replace(part="a"), _clock_in(shown, told_in)
    found.kept = [each for each in told.kept if each not in mornings and _bare(each) != _bare(shown)]
    return found


def mornings_in(told: Told) -> list[str]:
    """Return what a line says of the morning and no more, as typed."""
    return [each for each in told.kept if _MORNING.fullmatch(each.strip(" .,:;-"))]


def is_of_a_part(told: Told) -> bool:
    """Return whether a line denies cramps of a part of the night, of the day, or of one leg alone."""
    return told.is_none and _OF_A_PART.search(told.line_without_time) is not None


def _clock_beside(told: Told) -> str:
    """Return the time that stands beside the day of a line, as typed."""
    for start, end in told.times:
        if found := _BEHIND.match(told.line, end) or _BEFORE.search(told.line[:start]):
            return found[1]
    return ""


def _clock_in(shown: str, told_in: Callable[[str], Told]) -> Clock | None:
    try:
        return told_in(shown).clock if shown else None
    except UsageError:
        return None


def _bare(phrase: str) -> str:
    return phrase.casefold().strip(" .,:;@-").removeprefix("at ").removeprefix("um ").strip()
