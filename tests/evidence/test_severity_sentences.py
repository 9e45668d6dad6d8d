"""What is said of how bad the cramps were, word for word, and each sentence against its figures."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import findings as judged
from crampdiary.evidence import sentences, severity_sentences
from crampdiary.evidence.findings import Finding, Milder
from crampdiary.evidence.severity import SeverityWord
from crampdiary.evidence.verdicts import VerdictWord
from kit import milder_nights, seeded
from kit.found import finding, milder_of
from kit.found import findings as findings_of

WORDS = Vocabulary()
NOTHING_OF_THE_REST = "This says nothing about cramps that did not come."


def about(milder: Milder | None, *, exact: bool = False, **values: Any) -> str:
    one = finding(VerdictWord.FEWER, name="heat", milder=milder, **values)
    return " ".join(severity_sentences.about(one, exact=exact))


SAID = [
    (
        milder_of(SeverityWord.MILDER),
        "The cramps that came were MILDER on nights after it, by 1.4 points of 10 (likely 0.6 to 2.2). "
        + NOTHING_OF_THE_REST,
        "The cramps that came were MILDER on nights after it, by 1.4 points of 10 (likely 0.6 to 2.2); 3.9 on average "
        "in 41 nights with it, 5.4 in 88 without. " + NOTHING_OF_THE_REST,
    ),
    (
        milder_of(SeverityWord.WORSE, rated=(0.92, 0.6)),
        "The cramps that came were WORSE on nights after it, by 1.4 points of 10 (likely 0.6 to 2.2). "
        f"{NOTHING_OF_THE_REST} You rated 9 of 10 cramps on nights with it and 6 of 10 without: if the mild ones went "
        "unrated, this misleads.",
        "The cramps that came were WORSE on nights after it, by 1.4 points of 10 (likely 0.6 to 2.2); 3.9 on average "
        "in 41 nights with it, 5.4 in 88 without. Among similar nights they were worse with it. "
        f"{NOTHING_OF_THE_REST} You rated 9 of 10 cramps on nights with it and 6 of 10 without: if the mild ones went "
        "unrated, this misleads.",
    ),
    (
        milder_of(SeverityWord.POSSIBLY_MILDER, nights_with=40.4),
        "The cramps that came were possibly milder (0.6 to 2.2 points of 10), but this could still be chance. "
        + NOTHING_OF_THE_REST,
        "The cramps that came were possibly milder (0.6 to 2.2 points of 10), but this could still be chance; 3.9 on "
        "average in about 40 nights with it, 5.4 in 88 without. " + NOTHING_OF_THE_REST,
    ),
    (
        milder_of(SeverityWord.ABOUT_AS_BAD),
        "The cramps that came were about as bad (0.4 points of 10 milder to 0.9 worse).",
        "The cramps that came were about as bad (0.4 points of 10 milder to 0.9 worse). " + NOTHING_OF_THE_REST,
    ),
    (
        milder_of(SeverityWord.ABOUT_AS_BAD, low=-0.01, high=0.9),
        "The cramps that came were about as bad (at most 0.9 points of 10 worse).",
        "The cramps that came were about as bad (at most 0.9 points of 10 worse). " + NOTHING_OF_THE_REST,
    ),
    (
        milder_of(SeverityWord.ABOUT_AS_BAD, low=0.0, high=0.0, estimate=0.0, standard_error=0.0),
        "",
        "All cramps that came were rated alike, with it and without.",
    ),
    (
        milder_of(SeverityWord.NOT_ENOUGH_RATED),
        "",
        "It is too early to tell whether the cramps that came were milder on nights after it (0.4 points of 10 milder "
        "to 2.6 worse).",
    ),
    (
        milder_of(SeverityWord.CHANCE_AMONG_MANY),
        "",
        "How bad the cramps that came were may well be chance: among so many things compared, chance gives a "
        "difference like this (0.6 to 2.2 points of 10 milder).",
    ),
    (
        milder_of(SeverityWord.TOO_FEW_RATED, nights_with=3.0),
        "",
        "How bad the cramps that came were cannot be judged yet: you rated cramps on 3 nights with it and 88 without; "
        "8 of each are the least.",
    ),
    (
        milder_of(SeverityWord.TOO_FEW_RATED, switches=3),
        "",
        "How bad the cramps that came were cannot be judged: among the nights with rated cramps, those with it and "
        "without take turns too seldom.",
    ),
    (
        milder_of(SeverityWord.TOO_FEW_RATED, tolerance=0.05),
        "",
        "How bad the cramps that came were cannot be judged: on the nights with rated cramps it cannot be told apart "
        "from other things you log.",
    ),
    (
        milder_of(SeverityWord.TOO_FEW_RATED, df=3.0),
        "",
        "How bad the cramps that came were cannot be judged yet: too few nights have rated cramps for all that you "
        "log.",
    ),
    (
        milder_of(SeverityWord.HANGS_ON_HOW_LEGS_FELT),
        "",
        "How bad the cramps that came were cannot be judged: you said you use it less when your legs feel bad.",
    ),
    (None, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("milder", "first", "exact"), SAID, ids=range(len(SAID)))
def test_how_bad_they_were_word_for_word(milder: Milder | None, first: str, exact: str) -> None:
    assert about(milder, when_bad="less") == first
    assert about(milder, when_bad="less", exact=True) == exact


@st.composite
def verdicts(draw: st.DrawFn) -> Milder:
    """Draw a verdict whose figures may have its word."""
    word = draw(st.sampled_from(SeverityWord))
    low = draw(st.floats(0.001, 6))
    high = draw(st.floats(low, 14))
    if word in (SeverityWord.MILDER, SeverityWord.POSSIBLY_MILDER):
        low, high = -high, -low
    elif word in (SeverityWord.ABOUT_AS_BAD, SeverityWord.NOT_ENOUGH_RATED, SeverityWord.TOO_FEW_RATED):
        low, high = -low, high
        if word is SeverityWord.ABOUT_AS_BAD:
            low, high = max(-1.99, low), min(1.99, high)
    elif word is SeverityWord.CHANCE_AMONG_MANY and draw(st.booleans()):
        low, high = -high, -low
    parts = st.floats(0.01, 1)
    mean = st.floats(0, 10)
    return milder_of(
        word, low=low, high=high, estimate=(low + high) / 2, rated=(draw(parts), draw(parts)),
        mean_with=draw(mean), mean_without=draw(mean), nights_with=draw(st.floats(8, 2000)),
        nights_without=draw(st.floats(8, 2000)), switches=draw(st.integers(0, 9)), tolerance=draw(st.floats(0, 1)),
    )  # fmt: skip


NUMBER = r"less than 0\.1|\d+\.\d"


def _is(told: str, figure: float) -> bool:
    """Whether a number of points is that figure, to a tenth; nothing differs by more than 10."""
    size = min(10, abs(figure))
    return size < 0.05 if told == "less than 0.1" else abs(float(told) - size) <= 0.0501


@given(verdicts(), st.booleans())
def test_each_sentence_says_what_its_figures_do(milder: Milder, exact: bool) -> None:
    effect, word = milder.verdict.effect, milder.verdict.word
    said = about(milder, exact=exact, when_bad="more")
    differs = (
        SeverityWord.MILDER,
        SeverityWord.WORSE,
        SeverityWord.POSSIBLY_MILDER,
        SeverityWord.POSSIBLY_WORSE,
    )
    # Nothing is said of the cramps that did not come, nor of a cause, nor of how many there were.
    assert not re.search(
        r"\b(works?|causes?|helps|prevent\w*|proven|fewer cramps|more cramps|None|inf|nan)\b", said
    )
    assert bool(said) == (exact or word in (*differs, SeverityWord.ABOUT_AS_BAD))
    assert (NOTHING_OF_THE_REST in said) == (word in differs or (exact and word is SeverityWord.ABOUT_AS_BAD))
    # The way it goes, and how clearly.
    assert ("MILDER" in said) == (bool(said) and word is SeverityWord.MILDER)
    assert ("WORSE" in said) == (bool(said) and word is SeverityWord.WORSE)
    assert ("possibly milder" in said) == (word is SeverityWord.POSSIBLY_MILDER)
    assert ("possibly worse" in said) == (word is SeverityWord.POSSIBLY_WORSE)
    possibly = (SeverityWord.POSSIBLY_MILDER, SeverityWord.POSSIBLY_WORSE)
    assert ("could still be chance" in said) == (word in possibly)
    # Points with their range, the smaller first where both go one way.
    if match := re.search(rf"by ({NUMBER}) points of 10", said):
        assert _is(match[1], effect.estimate)
        assert "(likely " in said
    if match := re.search(rf"\((?:likely )?({NUMBER}) to ({NUMBER})", said):
        limits = sorted((effect.low, effect.high), key=abs)
        assert all(map(_is, match.groups(), limits))
    elif match := re.search(rf"\(({NUMBER}) points of 10 milder to ({NUMBER}) worse\)", said):
        assert _is(match[1], effect.low)
        assert _is(match[2], effect.high)
    elif match := re.search(rf"\(at most ({NUMBER}) points of 10 (milder|worse)\)", said):
        one, other = (effect.low, effect.high) if match[2] == "milder" else (effect.high, effect.low)
        assert _is(match[1], one)
        assert abs(other) < 0.05
    elif "less than 0.1 points of 10 between them" in said:
        assert max(abs(effect.low), abs(effect.high)) < 0.05
    else:
        assert not said or word in (SeverityWord.TOO_FEW_RATED, SeverityWord.HANGS_ON_HOW_LEGS_FELT)
    _means_are_those(said, milder, exact=exact)
    _parts_are_those(said, milder)


def _means_are_those(said: str, milder: Milder, *, exact: bool) -> None:
    effect = milder.verdict.effect
    match = re.search(
        r"; ([\d.]+) on average in (?:about )?([\d,]+) nights with it, ([\d.]+) in (?:about )?([\d,]+) w",
        said,
    )
    assert bool(match) == (exact and severity_sentences.differs(finding(VerdictWord.FEWER, milder=milder)))
    if not match:
        return
    assert effect.mean_with is not None
    assert effect.mean_without is not None
    figures = (effect.mean_with, effect.nights_with, effect.mean_without, effect.nights_without)
    for told, figure, nearly in zip(match.groups(), figures, (0.0501, 0.5, 0.0501, 0.5), strict=True):
        assert abs(float(told.replace(",", "")) - figure) <= nearly
    agree = (effect.mean_with - effect.mean_without) * effect.estimate > 0
    assert ("Among similar nights" in said) == (not agree)


def _parts_are_those(said: str, milder: Milder) -> None:
    assert milder.rated_with is not None
    assert milder.rated_without is not None
    match = re.search(
        r"You rated (\d+|fewer than 1) of 10 cramps on nights with it and (\d+|fewer than 1) of 10", said
    )
    judged_it = "The cramps that came were" in said
    assert bool(match) == (judged_it and abs(milder.rated_with - milder.rated_without) > 0.2)
    for told, part in zip(
        match.groups() if match else (), (milder.rated_with, milder.rated_without), strict=False
    ):
        assert part < 0.051 if told == "fewer than 1" else abs(int(told) - 10 * part) <= 0.5001


@given(st.sampled_from(VerdictWord), verdicts(), st.booleans())
def test_it_is_never_joined_with_how_many_there_were(word: VerdictWord, milder: Milder, exact: bool) -> None:
    """With a word on severity or without, all else that is said stays as it is."""
    values = {"if_quiet": VerdictWord.MORE, "partner": "several"}
    with_, without = (
        sentences.point(finding(word, milder=each, **values), findings_of(), WORDS, exact=exact)
        for each in (milder, None)
    )
    assert with_.head == without.head
    added = severity_sentences.about(finding(word, milder=milder), exact=exact)
    assert [line for line in with_.lines if line not in added] == list(without.lines)
    assert [line for line in with_.lines if line in added] == added


@given(
    st.lists(
        st.tuples(st.sampled_from(VerdictWord), st.sampled_from([None, *SeverityWord])),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["remedy", "trigger"]),
)
def test_the_headline_names_what_is_clear(
    words: list[tuple[VerdictWord, SeverityWord | None]], role: str
) -> None:
    """How bad they were is the headline only where nothing is clear of how many there were."""
    every: Sequence[Finding] = [
        finding(word, role=role, name=f"thing-{place}", if_quiet=VerdictWord.MORE,
                milder=severity and milder_of(severity))
        for place, (word, severity) in enumerate(words)
    ]  # fmt: skip
    found = findings_of(role=role, findings=tuple(every))
    said = " ".join(sentences.headline(found, WORDS))
    is_clear = any(word in (VerdictWord.FEWER, VerdictWord.MORE) for word, _ in words)
    for severity in (SeverityWord.MILDER, SeverityWord.WORSE):
        has_it = any(each is severity for _, each in words)
        assert (f"The cramps that came were {severity.value} on" in said) == (has_it and not is_clear)
    if "The cramps that came were" in said:
        assert said.endswith("In how many there were, no clear difference stands out.")
    possible = any(
        word in (VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE)
        or severity in (SeverityWord.POSSIBLY_MILDER, SeverityWord.POSSIBLY_WORSE)
        for word, severity in words
    )
    clear_of_any = is_clear or any(severity in severity_sentences.CLEAR for _, severity in words)
    assert ("There may be a difference with" in said) == (possible and not clear_of_any)
    told = {VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER, VerdictWord.MORE, VerdictWord.POSSIBLY_MORE}
    some = any(word in told or (each and each is not SeverityWord.ABOUT_AS_BAD and about(milder_of(each)))
               for word, each in words)  # fmt: skip
    assert bool(sentences.about_proof(found)) == some


def test_a_remedy_that_makes_cramps_milder_is_found_in_a_diary() -> None:
    found = judged.find(seeded.diary(milder_nights.records()), "remedy", WORDS)
    assert sentences.headline(found, WORDS)[0] == "The cramps that came were milder on nights after heat."
    heat, stretching = sorted(found.findings, key=lambda each: each.word)
    assert "MILDER on nights after it, by 2.2 points of 10" in " ".join(severity_sentences.about(heat))
    assert "about as bad" in " ".join(severity_sentences.about(stretching))
    assert heat.milder
    assert math.isclose(heat.milder.verdict.effect.estimate, -2.2, abs_tol=0.05)
