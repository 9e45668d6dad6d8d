"""Lays out sections with tables and charts, for a terminal or as a picture: the only user of rich.

Side by side where there is room, and stacked where the terminal is narrow. No meaning is carried by colour alone, and
every text goes through the sanitiser.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from rich.theme import Theme

from crampdiary.breaks import ONE_LINE, kept_together, shown, whole
from crampdiary.screen import charts
from crampdiary.screen.lists import NARROW, NARROWEST, SHORT_NAME, Colours, Terminal
from crampdiary.screen.sections import Cell, Chart, Drawn, Gauge, Interval, Line, Section, Spark, Styled
from crampdiary.words.wording import safe

PICTURE_WIDTH = 100
_UNLIMITED = 10_000
_HEIGHT = 25  # of no matter to what is drawn; rich would ask the terminal for it
_SET_IN = 2  # what stands below a point
_GAP = 2  # between sections side by side
_FILL = re.compile(r"(?: |\x1b\[[\d;]*m)+$", re.MULTILINE)
"""What rich fills lines with up to the longest of them, and the ends of colours: no style has a background."""
_THEME = Theme(charts.PALETTE)
_FEW = Theme(
    {
        name: charts.FEW_COLOURS.get(name, "default" if "#" in style else style)
        for name, style in charts.PALETTE.items()
    }
)


def text(sections: Sequence[Section], terminal: Terminal) -> str:
    """Return sections that have something to show, as `render.draw`."""
    out = io.StringIO()
    console = _console(out, max(NARROWEST, terminal.width), terminal.colours)
    _draw(console, sections, unicode=terminal.unicode)
    return shown(_FILL.sub(lambda found: found[0].replace(" ", ""), out.getvalue()))


def svg(sections: Sequence[Section], *, title: str) -> str:
    """Return sections that have something to show as a picture, as `render.svg`."""
    console = _console(io.StringIO(), PICTURE_WIDTH, "truecolor", record=True)
    _draw(console, sections, unicode=True)
    console.print()  # or else the picture's edge cuts the last line's descenders
    return shown(
        console.export_svg(
            title=title, theme=_PAPER, code_format=_SVG.replace("TITLE", title), unique_id="cramp"
        )
    )


def _console(out: io.StringIO, width: int, colours: Colours | None, *, record: bool = False) -> Console:
    return Console(
        file=out,
        record=record,
        width=width,
        height=_HEIGHT,
        color_system=colours,
        force_terminal=colours is not None,
        theme=_FEW if colours == "standard" else _THEME,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def _draw(console: Console, sections: Sequence[Section], *, unicode: bool) -> None:
    build = partial(_stacked, width=console.width) if console.width < NARROW else _table
    for position, row in enumerate(_rows(console, sections, build, unicode)):
        if position:
            console.print()
        if len(row) == 1:
            console.print(row[0])
        else:
            grid = Table.grid(padding=(0, _GAP, 0, 0))
            grid.add_row(*row)
            console.print(grid)


def _rows(
    console: Console, sections: Sequence[Section], build: Callable[[Section, bool], Group], unicode: bool
) -> list[list[RenderableType]]:
    """Return what stands beside what: as many sections that may as have room."""
    rows: list[list[RenderableType]] = []
    room = 0
    for section in sections:
        block = build(section, unicode)
        least, width = console.measure(block, options=console.options.update(width=_UNLIMITED))
        if least > console.width and any(section.columns):  # rich would break words in every column
            block = _stacked(section, unicode, console.width)
            width = console.width
        if section.beside and rows and width + _GAP <= room and console.width >= NARROW:
            rows[-1].append(block)
            room -= width + _GAP
        else:
            rows.append([block])
            room = console.width - width
    return rows


class _Drawn:
    """A chart as rich asks for it: as wide as there is room, up to its natural width."""

    def __init__(self, chart: Chart, unicode: bool) -> None:
        self._chart = chart
        self._unicode = unicode

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for row in charts.draw(self._chart, options.max_width, unicode=self._unicode):
            yield Text.assemble(
                *((safe(span.text), span.style) for span in row), no_wrap=True, overflow="crop"
            )

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        natural = charts.natural_width(self._chart)
        return Measurement(min(natural, options.max_width), min(natural, options.max_width))


class _Hanging:
    """A text whose lines after the first are set in."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = self._text.wrap(console, max(1, options.max_width - _SET_IN), overflow="fold")
        for position, line in enumerate(lines):
            yield Text(" " * _SET_IN if position else "") + line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._text)


def _text(cell: Cell, style: str = "", unicode: bool = True) -> Text:
    if isinstance(cell, Gauge):
        cell = charts.gauge(cell, unicode=unicode)
    elif isinstance(cell, Spark):
        cell = charts.spark(cell, unicode=unicode)
    elif isinstance(cell, Interval):
        cell = charts.interval(cell, unicode=unicode)
    if isinstance(cell, Styled):
        return Text(safe(cell.text), style=cell.style)
    return Text(kept_together(safe(cell), most=ONE_LINE), style=style)


def _head(section: Section, unicode: bool, indent: int) -> list[RenderableType]:
    parts: list[RenderableType] = [_text(section.title, "bold")] if section.title else []
    parts += [Padding(_text(line, section.style), (0, 0, 0, indent), expand=False) for line in section.lines]
    for point in section.points:
        parts.append(Padding(_text(point.head, point.style), (0, 0, 0, indent), expand=False))
        parts += [Padding(_text(line), (0, 0, 0, indent + _SET_IN), expand=False) for line in point.lines]
    if section.chart:
        parts.append(Padding(_Drawn(section.chart, unicode), (0, 0, 0, indent), expand=False))
    return parts


def _foot(section: Section, unicode: bool, indent: int) -> list[RenderableType]:
    return [Padding(_foot_line(line, unicode), (0, 0, 0, indent), expand=False) for line in section.foot]


def _foot_line(line: Line, unicode: bool) -> Text:
    if isinstance(line, str):
        return _text(line, "foot")
    marks = ((safe(mark.text if unicode else mark.ascii), mark.style) for mark in line)
    return Text.assemble(*((whole(text), style) for text, style in marks))


def _table(section: Section, unicode: bool) -> Group:
    indent = 2 if section.title else 0
    parts = _head(section, unicode, indent)
    if section.rows:
        parts.append(Padding(_grid(section, unicode), (0, 0, 0, indent), expand=False))
    return Group(*parts, *_foot(section, unicode, indent))


def _grid(section: Section, unicode: bool) -> Table:
    table = Table(
        box=None,
        show_header=any(section.columns),
        header_style="dim",
        pad_edge=False,
        padding=(0, 2, 0, 0),
        show_edge=False,
    )
    cells = [[_text(cell, unicode=unicode) for cell in row] for row in section.rows]
    columns = section.columns
    while len(columns) > 1 and not (columns[-1] or any(row[len(columns) - 1].plain for row in cells)):
        columns = columns[:-1]  # rich would take room for it from the others, and break their words
    for position, name in enumerate(columns):
        whole = position in section.right or _is_drawn(section, position)
        if position == 0 and max(row[0].cell_len for row in cells) <= SHORT_NAME:
            whole = True  # or else rich breaks a word of it to spare another column a line
        table.add_column(
            Text(name),
            justify="right" if position in section.right else "left",
            no_wrap=whole,
            min_width=max(each.cell_len for each in (Text(name), *(row[position] for row in cells)))
            if whole
            else None,
            overflow="fold",
        )
    for row in cells:
        table.add_row(*row[: len(columns)])
    return table


def _is_small(section: Section, width: int) -> bool:
    """Return whether a table of words, figures and intervals has room in so many columns."""
    if any(isinstance(cell, Gauge | Spark) for row in section.rows for cell in row):
        return False
    rows = [section.columns, *([_text(cell).plain for cell in row] for row in section.rows)]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return sum(widths) + _GAP * (len(widths) - 1) <= width


def _is_drawn(section: Section, position: int) -> bool:
    return any(isinstance(row[position], Drawn) for row in section.rows)


def _stacked(section: Section, unicode: bool, width: int) -> Group:
    """Name each row on a line of its own, with its figures below it, and what is drawn below these.

    Where the columns have no names, a row is a line that goes on set in. A table that has room stays one.
    """
    parts = _head(section, unicode, 0)
    if section.rows and any(section.columns) and _is_small(section, width):
        return Group(*parts, _grid(section, unicode), *_foot(section, unicode, 0))
    if not any(section.columns):
        for row in section.rows:
            cells = (_text(cell, unicode=unicode) for cell in row)
            parts.append(_Hanging(Text(" " * _GAP).join(each for each in cells if each.plain)))
        return Group(*parts, *_foot(section, unicode, 0))
    for row in section.rows:
        first, *rest = row
        parts.append(_text(first, "bold"))
        figures = Text()
        drawn = []
        for name, cell in zip(section.columns[1:], rest, strict=True):
            text = _text(cell, unicode=unicode)
            if not text.plain:
                continue
            label = Text(f"{name} ", style="dim") if name else Text()
            if isinstance(cell, Drawn):
                drawn.append(label + text)
            else:
                figures = figures + (", " if figures.plain else "") + label + text
        parts += [Padding(text, (0, 0, 0, 2), expand=False) for text in (figures, *drawn) if text.plain]
    return Group(*parts, *_foot(section, unicode, 0))


# A picture is often printed or sent on: black on white. The palette's own colours are kept.
_PAPER = TerminalTheme(
    (255, 255, 255),
    (33, 33, 33),
    [(33, 33, 33)] * 8,
    [(33, 33, 33)] * 8,
)

# rich's own form names fonts on a server, which a viewer would fetch: this one names what every system has.
_SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{
    font-family: "DejaVu Sans Mono", Menlo, Consolas, "Cascadia Mono", monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
    white-space: pre;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="100%" height="100%" fill="#ffffff"/>
<g transform="translate({terminal_x}, 24)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""
