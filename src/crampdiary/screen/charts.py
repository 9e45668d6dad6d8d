"""Charts as rows of text: glyphs and names of styles for a given width. Nothing is printed.

The colours follow Okabe and Ito (2008), which people with any kind of colour blindness can tell apart, at
strengths that show on black and on white; a glyph or a height says the same. Every glyph has an ASCII
form, for terminals that can show no other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from crampdiary.screen.sections import Bars, Chart, Gauge, HeatMap, Interval, SpanRow, Spark, Styled

PALETTE = {
    "bar": "#2a83bf",
    "line": "#a87300",
    "mild": "#2a83bf",
    "moderate": "#a87300",
    "severe": "bold #ce5b00",
    "unsaid": "#ba5e93",
    "clear": "#008f68",
    "silent": "dim",
    "away": "dim",
    "gap": "dim",
    "mark": "bold #ba5e93",
    "notice": "bold",
    "headline": "bold",
    "fewer": "bold #008f68",
    "more": "bold #ce5b00",
    "foot": "default",  # a sentence is to be read: dim letters are hard to see on white
}
FEW_COLOURS = {
    "severe": "bold red",
    "more": "bold red",
    "fewer": "bold",
    "unsaid": "magenta",
    "mark": "bold magenta",
}
"""What a terminal of 16 colours has in their place, or else none: of the 16 only these show on black and on white."""

GAUGE_WIDTH = 12
_INTERVAL_CELLS = 13  # an odd number, so that 1 has a cell of its own
_INTERVAL_REACH = math.log(4)  # from a quarter to four times as many
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_EIGHTHS_ASCII = " ...::::#"
_ACROSS = " ▏▎▍▌▋▊▉█"
_AXIS_WIDTH = 4

Row = list[Styled]


def draw(chart: Chart, width: int, *, unicode: bool) -> list[Row]:
    """Return a chart's rows of text, none wider than `width` as long as that has room for one cell."""
    if isinstance(chart, Bars):
        return _bars(chart, width, unicode)
    return _heat_map(chart, width, unicode)


def natural_width(chart: Chart) -> int:
    """Return how wide a chart is if there is room."""
    if isinstance(chart, Bars):
        gap = 0 if chart.widest == 1 else 1  # after the last column
        return len(chart.values) * chart.widest - gap + (_AXIS_WIDTH if chart.axis else 0)
    return _names_width(chart) + len(chart.columns) * chart.cell_width


def gauge(cell: Gauge, *, unicode: bool) -> Styled:
    """Return a horizontal bar; anything above 0 shows at least a sliver."""
    eighths = round(8 * GAUGE_WIDTH * cell.value / cell.most) if cell.most > 0 else 0
    eighths = min(8 * GAUGE_WIDTH, max(eighths, 1 if cell.value > 0 else 0))
    if not unicode:
        return Styled("#" * math.ceil(eighths / 8), cell.style)
    full, rest = divmod(eighths, 8)
    return Styled("█" * full + (_ACROSS[rest] if rest else ""), cell.style)


def interval(cell: Interval, *, unicode: bool) -> Styled:
    """Return a ratio and its interval as a line of characters, from 1/4 to 4 with 1 in the middle.

    An end beyond the scale is an arrow.
    """
    line, mark, one, before, after = ("─", "●", "│", "◄", "►") if unicode else ("-", "o", "|", "<", ">")
    low, middle, high = (_on_scale(ratio) for ratio in cell)
    cells = [" "] * _INTERVAL_CELLS
    for position in range(max(0, low), min(_INTERVAL_CELLS - 1, high) + 1):
        cells[position] = line
    cells[_INTERVAL_CELLS // 2] = one
    if low < 0:
        cells[0] = before
    if high >= _INTERVAL_CELLS:
        cells[-1] = after
    cells[min(_INTERVAL_CELLS - 1, max(0, middle))] = mark
    return Styled("".join(cells), "")


def _on_scale(ratio: float) -> int:
    """Return the cell of a ratio, -1 or the number of cells where it lies beyond the scale's ends."""
    if ratio <= 0:
        return -1
    place = (
        (math.log(ratio) / _INTERVAL_REACH + 1) / 2 * (_INTERVAL_CELLS - 1)
        if math.isfinite(ratio)
        else math.inf
    )
    return _INTERVAL_CELLS if place > _INTERVAL_CELLS - 0.5 else max(-1, round(place))


def spark(cell: Spark, *, unicode: bool) -> Styled:
    """Return small columns from 0 to the highest; in ASCII each is a digit, the highest 9."""
    most = max((value for value in cell.values if value is not None), default=0) or 1
    glyphs = "▁▂▃▄▅▆▇█" if unicode else "0123456789"
    text = "".join(
        " " if value is None else glyphs[min(len(glyphs) - 1, int(len(glyphs) * value / most))]
        for value in cell.values
    )
    return Styled(text, cell.style)


def _bars(chart: Bars, width: int, unicode: bool) -> list[Row]:
    axis = _AXIS_WIDTH if chart.axis else 0
    count = max(1, width - axis)
    values = chart.values[-count:]
    if not values:
        return []
    labels, figures = chart.labels[-count:], chart.figures[-count:]
    column = max(1, min(chart.widest, (width - axis + 1) // len(values)))
    top = _top(values) if chart.axis else max(filter(None, values), default=1)
    rows = []
    for row in range(chart.height - 1, -1, -1):
        spans: Row = []
        if axis:
            spans.append(Styled(_scale(row, chart.height, top, unicode), "dim"))
        for value in values:
            spans += _bar_cell(value, row, top, chart.height, column, unicode)
        rows.append(_cropped(spans, width))
    rows.append([Styled(_baseline(len(values), column, axis, width, unicode), "dim")])
    rows += [
        [Styled(" " * axis + _spread_out(under, column)[: width - axis], "dim")]
        for under in (labels, figures)
        if any(under)
    ]
    for span in chart.spans:
        rows += _span(span._replace(columns=span.columns[-count:]), column, axis, width, unicode)
    return rows


def _baseline(columns: int, column: int, axis: int, width: int, unicode: bool) -> str:
    """Return the line on which the bars stand, with the 0 of the scale."""
    line, corner = ("▔", "▔") if unicode else ("-", "+")  # right below the bars
    begin = f"{'0':>{axis - 2}} {corner}" if axis else ""
    return (begin + line * (columns * column - (column > 1)))[:width]


def _bar_cell(value: float | None, row: int, top: float, height: int, column: int, unicode: bool) -> Row:
    """Return one column's part of one row: the bar, and the gap after it."""
    body = max(1, column - 1)
    gap = [Styled(" ", "bar")] if column > 1 else []
    if value is None:
        return [Styled((("×" if unicode else "x") if row == 0 else "").ljust(body), "dim"), *gap]
    least = 1 if row == 0 and value else 0  # anything above 0 shows at least a sliver
    eighths = min(8, max(least, round(8 * (value / top * height - row))))
    return [Styled((_EIGHTHS if unicode else _EIGHTHS_ASCII)[eighths] * body, "bar"), *gap]


def _top(values: Sequence[float | None]) -> float:
    return max(1, math.ceil(max((value for value in values if value is not None), default=1)))


def _scale(row: int, height: int, top: float, unicode: bool) -> str:
    if row == height - 1:
        return f"{top:>2g} {'┤' if unicode else '|'}"
    return f"   {'│' if unicode else '|'}"


def _spread_out(labels: Sequence[str], column: int) -> str:
    """Return labels on one line, each beginning at its column; one without room is left out.

    The first column's label gives way to the next one: it often names a month of which only days are left.
    """
    text = ""
    for position, label in enumerate(labels):
        begin = position * column
        if not position and any(labels[1 : len(label) // column + 1]):
            continue
        if label and (not text or begin > len(text)):
            text = text.ljust(begin) + label
    return text[: len(labels) * column]


def _heat_map(chart: HeatMap, width: int, unicode: bool) -> list[Row]:
    names = _names_width(chart)
    per_strip = max(1, (width - names) // chart.cell_width)
    strips = math.ceil(len(chart.columns) / per_strip)
    # Strips of nearly equal length.
    per_strip = math.ceil(len(chart.columns) / strips) if strips else per_strip
    rows: list[Row] = []
    for begin in range(0, len(chart.columns), per_strip):
        if rows:
            rows.append([])
        columns = chart.columns[begin : begin + per_strip]
        heads = chart.heads[begin : begin + per_strip]
        rows.append([Styled(" " * names + _spread_out(heads, chart.cell_width), "dim")])
        for position, name in enumerate(chart.rows):
            spans: Row = [Styled(name.ljust(names), "dim")]
            for column in columns:
                mark = column[position]
                text = mark.text if unicode else mark.ascii
                spans.append(Styled(text.ljust(chart.cell_width), mark.style))
            rows.append(_joined(spans))
        for span in chart.spans:
            on = span.columns[begin : begin + per_strip]
            rows += _span(span._replace(columns=on), chart.cell_width, names, width, unicode)
    return rows


def _span(span: SpanRow, column: int, indent: int, width: int, unicode: bool) -> list[Row]:
    """Return a line under the columns in which something went on, with its name beside it, or else above it.

    Nothing where it went on in none of them.
    """
    on = span.columns
    if not any(on):
        return []
    line = "".join(
        (("━" if unicode else "=") * column if here else " " * column)
        if column == 1 or not here or following
        else ("━" if unicode else "=") * (column - 1) + " "
        for here, following in zip(on, (*on[1:], False), strict=True)
    )
    name, first, last = span.name, line.index(line.strip()[0]), len(line.rstrip())
    before, after = Styled(line[:first], ""), Styled(line[last:], "")
    rows: list[Row] = []
    if name.isascii() and len(line) - last > len(name):  # of other letters the width is not known here
        after = Styled(f" {name}", "dim")
    elif name.isascii() and first > len(name):
        before = Styled(f"{name:>{first - 1}} ", "dim")
    else:
        rows.append([Styled((" " * indent + name)[:width], "dim")])
    drawn = [Styled(" " * indent, ""), before, Styled(line[first:last], "line"), after]
    return [*rows, _joined([each for each in drawn if each.text])]


def _names_width(chart: HeatMap) -> int:
    return max(map(len, chart.rows), default=0) + 1


def _cropped(spans: Row, width: int) -> Row:
    """Return spans without the gap after the last column, where there is no room for that."""
    if sum(len(span.text) for span in spans) > width:
        spans = spans[:-1]
    return _joined(spans)


def _joined(spans: Row) -> Row:
    """Return spans, with neighbours of one style merged."""
    joined: Row = []
    for span in spans:
        if joined and joined[-1].style == span.style:
            joined[-1] = Styled(joined[-1].text + span.text, span.style)
        else:
            joined.append(span)
    return joined
