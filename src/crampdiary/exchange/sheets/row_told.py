"""What the columns of one cramp say in a row: how bad it was, where, how long, and what was tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crampdiary.diary.fields import RELIEFS, Tried
from crampdiary.diary.values import key
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import is_number, severity_in
from crampdiary.exchange.columns import scale_of
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, NOTHING
from crampdiary.exchange.names.naming import fields_of
from crampdiary.exchange.names.used_cells import names_nothing
from crampdiary.exchange.names.uses_named import Taken
from crampdiary.exchange.one_moment import together
from crampdiary.exchange.row import When
from crampdiary.exchange.sheets.lengths import RowLengths
from crampdiary.exchange.sheets.placed import Fields
from crampdiary.exchange.sheets.ways_out import Meant, no_way
from crampdiary.exchange.yes_no import denies, is_yes

PLACES = ("place", "site", "side", "sensation", "onset")
_USED = {"trigger": "trigger", "tried": "remedy"}


class RowTold:
    """Reads what the columns of a cramp say.

    Args:
        reading: of the file.
        fields: where each field stands.
        meant: what cells were said to mean.
    """

    def __init__(self, reading: Reading, fields: Fields, meant: Meant) -> None:
        self._reading = reading
        self._fields = fields
        self._meant = meant
        self.lengths = RowLengths(reading, fields, meant)

    def severity(self, row: list[str]) -> tuple[int | None, str | None]:
        """Return how bad it was, and what was typed where that says more."""
        text = self._meant.unless_open(self._fields.text(row, "severity"))
        if not text:
            return None, None
        column = self._fields["severity"]
        found = self._meant.number(text)
        if found is None:
            try:
                found = severity_in(text, scale_of(column.shape), self._reading.words)
            except UsageError as error:
                raise no_way(column, "severity", text, error) from error
        return found, None if is_number(text, found) else f"{column.name}: {text}"

    def described(self, row: list[str], when: When) -> tuple[dict[str, Any], list[str]]:
        """Return what a row says of a cramp but for how bad it was and what was tried, and what is not understood."""
        reading = self._reading
        found: list[Mapping[str, Any]] = []
        kept: list[str] = []
        for field in PLACES:
            text = self._fields.text(row, field)
            said = self.place(text) if text and not denies(text) else {}
            if said is None:
                reading.ask_of(text, field)
                kept.append(f"{self._fields[field].name}: {text}")
            else:
                found.append({each: value for each, value in said.items() if each != "severity"})
                if self._says_more(text):
                    kept.append(f"{self._fields[field].name}: {text}")
        if text := self._meant.unless_open(self._fields.text(row, "woke")):
            woke = is_yes(text)
            found.append({"woke": woke})
            if woke is None:
                reading.ask_of(text, "woke")
                kept.append(f"{self._fields['woke'].name}: {text}")
        sore, length = self.lengths.sore(row), self.lengths.of(row, when)
        kept += filter(None, (sore.kept, length.kept))
        found += [{"sore_s": sore.seconds}] if sore.seconds is not None else []
        found += [{"duration_s": length.seconds}] if length.seconds is not None else []
        return together(found), kept

    def tried(self, row: list[str], used: Mapping[str, list[Taken]]) -> dict[str, Any]:
        """Return the triggers of a cramp, and what was tried during it."""
        relief = self._relief(row)
        triggers = [{"triggers": (each.word,)} for each in used["trigger"] if each.word]
        tried = [{"tried": (Tried(remedy=each.word, relief=relief),)} for each in used["remedy"] if each.word]
        return together([*triggers, *tried])

    def not_understood(self, row: list[str], used: Mapping[str, list[Taken]]) -> Iterator[str]:
        """Yield what is said of remedies and triggers that a cramp has no field for: words not known, how much."""
        for field, role in _USED.items():
            more = [each.label for each in used[role] if not each.word or each.amount or each.says_more]
            yield from (f"{self._fields[field].name}: {label}" for label in dict.fromkeys(more))
        if not any(each.word for each in used["remedy"]) and (said := self._fields.text(row, "helped")):
            yield f"{self._fields['helped'].name}: {said}"

    def is_elsewhere(self, row: list[str]) -> bool:
        """Return whether the place of a row is no leg and no foot: another part of the body, or as the person said."""
        for field in ("place", "site"):
            text = self._fields.text(row, field)
            meaning = self._meant.of(text)
            if meaning.kind == IGNORE if meaning else text and self._reading.words.is_elsewhere(text):
                self._reading.left_out[text] += 1
                return True
        return False

    def place(self, text: str) -> Mapping[str, Any] | None:
        """Return what a cell says of where and how a cramp was, None where not all of it is understood."""
        meaning = self._reading.meant(text)
        if meaning is not None:
            return meaning.fields
        told = self._reading.words.told(text)
        if told is None or told.kept or told.typos or not told.fields:
            return None
        return fields_of(told)

    def _says_more(self, text: str) -> bool:
        """Return whether a cell says more than what is taken of it: how bad it was, a time, a number of cramps."""
        if key(text) in self._reading.mapping or denies(text):
            return False
        told = self._reading.words.told(text)
        return told is not None and ("severity" in told.fields or told.says_more)

    def used(self, row: list[str]) -> dict[str, list[Taken]]:
        """Return the remedies and triggers of a row."""
        return {role: [*self._words(row, field, role)] for field, role in _USED.items()}

    def _words(self, row: list[str], field: str, role: str) -> Iterator[Taken]:
        """Yield each thing in a cell, without a word where it is not known."""
        text = self._fields.text(row, field)
        for each in self._reading.words.uses.taken(text, role) if text else ():
            is_named = not each.word and not names_nothing(each.label)
            meaning = self._reading.meaning(each.label, role) if is_named else None
            if meaning is None:
                yield each
            elif meaning.kind not in (IGNORE, NOTHING):
                yield each._replace(
                    word=meaning.word if meaning.kind == role else "", amount=each.amount or meaning.amount
                )

    def _relief(self, row: list[str]) -> str | None:
        text = self._fields.text(row, "helped")
        if not text:
            return None
        meaning = self._reading.meant(text)
        said = is_yes(text)
        found = meaning.word if meaning else self._reading.words.uses.relief(text)
        if found is None and said is not None:
            found = "helped" if said else "no"
        if found is None:
            self._reading.ask_of(text, "helped")
        return found if found in RELIEFS else None
