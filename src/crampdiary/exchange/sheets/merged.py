"""Rows as merged cells leave them: the date of several is in the first alone."""

from __future__ import annotations

from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import read_clock


class MergedDates:
    """Carries a date to the rows below it that have a time and none of their own; a total has no time.

    Args:
        date_at: the column of the date, None where there is none.
        time_at: that of the time.
        said: takes up that it was done.
    """

    def __init__(self, date_at: int | None, time_at: int | None, said: list[str]) -> None:
        self._date_at = date_at
        self._time_at = time_at
        self._said: list[str] | None = said
        self._above = ""

    def filled(self, row: list[str]) -> list[str]:
        """Return a row with its date."""
        if self._date_at is None or self._time_at is None:
            return row
        if row[self._date_at].strip():
            self._above = row[self._date_at]
        elif self._above and _is_clock(row[self._time_at]):
            if self._said is not None:
                self._said.append("Rows with a time and no date are of the date above them.")
            self._said = None
            return [*row[: self._date_at], self._above, *row[self._date_at + 1 :]]
        return row


def _is_clock(text: str) -> bool:
    try:
        return read_clock(text) is not None
    except UsageError:
        return False
