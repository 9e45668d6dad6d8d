"""Daylio's CSV: a row an entry, with a mood that is not read and activities, which are taken by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crampdiary.clock.moments import month_named
from crampdiary.diary.model import Record
from crampdiary.errors import UsageError
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import Reading, note_of, read_clock
from crampdiary.exchange.reading import as_dicts, named_rows

PROGRAM = "daylio"
MANUAL = "Daylio: activities, by their names."

_NEEDED = {"date", "weekday", "time", "mood", "activities", "note"}


def fits(file: Look) -> str | None:
    return file.delimiter(lambda header: set(header) >= _NEEDED and bool({"full_date", "year"} & set(header)))


def read(reading: Reading) -> Iterator[Record]:
    """Yield what each activity means."""
    header, rows = named_rows(reading.path, delimiter=reading.delimiter)
    for line, row in as_dicts(rows, header, reading.rows):
        try:
            at, precision = reading.moment(_day(row), read_clock(row["time"]))
        except (UsageError, ValueError, LookupError, OverflowError):  # the year is missing, or too large
            reading.rows.bad(line, UsageError("The date or time is not as Daylio writes it."))
            continue
        reading.ignore("mood", bool(row["mood"].strip()))
        reading.ignore("scale", bool(row.get("scales", "").strip()))
        names = [each.strip() for each in row["activities"].split("|") if each.strip()]
        note = note_of(row.get("note_title"), row["note"])
        taken = False
        for name in names:
            try:
                found = reading.record(
                    reading.meaning(name), name, at, precision, note=None if taken else note
                )
            except UsageError as error:
                reading.rows.bad(line, error)
                continue
            if found:
                taken = True
                yield found
        if note and not taken:
            reading.ignore("note of an entry without a known activity")


def _day(row: dict[str, str]) -> date:
    if row.get("full_date"):
        return date.fromisoformat(row["full_date"].strip())
    # Older files have the year in its own column, and the day as "March 29" or "29 March".
    day, month = sorted(row["date"].replace(".", "").split(), key=lambda part: not part.isdigit())
    return date(int(row["year"]), month_named(month[:3]) or 0, int(day))  # month 0 is in no calendar
