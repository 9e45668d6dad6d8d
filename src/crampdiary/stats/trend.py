"""Whether the last two months had more or fewer cramps than is usual for this person, and whether it worsens.

A regression slope alarms falsely in 8 to 20 % of diaries at a nominal 5 %, as cramps come in bad and good
spells. So blocks of 28 nights are compared, and how much they differ by nature is learned from the person's
own earlier blocks, with a floor that a few calm blocks in a row cannot lower. They are compared on a scale, close to a
cube root, on which small counts have no skew: on that of the logarithm, one block without a cramp would stand out so
far that "fewer" was said of many diaries in which nothing had changed. Nights away and in a gap are no counted nights,
so a long silence is never taken for a good time. How often this is wrong, and how soon it notices a lasting change, is
measured by `tests/benchmarks/calibration.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from crampdiary.diary.frozen import Frozen
from crampdiary.distributions import student_t_quantile, student_t_upper_tail

BLOCK_NIGHTS = 28
LEAST_COUNTED = 14  # of a block's nights; a rate from fewer says too little
LEAST_NIGHTS = 140  # counted ones; with fewer nothing is said
RECENT_BLOCKS = 2
EARLIER_BLOCKS = 12
LEAST_EARLIER = 3

MORE, FEWER, USUAL = "more than usual for you", "fewer than usual for you", "about as usual"

_PRIOR_BLOCKS = 4  # the floor under a block's variance weighs as much as so many blocks
_PRIOR_VARIANCE = 0.25  # of a block's log rate: half as many or nearly twice as many is an ordinary month
_HALF = 0.5  # added to the rates of a ratio, so that there is one without any cramp
_FIFTH = 0.2  # added to every rate on the scale without skew
_WORSENING_P = 0.002


class TrendBlock(Frozen):
    """28 nights between two day numbers: cramps, nights that count, and cramps per 28 of these nights."""

    first_day: int
    last_day: int
    nights: int
    cramps: int
    per_28: float


class Trend(Frozen):
    """The recent nights against the earlier ones.

    Args:
        word: "more than usual for you", "fewer than usual for you" or "about as usual".
        ratio: recent cramps per night divided by earlier ones, each with half a cramp a block added.
        low: lower end of the 95 % interval of the ratio, or 0; it excludes 1 just when `word` is not "as usual".
        high: upper end.
        t: the statistic.
        df: its degrees of freedom.
        p: one-sided: the chance of so much more, were there no difference.
        worsening: whether the increase is so clear and so large that it is worth a doctor's notice.
        recent: the blocks compared, the newest first.
        earlier: the blocks they are compared with, the newest first.
    """

    word: str
    ratio: float
    low: float
    high: float
    t: float
    df: int
    p: float
    worsening: bool
    recent: tuple[TrendBlock, ...]
    earlier: tuple[TrendBlock, ...]


def trend(days: Sequence[int], cramps: Sequence[int], *, today: int) -> Trend | None:
    """Return how the last 56 nights compare with up to 336 before them, or None where too little is known.

    Args:
        days: numbers of the counted nights, such as `date.toordinal()`, each once; none after `today` is
            looked at.
        cramps: how many cramps each of them had.
        today: the number of the last night to look at; the blocks run back from it.

    Returns:
        None with fewer than 140 counted nights, with a recent block of which fewer than 14 nights count, or
        with fewer than 3 earlier blocks that have as many.

    Raises:
        ValueError: `days` and `cramps` differ in length.
    """
    if sum(day <= today for day in days) < LEAST_NIGHTS:
        return None
    blocks = blocks_back(days, cramps, today=today, count=RECENT_BLOCKS + EARLIER_BLOCKS)
    recent = [block for block in blocks[:RECENT_BLOCKS] if block]
    earlier = [block for block in blocks[RECENT_BLOCKS:] if block]
    return compared(recent, earlier) if len(recent) == RECENT_BLOCKS else None


def blocks_back(
    days: Sequence[int], cramps: Sequence[int], *, today: int, count: int
) -> list[TrendBlock | None]:
    """Return `count` blocks of 28 nights back from `today`, the newest first; None where too few count.

    Args and errors are those of `trend`.
    """
    nights = [0] * count
    totals = [0] * count
    for day, had in zip(days, cramps, strict=True):
        block = (today - day) // BLOCK_NIGHTS
        if 0 <= block < count:
            nights[block] += 1
            totals[block] += had
    return [
        TrendBlock(
            first_day=today - BLOCK_NIGHTS * (block + 1) + 1,
            last_day=today - BLOCK_NIGHTS * block,
            nights=nights[block],
            cramps=totals[block],
            per_28=BLOCK_NIGHTS * totals[block] / nights[block],
        )
        if nights[block] >= LEAST_COUNTED
        else None
        for block in range(count)
    ]


def compared(recent: Sequence[TrendBlock], earlier: Sequence[TrendBlock]) -> Trend | None:
    """Return how blocks compare with earlier ones; None without any, or with fewer than 3 earlier ones."""
    if not recent or len(earlier) < LEAST_EARLIER:
        return None
    heights = [_without_skew(block.per_28) for block in earlier]
    usual = sum(heights) / len(heights)
    base = sum(block.per_28 for block in earlier) / len(earlier) + _HALF
    df = len(earlier) + _PRIOR_BLOCKS - 1
    own = sum((each - usual) ** 2 for each in heights)
    # From a variance of the log rate to one on this scale, whose slope there is the cube root of the rate.
    slope = base ** (2 / 3)
    # Chance alone gives a block's log rate a variance of 1/base, however alike the earlier blocks look.
    chance = slope / base
    variance = max((_PRIOR_BLOCKS * max(_PRIOR_VARIANCE * slope, chance) + own) / df, chance)
    error = math.sqrt(variance * (1 / len(recent) + 1 / len(earlier)))
    difference = sum(_without_skew(block.per_28) for block in recent) / len(recent) - usual
    t = difference / error
    p = student_t_upper_tail(t, df)
    reach = student_t_quantile(0.975, df) * error
    mean = sum(block.per_28 for block in recent) / len(recent)
    return Trend(
        word=MORE if p < 0.025 else FEWER if p > 0.975 else USUAL,
        ratio=(mean + _HALF) / base,
        low=_ratio_at(usual + difference - reach, usual),
        high=_ratio_at(usual + difference + reach, usual),
        t=t,
        df=df,
        p=p,
        worsening=p < _WORSENING_P
        and mean / base >= 1.5
        and all(block.per_28 >= 1.25 * base and block.cramps >= 6 for block in recent),
        recent=tuple(recent),
        earlier=tuple(earlier),
    )


def _without_skew(rate: float) -> float:
    """Return a rate on the scale on which small counts of a steady diary lie evenly about their mean."""
    return 3 * math.cbrt(rate + _FIFTH)


def _ratio_at(height: float, usual: float) -> float:
    """Return the ratio of rates that two heights on that scale stand for; 0 below the scale's foot."""
    return (max(0.0, height) / usual) ** 3
