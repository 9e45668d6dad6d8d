"""The whole way from what people write down to a word: late, by the hour, in courses, with gaps, in other zones.

`tests/benchmarks/calibration.py records --diaries 200` does the same with more diaries, and shows each person.
"""

from __future__ import annotations

import math
from collections import Counter
from random import Random

import pytest

from crampdiary.evidence.verdicts import VerdictWord
from kit.recorded_diaries import PEOPLE, judged

pytestmark = pytest.mark.slow

NIGHTS, DIARIES = 300, 40
CLEAR = {VerdictWord.FEWER, VerdictWord.MORE}
FALSE = CLEAR | {VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE}
LOST = {
    "a tenth of the nights skipped": 0.3,
    "a fifth of the nights skipped": 0.6,
    "used in cramps too, some left open": 0.3,
}
"""Of the halvings that the engine alone would find, the part that may be lost by what the person leaves out."""
USUALLY_LOST = 0.15


def _at_most(rate: float, diaries: int) -> float:
    """Return how many of so many diaries may be wrong: the rate, and three standard errors of it."""
    return rate * diaries + 3 * math.sqrt(rate * (1 - rate) * diaries)


def test_a_useless_remedy_seldom_gets_a_word() -> None:
    words, clear, others = Counter[str](), Counter[str](), 0
    for name, person in PEOPLE.items():
        chance = Random(f"useless {name}")
        for _ in range(DIARIES):
            found = judged(person, NIGHTS, 1.0, chance)
            words[name] += found.remedy.word in FALSE
            clear[name] += found.remedy.word in CLEAR
            others += any(each.word in CLEAR for each in found.others)
    # The worst of the calibration's hazards for one of them, and the usual for all together.
    assert {name: count for name, count in words.items() if count > _at_most(0.07, DIARIES)} == {}
    assert {name: count for name, count in clear.items() if count > _at_most(0.02, DIARIES)} == {}
    everybody = len(PEOPLE) * DIARIES
    assert words.total() <= _at_most(0.045, everybody)
    assert clear.total() <= _at_most(0.012, everybody)
    assert others <= _at_most(0.02, everybody)


def test_a_halving_is_found_about_as_often_as_the_engine_alone_would() -> None:
    found, alone, wrong, dismissed = Counter[str](), Counter[str](), 0, 0
    for name, person in PEOPLE.items():
        chance = Random(f"halving {name}")
        for _ in range(DIARIES):
            here = judged(person, NIGHTS, 0.5, chance)
            found[name] += here.remedy.word in (VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER)
            alone[name] += here.alone.p < 0.05
            wrong += here.remedy.word in (VerdictWord.MORE, VerdictWord.POSSIBLY_MORE)
            dismissed += here.remedy.word is VerdictWord.NO_CLEAR_DIFFERENCE
    expected = {name: (1 - LOST.get(name, USUALLY_LOST)) * count for name, count in alone.items()}
    short = {
        name: (found[name], alone[name])
        for name, least in expected.items()
        if found[name] < least - 3 * math.sqrt(max(1.0, least * (1 - least / DIARIES)))
    }
    assert short == {}
    assert found.total() >= 0.85 * alone.total()
    everybody = len(PEOPLE) * DIARIES
    assert wrong <= _at_most(0.001, everybody)
    assert dismissed <= _at_most(0.045, everybody)
