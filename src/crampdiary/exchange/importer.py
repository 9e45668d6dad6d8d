"""What a reader of another program's files is: a module in `programs/` that has the names of `Importer`.

It is found there by itself. A sample of what the program writes stands in the tests' data under its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from crampdiary.errors import CrampError
from crampdiary.exchange import programs
from crampdiary.exchange.reading import header_of, opened, opened_text

if TYPE_CHECKING:
    from crampdiary.diary.model import Record
    from crampdiary.exchange.programs.peers import Reading

_DELIMITERS = (",", ";", "\t")
_BEGINNING = 4096


class Look(NamedTuple):
    """What is seen of a file before it is read.

    Attributes:
        path: the file.
        start: its first bytes.
        text: its beginning, empty where it is no text.
        headers: of a table, the names in its first row by the delimiter that cuts it so.
    """

    path: Path
    start: bytes
    text: str
    headers: Mapping[str, list[str]]

    def delimiter(self, fits: Callable[[list[str]], bool]) -> str | None:
        """Return the delimiter that gives a fitting header, None where none does."""
        return next((each for each, header in self.headers.items() if fits(header)), None)


class Importer(Protocol):
    """A reader of the files of one program."""

    PROGRAM: str
    """The name of the format, as in `--format`."""
    MANUAL: str
    """The program's own name and what becomes of its entries, for the page of the manual."""

    def fits(self, file: Look) -> str | None:
        """Return the delimiter of a file of this program, empty for what is no table; None for another file."""

    def read(self, reading: Reading) -> Iterator[Record]:
        """Yield what the file says, counting in `reading` what is not taken and which rows are bad."""


@cache
def importers() -> dict[str, Importer]:
    """Return the readers by the names of their formats, that of any table last."""
    modules = (import_module(f"{programs.__name__}.{each.name}") for each in iter_modules(programs.__path__))
    found = [cast("Importer", module) for module in modules if hasattr(module, "PROGRAM")]
    return {each.PROGRAM: each for each in sorted(found, key=lambda each: each.PROGRAM == ANY)}


ANY = "csv"
"""The format of a table of no known program, of which the person says what is what."""


def look_at(path: Path) -> Look:
    """Look at the beginning of a file.

    Raises:
        CrampError: it cannot be read, or is a table that is not well formed under any delimiter.
    """
    with opened(path) as file:
        start = file.read(_BEGINNING)
    if start.startswith((b"SQLi", b"PK\x03\x04")):
        return Look(path, start, "", {})
    try:
        with opened_text(path) as text:
            beginning = text.read(_BEGINNING).lstrip()
    except UnicodeDecodeError:
        beginning = ""
    if beginning.startswith(("{", "[")):
        return Look(path, start, beginning, {})
    headers, fault = {}, None
    for delimiter in _DELIMITERS:
        try:
            headers[delimiter] = [name.strip() for name in header_of(path, delimiter=delimiter)]
        except CrampError as error:  # a quote that is wrong between these delimiters
            fault = fault or error
    if fault and not headers:
        raise fault
    return Look(path, start, beginning, headers)
