"""Tables as people keep them: a title above the header, empty columns, short rows, a workbook in place of a CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.clocks import begins_with_a_date
from crampdiary.exchange.in_workbooks import comments_in, formulas_without_values
from crampdiary.exchange.reading import WINDOWS, Rows, csv_rows, encoding_of
from crampdiary.words.wording import listed, safe, short

XLSX = "xlsx"
"""Stands for the delimiter of a workbook, which has none."""
DELIMITERS = (",", ";", "\t")
_SHEETS_NAMED = 5
_NAMED_ABOVE = 8  # cells
LOOKED_AT = 30  # rows, in which the header is
_NOTHING = "Nothing was imported."

Row = tuple[int, list[str]]


def rows_of(
    path: Path,
    delimiter: str,
    sheet: str | None = None,
    *,
    said: list[str] | None = None,
    bad: Callable[[int, Exception], None] | None = None,
) -> Iterator[Row]:
    """Yield the number and the cells of each row that is not empty.

    Args:
        path: the file.
        delimiter: between the cells, or XLSX.
        sheet: of a workbook, its name; None for the first.
        said: takes up what is to be told of how the file was read.
        bad: takes up rows that are not well-formed, by their lines.

    Raises:
        CrampError: it is no table.
    """
    if delimiter == XLSX:
        yield from _workbook_rows(path, sheet, said)
        return
    encoding = encoding_of(path)
    if encoding == WINDOWS and said is not None:
        said.append("It is not UTF-8, so its letters are read as Windows writes them (Windows-1252).")
    yield from csv_rows(path, delimiter=delimiter, encoding=encoding, bad=bad)


def top_of(path: Path, delimiter: str, sheet: str | None = None) -> list[list[str]]:
    """Return the first rows, among which the header is.

    Raises:
        CrampError: as `rows_of`.
    """
    found = []
    for _, cells in rows_of(path, delimiter, sheet, bad=_passed_over):
        found.append(_in_a_line(cells))
        if len(found) == LOOKED_AT:
            break
    return found


def _in_a_line(cells: list[str]) -> list[str]:
    """Return cells without line breaks in them: a header of two lines is a name of one, as a map has it."""
    return [" ".join(cell.split()) for cell in cells]


def _passed_over(_line: int, _error: Exception) -> None:
    """Take no note: the row is named when the file is read."""


def width_of(top: list[list[str]]) -> int:
    """Return how wide most of some rows are."""
    return Counter(map(len, top)).most_common(1)[0][0] if top else 0


def below_header(
    path: Path,
    delimiter: str,
    fits: Callable[[list[str]], bool],
    *,
    sheet: str | None = None,
    said: list[str] | None = None,
    found: Rows | None = None,
    nameless: bool = False,
) -> tuple[list[str], Iterator[Row]]:
    """Return the names in the first row that fits as a header, and the rows below it.

    Rows that are not well-formed go to `found`; without it, where this only looks ahead, they are passed over. Columns
    at the end that have no name are left off, unless `nameless`.

    Raises:
        CrampError: no row does; and while reading, as `rows_of`.
    """
    rows = rows_of(path, delimiter, sheet, said=said, bad=found.bad if found else _passed_over)
    above: list[str] = []
    for line, cells in rows:
        names = _in_a_line(cells)
        if fits(names):
            if above and said is not None:
                shown = [f'"{short(each)}"' for each in above[:_NAMED_ABOVE]]
                more = len(above) - len(shown)
                said.append(
                    f"Above the header, and not taken: {listed([*shown, *[f'{more} more'] * (more > 0)])}."
                )
            while names and not names[-1] and not nameless:
                names.pop()
            return names, rows
        above += filter(None, names)
        if line > 10 * LOOKED_AT:
            break
    raise CrampError(f"{path.name} has no row with the names of its columns. {_NOTHING}")


def looks_like_header(top: list[list[str]]) -> Callable[[list[str]], bool]:
    """Return what tells the header of a table of no known program: the first row with about as many names as most."""
    most = max((sum(map(bool, row)) for row in top), default=0)
    return lambda names: sum(map(bool, names)) >= max(1, min(2, most), most // 2)


def check_header(header: list[str], name: str) -> None:
    """Look whether a header is one, and no row of data, which begins with a date.

    Raises:
        CrampError: it is a row of data.
    """
    first = next(filter(None, header), "")
    if begins_with_a_date(first):
        raise CrampError(
            f'{name} has no line with the names of its columns: it begins with "{short(first)}". Write one above, such '
            f"as Date,Pain,Where, and import it again. {_NOTHING}"
        )


def all_named(header: list[str]) -> list[str]:
    """Return the names of a header, with one for each column that has none: `column B`, by the letters of a sheet."""
    return [name or f"column {_letters(at)}" for at, name in enumerate(header)]


def _letters(at: int) -> str:
    """Return the letters by which spreadsheets call a column: A, Z, AA."""
    before, last = divmod(at, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def dicts(rows: Iterator[Row], header: list[str], found: Rows) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's cells by column; what a short row lacks is empty. Rows with more than a header are bad."""
    for line, cells in fitted(rows, header, found):
        yield line, dict(zip(header, cells, strict=True))


def fitted(rows: Iterator[Row], header: list[str], found: Rows) -> Iterator[Row]:
    """Yield the rows as wide as the header: short ones with empty cells, longer ones without their empty ones."""
    width = len(header)
    for line, cells in rows:
        found.go_on(line)
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            cells = cells[:width]
        if len(cells) > width:
            extra = next(cell for cell in map(str.strip, cells[width:]) if cell)
            found.bad(
                line,
                UsageError(
                    f'"{short(safe(extra))}" stands in no column: the row has {len(cells)} cells, and the header '
                    f"{width}. Name that column in the header; or, where a text has a comma in it, put it in quotes."
                ),
            )
        elif any(map(str.strip, cells)):
            yield line, cells if len(cells) == width else [*cells, *[""] * (width - len(cells))]


def _workbook_rows(path: Path, sheet: str | None, said: list[str] | None) -> Iterator[Row]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise CrampError(
            f"{path.name} is a workbook of Excel. In Excel, save it as `CSV UTF-8` and import that; or install "
            f"crampdiary[xlsx], which reads it. {_NOTHING}"
        ) from None
    try:
        with path.open("rb") as file:  # openpyxl leaves what it opens itself open, where it fails
            book = load_workbook(file, read_only=True, data_only=True)
            names = book.sheetnames
            if sheet is not None and sheet not in names:
                raise CrampError(
                    f"{path.name} has no sheet {short(sheet)}. It has: {', '.join(map(short, names))}. {_NOTHING}"
                )
            page = book[sheet] if sheet is not None else book.worksheets[0]
            if sheet is None and said is not None:
                said += _others([name for name in names if name != page.title])
            open_formulas = formulas_without_values(file, page)
            if said is not None and (count := comments_in(file)):
                said.append(f"Comments on its cells are not read: {count:,} in the workbook.")
            for number, row in enumerate(page.iter_rows(), 1):
                cells = [
                    _percents(each) or _cell(each.value) or open_formulas.get((number, at), "")
                    for at, each in enumerate(row, 1)
                ]
                if any(cells):
                    yield number, cells
    except CrampError:
        raise
    except Exception as error:  # it lets out those of every packer and parser under it
        raise CrampError(f"{path.name} cannot be read as an Excel workbook. {_NOTHING}") from error


def _others(names: list[str]) -> list[str]:
    """Return what is to be told of the sheets of a workbook beside the first, nothing where there are none."""
    more = ", and others" if len(names) > _SHEETS_NAMED else ""
    named = ", ".join(map(short, names[:_SHEETS_NAMED]))
    return [f"This is its first sheet alone. --sheet takes another: {named}{more}."] if named else []


def other_sheets(path: Path, delimiter: str, sheet: str | None) -> list[str]:
    """Return what is to be told of the other sheets of a workbook, nothing where one was named or there are none."""
    if delimiter != XLSX or sheet is not None:
        return []
    from openpyxl import load_workbook  # the workbook was looked at with it before

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True)
        first = book.worksheets[0].title
        return _others([name for name in book.sheetnames if name != first])


def sheet_beside_the_first(path: Path, sheet: str | None) -> str:
    """Return the name of a sheet of a workbook, empty for its first and for what is no workbook."""
    if sheet is None or path.suffix.casefold() != ".xlsx":
        return ""
    from openpyxl import load_workbook  # the workbook was looked at with it before

    with path.open("rb") as file:
        first: str = load_workbook(file, read_only=True).sheetnames[0]
    return "" if sheet == first else sheet


def _percents(cell: Any) -> str:
    """Return a number that Excel shows in percents as it shows it, empty for any other cell: 0.7 is 70%."""
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return f"{round(cell.value * 100, 6):g}%" if is_number and "%" in cell.number_format else ""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time()
            else value.isoformat(sep=" ", timespec="seconds")
        )
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)
