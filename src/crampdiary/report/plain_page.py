"""The clinician's page as plain text: at most 60 lines of 80 columns, which any printer and any screen reader takes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from crampdiary.report.said import Chart, PagePart, Room

COLUMNS, LINES = 80, 60
_SET_IN = "  "
_APART = 2  # columns of a table
_FIGURES = 3  # columns: a name, now, and before


def part_lines(part: PagePart, room: Room, columns: int = COLUMNS) -> list[str]:
    """Return a part: its title in capitals, which is the head of its table's first column too.

    Args:
        part: of the page.
        room: how much there is. Where there is little, or the table is too wide, a part is a paragraph, and the figure
            before stands in brackets.
        columns: letters on a line.
    """
    title, chart = part.title.upper(), [_chart(part.chart, room)] if part.chart else []
    if room.in_lines:
        return _in_lines(part, title, chart, room, columns)
    found = [title]
    if part.rows:
        table = [(title, *part.columns[1:]), *((f"{_SET_IN}{name}", *cells) for name, *cells in part.rows)]
        found = _table(table, columns)
        if max(map(len, found)) > COLUMNS:
            return _in_lines(part, title, chart, room, columns)
    for said in part.points:
        found += wrapped(f"- {said.head} {said.text}".rstrip(), columns, _SET_IN)
    for line in (*chart, *part.lines):
        found += wrapped(f"{_SET_IN}{line}", columns, _SET_IN)
    return found


def _in_lines(part: PagePart, title: str, chart: Sequence[str], room: Room, columns: int) -> list[str]:
    points = [f"{said.head} {said.text}".rstrip() for said in part.points]
    head = [f"{title}{_beside(part)}:", *_figures(part), *chart]
    if not (room.sources and points):
        return wrapped(" ".join([*head, *points, *part.lines]), columns, _SET_IN)
    found = wrapped(" ".join(head), columns, _SET_IN)
    for point in points:
        found += wrapped(f"- {point}", columns, _SET_IN)
    return found + (wrapped(f"{_SET_IN}{' '.join(part.lines)}", columns, _SET_IN) if part.lines else [])


def _is_now_and_before(part: PagePart) -> bool:
    return bool(part.rows) and len(part.columns) <= _FIGURES and "times" not in part.columns


def _beside(part: PagePart) -> str:
    """Return what stands in the brackets of a table in lines."""
    if not _is_now_and_before(part):
        return ""
    return f" ({part.columns[2]} in brackets)" if part.columns[2:] else f" ({part.columns[1]})"


def _figures(part: PagePart) -> list[str]:
    """Return the rows of a table in one sentence."""
    if _is_now_and_before(part):
        rows = [
            f"{name} {_flat(now)}{''.join(f' ({_flat(each)})' for each in earlier)}"
            for name, now, *earlier in part.rows
        ]
    else:
        rows = [f"{name} {', '.join(_cells(part.columns[1:], cells))}" for name, *cells in part.rows]
    return [f"{'; '.join(rows)}."] if rows else []


def _flat(cell: str) -> str:
    """Return a cell without brackets, which stands among some itself."""
    return cell.replace(" (", ", ").replace(")", "")


def _cells(heads: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Return cells with what they are: a count before it, as "19 left", all else behind it."""
    said = zip(heads, cells, strict=True)
    return [
        f"{cell} {head.removesuffix('s') if cell == '1' else head}" if cell.isdigit() else f"{head} {cell}"
        for head, cell in said
        if cell != "-"
    ]


def wrapped(text: str, columns: int, hanging: str = "") -> list[str]:
    """Return a text on lines of so many columns."""
    return textwrap.wrap(text, columns, subsequent_indent=hanging, break_on_hyphens=False) or [""]


def _table(rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """Return rows with their cells below one another; the last cell is broken where there is no room for it."""
    count = len(rows[0])
    widths = [max(len(row[place]) for row in rows) + _APART for place in range(count - 1)]
    room = max(8, columns - sum(widths))
    found = []
    for row in rows:
        first = "".join(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True))
        last = textwrap.wrap(row[-1], room, break_on_hyphens=False) or [""]
        found += [
            (first if not place else " " * len(first)) + line.rstrip() for place, line in enumerate(last)
        ]
    return [line.rstrip() for line in found]


def _chart(chart: Chart, room: Room) -> str:
    """Return what a picture shows as its figures, each beside what it is of, where there is room for them."""
    return f"{chart.beside} {chart.told}".strip() if room.things > 1 else chart.beside
