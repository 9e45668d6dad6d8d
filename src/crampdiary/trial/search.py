"""What the coins do not rule out: outwards from the best guess, until a guess would be too rare."""

from __future__ import annotations

import math
from collections.abc import Callable

from crampdiary.diary.frozen import NamedTuple

_STEP = 0.25
_FINE = 1e-4
_HALVINGS = 50


class Range(NamedTuple):
    """An estimate and its limits, on any scale; each may be infinite."""

    estimate: float
    low: float
    high: float


def searched(
    statistic: Callable[[float], float],
    p: Callable[[float], float],
    *,
    level: float,
    most: float,
    end: float | None = None,
) -> Range:
    """Return where the statistic is 0, and the values around it whose p is above `level`.

    Args:
        statistic: above 0 below the estimate, and below 0 above it.
        p: two-sided, of each value.
        level: the p of a value that is ruled out.
        most: values are looked at from -most to most.
        end: the estimate where it is known to be infinite: minus infinity or infinity.
    """
    estimate = _zero(statistic, most) if end is None else end
    begin = max(-most, min(most, estimate))
    low = -math.inf if estimate == -math.inf else _limit(p, begin, -_STEP, level, most)
    high = math.inf if estimate == math.inf else _limit(p, begin, _STEP, level, most)
    # In the last digit a limit may stray over 0; whether that is ruled out is known exactly.
    if p(0.0) > level:
        return Range(estimate, min(low, 0.0), max(high, 0.0))
    if statistic(0.0) < 0:
        return Range(estimate, low, min(high, -math.ulp(1.0)))
    return Range(estimate, max(low, math.ulp(1.0)), high)


def _zero(statistic: Callable[[float], float], most: float) -> float:
    low, high = -most, most
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if statistic(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _limit(p: Callable[[float], float], begin: float, step: float, level: float, most: float) -> float:
    inside, outside = begin, begin + step
    while abs(outside) <= most and p(outside) > level:
        inside, outside = outside, outside + step
    if abs(outside) > most:
        return math.copysign(math.inf, step)
    while abs(outside - inside) > _FINE:
        middle = (inside + outside) / 2
        if p(middle) > level:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2
