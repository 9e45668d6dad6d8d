from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.trial.analyse import END, HALF, STOPPED, TrialResult, TrialWord, analyse, level_of
from crampdiary.trial.schedule import TrialKind, schedule

KNOWN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "trials.json").read_text(encoding="utf-8")
)
NEAR = KNOWN["tolerance"]
COUNTED = ("cramps_on", "cramps_off", "nights_on", "nights_off", "silent_on", "silent_off", "away")
SEED = "ea8ff5f8d837115f"


def of_case(case: dict[str, Any]) -> TrialResult:
    return analyse(
        case["input"]["cramps"],
        **{name: value for name, value in case["input"].items() if name != "cramps"},
    )


def near_log(known: float | None, near: float) -> Any:
    """Return what a ratio must equal; none stands for infinity."""
    if known is None:
        return math.inf
    return pytest.approx(known, rel=near) if known else 0


@pytest.mark.parametrize("case", KNOWN["trials"], ids=lambda case: case["name"])
def test_results_are_those_computed_independently(case: dict[str, Any]) -> None:
    known, found = case["expected"], of_case(case)
    assert pytest.approx(known["T"], abs=1e-9) == found.T
    assert found.p_each == pytest.approx(known["p_each"], rel=NEAR["p"])
    assert found.p == pytest.approx(known["p"], rel=NEAR["p"])
    assert found.ratio == near_log(known["ratio"], NEAR["ratio_log"])
    assert found.low == near_log(known["low"], NEAR["limits_log"])
    assert found.high == near_log(known["high"], NEAR["limits_log"])
    assert (found.level, found.word) == (known["level"], known["word"])
    assert [getattr(found, name) for name in COUNTED] == [known[name] for name in COUNTED]
    assert [found.followed_on, found.followed_off] == [known["followed_on"], known["followed_off"]]
    assert (found.used is None) == (known["used"] is None)
    for one, other in zip(found.used or (), known["used"] or (), strict=True):
        assert one == near_log(other, NEAR["limits_log"])
    assert (found.milder is None) == (known["milder"] is None)
    for name, value in (known["milder"] or {}).items():
        near = NEAR["p"] if name == "p" else NEAR["severity"]
        expected = value if isinstance(value, str) else pytest.approx(value, abs=near)
        assert getattr(found.milder, name) == expected, name


def lived(seed: int, *, pairs: int = 24, kind: str = "quick", silent: float = 0.15) -> list[int | None]:
    chance = Random(seed)
    return [
        None if chance.random() < silent else sum(chance.random() < 0.2 for _ in range(5))
        for _ in schedule(SEED, pairs, kind)
    ]


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6), gone=st.sets(st.integers(0, 47), max_size=8))
def test_nights_away_are_neither_silent_nor_quiet(seed: int, gone: set[int]) -> None:
    cramps = lived(seed)
    found = analyse(cramps, SEED, 24, "quick", away=gone)
    emptied = [None if night in gone else count for night, count in enumerate(cramps)]
    assert analyse(emptied, SEED, 24, "quick", away=gone) == found  # whatever was written of them
    assert found.away == len(gone)
    assert found.nights_on + found.nights_off + found.silent_on + found.silent_off + len(gone) == 48


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_the_answer_holds_in_both_countings(seed: int) -> None:
    cramps = lived(seed)
    both = analyse(cramps, SEED, 24, "quick")
    quiet = analyse([count or 0 for count in cramps], SEED, 24, "quick")
    left_out = analyse(cramps, SEED, 24, "quick", away=[n for n, count in enumerate(cramps) if count is None])
    assert both.p_each == [left_out.p, quiet.p]
    assert both.low == min(left_out.low, quiet.low)
    assert both.high == max(left_out.high, quiet.high)
    assert both.ratio == left_out.ratio
    same = left_out.T * quiet.T >= 0
    assert both.p == (max(both.p_each) if same else 1.0)
    if both.word is not TrialWord.CANNOT_BE_JUDGED:
        assert (both.word in (TrialWord.FEWER, TrialWord.MORE)) == (both.p <= both.level)
    assert (both.p <= both.level) == (not both.low <= 1 <= both.high)


def test_the_look_at_half_time_sees_its_own_nights_alone() -> None:
    cramps = lived(1, pairs=31)
    half = analyse(cramps, SEED, 31, "quick", look=HALF)
    changed = [*cramps[:30], *(5 for _ in cramps[30:])]
    assert analyse(changed, SEED, 31, "quick", look=HALF) == half
    assert analyse(cramps[:30], SEED, 31, "quick", look=HALF) == half
    assert half.nights_on + half.nights_off + half.silent_on + half.silent_off == 30


def test_who_stops_is_told_of_the_nights_lived() -> None:
    cramps = [1 - on for on in schedule(SEED, 40, "quick")]
    found = analyse(cramps[:33], SEED, 40, "quick", look=STOPPED)
    assert (found.nights_on + found.nights_off, found.level, found.word) == (33, 0.005, TrialWord.FEWER)
    few = analyse(cramps[:11], SEED, 40, "quick", look=STOPPED)
    assert few.word is TrialWord.CANNOT_BE_JUDGED  # five cramps


@pytest.mark.parametrize(
    ("kind", "pairs", "look", "level"),
    [
        ("quick", 19, END, 0.05),
        ("quick", 20, END, 0.04),
        ("lasting", 20, HALF, 0.01),
        ("lasting", 19, END, 0.05),
        ("slow", 20, END, 0.05),
        ("slow", 8, STOPPED, 0.005),
        ("quick", 80, STOPPED, 0.005),
    ],
)
def test_levels(kind: str, pairs: int, look: str, level: float) -> None:
    assert level_of(kind, pairs, look) == level


def test_what_cannot_be_asked() -> None:
    cramps = lived(2)
    for kind, pairs, look in (("quick", 19, HALF), ("slow", 24, HALF), ("quick", 24, "peek")):
        with pytest.raises(ValueError, match="no look"):
            analyse(cramps, SEED, pairs, kind, look=look)
    for wrong, look in ((cramps[1:], END), ([*cramps, 0], END), ([*cramps, 0], STOPPED), (cramps[:23], HALF)):
        with pytest.raises(ValueError, match="nights, not"):
            analyse(wrong, SEED, 24, "quick", look=look)


def test_off_plan_nights_are_counted_as_drawn_and_really_used_ones_beside() -> None:
    drawn = schedule(SEED, 40, "quick")
    used = [1.0 - on if night % 5 == 0 else float(on) for night, on in enumerate(drawn)]
    cramps = [int(night % 7 != 0) + int(not cover) for night, cover in enumerate(used)]
    found = analyse(cramps, SEED, 40, "quick", used=used)
    assert found.followed_on == pytest.approx(0.8, abs=0.1)
    assert found.followed_off == pytest.approx(0.8, abs=0.1)
    assert found.used is not None
    assert found.used.estimate < found.ratio < 1  # off plan an effect looks smaller
    assert (
        analyse(cramps, SEED, 40, "quick").replaced(
            followed_on=found.followed_on, followed_off=found.followed_off, used=found.used
        )
        == found
    )


def test_quick_slow_and_lasting_are_told_apart() -> None:
    for kind in TrialKind:
        drawn = schedule(SEED, 8, kind)
        found = analyse([2 * (1 - on) + 1 for on in drawn], SEED, 8, kind)
        assert found.ratio < 1
        assert found.T < 0
