"""Draws lists, which are sections of a title and rows of mere text, as `layout` would: a night of `cramp list` each.

rich takes a hundred times as long, and to load it as long as `cramp log` takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from crampdiary.breaks import ONE_LINE, kept_together, shown
from crampdiary.diary.frozen import NamedTuple
from crampdiary.screen.sections import Section
from crampdiary.words.wording import safe

NARROW = 64  # below this a table would cut words; its rows are stacked instead
NARROWEST = 20
SHORT_NAME = 16  # letters
_SET_IN = 2  # what stands below a title, or below the first cell of a row
_APART = 2  # columns
_OF_OTHER_WIDTHS = "\u0300"  # the first character that may take no room or twice as much
_WORD = re.compile(r"\s*\S+\s*")

Colours = Literal["standard", "256", "truecolor"]
"""How many colours a terminal has, as rich names it."""


class Terminal(NamedTuple):
    """Where sections are to be shown.

    Args:
        width: in columns.
        unicode: whether it has block characters and the like.
        colours: how many it has; None where none is wanted.
        plain: whether lines only are wanted, without boxes, bars or colour.
    """

    width: int
    unicode: bool = True
    colours: Colours | None = None
    plain: bool = False


def drawn(section: Section, terminal: Terminal) -> list[str] | None:
    """Return the lines of a list, and of sentences; None for any other section, or where a word must be broken."""
    if section.points or section.chart or section.foot or any(section.columns) or section.beside:
        return None
    if terminal.colours and section.lines and section.style:
        return None
    if not all(isinstance(cell, str) for row in section.rows for cell in row):
        return None
    rows = [[safe(str(cell)) for cell in row] for row in section.rows]
    title, lines = safe(section.title), [safe(line) for line in section.lines]
    width = max(NARROWEST, terminal.width)
    letters = "".join(chain((title,), lines, *rows))
    if not letters.isascii() and max(letters) >= _OF_OTHER_WIDTHS:
        return None
    indent = _SET_IN if title and width >= NARROW else 0
    try:
        head = [line.rstrip() for line in _wrapped(title, width)] if title else []
        body = [row for line in lines for row in _wrapped(line, width - indent)]
        body += _stacked(rows, width) if width < NARROW else _columns(rows, width - indent, section.right)
    except _TooLong:
        return None
    if terminal.colours:
        head = [f"\x1b[1m{line}\x1b[0m" for line in head]
    return [*head, *(f"{' ' * indent}{line}".rstrip() for line in body)]


class _TooLong(Exception):  # noqa: N818 (not an error)
    """A word is wider than the place for it."""


def _columns(rows: list[list[str]], width: int, right: frozenset[int]) -> Iterator[str]:
    """Yield rows as a table whose last column takes the room that is left."""
    if not rows:
        return
    *widths, last = (max(map(len, column)) for column in zip(*rows, strict=True))
    before = sum(widths) + _APART * len(widths)
    room = width - before
    if last > room and (room < max(widths, default=0) + _APART or max(widths[:1], default=0) > SHORT_NAME):
        raise _TooLong  # as other columns would be narrower too
    for *cells, text in rows:
        start = "".join(
            (cell.rjust(size) if place in right else cell.ljust(size)) + " " * _APART
            for place, (cell, size) in enumerate(zip(cells, widths, strict=True))
        )
        for line in _wrapped(text, room):
            yield start + line
            start = " " * before


def _stacked(rows: list[list[str]], width: int) -> Iterator[str]:
    """Yield the cells of each row on a line, and what has no room on it set in below."""
    for cells in rows:
        indent = ""
        for line in _wrapped((" " * _APART).join(filter(None, cells)), width - _SET_IN):
            yield indent + line
            indent = " " * _SET_IN


def _wrapped(text: str, width: int) -> Iterator[str]:
    if len(text) <= width:
        yield text
        return
    line = ""
    for word in _WORD.findall(kept_together(text, most=min(ONE_LINE, width - 1))):
        size = len(word.rstrip())
        if size > width:
            raise _TooLong
        if line and len(line) + size > width:
            yield shown(line)
            line = ""
        line += word
    yield shown(line)
