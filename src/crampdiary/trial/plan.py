"""How long a trial must be to be worth its burden, from the person's own last nights.

The chance of showing a halving is worked out before the first night, with some nights off plan and some missed, as
there will be. Numbers in, numbers out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from crampdiary.diary.frozen import Frozen
from crampdiary.trial.rerandomise import Background
from crampdiary.trial.schedule import TrialKind

FOLLOW, MISSING = 0.9, 0.1
"""The part of nights that keep to the draw, and that nothing is said of, which a plan assumes."""
HALVING, THIRD = 0.5, 2 / 3
"""The ratios that a plan speaks of: half the cramps, and a third fewer."""
LONGEST = 364
"""The most nights of a quick or lasting trial: 52 weeks."""
LOOKED_AT, LOOKED_AT_SLOW = 90, 365
"""How many of the last nights a plan looks at."""
FEWEST_NIGHTS, FEWEST_NIGHTS_SLOW, FEWEST_CRAMPS = 28, 84, 5
"""The least of them that allow a plan."""
SLOW_PAIRS = 8
"""Pairs of a slow trial: 48 weeks."""

_NORMAL = NormalDist()
_LEVEL = _NORMAL.inv_cdf(0.98)  # two-sided .04, after the look at half time
_POWER = _NORMAL.inv_cdf(0.8)
_MARGIN = 1.05
_LASTING = 1.3 / 3  # pairs of three nights, each worth less than three of one
_FEWEST_PAIRS = 12
_SHARED, _SHARED_NIGHTS = 6.0, 20.0  # how much people's counts vary beyond chance, and its weight in nights
_STRONGEST, _WEAKEST, _FINE = 0.1, 0.95, 1e-4
_LAGS = 21
_HELD = 0.1  # of a slow effect between two periods of three weeks


class Plan(Frozen):
    """What a quick or lasting trial would show, for one person.

    Attributes:
        kind: how soon the remedy acts.
        rate: cramps a night.
        extra: by how much their variance exceeds that of chance, over the square of a night's cramps.
        missing: the part of nights assumed to be silent, 0 to below 1.
        follow: the part of nights assumed to keep to the draw, above .5 to 1.
    """

    kind: TrialKind
    rate: float
    extra: float
    missing: float
    follow: float

    @property
    def pairs_halving(self) -> int:
        """How many pairs show a halving 4 times in 5."""
        return self.pairs_for(HALVING)

    @property
    def pairs_third(self) -> int:
        """How many pairs show a third fewer 4 times in 5."""
        return self.pairs_for(THIRD)

    def pairs_for(self, ratio: float) -> int:
        """Return how many pairs show a ratio 4 times in 5, at least 12.

        Args:
            ratio: of cramps with the remedy to cramps without it, above 0 and below 1.
        """
        return max(_FEWEST_PAIRS, math.ceil(self._pairs(ratio)))

    def chance(self, pairs: int) -> float:
        """Return the chance that so many pairs show a halving."""
        return _NORMAL.cdf((_LEVEL + _POWER) * math.sqrt(pairs / self._pairs(HALVING)) - _LEVEL)

    def could_show(self, pairs: int) -> float | None:
        """Return the ratio, .1 to .95, that so many pairs show 4 times in 5; None where even a tenth is too much."""
        low, high = _STRONGEST, _WEAKEST
        if self._pairs(low) > pairs:
            return None
        while high - low > _FINE:
            middle = (low + high) / 2
            if self._pairs(middle) <= pairs:
                low = middle
            else:
                high = middle
        return low

    def _pairs(self, ratio: float) -> float:
        """Return how many pairs show a ratio 4 times in 5, before rounding; infinite where the draw is not kept."""
        saved = 1 - ratio
        on, off = 1 - self.follow * saved, 1 - (1 - self.follow) * saved
        if off <= on or self.missing >= 1:
            return math.inf
        noise = self.rate * (on + off) + self.extra * (on * on + off * off)
        pairs = (
            _MARGIN * (_LEVEL + _POWER) ** 2 * noise / (self.rate * (off - on)) ** 2 / (1 - self.missing) ** 2
        )
        return pairs * (_LASTING if self.kind is TrialKind.LASTING else 1.0)


def plan(
    before: Sequence[int], kind: str, *, missing: float = MISSING, follow: float = FOLLOW
) -> Plan | None:
    """Return what a trial would show; None with fewer than 28 nights or 5 cramps to plan from.

    Args:
        before: the cramps of the counted nights before the trial, the last one last; of these the last 90 are taken.
        kind: a `TrialKind`, quick or lasting.
        missing: the part of nights that nothing will be said of.
        follow: the part of nights that will keep to the draw.

    Raises:
        ValueError: when the kind is slow, or none.
    """
    if TrialKind(kind) is TrialKind.SLOW:
        raise ValueError("a slow remedy is planned by plan_slow")
    nights = before[-LOOKED_AT:]
    count, cramps = len(nights), sum(nights)
    if count < FEWEST_NIGHTS or cramps < FEWEST_CRAMPS:
        return None
    rate = cramps / count
    background = Background([1.0] * count)
    spread = 0.0
    for place, (cramp, mean) in enumerate(zip(nights, background.means(nights), strict=True)):
        others = background.number(place)
        spread += (cramp - mean) ** 2 * others / (others + 1)
    beyond = max(0.0, spread / count - rate)
    extra = (count * beyond + _SHARED * rate * rate) / (count + _SHARED_NIGHTS)
    return Plan(kind=TrialKind(kind), rate=rate, extra=extra, missing=missing, follow=follow)


def plan_slow(
    before: Sequence[int], pairs: int, *, missing: float = MISSING, follow: float = 1.0
) -> float | None:
    """Return the chance that a slow trial shows a halving; None with fewer than 84 nights or 5 cramps to plan from.

    Args:
        before: the cramps of the counted nights before the trial, the last one last; of these the last 365 are taken.
        pairs: of periods of 21 nights.
        missing: the part of nights that nothing will be said of.
        follow: the part of nights that keep to the draw, as it was kept; a plan assumes all of them. Where f of the
            nights drawn with it have it, and 1 - f of the others, only 2 f - 1 of the effect lies between them.
    """
    nights = before[-LOOKED_AT_SLOW:]
    count = len(nights)
    if count < FEWEST_NIGHTS_SLOW or sum(nights) < FEWEST_CRAMPS:
        return None
    rate = sum(nights) / count
    apart = [cramp - rate for cramp in nights]
    covariances = [
        math.fsum(now * later for now, later in zip(apart, apart[lag:], strict=False)) / count
        for lag in range(_LAGS)
    ]
    waves = covariances[0] + 2 * sum((1 - lag / _LAGS) * covariances[lag] for lag in range(1, _LAGS))
    variance = max(rate, waves)
    lasting = math.sqrt(HALVING)
    weight = 2 * TrialKind.SLOW.period * pairs * (1 - missing) * _HELD
    apart_by_draw = max(0.0, 2 * follow - 1)
    z = (
        apart_by_draw
        * math.log(2)
        * lasting
        * rate
        * math.sqrt(weight / (rate * lasting + (variance - rate) / 2))
    )
    return _NORMAL.cdf(0.8 * z - 2.1)
