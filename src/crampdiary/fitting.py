"""How wide a terminal is, and how a text is fitted to it: lines break between words, and nowhere else."""

from __future__ import annotations

import os
import re
from typing import TextIO

from crampdiary.breaks import ONE_LINE, kept_together, shown

NARROWEST = 20  # columns; for less nothing is laid out
USUAL = 80  # where a terminal does not say

_NO_PLACE = ("Mn", "Me", "Cf")


def width(stream: TextIO | None) -> int | None:
    """Return how many columns the terminal behind a stream has; None where there is none, and lines stay whole."""
    if stream is None or not stream.isatty():
        return None
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL
    except (OSError, ValueError):
        return USUAL


def fitted(text: str, columns: int | None) -> str:
    """Return a text whose lines are no longer than so many columns, or longer by one word that has no break in it.

    What follows a break is indented as its line is. A short command in backticks is kept together, and so is a number
    with its unit.

    Args:
        text: with as many lines as it has.
        columns: of the terminal; None leaves it as it is.
    """
    if columns is None:
        return text
    columns = max(NARROWEST, columns)
    return "\n".join(_broken(line, columns) for line in text.split("\n"))


def _broken(line: str, columns: int) -> str:
    if _columns(line) <= columns:
        return line
    indent = line[: len(line) - len(line.lstrip(" "))]
    kept = kept_together(
        line.strip(" "), most=min(ONE_LINE, columns - len(indent) - 1)
    )  # and what is right behind it
    rows = [indent]
    gap = ""
    for part in re.split("( +)", kept):
        if part.startswith(" "):
            gap = part
        elif rows[-1] == indent:
            rows[-1] += part
        elif _columns(rows[-1] + gap + part) <= columns:
            rows[-1] += gap + part
        else:
            rows.append(indent + part)
    return shown("\n".join(rows))


def _columns(text: str) -> int:
    """Return how many columns a line takes: wide letters two, marks upon letters none."""
    text = shown(text)
    if text.isascii():
        return len(text)
    import unicodedata  # most text is ASCII

    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.category(each) in _NO_PLACE for each in text)
