"""The clinician's page as plain text: at most 60 lines of 80 columns, which any printer and any screen reader takes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from crampdiary.report.said import Chart, PagePart
from crampdiary.screen.charts import spark
from crampdiary.screen.sections import Spark

COLUMNS, LINES = 80, 60
_SET_IN = "  "
_APART = 2  # columns of a table


def part_lines(part: PagePart, columns: int = COLUMNS) -> list[str]:
    """Return a part: its title in capitals, which is the head of its table's first column too."""
    found = []
    head, *others = part.columns or ("",)
    table = [(part.title.upper(), *others), *((f"{_SET_IN}{name}", *cells) for name, *cells in part.rows)]
    found += _table(table, columns) if part.rows else wrapped(part.title.upper() + head, columns)
    if part.chart:
        found += _chart(part.chart, columns)
    for said in part.points:
        found += wrapped(f"- {said.head} {said.text}".rstrip(), columns, _SET_IN)
    for line in part.lines:
        found += wrapped(f"{_SET_IN}{line}", columns, _SET_IN)
    return found


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


def _chart(chart: Chart, columns: int) -> Iterable[str]:
    """Return the bars as digits, the highest 9, with what they show: a line that every printer has letters for."""
    digits = spark(Spark(chart.values), unicode=False).text.replace(" ", "x")
    return wrapped(f"{_SET_IN}[{digits}] {chart.beside}", columns, _SET_IN)
