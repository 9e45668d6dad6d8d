"""The first screen of `cramp remedies` and `cramp triggers`: sentences, the most useful first, on one screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import sentences, severity_sentences
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.verdicts import VerdictWord
from crampdiary.screen.sections import Point, Section
from crampdiary.words.wording import short

LINES = 24
"""Of a terminal. Three are left for the prompt, and for saying that a diary is made up."""
_LEFT = 3
_WIDE = 80  # columns
_SET_IN = 2  # columns
_NAMES = 6  # of those that no more is said of than a word
_GROUPS = 3  # of these, by their word
_LETTERS = 24  # of a name in that line

_USEFUL = (
    (VerdictWord.FEWER, VerdictWord.MORE),
    (VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE),
    (VerdictWord.NO_CLEAR_DIFFERENCE, VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER),
    (VerdictWord.HANGS_ON_SILENT_NIGHTS,),
    (VerdictWord.NOT_ENOUGH_NIGHTS,),
    (VerdictWord.CHANCE_AMONG_MANY,),
)


def overview(found: Findings, words: Vocabulary, *, columns: int) -> list[Section]:
    """Return what was found in sentences, as many in full as a terminal of so many columns shows at once."""
    ranked = most_useful_first(found)
    first = next((each for each in ranked if each.verdict.word is VerdictWord.NOT_ENOUGH_NIGHTS), None)
    briefly = [each.verdict.word is VerdictWord.NOT_ENOUGH_NIGHTS and each is not first for each in ranked]
    full, shorter, bare = (
        [
            sentences.point(each, found, words, brief=brief, how_bad=how_bad(each))
            for each, brief in zip(ranked, briefly, strict=True)
        ]
        for how_bad in (severity_sentences.is_known, severity_sentences.differs, lambda _: False)
    )
    head = sentences.headline(found, words)
    closing = _closing(found, words)
    shown, rest, points = 0, list[Point](), full
    more = f"The figures: `cramp {_COMMAND[found.role]} --figures`."
    beside = [Point("", tuple(head)), Point("", (*closing, more))]
    room = LINES - _LEFT - _height(beside, columns + _SET_IN) - 2  # empty lines
    most = max(1, min(len(full), room // 2))  # each takes two lines at least
    tries = [(shown, _GROUPS, points) for shown in range(most, 0, -1) for points in (full, shorter)]
    if columns >= _WIDE:  # where it is narrower, what is useful is worth more than one screen
        tries += [(1, groups, shorter) for groups in range(_GROUPS - 1, -1, -1)]
        tries += [(1, 0, bare)]
    for shown, groups, points in tries:
        rest = in_brief(ranked, shown, words, most=groups)
        if _height([*points[:shown], *rest], columns) <= room:
            break
    if rest or any(each.verdict.word is not VerdictWord.NOT_ENOUGH_NIGHTS for each in ranked):
        closing.append(more)
    return [
        Section(lines=tuple(head), style="headline"),
        Section(points=(*points[:shown], *rest)),
        Section(lines=tuple(closing)),
    ]


def most_useful_first(found: Findings) -> list[Finding]:
    """Return the findings as a person would ask for them; those that are as useful stay in their order."""
    return sorted(found.findings, key=lambda each: _place(each, found.role))


_COMMAND = {"remedy": "remedies", "trigger": "triggers"}


def _closing(found: Findings, words: Vocabulary) -> list[str]:
    """Return what holds beside the verdicts, and something that is known by now."""
    return [
        *sentences.how_to_begin(found),
        *sentences.about_silence(found),
        *sentences.about_relief(found.relief, words),
        *sentences.about_suspicions(found, words),
        *sentences.about_proof(found),
    ]


def _place(finding: Finding, role: str) -> tuple[int, bool, bool]:
    """Return how useful a verdict is to the person."""
    word = finding.verdict.word
    place = next((place for place, same in enumerate(_USEFUL) if word in same), len(_USEFUL))
    if severity_sentences.differs(finding):
        place = min(place, 0 if severity_sentences.is_clear(finding) else 1)
    asked = (VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER)
    if role == "trigger":
        asked = (VerdictWord.MORE, VerdictWord.POSSIBLY_MORE)
    return place, word not in asked, finding.verdict.more_nights is None


def in_brief(ranked: Sequence[Finding], shown: int, words: Vocabulary, *, most: int) -> list[Point]:
    """Return those of which no more is said than a word: a line for each of the first words, and one for all others."""
    told = {sentences.HEADS[each.verdict.word] for each in ranked[:shown]}
    groups: dict[str, list[Finding]] = {}
    for each in ranked[shown:]:
        groups.setdefault(sentences.HEADS[each.verdict.word], []).append(each)
    kept = list(groups.items())[:most]
    others = [each for group in list(groups.values())[most:] for each in group]
    return [
        *(
            Point(sentences.as_well(group[0].verdict.word, _names(group, words), again=head in told))
            for head, group in kept
        ),
        *([Point(f"Also logged: {_names(others, words)}.")] if others else []),
    ]


def _names(group: Sequence[Finding], words: Vocabulary) -> str:
    names = [short(words.label(each.role, each.word), _LETTERS) for each in group[:_NAMES]]
    more = len(group) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _height(points: Iterable[Point], columns: int) -> int:
    """Return how many lines points take on a terminal of so many columns."""
    return sum(
        len(textwrap.wrap(line, max(_SET_IN + 1, columns - indent)))
        for point in points
        for indent, line in ((0, point.head), *((_SET_IN, line) for line in point.lines))
    )
