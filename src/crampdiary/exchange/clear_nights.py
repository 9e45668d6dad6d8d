"""Which nights of a file are clear: those that it says so of, and of which nothing in it tells of a cramp."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from crampdiary.diary.model import CheckIn
from crampdiary.exchange.made import Made
from crampdiary.exchange.row import When

BESIDE_A_CRAMP = "clear night with a cramp elsewhere in the file"
OF_NO_DAY = (
    "clear night without a day, beside a cramp or another (put its day in front: 2026-03-01 no cramps)"
)
DOUBTED = "clear night, as something else tells of a cramp then"
OF_TWO = "clear night told between midnight and 3 (it may be that night, or the one before)"
TO_COME = "clear night that is not over yet"
_DAY = timedelta(days=1)
SMALL_HOURS = range(3)  # o'clock: one sums up the day before, or was awake in the night


def night_denied(written: datetime) -> date | None:
    """Return the night that a denial without a day is of, by when it was written on the clock of the person.

    Returns:
        None where it may be one of two.
    """
    return None if written.hour in SMALL_HOURS else written.date() - _DAY


def clear_night(when: When, note: str | None) -> Made | None:
    """Return the clear night that a row tells of: that which is named, or that of its day or its time, if it is one."""
    night = when.night or (night_denied(when.written) if when.has_clock else when.written.date())
    if night is None:
        return None
    record = CheckIn(night=night, logged_at=when.at, note=note)
    return Made(record, datetime.combine(night, time(12)))


class ClearNights:
    """The nights that a file says were clear, once all of it is read."""

    def __init__(self) -> None:
        self._with_cramps: set[date] = set()
        self._doubted: set[date] = set()
        self._said: dict[date, Made] = {}

    def has_cramp(self, night: date) -> None:
        """Take note that a night has a cramp, so that nothing else in the file makes it a clear one."""
        self._with_cramps.add(night)

    def doubt(self, nights: Iterable[date]) -> None:
        """Take note of nights of one of which something tells of a cramp that is not taken."""
        self._doubted.update(nights)

    def doubt_of(self, when: When) -> None:
        """Take note of the night of a row that may tell of a cramp; of one with its time, it may be either of two."""
        day = when.written.date()
        self.doubt([when.night] if when.night else [day, day - _DAY] if when.has_clock else [day])

    def say(self, entry: Made) -> bool:
        """Take note of a clear night, the first of each night; return whether it is that."""
        return self._said.setdefault(entry.record.night, entry) is entry  # type: ignore[union-attr]

    def entries(
        self, ignore: Callable[[str], None], deny: Callable[[str, datetime], None], over: date | None = None
    ) -> Iterator[Made]:
        """Yield those of which nothing in the file tells of a cramp; count the others, and deny those in doubt.

        Args:
            ignore: counts one.
            deny: takes note that an earlier import may have brought it, and wrongly so.
            over: the latest night that is over, where that is known: of a later one nobody knows yet.
        """
        for night, entry in self._said.items():
            if night in self._with_cramps:
                ignore(OF_NO_DAY if entry.is_fixed else BESIDE_A_CRAMP)
                if entry.is_by_day:  # which may have been read as of the night beside that
                    deny(CheckIn.kind, entry.record.logged_at)  # type: ignore[union-attr]
            elif night in self._doubted or (over is not None and night > over):
                ignore(DOUBTED if night in self._doubted else TO_COME)
                deny(CheckIn.kind, entry.record.logged_at)  # type: ignore[union-attr]
            else:
                yield entry
