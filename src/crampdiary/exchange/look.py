"""A look at a file before it is read: enough to tell which program wrote it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import CrampError
from crampdiary.exchange.reading import encoding_of, opened
from crampdiary.exchange.table import DELIMITERS, XLSX, top_of

ANY = "csv"
"""The format of a sheet of no known program, of which the person says what is what."""
_BEGINNING = 4096
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a workbook of an Excel before 2007 begins, and other files of its Office."""
_ZIP = b"PK\x03\x04"
_NO_TABLES = ("<", "%PDF")


class Look(NamedTuple):
    """What is seen of a file before it is read.

    Attributes:
        path: the file.
        start: its first bytes.
        text: its beginning, empty where it is no text.
        tops: of a table, its first rows by the delimiter that cuts them so.
    """

    path: Path
    start: bytes
    text: str
    tops: Mapping[str, list[list[str]]]

    def delimiter(self, fits: Callable[[list[str]], bool]) -> str | None:
        """Return the delimiter that gives a row that fits as a header, None where none does."""
        return next((each for each, top in self.tops.items() if any(map(fits, top))), None)


def look_at(path: Path, sheet: str | None = None) -> Look:
    """Look at the beginning of a file.

    Raises:
        CrampError: it cannot be read, or is a table that is not well formed under any delimiter.
    """
    with opened(path) as file:
        start = file.read(_BEGINNING)
    if start.startswith(_ZIP) and _is_workbook(path):
        return Look(path, start, "", {XLSX: top_of(path, XLSX, sheet)})
    if start.startswith((b"SQLi", _ZIP, OLD_EXCEL)):
        return Look(path, start, "", {})
    if not start.strip():
        raise CrampError(f"{path.name} is empty. Nothing was imported.")
    beginning = start.decode(encoding_of(path), errors="replace").lstrip("\ufeff \t\r\n")
    if beginning.startswith(_NO_TABLES) or is_json(beginning):
        return Look(path, start, beginning, {})
    tops, fault = {}, None
    for delimiter in DELIMITERS:
        try:
            tops[delimiter] = top_of(path, delimiter)
        except CrampError as error:  # a quote that is wrong between these delimiters
            fault = fault or error
    if fault and not tops:
        raise fault
    return Look(path, start, beginning, tops)


def is_json(text: str) -> bool:
    """Return whether a text begins as JSON does, and not with a moment in brackets."""
    return text.startswith(("{", "[")) and not re.match(r"\[\d{1,4}[./-]\d", text, re.ASCII)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except Exception:  # `zipfile` lets out those of every packer under it
        return False
