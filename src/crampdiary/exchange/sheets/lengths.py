"""How long a cramp was, by the cells of a row: in minutes, as a length in words, or by when it ended.

What is no length is kept in the note, and costs neither the cramp nor its row.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from functools import cache

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import in_range, number_in
from crampdiary.exchange.clocks import iso_moment, read_clock, read_date, without_zone
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import can_be_typed, typed_map
from crampdiary.exchange.row import When
from crampdiary.exchange.sheets.length_cells import (
    LengthTold,
    length_told,
    shows_seconds,
    with_seconds_of_none,
)
from crampdiary.exchange.sheets.placed import Fields
from crampdiary.exchange.sheets.shapes import in_shape
from crampdiary.exchange.sheets.ways_out import Meant
from crampdiary.exchange.yes_no import is_yes
from crampdiary.words.wording import safe, short

_LOOKED_AT = 200  # cells that differ
_IN_A_CELL = ("duration", "minutes")
_LONGEST = timedelta(
    hours=12
)  # a clock that stands before that of the beginning by less is a slip: 5:10 to 5:04


class RowLength(NamedTuple):
    """How long a row says that something was, in seconds or None, and what it says of that beyond it."""

    seconds: int | None = None
    kept: str | None = None


class RowLengths:
    """Reads the lengths of rows.

    Args:
        reading: of the file.
        fields: where each field stands.
        meant: what cells were said to mean.

    Attributes:
        order: of day and month in dates, once it is known.
    """

    def __init__(self, reading: Reading, fields: Fields, meant: Meant) -> None:
        self._reading = reading
        self._fields = fields
        self._meant = meant
        self._cells: set[str] = set()
        self._unitless: set[str] = set()
        self._shown = cache(self._read_shown)  # once all rows were looked at
        self.order = ""

    @property
    def is_open(self) -> bool:
        """Whether only further rows tell in what `2:30` is."""
        return not self._fields.keys().isdisjoint(_IN_A_CELL)

    def look(self, row: list[str]) -> None:
        """Look at a row before any is read: what other cells say tells in what `2:30` is."""
        text = next(filter(None, (self._fields.text(row, each) for each in _IN_A_CELL)), "")
        if text and len(self._cells) < _LOOKED_AT:
            self._cells.add(text)

    def of(self, row: list[str], when: When) -> RowLength:
        """Return how long a row says that its cramps were."""
        for field in ("minutes", "seconds", "duration"):
            if text := self._meant.unless_open(self._fields.text(row, field)):
                return self._said(text, field)
        text = self._meant.unless_open(self._fields.text(row, "end")) if when.has_clock else ""
        return self._said(text, "end", when) if text else RowLength()

    def sore(self, row: list[str]) -> RowLength:
        """Return how long a row says that it stayed sore."""
        text = self._meant.unless_open(self._fields.text(row, "sore"))
        return self._said(text, "sore") if text else RowLength()

    def _said(self, text: str, field: str, when: When | None = None) -> RowLength:
        """Return how long a cell says that it was: as the person said, else as it is read."""
        meaning = self._meant.of(text)
        if meaning is not None and "duration_s" in meaning.fields:
            return RowLength(int(meaning.fields["duration_s"]))
        if when is None and is_yes(text) is False and number_in(text) is None:
            return RowLength()
        told = self._told(text, field) if when is None else self._until(text, when)
        if told.seconds is None:
            self._leave_open(text, field)
        is_all = told.is_all and told.seconds is not None
        return RowLength(told.seconds, None if is_all else f"{self._fields[field].name}: {text}")

    def _told(self, text: str, field: str) -> LengthTold:
        of_none, has_seconds = self._shown(field)
        told = length_told(
            text.removesuffix(":00") if text in of_none else text,
            field,
            self._reading.words,
            has_seconds=has_seconds,
            of="sore" if field == "sore" else "lasted",
        )
        return told._replace(is_all=False) if text in of_none else told

    def _read_shown(self, field: str) -> tuple[set[str], bool]:
        """Return which cells have seconds that nobody wrote, and whether `2:30` is in minutes and seconds."""
        name = self._fields[field].name
        of_none = with_seconds_of_none(name, self._cells) if field in _IN_A_CELL else set()
        cells = {each.removesuffix(":00") if each in of_none else each for each in self._cells}
        return of_none, shows_seconds(name, field, cells)

    def _leave_open(self, text: str, field: str) -> None:
        """Count what is no length; of numbers that are one in some unit, say once how to say which."""
        column = self._fields[field]
        has_unit = field == "end" or not text.replace(":", "").replace(",", ".").replace(".", "").isdecimal()
        if has_unit or not can_be_typed(column.name):
            self._reading.ask_of(text, field)
        elif field not in self._unitless:
            self._unitless.add(field)
            how = f" {typed_map(column.name, 'minutes')} says that they are minutes." * (field != "sore")
            self._reading.said.append(
                f'Lengths such as "{short(safe(text))}" below "{short(safe(column.name))}" have no unit, so they are '
                f"kept in the notes.{how}"
            )

    def _until(self, text: str, when: When) -> LengthTold:
        shape = self._fields["end"].shape
        try:
            end = in_shape(text, shape) if shape else iso_moment(text) or self._end(text, when)
            start = when.written if end.utcoffset() is None else when.at
            return LengthTold(in_range(int((end - start).total_seconds())))
        except UsageError:
            return LengthTold(None)

    def _end(self, text: str, when: When) -> datetime:
        text, offset = without_zone(text)
        zone = None if offset is None else timezone(offset)
        start = when.at.astimezone(zone).replace(tzinfo=None) if zone else when.written
        try:
            clock = read_clock(text) or time()
        except UsageError:
            day, rest = read_date(text, self.order)
            return datetime.combine(day, read_clock(rest) or start.time(), zone)
        end = datetime.combine(start.date(), clock)
        end = end if end >= start else end + timedelta(days=1)
        if end - start > _LONGEST:
            raise UsageError("It ends before it begins.")
        return end.replace(tzinfo=zone)
