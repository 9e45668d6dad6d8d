"""Loop Habit Tracker's zip: habits by name, each with a file of check marks by day."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.peers import Reading, note_of
from crampdiary.exchange.reading import as_dicts, csv_rows, no_duplicates
from crampdiary.model import NAME_LIMIT, Record

PROGRAM = "loop-habits"

_DONE = "YES_MANUAL"
_NOT_DONE = ("UNKNOWN", "SKIP", "NO", "YES_AUTO", "-1", "0", "")
_PART_LIMIT = 64 * 2**20  # bytes of one file in the zip
_FOLDER = re.compile(r"\d+ (.+)")


def fits_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.rpartition("/")[2] == "Habits.csv" for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def read(reading: Reading, folder: Path) -> Iterator[Record]:
    """Yield an exposure for every day on which a habit was marked as done.

    Args:
        reading: the import.
        folder: private, to unpack one file at a time into.
    """
    try:
        with zipfile.ZipFile(reading.path) as archive:
            for part in archive.infolist():
                habit = part.filename.rpartition("/")[0].rpartition("/")[2]
                match = _FOLDER.fullmatch(habit)
                if part.filename.endswith("/Checkmarks.csv") and match:
                    unpacked = _unpacked(archive, part, folder)
                    yield from _marks(unpacked, match[1], part.filename, reading)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise CrampError(f"{reading.path.name} is not a sound zip file. Nothing was imported.") from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, folder: Path) -> Path:
    target = folder / "checkmarks.csv"  # a name of our own, as that in the zip may point anywhere
    with archive.open(part) as file:
        content = file.read(_PART_LIMIT + 1)
    if len(content) > _PART_LIMIT:
        raise CrampError("A file in the zip is larger than 64 MiB unpacked. Nothing was imported.")
    target.write_bytes(content)
    return target


def _marks(path: Path, habit: str, shown: str, reading: Reading) -> Iterator[Record]:
    rows = csv_rows(path)
    _, header = next(rows, (1, []))
    no_duplicates(header, shown)
    if header[:2] != ["Date", "Value"]:
        raise CrampError(f"{shown} in the zip does not begin with Date,Value. Nothing was imported.")
    for line, row in as_dicts(rows, header, reading.rows):
        try:
            day = date.fromisoformat(row["Date"].strip())
            value = row["Value"].strip()
            if value in _NOT_DONE:
                reading.ignore("day without a mark of your own (unknown, skipped, no or automatic)")
                continue
            if value != _DONE and not re.fullmatch(r"\d{1,12}(\.\d+)?", value, re.ASCII):
                raise UsageError("The value is not one as Loop writes it.")
            at, precision = reading.moment(day, None)
            amount = None if value == _DONE else value[:NAME_LIMIT]
            note = note_of(row.get("Notes"))
            found = reading.record(reading.meaning(habit), habit, at, precision, amount=amount, note=note)
        except (UsageError, ValueError) as error:
            wrong = error if isinstance(error, UsageError) else UsageError("The date is in no calendar.")
            reading.rows.bad(line, wrong)
        else:
            if found:
                yield found
