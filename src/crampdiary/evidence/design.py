"""The columns of a regression over nights, and the sums over columns and over nights that fitting it needs.

Pure Python is slow in proportion to the numbers it touches, so the matrix is never multiplied out. Almost
all of it is 0 and 1: columns are taken in groups, and a night's pattern in a group is the number whose bit i
tells whether its i-th column is 1. Forwards, a group's coefficients are added up once for every pattern, and
every night looks up its sum; the few shares between 0 and 1 are corrected one by one. Backwards, the weights of the
nights on which a column, or both of a pair of columns, are not 0 are picked out and added up; which nights these are
is found once. The dense columns are computed as they are.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import compress, pairwise, repeat
from operator import add, eq, itemgetter, mul, ne
from typing import Any

from crampdiary.diary.frozen import NamedTuple

if sys.version_info >= (3, 12):
    from math import sumprod
else:

    def sumprod(left: Iterable[float], right: Iterable[float], /) -> float:
        """Return the inner product of two sequences of the same length."""
        total: float = sum(map(mul, left, right))
        return total


DENSE = range(2)
"""The columns of any real numbers; all others hold shares from 0 to 1, mostly 0 or 1."""

_GROUP = 8

_Picker = Callable[[Sequence[Any]], Sequence[Any]]


class Block(NamedTuple):
    """A run of nights that are compared with each other: their places, start to stop (exclusive)."""

    start: int
    stop: int


class DesignMatrix:
    """A matrix a[t][j] of nights t and columns j, the nights divided into blocks.

    Args:
        columns: at least the dense ones, and another.
        blocks: consecutive, together all nights, none empty.

    Attributes:
        partly: per column, the places and the values of its shares between 0 and 1; none for a dense one.
    """

    def __init__(self, columns: Sequence[Sequence[float]], blocks: Sequence[Block]) -> None:
        self._size = len(columns)
        self._blocks = blocks
        self._dense = [columns[j] for j in DENSE]
        nights = range(len(self._dense[0]))
        starts = [block.start for block in blocks]
        sparse = range(len(DENSE), self._size)
        self._columns = {j: _column(columns[j], nights, starts) for j in sparse}
        self._groups = [sparse[first : first + _GROUP] for first in range(0, len(sparse), _GROUP)]
        self._patterns = [_patterns([self._columns[j] for j in group], len(nights)) for group in self._groups]
        self._look_ups = [_picker(patterns) for patterns in self._patterns]
        # Only with itself and with later ones: the information is symmetric.
        self._pairs = {
            i: [
                (j, pair)
                for j in range(i, self._size)
                if (pair := _pair(self._columns[i], self._columns[j], columns[j]))
            ]
            for i in sparse
        }
        self.partly = [self._columns[j].partly() if j in self._columns else [] for j in range(self._size)]

    def combine(self, coefficients: Sequence[float]) -> list[float]:
        """Return the sum over columns of a[t][j] times coefficient, for every night."""
        one, other = (map(mul, dense, repeat(coefficients[j])) for j, dense in enumerate(self._dense))
        total: Iterable[float] = map(add, one, other)
        for group, look_up in zip(self._groups, self._look_ups, strict=True):
            sums = [0.0]
            for coefficient in coefficients[group.start : group.stop]:
                sums += [entry + coefficient for entry in sums]
            total = map(add, total, look_up(sums))
        combined = list(total)
        for column, coefficient in zip(self.partly, coefficients, strict=True):
            for night, share in column:
                combined[night] += share * coefficient
        return combined

    def totals(self, weights: Sequence[float]) -> list[float]:
        """Return the sum over nights of weight times a[t][j], for every column."""
        totals = [sumprod(dense, weights) for dense in self._dense]
        totals += [sum(column.weigh(weights)) for column in self._columns.values()]
        return totals

    def block_totals(self, weights: Sequence[float]) -> list[list[float]]:
        """Return the same sums per column and block."""
        totals = [
            [sumprod(dense[start:stop], weights[start:stop]) for start, stop in self._blocks]
            for dense in self._dense
        ]
        for column in self._columns.values():
            weighed = column.weigh(weights)
            totals.append([sum(weighed[start:stop]) for start, stop in column.blocks])
        return totals

    def products(self, weights: Sequence[float]) -> list[list[float]]:
        """Return the sum over nights of weight times a[t][i] times a[t][j], where i <= j; below that, anything."""
        products = [[0.0] * self._size for _ in range(self._size)]
        for j, dense in zip(DENSE, self._dense, strict=True):
            products[j] = self.totals(list(map(mul, weights, dense)))
        for i, pairs in self._pairs.items():
            row = products[i]
            for j, pair in pairs:
                row[j] = sum(pair.weigh(weights))
        return products

    def row_products(self, others: Sequence[Sequence[float]], weights: Sequence[float]) -> list[float]:
        """Return, per night, the inner product of its rows here and in another matrix of such columns.

        Args:
            others: the other matrix, by columns.
            weights: of the columns in the inner product.
        """
        products = [0.0] * len(self._dense[0])
        for j, dense in zip(DENSE, self._dense, strict=True):
            products = list(map(add, products, map(mul, map(mul, dense, others[j]), repeat(weights[j]))))
        for j, column in self._columns.items():
            weight = weights[j]
            for night, product in zip(column.nights, column.weigh(others[j]), strict=True):
                products[night] += weight * product
        return products


def inverted(matrix: Sequence[Sequence[float]], added: Sequence[float]) -> list[list[float]]:
    """Return the inverse of a symmetric matrix with `added` on its diagonal, by its Cholesky factor L (L L' = it).

    What is added must make it positive definite, as the precisions of the priors safely do.
    """
    lower: list[list[float]] = []
    # Column j of L^-1 from its diagonal downwards; each row of L lengthens all columns by one entry.
    columns: list[list[float]] = []
    for i, source in enumerate(matrix):
        row: list[float] = []
        for j, above in enumerate(lower):
            row.append((source[j] - sumprod(row, above[:j])) / above[j])
        diagonal = math.sqrt(source[i] + added[i] - sumprod(row, row))
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


class _Pair(NamedTuple):
    """Two columns by the nights where neither is 0.

    Attributes:
        pick: takes the values of those nights out of a sequence over all nights.
        shares: the product of both columns on them, or None where all are 1.
    """

    pick: _Picker
    shares: Sequence[float] | None

    def weigh(self, weights: Sequence[float]) -> Sequence[float]:
        """Return weight times both shares, on those nights."""
        picked = self.pick(weights)
        return picked if self.shares is None else list(map(mul, picked, self.shares))


class _Column(NamedTuple):
    """A column of shares by its support, the nights where it is not 0.

    Attributes:
        nights: those nights, in order.
        pick: takes their values out of a sequence over all nights.
        shares: the column's own values on them, or None where all are 1.
        blocks: per block of all nights, the places in `nights` that belong to it.
    """

    nights: tuple[int, ...]
    pick: _Picker
    shares: Sequence[float] | None
    blocks: list[tuple[int, int]]

    def weigh(self, weights: Sequence[float]) -> Sequence[float]:
        """Return weight times share, on the nights of the support."""
        picked = self.pick(weights)
        return picked if self.shares is None else list(map(mul, picked, self.shares))

    def partly(self) -> list[tuple[int, float]]:
        """Return the places and values of the shares below 1."""
        shares = self.shares or ()
        return list(compress(zip(self.nights, shares, strict=False), map(ne, shares, repeat(1))))


def _column(column: Sequence[float], nights: range, starts: Sequence[int]) -> _Column:
    support = tuple(compress(nights, column))
    pick = _picker(support)
    shares = pick(column)
    places = [*(bisect_left(support, start) for start in starts), len(support)]
    whole = shares.count(1) == len(shares)
    return _Column(support, pick, None if whole else shares, list(pairwise(places)))


def _pair(one: _Column, other: _Column, values: Sequence[float]) -> _Pair | None:
    """Return a column paired with another, of these values; None where no night has both."""
    both = one.pick(values)
    nights = tuple(compress(one.nights, both))
    if not nights:
        return None
    if one.shares is None and other.shares is None:
        return _Pair(_picker(nights), None)
    return _Pair(_picker(nights), list(filter(None, map(mul, both, one.shares or repeat(1.0)))))


def _patterns(columns: Sequence[_Column], nights: int) -> list[int]:
    """Return, per night, the number whose bit i tells whether the i-th of the columns is 1."""
    patterns = [0] * nights
    for bit, column in enumerate(columns):
        weight = 1 << bit
        whole: Iterable[int] = column.nights
        if column.shares:
            whole = compress(whole, map(eq, column.shares, repeat(1)))
        for night in whole:
            patterns[night] += weight
    return patterns


def _picker(places: Sequence[int]) -> _Picker:
    """Return the function that takes the values at `places` out of a sequence, however many they are."""
    if len(places) > 1:
        return itemgetter(*places)
    # itemgetter gives a bare value for one place, and cannot be made for none.
    return lambda values: tuple(values[place] for place in places)
