"""Loop Habit Tracker's zip or its flat table: habits by name, each with its check marks by day.

Up to 2.3.0 a file of marks has no header, and says 2 for a day marked by hand, 1 for one that counts by itself, 0 for
no, 3 for a skipped one and -1 for nothing. Later it says so in words. Numbers are in thousandths in both. Of a habit
that is measured a 0 is a number too: somebody typed that there was none. Which habits are, the list of habits in the
zip says by now; before, any larger number told it. In the names of its folders Loop leaves out whatever is no plain
letter or digit; the list of habits has them in full.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.markup import as_text
from crampdiary.exchange.row import Item, note_of
from crampdiary.exchange.table import fitted, rows_of
from crampdiary.keep.private import create_private
from crampdiary.words.wording import short

PROGRAM = "loop-habits"
MANUAL = "Loop Habit Tracker: its zip file; habits by their names, on the days that you marked yourself."

_DONE = ("YES_MANUAL", "2")
_NOT_DONE = frozenset(["UNKNOWN", "SKIP", "NO", "YES_AUTO", "-1", "0", "1", "3", ""])
_NO = ("NO", "0")
_OF_A_MARK = 3  # the largest number that is one
_THOUSAND = 1000
_UNPACKED_LIMIT = 64 * 2**20  # bytes of all its files together
_FOLDER = re.compile(r"(\d{1,9})(?: (.+))?", re.ASCII)
_LEFT_OUT = re.compile(r"[^ a-zA-Z0-9._-]+")
_OF_HABITS = re.compile(r"(?:.*/)?(?:Habits\.csv|\d{1,9} [^/]+/Checkmarks\.csv)", re.ASCII | re.DOTALL)
_MARK = re.compile(r"-1|[0-3]|[4-9]\d{2,11}|[1-3]\d{2,11}|[A-Z_]{2,10}", re.ASCII)


def fits(file: Look) -> str | None:
    if file.start.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(file.path) as archive:
                has_habits = any(map(_OF_HABITS.fullmatch, archive.namelist()))
        except Exception:  # as below
            return None
        return "" if has_habits else None
    return next((each for each, top in file.tops.items() if _is_flat(top)), None)


def _is_flat(top: list[list[str]]) -> bool:
    """Return whether a table has habits in its columns: a date, then marks alone, and an empty column at its end."""
    if len(top) < 2 or top[0][0] != "Date" or top[0][-1] != "" or len(top[0]) < 3:
        return False
    return all(
        re.fullmatch(r"\d{4}-\d\d-\d\d", row[0], re.ASCII)
        and all(_MARK.fullmatch(each) for each in row[1:] if each)
        for row in top[1:]
    )


def _is_header(names: list[str]) -> bool:
    return names[:1] == ["Date"]


def read(reading: Reading) -> Iterator[Made]:
    """Yield an exposure for every day on which a habit was marked as done, unpacking one file at a time."""
    if reading.delimiter:
        yield from _flat(reading)
        return
    target = reading.folder / "checkmarks.csv"  # a name of our own, as that in the zip may point anywhere
    create_private(target)
    for folder, listed, shown, is_measured, content in _unpacked(reading.path):
        target.write_bytes(content)
        habit = folder if not listed or reading.known(folder) else listed
        yield from _marks(target, habit, shown, is_measured, reading)


def _flat(reading: Reading) -> Iterator[Made]:
    measured = {
        at
        for _, cells in reading.ahead_below_header(_is_header)[1]
        for at, value in enumerate(cells[1:])
        if _is_measured(value)
    }
    header, rows = reading.below_header(_is_header)
    for line, cells in fitted(rows, header, reading.rows):
        try:
            for at, (habit, value) in enumerate(zip(header[1:], cells[1:], strict=True)):
                yield from _mark(cells[0], habit, value.strip(), None, at in measured, reading)
        except UsageError as error:
            reading.rows.bad(line, error)


def _unpacked(path: Path) -> Iterator[tuple[str, str, str, bool | None, bytes]]:
    """Yield of each habit its name as of a folder, and in full, empty where that is not known; and of its marks.

    Of these the name of their file, whether they are measured, and what is in it.
    """
    left = _UNPACKED_LIMIT
    try:
        with zipfile.ZipFile(path) as archive:
            habits = _habits(archive)
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
                    listed, is_measured = habits.get(int(match[1]), ("", None))
                    folder = match[2] or ""
                    if not _LEFT_OUT.sub("", listed).strip().startswith(folder):
                        listed = ""  # it is of another list
                    yield folder or match[1], listed, part.filename, is_measured, content
    except CrampError:
        raise
    except Exception as error:  # `zipfile` lets out those of every packer under it, and of reading any number
        raise CrampError(f"{path.name} cannot be read as a zip file. Nothing was imported.") from error


def _habits(archive: zipfile.ZipFile) -> dict[int, tuple[str, bool | None]]:
    """Return of each habit, by its number, its name, and whether it is measured, where the list of habits says that."""
    found: dict[int, tuple[str, bool | None]] = {}
    for part in archive.infolist():
        if part.filename.rpartition("/")[2] == "Habits.csv" and part.file_size <= _UNPACKED_LIMIT:
            text = archive.read(part).decode("utf-8-sig", errors="replace")
            for row in csv.DictReader(io.StringIO(text)):
                position, kind = row.get("Position") or "", row.get("Type")
                if re.fullmatch(r"\d{1,9}", position, re.ASCII):
                    found[int(position)] = (
                        (row.get("Name") or "").strip(),
                        kind == "NUMERICAL" if kind else None,
                    )
    return found


def _is_measured(value: str) -> bool:
    return re.fullmatch(r"\d{1,12}", value.strip(), re.ASCII) is not None and int(value) > _OF_A_MARK


def _marks(path: Path, habit: str, shown: str, is_measured: bool | None, reading: Reading) -> Iterator[Made]:
    if is_measured is None:
        is_measured = any(_is_measured(value) for _, cells in rows_of(path, ",") for value in cells[1:2])
    for number, (line, cells) in enumerate(rows_of(path, ",")):
        if number == 0 and not re.match(r"\d", cells[0]):
            if [name.strip() for name in cells[:2]] != ["Date", "Value"]:
                raise CrampError(
                    f"{short(shown)} in the zip does not begin with a date, nor with Date,Value. Nothing was imported."
                )
            continue
        try:
            date_, value, note, *_ = [*cells, "", ""]
            yield from _mark(date_, habit, value.strip(), note_of(as_text(note)), is_measured, reading)
        except UsageError as error:
            reading.rows.bad(line, error)


def _mark(
    day: str, habit: str, value: str, note: str | None, is_measured: bool, reading: Reading
) -> Iterator[Made]:
    try:
        when = reading.when(date.fromisoformat(day.strip()), None)
    except ValueError as error:
        raise UsageError("The date is in no calendar.") from error
    if is_measured and value == "0":
        yield from reading.entry(when, [Item(habit, severity=0)], note, is_part=True)
        return
    if value in _NOT_DONE:
        reading.ignore("day without a mark of your own (unknown, skipped, no or automatic)")
        if value in _NO:
            reading.deny_thing(habit, when)
        reading.leave_note(when, note)
        return
    if value not in _DONE and not re.fullmatch(r"\d{1,12}", value, re.ASCII):
        raise UsageError("The value is not one as Loop writes it.")
    amount = None if value in _DONE else f"{int(value) / _THOUSAND:.12g}"
    counted = None if amount is None else f"{habit}: {amount}"  # of a cramp, which has no amount
    yield from reading.entry(when, [Item(habit, amount=amount, note=counted)], note, is_part=True)
