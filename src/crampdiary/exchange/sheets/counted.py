"""How many cramps a row tells of, by the columns that say it: one, or several that are each of a place or a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.exchange.cells import count_in
from crampdiary.exchange.columns import plain_header
from crampdiary.exchange.naming import NameReader
from crampdiary.exchange.sheets.placed import SheetColumn, cell_of

_PARTS_OF_A_DAY = frozenset(
    "am pm morning afternoon evening night nights day days daytime nighttime nocturnal".split()
)
_PLACED = ("sites", "side", "onset")


class ToldCramps(NamedTuple):
    """What one column tells of a row: how many cramps, where by its header, and its header."""

    number: int
    fields: Mapping[str, Any]
    name: str


class Counted(NamedTuple):
    """What all such columns say of a row.

    Attributes:
        told: each that tells of cramps.
        denies: whether they say that there was none at all.
        contradicts: whether one says that there was none at all, and another tells of one.
        some_denied: whether one says that there was none of its kind.
    """

    told: tuple[ToldCramps, ...] = ()
    denies: bool = False
    contradicts: bool = False
    some_denied: bool = False

    @property
    def number(self) -> int:
        return sum(each.number for each in self.told)


def of_header(name: str, words: NameReader) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """Return the place that a header names, and by what it differs from those of other cramps; () of all cramps."""
    told = words.of_header(name).fields
    fields = {each: told[each] for each in _PLACED if each in told}
    parts = sorted(_PARTS_OF_A_DAY.intersection(plain_header(name).split()))
    return fields, (*fields.items(), *parts)


class CountColumns:
    """The columns that say how many cramps there were, or whether there were any.

    Args:
        columns: in the order of the sheet.
        words: read their headers.
    """

    def __init__(self, columns: Sequence[SheetColumn], words: NameReader) -> None:
        self._columns = [(each, *of_header(each.name, words)) for each in columns]
        self._kinds = {kind for _, _, kind in self._columns}

    def of(self, row: list[str]) -> Counted:
        """Return what they say of a row.

        Columns of one kind say it twice. One of all cramps counts those too that others tell of.

        Raises:
            UsageError: a cell is neither a number nor yes or no.
        """
        best: dict[tuple[Any, ...], ToldCramps] = {}
        for column, fields, kind in self._columns:
            text = cell_of(row, column)
            if not text:
                continue
            number = count_in(text)
            if kind not in best or best[kind].number < number:
                best[kind] = ToldCramps(number, fields, column.name)
        of_all = best.pop((), None)
        told = [each for each in best.values() if each.number]
        is_whole = of_all is not None or self._kinds - {()} == best.keys() != set()
        some_denied = any(not each.number for each in best.values()) or (of_all and not of_all.number) is True
        if of_all is not None and not of_all.number:
            return Counted(tuple(told), not told, bool(told), some_denied)
        if of_all is not None:
            others = of_all.number - sum(each.number for each in told)
            told += [of_all._replace(number=others)] if others > 0 else []
        return Counted(tuple(told), is_whole and not told, False, some_denied)
