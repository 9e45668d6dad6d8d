"""Milder, not only fewer: whether the cramps that came were less severe on nights after something was used.

The same comparison as that of the counts, made by least squares instead: the mean severity of a night's cramps on its
four weeks, the nights before, the weekday and everything that was logged. Only nights with a cramp whose severity is
known take part, so what is said is said of the cramps that came, and nothing of those that did not.

Numbers in, numbers out: `compare` gives each factor its `SeverityEffect`, and `judge` their words, which are a family
of their own. Symbols are those of `fit`, with every rated night weighing 1; v is the mean severity of a night. The unit
of v does not matter: the priors pull the part of v that a column explains, in proportion.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate, compress, pairwise, repeat
from operator import add, mul, sub

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.distributions import benjamini_hochberg, student_t_quantile, student_t_two_sided
from crampdiary.evidence.background import divide
from crampdiary.evidence.collinearity import LEAST_TOLERANCE, Correlations
from crampdiary.evidence.compare import check, switches
from crampdiary.evidence.design import Block, DesignMatrix, sumprod
from crampdiary.evidence.fit import columns_of, leverages, precisions_of, within_blocks
from crampdiary.evidence.variance import Calendar, robust_variance, slack
from crampdiary.evidence.verdicts import CLEAR_P, POSSIBLE_P, POSSIBLE_Q, clear_q_among

NOTICED = 2.0
"""Points of 10 that people notice (Farrar and others 2001)."""
FEWEST_RATED = 8.0
"""The fewest rated nights with a factor, and without it, that allow a word."""
FEWEST_SWITCHES = 4
"""The fewest changes, from one rated night to the next, between using it and not that allow a word."""

_FEWEST_NIGHTS = 10
_FEWEST_DEGREES = 4.0
_SMALLEST_INFORMATION = 1e-6
_SMALLEST_VARIANCE = 1e-18  # below this, only rounding is left
_WORST = 10


class SeverityWord(StrEnum):
    """The verdicts on severity, in the order in which they are ranked."""

    MILDER = "milder"
    POSSIBLY_MILDER = "possibly_milder"
    ABOUT_AS_BAD = "about_as_bad"
    NOT_ENOUGH_RATED = "not_enough_rated"
    CHANCE_AMONG_MANY = "chance_among_many"
    POSSIBLY_WORSE = "possibly_worse"
    WORSE = "worse"
    TOO_FEW_RATED = "too_few_rated"
    HANGS_ON_HOW_LEGS_FELT = "hangs_on_how_legs_felt"


_RANK = {word: place for place, word in enumerate(SeverityWord)}
_DEMOTED = {
    "more": {SeverityWord.WORSE, SeverityWord.POSSIBLY_WORSE, SeverityWord.ABOUT_AS_BAD},
    "less": {SeverityWord.MILDER, SeverityWord.POSSIBLY_MILDER},
}
"""Per answer, what it makes look worse, or better, than it is."""


class SeverityEffect(Frozen):
    """What a diary says about the severity of the cramps that came with one factor and without it.

    Attributes:
        estimate: points of 10 by which they were worse with it, adjusted; below 0 they were milder.
        low: lower 95 % limit of it, or minus infinity where there was nothing to compare.
        high: upper 95 % limit of it, or infinity. The limits exclude 0 exactly when p < .05.
        p: two-sided, 1 where there was nothing to compare.
        standard_error: of the estimate, in points; infinite where there was nothing to compare.
        df: degrees of freedom of Student's t, not necessarily whole, at least 0.
        inflation: how much runs of use that met runs of bad cramps widened the variance, at least 1.
        tolerance: the part of it that nothing else logged, the weekday or the nights before predicts.
        rated: nights with a cramp whose severity is known.
        nights_with: the sum of their shares under the factor.
        nights_without: the rest of them.
        mean_with: the mean of their severities, 0 to 10, each weighing its share; None without any.
        mean_without: likewise with the rest of the shares.
        switches: changes, from one rated night to the next, between exposed for at least half and not.
    """

    estimate: float
    low: float
    high: float
    p: float
    standard_error: float
    df: float
    inflation: float
    tolerance: float
    rated: int
    nights_with: float
    nights_without: float
    mean_with: float | None
    mean_without: float | None
    switches: int


class SeverityVerdict(Frozen):
    """The word for how severe the cramps were with one factor, and what stands beside it.

    Attributes:
        name: the factor.
        effect: what was found.
        word: the verdict.
        q: the false discovery rate among all factors whose severity was judged; None where it could not be.
    """

    name: str
    effect: SeverityEffect
    word: SeverityWord
    q: float | None


def compare(
    days: Sequence[int],
    cramps: Sequence[int],
    mean_severity: Sequence[float | None],
    shares: Mapping[str, Sequence[float]],
    *,
    weekday: Sequence[int] | None = None,
    worst: Sequence[float | None] | None = None,
    only: Collection[str] | None = None,
) -> dict[str, SeverityEffect]:
    """Compare how severe the cramps were on nights with every factor and without it, all factors at once.

    Args:
        days: the counted nights, as strictly increasing day numbers; silent ones are taken as quiet.
        cramps: per night, how many.
        mean_severity: per night, the mean known severity of its cramps, 0 to 10, or None; looked at where there was
            a cramp only.
        shares: per factor, the share of each night's risk under it, from 0 to 1.
        weekday: per night 0 (Monday's) to 6; None compares without regard to the days of the week.
        worst: per night, the worst known severity of its cramps, 0 to 10, or None; None where none is known.
        only: the factors to test, all of them by default. The others are still allowed for.

    Raises:
        ValueError: when lengths differ, days do not increase, or a number is out of range.
    """
    check(days, cramps, shares, weekday, worst, {})
    if len(mean_severity) != len(days):
        raise ValueError("every list must have one entry per night")
    if not all(each is None or 0 <= each <= _WORST for each in mean_severity):
        raise ValueError("severities must lie between 0 and 10")
    tested = {name: factor for factor, name in enumerate(shares) if only is None or name in only}
    is_rated = [bool(count) and each is not None for count, each in zip(cramps, mean_severity, strict=True)]
    rated = [each for each in compress(mean_severity, is_rated) if each is not None]
    regression, correlations = None, None
    if rated:
        regression = _Regression(days, cramps, is_rated, rated, list(shares.values()), weekday, worst)
        correlations = Correlations(regression.information, list(shares))
    effects = {}
    for name, factor in tested.items():
        used = list(compress(shares[name], is_rated))
        nights_with, nights_without = sum(used), len(used) - sum(used)
        sum_with = sumprod(used, rated)
        found = regression.of(factor) if regression else _NOTHING_TO_COMPARE
        effects[name] = SeverityEffect(
            **found._asdict(),
            df=regression.degrees if regression else 0.0,
            tolerance=correlations.tolerance(factor) if correlations else 1.0,
            rated=len(used),
            nights_with=nights_with,
            nights_without=nights_without,
            mean_with=sum_with / nights_with if nights_with else None,
            mean_without=(sum(rated) - sum_with) / nights_without if nights_without else None,
            switches=switches(used),
        )
    return effects


def judge(
    effects: Mapping[str, SeverityEffect], *, answers: Mapping[str, str] | None = None
) -> list[SeverityVerdict]:
    """Give every factor its word on severity, all of them together.

    Args:
        effects: what `compare` found.
        answers: per factor, whether the person uses it "more", "less" or "neither" when their legs feel bad.

    Returns:
        The verdicts in the order of `SeverityWord`, then by the estimate, then by name.
    """
    judged = [name for name, effect in effects.items() if _enough(effect)]
    rates = benjamini_hochberg([effects[name].p for name in judged])
    false_rates = dict(zip(judged, rates, strict=True))
    clear_q = clear_q_among(len(judged))
    verdicts = []
    for name, effect in effects.items():
        q = false_rates.get(name)
        word = SeverityWord.TOO_FEW_RATED if q is None else _word(effect, q, clear_q)
        if word in _DEMOTED.get((answers or {}).get(name, ""), set()):
            word = SeverityWord.HANGS_ON_HOW_LEGS_FELT
        verdicts.append(SeverityVerdict(name=name, effect=effect, word=word, q=q))
    return sorted(verdicts, key=lambda each: (_RANK[each.word], each.effect.estimate, each.name))


def _enough(effect: SeverityEffect) -> bool:
    """Return whether the effect can be judged at all."""
    return (
        effect.rated >= _FEWEST_NIGHTS
        and effect.df >= _FEWEST_DEGREES
        and min(effect.nights_with, effect.nights_without) >= FEWEST_RATED
        and effect.switches >= FEWEST_SWITCHES
        and effect.tolerance >= LEAST_TOLERANCE
    )


def _word(effect: SeverityEffect, q: float, clear_q: float) -> SeverityWord:
    milder = effect.estimate < 0
    if effect.p <= CLEAR_P and q <= clear_q:
        return SeverityWord.MILDER if milder else SeverityWord.WORSE
    if effect.p <= POSSIBLE_P and q <= POSSIBLE_Q:
        return SeverityWord.POSSIBLY_MILDER if milder else SeverityWord.POSSIBLY_WORSE
    if effect.p <= POSSIBLE_P:
        return SeverityWord.CHANCE_AMONG_MANY
    if effect.low > -NOTICED and effect.high < NOTICED:
        return SeverityWord.ABOUT_AS_BAD
    return SeverityWord.NOT_ENOUGH_RATED


class _Found(NamedTuple):
    """What the test says of one factor: see `SeverityEffect`."""

    estimate: float
    low: float
    high: float
    p: float
    standard_error: float
    inflation: float


_NOTHING_TO_COMPARE = _Found(0.0, -math.inf, math.inf, 1.0, math.inf, 1.0)


class _Regression:
    """The least squares of all columns at once, made once and then asked for one factor after the other.

    Args:
        days: the counted nights.
        cramps: of each.
        is_rated: whether each is rated; at least one is.
        rated: v, the mean severity of each rated night.
        shares: per factor, of each counted night.
        weekday: of each counted night, or None.
        worst: the worst severity of each counted night, or None.

    Attributes:
        degrees: degrees of freedom of Student's t, at least 0.
        information: H0, a row per column.
    """

    def __init__(
        self,
        days: Sequence[int],
        cramps: Sequence[int],
        is_rated: Sequence[bool],
        rated: Sequence[float],
        shares: Sequence[Sequence[float]],
        weekday: Sequence[int] | None,
        worst: Sequence[float | None] | None,
    ) -> None:
        nights = len(rated)
        columns = [
            list(compress(column, is_rated)) for column in columns_of(days, cramps, shares, weekday, worst)
        ]
        self._first_factor = len(columns) - len(shares)
        self._blocks = _rated_blocks(divide(days), is_rated)
        sizes = [float(stop - start) for start, stop in self._blocks]
        design, ones, precisions = (
            DesignMatrix(columns, self._blocks),
            [1.0] * nights,
            precisions_of(len(columns)),
        )
        within = within_blocks(design, ones, sizes, precisions)
        self.information = within.information
        directions = [design.combine(profile) for profile in within.profiles]
        self._slack = slack(leverages(design, within, directions, ones, self._blocks, sizes))
        self._directions = directions[self._first_factor :]

        outcome = self._less_block_means(rated)
        pull = design.totals(outcome)
        self._coefficients = [sumprod(row, pull) for row in within.inverse]
        predicted = self._less_block_means(design.combine(self._coefficients))
        self._residuals = list(map(sub, outcome, predicted))
        parameters = within.effective_parameters(precisions) + len(sizes)
        self.degrees = max(0.0, nights - parameters - 1)
        self._calendar = Calendar.of(list(compress(days, is_rated)))
        self._roots = ones
        self._enough = nights >= _FEWEST_NIGHTS and self.degrees >= _FEWEST_DEGREES
        if self._enough:
            self._critical = student_t_quantile(0.975, self.degrees)
            self._variance = sumprod(self._residuals, self._residuals) / (nights - parameters)

    def of(self, factor: int) -> _Found:
        """Test the factor at this position among the shares."""
        if not self._enough:
            return _NOTHING_TO_COMPARE
        offsets = self._less_block_means(self._directions[factor])
        information = sumprod(offsets, offsets)
        if information < _SMALLEST_INFORMATION:
            return _NOTHING_TO_COMPARE
        if self._variance < _SMALLEST_VARIANCE:
            # All cramps were rated alike.
            return _Found(0.0, 0.0, 0.0, 1.0, 0.0, 1.0)
        fitted = self._coefficients[self._first_factor + factor]
        # The factor's own effect is put back: the test asks what were left if it had none.
        residuals = list(map(add, self._residuals, map(mul, offsets, repeat(fitted))))
        scores = list(map(mul, offsets, residuals))
        inflation = self._calendar.design_effect(offsets, residuals, self._roots)
        phi = max(1.0, robust_variance(scores, self._slack) * inflation / (self._variance * information))
        estimate = sum(scores) / information
        error = math.sqrt(phi * self._variance / information)
        reach = self._critical * error
        p = student_t_two_sided(estimate / error, self.degrees)
        return _Found(estimate, estimate - reach, estimate + reach, p, error, inflation)

    def _less_block_means(self, values: Sequence[float]) -> list[float]:
        found: list[float] = []
        for start, stop in self._blocks:
            part = values[start:stop]
            mean = sum(part) / len(part)
            found += [value - mean for value in part]
        return found


def _rated_blocks(blocks: Sequence[Block], is_rated: Sequence[bool]) -> list[Block]:
    """Return, of the blocks of all nights, those with a rated night, by the places among the rated nights."""
    edges = [0, *accumulate(sum(is_rated[start:stop]) for start, stop in blocks)]
    return [Block(start, stop) for start, stop in pairwise(edges) if start < stop]
