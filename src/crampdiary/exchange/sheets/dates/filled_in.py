"""Whether the stamps of a sheet say when each row was filled in, as those of a form do, or when each cramp was.

A form is filled in by day, and says also of a night that it had none, or asks for the time of the cramp beside its own:
it tells of the night before, in the evening too. A shortcut on a phone adds a row when the cramp is there, at night.
"""

from __future__ import annotations

from datetime import time

from crampdiary.exchange.names.meaning import MOMENTS, MORNINGS

_NIGHT = range(6)  # o'clock, when nobody fills in a form but for a cramp that is there
_EVENING, _LATE = 18, 21


class FilledIn:
    """Looks at the stamps of a sheet's rows.

    Args:
        said: what the person said that they are, or what they were known to be before; empty where nothing is.
        asks_when: whether the sheet asks for the time or the day of each cramp besides.
    """

    def __init__(self, said: str, *, asks_when: bool) -> None:
        self._said = said
        self._asks_when = asks_when
        self._at_night = self._denies_by_day = self._denies_in_the_evening = False

    @property
    def is_open(self) -> bool:
        """Whether only further rows tell."""
        return not self._said and not (self._at_night and self._denies_in_the_evening)

    def look(self, at: time, *, is_cramp: bool, is_denied: bool) -> None:
        """Look at a row.

        Args:
            at: its stamp.
            is_cramp: whether it tells of a cramp.
            is_denied: whether it says that there was none.
        """
        is_by_day = at.hour not in _NIGHT
        self._at_night |= is_cramp and not is_by_day
        self._denies_by_day |= is_denied and is_by_day
        self._denies_in_the_evening |= is_denied and at.hour >= _EVENING

    @property
    def are(self) -> str:
        """What the stamps are once all rows were looked at: MORNINGS or MOMENTS; empty where nothing shows it."""
        if self._said:
            return MOMENTS if self._said == MOMENTS else MORNINGS
        if self._asks_when or self._denies_by_day:
            return MORNINGS
        return MOMENTS if self._at_night else ""

    def is_later(self, at: time) -> bool:
        """Return whether a row was filled in some time after the cramp that it tells of."""
        if self.are == MOMENTS or at.hour in _NIGHT:
            return False
        # Where cramps are added at night and their lack by day, what is added late is one too.
        is_shown = self._said or self._asks_when or self._denies_in_the_evening
        is_added = self._at_night and not is_shown
        return not (is_added and at.hour >= _LATE)
