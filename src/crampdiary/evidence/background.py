"""What every comparison of nights allows for besides what was used: the four weeks, the nights before, the weekday.

A night is compared with nights of its own block of about four weeks, so that seasons and slow changes do not
matter. A long silence ends a segment, and no block reaches across it. The background columns hold what went before,
never the night itself, and the day of the week.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from crampdiary.evidence.design import Block

BLOCK_NIGHTS = 28
"""About how many nights a block has, and how far apart two nights may lie in one segment."""
WEEKDAYS = range(6)
"""Monday's night to Saturday's; Sunday's is what they are compared with."""

_MEMORY = 0.6
_RECENT_NIGHTS = 3
_WORST = 10
_USUAL_SEVERITY = 5.0


def divide(days: Sequence[int]) -> tuple[Block, ...]:
    """Divide the counted nights into blocks of about 28 nights; only blocks that hold one are returned.

    A night more than 28 days after the one before begins a new segment. A segment that spans fewer than 28 nights
    is one block, any longer one at least two.
    """
    begins = [place for place, (day, later) in enumerate(pairwise(days), 1) if later - day > BLOCK_NIGHTS]
    blocks: list[Block] = []
    for start, stop in pairwise([0, *begins, len(days)]):
        first = days[start]
        span = days[stop - 1] - first + 1
        planned = 1 if span < BLOCK_NIGHTS else max(2, math.floor(span / BLOCK_NIGHTS + 0.5))

        def block_of(day: int, first: int = first, planned: int = planned, span: int = span) -> int:
            return (day - first) * planned // span

        edges = [bisect_left(days, k, start, stop, key=block_of) for k in range(planned)]
        blocks += [Block(edge, end) for edge, end in pairwise([*edges, stop]) if edge < end]
    return tuple(blocks)


def recent_level(days: Sequence[int], cramps: Sequence[float]) -> list[float]:
    """Return the recent level of cramps, a logarithm, per night.

    It is the logarithm of a mean of all earlier nights over the diary's mean rate, each night further back
    weighing 0.6 times as much, and held towards that rate.
    """
    rate = sum(cramps) / len(cramps)
    scale = rate + 0.001
    level = [math.log((rate + 0.1 * scale) / scale)]
    weighted_cramps = weights = 0.0
    for (before, day), yesterday in zip(pairwise(days), cramps, strict=False):
        fading: float = _MEMORY ** (day - before)
        weighted_cramps = fading * (weighted_cramps + yesterday)
        weights = fading * (weights + 1)
        level.append(math.log(((weighted_cramps + rate) / (weights + 1) + 0.1 * scale) / scale))
    return level


def followed(
    days: Sequence[int], cramps: Sequence[float], worst: Sequence[float | None] | None
) -> tuple[list[float], list[float]]:
    """Return, per night, whether a night with a cramp went before (1 or 0), and how severe that one was.

    "Before" is the last counted night, if it lies at most three nights back. The severity is that of the worst
    cramp of that night, from 0 to 1; 0 where no cramp went before. Where it is not known, it is the diary's mean,
    so that what was never rated changes nothing.

    Args:
        days: the counted nights, strictly increasing day numbers.
        cramps: per night, how many.
        worst: per night, the severity of its worst cramp, 0 to 10, or None where unknown; None for all unknown.
    """
    rated: Sequence[float | None] = [None] * len(days) if worst is None else worst
    known = [each for each, count in zip(rated, cramps, strict=True) if count and each is not None]
    usual = sum(known) / len(known) if known else _USUAL_SEVERITY
    previous, severity = [0.0], [0.0]
    for (before, day), yesterday, each in zip(pairwise(days), cramps, rated, strict=False):
        follows = bool(yesterday) and day - before <= _RECENT_NIGHTS
        previous.append(float(follows))
        severity.append((usual if each is None else each) / _WORST if follows else 0.0)
    return previous, severity


def weekday_columns(weekday: Sequence[int]) -> list[list[float]]:
    """Return six columns of 1 and 0 per night, one for each weekday but Sunday's (6)."""
    of_day = [[float(each == day) for each in range(7)] for day in WEEKDAYS]
    return [list(map(ones.__getitem__, weekday)) for ones in of_day]
