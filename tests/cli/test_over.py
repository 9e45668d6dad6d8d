"""A cramp that lets go: how long it was, and what is added to it then and later."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode, Record, added
from crampdiary.keep.store import Store
from kit.builders import FIELDS, NOW, episode, exposure, full_episode, said_in, sign, with_all
from kit.running import Cramp

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))


def diary_with(path: Path, *records: Record) -> None:
    with closing(Store(path, now=NOW, create=True)) as store:
        for each in records:
            with store.change("log") as change:
                change.add(each)


def cramps(path: Path) -> list[Episode]:
    with closing(Store(path, now=NOW)) as store:
        return [each.record for each in store.of(Episode)]


@pytest.mark.parametrize(
    ("ago", "length"),
    [
        (timedelta(0), 60),
        (timedelta(seconds=20), 60),
        (timedelta(minutes=4, seconds=10), 240),
        (timedelta(minutes=12), 720),
        (HALF_AN_HOUR, 1800),
    ],
)
def test_a_cramp_of_the_last_half_hour_lasted_until_now(
    ago: timedelta, length: int, cramp: Cramp, diary_path: Path
) -> None:
    before = episode(NOW - ago, severity=7)
    diary_with(diary_path, before)
    ran = cramp("over")
    assert (ran.exit_code, cramps(diary_path)) == (0, [before.replaced(duration_s=length)])
    assert cramp("undo").exit_code == 0
    assert cramps(diary_path) == [before]


@pytest.mark.parametrize(
    "other",
    [
        episode(NOW - HALF_AN_HOUR - timedelta(seconds=1), severity=7),
        episode(NOW - timedelta(minutes=5), duration_s=60),
        episode(NOW - timedelta(minutes=5), precision="day"),
        episode(NOW + timedelta(minutes=5)),
    ],
)
def test_of_any_other_cramp_it_sets_no_length_and_adds_only_what_is_said(
    other: Episode, cramp: Cramp, diary_path: Path
) -> None:
    diary_with(diary_path, other)
    ran = cramp("over")
    assert (ran.exit_code, ran.out, cramps(diary_path)) == (2, "", [other])
    assert "The last one is entry 1: " in ran.err
    assert "`cramp edit last 4m`" in ran.err
    assert cramp("over", "burning", "--sore", "1h").exit_code == 0
    assert cramps(diary_path) == [other.replaced(sensations=("burning",), sore_s=3600)]
    assert cramp("edit", "1", "--duration", "4m").exit_code == 0


@pytest.mark.parametrize(("ago", "length"), [("45m", 2700), ("2h", 7200), ("3h", None)])
def test_a_cramp_that_was_said_to_go_on_is_under_way_for_two_hours(
    ago: str, length: int | None, cramp: Cramp, diary_path: Path
) -> None:
    diary_with(diary_path)
    assert cramp("log", "7", "calf", "still", "going", "--ago", ago).exit_code == 0
    assert cramp("over").exit_code == (0 if length else 2)
    assert cramps(diary_path)[0].duration_s == length


def test_a_length_that_is_said_is_the_length(cramp: Cramp, diary_path: Path) -> None:
    diary_with(diary_path)
    for ago, said in (("10m", ("2m",)), ("20m", ("--duration", "2m")), ("3h", ("2m",))):
        assert cramp("log", "5", "--ago", ago).exit_code == 0
        assert cramp("over", *said).exit_code == 0
    assert [each.duration_s for each in cramps(diary_path)] == [120] * 3


def test_what_is_said_later_is_of_the_cramp_recorded_last_whatever_came_after(
    cramp: Cramp, diary_path: Path
) -> None:
    late, told_last = episode("2026-03-30T23:00", severity=3), episode("2026-03-30T04:00", severity=6)
    diary_with(diary_path, late, told_last, exposure())
    assert cramp("over", "--walking", "limped").exit_code == 0
    assert cramps(diary_path) == [told_last.replaced(walking="limped"), late]


def test_a_cramp_that_is_told_while_another_is_under_way_is_not_the_one_that_lets_go(
    cramp: Cramp, diary_path: Path
) -> None:
    diary_with(diary_path, episode(NOW - timedelta(minutes=6)), episode("2026-03-30T04:00"))
    assert cramp("over").exit_code == 0
    assert [each.duration_s for each in cramps(diary_path)] == [None, 360]


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("sore 1h massage helped", {"sore_s": 3600, "tried": (Tried(remedy="massage", relief="helped"),)}),
        ("awake 40m", {"awake_s": 2400}),
        ("limped, sore 2 hours", {"walking": "limped", "sore_s": 7200}),
        ("couldn't walk", {"walking": "could-not"}),
    ],
)
@pytest.mark.parametrize(("minutes", "is_under_way"), [(0, True), (30, True), (31, False), (600, False)])
def test_what_is_told_of_afterwards_is_never_the_length_which_stays_unknown_once_it_is_over(
    minutes: int, is_under_way: bool, words: str, is_said: dict[str, Any], cramp: Cramp, diary_path: Path
) -> None:
    before = episode(NOW - timedelta(minutes=minutes), severity=7)
    diary_with(diary_path, before, sign("numbness", when=NOW))
    assert cramp("over", *words.split()).exit_code == 0
    length = max(60, 60 * minutes) if is_under_way else None
    assert cramps(diary_path) == [before.replaced(duration_s=length, **is_said)]


def test_without_any_cramp_it_says_so(cramp: Cramp, diary_path: Path) -> None:
    diary_with(diary_path, exposure())
    for words in ((), ("--sore", "1h")):
        ran = cramp("over", *words)
        assert (ran.exit_code, ran.out) == (2, "")
        assert "No cramp was recorded here yet" in ran.err


@pytest.mark.parametrize("words", [("03:10",), ("5m", "ago"), ("--sore", ""), ("--at", "03:10")])
def test_what_is_not_understood_changes_nothing(
    words: tuple[str, ...], cramp: Cramp, diary_path: Path
) -> None:
    before = episode(NOW - timedelta(minutes=3))
    diary_with(diary_path, before)
    assert cramp("over", *words).exit_code == 2
    assert cramps(diary_path) == [before]


def test_a_note_goes_below_the_one_that_is_there(cramp: Cramp, diary_path: Path) -> None:
    diary_with(diary_path, episode("2026-03-30T04:00", note="before"))
    assert cramp("over", "--note", "after").exit_code == 0
    assert [each.note for each in cramps(diary_path)] == ["before\nafter"]


def test_a_cramp_that_lasted_long_is_told_about_as_one_that_is_logged_so(
    cramp: Cramp, diary_path: Path
) -> None:
    diary_with(diary_path, episode(NOW - timedelta(minutes=20)))
    assert "a cramp that lasted longer than 10 minutes" in cramp("over").err
    assert cramps(diary_path)[0].duration_s == 1200


def test_what_says_nothing_new_is_no_command(cramp: Cramp, diary_path: Path) -> None:
    diary_with(diary_path, episode("2026-03-30T04:00", severity=5))
    assert cramp("over", "5").out == "It says that already.\n"
    assert "cramp over" not in cramp("undo").out


OF_A_CRAMP = [name for kind, name in FIELDS if kind == "episode"]


@pytest.mark.parametrize("name", OF_A_CRAMP)
def test_of_every_field_a_list_has_both_and_another_what_was_said_last(name: str) -> None:
    line = Episode.table[name]
    before, said = with_all("episode"), said_in(line, otherwise=True)
    after: Any = getattr(added(before, {name: said}), name)
    assert after == ((*getattr(before, name), *said) if line.holds.several else said)


def test_a_remedy_that_is_told_again_is_there_once_as_told_last() -> None:
    told = (Tried(remedy="heat", relief="helped"), Tried(remedy="massage"))
    after = added(full_episode(), {"tried": told, "sites": ("arch", "calf")})
    assert isinstance(after, Episode)
    assert after.tried == (Tried(remedy="stretching", relief="helped", after_s=120), *told)
    assert after.sites == ("arch", "toes", "calf")
