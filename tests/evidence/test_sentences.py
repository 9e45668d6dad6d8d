"""What verdicts say, word for word, and what they must never say."""

from __future__ import annotations

import math
import re
from datetime import date
from itertools import chain, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import sentences
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.relief import Relief, Rescue, Try, summarise
from crampdiary.evidence.verdicts import VerdictWord
from kit.found import effect_of
from kit.found import finding as finding_of
from kit.found import findings as findings_of

WORDS = Vocabulary()

SEVERAL = findings_of()
HARDLY = findings_of(said=0.1, silent=183)
SAID = [
    (
        finding_of(VerdictWord.FEWER, holds_however_often=True), SEVERAL,
        "Stretching: FEWER cramps on nights after it. 44 cramps in 147 nights with it, 102 in 146 without. About 56"
        " % fewer (likely 42 % to 73 % fewer). This holds however often you look.",
    ),
    (
        finding_of(VerdictWord.FEWER, known=effect_of(low=0.2)), SEVERAL,
        "Stretching: FEWER cramps on nights after it. 44 cramps in 147 nights with it, 102 in 146 without. About 56"
        " % fewer (likely 42 % to 80 % fewer). It holds whether the 83 nights you wrote nothing about were quiet or"
        " are left out.",
    ),
    (
        finding_of(VerdictWord.FEWER), HARDLY,
        "Stretching: FEWER cramps on nights after it. 44 cramps in 147 nights with it, 102 in 146 without. About 56"
        " % fewer (likely 42 % to 73 % fewer). The 183 nights you wrote nothing about are taken as quiet; nights "
        "you skipped would hide some of the difference.",
    ),
    (
        finding_of(VerdictWord.POSSIBLY_FEWER, name="heat", effect={"low": 0.42, "high": 0.98}), SEVERAL,
        "Heat: possibly fewer cramps on nights after it. 44 cramps in 147 nights with it, 102 in 146 without. This "
        "could still be chance (2 % to 58 % fewer). Keep logging.",
    ),
    (
        finding_of(VerdictWord.NO_CLEAR_DIFFERENCE, name="massage", effect={"low": 0.57, "high": 1.38}), SEVERAL,
        "Massage: no clear difference in the night after it. 44 cramps in 147 nights with it, 102 in 146 without. "
        "Half as many or twice as many would probably show by now. A smaller difference is still possible (from 43 "
        "% fewer to 38 % more).",
    ),
    (
        finding_of(
            VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER, name="magnesium", effect={"low": 0.57, "high": 1.38}
        ), SEVERAL,
        "Magnesium: no clear difference in the night after it. 44 cramps in 147 nights with it, 102 in 146 without."
        " It may be from 43 % fewer to 38 % more. What it does over weeks this cannot show.",
    ),
    (
        finding_of(VerdictWord.NOT_ENOUGH_NIGHTS, name="walking", more_nights=273), SEVERAL,
        "Walking: too early to tell. 44 cramps in 147 nights with it, 102 in 146 without. Chance alone can do that."
        " About 273 more nights (about 9 more months) would probably show whether it halves your cramps.",
    ),
    (
        finding_of(VerdictWord.NOT_ENOUGH_NIGHTS, name="walking"), SEVERAL,
        "Walking: too early to tell. 44 cramps in 147 nights with it, 102 in 146 without. Chance alone can do that."
        " More than a year of nights would be needed: it changes too seldom, or your nights differ too much.",
    ),
    (
        finding_of(VerdictWord.NOT_ENOUGH_NIGHTS, name="alcohol", role="trigger", more_nights=49), SEVERAL,
        "Alcohol: too early to tell. 44 cramps in 147 nights with it, 102 in 146 without. Chance alone can do that."
        " About 49 more nights (about 7 more weeks) would probably show whether your cramps double after it.",
    ),
    (
        finding_of(
            VerdictWord.HANGS_ON_SILENT_NIGHTS, name="alcohol", role="trigger", if_quiet=VerdictWord.POSSIBLY_MORE,
            effect={"low": 1.08, "high": 1.9}, known=effect_of(low=0.7, high=1.4),
        ), SEVERAL,
        "Alcohol: it depends on the nights you wrote nothing. 44 cramps in 147 nights with it, 102 in 146 without. "
        "If the 83 nights you wrote nothing about were quiet: possibly more (8 % to 90 % more); left out: from 30 %"
        " fewer to 40 % more. `cramp none` after a quiet night, one word, settles it.",
    ),
    (
        finding_of(
            VerdictWord.HANGS_ON_SILENT_NIGHTS, name="alcohol", role="trigger", if_quiet=VerdictWord.MORE,
            effect={"low": 1.08, "high": 1.9},
        ), HARDLY,
        "Alcohol: it depends on the nights you wrote nothing. 44 cramps in 147 nights with it, 102 in 146 without. "
        "If the 183 nights you wrote nothing about were quiet: more (8 % to 90 % more). Chance hardly explains it; "
        "nights you wrote nothing about might. `cramp none` after a quiet night, one word, settles it.",
    ),
    (
        finding_of(VerdictWord.CHANCE_AMONG_MANY, name="warm-socks", effect={"low": 0.4, "high": 0.95}), SEVERAL,
        "Warm socks: it may well be chance. 44 cramps in 147 nights with it, 102 in 146 without. Among the 15 "
        "things compared, chance gives a difference like this (5 % to 60 % fewer). Keep logging.",
    ),
    (
        finding_of(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="+remedy:stretching"), SEVERAL,
        "Hydration: cannot be told apart from stretching. You nearly always use them together.",
    ),
    (
        finding_of(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="-remedy:warm-socks"), SEVERAL,
        "Hydration: cannot be told apart from warm socks. You use the one when you do not use the other.",
    ),
    (
        finding_of(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="weekdays"), SEVERAL,
        "Hydration: cannot be told apart from the days of the week. You use it on the same ones.",
    ),
    (
        finding_of(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="last nights"), SEVERAL,
        "Hydration: cannot be told apart from how the nights before were. You use it after bad ones, or after good "
        "ones.",
    ),
    (
        finding_of(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="several"), SEVERAL,
        "Hydration: cannot be told apart from other things you log. They change together.",
    ),
    (
        finding_of(VerdictWord.HANGS_ON_HOW_LEGS_FELT, name="footwear", when_bad="more"), SEVERAL,
        "Footwear: cannot be judged. You said you use it more when your legs feel bad, which makes it look worse "
        "than it is. Only a randomised trial can tell.",
    ),
    (
        finding_of(VerdictWord.HANGS_ON_HOW_LEGS_FELT, name="footwear", when_bad="less"), SEVERAL,
        "Footwear: cannot be judged. You said you use it less when your legs feel bad, which makes it look better "
        "than it is. Only a randomised trial can tell.",
    ),
    (
        finding_of(VerdictWord.USED_ALMOST_EVERY_NIGHT, name="footwear", effect={"nights_without": 3}), SEVERAL,
        "Footwear: cannot be judged. You used it on all but 3 nights, so there is nothing to compare with. Nights "
        "or fortnights with and without it in turn would tell more.",
    ),
    (
        finding_of(VerdictWord.USED_ALMOST_EVERY_NIGHT, name="footwear", effect={"nights_without": 0}), SEVERAL,
        "Footwear: cannot be judged. You used it on every night, so there is nothing to compare with. Nights or "
        "fortnights with and without it in turn would tell more.",
    ),
    (
        finding_of(VerdictWord.BEFORE_AND_AFTER_ONLY, name="hydration", effect={"switches": 1}), SEVERAL,
        "Hydration: cannot be judged. You started or stopped it only once, so a change could be due to anything "
        "else that changed then. Nights or fortnights with and without it in turn would tell more.",
    ),
    (
        finding_of(VerdictWord.BEFORE_AND_AFTER_ONLY, name="statin", effect={"switches": 1}, prescribed=True), SEVERAL,
        "Statin: cannot be judged. You started or stopped it only once, so a change could be due to anything else "
        "that changed then. Nights without it would tell more; but a prescribed medicine is paused only with the "
        "prescriber.",
    ),
    (
        finding_of(VerdictWord.USED_TOO_RARELY, effect={"nights_with": 1}), SEVERAL,
        "Stretching: too early to tell. You used it on 1 night; 5 are the least that can be compared.",
    ),
    (
        finding_of(VerdictWord.TOO_FEW_CRAMPS, effect={"nights_with_cramp": 2}), SEVERAL,
        "Stretching: too early to tell. There are cramps on 2 nights so far, which is good, and too few to compare;"
        " 5 are the least.",
    ),
    (
        finding_of(
            VerdictWord.MORE, name="alcohol", role="trigger", shown_ratio=1.6, effect={"low": 1.2, "high": 1.9}
        ), SEVERAL,
        "Alcohol: MORE cramps on nights after it. 44 cramps in 147 nights with it, 102 in 146 without. Among "
        "similar nights there were more with it. About 60 % more (likely 20 % to 90 % more).",
    ),
    (
        finding_of(
            VerdictWord.MORE, name="alcohol", role="trigger", shown_ratio=2.4, effect={"low": 1.3, "high": math.inf}
        ), SEVERAL,
        "Alcohol: MORE cramps on nights after it. 44 cramps in 147 nights with it, 102 in 146 without. Among "
        "similar nights there were more with it. About 2.4 times as many (likely at least 30 % more).",
    ),
    (
        finding_of(VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR, unanswered=4), SEVERAL,
        "Stretching: cannot be judged. 4 of 20 uses came within half an hour after a cramp began, and it is not "
        "known whether they were for that cramp or against the next. To say so: `cramp edit 12 --purpose rescue`, "
        "or prevention, for each by its number.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("finding", "findings", "said"), SAID, ids=range(len(SAID)))
def test_a_verdict_word_for_word(finding: Finding, findings: Findings, said: str) -> None:
    assert sentences.full(finding, findings, WORDS) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"noted_afterwards": True}, "Much of this was noted afterwards."),
        ({"when_bad": "more"}, "so it may do more than this shows."),
        ({"always_with": (("remedy", "heat"),)}, "You nearly always use stretching and heat together"),
        (
            {"always_instead": (("remedy", "heat"),)},
            "You nearly always use stretching and heat instead of each other",
        ),
    ],
)
def test_what_stands_beside_a_verdict(values: dict[str, Any], said: str) -> None:
    assert said in sentences.full(finding_of(VerdictWord.FEWER, **values), SEVERAL, WORDS)


EVERY = [
    (finding_of(
        word, role=role, more_nights=7, unanswered=1, if_quiet=VerdictWord.NO_CLEAR_DIFFERENCE, known=known,
        partner="several", when_bad=answer, noted_afterwards=True, always_with=(("remedy", "heat"),),
    ), findings)
    for word, role, answer, findings, known in product(
        VerdictWord, ("remedy", "trigger"), ("more", "less"), (SEVERAL, HARDLY), (None, effect_of())
    )
]  # fmt: skip


def test_every_word_has_its_sentence() -> None:
    for finding, findings in EVERY:
        assert len(sentences.full(finding, findings, WORDS)) > 40
        assert not finding.verdict.word.judged or finding.verdict.word in sentences.SHORT
        assert finding.verdict.word in sentences.HEADS


FORBIDDEN = re.compile(
    r"\b(works?|working|causes?|caused|proven|proves?|effective|cures?|prevents?|helps)\b", re.I
)
IDENTIFIERS = re.compile(r"\w_\w|\bhangs\b|silent nights?|said <|\bp\b|\bq\b|exposure|rate ratio")
RANGE = re.compile(
    r"\(likely [^()]*\)|About \d+ % (fewer|more) (?=\(likely )|\(?(from )?\d+ % (to|fewer to) "
    r"(\d+ % (fewer|more)|any number more|[\d.]+ times as many)|at least \d+ % more|\d+ % more to [\d.]+ times as many"
)
"""A percentage with its range, in all forms that it may have."""


@st.composite
def effects(draw: st.DrawFn) -> Any:
    nights_with, nights_without = draw(st.integers(5, 3000)), draw(st.integers(5, 3000))
    low = draw(st.floats(0, 3))
    return effect_of(
        nights_with=nights_with, nights_without=nights_without, nights=nights_with + nights_without,
        cramps_with=draw(st.integers(0, 2 * nights_with)), cramps_without=draw(st.integers(0, 2 * nights_without)),
        low=low, high=draw(st.one_of(st.floats(low, 12), st.just(math.inf))), p=draw(st.floats(0, 1)),
        standard_error=draw(st.floats(0.05, 2)),
    )  # fmt: skip


@st.composite
def found(draw: st.DrawFn) -> tuple[Finding, Findings]:
    role = draw(st.sampled_from(["remedy", "trigger"]))
    word = draw(st.sampled_from(VerdictWord))
    waits = word is VerdictWord.NOT_ENOUGH_NIGHTS
    one = finding_of(
        word, role=role, known=draw(st.none() | effects()), shown_ratio=draw(st.floats(0.05, 6)),
        if_quiet=draw(st.sampled_from([each for each in VerdictWord if each.judged])), partner="weekdays",
        more_nights=draw(st.none() | st.integers(4, 200).map(lambda weeks: 7 * weeks)) if waits else None,
        when_bad=draw(st.sampled_from(["more", "less"])), holds_however_often=draw(st.booleans()),
        noted_afterwards=draw(st.booleans()), slow=draw(st.booleans()),
    )  # fmt: skip
    effect = draw(effects())
    known = one.verdict.known
    if known:  # of all nights, some
        known = known.replaced(nights=draw(st.integers(5, effect.nights)))
    verdict = one.verdict.replaced(effect=effect, known=known, low=effect.low, high=effect.high)
    one = one.replaced(verdict=verdict)
    return one, findings_of(
        role=role,
        findings=(one,),
        silent=draw(st.integers(0, 90)),
        said=draw(st.floats(0, 1)),
        nights=effect.nights,
    )


@given(found())
def test_no_sentence_claims_more_than_a_pattern(both: tuple[Finding, Findings]) -> None:
    finding, findings = both
    for said in (
        sentences.full(finding, findings, WORDS),
        " ".join(chain.from_iterable(_parts(sentences.point(finding, findings, WORDS)))),
        *sentences.headline(findings, WORDS),
        *sentences.about_silence(findings),
        *sentences.how_to_begin(findings),
        sentences.method(findings),
    ):
        assert not FORBIDDEN.search(said), said
        assert not IDENTIFIERS.search(said), said
        assert "None" not in said
        assert "inf" not in said
        assert "%" not in RANGE.sub("", said), said


def _parts(point: Any) -> tuple[tuple[str, ...], ...]:
    return (point.head,), point.lines


COUNTS = re.compile(
    r"(fewer than 1|[\d,]+)(?: cramps?)? in (10|100)(?: nights)? with it, (fewer than 1|[\d,]+) in \2 without\."
)


@given(found())
def test_cramps_in_ten_nights_are_those_of_the_diary(both: tuple[Finding, Findings]) -> None:
    finding, findings = both
    effect = finding.verdict.effect
    for brief in (False, True):
        said = " ".join(sentences.point(finding, findings, WORDS, brief=brief).lines)
        match = COUNTS.search(said)
        assert bool(match) == finding.verdict.word.judged
        if not match:
            continue
        told = [(match[1], effect.cramps_with, effect.nights_with)]
        told.append((match[3], effect.cramps_without, effect.nights_without))
        for text, cramps, nights in told:
            rate = int(match[2]) * cramps / nights
            if text == "fewer than 1":
                assert 0 < rate < 1
            else:
                assert abs(int(text.replace(",", "")) - rate) <= 0.5


@given(found())
def test_what_is_said_of_time_is_what_the_verdict_needs(both: tuple[Finding, Findings]) -> None:
    """The first of two times is what it takes if every night is written about, the last as it was up to now."""
    finding, findings = both
    verdict = finding.verdict
    said = " ".join(sentences.point(finding, findings, WORDS).lines)
    match = re.search(r"(?:About (\d+)|(\d+) to (\d+)) more (month|week)s?", said)
    assert bool(match) == (verdict.more_nights is not None)
    if not match or verdict.more_nights is None:
        return
    least = max(verdict.countings, key=lambda each: each.standard_error)
    first, last = verdict.more_nights, verdict.more_nights * verdict.effect.nights / least.nights
    unit = 7 if match[4] == "week" else 365.25 / 12
    low, high = (int(match[1]),) * 2 if match[1] else (int(match[2]), int(match[3]))
    assert low - 1 <= first / unit <= low + 1
    assert high - 1.01 <= last / unit <= high + 0.51


@given(found())
def test_chance_is_named_only_where_chance_can_do_that(both: tuple[Finding, Findings]) -> None:
    finding, findings = both
    effect = finding.verdict.effect
    said = " ".join(sentences.point(finding, findings, WORDS).lines)
    if "Chance alone can do that" in said:
        assert finding.verdict.word is VerdictWord.NOT_ENOUGH_NIGHTS  # which has p above .05
        match = COUNTS.search(said)
        assert match
        assert match[1] != match[3]
    counts_more = effect.cramps_with * effect.nights_without - effect.cramps_without * effect.nights_with
    if finding.verdict.word in (VerdictWord.FEWER, VerdictWord.MORE):
        agrees = counts_more < 0 if finding.verdict.word is VerdictWord.FEWER else counts_more > 0
        assert ("Among similar nights" in said) == (not agrees)


@given(found())
def test_a_night_written_about_brings_the_answer_sooner_only_where_it_does(
    both: tuple[Finding, Findings],
) -> None:
    finding, findings = both
    verdict = finding.verdict
    said = " ".join(sentences.about_silence(findings))
    assert bool(said) == bool(findings.silent)
    if "sooner" in said:
        least = max(verdict.countings, key=lambda each: each.standard_error)
        assert verdict.more_nights is not None
        assert least.nights < verdict.effect.nights


@given(st.lists(st.sampled_from(VerdictWord), min_size=1, max_size=6), st.sampled_from(["remedy", "trigger"]))
def test_the_headline_is_true_of_all_verdicts(some: list[VerdictWord], role: str) -> None:
    names = [f"thing-{number}" for number in range(len(some))]
    every = tuple(
        finding_of(word, role=role, name=name, if_quiet=VerdictWord.MORE)
        for word, name in zip(some, names, strict=True)
    )
    said = " ".join(sentences.headline(findings_of(role=role, findings=every), WORDS))
    named = {
        VerdictWord.FEWER: "fewer cramps on nights after",
        VerdictWord.MORE: "more cramps on nights after",
    }
    for word, claim in named.items():
        assert (claim in said) == (word in some)
    if set(some) & set(named):
        for name, word in zip(names, some, strict=True):
            shown = name.replace("-", " ")
            assert word in named or shown not in said
    else:
        assert "293 nights" in said
        assert ("There may be a difference" in said) == bool(
            {VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE} & set(some)
        )
        if "Nothing is clear yet" in said:
            assert not {VerdictWord.NO_CLEAR_DIFFERENCE, VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER} & set(
                some
            )


@pytest.mark.parametrize(
    ("tries", "said"),
    [
        ([("helped", 2)] * 35, ["During a cramp, standing eased yours 35 times of 35, in about 2 minutes."]),
        ([("helped", 0.2)] * 6, ["During a cramp, standing eased yours 6 times of 6, in about 1 minute."]),
        ([("somewhat", None)] * 5, ["During a cramp, standing eased yours 5 times of 5."]),
        ([("helped", 2)] * 5, ["During a cramp, standing eased yours 5 times of 5."]),
        ([("helped", 1)] * 4, []),
        ([("no", None)] * 9, []),
        ([("helped", 1)] + [("no", None)] * 8, ["During a cramp, standing eased yours 1 time of 9."]),
    ],
)
def test_relief_is_told_as_it_was_rated(tries: list[tuple[str, float | None]], said: list[str]) -> None:
    rated = summarise([Try(Relief(relief), minutes) for relief, minutes in tries])
    assert sentences.about_relief([Rescue(word="standing", rated=rated, not_rated=0)], WORDS) == said


def test_the_method_tells_of_both_countings_where_both_were_used() -> None:
    both = findings_of(findings=(finding_of(VerdictWord.FEWER, known=effect_of()),))
    assert "holds both ways" in sentences.method(both)
    assert "both ways" not in sentences.method(findings_of(findings=(finding_of(VerdictWord.FEWER),)))


def test_a_short_diary_is_told_at_once_what_it_takes() -> None:
    findings = findings_of(nights=10, findings=(finding_of(VerdictWord.USED_TOO_RARELY),))
    assert sentences.headline(findings, WORDS) == [
        "Nothing is clear yet after 10 nights.", "That is normal. Answers take months."
    ]  # fmt: skip
    assert "It takes 5 nights with a remedy, 5 without" in sentences.how_to_begin(findings)[0]
    long = findings_of(nights=900, findings=(finding_of(VerdictWord.USED_TOO_RARELY),))
    assert sentences.headline(long, WORDS) == ["Nothing is clear yet after 900 nights."]


def test_gaps_are_told_with_the_command_that_fills_them() -> None:
    gaps = ((date(2025, 1, 1), date(2025, 3, 1)), (date(2026, 5, 3), date(2026, 7, 9)))
    (gap, silent) = sentences.about_silence(findings_of(findings=(finding_of(VerdictWord.FEWER),), gaps=gaps))
    assert gap.startswith(
        "Nothing was written from 3 May 2026 to 9 July 2026 (68 nights), so these nights are left out. "
        "If they were quiet: `cramp none --since 2026-05-03 --until 2026-07-09`. "
        "If you were away: `cramp away 2026-05-03 2026-07-09`."
    )
    assert gap.endswith("So is 1 earlier silence.")
    assert (
        silent
        == "You wrote nothing on 83 nights. Everything was compared twice: with them as quiet nights, and without them."
    )


def test_a_pattern_is_never_told_without_saying_that_it_is_no_proof() -> None:
    for word in VerdictWord:
        findings = findings_of(findings=(finding_of(word, if_quiet=VerdictWord.MORE),))
        claims = word.value in ("fewer", "possibly_fewer", "more", "possibly_more")
        assert bool(sentences.about_proof(findings)) == claims
