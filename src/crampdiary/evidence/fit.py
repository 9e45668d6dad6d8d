"""The joint fit: everything that a diary says about its nights, fitted at once.

A Poisson rate per four-week block, times a log-linear factor of the recent past, the day of the week and the share
of every night under each remedy or trigger. The blocks' rates are conditioned out, so that only nights of the
same block are ever compared; a ridge (a normal prior on each coefficient) keeps a short diary finite.

Symbols, after the usual ones of such models:

    t, k, j    a counted night; its block; a column of the design
    a[t][j]    the design: the recent level, how severe last night was, whether it had a cramp, six weekdays where
               given, then the shares
    b[j]       the coefficients (log rate ratios); P[j] the precision of their priors
    Y[k]       the block's cramps; mu[t] the expected cramps of a night, adding up to Y[k]
    abar[k]    the mean row of a block, weighted by mu
    H0, H      the information, sum of mu (a - abar)(a - abar)', and the same with P on its diagonal
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add, mul, sub

from crampdiary.evidence.background import divide, followed, recent_level, weekday_columns
from crampdiary.evidence.design import Block, DesignMatrix, inverted, sumprod

BACKGROUND_PRECISION = 1 / 2**2
"""A normal prior with standard deviation 2 on the coefficients of the recent past."""
FACTOR_PRECISION = 1 / 0.7**2
"""A normal prior with standard deviation 0.7 on those of each weekday, remedy or trigger."""

HISTORY = range(3)
"""The columns of the recent past: its level, and how severe last night was and whether it had a cramp."""

_LARGEST_STEP = 1.0
_CONVERGED = 1e-7
_MOST_ITERATIONS = 100
_LARGEST_LEVERAGE = 0.95
_SMALLEST_INFORMATION = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The joint fit of one diary.

    Attributes:
        blocks: the occupied blocks, in order.
        block_cramps: Y, one number per occupied block.
        coefficients: b, one per column.
        predictor: a[t].b, one number per night.
        directions: per column j, over the nights, D = a[t].v with v = H^-1[:, j] / H^-1[j, j]: the column
            less what the others predict of it.
        unpenalised: per column, the unpenalised estimate of its coefficient, by one Newton step.
        partly: per factor, the places and the values of its shares between 0 and 1.
        leverage: h[t], within [0, 0.95]; 0 in blocks without cramps.
        effective_parameters: trace(H^-1 H0) plus the number of blocks.
        information: H0.
        first_factor: the column of the first share; before it stand HISTORY and, where given, the weekdays.
    """

    blocks: tuple[Block, ...]
    block_cramps: list[float]
    coefficients: list[float]
    predictor: list[float]
    directions: list[list[float]]
    unpenalised: list[float]
    partly: list[list[tuple[int, float]]]
    leverage: list[float]
    effective_parameters: float
    information: list[list[float]]
    first_factor: int


def columns_of(
    days: Sequence[int],
    cramps: Sequence[float],
    shares: Sequence[Sequence[float]],
    weekday: Sequence[int] | None,
    worst: Sequence[float | None] | None,
) -> list[Sequence[float]]:
    """Return the columns of the design, in the order that `Fit` describes."""
    previous, severity = followed(days, cramps, worst)
    weekdays = [] if weekday is None else weekday_columns(weekday)
    return [recent_level(days, cramps), severity, previous, *weekdays, *shares]


def fit_jointly(
    days: Sequence[int],
    cramps: Sequence[float],
    shares: Sequence[Sequence[float]],
    weekday: Sequence[int] | None,
    worst: Sequence[float | None] | None = None,
    *,
    background_precision: float = BACKGROUND_PRECISION,
    factor_precision: float = FACTOR_PRECISION,
) -> Fit:
    """Fit all columns at once, by Newton's method on the penalised conditional likelihood.

    Args:
        days: the counted nights, strictly increasing day numbers, at least one.
        cramps: per night, how many.
        shares: per factor, per night, from 0 to 1.
        weekday: per night 0 (Monday's) to 6; None leaves these columns out.
        worst: per night, the worst severity of its cramps, 0 to 10, or None where unknown.
        background_precision: of the priors on the recent past.
        factor_precision: of the priors on weekdays and factors. A test switches both off, to compare this fit with
            an unpenalised one.
    """
    blocks = divide(days)
    block_cramps = [float(sum(cramps[start:stop])) for start, stop in blocks]
    columns = columns_of(days, cramps, shares, weekday, worst)
    first_factor = len(columns) - len(shares)
    design = DesignMatrix(columns, blocks)
    precisions = [background_precision if j in HISTORY else factor_precision for j in range(len(columns))]

    coefficients = [0.0] * len(precisions)
    predictor = [0.0] * len(days)
    for _ in range(_MOST_ITERATIONS):
        expected = _expected(predictor, blocks, block_cramps)
        pull = map(mul, precisions, coefficients)
        gradient = list(map(sub, design.totals(list(map(sub, cramps, expected))), pull))
        means = _means(design.block_totals(expected), block_cramps)
        information = _information(design.products(expected), means, block_cramps)
        inverse = inverted(information, precisions)
        steps = [max(-_LARGEST_STEP, min(_LARGEST_STEP, sumprod(row, gradient))) for row in inverse]
        coefficients = list(map(add, coefficients, steps))
        predictor = design.combine(coefficients)
        if max(map(abs, steps)) < _CONVERGED:
            break

    variances = [row[j] for j, row in enumerate(inverse)]
    profiles = [[entry / variance for entry in row] for row, variance in zip(inverse, variances, strict=True)]
    directions = [design.combine(profile) for profile in profiles]
    return Fit(
        blocks=blocks,
        block_cramps=block_cramps,
        coefficients=coefficients,
        predictor=predictor,
        directions=directions,
        unpenalised=[
            coefficient + _unpenalised_step(profile, variance, coefficients, precisions)
            for coefficient, profile, variance in zip(coefficients, profiles, variances, strict=True)
        ],
        partly=design.partly[first_factor:],
        leverage=_leverage(
            design.row_products(directions, variances),
            list(zip(*directions, strict=True)),
            _expected(predictor, blocks, block_cramps),
            [list(map(mul, mean, variances)) for mean in zip(*means, strict=True)],
            blocks,
            block_cramps,
        ),
        effective_parameters=len(precisions) - sumprod(variances, precisions) + len(blocks),
        information=information,
        first_factor=first_factor,
    )


def _expected(
    predictor: Sequence[float], blocks: Sequence[Block], block_cramps: Sequence[float]
) -> list[float]:
    """Return mu: per night exp(predictor), scaled so that every block adds up to its cramps."""
    expected: list[float] = []
    for (start, stop), total in zip(blocks, block_cramps, strict=True):
        weights = list(map(math.exp, predictor[start:stop]))
        scale = total / sum(weights)
        expected += [scale * weight for weight in weights]
    return expected


def _means(block_totals: Sequence[Sequence[float]], block_cramps: Sequence[float]) -> list[list[float]]:
    """Return abar, per column and block; 0 in blocks without cramps."""
    return [
        [total / cramps if cramps else 0.0 for total, cramps in zip(column, block_cramps, strict=True)]
        for column in block_totals
    ]


def _information(
    products: list[list[float]],
    means: Sequence[Sequence[float]],
    block_cramps: Sequence[float],
) -> list[list[float]]:
    """Return H0 from the sums of mu a a' on and right of its diagonal, in their place."""
    for i, row in enumerate(products):
        masses = list(map(mul, means[i], block_cramps))
        for j in range(i, len(products)):
            row[j] -= sumprod(masses, means[j])
            products[j][i] = row[j]
    return products


def _unpenalised_step(
    profile: Sequence[float],
    variance: float,
    coefficients: Sequence[float],
    precisions: Sequence[float],
) -> float:
    """Return how far one Newton step without its prior moves a coefficient.

    At the maximum the score of the data balances the pull of the priors, and v' H v is 1 / variance.
    """
    score = sumprod(profile, list(map(mul, precisions, coefficients)))
    information = 1 / variance - sumprod(profile, list(map(mul, precisions, profile)))
    return score / information if information > _SMALLEST_INFORMATION else 0.0


def _leverage(
    own: Sequence[float],
    directions: Sequence[Sequence[float]],
    expected: Sequence[float],
    means: Sequence[Sequence[float]],
    blocks: Sequence[Block],
    block_cramps: Sequence[float],
) -> list[float]:
    """Return h: mu times [(a - abar)' H^-1 (a - abar) + 1/Y].

    Args:
        own: a' H^-1 a, per night.
        directions: D, per night and column; times the variance of the column, a' H^-1.
        expected: mu, per night.
        means: abar times the variance of the column, per block and column.
        blocks: the blocks.
        block_cramps: Y, per block.
    """
    leverage: list[float] = []
    for (start, stop), mean, total in zip(blocks, means, block_cramps, strict=True):
        if not total:
            leverage += [0.0] * (stop - start)
            continue
        across = [sumprod(row, mean) for row in directions[start:stop]]
        rest = sumprod(expected[start:stop], across) / total + 1 / total
        leverage += [
            min(_LARGEST_LEVERAGE, max(0.0, mu * (product - 2 * cross + rest)))
            for mu, product, cross in zip(expected[start:stop], own[start:stop], across, strict=True)
        ]
    return leverage
