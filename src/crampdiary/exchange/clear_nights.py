"""Which nights of a file are clear: those that it says so of, and of which nothing in it tells of a cramp."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from crampdiary.exchange.made import Made

DOUBTED = "clear night, as something else tells of a cramp then"


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

    def say(self, entry: Made) -> bool:
        """Take note of a clear night, the first of each night; return whether it is that."""
        return self._said.setdefault(entry.record.night, entry) is entry  # type: ignore[union-attr]

    def entries(self, ignore: Callable[[str], None]) -> Iterator[Made]:
        """Yield those of which nothing in the file tells of a cramp, and count the others."""
        for night, entry in self._said.items():
            if night in self._with_cramps:
                ignore("clear night with a cramp elsewhere in the file")
            elif night in self._doubted:
                ignore(DOUBTED)
            else:
                yield entry
