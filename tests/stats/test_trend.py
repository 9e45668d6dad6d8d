from __future__ import annotations

import json
import math
from datetime import timedelta
from itertools import compress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats  # type: ignore[import-untyped]

from crampdiary.diary.nights import gaps
from crampdiary.stats.figures import trend_of
from crampdiary.stats.trend import FEWER, MORE, USUAL, blocks_back, compared, trend
from kit.builders import check_in
from kit.silences import SILENCES, diary_of

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "engine-2.json").read_text(encoding="utf-8")
)["trend"]
WORDS = {"usual": USUAL, "more": MORE, "fewer": FEWER}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_agrees_with_the_answers_computed_elsewhere(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]["trend"]
    spoken = given["spoken"] or [True] * len(given["day"])
    silence = {day for gap in gaps(compress(given["day"], spoken)) for day in gap}
    assert sorted(silence) == case["expected"]["gap"]
    kept = [day not in silence for day in given["day"]]
    found = trend(list(compress(given["day"], kept)), list(compress(given["y"], kept)), today=given["today"])
    assert found is not None
    for name in ("ratio", "low", "high", "t", "p"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=1e-9)
    assert (found.df, found.worsening) == (expected["df"], expected["worsening"])
    assert found.word == WORDS[expected["word"]]
    for name in ("recent", "earlier"):
        assert [block.per_28 for block in getattr(found, name)] == pytest.approx(expected[name])


def plainly(recent: list[float], earlier: list[float]) -> dict[str, float]:
    """Return the trend of cramps per 28 nights written down plainly, with numpy and scipy."""
    lately, before = (3 * (np.array(rates) + 0.2) ** (1 / 3) for rates in (recent, earlier))
    k, base = len(earlier), float(np.mean(earlier)) + 0.5
    w = base ** (2 / 3)
    s2 = max((4 * max(0.25 * w, w / base) + ((before - before.mean()) ** 2).sum()) / (k + 3), w / base)
    error = math.sqrt(s2 * (1 / len(recent) + 1 / k))
    difference = float(lately.mean() - before.mean())
    law = scipy_stats.t(k + 3)
    limits = [before.mean() + difference + sign * law.ppf(0.975) * error for sign in (-1, 1)]
    return {
        "ratio": (float(np.mean(recent)) + 0.5) / base,
        "low": (max(0.0, limits[0]) / before.mean()) ** 3,
        "high": (max(0.0, limits[1]) / before.mean()) ** 3,
        "t": difference / error,
        "df": k + 3,
        "p": float(law.sf(difference / error)),
    }


@settings(max_examples=100)
@given(
    rates=st.sampled_from([2, 9, 60]).flatmap(
        lambda most: st.lists(st.sampled_from([0, most]) | st.integers(0, most), min_size=4, max_size=16)
    ),
    recent=st.integers(1, 2),
)
def test_it_is_the_plain_method(rates: list[int], recent: int) -> None:
    assume(len(rates) >= recent + 3)
    days, cramps, today = diary(rates[::-1])
    blocks = [block for block in blocks_back(days, cramps, today=today, count=len(rates)) if block]
    found = compared(blocks[:recent], blocks[recent:])
    assert found is not None
    plain = plainly([float(rate) for rate in rates[:recent]], [float(rate) for rate in rates[recent:]])
    assert {name: getattr(found, name) for name in plain} == pytest.approx(plain, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("kind", SILENCES)
@pytest.mark.slow_but_first
def test_a_long_silence_makes_no_trend(kind: str) -> None:
    chance, diaries, words = Random(f"trend {kind}"), 40, []
    for _ in range(diaries):
        nights = diary_of(SILENCES[kind](chance))
        found = trend_of(nights, nights.today)
        (gap,) = nights.gaps
        words.append(found.word if found else None)
        if found is None:
            continue
        for block in found.earlier:
            days = range(block.first_day, block.last_day + 1)
            assert block.nights == sum(not gap[0].toordinal() <= day <= gap[1].toordinal() for day in days)
        assert not found.worsening
    assert words.count(MORE) <= 3
    assert words.count(FEWER) <= 3


def test_a_silence_counts_where_the_person_says_that_it_was_quiet() -> None:
    records = SILENCES["60 silent nights"](Random(3))
    (gap,) = diary_of(records).gaps
    assert trend_of(diary_of(records), gap[1]) is None
    quiet = [check_in(gap[0] + timedelta(days=day)) for day in range((gap[1] - gap[0]).days + 1)]
    nights = diary_of([*records, *quiet])
    found = trend_of(nights, gap[1])
    assert not nights.gaps
    assert found is not None
    assert found.word == FEWER


def diary(per_block: list[int], *, nights: int = 28) -> tuple[list[int], list[int], int]:
    """Return days and cramps of blocks, the oldest first, with so many counted nights each."""
    days, cramps = [], []
    for block, total in enumerate(per_block):
        for night in range(nights):
            days.append(28 * block + 27 - night)
            cramps.append(total // nights + (night < total % nights))
    order = sorted(range(len(days)), key=days.__getitem__)
    return [days[i] for i in order], [cramps[i] for i in order], 28 * len(per_block) - 1


def test_under_140_nights_nothing_is_said() -> None:
    days, cramps, today = diary([8, 8, 8, 40, 40])
    assert trend(days, cramps, today=today) is not None
    assert trend(days[1:], cramps[1:], today=today) is None


def test_the_order_of_the_nights_does_not_matter_and_later_ones_are_left_out() -> None:
    days, cramps, today = diary([8, 9, 8, 12, 7, 9])
    found = trend(days, cramps, today=today)
    assert trend(days[::-1], cramps[::-1], today=today) == found
    assert trend([*days, today + 1], [*cramps, 50], today=today) == found


def test_a_recent_block_with_too_few_counted_nights_gives_no_trend() -> None:
    days, cramps, today = diary([8] * 8)
    for counted, known in ((14, True), (13, False)):
        kept = [(day, had) for day, had in zip(days, cramps, strict=True) if day <= today - 28 + counted]
        found = trend([day for day, _ in kept], [had for _, had in kept], today=today)
        assert (found is not None) is known


def test_an_earlier_block_with_too_few_counted_nights_is_skipped() -> None:
    days, cramps, today = diary([8] * 9)
    gap = range(28 * 3, 28 * 3 + 15)
    kept = [(day, had) for day, had in zip(days, cramps, strict=True) if day not in gap]
    found = trend([day for day, _ in kept], [had for _, had in kept], today=today)
    assert found is not None
    assert len(found.earlier) == 6
    assert found.df == 9


def test_no_more_than_a_year_of_earlier_blocks_is_looked_at() -> None:
    days, cramps, today = diary([90] * 10 + [8] * 14)
    found = trend(days, cramps, today=today)
    assert found is not None
    assert len(found.earlier) == 12
    assert found.word == USUAL


def test_the_words_follow_from_p_and_the_interval_says_the_same() -> None:
    chance = Random(5)
    seen = set()
    for _ in range(300):
        blocks = [chance.randrange(0, 30) for _ in range(chance.randrange(5, 15))]
        days, cramps, today = diary(blocks)
        found = trend(days, cramps, today=today)
        assert found is not None
        seen.add(found.word)
        assert (found.word == MORE) == (found.p < 0.025) == (found.low > 1)
        assert (found.word == FEWER) == (found.p > 0.975) == (found.high < 1)
        assert found.p == pytest.approx(scipy_stats.t.sf(found.t, found.df), rel=1e-9)
        assert 0 <= found.low < found.high < math.inf
    assert seen == {MORE, FEWER, USUAL}


def test_worsening_needs_size_and_cramps_as_well_as_a_small_p() -> None:
    def worsens(*blocks: int) -> bool:
        days, cramps, today = diary(list(blocks))
        found = trend(days, cramps, today=today)
        return found is not None and found.worsening

    steady = [8] * 12
    assert worsens(*steady, 40, 40)
    assert not worsens(*steady, 40, 10)  # one recent block is not up by a quarter
    assert not worsens(*[0] * 12, 5, 5)  # fewer than 6 in each
    assert not worsens(*steady, 9, 9)


def test_worsening_needs_a_chance_below_1_in_500() -> None:
    seen = set()
    for rate in range(13, 30):
        days, cramps, today = diary([8] * 12 + [rate, rate])
        found = trend(days, cramps, today=today)
        assert found is not None
        assert found.worsening == (found.p < 0.002)
        seen.add((found.worsening, found.p < 0.005))
    assert seen == {(False, False), (False, True), (True, True)}


def test_the_thresholds_of_worsening_are_exact() -> None:
    steady = blocks_back(*diary([60] * 12)[:2], today=12 * 28 - 1, count=12)
    earlier = [block for block in steady if block]

    def up(first: int, second: int) -> bool:
        days, cramps, today = diary([first, second])
        recent = [block for block in blocks_back(days, cramps, today=today, count=2) if block]
        found = compared(recent, earlier)
        assert found is not None
        return found.worsening

    assert up(200, 76)  # 60.5 x 1.25 = 75.625
    assert not up(200, 75)


def test_days_and_cramps_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        trend(list(range(200)), [0] * 199, today=199)


def test_a_diary_without_any_cramp_is_as_usual() -> None:
    days, cramps, today = diary([0] * 8)
    found = trend(days, cramps, today=today)
    assert found is not None
    assert found.word == USUAL
    assert found.ratio == 1


def flares(chance: Random, nights: int) -> list[int]:
    level, made = 0.0, []
    for _ in range(nights):
        level = 0.85 * level + chance.gauss(0, 0.8 * math.sqrt(1 - 0.85**2))
        rate = 0.7 * math.exp(level - 0.32)
        count, product = 0, chance.random()
        while product > math.exp(-rate):
            count, product = count + 1, product * chance.random()
        made.append(count)
    return made


@pytest.mark.slow
def test_it_seldom_calls_a_steady_diary_changed_and_notices_one_that_tripled() -> None:
    """A small guard; the whole calibration is a benchmark."""
    chance = Random(11)
    wrong = noticed = 0
    for _ in range(300):
        steady = flares(chance, 365)
        found = trend(range(365), steady, today=364)
        wrong += found is not None and found.word != USUAL
        tripled = steady[:281] + [had * 3 for had in steady[281:]]
        found = trend(range(365), tripled, today=364)
        noticed += found is not None and found.word == MORE
    assert wrong <= 300 * 0.08
    assert noticed >= 300 * 0.45
