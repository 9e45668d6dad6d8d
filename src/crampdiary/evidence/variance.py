"""The variance of a score: robust against overdispersion, and widened where runs of use met runs of cramps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter, mul

from crampdiary.diary.frozen import NamedTuple
from crampdiary.evidence.design import sumprod

_LONGEST_LAG = 21
_WEEK = 7
_NOTABLE = 1.64


def slack(leverage: Iterable[float]) -> list[float]:
    """Return, per night, by how much its leverage makes a squared residual too small: 1/(1 - h)."""
    return [1 / (1 - each) for each in leverage]


def robust_variance(scores: Sequence[float], slack: Sequence[float]) -> float:
    """Return the sandwich variance of the sum of at least two nights' scores, each square times its slack."""
    nights = len(scores)
    mean = sum(scores) / nights
    # The square multiplied out: three sums over lists that exist, not one over a list still to be made.
    eased = list(map(mul, scores, slack))
    squares = sumprod(scores, eased) - 2 * mean * sum(eased) + mean * mean * sum(slack)
    variance: float = nights / (nights - 1) * squares
    return variance


class Calendar(NamedTuple):
    """The counted nights among consecutive ones, to correlate neighbouring nights.

    Attributes:
        spread: puts a value per counted night onto the consecutive nights, 0 where not counted.
        pairs: per lag 0, 1, 2, ..., how many pairs of counted nights lie so far apart.
    """

    spread: Callable[[list[float]], Sequence[float]]
    pairs: list[int]

    @classmethod
    def of(cls, days: Sequence[int]) -> Calendar:
        first, nights = days[0], len(days)
        span = days[-1] - first + 1
        lags = range(max(1, min(_LONGEST_LAG, span // 4)) + 1)
        if span == nights:
            return cls(lambda values: values, [span - lag for lag in lags])
        counted = sum(1 << (day - first) for day in days)
        places = [nights] * span
        for place, day in enumerate(days):
            places[day - first] = place
        take = itemgetter(*places)
        return cls(
            lambda values: take([*values, 0.0]),
            [(counted & counted >> lag).bit_count() for lag in lags],
        )

    def design_effect(
        self, weighted: list[float], residuals: Sequence[float], roots: Sequence[float]
    ) -> float:
        """Return by how much runs of use that meet runs of cramps multiply the variance, at least 1.

        Args:
            weighted: x sqrt(mu), per counted night.
            residuals: y - mu, likewise.
            roots: sqrt(mu), likewise.
        """
        lags = range(1, len(self.pairs))
        uses = self.spread(weighted)
        notable = _NOTABLE / math.sqrt(len(weighted))
        if max(self._correlations(uses, [lag for lag in (1, _WEEK) if lag in lags])) <= notable:
            return 1.0
        pearson = self.spread(
            [each / root if root else 0.0 for each, root in zip(residuals, roots, strict=True)]
        )
        together: Iterable[float] = map(
            mul, self._correlations(uses, lags), self._correlations(pearson, lags)
        )
        return 1 + 2 * sum(max(0.0, product) for product in together)

    def _correlations(self, values: Sequence[float], lags: Sequence[int]) -> list[float]:
        """Return the correlation of `values` with themselves so many nights later, for every lag."""
        power = sumprod(values, values) / self.pairs[0]
        return [
            sumprod(values[:-lag], values[lag:]) / (self.pairs[lag] * power)
            if self.pairs[lag] and power
            else 0.0
            for lag in lags
        ]
