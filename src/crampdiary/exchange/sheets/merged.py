"""Rows as merged cells leave them: the date of several is in the first alone."""

from __future__ import annotations

from collections.abc import Iterable

from crampdiary.exchange.clocks import is_clock
from crampdiary.exchange.names.naming import NameReader


class MergedDates:
    """Carries a date to the rows below it that have none of their own, and a time or a place; a total has neither.

    Args:
        date_at: the column of the date, or of moments where days are written there; None where there is none.
        time_at: that of the time.
        places_at: those of places in leg and foot.
        words: read these.
        said: takes up that it was done.
    """

    def __init__(
        self, date_at: int | None, time_at: int | None, places_at: Iterable[int], words: NameReader, said: list[str]
    ) -> None:  # fmt: skip
        self._date_at = date_at
        self._time_at = time_at
        self._places_at = list(places_at)
        self._width = max((date_at or 0, time_at or 0, *self._places_at)) + 1
        self._words = words
        self._said: list[str] | None = said
        self._above = ""

    def filled(self, row: list[str]) -> tuple[list[str], bool]:
        """Return a row with its date, and whether that is the one above, of which the day alone is meant."""
        if self._date_at is None:
            return row, False
        row = [*row, *[""] * (self._width - len(row))]  # one of a look ahead is as short as it was written
        if row[self._date_at].strip():
            self._above = row[self._date_at]
        elif self._above and self._is_of_its_own(row):
            if self._said is not None:
                self._said.append("Rows with a time or a place and no date are of the date above them.")
            self._said = None
            return [*row[: self._date_at], self._above, *row[self._date_at + 1 :]], True
        return row, False

    def _is_of_its_own(self, row: list[str]) -> bool:
        if self._time_at is not None and is_clock(row[self._time_at]):
            return True
        places = [self._words.fields(row[at].strip()) or {} for at in self._places_at]
        return any(each.get("sites") or each.get("side") for each in places)
