"""Draws sections of text and figures on a terminal: the only user of rich.

One description is drawn three ways: as tables where there is room, stacked where the terminal is narrow, and as
plain lines for a screen reader, a pipe into another program, or `--plain`. No meaning is carried by colour
alone, and every text goes through the sanitiser.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crampdiary.sections import Cell, Section, Styled
from crampdiary.wording import safe

NARROW = 64  # below this a table would cut words; its rows are stacked instead
_NARROWEST = 20


def show(sections: Sequence[Section], *, plain: bool = False) -> None:
    """Print sections to standard output.

    Args:
        sections: what to show, in order; an empty one is left out.
        plain: lines only, without boxes, bars or colour.
    """
    filled = [section for section in sections if section.lines or section.rows]
    console = _console(plain)
    for position, section in enumerate(filled):
        if position:
            console.print()
        if plain:
            _plain(console, section)
        elif console.width < NARROW:
            _stacked(console, section)
        else:
            _table(console, section)


def draws_unicode() -> bool:
    """Return whether standard output can show block characters and the like."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return encoding.casefold().replace("-", "").startswith("utf")


def _console(plain: bool) -> Console:
    width = max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)
    colourless = plain or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Console(
        file=sys.stdout,
        width=width,
        no_color=colourless,
        color_system=None if colourless else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _text(cell: Cell, style: str = "") -> Text:
    if isinstance(cell, Styled):
        return Text(safe(cell.text), style=cell.style)
    return Text(safe(cell), style=style)


def _title(console: Console, section: Section) -> None:
    if section.title:
        console.print(_text(section.title, "bold"))


def _lines(console: Console, section: Section, indent: int) -> None:
    for line in section.lines:
        console.print(Padding(_text(line, section.style), (0, 0, 0, indent)))


def _table(console: Console, section: Section) -> None:
    _title(console, section)
    _lines(console, section, 2 if section.title else 0)
    if not section.rows:
        return
    table = Table(
        box=box.SIMPLE_HEAD if draws_unicode() and any(section.columns) else None,
        show_header=any(section.columns),
        header_style="dim",
        pad_edge=False,
        padding=(0, 2, 0, 0),
        show_edge=False,
    )
    for position, name in enumerate(section.columns):
        table.add_column(
            Text(name),
            justify="right" if position in section.right else "left",
            no_wrap=position in section.right,
            overflow="fold",
        )
    for row in section.rows:
        table.add_row(*(_text(cell) for cell in row))
    console.print(Padding(table, (0, 0, 0, 2 if section.title else 0)))


def _stacked(console: Console, section: Section) -> None:
    _title(console, section)
    _lines(console, section, 0)
    for row in section.rows:
        first, *rest = row
        console.print(_text(first, "bold") if any(section.columns) else _text(first))
        for name, cell in zip(section.columns[1:], rest, strict=True):
            text = _text(cell)
            if text.plain:
                label = Text(f"{name}: ", style="dim") if name else Text()
                console.print(Padding(label + text, (0, 0, 0, 2)))


def _plain(console: Console, section: Section) -> None:
    """One line an entry, each figure with its name before it, unwrapped: a reader cannot see columns."""
    if section.title:
        console.print(Text(safe(section.title)), soft_wrap=True)
    for line in section.lines:
        console.print(_text(line), soft_wrap=True)
    for row in section.rows:
        first, *rest = (cell.text if isinstance(cell, Styled) else cell for cell in row)
        named = [
            f"{name} {cell}" if name else cell
            for name, cell in zip(section.columns[1:], rest, strict=True)
            if cell
        ]
        line = f"{first}: {', '.join(named)}" if named else first
        console.print(Text(safe(line)), soft_wrap=True)
