"""What verdicts say, word for word, and what they must never say."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import sentences
from crampdiary.evidence.compare import Effect
from crampdiary.evidence.findings import Finding, Findings, Untreated
from crampdiary.evidence.verdicts import Hurdle, Verdict, VerdictWord

WORDS = Vocabulary()


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
    verdict = {
        "q": 0.01, "more_nights": None, "shown_ratio": 0.44, "hurdles": (),
        **{key: values.pop(key) for key in ("q", "more_nights", "shown_ratio", "hurdles") if key in values},
    }  # fmt: skip
    effect = _effect(**values.pop("effect", {}))
    return Finding(
        **{
            "role": role, "word": name, "verdict": Verdict(name=name, effect=effect, word=word, **verdict),
            "companion": None, "other_word": None, "confirmed": False, "uses": 20, "unanswered": 0,
            "noted_afterwards": False, "used_when_bad": False, "always_with": (), "suspected": 0, **values,
        }
    )  # fmt: skip


SAID = [
    (
        _finding(VerdictWord.FEWER),
        "stretching: FEWER cramps on nights after it, about 56 % fewer (likely 42 % to 73 % fewer). "
        "44 cramps in 147 nights with it, 102 in 146 without.",
    ),
    (
        _finding(
            VerdictWord.POSSIBLY_FEWER, name="heat", effect={"low": 0.42, "high": 0.98}, hurdles=(Hurdle.P_VALUE,)
        ),
        "heat: possibly fewer (2 % to 58 % fewer), but this could still be chance. Keep logging.",
    ),
    (
        _finding(VerdictWord.NO_CLEAR_DIFFERENCE, name="magnesium", effect={"low": 0.57, "high": 1.08}),
        "magnesium: no clear difference. If it halved your cramps, your diary would very probably show it by now; "
        "a smaller effect is still possible (from 43 % fewer to 8 % more).",
    ),
    (
        _finding(VerdictWord.NOT_ENOUGH_NIGHTS, name="massage", more_nights=273),
        "massage: not enough nights yet. About 273 more would show whether it halves your cramps.",
    ),
    (
        _finding(VerdictWord.NOT_ENOUGH_NIGHTS, name="alcohol", role="trigger", more_nights=49),
        "alcohol: not enough nights yet. About 49 more would show whether your cramps double after it.",
    ),
    (
        _finding(VerdictWord.USED_ALMOST_EVERY_NIGHT, name="footwear", effect={"nights_without": 3}),
        "footwear: cannot be judged. You used it on all but 3 nights, so there is nothing to compare with.",
    ),
    (
        _finding(VerdictWord.USED_ALMOST_EVERY_NIGHT, name="footwear", effect={"nights_without": 0}),
        "footwear: cannot be judged. You used it on every night, so there is nothing to compare with.",
    ),
    (
        _finding(VerdictWord.BEFORE_AND_AFTER_ONLY, name="hydration", effect={"switches": 1}),
        "hydration: cannot be judged. You started or stopped it only once, so a change could be due to anything "
        "else that changed then. Nights with and without it in turn would tell more.",
    ),
    (
        _finding(VerdictWord.USED_TOO_RARELY, effect={"nights_with": 1}),
        "stretching: cannot be judged yet. You used it on 1 night; 5 are the least that can be compared.",
    ),
    (
        _finding(VerdictWord.TOO_FEW_CRAMPS, effect={"nights_with_cramp": 2}),
        "stretching: cannot be judged yet. There are cramps on 2 nights so far, which is good, and too few to "
        "compare; 5 are the least.",
    ),
    (
        _finding(VerdictWord.MORE, name="alcohol", role="trigger", shown_ratio=1.6, effect={"low": 1.2, "high": 1.9}),
        "alcohol: MORE cramps on nights after it, about 60 % more (likely 20 % to 90 % more). "
        "44 cramps in 147 nights with it, 102 in 146 without.",
    ),
    (
        _finding(
            VerdictWord.MORE, name="alcohol", role="trigger", shown_ratio=2.4, effect={"low": 1.3, "high": math.inf}
        ),
        "alcohol: MORE cramps on nights after it, about 2.4 times as many (likely at least 30 % more). "
        "44 cramps in 147 nights with it, 102 in 146 without.",
    ),
    (
        _finding(
            VerdictWord.POSSIBLY_MORE, name="heat", effect={"low": 1.3, "high": 3.1}, hurdles=(Hurdle.SENSITIVITY,)
        ),
        "heat: possibly more (30 % more to 3.1 times as many), but this could still be chance. It does not show in "
        "the nights you said something about alone: confirm quiet nights with `cramp none`, one word, or "
        "`cramp none --since`.",
    ),
    (
        _finding(VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR, unanswered=4),
        "stretching: cannot be judged. 4 of 20 uses came within half an hour after a cramp began, and it is not "
        "known whether they were for that cramp or against the next. To say so: cramp edit 12 --purpose rescue, "
        "or prevention, for each by its number.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("finding", "said"), SAID, ids=lambda value: str(getattr(value, "word", ""))[:20])
def test_a_verdict_word_for_word(finding: Finding, said: str) -> None:
    assert sentences.verdict(finding, WORDS) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"noted_afterwards": True}, "Much of this was noted afterwards."),
        ({"used_when_bad": True}, "which makes it look worse than it is."),
        ({"always_with": (("remedy", "heat"),)}, "You nearly always use stretching and heat together"),
        (
            {"other_word": VerdictWord.POSSIBLY_FEWER},
            "With confirmed nights alone it would be: possibly fewer.",
        ),
        (
            {"other_word": VerdictWord.FEWER, "confirmed": True},
            "With silent nights counted as quiet it would be: fewer.",
        ),
    ],
)
def test_what_stands_beside_a_verdict(values: dict[str, Any], said: str) -> None:
    assert said in sentences.verdict(_finding(VerdictWord.FEWER, **values), WORDS)


def test_every_word_has_its_sentence() -> None:
    for word in VerdictWord:
        assert len(sentences.verdict(_finding(word, more_nights=7, unanswered=1), WORDS)) > 40
        if word.judged:
            assert word in sentences.SHORT


FORBIDDEN = re.compile(
    r"\b(works?|working|causes?|caused|proven|proves?|effective|cures?|prevents?|helps)\b", re.I
)


def test_no_sentence_claims_more_than_a_pattern() -> None:
    for word in VerdictWord:
        for role in ("remedy", "trigger"):
            said = sentences.verdict(
                _finding(word, role=role, more_nights=7, hurdles=(Hurdle.SENSITIVITY,)), WORDS
            )
            assert not FORBIDDEN.search(said), said
    assert "not proof" in sentences.FOOTNOTE


def _findings(**values: Any) -> Findings:
    return Findings(
        **{
            "role": "remedy", "nights": 10, "nights_with_cramp": 6, "clear": 0, "silent": 4, "confirmed": False,
            "gaps": (),
            "findings": (), "relief": (), "untreated": Untreated(timed=0, median_minutes=None),
            "suspected_only": (), **values,
        }
    )  # fmt: skip


def test_someone_who_only_logs_is_told_what_one_word_would_buy() -> None:
    said = " ".join(sentences.opening(_findings()))
    assert "`cramp used stretching`" in said
    assert "`cramp none`" in said


def test_a_short_diary_is_told_at_once_why_nothing_is_judged() -> None:
    said = " ".join(sentences.opening(_findings(findings=(_finding(VerdictWord.USED_TOO_RARELY),))))
    assert "Nothing can be judged yet" in said
    assert "some months" in said


def test_a_diary_with_a_verdict_is_not_lectured() -> None:
    said = sentences.opening(_findings(findings=(_finding(VerdictWord.FEWER),), clear=4, silent=0))
    assert said == ["10 nights, 6 with cramps."]
