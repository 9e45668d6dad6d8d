from __future__ import annotations

import hashlib
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.trial.schedule import TrialKind, coin, schedule

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "trials.json").read_text(encoding="utf-8")
)["trials"]
SEEDS = st.integers(0, 2**64 - 1).map("{:016x}".format)
KINDS = st.sampled_from(list(TrialKind))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_draw_is_that_computed_independently(case: dict[str, Any]) -> None:
    seed, pairs, kind = (case["input"][name] for name in ("seed", "pairs", "kind"))
    period = {"quick": 1, "lasting": 3, "slow": 21}[kind]
    on_off = "".join(("+-" if sign == "+" else "-+") for sign in case["expected"]["coins"])
    assert schedule(seed, pairs, kind) == [int(each == "+") for each in on_off for _ in range(period)]


@given(seed=SEEDS, pair=st.integers(0, 400))
def test_a_coin_is_the_last_bit_of_the_first_byte(seed: str, pair: int) -> None:
    digest = hashlib.sha256(f"cramp-trial/{seed}/{pair}".encode()).hexdigest()
    assert coin(seed, pair) == (int(digest[:2], 16) % 2 == 1)


@given(seed=SEEDS, pairs=st.integers(1, 60), kind=KINDS)
def test_each_pair_has_both_and_each_period_is_whole(seed: str, pairs: int, kind: TrialKind) -> None:
    drawn = schedule(seed, pairs, kind)
    assert len(drawn) == 2 * pairs * kind.period
    for begin in range(0, len(drawn), 2 * kind.period):
        pair = drawn[begin : begin + 2 * kind.period]
        assert [len(list(run)) for _, run in groupby(pair)] == [kind.period] * 2
    assert schedule(seed, pairs + 1, kind)[: len(drawn)] == drawn  # what is drawn does not hang on the length


def test_coins_fall_either_way_alike() -> None:
    heads = sum(coin(f"{seed:016x}", pair) for seed in range(200) for pair in range(20))
    assert abs(heads - 2000) < 4 * 1000**0.5


@pytest.mark.parametrize("seed", ["", "EA8FF5F8D837115F", "ea8ff5f8d837115", "ea8ff5f8d837115f\n", "g" * 16])
def test_a_seed_is_16_hexadecimal_digits(seed: str) -> None:
    with pytest.raises(ValueError, match="16 hexadecimal digits"):
        schedule(seed, 12, "quick")
