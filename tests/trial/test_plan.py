from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from crampdiary.trial.plan import Plan, plan, plan_slow
from crampdiary.trial.schedule import TrialKind

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "trials.json").read_text(encoding="utf-8")
)["plans"]
QUICK = [case for case in CASES if case["expected"] is None or "rate" in case["expected"]]
SLOW = [case for case in CASES if case not in QUICK]
BEFORE = st.lists(st.integers(0, 6), min_size=28, max_size=120).filter(lambda nights: sum(nights[-90:]) >= 5)


def made(before: list[int], kind: str = "quick", **assumed: float) -> Plan:
    found = plan(before, kind, **assumed)
    assert found is not None
    return found


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case["name"])
def test_plans_are_those_computed_independently(case: dict[str, Any]) -> None:
    before, known = case["before"], case["expected"]
    if known is None:
        assert plan(before, "quick") is None
        return
    found, lasting = made(before), made(before, "lasting")
    assert found.rate == pytest.approx(known["rate"], rel=1e-9)
    assert found.extra == pytest.approx(known["extra"], rel=1e-9)
    assert [found.pairs_halving, found.pairs_third] == [known["pairs_halving"], known["pairs_third"]]
    assert lasting.pairs_halving == known["lasting_pairs_halving"]
    assert lasting.pairs_third == known["lasting_pairs_third"]
    assert made(before, missing=0.0, follow=1.0).pairs_halving == known["followed_always"]
    for weeks, chance in known["chance"].items():
        pairs = 7 * int(weeks) // 2
        assert found.chance(pairs) == pytest.approx(chance, abs=1e-6)
        could = known["could_show"][weeks]
        assert found.could_show(pairs) == (could and pytest.approx(could, abs=1e-6))


@pytest.mark.parametrize("case", SLOW, ids=lambda case: case["name"])
def test_slow_plans_are_those_computed_independently(case: dict[str, Any]) -> None:
    for pairs in (8, 12):
        known = case["expected"][f"chance_{pairs}_pairs"]
        assert plan_slow(case["before"], pairs) == pytest.approx(known, abs=1e-6)


@given(
    before=BEFORE,
    kind=st.sampled_from(["quick", "lasting"]),
    follow=st.floats(0.6, 1),
    missing=st.floats(0, 0.5),
)
def test_a_promise_is_kept_by_its_own_reckoning(
    before: list[int], kind: str, follow: float, missing: float
) -> None:
    found = made(before, kind, follow=follow, missing=missing)
    pairs = found.pairs_halving
    assert found.chance(pairs) >= 0.8 - 1e-9
    assert pairs == 12 or found.chance(pairs - 1) < 0.8
    assert found.pairs_third >= pairs
    could = found.could_show(pairs)
    assert could is not None
    assert could >= 0.5 - 1e-4
    chances = [found.chance(each) for each in range(1, 200, 20)]
    assert chances == sorted(chances)
    assert made(before, kind, follow=follow - 0.05, missing=missing).pairs_halving >= pairs
    assert made(before, kind, follow=follow, missing=missing + 0.1).pairs_halving >= pairs


@given(before=BEFORE)
def test_chances_are_those_of_scipy(before: list[int]) -> None:
    found = made(before)
    level, power = stats.norm.ppf(0.98), stats.norm.ppf(0.8)
    needed = ((level + power) / (stats.norm.ppf(found.chance(60)) + level)) ** 2 * 60
    assert found.pairs_halving == 12 or 0 <= found.pairs_halving - needed < 1 + 1e-6


def test_only_the_last_nights_are_looked_at() -> None:
    chance = Random(5)
    last = [int(chance.random() < 0.4) for _ in range(90)]
    assert plan([9] * 50 + last, "quick") == plan(last, "quick")
    year = [int(chance.random() < 0.4) for _ in range(365)]
    assert plan_slow([9] * 50 + year, 8) == plan_slow(year, 8)


@pytest.mark.parametrize(("nights", "cramps", "has_plan"), [(28, 5, True), (27, 9, False), (60, 4, False)])
def test_some_nights_and_cramps_are_needed(nights: int, cramps: int, has_plan: bool) -> None:
    before = [1] * cramps + [0] * (nights - cramps)
    assert (plan(before, "quick") is not None) == has_plan


def test_a_slow_plan_needs_twelve_weeks() -> None:
    assert plan_slow([1, 0] * 42, 8) is not None
    assert plan_slow([1, 0] * 41, 8) is None
    with pytest.raises(ValueError, match="slow"):
        plan([1] * 90, "slow")


@pytest.mark.slow
@given(before=st.lists(st.integers(0, 6), min_size=90, max_size=200).filter(any), follow=st.floats(0.5, 1))
def test_of_a_slow_effect_as_much_is_seen_as_lies_between_the_nights_drawn_with_it_and_without(
    before: list[int], follow: float
) -> None:
    kept, full, none, less = (plan_slow(before, 8, follow=each) for each in (follow, 1.0, 0.5, 0.4))
    if kept is None:
        assert sum(before[-365:]) < 5
        return
    assert stats.norm.ppf(kept) + 2.1 == pytest.approx(
        (2 * follow - 1) * (stats.norm.ppf(full) + 2.1), abs=1e-6
    )
    assert none == less == pytest.approx(stats.norm.cdf(-2.1))


def test_who_does_not_keep_to_the_draw_has_no_chance() -> None:
    never = Plan(kind=TrialKind.QUICK, rate=1.0, extra=0.1, missing=0.1, follow=0.5)
    assert never.chance(180) < 0.05
    assert never.could_show(180) is None
