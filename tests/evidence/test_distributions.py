from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from crampdiary.distributions import (
    benjamini_hochberg,
    median,
    median_interval,
    median_interval_rank,
    student_t_quantile,
    student_t_two_sided,
    student_t_upper_tail,
    wilson_interval,
)

KNOWN = json.loads((Path(__file__).parents[1] / "data" / "small.json").read_text(encoding="utf-8"))
DEGREES = st.floats(1, 20_000)


@pytest.mark.parametrize(("statistic", "degrees", "p"), KNOWN["t_p"])
def test_two_sided_tails_are_those_known(statistic: float, degrees: float, p: float) -> None:
    assert student_t_two_sided(statistic, degrees) == pytest.approx(p, rel=1e-12)
    assert student_t_two_sided(-statistic, degrees) == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize(("degrees", "critical"), KNOWN["t_crit"])
def test_quantiles_are_those_known(degrees: float, critical: float) -> None:
    assert student_t_quantile(0.975, degrees) == pytest.approx(critical, rel=1e-12)
    assert student_t_quantile(0.025, degrees) == pytest.approx(-critical, rel=1e-12)


@given(degrees=DEGREES, log_tail=st.floats(-12, math.log10(0.5)))
def test_tails_agree_with_scipy_far_out(degrees: float, log_tail: float) -> None:
    statistic = float(stats.t.isf(10**log_tail, degrees))
    assert student_t_upper_tail(statistic, degrees) == pytest.approx(
        stats.t.sf(statistic, degrees), rel=1e-10
    )
    assert student_t_upper_tail(-statistic, degrees) == pytest.approx(
        stats.t.sf(-statistic, degrees), rel=1e-10
    )


@given(degrees=DEGREES, log_tail=st.floats(-12, math.log10(0.5)))
def test_quantiles_agree_with_scipy_far_out(degrees: float, log_tail: float) -> None:
    lower = float(stats.t.ppf(10**log_tail, degrees))
    assert student_t_quantile(10**log_tail, degrees) == pytest.approx(lower, rel=1e-10, abs=1e-12)


@given(degrees=DEGREES, probability=st.floats(1e-9, 1 - 1e-9))
def test_the_quantile_undoes_the_tail(degrees: float, probability: float) -> None:
    value = student_t_quantile(probability, degrees)
    assert 1 - student_t_upper_tail(value, degrees) == pytest.approx(probability, rel=1e-9, abs=1e-14)


def test_student_t_at_its_ends() -> None:
    assert student_t_two_sided(0.0, 3.5) == 1.0
    assert student_t_two_sided(1e-200, 3.5) == 1.0
    assert student_t_two_sided(math.inf, 3.5) == 0.0
    assert student_t_upper_tail(-math.inf, 3.5) == 1.0
    assert student_t_quantile(0.5, 3.5) == 0.0


@pytest.mark.parametrize("degrees", [0.0, -1.0, math.nan])
def test_degrees_of_freedom_are_positive(degrees: float) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        student_t_two_sided(1.0, degrees)


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.1, math.nan])
def test_a_quantile_is_that_of_a_probability(probability: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        student_t_quantile(probability, 3.5)


@pytest.mark.parametrize(("p_values", "expected"), KNOWN["bh"])
def test_false_discovery_rates_are_those_known(p_values: list[float], expected: list[float]) -> None:
    assert benjamini_hochberg(p_values) == pytest.approx(expected, rel=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discovery_rates_agree_with_scipy(p_values: list[float]) -> None:
    assert benjamini_hochberg(p_values) == pytest.approx(stats.false_discovery_control(p_values), rel=1e-12)


def test_false_discovery_rates_of_none_and_of_the_largest() -> None:
    assert benjamini_hochberg([]) == []
    # Exactly itself, to the last bit: it is compared with a threshold.
    assert benjamini_hochberg([0.05, 0.05, 0.05]) == [0.05, 0.05, 0.05]


@pytest.mark.parametrize(("successes", "tries", "limits"), KNOWN["wilson"])
def test_wilson_intervals_are_those_known(successes: int, tries: int, limits: list[float]) -> None:
    assert wilson_interval(successes, tries) == pytest.approx(limits, abs=1e-12)


@given(st.integers(1, 400).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries))))
def test_wilson_intervals_agree_with_statsmodels(counts: tuple[int, int]) -> None:
    # Here, as it takes seconds.
    from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

    successes, tries = counts
    low, high = wilson_interval(successes, tries)
    assert (low, high) == pytest.approx(proportion_confint(successes, tries, method="wilson"), abs=1e-12)
    assert 0 <= low <= successes / tries <= high <= 1


@pytest.mark.parametrize(("successes", "tries"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_proportion_is_refused(successes: int, tries: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson_interval(successes, tries)


@pytest.mark.parametrize(("count", "rank"), KNOWN["median_ci"])
def test_ranks_around_the_median_are_those_known(count: int, rank: int) -> None:
    assert median_interval_rank(count) == rank


@pytest.mark.parametrize("count", range(60))
def test_ranks_around_the_median_hold_95_percent_and_no_more_than_needed(count: int) -> None:
    rank = median_interval_rank(count) or 0
    assert rank == 0 or stats.binom.cdf(rank - 1, count, 0.5) <= 0.025
    assert stats.binom.cdf(rank, count, 0.5) > 0.025


def test_too_few_values_have_no_interval_around_the_median() -> None:
    assert median_interval_rank(5) is None
    assert median_interval([1, 2, 3, 4, 5]) is None


def test_an_interval_of_a_median_may_be_open_above() -> None:
    times = [4.0, math.inf, 2.0, math.inf, 3.0, 9.0]
    assert median(times) == 6.5
    assert median_interval(times) == (2.0, math.inf)


def test_a_median_may_be_infinite() -> None:
    assert median([1.0, math.inf]) == math.inf
    assert median([1.0, math.inf, math.inf]) == math.inf
    assert median([3.0]) == 3.0
    with pytest.raises(ValueError, match="no values"):
        median([])
