"""Charts as rows of text, worked out by hand."""

from __future__ import annotations

import math

import pytest

from crampdiary.screen import charts
from crampdiary.screen.sections import Interval


@pytest.mark.parametrize(
    ("ratio", "low", "high", "picture"),
    [
        (0.5, 0.35, 0.7, " ──●─ │      "),
        (1.0, 0.5, 2.0, "   ───●───   "),
        (2.8, 1.5, math.inf, "      │ ──●─►"),
        (0.3, 0.0, 0.9, "◄●────│      "),
    ],
)
def test_an_interval_is_drawn_on_a_logarithmic_scale(
    ratio: float, low: float, high: float, picture: str
) -> None:
    """Thirteen cells from 1/4 to 4: a cell is a factor of 4 to the power of 1/6, and 1 is the middle one."""
    cell = Interval(low, ratio, high)
    assert charts.interval(cell, unicode=True).text == picture
    plain = charts.interval(cell, unicode=False).text
    assert plain == picture.translate(str.maketrans("─●│◄►", "-o|<>"))
