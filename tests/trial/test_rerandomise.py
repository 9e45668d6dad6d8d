from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from crampdiary.trial.rerandomise import TrialNights, exposures, share_as_large
from crampdiary.trial.schedule import TrialKind
from kit.plain_trial import plain_pulls, plain_residuals, plain_share

KNOWN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "trials.json").read_text(encoding="utf-8")
)
QUICK_ONES = st.sampled_from([TrialKind.QUICK, TrialKind.LASTING])


@pytest.mark.parametrize("case", KNOWN["tails"])
def test_shares_are_those_computed_independently(case: dict[str, Any]) -> None:
    assert share_as_large(case["q"], case["T"]) == case["share"]


@given(pulls=st.lists(st.integers(-40, 40), max_size=9), part=st.floats(-1, 1))
def test_shares_are_those_of_every_draw(pulls: list[int], part: float) -> None:
    total = sum(map(abs, pulls))
    for statistic in (part * total, round(part * total), total, total + 1):
        assert share_as_large(pulls, statistic) == plain_share(pulls, statistic)


@given(pulls=st.lists(st.integers(-200, 200).filter(bool), min_size=2, max_size=9))
def test_shares_are_those_of_scipy(pulls: list[int]) -> None:
    total = sum(pulls)
    expected = stats.permutation_test(
        (np.array(pulls, float),),
        lambda each, axis: each.sum(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=10_000,
    ).pvalue
    assert share_as_large(pulls, total) == pytest.approx(min(1.0, expected), abs=1e-12)


def test_a_share_of_a_long_trial_is_that_of_the_binomial_distribution() -> None:
    for pairs, heads in ((182, 110), (90, 62), (500, 251)):
        expected = stats.binomtest(heads, pairs).pvalue
        assert share_as_large([50] * pairs, 50 * (2 * heads - pairs)) == pytest.approx(expected, rel=1e-9)


@st.composite
def some_nights(draw: st.DrawFn, kinds: st.SearchStrategy[TrialKind], pairs: int = 6) -> Any:
    kind = draw(kinds)
    signs = draw(st.lists(st.sampled_from([1, -1]), min_size=1, max_size=pairs))
    drawn = [int(on) for sign in signs for on in [sign > 0] * kind.period + [sign < 0] * kind.period]
    drawn = drawn[: draw(st.integers(1, len(drawn)))]
    size = len(drawn)
    counted = draw(st.lists(st.sampled_from([True, True, False]), min_size=size, max_size=size))
    counts = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, 7]), min_size=size, max_size=size))
    counts = [count if is_counted else 0 for count, is_counted in zip(counts, counted, strict=True)]
    return TrialNights(kind, drawn, counted), counts


@pytest.mark.slow
@given(given_nights=some_nights(st.sampled_from(list(TrialKind))))
def test_residuals_and_differences_are_those_of_the_plain_oracle(given_nights: Any) -> None:
    nights, counts = given_nights
    left = nights.residuals(counts)
    assert left == pytest.approx(plain_residuals(counts, nights.counted, nights.kind), abs=1e-9)
    pulls = plain_pulls(left, nights.kind, len(nights.signs))
    assert nights.differences(left) == pulls
    whole = plain_pulls(left, nights.kind, len(nights.signs), rounded=False)
    exact = sum(sign * pull for sign, pull in zip(nights.signs, whole, strict=True)) / 50
    pulled = sum(g * count for g, count in zip(nights.coefficients(), counts, strict=True))
    assert pulled == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("kind", TrialKind)
@pytest.mark.parametrize("seed", range(3))
def test_no_schedule_is_called_rare_more_often_than_it_is(kind: TrialKind, seed: int) -> None:
    """Of all draws of a trial in which nothing acts, p is at most alpha in no more than that part, for every alpha."""
    chance = np.random.default_rng(seed)
    pairs = 8 if kind is not TrialKind.SLOW else 6
    counts = chance.negative_binomial(1, 0.5, 2 * pairs * kind.period).tolist()
    counted = (chance.random(len(counts)) < 0.8).tolist()
    counts = [count if is_counted else 0 for count, is_counted in zip(counts, counted, strict=True)]
    chances = []
    for signs in product((True, False), repeat=pairs):
        drawn = [int(on) for sign in signs for on in [sign] * kind.period + [not sign] * kind.period]
        nights = TrialNights(kind, drawn, counted)
        pulls = nights.differences(nights.residuals(counts))
        assert len(pulls) == pairs
        chances.append(share_as_large(pulls, nights.statistic(pulls)))
    for alpha in set(chances):
        as_rare = sum(p <= alpha for p in chances) / len(chances)
        assert as_rare <= alpha + 1e-12
    assert min(chances) < 0.05  # or else this would pass by finding nothing


def test_a_remedy_acts_on_its_own_night_or_half_into_the_next_or_over_weeks() -> None:
    covers = [1.0, 1.0, 0.0, 0.0, 0.6]
    assert exposures(covers, TrialKind.QUICK) == covers
    assert exposures(covers, TrialKind.LASTING) == [1.0, 1.0, 0.5, 0.0, 0.6]
    slow = exposures([1.0] * 7 + [0.0] * 7, TrialKind.SLOW)
    assert slow[6] == pytest.approx(0.5)
    assert slow[13] == pytest.approx(0.25)
