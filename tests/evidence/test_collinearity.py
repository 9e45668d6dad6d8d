from __future__ import annotations

from random import Random

import pytest
from scipy import stats  # type: ignore[import-untyped]

from crampdiary.evidence.collinearity import LAST_NIGHTS, LEAST_TOLERANCE, SEVERAL, WEEKDAYS
from crampdiary.evidence.compare import Effect, compare
from crampdiary.evidence.cover import weekdays
from kit.simulated_diaries import HAZARDS, SimulatedDiary, simulate


@pytest.fixture
def diary() -> SimulatedDiary:
    return simulate(HAZARDS["Poisson"], 300, 1.0, Random(4))


def effects(diary: SimulatedDiary, **shares: list[float]) -> dict[str, Effect]:
    return compare(diary.days, diary.cramps, shares, weekday=weekdays(diary.days))


def test_what_is_used_by_chance_can_be_told_apart(diary: SimulatedDiary) -> None:
    found = effects(diary, **diary.shares)["remedy"]
    assert found.tolerance > 0.9
    assert found.partner == SEVERAL


@pytest.mark.parametrize(("instead", "sign"), [(False, "+"), (True, "-")])
def test_two_that_are_always_used_together_or_instead_of_each_other(
    diary: SimulatedDiary, instead: bool, sign: str
) -> None:
    one = diary.shares["remedy"]
    other = [1 - share if instead else share for share in one]
    other[7] = 1 - other[7]
    chance = Random(1)
    found = effects(diary, one=one, other=other, third=[float(chance.random() < 0.4) for _ in one])
    assert found["one"].tolerance < LEAST_TOLERANCE
    assert (found["one"].partner, found["other"].partner) == (f"{sign}other", f"{sign}one")
    assert found["third"].tolerance > 0.9


def test_what_is_used_on_the_same_weekdays(diary: SimulatedDiary) -> None:
    found = effects(diary, sport=[float(day in (1, 3, 6)) for day in diary.weekday])["sport"]
    assert found.tolerance < LEAST_TOLERANCE
    assert found.partner == WEEKDAYS
    free = compare(diary.days, diary.cramps, {"sport": [float(day == 1) for day in diary.weekday]})["sport"]
    assert free.partner == SEVERAL


def test_what_is_used_after_every_cramp(diary: SimulatedDiary) -> None:
    after = [0.0, *(float(count > 0) for count in diary.cramps[:-1])]
    found = effects(diary, heat=after)["heat"]
    assert found.tolerance < LEAST_TOLERANCE
    assert found.partner == LAST_NIGHTS


def test_what_no_cramp_can_speak_of_is_not_said_to_go_along_with_anything(diary: SimulatedDiary) -> None:
    found = effects(diary, never=[0.0] * 300, **diary.shares)["never"]
    assert (found.tolerance, found.partner) == (1.0, SEVERAL)


@pytest.mark.slow
def test_the_tolerance_is_one_less_the_r_squared_of_a_weighted_regression(diary: SimulatedDiary) -> None:
    """Without weekdays, history or blocks that matter it is the plain square of a correlation."""
    chance = Random(9)
    one = [float(chance.random() < 0.5) for _ in diary.days]
    other = [share if chance.random() < 0.8 else 1 - share for share in one]
    cramps = [1] * 300
    found = compare(list(range(300)), cramps, {"one": one, "other": other})["one"]
    r2 = []
    for block in found.blocks:
        span = slice(block.first_day, block.last_day + 1)
        r2.append(stats.pearsonr(one[span], other[span])[0] ** 2)
    assert min(r2) < 1 - found.tolerance < max(r2)
