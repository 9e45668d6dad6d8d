"""Milder, not only fewer: the second question of a trial, asked of the cramps that came and were rated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

from crampdiary.diary.frozen import Frozen
from crampdiary.trial.rerandomise import Background, TrialNights, exposures, share_as_large
from crampdiary.trial.schedule import TrialKind
from crampdiary.trial.search import searched

LEVEL = 0.025
"""The p from which on it is said that they were milder or worse."""
FEWEST_RATED = 6
"""The fewest rated cramps, with the remedy and without it."""

_MOST = 10.0  # points


class MilderWord(StrEnum):
    """What a trial says of how bad the cramps were."""

    MILDER = "milder"
    WORSE = "worse"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    TOO_FEW = "too few cramps"


class MilderCramps(Frozen):
    """What a trial shows of how bad the cramps were that came.

    Attributes:
        word: what is said.
        p: the share of draws with a difference as large; None with too few cramps, like the rest.
        difference: by how many points of 10 they were worse with the remedy; below 0 they were milder.
        low: the lower limit of it, or minus infinity.
        high: the upper limit, or infinity.
        mean_on: how bad they were on average, on nights drawn with it.
        mean_off: likewise without it.
    """

    word: MilderWord
    p: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    mean_on: float | None = None
    mean_off: float | None = None


def compare_drawn_severities(nights: TrialNights, severities: Sequence[Sequence[float]]) -> MilderCramps:
    """Return how bad the cramps were on nights drawn with the remedy, beside those drawn without it.

    Args:
        nights: of the trial, silent ones left out.
        severities: per night, those of its rated cramps, 0 to 10; none on a night that does not count.
    """
    sums = [float(sum(rated)) for rated in severities]
    numbers = [len(rated) for rated in severities]
    rated_on = sum(number for number, on in zip(numbers, nights.drawn, strict=True) if on)
    rated_off = sum(numbers) - rated_on
    if min(rated_on, rated_off) < FEWEST_RATED:
        return MilderCramps(word=MilderWord.TOO_FEW)
    background = Background(numbers)
    acting = exposures(nights.drawn, nights.kind)

    def differences(shift: float) -> list[int]:
        left = [
            total - shift * number * acts for total, number, acts in zip(sums, numbers, acting, strict=True)
        ]
        is_slow = nights.kind is TrialKind.SLOW
        means = [sum(left) / sum(numbers)] * len(left) if is_slow else background.means(left)
        return nights.differences(
            [total - number * mean for total, number, mean in zip(left, numbers, means, strict=True)]
        )

    def statistic(shift: float) -> int:
        return nights.statistic(differences(shift))

    def p(shift: float) -> float:
        found = differences(shift)
        return share_as_large(found, nights.statistic(found))

    found, chance = searched(statistic, p, level=LEVEL, most=_MOST), p(0.0)
    word = MilderWord.NO_CLEAR_DIFFERENCE
    if chance <= LEVEL:
        word = MilderWord.MILDER if statistic(0.0) < 0 else MilderWord.WORSE
    total_on = sum(total for total, on in zip(sums, nights.drawn, strict=True) if on)
    return MilderCramps(
        word=word,
        p=chance,
        difference=found.estimate,
        low=found.low,
        high=found.high,
        mean_on=total_on / rated_on,
        mean_off=(math.fsum(sums) - total_on) / rated_off,
    )
