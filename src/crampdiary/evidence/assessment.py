"""A diary's verdicts as they are shown: which nights count, and what a verdict must survive.

Silence after a good night is the rule in a diary, so a silent night counts as free of cramps. That makes a
wrong "fewer" no likelier than chance allows, but a wrong "more" it does: in simulated diaries with forgotten
entries in up to half. A clear "more" must therefore hold as well when the nights without any entry are left
out. When only confirmed nights are to count, the danger is another, that quiet nights are confirmed the
rather when the remedy was used: then a clear word must survive the worst that the unknown nights can hold.

Primitives in, so that the joining of records is none of this module's business.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, compress

from crampdiary.evidence.compare import Effect, Hurdle, Verdict, Word, compare, judge
from crampdiary.evidence.cover import weekend_nights
from crampdiary.evidence.design import sumprod

UNANSWERED_LIMIT = 0.15
"""Above this part of a remedy's uses, logged for no one knows which cramp, its verdict is withheld."""
AFTERWARDS_LIMIT = 0.15
"""Above this part of a factor's exposures on cramp nights, typed after the cramp, the verdict says so."""
TOGETHER_LIMIT = 0.7
"""Above this correlation of their shares, two factors are nearly always used together."""
KNOWN_ENOUGH = 0.95
"""From this part of known nights on, the unknown ones need not be feared."""
KNOWN_TOO_LITTLE = 0.5
"""Below this part of known nights, they say nothing of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One remedy or trigger, as found in the records.

    Attributes:
        shares: the part of each night's risk under it.
        within: the cramps of each night inside the cover; None where every share is 0 or 1.
        uses: how often it was logged ahead of cramps.
        unanswered_uses: those of a remedy logged within 30 minutes after an episode began, without an answer
            to whether they were for that cramp or against the next. Always 0 for a trigger.
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
class Finding:
    """A verdict, and what is to be said beside it.

    Attributes:
        verdict: the verdict.
        companion: the effect under the counting that a clear word had to survive; None where none was asked.
        other_word: the word under the other counting: with only confirmed nights, or with silent ones too.
        noted_afterwards: much of the factor was typed after the cramps that it precedes.
    """

    verdict: Verdict
    companion: Effect | None
    other_word: Word
    noted_afterwards: bool

    @property
    def holds_in_companion(self) -> bool | None:
        """Whether the companion bears the verdict out; None where none was asked."""
        return None if self.companion is None else Hurdle.COMPANION not in self.verdict.hurdles

    @property
    def would_change(self) -> bool:
        """Whether the other counting, if it allows a verdict, comes to another."""
        return self.other_word not in (self.verdict.word, Word.TOO_FEW_CONFIRMED_NIGHTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two factors that are nearly always used together, and the correlation of their shares."""

    one: str
    other: str
    correlation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All verdicts of a diary.

    Attributes:
        findings: ranked as `evidence.judge` ranks them.
        together: the pairs of factors nearly always used together, the closest first.
        nights: all nights of the span, less those away.
        nights_known: of these, with an episode or a check-in.
        nights_unspoken: of these, without an entry of any kind.
        confirmed: whether only the known nights were counted.
    """

    findings: tuple[Finding, ...]
    together: tuple[Together, ...]
    nights: int
    nights_known: int
    nights_unspoken: int
    confirmed: bool


def assess(
    days: Sequence[int],
    cramps: Sequence[int],
    known: Sequence[bool],
    spoken: Sequence[bool],
    factors: Mapping[str, Factor],
    *,
    confirmed: bool = False,
) -> Assessment:
    """Judge all remedies and triggers of a diary.

    Args:
        days: the nights from the first to the last entry of any kind, less those away: proleptic ordinals,
            from which the weekends are worked out.
        cramps: per night, how many; a night with a cramp is a known one.
        known: per night, whether it has an episode or a check-in.
        spoken: per night, whether it has any entry at all.
        factors: by name.
        confirmed: whether to count the known nights only, instead of taking silent ones as free of cramps.

    Raises:
        ValueError: as `evidence.compare`, and when a night with a cramp is not known.
    """
    if any(count and not is_known for count, is_known in zip(cramps, known, strict=True)):
        raise ValueError("a night with a cramp is a known one")
    diary = _Diary(days, cramps, known, spoken, factors)
    unclear = {
        name: Word.PREVENTION_OR_RESCUE_UNCLEAR
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
        other_words = dict.fromkeys(other_words, Word.TOO_FEW_CONFIRMED_NIGHTS)
    return Assessment(
        findings=tuple(
            Finding(
                verdict=verdict,
                companion=shown.companions.get(verdict.name),
                other_word=other_words[verdict.name],
                noted_afterwards=_noted_afterwards(factors[verdict.name]),
            )
            for verdict in shown.verdicts
        ),
        together=tuple(used_together({name: factor.shares for name, factor in factors.items()})),
        nights=len(days),
        nights_known=diary.known_count,
        nights_unspoken=len(days) - sum(map(bool, spoken)),
        confirmed=confirmed,
    )


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
    companions: dict[str, Effect]


@dataclass(frozen=True, slots=True)
class _Diary:
    """The arguments of `assess`, and the comparisons it takes."""

    days: Sequence[int]
    cramps: Sequence[int]
    known: Sequence[bool]
    spoken: Sequence[bool]
    factors: Mapping[str, Factor]

    @property
    def known_count(self) -> int:
        return sum(map(bool, self.known))

    @property
    def known_part(self) -> float:
        return self.known_count / len(self.days) if self.days else 1.0

    def effects(
        self, counted: Sequence[bool] | None = None, only: Sequence[str] | None = None
    ) -> dict[str, Effect]:
        """Compare the counted nights, all by default."""

        def kept(values: Sequence[float]) -> Sequence[float]:
            return values if counted is None else list(compress(values, counted))

        days = self.days if counted is None else list(compress(self.days, counted))
        cramps = self.cramps if counted is None else list(compress(self.cramps, counted))
        return compare(
            days,
            cramps,
            {name: kept(factor.shares) for name, factor in self.factors.items()},
            weekend=weekend_nights(days),
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


def _judge_with_silent(diary: _Diary, withheld: Mapping[str, Word]) -> _Judged:
    """Judge with silent nights as free of cramps; "more" must hold without those nobody spoke of."""
    effects = diary.effects()
    verdicts = judge(effects, withheld=withheld)
    more = [verdict.name for verdict in verdicts if verdict.word is Word.MORE]
    if not more or all(diary.spoken):
        return _Judged(verdicts, {})
    companions = diary.effects(diary.spoken, more)
    return _Judged(judge(effects, companions=companions, withheld=withheld), companions)


def _judge_known_only(diary: _Diary, withheld: Mapping[str, Word]) -> _Judged:
    """Judge the known nights; a clear word must survive the unknown ones at their worst for it."""
    effects = diary.effects(diary.known)
    if diary.known_part < KNOWN_TOO_LITTLE:
        return _Judged(judge(effects, withheld=dict.fromkeys(effects, Word.TOO_FEW_CONFIRMED_NIGHTS)), {})
    verdicts = judge(effects, withheld=withheld)
    if diary.known_part >= KNOWN_ENOUGH:
        return _Judged(verdicts, {})
    # Quiet nights speak for whatever was used on them: for "fewer" the worst is that it was not used.
    worst = {Word.FEWER: 0.0, Word.MORE: 1.0}
    companions = {
        verdict.name: diary.with_unknown_nights(verdict.name, worst[verdict.word])
        for verdict in verdicts
        if verdict.word in worst
    }
    return _Judged(judge(effects, companions=companions, withheld=withheld), companions)


def _noted_afterwards(factor: Factor) -> bool:
    return factor.noted_afterwards > AFTERWARDS_LIMIT * factor.cramp_night_uses
