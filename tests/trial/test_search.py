from __future__ import annotations

import math

import pytest

from crampdiary.trial.search import searched


@pytest.mark.parametrize("side", [1, -1])
def test_what_is_known_of_0_is_believed_more_than_a_limit_that_strays(side: int) -> None:
    ruled_out = searched(
        lambda theta: -0.1 - side * theta if side > 0 else 0.1 - theta,
        lambda theta: 0.01 if theta == 0 or abs(theta) > 2 else 1.0,
        level=0.05,
        most=6.0,
    )
    assert ruled_out.estimate == pytest.approx(-0.1 * side)
    assert (ruled_out.high < 0) if side > 0 else (ruled_out.low > 0)
    left_open = searched(
        lambda theta: side - theta,
        lambda theta: 1.0 if abs(theta - side) < 0.4 or theta == 0 else 0.0,
        level=0.05,
        most=6.0,
    )
    assert (left_open.low <= 0) if side > 0 else (left_open.high >= 0)


def test_limits_are_found_to_the_fourth_place_or_are_infinite() -> None:
    found = searched(
        lambda theta: 1.5 - theta, lambda theta: float(-3.21 < theta < 5.01), level=0.05, most=6.0
    )
    assert list(found) == pytest.approx([1.5, -3.21, 5.01], abs=1e-4)
    open_above = searched(lambda theta: 1.5 - theta, lambda theta: float(theta > -3.21), level=0.05, most=6.0)
    assert open_above.high == math.inf
    none_with_it = searched(
        lambda _: -1.0, lambda theta: float(theta < -1.2), level=0.05, most=6.0, end=-math.inf
    )
    assert none_with_it.estimate == none_with_it.low == -math.inf
    assert none_with_it.high == pytest.approx(-1.2, abs=1e-4)
