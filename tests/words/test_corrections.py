"""Corrections in words: what is right is told, what was wrong is no value and no note, and nothing else changes."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.cli.telling.cramps import values_of
from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode, Record, added
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words import phrases
from crampdiary.words.changes.correction_grammar import CORRECTIONS, FIELDS_NAMED
from crampdiary.words.changes.corrections import CorrectionReader
from crampdiary.words.log_reader import LogReader
from crampdiary.words.matching import Grammar
from kit.builders import NOW, episode
from kit.measuring import steps_of

READER = CorrectionReader(LogReader(Vocabulary()))

# One thing of each kind: the field, what was wrong and what is right, as words and as values.
VALUES: dict[str, list[tuple[str, Any]]] = {
    "severity": [("7", 7), ("3", 3), ("8/10", 8), ("ten", 10), ("2 out of 10", 2)],
    "side": [("left", "left"), ("the right one", "right"), ("both", "both")],
    "sites": [("foot", ("foot",)), ("my calf", ("calf",)), ("big toe", ("big-toe",))],
    "sensations": [("burning", ("burning",)), ("tingling", ("tingling",)), ("pins and needles", ("pins-and-needles",))],
    "duration_s": [("3 min", 180), ("90 seconds", 90), ("half a minute", 30)],
    "tried": [("massage", ("massage",)), ("pickle juice", ("pickle-juice",)), ("painkillers", ("painkiller",))],
}  # fmt: skip
OLD_AND_NEW = (
    "{new} not {old}", "not {old} but {new}", "{new}, not {old}", "not {old}, {new}", "it was not {old} but {new}",
    "{new} instead of {old}", "{new} rather than {old}", "change {old} to {new}", "{old} should be {new}",
    "replace {old} with {new}", "sorry, {new} not {old}", "{old} -> {new}", "{new} and not {old}, please",
)  # fmt: skip
NEW = (
    "{new}", "actually {new}", "should be {new}", "it should have been {new}", "i meant {new}", "make it {new}",
    "no, {new}", "oops, {new}", "it was {new}", "correction: {new}", "change it to {new}", "{new} instead",
)  # fmt: skip
GONE = (
    "no {old}",
    "without {old}",
    "remove the {old}",
    "delete {old}",
    "not {old}",
    "take out {old}",
    "clear {old}",
)
CASES = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.permutations(VALUES[name]).map(lambda found: (name, found[0], found[1]))
)


def held(name: str, value: Any) -> Any:
    return tuple(Tried(remedy=each) for each in value) if name == "tried" else value


def cramp_with(name: str, value: Any) -> Episode:
    """Return a cramp that holds a value, and something of each other kind."""
    fields: dict[str, Any] = {"severity": 5, "side": "left", "sites": ("heel",), "sensations": ("knot",)}
    return Episode(at=NOW, logged_at=NOW, note="as it was", **(fields | {name: held(name, value)}))


def corrected(record: Episode, line: str) -> tuple[Record, list[str]]:
    """Return a cramp as a line corrects it, and what the line adds to its note."""
    said = READER.read([line], record)
    emptied = phrases.emptied(record, said.emptied)
    after: Record = record.replaced(**(said.without_the_wrong(record) | emptied))
    after = added(after, values_of(said.told, record.at))
    return after, [*said.told.kept, *said.told.seconds]


@pytest.mark.slow
@given(case=CASES, form=st.sampled_from(OLD_AND_NEW))
def test_what_is_right_takes_the_place_of_what_was_wrong(case: tuple[str, Any, Any], form: str) -> None:
    name, (old, was), (new, becomes) = case
    line = form.format(old=old, new=new)
    assert corrected(cramp_with(name, was), line) == (cramp_with(name, becomes), []), line
    # The entry may say something else by now: what was wrong is no value then either.
    other = next(value for _, value in VALUES[name] if value not in (was, becomes))
    several = Episode.table[name].holds.several
    expected = (*other, *becomes) if several else becomes
    assert corrected(cramp_with(name, other), line) == (cramp_with(name, expected), []), line


@given(case=CASES, form=st.sampled_from(NEW))
def test_what_only_says_that_it_corrects_adds_nothing(case: tuple[str, Any, Any], form: str) -> None:
    name, _, (new, becomes) = case
    empty = Episode.table[name].default
    line = form.format(new=new)
    assert corrected(cramp_with(name, empty), line) == (cramp_with(name, becomes), []), line


@given(case=CASES, form=st.sampled_from(GONE))
def test_what_an_entry_holds_can_be_denied_and_what_it_does_not_hold_is_noted(
    case: tuple[str, Any, Any], form: str
) -> None:
    name, (old, was), (_, other) = case
    line = form.format(old=old)
    empty = Episode.table[name].default
    assert corrected(cramp_with(name, was), line) == (cramp_with(name, empty), []), line
    after, noted = corrected(cramp_with(name, other), line)
    assert after == cramp_with(name, other) or form.split()[0] not in ("no", "not", "without"), line
    assert noted or after != cramp_with(name, other), line


@pytest.mark.parametrize("word", sorted(FIELDS_NAMED))
@pytest.mark.parametrize(
    "form", ["no {}", "remove the {}", "without any {}", "clear {}, please", "leave out {}"]
)
@pytest.mark.slow_but_some
def test_a_field_that_is_removed_is_emptied_as_by_its_option(word: str, form: str) -> None:
    said = READER.read([form.format(word)])
    assert (said.emptied, said.told.kept, said.told.fields) == ([FIELDS_NAMED[word]], [], {})
    assert not said.tells_more


@pytest.mark.parametrize(
    "line", ["no shoes", "no idea", "no cramps", "massage didn't help", "not moving", "not as bad"]
)
def test_set_phrases_are_no_corrections(line: str) -> None:
    said, plain = READER.read([line]), LogReader(Vocabulary()).read([line])
    assert (said.told.fields, said.told.kept, said.told.is_none) == (plain.fields, plain.kept, plain.is_none)
    assert (said.wrong, said.emptied) == ([], [])


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("right not left foot", {"side": "right"}),
        ("not the left heel but the right", {"side": "right"}),
        ("the other foot", {"side": "right"}),
        ("wrong leg", {"side": "right"}),
        ("change severity to 4", {"severity": 4}),
        ("remove burning and massage", {"tried": (), "sensations": ()}),
        ("no massage or burning", {"tried": (), "sensations": ()}),
        ("not burning and 8", {"sensations": (), "severity": 8}),
        ("take massage out", {"tried": ()}),
        ("didn't try massage", {"tried": ()}),
        ("no sorry, 8", {"severity": 8}),
        ("no note, 8", {"note": None, "severity": 8}),
        ("no side, right", {"side": "right"}),
        ("5 min not 3", {"duration_s": 300}),
        ("heat instead of massage", {"tried": (Tried(remedy="heat"),)}),
    ],
)
def test_only_what_a_correction_is_about_changes(line: str, becomes: dict[str, Any]) -> None:
    record = cramp_with("tried", ("massage",)).replaced(sensations=("burning",))
    assert corrected(record, line) == (record.replaced(**becomes), [])


@pytest.mark.parametrize(
    "line", ["at 3, not 4", "change the time to 3", "not at 4 but at 3", "time should be 3"]
)
def test_a_time_that_was_wrong_is_no_time_and_no_severity(line: str) -> None:
    said = READER.read([line], cramp_with("severity", 5))
    assert said.told.clock is not None
    assert (said.told.clock.hour, said.told.fields, said.told.kept, said.told.seconds) == (3, {}, [], [])


@pytest.mark.parametrize(
    "words", ["the", "left foot", "not the", "not calff but", "change foot to", "no note", "7 ->"]
)
@pytest.mark.slow_but_first
def test_a_long_correction_costs_no_more_than_its_length(words: str) -> None:
    short, long = (steps_of(partial(READER.read, [words] * count)) for count in (100, 400))
    assert long < 4.4 * short


def test_a_word_that_nobody_knows_is_noted_where_it_was_said_to_be_wrong() -> None:
    for line in ("not qzx but at 3", "not qzx but 8", "not qzx but 5 min", "qzx instead of foot", "not qzx"):
        assert "qzx" in ", ".join(READER.read([line], cramp_with("severity", 7)).told.kept), line


NOISE = ("qzx", "brrk", "zzzz", "x1y")
SAID = st.sampled_from(sorted(Grammar(CORRECTIONS, {}).words | FIELDS_NAMED.keys()))
KNOWN = st.sampled_from(
    "7 8 left right calf foot 3m 3am at burning massage heat helped me no not woke again".split()
)


@given(words=st.lists(st.sampled_from(NOISE) | SAID | KNOWN, max_size=9), comma=st.integers(0, 9))
def test_no_word_of_a_correction_is_lost_that_is_not_understood(words: list[str], comma: int) -> None:
    typed = [f"{word}," if at == comma else word for at, word in enumerate(words)]
    try:
        said = READER.read(typed, cramp_with("severity", 7))
    except UsageError:
        return  # a time that cannot be: the line is refused whole
    kept = " ".join([*said.told.kept, *said.told.seconds, said.told.felt])
    assert [word for word in words if word in NOISE and word not in kept] == [], said.told.line


@pytest.mark.parametrize("line", ["lasted 10 min not 5", "10 min, not 5", "at 3am not 5"])
def test_a_number_that_was_no_level_takes_no_level_away(line: str) -> None:
    record = episode(severity=5)
    found = READER.read([line], record)
    assert "severity" not in found.without_the_wrong(record)
    denied = READER.read(["not 5"], record)
    assert denied.without_the_wrong(record) == {"severity": None}


@pytest.mark.parametrize(
    "form", ["it started {}", "no it was {}", "no, that was {}", "sorry i meant {}", "i forgot to say {}"]
)
@pytest.mark.parametrize("right", ["at 3am", "6", "the right foot", "right", "massage helped"])
def test_what_only_leads_to_what_is_right_is_not_noted(form: str, right: str) -> None:
    said, plain = READER.read([form.format(right)]), READER.read([right])
    assert (said.told.fields, said.told.clock, said.told.kept) == (plain.told.fields, plain.told.clock, [])
    assert not said.wrong


def test_what_says_that_a_line_itself_was_wrong_is_read_with_it() -> None:
    assert READER.read(["7 i mean 8"]).told.fields == {"severity": 8}
    assert READER.read(["left, sorry, right calf"]).told.fields == {"side": "right", "sites": ["calf"]}
