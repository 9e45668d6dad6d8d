"""A word of the diary within another name is not that word: hip hop, running late, decaf coffee, tight jeans."""

from __future__ import annotations

import itertools

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_grammar import CONSUMED
from crampdiary.words.log_reader import LogReader
from crampdiary.words.uses.compounds import COMPOUNDS, DESCRIBED, DESCRIBING, turned
from crampdiary.words.uses.use_reader import UseReader

VOCABULARY = Vocabulary()
LOG = LogReader(VOCABULARY)
HAD = UseReader(VOCABULARY, "trigger")
OF_A_CLASS = {
    "<any>": "club", "<thing>": "trip", "<several>": "6", "<consumed>": "beer", "<trigger>": "stress",
}  # fmt: skip
DRINKS = ("coffee", "beer", "wine", "cola", "red wine")
TURNED = ("decaf", "alcohol free", "alcohol-free", "non-alcoholic", "caffeine free", "zero alcohol")


def phrases(pattern: str) -> list[str]:
    """Return what a pattern means, each word of each part once."""
    parts = []
    for part in pattern.split():
        words = [OF_A_CLASS.get(each, each) for each in part.removesuffix("?").split("|")]
        parts.append(["", *words] if part.endswith("?") else words)
    width = max(map(len, parts))
    rows = itertools.islice(zip(*map(itertools.cycle, parts), strict=False), width)
    return [" ".join(filter(None, row)) for row in rows]


@pytest.mark.parametrize("pattern", COMPOUNDS.strip().split("\n"))
def test_a_name_of_something_else_is_only_talk(pattern: str) -> None:
    for phrase in phrases(pattern):
        for line in (f"left calf 7, {phrase}", f"{phrase}, left calf 7"):
            told = LOG.read([line])
            assert told.fields == {"sites": ["calf"], "side": "left", "severity": 7}, line
            assert phrase in " ".join(told.kept), line
            assert not told.preventive, line


@pytest.mark.parametrize("word", sorted(DESCRIBING))
@pytest.mark.slow_but_some
def test_what_a_thing_is_said_to_be_is_not_felt(word: str) -> None:
    for thing in sorted(DESCRIBED):
        told = LOG.read([f"left calf 7, {word} {thing}"])
        found = {name: value for name, value in told.fields.items() if name != "triggers"}
        assert found == {"sites": ["calf"], "side": "left", "severity": 7}, (word, thing)
        assert told.fields.get("triggers", ["unsupportive-shoes"]) == ["unsupportive-shoes"], (word, thing)
    for felt in ("tight", "sharp", "burning", "stiff"):
        assert LOG.read([f"calf 7 {felt}"]).fields.get("sensations") or felt == "stiff"
        assert LOG.read([f"{felt} calf 7"]).fields["sensations"]
    assert LOG.read(["calf 7, woke at 3am sharp"]).fields.keys() == {"sites", "severity", "woke"}


@pytest.mark.parametrize(
    "said", ["jeans were too tight", "my coffee was weak", "trousers very tight", "beer was warm"]
)
def test_what_is_said_of_a_thing_behind_it_is_not_felt(said: str) -> None:
    for line in (f"calf 7, {said}", f"{said}, calf 7"):
        told = LOG.read([line])
        found = {name: value for name, value in told.fields.items() if name != "triggers"}
        assert found == {"sites": ["calf"], "severity": 7}, line
        assert set(told.fields.get("triggers", ())) <= {"caffeine", "alcohol"}, line
    assert LOG.read(["coffee, calf 7 tight"]).fields["sensations"] == ["tightening"]
    assert LOG.read(["calf was too tight 7"]).fields["sensations"] == ["tightening"]


@pytest.mark.parametrize("drink", DRINKS)
def test_a_drink_that_is_not_what_its_name_says_is_no_such_trigger(drink: str) -> None:
    for word in TURNED:
        assert turned(word.split()) == len(word.split())
        told = LOG.read([f"calf 7, {word} {drink}"])
        assert "triggers" not in told.fields, told.line
        (use,) = HAD.read([f"{word} {drink}"]).uses
        assert (use.word in CONSUMED, use.label) == (False, f"{word} {drink}")
        assert [each.word for each in HAD.read([f"{word} {drink} and stress, beer"]).uses][1:] == [
            "stress",
            "alcohol",
        ]
    assert next(each.word for each in HAD.read([f"soft drinks, {drink}"]).uses) == "soft-drinks"
    for word in ("weak", "strong", "cold", "warm"):
        assert [each.word in CONSUMED for each in HAD.read([f"{word} {drink}"]).uses] == [True]


def test_shoes_are_a_trigger_where_they_are_bad_for_feet_and_not_where_they_are_new() -> None:
    for bad in (
        "tight shoes",
        "shoes too tight",
        "my shoes were too tight",
        "worn out shoes",
    ):
        assert LOG.read([f"calf 7, {bad}"]).fields["triggers"] == ["unsupportive-shoes"], bad
        assert [use.word for use in HAD.read([bad]).uses] == ["unsupportive-shoes"], bad
    for other in ("new shoes", "a new mattress"):
        told = LOG.read([f"calf 7, {other}"])
        assert ("triggers" in told.fields, told.preventive) == (False, []), other
        assert [use.word for use in HAD.read([other]).uses] == [other.removeprefix("a ").replace(" ", "-")]
