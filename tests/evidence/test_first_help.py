"""`ease`: first help for any place, whatever is with the diary, and only what did ease this person's cramps."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Entry
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.first_help import RECENT, first_help, lines, part_of
from kit.builders import NOW, episode
from kit.running import Cramp

WORDS = Vocabulary()
SITES = [word.slug for word in WORDS.words("site") if word.slug != "other"]
tries = st.lists(
    st.tuples(
        st.sampled_from(["standing", "massage", "heat", "cold"]),
        st.sampled_from([None, "helped", "somewhat", "unsure", "no"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize("site", SITES)
def test_every_place_has_its_own_help_in_lines_that_are_read_at_arms_length(site: str) -> None:
    found = first_help([], now=NOW, sites=[site])
    assert found.part
    assert found.steps != first_help([], now=NOW, sites=()).steps
    assert len(found.steps) <= 7
    assert all(len(line) <= 36 for line in found.steps)
    assert sum(len(textwrap.wrap(line, 40)) or 1 for line in lines(found, WORDS)) <= 20


def test_the_place_is_that_of_a_cramp_just_logged() -> None:
    cramps = [
        Entry(1, "a", "a", episode(NOW - RECENT, sites=("calf",))),
        Entry(2, "b", "b", episode(NOW - 2 * RECENT)),
    ]
    assert first_help(cramps, now=NOW).part == "calf"
    assert first_help(cramps, now=NOW + timedelta(seconds=1)).part is None
    assert first_help(cramps, now=NOW, sites=["shin"]).part == "shin"
    assert first_help(cramps, now=NOW, sites=()).part is None
    assert part_of(["other", "arch", "calf"]) == "foot"


@given(tries)
def test_what_is_named_eased_more_often_than_not(tried: list[tuple[str, str | None]]) -> None:
    cramps = [
        Entry(1, "a", "a", episode(tried=(Tried(remedy=remedy, relief=relief),))) for remedy, relief in tried
    ]
    found = first_help(cramps, now=NOW).yours
    assert len(found) <= 3
    for each in found:
        rated = [relief for word, relief in tried if word == each.word and relief]
        eased = sum(relief in ("helped", "somewhat") for relief in rated)
        assert (each.rated.eased, each.rated.tries) == (eased, len(rated))
        assert len(rated) >= 3
        assert eased > len(rated) / 2


@pytest.mark.slow
def test_it_says_what_eased_yours_and_how_fast(cramp: Cramp) -> None:
    cramp("log", "7", "left", "calf")
    assert "yours" not in cramp("ease").out
    for _ in range(6):
        cramp("log", "7", "left", "calf", "--tried", "standing:helped:2m")
    assert "  standing: 6 of 6, in about 2 minutes\n" in cramp("ease").out
    assert cramp("ease", "my", "left", "foot").out.startswith("Cramp in the foot:\n\nPull your toes up")


@pytest.mark.parametrize("content", [None, b"", b"no diary", b"SQLite format 3\0" + bytes(5000)])
def test_nothing_that_is_wrong_with_the_diary_keeps_the_help_back(
    content: bytes | None, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "diary.db"
    if content is not None:
        path.write_bytes(content)
    ran = cramp("--diary", path, "ease", "calf")
    assert (ran.exit_code, ran.out[:18]) == (0, "Cramp in the calf:")
    assert str(path) in ran.err
    assert (path.read_bytes() if path.exists() else None) == content


def test_a_place_that_is_not_known_is_told_and_helped_all_the_same(cramp: Cramp) -> None:
    ran = cramp("ease", "elephant")
    assert ran.exit_code == 0
    assert '"elephant" is no place that is known here.' in ran.err
    assert ran.out.startswith("A cramp:")


def test_what_eased_a_leg_is_not_said_of_a_hand() -> None:
    tried = (Tried(remedy="standing", relief="helped"),)
    cramps = [Entry(number, "a", "a", episode(sites=("calf",), tried=tried)) for number in range(5)]
    assert [each.word for each in first_help(cramps, now=NOW, sites=["foot"]).yours] == ["standing"]
    hand = first_help(cramps, now=NOW, sites=["hand"])
    assert hand.yours == ()
    assert not any("steps" in step for step in hand.steps)


def test_no_more_than_three_are_named() -> None:
    tried = tuple(Tried(remedy=word, relief="helped") for word in ("standing", "massage", "heat", "cold"))
    cramps = [Entry(number, "a", "a", episode(tried=tried)) for number in range(3)]
    assert len(first_help(cramps, now=NOW).yours) == 3
