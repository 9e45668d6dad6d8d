"""What a reader of another program's files is: a module in `programs/` that has the names of `Importer`, or a map.

A map is a file as a person gives it to `--map`: a column and its field on each line. Its first line says what becomes
of the program's entries. Both are found by themselves. A sample of what the program writes stands in the tests' data
under its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module, resources
from pkgutil import iter_modules
from typing import Protocol, cast

from crampdiary.exchange import maps, programs
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import ANY, Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.meaning import read_maps
from crampdiary.exchange.sheets.placed import OTHERS
from crampdiary.exchange.sheets.sheet import Sheet

_MAY_BE_MISSING = "?"


class Importer(Protocol):
    """A reader of the files of one program."""

    PROGRAM: str
    """The name of the format, as in `--format`."""
    MANUAL: str
    """The program's own name and what becomes of its entries, for the page of the manual."""

    def fits(self, file: Look) -> str | None:
        """Return the delimiter of a file of this program, empty for what is no table; None for another file."""

    def read(self, reading: Reading) -> Iterator[Made]:
        """Yield the very entries, each with the row it comes from, before anything is kept.

        What is not taken is counted in `reading`, and which rows are bad.
        """


class MappedSheet:
    """A program whose table is read by a map alone.

    Args:
        name: of the format.
        text: of the map; its first line is for the manual. A column that not all files have ends in a question mark.
    """

    def __init__(self, name: str, text: str) -> None:
        first, *lines = text.splitlines()
        self.PROGRAM = name
        self.MANUAL = first.removeprefix("#").strip()
        names, columns = read_maps(line for line in lines if line.strip())
        said = {**names, **columns}
        self.columns = {each.removesuffix(_MAY_BE_MISSING): meaning for each, meaning in said.items()}
        self._needed = {each for each in said if not each.endswith(_MAY_BE_MISSING) and each != OTHERS}

    def fits(self, file: Look) -> str | None:
        return file.delimiter(self._is_header)

    def _is_header(self, names: list[str]) -> bool:
        return self._needed <= {*names}

    def read(self, reading: Reading) -> Iterator[Made]:
        """Yield what each row says."""
        header, rows = reading.below_header(self._is_header, nameless=True)
        yield from Sheet(reading, {**self.columns, **reading.columns}, header).entries(rows)


@cache
def importers() -> dict[str, Importer]:
    """Return the readers by the names of their formats, that of any sheet last."""
    modules = (import_module(f"{programs.__name__}.{each.name}") for each in iter_modules(programs.__path__))
    files = (each for each in resources.files(maps).iterdir() if each.name.endswith(".map"))
    mapped = [MappedSheet(each.name.removesuffix(".map"), each.read_text(encoding="utf-8")) for each in files]
    found = [*cast("list[Importer]", list(modules)), *mapped]
    return {
        each.PROGRAM: each for each in sorted(found, key=lambda each: (each.PROGRAM == ANY, each.PROGRAM))
    }
