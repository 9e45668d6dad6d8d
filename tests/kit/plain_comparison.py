"""The comparison of nights written down plainly, with numpy and scipy: an oracle for the fast one.

Nothing is shared with the program, and no step is made quick: dense matrices, a new sum for every theta,
limits by root-finding between the estimate and the end of the range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import optimize, stats  # type: ignore[import-untyped]

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def plain_blocks(days: Sequence[int]) -> Any:
    """Return, per night, the number of its block."""
    d, n = np.array(days), len(days)
    names: dict[tuple[int, int], int] = {}
    block = np.zeros(n, int)
    begin = 0
    for t in range(n):
        if t and d[t] - d[t - 1] > 28:
            begin = t
        end = t
        while end + 1 < n and d[end + 1] - d[end] <= 28:
            end += 1
        length = int(d[end] - d[begin] + 1)
        parts = 1 if length < 28 else max(2, math.floor(length / 28 + 0.5))
        block[t] = names.setdefault((begin, int(d[t] - d[begin]) * parts // length), len(names))
    return block


def plain_background(
    days: Sequence[int],
    cramps: Sequence[int],
    weekday: Sequence[int] | None,
    worst: Sequence[float | None] | None,
) -> tuple[list[list[float]], int]:
    """Return the columns that everything is allowed for by, and how many of them are of the nights before."""
    d, y, n = np.array(days), np.array(cramps, float), len(days)
    rate = y.mean()
    scale = rate + 0.001
    previous = [float(t > 0 and d[t] - d[t - 1] <= 3 and y[t - 1] > 0) for t in range(n)]
    level = []
    for t in range(n):
        fading = 0.6 ** (d[t] - d[:t]).astype(float)
        level.append(math.log((((fading @ y[:t]) + rate) / (fading.sum() + 1) + 0.1 * scale) / scale))
    rated = worst or [None] * n
    known = [w for w, count in zip(rated, y, strict=True) if count and w is not None]
    usual = sum(known) / len(known) if known else 5
    severity = [0.0] * n
    for t in range(1, n):
        if previous[t]:
            w = rated[t - 1]
            severity[t] = (usual if w is None else w) / 10
    background = [previous, level, severity]
    history = len(background)
    if weekday is not None:
        background += [[float(each == day) for each in weekday] for day in range(6)]
    return background, history


def plain_inflation(days: Sequence[int], used: Numbers, residuals: Numbers) -> float:
    """Return by how much runs multiply the variance."""
    d, n = np.array(days), len(days)
    span = int(d[-1] - d[0] + 1)
    calendar = np.zeros((3, span))
    calendar[:, d - d[0]] = np.ones(n), used, residuals

    def rho(row: int, lag: int) -> float:
        pairs = calendar[0, :-lag] @ calendar[0, lag:]
        power = calendar[row] @ calendar[row] / n
        return float(calendar[row, :-lag] @ calendar[row, lag:] / pairs / power) if pairs and power else 0.0

    lags, notable = max(1, min(21, span // 4)), 1.64 / math.sqrt(n)
    if rho(1, 1) <= notable and (lags < 7 or rho(1, 7) <= notable):
        return 1.0
    return 1 + 2 * sum(max(0.0, rho(1, lag) * rho(2, lag)) for lag in range(1, lags + 1))


def compare_plainly(
    days: Sequence[int],
    cramps: Sequence[int],
    shares: Mapping[str, Sequence[float]],
    weekday: Sequence[int] | None,
    within: Mapping[str, Sequence[float]],
    worst: Sequence[float | None] | None = None,
) -> dict[str, dict[str, float]]:
    """Return, per factor, p, df, standard_error, inflation, tolerance, and log_ratio, log_low and log_high."""
    y, n = np.array(cramps, float), len(days)
    block = plain_blocks(days)
    block_count = int(block.max()) + 1
    member = np.equal.outer(block, np.arange(block_count)).astype(float)
    totals = member.T @ y

    background, history = plain_background(days, cramps, weekday, worst)
    a = np.column_stack([*background, *shares.values()]).astype(float)
    first = len(background)
    precision = np.array([1 / 4] * history + [1 / 0.49] * (first - history + len(shares)))

    def expected(predictor: Numbers) -> Numbers:
        weights: Numbers = np.exp(predictor)
        scaled: Numbers = weights * (totals / np.maximum(member.T @ weights, 1e-300))[block]
        return scaled

    def less_block_mean(values: Numbers, mu: Numbers) -> Numbers:
        sums = member.T @ (mu[:, None] * values)
        means = np.divide(sums, totals[:, None], out=np.zeros_like(sums), where=totals[:, None] > 0)
        return np.where(totals[block][:, None] > 0, values - means[block], 0)

    b = np.zeros(a.shape[1])
    for _ in range(200):
        mu = expected(a @ b)
        centred = less_block_mean(a, mu)
        hessian = centred.T @ (mu[:, None] * centred) + np.diag(precision)
        step = np.clip(np.linalg.solve(hessian, a.T @ (y - mu) - precision * b), -1, 1)
        b += step
        if np.abs(step).max() < 1e-13:
            break
    inverse = np.linalg.inv(hessian)
    parameters = np.trace(inverse @ (hessian - np.diag(precision))) + block_count
    leverage = np.zeros(n)
    for t in range(n):
        if totals[block[t]] > 0:
            distance = centred[t] @ inverse @ centred[t] + 1 / totals[block[t]]
            leverage[t] = min(0.95, max(0.0, mu[t] * distance))
    h0 = hessian - np.diag(precision)
    kept = np.flatnonzero(np.diag(h0) > 1e-9)
    root_h = np.sqrt(np.diag(h0)[kept])
    apart = np.ones(a.shape[1])
    apart[kept] = 1 / np.diag(
        np.linalg.inv(h0[np.ix_(kept, kept)] / np.outer(root_h, root_h) + 0.001 * np.eye(len(kept)))
    )
    df = max(1.0, min(n - parameters - 1, (y > 0).sum() - 1.0))
    critical = stats.t.ppf(0.975, df)

    def test(q: int, name: str) -> dict[str, float]:
        s = a[:, q]
        partly = (s > 0) & (s < 1)
        y1 = np.array(within.get(name, s * y), float)
        direction = a @ (inverse[:, q] / inverse[q, q])

        def at(theta: float) -> tuple[Numbers, Numbers, Numbers, Numbers]:
            mu = expected(a @ b + (theta - b[q]) * direction)
            x = less_block_mean(direction[:, None], mu)[:, 0]
            z = 1 - s + s * math.exp(theta)
            inside = y1 - mu * s * math.exp(theta) / z - s * (y - mu)
            score = x * (y - mu) + np.where(partly, inside, 0)
            information = mu * x**2 + np.where(partly, mu * s * (1 - s) * math.exp(theta) / z**2, 0)
            return score, information, mu, x

        g, information, mu0, x0 = at(0.0)
        mixed = any(np.ptp(s[block == k]) > 0 or partly[block == k].any() for k in set(block))
        if not mixed or information.sum() < 1e-6:
            return {
                "p": 1.0, "df": df, "standard_error": math.inf, "inflation": 1.0, "tolerance": apart[q],
                "log_ratio": 0.0, "log_low": -math.inf, "log_high": math.inf,
            }  # fmt: skip
        variance = n / (n - 1) * ((g - g.mean()) ** 2 / (1 - leverage)).sum()

        inflation = plain_inflation(days, x0 * np.sqrt(mu0), (y - mu0) / np.sqrt(np.where(mu0 > 0, mu0, 1)))
        phi = max(1.0, variance * inflation / information.sum())

        def score(theta: float) -> float:
            return float(at(theta)[0].sum())

        def excess(theta: float) -> float:
            g, information, _, _ = at(theta)
            return float(abs(g.sum()) - critical * math.sqrt(phi * information.sum()))

        def root(function: Any, low: float, high: float) -> float:
            return float(optimize.brentq(function, low, high, xtol=1e-12))

        estimate = -math.inf if score(-6) <= 0 else math.inf if score(6) >= 0 else root(score, -6, 6)
        middle = max(-6.0, min(6.0, estimate))
        statistic = g.sum() / math.sqrt(phi * information.sum())
        low = -math.inf if estimate == -math.inf or excess(-6) <= 0 else root(excess, -6, middle)
        high = math.inf if estimate == math.inf or excess(6) <= 0 else root(excess, middle, 6)
        if inflation > 1 and math.isfinite(estimate):
            low = estimate + 1.25 * (low - estimate) if estimate < 0 else low
            high = estimate + 1.25 * (high - estimate) if estimate > 0 else high
        return {
            "p": float(2 * stats.t.sf(abs(statistic), df)),
            "df": float(df),
            "standard_error": math.sqrt(phi / information.sum()),
            "inflation": inflation,
            "log_ratio": estimate,
            "log_low": low,
            "log_high": high,
            "tolerance": apart[q],
        }

    return {name: test(first + factor, name) for factor, name in enumerate(shares)}
