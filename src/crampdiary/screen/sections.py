"""What a screen is made of, before anything is drawn: titles, lines, rows of cells, and charts.

Styles are names of the palette in `charts`, or what rich knows, such as "dim". A style never has a meaning
alone: the text, the glyph or the height of a bar says it too.
"""

from __future__ import annotations

from crampdiary.diary.frozen import Frozen, NamedTuple


class Styled(NamedTuple):
    """A cell with a style of its own, which never carries a meaning alone."""

    text: str
    style: str


class Gauge(NamedTuple):
    """A cell drawn as a bar of `value` out of `most`. It repeats a figure, so plain lines leave it out."""

    value: float
    most: float
    style: str = "bar"


class Spark(NamedTuple):
    """A cell drawn as a row of small columns, oldest first; None is a gap. Plain lines leave it out."""

    values: tuple[float | None, ...]
    style: str = "bar"


class Interval(NamedTuple):
    """A cell drawn as a ratio and its interval, on a logarithmic scale around 1. Plain lines leave it out."""

    low: float
    middle: float
    high: float


class Mark(NamedTuple):
    """A cell of a heat map, or a part of its key: glyphs, the same in ASCII, and a style for them."""

    text: str
    ascii: str
    style: str


class SpanRow(NamedTuple):
    """What went on over some columns of a chart, as a line under those in which it did."""

    name: str
    columns: tuple[bool, ...]


class Point(NamedTuple):
    """One thing said of several: a short sentence, and below it, set in, what stands behind it."""

    head: str
    lines: tuple[str, ...] = ()
    style: str = "headline"


NOTE = "Note"
"""The title of a section in which a note stands as somebody wrote it."""

Drawn = Gauge | Spark | Interval
Cell = str | Styled | Drawn
Line = str | tuple[Mark, ...]


class Bars(Frozen):
    """Columns side by side on a line, such as one a week.

    Args:
        values: the height of each column, 0 or more; None where nothing was counted.
        labels: what stands under a column; drawn where it fits beside the one before it.
        figures: a second row under the columns, drawn in the same way.
        height: in rows of text above the line.
        axis: whether the scale stands at the left.
        widest: how many characters a column with its gap may take.
        spans: what went on meanwhile, drawn below the labels.
    """

    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    height: int = 6
    axis: bool = True
    widest: int = 4
    spans: tuple[SpanRow, ...] = ()


class HeatMap(Frozen):
    """Cells in columns of equal height, broken into strips where they do not fit side by side.

    Args:
        rows: the name of each row.
        heads: the name above each column; drawn where it fits beside the one before it.
        columns: for each column its cells, one per row.
        cell_width: how many characters a cell takes.
        spans: what went on meanwhile, drawn below the columns of each strip.
    """

    rows: tuple[str, ...]
    heads: tuple[str, ...]
    columns: tuple[tuple[Mark, ...], ...]
    cell_width: int
    spans: tuple[SpanRow, ...] = ()


Chart = Bars | HeatMap


class Section(Frozen):
    """A titled group of lines, below them a chart, a table, and lines at the foot.

    Args:
        title: shown above; may be empty.
        lines: sentences before the table.
        points: sentences after these, each with its own below it.
        columns: the table's headings, one per cell of a row; all empty for a table without a heading.
        rows: the cells; the first of each names the row.
        right: positions of the columns that hold figures.
        style: how the lines are drawn, such as "headline".
        chart: drawn between the lines and the table.
        spoken: the chart in sentences, which plain lines have in its place.
        foot: lines at the end, and keys to glyphs, which plain lines leave out.
        beside: whether it may stand to the right of the section before it, where there is room.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    right: frozenset[int] = frozenset()
    style: str = ""
    chart: Chart | None = None
    spoken: tuple[str, ...] = ()
    foot: tuple[Line, ...] = ()
    beside: bool = False


def has_something(section: Section) -> bool:
    """Return whether a section has anything to show."""
    return bool(section.lines or section.points or section.rows or section.chart or section.foot)
