"""The joint fit: everything a diary says about its nights, weighed against everything else at once.

A Poisson rate per four-week block, times a log-linear factor of the recent past, the weekend and the share of
every night under each remedy or trigger; the blocks' rates are conditioned out, so that only nights of the
same block are ever compared. A ridge (a normal prior on each coefficient) keeps a short diary finite.

Symbols used below, after the usual ones of such models:

    t, k, j    a counted night; its block; a column of the design
    a[t][j]    the design: FOLLOWED, LEVEL, the weekend where given, then the shares in their order
    b[j]       the coefficients (log rate ratios); P[j] the precision of their priors
    mu[t]      the expected cramps of a night, adding up to Y[k], the block's cramps
    H          the information, sum of mu (a - abar_k)(a - abar_k)' + P, abar_k the mu-weighted block mean

Pure Python is slow in proportion to the numbers touched, so the design is never stored dense: a column is
the list of nights where it is not 0, a pair of columns the nights they have in common, and linear
combinations come from tables of all sums of eight coefficients ("the four Russians").
"""

import math
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, count, pairwise, repeat
from operator import add, itemgetter, mul, sub
from typing import NamedTuple

if sys.version_info >= (3, 12):
    from math import sumprod
else:

    def sumprod(left: Iterable[float], right: Iterable[float], /) -> float:
        """Return the inner product of two sequences of numbers."""
        return sum(map(mul, left, right))


FOLLOWED = 0
"""The column that is 1 on a night soon after a night with a cramp."""
LEVEL = 1
"""The column of the recent level of cramps, a logarithm."""

BACKGROUND_PRECISION = 1 / 2**2
"""A normal prior with standard deviation 2 on the coefficients of the recent past and the weekend."""
FACTOR_PRECISION = 1 / 0.7**2
"""A normal prior with standard deviation 0.7 on the log rate ratio of each remedy or trigger."""

_BLOCK_NIGHTS = 28
_MEMORY = 0.6
_RECENT_NIGHTS = 3
_TABLE_COLUMNS = 8
_LARGEST_STEP = 1.0
_CONVERGED = 1e-7
_MOST_ITERATIONS = 100
_LARGEST_LEVERAGE = 0.95

_Picker = Callable[[Sequence[float]], Sequence[float]]


class Block(NamedTuple):
    """About four weeks of nights: the places start to stop (exclusive) of the counted nights."""

    start: int
    stop: int


class Blocks(NamedTuple):
    """The blocks that hold a counted night, and how many blocks the whole span was divided into."""

    occupied: tuple[Block, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The joint fit of one diary.

    Attributes:
        blocks: the occupied blocks, in order.
        block_cramps: Y, one number per occupied block.
        coefficients: b, one per column.
        variances: the diagonal of H^-1, one per column.
        predictor: a[t].b, one number per night.
        projections: per column q, the list over nights of a[t].H^-1[:, q].
        leverage: h[t], each within [0, 0.95], 0 in blocks without cramps.
        effective_parameters: trace(H^-1 (H - P)) and the number of blocks.
        first_factor: the column of the first share.

    """

    blocks: tuple[Block, ...]
    block_cramps: list[float]
    coefficients: list[float]
    variances: list[float]
    predictor: list[float]
    projections: list[list[float]]
    leverage: list[float]
    effective_parameters: float
    first_factor: int


def divide(days: Sequence[int]) -> Blocks:
    """Divide the span of the counted nights into blocks of about 28 nights.

    A span below 28 nights is one block, any longer one at least two.
    """
    span = days[-1] - days[0] + 1
    count = 1 if span < _BLOCK_NIGHTS else max(2, math.floor(span / _BLOCK_NIGHTS + 0.5))
    edges = [bisect_left(days, k, key=lambda day: (day - days[0]) * count // span) for k in range(count + 1)]
    occupied = tuple(
        Block(start, stop) for start, stop in zip(edges, edges[1:], strict=False) if start < stop
    )
    return Blocks(occupied, count)


def recent_past(days: Sequence[int], cramps: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return what each night follows: a cramp on the night before (1 or 0), and the recent level (a log).

    "Before" is the last counted night, if it lies at most three nights back. The level is the logarithm of
    a mean of all earlier nights, each night further back weighing 0.6 times as much, and held towards the
    diary's mean rate, over that rate. Both look back only, never at the night itself.
    """
    rate = sum(cramps) / len(cramps)
    scale = rate + 0.001
    followed: list[float] = [0.0]
    level = [math.log((rate + 0.1 * scale) / scale)]
    weighted_cramps = weights = 0.0
    for place in range(1, len(days)):
        gap, before = days[place] - days[place - 1], cramps[place - 1]
        fading: float = _MEMORY**gap
        weighted_cramps = fading * (weighted_cramps + before)
        weights = fading * (weights + 1)
        followed.append(1.0 if gap <= _RECENT_NIGHTS and before > 0 else 0.0)
        level.append(math.log(((weighted_cramps + rate) / (weights + 1) + 0.1 * scale) / scale))
    return followed, level


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
        shares: per factor, per night, within [0, 1].
        weekend: per night 1 or 0; None leaves the column out.
        background_precision: of the priors on the recent past and the weekend.
        factor_precision: of the priors on the factors. The two differ from the method's only in a test that
            compares this fit with an unpenalised one.

    """
    followed, level = recent_past(days, cramps)
    background = [followed, level] if weekend is None else [followed, level, weekend]
    design = _Design([*background, *shares])
    precisions = [background_precision] * len(background) + [factor_precision] * len(shares)
    blocks = divide(days)
    block_cramps = [float(sum(cramps[start:stop])) for start, stop in blocks.occupied]

    columns = range(len(precisions))
    coefficients = [0.0] * len(precisions)
    for _ in range(_MOST_ITERATIONS):
        expected = _expected(design.combine(coefficients), blocks.occupied, block_cramps)
        misses = list(map(sub, cramps, expected))
        gradient = list(map(sub, design.totals(misses), map(mul, precisions, coefficients)))
        means = design.block_means(expected, blocks.occupied, block_cramps)
        information = design.information(expected, means, block_cramps)
        for j in columns:
            information[j][j] += precisions[j]
        inverse = _inverse(information)
        steps = [max(-_LARGEST_STEP, min(_LARGEST_STEP, sumprod(row, gradient))) for row in inverse]
        coefficients = list(map(add, coefficients, steps))
        if max(map(abs, steps)) < _CONVERGED:
            break

    predictor = design.combine(coefficients)
    expected = _expected(predictor, blocks.occupied, block_cramps)
    projections = [design.combine(row) for row in inverse]
    distances = design.distances(projections, expected, means, blocks.occupied, block_cramps)
    leverage: list[float] = []
    for (start, stop), total in zip(blocks.occupied, block_cramps, strict=True):
        leverage += [
            min(_LARGEST_LEVERAGE, max(0.0, mean * (distance + 1 / total))) if total else 0.0
            for mean, distance in zip(expected[start:stop], distances[start:stop], strict=True)
        ]
    penalty = sum(inverse[j][j] * precisions[j] for j in columns)
    return Fit(
        blocks=blocks.occupied,
        block_cramps=block_cramps,
        coefficients=coefficients,
        variances=[inverse[j][j] for j in columns],
        predictor=predictor,
        projections=projections,
        leverage=leverage,
        effective_parameters=len(precisions) - penalty + blocks.count,
        first_factor=len(background),
    )


class _Support(NamedTuple):
    """The nights on which a column, or the product of two, is not 0, and its values there."""

    nights: tuple[int, ...]
    pick: _Picker
    values: tuple[float, ...] | None  # None: 1 on all of them

    def weigh(self, weights: Sequence[float]) -> Sequence[float]:
        """Return weight times value, on the nights of the support."""
        picked = self.pick(weights)
        return picked if self.values is None else tuple(map(mul, picked, self.values))


class _Design:
    """The design matrix, with the sums over nights that the fit needs."""

    def __init__(self, columns: Sequence[Sequence[float]]) -> None:
        # LEVEL is the one column that is neither sparse nor mostly 0 and 1; it goes its own way throughout.
        self._level = columns[LEVEL]
        self._sparse = [j for j in range(len(columns)) if j != LEVEL]
        self._supports = {j: _support(columns[j]) for j in self._sparse}
        self._pairs = [
            (i, j, _common(self._supports[i], self._supports[j], columns[j]))
            for place, i in enumerate(self._sparse)
            for j in self._sparse[place:]
        ]
        self._groups = [
            self._sparse[first : first + _TABLE_COLUMNS]
            for first in range(0, len(self._sparse), _TABLE_COLUMNS)
        ]
        self._look_ups = [
            _picker(_patterns([self._supports[j] for j in group], len(self._level))) for group in self._groups
        ]
        self._partly = [
            (night, j, share)
            for j in self._sparse
            for night, share in zip(self._supports[j].nights, self._supports[j].values or (), strict=False)
            if share != 1
        ]

    def combine(self, coefficients: Sequence[float]) -> list[float]:
        """Return the sum over columns of a[t][j] times coefficient, for every night."""
        total: Iterable[float] = map(mul, self._level, repeat(coefficients[LEVEL]))
        for group, look_up in zip(self._groups, self._look_ups, strict=True):
            sums = [0.0]
            for j in group:
                coefficient = coefficients[j]
                sums += [entry + coefficient for entry in sums]
            total = map(add, total, look_up(sums))
        combined = list(total)
        for night, j, share in self._partly:
            combined[night] += share * coefficients[j]
        return combined

    def totals(self, weights: Sequence[float]) -> list[float]:
        """Return the sum over nights of weight times a[t][j], for every column."""
        totals = [sum(self._supports[j].weigh(weights)) for j in self._sparse]
        totals.insert(LEVEL, sumprod(self._level, weights))
        return totals

    def block_means(
        self, expected: Sequence[float], blocks: Sequence[Block], block_cramps: Sequence[float]
    ) -> list[tuple[float, ...]]:
        """Return abar: per block, the mean of every column weighted by `expected`; 0 without cramps."""
        by_column = []
        for j in self._sparse:
            nights, _, _ = support = self._supports[j]
            weights = support.weigh(expected)
            edges = [bisect_left(nights, block.start) for block in blocks] + [len(nights)]
            by_column.append([sum(weights[start:stop]) for start, stop in pairwise(edges)])
        by_column.insert(
            LEVEL, [sumprod(expected[start:stop], self._level[start:stop]) for start, stop in blocks]
        )
        return [
            tuple(mass / total if total else 0.0 for mass in masses)
            for masses, total in zip(zip(*by_column, strict=True), block_cramps, strict=True)
        ]

    def information(
        self,
        expected: Sequence[float],
        means: Sequence[Sequence[float]],
        block_cramps: Sequence[float],
    ) -> list[list[float]]:
        """Return the sum over nights of mu (a - abar)(a - abar)', without the priors."""
        size = len(self._sparse) + 1
        matrix = [[0.0] * size for _ in range(size)]
        weighted_level = list(map(mul, expected, self._level))
        matrix[LEVEL] = self.totals(weighted_level)
        for i, j, common in self._pairs:
            matrix[i][j] = sum(common.weigh(expected))
        mean_columns = list(zip(*means, strict=True))
        for i, column in enumerate(mean_columns):
            masses = list(map(mul, column, block_cramps))
            for j in range(i, size):
                # The row of LEVEL is complete, the others are filled right of the diagonal only.
                raw = matrix[LEVEL][i] if j == LEVEL else matrix[i][j]
                matrix[i][j] = matrix[j][i] = raw - sumprod(masses, mean_columns[j])
        return matrix

    def distances(
        self,
        projections: Sequence[Sequence[float]],
        expected: Sequence[float],
        means: Sequence[Sequence[float]],
        blocks: Sequence[Block],
        block_cramps: Sequence[float],
    ) -> list[float]:
        """Return (a - abar)' H^-1 (a - abar) for every night, from its projections a' H^-1."""
        distances = list(map(mul, self._level, projections[LEVEL]))
        for j in self._sparse:
            support, projection = self._supports[j], projections[j]
            for night, value in zip(support.nights, support.weigh(projection), strict=True):
                distances[night] += value
        rows = list(zip(*projections, strict=True))
        for (start, stop), mean, total in zip(blocks, means, block_cramps, strict=True):
            if not total:
                continue
            towards_mean = list(map(sumprod, rows[start:stop], repeat(mean)))
            mean_itself = sumprod(expected[start:stop], towards_mean) / total
            distances[start:stop] = [
                own - 2 * towards + mean_itself
                for own, towards in zip(distances[start:stop], towards_mean, strict=True)
            ]
        return distances


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


def _support(column: Sequence[float]) -> _Support:
    nights = tuple(compress(count(), column))
    pick = _picker(nights)
    values = tuple(pick(column))
    return _Support(nights, pick, None if values.count(1) == len(values) else values)


def _common(one: _Support, other: _Support, other_column: Sequence[float]) -> _Support:
    """Return the support of the product of two columns."""
    others = one.pick(other_column)
    nights = tuple(compress(one.nights, others))
    values = None
    if one.values or other.values:
        values = tuple(filter(None, map(mul, one.values or repeat(1.0), others)))
    return _Support(nights, _picker(nights), values)


def _patterns(supports: Sequence[_Support], nights: int) -> list[int]:
    """Return per night the number whose bit i tells whether the i-th column is 1."""
    patterns = [0] * nights
    for bit, support in enumerate(supports):
        weight = 1 << bit
        whole = support.nights
        if support.values:
            whole = tuple(compress(whole, [value == 1 for value in support.values]))
        for night in whole:
            patterns[night] |= weight
    return patterns


def _picker(places: Sequence[int]) -> _Picker:
    """Return the function that takes the values at `places` out of a sequence, however many they are."""
    if len(places) > 1:
        return itemgetter(*places)
    # itemgetter gives a bare value for one place, and takes no fewer.
    return lambda values: tuple(values[place] for place in places)


def _inverse(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the inverse of a positive definite matrix, by way of its Cholesky factor L (L L' = matrix).

    Having the priors on its diagonal, the information is safely positive definite.
    """
    size = len(matrix)
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
    inverse = [[0.0] * size for _ in range(size)]
    for i, shorter in enumerate(columns):
        for j, longer in enumerate(columns[: i + 1]):
            inverse[i][j] = inverse[j][i] = sumprod(longer[i - j :], shorter)
    return inverse
