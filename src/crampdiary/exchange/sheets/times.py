"""When each row of a sheet is of, by its columns of dates and times and by what their headers say.

A header can say of which night a row is: a column of nights names them by their evening, and cramps of "last night"
are of the night before the row's day. A column whose times are all at midnight has none: programs write a day so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import clock_beside, iso_moment, read_date, read_day
from crampdiary.exchange.columns import is_of_last_night, is_of_nights, is_when_written
from crampdiary.exchange.intake import Reading, When
from crampdiary.exchange.meaning import IGNORE, typed_map
from crampdiary.exchange.sheets.placed import SheetColumn, cell_of
from crampdiary.exchange.sheets.shapes import has_hour, in_shape
from crampdiary.exchange.yes_no import denies
from crampdiary.words.wording import safe, short

_DAY = timedelta(days=1)
_NOON = time(12)
_AHEAD = timedelta(minutes=15)  # by which the clock of who writes may be behind
_DIGIT = re.compile(r"\d")
_HOUR = re.compile(r" ?(?:uhr|hrs?|h|o'?clock)\.?$", re.IGNORECASE)
_HOUR_ALONE = re.compile(r"(\d{1,2}) ?(?:uhr|hrs?|h)\.?", re.ASCII | re.IGNORECASE)
_PARTS = frozenset("night evening morning bedtime overnight late early dawn nachts abends morgens".split())


class RowTimes:
    """Reads when the rows of a sheet are of.

    Args:
        reading: of the file.
        fields: where each field stands.
        of_cramps: the headers of what is told of a cramp.

    Attributes:
        order: of day and month in dates, once it is known.
    """

    def __init__(self, reading: Reading, fields: Mapping[str, SheetColumn], of_cramps: Iterable[str]) -> None:
        self._reading = reading
        self._fields = fields
        self._is_of_nights = "date" in fields and is_of_nights(fields["date"].name)
        self._last_night = next(filter(is_of_last_night, of_cramps), None)
        self._is_stamp = "at" in fields and is_when_written(fields["at"].name)
        # What a person would say of a column to give it a shape.
        self._shaped = {
            field: f"{short(safe(fields[field].name))}={field}:{shape}"
            for field, shape in (("at", "%d.%m.%Y %H:%M"), ("date", "%d.%m.%Y"))
            if field in fields
        }
        at = fields.get("at")
        self._may_be_days = at if at and not at.shape else None
        self._has_midnights = False
        self._is_told = False
        self.order = ""

    @property
    def is_open(self) -> bool:
        """Whether only further rows tell if a column's times are times of the clock."""
        return self._may_be_days is not None

    def look(self, row: list[str]) -> None:
        """Look at a row before any is read."""
        if self._may_be_days is None or not _DIGIT.search(text := cell_of(row, self._may_be_days)):
            return
        clock = clock_beside(text)
        if clock == time():
            self._has_midnights = True
        elif clock is not None:
            self._may_be_days = None

    def looked(self) -> None:
        """Take note that all rows were looked at, and say what was found."""
        if self._may_be_days is not None and self._has_midnights:
            name = short(safe(self._may_be_days.name))
            self._reading.said.append(f'All times in "{name}" are at midnight, so it is read as days.')
        else:
            self._may_be_days = None

    def of(self, row: list[str]) -> When:
        """Return when a row is of.

        Raises:
            UsageError: its date or time cannot be read.
        """
        said = self._text(row, "time")
        said = "" if denies(said) else said
        when = self._moment(row, has_time=bool(said))
        day = when.written.date() if when else self._day(row)
        if said:
            return self._on_the_clock(day, said, when)
        when = when or self._reading.when(day, None)
        if self._last_night is None:
            return when
        self._tell_of_last_night()
        # How late it was in that night is not what the clock showed when it was written.
        return when._replace(night=day - _DAY, has_clock=False)

    def _text(self, row: list[str], field: str) -> str:
        column = self._fields.get(field)
        return cell_of(row, column) if column else ""

    def _moment(self, row: list[str], *, has_time: bool) -> When | None:
        """Return the moment in a row; None where it has none, or a day beside it says more."""
        text = self._text(row, "at")
        is_dated = bool(_DIGIT.search(self._text(row, "date")))
        if "at" not in self._fields or (is_dated and (has_time or self._is_stamp or not text)):
            return None
        shape = self._fields["at"].shape
        if shape:
            found = in_shape(text, shape)
            if found.utcoffset() is not None:
                return self._reading.when_at(found)
            return self._reading.when(found.date(), found.time() if has_hour(shape) else None)
        moment = iso_moment(text)
        when = (
            self._reading.when_at(moment)
            if moment is not None
            else self._reading.when(*read_day(*read_date(text, self.order, self._shaped["at"])))
        )
        return self._reading.when(when.written.date(), None) if self._may_be_days else when

    def _day(self, row: list[str]) -> date:
        text, shape = self._text(row, "date"), self._fields["date"].shape
        if shape:
            return in_shape(text, shape).date()
        found = iso_moment(text)  # some programs write a day with its midnight
        return found.date() if found else read_date(text, self.order, self._shaped["date"])[0]

    def _on_the_clock(self, day: date, said: str, when: When | None) -> When:
        """Return the moment of a time of the clock in a column of its own.

        Args:
            day: of the row.
            said: the time.
            when: the moment beside it, which is when the row was written.
        """
        shape = self._fields["time"].shape
        on, clock, is_rough = (day, in_shape(said, shape).time(), False) if shape else self._clock(day, said)
        if clock is None:
            return self._reading.when(day, None)
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
        found = self._reading.when(on, clock)._replace(night=night)
        return found._replace(precision="approx") if is_rough else found

    def _clock(self, day: date, said: str) -> tuple[date, time | None, bool]:
        """Return a day and its time of the clock, and whether that is roughly known; no time for a part of the day.

        An hour alone is one of the night: people write 3 and 11 for those at which they woke.

        Raises:
            UsageError: it is none.
        """
        try:
            on, clock = read_day(day, said)
            return on, clock or time(), False
        except UsageError as error:
            told = self._reading.words.told(f"at {_HOUR.sub('', said)}")
            if told is not None and told.clock is not None and not told.kept:
                hour, minute, is_open, _ = told.clock
                half = 12 if is_open and 6 <= hour <= 11 else 0
                return day, time((hour % 12 if is_open else hour) + half, minute), is_open or told.is_rough
            hours = _HOUR_ALONE.fullmatch(said)
            if hours and int(hours[1]) < 24:
                return day, time(int(hours[1])), False
            if not _PARTS.isdisjoint(said.casefold().split()):
                self._reading.ignore(f'time "{short(safe(said))}"')
                return day, None, True
            by_day = typed_map(self._fields["time"].name, IGNORE)
            raise UsageError(
                f'"{short(safe(said))}" is no time of the clock. {by_day} takes each row by its day.'
            ) from error

    def _tell_of_last_night(self) -> None:
        self._tell(f'"{short(safe(self._last_night or ""))}" is read as of the night before each date.')

    def _tell(self, text: str) -> None:
        if not self._is_told:
            self._reading.said.append(text)
        self._is_told = True
