"""Bearable's CSV: a row for every symptom, factor or medicine, with words for severities and times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

from crampdiary.clock.moments import month_named
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import SEVERITIES, number_in
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.markup import as_text
from crampdiary.exchange.names.naming import CRAMP
from crampdiary.exchange.row import Item, When, amount_of, note_of
from crampdiary.exchange.table import dicts
from crampdiary.exchange.yes_no import is_yes
from crampdiary.words.wording import safe

PROGRAM = "bearable"
MANUAL = (
    "Bearable: symptoms that say leg or foot cramp become cramps; factors, medicines and supplements become triggers "
    "and remedies, with how much."
)

_NEEDED = {"date", "weekday", "time of day", "category", "rating/amount", "detail", "notes"}
_SYMPTOM = re.compile(rf"(?P<name>.+)\((?P<severity>{'|'.join(SEVERITIES)})\)", re.IGNORECASE | re.ASCII)
_UNIT = re.compile(r"(.+?) ?\(([^()]{1,30})\)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th) (\w{3})\w* (\d{4})", re.ASCII)
_TIMES_OF_DAY = {"pre": 3, "am": 9, "mid": 13, "pm": 20, "all day": 12, "": 12}  # hours
_FACTORS = ("factors", "factor")
_MEDICINES = ("meds/supplements", "medication", "medications", "supplements", "meds")


def fits(file: Look) -> str | None:
    return file.delimiter(_is_header)


def _is_header(names: list[str]) -> bool:
    return {*names} >= _NEEDED


def read(reading: Reading) -> Iterator[Made]:
    """Yield symptoms that say leg or foot cramp as cramps, and factors, medicines and supplements as exposures."""
    header, rows = reading.below_header(_is_header)
    for line, row in dicts(rows, header, reading.rows):
        try:
            yield from _records(row, reading)
        except UsageError as error:
            reading.rows.bad(line, error)


def _records(row: dict[str, str], reading: Reading) -> Iterator[Made]:
    category = row["category"].strip()
    kind = category.casefold()
    detail, note = row["detail"].strip(), note_of(as_text(row["notes"]))
    when = _when(row, reading)
    if kind == "symptom":
        match = _SYMPTOM.fullmatch(detail)
        name = match["name"].strip() if match else detail
        rated = number_in(row["rating/amount"].strip())
        severity = SEVERITIES[match["severity"].casefold()] if match else 0 if rated == 0 else None
        thing = Item(name, severity, is_symptom=True, note=detail)
        yield from reading.entry(when, [thing], note, is_part=True)
    elif kind in _MEDICINES:
        match = _UNIT.fullmatch(detail)
        name, unit = (match[1], match[2]) if match else (detail, "")
        number = row["rating/amount"].strip()
        much = amount_of(f"{number} {unit}") if number and not is_yes(number) else None
        taken = 0 if number and reading.words.uses.denies_use(number) else None
        yield from reading.entry(when, [Item(name, taken, amount=much, role="remedy")], note)
    elif kind in _FACTORS:
        names = [each.strip() for each in detail.split(" | ") if each.strip()]
        yield from reading.entry(when, map(Item, names), note)
    else:
        reading.ignore(kind or "row without a category")
        reading.leave_note(when, note)
        for each in detail.split(" | "):
            if reading.words.said(each.strip()).kind == CRAMP or reading.words.tells_of_a_cramp(each):
                reading.mention(f'{when.written:%Y-%m-%d}: "{safe(each.strip())}", among {safe(category)}')


def _when(row: dict[str, str], reading: Reading) -> When:
    day = _day(row["date"].strip())
    said = row["time of day"].strip().casefold()
    if re.fullmatch(r"\d{1,2}:\d\d", said, re.ASCII):
        hour, minute = map(int, said.split(":"))
        if hour > 23 or minute > 59:
            raise UsageError("The time of day is not on a clock.")
        return reading.when(day, time(hour, minute))
    if said not in _TIMES_OF_DAY:
        raise UsageError("The time of day is not one as Bearable writes it.")
    if said in ("", "all day"):
        return reading.when(day, None)
    return reading.when(day, time(_TIMES_OF_DAY[said]))._replace(precision="approx")


def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    month = month_named(match[2]) if match else None
    try:
        if match and month:
            return date(int(match[3]), month, int(match[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("The date is in no calendar, or not as Bearable writes it.") from error
