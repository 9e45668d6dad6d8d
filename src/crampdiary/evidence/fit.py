"""The joint fit: everything that a diary says about its nights, fitted at once.

A Poisson rate per four-week block, times a log-linear factor of the recent past, the weekend and the share of
every night under each remedy or trigger. The blocks' rates are conditioned out, so that only nights of the
same block are ever compared; a ridge (a normal prior on each coefficient) keeps a short diary finite.

Symbols, after the usual ones of such models:

    t, k, j    a counted night; its block; a column of the design
    a[t][j]    the design: the recent level, what the night follows, the weekend where given, then the shares
    b[j]       the coefficients (log rate ratios); P[j] the precision of their priors
    Y[k]       the block's cramps; mu[t] the expected cramps of a night, adding up to Y[k]
    abar[k]    the mean row of a block, weighted by mu
    H          the information, sum of mu (a - abar)(a - abar)' + P
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add, mul, sub
from typing import NamedTuple

from crampdiary.evidence.design import Block, DesignMatrix, sumprod

BACKGROUND_PRECISION = 1 / 2**2
"""A normal prior with standard deviation 2 on the coefficients of the recent past and the weekend."""
FACTOR_PRECISION = 1 / 0.7**2
"""A normal prior with standard deviation 0.7 on the log rate ratio of each remedy or trigger."""

_BLOCK_NIGHTS = 28
_MEMORY = 0.6
_RECENT_NIGHTS = 3
_LARGEST_STEP = 1.0
_CONVERGED = 1e-8
_MOST_ITERATIONS = 100
_LARGEST_LEVERAGE = 0.95
_SMALLEST_INFORMATION = 1e-6


class Blocks(NamedTuple):
    """The blocks that hold a counted night, and how many blocks the whole span was divided into."""

    occupied: tuple[Block, ...]
    planned: int


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
        effective_parameters: trace(H^-1 (H - P)) plus the number of blocks.
        first_factor: the column of the first share.
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
    first_factor: int


def divide(days: Sequence[int]) -> Blocks:
    """Divide the span of the counted nights into blocks of about 28 nights.

    A span below 28 nights is one block, any longer one at least two.
    """
    first = days[0]
    span = days[-1] - first + 1
    planned = 1 if span < _BLOCK_NIGHTS else max(2, math.floor(span / _BLOCK_NIGHTS + 0.5))
    edges = [bisect_left(days, k, key=lambda day: (day - first) * planned // span) for k in range(planned)]
    occupied = tuple(Block(start, stop) for start, stop in pairwise([*edges, len(days)]) if start < stop)
    return Blocks(occupied, planned)


def recent_past(days: Sequence[int], cramps: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the recent level of cramps (a log), and whether a night with a cramp went before (1 or 0).

    The level is the logarithm of a mean of all earlier nights over the diary's mean rate, each night further
    back weighing 0.6 times as much, and held towards that rate. "Before" is the last counted night, if it
    lies at most three nights back. Both look at earlier nights only, never at the night itself.
    """
    rate = sum(cramps) / len(cramps)
    scale = rate + 0.001
    level = [math.log((rate + 0.1 * scale) / scale)]
    followed = [0.0]
    weighted_cramps = weights = 0.0
    for (before, day), yesterday in zip(pairwise(days), cramps, strict=False):
        fading: float = _MEMORY ** (day - before)
        weighted_cramps = fading * (weighted_cramps + yesterday)
        weights = fading * (weights + 1)
        level.append(math.log(((weighted_cramps + rate) / (weights + 1) + 0.1 * scale) / scale))
        followed.append(1.0 if yesterday and day - before <= _RECENT_NIGHTS else 0.0)
    return level, followed


def fit_jointly(
    days: Sequence[int],
    cramps: Sequence[float],
    shares: Sequence[Sequence[float]],
    weekend: Sequence[float] | None,
    *,
    background_precision: float = BACKGROUND_PRECISION,
    factor_precision: float = FACTOR_PRECISION,
) -> Fit:
    """Fit all columns at once, by Newton's method on the penalised conditional likelihood.

    Args:
        days: the counted nights, strictly increasing day numbers, at least one.
        cramps: per night, how many.
        shares: per factor, per night, from 0 to 1.
        weekend: per night 1 or 0; None leaves the column out.
        background_precision: of the priors on the recent past and the weekend.
        factor_precision: of the priors on the factors. A test switches both off, to compare this fit with an
            unpenalised one.
    """
    blocks, planned = divide(days)
    block_cramps = [float(sum(cramps[start:stop])) for start, stop in blocks]
    background = [*recent_past(days, cramps), *([] if weekend is None else [weekend])]
    design = DesignMatrix([*background, *shares], blocks)
    precisions = [background_precision] * len(background) + [factor_precision] * len(shares)

    coefficients = [0.0] * len(precisions)
    predictor = [0.0] * len(days)
    for _ in range(_MOST_ITERATIONS):
        expected = _expected(predictor, blocks, block_cramps)
        pull = map(mul, precisions, coefficients)
        gradient = list(map(sub, design.totals(list(map(sub, cramps, expected))), pull))
        means = _means(design.block_totals(expected), block_cramps)
        inverse = _inverse(_information(design.products(expected), means, block_cramps, precisions))
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
        partly=design.partly[len(background) :],
        leverage=_leverage(
            design.row_products(directions, variances),
            list(zip(*directions, strict=True)),
            _expected(predictor, blocks, block_cramps),
            [list(map(mul, mean, variances)) for mean in zip(*means, strict=True)],
            blocks,
            block_cramps,
        ),
        effective_parameters=len(precisions) - sumprod(variances, precisions) + planned,
        first_factor=len(background),
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
    precisions: Sequence[float],
) -> list[list[float]]:
    """Return H from the sums of mu a a' on and right of its diagonal, in their place."""
    for i, row in enumerate(products):
        masses = list(map(mul, means[i], block_cramps))
        for j in range(i, len(products)):
            row[j] -= sumprod(masses, means[j])
            products[j][i] = row[j]
        row[i] += precisions[i]
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


def _inverse(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the inverse of a positive definite matrix, by way of its Cholesky factor L (L L' = matrix).

    Having the priors on its diagonal, the information is safely positive definite.
    """
    lower: list[list[float]] = []
    # Column j of L^-1 from its diagonal downwards; each row of L lengthens all columns by one entry.
    columns: list[list[float]] = []
    for i, source in enumerate(matrix):
        row: list[float] = []
        for j, above in enumerate(lower):
            row.append((source[j] - sumprod(row, above[:j])) / above[j])
        diagonal = math.sqrt(source[i] - sumprod(row, row))
        for j, column in enumerate(columns):
            column.append(-sumprod(row[j:], column) / diagonal)
        row.append(diagonal)
        lower.append(row)
        columns.append([1 / diagonal])
    inverse = [[0.0] * len(matrix) for _ in matrix]
    for i, shorter in enumerate(columns):
        for j, longer in enumerate(columns[: i + 1]):
            inverse[i][j] = inverse[j][i] = sumprod(longer[i - j :], shorter)
    return inverse
