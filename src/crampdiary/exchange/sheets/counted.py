"""How many cramps a row tells of, by the columns that say it: one, or several that are each of a place or a time.

A column that says no more than yes or no counts nothing. Those of them that say yes in one row, of one time, are names
for one cramp.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crampdiary.clock.zones import night_of
from crampdiary.diary.frozen import NamedTuple
from crampdiary.exchange.columns import asks_how_many, plain_header
from crampdiary.exchange.names.naming import NameReader
from crampdiary.exchange.one_moment import together
from crampdiary.exchange.row import When
from crampdiary.exchange.sheets.count_cells import CountTold, count_told
from crampdiary.exchange.sheets.placed import SheetColumn, cell_of
from crampdiary.exchange.sheets.ways_out import Meant

_PARTS_OF_A_DAY = frozenset(
    "am pm morning afternoon evening night nights day days daytime nighttime nocturnal".split()
)
_PLACED = ("sites", "side", "onset")


class ToldCramps(NamedTuple):
    """What is told of a row: how many cramps, where by the headers of the columns that say so, and these headers."""

    number: int
    fields: Mapping[str, Any]
    names: tuple[str, ...] = ()


class Counted(NamedTuple):
    """What all such columns say of a row.

    Attributes:
        told: what columns tell of cramps.
        denies: whether they say that there was none at all.
        contradicts: whether one says that there was none at all, and another tells of one.
        some_denied: whether one says that there was none of its kind.
        unread: the cells that are not understood, each with its column.
        kept: these, and those that say more than a number.
    """

    told: tuple[ToldCramps, ...] = ()
    denies: bool = False
    contradicts: bool = False
    some_denied: bool = False
    unread: tuple[tuple[SheetColumn, str], ...] = ()
    kept: tuple[str, ...] = ()

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
        meant: what cells were said to mean.
    """

    def __init__(self, columns: Sequence[SheetColumn], words: NameReader, meant: Meant) -> None:
        self._meant = meant
        self._columns = [(each, *of_header(each.name, words)) for each in columns]
        self._kinds = {kind for _, _, kind in self._columns}
        self._counting = {each.at for each in columns if asks_how_many(each.name)}

    def look(self, row: list[str]) -> None:
        """Look at a row before any is read: a column that says more than one anywhere in it counts."""
        for column, _, _ in self._columns:
            text = cell_of(row, column)
            if text and (self._told(text).number or 0) > 1:
                self._counting.add(column.at)

    def of(self, row: list[str]) -> Counted:
        """Return what they say of a row.

        Columns of one kind say it twice. One of all cramps counts those too that others tell of.
        """
        unread: list[tuple[SheetColumn, str]] = []
        kept: list[str] = []
        best: dict[tuple[Any, ...], ToldCramps] = {}
        counting: set[tuple[Any, ...]] = set()
        for column, fields, kind in self._columns:
            text = cell_of(row, column)
            if not text or self._meant.is_left_open(text):
                continue
            number, is_all = self._told(text)
            kept += [f"{column.name}: {text}"] if number is None or not is_all else []
            if number is None:
                unread.append((column, text))
                continue
            if kind not in best or best[kind].number < number:
                best[kind] = ToldCramps(number, fields, (column.name,))
            counting |= {kind} if column.at in self._counting else set()
        counted = self._of(best, counting)
        return counted._replace(unread=tuple(unread), kept=tuple(kept))

    def _of(self, best: dict[tuple[Any, ...], ToldCramps], counting: Collection[tuple[Any, ...]]) -> Counted:
        """Return what columns say of a row, by the most that those of each kind say."""
        of_all = best.pop((), None)
        by_kind = {kind: each for kind, each in best.items() if each.number}
        told = [*by_kind.values()]
        if of_all is None or of_all.number < len(told):
            told = _of_one_time(by_kind, counting)
        is_whole = of_all is not None or self._kinds - {()} == best.keys() != set()
        some_denied = any(not each.number for each in best.values()) or (of_all and not of_all.number) is True
        if of_all is not None and not of_all.number:
            return Counted(tuple(told), not told, bool(told), some_denied)
        if of_all is not None:
            others = of_all.number - sum(each.number for each in told)
            told += [of_all._replace(number=others)] if others > 0 else []
        return Counted(tuple(told), is_whole and not told, False, some_denied)

    def _told(self, text: str) -> CountTold:
        """Return how many a cell says: as the person said, else as it is read."""
        said = self._meant.number(text)
        return count_told(text) if said is None else CountTold(said)


def _of_one_time(
    by_kind: Mapping[tuple[Any, ...], ToldCramps], counting: Collection[tuple[Any, ...]]
) -> list[ToldCramps]:
    """Return what columns tell, with those that are no more than a yes as one for each part of the day."""
    found: dict[Any, list[ToldCramps]] = {}
    for kind, each in by_kind.items():
        part = tuple(of for of in kind if isinstance(of, str))
        found.setdefault(kind if kind in counting else part, []).append(each)
    return [
        ToldCramps(
            max(each.number for each in several),
            together(each.fields for each in several),
            tuple(name for each in several for name in each.names),
        )
        for several in found.values()
    ]


def at_times(when: When, counted: Counted) -> tuple[When, Counted]:
    """Return the times of a row with as many cramps; where these are not as many as the times, only their night.

    A column that says yes, or 1, says that there was one at the least.
    """
    if not when.more:
        return when, counted
    number = 1 + len(when.more)
    if len(counted.told) < 2 and counted.number in (0, 1, number):
        told = counted.told or (ToldCramps(1, {}),)
        return when._replace(note=None), counted._replace(told=(told[0]._replace(number=number),))
    return when._replace(night=when.night or night_of(when.at), has_clock=False, more=()), counted
