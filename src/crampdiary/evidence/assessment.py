"""A diary's verdicts as they are shown: which nights count, and what a verdict must survive.

People seldom write after a good night, so a silent night counts as free of cramps. With forgotten entries, this
makes a wrong "fewer" no more frequent than chance allows, but a wrong "more" came up in as many as half of the
simulated diaries. So a clear "more" must also hold in a sensitivity analysis, without the nights that have no entry
at all. When only confirmed nights count, the danger is another: quiet nights may be confirmed more often when the
remedy was used. Then a clear word must also hold with the unknown nights at their worst for it.

Numbers in, numbers out: records are joined into them in `findings`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, compress
from typing import TypeVar

from crampdiary.evidence.compare import Effect, compare
from crampdiary.evidence.cover import weekdays
from crampdiary.evidence.design import sumprod
from crampdiary.evidence.verdicts import Verdict, VerdictWord, judge

ValueT = TypeVar("ValueT")

UNANSWERED_LIMIT = 0.15
"""If more than this part of a remedy's uses leave open which cramp they were for, its verdict is withheld."""
AFTERWARDS_LIMIT = 0.15
"""If more than this part of a factor's uses on cramp nights were typed after the cramp, the verdict says so."""
TOGETHER_LIMIT = 0.7
"""Above this correlation of their shares, two factors are nearly always used together."""
KNOWN_ENOUGH = 0.95
"""From this part of known nights on, no sensitivity analysis is needed for the unknown ones."""
KNOWN_TOO_LITTLE = 0.5
"""Below this part of known nights, they say nothing about the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One remedy or trigger, as found in the records.

    Attributes:
        shares: the part of each night's risk under it.
        within: the cramps of each night in its exposed time; None where every share is 0 or 1.
        uses: how often it was logged ahead of cramps.
        unanswered_uses: of a remedy, those logged within 30 minutes after an episode began without saying
            whether they were for that cramp or against the next. Always 0 for a trigger.
        cramp_night_uses: uses on nights with a cramp.
        noted_afterwards: those of them typed after an episode of the same night that they precede.
    """

    shares: Sequence[float]
    within: Sequence[float] | None = None
    uses: int = 0
    unanswered_uses: int = 0
    cramp_night_uses: int = 0
    noted_afterwards: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A verdict, and what is to be said beside it.

    Attributes:
        verdict: the verdict.
        sensitivity: the effect in the sensitivity analysis that a clear word had to hold in; None where it
            needed none.
        other_word: the word under the other counting: with only confirmed nights, or with silent ones too.
        noted_afterwards: much of the factor was typed after the cramps that it precedes.
    """

    verdict: Verdict
    sensitivity: Effect | None
    other_word: VerdictWord
    noted_afterwards: bool

    @property
    def would_change(self) -> bool:
        """Whether the other counting, if it allows a verdict, comes to another."""
        return self.other_word not in (self.verdict.word, VerdictWord.TOO_FEW_CONFIRMED_NIGHTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two factors that are nearly always used together, and the correlation of their shares."""

    one: str
    other: str
    correlation: float


def assess(
    days: Sequence[int],
    cramps: Sequence[int],
    known: Sequence[bool],
    spoken: Sequence[bool],
    factors: Mapping[str, Factor],
    *,
    worst: Sequence[float | None] | None = None,
    confirmed: bool = False,
) -> list[Assessed]:
    """Judge all remedies and triggers of a diary; ranked as `compare.judge` ranks them.

    Args:
        days: the nights from the first to the last entry of any kind, less those away: proleptic ordinals,
            as the weekdays are worked out from them.
        cramps: per night, how many; a night with a cramp is a known one.
        known: per night, whether it has an episode or a check-in.
        spoken: per night, whether it has any entry at all.
        factors: by name.
        worst: per night, the worst known severity of its cramps, or None.
        confirmed: whether to count the known nights only, instead of taking silent ones as free of cramps.

    Raises:
        ValueError: as `compare.compare`, and when a night with a cramp is not known.
    """
    if any(count and not is_known for count, is_known in zip(cramps, known, strict=True)):
        raise ValueError("a night with a cramp is a known one")
    diary = _Diary(days, cramps, known, spoken, factors, worst)
    unclear = {
        name: VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR
        for name, factor in factors.items()
        if factor.unanswered_uses > UNANSWERED_LIMIT * factor.uses
    }
    with_silent = _judge_with_silent(diary, unclear)
    known_only = with_silent
    if confirmed or KNOWN_TOO_LITTLE <= diary.known_part < 1:
        known_only = _judge_known_only(diary, unclear)
    shown, other = (known_only, with_silent) if confirmed else (with_silent, known_only)
    other_words = {verdict.name: verdict.word for verdict in other.verdicts}
    if not confirmed and diary.known_part < KNOWN_TOO_LITTLE:
        other_words = dict.fromkeys(other_words, VerdictWord.TOO_FEW_CONFIRMED_NIGHTS)
    return [
        Assessed(
            verdict=verdict,
            sensitivity=shown.sensitivity.get(verdict.name),
            other_word=other_words[verdict.name],
            noted_afterwards=_noted_afterwards(factors[verdict.name]),
        )
        for verdict in shown.verdicts
    ]


def used_together(shares: Mapping[str, Sequence[float]]) -> list[Together]:
    """Return the pairs of factors whose shares correlate (Pearson's r) above 0.7, the closest first.

    A factor that never changes correlates with nothing.
    """
    deviations = {}
    for name, column in shares.items():
        mean = sum(column) / len(column) if column else 0.0
        deviation = [share - mean for share in column]
        length = math.sqrt(sumprod(deviation, deviation))
        if length > 0:
            deviations[name] = [each / length for each in deviation]
    pairs = [
        Together(one=one, other=other, correlation=sumprod(deviations[one], deviations[other]))
        for one, other in combinations(deviations, 2)
    ]
    close = [pair for pair in pairs if pair.correlation > TOGETHER_LIMIT]
    return sorted(close, key=lambda pair: -pair.correlation)


@dataclass(frozen=True, slots=True)
class _Judged:
    verdicts: list[Verdict]
    sensitivity: dict[str, Effect]


@dataclass(frozen=True, slots=True)
class _Diary:
    """The arguments of `assess`, and the comparisons it needs."""

    days: Sequence[int]
    cramps: Sequence[int]
    known: Sequence[bool]
    spoken: Sequence[bool]
    factors: Mapping[str, Factor]
    worst: Sequence[float | None] | None

    @property
    def known_part(self) -> float:
        return sum(map(bool, self.known)) / len(self.days) if self.days else 1.0

    def effects(
        self, counted: Sequence[bool] | None = None, only: Sequence[str] | None = None
    ) -> dict[str, Effect]:
        """Compare the counted nights, all by default."""

        def kept(values: Sequence[ValueT]) -> Sequence[ValueT]:
            return values if counted is None else list(compress(values, counted))

        days = kept(self.days)
        return compare(
            days,
            kept(self.cramps),
            {name: kept(factor.shares) for name, factor in self.factors.items()},
            weekday=weekdays(days),
            worst=None if self.worst is None else kept(self.worst),
            within={
                name: kept(factor.within)
                for name, factor in self.factors.items()
                if factor.within is not None
            },
            only=only,
        )

    def with_unknown_nights(self, name: str, share: float) -> Effect:
        """Compare all nights, the unknown ones taken as quiet and as lying wholly under this share."""
        factor = self.factors[name]
        shares = [own if is_known else share for own, is_known in zip(factor.shares, self.known, strict=True)]
        altered = replace(self, factors={**self.factors, name: replace(factor, shares=shares)})
        return altered.effects(only=[name])[name]


def _judge_with_silent(diary: _Diary, withheld: Mapping[str, VerdictWord]) -> _Judged:
    """Judge with silent nights as free of cramps; "more" must also hold without the nights that have no entry."""
    effects = diary.effects()
    verdicts = judge(effects, withheld=withheld)
    more = [verdict.name for verdict in verdicts if verdict.word is VerdictWord.MORE]
    if not more or all(diary.spoken):
        return _Judged(verdicts, {})
    sensitivity = diary.effects(diary.spoken, more)
    return _Judged(judge(effects, sensitivity=sensitivity, withheld=withheld), sensitivity)


def _judge_known_only(diary: _Diary, withheld: Mapping[str, VerdictWord]) -> _Judged:
    """Judge the known nights; a clear word must also hold with the unknown ones at their worst for it."""
    effects = diary.effects(diary.known)
    if diary.known_part < KNOWN_TOO_LITTLE:
        return _Judged(
            judge(effects, withheld=dict.fromkeys(effects, VerdictWord.TOO_FEW_CONFIRMED_NIGHTS)), {}
        )
    verdicts = judge(effects, withheld=withheld)
    if diary.known_part >= KNOWN_ENOUGH:
        return _Judged(verdicts, {})
    # A quiet night speaks for whatever was used on it: for "fewer" the worst is that nothing was.
    worst = {VerdictWord.FEWER: 0.0, VerdictWord.MORE: 1.0}
    sensitivity = {
        verdict.name: diary.with_unknown_nights(verdict.name, worst[verdict.word])
        for verdict in verdicts
        if verdict.word in worst
    }
    return _Judged(judge(effects, sensitivity=sensitivity, withheld=withheld), sensitivity)


def _noted_afterwards(factor: Factor) -> bool:
    return factor.noted_afterwards > AFTERWARDS_LIMIT * factor.cramp_night_uses
