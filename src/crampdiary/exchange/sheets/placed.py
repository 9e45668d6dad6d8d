"""Where each field of a sheet stands, by what its columns are said to be."""

from __future__ import annotations

from collections.abc import Mapping

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import key
from crampdiary.errors import CrampError
from crampdiary.exchange.columns import WIDE, is_of_weeks, is_when_written
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import BOTH, DATES, IGNORE, ROWS, YEAR, NameMeaning
from crampdiary.exchange.names.naming import CLEAR, CRAMP
from crampdiary.exchange.sheets.numbered import Numbered
from crampdiary.exchange.table import all_named, other_sheets
from crampdiary.words.wording import safe, short

OTHERS = "*"
"""Stands for all columns that no other line of a map names."""

_SEVERAL = ("names", *WIDE)
_NO_MEANING = NameMeaning("")
_OF_NAMES = {"remedy": "used", "trigger": "had", CRAMP: "value", CLEAR: "value"}
"""What a column is whose name is said to mean a thing: its cells say of each row whether there was one."""
NOT_SAID = frozenset("? - – — n/a #n/a #value! #ref! #div/0! #name? #num! #null!".split())
"""Cells that are as good as empty, in small letters."""
_COLUMNS_SHOWN = 160  # characters


class SheetColumn(NamedTuple):
    """A column: which it is, its header, and in which shape or of which word its cells are."""

    at: int
    name: str
    shape: str


class Fields(dict[str, SheetColumn]):
    """The column of each field that a sheet has."""

    def text(self, row: list[str], field: str) -> str:
        """Return the cell of a field, empty where the sheet does not have it."""
        column = self.get(field)
        return cell_of(row, column) if column else ""

    def among(self, *fields: str) -> list[SheetColumn]:
        """Return the columns of those of some fields that the sheet has."""
        return [self[each] for each in fields if each in self]


class Placed(NamedTuple):
    """Where each field stands.

    Attributes:
        fields: the column of each.
        several: those of fields that several can be.
        counts: those that say how many cramps there were; the first of them is in `fields` too.
        left: those that nothing was said of.
    """

    fields: Fields
    several: list[tuple[str, SheetColumn]]
    counts: list[SheetColumn]
    left: list[SheetColumn]


def placed(
    reading: Reading, columns: Mapping[str, str], header: list[str], numbered: Numbered | None = None
) -> Placed:
    """Return where each field stands; of columns of several cramps, by those of the first.

    Raises:
        CrampError: no column has the time, or two are one field; names the columns.
    """
    fields = Fields()
    several: list[tuple[str, SheetColumn]] = []
    counts: list[SheetColumn] = []
    left: list[SheetColumn] = []
    others = columns.get(OTHERS)
    names = all_named(header)
    for at, name in enumerate(names):
        if numbered and at in numbered.further:
            continue
        bare = numbered.first.get(at, name) if numbered else name
        meaning = columns.get(name, columns.get(bare, others if header[at] else None))
        field, _, shape = (meaning or "").partition(":")
        meant = reading.mapping.get(key(name), _NO_MEANING)
        if meaning == IGNORE or meant.kind == IGNORE:
            continue
        is_thing = not field and meant.kind in _OF_NAMES
        if is_thing:
            field, shape = _OF_NAMES[meant.kind], meant.word
        column = SheetColumn(at, bare, shape)
        if is_thing or field in _SEVERAL or (field == "value" and name not in columns):
            several.append((field, column))
        elif field and field in fields and fields[field].name == name:
            left.append(column)  # two headers alike, which no map can tell apart: the first is meant
        elif field == "count":
            fields.setdefault(field, column)
            counts.append(column)
        elif (
            field == "at"
            and "at" in fields
            and "date" not in fields
            and _one_is_when_written(fields["at"], column)
        ):
            fields["at"], fields["date"] = sorted(
                (fields["at"], column), key=lambda each: is_when_written(each.name)
            )
        elif field and field in fields:
            raise CrampError(
                f"{reading.path.name}: both {short(fields[field].name)!r} and {short(name)!r} are said to be "
                f"{field}, and one would be lost. Give one of them another field, or ignore. Nothing was imported."
            )
        elif field:
            fields[field] = column
        elif key(name) not in reading.mapping:
            left.append(column)
    of_no_column = {*names, *(numbered.first.values() if numbered else ()), OTHERS, ROWS, DATES, YEAR}
    missing = [name for name in reading.columns if name not in of_no_column]
    reading.said += [
        f'The file has no column "{short(name)}".' for name in missing if columns[name] not in BOTH
    ]
    dated = fields.get("date") or fields.get("at")
    if dated is None:
        raise _no_time(reading, header)
    check_rows_are_nights(reading.path.name, dated.name)
    return Placed(fields, several, counts, left)


def _one_is_when_written(one: SheetColumn, other: SheetColumn) -> bool:
    """Return whether one of two moments says when a row was written: it is its date where the other is empty."""
    return is_when_written(one.name) != is_when_written(other.name)


def check_rows_are_nights(name: str, header: str) -> None:
    """Look whether the rows of a sheet are of single nights, by the header of their dates.

    Raises:
        CrampError: each is of a week or a month, and nothing tells on which nights its cramps were.
    """
    if is_of_weeks(header):
        raise CrampError(
            f'{name}: by "{short(safe(header))}" each row is of many nights, and does not tell on which its cramps '
            "were. Only a sheet with the day of each cramp or night can be read. If they are days, call that column "
            "Date. Nothing was imported."
        )


def check_own(name: str, header: list[str]) -> None:
    """Look whether a table is one that this program wrote for spreadsheets, and does not read back.

    Raises:
        CrampError: it is.
    """
    if header[:1] == ["entry"]:
        raise CrampError(
            f"{name} is a table that cramp wrote for spreadsheets, and means nothing without its diary. To carry all "
            "elsewhere: `cramp export diary.jsonl`. Nothing was imported."
        )


def _no_time(reading: Reading, header: list[str]) -> CrampError:
    name = reading.path.name
    check_own(name, header)
    sheets = "".join(f" {each}" for each in other_sheets(reading.path, reading.delimiter, reading.sheet))
    seen = short(", ".join(filter(None, header)), _COLUMNS_SHOWN) or "none, as it is empty"
    if reading.columns:
        return CrampError(
            f"{name}: no column is said to be the date: say `=date` of one, or `=at` where it has the time too. Its "
            f"columns: {seen}. If rows stand above their names, delete those in the file. Nothing was imported.{sheets}"
        )
    return CrampError(
        f"{name} comes from no program that is known here. Its columns: {seen}. --save-map my.map writes them all with "
        "a guess, to look over and give to --map; `cramp help import` says what a column can be."
        f"{sheets}"
    )


def cell_of(row: list[str], column: SheetColumn) -> str:
    """Return the cell of a row, empty where the row is shorter."""
    text = row[column.at].strip() if column.at < len(row) else ""
    return "" if text.casefold() in NOT_SAID else text
