"""The one renderer: draws sections of text, figures and charts for a terminal or as a picture.

One description is drawn three ways: side by side where there is room, stacked where the terminal is narrow,
and as plain lines for a screen reader, a pipe into another program, or `--plain`. No meaning is carried by
colour alone, and every text goes through the sanitiser. What is drawn is a string; who prints it looks at the
terminal first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crampdiary.screen import lists
from crampdiary.screen.lists import Colours, Terminal
from crampdiary.screen.sections import Cell, Drawn, Section, Styled, has_something
from crampdiary.words.wording import safe

__all__ = ["Colours", "Terminal", "draw", "svg"]


def draw(sections: Sequence[Section], terminal: Terminal) -> str:
    """Return sections as text for a terminal, each line with its end; an empty section is left out."""
    filled = _filled(sections)
    if terminal.plain:
        read_out = ("".join(f"{line}\n" for line in _plain(each)) for each in filled)
        return "\n".join(filter(None, read_out))  # of a picture alone nothing is read out
    parts: list[str] = []
    others: list[Section] = []
    for section, following in zip(filled, [*filled[1:], None], strict=True):
        lines = None if following and following.beside else lists.drawn(section, terminal)
        if lines is None:
            others.append(section)
            if following:
                continue
        if others:
            from crampdiary.screen import (
                layout,  # loads rich, which takes as long as all else of a short list
            )

            parts.append(layout.text(others, terminal))
            others = []
        if lines is not None:
            parts.append("".join(f"{line}\n" for line in lines))
    return "\n".join(parts)


def svg(sections: Sequence[Section], *, title: str) -> str:
    """Return sections as a picture in SVG: dark on white, and nothing in it is fetched from elsewhere.

    Args:
        sections: what to show.
        title: the picture's title, of plain letters.
    """
    from crampdiary.screen import layout

    return layout.svg(_filled(sections), title=title)


def _filled(sections: Sequence[Section]) -> list[Section]:
    return list(filter(has_something, sections))


def _plain(section: Section) -> Iterator[str]:
    """Yield one line an entry, each figure with its name before it, unwrapped: a reader cannot see columns."""
    yield from map(_in_full, _lines_of(section))


_UNITS = {"s": "second", "min": "minute", "h": "hour"}


def _in_full(line: str) -> str:
    """Return a line with its lengths of time in words: "42 s" is read out as two letters' names."""
    return re.sub(
        r"(?<![\w.:,])(\d[\d.,]*) (s|min|h)(?![\w-])",
        lambda found: f"{found[1]} {_UNITS[found[2]]}{'' if found[1] == '1' else 's'}",
        line,
    )


def _lines_of(section: Section) -> Iterator[str]:
    for line in (section.title, *section.lines, *section.spoken):
        if line:
            yield safe(line)
    for point in section.points:
        yield safe(" ".join((point.head, *point.lines)))
    for row in section.rows:
        first, *rest = map(_spoken, row)
        named = [
            f"{name} {cell}" if name else cell
            for name, cell in zip(section.columns[1:], rest, strict=True)
            if cell
        ]
        if named or not any(isinstance(cell, Drawn) for cell in row):  # or else it is no more than a picture
            yield safe(f"{first}: {', '.join(named)}" if named else first)
    for foot in section.foot:
        if isinstance(foot, str):  # the rest is a key to glyphs, of which there are none here
            yield safe(foot)


def _spoken(cell: Cell) -> str:
    """Return a cell as it is read out; a bar only repeats a figure and is left out."""
    if isinstance(cell, Drawn):
        return ""
    return cell.text if isinstance(cell, Styled) else cell
