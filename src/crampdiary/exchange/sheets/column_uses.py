"""Remedies and triggers that columns of a sheet say were used or met, each of its own or in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from crampdiary.diary.values import key
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import number_in
from crampdiary.exchange.columns import WIDE, asks_if_done, dose_of, litres_of, unit_of
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.header_words import is_of_night_before, is_of_this_evening
from crampdiary.exchange.names.meaning import NameMeaning
from crampdiary.exchange.names.used_cells import names_nothing
from crampdiary.exchange.names.uses_named import Beside
from crampdiary.exchange.row import When, amount_of, note_of, of_doses
from crampdiary.exchange.sheets.placed import Fields, SheetColumn, cell_of
from crampdiary.exchange.yes_no import is_yes
from crampdiary.words.log_grammar import CONSUMED
from crampdiary.words.wording import safe, short

_DRUNK = CONSUMED | {"hydration", "water", "electrolytes"}
_REMEMBERED = 2_000  # cells of a column are few, and each is read once


class ColumnUses:
    """Reads what rows say was used or met.

    Args:
        reading: takes it up.
        fields: where each field stands.
        several: the columns of which a sheet may have several, each with its field.
        left: the columns that are none.
    """

    def __init__(
        self,
        reading: Reading,
        fields: Fields,
        several: Sequence[tuple[str, SheetColumn]],
        left: Sequence[SheetColumn],
    ) -> None:
        self._reading = reading
        self._fields = fields
        self._several = several
        names = [each.name for each in fields.values() if each not in fields.among("at", "date")]
        names += [each.name for _, each in several]
        self._of_evening = {
            each.name
            for field, each in several
            if field in WIDE and is_of_this_evening(each.name, [one for one in names if one != each.name])
        }
        self._done = [each for each in left if asks_if_done(each.name)]
        self._has_told = False
        self._amount_of = lru_cache(_REMEMBERED)(amount_of)
        self._how_much = lru_cache(_REMEMBERED)(self._read_amount)
        self._word = lru_cache(_REMEMBERED)(self._read_word)

    def of(
        self, row: list[str], when: When, note: str | None, of_cramp: When, day: date | None
    ) -> Iterator[Made]:
        """Yield the remedies and triggers of columns that say so.

        Args:
            row: its cells.
            when: it was used or met, if that was ahead of a cramp.
            note: of the row.
            of_cramp: when its cramp was.
            day: of the row, as its date says.
        """
        amount = self._amount_of(self._fields.text(row, "amount"))
        for field, column in self._several:
            text = cell_of(row, column)
            if field not in WIDE or not text:
                continue
            role = "remedy" if field == "used" else "trigger"
            ahead = self._ahead(column, when, of_cramp, day)
            if column.shape:
                word = self._word(role, column.shape)
                beside = self.beside(text, role, word)
                if beside.is_used is False:
                    self._reading.deny_use(NameMeaning(role, word), ahead.at)
                    self._reading.deny(word, of_cramp.at)  # as a rescue it was of the row's moment
                elif beside.is_used:
                    much = self._how_much(beside.amount or (text if text == "1" else "yes"), column, amount)
                    much = _together(much, amount) if beside.amount else much
                    more = note_of(note, f"{column.name}: {beside.more}" if beside.more else None)
                    used = of_cramp if beside.is_rescue else ahead
                    made = self._reading.use(used, role, word, much, more, name=column.name)
                    rescue = made.record.replaced(purpose="rescue") if beside.is_rescue else made.record
                    yield made._replace(record=rescue)
                elif self.asked_of(text, role):
                    continue
                elif (meaning := self._reading.meaning(text, role)) and meaning.word:
                    yield self._reading.use(ahead, meaning.kind, meaning.word, amount, note, name=text)
                continue
            for each in self._reading.words.uses.taken(text, role):
                if not each.word and names_nothing(each.label):
                    self._reading.ignore(f'"{short(safe(each.label))}", which names no {role}')
                    continue
                known = NameMeaning(role, each.word) if each.word else None
                meaning = known or self._reading.meaning(each.label, role)
                if meaning and meaning.kind in ("remedy", "trigger"):
                    much = _together(each.amount or meaning.amount, amount)
                    more = note_of(note, each.label if each.says_more else None)
                    yield self._reading.use(ahead, meaning.kind, meaning.word, much, more, name=each.label)

    def _read_amount(self, text: str, column: SheetColumn, amount: str | None) -> str | None:
        """Return how much of a thing a cell says, or else another column, or its header."""
        if column.shape in _DRUNK and number_in(text) is not None and (unit := litres_of(column.name)):
            return amount_of(f"{text} {unit}")  # 1 is no yes there
        dose = dose_of(column.name)
        found = of_doses(amount if is_yes(text) else text, "" if key(dose) in column.shape else dose)
        if found == text and number_in(text) is not None:
            found = f"{text} {dose.lstrip('0123456789., ') or unit_of(column.name)}"
        return amount_of(found) if found else None

    def beside(self, text: str, role: str, word: str) -> Beside:
        """Return what a cell says of the remedy or trigger of its column, open where the person said it."""
        if is_yes(text) is None and key(text) in self._reading.mapping:
            return Beside(None)
        return self._reading.words.uses.beside_a_use(text, role, word)

    def _ahead(self, column: SheetColumn, when: When, of_cramp: When, day: date | None) -> When:
        """Return when what a column says was used or met: of the night that its header asks for, else as the row's."""
        if column.name in self._of_evening and day is not None:
            night = day
            if (of_cramp.night or day) < day and not self._has_told:
                self._has_told = True
                names = f'"{short(safe(column.name))}"'
                names += " and others like it are" if len(self._of_evening) > 1 else " is"
                self._reading.said.append(f"{names} read as of the evening of each date.")
        elif is_of_night_before(column.name):  # `Magnesium last night?`
            night = of_cramp.night or of_cramp.written.date() - timedelta(days=1)
        else:
            return when
        return self._reading.of_the_night(of_cramp._replace(night=night, has_clock=False, looks_back=False))

    def asked_of(self, text: str, role: str) -> bool:
        """Ask what a cell is that leaves open whether a thing was used or met, unless the person said it.

        Also of `cold` beside stretching, which may be another remedy, or why it was not used.
        """
        if self._reading.meant(text) is not None:
            return False
        self._reading.meanings.setdefault(text, "")
        self._reading.ask_of(text, role)
        return True

    def without_undone(self, row: list[str]) -> list[str]:
        """Return a row without the remedies that it says were not used: `Done?` is no."""
        for each in self._done:
            text = cell_of(row, each)
            if text and not self._reading.words.uses.beside_a_use(text).is_used:
                lists = [one.at for field, one in self._several if field == "used" and not one.shape]
                lists += [self._fields[one].at for one in ("tried", "helped") if one in self._fields]
                if any(cell.strip() for at, cell in enumerate(row) if at in lists):
                    self._reading.ignore(f'remedy with "{safe(each.name)}: {short(safe(text))}"')
                return ["" if at in lists else cell for at, cell in enumerate(row)]
        return row

    def _read_word(self, role: str, name: str) -> str:
        found = self._reading.vocabulary.find(name, role) or [
            each for each in self._reading.new_words.values() if (each.role, each.slug) == (role, name)
        ]
        if not found:
            raise UsageError(f"There is no {role} {short(name)} here. `cramp words add` adds it.")
        return found[0].slug


def _together(*amounts: str | None) -> str | None:
    """Return how much it was by the cell itself and by a column for that, one of which alone may say it."""
    return amount_of(", ".join(dict.fromkeys(each for each in amounts if each)))
