"""Every sentence says what its figures are, and no more."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from crampdiary.trial import result_sentences
from crampdiary.trial import trial_sentences as says
from crampdiary.trial.analyse import TrialResult, TrialWord, analyse
from crampdiary.trial.lived import LivedTrial, time_of_nights
from crampdiary.trial.plan import Plan, plan
from crampdiary.trial.schedule import TrialKind, schedule
from crampdiary.trial.search import Range
from kit.builders import trial

NOW = date(2026, 9, 3)
NEVER = re.compile(r"\b(works|work|causes|caused|proven|proof|stop taking)\b|\d %", re.IGNORECASE)


def lived(
    pairs: int, on: float, off: float, seed: int, silent: float = 0.0
) -> tuple[LivedTrial, TrialResult]:
    chance = Random(seed)
    record = trial(
        first="2026-03-10", pairs=pairs, last_night=date(2026, 3, 10) + timedelta(days=2 * pairs - 1)
    )
    drawn = schedule(record.seed, pairs, "quick")
    cramps = tuple(
        None
        if chance.random() < silent
        else sum(chance.random() < (on if each else off) / 6 for _ in range(6))
        for each in drawn
    )
    used = tuple(float(each if chance.random() < 0.9 else 1 - each) for each in drawn)
    found = LivedTrial(
        trial=record, cramps=cramps, away=frozenset(), used=used,
        severities=tuple((5,) * (each or 0) for each in cramps), still_open=(),
    )  # fmt: skip
    return found, found.result("end")


CASES = [
    lived(60, on, off, seed, silent)
    for seed, (on, off, silent) in enumerate(
        [
            (0.4, 1.6, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 0.2), (1.6, 0.5, 0.1), (0.2, 0.3, 0.1), (0.0, 0.8, 0.0),
            (0, 0.02, 0),
        ]
    )
]  # fmt: skip


def test_the_cases_have_every_word() -> None:
    assert {result.word for _, result in CASES} == set(TrialWord)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1].word)
def test_the_answer_counts_what_was_counted_and_claims_what_was_found(case: Any) -> None:
    found, result = case
    head = result_sentences.head("stretching", found, result, now=NOW)
    said = " ".join(result_sentences.claim(result, None))
    assert result_sentences.HEADS[result.word] in head
    assert f"{result.nights_on} nights with it drawn: {result.cramps_on} cramp" in said
    assert f"{result.nights_off} without: {result.cramps_off}." in said
    assert ("the coins alone" in said) == (result.word in (TrialWord.FEWER, TrialWord.MORE))
    assert ("FEWER" in head) == (result.p <= result.level and result.T < 0 and result.cramps_off > 5)
    assert ("did not halve" in said) == (result.word is TrialWord.NO_HALVING)
    if result.word is TrialWord.NO_HALVING:
        assert result.low > 0.5
    if result.word in (TrialWord.FEWER, TrialWord.MORE) and 0 < result.ratio < math.inf:
        assert f"{result.ratio:.2f}" in said
        assert f"{result.low:.2f}" in said
    whole = [head, said, *result_sentences.beside(found, result), result_sentences.ALWAYS]
    for each in whole:
        if "likely" not in each:  # a percentage stands only with its range
            assert not NEVER.search(each), each


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1].word)
def test_what_stands_beside_counts_how_it_was_kept(case: Any) -> None:
    found, result = case
    beside = " ".join(result_sentences.beside(found, result))
    drawn = schedule(found.trial.seed, found.trial.pairs, "quick")
    kept = [(use >= 0.5) == bool(on) for use, on in zip(found.used, drawn, strict=True)]
    on = sum(each for each, draw in zip(kept, drawn, strict=True) if draw)
    off = sum(kept) - on
    assert f"on {on} of 60 and {off} of 60 nights" in beside
    silent = sum(count is None for count in found.cramps)
    assert (f"{silent} silent night" in beside or f"Of {silent} night" in beside) == bool(silent)
    assert f"{silent}" in beside or not silent


def test_progress_never_counts_cramps() -> None:
    one, _ = CASES[0]
    other = one.replaced(cramps=tuple(None if count is None else 3 * count + 1 for count in one.cramps))
    lines = [says.progress(each, "stretching", chance=0.714, now=NOW) for each in (one, other)]
    assert lines[0] == lines[1]
    assert "71 in 100" in " ".join(lines[0])


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.8, "4 times in 5"),
        (0.5, "1 time in 2"),
        (0.3, "3 times in 10"),
        (0.02, "hardly ever"),
        (0.2, "1 time in 5"),
    ],
)
def test_chances_in_words(chance: float, said: str) -> None:
    assert says.times(chance) == said


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.31, "31 of 100"), (0.095, "10 of 100"), (0.094, "94 of 1,000"), (0.002, "2 of 1,000"),
        (0.0009, "fewer than 1 of 1,000"), (0.994, "99 of 100"), (0.995, "nearly all"), (1.0, "nearly all"),
    ],
)  # fmt: skip
def test_how_often_coins_do_it(p: float, said: str) -> None:
    assert result_sentences.of_trials(p).startswith(said)


def planned(rate: float, kind: TrialKind = TrialKind.QUICK, **assumed: float) -> Plan:
    chance = Random(3)
    found = plan([sum(chance.random() < rate / 8 for _ in range(8)) for _ in range(90)], kind, **assumed)
    assert found is not None
    return found


@pytest.mark.parametrize("rate", [0.12, 0.3, 0.7, 1.5, 4.0])
@pytest.mark.parametrize("kind", [TrialKind.QUICK, TrialKind.LASTING])
def test_a_plan_promises_what_it_reckons(rate: float, kind: TrialKind) -> None:
    found, always = planned(rate, kind), planned(rate, kind, missing=0.0, follow=1.0)
    most = 364 // (2 * kind.period)
    full, short = min(most, found.pairs_halving), min(most, math.ceil(found.pairs_halving / 2))
    said = " ".join(says.about_plan(found, always, full=full, short=short))
    fits = 2 * kind.period * found.pairs_halving <= 364
    assert ("would show a halving 4 times in 5 takes about" in said) == fits
    assert ("Better not to start one" in said) == (found.chance(full) < 0.5)
    if fits:
        assert time_of_nights(2 * kind.period * full) in said
    if found.chance(full) >= 0.5:
        assert says.times(found.chance(short)) in said
    assert says.rate(found.rate) in said


def test_what_a_ratio_stops() -> None:
    assert [says._stops(ratio) for ratio in (1 / 7, 0.5, 0.2, 2 / 3)] == [
        "stops 6 of 7 cramps",
        "stops 1 of 2 cramps",
        "stops 4 of 5 cramps",
        "stops 1 of 3 cramps",
    ]


def test_a_doubted_silence_is_told() -> None:
    chance = Random(1)
    drawn = schedule("ea8ff5f8d837115f", 60, "quick")
    cramps = [
        None if not on and count == 0 and chance.random() < 0.7 else count
        for on in drawn
        for count in [sum(chance.random() < 0.1 for _ in range(8))]
    ]
    result = analyse(cramps, "ea8ff5f8d837115f", 60, "quick")
    assert min(result.p_each) <= result.level < result.p  # or else another case is needed
    assert "could explain it" in result_sentences._about_silence(result, 20)


def test_one_silent_night_is_one() -> None:
    assert "whether it was quiet" in result_sentences._about_silence(CASES[0][1], 1)
    assert "whether they were quiet" in result_sentences._about_silence(CASES[0][1], 2)


def test_silent_nights_that_would_turn_the_difference_round_are_told_as_that() -> None:
    result = CASES[1][1].replaced(p=1.0, p_each=[0.6, 0.4])
    assert "the other way round" in result_sentences._about_silence(result, 2)
    assert "the other way round" not in result_sentences._about_silence(result.replaced(p=0.6), 2)


def test_what_was_never_used_made_no_difference() -> None:
    for found, result in CASES:
        off = found.replaced(
            used=tuple(0.0 if on else use for on, use in zip(found.drawn, found.used, strict=True))
        )
        assert "used on none of the nights" in " ".join(result_sentences.beside(off, result))
        once = off.replaced(
            used=tuple(0.1 if place == found.drawn.index(1) else use for place, use in enumerate(off.used))
        )
        assert "used on none of the nights" not in " ".join(result_sentences.beside(once, result))


def test_a_plan_says_what_it_counts_on() -> None:
    for kind, kept in ((TrialKind.SLOW, "all nights"), (TrialKind.QUICK, "9 nights of 10")):
        said = says.beside_plan("heat", kind, [NOW], now=NOW)
        assert said[0].startswith(f"This counts on {kept} kept to the draw")


def test_a_chance_below_one_half_is_never_said_to_be_one_half() -> None:
    assert says.times(0.48) == "less than 1 time in 2"
    assert says.times(0.4975) == "1 time in 2"  # half of the nights of 4 times in 5
    for chance in (0.494, 0.4975, 0.4999):
        assert (
            "would show a halving less than 1 time in 2." in says.about_slow_plan("magnesium", 48, chance)[0]
        )
    assert says.times(0.5) == "1 time in 2"
    assert "What can be learned instead" in says.about_slow_plan("magnesium", 48, 0.2)[-1]


RANGES = [
    (word, low, high)
    for word in TrialWord
    for low in (0.0, 0.004, 0.2, 0.7, 1.3)
    for high in (0.9, 3.0, 40.0, math.inf)
    if low < high and (word not in (TrialWord.FEWER, TrialWord.MORE) or not low < 1 < high)
]


@pytest.mark.parametrize(("word", "low", "high"), RANGES)
def test_a_range_without_an_end_is_said_in_words(word: TrialWord, low: float, high: float) -> None:
    """Whatever the limits: no "any number", and no limit of 0.00, which is none."""
    found, result = CASES[0]
    ratio = 0.0 if low == 0 else math.inf if math.isinf(high) else (low * high) ** 0.5
    wide = result.replaced(word=word, low=low, high=high, ratio=ratio, used=Range(0.8, low, high))
    off_plan = found.replaced(used=tuple(0.0 for _ in found.used))
    said = " ".join([*result_sentences.claim(wide, None), *result_sentences.beside(off_plan, wide)])
    if word is not TrialWord.NO_HALVING:  # which has a low end over one half
        assert "any number" not in said
        assert " 0.00" not in said
        assert "inf" not in said
    knows = low > 0.1 or high < 10
    assert ("When used" in said) == knows
    assert ("cannot tell" in said) == (not knows)
