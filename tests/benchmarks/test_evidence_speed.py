"""How long judging a diary takes: pytest tests/benchmarks/test_evidence_speed.py -o addopts=

With flares, remedies used on 40 % of nights, and the weekends, in diaries of one and of ten years. Each
figure is also given as a multiple of the time that `python -c pass` takes on the same machine, which makes
machines comparable; the goals are such multiples.
"""

from __future__ import annotations

import subprocess
import sys
import time
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from crampdiary.evidence.compare import compare
from crampdiary.evidence.verdicts import judge
from kit.simulated_diaries import HAZARDS, USE, SimulatedDiary, simulate

GOALS = {(365, 8): 1.5, (365, 30): 6.0, (3650, 10): 10.0, (3650, 30): 25.0}


@pytest.fixture(scope="module")
def bare_seconds() -> float:
    """The least time of twenty bare interpreters."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        return time.perf_counter() - start

    return min(once() for _ in range(20))


def diary_with(nights: int, factors: int) -> SimulatedDiary:
    chance = Random(nights + factors)
    diary = simulate(HAZARDS["flares"], nights, 0.7, chance)
    for factor in range(1, factors):
        diary.shares[f"factor {factor}"] = [float(chance.random() < USE) for _ in range(nights)]
    return diary


@pytest.mark.parametrize(("nights", "factors"), GOALS, ids=lambda number: str(number))
def test_judging_a_diary(benchmark: BenchmarkFixture, bare_seconds: float, nights: int, factors: int) -> None:
    diary = diary_with(nights, factors)

    def judged() -> None:
        judge(compare(diary.days, diary.cramps, diary.shares, weekday=diary.weekday), None, 1.0)

    benchmark.pedantic(judged, rounds=10, warmup_rounds=1)  # type: ignore[no-untyped-call]
    least = benchmark.stats.stats.min  # type: ignore[union-attr]
    benchmark.extra_info["times `python -c pass`"] = round(least / bare_seconds, 2)
    benchmark.extra_info["goal"] = GOALS[nights, factors]
    print(
        f"\n{nights} nights x {factors}: {1000 * least:.0f} ms, {least / bare_seconds:.2f} bare interpreters"
    )
