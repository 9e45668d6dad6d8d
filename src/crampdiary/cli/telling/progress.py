"""A line on stderr that says what takes so long and how far it is; nothing where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from crampdiary import fitting
from crampdiary.keep.versions import ticking

if TYPE_CHECKING:
    import sqlite3

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


@contextmanager
def phases(connection: sqlite3.Connection, first: str) -> Iterator[Progress]:
    """Say what is being done while a connection works, `first` and then each `phase`, and for how long."""
    with progress("") as line:
        line.phase(first)
        with ticking(connection, line.ticker):
            yield line


class Progress:
    """Counts things of one kind, such as "entries read", or says what is being done."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._watched = sys.stderr is not None and sys.stderr.isatty()
        self._since = time.monotonic()
        self._next = self._since + _AFTER_S
        self._width = 0

    def over(self, things: Iterable[T]) -> Iterator[T]:
        """Yield the things, counting them."""
        for count, thing in enumerate(things, 1):
            if self._watched and count % _EVERY == 0:
                self.say(f"{count:,} {self._what}")
            yield thing

    def phase(self, what: str) -> None:
        """Say that something else is being done from here on."""
        self._what = what
        if self._width:  # at once, as nothing may call `tick` for long
            self._next = 0.0
        self._tick()

    @property
    def ticker(self) -> Callable[[], None] | None:
        """What is to be called again and again meanwhile; None where nobody watches."""
        return self._tick if self._watched else None

    def _tick(self) -> None:
        self.say(f"{self._what}, {time.monotonic() - self._since:.0f} s")

    def say(self, text: str) -> None:
        """Show a text in place of the one before, if a second has passed."""
        now = time.monotonic()
        if self._watched and now >= self._next:
            self._next = now + _PAUSE_S
            room = (
                fitting.width(sys.stderr) or fitting.USUAL
            ) - 1  # a line that is broken cannot be taken back
            shown = f"{text} ..."[:room]
            sys.stderr.write(f"\r{shown:<{min(self._width, room)}}")
            sys.stderr.flush()
            self._width = len(shown)

    def clear(self) -> None:
        """Leave nothing of the line."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0
