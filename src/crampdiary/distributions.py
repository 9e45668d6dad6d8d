"""Probability on paper: Student's t, false discovery rates, Wilson's interval, the interval of a median.

Pure functions of numbers, without scipy at run time. Student's t is computed through the regularised
incomplete beta function (DLMF 8.17.22, the continued fraction, by Lentz's method) and agrees with scipy to
about 1e-12, relatively, far into the tail.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

NORMAL_975 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""

_TINY = 1e-300
_LARGE_SHAPE = 40.0


def student_t_upper_tail(statistic: float, degrees: float) -> float:
    """Return the chance that Student's t exceeds `statistic`.

    Args:
        statistic: any real number, or an infinity.
        degrees: degrees of freedom, above 0 and not necessarily whole.

    Raises:
        ValueError: when `degrees` is not positive.
    """
    half = student_t_two_sided(statistic, degrees) / 2
    return half if statistic >= 0 else 1 - half


def student_t_two_sided(statistic: float, degrees: float) -> float:
    """Return the chance that Student's t lies at least as far from 0 as `statistic` does.

    Args:
        statistic: any real number, or an infinity.
        degrees: degrees of freedom, above 0 and not necessarily whole.

    Raises:
        ValueError: when `degrees` is not positive.
    """
    if not degrees > 0:
        raise ValueError(f"degrees of freedom must be positive, not {degrees}")
    ratio = statistic * statistic / degrees
    if ratio == 0:
        return 1.0
    if math.isinf(ratio):
        return 0.0
    return _beta_upper(degrees / 2, ratio)


def student_t_quantile(probability: float, degrees: float) -> float:
    """Return the value that Student's t stays below with the given probability.

    Args:
        probability: strictly between 0 and 1.
        degrees: degrees of freedom, above 0 and not necessarily whole.

    Raises:
        ValueError: when an argument is out of range.
    """
    if not 0 < probability < 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
    if probability < 0.5:
        return -_upper_quantile(probability, degrees)
    return _upper_quantile(1 - probability, degrees)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return the q value of every p value: the false discovery rate at which it would just be accepted.

    Benjamini and Hochberg (1995), the step-up procedure. The order is kept; equal p get equal q.
    """
    count = len(p_values)
    adjusted = [1.0] * count
    smallest = 1.0
    by_size = sorted(range(count), key=p_values.__getitem__)
    for rank in range(count, 0, -1):
        place = by_size[rank - 1]
        # Divided first: with rank = count the p value must come back unchanged, to the last bit.
        smallest = min(smallest, p_values[place] * (count / rank))
        adjusted[place] = smallest
    return adjusted


def wilson_interval(successes: int, tries: int) -> tuple[float, float]:
    """Return Wilson's 95 % score interval for a proportion (Wilson 1927), within [0, 1].

    Raises:
        ValueError: when there were no tries, or not 0 <= successes <= tries.
    """
    if tries < 1 or not 0 <= successes <= tries:
        raise ValueError(f"{successes} of {tries} is no proportion")
    squared = NORMAL_975 * NORMAL_975
    middle = successes + squared / 2
    spread = NORMAL_975 * math.sqrt(successes * (tries - successes) / tries + squared / 4)
    # With none or all the limit is 0 or 1 exactly; rounding must not put it just inside.
    low = 0.0 if successes == 0 else (middle - spread) / (tries + squared)
    high = 1.0 if successes == tries else (middle + spread) / (tries + squared)
    return low, high


def median_interval_rank(count: int) -> int | None:
    """Return k such that the k-th smallest and k-th largest of `count` values enclose the median (95 %).

    k is the largest rank with P(Binomial(count, 1/2) < k) <= 2.5 % (Hahn and Meeker 1991, section 5.2).
    Fewer than six values have no such rank: None.
    """
    # Whole numbers: 2^-count would round away a long diary's tail.
    limit = 2**count
    below, ways, rank = 0, 1, 0
    while 40 * (below + ways) <= limit:
        below += ways
        ways = ways * (count - rank) // (rank + 1)
        rank += 1
    return rank or None


def median_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % interval of the median by order statistics, or None for fewer than six values.

    Infinite values ("it never eased") take part like any other, so a limit may be infinite.
    """
    rank = median_interval_rank(len(values))
    if rank is None:
        return None
    ordered = sorted(values)
    return ordered[rank - 1], ordered[-rank]


def median(values: Sequence[float]) -> float:
    """Return the median, the mean of the middle two for an even count; it may be infinite.

    Raises:
        ValueError: when there are no values.
    """
    if not values:
        raise ValueError("no values have no median")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _upper_quantile(tail: float, degrees: float) -> float:
    """Return t >= 0 with an upper tail of `tail` <= 1/2, by Newton's method inside a bracket."""
    if tail == 0.5:
        return 0.0
    # About the normal quantile (Abramowitz and Stegun 26.2.23), expanded in 1/degrees (Cornish and Fisher): close by
    # unless there are hardly any degrees.
    w = math.sqrt(-2 * math.log(tail))
    z = w - (2.515517 + w * (0.802853 + w * 0.010328)) / (1 + w * (1.432788 + w * (0.189269 + w * 0.001308)))
    value = z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
    low, high = 0.0, max(1.0, 1.1 * value)
    while student_t_upper_tail(high, degrees) > tail:
        low, high = high, high * 2
    log_constant = _log_gamma_step(degrees / 2) - 0.5 * math.log(degrees * math.pi)
    value = min(max(value, low), high)
    for _ in range(200):
        excess = student_t_upper_tail(value, degrees) - tail
        if excess > 0:
            low = value
        else:
            high = value
        log_density = log_constant - (degrees + 1) / 2 * math.log1p(value * value / degrees)
        # In logarithms of the tail: close to a straight line far out, where the tail itself is flat.
        step = (excess + tail) * math.log1p(excess / tail) / math.exp(log_density)
        following = value + step
        if not low < following < high:
            following = (low + high) / 2
        # Smaller steps are rounding, and would go on for long.
        if abs(following - value) <= 1e-13 * following:
            return following
        value = following
    return value


def _beta_upper(shape: float, ratio: float) -> float:
    """Return the regularised incomplete beta I_x(shape, 1/2) at x = 1/(1 + ratio), for ratio > 0."""
    # x = 1/(1 + ratio) and y = 1 - x, each without cancellation whichever of the two is small.
    x, y = 1 / (1 + ratio), ratio / (1 + ratio)
    log_front = (
        _log_gamma_step(shape) - 0.5 * math.log(math.pi) - shape * math.log1p(ratio) + 0.5 * math.log(y)
    )
    front = math.exp(log_front)
    # The fraction converges quickly on one side of the mean only; the other side is its mirror image.
    if x < (shape + 1) / (shape + 2.5):
        return front * _beta_fraction(shape, 0.5, x) / shape
    return 1 - front * _beta_fraction(0.5, shape, y) / 0.5


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of I_x(a, b) by the modified Lentz method, to full precision."""
    numerator, denominator = 1.0, 1 - (a + b) * x / (a + 1)
    denominator = 1 / (denominator if abs(denominator) > _TINY else _TINY)
    value = denominator
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            denominator = 1 + coefficient * denominator
            denominator = 1 / (denominator if abs(denominator) > _TINY else _TINY)
            numerator = 1 + coefficient / numerator
            numerator = numerator if abs(numerator) > _TINY else _TINY
            change = numerator * denominator
            value *= change
        if abs(change - 1) < 1e-15:
            break
    return value


def _log_gamma_step(shape: float) -> float:
    """Return log Gamma(shape + 1/2) - log Gamma(shape).

    For a large shape from its asymptotic series (DLMF 5.11.13), where the two logarithms would cancel.
    """
    if shape < _LARGE_SHAPE:
        return math.lgamma(shape + 0.5) - math.lgamma(shape)
    inverse = 1 / shape
    square = inverse * inverse
    return 0.5 * math.log(shape) - inverse * (
        1 / 8 - square * (1 / 192 - square * (1 / 640 - square * 17 / 14336))
    )
