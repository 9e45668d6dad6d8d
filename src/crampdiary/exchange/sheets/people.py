"""Whose rows a sheet has: of several people, only those of the person are taken."""

from __future__ import annotations

from collections.abc import Sequence

from crampdiary.errors import UsageError
from crampdiary.exchange.columns import asks_who
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, typed_map
from crampdiary.exchange.sheets.placed import SheetColumn, cell_of
from crampdiary.words.wording import listed, safe, short

_SELF = frozenset("me myself i self mine ich selbst moi yo io ik".split())
_SHOWN = 3


class People:
    """Reads of whom each row is, by a column of which nothing was said and that asks who.

    Args:
        reading: of the file.
        left: the columns of which nothing was said.
        of_cramps: whether its times are said to be those of cramps, or a column asks for cramps.
    """

    def __init__(self, reading: Reading, left: Sequence[SheetColumn], *, of_cramps: bool) -> None:
        self._reading = reading
        self._column = next((each for each in left if asks_who(each.name, of_cramps=of_cramps)), None)
        self._names: dict[str, str] = {}

    @property
    def is_open(self) -> bool:
        """Whether only all rows tell if there are several people."""
        return self._column is not None

    def look(self, row: list[str]) -> None:
        """Look at a row before any is read."""
        if self._column and (text := cell_of(row, self._column)):
            self._names.setdefault(text.casefold(), text)

    def check(self) -> None:
        """Look whether it is known which rows are the person's own.

        Raises:
            UsageError: there are several people, and none of them is called `me`.
        """
        if self._column is None or len(self._names) < 2 or not _SELF.isdisjoint(self._names):
            return
        who, (first, second, *_) = self._column.name, self._names.values()
        shown = listed([f'"{short(safe(each))}"' for each in [*self._names.values()][:_SHOWN]], "or")
        raise UsageError(
            f"{self._reading.path.name}: the rows are of several people. Which of them are you, {shown}? "
            f"{typed_map(who, 'name')} {typed_map(first, 'cramp')} {typed_map(second, IGNORE)} takes those of "
            f'"{short(safe(first))}"; {typed_map(who, IGNORE)} takes all. Nothing was imported.'
        )

    def is_of_another(self, row: list[str]) -> bool:
        """Return whether a row is of somebody else, and count it then."""
        if self._column is None or len(self._names) < 2:
            return False
        text = cell_of(row, self._column)
        if not text or text.casefold() in _SELF:
            return False
        self._reading.ignore(f'row of somebody else, "{safe(self._column.name)}: {short(safe(text))}"')
        return True
