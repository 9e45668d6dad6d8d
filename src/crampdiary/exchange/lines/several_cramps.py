"""Lines that tell of several cramps of one night, each with its time: `left calf 2am, then right calf 4am`."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from datetime import datetime
from itertools import pairwise

from crampdiary.errors import UsageError
from crampdiary.exchange.lines.cramps_listed import AGAIN, SEVERAL, listed_in, with_each_hour
from crampdiary.exchange.lines.several_nights import plain_blanks
from crampdiary.words.clauses import CRAMPS
from crampdiary.words.quantities import Clock
from crampdiary.words.told import Told
from crampdiary.words.when import NamedDay

_CLAUSES = re.compile(
    r"(?:(?<=\d)|(?<=[ap]m)|(?<=[ap]\.m\.)|\s)\s*/\s*(?=\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m))"
    r"|\s*[;,](?=\s)|(?<!\b[ap]\.m)\.(?=\s)|\s[&+]|&|\s*\b(?:and then|then|and)\b",
    re.IGNORECASE,
)
_BESIDE = AGAIN | frozenset(
    "first milder weaker lighter shorter worse stronger longer harder same time less bad".split()
)
_CLOCK = re.compile(r"(?:at )?\d{1,2}(?:[:.]\d\d(?: ?[ap]\.?m\.?)?| ?[ap]\.?m\.?)", re.IGNORECASE)
_OF_IT = frozenset({"severity", "duration_s", "side"})
_OF_A_PLACE = ("sites", "side")
_WORDS = re.compile(r"[\w']+")


def cramps_in(told: Told, told_in: Callable[[str], Told], day: NamedDay | None) -> list[Told]:
    """Return what a line tells of each cramp in it: of one, what it is.

    A time alone is that of one more cramp at the place before it, or where none is before, of one like that behind it.

    Args:
        told: all of the line.
        told_in: reads some of it.
        day: that the line is of.

    Raises:
        UsageError: it tells of several, and not plainly of which times.
    """
    told = with_each_hour(told, told_in)
    groups = _groups(told, told_in) if len(told.times) > 1 or len(told.parts) > 1 else []
    if len(groups) < 2:
        if told.count > 1 and sum(_CLOCK.fullmatch(each) is not None for each in told.seconds):
            raise SEVERAL
        return listed_in(told, _clauses(told.line), told_in)
    if told.count not in (1, len(groups)):
        raise SEVERAL
    for before, each in pairwise(groups):
        _in_its_half(before.clock, each)
    is_of_a_date = day is not None and day.part != "n"
    if is_of_a_date and any(_is_earlier(each, before) for before, each in pairwise(groups)):
        raise SEVERAL
    placed = [each for each in groups if each.fields.get("sites")]
    last: Told | None = None
    for each in groups:
        if each.fields.get("sites"):
            last = each
        elif placed:
            of, names = (last, _OF_A_PLACE) if last else (placed[0], placed[0].fields)
            each.fields = {**{name: of.fields[name] for name in names if name in of.fields}, **each.fields}
        each.day, each.count = each.day or told.day, 1
        each.at_night = told.at_night
    return groups


def cramps_from(stamp: datetime, told: Told, told_in: Callable[[str], Told], without: int) -> list[Told]:
    """Return the same of a line whose first cramp is of the moment before it: `03:10 arch, 04:30 toes`; else nothing.

    Args:
        stamp: that moment, on the clock of the person.
        told: all of the line behind it.
        told_in: reads some of it.
        without: how many cramps are in it, if that is only when it was written.

    Raises:
        UsageError: it tells of several, and not plainly of which times.
    """
    with_it = told_in(f"{stamp:%Y-%m-%d %H:%M} {told.line}")
    try:
        found = cramps_in(with_it, told_in, with_it.day)
    except UsageError:
        if without == 1 and len(told.parts) > 1:
            raise
        return []  # written then, of a time before
    return found if len(found) > without else []


def _clauses(line: str) -> list[str]:
    return [each.strip() for each in _CLAUSES.split(plain_blanks(line)) if each.strip(" .,;&+/")]


def _groups(told: Told, told_in: Callable[[str], Told]) -> list[Told]:
    """Return what is told of each cramp with a time, whatever else a line tells beside it; nothing for one cramp."""
    texts: list[str] = []
    clauses = _clauses(told.line)
    try:
        while clauses:
            clause = clauses.pop(0)
            group = told_in(texts[-1]) if texts else None
            is_placed = group is not None and bool(group.clock and group.fields.get("sites"))
            if is_placed and clauses and _is_place_of(told_in(clause), told_in(clauses[0])):
                clause = f"{clause}, {clauses.pop(0)}"
            if group is None or (group.clock is not None and _is_one(clause, told_in(clause))):
                texts.append(clause)
            else:
                texts[-1] = f"{texts[-1]}, {clause}"
        found = [copy(told_in(text)) for text in texts]
    except UsageError:
        return []
    is_of_one = any(each.clock is None or each.is_none or each.refused for each in found)
    if is_of_one or not (told.count == len(found) or any(each.fields.get("sites") for each in found)):
        return []
    return found if _is_one(texts[0], found[0]) else []


def _is_place_of(told: Told, behind: Told) -> bool:
    """Return whether a time stands alone behind its place: `right calf, 4am`."""
    has_place = bool(told.fields.get("sites")) and told.clock is None
    return has_place and behind.clock is not None and not behind.fields


def _is_one(text: str, told: Told) -> bool:
    """Return whether a part of a line is a cramp of its own: a time alone, or with what is told of a cramp."""
    strange = {word for phrase in told.kept for word in _WORDS.findall(phrase.casefold())}
    fields = told.fields
    if told.clock is None:
        return False
    if not CRAMPS.isdisjoint(_WORDS.findall(text.casefold())):
        return True
    if fields.get("sites"):
        is_eased = any(each.relief for each in fields.get("tried", ()))
        return is_eased or "severity" in fields or "tried" not in fields
    return fields.keys() <= _OF_IT and strange <= _BESIDE  # not: woke at 2


def _in_its_half(before: Clock | None, told: Told) -> None:
    """Read a time that may be in either half of the day as the first after the one before it."""
    clock = told.clock
    if before is None or before.is_open or clock is None or not clock.is_open:
        return
    halves = [clock._replace(hour=hour, is_open=False) for hour in (clock.hour % 12, clock.hour % 12 + 12)]
    told.clock = next((each for each in halves if _minutes(each) > _minutes(before)), halves[0])


def _is_earlier(told: Told, before: Told) -> bool:
    one, other = before.clock, told.clock
    if one is None or other is None or told.day not in (None, before.day):
        return False
    return not (one.is_open or other.is_open) and _minutes(other) < _minutes(one)


def _minutes(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute
