"""The comparison of nights: what a diary says about every remedy and trigger, all of them at once.

One person, one diary, many remedies: and it must not mislead them. Nights after a remedy are compared with
nights without it inside the same four weeks, on the same days of the week and after similar recent nights,
allowing for everything else that was logged. The method was chosen by simulation, for its false positives stay near
5 % under every hazard of real diaries that was tried, among them flares, seasons, weekly rhythms, use after a bad
night and use in runs (`tests/benchmarks/calibration.py` repeats it).

Numbers in, numbers out: `compare` gives each factor, a remedy or a trigger, its `Effect`. What word follows is
settled in `verdicts`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from operator import mul, ne

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.evidence.collinearity import SEVERAL, Apart, Correlations
from crampdiary.evidence.design import Block
from crampdiary.evidence.fit import fit_jointly
from crampdiary.evidence.score import NOTHING_TO_COMPARE, Score, ScoreTest


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


class Effect(Frozen):
    """What a diary says about one factor.

    Attributes:
        rate_ratio: cramps a night with the factor over those without, adjusted; 0 or infinity beyond e^±6.
        low: lower 95 % limit of it, or 0.
        high: upper 95 % limit of it, or infinity. The limits exclude 1 exactly when p < .05. Where runs of use
            matter, the limit farther from 1 is moved out by a quarter more.
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
        tolerance: the part of it that nothing else logged, the weekday or the nights before predicts.
        partner: what predicts most of it: see `collinearity.Apart`.
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
    tolerance: float
    partner: str
    blocks: tuple[BlockCounts, ...]


def compare(
    days: Sequence[int],
    cramps: Sequence[int],
    shares: Mapping[str, Sequence[float]],
    *,
    weekday: Sequence[int] | None = None,
    worst: Sequence[float | None] | None = None,
    within: Mapping[str, Sequence[float]] | None = None,
    only: Collection[str] | None = None,
) -> dict[str, Effect]:
    """Compare the nights with every factor with those without it, all factors at once.

    Args:
        days: the counted nights, as strictly increasing day numbers. Where they start does not matter.
        cramps: per night, how many.
        shares: per factor, the share of each night's risk under it, from 0 to 1.
        weekday: per night 0 (Monday's) to 6. None compares without regard to the days of the week; nothing is
            worked out from `days`, which need not be dates.
        worst: per night, the worst known severity of its cramps, 0 to 10, or None; None where none is known.
        within: per factor, the cramps of each night in the exposed time; looked at where 0 < share < 1 only.
            A factor left out has the cramps of such nights spread evenly, so that they tell nothing about it.
        only: the factors to test, all of them by default. The others are still allowed for.

    Raises:
        ValueError: when lengths differ, days do not increase, or a number is out of range.
    """
    check(days, cramps, shares, weekday, worst, within or {})
    tested = {name: factor for factor, name in enumerate(shares) if only is None or name in only}
    counts = list(map(float, cramps))
    if not days:
        nothing = Apart(1.0, SEVERAL)
        return {
            name: _effect(NOTHING_TO_COMPARE, nothing, 1.0, math.inf, (), (), days, counts, [], [])
            for name in tested
        }
    fit = fit_jointly(days, counts, list(shares.values()), weekday, worst)
    test = ScoreTest(fit, days, counts)
    correlations = Correlations(fit.information, list(shares))
    effects = {}
    for name, factor in tested.items():
        inside = list(map(mul, shares[name], counts))
        if within and name in within:
            for place, _ in fit.partly[factor]:
                inside[place] = within[name][place]
        score = test.of(factor, shares[name], inside)
        effects[name] = _effect(
            score,
            correlations.of(factor),
            test.degrees,
            test.critical,
            fit.blocks,
            fit.block_cramps,
            days,
            counts,
            shares[name],
            inside,
        )
    return effects


def _effect(
    score: Score,
    apart: Apart,
    df: float,
    critical: float,
    blocks: Sequence[Block],
    block_cramps: Sequence[float],
    days: Sequence[int],
    cramps: Sequence[float],
    shares: Sequence[float],
    inside: Sequence[float],
) -> Effect:
    counts = []
    for (start, stop), total in zip(blocks, block_cramps, strict=True):
        share, exposed = sum(shares[start:stop]), sum(inside[start:stop])
        counts.append(
            BlockCounts(days[start], days[stop - 1], share, stop - start - share, exposed, total - exposed)
        )
    nights_with, cramps_with = round(sum(shares)), round(sum(inside))
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
        switches=switches(shares),
        tolerance=apart.tolerance,
        partner=apart.partner,
        blocks=tuple(counts),
    )


def switches(shares: Sequence[float]) -> int:
    """Return how often nights change, from one to the next, between exposed for at least half and not."""
    exposed_mostly = list(map((0.5).__le__, shares))
    return sum(map(ne, exposed_mostly, exposed_mostly[1:]))


def check(
    days: Sequence[int],
    cramps: Sequence[int],
    shares: Mapping[str, Sequence[float]],
    weekday: Sequence[int] | None,
    worst: Sequence[float | None] | None,
    within: Mapping[str, Sequence[float]],
) -> None:
    """Refuse numbers that no diary can have; args and errors are those of `compare`."""
    columns: list[Sequence[float | None]] = [cramps, *shares.values(), *within.values()]
    columns += [each for each in (weekday, worst) if each is not None]
    if any(len(column) != len(days) for column in columns):
        raise ValueError("every list must have one entry per night")
    if not all(earlier < later for earlier, later in pairwise(days)):
        raise ValueError("days must increase strictly")
    if days and min(cramps) < 0:
        raise ValueError("a number of cramps cannot be negative")
    for name, column in shares.items():
        if days and not (min(column) >= 0 and max(column) <= 1):
            raise ValueError(f"shares of {name!r} must lie between 0 and 1")
    if weekday is not None and not all(0 <= each <= 6 for each in weekday):
        raise ValueError("weekdays must run from 0 to 6")
    if worst is not None and not all(each is None or 0 <= each <= 10 for each in worst):
        raise ValueError("severities must lie between 0 and 10")
