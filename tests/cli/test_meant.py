"""A first word that is no command: a cramp where it is a severity or a place, and else the nearest right form."""

from __future__ import annotations

from pathlib import Path

import pytest

from crampdiary.cli.app import PANELS
from crampdiary.cli.meant import begins_a_cramp
from crampdiary.diary.vocabulary import built_in_words
from kit.running import Cramp

COMMANDS = {name for names in PANELS.values() for name in names}
SITES = [name for word in built_in_words() if word.role == "site" for name in (word.label, *word.synonyms)]
OTHERS = [
    (word.role, name)
    for word in built_in_words()
    if word.role != "site"
    for name in (word.slug, *word.synonyms)
    if name not in SITES and name.removesuffix("s") not in SITES and " " not in name
]


@pytest.mark.parametrize("severity", range(11))
def test_a_severity_logs_a_cramp(severity: int, cramp: Cramp) -> None:
    assert cramp(str(severity), "left", "calf").exit_code == 0
    entry = cramp("show", "--json").json["entry"]
    assert (entry["severity"], entry["side"], entry["sites"]) == (severity, "left", ["calf"])


def test_every_place_begins_a_cramp_in_one_form_or_several_words() -> None:
    for name in SITES:
        for typed in (name, name.title(), f"{name}s", f"{name},"):
            assert begins_a_cramp([*typed.split(), "7"]), typed
            assert begins_a_cramp([f"{typed} 7"]), typed
    assert not any(begins_a_cramp([name]) for _, name in OTHERS)
    assert not any(begins_a_cramp([each]) for each in ("11", "-1", "7.5x", "", "+7", "٧", *COMMANDS))


def test_a_place_logs_a_cramp_as_it_was_typed(cramp: Cramp) -> None:
    ran = cramp("Ball", "of", "foot", "4", "--json")
    assert cramp("show", "--json").json["entry"]["sites"] == ["ball"]
    assert ran.json["entries"][0]["severity"] == 4
    assert cramp("calf 3").exit_code == 0


def test_a_command_is_never_taken_for_a_cramp(cramp: Cramp) -> None:
    assert not COMMANDS & set(SITES)
    assert cramp("words", "7").exit_code == 2, "only the first word of all is"


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("lgo 7", "cramp log"),
        ("left foot 7", "cramp log left foot 7"),
        ("Burning", "cramp log Burning"),
        ("magnesium 300mg", "cramp used magnesium 300mg"),
        ("wine", "cramp had wine"),
        ("words ad brine", "cramp words add"),
    ],
)
def test_the_nearest_right_form_is_named_and_nothing_is_written(typed: str, form: str, cramp: Cramp) -> None:
    ran = cramp(*typed.split())
    assert (ran.exit_code, ran.out) == (2, "")
    assert f"Did you mean `{form}`?" in ran.err
    assert not [path for path in Path().rglob("*") if path.is_file()]


def test_what_is_near_to_nothing_is_not_guessed(cramp: Cramp) -> None:
    assert cramp("zzz").err == 'cramp has no command "zzz". `cramp help commands` lists all.\n'
