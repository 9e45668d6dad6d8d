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
from operator import add, mul, sub

from crampdiary.diary.frozen import Frozen, NamedTuple
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


class Fit(Frozen):
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


class WithinBlocks(NamedTuple):
    """The information of a regression that compares nights of the same block only.

    Attributes:
        means: abar, per column and block; 0 in blocks without weight.
        information: H0.
        inverse: H^-1.
    """

    means: list[list[float]]
    information: list[list[float]]
    inverse: list[list[float]]

    @property
    def variances(self) -> list[float]:
        """The diagonal of H^-1."""
        return [row[j] for j, row in enumerate(self.inverse)]

    @property
    def profiles(self) -> list[list[float]]:
        """Per column j, v = H^-1[:, j] / H^-1[j, j]."""
        return [[entry / row[j] for entry in row] for j, row in enumerate(self.inverse)]

    def effective_parameters(self, precisions: Sequence[float]) -> float:
        """Return trace(H^-1 H0)."""
        return len(precisions) - sumprod(self.variances, precisions)


def precisions_of(
    columns: int,
    background_precision: float = BACKGROUND_PRECISION,
    factor_precision: float = FACTOR_PRECISION,
) -> list[float]:
    """Return P, the precisions of the priors, of so many columns."""
    return [background_precision if j in HISTORY else factor_precision for j in range(columns)]


def within_blocks(
    design: DesignMatrix, weights: Sequence[float], masses: Sequence[float], precisions: Sequence[float]
) -> WithinBlocks:
    """Return the information in nights of such weights.

    Args:
        design: the columns.
        weights: per night, not negative.
        masses: per block, the sum of its weights.
        precisions: P, per column.
    """
    means = [
        [total / mass if mass else 0.0 for total, mass in zip(column, masses, strict=True)]
        for column in design.block_totals(weights)
    ]
    information = design.products(weights)
    for i, row in enumerate(information):
        totals = list(map(mul, means[i], masses))
        for j in range(i, len(information)):
            row[j] -= sumprod(totals, means[j])
            information[j][i] = row[j]
    return WithinBlocks(means, information, inverted(information, precisions))


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
    precisions = precisions_of(len(columns), background_precision, factor_precision)

    coefficients = [0.0] * len(precisions)
    predictor = [0.0] * len(days)
    for _ in range(_MOST_ITERATIONS):
        expected = _expected(predictor, blocks, block_cramps)
        pull = map(mul, precisions, coefficients)
        gradient = list(map(sub, design.totals(list(map(sub, cramps, expected))), pull))
        within = within_blocks(design, expected, block_cramps, precisions)
        steps = [max(-_LARGEST_STEP, min(_LARGEST_STEP, sumprod(row, gradient))) for row in within.inverse]
        coefficients = list(map(add, coefficients, steps))
        predictor = design.combine(coefficients)
        if max(map(abs, steps)) < _CONVERGED:
            break

    profiles = within.profiles
    variances = within.variances
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
        leverage=leverages(
            design, within, directions, _expected(predictor, blocks, block_cramps), blocks, block_cramps
        ),
        effective_parameters=within.effective_parameters(precisions) + len(blocks),
        information=within.information,
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


def leverages(
    design: DesignMatrix,
    within: WithinBlocks,
    directions: Sequence[Sequence[float]],
    weights: Sequence[float],
    blocks: Sequence[Block],
    masses: Sequence[float],
) -> list[float]:
    """Return h, within [0, 0.95]: weight times [(a - abar)' H^-1 (a - abar) + 1/mass]; 0 in blocks without weight.

    Args:
        design: the columns.
        within: the information.
        directions: D, per column and night; times the variance of the column, a' H^-1.
        weights: mu, per night.
        blocks: the blocks.
        masses: Y, per block.
    """
    variances = within.variances
    own = design.row_products(directions, variances)
    by_night = list(zip(*directions, strict=True))
    by_block = zip(*within.means, strict=True)
    found: list[float] = []
    for (start, stop), mean, mass in zip(blocks, by_block, masses, strict=True):
        if not mass:
            found += [0.0] * (stop - start)
            continue
        scaled = list(map(mul, mean, variances))
        across = [sumprod(row, scaled) for row in by_night[start:stop]]
        rest = sumprod(weights[start:stop], across) / mass + 1 / mass
        found += [
            min(_LARGEST_LEVERAGE, max(0.0, weight * (product - 2 * cross + rest)))
            for weight, product, cross in zip(weights[start:stop], own[start:stop], across, strict=True)
        ]
    return found
