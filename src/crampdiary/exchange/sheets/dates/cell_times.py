"""The times of the clock in the cells of a sheet, in whatever way they are written."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, time, timedelta

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UnreadCellError, UsageError
from crampdiary.exchange.clocks import ClockHabit, is_clock, read_day, without_zone
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, can_be_typed, typed_map
from crampdiary.exchange.sheets.placed import Fields
from crampdiary.exchange.sheets.shapes import in_shape
from crampdiary.words.quantities import Clock
from crampdiary.words.told import Told
from crampdiary.words.wording import safe, short

SEVERAL_TIMES = re.compile(r"\s*(?:[,;/&+\n]|\b(?:and|und|then|again)\b)\s*", re.IGNORECASE)
_SPAN = re.compile(r" ?(?:[-–—]|\b(?:to|bis|until)\b) ?", re.IGNORECASE)
_HOUR = re.compile(r" ?(?:uhr|hrs?|h|o'?clock)\.?$", re.IGNORECASE)
_HOUR_ALONE = re.compile(r"(\d{1,2}) ?(?:uhr|hrs?|h)\.?", re.ASCII | re.IGNORECASE)
_OPEN = re.compile(r"\d{1,2}[:.]\d\d", re.ASCII)
_BARE = re.compile(r"[1-9][:.]\d\d(?![\d:])", re.ASCII)
_OF_PROGRAMS = re.compile(r"\d\d?:\d\d:\d\d.*", re.ASCII)
_WITH_DOTS = re.compile(r"\b\d{1,2}\.\d{1,2}\.", re.ASCII)  # as dates are written where clocks have 24 hours
_LATE = range(9, 13)  # hours that are of the night in the other half of the day
_PARTS = frozenset("night evening morning bedtime overnight late early dawn nachts abends morgens".split())


class RowTime(NamedTuple):
    """A time of the clock in a cell.

    Attributes:
        on: which day.
        clock: None for a part of that day.
        is_rough: whether it is roughly known.
        offset: of its zone from UTC, where the cell says that.
    """

    on: date
    clock: time | None
    is_rough: bool = False
    offset: timedelta | None = None


class CellTimes:
    """Reads the times in the cells of a sheet.

    Args:
        reading: of the file.
        fields: where each field stands.
    """

    def __init__(self, reading: Reading, fields: Fields) -> None:
        self._reading = reading
        self._fields = fields
        self._habit = ClockHabit()
        self._is_bare = self._has_told = False

    @property
    def is_open(self) -> bool:
        """Whether only further rows tell if 11:45 is in the morning."""
        return "time" in self._fields and not self._fields["time"].shape and not self._habit.is_of_24

    def look(self, row: list[str]) -> None:
        """Look at the date and the time of a row before any is read."""
        said = self._fields.text(row, "time")
        self._is_bare = self._is_bare or _BARE.match(said) is not None
        day = self._fields.text(row, "date")
        is_of_24 = _OF_PROGRAMS.fullmatch(said) or _WITH_DOTS.search(day)
        self._habit.look(f"{day} {said}{' 00:00' if is_of_24 else ''}")

    def _of_the_night(self, found: RowTime, said: str) -> RowTime:
        """Return a time without am or pm as one of the night, where its column is by a clock of 12 hours."""
        clock = found.clock
        if clock is None or clock.hour not in _LATE or not _OPEN.fullmatch(said):
            return found
        at = clock.replace(hour=(clock.hour + 12) % 24)
        if not self._has_told:
            self._has_told = True
            self._reading.said.append(
                f'Times without am or pm are read as of the night, so "{said}" is {at:%H:%M}. If it was by day: '
                f"{typed_map(said, f'{clock:%H:%M}')}."
            )
        return found._replace(clock=at)

    def in_cell(self, day: date, said: str, field: str) -> tuple[list[RowTime], bool]:
        """Return the times in a cell, and whether it says nothing else; a part of the day has no time of the clock.

        Raises:
            UsageError: it has none.
        """
        meaning = self._reading.meant(said)
        if meaning is not None and meaning.kind == IGNORE:
            return [RowTime(day, None)], False  # its words are kept
        if meaning is not None and is_clock(meaning.text):
            return [RowTime(*read_day(day, meaning.text))], True
        shape = self._fields["time"].shape if field == "time" else ""
        if shape:
            return [RowTime(day, in_shape(said, shape).time())], True
        is_open = field == "time" and self._is_bare and self.is_open
        if found := self.alone(day, said):
            return [self._of_the_night(found, said) if is_open else found], True
        several = [
            self._of_the_night(found, each) if found and is_open else found
            for each in SEVERAL_TIMES.split(said)
            if each
            for found in (self.alone(day, each),)
        ]
        times = [each for each in several if each is not None]
        if times and len(times) == len(several):
            return times, True
        told = self._reading.words.told(f"at {said}")
        if told is not None and told.clock is not None and not told.kept:
            return [_of_words(day, told.clock, is_rough=True)], False
        ends = [self.alone(day, each) for each in _SPAN.split(said)]
        if len(ends) == 2 and ends[0] and ends[1]:
            return [ends[0]._replace(is_rough=True)], False
        if field == "date" or not _PARTS.isdisjoint(said.casefold().split()):
            self._reading.ignore(f'time "{short(safe(said))}"')
            return [RowTime(day, None)], False
        by_day = "ignore" if field == "time" else "date"
        cell = f"{typed_map(said, IGNORE)} takes such a row by its day, or " if can_be_typed(said) else ""
        raise UnreadCellError(
            f'"{short(safe(said))}" is no time of the clock. {cell}'
            f"{typed_map(self._fields[field].name, by_day)} takes each row by its day.",
            "time",
            said,
        )

    def alone(self, day: date, said: str) -> RowTime | None:
        """Return the time of a text that is one and says nothing else, None for another text.

        An hour alone is one of the night: people write 3 and 11 for those at which they woke.
        """
        said, offset = without_zone(said)
        with suppress(UsageError):
            on, clock = read_day(day, said)
            return RowTime(on, clock or time(), offset=offset)
        told = self._reading.words.told(f"at {_HOUR.sub('', said)}")
        if told is not None and told.clock is not None and _is_alone(told):
            return _of_words(day, told.clock, is_rough=told.is_rough)._replace(offset=offset)
        hours = _HOUR_ALONE.fullmatch(said)
        return RowTime(day, time(int(hours[1])), offset=offset) if hours and int(hours[1]) < 24 else None


def _is_alone(told: Told) -> bool:
    """Return whether words tell a time of the clock, and nothing else."""
    others = told.day, told.refused, told.seconds, re.search(r"\w", told.line_without_time.removeprefix("at"))
    return not any(others)


def _of_words(day: date, clock: Clock, *, is_rough: bool) -> RowTime:
    """Return the time that words tell."""
    hour, minute, is_open, _ = clock
    half = 12 if is_open and 6 <= hour <= 11 else 0
    return RowTime(day, time((hour % 12 if is_open else hour) + half, minute), is_open or is_rough)
