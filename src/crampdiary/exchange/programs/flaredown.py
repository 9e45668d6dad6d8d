"""Flaredown's CSV: a row a day, with a column for every condition, symptom and treatment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crampdiary.diary.model import Record
from crampdiary.errors import UsageError
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import CRAMP, SEVERITY_OF_FIVE, Reading, amount_of, clear_night
from crampdiary.exchange.reading import as_dicts, named_rows

PROGRAM = "flaredown"
MANUAL = (
    "Flaredown: a cramp rated 1 to 4 becomes a cramp, a 0 says that the night was clear. Treatments, tags "
    "and foods by their names."
)

_LISTS = ("Tags", "Foods")
_NOT_TAKEN = ("", "not taken")


def fits(file: Look) -> str | None:
    return file.delimiter(lambda header: header[:1] == ["Date"] and set(_LISTS) <= set(header))


def read(reading: Reading) -> Iterator[Record]:
    """Yield a day's cramps, what was taken and tagged; a cramp of 0 says that the night was clear."""
    header, rows = named_rows(reading.path, delimiter=reading.delimiter)
    # After the lists comes the weather, which is not read.
    columns = header[1 : min(header.index(name) for name in _LISTS)]
    for line, row in as_dicts(rows, header, reading.rows):
        try:
            day = date.fromisoformat(row["Date"].strip())
        except ValueError:
            reading.rows.bad(line, UsageError("The date is not one in ISO 8601."))
            continue
        try:
            yield from _day(day, row, columns, reading)
        except UsageError as error:
            reading.rows.bad(line, error)


def _day(day: date, row: dict[str, str], columns: list[str], reading: Reading) -> Iterator[Record]:
    at, precision = reading.moment(day, None)
    cramps: list[Record] = []
    was_clear = False
    for column in columns:
        text = row[column].strip()
        if text.casefold() in _NOT_TAKEN:
            continue
        is_rating = text in ("0", "1", "2", "3", "4")
        meaning = reading.meaning(column, (), ask=False) if is_rating else reading.meaning(column)
        if meaning is None:
            if is_rating:
                reading.ignore("condition or symptom")
        elif meaning == CRAMP:
            if not is_rating:
                raise UsageError("A cramp is not rated from 0 to 4 here.")
            severity = SEVERITY_OF_FIVE[int(text)]
            was_clear |= severity == 0
            if severity:
                note = f"Flaredown: {column} {text} of 4"
                cramps.append(reading.cramp(at, precision, column, severity=severity, note=note))
        else:
            amount = None if text.casefold() == "taken" else amount_of(text)
            found = reading.record(meaning, column, at, precision, amount=amount)
            if found:
                yield found
    yield from cramps
    if was_clear and not cramps:
        yield clear_night(day, at)
    for column in _LISTS:
        for name in filter(None, (each.strip() for each in row[column].split(";"))):
            found = reading.record(reading.meaning(name), name, at, precision)
            if found:
                yield found
    reading.ignore("weather", any(row[name] for name in row if name.startswith("Weather")))
