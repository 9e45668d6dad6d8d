"""A diary counted in both ways, and what is to be told beside a verdict.

Numbers in, numbers out: records are joined into them in `findings`, and the word that holds in both countings is
settled in `verdicts`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, compress, repeat
from operator import sub, truediv
from typing import TypeVar

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.evidence.compare import Effect, compare
from crampdiary.evidence.cover import weekdays
from crampdiary.evidence.design import sumprod
from crampdiary.evidence.verdicts import SAID_ENOUGH, SAID_TOO_LITTLE

ValueT = TypeVar("ValueT")

UNANSWERED_LIMIT = 0.15
"""If more than this part of a remedy's uses leave open which cramp they were for, its verdict is withheld."""
AFTERWARDS_LIMIT = 0.15
"""If more than this part of a factor's uses on cramp nights were typed after the cramp, the verdict says so."""
TOGETHER_LIMIT = 0.7
"""Above this correlation of their shares, two factors are nearly always used together; below its negative, instead
of each other."""

_NEARLY = 0.999  # what rounding may change of a bound


class Factor(Frozen):
    """One remedy or trigger, as found in the records.

    Attributes:
        shares: the part of each night's risk under it.
        within: the cramps of each night in its exposed time; None where every share is 0 or 1.
        uses: how often it was logged ahead of cramps.
        unanswered_uses: of a remedy, those logged within 30 minutes after an episode began without saying
            whether they were for that cramp or against the next. Always 0 for a trigger.
        cramp_night_uses: uses on nights with a cramp.
        afterwards: those of them typed after an episode of the same night that they precede.
    """

    shares: Sequence[float]
    within: Sequence[float] | None = None
    uses: int = 0
    unanswered_uses: int = 0
    cramp_night_uses: int = 0
    afterwards: int = 0

    @property
    def is_unclear(self) -> bool:
        """Whether too many uses leave open if they were ahead of a cramp or for one."""
        return self.unanswered_uses > UNANSWERED_LIMIT * self.uses

    @property
    def noted_afterwards(self) -> bool:
        """Whether much of it was typed after the cramps that it precedes."""
        return self.afterwards > AFTERWARDS_LIMIT * self.cramp_night_uses


class Countings(Frozen):
    """A diary's effects in the countings that its words must hold in.

    Attributes:
        said: of the counted nights without a cramp, the part said to be clear; 1 where there is none.
        all_nights: the effects with silent nights taken as quiet.
        known_nights: those of the nights about which something was said; None where `said` is from .95 on, so that
            they hardly differ, or below a third, so that they cannot speak for the others.
    """

    said: float
    all_nights: dict[str, Effect]
    known_nights: dict[str, Effect] | None


class Together(Frozen):
    """Two factors nearly always used together or instead of each other, and the correlation of their shares."""

    one: str
    other: str
    correlation: float


def said_part(cramps: Iterable[int], known: Iterable[bool]) -> float:
    """Return, of the nights without a cramp, the part about which something was said; 1 where there is none."""
    quiet = [is_known for count, is_known in zip(cramps, known, strict=True) if not count]
    return sum(map(bool, quiet)) / len(quiet) if quiet else 1.0


def count_both_ways(
    days: Sequence[int],
    cramps: Sequence[int],
    known: Sequence[bool],
    factors: Mapping[str, Factor],
    *,
    worst: Sequence[float | None] | None = None,
) -> Countings:
    """Compare all nights, and those about which something was said.

    Args:
        days: the nights from the first to the last entry of any kind, less those away or in a gap: proleptic
            ordinals, as the weekdays are worked out from them.
        cramps: per night, how many; a night with a cramp is a known one.
        known: per night, whether it has an episode or a check-in.
        factors: by name.
        worst: per night, the worst known severity of its cramps, or None.

    Raises:
        ValueError: as `compare.compare`, and when a night with a cramp is not known.
    """
    if any(count and not is_known for count, is_known in zip(cramps, known, strict=True)):
        raise ValueError("a night with a cramp is a known one")
    said = said_part(cramps, known)

    def effects(counted: Sequence[bool]) -> dict[str, Effect]:
        def kept(values: Sequence[ValueT]) -> list[ValueT]:
            return list(compress(values, counted))

        return compare(
            kept(days),
            kept(cramps),
            {name: kept(factor.shares) for name, factor in factors.items()},
            weekday=weekdays(kept(days)),
            worst=None if worst is None else kept(worst),
            within={
                name: kept(factor.within) for name, factor in factors.items() if factor.within is not None
            },
        )

    return Countings(
        said=said,
        all_nights=effects([True] * len(days)),
        known_nights=effects(known) if SAID_TOO_LITTLE <= said < SAID_ENOUGH else None,
    )


class _Spread(NamedTuple):
    """A column of shares, no more of it than tells most pairs apart without going through their nights.

    Attributes:
        touched: its nights above 0, as the bits of a number.
        whole: those of 1.
        total: the sum of its shares.
        length: of its deviations from their mean.
    """

    touched: int
    whole: int
    total: float
    length: float

    def may_be_close(self, other: _Spread, nights: int) -> bool:
        """Return whether the correlation, of which this gives bounds, may be beyond the limit either way."""
        chance, limit = (
            self.total * other.total / nights,
            _NEARLY * TOGETHER_LIMIT * self.length * other.length,
        )
        most, least = (self.touched & other.touched).bit_count(), (self.whole & other.whole).bit_count()
        return most - chance > limit or least - chance < -limit


def _bits(column: Iterable[bool]) -> int:
    """Return a number with a bit for each night on which something is so: a byte a night is quickly made."""
    return int.from_bytes(bytes(column), "big")


def used_together(shares: Mapping[str, Sequence[float]]) -> list[Together]:
    """Return the pairs of factors whose shares correlate (Pearson's r) beyond 0.7 either way, the closest first.

    A factor that never changes correlates with nothing.
    """
    deviations, spreads = {}, {}
    for name, column in shares.items():
        mean = sum(column) / len(column) if column else 0.0
        deviation = list(map(sub, column, repeat(mean)))
        length = math.sqrt(sumprod(deviation, deviation))
        if length > 0:
            deviations[name] = list(map(truediv, deviation, repeat(length)))
            spreads[name] = _Spread(
                _bits(map(bool, column)), _bits(map((1.0).__eq__, column)), sum(column), length
            )
    pairs = [
        Together(one=one, other=other, correlation=sumprod(deviations[one], deviations[other]))
        for one, other in combinations(deviations, 2)
        if spreads[one].may_be_close(spreads[other], len(deviations[one]))
    ]
    close = [pair for pair in pairs if abs(pair.correlation) > TOGETHER_LIMIT]
    return sorted(close, key=lambda pair: -abs(pair.correlation))
