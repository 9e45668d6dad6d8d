"""Foreign files read strictly: encoding, size and every row are checked, and faults are named by line."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, TypeVar

from crampdiary.errors import CrampError, UsageError
from crampdiary.words.wording import plural

SIZE_LIMIT = 4 * 2**30  # bytes
LINE_LIMIT = 2**20  # characters
BAD_ROWS_NAMED = 20
LINES_AFTER_BAD = 100_000  # in which others are looked for, so that a very long file is refused soon

_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PART = 2**20  # bytes
WINDOWS = "cp1252"
_NOTHING = "Nothing was imported."
_UNENDING = "It begins a quote that never ends."

T = TypeVar("T")


class BadRowsError(CrampError):
    """Rows that cannot be taken. `lines` names up to twenty of them."""

    def __init__(self, lines: list[str], stopped: bool) -> None:
        more = " and perhaps more" if stopped else ""
        super().__init__(f"{plural(len(lines), 'row')}{more} cannot be read. {_NOTHING}")
        self.lines = lines


class Rows:
    """Collects what is wrong with single rows, so that all can be named at once.

    Args:
        name: of the file.
        place: what a row's number counts.
        skip: whether bad rows are left out, and only named.

    Attributes:
        skipped: the bad rows that were left out, the first twenty by name.
        skipped_count: of all.
    """

    def __init__(self, name: str, place: str = "line", *, skip: bool = False) -> None:
        self.name = name
        self._place = place
        self._skip = skip
        self.sound = True  # until a row is not, from where on the others are only checked
        self.skipped: list[str] = []
        self.skipped_count = 0
        self._bad: list[str] = []
        self._last = 0

    def bad(self, line: int, error: Exception) -> None:
        """Note a bad row, and stop at the twentieth."""
        if self._skip:
            self.skipped_count += 1
            if len(self.skipped) < BAD_ROWS_NAMED:
                self.skipped.append(f"{self.name}, {self._place} {line}: {error}")
            return
        if self.sound:
            self.sound = False
            self._last = line + LINES_AFTER_BAD
        self._bad.append(f"{self.name}, {self._place} {line}: {error}")
        if len(self._bad) == BAD_ROWS_NAMED:
            raise BadRowsError(self._bad, stopped=True)

    def go_on(self, line: int) -> None:
        """Stop at a line so far beyond the first bad row that those between have told enough."""
        if not self.sound and line > self._last:
            raise BadRowsError(self._bad, stopped=True)

    def done(self) -> None:
        """Raise BadRowsError if there were any."""
        if self._bad:
            raise BadRowsError(self._bad, stopped=False)


def opened(path: Path) -> BinaryIO:
    """Open an ordinary file of acceptable size.

    Raises:
        CrampError: it is missing, no ordinary file, too big or not permitted.
    """
    try:
        if path.is_dir():
            raise CrampError(f"{path} is a folder. Name the file in it. {_NOTHING}")
        if path.exists() and not path.is_file():
            raise CrampError(f"{path} is not an ordinary file. {_NOTHING}")
        if path.stat().st_size > SIZE_LIMIT:
            raise CrampError(f"{path} is larger than 4 GiB, which no diary is. {_NOTHING}")
        return path.open("rb")
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "the path is not usable").lower()
        raise CrampError(f"{path} cannot be read: {reason}. {_NOTHING}") from error


@contextmanager
def opened_text(path: Path) -> Iterator[io.TextIOWrapper]:
    """Open an ordinary file of acceptable size as text in UTF-8, with or without a byte order mark.

    Raises:
        CrampError: as `opened`, or it is in UTF-16.
    """
    with opened(path) as file:
        if file.read(2) in _BYTE_ORDER_MARKS:
            raise CrampError(f"{path.name} is in UTF-16. Save it as UTF-8 and import it again. {_NOTHING}")
        file.seek(0)
        with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
            yield text


def decoded(parts: Iterable[T], path: Path) -> Iterator[T]:
    """Yield what is read from a text, naming the line where it is not UTF-8."""
    try:
        yield from parts
    except UnicodeDecodeError as error:
        line = _first_bad_line(path)
        raise CrampError(
            f"{path.name}, line {line}: this is not UTF-8. Save the file as UTF-8 and import it again. "
            f"{_NOTHING}"
        ) from error


def encoding_of(path: Path) -> str:
    """Return how the text in a file is written: by its mark, else UTF-8 where all of it is that, else Windows-1252.

    Raises:
        CrampError: as `opened`.
    """
    with opened(path) as file:
        part = file.read(_PART)
        if part[:2] in _BYTE_ORDER_MARKS:
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while part:
                decoder.decode(part)
                part = file.read(_PART)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return WINDOWS
    return "utf-8-sig"


@contextmanager
def opened_as(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open an ordinary file of acceptable size as text, as `encoding_of` says that it is written.

    Raises:
        CrampError: as `opened`.
    """
    with (
        opened(path) as file,
        io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="") as text,
    ):
        yield text


def csv_rows(
    path: Path,
    *,
    delimiter: str = ",",
    encoding: str | None = None,
    bad: Callable[[int, Exception], None] | None = None,
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of a row's last line and its cells, without empty rows; the header is the first.

    Args:
        path: the file.
        delimiter: between the cells.
        encoding: as `encoding_of` says; None to find out.
        bad: takes up each row that is not well-formed, by its first line; the next row begins on the line after that.

    Raises:
        CrampError: the file is not well-formed CSV, and nobody takes that up; names the line.
    """
    with opened_as(path, encoding or encoding_of(path)) as text:
        lines = _Lines(_without_separator(lines_of(text, path.name)))
        reader = csv.reader(lines, strict=True, delimiter=delimiter)
        while True:
            lines.row.clear()
            try:
                cells = next(reader)
                fault = _UNENDING if _takes_in_rows(lines.row, delimiter) else ""
            except StopIteration:
                return
            except csv.Error as error:
                fault = _UNENDING if len(lines.row) > 1 or "end of data" in str(error) else f"{error}."
            if not fault:
                if any(cells):
                    yield lines.number, cells
                continue
            first = lines.number - len(lines.row) + 1
            if bad is None:
                raise CrampError(f"{path.name}, line {first}: {fault} {_NOTHING}")
            bad(first, UsageError(fault))
            lines.go_back()
            reader = csv.reader(lines, strict=True, delimiter=delimiter)


class _Lines:
    """Lines that remember those of one row, to go back to its second."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.row: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.row.append(line)
        self.number += 1
        return line

    def go_back(self) -> None:
        """Go back to the line after the first of the row."""
        self._again += reversed(self.row[1:])
        self.number -= len(self.row) - 1


def _takes_in_rows(lines: list[str], delimiter: str) -> bool:
    """Return whether a row of several lines has whole rows in a cell, as after a quote that was never closed.

    Such a line begins as the row does, with a date of the same shape, and has as many cells.
    """
    first, *others = lines
    if not others:
        return False
    count, start = first.count(delimiter), _shape(first, delimiter)
    if not count or "0" not in start:
        return False
    return any(each.count(delimiter) >= count and _shape(each, delimiter) == start for each in others)


def _shape(line: str, delimiter: str) -> str:
    return re.sub(r"\d+", "0", line.partition(delimiter)[0].strip(' "'))


def _without_separator(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines, but for a first one that tells Excel what is between the cells: `sep=;`."""
    for number, line in enumerate(lines):
        is_told = number == 0 and len(line.strip()) == 5 and line[:4].casefold() == "sep="
        yield "\n" if is_told else line


def lines_of(text: TextIO, name: str, number: int = 0) -> Iterator[str]:
    """Yield the lines that follow the first `number` ones.

    Raises:
        CrampError: a line has a NUL, or is longer than a mebibyte.
    """
    while line := text.readline(LINE_LIMIT):
        number += 1
        if len(line) == LINE_LIMIT:
            raise CrampError(f"{name}, line {number}: the line is too long. {_NOTHING}")
        if "\0" in line:
            raise CrampError(f"{name}, line {number}: there is a NUL character in it. {_NOTHING}")
        yield line


def _first_bad_line(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
