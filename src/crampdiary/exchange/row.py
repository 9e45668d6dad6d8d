"""What a row of a source says: when it is of, the things that it names, and the texts that are kept of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from crampdiary.diary.fields import NAME_LIMIT, NOTE_LIMIT
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import clean_text

_FEW = re.compile(r"(?:\d|10)(?:[.,]\d{1,2})?", re.ASCII)


class When(NamedTuple):
    """When a row is of.

    Attributes:
        at: the moment.
        precision: how well that is known.
        written: the time as the source has it, without an offset.
        looks_back: whether it is the entry of a day made in its evening: its cramps are those of the night before.
        has_clock: whether the source has a time of the clock.
        night: that its cramps are of, where the source says another than that of its moment.
        more: the moments of the other cramps of a row that has several times.
        note: what the source says of its time beyond the moment.
    """

    at: datetime
    precision: str
    written: datetime
    looks_back: bool = False
    has_clock: bool = True
    night: date | None = None
    more: tuple[When, ...] = ()
    note: str | None = None


class Item(NamedTuple):
    """A thing that a row names: an activity, a symptom, a medicine.

    Attributes:
        name: as the source has it.
        severity: of a cramp; 0 says that there was none.
        amount: of what was used.
        role: of a word, where the source says that: `remedy` for a medicine. It is no cramp then, whatever its name.
        is_symptom: whether it is no remedy and no trigger, so that nobody is asked what it is.
        fields: of a cramp, what else is known of it.
        note: what else is to be kept of a cramp.
        said: beside it, in words.
    """

    name: str
    severity: int | None = None
    amount: str | None = None
    role: str = ""
    is_symptom: bool = False
    fields: Mapping[str, Any] = {}
    note: str | None = None
    said: str = ""


def note_of(*parts: str | None) -> str | None:
    """Return parts of a text as one note, a line each; what is beyond the limit of a note is cut."""
    text = clean_text("\n".join(part.strip() for part in parts if part and part.strip()).replace("\0", ""))
    if len(text) > NOTE_LIMIT:
        text = text[: NOTE_LIMIT - 1].strip() + "…"
    return text or None


def noted(cramp: Iterable[Item]) -> Iterator[str]:
    """Yield what is noted of the things that are one cramp: what else is known of each, and its name always."""
    for thing in cramp:
        if thing.note:
            yield thing.note
        if thing.name not in (thing.note or ""):
            yield thing.name


def amount_of(text: str) -> str | None:
    """Return how much of something it was; what is beyond the limit of an amount is cut."""
    text = re.sub(r"(?<=\d)\.0(?!\d)", "", clean_text(text))  # 400.0, as some programs write all numbers
    return clean_text(text[:NAME_LIMIT]) or None


def of_doses(amount: str | None, dose: str | None) -> str | None:
    """Return how much of something it was, where each is a dose: `2` of `300mg` are `2 x 300mg`.

    More than a few are no number of them, but how much it was.
    """
    if not dose or not amount:
        return amount or dose or None
    if not _FEW.fullmatch(amount):
        return amount
    return dose if float(amount.replace(",", ".")) == 1 else f"{amount} x {dose}"
