"""What verdicts say, word for word, and what they must never say."""

from __future__ import annotations

import math
import re
from itertools import product
from typing import Any

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import sentences
from crampdiary.evidence.compare import Effect
from crampdiary.evidence.findings import Finding, Findings, Untreated
from crampdiary.evidence.verdicts import Verdict, VerdictWord

WORDS = Vocabulary()
NOT_OF_THE_EFFECT = (
    "p", "q", "more_nights", "shown_ratio", "partner", "if_quiet", "holds_however_often", "known",
)  # fmt: skip


def _effect(**values: Any) -> Effect:
    return Effect(
        **{
            "rate_ratio": 0.42, "low": 0.27, "high": 0.58, "p": 0.001, "df": 90.0, "critical": 1.99,
            "standard_error": 0.2, "inflation": 1.0, "dispersion": 1.0, "nights": 293, "nights_with_cramp": 90,
            "nights_with": 147, "nights_without": 146, "cramps_with": 44, "cramps_without": 102, "switches": 70,
            "tolerance": 0.9, "partner": "several", "blocks": (), **values,
        }
    )  # fmt: skip


def _finding(word: VerdictWord, *, role: str = "remedy", name: str = "stretching", **values: Any) -> Finding:
    given = {key: values.pop(key) for key in NOT_OF_THE_EFFECT if key in values}
    effect = _effect(**values.pop("effect", {}))
    known = given.get("known")
    verdict = Verdict(
        **{
            "name": f"{role}:{name}", "effect": effect, "known": None, "word": word, "p": effect.p, "q": 0.01,
            "low": min(effect.low, known.low if known else effect.low),
            "high": max(effect.high, known.high if known else effect.high), "shown_ratio": 0.44, **given,
        }
    )  # fmt: skip
    return Finding(
        **{
            "role": role, "word": name, "verdict": verdict, "uses": 20, "unanswered": 0, "noted_afterwards": False,
            "when_bad": None, "prescribed": False, "always_with": (), "always_instead": (), "suspected": 0, **values,
        }
    )  # fmt: skip


def _findings(**values: Any) -> Findings:
    return Findings(
        **{
            "role": "remedy", "nights": 293, "nights_with_cramp": 90, "clear": 120, "silent": 83, "said": 0.6,
            "gaps": (), "compared": 15, "findings": (), "relief": (),
            "untreated": Untreated(timed=0, median_minutes=None), "suspected_only": (), **values,
        }
    )  # fmt: skip


SEVERAL = _findings()
HARDLY = _findings(said=0.1, silent=183)
SAID = [
    (
        _finding(VerdictWord.FEWER, holds_however_often=True), SEVERAL,
        "stretching: FEWER cramps on nights after it, about 56 % fewer (likely 42 % to 73 % fewer), and this holds "
        "however often you looked. 44 cramps in 147 nights with it, 102 in 146 without.",
    ),
    (
        _finding(VerdictWord.FEWER, known=_effect(low=0.2)), SEVERAL,
        "stretching: FEWER cramps on nights after it, about 56 % fewer (likely 42 % to 80 % fewer). "
        "44 cramps in 147 nights with it, 102 in 146 without. It holds whether the 83 nights you wrote nothing about "
        "were quiet or are left out.",
    ),
    (
        _finding(VerdictWord.FEWER), HARDLY,
        "stretching: FEWER cramps on nights after it, about 56 % fewer (likely 42 % to 73 % fewer). "
        "44 cramps in 147 nights with it, 102 in 146 without. The 183 nights you wrote nothing about are taken as "
        "quiet; nights you skipped would hide some of the difference.",
    ),
    (
        _finding(VerdictWord.POSSIBLY_FEWER, name="heat", effect={"low": 0.42, "high": 0.98}), SEVERAL,
        "heat: possibly fewer (2 % to 58 % fewer), but this could still be chance. Keep logging.",
    ),
    (
        _finding(VerdictWord.NO_CLEAR_DIFFERENCE, name="massage", effect={"low": 0.57, "high": 1.38}), SEVERAL,
        "massage: no clear difference in the night after it. A halving or a doubling would probably show by now; a "
        "smaller effect is still possible (from 43 % fewer to 38 % more).",
    ),
    (
        _finding(
            VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER, name="magnesium", effect={"low": 0.57, "high": 1.38}
        ), SEVERAL,
        "magnesium: no clear difference in the night after it (from 43 % fewer to 38 % more). What it does over weeks "
        "this cannot show.",
    ),
    (
        _finding(VerdictWord.NOT_ENOUGH_NIGHTS, name="walking", more_nights=273), SEVERAL,
        "walking: too early to tell. About 273 more nights would probably show whether it halves your cramps.",
    ),
    (
        _finding(VerdictWord.NOT_ENOUGH_NIGHTS, name="walking"), SEVERAL,
        "walking: too early to tell. More than a year of nights would be needed: it changes too seldom, or your "
        "nights differ too much.",
    ),
    (
        _finding(VerdictWord.NOT_ENOUGH_NIGHTS, name="alcohol", role="trigger", more_nights=49), SEVERAL,
        "alcohol: too early to tell. About 49 more nights would probably show whether your cramps double after it.",
    ),
    (
        _finding(
            VerdictWord.HANGS_ON_SILENT_NIGHTS, name="alcohol", role="trigger", if_quiet=VerdictWord.POSSIBLY_MORE,
            effect={"low": 1.08, "high": 1.9}, known=_effect(low=0.7, high=1.4),
        ), SEVERAL,
        "alcohol: it depends on the nights you wrote nothing. If the 83 nights you wrote nothing about were quiet: "
        "possibly more (8 % to 90 % more); without them: from 30 % fewer to 40 % more. `cramp none` after a quiet "
        "night, one word, settles it.",
    ),
    (
        _finding(
            VerdictWord.HANGS_ON_SILENT_NIGHTS, name="alcohol", role="trigger", if_quiet=VerdictWord.MORE,
            effect={"low": 1.08, "high": 1.9},
        ), HARDLY,
        "alcohol: it depends on the nights you wrote nothing. If the 183 nights you wrote nothing about were quiet: "
        "more (8 % to 90 % more). Chance hardly explains it; nights you wrote nothing about might. `cramp none` after "
        "a quiet night, one word, settles it.",
    ),
    (
        _finding(VerdictWord.CHANCE_AMONG_MANY, name="warm-socks", effect={"low": 0.4, "high": 0.95}), SEVERAL,
        "warm socks: a difference such as chance gives among the 15 things compared (5 % to 60 % fewer). Keep "
        "logging.",
    ),
    (
        _finding(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="+remedy:stretching"), SEVERAL,
        "hydration: cannot be told apart from stretching: you nearly always use them together.",
    ),
    (
        _finding(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="-remedy:warm-socks"), SEVERAL,
        "hydration: cannot be told apart from warm socks: you use the one when you do not use the other.",
    ),
    (
        _finding(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="weekdays"), SEVERAL,
        "hydration: cannot be told apart from the days of the week: you use it on the same ones.",
    ),
    (
        _finding(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="last nights"), SEVERAL,
        "hydration: cannot be told apart from how the nights before were: you use it after bad ones, or after good "
        "ones.",
    ),
    (
        _finding(VerdictWord.CANNOT_BE_TOLD_APART, name="hydration", partner="several"), SEVERAL,
        "hydration: cannot be told apart from other things you log: they change together.",
    ),
    (
        _finding(VerdictWord.HANGS_ON_HOW_LEGS_FELT, name="footwear", when_bad="more"), SEVERAL,
        "footwear: cannot be judged: you said you use it more when your legs feel bad, which makes it look worse than "
        "it is. Only a randomised trial can tell.",
    ),
    (
        _finding(VerdictWord.HANGS_ON_HOW_LEGS_FELT, name="footwear", when_bad="less"), SEVERAL,
        "footwear: cannot be judged: you said you use it less when your legs feel bad, which makes it look better than "
        "it is. Only a randomised trial can tell.",
    ),
    (
        _finding(VerdictWord.USED_ALMOST_EVERY_NIGHT, name="footwear", effect={"nights_without": 3}), SEVERAL,
        "footwear: cannot be judged. You used it on all but 3 nights, so there is nothing to compare with. Nights or "
        "fortnights with and without it in turn would tell more.",
    ),
    (
        _finding(VerdictWord.USED_ALMOST_EVERY_NIGHT, name="footwear", effect={"nights_without": 0}), SEVERAL,
        "footwear: cannot be judged. You used it on every night, so there is nothing to compare with. Nights or "
        "fortnights with and without it in turn would tell more.",
    ),
    (
        _finding(VerdictWord.BEFORE_AND_AFTER_ONLY, name="hydration", effect={"switches": 1}), SEVERAL,
        "hydration: cannot be judged. You started or stopped it only once, so a change could be due to anything "
        "else that changed then. Nights or fortnights with and without it in turn would tell more.",
    ),
    (
        _finding(VerdictWord.BEFORE_AND_AFTER_ONLY, name="statin", effect={"switches": 1}, prescribed=True), SEVERAL,
        "statin: cannot be judged. You started or stopped it only once, so a change could be due to anything else "
        "that changed then. Nights without it would tell more; but a prescribed medicine is paused only with the "
        "prescriber.",
    ),
    (
        _finding(VerdictWord.USED_TOO_RARELY, effect={"nights_with": 1}), SEVERAL,
        "stretching: cannot be judged yet. You used it on 1 night; 5 are the least that can be compared.",
    ),
    (
        _finding(VerdictWord.TOO_FEW_CRAMPS, effect={"nights_with_cramp": 2}), SEVERAL,
        "stretching: cannot be judged yet. There are cramps on 2 nights so far, which is good, and too few to "
        "compare; 5 are the least.",
    ),
    (
        _finding(
            VerdictWord.MORE, name="alcohol", role="trigger", shown_ratio=1.6, effect={"low": 1.2, "high": 1.9}
        ), SEVERAL,
        "alcohol: MORE cramps on nights after it, about 60 % more (likely 20 % to 90 % more). "
        "44 cramps in 147 nights with it, 102 in 146 without.",
    ),
    (
        _finding(
            VerdictWord.MORE, name="alcohol", role="trigger", shown_ratio=2.4, effect={"low": 1.3, "high": math.inf}
        ), SEVERAL,
        "alcohol: MORE cramps on nights after it, about 2.4 times as many (likely at least 30 % more). "
        "44 cramps in 147 nights with it, 102 in 146 without.",
    ),
    (
        _finding(VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR, unanswered=4), SEVERAL,
        "stretching: cannot be judged. 4 of 20 uses came within half an hour after a cramp began, and it is not "
        "known whether they were for that cramp or against the next. To say so: `cramp edit 12 --purpose rescue`, "
        "or prevention, for each by its number.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("finding", "findings", "said"), SAID, ids=range(len(SAID)))
def test_a_verdict_word_for_word(finding: Finding, findings: Findings, said: str) -> None:
    assert sentences.verdict(finding, findings, WORDS) == said


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
    assert said in sentences.verdict(_finding(VerdictWord.FEWER, **values), SEVERAL, WORDS)


EVERY = [
    (_finding(
        word, role=role, more_nights=7, unanswered=1, if_quiet=VerdictWord.NO_CLEAR_DIFFERENCE, known=known,
        partner="several", when_bad=answer, noted_afterwards=True, always_with=(("remedy", "heat"),),
    ), findings)
    for word, role, answer, findings, known in product(
        VerdictWord, ("remedy", "trigger"), ("more", "less"), (SEVERAL, HARDLY), (None, _effect())
    )
]  # fmt: skip


def test_every_word_has_its_sentence() -> None:
    for finding, findings in EVERY:
        assert len(sentences.verdict(finding, findings, WORDS)) > 40
        assert not finding.verdict.word.judged or finding.verdict.word in sentences.SHORT


FORBIDDEN = re.compile(
    r"\b(works?|working|causes?|caused|proven|proves?|effective|cures?|prevents?|helps)\b", re.I
)


def test_no_sentence_claims_more_than_a_pattern() -> None:
    for finding, findings in EVERY:
        said = sentences.verdict(finding, findings, WORDS)
        assert not FORBIDDEN.search(said), said
        assert "None" not in said
    assert "not proof" in sentences.FOOTNOTE


def test_the_method_tells_of_both_countings_where_both_were_used() -> None:
    both = _findings(findings=(_finding(VerdictWord.FEWER, known=_effect()),))
    assert "holds both ways" in sentences.method(both)
    assert "both ways" not in sentences.method(_findings(findings=(_finding(VerdictWord.FEWER),)))


def test_someone_who_only_logs_is_told_what_one_word_would_buy() -> None:
    said = " ".join(sentences.opening(_findings(clear=0)))
    assert "`cramp used stretching`" in said
    assert "`cramp none`" in said


def test_a_short_diary_is_told_at_once_why_nothing_is_judged() -> None:
    said = " ".join(sentences.opening(_findings(findings=(_finding(VerdictWord.USED_TOO_RARELY),))))
    assert "Nothing can be judged yet" in said
    assert "some months" in said


def test_a_diary_with_a_verdict_is_not_lectured() -> None:
    said = sentences.opening(_findings(findings=(_finding(VerdictWord.FEWER),), silent=0, nights=10))
    assert said == ["10 nights, 90 with cramps."]


def test_silent_nights_and_gaps_are_told_in_plain_words() -> None:
    from datetime import date

    findings = (_finding(VerdictWord.FEWER),)
    said = sentences.opening(_findings(findings=findings, gaps=((date(2026, 5, 3), date(2026, 7, 9)),)))
    assert said[1:] == [
        "On 83 nights you wrote nothing; they count as nights without cramps.",
        "Nothing was written from 3 May 2026 to 9 July 2026 (68 nights), so these nights are left out. "
        "If they were quiet: `cramp none --since 2026-05-03 --until 2026-07-09`.",
    ]
    said = sentences.opening(_findings(findings=(_finding(VerdictWord.FEWER, known=_effect()),)))
    assert said[1].endswith("and are then left out to see whether that changes anything.")
