"""The comparison of severities written down plainly, with numpy and scipy: an oracle for the fast one.

Nothing is shared with the program. Blocks are columns of their own in place of means taken off, priors are rows of
their own in place of a ridge, and all of it is solved as one ordinary least squares.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

from kit.plain_comparison import Numbers, plain_background, plain_blocks, plain_inflation


def compare_severities_plainly(
    days: Sequence[int],
    cramps: Sequence[int],
    mean_severity: Sequence[float | None],
    shares: Mapping[str, Sequence[float]],
    weekday: Sequence[int] | None,
    worst: Sequence[float | None] | None,
) -> dict[str, dict[str, float]]:
    """Return, per factor, estimate, standard_error, low, high, p, df, inflation and tolerance.

    There must be enough rated nights for some degrees of freedom, not all rated alike.
    """
    rated = [t for t, count in enumerate(cramps) if count and mean_severity[t] is not None]
    v = np.array([mean_severity[t] for t in rated], float)
    m = len(v)
    unit = max(0.5, float(v.std(ddof=1)))
    background, history = plain_background(days, cramps, weekday, worst)
    a = np.column_stack([*background, *shares.values()]).astype(float)[rated]
    first, width = len(background), a.shape[1]
    block = plain_blocks(days)[rated]
    member = np.equal.outer(block, np.unique(block)).astype(float)
    roots = np.array([1 / 2] * history + [1 / 0.7] * (width - history))

    def solved(columns: list[int], outcome: Numbers) -> tuple[Numbers, Numbers]:
        """Return the coefficients of these columns, and what they and the blocks leave."""
        x = np.hstack([a[:, columns], member])
        priors = np.hstack([np.diag(roots[columns]), np.zeros((len(columns), member.shape[1]))])
        found = np.linalg.lstsq(
            np.vstack([x, priors]), np.concatenate([outcome, np.zeros(len(columns))]), rcond=None
        )[0]
        return found[: len(columns)], outcome - x @ found

    b, residuals = solved(list(range(width)), (v - v.mean()) / unit)
    x = np.hstack([a, member])
    penalty = np.diag(np.concatenate([roots**2, np.zeros(member.shape[1])]))
    hat = np.diag(x @ np.linalg.inv(x.T @ x + penalty) @ x.T)
    parameters = float(hat.sum())
    df = m - parameters - 1
    s2 = float(residuals @ residuals) / (m - parameters)
    critical = float(stats.t.ppf(0.975, df))

    centred = a - member @ np.linalg.lstsq(member, a, rcond=None)[0]
    h0 = centred.T @ centred
    kept = np.flatnonzero(np.diag(h0) > 1e-9)
    scale = np.sqrt(np.diag(h0)[kept])
    apart = np.ones(width)
    apart[kept] = 1 / np.diag(
        np.linalg.inv(h0[np.ix_(kept, kept)] / np.outer(scale, scale) + 0.001 * np.eye(len(kept)))
    )

    effects = {}
    for factor, name in enumerate(shares):
        q = first + factor
        offsets = solved([j for j in range(width) if j != q], a[:, q])[1]
        information = float(offsets @ offsets)
        if information < 1e-6:
            effects[name] = {
                "estimate": 0.0, "standard_error": math.inf, "low": -math.inf, "high": math.inf, "p": 1.0, "df": df,
                "inflation": 1.0, "tolerance": apart[q],
            }  # fmt: skip
            continue
        without = residuals + b[q] * offsets
        g = offsets * without
        variance = m / (m - 1) * float(((g - g.mean()) ** 2 / (1 - np.clip(hat, 0, 0.95))).sum())
        inflation = plain_inflation([days[t] for t in rated], offsets, without)
        phi = max(1.0, variance * inflation / (s2 * information))
        estimate = unit * float(g.sum()) / information
        error = unit * math.sqrt(phi * s2 / information)
        effects[name] = {
            "estimate": estimate,
            "standard_error": error,
            "low": estimate - critical * error,
            "high": estimate + critical * error,
            "p": float(2 * stats.t.sf(abs(estimate) / error, df)),
            "df": df,
            "inflation": inflation,
            "tolerance": apart[q],
        }
    return effects
