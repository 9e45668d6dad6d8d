"""The test of one factor in a joint fit: whether the rate ratio of one column differs from 1.

An efficient score test. The factor's share is first reduced to D, what the other columns do not predict of
it; then the log rate ratio alone moves, along the path on which the fit follows it. The variance is robust
against overdispersion (a sandwich with leverages), and multiplied by a design effect where the factor was used in
runs and the cramps came in runs, too. The interval inverts the same test, so it excludes 1 exactly when p < .05; where
runs widened it, the limit farther from 1 is moved out by a quarter more, as runs make it too hopeful.

Symbols, besides those of the joint fit:

    theta      log rate ratio of the factor
    s, y, y1   a night's share, its cramps, its cramps in the exposed time
    x[t]       D less its block mean at theta, weighted by mu
    U, I       the score and its information at theta; dU/dtheta is -I but for partly exposed nights
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from operator import add, mul, sub, truediv

from crampdiary.diary.frozen import NamedTuple
from crampdiary.distributions import student_t_quantile, student_t_two_sided
from crampdiary.evidence.design import sumprod
from crampdiary.evidence.fit import Fit
from crampdiary.evidence.variance import Calendar, robust_variance, slack

FARTHEST = 6.0
"""Log rate ratios are searched for within plus and minus this; beyond, the ratio is 0 or infinity."""

_SMALLEST_INFORMATION = 1e-6
_MUCH_INFORMATION = 100.0
_STRETCH = 1.25
_CLOSE_ENOUGH = 3e-4
_CLOSEST = 1e-12
_MOST_STEPS = 200


class Score(NamedTuple):
    """What the test says of one factor; logarithms are natural.

    Attributes:
        p: two-sided.
        log_ratio: the root of U; an infinity where that lies beyond FARTHEST.
        log_low: the lower 95 % limit, or minus infinity; stretched where that is the far one and runs matter.
        log_high: the upper 95 % limit, or infinity; likewise.
        standard_error: of the log rate ratio where it is 0; infinite when there is nothing to compare.
        design_effect: by how much runs of use that meet runs of cramps multiply the variance, at least 1.
        dispersion: phi, how many times the variance exceeds Poisson's, runs included, at least 1.
    """

    p: float
    log_ratio: float
    log_low: float
    log_high: float
    standard_error: float
    design_effect: float
    dispersion: float


NOTHING_TO_COMPARE = Score(1.0, 0.0, -math.inf, math.inf, math.inf, 1.0, 1.0)


class ScoreTest:
    """The test, prepared once for a fit and then asked for one factor after the other.

    Attributes:
        degrees: degrees of freedom of Student's t, at least 1.
        critical: its 97.5 % point.
    """

    def __init__(self, fit: Fit, days: Sequence[int], cramps: Sequence[float]) -> None:
        self._fit = fit
        self._cramps = cramps
        self._calendar = Calendar.of(days)
        self._slack = slack(fit.leverage)
        nights_with_cramp = len(cramps) - cramps.count(0)
        self.degrees = max(1.0, min(len(days) - fit.effective_parameters - 1, nights_with_cramp - 1.0))
        self.critical = student_t_quantile(0.975, self.degrees)

    def of(self, factor: int, shares: Sequence[float], within: Sequence[float]) -> Score:
        """Test one factor.

        Args:
            factor: its position among the factors of the fit.
            shares: s per night, as the fit was given them.
            within: y1 per night, looked at on partly exposed nights only.
        """
        cramps = self._cramps
        partly = [
            _PartlyExposed(place, share, within[place] - share * cramps[place])
            for place, share in self._fit.partly[factor]
        ]
        mixed = any(min(shares[start:stop]) < max(shares[start:stop]) for start, stop in self._fit.blocks)
        if len(shares) < 2 or not (mixed or partly):
            return NOTHING_TO_COMPARE
        path = _Path(self._fit, factor, cramps, partly)

        expected, offsets = path.without_effect()
        residuals = list(map(sub, cramps, expected))
        scores = list(map(mul, offsets, residuals))
        roots = list(map(math.sqrt, expected))
        weighted = list(map(mul, offsets, roots))
        information = sumprod(weighted, weighted)
        for place, share, surplus in partly:
            scores[place] += surplus
            information += expected[place] * share * (1 - share)
        if information < _SMALLEST_INFORMATION:
            return NOTHING_TO_COMPARE

        design_effect = self._calendar.design_effect(weighted, residuals, roots)
        dispersion = max(1.0, robust_variance(scores, self._slack) * design_effect / information)
        p = student_t_two_sided(sum(scores) / math.sqrt(dispersion * information), self.degrees)
        estimate, low, high = self._estimate(path, information / dispersion, dispersion, p < 0.05)
        if design_effect > 1 and math.isfinite(estimate):
            low = estimate + _STRETCH * (low - estimate) if estimate < 0 else low
            high = estimate + _STRETCH * (high - estimate) if estimate > 0 else high
        return Score(
            p,
            estimate,
            low,
            high,
            math.sqrt(dispersion / information),
            design_effect,
            dispersion,
        )

    def _estimate(
        self, path: _Path, effective_information: float, dispersion: float, differs: bool
    ) -> tuple[float, float, float]:
        """Return the estimate and both limits of theta; `differs` where 0 must lie outside them."""
        estimate, nearby = path.crossing(0.0, -FARTHEST, FARTHEST, path.at(path.guess))
        bound = self.critical * math.sqrt(dispersion)
        if effective_information > _MUCH_INFORMATION and abs(estimate) < FARTHEST:
            half = bound / math.sqrt(nearby.information + (estimate - nearby.theta) * nearby.growth)
            # Where a limit is so close to 0 that this quick form contradicts p, the slow one is needed.
            if (abs(estimate) > half) == differs:
                return estimate, estimate - half, estimate + half
        # p tells on which side of 0 each limit lies: the search is held there, however close to 0 it comes.
        floors, ceilings = (-FARTHEST, estimate), (estimate, FARTHEST)
        if estimate > 0:
            floors = (0.0, estimate) if differs else (-FARTHEST, 0.0)
        elif estimate < 0:
            ceilings = (estimate, 0.0) if differs else (0.0, FARTHEST)
        low, _ = path.crossing(bound, *floors, nearby)
        high, _ = path.crossing(-bound, *ceilings, nearby)
        return (
            math.copysign(math.inf, estimate) if abs(estimate) >= FARTHEST else estimate,
            -math.inf if low <= -FARTHEST else low,
            math.inf if high >= FARTHEST else high,
        )


class _PartlyExposed(NamedTuple):
    """A partly exposed night: its place, s, and y1 - s y, its cramps in the exposed time beyond their share."""

    place: int
    share: float
    surplus: float


class _Point(NamedTuple):
    """A point of the path: theta, U, -dU/dtheta, I, dI/dtheta."""

    theta: float
    score: float
    slope: float
    information: float
    growth: float

    def excess(self, bound: float) -> float:
        """Return U - bound sqrt(I), which falls through 0 at the root or limit looked for."""
        return self.score - bound * math.sqrt(self.information)

    def step(self, bound: float) -> float:
        """Return how far away U = bound sqrt(I) is, taking I to grow exponentially at its present rate.

        For a rarely used factor it does just that, and one step arrives; for others the steps converge
        quadratically. An infinity, in the right direction, where that picture has no solution.
        """
        hopeless = math.copysign(math.inf, self.excess(bound))
        if self.information <= 0 or self.slope <= 0:
            return hopeless
        rate = self.growth / self.information
        if abs(rate) < 1e-9:
            return self.excess(bound) / self.slope
        # With v = exp(rate step / 2): v^2 + 2 half v = 1 + rate U / slope, solved for v - 1.
        half = rate * bound * math.sqrt(self.information) / (2 * self.slope)
        rest = half * half + rate * self.score / self.slope
        if rest < -1:
            return hopeless
        v_less_one = rest / (1 + math.sqrt(1 + rest)) - half
        return 2 * math.log1p(v_less_one) / rate if v_less_one > -1 else hopeless


class _Path:
    """The fit as theta leaves the fitted coefficient and everything else follows."""

    def __init__(
        self,
        fit: Fit,
        factor: int,
        cramps: Sequence[float],
        partly: Sequence[_PartlyExposed],
    ) -> None:
        column = fit.first_factor + factor
        self._direction = fit.directions[column]
        self._predictor = fit.predictor
        self._blocks, self._block_cramps = fit.blocks, fit.block_cramps
        self._sizes = [stop - start for start, stop in fit.blocks]
        self._partly = [
            [night for night in partly if start <= night.place < stop] if partly else []
            for start, stop in fit.blocks
        ]
        self._fitted = fit.coefficients[column]
        self.guess = min(FARTHEST, max(-FARTHEST, fit.unpenalised[column]))
        self._observed = sumprod(self._direction, cramps) + sum(night.surplus for night in partly)

    def without_effect(self) -> tuple[list[float], list[float]]:
        """Return mu and x at theta = 0, per night; in blocks without cramps mu is 0, and x of no account."""
        weights = self._weights(0.0)
        turned = list(map(mul, weights, self._direction))
        masses = [sum(weights[start:stop]) for start, stop in self._blocks]
        means = [
            sum(turned[start:stop]) / mass for (start, stop), mass in zip(self._blocks, masses, strict=True)
        ]
        scales = map(truediv, self._block_cramps, masses)
        return (
            list(map(mul, weights, self._by_night(scales))),
            list(map(sub, self._direction, self._by_night(means))),
        )

    def at(self, theta: float) -> _Point:
        """Return the point of the path at theta."""
        score, information, growth, bend = self._observed, 0.0, 0.0, 0.0
        ratio, direction = math.exp(theta), self._direction
        weights = self._weights(theta)
        turned = list(map(mul, weights, direction))
        squared = list(map(mul, turned, direction))
        cubed = list(map(mul, squared, direction))
        for (start, stop), total, partly in zip(self._blocks, self._block_cramps, self._partly, strict=True):
            if not total:
                continue
            mass = sum(weights[start:stop])
            first = sum(turned[start:stop]) / mass
            second = sum(squared[start:stop]) / mass
            third = sum(cubed[start:stop]) / mass
            score -= total * first
            information += total * (second - first * first)
            growth += total * (third + first * (2 * first * first - 3 * second))
            for place, share, _ in partly:
                mean, offset = total * weights[place] / mass, direction[place] - first
                inside = share * ratio / (1 - share + share * ratio)
                spread = mean * inside * (1 - inside)
                score += mean * (share - inside)
                bend += mean * offset * (inside - share)
                information += spread
                growth += spread * (offset + 1 - 2 * inside)
        # Rounding may leave it just below 0 where there is hardly any information.
        information = max(0.0, information)
        return _Point(theta, score, information + bend, information, growth)

    def _weights(self, theta: float) -> list[float]:
        """Return numbers in proportion to mu at theta, within a block."""
        moved = map(mul, self._direction, repeat(theta - self._fitted))
        return list(map(math.exp, map(add, self._predictor, moved)))

    def _by_night(self, values: Iterable[float]) -> Iterable[float]:
        """Return one value per block for each of its nights."""
        return chain.from_iterable(map(repeat, values, self._sizes))

    def crossing(self, bound: float, floor: float, ceiling: float, start: _Point) -> tuple[float, _Point]:
        """Return where U = bound sqrt(I) between floor and ceiling, and the nearest known point of the path.

        To the left of it U is larger. Where the whole range lies on one side, the end towards it is returned.
        """
        point, theta, floor_seen, ceiling_seen = start, start.theta, False, False
        for _ in range(_MOST_STEPS):
            step = point.step(bound)
            theta = min(ceiling, max(floor, point.theta + step))
            if abs(step) < _CLOSE_ENOUGH or ceiling - floor < _CLOSEST:
                break
            if (theta == floor and floor_seen) or (theta == ceiling and ceiling_seen):
                theta = (floor + ceiling) / 2
            point = self.at(theta)
            if point.excess(bound) > 0:
                if theta == ceiling:
                    break
                floor, floor_seen = theta, True
            else:
                if theta == floor:
                    break
                ceiling, ceiling_seen = theta, True
        return theta, point
