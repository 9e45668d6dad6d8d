"""Denials of cramps that do not say that a night was clear: wishes, and those of others."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader
from kit.running import Cramp

DENIALS = ("no cramps", "no leg cramps", "a night without cramps", "zero cramps", "not a single cramp")
WISHES = (
    *("hopefully {}", "hopefully, {}", "hoping for {}", "i hope {}", "please {}", "wish i had {}", "want {}"),
    *("fingers crossed {}", "if {} i can sleep", "would love {}", "maybe {}", "praying for {}"),
    *("{} please", "{} would be nice", "{} hopefully", "{} if i stretch", "{} i hope"),
)
OTHERS = ("my husband had {}", "anna had {}", "mum got {}", "he had {}", "the kids had {}", "anna has {}")
SAID = (
    *(
        "{}",
        "{} last night",
        "slept well, {}",
        "finally {}",
        "finally had {}",
        "still {}",
        "we had {}",
        "{} again",
    ),
    *("{} thanks to magnesium", "{}, hope it stays so", "i hoped to sleep, {}", "my husband rubbed it, {}"),
    *(
        "{} but sore legs",
        "i had {}, please let it stay",
        "magnesium and {}",
        "{}, would not have thought so",
    ),
)
OPEN = [shape.format(denial) for shape, denial in product((*WISHES, *OTHERS), DENIALS)]
reader = LogReader(Vocabulary())


@pytest.mark.parametrize("line", OPEN)
def test_a_wish_is_no_clear_night(line: str) -> None:
    told = reader.read_all_else([line])
    assert told.is_wished or not told.is_none


@pytest.mark.parametrize("line", [shape.format(denial) for shape, denial in product(SAID, DENIALS[:2])])
def test_what_is_said_of_the_night_is(line: str) -> None:
    told = reader.read_all_else([line])
    assert (told.is_none, told.is_wished) == (True, False)


@pytest.mark.parametrize(
    "line",
    ["anna never cramped", "he didn't cramp", "anna had a night without cramps", "my nan hasn't cramped"],
)
def test_a_verb_may_deny_those_of_others(line: str) -> None:
    assert reader.read_all_else([line]).is_wished


@pytest.mark.parametrize(
    "line",
    [
        *("great night without cramps", "what a night without cramps", "still didn't cramp", "never cramped"),
        *("we never cramped", "legs didn't cramp"),
    ],
)
def test_or_ones_own(line: str) -> None:
    told = reader.read_all_else([line])
    assert (told.is_none, told.is_wished) == (True, False)


@pytest.mark.parametrize(
    "line", ["no calf cramps, only foot", "no leg cramps just toes", "no cramps only left calf"]
)
def test_what_is_left_when_another_is_denied_is_a_cramp(line: str) -> None:
    told = reader.read_all_else([line])
    assert not told.is_none
    assert told.fields["sites"]


def test_a_wish_is_refused_when_typed(cramp: Cramp) -> None:
    for line in ("please no cramps", "hoping for no cramps"):
        ran = cramp("log", line)
        assert (ran.exit_code, "does not say that your night was clear" in ran.err) == (2, True)
        assert "Nothing was saved." in ran.err
    assert cramp("list", "--all", "--json").json["entries"] == []


def test_and_pointed_out_in_files(cramp: Cramp, tmp_path: Path) -> None:
    lines = [f"2026-03-{place % 28 + 1:02} 08:00 {line}" for place, line in enumerate(OPEN)]
    (tmp_path / "a.txt").write_text("\n".join([*lines, "2026-03-30 08:00 no cramps", ""]))
    told = cramp("import", tmp_path / "a.txt", "--new", "--skip-bad", "-y", "--json").json
    assert told["new"] == 1
    (found,) = cramp("list", "--all", "--json").json["entries"]
    assert found["night"] == "2026-03-29"
