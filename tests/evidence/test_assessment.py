from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from crampdiary.evidence.assessment import Assessed, Factor, assess, used_together
from crampdiary.evidence.compare import compare
from crampdiary.evidence.cover import weekdays
from crampdiary.evidence.verdicts import Hurdle, VerdictWord, judge
from kit.simulated_diaries import HAZARDS, SimulatedDiary, simulate

NIGHTS = 300


@pytest.fixture(scope="module")
def helped() -> SimulatedDiary:
    return simulate(HAZARDS["Poisson"], NIGHTS, 0.3, Random(11))


@pytest.fixture(scope="module")
def harmed() -> SimulatedDiary:
    return simulate(HAZARDS["Poisson"], NIGHTS, 2.5, Random(12))


def assessed(
    diary: SimulatedDiary,
    *,
    known: list[bool] | None = None,
    spoken: list[bool] | None = None,
    factor: Factor | None = None,
    confirmed: bool = False,
) -> list[Assessed]:
    """Assess the remedy of a diary in which every night is known, unless said otherwise."""
    share = diary.shares["remedy"]
    known = known or [True] * len(diary.days)
    return assess(
        diary.days,
        diary.cramps,
        known,
        spoken or known,
        {"remedy": factor or Factor(shares=share)},
        confirmed=confirmed,
    )


def known_on(diary: SimulatedDiary, part: float) -> list[bool]:
    """Return nights of which exactly this part is known, all with a cramp among them."""
    quiet = [night for night, cramps in enumerate(diary.cramps) if not cramps]
    unknown = set(Random(1).sample(quiet, round((1 - part) * len(diary.days))))
    return [night not in unknown for night in range(len(diary.days))]


def test_a_diary_known_throughout_is_judged_as_it_stands(helped: SimulatedDiary) -> None:
    (finding,) = assessed(helped)
    shares = {"remedy": helped.shares["remedy"]}
    effects = compare(helped.days, helped.cramps, shares, weekday=weekdays(helped.days))
    assert [finding.verdict] == judge(effects)
    assert finding.verdict.word is finding.other_word is VerdictWord.FEWER
    assert not finding.would_change
    assert finding.sensitivity is None


def test_more_that_silence_made_is_only_possibly_more(harmed: SimulatedDiary) -> None:
    # Nights without the remedy that had cramps fell silent: the rest of the diary shows no difference.
    used = harmed.shares["remedy"]
    silent = [share == 0 and night % 2 == 0 for night, share in enumerate(used)]
    even = simulate(HAZARDS["Poisson"], NIGHTS, 1.0, Random(13)).cramps
    cramps = [0 if is_silent else count for is_silent, count in zip(silent, even, strict=True)]
    known = [count > 0 for count in cramps]
    (finding,) = assess(
        harmed.days, cramps, known, [not each for each in silent], {"remedy": Factor(shares=used)}
    )
    assert finding.verdict.effect.p <= 0.01
    assert finding.verdict.word is VerdictWord.POSSIBLY_MORE
    assert finding.verdict.hurdles == (Hurdle.SENSITIVITY,)
    assert finding.sensitivity is not None
    assert finding.sensitivity.nights == NIGHTS - sum(silent)


def test_more_that_holds_without_the_silent_nights_stays_clear(harmed: SimulatedDiary) -> None:
    spoken = [night % 10 != 0 or cramps > 0 for night, cramps in enumerate(harmed.cramps)]
    (finding,) = assessed(harmed, known=[cramps > 0 for cramps in harmed.cramps], spoken=spoken)
    assert finding.verdict.word is VerdictWord.MORE
    assert finding.sensitivity is not None


def test_fewer_needs_no_sensitivity_analysis_while_silence_counts(helped: SimulatedDiary) -> None:
    known = [cramps > 0 for cramps in helped.cramps]
    (finding,) = assessed(helped, known=known)
    assert finding.verdict.word is VerdictWord.FEWER
    assert finding.sensitivity is None


def test_confirmed_counts_the_known_nights_only(helped: SimulatedDiary) -> None:
    known = known_on(helped, 0.8)
    (finding,) = assessed(helped, known=known, confirmed=True)
    assert finding.verdict.effect.nights == sum(known)
    assert finding.sensitivity is not None
    assert finding.sensitivity.nights == NIGHTS


def test_confirmed_fewer_must_survive_unknown_nights_without_the_remedy(helped: SimulatedDiary) -> None:
    # Quiet nights were confirmed only where the remedy had been used.
    used = helped.shares["remedy"]
    even = simulate(HAZARDS["Poisson"], NIGHTS, 1.0, Random(14)).cramps
    known = [count > 0 or share == 1 for count, share in zip(even, used, strict=True)]
    diary = replace(helped, cramps=even)
    (finding,) = assessed(diary, known=known, confirmed=True)
    assert finding.verdict.effect.p <= 0.01
    assert finding.verdict.effect.rate_ratio < 1
    assert finding.verdict.word is VerdictWord.POSSIBLY_FEWER
    assert Hurdle.SENSITIVITY in finding.verdict.hurdles
    assert finding.sensitivity is not None
    assert finding.sensitivity.nights_with == sum(used)
    assert finding.other_word in {VerdictWord.NO_CLEAR_DIFFERENCE, VerdictWord.NOT_ENOUGH_NIGHTS}
    assert finding.would_change


def test_confirmed_more_must_survive_unknown_nights_with_the_remedy(harmed: SimulatedDiary) -> None:
    known = known_on(harmed, 0.9)
    (finding,) = assessed(harmed, known=known, confirmed=True)
    assert finding.sensitivity is not None
    unknown_without = sum(
        not is_known and share == 0 for is_known, share in zip(known, harmed.shares["remedy"], strict=True)
    )
    assert unknown_without > 0
    assert finding.sensitivity.nights_with == sum(harmed.shares["remedy"]) + unknown_without


@pytest.mark.parametrize(
    ("part", "has_sensitivity"), [(283 / 300, True), (285 / 300, False), (286 / 300, False)]
)
def test_from_95_percent_known_on_nothing_need_be_survived(
    helped: SimulatedDiary, part: float, has_sensitivity: bool
) -> None:
    (finding,) = assessed(helped, known=known_on(helped, part), confirmed=True)
    assert finding.verdict.word is VerdictWord.FEWER
    assert (finding.sensitivity is not None) == has_sensitivity


@pytest.mark.parametrize(("part", "is_withheld"), [(149 / 300, True), (150 / 300, False), (151 / 300, False)])
def test_below_half_known_there_is_no_verdict(part: float, is_withheld: bool) -> None:
    diary = simulate(HAZARDS["Poisson"], NIGHTS, 0.05, Random(15))
    known = known_on(diary, part)
    (finding,) = assessed(diary, known=known, confirmed=True)
    assert (finding.verdict.word is VerdictWord.TOO_FEW_CONFIRMED_NIGHTS) == is_withheld
    (silent,) = assessed(diary, known=known)
    assert (silent.other_word is VerdictWord.TOO_FEW_CONFIRMED_NIGHTS) == is_withheld
    # Another counting that allows no verdict does not change one.
    assert not (is_withheld and silent.would_change)


@pytest.mark.parametrize(("unanswered", "is_withheld"), [(14, False), (15, False), (16, True)])
def test_above_15_percent_unanswered_the_verdict_is_withheld(
    helped: SimulatedDiary, unanswered: int, is_withheld: bool
) -> None:
    factor = Factor(shares=helped.shares["remedy"], uses=100, unanswered_uses=unanswered)
    (finding,) = assessed(helped, factor=factor)
    expected = VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR if is_withheld else VerdictWord.FEWER
    assert finding.verdict.word is expected


@pytest.mark.parametrize(("afterwards", "is_said"), [(14, False), (15, False), (16, True)])
def test_above_15_percent_noted_afterwards_it_is_said(
    helped: SimulatedDiary, afterwards: int, is_said: bool
) -> None:
    factor = Factor(
        shares=helped.shares["remedy"], uses=300, cramp_night_uses=100, noted_afterwards=afterwards
    )
    (finding,) = assessed(helped, factor=factor)
    assert finding.noted_afterwards == is_said
    assert finding.verdict.word is VerdictWord.FEWER


def test_partly_exposed_nights_reach_the_comparison(helped: SimulatedDiary) -> None:
    shares = [share * 0.5 for share in helped.shares["remedy"]]
    within = [float(cramps > 1) for cramps in helped.cramps]
    known = known_on(helped, 0.9)
    (finding,) = assessed(helped, known=known, factor=Factor(shares=shares, within=within), confirmed=True)
    kept = [night for night, is_known in enumerate(known) if is_known]
    days = [helped.days[night] for night in kept]
    effect = compare(
        days,
        [helped.cramps[night] for night in kept],
        {"remedy": [shares[night] for night in kept]},
        weekday=weekdays(days),
        within={"remedy": [within[night] for night in kept]},
    )["remedy"]
    assert finding.verdict.effect == effect


def test_a_night_with_cramps_is_known() -> None:
    with pytest.raises(ValueError, match="known"):
        assess([1, 2], [1, 0], [False, True], [True, True], {})


def test_an_empty_diary_has_no_verdicts() -> None:
    assert assess([], [], [], [], {}) == []
    (finding,) = assess([], [], [], [], {"remedy": Factor(shares=[])})
    assert finding.verdict.word is VerdictWord.USED_TOO_RARELY


def test_factors_nearly_always_used_together_are_told() -> None:
    one = [1.0, 0.0] * 50
    other = [0.0 if night % 20 == 0 else share for night, share in enumerate(one)]
    unlike = [1.0] * 50 + [0.0] * 50
    pairs = used_together({"one": one, "other": other, "unlike": unlike, "never": [0.0] * 100})
    assert [(pair.one, pair.other) for pair in pairs] == [("one", "other")]
    assert pairs[0].correlation == pytest.approx(0.9045, abs=1e-4)


@pytest.mark.parametrize(("joint", "told"), [(42, False), (43, True)])
def test_together_means_a_correlation_above_seven_tenths(joint: int, told: bool) -> None:
    # Fifty uses each in a hundred nights: r = (joint - 25) / 25, 0.68 and 0.72.
    one = [1.0] * 50 + [0.0] * 50
    other = [1.0] * joint + [0.0] * 50 + [1.0] * (50 - joint)
    assert bool(used_together({"one": one, "other": other})) == told
