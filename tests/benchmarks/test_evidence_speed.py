"""How long judging a diary takes: pytest tests/benchmarks/test_evidence_speed.py -o addopts=

With flares, severities, remedies used on 40 % of nights, and half of the quiet nights said to be quiet, in diaries of
one and of ten years: one comparison of all nights, that of severity, and all that one look at the diary computes. Each
figure is also given as a multiple of the time that `python -c pass` takes on the same machine, which makes machines
comparable; the goals are such multiples.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from crampdiary.evidence import severity
from crampdiary.evidence.assessment import Factor, count_both_ways
from crampdiary.evidence.compare import compare
from crampdiary.evidence.verdicts import judge
from kit.simulated_diaries import HAZARDS, USE, SimulatedDiary, simulate

SIZES = ((365, 8), (365, 30), (3650, 10), (3650, 30))


@pytest.fixture
def bare_seconds() -> float:
    """The least time of twenty bare interpreters, just before: how busy a machine is changes by the minute."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        return time.perf_counter() - start

    return min(once() for _ in range(20))


def diary_with(nights: int, factors: int) -> SimulatedDiary:
    chance = Random(nights + factors)
    diary = simulate(HAZARDS["flares"], nights, 0.7, chance, points=0.0)
    for factor in range(1, factors):
        diary.shares[f"factor {factor}"] = [float(chance.random() < USE) for _ in range(nights)]
    return diary


def comparison(diary: SimulatedDiary) -> None:
    """Compare all nights, and judge what comes of it."""
    found = compare(diary.days, diary.cramps, diary.shares, weekday=diary.weekday, worst=diary.worst)
    judge(found, None, 1.0)


def milder(diary: SimulatedDiary) -> None:
    """Compare how bad the cramps were."""
    effects = severity.compare(
        diary.days,
        diary.cramps,
        diary.mean_severity,
        diary.shares,
        weekday=diary.weekday,
        worst=diary.worst,
    )
    severity.judge(effects)


def look(diary: SimulatedDiary) -> None:
    """Do all that `cramp remedies` does: both countings, and severity."""
    known = [cramps > 0 or night % 2 == 0 for night, cramps in enumerate(diary.cramps)]
    factors = {name: Factor(shares=shares) for name, shares in diary.shares.items()}
    found = count_both_ways(diary.days, diary.cramps, known, factors, worst=diary.worst)
    assert found.known_nights is not None
    judge(found.all_nights, found.known_nights, found.said)
    milder(diary)


GOALS: dict[Callable[[SimulatedDiary], None], tuple[float | None, ...]] = {
    comparison: (1.5, None, None, 28.0),
    milder: (None, None, None, None),
    look: (4.0, None, None, 65.0),
}
"""Per size, at most so many times a bare interpreter."""


@pytest.mark.parametrize("work", GOALS, ids=lambda work: work.__name__)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_judging_a_diary(
    benchmark: BenchmarkFixture,
    bare_seconds: float,
    work: Callable[[SimulatedDiary], None],
    size: tuple[int, int],
) -> None:
    diary, goal = diary_with(*size), GOALS[work][SIZES.index(size)]
    benchmark.pedantic(work, (diary,), rounds=10, warmup_rounds=1)  # type: ignore[no-untyped-call]
    least = benchmark.stats.stats.min  # type: ignore[union-attr]
    benchmark.extra_info["times `python -c pass`"] = round(least / bare_seconds, 2)
    benchmark.extra_info["goal"] = goal
    print(
        f"\n{work.__name__}, {size[0]} nights x {size[1]}: {1000 * least:.0f} ms,"
        f" {least / bare_seconds:.2f} bare interpreters" + (f", goal {goal:g}" if goal else "")
    )
