"""Loop Habit Tracker's zip: habits by name, each with a file of check marks by day."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crampdiary.diary.fields import NAME_LIMIT
from crampdiary.diary.model import Record
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import Reading, note_of
from crampdiary.exchange.reading import as_dicts, csv_rows, no_duplicates
from crampdiary.keep.private import create_private
from crampdiary.words.wording import short

PROGRAM = "loop-habits"
MANUAL = "Loop Habit Tracker: its zip file; habits by their names, on the days that you marked yourself."

_DONE = "YES_MANUAL"
_NOT_DONE = ("UNKNOWN", "SKIP", "NO", "YES_AUTO", "-1", "0", "")
_UNPACKED_LIMIT = 64 * 2**20  # bytes of all its files together
_FOLDER = re.compile(r"\d+ (.+)")


def fits(file: Look) -> str | None:
    if not file.start.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(file.path) as archive:
            has_habits = any(name.rpartition("/")[2] == "Habits.csv" for name in archive.namelist())
    except Exception:  # as below
        return None
    return "" if has_habits else None


def read(reading: Reading) -> Iterator[Record]:
    """Yield an exposure for every day on which a habit was marked as done, unpacking one file at a time."""
    target = reading.folder / "checkmarks.csv"  # a name of our own, as that in the zip may point anywhere
    create_private(target)
    for habit, shown, content in _unpacked(reading.path):
        target.write_bytes(content)
        yield from _marks(target, habit, shown, reading)


def _unpacked(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield the name of each habit, and the name and content of the file of its marks."""
    left = _UNPACKED_LIMIT
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                match = _FOLDER.fullmatch(part.filename.rpartition("/")[0].rpartition("/")[2])
                if part.filename.endswith("/Checkmarks.csv") and match:
                    with archive.open(part) as file:
                        content = file.read(left + 1)
                    left -= len(content)
                    if left < 0:
                        raise CrampError(
                            "The files in the zip are larger than 64 MiB unpacked. Nothing was imported."
                        )
                    yield match[1], part.filename, content
    except CrampError:
        raise
    except Exception as error:  # `zipfile` lets out those of every packer under it, and of reading any number
        raise CrampError(f"{path.name} is not a sound zip file. Nothing was imported.") from error


def _marks(path: Path, habit: str, shown: str, reading: Reading) -> Iterator[Record]:
    rows = csv_rows(path)
    _, header = next(rows, (1, []))
    no_duplicates(header, shown)
    if header[:2] != ["Date", "Value"]:
        raise CrampError(f"{short(shown)} in the zip does not begin with Date,Value. Nothing was imported.")
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
