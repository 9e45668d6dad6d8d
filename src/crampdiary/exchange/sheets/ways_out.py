"""What a person said that a cell means, and how they say it of one that is not understood."""

from __future__ import annotations

from crampdiary.diary.values import key
from crampdiary.errors import UnreadCellError, UsageError
from crampdiary.exchange.cells import number_in
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, NameMeaning, can_be_typed, typed_map
from crampdiary.exchange.names.naming import CLEAR
from crampdiary.exchange.sheets.placed import SheetColumn
from crampdiary.words.wording import listed, short

_LEFT_OPEN = {IGNORE: "leaves it open"}
WAYS_OUT = {
    "severity": {"8": "that it was 8 of 10", **_LEFT_OPEN},
    "count": {"1": "that there was 1", CLEAR: "that there was none", **_LEFT_OPEN},
    "value": {"8": "that it was 8 of 10", CLEAR: "that there was none", **_LEFT_OPEN},
}
"""What a cell of a field can be said to mean, and what that says."""


class Meant:
    """What cells are said to mean.

    Args:
        reading: of the file.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, text: str) -> NameMeaning | None:
        """Return what a person said of a cell, None where they did not."""
        return self._reading.mapping.get(key(text)) if text and self._reading.mapping else None

    def is_left_open(self, text: str) -> bool:
        """Return whether a person said that a cell is to be ignored: it is open then, and its words are kept."""
        meaning = self.of(text)
        return meaning is not None and meaning.kind == IGNORE

    def unless_open(self, text: str) -> str:
        """Return a cell, empty where a person said that it is to be ignored."""
        return "" if self.is_left_open(text) else text

    def number(self, text: str) -> int | None:
        """Return the number that a person said a cell to be, 0 for none at all; None where they did not."""
        meaning = self.of(text)
        if meaning is None:
            return None
        number = number_in(meaning.text)
        level: int | None = meaning.fields.get("severity")
        return 0 if meaning.kind == CLEAR else level if number is None else int(number)


def no_way(column: SheetColumn, field: str, text: str, error: UsageError) -> UnreadCellError:
    """Return an error of a cell with what to do about it, which can be typed just as it is told.

    Args:
        column: of the cell.
        field: that the column is.
        text: in the cell.
        error: what is wrong with it.
    """
    return UnreadCellError(f"{error} {advice(column, text, field)}", field, text)


def advice(column: SheetColumn, text: str, field: str) -> str:
    """Return how to say what a cell means; where it cannot be typed, how to leave out its column."""
    if can_be_typed(text) and short(text) == text:  # it is told three times
        says = [f"{typed_map(text, meaning)} {_verb(what)}" for meaning, what in WAYS_OUT[field].items()]
        return f"{listed(says, 'or')}."
    if can_be_typed(column.name):
        return f"{typed_map(column.name, IGNORE)} leaves that column out."
    return "Put it right in the file."


def _verb(what: str) -> str:
    return what if what in _LEFT_OPEN.values() else f"says {what}"
