from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.trial.ratios import Ratios
from crampdiary.trial.rerandomise import TrialNights, exposures
from crampdiary.trial.schedule import TrialKind, schedule

LEVEL = 0.05
SEEDS = st.integers(0, 2**32)
KINDS = st.sampled_from([TrialKind.QUICK, TrialKind.LASTING])


def lived(seed: int, kind: TrialKind, pairs: int, ratio: float) -> tuple[TrialNights, list[int]]:
    chance = Random(seed)
    drawn = schedule(f"{seed:016x}", pairs, kind)
    counted = [chance.random() < 0.9 for _ in drawn]
    rate = chance.choice([0.3, 1.0, 2.0])
    counts = [
        sum(chance.random() < rate * (ratio if on else 1) / 8 for _ in range(8)) if is_counted else 0
        for on, is_counted in zip(drawn, counted, strict=True)
    ]
    return TrialNights(kind, drawn, counted), counts


def tried(nights: TrialNights, counts: list[int]) -> Ratios:
    return Ratios(nights, counts, exposures(nights.drawn, nights.kind))


@given(
    seed=SEEDS,
    kind=KINDS,
    ratio=st.sampled_from([0.2, 0.6, 1.0, 2.0]),
    level=st.sampled_from([0.2, 0.05, 0.005]),
)
def test_the_interval_leaves_out_1_exactly_when_p_is_at_most_the_level(
    seed: int, kind: TrialKind, ratio: float, level: float
) -> None:
    found = tried(*lived(seed, kind, 12, ratio))
    interval = found.interval(level)
    assert 0 <= interval.low <= interval.estimate <= interval.high
    assert (found.p <= level) == (not interval.low <= 1 <= interval.high)
    if found.p <= level:
        assert (found.statistic < 0) == (interval.high < 1)


@given(seed=SEEDS, theta=st.floats(-6, 6))
def test_leaving_out_is_the_mirror_of_using(seed: int, theta: float) -> None:
    """Were the coins the other way round, every ratio would be its inverse."""
    nights, counts = lived(seed, TrialKind.QUICK, 10, 0.6)
    mirrored = TrialNights(nights.kind, [1 - on for on in nights.drawn], nights.counted)
    one, other = tried(nights, counts), tried(mirrored, counts)
    assert one.p == other.p
    assert one.statistic == -other.statistic
    assert one.p_at(theta) == pytest.approx(
        other.p_at(-theta), abs=0.02
    )  # in the last digit a count may be another


def test_at_a_ratio_of_1_it_is_the_exact_test() -> None:
    for seed in range(20):
        found = tried(*lived(seed, TrialKind.LASTING, 9, 0.7))
        assert found.p_at(0.0) == found.p


def test_counts_that_a_ratio_explains_give_that_ratio() -> None:
    drawn = schedule("0" * 16, 40, "quick")
    nights = TrialNights(TrialKind.QUICK, drawn, [True] * len(drawn))
    found = tried(nights, [2 if on else 4 for on in drawn]).interval(0.04)
    assert found.estimate == pytest.approx(0.5, rel=0.01)
    assert found.low < 0.5 < found.high < 1


def test_no_cramp_with_it_is_0_and_none_without_it_infinite() -> None:
    drawn = schedule("1" * 16, 20, "quick")
    nights = TrialNights(TrialKind.QUICK, drawn, [True] * len(drawn))
    none_on = tried(nights, [1 - on for on in drawn]).interval(0.04)
    assert none_on.estimate == none_on.low == 0
    assert 0 < none_on.high < 1
    none_off = tried(nights, list(drawn)).interval(0.04)
    assert none_off.estimate == none_off.high == math.inf
    assert 1 < none_off.low < math.inf
    nothing = tried(nights, [0] * len(drawn))
    assert nothing.p == 1
    assert nothing.interval(0.04)[1:] == (0, math.inf)
