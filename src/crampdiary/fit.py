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

Pure Python is slow in proportion to the numbers it touches, so the design is never multiplied out: see
_Design.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, count, pairwise, repeat
from operator import add, itemgetter, mul, sub
from typing import Any, NamedTuple

if sys.version_info >= (3, 12):
    from math import sumprod
else:

    def sumprod(left: Iterable[float], right: Iterable[float], /) -> float:
        """Return the inner product of two sequences of numbers."""
        total: float = sum(map(mul, left, right))
        return total


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
_GROUP = 8
_LARGEST_STEP = 1.0
_CONVERGED = 1e-7
_MOST_ITERATIONS = 100
_LARGEST_LEVERAGE = 0.95

_Picker = Callable[[Sequence[Any]], Sequence[Any]]


class Block(NamedTuple):
    """About four weeks of nights: the places start to stop (exclusive) of the counted nights."""

    start: int
    stop: int


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
        directions: per column, D over the nights: what the other columns do not predict of it.
        leverage: h[t], each within [0, 0.95], 0 in blocks without cramps.
        effective_parameters: trace(H^-1 (H - P)) and the number of blocks.
        first_factor: the column of the first share.

    """

    blocks: tuple[Block, ...]
    block_cramps: list[float]
    coefficients: list[float]
    predictor: list[float]
    directions: list[list[float]]
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
    occupied = tuple(Block(start, stop) for start, stop in pairwise(edges) if start < stop)
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
    variances = [inverse[j][j] for j in columns]
    directions = [design.combine([entry / row[j] for entry in row]) for j, row in enumerate(inverse)]
    distances = design.distances(directions, variances, expected, means, blocks.occupied, block_cramps)
    leverage: list[float] = []
    for (start, stop), total in zip(blocks.occupied, block_cramps, strict=True):
        leverage += [
            min(_LARGEST_LEVERAGE, max(0.0, mean * (distance + 1 / total))) if total else 0.0
            for mean, distance in zip(expected[start:stop], distances[start:stop], strict=True)
        ]
    penalty = sumprod(variances, precisions)
    return Fit(
        blocks=blocks.occupied,
        block_cramps=block_cramps,
        coefficients=coefficients,
        predictor=predictor,
        directions=directions,
        leverage=leverage,
        effective_parameters=len(precisions) - penalty + blocks.planned,
        first_factor=len(background),
    )


class _Column(NamedTuple):
    """A column of the design by its support, the nights where it is not 0.

    Attributes:
        nights: those nights, in order.
        pick: takes their values out of a sequence over all nights.
        shares: the column's own values on them, or None where all are 1.
        patterns: their patterns in the column's own group of columns and in every later one.

    """

    nights: tuple[int, ...]
    pick: _Picker
    shares: Sequence[float] | None
    patterns: list[Sequence[int]]

    def weigh(self, weights: Sequence[float]) -> Sequence[float]:
        """Return weight times value, on the nights of the support."""
        picked = self.pick(weights)
        return picked if self.shares is None else list(map(mul, picked, self.shares))


class _Design:
    """The design matrix, with the sums over columns and over nights that the fit needs.

    Columns are taken in groups; a night's pattern in a group is the number whose bit i tells whether its
    i-th column is 1. Forwards, a group's coefficients are added up once for every pattern, and every night
    looks its sum up. Backwards, weights are added up by pattern, and the patterns' sums by column. The
    few shares between 0 and 1 are put right one by one.
    """

    def __init__(self, columns: Sequence[Sequence[float]]) -> None:
        # LEVEL is the one column that is neither sparse nor mostly 0 and 1: it goes its own way throughout.
        self._level = columns[LEVEL]
        sparse = [j for j in range(len(columns)) if j != LEVEL]
        self._groups = [sparse[first : first + _GROUP] for first in range(0, len(sparse), _GROUP)]
        self._patterns = [_patterns([columns[j] for j in group]) for group in self._groups]
        self._look_ups = [_picker(patterns) for patterns in self._patterns]
        self._columns = {
            j: _column(columns[j], self._patterns[place:])
            for place, group in enumerate(self._groups)
            for j in group
        }
        self._partly = [
            (night, j, share)
            for j, column in self._columns.items()
            for night, share in zip(column.nights, column.shares or (), strict=False)
            if share != 1
        ]
        self._rows = {
            night: [(j, columns[j][night]) for j in sparse if columns[j][night]]
            for night in {night for night, _, _ in self._partly}
        }

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
        totals = [0.0] * (len(self._columns) + 1)
        totals[LEVEL] = sumprod(self._level, weights)
        for group, patterns in zip(self._groups, self._patterns, strict=True):
            for j, total in zip(group, _by_column(weights, patterns, len(group)), strict=True):
                totals[j] = total
        for night, j, share in self._partly:
            totals[j] += share * weights[night]
        return totals

    def block_means(
        self, expected: Sequence[float], blocks: Sequence[Block], block_cramps: Sequence[float]
    ) -> list[tuple[float, ...]]:
        """Return abar: per block, the mean of every column weighted by `expected`; 0 without cramps."""
        masses: list[list[float]] = [[]] * (len(self._columns) + 1)
        masses[LEVEL] = [sumprod(expected[start:stop], self._level[start:stop]) for start, stop in blocks]
        for j, column in self._columns.items():
            weights = column.weigh(expected)
            edges = [bisect_left(column.nights, block.start) for block in blocks]
            masses[j] = [sum(weights[start:stop]) for start, stop in pairwise([*edges, len(weights)])]
        return [
            tuple(mass / total if total else 0.0 for mass in block)
            for block, total in zip(zip(*masses, strict=True), block_cramps, strict=True)
        ]

    def information(
        self, expected: Sequence[float], means: Sequence[Sequence[float]], block_cramps: Sequence[float]
    ) -> list[list[float]]:
        """Return the sum over nights of mu (a - abar)(a - abar)', without the priors."""
        columns = range(len(self._columns) + 1)
        # First the sums of mu a a', right of the diagonal.
        matrix = [[0.0] * len(columns) for _ in columns]
        for place, group in enumerate(self._groups):
            for i in group:
                weights = self._columns[i].weigh(expected)
                for later, patterns in zip(self._groups[place:], self._columns[i].patterns, strict=True):
                    for j, total in zip(later, _by_column(weights, patterns, len(later)), strict=True):
                        matrix[i][j] = total
        for night, j, share in self._partly:
            weight = share * expected[night]
            for i, value in self._rows[night]:
                if i <= j:
                    matrix[i][j] += weight * value
        matrix[LEVEL] = self.totals(list(map(mul, expected, self._level)))
        matrix[FOLLOWED][LEVEL] = matrix[LEVEL][FOLLOWED]
        # Then less the blocks' means, and mirrored.
        mean_columns = list(zip(*means, strict=True))
        for i in columns:
            masses = list(map(mul, mean_columns[i], block_cramps))
            for j in columns[i:]:
                matrix[i][j] -= sumprod(masses, mean_columns[j])
                matrix[j][i] = matrix[i][j]
        return matrix

    def distances(
        self,
        directions: Sequence[Sequence[float]],
        variances: Sequence[float],
        expected: Sequence[float],
        means: Sequence[Sequence[float]],
        blocks: Sequence[Block],
        block_cramps: Sequence[float],
    ) -> list[float]:
        """Return (a - abar)' H^-1 (a - abar) per night, where the columns of a H^-1 are variance times D."""
        distances = [
            variances[LEVEL] * d * level for d, level in zip(directions[LEVEL], self._level, strict=True)
        ]
        for j, column in self._columns.items():
            variance = variances[j]
            for night, product in zip(column.nights, column.weigh(directions[j]), strict=True):
                distances[night] += variance * product
        rows = list(zip(*directions, strict=True))
        for (start, stop), mean, total in zip(blocks, means, block_cramps, strict=True):
            if not total:
                continue
            weights = list(map(mul, mean, variances))
            across = [sumprod(row, weights) for row in rows[start:stop]]
            mean_across = sumprod(expected[start:stop], across) / total
            distances[start:stop] = [
                own - 2 * cross + mean_across
                for own, cross in zip(distances[start:stop], across, strict=True)
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


def _column(column: Sequence[float], patterns: Sequence[Sequence[int]]) -> _Column:
    nights = tuple(compress(count(), column))
    pick = _picker(nights)
    values = pick(column)
    whole = values.count(1) == len(values)
    return _Column(nights, pick, None if whole else values, [pick(group) for group in patterns])


def _patterns(columns: Sequence[Sequence[float]]) -> list[int]:
    """Return, per night, the number whose bit i tells whether the i-th of the columns is 1."""
    patterns = [0] * len(columns[0])
    for bit, column in enumerate(columns):
        weight = 1 << bit
        for night in compress(count(), column):
            if column[night] == 1:
                patterns[night] |= weight
    return patterns


def _by_column(weights: Sequence[float], patterns: Sequence[int], columns: int) -> list[float]:
    """Return, per column of a group, the sum of the weights whose pattern has its bit."""
    sums = [0.0] * (1 << columns)
    for weight, pattern in zip(weights, patterns, strict=True):
        sums[pattern] += weight
    totals: list[float] = []
    while len(sums) > 1:
        with_highest = sums[len(sums) // 2 :]
        totals.append(sum(with_highest))
        # The highest bit is forgotten; map stops with the shorter of the two.
        sums = list(map(add, sums, with_highest))
    return totals[::-1]


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
