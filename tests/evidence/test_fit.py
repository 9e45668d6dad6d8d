from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from crampdiary.evidence.cover import weekdays
from crampdiary.evidence.fit import HISTORY, columns_of, fit_jointly
from kit.simulated_diaries import HAZARDS, simulate

DATA = Path(__file__).parents[1] / "data"
CASES: dict[str, Any] = json.loads((DATA / "engine-2.json").read_text(encoding="utf-8"))["engine"]
GLM: dict[str, Any] = json.loads((DATA / "glm_limit.json").read_text(encoding="utf-8"))
NO_PRIOR = 1e-9


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case["expected"]["gap"]])
def test_the_effective_parameters_are_those_computed_independently(name: str) -> None:
    given, expected = CASES[name]["input"], CASES[name]["expected"]["all_nights"]
    weekday = weekdays(given["day"]) if given["weekday"] else None
    fit = fit_jointly(given["day"], given["y"], list(given["shares"].values()), weekday, given["worst"])
    for known in expected.values():
        assert fit.effective_parameters == pytest.approx(known["p_eff"], rel=1e-8)


def test_without_priors_it_is_the_generalised_linear_model_known() -> None:
    given, known = GLM["input"], GLM["coef"]
    weekend = [float(each) for each in given["weekend"]]
    fit = fit_jointly(
        given["day"],
        given["y"],
        [weekend, *given["shares"].values()],
        None,
        background_precision=NO_PRIOR,
        factor_precision=NO_PRIOR,
    )
    level, severity, previous, *factors = fit.coefficients
    # No severity was said, so that it is 5 of 10 after every cramp: half the column that tells of a cramp.
    found = dict(zip(["weekend", *given["shares"]], factors, strict=True))
    found |= {"level": level, "prev": previous + severity / 2}
    assert found == pytest.approx(known, abs=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("nights", [90, 200])
def test_without_priors_it_agrees_with_statsmodels(nights: int) -> None:
    import statsmodels.api as sm  # type: ignore[import-untyped]  # here, as it takes seconds

    chance = Random(nights)
    diary = simulate(HAZARDS["decoy of a helpful remedy"], nights, 1.0, chance)
    shares = list(diary.shares.values())
    worst = [chance.choice([None, 2, 5, 9]) if count else None for count in diary.cramps]
    fit = fit_jointly(
        diary.days,
        diary.cramps,
        shares,
        diary.weekday,
        worst,
        background_precision=NO_PRIOR,
        factor_precision=NO_PRIOR,
    )
    blocks = np.zeros((nights, len(fit.blocks)))
    for place, (start, stop) in enumerate(fit.blocks):
        blocks[start:stop, place] = 1
    columns = columns_of(diary.days, diary.cramps, shares, diary.weekday, worst)
    model = sm.GLM(diary.cramps, np.column_stack([*columns, blocks]), family=sm.families.Poisson()).fit(
        tol=1e-13
    )
    assert fit.coefficients == pytest.approx(model.params[: len(fit.coefficients)], abs=1e-6)
    expected = [math.exp(height) for height in fit.predictor]
    scaled = model.fittedvalues / np.array(expected)
    for start, stop in fit.blocks:
        assert scaled[start:stop] == pytest.approx(scaled[start], rel=1e-6)


def test_the_columns_come_in_the_order_that_the_precisions_take_them_in() -> None:
    columns = columns_of([1, 2, 3], [1.0, 0.0, 2.0], [[1.0, 0.0, 0.5]], [0, 1, 2], [4, None, 9])
    assert len(columns) == len(HISTORY) + 6 + 1
    assert columns[1:3] == [[0.0, 0.4, 0.0], [0.0, 1.0, 0.0]]
    assert columns[3:9] == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert columns[9] == [1.0, 0.0, 0.5]


def test_leverage_is_that_of_the_weighted_hat_matrix() -> None:
    diary = simulate(HAZARDS["Poisson"], 60, 1.0, Random(3))
    fit = fit_jointly(diary.days, diary.cramps, list(diary.shares.values()), diary.weekday)
    # A hat matrix has as its trace the number of parameters, here those the priors leave.
    assert sum(fit.leverage) == pytest.approx(fit.effective_parameters, abs=1e-6)
    assert all(0 <= leverage <= 0.95 for leverage in fit.leverage)


def test_a_diary_without_cramps_can_be_fitted() -> None:
    fit = fit_jointly([1, 2, 3], [0.0, 0.0, 0.0], [[0.0, 1.0, 0.0]], None)
    assert fit.coefficients == [0.0, 0.0, 0.0, 0.0]
    assert fit.leverage == [0.0, 0.0, 0.0]
