"""What preceded fewer, and what preceded more cramps: the comparison of nights, and the words for it.

One person, one diary, many remedies: and it must not mislead them. Nights after a remedy are compared with
nights without it inside the same four weeks and after similar recent nights, allowing for weekends and for
everything else that was logged. The method was chosen by simulation: of twelve candidates it alone kept its
false positives near 5 % in all of fourteen hazards of real diaries, among them flares, seasons, use after a
bad night and use in runs (`tests/benchmarks/calibration.py` repeats it).

Numbers in, numbers out: `compare` gives each factor, a remedy or a trigger, its `Effect`; `judge` gives all
effects of a diary together their `Verdict`, a word from a fixed list. No sentence is written here.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from operator import mul, ne
from typing import NamedTuple

from crampdiary.distributions import benjamini_hochberg
from crampdiary.evidence.design import Block
from crampdiary.evidence.fit import fit_jointly
from crampdiary.evidence.score import FARTHEST, NOTHING_TO_COMPARE, Score, ScoreTest

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


class BlockCounts(NamedTuple):
    """One of the blocks of about four weeks inside which nights are compared.

    A partly exposed night adds its share to the nights with it and the rest to those without, so these may
    be fractions; the days are the first and the last counted night.
    """

    first_day: int
    last_day: int
    nights_with: float
    nights_without: float
    cramps_with: float
    cramps_without: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a diary says about one factor.

    Attributes:
        rate_ratio: cramps a night with the factor over those without, adjusted; 0 or infinity beyond e^±6.
        low: lower 95 % limit of it, or 0.
        high: upper 95 % limit of it, or infinity. The limits exclude 1 exactly when p < .05.
        p: two-sided, 1 where there was nothing to compare.
        df: degrees of freedom of Student's t, not necessarily whole.
        critical: Student's t at 97.5 % with these degrees.
        standard_error: of the log rate ratio where it is 0; infinite where there was nothing to compare.
        inflation: the design effect: how much runs of use that met runs of cramps widened the variance, at
            least 1.
        dispersion: how many times the variance exceeds Poisson's, the design effect included, at least 1.
        nights: counted nights.
        nights_with_cramp: those with at least one.
        nights_with: the exposed time: the sum of the nights' shares under the factor, rounded.
        nights_without: the rest of the counted nights.
        cramps_with: cramps in the exposed time, rounded where the hour of some is not known.
        cramps_without: the rest of the cramps.
        switches: changes, from one counted night to the next, between exposed for at least half and not.
        blocks: the counts by block, which add up to those above before rounding.
    """

    rate_ratio: float
    low: float
    high: float
    p: float
    df: float
    critical: float
    standard_error: float
    inflation: float
    dispersion: float
    nights: int
    nights_with_cramp: int
    nights_with: int
    nights_without: int
    cramps_with: int
    cramps_without: int
    switches: int
    blocks: tuple[BlockCounts, ...]


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


def compare(
    days: Sequence[int],
    cramps: Sequence[int],
    shares: Mapping[str, Sequence[float]],
    *,
    weekend: Sequence[bool] | None = None,
    within: Mapping[str, Sequence[float]] | None = None,
    only: Collection[str] | None = None,
) -> dict[str, Effect]:
    """Compare the nights with every factor with those without it, all factors at once.

    Args:
        days: the counted nights, as strictly increasing day numbers. Where they start does not matter.
        cramps: per night, how many.
        shares: per factor, the share of each night's risk under it, from 0 to 1.
        weekend: per night, whether it is one of the weekend (see `cover.weekend_nights`). None compares
            without regard to weekends; nothing is worked out from `days`, which need not be dates.
        within: per factor, the cramps of each night in the exposed time; looked at where 0 < share < 1 only.
            A factor left out has the cramps of such nights spread evenly, so that they tell nothing about it.
        only: the factors to test, all of them by default. The others are still allowed for.

    Raises:
        ValueError: when lengths differ, days do not increase, or a number is out of range.
    """
    _check(days, cramps, shares, weekend, within or {})
    tested = {name: factor for factor, name in enumerate(shares) if only is None or name in only}
    counts = list(map(float, cramps))
    if not days:
        return {name: _effect(NOTHING_TO_COMPARE, 1.0, math.inf, (), days, counts, [], []) for name in tested}
    fit = fit_jointly(days, counts, list(shares.values()), weekend)
    test = ScoreTest(fit, days, counts)
    effects = {}
    for name, factor in tested.items():
        inside = list(map(mul, shares[name], counts))
        if within and name in within:
            for place, _ in fit.partly[factor]:
                inside[place] = within[name][place]
        score = test.of(factor, shares[name], inside)
        effects[name] = _effect(
            score, test.degrees, test.critical, fit.blocks, days, counts, shares[name], inside
        )
    return effects


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


def _effect(
    score: Score,
    df: float,
    critical: float,
    blocks: Sequence[Block],
    days: Sequence[int],
    cramps: Sequence[float],
    shares: Sequence[float],
    inside: Sequence[float],
) -> Effect:
    counts = []
    for start, stop in blocks:
        share, exposed = sum(shares[start:stop]), sum(inside[start:stop])
        total = sum(cramps[start:stop])
        counts.append(
            BlockCounts(days[start], days[stop - 1], share, stop - start - share, exposed, total - exposed)
        )
    nights_with, cramps_with = round(sum(shares)), round(sum(inside))
    exposed_mostly = [share >= 0.5 for share in shares]
    return Effect(
        rate_ratio=math.exp(score.log_ratio),
        low=math.exp(score.log_low),
        high=math.exp(score.log_high),
        p=score.p,
        df=df,
        critical=critical,
        standard_error=score.standard_error,
        inflation=score.design_effect,
        dispersion=score.dispersion,
        nights=len(days),
        nights_with_cramp=len(cramps) - cramps.count(0),
        nights_with=nights_with,
        nights_without=len(days) - nights_with,
        cramps_with=cramps_with,
        cramps_without=round(sum(cramps)) - cramps_with,
        switches=sum(map(ne, exposed_mostly, exposed_mostly[1:])),
        blocks=tuple(counts),
    )


def _check(
    days: Sequence[int],
    cramps: Sequence[int],
    shares: Mapping[str, Sequence[float]],
    weekend: Sequence[bool] | None,
    within: Mapping[str, Sequence[float]],
) -> None:
    """Refuse numbers that no diary can have."""
    columns = [cramps, *shares.values(), *within.values(), *([] if weekend is None else [weekend])]
    if any(len(column) != len(days) for column in columns):
        raise ValueError("every list must have one entry per night")
    if not all(earlier < later for earlier, later in pairwise(days)):
        raise ValueError("days must increase strictly")
    if days and min(cramps) < 0:
        raise ValueError("a number of cramps cannot be negative")
    for name, column in shares.items():
        if days and not (min(column) >= 0 and max(column) <= 1):
            raise ValueError(f"shares of {name!r} must lie between 0 and 1")
