"""A number beside a thing says of how much, where another number says how bad it was: `2 beers, left calf 6`."""

from __future__ import annotations

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader

VOCABULARY = Vocabulary()
LOG = LogReader(VOCABULARY)
NAMES = sorted(
    {
        name
        for role in ("trigger", "remedy")
        for word in VOCABULARY.words(role)
        for name in VOCABULARY.names(word)
        if name.isalpha() and not VOCABULARY.find(name, "site", "side", "sensation", "onset")
    }
)
"""Each of one word, and of nothing else."""


@pytest.mark.parametrize("number", [2, 7])
@pytest.mark.parametrize(
    "line", ["{0} {1}, left calf 6", "left calf 6, {0} {1}", "left calf 6, {1} {0}", "{1} {0}, 6 left calf"]
)
def test_the_number_beside_a_place_is_how_bad_it_was(line: str, number: int) -> None:
    wrong = {}
    for name in NAMES:
        told = LOG.read([line.format(number, name)])
        kept = " ".join([*told.kept, *told.seconds])
        if told.fields.get("severity") != 6 or str(number) not in kept:
            wrong[name] = (told.fields, told.kept)
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_a_number_before_one_thing_is_how_bad_it_was_where_no_other_is(name: str) -> None:
    if not name.endswith("s"):
        assert LOG.read([f"7 {name}"]).fields.get("severity") == 7


@pytest.mark.parametrize("things", ["beers", "coffees", "wines", "bananas", "painkillers", "socks"])
@pytest.mark.parametrize("line", ["2 {}", "left calf, 3 {}", "3 {} left calf", "had 2 {} then left calf"])
def test_a_few_things_are_never_how_bad_it_was(line: str, things: str) -> None:
    told = LOG.read([line.format(things)])
    assert "severity" not in told.fields
    assert any(things in each for each in told.kept)


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("calf 7 wine 2", 7), ("left calf 3 beers", 3), ("alcohol 7 left calf", 7),
        ("wine 6 calf then 4", 6), ("left calf 7 alcohol", 7),
        ("7 left foot shoes", 7), ("stress 7, calf 5", 5), ("calf 5 stress 7", 5), ("6 left calf 3 beers", 6),
    ],
)  # fmt: skip
def test_a_number_beside_a_place_is_never_that_of_a_thing(line: str, severity: int) -> None:
    assert LOG.read([line]).fields["severity"] == severity


@pytest.mark.parametrize(
    ("line", "seconds", "kept"),
    [
        ("30 min walk, both calves 4", None, ["30 min walk"]),
        ("left calf 6 45 min run", None, ["45 min run"]),
        ("left calf 6 3 min walk", 180, ["walk"]),
        ("left calf 8 30 min", 1800, []),
        ("left calf 8 30 min massage", 1800, []),
    ],
)
def test_what_no_cramp_lasts_is_of_what_stands_behind_it(
    line: str, seconds: int | None, kept: list[str]
) -> None:
    told = LOG.read([line])
    assert (told.fields.get("duration_s"), told.kept) == (seconds, kept)
