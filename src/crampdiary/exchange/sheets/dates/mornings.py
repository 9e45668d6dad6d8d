"""Whether the dates of a sheet are those of mornings: it has a row a night, and all its times are after midnight.

Then a row without a time tells of the night before its date, as those with one do. One with a time before midnight
shows that they are those of evenings.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

from crampdiary.exchange.names.meaning import EVENINGS, MORNINGS

AFTER_MIDNIGHT_UNTIL = time(10)
EVENING_FROM = time(18)
ENOUGH = 3  # times after midnight, with none before it


class Mornings:
    """Looks at the rows of a sheet until one of them shows that its dates are others.

    Args:
        said: what the dates are as the person said, or as they were known to be before: it needs no look at the rows.

    Attributes:
        is_open: whether only further rows tell.
    """

    def __init__(self, said: str = "") -> None:
        self._said = said if said in (MORNINGS, EVENINGS) else ""
        self.is_open = not self._said
        self._is_shown = self._is_twice = False
        self._timed: set[date] = set()
        self._untimed: set[date] = set()
        self._is_told_of_small_hours = self._is_told_without = False

    def look(self, day: date, clocks: Collection[time]) -> None:
        """Look at a row.

        Args:
            day: its date.
            clocks: its times of the clock.
        """
        # A night may have several cramps, but a row for each of them only with its time.
        self._is_twice = day in self._untimed or (day in self._timed and not clocks)
        self._is_shown = any(each >= EVENING_FROM for each in clocks)
        if self._is_twice or any(each >= AFTER_MIDNIGHT_UNTIL for each in clocks):
            self.is_open = False
        (self._timed if clocks else self._untimed).add(day)

    @property
    def are(self) -> str:
        """What the dates are once all rows were looked at: MORNINGS or EVENINGS; empty where it stays open."""
        if self._said:
            return self._said
        if self._is_shown:
            return EVENINGS
        return MORNINGS if self.is_open and len(self._timed) >= ENOUGH else ""

    @property
    def have_no_times(self) -> bool:
        """Whether all rows were looked at, and none has a time."""
        return self.is_open and not self._timed

    def is_to_be_told(self, clocks: Collection[time]) -> bool:
        """Return whether of the rows read so far some have none, in a sheet of no times or of some after midnight.

        Where a day has a row beside that of its cramp, its rows are no nights, and their dates are what they are.

        Args:
            clocks: the times of the row that is read now.
        """
        self._is_told_of_small_hours |= any(each < AFTER_MIDNIGHT_UNTIL for each in clocks)
        self._is_told_without |= not clocks
        both = self._is_told_without and (
            self._is_told_of_small_hours or self.are == MORNINGS or self.have_no_times
        )
        return both and not self._is_twice
