"""The test of a trial written down plainly, night by night and with numpy: an oracle for the fast one.

Nothing is shared with the program but the draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

PERIODS = {"quick": 1, "lasting": 3, "slow": 21}
_K = 0.5 ** (1 / 7)


def plain_residuals(values: Sequence[float], counted: Sequence[bool], kind: str) -> list[float]:
    """Return what is left of each counted night: of the others within a week, or of the line for a slow remedy."""
    nights = [t for t, is_counted in enumerate(counted) if is_counted]
    left = [0.0] * len(values)
    if kind == "slow":
        design = np.column_stack([np.ones(len(nights)), nights])
        fitted = design @ np.linalg.lstsq(design, np.array([values[t] for t in nights], float), rcond=None)[0]
        for t, fit in zip(nights, fitted, strict=True):
            left[t] = values[t] - fit
        return left
    for t in nights:
        others = [values[s] for s in nights if s != t and abs(s - t) <= 7] or [values[s] for s in nights]
        left[t] = values[t] - sum(others) / len(others)
    return left


def plain_pulls(left: Sequence[float], kind: str, pairs: int, *, rounded: bool = True) -> list[float]:
    """Return q: by how many fiftieths the first period of each pair exceeds the second."""
    n = len(left)
    if kind == "quick":
        reached = list(left)
    elif kind == "lasting":
        reached = [left[j] + (left[j + 1] / 2 if j + 1 < n else 0) for j in range(n)]
    else:
        reached = [(1 - _K) * sum(_K ** (t - j) * left[t] for t in range(j, n)) for j in range(n)]
    period = PERIODS[kind]
    both = [reached[j : j + 2 * period] for j in range(0, 2 * period * pairs, 2 * period)]
    pulls = [50 * (sum(pair[:period]) - sum(pair[period:])) for pair in both]
    return [round(round(pull, 6)) for pull in pulls] if rounded else pulls


def plain_share(pulls: Sequence[float], statistic: float) -> float:
    """Return the share of all draws with a sum as far from 0, each of them made."""
    draws = [
        abs(sum(sign * q for sign, q in zip(signs, pulls, strict=True)))
        for signs in product((1, -1), repeat=len(pulls))
    ]
    return sum(each >= abs(statistic) for each in draws) / len(draws)
