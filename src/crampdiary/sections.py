"""What a screen is made of, before anything is drawn: titles, lines, and rows of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Styled(NamedTuple):
    """A cell with a style of its own, which never carries a meaning alone."""

    text: str
    style: str


Cell = str | Styled


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled group of lines and, below them, a table.

    Args:
        title: shown above; may be empty.
        lines: sentences before the table.
        columns: the table's headings, one per cell of a row; all empty for a table without a heading.
        rows: the cells; the first of each names the row.
        right: positions of the columns that hold figures.
        style: how the lines are drawn, such as "dim" for a footnote.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    right: frozenset[int] = frozenset()
    style: str = ""
