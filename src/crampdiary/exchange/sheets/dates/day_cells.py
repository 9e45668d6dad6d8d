"""Cells of a sheet's dates that are no whole date: days without their year, below their month, or nights of two days.

They become dates before any row is read: `Sun 1 Mar` is `Sun 2026-03-01`; `1./2. March 2026` is the night of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import month_in, order_of, read_date, weekdays_beside, without_weekday
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.lines.day_words import MONTH_NAMES
from crampdiary.exchange.names.meaning import YEAR, typed_map
from crampdiary.exchange.sheets.dates.years import DayOfYear, decided, latest_of, oldest_of, years_in
from crampdiary.exchange.table import Row

_LONGEST = 60  # characters
_NTH = r"(\d{1,2})(?:st|nd|rd|th|er)?"
_REST = r"(?:[ ,]+(\d{1,2}(?!\d).*))?"
"""A time behind a date."""
_DAY_FIRST = re.compile(rf"{_NTH}[.\- ]+(?:of |de |d')?([^\W\d_]{{3,}})\.?{_REST}")
_MONTH_FIRST = re.compile(rf"([^\W\d_]{{3,}})[. -]+{_NTH}{_REST}")
_NUMBERS = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\.?{_REST}", re.ASCII)
_DAY = re.compile(rf"{_NTH}\.?(?:, ?(\d{{4}}))?", re.ASCII)
_MONTH = re.compile(r"([^\W\d_]{3,})\.?,?(?: (\d{4})| '(\d\d))?")
_TWO = re.compile(r" ?(?:[/–—&+-]| to | bis | auf | and | und ) ?")
_TWO_WEEKDAYS = re.compile(r"([^\W\d_]{2,9})\.? ?[/–-] ?[^\W\d_]{2,9}\.?,? (?=\S)")
_LEAP, _NO_LEAP = 2024, 2023
_FIRST_YEAR, _LAST_YEAR = 1990, 2090


class _Said(NamedTuple):
    """What a cell says of a day.

    Attributes:
        day: in its month.
        month: None where that stands elsewhere.
        year: the same.
        rest: behind it, a time of the clock.
        weekdays: which it can be, by what stands before it.
        weekday: as that is written.
        is_of_two: whether it is a night, named by both of its days.
        is_whole: whether it is a date as it stands.
    """

    day: int
    month: int | None = None
    year: int | None = None
    rest: str = ""
    weekdays: frozenset[int] = frozenset()
    weekday: str = ""
    is_of_two: bool = False
    is_whole: bool = False


class DayCells:
    """Makes dates of such cells, by all that stand in their column.

    Args:
        reading: of the file.
        at: the column; None where there is none, or where it has a shape that says how to read it.
        titles: above the table and in its header.

    Attributes:
        order: of day and month, where some without a year need it.
        are_nights: whether some are nights of two days, so that all dates name the evening of a night.
    """

    def __init__(self, reading: Reading, at: int | None, titles: Sequence[str]) -> None:
        self._reading = reading
        self._at = at
        self._titles = [*titles, reading.path.stem, reading.sheet or ""]
        self._above = next((found for each in reversed(titles) if (found := month_alone(each))), None)
        self._found: dict[int, str] = {}
        self.order = ""
        self.are_nights = False

    def may_be_in(self, top: Iterable[Sequence[str]]) -> bool:
        """Return whether the first rows have any such cell."""
        texts = [row[self._at] for row in top if self._at is not None and self._at < len(row)]
        said = [_said(each, order) for each in texts for order in ("dmy", "mdy")]
        return any(each is not None and not each.is_whole for each in said)

    def look(self, rows: Iterable[Row]) -> None:
        """Look at all rows before any is read.

        Raises:
            UsageError: nothing tells of which year the days are, or whether day or month stands first.
        """
        at = self._at
        if at is None:
            return
        cells = [(line, row[at].strip()) for line, row in rows if at < len(row) and row[at].strip()]
        order = self._order(text for _, text in cells)
        found: list[tuple[int, _Said]] = []
        above = self._above
        for line, text in cells:
            if (heading := month_alone(text)) is not None:
                above = heading
            elif said := _of_cell(text, order, above):
                found.append((line, said))
        if any(each.is_of_two for _, each in found):
            self.are_nights = True
            self._reading.said.append("Dates of two days are read as the night that begins on the first.")
        self._settle(found)

    def _settle(self, found: list[tuple[int, _Said]]) -> None:
        days = [DayOfYear(each.month or 0, each.day, each.year, each.weekdays) for _, each in found]
        if not found:
            return
        reading = self._reading
        titled = {year for each in self._titles for year in years_in(each)}
        today = reading.now.date() if reading.now else date.max
        said = reading.columns.get(YEAR)
        years = decided(days, titled, today, int(said) if said else None)
        if years is None:
            oldest = days[oldest_of(days)]
            named = f"{oldest.day} {date(_LEAP, oldest.month, 1):%B}"
            reading.open_year = named, latest_of(days, today)
            raise UsageError(
                f"{reading.path.name}: its dates have no year, and nothing tells of which they are. Say it of the "
                f"oldest, {named}, as in {typed_map(YEAR, str(reading.open_year[1]))}. Nothing was imported."
            )
        lacking = [year for (_, each), year in zip(found, years.years, strict=True) if each.year is None]
        if lacking:
            first, last = min(lacking), max(lacking)
            which = f"{first}" if first == last else f"{first} to {last}"
            reading.said.append(f"Dates without a year are read as of {which}, {years.by}.")
        for (line, each), day, year in zip(found, days, years.years, strict=True):
            on = None if each.is_whole else day.in_year(year if each.year is None else each.year)
            if on is not None:
                self._found[line] = " ".join(filter(None, (each.weekday, on.isoformat(), each.rest)))

    def _order(self, texts: Iterable[str]) -> str:
        """Return the order of day and month, empty where that is open and no cell needs it."""
        reading = self._reading
        open_date = ""
        order: str | None = None
        for text in texts:
            plain = without_weekday(text)
            match = _NUMBERS.fullmatch(plain)
            if match is None or match[2] == ".":
                of_two = [each for each in ("dmy", "mdy") if _of_two(plain, each)]
                order = order_of([text]) or (of_two[0] if len(of_two) == 1 else None) or order
                continue
            one, two = int(match[1]), int(match[3])
            if one > 12 or two > 12:
                order = "dmy" if one > 12 else "mdy"
            open_date = open_date or f"{match[1]}/{match[3]}/{reading.now.year if reading.now else _LEAP}"
        if reading.dates in ("dmy", "mdy"):
            return reading.dates
        if open_date:
            self.order = reading.settled_order(order, open_date)
        return self.order or order or ""

    def filled(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows with dates in place of such cells."""
        for line, row in rows:
            if self._at is not None and line in self._found:
                row = [*row[: self._at], self._found[line], *row[self._at + 1 :]]
            yield line, row


def month_alone(text: str) -> tuple[int, int | None] | None:
    """Return the month that a text names, and its year if it does, None for another text: `March`, `May 2026`."""
    match = _MONTH.fullmatch(" ".join(text.split()))
    month = _month(match[1]) if match else 0
    if not match or not month:
        return None
    year = match[2] or (match[3] and f"20{match[3]}")
    return month, int(year) if year else None


def _month(name: str) -> int:
    """Return the number of a month, 0 for another word: without a year beside it, `Mag` may be one of those."""
    return month_in(name) if name.casefold() in MONTH_NAMES else 0


def _of_cell(text: str, order: str, above: tuple[int, int | None] | None) -> _Said | None:
    """Return what a cell says of a day, by the month above it where it has none itself; None for another cell."""
    said = _said(text, order)
    if said is None:
        return None
    if said.month is None:
        if above is None:
            return None
        said = said._replace(month=above[0], year=above[1] if said.year is None else said.year)
    elif above is not None and said.year is None and said.month == above[0]:
        said = said._replace(year=above[1])
    try:
        date(said.year or _LEAP, said.month or 0, said.day)
    except ValueError:
        return None
    return said


def _said(text: str, order: str) -> _Said | None:
    """Return what a cell says of a day, None where it says none or more."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    if (two := _TWO_WEEKDAYS.match(text)) and weekdays_beside(f"{two[1]} 1"):
        text = f"{two[1]} {text[two.end() :]}"
    if (found := _dated(text, order)) and found.month:  # `Mar 3` has no weekday, though `mar` is one too
        return found
    plain = without_weekday(text)
    weekday = text[: len(text) - len(plain)].strip(" ,")
    found = _dated(plain, order)
    return found and found._replace(weekdays=frozenset(weekdays_beside(text)), weekday=weekday)


def _dated(text: str, order: str) -> _Said | None:
    whole = _whole(text, order)
    if whole and not whole.rest:
        return whole
    return _of_two(text, order) or whole or _part(text, order)


def _whole(text: str, order: str) -> _Said | None:
    try:
        day, rest = read_date(text, order or "dmy")
    except UsageError:
        return None
    return _Said(day.day, day.month, day.year, rest, is_whole=True)


def _part(text: str, order: str) -> _Said | None:
    if (match := _NUMBERS.fullmatch(text)) and (order or match[2] == "."):
        day, month = int(match[1]), int(match[3])
        if match[2] != "." and order == "mdy":
            day, month = month, day
        return _Said(day, month, None, match[4] or "") if 1 <= month <= 12 else None
    if (match := _DAY_FIRST.fullmatch(text)) and (month := _month(match[2])):
        return _Said(int(match[1]), month, None, match[3] or "")
    if (match := _MONTH_FIRST.fullmatch(text)) and (month := _month(match[1])):
        return _Said(int(match[2]), month, None, match[3] or "")
    match = _DAY.fullmatch(text)
    return _Said(int(match[1]), None, int(match[2]) if match[2] else None) if match else None


def _of_two(text: str, order: str) -> _Said | None:
    """Return the first of two days of which one follows the other: `1./2. March 2026`, `28/02-01/03/2026`."""
    for mark in _TWO.finditer(text):
        left, right = text[: mark.start()], text[mark.end() :]
        one = _whole(left, order) or _part(left, order)
        two = _whole(right, order) or _part(right, order)
        if one is None or two is None or one.rest or two.rest or (one.month is None and two.month is None):
            continue
        year = one.year or two.year
        for of_year in [year] if year else [_LEAP, _NO_LEAP]:
            if found := _night(one, two, of_year, is_of_first=one.year is not None):
                first_year = found.year if year else None
                return _Said(found.day, found.month, first_year, is_of_two=True)
    return None


def _night(one: _Said, two: _Said, year: int, *, is_of_first: bool) -> date | None:
    """Return the first of two days if the other follows it, what one lacks being as in the other."""
    try:
        if one.month is not None:
            on = date(year, one.month, one.day)
            if not is_of_first and (two.month or on.month) < on.month:
                on = on.replace(year=year - 1)
        else:
            on = date(year, two.month or 0, two.day) - timedelta(days=1)
    except ValueError:
        return None
    after = on + timedelta(days=1)
    is_next = after.day == two.day and two.month in (None, after.month) and two.year in (None, after.year)
    return on if is_next and on.day == one.day else None
