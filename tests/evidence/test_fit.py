from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from crampdiary.evidence.design import Block
from crampdiary.evidence.fit import divide, fit_jointly, recent_past
from kit.simulated_diaries import HAZARDS, simulate

DATA = Path(__file__).parents[1] / "data"
CASES: dict[str, Any] = json.loads((DATA / "engine.json").read_text(encoding="utf-8"))
GLM: dict[str, Any] = json.loads((DATA / "glm_limit.json").read_text(encoding="utf-8"))
NO_PRIOR = 1e-12


@pytest.mark.parametrize("name", CASES)
def test_the_fit_is_the_one_known(name: str) -> None:
    case = CASES[name]
    given, expected = case["input"], case["expected"]
    fit = fit_jointly(given["day"], given["y"], list(given["shares"].values()), given["weekend"])
    assert fit.effective_parameters == pytest.approx(case["p_eff"], rel=1e-8)
    background = ["level", "prev", "weekend"][: fit.first_factor]
    factors = [each.get("map_log_rr", 0.0) for each in expected.values()]
    known = [case["nuisance"][column] for column in background] + factors
    assert fit.coefficients == pytest.approx(known, abs=1e-9)


def test_without_priors_it_is_the_generalised_linear_model_known() -> None:
    given, known = CASES[GLM["case"]]["input"], GLM["coef"]
    fit = fit_jointly(
        given["day"],
        given["y"],
        list(given["shares"].values()),
        given["weekend"],
        background_precision=NO_PRIOR,
        factor_precision=NO_PRIOR,
    )
    columns = ["level", "prev", "weekend", *given["shares"]]
    assert dict(zip(columns, fit.coefficients, strict=True)) == pytest.approx(known, abs=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("nights", [90, 200])
def test_without_priors_it_agrees_with_statsmodels(nights: int) -> None:
    import statsmodels.api as sm  # type: ignore[import-untyped]  # here, as it takes seconds

    diary = simulate(HAZARDS["decoy of a helpful remedy"], nights, 1.0, Random(nights))
    shares = list(diary.shares.values())
    fit = fit_jointly(
        diary.days,
        diary.cramps,
        shares,
        diary.weekend,
        background_precision=NO_PRIOR,
        factor_precision=NO_PRIOR,
    )
    blocks = np.zeros((nights, len(fit.blocks)))
    for place, (start, stop) in enumerate(fit.blocks):
        blocks[start:stop, place] = 1
    design = np.column_stack([*recent_past(diary.days, diary.cramps), diary.weekend, *shares, blocks])
    model = sm.GLM(diary.cramps, design, family=sm.families.Poisson()).fit(tol=1e-13)
    assert fit.coefficients == pytest.approx(model.params[: len(fit.coefficients)], abs=1e-6)
    expected = [math.exp(height) for height in fit.predictor]
    scaled = model.fittedvalues / np.array(expected)
    for start, stop in fit.blocks:
        assert scaled[start:stop] == pytest.approx(scaled[start], rel=1e-6)


@pytest.mark.parametrize(
    ("span", "blocks"), [(1, 1), (27, 1), (28, 2), (69, 2), (70, 3), (84, 3), (97, 3), (98, 4), (365, 13)]
)
def test_a_span_has_about_one_block_in_four_weeks(span: int, blocks: int) -> None:
    days = list(range(1000, 1000 + span))
    occupied, planned = divide(days)
    assert planned == len(occupied) == blocks
    lengths = [stop - start for start, stop in occupied]
    assert sum(lengths) == span
    assert max(lengths) - min(lengths) <= 1


def test_blocks_without_counted_nights_are_left_out() -> None:
    days = [*range(10), *range(90, 100)]
    assert divide(days) == ((Block(0, 10), Block(10, 20)), 4)


def test_the_recent_past_looks_back_only() -> None:
    days, cramps = [5, 6, 8, 12, 13], [2.0, 0.0, 1.0, 0.0, 3.0]
    level, followed = recent_past(days, cramps)
    assert followed == [0.0, 1.0, 0.0, 0.0, 0.0]  # the 12th comes four nights after the 8th
    rate, scale = 1.2, 1.201
    weighted = 2 * 0.6**3 + 0 * 0.6**2
    weights = 0.6**3 + 0.6**2
    assert level[2] == pytest.approx(math.log(((weighted + rate) / (weights + 1) + 0.1 * scale) / scale))
    assert recent_past(days, [2.0, 0.0, 1.0, 3.0, 0.0])[0][:3] == pytest.approx(level[:3])


def test_three_nights_back_is_still_before() -> None:
    assert recent_past([1, 4], [1.0, 0.0])[1] == [0.0, 1.0]
    assert recent_past([1, 5], [1.0, 0.0])[1] == [0.0, 0.0]


def test_leverage_is_that_of_the_weighted_hat_matrix() -> None:
    diary = simulate(HAZARDS["Poisson"], 60, 1.0, Random(3))
    fit = fit_jointly(diary.days, diary.cramps, list(diary.shares.values()), diary.weekend)
    # A hat matrix has as its trace the number of parameters, here those the priors leave.
    assert sum(fit.leverage) == pytest.approx(fit.effective_parameters, abs=1e-6)
    assert all(0 <= leverage <= 0.95 for leverage in fit.leverage)


def test_a_diary_without_cramps_can_be_fitted() -> None:
    fit = fit_jointly([1, 2, 3], [0.0, 0.0, 0.0], [[0.0, 1.0, 0.0]], None)
    assert fit.coefficients == [0.0, 0.0, 0.0]
    assert fit.leverage == [0.0, 0.0, 0.0]
