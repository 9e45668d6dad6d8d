"""The words for what a comparison found: judged all together, from a fixed list, and none of them a sentence.

People seldom write after a good night. Taking every silent night as quiet makes a remedy look worse than it is where
bad nights were skipped; leaving silent nights out misleads where quiet nights are said rather when it was used. From
the diary alone nobody can tell which, so nights are counted in both ways, and a word must hold in both. Where it does
not, the word says that it depends on the silent nights.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from enum import StrEnum
from statistics import NormalDist

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.distributions import benjamini_hochberg, student_t_quantile
from crampdiary.evidence.collinearity import LEAST_TOLERANCE
from crampdiary.evidence.compare import Effect
from crampdiary.evidence.score import FARTHEST

CLEAR_P = 0.01
"""At most this for "fewer" and "more": people look again and again, and .05 would mislead one in three."""
POSSIBLE_P, POSSIBLE_Q = 0.05, 0.20
"""At most these for "possibly fewer" and "possibly more"."""
MANY = 8
"""From so many things judged together on, a clear word takes a smaller q."""
FEWEST_NIGHTS = 5
"""The fewest nights with a factor, without it, and with a cramp that allow a verdict."""
FEWEST_SWITCHES = 4
"""The fewest changes between using it and not that allow a verdict."""
SAID_ENOUGH = 0.95
"""From this part of the quiet nights said to be quiet, silent nights need no second counting."""
SAID_TOO_LITTLE = 1 / 3
"""Below this part of them, the nights about which something was said cannot speak for the others."""
PRIOR_VARIANCE = 0.5**2

_CLEAR_Q, _CLEAR_Q_OF_MANY = 0.10, 0.05
_HALVING = math.log(2)
_POWER = 0.84  # the 80 % point of the normal distribution: a halving would be found four times in five
_UNLUCKY = 1.15  # by so much nights to come may tell less than those so far
_WEEK, _FEWEST_MORE, _YEAR = 7, 28, 365
_EVIDENCE = 20.0


class VerdictWord(StrEnum):
    """The verdicts, in the order in which they are ranked."""

    FEWER = "fewer"
    POSSIBLY_FEWER = "possibly_fewer"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    NO_DIFFERENCE_THE_NIGHT_AFTER = "no_difference_the_night_after"
    NOT_ENOUGH_NIGHTS = "not_enough_nights"
    CHANCE_AMONG_MANY = "chance_among_many"
    HANGS_ON_SILENT_NIGHTS = "hangs_on_silent_nights"
    POSSIBLY_MORE = "possibly_more"
    MORE = "more"
    USED_TOO_RARELY = "used_too_rarely"
    USED_ALMOST_EVERY_NIGHT = "used_almost_every_night"
    BEFORE_AND_AFTER_ONLY = "before_and_after_only"
    TOO_FEW_CRAMPS = "too_few_cramps"
    CANNOT_BE_TOLD_APART = "cannot_be_told_apart"
    PREVENTION_OR_RESCUE_UNCLEAR = "prevention_or_rescue_unclear"
    HANGS_ON_HOW_LEGS_FELT = "hangs_on_how_legs_felt"

    @property
    def judged(self) -> bool:
        """Whether this says something about the numbers, rather than why they cannot be judged."""
        return _ORDER[self] <= _ORDER[VerdictWord.MORE]


_ORDER = {word: place for place, word in enumerate(VerdictWord)}
_RANK = {**_ORDER, VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER: _ORDER[VerdictWord.NO_CLEAR_DIFFERENCE]}
_NO_DIFFERENCE = {VerdictWord.NO_CLEAR_DIFFERENCE, VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER}
_MORE = {VerdictWord.MORE, VerdictWord.POSSIBLY_MORE}
_FEWER = {VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER}
_DEMOTED = {"more": _MORE | _NO_DIFFERENCE, "less": _FEWER}
"""Per answer, what it makes look worse, or better, than it is."""


class Hurdle(StrEnum):
    """What keeps a verdict from the next clearer word."""

    P_VALUE = "p_value"
    Q_VALUE = "q_value"
    SILENT_NIGHTS = "silent_nights"


class Verdict(Frozen):
    """The word for one factor, and what stands beside it.

    Attributes:
        name: the factor.
        effect: the effect with silent nights taken as quiet.
        known: that of the nights about which something was said, where both countings were used; else None.
        word: the verdict.
        p: of both countings; 1 where it cannot be judged.
        q: the false discovery rate among all factors judged together; None where it cannot be judged.
        low: the lower 95 % limit of the rate ratio, in whichever counting it is lower.
        high: the upper one, likewise.
        shown_ratio: the rate ratio to show, drawn towards 1 as far as it is uncertain.
        more_nights: for "not enough nights": how many more, in whole weeks, would probably show a halving;
            None for every other word, and where that takes more than a year and than twice the diary.
        partner: for "cannot be told apart": from what; see `collinearity.Apart`.
        if_quiet: for "hangs on the silent nights": the word if they were quiet.
        holds_however_often: whether "fewer" or "more" holds however often one looks.
        hurdles: what keeps it from the next clearer word; none where it is clear, or cannot be judged.
    """

    name: str
    effect: Effect
    known: Effect | None
    word: VerdictWord
    p: float
    q: float | None
    low: float
    high: float
    shown_ratio: float
    more_nights: int | None = None
    partner: str | None = None
    if_quiet: VerdictWord | None = None
    holds_however_often: bool = False
    hurdles: tuple[Hurdle, ...] = ()

    @property
    def countings(self) -> tuple[Effect, ...]:
        """The effects that the word had to hold in."""
        return (self.effect,) if self.known is None else (self.effect, self.known)


def judge(
    all_nights: Mapping[str, Effect],
    known_nights: Mapping[str, Effect] | None,
    said: float,
    *,
    answers: Mapping[str, str] | None = None,
    slow: Collection[str] = (),
    withheld: Collection[str] | None = None,
) -> list[Verdict]:
    """Give every factor of a diary its word, all of them together, remedies and triggers alike.

    Args:
        all_nights: what `compare` found in all counted nights, silent ones taken as quiet.
        known_nights: what it found in the nights about which something was said. None unless `said` is from a third
            to below .95: otherwise the first counting alone is used.
        said: of the counted nights without a cramp, the part said to be clear.
        answers: per factor, whether the person uses it "more", "less" or "neither" when their legs feel bad.
        slow: the remedies that work over weeks, of which a comparison of nights sees little.
        withheld: those of which too many uses leave open whether they were rescue.

    Returns:
        The verdicts in the order of `VerdictWord`, then by the ratio shown, then by name.
    """
    gates = {
        name: VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR if name in (withheld or ()) else _gate(effect)
        for name, effect in all_nights.items()
    }
    judged = [name for name, gate in gates.items() if gate is None]
    clear_q = clear_q_among(len(judged))
    quiet_q = _false_rates({name: all_nights[name].p for name in judged})
    both = known_nights or {}
    p_values = {name: _p_of_both(all_nights[name], both.get(name)) for name in judged}
    false_rates = _false_rates(p_values)
    verdicts = []
    for name, effect in all_nights.items():
        known = both.get(name)
        gate = gates[name]
        if gate is not None:
            verdicts.append(_gated(name, effect, known, gate))
            continue
        found = _Judged(effect, known, said, p_values[name], false_rates[name], clear_q, name in slow)
        verdicts.append(found.verdict(name, quiet_q[name], (answers or {}).get(name, "")))
    return sorted(verdicts, key=lambda verdict: (_RANK[verdict.word], verdict.shown_ratio, verdict.name))


def clear_q_among(judged: int) -> float:
    """Return the largest q of a clear word among so many things judged together."""
    return _CLEAR_Q if judged < MANY else _CLEAR_Q_OF_MANY


def holds_however_often(p: float, standard_error: float) -> bool:
    """Return whether a difference holds however often one looks.

    By a mixture likelihood ratio (Robbins 1970) with a normal prior of standard deviation one half: that exceeds
    20 at any of all looks ahead in at most one diary of twenty.
    """
    if math.isinf(standard_error):
        return False
    z = NormalDist().inv_cdf(p / 2) if p / 2 > 0 else -math.inf
    gain = PRIOR_VARIANCE / standard_error**2
    return z * z * gain / (2 * (1 + gain)) - math.log1p(gain) / 2 >= math.log(_EVIDENCE)


def shown_ratio(effect: Effect) -> float:
    """Return the rate ratio drawn towards 1 as far as it is uncertain.

    Among the ratios that reach significance those exaggerated by chance are over-represented: unshrunk they
    overstate twofold at 120 nights. The prior has a standard deviation of one half on the log ratio.
    """
    if math.isinf(effect.standard_error):
        return 1.0
    trust = PRIOR_VARIANCE / (PRIOR_VARIANCE + effect.standard_error**2)
    return math.exp(_log_ratio(effect) * trust)


class _Judged(NamedTuple):
    """A factor that passed every gate, with p and q of both countings."""

    effect: Effect
    known: Effect | None
    said: float
    p: float
    q: float
    clear_q: float
    is_slow: bool

    def verdict(self, name: str, quiet_q: float, answer: str) -> Verdict:
        word = self._word()
        if_quiet = None
        if word is VerdictWord.HANGS_ON_SILENT_NIGHTS:
            alone = _Judged(self.effect, None, 1.0, self.effect.p, quiet_q, self.clear_q, self.is_slow)
            if_quiet = alone._word()
        if {word, if_quiet} & _DEMOTED.get(answer, set()):
            word, if_quiet = VerdictWord.HANGS_ON_HOW_LEGS_FELT, None
        low, high = self._limits()
        least_sure = self._least_sure()
        return Verdict(
            name=name,
            effect=self.effect,
            known=self.known,
            word=word,
            p=self.p,
            q=self.q,
            low=low,
            high=high,
            shown_ratio=min(high, max(low, self._shown())),
            more_nights=_more_nights(least_sure) if word is VerdictWord.NOT_ENOUGH_NIGHTS else None,
            if_quiet=if_quiet,
            holds_however_often=word in (VerdictWord.FEWER, VerdictWord.MORE)
            and holds_however_often(
                self.p, (self.effect if word is VerdictWord.FEWER else least_sure).standard_error
            ),
            hurdles=self._hurdles(word),
        )

    def _word(self) -> VerdictWord:
        word = self._significant()
        if word is not None:
            needs_quiet = word in _MORE and self.said < SAID_TOO_LITTLE
            return VerdictWord.HANGS_ON_SILENT_NIGHTS if needs_quiet else word
        if self.known is not None and (
            self.effect.p <= POSSIBLE_P or (self.known.p <= POSSIBLE_P and _gate(self.known) is None)
        ):
            return VerdictWord.HANGS_ON_SILENT_NIGHTS
        low, high = self._limits()
        if all(map(_would_show_a_halving, self._countings())) and low > 0.5 and high < 2:
            if self.said < SAID_TOO_LITTLE:
                return VerdictWord.HANGS_ON_SILENT_NIGHTS
            if self.is_slow:
                return VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER
            return VerdictWord.NO_CLEAR_DIFFERENCE
        return VerdictWord.NOT_ENOUGH_NIGHTS

    def _significant(self) -> VerdictWord | None:
        fewer = self.effect.rate_ratio < 1
        if self.p <= CLEAR_P and self.q <= self.clear_q:
            return VerdictWord.FEWER if fewer else VerdictWord.MORE
        if self.p <= POSSIBLE_P and self.q <= POSSIBLE_Q:
            return VerdictWord.POSSIBLY_FEWER if fewer else VerdictWord.POSSIBLY_MORE
        return VerdictWord.CHANCE_AMONG_MANY if self.p <= POSSIBLE_P else None

    def _hurdles(self, word: VerdictWord) -> tuple[Hurdle, ...]:
        if word is VerdictWord.HANGS_ON_SILENT_NIGHTS:
            return (Hurdle.SILENT_NIGHTS,)
        if word in (VerdictWord.FEWER, VerdictWord.MORE, VerdictWord.HANGS_ON_HOW_LEGS_FELT):
            return ()
        highest_p, highest_q = POSSIBLE_P, POSSIBLE_Q
        if word in _FEWER | _MORE:
            highest_p, highest_q = CLEAR_P, self.clear_q
        missed = ((Hurdle.P_VALUE, self.p > highest_p), (Hurdle.Q_VALUE, self.q > highest_q))
        return tuple(hurdle for hurdle, is_missed in missed if is_missed)

    def _countings(self) -> tuple[Effect, ...]:
        return (self.effect,) if self.known is None else (self.effect, self.known)

    def _limits(self) -> tuple[float, float]:
        """Return the hull of the intervals."""
        countings = self._countings()
        return min(each.low for each in countings), max(each.high for each in countings)

    def _least_sure(self) -> Effect:
        return max(self._countings(), key=lambda each: each.standard_error)

    def _shown(self) -> float:
        """Return the shown ratio nearer 1, and 1 where they go in different directions."""
        ratios = [shown_ratio(each) for each in self._countings()]
        if min(ratios) < 1 < max(ratios):
            return 1.0
        return min(ratios, key=lambda ratio: abs(math.log(ratio)))


def _gate(effect: Effect) -> VerdictWord | None:
    """Return why the effect cannot be judged at all, if so."""
    if effect.nights_with < FEWEST_NIGHTS:
        return VerdictWord.USED_TOO_RARELY
    if effect.nights_without < FEWEST_NIGHTS:
        return VerdictWord.USED_ALMOST_EVERY_NIGHT
    if effect.switches < FEWEST_SWITCHES:
        return VerdictWord.BEFORE_AND_AFTER_ONLY
    if effect.nights_with_cramp < FEWEST_NIGHTS:
        return VerdictWord.TOO_FEW_CRAMPS
    if effect.tolerance < LEAST_TOLERANCE:
        return VerdictWord.CANNOT_BE_TOLD_APART
    return None


def _gated(name: str, effect: Effect, known: Effect | None, gate: VerdictWord) -> Verdict:
    return Verdict(
        name=name,
        effect=effect,
        known=known,
        word=gate,
        p=1.0,
        q=None,
        low=effect.low,
        high=effect.high,
        shown_ratio=min(effect.high, max(effect.low, shown_ratio(effect))),
        partner=effect.partner if gate is VerdictWord.CANNOT_BE_TOLD_APART else None,
    )


def _p_of_both(effect: Effect, known: Effect | None) -> float:
    """Return the p that holds in both countings."""
    if known is None:
        return effect.p
    ways = {_direction(effect), _direction(known)}
    if len(ways) > 1 or min(known.nights_with, known.nights_without, known.nights_with_cramp) < FEWEST_NIGHTS:
        return 1.0
    # Skipped nights can only make a remedy look worse where they are taken as quiet: "fewer" is safe there.
    if ways == {-1} and known.p <= POSSIBLE_P:
        return effect.p
    return max(effect.p, known.p)


def _direction(effect: Effect) -> int:
    return (effect.rate_ratio > 1) - (effect.rate_ratio < 1)


def _false_rates(p_values: Mapping[str, float]) -> dict[str, float]:
    return dict(zip(p_values, benjamini_hochberg(list(p_values.values())), strict=True))


def _would_show_a_halving(effect: Effect) -> bool:
    return (effect.critical + _POWER) * effect.standard_error <= _HALVING


def _more_nights(effect: Effect) -> int | None:
    """Return how many more nights would probably show a halving clearly; None where that is out of reach.

    In whole weeks. Four times in five, and by the p of a clear word.
    """
    if math.isinf(effect.standard_error):
        return None
    needed = (student_t_quantile(0.995, effect.df) + _POWER) * effect.standard_error / _HALVING
    more = max(_FEWEST_MORE, _UNLUCKY * effect.nights * (needed**2 - 1))
    weeks = _WEEK * math.ceil(more / _WEEK)
    return weeks if weeks <= max(2 * effect.nights, _YEAR) else None


def _log_ratio(effect: Effect) -> float:
    return min(FARTHEST, math.log(effect.rate_ratio)) if effect.rate_ratio else -FARTHEST
