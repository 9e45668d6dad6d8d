"""Further tables below that of a sheet, which begin with a header of their own and are not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crampdiary.exchange.columns import guessed_field
from crampdiary.exchange.names.naming import NameReader
from crampdiary.exchange.not_taken import NotTaken
from crampdiary.words.wording import listed, safe, short

_DIGIT = re.compile(r"\d")
_NAMED = 6  # columns


class TablesBelow:
    """Tells the rows of a table from those of others below it.

    Args:
        header: the names of its columns.
        date_at: the column of its dates; None where there is none.
        words: read the names of columns.
    """

    def __init__(self, header: list[str], date_at: int | None, words: NameReader) -> None:
        self._header = [_plain(name) for name in header]
        self._date_at = date_at
        self._words = words

    def own(
        self, rows: Iterator[tuple[int, list[str]]], told: NotTaken | None = None
    ) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of the table; where its header stands again, it goes on.

        Args:
            rows: each its line and its cells.
            told: takes up what is left out.
        """
        is_below = False
        for line, row in rows:
            if self._is_header(row):
                is_below = not all(
                    _plain(cell) in ("", name) for cell, name in zip(row, self._header, strict=False)
                )
                if is_below and told is not None:
                    names = [f'"{short(safe(cell.strip()))}"' for cell in row if cell.strip()][:_NAMED]
                    told.said.append(
                        f"Another table begins in line {line}, with {listed(names)}. It is not taken: as a file of its "
                        "own it can be imported too."
                    )
            elif not is_below:
                yield line, row
            elif told is not None and any(map(str.strip, row)):
                told.ignore("row of another table")

    def _is_header(self, row: list[str]) -> bool:
        """Return whether a row has the name of a column of dates where the dates stand, and other names beside it."""
        if self._date_at is None or self._date_at >= len(row):
            return False
        name = _plain(row[self._date_at])
        names = [cell for cell in row if cell.strip()]
        if not name or len(names) < 2 or any(map(_DIGIT.search, names)):
            return False
        return name == self._header[self._date_at] or guessed_field(name, self._words) in ("date", "at")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
