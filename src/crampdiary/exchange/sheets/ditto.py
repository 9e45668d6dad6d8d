"""Ditto marks: cells that say what stands above them."""

from __future__ import annotations

from collections.abc import Iterator

_MARKS = frozenset("\" '' ” “ „ ″ 〃 ´´ `` ditto dito idem -\"- –\"– -''- -”-".split())


def without_dittos(
    rows: Iterator[tuple[int, list[str]]], said: list[str] | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with what stands above in place of each ditto mark; below nothing it stays what it is.

    Args:
        rows: each its line and its cells.
        said: takes up that it was done.
    """
    above: list[str] = []
    for line, row in rows:
        if any(cell.strip().casefold() in _MARKS for cell in row):
            filled = [
                above[at] if at < len(above) and cell.strip().casefold() in _MARKS else cell
                for at, cell in enumerate(row)
            ]
            if said is not None and filled != row:
                said.append("Ditto marks are read as what stands above them.")
                said = None
            row = filled
        above = row
        yield line, row
