"""What a file says that there was not: what came of an earlier version of it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from crampdiary.clock.zones import night_of
from crampdiary.diary.model import CheckIn, Episode


class Denials:
    """What a file denies, if it may be the later version of one that was imported."""

    def __init__(self) -> None:
        self.is_again = False
        """Whether a file like this was imported before, and may have been corrected since."""
        self.denied: set[tuple[str, datetime]] = set()
        """What it says there was not, if it may be corrected: each a word, or "episode" for more cramps, and when."""

        self._sides: defaultdict[date, set[str]] = defaultdict(set)

    @property
    def of_one_side(self) -> int:
        """In how many nights there was said to be none on one side alone."""
        return sum(len(each) == 1 for each in self._sides.values())

    def denies_both(self, side: str | None, at: datetime) -> bool:
        """Return whether it is denied by now that there were cramps on either side in a night.

        Args:
            side: of which it is denied.
            at: when.
        """
        self.deny(Episode.kind, at)
        sides = self._sides[night_of(at)]
        sides |= {side} if side in ("left", "right") else {"left", "right"}
        if len(sides) == 1:
            self.deny(CheckIn.kind, at)  # before, one was enough
        return len(sides) > 1

    def deny(self, what: str, at: datetime) -> None:
        """Take note that there was none of something, or no more.

        Args:
            what: a word, or the kind of an entry.
            at: when.
        """
        if self.is_again:
            self.denied.add((what, at))

    def deny_all(self, what: Iterable[str], moments: Iterable[datetime]) -> None:
        """Take note of the same of several things at each of some moments."""
        if self.is_again:
            self.denied.update((each, at) for at in moments for each in what)
