"""A sheet of which is known which column is what: by the person, or by a map that is shipped.

A row is a cramp where it has columns of one, and besides what columns of remedies and triggers say. In a long sheet
a column names a thing and another has its value; in a wide one each of the other columns is a thing, and its cells
are the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from crampdiary.diary.model import Episode
from crampdiary.errors import UnreadCellError, UsageError
from crampdiary.exchange.cells import (
    clock_length,
    item_of_column,
    item_valued,
    leaves_open,
    number_in,
    rates,
    severity_in,
    told_beside,
)
from crampdiary.exchange.clocks import order_of
from crampdiary.exchange.columns import COUNTED, OF_A_CRAMP, TIMED, scale_in, scale_of
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.made import Made
from crampdiary.exchange.markup import as_text
from crampdiary.exchange.names.groups import groups_and_name, in_its_groups
from crampdiary.exchange.names.meaning import IGNORE
from crampdiary.exchange.names.naming import CLEAR, CRAMP, GROUP_MARK, MAYBE, OTHER
from crampdiary.exchange.row import Item, When, amount_of, note_of
from crampdiary.exchange.sheets.column_uses import ColumnUses
from crampdiary.exchange.sheets.dates.date_orders import DateOrders
from crampdiary.exchange.sheets.dates.day_cells import DayCells
from crampdiary.exchange.sheets.dates.times import RowTimes
from crampdiary.exchange.sheets.dates.undated import UndatedRows
from crampdiary.exchange.sheets.ditto import without_dittos
from crampdiary.exchange.sheets.merged import MergedDates
from crampdiary.exchange.sheets.numbered import numbered_of
from crampdiary.exchange.sheets.of_cramps import MOST_LOOKED_AT, OfCramps
from crampdiary.exchange.sheets.people import People
from crampdiary.exchange.sheets.placed import SheetColumn, cell_of, placed
from crampdiary.exchange.sheets.row_cramps import RowCramps
from crampdiary.exchange.sheets.row_parts import RowParts
from crampdiary.exchange.sheets.shapes import check_shapes
from crampdiary.exchange.sheets.tables_below import TablesBelow
from crampdiary.exchange.sheets.ways_out import Meant, advice, no_way
from crampdiary.exchange.table import Row, below_header, fitted, top_of
from crampdiary.exchange.yes_no import Crosses, denies, denies_cramps, is_yes
from crampdiary.words.wording import safe, short

_REMEMBERED = 2_000  # cells
_DIGIT = re.compile(r"\d")


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
        self._meant = Meant(reading)
        self._header = header
        meanings = [(at, name, reading.meant(name)) for at, name in enumerate(header)]
        self._ignored = [
            SheetColumn(at, name, "") for at, name, each in meanings if each and each.kind == IGNORE
        ]
        self._top = top_of(reading.path, reading.delimiter, reading.sheet)
        numbered = numbered_of(reading, columns, header)
        self._fields, self._several, counts, self._left = placed(reading, columns, header, numbered)
        check_shapes(
            {field: (each.name, each.shape) for field, each in self._fields.items() if field in TIMED}
        )
        self._of_cramps = OfCramps(
            reading, self._fields, bool(self._several), self._left, header, *self._around()
        )
        values = [each for field, each in self._several if field == "value"]
        rated = [each for each in values if reading.says(each.name).kind == CRAMP]
        self._cramps = (
            RowCramps(reading, self._fields, counts, rated, self._of_cramps)
            if self._of_cramps.is_sheet
            else None
        )
        asks = any(reading.words.asks_of_cramps(each.name) for each in counts)
        self._people = People(reading, self._left, of_cramps=asks or self._of_cramps.has_times)
        asking = [each for each in self._left[:MOST_LOOKED_AT] if reading.words.asks_of_cramps(each.name)]
        of_cramps = [*counts, *self._fields.among("clear"), *asking]
        yes_or_no = [each for field, each in self._several if field != "names"]
        yes_or_no += self._fields.among("woke", "helped")
        self._crosses = Crosses([each.at for each in yes_or_no], [each.at for each in of_cramps])
        of_a_cramp = [each.name for field, each in self._fields.items() if field in OF_A_CRAMP]
        of_a_cramp += [
            each.name
            for field, each in self._several
            if field == "value" or self._reading.says(each.name).kind == CRAMP
        ]
        of_a_cramp += [each.name for each in asking]
        asked = [*rated, *self._fields.among("severity"), *of_cramps]
        self._times = RowTimes(reading, self._fields, header, of_a_cramp, asked)
        self._row_parts = RowParts(numbered, self._fields, [each.at for each in counts], self._times)
        above, _ = self._around()
        dated = self._fields.get("date") or self._fields.get("at")
        self._days = DayCells(
            reading,
            dated.at if dated and not dated.shape else None,
            [*above, *([dated.name] if dated else [])],
        )
        self._valued: set[str] = set()
        # Cells of a column are few, and each is read once.
        self._name_in = lru_cache(_REMEMBERED)(self._read_name)
        self._valued_item = lru_cache(_REMEMBERED)(self._read_valued)
        self._left_open = lru_cache(_REMEMBERED)(self._read_left_open)
        self._wide_thing = lru_cache(_REMEMBERED)(self._read_wide)
        self._uses = ColumnUses(reading, self._fields, self._several, self._left)

    # Before the rows

    def _around(self) -> tuple[list[str], list[list[str]]]:
        """Return what stands above the header, and the first rows below it."""
        found: list[str] = []
        for at, row in enumerate(self._top, 1):
            if row[: len(self._header)] == self._header:
                return found, self._top[at:]
            found += filter(None, row)
        return [], []

    def _rows_again(self) -> Iterator[Row]:
        """Return the rows for a look ahead."""
        _, rows = below_header(
            self._reading.path,
            self._reading.delimiter,
            lambda names: names[: len(self._header)] == self._header,
            sheet=self._reading.sheet,
            nameless=True,
        )
        return self._own(rows)

    def _survey(self) -> None:
        """Go through the file once for what only all of its rows tell: the order of dates, values, and crosses."""
        reading = self._reading
        if self._days.may_be_in(self._top):
            self._days.look(self._rows_again())
        if self._days.are_nights:
            self._times.name_nights()
        dated = self._fields.among("at", "date")
        dates = [each for each in dated if not each.shape]
        is_open = any(order_of(cell_of(row, each) for row in self._top) != "" for each in dates)
        values = "value" in self._fields or any(field == "value" for field, _ in self._several)
        if reading.dates:
            self._times.order, is_open = reading.dates, False
        if not (is_open or values or self._is_open):
            return
        orders = DateOrders()
        merged = self._merged([])
        for _, row in self._rows_again():
            for each in dates if is_open else ():
                orders.look(cell_of(row, each))
            self._crosses.look(row)
            whole, is_of_above = merged.filled(row)
            self._times.look(whole, by_day=is_of_above)
            self._people.look(row)
            if self._cramps and self._may_tell(row, dated):
                self._cramps.look(row)
            if values:
                for name, text in self._values(row):
                    if name in self._valued:
                        continue
                    if text.partition(":")[0] not in ("", "0", "0.0", "1", "1.0") and is_yes(text) is None:
                        self._valued.add(name)
            if not (is_open or values or self._is_open):
                break
        self._times.looked()
        self._people.check()
        if is_open:
            self._times.order = self._days.order or orders.settled(reading)

    @property
    def _is_open(self) -> bool:
        """Whether only further rows tell something of all of them."""
        is_open = self._times.is_open or self._people.is_open or (self._cramps and self._cramps.is_open)
        return bool(self._crosses.columns or is_open)

    def _may_tell(self, row: list[str], dated: list[SheetColumn]) -> bool:
        """Return whether a row has a date, or may be of the one above it: a total has neither."""
        beside = self._fields.among("time", "place", "site", "side")
        is_dated = any(_DIGIT.search(cell_of(row, each)) for each in dated)
        return is_dated or any(cell_of(row, each) for each in beside)

    def _values(self, row: list[str]) -> Iterator[tuple[str, str]]:
        if "name" in self._fields and "value" in self._fields:
            yield self._name(row), cell_of(row, self._fields["value"])
        for field, column in self._several:
            if field == "value":
                yield column.name, cell_of(row, column)

    # The rows

    def _merged(self, said: list[str]) -> MergedDates:
        clocked = self._fields["time"].at if "time" in self._fields else None
        places = [each.at for each in self._fields.among("place", "site", "side")]
        return MergedDates(self._times.merged_at, clocked, places, self._reading.words, said)

    def _own(self, rows: Iterator[Row], told: Reading | None = None) -> Iterator[Row]:
        """Yield the rows of this table alone, with what ditto marks stand for."""
        below = TablesBelow(self._header, self._times.dated_at, self._reading.words)
        return self._days.filled(without_dittos(below.own(rows, told), told.said if told else None))

    def entries(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Made]:
        """Yield what each row says."""
        reading = self._reading
        self._of_cramps.check()
        self._survey()
        if self._cramps:
            self._cramps.told.lengths.order = self._times.order
        undated = UndatedRows(reading, self._fields)
        merged = self._merged(reading.said)
        left = [(f"column {safe(each.name).removeprefix('column ')}", each) for each in self._left]
        for line, row in fitted(self._own(rows, reading), self._header, reading.rows):
            row, is_of_above = merged.filled(row)
            row = self._uses.without_undone(self._crosses.read(row))
            if undated.passes_over(row):
                continue
            if self._people.is_of_another(row):
                continue
            try:
                found = self._row(row, is_of_above=is_of_above)
            except UsageError as error:
                if isinstance(error, UnreadCellError):
                    reading.unread.setdefault(error.cell, error.field)
                reading.rows.bad(line, error)
                continue
            for what, each in left:
                if cell_of(row, each):
                    reading.ignore(what)
            yield from found

    def _row(self, row: list[str], *, is_of_above: bool) -> list[Made]:
        parts = self._row_parts.of(row, is_of_above=is_of_above)
        when = parts[0][1]
        found = [made for part, at in parts for made in self._entries_of(part, at)]
        for each in self._ignored if self._reading.is_again else ():
            if cell_of(row, each):
                self._reading.deny_ignored(each.name, when)
        is_told = any(isinstance(each.record, Episode) for each in found)
        if not is_told and (open_yet := self._of_cramps.left_open(row)):
            self._reading.mention_of(when, open_yet)
        return found

    def _entries_of(self, row: list[str], when: When) -> Iterator[Made]:
        note = note_of(as_text(self._fields.text(row, "note")))
        name = self._named(row, when)
        things = [*self._listed(row), *self._wide_things(row, when)]
        of_cramp = when
        if self._cramps:
            cramps = [*self._cramps.of(row, when, note, name, things)]
            yield from cramps
            is_of_night = when.night is not None and not when.has_clock
            is_of_night = is_of_night or any(isinstance(each.record, Episode) for each in cramps)
            if is_of_night and self._reading.purpose != "rescue":
                when = self._reading.of_the_night(when)  # where it was used ahead, it was not at that minute
            things = [each for each in things if self._cramps.kind(each, row) == OTHER]
            name = name if name and self._cramps.kind(name, row) == OTHER else None
            note = note if name else None  # else it went with what the row says of cramps
            is_noted = any(isinstance(each.record, Episode) for each in cramps)
            when = when._replace(note=None) if is_noted else when
        note = note_of(note, when.note)
        used = [*self._uses.of(row, when, note, of_cramp, self._times.day)]
        yield from used
        things = [*([name] if name else []), *things]
        if things:
            yield from self._reading.entry(when, things, note, is_part="name" in self._fields)
        elif not used:
            self._reading.leave_note(when, note)

    # Long and wide

    def _name(self, row: list[str]) -> str:
        at = self._fields["name"].at
        return self._name_in(row[at].strip() if at < len(row) else "", self._fields.text(row, "group"))

    def _read_name(self, text: str, group: str) -> str:
        reading = self._reading
        *groups, name = groups_and_name(reading.words, text, self._fields["name"].shape)
        in_them = in_its_groups(reading.words, reading.mapping, [group, *groups], name)
        # A group in a column of its own that tells nothing of the name is no part of it.
        return (
            name
            if in_them == f"{group}{GROUP_MARK}{name}" and reading.says(in_them).kind == MAYBE
            else in_them
        )

    def _listed(self, row: list[str]) -> Iterator[Item]:
        for field, column in self._several:
            if field == "names":
                for name in re.split(f"[{re.escape(column.shape or ',;|')}]", cell_of(row, column)):
                    if name.strip():
                        yield Item(name.strip())

    def _named(self, row: list[str], when: When) -> Item | None:
        if "name" not in self._fields or not (name := self._name(row)):
            return None
        if "value" not in self._fields:
            return Item(name, amount=amount_of(self._fields.text(row, "amount")))
        value, label = self._fields.text(row, "value"), self._fields.text(row, "label")
        if not value and not label:
            self._reading.ignore("row without a value")
            return None
        if self._is_open_yet(name, label or value, when):
            return None
        if (role := self._left_open(name, value)) and self._uses.asked_of(value, role):
            return None
        return self._valued_item(name, value, label, self._fields["value"].shape)

    def _is_open_yet(self, name: str, text: str, when: When) -> bool:
        """Return whether a person left it open if a cell tells of a cramp; it is pointed out then."""
        is_open = self._meant.is_left_open(text) and self._reading.says(name).kind == CRAMP
        if is_open:
            self._reading.mention_of(when, f"{name}: {text}")
        return is_open

    def _wide_things(self, row: list[str], when: When) -> Iterator[Item]:
        label = self._fields.text(row, "label")
        for field, column in self._several:
            if field == "value" and (text := cell_of(row, column)):
                if self._is_open_yet(column.name, text, when):
                    continue
                if (role := self._left_open(column.name, text)) and self._uses.asked_of(text, role):
                    continue
                thing = self._wide_thing(column.name, text, label, column.shape)
                if thing:
                    yield thing
                else:
                    self._reading.deny_use(self._reading.known(column.name), when.at)

    def _read_wide(self, name: str, text: str, label: str, shape: str) -> Item | None:
        """Return what a cell says of a thing, None where that is no."""
        is_remedy = any(each.word for each in self._reading.words.uses.taken(name))
        if self._reading.says(name).kind == CRAMP:
            if denies(text):
                return Item(name, severity=0)
        elif self._reading.words.said(name).kind == CLEAR and denies(text):
            return Item(name, severity=0)
        elif self._reading.words.uses.denies_use(text) and text != "0":
            return None
        thing = self._valued_item(name, text, label, shape)
        if self._reading.words.said(name).kind in (CRAMP, CLEAR, MAYBE) and not is_remedy:
            return thing  # whatever its cells are, it is no remedy
        return item_of_column(thing, text, scale_of(shape), is_remedy=is_remedy)

    def _read_valued(self, name: str, value: str, label: str, shape: str) -> Item:
        words = self._reading.words
        if ":" in value and not label and clock_length(value.removesuffix(":")) is None:
            value, _, label = (part.strip() for part in value.partition(":"))
        is_cramp = self._reading.says(name).kind == CRAMP
        if not is_cramp and (words.uses.denies_use(value) or (label and words.uses.denies_use(label))):
            return Item(name, severity=0)
        if not is_cramp and (role := self._left_open(name, value)):
            return Item(value, role=role)  # as the person explained it: `planned`
        if is_cramp and (found := self._cramp_valued(name, value, label, shape)):
            return found
        scale = "" if shape == COUNTED else shape or scale_in(name)
        where = told_beside(name, value, label, words) if is_cramp else {}
        thing = item_valued(
            name,
            value,
            label,
            scale_of(scale) if scale else None,
            has_values=name in self._valued,
            is_level=shape != COUNTED and rates(name, value, label, words, has_scale=scale != ""),
        )
        return thing._replace(fields={**where, **thing.fields}) if where else thing

    def _read_left_open(self, name: str, value: str) -> str:
        """Return the role of a remedy or trigger whose value leaves open if it was used or met, else nothing."""
        is_other = not value or ":" in value or self._reading.says(name).kind == CRAMP
        role = "" if is_other else self._role_of(name)
        return role if role and self._uses.beside(value, role, "").is_used is None else ""

    def _role_of(self, name: str) -> str:
        """Return whether a name is that of a remedy or of a trigger, empty for anything else."""
        meant = self._reading.meant(name)
        if meant is not None:
            return meant.kind if meant.kind in ("remedy", "trigger") else ""
        roles = ("remedy", "trigger")
        return next(
            (role for role in roles if any(each.word for each in self._reading.words.uses.taken(name, role))),
            "",
        )

    def _cramp_valued(self, name: str, value: str, label: str, shape: str) -> Item | None:
        """Return a cramp whose value is in words; None where it is a number, a length, or yes or no.

        Raises:
            UsageError: the value and the label leave open whether there was one, or say both.
        """
        for text in filter(None, (label, value)):
            if (number := self._meant.number(text)) is not None:
                return Item(name, number, note=note_of(f"{name}: {value}", label) if number else None)
        is_none = denies_cramps(value) or number_in(value) == 0
        if leaves_open(label, self._reading.words, beside_none=is_none):
            raise self._unsure(name, label)
        if label and denies_cramps(label) and not is_none:
            raise UsageError(
                f'It says both that there was a cramp and that there was none: "{short(value)}", "{short(label)}". '
                f"{advice(self._named_by(name), label, 'value')}"
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
        raise self._unsure(name, value)

    def _unsure(self, name: str, text: str) -> UsageError:
        error = UsageError(f'"{short(safe(text))}" leaves it open whether there was a cramp.')
        return no_way(self._named_by(name), "value", text, error)

    def _named_by(self, name: str) -> SheetColumn:
        """Return the column of a thing's values."""
        return (
            self._fields["value"]
            if "name" in self._fields and "value" in self._fields
            else SheetColumn(0, name, "")
        )
