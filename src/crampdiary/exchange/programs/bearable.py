"""Bearable's CSV: a row for every symptom, factor or medicine, with words for severities and times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from crampdiary.clock.moments import month_named
from crampdiary.diary.model import Record
from crampdiary.errors import UsageError
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import SEVERITIES, TIMES_OF_DAY, Reading, amount_of, note_of
from crampdiary.exchange.reading import as_dicts, named_rows

PROGRAM = "bearable"
MANUAL = (
    "Bearable: symptoms that are named like a cramp or spasm become cramps; factors, medicines and "
    "supplements become triggers and remedies."
)

_NEEDED = {"date", "time of day", "category", "rating/amount", "detail", "notes"}
_SYMPTOM = re.compile(rf"(?P<name>.+)\((?P<severity>{'|'.join(SEVERITIES)})\)", re.IGNORECASE | re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th) (\w{3})\w* (\d{4})", re.ASCII)
_SUPPLEMENTS = ("meds/supplements", "medication", "medications", "supplements", "meds")


def fits(file: Look) -> str | None:
    return file.delimiter(lambda header: set(header) >= _NEEDED and "weekday" in header)


def read(reading: Reading) -> Iterator[Record]:
    """Yield symptoms named like a cramp as cramps, and factors, medicines and supplements as exposures."""
    header, rows = named_rows(reading.path, delimiter=reading.delimiter)
    for line, row in as_dicts(rows, header, reading.rows):
        try:
            yield from _records(row, reading)
        except UsageError as error:
            reading.rows.bad(line, error)


def _records(row: dict[str, str], reading: Reading) -> Iterator[Record]:
    category = row["category"].strip().casefold()
    at, precision = _when(row, reading)
    if category == "symptom":
        yield from _symptom(row, reading, at, precision)
    elif category in ("factors", "factor", *_SUPPLEMENTS):
        names = [each.strip() for each in row["detail"].split(" | ") if each.strip()]
        amount = amount_of(row["rating/amount"]) if category in _SUPPLEMENTS else None
        for name in names:
            found = reading.record(
                reading.meaning(name), name, at, precision, amount=amount, note=note_of(row["notes"])
            )
            if found:
                yield found
    else:
        reading.ignore(category or "row without a category")


def _symptom(row: dict[str, str], reading: Reading, at: datetime, precision: str) -> Iterator[Record]:
    match = _SYMPTOM.fullmatch(row["detail"].strip())
    name = match["name"].strip() if match else row["detail"].strip()
    severity = SEVERITIES[match["severity"].casefold()] if match else None
    meaning = reading.meaning(name, (), ask=False)  # other symptoms are nothing to ask about
    if meaning is None:
        reading.ignore("symptom")
        return
    lost = f"Bearable: {match['severity']}" if match else None
    found = reading.record(meaning, name, at, precision, severity=severity, note=note_of(row["notes"], lost))
    if found:
        yield found


def _when(row: dict[str, str], reading: Reading) -> tuple[datetime, str]:
    day = _day(row["date"].strip())
    said = row["time of day"].strip().casefold()
    if re.fullmatch(r"\d{1,2}:\d\d", said, re.ASCII):
        hour, minute = map(int, said.split(":"))
        if hour > 23 or minute > 59:
            raise UsageError("The time of day is not on a clock.")
        return reading.moment(day, time(hour, minute))
    if said not in TIMES_OF_DAY:
        raise UsageError("The time of day is not one as Bearable writes it.")
    at, _ = reading.moment(day, time(TIMES_OF_DAY[said]))
    return at, "day" if said in ("", "all day") else "approx"


def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    month = month_named(match[2]) if match else None
    try:
        if match and month:
            return date(int(match[3]), month, int(match[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("The date is in no calendar, or not as Bearable writes it.") from error
