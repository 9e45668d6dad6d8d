"""How long a cramp was, by the cells of a row: in minutes, as a length in words, or by when it ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta, timezone
from functools import partial

from crampdiary.errors import UsageError
from crampdiary.exchange.cells import in_range, length_in
from crampdiary.exchange.clocks import iso_moment, read_clock, read_date, without_zone
from crampdiary.exchange.row import When
from crampdiary.exchange.sheets.placed import Fields
from crampdiary.exchange.sheets.shapes import in_shape
from crampdiary.exchange.sheets.ways_out import Meant, no_way
from crampdiary.words.wording import safe, short


class RowLengths:
    """Reads the lengths of rows.

    Args:
        fields: where each field stands.
        meant: what cells were said to mean.

    Attributes:
        order: of day and month in dates, once it is known.
    """

    def __init__(self, fields: Fields, meant: Meant) -> None:
        self._fields = fields
        self._meant = meant
        self.order = ""

    def of(self, row: list[str], when: When) -> int | None:
        """Return how long a row says that its cramps were, in seconds; None where it says nothing."""
        for field in ("minutes", "seconds", "duration"):
            if text := self._meant.unless_open(self._fields.text(row, field)):
                return self.said(text, field, partial(length_in, text, field))
        text = self._meant.unless_open(self._fields.text(row, "end")) if when.has_clock else ""
        return self.said(text, "end", lambda: self._until(text, when)) if text else None

    def said(self, text: str, field: str, read: Callable[[], int]) -> int:
        """Return how long a cell says that it was: as the person said, else as it is read."""
        meaning = self._meant.of(text)
        if meaning is not None and "duration_s" in meaning.fields:
            return int(meaning.fields["duration_s"])
        try:
            return read()
        except UsageError as error:
            cell = f'"{short(safe(text))}"'
            named = UsageError(f"{error}" if cell in f"{error}" else f"{cell}: {error}")
            raise no_way(self._fields[field], field, text, named) from error

    def _until(self, text: str, when: When) -> int:
        shape = self._fields["end"].shape
        end = in_shape(text, shape) if shape else iso_moment(text) or self._end(text, when)
        start = when.written if end.utcoffset() is None else when.at
        return in_range(int((end - start).total_seconds()))

    def _end(self, text: str, when: When) -> datetime:
        text, offset = without_zone(text)
        zone = None if offset is None else timezone(offset)
        start = when.at.astimezone(zone).replace(tzinfo=None) if zone else when.written
        try:
            clock = read_clock(text) or time()
        except UsageError:
            try:
                day, rest = read_date(text, self.order)
                return datetime.combine(day, read_clock(rest) or start.time(), zone)
            except UsageError as error:
                raise UsageError(f'"{short(safe(text))}" is no time at which it can have ended.') from error
        end = datetime.combine(start.date(), clock)
        return (end if end >= start else end + timedelta(days=1)).replace(tzinfo=zone)
