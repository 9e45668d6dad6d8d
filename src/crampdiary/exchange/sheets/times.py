"""When each row of a sheet is of, by its columns of dates and times and by what their headers say.

A header can say of which night a row is: a column of nights names them by their evening, and cramps of "last night"
are of the night before the row's day. So are the rows without a time where all dates are those of mornings. A column
whose times are all at midnight has none: programs write a day so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from functools import partial

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import (
    clock_beside,
    is_clock,
    iso_moment,
    order_of,
    read_date,
    read_day,
    without_zone,
)
from crampdiary.exchange.columns import is_of_last_night, is_of_nights, is_when_written
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, can_be_typed, typed_map
from crampdiary.exchange.row import When
from crampdiary.exchange.sheets.mornings import Mornings
from crampdiary.exchange.sheets.placed import Fields, cell_of
from crampdiary.exchange.sheets.shapes import has_hour, in_shape
from crampdiary.exchange.sheets.ways_out import UnreadCellError
from crampdiary.exchange.yes_no import denies
from crampdiary.words.quantities import Clock
from crampdiary.words.told import Told
from crampdiary.words.wording import safe, short

_DAY = timedelta(days=1)
_NOON = time(12)
_AHEAD = timedelta(minutes=15)  # by which the clock of who writes may be behind
_DIGIT = re.compile(r"\d")
_HOUR = re.compile(r" ?(?:uhr|hrs?|h|o'?clock)\.?$", re.IGNORECASE)
_HOUR_ALONE = re.compile(r"(\d{1,2}) ?(?:uhr|hrs?|h)\.?", re.ASCII | re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:[,;/&+\n]|\b(?:and|und|then|again)\b)\s*", re.IGNORECASE)
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


class RowTimes:
    """Reads when the rows of a sheet are of.

    Args:
        reading: of the file.
        fields: where each field stands.
        of_cramps: the headers of what is told of a cramp.

    Attributes:
        order: of day and month in dates, once it is known.
    """

    def __init__(self, reading: Reading, fields: Fields, of_cramps: Iterable[str]) -> None:
        self._reading = reading
        self._fields = fields
        self._is_of_nights = "date" in fields and is_of_nights(fields["date"].name)
        self._last_night = next(filter(is_of_last_night, of_cramps), None)
        self._is_stamp = "at" in fields and is_when_written(fields["at"].name)
        # What a person would say of a column.
        self._as_said = {
            field: f"{fields[field].name}={field}" if can_be_typed(fields[field].name) else ""
            for field in ("at", "date")
            if field in fields
        }
        at = fields.get("at")
        self._may_be_days = at if at and not at.shape else None
        self._has_midnights = False
        is_dated_by_day = not (self._is_of_nights or self._last_night or self._is_stamp)
        self._mornings = Mornings() if is_dated_by_day and "name" not in fields else None
        self._is_told = False
        self.order = ""

    @property
    def is_open(self) -> bool:
        """Whether only further rows tell if a column's times are times of the clock."""
        return self._may_be_days is not None or (self._mornings is not None and self._mornings.is_open)

    def name_nights(self) -> None:
        """Take note that the dates name nights, by their evenings, whatever their header says."""
        self._is_of_nights, self._mornings = "date" in self._fields, None

    def look(self, row: list[str]) -> None:
        """Look at a row before any is read."""
        if self._mornings and self._mornings.is_open:
            self._look_for_mornings(row, self._mornings)
        if self._may_be_days is None or not _DIGIT.search(text := cell_of(row, self._may_be_days)):
            return
        clock = clock_beside(text)
        if clock == time():
            self._has_midnights = True
        elif clock is not None:
            self._may_be_days = None

    def _look_for_mornings(self, row: list[str], mornings: Mornings) -> None:
        with suppress(UsageError):  # what is no date or time is told where the row is read
            day, beside = self._day_of("date" if "date" in self._fields else "at", row, _any_order)
            said = self._fields.text(row, "time")
            said = beside if denies(said) else said
            times = [self._time_alone(day, each) for each in _SEVERAL.split(said) if each]
            mornings.look(day, [each.clock for each in times if each and each.clock is not None])

    def looked(self) -> None:
        """Take note that all rows were looked at, and say what was found."""
        if self._may_be_days is not None and self._has_midnights:
            name = short(safe(self._may_be_days.name))
            self._reading.said.append(f'All times in "{name}" are at midnight, so it is read as days.')
        else:
            self._may_be_days = None

    @property
    def dated_at(self) -> int | None:
        """The column in which each row has its day."""
        found = self._fields.get("date") or self._fields.get("at")
        return found.at if found else None

    @property
    def merged_at(self) -> int | None:
        """The column whose cells may be merged, so that rows are of the day above them: no form leaves out its own."""
        found = self._fields.get("date") or (None if self._is_stamp else self._fields.get("at"))
        return found.at if found else None

    def of(self, row: list[str], *, by_day: bool = False) -> When:
        """Return when a row is of.

        Args:
            row: its cells.
            by_day: whether its date is that of the row above, whose time is not this one's.

        Raises:
            UsageError: its date or time cannot be read.
        """
        said = self._fields.text(row, "time")
        said = "" if denies(said) else said
        when = self._moment(row, has_time=bool(said))
        day, beside = (
            (when.written.date(), "") if when else self._day_of("date", row, partial(self._date, "date"))
        )
        when = None if by_day else when
        if said:
            return self._at_each_time(day, said, when, "time")
        if beside and not by_day and "at" not in self._fields:  # else it is that of another column's day
            return self._at_each_time(day, beside, when, "date")
        if when is None or not when.has_clock:
            return self._by_day(day)
        if self._last_night is None:
            return when
        self._tell_of_last_night()
        # How late it was in that night is not what the clock showed when it was written.
        return when._replace(night=day - _DAY, has_clock=False)

    def _by_day(self, day: date) -> When:
        """Return when a row is of that has no time of the clock."""
        when = self._reading.when(day, None)
        if self._last_night is not None:
            self._tell_of_last_night()
        elif self._mornings and self._mornings.are_dates:
            self._tell(
                "All times are after midnight, so a row without one is read as of the night before its date."
            )
        else:
            return when
        return when._replace(night=day - _DAY)

    def _moment(self, row: list[str], *, has_time: bool) -> When | None:
        """Return the moment in a row; None where it has none, or a day beside it says more."""
        text = self._fields.text(row, "at")
        is_dated = bool(_DIGIT.search(self._fields.text(row, "date")))
        if "at" not in self._fields or (is_dated and (has_time or self._is_stamp or not text)):
            return None
        shape = self._fields["at"].shape
        if shape:
            found = in_shape(text, shape)
            if found.utcoffset() is not None:
                return self._reading.when_at(found)
            return self._reading.when(found.date(), found.time() if has_hour(shape) else None)
        moment = iso_moment(text)
        if moment is not None:
            when = self._reading.when_at(moment)
        else:
            day, beside = self._date("at", text)
            when = self._beside(day, beside) if beside else self._reading.when(day, None)
        return self._reading.when(when.written.date(), None) if self._may_be_days else when

    def _beside(self, day: date, said: str) -> When:
        """Return the moment of a day with the times of the clock that stand in its cell."""
        times, is_all = self._times_in(day, said, "at")
        first, *others = map(self._shown, times)
        return self._with_more(first, others, is_all, f"{self._fields['at'].name}: {said}")

    def _day_of(
        self, field: str, row: list[str], read: Callable[[str], tuple[date, str]]
    ) -> tuple[date, str]:
        """Return the day of a row, and the time of the clock that stands beside it in its cell, if one does."""
        text, shape = self._fields.text(row, field), self._fields[field].shape
        if shape:
            found = in_shape(text, shape)
            return found.date(), f"{found.time()}" if has_hour(shape) else ""
        moment = iso_moment(text)
        day, beside = (moment.date(), f"{moment:%H:%M:%S%z}") if moment else read(text)
        # Some programs write a day with its midnight.
        return day, "" if clock_beside(text) == time() else beside

    def _date(self, field: str, text: str) -> tuple[date, str]:
        meaning = self._reading.meant(text)
        try:
            day, beside = read_date(meaning.text if meaning else text, self.order, self._as_said[field])
        except UsageError as error:
            if meaning or "--map" in f"{error}":
                raise
            raise UnreadCellError(f"{error}", "date", text) from error
        self._reading.look_at_weekday(text, day)
        return day, beside

    def _at_each_time(self, day: date, said: str, when: When | None, field: str) -> When:
        """Return the moment of a cell of times of the clock, with the others of it where it has several.

        Args:
            day: of the row.
            said: the times.
            when: the moment beside them, which is when the row was written.
            field: in which they are.
        """
        times, is_all = self._times_in(day, said, field)
        first, *others = (self._on_the_clock(day, each, when) for each in times)
        return self._with_more(first, others, is_all, f"{self._fields[field].name}: {said}")

    def _with_more(self, first: When, others: Iterable[When], is_all: bool, said: str) -> When:
        """Return the first moment of a cell with the others, which go forward in time, and with what it says."""
        more: list[When] = []
        last = first
        for each in others:
            if each.written < last.written and each.written.time() < _NOON <= last.written.time():
                at = self._reading.when(each.written.date() + _DAY, each.written.time())
                each = at._replace(precision=each.precision)
            if each.at not in (first.at, *(one.at for one in more)):
                more.append(each)
                last = each
        return first._replace(more=tuple(more), note=None if is_all and not more else said)

    def _shown(self, shown: RowTime) -> When:
        """Return the moment of a time of the clock on its day."""
        on, clock, is_rough, offset = shown
        if clock is None:
            return self._reading.when(on, None)
        if offset is None:
            found = self._reading.when(on, clock)
        else:
            found = self._reading.when_at(datetime.combine(on, clock, timezone(offset)))
        return found._replace(precision="approx") if is_rough else found

    def _on_the_clock(self, day: date, shown: RowTime, when: When | None) -> When:
        """Return the moment of a time of the clock in a column of its own."""
        on, clock, *_ = shown
        if clock is None:
            return self._by_day(day)
        is_after_midnight = on > day or clock < _NOON  # 24:00 is the next day's
        night = None
        if when is not None and when.has_clock:
            latest = when.written + _AHEAD
            on = latest.date() if datetime.combine(latest.date(), clock) <= latest else latest.date() - _DAY
        elif self._is_of_nights:
            night, on = day, day + _DAY if is_after_midnight else day
            name = short(safe(self._fields["date"].name))
            self._tell(
                f'"{name}" is read as the evening of each night: times after midnight are of the next day.'
            )
        elif self._last_night is not None:
            self._tell_of_last_night()
            night, on = day - _DAY, day if is_after_midnight else day - _DAY
        found = self._shown(shown._replace(on=on))
        # It is no time of writing, so what it says of the small hours is of their night.
        return found._replace(night=night or (on - _DAY if is_after_midnight else None))

    def _times_in(self, day: date, said: str, field: str) -> tuple[list[RowTime], bool]:
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
        if found := self._time_alone(day, said):
            return [found], True
        several = [self._time_alone(day, each) for each in _SEVERAL.split(said) if each]
        times = [each for each in several if each is not None]
        if times and len(times) == len(several):
            return times, True
        told = self._reading.words.told(f"at {said}")
        if told is not None and told.clock is not None and not told.kept:
            return [_of_words(day, told.clock, is_rough=True)], False
        if field == "date" or not _PARTS.isdisjoint(said.casefold().split()):
            self._reading.ignore(f'time "{short(safe(said))}"')
            return [RowTime(day, None)], True
        by_day = "ignore" if field == "time" else "date"
        cell = f"{typed_map(said, IGNORE)} takes such a row by its day, or " if can_be_typed(said) else ""
        raise UnreadCellError(
            f'"{short(safe(said))}" is no time of the clock. {cell}'
            f"{typed_map(self._fields[field].name, by_day)} takes each row by its day.",
            "time",
            said,
        )

    def _time_alone(self, day: date, said: str) -> RowTime | None:
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

    def _tell_of_last_night(self) -> None:
        self._tell(f'"{short(safe(self._last_night or ""))}" is read as of the night before each date.')

    def _tell(self, text: str) -> None:
        if not self._is_told:
            self._reading.said.append(text)
        self._is_told = True


def _any_order(text: str) -> tuple[date, str]:
    """Return a date and what stands behind it, the day first where that is open: dates alike are read alike."""
    return read_date(text, order_of([text]) or "dmy")


def _is_alone(told: Told) -> bool:
    """Return whether words tell a time of the clock, and nothing else."""
    others = told.day, told.refused, told.seconds, re.search(r"\w", told.line_without_time.removeprefix("at"))
    return not any(others)


def _of_words(day: date, clock: Clock, *, is_rough: bool) -> RowTime:
    """Return the time that words tell."""
    hour, minute, is_open, _ = clock
    half = 12 if is_open and 6 <= hour <= 11 else 0
    return RowTime(day, time((hour % 12 if is_open else hour) + half, minute), is_open or is_rough)
