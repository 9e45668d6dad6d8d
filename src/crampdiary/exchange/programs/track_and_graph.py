"""Track & Graph's CSV: a row a data point of a named tracker, with its offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from crampdiary.diary.model import Record
from crampdiary.errors import UsageError
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import CRAMP, Reading, amount_of, note_of, severity_of_ten, whole
from crampdiary.exchange.reading import as_dicts, named_rows

PROGRAM = "track-and-graph"
MANUAL = "Track & Graph: trackers, by their names. A number is how bad a cramp was, a length how long."

_NEEDED = {"FeatureName", "Timestamp", "Value"}
_LENGTH = re.compile(r"(\d{1,3}):(\d\d):(\d\d)", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?", re.ASCII)


def fits(file: Look) -> str | None:
    return file.delimiter(lambda header: set(header) >= _NEEDED)


def read(reading: Reading) -> Iterator[Record]:
    """Yield a cramp or an exposure for every data point of a tracker that is named like one."""
    header, rows = named_rows(reading.path, delimiter=reading.delimiter)
    for line, row in as_dicts(rows, header, reading.rows):
        try:
            found = _record(row, reading)
        except UsageError as error:
            reading.rows.bad(line, error)
        else:
            if found:
                yield found


def _record(row: dict[str, str], reading: Reading) -> Record | None:
    try:
        at = whole(datetime.fromisoformat(row["Timestamp"].strip()))
    except ValueError as error:
        raise UsageError("The timestamp is not a time in ISO 8601.") from error
    if at.utcoffset() is None:
        at, _ = reading.moment(at.date(), at.time())
    # A tracker in a group is written as "group/name".
    name = row["FeatureName"].strip().rpartition("/")[2]
    value, label = row["Value"].strip(), row.get("Label", "").strip()
    length = _LENGTH.fullmatch(value)
    number = float(value) if _NUMBER.fullmatch(value) else None
    lost = f"{name}: {value}" + (f" ({label})" if label else "")
    meaning = reading.meaning(name)
    if meaning == CRAMP:
        severity = severity_of_ten(number) if number is not None else None
        return reading.cramp(
            at,
            "minute",
            name,
            severity=severity,
            duration_s=_seconds(length) if length else None,
            note=note_of(row.get("Note"), lost if label or (severity is None and not length) else None),
        )
    if number == 0:
        reading.ignore("data point of 0 (not a cramp)")
        return None
    note = note_of(row.get("Note"))
    return reading.record(meaning, name, at, "minute", amount=amount_of(label or value), note=note)


def _seconds(length: re.Match[str]) -> int:
    hours, minutes, seconds = map(int, length.groups())
    return (hours * 60 + minutes) * 60 + seconds
