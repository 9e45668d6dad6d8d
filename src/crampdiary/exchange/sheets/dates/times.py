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

from crampdiary.errors import UnreadCellError, UsageError
from crampdiary.exchange.clocks import clock_beside, iso_moment, order_of, read_date
from crampdiary.exchange.columns import (
    is_of_last_night,
    is_of_mornings,
    is_of_nights,
    is_when_written,
)
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.header_words import is_of_early_half
from crampdiary.exchange.names.meaning import (
    DATES,
    EVENINGS,
    MOMENTS,
    MORNINGS,
    can_be_typed,
    typed_map,
)
from crampdiary.exchange.row import When
from crampdiary.exchange.sheets.dates.cell_times import SEVERAL_TIMES, CellTimes, RowTime
from crampdiary.exchange.sheets.dates.filled_in import FilledIn
from crampdiary.exchange.sheets.dates.mornings import Mornings
from crampdiary.exchange.sheets.placed import Fields, SheetColumn, cell_of
from crampdiary.exchange.sheets.shapes import has_hour, in_shape
from crampdiary.exchange.yes_no import denies, is_yes
from crampdiary.words.wording import safe, short

_DAY = timedelta(days=1)
_NOON = time(12)
_AHEAD = timedelta(minutes=15)  # by which the clock of who writes may be behind
_DIGIT = re.compile(r"\d")


class RowTimes:
    """Reads when the rows of a sheet are of.

    Args:
        reading: of the file.
        fields: where each field stands.
        header: the names of all columns.
        of_cramps: the headers of what is told of a cramp.
        asked: the columns that say whether there was one.

    Attributes:
        order: of day and month in dates, once it is known.
        day: of the row that was read last, as its date says.
    """

    def __init__(
        self, reading: Reading, fields: Fields, header: Iterable[str], of_cramps: Iterable[str],
        asked: Iterable[SheetColumn],
    ) -> None:  # fmt: skip
        self._reading = reading
        self._fields = fields
        self._cells = CellTimes(reading, fields)
        self._said = reading.columns.get(DATES, "")
        self._asked = [*asked]
        self._is_of_nights = "date" in fields and is_of_nights(fields["date"].name)
        self._last_night = next(filter(is_of_last_night, of_cramps), None) or self._of_mornings()
        stamped = [
            each for each in ("at", "date") if each in fields and is_when_written(fields[each].name, header)
        ]
        self._is_stamp = "at" in stamped
        self._stamp = next(iter(stamped), None)
        dated = next((each for each in ("date", "at") if each in fields and each not in stamped), None)
        is_morning = dated is not None and is_of_mornings(fields[dated].name, has_clock=dated == "at")
        self._morning = fields[dated].name if dated and is_morning and not self._said else None
        # What a person would say of a column.
        self._as_said = {
            field: f"{fields[field].name}={field}" if can_be_typed(fields[field].name) else ""
            for field in ("at", "date")
            if field in fields
        }
        at = fields.get("at")
        self._may_be_days = at if at and not at.shape else None
        self._has_midnights = False
        is_of_a_night = self._is_of_nights or self._last_night or self._morning
        asks_when = "time" in fields or len(fields.keys() & {"at", "date"}) > 1
        is_form = self._stamp is not None and "end" not in fields
        self._filled_in = FilledIn(self._said, asks_when=asks_when) if is_form else None
        is_dated_by_day = not (is_of_a_night or self._stamp or "name" in fields)
        self._mornings = Mornings(self._said) if is_dated_by_day else None
        self._told: set[str] = set()
        self._last: When | None = None
        self.order = ""
        self.day: date | None = None

    def _of_mornings(self) -> str | None:
        """Return a header that asks for cramps of the mornings; None where others ask for those of any time."""
        names = [each.name for each in self._asked]
        names = [each for each in names if self._reading.words.asks_of_cramps(each)] or names
        return names[0] if names and all(map(is_of_early_half, names)) else None

    @property
    def is_open(self) -> bool:
        """Whether only further rows tell if a column's times are times of the clock."""
        looking = [each for each in (self._mornings, self._filled_in) if each is not None]
        return self._may_be_days is not None or any(each.is_open for each in (self._cells, *looking))

    def name_nights(self) -> None:
        """Take note that the dates name nights, by their evenings, whatever their header says."""
        self._is_of_nights, self._mornings = "date" in self._fields, None

    def look(self, row: list[str], *, by_day: bool = False) -> None:
        """Look at a row before any is read; its date may be that of the row above, as in `of`."""
        self._cells.look(row)
        if self._mornings and self._mornings.is_open:
            self._look_for_mornings(row, self._mornings, by_day=by_day)
        if by_day:
            return
        if self._filled_in and self._filled_in.is_open:
            self._look_at_stamp(row, self._filled_in)
        if self._may_be_days is None or not _DIGIT.search(text := cell_of(row, self._may_be_days)):
            return
        clock = clock_beside(text)
        if clock == time():
            self._has_midnights = True
        elif clock is not None:
            self._may_be_days = None

    def _look_for_mornings(self, row: list[str], mornings: Mornings, *, by_day: bool) -> None:
        with suppress(UsageError):  # what is no date or time is told where the row is read
            day, beside = self._day_of("date" if "date" in self._fields else "at", row, _any_order)
            said = self._fields.text(row, "time")
            said = ("" if by_day else beside) if denies(said) else said
            times = [self._cells.alone(day, each) for each in SEVERAL_TIMES.split(said) if each]
            mornings.look(day, [each.clock for each in times if each and each.clock is not None])

    def _look_at_stamp(self, row: list[str], filled_in: FilledIn) -> None:
        with suppress(UsageError):
            day, beside = self._day_of(self._stamp or "", row, _any_order)
            at = self._cells.alone(day, beside) if beside else None
            is_else = self._fields.text(row, "name") or not denies(self._fields.text(row, "time") or "no")
            if at is None or at.clock is None or is_else:
                return
            clear = self._fields.among("clear")
            told = [(each, text) for each in self._asked if (text := cell_of(row, each))]
            denied = [is_yes(text) is True if each in clear else denies(text) for each, text in told]
            is_cramp = not all(denied) if told else not self._asked
            filled_in.look(at.clock, is_cramp=is_cramp, is_denied=any(denied) and not is_cramp)

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
        when = self._of(row, by_day=by_day)
        if by_day and when.has_clock and self._last is not None:
            when = self._below(when, self._last)
        self._last = next(
            (each for each in (*when.more[::-1], when) if each.has_clock), self._last if by_day else None
        )
        if self._mornings:
            self._note_mornings(row, when, self._mornings)
        return when

    def _below(self, when: When, last: When) -> When:
        """Return a moment whose date is that above it, in which another stands."""
        onward = self._onward(when, last)
        if onward is when:
            return when
        self._tell("Below a date, times after midnight that follow one before it are of the next day.")
        more: list[When] = []
        for each in when.more:
            more.append(self._onward(each, (more or [onward])[-1]))
        return onward._replace(more=tuple(more), note=when.note)

    def _of(self, row: list[str], *, by_day: bool) -> When:
        said = self._fields.text(row, "time")
        said = "" if denies(said) else said
        when = self._moment(row, has_time=bool(said))
        day, beside = (
            (when.written.date(), "") if when else self._day_of("date", row, partial(self._date, "date"))
        )
        self.day = day
        stamp = when if self._is_stamp else None
        if when is None and beside and self._stamp == "date" and (found := self._cells.alone(day, beside)):
            when = stamp = self._shown(found)
            beside = ""
        when = None if by_day else when
        if said:
            return self._at_each_time(day, said, when, "time")
        if beside and not by_day and "at" not in self._fields:  # else it is that of another column's day
            return self._at_each_time(day, beside, when, "date")
        if when is None or not when.has_clock:
            return self._by_day(day)
        if self._last_night is not None:
            self._tell_of_header()
            return self._of_night_before(when, is_form=stamp is not None)
        if stamp is None or self._filled_in is None or self._fields.text(row, "name"):
            return when if self._morning is None else self._before_a_morning(when)
        return self._of_stamp(when, self._filled_in)

    def _of_stamp(self, when: When, filled_in: FilledIn) -> When:
        """Return when a row is of that has a stamp alone."""
        stamps = self._fields[self._stamp or ""].name
        name = short(safe(stamps))
        self._reading.dates_are = self._reading.dates_are or filled_in.are
        if filled_in.are == MOMENTS:
            self._tell(
                f'"{name}" is read as when each cramp was. If it is when a row was filled in: '
                f"{typed_map(DATES, MORNINGS)}."
            )
            return when
        if not filled_in.is_later(when.written.time()):
            return when
        if self._said == EVENINGS:
            return when._replace(night=when.written.date(), has_clock=False)
        self._tell(
            f'"{name}" is read as when each row was filled in: cramps, and nights without, are of the night before. '
            f"If it is when each cramp was: {typed_map(DATES, MOMENTS)}."
        )
        return self._of_night_before(when, is_form=True)

    def _of_night_before(self, when: When, *, is_form: bool) -> When:
        """Return the night before a row's day: how late it was in it is not what the clock showed at its writing.

        What a form of the evening says was used is of that evening.
        """
        night = when.written.date() - _DAY
        if is_form and when.written.time() >= _NOON:
            return when._replace(night=night, precision="day", looks_back=True)
        return when._replace(night=night, has_clock=False)

    def _before_a_morning(self, when: When) -> When:
        """Return the moment of a row dated by the morning after its night."""
        self._tell_of_header()
        if when.written.time() < _NOON:
            return when
        back = [each._replace(at=each.at - _DAY, written=each.written - _DAY) for each in (when, *when.more)]
        return back[0]._replace(more=tuple(back[1:]), note=when.note)

    def _by_day(self, day: date) -> When:
        """Return when a row is of that has no time of the clock."""
        when = self._reading.when(day, None)
        if self._last_night is not None or self._morning is not None:
            self._tell_of_header()
        elif self._mornings is None or self._mornings.are != MORNINGS:
            return when
        return when._replace(night=day - _DAY)

    def _note_mornings(self, row: list[str], when: When, mornings: Mornings) -> None:
        """Take note of a row, and tell of which night those without a time are once there are such and others."""
        clocks = [each.written.time() for each in (when, *when.more) if each.has_clock]
        dates = [each.at for each in self._fields.among("at", "date")]
        is_blank = not any(cell.strip() for at, cell in enumerate(row) if at not in dates)
        # Of a program it is known what its days are.
        is_known = mornings.have_no_times and not {*self._reading.columns} & {
            each.name for each in self._fields.among("at", "date")
        }
        if is_blank or is_known or not mornings.is_to_be_told(clocks):
            return
        self._reading.dates_are = mornings.are
        if mornings.are == MORNINGS:
            row_without = (
                "A row without a time" if self._said else "All times are after midnight, so a row without one"
            )
            moved = " Such rows that came in otherwise before are moved." * (
                self._reading.is_again and not self._said
            )
            self._tell(
                f"{row_without} is read as of the night before its date.{moved} If it is of that which begins then: "
                f"{typed_map(DATES, EVENINGS)}."
            )
        else:
            rows = "Each row" if mornings.have_no_times else "A row without a time"
            self._tell(
                f"{rows} is read as of the night that begins on its date. If it is of that before: "
                f"{typed_map(DATES, MORNINGS)}."
            )

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
        times, is_all = self._cells.in_cell(day, said, "at")
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
        times, is_all = self._cells.in_cell(day, said, field)
        first, *others = (self._on_the_clock(day, each, when) for each in times)
        return self._with_more(first, others, is_all, f"{self._fields[field].name}: {said}")

    def _with_more(self, first: When, others: Iterable[When], is_all: bool, said: str) -> When:
        """Return the first moment of a cell with the others, which go forward in time, and with what it says."""
        more: list[When] = []
        last = first
        for each in others:
            each = self._onward(each, last)
            if each.at not in (first.at, *(one.at for one in more)):
                more.append(each)
                last = each
        return first._replace(more=tuple(more), note=None if is_all and not more else said)

    def _onward(self, when: When, last: When) -> When:
        """Return a moment that follows another in one cell or below one date: after midnight it is of the next day."""
        is_over = last.written.time() >= _NOON or last.written.date() > when.written.date()
        if not (when.written < last.written and when.written.time() < _NOON and is_over):
            return when
        at = self._reading.when(when.written.date() + _DAY, when.written.time())
        return at._replace(precision=when.precision, night=when.written.date())

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
        elif self._last_night is not None or self._morning is not None:
            self._tell_of_header()
            night, on = day - _DAY, day if is_after_midnight else day - _DAY
        found = self._shown(shown._replace(on=on))
        # It is no time of writing, so what it says of the small hours is of their night.
        return found._replace(night=night or (on - _DAY if is_after_midnight else None))

    def _tell_of_header(self) -> None:
        name = short(safe(self._last_night or self._morning or ""))
        if self._last_night is not None:
            self._tell(f'"{name}" is read as of the night before each date.')
        else:
            self._tell(
                f'"{name}" is read as the morning after each night: times before midnight are of the day before.'
            )

    def _tell(self, text: str) -> None:
        if text not in self._told:
            self._reading.said.append(text)
        self._told.add(text)


def _any_order(text: str) -> tuple[date, str]:
    """Return a date and what stands behind it, the day first where that is open: dates alike are read alike."""
    return read_date(text, order_of([text]) or "dmy")
