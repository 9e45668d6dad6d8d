from __future__ import annotations

from itertools import combinations
from random import Random
from statistics import correlation
from typing import Any

import pytest
from scipy import stats  # type: ignore[import-untyped]

from crampdiary.evidence.assessment import TOGETHER_LIMIT, Factor, count_both_ways, said_part, used_together
from crampdiary.evidence.compare import compare
from crampdiary.evidence.cover import weekdays
from crampdiary.evidence.verdicts import VerdictWord, judge
from kit.simulated_diaries import HAZARDS, SimulatedDiary, Writing, simulate, write

NIGHTS = 300


@pytest.fixture(scope="module")
def helped() -> SimulatedDiary:
    return simulate(HAZARDS["Poisson"], NIGHTS, 0.3, Random(11))


def known_on(diary: SimulatedDiary, part: float) -> list[bool]:
    """Return which nights are known: all with a cramp, and this part of the quiet ones."""
    quiet = [night for night, cramps in enumerate(diary.cramps) if not cramps]
    unknown = set(Random(1).sample(quiet, round((1 - part) * len(quiet))))
    return [night not in unknown for night in range(len(diary.days))]


def test_said_is_the_part_of_quiet_nights_that_were_said_to_be() -> None:
    assert said_part([2, 0, 0, 0, 0], [True, True, False, False, False]) == 0.25
    assert said_part([1, 1], [True, True]) == 1.0
    assert said_part([], []) == 1.0


@pytest.mark.parametrize(
    ("part", "both"), [(1.0, False), (0.96, False), (0.94, True), (0.35, True), (0.32, False), (0.0, False)]
)
def test_both_countings_are_used_where_a_third_and_not_nearly_all_is_known(
    helped: SimulatedDiary, part: float, both: bool
) -> None:
    known = known_on(helped, part)
    found = count_both_ways(helped.days, helped.cramps, known, {"it": Factor(shares=helped.shares["remedy"])})
    assert found.said == pytest.approx(part, abs=0.005)
    assert (found.known_nights is not None) == both
    assert found.all_nights["it"].nights == NIGHTS
    if found.known_nights:
        assert found.known_nights["it"].nights == sum(known)


def test_everything_of_the_night_reaches_both_comparisons(helped: SimulatedDiary) -> None:
    shares = [share * 0.5 for share in helped.shares["remedy"]]
    within = [float(cramps > 1) for cramps in helped.cramps]
    worst = [7.0 if cramps > 1 else None for cramps in helped.cramps]
    known = known_on(helped, 0.6)
    found = count_both_ways(
        helped.days, helped.cramps, known, {"it": Factor(shares=shares, within=within)}, worst=worst
    )
    for effects, counted in ((found.all_nights, [True] * NIGHTS), (found.known_nights, known)):
        kept = [night for night, is_counted in enumerate(counted) if is_counted]

        def on_kept(column: list[Any], kept: list[int] = kept) -> list[Any]:
            return [column[night] for night in kept]

        days = on_kept(helped.days)
        assert effects == compare(
            days,
            on_kept(helped.cramps),
            {"it": on_kept(shares)},
            weekday=weekdays(days),
            worst=on_kept(worst),
            within={"it": on_kept(within)},
        )


@pytest.mark.parametrize(("unanswered", "is_unclear"), [(14, False), (15, False), (16, True)])
def test_above_15_percent_unanswered_a_verdict_is_withheld(unanswered: int, is_unclear: bool) -> None:
    assert Factor(shares=[], uses=100, unanswered_uses=unanswered).is_unclear == is_unclear


@pytest.mark.parametrize(("afterwards", "is_said"), [(14, False), (15, False), (16, True)])
def test_above_15_percent_noted_afterwards_it_is_said(afterwards: int, is_said: bool) -> None:
    factor = Factor(shares=[], uses=300, cramp_night_uses=100, afterwards=afterwards)
    assert factor.noted_afterwards == is_said


def test_a_night_with_cramps_is_known() -> None:
    with pytest.raises(ValueError, match="known"):
        count_both_ways([1, 2], [1, 0], [False, True], {})


def test_an_empty_diary_has_no_effects() -> None:
    assert count_both_ways([], [], [], {}).all_nights == {}
    assert count_both_ways([], [], [], {"remedy": Factor(shares=[])}).all_nights["remedy"].nights == 0


def test_factors_nearly_always_used_together_are_told() -> None:
    one = [1.0, 0.0] * 50
    other = [0.0 if night % 20 == 0 else share for night, share in enumerate(one)]
    unlike = [1.0] * 50 + [0.0] * 50
    pairs = used_together({"one": one, "other": other, "unlike": unlike, "never": [0.0] * 100})
    assert [(pair.one, pair.other) for pair in pairs] == [("one", "other")]
    assert pairs[0].correlation == pytest.approx(0.9045, abs=1e-4)


@pytest.mark.parametrize(("joint", "told"), [(42, 0), (43, 1), (8, 0), (7, -1)])
def test_together_means_a_correlation_beyond_seven_tenths(joint: int, told: int) -> None:
    # Fifty uses each in a hundred nights: r = (joint - 25) / 25, such as 0.68 and 0.72.
    one = [1.0] * 50 + [0.0] * 50
    other = [1.0] * joint + [0.0] * 50 + [1.0] * (50 - joint)
    found = [1 if pair.correlation > 0 else -1 for pair in used_together({"one": one, "other": other})]
    assert sum(found) == told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ratio", "wrong"),
    [
        (1.0, {VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER, VerdictWord.MORE, VerdictWord.POSSIBLY_MORE}),
        (0.5, {VerdictWord.NO_CLEAR_DIFFERENCE, VerdictWord.MORE, VerdictWord.POSSIBLY_MORE}),
    ],
)
def test_with_a_fifth_of_the_nights_skipped_no_word_misleads(ratio: float, wrong: set[VerdictWord]) -> None:
    """All nights alone would mislead in half of such diaries."""
    diaries, chance = 100, Random(f"skipped {ratio}")
    misled = alone = 0
    for _ in range(diaries):
        drawn = simulate(HAZARDS["flares"], 365, ratio, chance)
        diary = write(drawn, Writing(quiet=(0.9, 0.9), skipped=0.2), chance)
        found = count_both_ways(diary.days, diary.cramps, diary.known, {"remedy": Factor(shares=diary.share)})
        misled += judge(found.all_nights, found.known_nights, found.said)[0].word in wrong
        alone += judge(found.all_nights, None, 1.0)[0].word in wrong
    # The calibration's worst; beyond it lies a thousandth of Monte-Carlo error.
    assert misled <= stats.binom.ppf(0.999, diaries, 0.05)
    assert alone > diaries / 4


def test_pairs_told_are_those_of_all_correlations() -> None:
    chance = Random(5)
    nights, pairs = range(60), 0
    for _ in range(40):
        first = [chance.choice((0.0, 0.0, 1.0, chance.random())) for _ in nights]
        shares = {"first": first}
        for changed in (0.03, 0.1, 0.2, 0.3):
            near = [share if chance.random() > changed else chance.random() for share in first]
            shares |= {f"near {changed}": near, f"instead {changed}": [1 - share for share in near]}
        expected = {
            (one, other)
            for one, other in combinations(shares, 2)
            if abs(correlation(shares[one], shares[other])) > TOGETHER_LIMIT
        }
        assert {(pair.one, pair.other) for pair in used_together(shares)} == expected
        pairs += len(expected)
    assert 0 < pairs < 40 * 36
