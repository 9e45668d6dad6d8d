from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from crampdiary.evidence import severity
from crampdiary.evidence.cover import weekdays
from crampdiary.evidence.severity import SeverityEffect, SeverityWord
from kit.plain_severity import compare_severities_plainly
from kit.simulated_diaries import HAZARDS, partly_rated, simulate

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "engine-2.json").read_text(encoding="utf-8")
)["severity"]
FIELDS = (
    ("se", "standard_error"),
    *((name, name) for name in ("p", "estimate", "low", "high", "df", "inflation", "tolerance")),
    *((name, name) for name in ("nights_with", "nights_without", "mean_with", "mean_without", "switches")),
)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_effects_and_words_are_those_computed_independently(case: dict[str, Any]) -> None:
    given = case["input"]
    effects = severity.compare(
        given["day"],
        given["y"],
        given["mean_severity"],
        given["shares"],
        weekday=weekdays(given["day"]),
        worst=given["worst"],
    )
    verdicts = {each.name: each for each in severity.judge(effects, answers=given["answers"])}
    assert verdicts.keys() == case["expected"].keys()
    for factor, known in case["expected"].items():
        for name, field in FIELDS:
            assert getattr(effects[factor], field) == pytest.approx(known[name], rel=1e-8), name
        assert verdicts[factor].word == known["word"]
        assert verdicts[factor].q == (known["q"] and pytest.approx(known["q"], rel=1e-8))
        assert verdicts[factor].effect == effects[factor]


@dataclass(frozen=True, slots=True)
class Diary:
    """The arguments of a comparison."""

    days: list[int]
    cramps: list[int]
    mean_severity: list[float | None]
    shares: Mapping[str, list[float]]
    weekday: list[int] | None
    worst: list[float | None] | None

    def compared(self, **changes: Any) -> dict[str, SeverityEffect]:
        other = replace(self, **changes)
        return severity.compare(
            other.days,
            other.cramps,
            other.mean_severity,
            other.shares,
            weekday=other.weekday,
            worst=other.worst,
        )


def irregular(seed: int) -> Diary:
    """Draw a diary with gaps, bad spells, runs of use, partly exposed nights and cramps that nobody rated."""
    chance = Random(seed)
    nights, factors = chance.choice([60, 100, 200]), chance.randint(1, 4)
    gaps = [
        1 + (chance.random() < 0.1) * chance.randint(0, 6) + (chance.random() < 0.01) * 40
        for _ in range(nights)
    ]
    days = [1000 + sum(gaps[: night + 1]) for night in range(nights)]
    hazard = replace(HAZARDS["flares"], run=chance.choice([None, 7, 21]))
    shares: dict[str, list[float]] = {}
    for factor in "abcd"[:factors]:
        drawn = simulate(hazard, nights, 1.0, chance)
        partly = chance.choice([0.0, 0.0, 0.4])
        shares[factor] = [
            chance.uniform(0.1, 0.9) if chance.random() < partly else share
            for share in drawn.shares["remedy"]
        ]
    spell, means, worst = 0.0, [], []
    for count in drawn.cramps:
        spell = 0.85 * spell + chance.gauss(0, 0.8)
        each = [min(10, max(0, round(5 + spell + chance.gauss(0, 1)))) for _ in range(count)]
        known = [rating for rating in each if chance.random() < 0.8]
        means.append(sum(known) / len(known) if known else None)
        worst.append(float(max(known)) if known else None)
    return Diary(
        days,
        drawn.cramps,
        means,
        shares,
        weekdays(days) if chance.random() < 0.7 else None,
        worst if chance.random() < 0.8 else None,
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_effects_are_those_of_the_plain_method(seed: int) -> None:
    diary = irregular(seed)
    effects = diary.compared()
    plain = compare_severities_plainly(
        diary.days, diary.cramps, diary.mean_severity, diary.shares, diary.weekday, diary.worst
    )
    assert list(effects) == list(plain)
    for name, known in plain.items():
        if known["df"] >= 4:
            assert {field: getattr(effects[name], field) for field in known} == pytest.approx(known, rel=1e-6)


def test_the_diaries_of_the_plain_method_have_runs_that_matter_and_enough_nights() -> None:
    effects = [effect for seed in range(40) for effect in irregular(seed).compared().values()]
    assert sum(effect.inflation > 1 for effect in effects) > 10
    assert sum(effect.df >= 4 for effect in effects) > 60


def test_only_some_factors_may_be_tested_with_all_allowed_for() -> None:
    diary = next(each for each in map(irregular, range(9)) if len(each.shares) > 1)
    name = list(diary.shares)[1]
    some = severity.compare(
        diary.days,
        diary.cramps,
        diary.mean_severity,
        diary.shares,
        weekday=diary.weekday,
        worst=diary.worst,
        only=[name],
    )
    assert some == {name: diary.compared()[name]}


# What may not matter, and what must


diaries = st.integers(0, 10_000).map(irregular)


def same(one: Mapping[str, SeverityEffect], other: Mapping[str, SeverityEffect], sign: int = 1) -> None:
    """Look whether effects are the same, or the other way round."""
    assert one.keys() == other.keys()
    for name, effect in one.items():
        found = other[name]
        low, high = (found.low, found.high) if sign == 1 else (-found.high, -found.low)
        for mine, theirs in (
            (effect.estimate, sign * found.estimate),
            (effect.low, low),
            (effect.high, high),
            (effect.p, found.p),
            (effect.standard_error, found.standard_error),
            (effect.df, found.df),
            (effect.inflation, found.inflation),
            (effect.tolerance, found.tolerance),
        ):
            assert mine == pytest.approx(theirs, rel=1e-6, abs=1e-9)
        assert (effect.rated, effect.switches) == (found.rated, found.switches)


@settings(max_examples=20)
@given(diary=diaries, days=st.integers(-900, 9000))
def test_when_the_diary_begins_changes_nothing_while_the_weekdays_stay(diary: Diary, days: int) -> None:
    same(diary.compared(days=[day + days for day in diary.days]), diary.compared())


@settings(max_examples=20)
@given(diary=diaries, chance=st.randoms(use_true_random=False))
def test_the_order_of_factors_changes_nothing(diary: Diary, chance: Random) -> None:
    names = list(diary.shares)
    chance.shuffle(names)
    found = diary.compared(shares={name: diary.shares[name] for name in names})
    assert list(found) == names
    same({name: found[name] for name in diary.shares}, diary.compared())


@settings(max_examples=20)
@given(diary=diaries)
def test_severities_on_nights_without_a_cramp_are_not_looked_at(diary: Diary) -> None:
    means = [each if count else 9.0 for each, count in zip(diary.mean_severity, diary.cramps, strict=True)]
    assert diary.compared(mean_severity=means) == diary.compared()


@settings(max_examples=20)
@given(diary=diaries)
def test_the_scale_turned_round_turns_every_effect_round(diary: Diary) -> None:
    turned = [None if each is None else 10 - each for each in diary.mean_severity]
    same(diary.compared(mean_severity=turned), diary.compared(), -1)


@settings(max_examples=20)
@given(diary=diaries)
def test_a_factor_and_its_absence_have_opposite_effects(diary: Diary) -> None:
    name, column = next(iter(diary.shares.items()))
    without = {name: [1 - share for share in column]}
    same(diary.compared(shares=without), diary.compared(shares={name: column}), -1)


@settings(max_examples=20)
@given(diary=diaries)
def test_as_many_points_more_on_every_night_change_no_difference(diary: Diary) -> None:
    halved = [None if each is None else each / 2 for each in diary.mean_severity]
    raised = [None if each is None else each + 4 for each in halved]
    same(diary.compared(mean_severity=raised), diary.compared(mean_severity=halved))


@settings(max_examples=20)
@given(diary=diaries)
def test_p_and_the_interval_agree_about_no_difference(diary: Diary) -> None:
    for effect in diary.compared().values():
        assert (effect.p < 0.05) == (effect.low > 0 or effect.high < 0)
        assert effect.low <= effect.estimate <= effect.high
        assert effect.nights_with + effect.nights_without == pytest.approx(effect.rated)
        assert effect.inflation >= 1
        assert 0 <= effect.df < max(1, effect.rated)


# What hardly says anything


def steady(nights: int, **changes: Any) -> Diary:
    """Return a diary with a cramp every night, rated 3 and 7 in turn, and one remedy every third night."""
    diary = Diary(
        list(range(1000, 1000 + nights)),
        [1] * nights,
        [3.0 + 4 * (night % 2) for night in range(nights)],
        {"heat": [float(night % 3 == 0) for night in range(nights)]},
        None,
        None,
    )
    return replace(diary, **changes)


@pytest.mark.parametrize("nights", [0, 1, 2, 9])
def test_hardly_any_rated_nights_give_no_word(nights: int) -> None:
    effects = steady(nights).compared()
    effect = effects["heat"]
    assert (effect.rated, effect.p, effect.estimate) == (nights, 1.0, 0.0)
    assert (effect.low, effect.high, effect.standard_error) == (-math.inf, math.inf, math.inf)
    assert [each.word for each in severity.judge(effects)] == [SeverityWord.TOO_FEW_RATED]


def test_a_diary_that_nobody_rated_gives_no_word() -> None:
    effects = steady(100, mean_severity=[None] * 100).compared()
    assert effects["heat"].rated == 0
    assert effects["heat"].mean_with is None
    assert [each.word for each in severity.judge(effects)] == [SeverityWord.TOO_FEW_RATED]


@pytest.mark.parametrize("rating", [0.0, 4.1, 17 / 3, 10.0])
def test_cramps_all_rated_alike_are_about_as_bad(rating: float) -> None:
    effects = steady(100, mean_severity=[rating] * 100).compared()
    effect = effects["heat"]
    assert (effect.estimate, effect.low, effect.high, effect.p) == (0.0, 0.0, 0.0, 1.0)
    assert [each.word for each in severity.judge(effects)] == [SeverityWord.ABOUT_AS_BAD]


def test_a_remedy_used_every_night_has_nothing_to_be_compared_with() -> None:
    effects = steady(100, shares={"heat": [1.0] * 100}).compared()
    effect = effects["heat"]
    assert (effect.p, effect.low, effect.high) == (1.0, -math.inf, math.inf)
    assert (effect.mean_with, effect.mean_without) == (5.0, None)
    assert [each.word for each in severity.judge(effects)] == [SeverityWord.TOO_FEW_RATED]


def test_nights_only_partly_exposed_weigh_their_share() -> None:
    shares = [0.5, 1.0, 0.25, 0.0]
    effect = steady(4, shares={"heat": shares}).compared()["heat"]
    assert (effect.nights_with, effect.nights_without) == (1.75, 2.25)
    assert effect.mean_with == pytest.approx((1.5 + 7 + 0.75) / 1.75)
    assert effect.mean_without == pytest.approx((1.5 + 2.25 + 7) / 2.25)
    assert effect.switches == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"mean_severity": [5.0] * 29},
        {"mean_severity": [10.5] * 30},
        {"mean_severity": [math.nan] * 30},
        {"cramps": [1] * 29},
        {"days": [1] * 30},
        {"shares": {"heat": [2.0] * 30}},
        {"worst": [11.0] * 30},
        {"weekday": [7] * 30},
    ],
    ids=str,
)
def test_what_no_diary_could_hold_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must"):
        steady(30).compared(**changes)


# The words


PLAIN = SeverityEffect(
    estimate=-1.0, low=-1.9, high=-0.1, p=0.03, standard_error=0.4, df=60.0, inflation=1.0, tolerance=0.9, rated=80,
    nights_with=30.0, nights_without=50.0, mean_with=4.0, mean_without=5.0, switches=20,
)  # fmt: skip


def word_of(effect: SeverityEffect, *others: float, answer: str | None = None) -> SeverityWord:
    """Return the word among others with these p values."""
    effects = {"heat": effect, **{f"other {p} {n}": PLAIN.replaced(p=p) for n, p in enumerate(others)}}
    verdicts = severity.judge(effects, answers={"heat": answer} if answer else None)
    return next(each.word for each in verdicts if each.name == "heat")


@pytest.mark.parametrize(
    ("p", "others", "word", "opposite"),
    [
        (0.01, [], "milder", "worse"),
        (0.0101, [], "possibly_milder", "possibly_worse"),
        (0.05, [], "possibly_milder", "possibly_worse"),
        (0.01, [1.0] * 6, "milder", "worse"),
        (0.01, [1.0] * 7, "possibly_milder", "possibly_worse"),  # among eight q must be .05
        (0.006, [1.0] * 7, "milder", "worse"),
        (0.05, [1.0] * 3, "possibly_milder", "possibly_worse"),
        (0.05, [1.0] * 4, "chance_among_many", "chance_among_many"),
    ],
)
def test_the_words_of_a_difference(p: float, others: list[float], word: str, opposite: str) -> None:
    milder = PLAIN.replaced(p=p)
    assert word_of(milder, *others) == word
    worse = milder.replaced(estimate=1.0, low=0.1, high=1.9)
    assert word_of(worse, *others) == opposite


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-1.99, 1.99, "about_as_bad"),
        (-2.0, 1.0, "not_enough_rated"),
        (-1.0, 2.0, "not_enough_rated"),
        (-math.inf, math.inf, "not_enough_rated"),
    ],
)
def test_the_words_of_none(low: float, high: float, word: str) -> None:
    assert word_of(PLAIN.replaced(p=0.0501, low=low, high=high)) == word


@pytest.mark.parametrize(
    ("enough", "too_few"),
    [
        ({"nights_with": 8.0}, {"nights_with": 7.9}),
        ({"nights_without": 8.0}, {"nights_without": 7.9}),
        ({"switches": 4}, {"switches": 3}),
        ({"tolerance": 0.1}, {"tolerance": 0.0999}),
        ({"df": 4.0}, {"df": 3.99}),
        ({"rated": 10}, {"rated": 9}),
    ],
    ids=str,
)
def test_the_gates_are_exact_and_what_they_keep_out_is_no_part_of_the_family(
    enough: dict[str, Any], too_few: dict[str, Any]
) -> None:
    assert word_of(PLAIN.replaced(**enough)) == "possibly_milder"
    assert word_of(PLAIN.replaced(p=0.0, **too_few)) == "too_few_rated"
    verdicts = severity.judge({"heat": PLAIN, "other": PLAIN.replaced(p=0.9, **too_few)})
    assert {each.name: each.q for each in verdicts} == {"heat": PLAIN.p, "other": None}


def test_only_what_is_judged_counts_towards_many() -> None:
    judged = {"heat": PLAIN.replaced(p=0.01), **{f"other {n}": PLAIN.replaced(p=1.0) for n in range(6)}}
    gated = {f"gated {n}": PLAIN.replaced(switches=0) for n in range(3)}
    assert severity.judge({**judged, **gated})[0].word == "milder"


@pytest.mark.parametrize("p", [0.001, 0.03, 0.5])
@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("answer", ["more", "less", "neither"])
def test_an_answer_voids_what_it_makes_look_so(p: float, sign: int, answer: str) -> None:
    effect = PLAIN.replaced(p=p, estimate=float(sign), low=-1.5, high=1.5)
    plain = word_of(effect)
    voided = (answer == "more" and (sign == 1 or plain == "about_as_bad")) or (
        answer == "less" and sign == -1 and plain != "about_as_bad"
    )
    assert word_of(effect, answer=answer) == ("hangs_on_how_legs_felt" if voided else plain)


def test_an_answer_does_not_void_that_there_is_too_little() -> None:
    for answer in ("more", "less"):
        assert word_of(PLAIN.replaced(switches=0), answer=answer) == "too_few_rated"
        assert word_of(PLAIN.replaced(p=0.5, low=-3.0), answer=answer) == "not_enough_rated"


def test_verdicts_come_in_the_order_of_their_words_then_by_estimate_then_by_name() -> None:
    effects = {
        "worse": PLAIN.replaced(p=0.001, estimate=1.0),
        "little": PLAIN.replaced(switches=0),
        "b": PLAIN.replaced(p=0.001),
        "a": PLAIN.replaced(p=0.001),
        "most": PLAIN.replaced(p=0.001, estimate=-2.0),
        "alike": PLAIN.replaced(p=0.9),
    }
    assert [each.name for each in severity.judge(effects)] == ["most", "a", "b", "alike", "worse", "little"]


# The guard


def rated_diary(chance: Random, points: float) -> Diary:
    """Draw a year with flares in number and severity, a remedy used after severe nights, half of the cramps rated."""
    hazard = HAZARDS["flares, used after a severe night"]
    drawn = partly_rated(simulate(hazard, 365, 1.0, chance, points=points), 0.5, chance)
    return Diary(drawn.days, drawn.cramps, drawn.mean_severity, drawn.shares, drawn.weekday, drawn.worst)


@pytest.mark.slow
def test_a_useless_remedy_seldom_seems_milder_and_two_points_are_found() -> None:
    number, chance = 150, Random(20_241_126)
    misled = held = found = 0
    for _ in range(number):
        useless = rated_diary(chance, 0.0).compared()["remedy"]
        misled += useless.p < 0.05
        milder = rated_diary(chance, -2.0).compared()["remedy"]
        found += milder.p < 0.05
        held += milder.low <= -2 <= milder.high
    # The calibration's worst; beyond it lies a thousandth of Monte-Carlo error.
    assert misled <= stats.binom.ppf(0.999, number, 0.055)
    assert found >= stats.binom.ppf(0.001, number, 0.9)
    assert held >= stats.binom.ppf(0.001, number, 0.92)
