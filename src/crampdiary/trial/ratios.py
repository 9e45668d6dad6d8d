"""Any ratio tried on a trial's nights: whether the coins would give what was found if the remedy had that ratio.

A remedy of ratio psi leaves psi times the cramps where it acts. So cramps are divided by psi there, and what is left
must look as if the coins did nothing: the test of `rerandomise` says how well it does. Scaled counts forget how
uncertain a count near zero is; T is made smaller by as much (X below).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from crampdiary.evidence.design import sumprod
from crampdiary.trial.rerandomise import FINENESS, TrialNights, share_as_large, shrunk
from crampdiary.trial.search import Range, searched

_MOST = 6.0
"""The logarithm of the largest ratio looked at."""


class Ratios:
    """One counting of a trial's nights, in which any ratio can be tried.

    Attributes:
        statistic: T in fiftieths, without scaling.
        pairs: how many pairs differ at all.
        p: the share of draws with a difference as large.
    """

    __slots__ = (
        "_counts",
        "_exposed",
        "_exposed_part",
        "_nights",
        "_other_part",
        "_spread",
        "p",
        "pairs",
        "statistic",
    )

    def __init__(self, nights: TrialNights, counts: Sequence[int], exposed: Sequence[float]) -> None:
        """Take the cramps of each night, 0 where it does not count, and how far the remedy acts on it, 0 to 1."""
        self._nights, self._counts, self._exposed = nights, counts, exposed
        differences = self._differences(counts)
        self.statistic = nights.statistic(differences)
        self.pairs = sum(map(bool, differences))
        self.p = share_as_large(differences, self.statistic)
        weighed = [g * g * count for g, count in zip(nights.coefficients(), counts, strict=True)]
        exposed_part = FINENESS**2 * sumprod(weighed, exposed)
        other_part = FINENESS**2 * sum(weighed) - exposed_part
        self._exposed_part, self._other_part = exposed_part, max(0.0, other_part)
        signed = list(map(mul, nights.signs, differences))
        mean = sum(signed) / len(signed) if signed else 0.0
        expected = exposed_part + other_part
        spread = sum((each - mean) ** 2 for each in signed)
        self._spread = max(1.0, spread / expected) if expected > 0 else 1.0

    def _differences(self, values: Sequence[float]) -> list[int]:
        return self._nights.differences(self._nights.residuals(values))

    def _scaled(self, theta: float) -> list[int]:
        """Return q of the cramps as they would be without the remedy, if its ratio were e^theta."""
        most = min(1.0, math.exp(theta))
        return self._differences(
            [
                count and count * math.exp(-theta * exposed) * most
                for count, exposed in zip(self._counts, self._exposed, strict=True)
            ]
        )

    def _uncertain(self, theta: float) -> float:
        """Return X, 0 at a ratio of 1."""
        ratio = math.exp(theta)
        if ratio < 1:
            return self._spread * max(0.0, (1 - ratio) * (ratio * self._other_part - self._exposed_part))
        return self._spread * max(0.0, (1 - 1 / ratio) * (self._exposed_part / ratio - self._other_part))

    def p_at(self, theta: float) -> float:
        """Return the share of draws with a difference as large, if the remedy's ratio were e^theta."""
        differences = self._scaled(theta)
        return share_as_large(
            differences, shrunk(self._nights.statistic(differences), differences, self._uncertain(theta))
        )

    def interval(self, level: float) -> Range:
        """Return the ratio that leaves no difference and those that are not ruled out, from 0 to infinity.

        Args:
            level: the p of a ratio that is ruled out. The limits exclude 1 exactly when `p` is at most `level`.
        """
        with_it = sumprod(self._counts, self._exposed)
        without = sum(self._counts) - with_it
        end = -math.inf if with_it <= 0 else math.inf if without <= 0 else None
        found = searched(
            lambda theta: self._nights.statistic(self._scaled(theta)),
            self.p_at,
            level=level,
            most=_MOST,
            end=end,
        )
        return Range(*map(_ratio, found))


def _ratio(theta: float) -> float:
    return theta if theta == math.inf else math.exp(theta)
