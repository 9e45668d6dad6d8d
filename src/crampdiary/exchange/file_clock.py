"""The clock that the times of a file are read by: the moments at which it showed them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from crampdiary.clock.zones import check_year, local_moments, night_of
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import whole
from crampdiary.exchange.row import When

_MOMENTS_KEPT = 4_096  # the rows of a day stand together


class FileClock:
    """The clock of a file.

    Args:
        zone: that it was set to, None for the system's.

    Attributes:
        shown: returns the moment at which it showed a time, and whether it did or skipped it.
        dates_are: what the rows of a sheet show their dates to be, as `DATES` in a mapping says it; empty where they
            leave it open.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self.zone = zone
        self.shown = lru_cache(_MOMENTS_KEPT)(self._shown)
        self.dates_are = ""

    def when(self, day: date, clock: time | None, *, looks_back: bool = False) -> When:
        """Return the moment that clocks showed; without a clock time, noon, and of the day alone.

        A time that the clocks skipped is an hour later, and roughly known; of two, it is the first.

        Raises:
            UsageError: the year is out of range.
        """
        written = datetime.combine(day, clock or time(12))
        check_year(written.year)
        precision = "day" if clock is None or looks_back else "minute"
        at, is_shown = self.shown(written)
        if not is_shown and precision == "minute":
            precision = "approx"
        return When(at, precision, written, looks_back, clock is not None)

    def when_at(self, at: datetime) -> When:
        """Return a moment whose offset the source has, or else that its clock showed."""
        at = whole(at)
        if at.utcoffset() is None:
            return self.when(at.date(), at.time())
        check_year(at.year)
        return When(at, "minute", at.replace(tzinfo=None))

    def of_the_night(self, when: When) -> When:
        """Return a row's night, for what it tells beside a cramp at its time: that is not of the same minute.

        What an evening's entry tells beside its cramps is of the night that it begins.
        """
        if not when.has_clock and when.night is None:
            return when
        night = None if when.looks_back else when.night
        noon = datetime.combine(night or night_of(when.at), time(12))
        return when._replace(at=self.shown(noon)[0], precision="day", has_clock=False, night=noon.date())

    def _shown(self, shown: datetime) -> tuple[datetime, bool]:
        """Return the moment at which clocks showed a time, and whether they did or skipped it."""
        try:
            return local_moments(shown, zone=self.zone)[0], True
        except UsageError:
            return local_moments(shown + timedelta(hours=1), zone=self.zone)[0], False
