from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random

import pytest
from scipy import stats as scipy_stats  # type: ignore[import-untyped]

from crampdiary.stats.trend import FEWER, MORE, USUAL, blocks_back, compared, trend

FIXTURES = json.loads((Path(__file__).parents[1] / "data" / "trend.json").read_text())


@pytest.mark.parametrize("case", FIXTURES, ids=range(len(FIXTURES)))
def test_it_agrees_with_the_answers_computed_elsewhere(case: dict) -> None:  # type: ignore[type-arg]
    found = trend(case["day"], case["y"], today=case["today"])
    assert found is not None
    expected = case["expected"]
    for name in ("ratio", "t", "p"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=1e-9)
    assert (found.df, found.worsening) == (expected["df"], expected["worsening"])


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
        assert 0 < found.low < found.high < math.inf
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
