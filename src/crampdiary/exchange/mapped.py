"""Programs whose tables are read by a map alone, each a file in `maps/`."""

from __future__ import annotations

from collections.abc import Iterator

from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.meaning import read_maps
from crampdiary.exchange.sheets.placed import OTHERS
from crampdiary.exchange.sheets.sheet import Sheet
from crampdiary.exchange.table import below_header

_MAY_BE_MISSING = "?"


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
        header, rows = below_header(
            reading.path,
            reading.delimiter,
            self._is_header,
            sheet=reading.sheet,
            said=reading.said,
            found=reading.rows,
            nameless=True,
        )
        yield from Sheet(reading, {**self.columns, **reading.columns}, header).entries(rows)
