"""Lines that name a day, a night or a time for those below them: `## Mon 2 March`, `Night of 2 March 2026`, `Morning:`.

A day without its year or its date is told by the days that the file names beside it, as most files are in the order
of time; where it names none, by the present. One that could be two days, or is not understood, is none: what stands
below it must say its own day.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.lines.day_named import (
    DayNamed,
    mark_of_dates,
    may_begin,
    named_in,
    plain,
    slashed_order,
)
from crampdiary.exchange.lines.day_words import MONTH, WEEKDAYS
from crampdiary.exchange.lines.name_day import day_in_name
from crampdiary.exchange.lines.stamps import with_its_year_first
from crampdiary.words.when import NamedDay
from crampdiary.words.wording import short

_AROUND = 63  # days: no two months in a row are short of a day 31
_YEARS = 4  # to a leap year
_HALF_A_YEAR = timedelta(days=183)
_OF_A_YEAR = re.compile(
    rf"(?:(?:my|leg|foot|calf|night|nocturnal) )*(?:(?:cramps?|spasms?|pains?)\b ?)?"
    rf"(?:diary|log|journal|notes?|tracker)?\W{{0,3}}(?:{MONTH})?\W{{0,3}}((?:19|20)\d\d)",
    re.IGNORECASE,
)
"""A title that names the year of the dates below it: `Leg cramps 2025`, `# 2025`, `March 2025`."""
_STAMPED = re.compile(r"[\W_]{0,3}(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*[a-z]", re.ASCII | re.IGNORECASE)


class Heading(NamedTuple):
    """A line that those below it are of.

    Attributes:
        words: as typed, in small letters.
        day: its date, where that is known.
        near: a day seen from the present, as the grammar reads it.
        part: of the day, as `DayNamed` has it.
        clock: the time, as typed.
        stamp: the moment, where it is one at which a line was written.
        is_relative: whether the present tells which day it is.
        is_within: whether it is a part of the day above it, or a time of that.
        is_beside: whether it is told by the day of the week or month, and by the days beside it alone.
        is_open: whether it names a day, and nobody knows which.
        why: that is so.
        rest: what else stands in the line.
    """

    words: str = ""
    day: date | None = None
    near: str = ""
    part: str = ""
    clock: str = ""
    stamp: datetime | None = None
    is_relative: bool = False
    is_within: bool = False
    is_beside: bool = False
    is_open: bool = False
    why: str = ""
    rest: str = ""

    @property
    def named(self) -> NamedDay | None:
        """The day as the grammar names it."""
        name = self.near or (self.day.isoformat() if self.day else "")
        return NamedDay(name, self.part) if name else None

    def refusal(self) -> UsageError:
        """Return what is said of a line below it that does not say its day."""
        why = self.why or "That is not plainly one day."
        return UsageError(
            f'It stands below "{short(self.words)}". {why} Put its day in front: 2026-03-01 03:10.'
        )

    def own_refusal(self) -> UsageError:
        """Return what is said of a line that begins with it."""
        why = self.why or "That is not plainly one day."
        return UsageError(f"It begins with a day. {why} Write its date in front: 2026-03-01 03:10.")

    def below(self, above: Heading | None) -> Heading:
        """Return a day as it is below another: open where only that could tell which it is, and does not."""
        if above is None or not above.is_open or above.is_beside or not self.is_beside:
            return self
        return self._replace(day=None, near="", is_open=True, why=above.why)

    def within(self, above: Heading | None) -> Heading:
        """Return a part of a day, or a time, as that of the heading above it."""
        if above is None:
            why = "No day stands above that." if self.part else ""
            return self._replace(is_relative=True, is_open=bool(self.part), why=why)
        words = f"{above.words.partition(';')[0]}; {self.words}"
        return above._replace(words=words, part=self.part or above.part, clock=self.clock, stamp=None)


_OF_A_WEEK = "It is of a whole week, so a line needs its day, such as Mon."
_BEGINS_WITH_A_DATE = Heading(rest="more")  # one for all of them, as a file may have very many


class Headings:
    """The days that the lines of a file name, each by its place in the file: first all are noted, then looked up.

    Once settled, `first` is the day that the name of the file says, which is above all lines; or None.

    Args:
        today: None where the present is not known.
        is_again: whether files were imported before, and lines may be of those.
        name: of the file, without its folder and ending, which may say the day of its lines.
    """

    def __init__(self, today: date | None, *, is_again: bool = False, name: str = "") -> None:
        self._today = today
        self._is_again = is_again
        self._name = name
        self.first: Heading | None = None
        self._in_a_week = self._has_dates = False
        self.order = ""  # of day and month in its dates without a year, once settled
        self._noted: list[_Noted] = []
        self._named: list[tuple[int, str, DayNamed]] = []
        self._years: list[tuple[int, int]] = []  # that lines name, each with the place of the line
        self._found: dict[int, Heading] = {}
        self._stamped: _Noted | None = None
        self._is_followed = True

    def note(self, number: int, text: str, *, is_marked: bool) -> None:
        """Take note of a line, without its marks; of those with a moment just what stands beside other days."""
        text = with_its_year_first(text)
        stamped = _STAMPED.match(text)
        if stamped:
            self._stamped = _Noted(number, text)
            if not self._is_followed:
                self._noted.append(self._stamped)
                self._is_followed = True
            return
        noted = _Noted(number, text, is_marked, self._in_a_week)
        named = noted.named("dmy", marks="/-") if may_begin(text) else None
        if named is None and (titled := _OF_A_YEAR.fullmatch(text.strip(" #:=*-"))):
            self._years.append((number, int(titled[1])))
        if named:
            if self._stamped and self._stamped not in self._noted[-1:]:
                self._noted.append(self._stamped)
            self._noted.append(noted)
            self._is_followed = False
            if named.is_dated:
                self._in_a_week = named.week is not None
                self._has_dates = True

    def settle(self, order: str) -> None:
        """Tell which days they are, by the order of day and month in the file's dates."""
        day = day_in_name(self._name, is_alone=self._has_dates or self._stamped is not None)
        self.first = Heading(words=self._name, day=day) if day else None
        order = order or slashed_order(each.text for each in self._noted)
        marks = "".join({mark_of_dates(each.text) for each in self._noted})
        self.order = order if marks else ""
        for each in self._noted:
            named = each.named(order, marks=marks)
            if named is not None:
                self._named.append((each.number, plain(each.text), named))
        self._noted.clear()
        self._direction = self._order_of_days()
        of_week = [
            (each.weekday, each.number) for _, _, each in self._named if each.is_of_a_week and not each.rest
        ]
        runs = Counter(two for one, two in pairwise([None, *of_week]) if one != two)
        met: list[tuple[int | None, int | None]] = []
        before = day
        week: date | None = None
        in_a_week = False
        year, of_year = 0, None  # that is named above, and the last date of it
        for place, after in enumerate(self._later_dates()):
            number, words, named = self._named[place]
            while self._years and self._years[0][0] < number:
                year, of_year = self._years.pop(0)[1], None
            if year and named.day:
                year, of_year = named.day.year, named.day
            which = (named.weekday, named.number)
            is_known = self._is_again and which not in met[:-1]
            is_in_a_week = in_a_week and named.is_of_a_week and named.number is None
            if year and named.month is not None:
                begun = _date(year, named)
                if begun and of_year and of_year - begun > _HALF_A_YEAR:
                    year, begun = year + 1, _date(year + 1, named)
                of_year = begun
                found = _on_its_weekday(Heading(day=begun), named)
            elif is_in_a_week and named.weekday is not None:
                found = _in_the_week(week, named.weekday)
            else:
                found = self._resolved(named, before, after, is_twice=runs[which] > 1 and not is_known)
            heading = found._replace(
                words=words, part=named.part, clock=named.clock, rest=named.rest, is_within=not named.names_a_day,
                is_beside=named.is_of_a_week and not is_in_a_week,
                is_open=named.names_a_day and found.named is None, why=found.why or named.why,
            )  # fmt: skip
            if named.is_dated:
                week, in_a_week = _first_of_week(named, heading.day), named.week is not None
            if named.week is not None:
                heading = Heading(words=words, is_open=True, why=heading.why or _OF_A_WEEK)
            if heading.day and not heading.is_relative:
                before = heading.day
            if met[-1:] != [which]:
                met.append(which)
            self._found[number] = (
                _BEGINS_WITH_A_DATE if named.day and named.rest and not heading.why else heading
            )
        self._named.clear()

    def at(self, number: int) -> Heading | None:
        """Return what a line names of a day, None where it names none."""
        return self._found.get(number)

    def _order_of_days(self) -> int:
        """Return 1 where days come in the order of time, -1 where the newest stands first, 0 where that is open.

        Dates with a month tell it, or else the days of the week between them: few leave out more than half of a week.
        """
        dates = self._dates()
        rises = sum((one < two) - (one > two) for one, two in pairwise(dates))
        if rises:
            return 1 if rises > 0 else -1
        week = [
            (each.day.weekday() if each.day else each.weekday, each.day is None)
            for _, _, each in self._named
            if each.day or each.weekday is not None
        ]
        steps = [
            (two[0] - one[0]) % 7
            for one, two in pairwise(week)
            if one[0] is not None and two[0] is not None and one[0] != two[0] and (one[1] or two[1])
        ]
        if sum(steps) * 2 <= 7 * len(steps):
            return 1
        return -1 if len(steps) > 1 else 0

    def _dates(self) -> list[date]:
        """Return the dates with a month, those without their year as next to the one before."""
        found: list[date] = []
        near = next((each.day for _, _, each in self._named if each.day), self._today)
        for _, _, each in self._named:
            day = each.day
            if day is None and each.month is not None and near is not None:
                day = _nearest(each, near)
            if day is not None:
                found.append(day)
                near = day
        return found

    def _later_dates(self) -> list[date | None]:
        """Return for each place the first date with a year from there on."""
        found: list[date | None] = []
        later: date | None = None
        for _, _, named in reversed(self._named):
            later = named.day or later
            found.append(later)
        return found[::-1]

    def _resolved(
        self, named: DayNamed, before: date | None, after: date | None, *, is_twice: bool
    ) -> Heading:
        """Return the day that is named, from those above it; from those below where there are none above.

        A file may grow at its end, so what is told without those above it is told by the first import.
        """
        beside, is_relative = before or after, before is None
        if named.day or named.why or not named.names_a_day:
            return _on_its_weekday(Heading(day=named.day), named)
        if named.near and before:
            return Heading(why="There are dates above it, and it may be seen from one of them.")
        if named.near:
            return Heading(near=named.near, is_relative=True)
        if named.month is not None:
            return self._of_a_year(named, beside)._replace(is_relative=is_relative)
        if is_twice and before is None:
            return Heading(why="It stands there twice, so it may be two days.")
        if beside is None:
            return self._latest(named)
        if self.first and beside == self.first.day and _fits(named, beside):
            return Heading(day=beside)
        if named.weekday is not None and _fits(named, beside):
            return Heading(why="It may be the day beside it, or one a week from that.")
        if not self._direction:
            return Heading(why="It may be before the day beside it, or after that.")
        step = timedelta(days=-self._direction if is_relative else self._direction)
        days = (beside + step * count for count in range(_AROUND if named.number else 7))
        return Heading(day=next((day for day in days if _fits(named, day)), None), is_relative=is_relative)

    def _of_a_year(self, named: DayNamed, beside: date | None) -> Heading:
        """Return a date without its year, as the one next to another in the file, or else the latest that has begun."""
        near = beside or self._today
        if near is None:
            return Heading()
        day = _nearest(named, near, is_begun=beside is None)
        return _on_its_weekday(Heading(day=day), named)

    def _latest(self, named: DayNamed) -> Heading:
        if named.number is None:
            return Heading(near=WEEKDAYS[named.weekday or 0], is_relative=True)
        if self._today is None:
            return Heading()
        days = (self._today - timedelta(days=count) for count in range(_AROUND))
        return Heading(day=next((day for day in days if _fits(named, day)), None), is_relative=True)


class _Noted(NamedTuple):
    """A line that may name a day, by its number, without its marks."""

    number: int
    text: str
    is_marked: bool = False
    in_a_week: bool = False

    def named(self, order: str, *, marks: str) -> DayNamed | None:
        return named_in(self.text, order, is_marked=self.is_marked, in_a_week=self.in_a_week, marks=marks)


def _first_of_week(named: DayNamed, day: date | None) -> date | None:
    """Return the first day of a week that is named by a day; None where it may be another one.

    Weeks begin on Monday or on Sunday.
    """
    first = day - timedelta(named.week) if day and named.week is not None else None
    return first if first and first.weekday() in (0, 6) else None


def _in_the_week(first: date | None, weekday: int) -> Heading:
    if first is None:
        return Heading(why="It is of a week that may begin on another day.")
    return Heading(day=first + timedelta((weekday - first.weekday()) % 7))


def _fits(named: DayNamed, day: date) -> bool:
    return named.weekday in (None, day.weekday()) and named.number in (None, day.day)


def _date(year: int, named: DayNamed) -> date | None:
    try:
        return date(year, named.month or 0, named.number or 0)
    except ValueError:
        return None


def _nearest(named: DayNamed, near: date, *, is_begun: bool = False) -> date | None:
    """Return a date without its year as the one nearest to another, or as the latest that has begun by then."""
    days = [day for year in range(near.year - _YEARS, near.year + 2) if (day := _date(year, named))]
    if is_begun:
        days = [day for day in days if day <= near][-1:]
    return min(days, key=lambda each: abs(each - near), default=None)


def _on_its_weekday(heading: Heading, named: DayNamed) -> Heading:
    if heading.day is None or named.weekday is None or named.weekday == heading.day.weekday():
        return heading
    return Heading(why=f"{heading.day} is a {heading.day:%A}, not a {date(2024, 1, 1 + named.weekday):%A}.")
