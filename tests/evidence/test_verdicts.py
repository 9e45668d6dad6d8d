from __future__ import annotations

import json
import math
from collections.abc import Mapping
from itertools import compress, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from crampdiary.diary.nights import gaps
from crampdiary.evidence.assessment import said_part
from crampdiary.evidence.compare import Effect, compare
from crampdiary.evidence.cover import weekdays
from crampdiary.evidence.verdicts import (
    Hurdle,
    Verdict,
    VerdictWord,
    holds_however_often,
    judge,
    shown_ratio,
)
from kit.simulated_diaries import HAZARDS, simulate

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "engine-2.json").read_text(encoding="utf-8")
)["engine"]


def effects_of(case: dict[str, Any], *, known: bool) -> dict[str, Effect] | None:
    given, expected = case["input"], case["expected"]
    if not expected["known_nights" if known else "all_nights"]:
        return None
    kept = [
        place
        for place, day in enumerate(given["day"])
        if day not in expected["gap"] and (not known or given["known"][place])
    ]

    def on_kept(column: list[Any]) -> list[Any]:
        return [column[place] for place in kept]

    days = on_kept(given["day"])
    return compare(
        days,
        on_kept(given["y"]),
        {name: on_kept(column) for name, column in given["shares"].items()},
        weekday=weekdays(days) if given["weekday"] else None,
        worst=on_kept(given["worst"]),
        within={name: on_kept(column) for name, column in (given["within"] or {}).items()},
    )


@pytest.mark.parametrize("name", CASES)
def test_the_words_are_those_computed_independently(name: str) -> None:
    case = CASES[name]
    effects = effects_of(case, known=False)
    assert effects is not None
    verdicts = judge(
        effects,
        effects_of(case, known=True),
        case["expected"]["said"],
        answers=case["input"].get("answers"),
        slow=case["input"].get("slow") or (),
    )
    assert {each.name for each in verdicts} == case["expected"]["verdicts"].keys()
    for verdict in verdicts:
        known = case["expected"]["verdicts"][verdict.name]
        for field in ("word", "more_nights", "partner", "if_quiet", "holds_however_often"):
            assert getattr(verdict, field) == known[field]
        assert verdict.p == pytest.approx(known["p"], rel=1e-8)
        assert verdict.q == (known["q"] if known["q"] is None else pytest.approx(known["q"], rel=1e-8))
        for field in ("low", "high", "shown_ratio"):
            expected = math.inf if field == "high" and known[field] is None else known[field]
            assert getattr(verdict, field) == pytest.approx(expected, rel=1e-6)
        assert (verdict.known is not None) == (known["counting"] == "both")


@pytest.mark.parametrize("name", CASES)
def test_the_gaps_and_the_part_said_to_be_quiet_are_those_computed_independently(name: str) -> None:
    given, expected = CASES[name]["input"], CASES[name]["expected"]
    spoken = given["spoken"] or [True] * len(given["day"])  # null: no gaps
    silence = [day for gap in gaps(compress(given["day"], spoken)) for day in gap]
    kept = [day not in silence for day in given["day"]]
    assert [day for day, is_kept in zip(given["day"], kept, strict=True) if not is_kept] == expected["gap"]
    assert said_part(compress(given["y"], kept), compress(given["known"], kept)) == expected["said"]


ENOUGH = Effect(
    rate_ratio=0.5,
    low=0.3,
    high=0.8,
    p=0.01,
    df=60.0,
    critical=1.16,  # so that both 80 % points together are 2
    standard_error=0.25,
    inflation=1.0,
    dispersion=1.0,
    nights=200,
    nights_with_cramp=80,
    nights_with=90,
    nights_without=110,
    cramps_with=30,
    cramps_without=75,
    switches=70,
    tolerance=0.9,
    partner="several",
    blocks=(),
)
MORE = ENOUGH.replaced(rate_ratio=2.0, low=1.25, high=3.3)


def verdict_on(
    effect: Effect, known: Effect | None = None, said: float = 1.0, *, among: int = 1, **options: Any
) -> Verdict:
    """Judge an effect together with so many others, most of which are as far from significant as can be."""
    others = {f"other {place}": ENOUGH.replaced(p=1.0) for place in range(among - 1)}
    both = {"it": known, **others} if known else None
    found = judge({"it": effect, **others}, both, said, **options)
    return next(each for each in found if each.name == "it")


@pytest.mark.parametrize(("effect", "clear", "possible"), [
    (ENOUGH, VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER),
    (MORE, VerdictWord.MORE, VerdictWord.POSSIBLY_MORE),
])  # fmt: skip
class TestSignificance:
    @pytest.mark.parametrize(("p", "is_clear"), [(0.0099999, True), (0.01, True), (0.0100001, False)])
    def test_clear_takes_p_of_one_percent(
        self, effect: Effect, clear: VerdictWord, possible: VerdictWord, p: float, is_clear: bool
    ) -> None:
        verdict = verdict_on(effect.replaced(p=p))
        assert verdict.word is (clear if is_clear else possible)
        assert verdict.hurdles == (() if is_clear else (Hurdle.P_VALUE,))

    @pytest.mark.parametrize(("among", "p", "is_clear"), [
        (7, 0.01, True), (7, 0.0001, True), (8, 0.01, False), (8, 0.0063, False), (8, 0.0062, True),
        (20, 0.0025, True), (20, 0.0026, False),
    ])  # fmt: skip
    def test_clear_takes_a_smaller_q_among_eight_or_more(
        self, effect: Effect, clear: VerdictWord, possible: VerdictWord, among: int, p: float, is_clear: bool
    ) -> None:
        verdict = verdict_on(effect.replaced(p=p), among=among)
        assert verdict.q == pytest.approx(among * p)
        assert verdict.word is (clear if is_clear else possible)
        assert verdict.hurdles == (() if is_clear else (Hurdle.Q_VALUE,))

    @pytest.mark.parametrize(("p", "is_possible"), [(0.0499999, True), (0.05, True), (0.0500001, False)])
    def test_possible_takes_p_of_five_percent(
        self, effect: Effect, clear: VerdictWord, possible: VerdictWord, p: float, is_possible: bool
    ) -> None:
        verdict = verdict_on(effect.replaced(p=p))
        assert verdict.word is (possible if is_possible else VerdictWord.NOT_ENOUGH_NIGHTS)
        assert verdict.word is not clear
        assert verdict.hurdles == (Hurdle.P_VALUE,)

    @pytest.mark.parametrize(("among", "is_possible"), [(3, True), (4, True), (5, False)])
    def test_possible_takes_q_of_twenty_percent(
        self, effect: Effect, clear: VerdictWord, possible: VerdictWord, among: int, is_possible: bool
    ) -> None:
        verdict = verdict_on(effect.replaced(p=0.05), among=among)
        assert verdict.word is (possible if is_possible else VerdictWord.CHANCE_AMONG_MANY)
        assert verdict.word is not clear
        assert (Hurdle.P_VALUE in verdict.hurdles) == is_possible


# With critical + 0.84 = 2, exactly half of log 2.
DETECTABLE = math.log(2) / 2
NOTHING = ENOUGH.replaced(p=0.5, rate_ratio=0.95, low=0.6, high=1.6, standard_error=DETECTABLE)


@pytest.mark.parametrize(
    ("changes", "is_none"),
    [
        ({}, True),
        ({"standard_error": DETECTABLE * 1.000001}, False),
        ({"low": 0.5}, False),
        ({"low": math.nextafter(0.5, 1)}, True),
        ({"high": 2.0}, False),
        ({"high": math.nextafter(2.0, 1)}, True),
    ],
)
def test_no_clear_difference_takes_that_a_halving_and_a_doubling_are_excluded(
    changes: dict[str, Any], is_none: bool
) -> None:
    verdict = verdict_on(NOTHING.replaced(**changes))
    assert verdict.word is (VerdictWord.NO_CLEAR_DIFFERENCE if is_none else VerdictWord.NOT_ENOUGH_NIGHTS)
    both = verdict_on(NOTHING, NOTHING.replaced(**changes), 0.5)
    assert both.word is verdict.word
    assert (verdict_on(NOTHING.replaced(**changes), slow=["it"]).word) is (
        VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER if is_none else VerdictWord.NOT_ENOUGH_NIGHTS
    )


@pytest.mark.parametrize(
    ("nights", "standard_error", "out_of_reach"),
    [
        (200, 0.2, False),  # four weeks at the least
        (200, 0.3, False),
        (200, DETECTABLE, True),
        (40, 0.4, False),
        (40, 0.6, True),
        (200, math.inf, True),
    ],
)
def test_how_many_more_nights_are_for_a_clear_word(
    nights: int, standard_error: float, out_of_reach: bool
) -> None:
    effect = NOTHING.replaced(low=0.2, nights=nights, standard_error=standard_error)
    verdict = verdict_on(effect)
    assert verdict.word is VerdictWord.NOT_ENOUGH_NIGHTS
    assert verdict_on(effect.replaced(standard_error=0.1), effect, 0.5).more_nights == verdict.more_nights
    needed = ((stats.t.ppf(0.995, 60) + 0.84) * standard_error / math.log(2)) ** 2
    more = max(28, 1.15 * nights * (needed - 1))
    if out_of_reach:
        assert verdict.more_nights is None
        assert more > max(365, 2 * nights)
    else:
        assert verdict.more_nights is not None
        assert 0 <= verdict.more_nights - more < 7


class TestBothCountings:
    """What is taken as quiet or left out may not settle a word alone."""

    @pytest.mark.parametrize(("p", "p_known", "expected"), [
        (0.001, 0.05, 0.001), (0.001, 0.051, 0.051), (0.2, 0.001, 0.2), (0.04, 0.001, 0.04),
    ])  # fmt: skip
    def test_fewer_takes_the_first_p_where_the_second_bears_it_out(
        self, p: float, p_known: float, expected: float
    ) -> None:
        assert verdict_on(ENOUGH.replaced(p=p), ENOUGH.replaced(p=p_known), 0.5).p == expected

    @pytest.mark.parametrize(("p", "p_known"), [(0.001, 0.05), (0.05, 0.001), (0.2, 0.001)])
    def test_more_takes_the_larger(self, p: float, p_known: float) -> None:
        assert verdict_on(MORE.replaced(p=p), MORE.replaced(p=p_known), 0.5).p == max(p, p_known)

    def test_different_directions_are_no_evidence(self) -> None:
        verdict = verdict_on(ENOUGH.replaced(p=1e-6), MORE.replaced(p=1e-6), 0.5)
        assert (verdict.p, verdict.shown_ratio) == (1.0, 1.0)
        assert verdict.word is VerdictWord.HANGS_ON_SILENT_NIGHTS
        assert verdict.if_quiet is VerdictWord.FEWER

    @pytest.mark.parametrize("field", ["nights_with", "nights_without", "nights_with_cramp"])
    def test_a_second_counting_with_too_little_in_it_bears_nothing_out(self, field: str) -> None:
        changes: dict[str, Any] = {field: 4}
        assert verdict_on(ENOUGH.replaced(p=1e-6), ENOUGH.replaced(p=1e-6, **changes), 0.5).p == 1.0
        changes = {field: 5}
        assert verdict_on(ENOUGH.replaced(p=1e-6), ENOUGH.replaced(p=1e-6, **changes), 0.5).p == 1e-6

    def test_the_interval_is_the_hull_and_the_ratio_the_one_nearer_1(self) -> None:
        other = ENOUGH.replaced(rate_ratio=0.6, low=0.2, high=0.7)
        verdict = verdict_on(ENOUGH.replaced(p=0.001), other.replaced(p=0.001), 0.5)
        assert (verdict.low, verdict.high) == (0.2, 0.8)
        assert verdict.shown_ratio == shown_ratio(other)

    @given(st.data())
    def test_the_hull_holds_both_intervals_and_the_ratio(self, data: st.DataObject) -> None:
        effects: list[Effect] = []
        for _ in range(2):
            low, ratio, high = sorted(data.draw(st.floats(0.05, 20)) for _ in range(3))
            error, p = data.draw(st.floats(0.05, 2)), data.draw(st.floats(0.0001, 1))
            effects.append(ENOUGH.replaced(rate_ratio=ratio, low=low, high=high, standard_error=error, p=p))
        verdict = verdict_on(effects[0], effects[1], 0.5)
        assert all(verdict.low <= each.low and each.high <= verdict.high for each in effects)
        assert verdict.low <= verdict.shown_ratio <= verdict.high
        assert verdict.p >= min(each.p for each in effects)

    def test_what_one_counting_alone_would_say_depends_on_the_silent_nights(self) -> None:
        nothing = NOTHING.replaced(p=0.3)
        depends = VerdictWord.HANGS_ON_SILENT_NIGHTS
        assert verdict_on(ENOUGH.replaced(p=0.05), nothing, 0.5).word is depends
        assert verdict_on(nothing, ENOUGH.replaced(p=0.05), 0.5).word is depends
        assert verdict_on(nothing, ENOUGH.replaced(p=0.051), 0.5).word is not depends
        few = ENOUGH.replaced(p=0.001, switches=3)
        assert verdict_on(nothing, few, 0.5).word is not depends

    @pytest.mark.parametrize(("said", "depends"), [(0.33, True), (0.34, False)])
    def test_with_hardly_a_quiet_night_said_more_and_nothing_depend_on_the_silent_ones(
        self, said: float, depends: bool
    ) -> None:
        clear, nothing = verdict_on(MORE.replaced(p=0.001), None, said), verdict_on(NOTHING, None, said)
        assert (clear.word is VerdictWord.HANGS_ON_SILENT_NIGHTS) == depends
        assert (nothing.word is VerdictWord.HANGS_ON_SILENT_NIGHTS) == depends
        if depends:
            assert clear.if_quiet is VerdictWord.MORE
            assert nothing.if_quiet is VerdictWord.NO_CLEAR_DIFFERENCE
        # "Fewer" stands: skipped nights would only hide some of it.
        assert verdict_on(ENOUGH.replaced(p=0.001), None, said).word is VerdictWord.FEWER


@pytest.mark.parametrize(("effect", "answer", "demoted"), [
    (MORE.replaced(p=0.001), "more", True), (MORE.replaced(p=0.04), "more", True), (NOTHING, "more", True),
    (ENOUGH.replaced(p=0.001), "more", False), (NOTHING.replaced(low=0.3), "more", False),
    (ENOUGH.replaced(p=0.001), "less", True), (ENOUGH.replaced(p=0.04), "less", True),
    (MORE.replaced(p=0.001), "less", False), (NOTHING, "less", False), (MORE.replaced(p=0.001), "neither", False),
])  # fmt: skip
def test_the_persons_own_answer_takes_back_what_it_may_explain(
    effect: Effect, answer: str, demoted: bool
) -> None:
    for said, known, slow in product((1.0, 0.2), (None,), ((), ("it",))):
        before = verdict_on(effect, known, said, slow=slow)
        verdict = verdict_on(effect, known, said, slow=slow, answers={"it": answer})
        assert (verdict.word is VerdictWord.HANGS_ON_HOW_LEGS_FELT) == demoted
        if not demoted:
            assert verdict == before
        else:
            assert verdict.if_quiet is None
            assert not verdict.word.judged


@given(st.floats(1e-12, 0.2), st.floats(0.02, 1))
def test_however_often_is_a_likelihood_ratio_of_20(p: float, error: float) -> None:
    """A plain version: the density of z under the prior, over that where there is no difference."""
    z = stats.norm.isf(p / 2)
    ratio = stats.norm.pdf(z, scale=math.sqrt(1 + 0.25 / error**2)) / stats.norm.pdf(z)
    if abs(ratio - 20) > 1e-6:
        assert holds_however_often(p, error) == (ratio > 20)


def test_however_often_is_said_beside_clear_words_alone() -> None:
    sure = ENOUGH.replaced(p=1e-6)
    assert verdict_on(sure).holds_however_often
    assert not verdict_on(ENOUGH.replaced(p=0.009)).holds_however_often
    assert not verdict_on(sure, answers={"it": "less"}).holds_however_often
    # "Fewer" goes by the error of the first counting, "more" by the larger.
    other = sure.replaced(standard_error=1e-6)
    assert verdict_on(sure, other, 0.5).holds_however_often
    assert not verdict_on(other, sure, 0.5).holds_however_often
    sure, other = (each.replaced(rate_ratio=2.0, high=3.0) for each in (sure, other))
    assert (
        verdict_on(sure, other, 0.5).holds_however_often == verdict_on(other, sure, 0.5).holds_however_often
    )


@pytest.mark.parametrize(
    ("field", "fewest", "word"),
    [
        ("nights_with", 5, VerdictWord.USED_TOO_RARELY),
        ("nights_without", 5, VerdictWord.USED_ALMOST_EVERY_NIGHT),
        ("switches", 4, VerdictWord.BEFORE_AND_AFTER_ONLY),
        ("nights_with_cramp", 5, VerdictWord.TOO_FEW_CRAMPS),
        ("tolerance", 0.1, VerdictWord.CANNOT_BE_TOLD_APART),
    ],
)
def test_too_little_of_anything_cannot_be_judged(field: str, fewest: float, word: VerdictWord) -> None:
    for number, expected in (
        (fewest * 0.99 if isinstance(fewest, float) else fewest - 1, word),
        (fewest, VerdictWord.FEWER),
        (fewest + 1, VerdictWord.FEWER),
    ):
        changes: dict[str, Any] = {field: number}
        verdict = verdict_on(ENOUGH.replaced(**changes))
        assert verdict.word is expected
        assert verdict.word.judged == (expected is VerdictWord.FEWER)
        assert (verdict.q is None) == (expected is not VerdictWord.FEWER)
        assert (verdict.partner is None) == (expected is not VerdictWord.CANNOT_BE_TOLD_APART)


def test_the_first_reason_why_it_cannot_be_judged_is_given() -> None:
    nothing = ENOUGH.replaced(nights_with=0, nights_without=0, switches=0, nights_with_cramp=0)
    assert verdict_on(nothing).word is VerdictWord.USED_TOO_RARELY
    assert verdict_on(nothing.replaced(nights_with=5)).word is VerdictWord.USED_ALMOST_EVERY_NIGHT
    assert (
        verdict_on(nothing.replaced(nights_with=5, nights_without=5)).word
        is VerdictWord.BEFORE_AND_AFTER_ONLY
    )


def test_what_cannot_be_judged_takes_no_part_in_the_false_discovery_rate() -> None:
    rarely = {f"rare {place}": ENOUGH.replaced(p=1.0, nights_with=4) for place in range(20)}
    verdict = judge({"it": ENOUGH, **rarely}, None, 1.0)[0]
    assert (verdict.name, verdict.word, verdict.q) == ("it", VerdictWord.FEWER, 0.01)


def test_what_is_withheld_keeps_its_reason_and_takes_no_part_either() -> None:
    withheld = [f"asked {place}" for place in range(20)]
    effects = {"it": ENOUGH, **dict.fromkeys(withheld, ENOUGH)}
    first, *others = judge(effects, None, 1.0, withheld=withheld)
    assert (first.name, first.q) == ("it", 0.01)
    assert {verdict.word for verdict in others} == {VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR}


def test_verdicts_are_ranked_by_word_then_by_the_ratio_shown() -> None:
    effects = {
        "rare": ENOUGH.replaced(nights_with=1),
        "more": MORE.replaced(p=0.001),
        "weaker": ENOUGH.replaced(p=0.001, rate_ratio=0.7),
        "unclear": NOTHING,
        "stronger": ENOUGH.replaced(p=0.001, rate_ratio=0.4),
        "too early": ENOUGH.replaced(p=0.9, standard_error=1.0),
        "apart": ENOUGH.replaced(tolerance=0.05),
        "felt": ENOUGH.replaced(p=0.001),
        "maybe": MORE.replaced(p=0.02),
        "slow": NOTHING.replaced(rate_ratio=0.96),
    }
    ranked = [verdict.name for verdict in judge(effects, None, 1.0, answers={"felt": "less"}, slow=["slow"])]
    assert ranked == [
        "stronger", "weaker", "unclear", "slow", "too early", "maybe", "more", "rare", "apart", "felt",
    ]  # fmt: skip


def test_the_ratio_shown_is_drawn_towards_1() -> None:
    assert shown_ratio(ENOUGH) == pytest.approx(0.5 ** (0.25 / (0.25 + 0.25**2)))
    assert shown_ratio(ENOUGH.replaced(standard_error=0.001)) == pytest.approx(0.5, rel=1e-4)


def test_the_ratio_shown_stays_in_its_interval() -> None:
    low = ENOUGH.replaced(rate_ratio=0.1, low=0.05, high=0.2, standard_error=1.0)
    assert verdict_on(low).shown_ratio == 0.2
    assert (
        verdict_on(MORE.replaced(rate_ratio=9.0, low=5.0, high=20.0, standard_error=1.0)).shown_ratio == 5.0
    )


def test_an_infinite_estimate_is_shown_as_a_finite_one() -> None:
    never = ENOUGH.replaced(rate_ratio=0.0, low=0.0, high=0.9, standard_error=0.5)
    assert shown_ratio(never) == pytest.approx(math.exp(-3))
    always = MORE.replaced(rate_ratio=math.inf, low=1.1, high=math.inf, standard_error=0.5)
    assert shown_ratio(always) == pytest.approx(math.exp(3))
    assert shown_ratio(ENOUGH.replaced(rate_ratio=1.0, standard_error=math.inf)) == 1.0


def test_a_real_diary_goes_all_the_way() -> None:
    diary = simulate(HAZARDS["decoy of a helpful remedy"], 1000, 1.0, Random(5))
    shares: Mapping[str, list[float]] = {**diary.shares, "rare": [1.0, 0.0] + [0.0] * 998}
    effects = compare(diary.days, diary.cramps, shares, weekday=diary.weekday)
    verdicts = {each.name: each for each in judge(effects, None, 1.0)}
    assert verdicts["helper"].word is VerdictWord.FEWER
    assert verdicts["remedy"].word in {VerdictWord.NO_CLEAR_DIFFERENCE, VerdictWord.NOT_ENOUGH_NIGHTS}
    assert verdicts["rare"].word is VerdictWord.USED_TOO_RARELY
