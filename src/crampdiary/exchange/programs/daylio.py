"""Daylio's CSV: a row an entry, with a mood that is not read and activities, which are taken by name.

Many write one entry a day, in the evening when they are reminded. Such an entry is of its day, and the cramps that it
names are those of the night before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, time

from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import month_in, read_clock
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.markup import as_text
from crampdiary.exchange.reading import Rows
from crampdiary.exchange.row import Item, note_of
from crampdiary.exchange.table import dicts, rows_of

PROGRAM = "daylio"
MANUAL = (
    "Daylio: activities, by their names. Of one entry an evening, the cramps are those of the night before."
)

_NEEDED = {"date", "weekday", "time", "mood", "activities", "note"}
_PLAIN = ["full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note"]
_EVENING = time(17)
_ROUTINE_DAYS = 5  # with one entry, in the evening, make a habit of it
_ROUTINE_SHARE = 4  # one in four of all days at least
_DAY_MONTH = re.compile(
    r"(\d{1,2})\.? (?:de |d')?([^\W\d]+)\.?|([^\W\d]+)\.? (\d{1,2})\.?|(\d{1,2})[月월] ?(\d{1,2})[日일]"
)


def fits(file: Look) -> str | None:
    return file.delimiter(_is_header)


def _is_header(names: list[str]) -> bool:
    return {*names} >= _NEEDED and bool({"full_date", "year"} & {*names})


def read(reading: Reading) -> Iterator[Made]:
    """Yield what each activity means."""
    routine = _evening_days(reading)
    if routine:
        reading.said.append(
            "One entry an evening: its cramps, and that there were none, are those of the night before; what was used "
            "is of that evening."
        )
    for line, row in _rows(reading):
        try:
            day, clock = _day(row), read_clock(row["time"])
            when = reading.when(day, clock, looks_back=day in routine)
        except (UsageError, ValueError, LookupError, OverflowError):  # the year is missing, or too large
            reading.rows.bad(line, UsageError("The date or time is not as Daylio writes it."))
            continue
        if row["mood"].strip():
            reading.ignore("mood")
        if row.get("scales", "").strip():
            reading.ignore("scale")
        names = [each.strip() for each in row["activities"].split("|") if each.strip()]
        try:
            yield from reading.entry(
                when, map(Item, names), note_of(as_text(row.get("note_title") or ""), as_text(row["note"]))
            )
        except UsageError as error:
            reading.rows.bad(line, error)


def _rows(reading: Reading, *, is_ahead: bool = False) -> Iterator[tuple[int, dict[str, str]]]:
    if any(map(_is_header, reading.top())):
        header, rows = (reading.ahead_below_header if is_ahead else reading.below_header)(_is_header)
    else:
        header, rows = _PLAIN, rows_of(reading.path, reading.delimiter, reading.sheet, bad=reading.rows.bad)
    yield from dicts(rows, header, Rows(reading.path.name, skip=True) if is_ahead else reading.rows)


def _evening_days(reading: Reading) -> set[date]:
    """Return the days whose only entry was made in the evening, where that is a habit."""
    entries: Counter[date] = Counter()
    evenings = set()
    for _, row in _rows(reading, is_ahead=True):
        try:
            day, clock = _day(row), read_clock(row["time"])
        except (UsageError, ValueError, LookupError, OverflowError):  # it is named when it is read
            continue
        entries[day] += 1
        if clock is not None and clock >= _EVENING:
            evenings.add(day)
    found = {day for day in evenings if entries[day] == 1}
    return found if len(found) >= max(_ROUTINE_DAYS, len(entries) / _ROUTINE_SHARE) else set()


def _day(row: dict[str, str]) -> date:
    if row.get("full_date"):
        return date.fromisoformat(row["full_date"].strip())
    # Older files have the year in its own column, and the day as "March 29" or "29 March", in the phone's language.
    match = _DAY_MONTH.fullmatch(row["date"].strip())
    if match is None:
        raise ValueError("no day")
    if match[5]:
        return date(int(row["year"]), int(match[5]), int(match[6]))
    day, month = int(match[1] or match[4]), match[2] or match[3]
    return date(int(row["year"]), month_in(month), day)
