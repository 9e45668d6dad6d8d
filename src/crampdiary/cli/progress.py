"""A line on stderr that counts while something takes long; nothing where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_AFTER_S = 1.0  # what is done by then needs no line
_EVERY = 1000
_PAUSE_S = 0.2

T = TypeVar("T")


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """Count in a line that is gone again at the end."""
    line = Progress(what)
    try:
        yield line
    finally:
        line.clear()


class Progress:
    """Counts things of one kind, such as "entries read"."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._watched = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + _AFTER_S
        self._shown = False

    def over(self, things: Iterable[T]) -> Iterator[T]:
        """Yield the things, counting them."""
        for count, thing in enumerate(things, 1):
            if self._watched and count % _EVERY == 0:
                self.say(f"{count:,} {self._what}")
            yield thing

    def say(self, text: str) -> None:
        """Show a text in place of the one before, if a second has passed."""
        now = time.monotonic()
        if self._watched and now >= self._next:
            self._next, self._shown = now + _PAUSE_S, True
            sys.stderr.write(f"\r{text} ...")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * 60 + "\r")
            sys.stderr.flush()
