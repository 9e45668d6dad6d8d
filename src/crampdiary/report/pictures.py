"""The two pictures of the clinician's page: bars, and a line over them, as shapes on a sheet of whole numbers.

Drawn for black and white: bars are grey, the line is black, and what does not count is an x. The template only writes
the shapes down, so that no text of a person comes near a path.
"""

from __future__ import annotations

import math

from crampdiary.diary.frozen import NamedTuple
from crampdiary.report.said import Chart

WIDTH, HEIGHT = 520, 120
LEFT, _TOP, _BOTTOM = 34, 8, 18  # for the scale, for air, for the labels
_GAP = 0.22  # of a bar's width


class Box(NamedTuple):
    """A bar."""

    x: float
    y: float
    width: float
    height: float


class Label(NamedTuple):
    """A text at a place, by its middle, or by its end for one of the scale."""

    x: float
    y: float
    text: str


class Drawing(NamedTuple):
    """A picture as shapes.

    Attributes:
        title: what it shows.
        beside: the same in words.
        bars: the bars.
        crosses: where nothing counts.
        lines: the points of each unbroken part of the line, as SVG takes them.
        labels: under the bars.
        scale: beside lines across, from the bottom.
    """

    title: str
    beside: str
    bars: tuple[Box, ...]
    crosses: tuple[Label, ...]
    lines: tuple[str, ...]
    labels: tuple[Label, ...]
    scale: tuple[Label, ...]


def drawing(chart: Chart) -> Drawing:
    """Return a chart as shapes."""
    top = _top(chart)
    step = (WIDTH - LEFT) / max(1, len(chart.values))
    floor = HEIGHT - _BOTTOM

    def middle(place: int) -> float:
        return round(LEFT + (place + 0.5) * step, 1)

    def height(value: float) -> float:
        return round((floor - _TOP) * value / top, 1)

    bars = tuple(
        Box(
            round(middle(place) - step * (1 - _GAP) / 2, 1),
            round(floor - height(value), 1),
            round(step * (1 - _GAP), 1),
            height(value),
        )
        for place, value in enumerate(chart.values)
        if value
    )
    runs: list[list[str]] = [[]]
    for place, value in enumerate(chart.line):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{middle(place)},{round(floor - height(value), 1)}")
    return Drawing(
        title=chart.title,
        beside=f"{chart.beside} {chart.key}".strip(),
        bars=bars,
        crosses=tuple(
            Label(middle(place), floor - 3, "x") for place, value in enumerate(chart.values) if value is None
        ),
        lines=tuple(" ".join(run) for run in runs if len(run) > 1),
        labels=tuple(
            Label(middle(place), HEIGHT - 5, label) for place, label in enumerate(chart.labels) if label
        ),
        scale=tuple(Label(LEFT - 4, round(floor - height(each), 1), f"{each:g}") for each in (0, top)),
    )


def _top(chart: Chart) -> float:
    """Return a round number that no value is above."""
    most = max((value for value in (*chart.values, *chart.line) if value is not None), default=0) or 1
    unit: float = 10 ** math.floor(math.log10(most))
    return next(factor * unit for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if factor * unit >= most)
