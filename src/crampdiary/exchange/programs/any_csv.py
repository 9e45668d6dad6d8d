"""Any other CSV: the person says with --map which column is what. A row is a cramp, a remedy or a trigger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any

from crampdiary.clock.durations import parse_duration
from crampdiary.diary.model import Exposure, Record
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.importer import ANY, Look
from crampdiary.exchange.programs.peers import (
    CRAMP,
    IGNORE,
    Reading,
    amount_of,
    as_field,
    note_of,
    read_clock,
    severity_of_ten,
    whole,
)
from crampdiary.exchange.reading import as_dicts, named_rows
from crampdiary.words.wording import safe, short

PROGRAM = ANY
MANUAL = "any other table: you say which column is what, see below."

FIELDS = (
    *("at", "date", "time", "severity", "duration", "minutes", "seconds", "site", "side", "sensation"),
    *("trigger", "onset", "woke", "note", "used", "had", "amount"),
)
_TIMED = ("at", "date", "time")
_WORDS = ("site", "side", "sensation", "trigger", "onset")
_FLAGS = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}
_A_MOMENT = datetime(2003, 4, 17, 5, 26)  # noqa: DTZ001 (to be written, and read by nobody)
_APART = {
    "year": (_A_MOMENT.replace(year=2031),),  # a year of the same weekdays
    "month": (_A_MOMENT.replace(month=7),),  # as above
    "day": (_A_MOMENT.replace(day=18), _A_MOMENT.replace(day=24)),
    "hour": (_A_MOMENT.replace(hour=6),),
    "half of the day (%p)": (_A_MOMENT.replace(hour=17),),
}
_COLUMNS_SHOWN = 160  # characters
_NUMBER = re.compile(r"\d{1,7}(\.\d{1,3})?", re.ASCII)


def is_field(meaning: str) -> bool:
    """Return whether a meaning in a mapping is that of a column."""
    field, _, shape = meaning.partition(":")
    return field in FIELDS and (not shape or (field in _TIMED and "%" in shape))


def fits(file: Look) -> str | None:
    """Return the delimiter that gives the most columns."""
    return max(file.headers, key=lambda each: len(file.headers[each]), default=None)


def read(reading: Reading) -> Iterator[Record]:
    """Yield a record for every row, whose columns are what the person said.

    Raises:
        CrampError: no column is said to be the time; names the columns there are.
        UsageError: a shape leaves a part of the time open.
    """
    columns = reading.columns
    header, rows = named_rows(reading.path, delimiter=reading.delimiter)
    fields = {meaning.partition(":")[0]: name for name, meaning in columns.items() if name in header}
    if not ("at" in fields or "date" in fields):
        first = short(header[0]) if header else "Date"
        seen = short(", ".join(header), _COLUMNS_SHOWN) or "none, as it is empty"
        raise CrampError(
            f"{reading.path.name} is of no program that is known here. Its columns: {seen}. Say which is "
            f'what, for example --map "{first}=at". Fields: {", ".join(FIELDS)}.'
        )
    for name in header:
        if name not in fields.values() and reading.mapping.get(name) != IGNORE:
            reading.ignored[f"column {safe(name)}"] = 0
    shapes = {field: columns[name].partition(":")[2] for field, name in fields.items()}
    _check_shapes(shapes, fields)
    for line, row in as_dicts(rows, header, reading.rows):
        try:
            found = _record({field: row[name].strip() for field, name in fields.items()}, shapes, reading)
        except UsageError as error:
            reading.rows.bad(line, error)
            continue
        for name in header:
            if name not in fields.values():
                reading.ignore(f"column {safe(name)}", bool(row[name]))
        if found:
            yield found


def _record(row: dict[str, str], shapes: dict[str, str], reading: Reading) -> Record | None:
    at, precision = _when(row, shapes, reading)
    note = note_of(row.get("note"))
    for field, role in (("used", "remedy"), ("had", "trigger")):
        if row.get(field):
            meaning = reading.meaning(row[field], (role,))
            amount = amount_of(row.get("amount", ""))
            if meaning and meaning.startswith(f"{role}:"):
                word = meaning.partition(":")[2]
                return Exposure(
                    at=at, logged_at=at, precision=precision, role=role, word=word, amount=amount, note=note
                )
            return None
    if "used" in row or "had" in row:
        reading.ignore("row without a remedy or trigger")
        return None
    values: dict[str, Any] = {"severity": _severity(row.get("severity", "")), "duration_s": _length(row)}
    if row.get("woke"):
        if row["woke"].casefold() not in _FLAGS:
            raise UsageError("Whether it woke you is not yes or no.")
        values["woke"] = _FLAGS[row["woke"].casefold()]
    for role in _WORDS:
        for name in filter(None, (each.strip() for each in re.split(r"[,;|]", row.get(role, "")))):
            meaning = reading.meaning(name, (role,))
            if meaning and meaning not in (CRAMP, IGNORE):
                word = meaning.partition(":")[2]
                if role == "trigger":
                    values["triggers"] = tuple(dict.fromkeys((*values.get("triggers", ()), word)))
                else:
                    for field, value in as_field(role, word).items():
                        before = values.get(field, ())
                        values[field] = (
                            tuple(dict.fromkeys((*before, *value))) if isinstance(value, tuple) else value
                        )
    return reading.cramp(at, precision, note=note, **values)


def _when(row: dict[str, str], shapes: dict[str, str], reading: Reading) -> tuple[datetime, str]:
    day: date
    clock: time | None
    if "at" in row:
        text = row["at"]
        moment = whole(_parsed(text, shapes["at"]))
        if moment.utcoffset() is not None:
            return moment, "minute"
        shape = shapes["at"]
        has_clock = _tells(shape, "hour") if shape else not re.fullmatch(r"\d{4}-\d\d-\d\d", text)
        day, clock = moment.date(), moment.time() if has_clock else None
    else:
        day = _parsed(row["date"], shapes["date"]).date()
        said = row.get("time", "")
        clock = _parsed(said, shapes["time"]).time() if shapes.get("time") else read_clock(said)
    return reading.moment(day, clock)


def _check_shapes(shapes: dict[str, str], fields: dict[str, str]) -> None:
    """Refuse a shape that leaves a part of the time open: it would be filled in, with the year 1900 and the like.

    Args:
        shapes: by field.
        fields: the column of each.
    """
    for field, shape in shapes.items():
        if field not in _TIMED or not shape:
            continue
        needed = ["year", "month", "day"] if field != "time" else ["hour"]
        if _tells(shape, "hour"):
            needed.append("half of the day (%p)")
        example = "time:%I:%M %p" if field == "time" else "at:%d.%m.%Y %H:%M"
        for part in needed:
            if not _tells(shape, part):
                raise UsageError(
                    f'The shape "{short(shape)}" does not tell the {part}. Nothing was imported: write it whole, '
                    f'as in --map "{short(fields[field])}={example}".'
                )


@cache  # asked for every row
def _tells(shape: str, part: str) -> bool:
    """Return whether moments that differ in one part are written differently."""
    try:
        return all(_A_MOMENT.strftime(shape) != other.strftime(shape) for other in _APART[part])
    except ValueError:
        return True  # no shape at all, which reading with it says


def _parsed(text: str, shape: str) -> datetime:
    if shape and not _tells(shape, "year"):
        text, shape = (
            f"2000 {text}",
            f"%Y {shape}",
        )  # a leap year; Python is to give up reading days without one
    try:
        return datetime.strptime(text, shape) if shape else _iso(text)  # noqa: DTZ007 (zone added later)
    except (ValueError, re.error) as error:  # of the shape: it has the day twice
        raise UsageError(
            'The time is not written as expected. Give its shape, as in --map "Date=at:%d.%m.%Y %H:%M".'
        ) from error


def _iso(text: str) -> datetime:
    if not re.match(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("not ISO 8601")  # among what fromisoformat reads are weeks, and days without hyphens
    return datetime.fromisoformat(text)


def _severity(text: str) -> int | None:
    if not text:
        return None
    severity = severity_of_ten(float(text)) if _NUMBER.fullmatch(text) else None
    if severity is None:
        raise UsageError("The severity is not a number from 0 to 10.")
    return severity


def _length(row: dict[str, str]) -> int | None:
    for field, seconds in (("minutes", 60), ("seconds", 1)):
        if row.get(field):
            if not _NUMBER.fullmatch(row[field]):
                raise UsageError(f"The length in {field} is not a number.")
            return round(float(row[field]) * seconds)
    return parse_duration(row["duration"]) if row.get("duration") else None
