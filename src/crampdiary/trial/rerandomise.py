"""The test of a trial: how often the coins alone would give a difference as large as that found.

The coins were thrown, so what else they might have shown is known exactly. Nothing is assumed of the cramps: neither
that nights are alike, nor that one does not hang on the last. Numbers in, numbers out.

Symbols: y_t is what is compared on night t, r_t what is left of it when the nights around it are taken off, q_k the
difference of the two periods of pair k in fiftieths, and T the sum of q_k with the sign of each coin.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate

from crampdiary.evidence.design import sumprod
from crampdiary.trial.schedule import TrialKind

WINDOW = 7
"""Nights before and after one that it is compared with."""
FINENESS = 50
"""What a difference of one cramp counts as: differences are whole, so that draws can be counted exactly."""
FOLLOWED = 0.5
"""The least part of a night's risk under the remedy with which it counts as used."""
KEPT = 0.5 ** (1 / 7)
"""What a slow remedy keeps of its effect from one night to the next: half of it is left after a week."""


class TrialNights:
    """The nights of a trial in one counting: which of them count, and what their coins say.

    Attributes:
        kind: how soon the remedy acts.
        drawn: per night, 1 with the remedy and 0 without it.
        counted: per night, whether something is known of it.
        signs: per pair that has begun, 1 where the remedy came first and -1 where it came second.
    """

    __slots__ = ("_background", "counted", "drawn", "kind", "places", "signs")

    def __init__(self, kind: TrialKind, drawn: Sequence[int], counted: Sequence[bool]) -> None:
        self.kind = kind
        self.drawn = drawn
        self.counted = counted
        self.signs = [1 if on else -1 for on in drawn[:: 2 * kind.period]]
        self.places = [place for place, is_counted in enumerate(counted) if is_counted]
        self._background = Background(counted)

    def residuals(self, values: Sequence[float]) -> list[float]:
        """Return what is left of each night when its background is taken off; 0 where it does not count."""
        if self.kind is TrialKind.SLOW:
            return self._off_line(values)
        means = self._background.means(values)
        residuals = [0.0] * len(values)
        for place in self.places:
            residuals[place] = values[place] - means[place]
        return residuals

    def differences(self, residuals: Sequence[float]) -> list[int]:
        """Return q: by how many fiftieths the first period of each pair exceeds the second."""
        period = self.kind.period
        reached = [*_reach(residuals, self.kind), *[0.0] * (2 * period)]
        return [
            round(
                round(
                    FINENESS
                    * (
                        sum(reached[begin : begin + period])
                        - sum(reached[begin + period : begin + 2 * period])
                    ),
                    6,
                )
            )
            for begin in range(0, 2 * period * len(self.signs), 2 * period)
        ]

    def statistic(self, differences: Sequence[int]) -> int:
        """Return T, in fiftieths: above 0 there was more with the remedy."""
        return sum(sign * difference for sign, difference in zip(self.signs, differences, strict=True))

    def coefficients(self) -> list[float]:
        """Return by how much T grows with each night's y, in whole units and before rounding."""
        signs = [2.0 * on - 1 for on in self.drawn]
        pulls = signs[:]
        if self.kind is TrialKind.LASTING:
            pulls = [now + before / 2 for now, before in zip(signs, [0.0, *signs], strict=False)]
        elif self.kind is TrialKind.SLOW:
            pulls = _faded(signs)
        pulls = [pull if is_counted else 0.0 for pull, is_counted in zip(pulls, self.counted, strict=True)]
        if self.kind is TrialKind.SLOW:
            return self._off_line(pulls)  # to take a line off is to project, either way round
        return self._background.pulled(pulls)

    def _off_line(self, values: Sequence[float]) -> list[float]:
        """Return the residuals from the least-squares line through the counted nights."""
        residuals = [0.0] * len(values)
        places = self.places
        if not places:
            return residuals
        middle = sum(places) / len(places)
        mean = sum(values[place] for place in places) / len(places)
        spread = sum((place - middle) ** 2 for place in places)
        slope = sum((place - middle) * values[place] for place in places) / spread if spread else 0.0
        for place in places:
            residuals[place] = values[place] - mean - slope * (place - middle)
        return residuals


class Background:
    """The mean of the other nights within a week of each, over such as count."""

    __slots__ = ("_begins", "_counted", "_ends", "_numbers", "_total")

    def __init__(self, counted: Sequence[float]) -> None:
        """Take what each night weighs: 1 or 0 for one that counts or not, or its number of rated cramps."""
        nights = len(counted)
        sums = list(accumulate(counted, initial=0.0))
        self._counted = counted
        self._begins = [max(0, place - WINDOW) for place in range(nights)]
        self._ends = [min(nights, place + WINDOW + 1) for place in range(nights)]
        self._numbers = [
            sums[end] - sums[begin] - weight
            for begin, end, weight in zip(self._begins, self._ends, counted, strict=True)
        ]
        self._total = sums[-1]

    def number(self, place: int) -> float:
        """Return what the others around a night weigh together."""
        return self._numbers[place]

    def means(self, values: Sequence[float]) -> list[float]:
        """Return the mean of the others around each night; that of all where there are none.

        Args:
            values: per night, the sum of its values; 0 where it weighs nothing.
        """
        sums = list(accumulate(values, initial=0.0))
        overall = sums[-1] / self._total if self._total else 0.0
        return [
            (sums[end] - sums[begin] - value) / number if number else overall
            for begin, end, value, number in zip(self._begins, self._ends, values, self._numbers, strict=True)
        ]

    def pulled(self, pulls: Sequence[float]) -> list[float]:
        """Return how much each night's value moves the sum of `pulls` times (value - mean of the others)."""
        parts = [pull / number if number else 0.0 for pull, number in zip(pulls, self._numbers, strict=True)]
        sums = list(accumulate(parts, initial=0.0))
        alone = sum(pull for pull, number in zip(pulls, self._numbers, strict=True) if not number)
        everywhere = alone / self._total if self._total else 0.0
        return [
            pull - (sums[end] - sums[begin] - part) - everywhere if is_counted else 0.0
            for pull, part, begin, end, is_counted in zip(
                pulls, parts, self._begins, self._ends, self._counted, strict=True
            )
        ]


def exposures(covers: Sequence[float], kind: TrialKind) -> list[float]:
    """Return how far the remedy acts on each night, from 0 to 1.

    Args:
        covers: per night, the part of it under the remedy, as drawn or as used.
        kind: how soon it acts, and how long.
    """
    if kind is TrialKind.SLOW:
        return _faded(covers)
    if kind is TrialKind.LASTING:
        return [max(now, before / 2) for now, before in zip(covers, [0.0, *covers], strict=False)]
    return [float(cover) for cover in covers]


def share_as_large(differences: Iterable[int], statistic: float) -> float:
    """Return the share of all draws whose T lies at least as far from 0 as `statistic`, counted exactly.

    With the signs of the q_k drawn at random, T = sum |q| - 2 (sum of a subset of the |q|), so the subsets of a small
    sum are counted: all at once in one whole number, a digit of n + 1 bits for every sum.
    """
    if not statistic:
        return 1.0
    sizes = sorted(abs(difference) for difference in differences if difference)
    most = (sum(sizes) - math.ceil(abs(statistic))) // 2  # sums of draws are whole
    if most < 0:
        return 0.0
    digit = len(sizes) + 1
    ways, reached = 1, 0
    whole = (1 << (digit * (most + 1))) - 1
    for size in sizes:
        ways += ways << (size * digit)
        reached += size
        if reached > most:
            ways &= whole
    # A number's remainder by one less than its base is that of the sum of its digits.
    return 2 * (ways % ((1 << digit) - 1)) / (1 << len(sizes))


def shrunk(statistic: int, differences: Sequence[int], uncertain: float) -> float:
    """Return T, made smaller by how uncertain the counts near zero are."""
    squares = sumprod(differences, differences)
    return statistic * (squares / (squares + uncertain)) ** 0.5 if squares else 0.0


def _reach(residuals: Sequence[float], kind: TrialKind) -> Sequence[float]:
    """Return R: what each night's draw could have acted on."""
    if kind is TrialKind.QUICK:
        return residuals
    if kind is TrialKind.LASTING:
        return [now + after / 2 for now, after in zip(residuals, [*residuals[1:], 0.0], strict=True)]
    return _faded(residuals[::-1])[::-1]


def _faded(values: Sequence[float]) -> list[float]:
    level, levels = 0.0, []
    for value in values:
        level = KEPT * level + (1 - KEPT) * value
        levels.append(level)
    return levels
