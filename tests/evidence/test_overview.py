"""The first screen of `remedies` and `triggers`: what a tired person sees, on one screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import findings, sentences
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.overview import LINES, overview
from crampdiary.evidence.relief import Relief, Rescue, Try, summarise
from crampdiary.evidence.severity import SeverityWord
from crampdiary.evidence.verdicts import VerdictWord
from crampdiary.screen import render
from kit import seeded, sixty_nights
from kit.found import effect_of, finding, milder_of
from kit.found import findings as findings_of
from kit.terminals import without_styles

WORDS = Vocabulary()
NAMES = (
    "heat stretching massage walking magnesium warm-socks hydration standing ice compression salt lotion "
    "pickle-juice tonic-water elevation cold-shower foam-roller yoga footwear blanket potassium calcium "
    "electrolytes vitamins quinine swimming cycling physiotherapy acupuncture tape"
).split()


def shown(found: Findings, *, width: int, form: str = "text") -> str:
    terminal = render.Terminal(
        width,
        unicode=form != "ascii",
        colours="truecolor" if form == "colour" else None,
        plain=form == "plain",
    )
    return render.draw(overview(found, WORDS, columns=width), terminal)


ACCEPTED = """\
Nothing is clear yet after 60 nights.
That is normal. Answers take months.

Heat: too early to tell.
  4 cramps in 10 nights with it, 6 in 10
  without. Chance alone can do that.
  5 to 8 more months would probably show
  whether it halves your cramps.
Stretching: too early to tell.
  5 cramps in 10 nights with it, 7 in 10
  without.
  4 to 6 more months would probably
  tell.

You wrote nothing on 21 nights. One word
after a quiet night, `cramp none`,
brings the answer sooner.
During a cramp, standing eased yours 35
times of 35, in about 2 minutes.
"""


def test_sixty_nights_on_a_narrow_screen_word_for_word() -> None:
    found = findings.find(seeded.diary(sixty_nights.records()), "remedy", WORDS)
    assert (found.nights, found.nights_with_cramp, found.silent) == (60, 27, 21)
    assert shown(found, width=40) == ACCEPTED


def _many(
    words: Sequence[VerdictWord], chance: Random, role: str = "remedy", *, how_bad: bool = True
) -> Findings:
    every = tuple(
        finding(
            word, role=role, name=name, known=effect_of(nights=200) if chance.random() < 0.5 else None,
            if_quiet=VerdictWord.POSSIBLY_MORE, partner="several", unanswered=4, holds_however_often=True,
            when_bad=chance.choice(("more", "less", None)), noted_afterwards=chance.random() < 0.3,
            prescribed=chance.random() < 0.2, suspected=chance.randrange(9) if role == "trigger" else 0,
            more_nights=chance.choice((None, 91, 203)) if word is VerdictWord.NOT_ENOUGH_NIGHTS else None,
            always_with=(("remedy", "heat"),) if chance.random() < 0.2 else (),
            milder=milder_of(chance.choice(list(SeverityWord)), rated=(0.9, chance.choice((0.4, 0.9))))
            if how_bad
            else None,
        )
        for word, name in zip(words, NAMES, strict=False)
    )  # fmt: skip
    rated = summarise([Try(Relief.HELPED, 2)] * 35)
    rescues = (Rescue(word="standing", rated=rated, not_rated=0),) if role == "remedy" else ()
    return findings_of(role=role, findings=every, relief=rescues, said=chance.choice((0.1, 0.6, 0.97)))


def _told_of(found: Findings, text: str) -> int:
    """Return how many are named at the head of a line, or are among those of which only a number is told."""
    words = " ".join(text.split())
    more = sum(int(number) for number in re.findall(r"and (\d+) more\b(?! nights| cramps)", words))
    named = 0
    for each in found.findings:
        label = WORDS.label(each.role, each.word)
        named += f"{sentences.capital(label)}: " in words or bool(re.search(rf"[:,] {label}[,. ]", words))
    return named + more


@pytest.mark.parametrize("role", ["remedy", "trigger"])
@pytest.mark.parametrize("count", [0, 1, 3, 12, 30])
@pytest.mark.slow_but_some
def test_however_many_there_are_they_fit_on_one_screen(count: int, role: str) -> None:
    chance = Random(count)
    alike = [[word] * count for word in VerdictWord] if count in (1, 12) else []
    for words in [*alike, *([chance.choice(list(VerdictWord)) for _ in range(count)] for _ in range(9))]:
        found = _many(words, chance, role)
        text = shown(found, width=80)
        assert len(text.splitlines()) <= LINES - 3, text
        assert _told_of(found, text) >= count, text
        assert max(map(len, text.splitlines())) <= 80
        for form in ("text", "ascii"):
            assert max(map(len, shown(found, width=40, form=form).splitlines())) <= 40
    assert without_styles(shown(found, width=80, form="colour")) == text
    assert shown(found, width=80, form="ascii").isascii()
    assert " ".join(shown(found, width=80, form="plain").split()) == " ".join(text.split())


def test_more_stands_in_full_where_there_is_room() -> None:
    found = _many([VerdictWord.NOT_ENOUGH_NIGHTS] * 3, Random(1), how_bad=False)
    assert "as well" not in shown(found, width=80)
    found = _many([VerdictWord.NOT_ENOUGH_NIGHTS] * 12, Random(1))
    text = shown(found, width=80)
    assert len(text.splitlines()) >= LINES - 6
    assert "Too early to tell as well: " in text
    assert "`cramp remedies --figures`" in text


def test_short_points_stand_in_full_as_long_as_there_is_room() -> None:
    found = _many([VerdictWord.CANNOT_BE_TOLD_APART] * 12, Random(1), how_bad=False)
    text = shown(found, width=80)
    assert len(text.splitlines()) >= LINES - 5
    assert text.count("They change together.") >= 4


def _heads(found: Findings) -> list[str]:
    return [
        line.partition(":")[0]
        for line in shown(found, width=80).splitlines()
        if re.match(r"[A-Z][a-z ]+: ", line)
    ]


def test_the_most_useful_comes_first() -> None:
    def of(name: str, word: VerdictWord, role: str, **values: object) -> Finding:
        return finding(word, name=name, role=role, **values)

    for role, first, second in (
        ("remedy", VerdictWord.FEWER, VerdictWord.MORE),
        ("trigger", VerdictWord.MORE, VerdictWord.FEWER),
    ):
        every = (
            of("tape", VerdictWord.USED_TOO_RARELY, role),
            of("ice", VerdictWord.NOT_ENOUGH_NIGHTS, role),
            of("yoga", VerdictWord.NOT_ENOUGH_NIGHTS, role, more_nights=91),
            of("salt", second, role),
            of("heat", first, role),
        )
        assert _heads(findings_of(role=role, findings=every))[:3] == ["Heat", "Salt", "Yoga"]


def test_what_is_clear_of_how_bad_they_were_is_as_useful() -> None:
    milder = finding(VerdictWord.NOT_ENOUGH_NIGHTS, name="tape", milder=milder_of(SeverityWord.MILDER))
    possibly = finding(
        VerdictWord.NOT_ENOUGH_NIGHTS, name="yoga", milder=milder_of(SeverityWord.POSSIBLY_MILDER)
    )
    fewer = finding(VerdictWord.FEWER, name="heat")
    possibly_fewer = finding(VerdictWord.POSSIBLY_FEWER, name="ice")
    none = finding(VerdictWord.NO_CLEAR_DIFFERENCE, name="salt")
    for first, second in (
        (fewer, milder),
        (milder, possibly_fewer),
        (milder, none),
        (possibly_fewer, possibly),
        (possibly, none),
    ):
        names = [sentences.capital(each.word) for each in (first, second)]
        assert _heads(findings_of(findings=(second, first)))[:2] == names
        assert _heads(findings_of(findings=(first, second)))[:2] == names


@pytest.mark.parametrize("count", range(1, 8))
def test_cramps_about_as_bad_cost_no_other_remedy_its_place(count: int) -> None:
    as_bad = milder_of(SeverityWord.ABOUT_AS_BAD)
    with_, without = (
        shown(
            findings_of(
                findings=tuple(
                    finding(VerdictWord.NO_CLEAR_DIFFERENCE, name=name, milder=milder)
                    for name in NAMES[:count]
                )
            ),
            width=80,
        )
        for milder in (as_bad, None)
    )
    in_full = "Half as many or twice as many"
    assert with_.count(in_full) == without.count(in_full)
    assert "about as bad" in with_ or count > 3
