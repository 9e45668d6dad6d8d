"""What a line corrects of itself is not what it tells, and what only sounds like that changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words import log_grammar
from crampdiary.words.changes.self_corrections import WEAK
from crampdiary.words.log_reader import LogReader
from crampdiary.words.matching import Grammar

LOG = LogReader(Vocabulary())

# Of each thing what was wrong and what is right, and the rest of the line.
THINGS = {
    "level": ("7", "6", "left calf"), "level in words": ("pain 7", "8", "left calf"),
    "side": ("left", "right", "calf 5"), "side and place": ("left foot", "right calf", "5"),
    "same place": ("left foot", "right foot", "5"), "side within": ("top of my left foot", "right", "5"),
    "length": ("5 min", "10 minutes", "calf 5"), "time": ("at 2am", "at 3am", "calf 5"),
    "rough time": ("around 2am", "about 3am", "calf 5"), "day": ("monday night", "tuesday night", "calf 5"),
    "ago": ("an hour ago", "2 hours ago", "calf 5"),
}  # fmt: skip
OF_SEVERAL = {
    "place": ("foot", "calf", "5"), "sensation": ("burning", "stabbing", "calf 5"),
    "trigger": ("wine", "coffee", "calf 5"), "tried": ("tried heat", "massage", "calf 5"),
}  # fmt: skip
STRONG = (
    *(
        "i mean",
        "i meant",
        "sorry",
        "sorry i mean",
        "no wait",
        "scratch that",
        "make that",
        "or rather",
    ),
    *(
        "correction",
        "oops",
        "no sorry",
        "strike that",
        "no i meant",
        "er",
        "whoops",
        "sorry make that",
        "oh no",
    ),
)


def said(line: str) -> dict[str, Any]:
    told = LOG.read([line])
    return {name: value for name, value in vars(told).items() if name not in ("line", "times")}


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", [*THINGS, *OF_SEVERAL])
@pytest.mark.parametrize("words", [*STRONG, *sorted(WEAK)])
def test_what_is_said_last_is_meant(name: str, words: str) -> None:
    if name == "tried" and words in ("no", "no wait"):
        return  # that is what came of it
    wrong, right, rest = {**THINGS, **OF_SEVERAL}[name]
    lines = [f"{wrong}, {words}, {right}, {rest}"]
    if words in STRONG:
        lines += [
            f"{wrong} {words} {right}, {rest}",
            f"{rest}, {wrong}, {words} {right}",
            f"{rest} {wrong} {words} {right}",
        ]
    elif name in THINGS and name != "side within":
        lines += [f"{wrong} {words} {right}, {rest}", f"{rest}, {wrong} {words} {right}"]
    meant = said(f"{right}, {rest}" if name != "side within" else "top of my right foot, 5")
    if name == "tried":
        meant["fields"].pop("tried", None)
        meant |= {"fields": {**meant["fields"], "tried": said("tried massage")["fields"]["tried"]}}
    for line in lines:
        if line.startswith(f"{rest} {wrong}") and name.startswith(("length", "level", "tried")):
            continue  # calf 5 7, and 5 5 min
        assert said(line) == meant, line


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", [*THINGS, *OF_SEVERAL])
@pytest.mark.parametrize("words", [*STRONG, "no", "nope", "actually"])
def test_what_is_said_last_of_three_is_meant(name: str, words: str) -> None:
    if name == "tried" or (name in OF_SEVERAL and words not in STRONG):
        return  # no is what came of it, or denies the second
    first, second, rest = {**THINGS, **OF_SEVERAL}[name]
    meant = said(f"{first}, {rest}") if name != "side within" else said("top of my left foot, 5")
    last = "left" if name == "side within" else first
    assert said(f"{first}, {words} {second}, {words} {last}, {rest}") == meant
    if words == "no":
        assert said(f"{first}, {words} {second} {words} {last}, {rest}") == meant


def test_a_number_alone_is_of_what_it_corrects() -> None:
    for said_so in ("no", "i mean", "sorry", "make that"):
        told = LOG.read([f"calf 5 at 2, {said_so} 3"])
        assert (told.clock and told.clock.hour, told.fields["severity"]) == (3, 5)
        assert LOG.read([f"calf 5, 3 min, {said_so} 4"]).fields == {
            "sites": ["calf"],
            "severity": 5,
            "duration_s": 240,
        }
        assert LOG.read([f"at 2, calf 5, {said_so} 3"]).fields["severity"] == 3


def test_what_is_right_may_stand_before_what_says_so() -> None:
    for words in ("i mean", "sorry", "i meant", "rather"):
        assert LOG.read([f"left, right {words}, calf 6"]).fields["side"] == "right"
        assert LOG.read([f"calf left right {words} 6"]).fields["side"] == "both"


@pytest.mark.parametrize("words", [*STRONG, *sorted(WEAK)])
@pytest.mark.parametrize("more", ["it came back", "still awake", "that was horrid"])
def test_talk_corrects_nothing(words: str, more: str) -> None:
    told = LOG.read([f"left calf 6, {words} {more}"])
    assert {**told.fields, "woke": 0} == {"severity": 6, "sites": ["calf"], "side": "left", "woke": 0}
    assert more.split()[-1] in " ".join(told.kept)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("left calf 6, no right calf pain", {"side": "left", "sites": ["calf"], "severity": 6}),
        ("calf 6 burning, no numbness", {"sites": ["calf"], "severity": 6, "sensations": ["burning"]}),
        ("calf 6 burning, rather tight", {"sites": ["calf"], "severity": 6, "sensations": ["burning", "tightening"]}),
        ("sorry, left foot 5", {"side": "left", "sites": ["foot"], "severity": 5}),
        ("foot 5 no calf", {"sites": ["foot"], "severity": 5}),
        ("calf 6, no idea why", {"sites": ["calf"], "severity": 6, "triggers": ["no-idea"]}),
        ("calf 4, no.7", {"sites": ["calf"], "severity": 4}),
        ("calf 6 or maybe 7", {"sites": ["calf"], "severity": 6}),
    ],
)  # fmt: skip
def test_what_only_denies_or_compares_corrects_nothing(line: str, fields: dict[str, Any]) -> None:
    assert LOG.read([line]).fields == fields


def test_every_pattern_that_corrects_does_so() -> None:
    patterns = dict(log_grammar.LOG)["instead"].strip().split("\n")
    assert patterns
    for pattern in patterns:
        words = " ".join(part.removesuffix("?").split("|")[0] for part in pattern.split())
        assert Grammar([("instead", pattern)], {}).words
        assert LOG.read([f"left calf 7, {words} 6"]).fields["severity"] == 6, words


def test_what_was_left_over_is_no_number() -> None:
    assert LOG.read(["7 no 6 left no right calf"]).fields == {
        "severity": 6,
        "side": "right",
        "sites": ["calf"],
    }
    assert LOG.read(["calf 5, no milk left"]).fields == {"severity": 5, "sites": ["calf"]}
