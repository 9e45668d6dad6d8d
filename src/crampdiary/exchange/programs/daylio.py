"""Daylio's CSV: a row an entry, with a mood that is not read and activities, which are taken by name.

Many write one entry a day, in the evening when they are reminded. Such an entry is of its day, and the cramps that it
names are those of the night before; also where another entry of that day tells of something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time

from crampdiary.errors import UsageError
from crampdiary.exchange.cells import severity_on
from crampdiary.exchange.clocks import month_in, read_clock
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.markup import as_text
from crampdiary.exchange.names.naming import OTHER
from crampdiary.exchange.reading import Rows
from crampdiary.exchange.row import Item, note_of
from crampdiary.exchange.table import dicts, rows_of

PROGRAM = "daylio"
MANUAL = (
    "Daylio: activities, and scales of cramps, by their names. Of one entry an evening, the cramps are those of the "
    "night before."
)

_NEEDED = {"date", "weekday", "time", "mood", "activities", "note"}
_PLAIN = ["full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note"]
_EVENING = time(17)
_ROUTINE_DAYS = 5  # with one entry, in the evening, make a habit of it
_ROUTINE_SHARE = 4  # one in four of all days at least
_SCALE = re.compile(r"\s*(.+?): ?(\d{1,3})/([1-9]\d{0,2})(?: [^\W\d]+)?\s*")
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
            when = reading.when(day, clock, looks_back=clock is not None and routine.get(day) == clock)
        except (UsageError, ValueError, LookupError, OverflowError):  # the year is missing, or too large
            reading.rows.bad(line, UsageError("The date or time is not as Daylio writes it."))
            continue
        if row["mood"].strip():
            reading.ignore("mood")
        things = [*map(Item, _activities(row)), *_scales(reading, row)]
        try:
            yield from reading.entry(
                when, things, note_of(as_text(row.get("note_title") or ""), as_text(row["note"]))
            )
        except UsageError as error:
            reading.rows.bad(line, error)


def _rows(reading: Reading, *, is_ahead: bool = False) -> Iterator[tuple[int, dict[str, str]]]:
    if any(map(_is_header, reading.top())):
        header, rows = (reading.ahead_below_header if is_ahead else reading.below_header)(_is_header)
    else:
        header, rows = _PLAIN, rows_of(reading.path, reading.delimiter, reading.sheet, bad=reading.rows.bad)
    yield from dicts(rows, header, Rows(reading.path.name, skip=True) if is_ahead else reading.rows)


def _activities(row: dict[str, str]) -> list[str]:
    return [each.strip() for each in row["activities"].split("|") if each.strip()]


def _scales(reading: Reading, row: dict[str, str]) -> Iterator[Item]:
    """Yield the scales that rate cramps, `Leg cramps: 4/10 points`; all others are counted."""
    for text in filter(str.strip, row.get("scales", "").split("|")):
        match = _SCALE.fullmatch(text)
        if match is None or not (reading.words.names_a_cramp(match[1]) or reading.meant(match[1])):
            reading.ignore("scale")
            continue
        level = severity_on(int(match[2]), int(match[3]))
        yield Item(match[1], level, is_symptom=True, note=f"{match[1]}: {match[2]}/{match[3]}")


def _evening_days(reading: Reading) -> dict[date, time]:
    """Return when the evening's entry of each day was made, where one an evening is a habit.

    Where another entry of the day tells of cramps, they are written down when they come.
    """
    clocks: dict[date, list[time]] = defaultdict(list)
    telling: dict[date, set[time]] = defaultdict(set)
    for _, row in _rows(reading, is_ahead=True):
        try:
            day, clock = _day(row), read_clock(row["time"])
        except (UsageError, ValueError, LookupError, OverflowError):  # it is named when it is read
            continue
        clocks[day].append(clock or time())
        if any(reading.words.said(each).kind != OTHER for each in _activities(row)):
            telling[day].add(clock or time())
    alone = sum(len(those) == 1 and those[0] >= _EVENING for those in clocks.values())
    if alone < max(_ROUTINE_DAYS, len(clocks) / _ROUTINE_SHARE):
        return {}
    last = {day: max(those) for day, those in clocks.items()}
    return {day: clock for day, clock in last.items() if clock >= _EVENING and telling[day] <= {clock}}


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
