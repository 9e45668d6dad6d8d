"""Whether what is not understood of a line may be its day: then it is of no other, and least of all of the present."""

from __future__ import annotations

import re

from crampdiary.errors import UsageError
from crampdiary.exchange.lines.day_named import NO_MONTHS
from crampdiary.exchange.lines.day_words import MONTH, SHORT_WEEKDAY
from crampdiary.words.told import Told

_CLOCK = r"(?:at |um |\u00e0 |om )?(?:\d{1,2}[:.h]\d\d|\d{4}(?!\S)|\d{1,2} ?[ap]\.?m\b)"
_MONTHS = (
    "sty|lut|kwi|maj|cze|lip|sie|wrz|pa\u017a|lis|gru|oca|nis|haz|eyl|eki|kas|ara|b\u0159e|dub|kv\u011b|srp"
)
"""Of languages of which lines are not read, short names of months that are nothing else at the head of a line."""
_ANYWHERE = re.compile(
    rf"(?<![\w.])(?:\d{{1,2}}(?:st|nd|rd|th|er|\u00ba)?\W{{0,2}}(?:de |of )?(?:{MONTH})\b|"
    rf"(?:{MONTH})\b\W{{0,2}}\d|"
    r"(?:19|20)\d{6}(?!\d)|\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d))",
    re.IGNORECASE,
)
"""A date with its year, or with its month as a word."""
_FIRST = re.compile(
    rf"\W{{0,3}}(?:on |the )*(?:(?:{SHORT_WEEKDAY})\b(?=\W{{1,2}}(?:\d|{_CLOCK}))|"
    rf"\d[\d./-]*\b\W{{0,3}}(?={_CLOCK})|\d{{5,}}\b|(?:19|20)\d\d\b|"
    r"\d{1,2}[./-](?:1[1-9]|2\d|3[01])\b|(?:1[1-9]|2\d|3[01])[./-]\d{1,2}\b|0\d[/-]\d{1,2}\b|\d{1,2}[/-]0\d\b|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\W(?:[^\W\d_]{{3,}}\.?,? (?={_CLOCK})|(?:{_MONTHS})\b|[^\W\d_a-z]{{3,}}))",
    re.IGNORECASE,
)
"""What a line may begin with that is a part of a date: figures, a weekday, a number with a word and then a time."""
_TWO_FIGURES = re.compile(rf"\W{{0,3}}(\d{{1,2}}[./-]\d{{1,2}})\b[\s:-]+(?={_CLOCK})", re.IGNORECASE)
"""A score, a range, a time, or a date."""
_PART = re.compile(r"(?!(?:on|the|at)\b)\w[\w./-]*(?<=\w)")
_NUMBER = re.compile(r"\d{1,4}(?:[:.]\d\d)?")


def refuse_an_unread_day(words: str, told: Told) -> None:
    """Refuse a line of which a part that is not understood may be its day.

    Args:
        words: of the line.
        told: what the grammar reads in them, and that is no day.

    Raises:
        UsageError: there is such a part.
    """
    kept = " ".join(told.kept)
    first = _FIRST.match(words)
    is_at_first = first is not None and _is_kept(first[0], kept)
    two = _TWO_FIGURES.match(words)
    is_told_twice = two is not None and any(map(_NUMBER.fullmatch, told.seconds))
    if is_at_first or is_told_twice or _ANYWHERE.search(kept):
        raise UsageError(
            "Its day is not understood. Put it in front with its month and year: 2026-03-01 03:10."
        )


def _is_kept(first: str, kept: str) -> bool:
    parts = [each.casefold() for each in _PART.findall(first)]
    return NO_MONTHS.isdisjoint(parts) and not {*parts}.isdisjoint(_PART.findall(kept.casefold()))
