"""A sheet of which is known which column is what: by the person, or by a map that is shipped.

A row is a cramp where it has columns of one, and besides what columns of remedies and triggers say. In a long sheet
a column names a thing and another has its value; in a wide one each of the other columns is a thing, and its cells
are the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache

from crampdiary.diary.model import Episode
from crampdiary.diary.values import key
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import clock_length, item_of_column, item_valued, number_in, severity_in
from crampdiary.exchange.clocks import order_of
from crampdiary.exchange.columns import OF_A_CRAMP, TIMED, WIDE, asks_if_done, scale_of, unit_of
from crampdiary.exchange.intake import Item, Reading, When, amount_of, note_of
from crampdiary.exchange.made import Made
from crampdiary.exchange.naming import CRAMP, OTHER, Beside
from crampdiary.exchange.sheets.merged import MergedDates
from crampdiary.exchange.sheets.of_cramps import OfCramps
from crampdiary.exchange.sheets.people import People
from crampdiary.exchange.sheets.placed import cell_of, placed
from crampdiary.exchange.sheets.row_cramps import RowCramps
from crampdiary.exchange.sheets.shapes import check_shapes
from crampdiary.exchange.sheets.times import RowTimes
from crampdiary.exchange.table import below_header, fitted, top_of
from crampdiary.exchange.yes_no import Crosses, denies, denies_cramps, is_unsure, is_yes
from crampdiary.words.wording import safe, short

_REMEMBERED = 2_000  # cells
_DIGIT = re.compile(r"\d")
_NEITHER = "Whether there was a cramp is neither yes nor no."


class Sheet:
    """One sheet: where each field stands, and how its dates are to be read.

    Args:
        reading: of the file.
        columns: what each column is, by its header; OTHERS for all that are not named.
        header: the names of the columns.

    Raises:
        CrampError: no column has the time, or two are one field; names the columns.
        UsageError: a shape leaves a part of the time open.
    """

    def __init__(self, reading: Reading, columns: Mapping[str, str], header: list[str]) -> None:
        self._reading = reading
        self._header = header
        self._top = top_of(reading.path, reading.delimiter, reading.sheet)
        self._fields, self._several, counts, self._left = placed(reading, columns, header)
        check_shapes(
            {field: (each.name, each.shape) for field, each in self._fields.items() if field in TIMED}
        )
        self._of_cramps = OfCramps(
            reading, self._fields, bool(self._several), self._left, header, *self._around()
        )
        rated = [each for field, each in self._several if field == "value" and self._is_cramp(each.name)]
        self._cramps = (
            RowCramps(reading, self._fields, counts, rated, self._of_cramps)
            if self._of_cramps.is_sheet
            else None
        )
        self._people = People(reading, self._left)
        self._done = [each for each in self._left if asks_if_done(each.name)]
        of_cramps = [*counts, *([self._fields["clear"]] if "clear" in self._fields else [])]
        of_cramps += [each for each in self._left if reading.words.asks_of_cramps(each.name)]
        yes_or_no = [each for field, each in self._several if field != "names"]
        yes_or_no += [self._fields[each] for each in ("woke", "helped") if each in self._fields]
        self._crosses = Crosses([each.at for each in yes_or_no], [each.at for each in of_cramps])
        of_a_cramp = [each.name for field, each in self._fields.items() if field in OF_A_CRAMP]
        of_a_cramp += [
            each.name for field, each in self._several if field == "value" or self._is_cramp(each.name)
        ]
        of_a_cramp += [each.name for each in self._left if reading.words.asks_of_cramps(each.name)]
        self._times = RowTimes(reading, self._fields, of_a_cramp)
        self._valued: set[str] = set()
        # Cells of a column are few, and each is read once.
        self._name_in = lru_cache(_REMEMBERED)(self._read_name)
        self._valued_item = lru_cache(_REMEMBERED)(self._read_valued)
        self._wide_thing = lru_cache(_REMEMBERED)(self._read_wide)
        self._amount_of = lru_cache(_REMEMBERED)(amount_of)
        self._word = lru_cache(_REMEMBERED)(self._read_word)

    # Before the rows

    def _around(self) -> tuple[list[str], list[list[str]]]:
        """Return what stands above the header, and the first rows below it."""
        found: list[str] = []
        for at, row in enumerate(self._top, 1):
            if row[: len(self._header)] == self._header:
                return found, self._top[at:]
            found += filter(None, row)
        return [], []

    def _survey(self) -> None:
        """Go through the file once for what only all of its rows tell: the order of dates, values, and crosses."""
        reading = self._reading
        dated = [self._fields[each] for each in ("at", "date") if each in self._fields]
        dates = [each for each in dated if not each.shape]
        is_open = any(order_of(cell_of(row, each) for row in self._top) != "" for each in dates)
        values = "value" in self._fields or any(field == "value" for field, _ in self._several)
        if reading.dates:
            self._times.order, is_open = reading.dates, False
        is_told_by_all = self._people.is_open or (self._cramps is not None and self._cramps.is_open)
        if not (is_open or values or self._crosses.columns or self._times.is_open or is_told_by_all):
            return
        _, rows = below_header(
            reading.path, reading.delimiter, lambda names: names[: len(self._header)] == self._header,
            sheet=reading.sheet,
        )  # fmt: skip
        order: str | None = None
        example = ""
        for _, row in rows:
            if is_open and not order:
                for each in dates:
                    text = cell_of(row, each)
                    found = order_of([text])
                    order = found or order
                    example = example or (text if found is None else "")
            self._crosses.look(row)
            self._times.look(row)
            self._people.look(row)
            if self._cramps:
                self._cramps.look(row)
            if values:
                for name, text in self._values(row):
                    if name in self._valued:
                        continue
                    if text.partition(":")[0] not in ("", "0", "0.0", "1", "1.0") and is_yes(text) is None:
                        self._valued.add(name)
            is_told_by_all = self._people.is_open or (self._cramps is not None and self._cramps.is_open)
            looks_on = values or self._crosses.columns or self._times.is_open or is_told_by_all
            if (order or not is_open) and not looks_on:
                break
        self._times.looked()
        self._people.check()
        if is_open:
            self._times.order = reading.settled_order(order, example)

    def _values(self, row: list[str]) -> Iterator[tuple[str, str]]:
        if "name" in self._fields and "value" in self._fields:
            yield self._name(row), cell_of(row, self._fields["value"])
        for field, column in self._several:
            if field == "value":
                yield column.name, cell_of(row, column)

    # The rows

    def entries(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Made]:
        """Yield what each row says."""
        reading = self._reading
        self._of_cramps.check()
        self._survey()
        if self._cramps:
            self._cramps.order = self._times.order
        timed = [self._fields[each] for each in ("at", "date") if each in self._fields]
        dated, clocked = (
            self._fields[each].at if each in self._fields else None for each in ("date", "time")
        )
        places = [self._fields[each].at for each in ("place", "site", "side") if each in self._fields]
        merged = MergedDates(dated, clocked, places, reading.words, reading.said)
        left = [(f"column {safe(each.name)}", each) for each in self._left]
        for line, row in fitted(rows, self._header, reading.rows):
            row = self._undone(self._crosses.read(merged.filled(row)))
            said = [cell_of(row, each) for each in timed]
            if not any(map(_DIGIT.search, said)):
                reading.ignore(
                    "row without a date" if not any(said) else f'row "{short(safe(" ".join(said)))}"'
                )
                continue
            if self._people.is_of_another(row):
                continue
            try:
                found = self._row(row)
            except UsageError as error:
                reading.rows.bad(line, error)
                continue
            for what, each in left:
                if cell_of(row, each):
                    reading.ignore(what)
            yield from found

    def _row(self, row: list[str]) -> list[Made]:
        when = self._times.of(row)
        found = [*self._entries_of(row, when)]
        is_told = any(isinstance(each.record, Episode) for each in found)
        if not is_told and (open_yet := self._of_cramps.left_open(row)):
            self._reading.mention_of(when, open_yet)
        return found

    def _entries_of(self, row: list[str], when: When) -> Iterator[Made]:
        note = note_of(self._text(row, "note"))
        named = (self._name(row),) if "name" in self._fields else ()
        name = self._named(row)
        things = [*self._listed(row), *self._wide_things(row)]
        row_at = when.at
        if self._cramps:
            cramps = [*self._cramps.of(row, when, note, name, things)]
            yield from cramps
            if any(isinstance(each.record, Episode) for each in cramps) and self._reading.purpose != "rescue":
                when = self._reading.of_the_night(when)  # where it was used ahead, it was not at that minute
            things = [each for each in things if self._cramps.kind(each, row) == OTHER]
            name = name if name and self._cramps.kind(name, row) == OTHER else None
            note = note if name else None
        uses = [*self._uses(row, when, note, row_at)]
        yield from uses
        things = [*([name] if name else []), *things]
        if things:
            yield from self._reading.entry(when, things, note, named)
        elif note and not uses:
            self._reading.leave_note(when, note)

    def _text(self, row: list[str], field: str) -> str:
        column = self._fields.get(field)
        return cell_of(row, column) if column else ""

    def _uses(self, row: list[str], when: When, note: str | None, row_at: datetime) -> Iterator[Made]:
        """Yield the remedies and triggers of columns that say so."""
        amount = self._amount_of(self._text(row, "amount"))
        for field, column in self._several:
            text = cell_of(row, column)
            if field not in WIDE or not text:
                continue
            role = "remedy" if field == "used" else "trigger"
            if column.shape:
                word = self._word(role, column.shape)
                beside = self._beside(text, role, word)
                if beside.is_used is False:
                    self._reading.deny(word, when.at)
                    self._reading.deny(word, row_at)  # as a rescue it was of the row's moment
                elif beside.is_used:
                    unit = unit_of(column.name) if number_in(text) is not None else ""
                    much = self._amount_of(f"{beside.amount} {unit}") if beside.amount else amount
                    more = note_of(note, f"{column.name}: {beside.more}" if beside.more else None)
                    yield self._reading.use(when, role, word, much, more, name=column.name)
                elif (meaning := self._reading.meaning(text, role)) and meaning.word:
                    yield self._reading.use(when, meaning.kind, meaning.word, amount, note, name=text)
                continue
            for each in self._reading.words.taken(text, role):
                meaning = None if each.word else self._reading.meaning(each.label, role)
                if each.word or (meaning and meaning.kind in ("remedy", "trigger")):
                    word = each.word or (meaning.word if meaning else "")
                    is_role = meaning.kind if meaning else role
                    yield self._reading.use(when, is_role, word, amount or each.amount, note, name=each.label)

    def _beside(self, text: str, role: str, word: str) -> Beside:
        """Return what a cell says of the remedy or trigger of its column, open where the person said it."""
        if is_yes(text) is None and key(text) in self._reading.mapping:
            return Beside(None)
        if word and any(each.word == word for each in self._reading.words.taken(text, role)):
            return Beside(True, None)
        return self._reading.words.beside_a_use(text, role)

    def _undone(self, row: list[str]) -> list[str]:
        """Return a row without the remedies that it says were not used: `Done?` is no."""
        for each in self._done:
            text = cell_of(row, each)
            if text and not self._reading.words.beside_a_use(text).is_used:
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

    # Long and wide

    def _name(self, row: list[str]) -> str:
        at = self._fields["name"].at
        return self._name_in(row[at].strip() if at < len(row) else "")

    def _read_name(self, text: str) -> str:
        return self._reading.words.in_a_group(text, self._fields["name"].shape)

    def _listed(self, row: list[str]) -> Iterator[Item]:
        for field, column in self._several:
            if field == "names":
                for name in re.split(f"[{re.escape(column.shape or ',;|')}]", cell_of(row, column)):
                    if name.strip():
                        yield Item(name.strip())

    def _named(self, row: list[str]) -> Item | None:
        if "name" not in self._fields or not (name := self._name(row)):
            return None
        if "value" not in self._fields:
            return Item(name, amount=amount_of(self._text(row, "amount")))
        value, label = self._text(row, "value"), self._text(row, "label")
        if not value and not label:
            self._reading.ignore("row without a value")
            return None
        return self._valued_item(name, value, label, self._fields["value"].shape)

    def _wide_things(self, row: list[str]) -> Iterator[Item]:
        label = self._text(row, "label")
        for field, column in self._several:
            if field == "value" and (text := cell_of(row, column)):
                thing = self._wide_thing(column.name, text, label, column.shape)
                if thing:
                    yield thing

    def _read_wide(self, name: str, text: str, label: str, shape: str) -> Item | None:
        is_remedy = any(each.word for each in self._reading.words.taken(name))
        if self._is_cramp(name):
            if denies(text):
                return Item(name, severity=0)
        elif self._reading.words.denies_use(text) and text != "0":
            return None
        thing = self._valued_item(name, text, label, shape)
        return item_of_column(thing, text, scale_of(shape), is_remedy=is_remedy)

    def _is_cramp(self, name: str) -> bool:
        meant = self._reading.mapping.get(key(name))
        return (meant.kind if meant is not None else self._reading.words.said(name).kind) == CRAMP

    def _read_valued(self, name: str, value: str, label: str, shape: str) -> Item:
        words = self._reading.words
        if ":" in value and not label and clock_length(value.removesuffix(":")) is None:
            value, _, label = (part.strip() for part in value.partition(":"))
        is_cramp = self._is_cramp(name)
        if not is_cramp and (words.denies_use(value) or (label and words.denies_use(label))):
            return Item(name, severity=0)
        role = "" if is_cramp else self._role_of(name)
        if role and self._beside(value, role, "").is_used is None:
            return Item(value, role=role)  # for the person to explain: `planned`
        if is_cramp and (found := self._cramp_valued(name, value, label, shape)):
            return found
        has_values = name in self._valued
        return item_valued(name, value, label, scale_of(shape), has_values=has_values, is_rated=bool(shape))

    def _role_of(self, name: str) -> str:
        """Return whether a name is that of a remedy or of a trigger, empty for anything else."""
        meant = self._reading.mapping.get(key(name))
        if meant is not None:
            return meant.kind if meant.kind in ("remedy", "trigger") else ""
        roles = ("remedy", "trigger")
        return next(
            (role for role in roles if any(each.word for each in self._reading.words.taken(name, role))), ""
        )

    def _cramp_valued(self, name: str, value: str, label: str, shape: str) -> Item | None:
        """Return a cramp whose value is in words; None where it is a number, a length, or yes or no.

        Raises:
            UsageError: the value and the label leave open whether there was one, or say both.
        """
        if is_unsure(label):
            raise UsageError(_NEITHER)
        is_none = denies_cramps(value) or number_in(value) == 0
        if label and denies_cramps(label) and not is_none:
            raise UsageError(
                f'It says both that there was a cramp and that there was none: "{short(value)}", "{short(label)}".'
            )
        if (
            is_none
            or is_yes(value)
            or number_in(value) is not None
            or clock_length(value.removesuffix(":")) is not None
        ):
            return None
        words = self._reading.words
        note = note_of(f"{name}: {value}", label)
        if told := words.fields(f"cramp {value}"):
            fields = dict(told)  # the reader keeps what it read for the next that says the same
            return Item(name, fields.pop("severity", None), fields=fields, note=note)
        with suppress(UsageError):
            return Item(name, severity_in(value, scale_of(shape), words), note=note)
        raise UsageError(_NEITHER)
