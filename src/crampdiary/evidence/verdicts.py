"""The words for what a comparison found: judged all together, from a fixed list, and none of them a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crampdiary.distributions import benjamini_hochberg
from crampdiary.evidence.compare import Effect
from crampdiary.evidence.score import FARTHEST

CLEAR_P, CLEAR_Q = 0.01, 0.10
"""At most these for "fewer" and "more": people look again and again, and .05 would mislead one in five."""
POSSIBLE_P, POSSIBLE_Q = 0.05, 0.20
"""At most these for "possibly fewer" and "possibly more"."""
FEWEST_NIGHTS = 5
"""The fewest nights with a factor, without it, and with a cramp that allow a verdict."""
FEWEST_SWITCHES = 4
"""The fewest changes between using it and not that allow a verdict."""

_HALVING = math.log(2)
_POWER = 0.84  # the 80 % point of the normal distribution: a halving would be found four times in five
_PRIOR_VARIANCE = 0.5**2
_WEEK = 7


class VerdictWord(StrEnum):
    """The verdicts, in the order in which they are ranked."""

    FEWER = "fewer"
    POSSIBLY_FEWER = "possibly_fewer"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    NOT_ENOUGH_NIGHTS = "not_enough_nights"
    POSSIBLY_MORE = "possibly_more"
    MORE = "more"
    USED_TOO_RARELY = "used_too_rarely"
    USED_ALMOST_EVERY_NIGHT = "used_almost_every_night"
    BEFORE_AND_AFTER_ONLY = "before_and_after_only"
    TOO_FEW_CRAMPS = "too_few_cramps"
    TOO_FEW_CONFIRMED_NIGHTS = "too_few_confirmed_nights"
    PREVENTION_OR_RESCUE_UNCLEAR = "prevention_or_rescue_unclear"

    @property
    def judged(self) -> bool:
        """Whether this says something about the numbers, rather than why they cannot be judged."""
        return _RANK[self] <= _RANK[VerdictWord.MORE]


_RANK = {word: rank for rank, word in enumerate(VerdictWord)}


class Hurdle(StrEnum):
    """What keeps a verdict from the next clearer word."""

    P_VALUE = "p_value"
    Q_VALUE = "q_value"
    SENSITIVITY = "companion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The word for one factor, and what stands beside it.

    Attributes:
        name: the factor.
        effect: the numbers behind it.
        word: the verdict.
        q: the false discovery rate among all factors judged together; None where it cannot be judged.
        more_nights: for "not enough nights": how many more, in whole weeks, would probably show a halving;
            None for every other word, and where no number of such nights would.
        shown_ratio: the rate ratio to show, drawn towards 1 as far as it is uncertain.
        hurdles: what keeps it from the next clearer word; none where it is clear, or cannot be judged.
    """

    name: str
    effect: Effect
    word: VerdictWord
    q: float | None
    more_nights: int | None
    shown_ratio: float
    hurdles: tuple[Hurdle, ...]


def judge(
    effects: Mapping[str, Effect],
    *,
    sensitivity: Mapping[str, Effect] | None = None,
    withheld: Mapping[str, VerdictWord] | None = None,
) -> list[Verdict]:
    """Give every factor of a diary its word, all of them together, remedies and triggers alike.

    Args:
        effects: what `compare` found.
        sensitivity: per factor, the effect in a sensitivity analysis: another counting of the same nights. A
            clear word must also hold there, with p <= .05 and in the same direction, or it is a possible one.
        withheld: per factor, the word that says why it is not to be judged, whatever its numbers.

    Returns:
        The verdicts in the order of `VerdictWord`, then by the ratio shown, then by name.
    """
    sensitivity, withheld = sensitivity or {}, withheld or {}
    gates = {name: withheld.get(name) or _gate(effect) for name, effect in effects.items()}
    judged = [name for name, gate in gates.items() if gate is None]
    false_rates = dict(zip(judged, benjamini_hochberg([effects[name].p for name in judged]), strict=True))
    verdicts = [
        Verdict(
            name=name,
            effect=effect,
            word=gate,
            q=None,
            more_nights=None,
            shown_ratio=shown_ratio(effect),
            hurdles=(),
        )
        if (gate := gates[name])
        else _verdict(name, effect, false_rates[name], sensitivity.get(name))
        for name, effect in effects.items()
    ]
    return sorted(verdicts, key=lambda verdict: (_RANK[verdict.word], verdict.shown_ratio, verdict.name))


def shown_ratio(effect: Effect) -> float:
    """Return the rate ratio drawn towards 1 as far as it is uncertain, but not out of its interval.

    Among the ratios that reach significance those exaggerated by chance are over-represented: unshrunk they
    overstate twofold at 120 nights. The prior has a standard deviation of one half on the log ratio.
    """
    if math.isinf(effect.standard_error):
        return 1.0
    trust = _PRIOR_VARIANCE / (_PRIOR_VARIANCE + effect.standard_error**2)
    estimate = math.log(effect.rate_ratio) if effect.rate_ratio else -FARTHEST
    ratio = math.exp(min(FARTHEST, estimate) * trust)
    return min(effect.high, max(effect.low, ratio))


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
    return None


def _verdict(name: str, effect: Effect, q: float, sensitivity: Effect | None) -> Verdict:
    fewer = effect.rate_ratio < 1
    hurdles = _hurdles(effect.p, CLEAR_P, q, CLEAR_Q)
    if sensitivity and not (sensitivity.p <= POSSIBLE_P and (sensitivity.rate_ratio < 1) == fewer):
        hurdles = (*hurdles, Hurdle.SENSITIVITY)
    more_nights = None
    if not hurdles:
        word = VerdictWord.FEWER if fewer else VerdictWord.MORE
    elif effect.p <= POSSIBLE_P and q <= POSSIBLE_Q:
        word = VerdictWord.POSSIBLY_FEWER if fewer else VerdictWord.POSSIBLY_MORE
    else:
        hurdles = _hurdles(effect.p, POSSIBLE_P, q, POSSIBLE_Q)
        more_nights = _more_nights(effect)
        word = VerdictWord.NO_CLEAR_DIFFERENCE if more_nights == 0 else VerdictWord.NOT_ENOUGH_NIGHTS
    return Verdict(
        name=name,
        effect=effect,
        word=word,
        q=q,
        more_nights=more_nights or None,
        shown_ratio=shown_ratio(effect),
        hurdles=hurdles,
    )


def _hurdles(p: float, highest_p: float, q: float, highest_q: float) -> tuple[Hurdle, ...]:
    missed = ((Hurdle.P_VALUE, p > highest_p), (Hurdle.Q_VALUE, q > highest_q))
    return tuple(hurdle for hurdle, is_missed in missed if is_missed)


def _more_nights(effect: Effect) -> int | None:
    """Return how many more nights would show a halving four times in five; None where none would.

    In whole weeks, and 0 where the diary would show it already.
    """
    needed = (effect.critical + _POWER) * effect.standard_error
    if needed <= _HALVING:
        return 0
    if math.isinf(needed):
        return None
    more = effect.nights * ((needed / _HALVING) ** 2 - 1)
    return _WEEK * math.ceil(more / _WEEK)
