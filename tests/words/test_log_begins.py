"""A class of the log grammar begins with no word that the table of beginnings leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words import log_grammar, log_reader, matching, relief_grammar
from crampdiary.words.line import tokens_of
from crampdiary.words.log_reader import LogReader
from crampdiary.words.matching import Begins, Grammar, Reader, Words
from crampdiary.words.quantities import MONTHS, NUMBERS, SHORT_WEEKDAYS, WEEKDAYS
from kit.builders import word

VOCABULARY = Vocabulary([word("the-blue-pill", label="the blue pill")])
NAMES = [name for known in VOCABULARY.words(hidden=True) for name in VOCABULARY.names(known)]
PATTERNS = [line for _, text in log_grammar.LOG for line in text.strip().split("\n")] + [
    *relief_grammar.MOVED
]
BEGINNINGS = (
    "3 10 0315 3:10 3.15 3am 7/10 6-7 2m 1h30 2.5 2½ 4ish 4-ish x3 3x 3rd ½ ¼ pain=7 level:6 midnight noon 2026-03-01 "
    "an half quarter couple minute hour yest yesterday tonight overnight earlier last this middle worst mild cramp "
    "no never didn't haven't dinner heels red left right the a my to some and _ walked walk got stood".split()
)
WORDS = [*NUMBERS, *MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, *log_grammar.EVENTS, *BEGINNINGS]
FOLLOWING = (
    "of march", "march", "night", "nights ago", "past three", "o'clock", "an hour", "and a half minutes", "or 7",
    "to 9", "minutes", "pm", "single leg cramp", "in the middle", "calf", "it off", "magnesium and stretching", "foot",
    "out of bed",
)  # fmt: skip


def lines() -> Iterator[str]:
    """Yield each pattern with words for its classes, and what else may begin something."""
    random = Random(16)
    for pattern in PATTERNS:
        parts = (part.removeprefix(",").removesuffix("?").split("|") for part in pattern.split())
        chosen = (random.choice(each) for each in parts)
        yield " ".join(random.choice([*NAMES, *WORDS]) if each[0] == "<" else each for each in chosen)
    for each in (*NAMES, *WORDS):
        yield f"{each} {random.choice(FOLLOWING)}"
        yield f"{random.choice(['the', 'on', 'between', 'left', 'my'])} {each}"
    yield "blue my pill"  # a name without its own filler, and with another
    yield from (f"{each} {following}" for each in BEGINNINGS for following in FOLLOWING)


def words_of(line: str) -> Words:
    _, tokens = tokens_of([line], lambda _: True, lambda _: False)
    return Words(tokens, [token.word for token in tokens])


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> tuple[Mapping[str, Reader], Mapping[str, Begins]]:
    """What the grammar of a reader of lines is made of: the readers of its classes, and with which words they begin."""
    given: list[Any] = []

    def kept(rules: Sequence[tuple[str, str]], *others: Any) -> Grammar:
        given.append(others)
        return Grammar(rules, *others)

    monkeypatch.setattr(log_reader, "Grammar", kept)
    LogReader(VOCABULARY)
    readers, begins = next(others for others in given if len(others) == 2)
    return readers, begins


@pytest.mark.slow
def test_no_class_begins_with_a_word_that_is_said_to_begin_nothing(
    made: tuple[Mapping[str, Reader], Mapping[str, Begins]],
) -> None:
    readers, begins = made
    began = set()
    for words in map(words_of, lines()):
        for at, each in enumerate(words.plain):
            for name in begins:
                try:
                    is_read = readers[name](words, at) is not None
                except UsageError:  # that there is no such time
                    is_read = True
                assert begins[name](each) or not is_read, f"<{name}> begins with {each}: {words.plain}"
                began |= {name} if is_read else set()
    assert began == begins.keys()  # or else this would pass by reading nothing
    assert not any(may("pizza") for may in begins.values())  # or by letting every word begin everything


def read(line: str, reader: LogReader) -> dict[str, Any]:
    told = reader.read_all_else([line])
    return {**vars(told), "refused": str(told.refused)}


def test_a_pattern_is_left_out_only_where_a_word_of_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    some = list(lines())[::6]
    reader = LogReader(VOCABULARY)
    every = [read(line, reader) for line in some]
    monkeypatch.setattr(matching.Pattern, "needs", None)
    reader = LogReader(VOCABULARY)
    assert [read(line, reader) for line in some] == every
