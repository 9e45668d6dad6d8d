"""What a file says that there was not: what came of an earlier version of it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


class Denials:
    """What a file denies, if it may be the later version of one that was imported."""

    def __init__(self) -> None:
        self.is_again = False
        """Whether a file like this was imported before, and may have been corrected since."""
        self.denied: set[tuple[str, datetime]] = set()
        """What it says there was not, if it may be corrected: each a word, or "episode" for more cramps, and when."""

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
