"""Whether the dates of a sheet are those of mornings: it has a row a night, and all its times are after midnight.

Then a row without a time tells of the night before its date, as those with one do.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

_LAST = time(10)
_ENOUGH = 3  # times after midnight, with none before it


class Mornings:
    """Looks at the rows of a sheet until one of them shows that its dates are others.

    Attributes:
        is_open: whether only further rows tell.
    """

    def __init__(self) -> None:
        self.is_open = True
        self._timed: set[date] = set()
        self._untimed: set[date] = set()

    def look(self, day: date, clocks: Collection[time]) -> None:
        """Look at a row.

        Args:
            day: its date.
            clocks: its times of the clock.
        """
        # A night may have several cramps, but a row for each of them only with its time.
        is_twice = day in self._untimed or (day in self._timed and not clocks)
        if is_twice or any(each >= _LAST for each in clocks):
            self.is_open = False
        (self._timed if clocks else self._untimed).add(day)

    @property
    def are_dates(self) -> bool:
        """Whether the dates of a sheet all of whose rows were looked at are those of mornings."""
        return self.is_open and len(self._timed) >= _ENOUGH
