"""What commands of the whole diary do to a trial is said as it is: undo, redo, delete, merge, restore, purge."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crampdiary.keep.store import Store
from kit.running import Cramp
from kit.trials import FIRST, at, begun, clock, cramps_of, keep, kept, lived_nights, number_of

NIGHTS = 14
DAY = FIRST + timedelta(days=NIGHTS)
NOW = clock(DAY)
LATER = clock(DAY, 11)


@pytest.fixture
def lived(diary: Path) -> Path:
    """A diary in which a trial goes on, and fourteen nights of it were lived."""
    record = begun(diary)
    keep(diary, lived_nights(record, NIGHTS), at(DAY, 8))
    return diary


def told(ran: Any) -> str:
    return " ".join(f"{ran.out} {ran.err}".split())


@pytest.mark.slow_but_some
@pytest.mark.parametrize("seed", range(8))
def test_what_is_said_of_a_trial_is_so_whatever_is_taken_back(
    lived: Path, tmp_path: Path, cramp: Cramp, seed: int
) -> None:
    chance, number = Random(seed), number_of(lived)
    other = tmp_path / "other.db"
    shutil.copy(lived, other)
    cramp("--diary", other, "trial", "stop", "--yes", env=NOW)
    ways = ("stop", "undo", "undo", "redo", "delete", "bring", "merge", "note")
    typed = {
        "stop": ("trial", "stop", "--yes"),
        "delete": ("delete", number, "--yes"),
        "bring": ("delete", "--undo", number),
        "merge": ("merge", other),
        "note": ("edit", number, "--note", "in bed"),
    }

    def goes_on() -> bool:
        return cramp("trial", "--json", env=LATER).json["trial"] is not None

    was = goes_on()
    for _ in range(9):
        way = chance.choice(ways)
        ran = cramp(*typed.get(way, (way,)), env=LATER)
        said, now = told(ran), goes_on()
        assert ("No trial goes on now" in said) == (was and not now and way != "stop"), (way, said)
        assert ("The trial of stretching goes on until" in said) == (now and not was), (way, said)
        assert not (now and "ended" in said), (way, said)
        if f"{number} is as before" in said:
            assert now == was, (way, said)
        if f"{number} stays ended" in said:
            assert not now, (way, said)
        was = now


def test_the_json_of_an_undo_has_a_trial_as_it_holds(lived: Path, cramp: Cramp) -> None:
    cramp("trial", "stop", "--yes", env=NOW)
    undone = cramp("undo", "--json", env=LATER).json
    ((change,),) = [each["changes"] for each in undone["reversed"]]
    (shown,) = cramp("list", "--kind", "trial", "--json", env=LATER).json["entries"]
    assert change["after"]["ended"] == shown["ended"] == "stopped"
    assert change["after"]["last_night"] == shown["last_night"]
    assert undone["trials"] == []


def test_an_end_before_the_first_night_was_no_look(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    env = clock(FIRST)
    assert "No night of it was lived" in cramp("trial", "stop", "--yes", env=env).out
    said = told(cramp("undo", env=env))
    assert "is as before" in said
    assert cramp("trial", "today", env=env).out.strip() in said  # nothing was seen, so it goes on
    now = clock(FIRST + timedelta(days=1))
    assert cramp("trial", "stop", "--yes", env=now).exit_code == 0
    assert "stays ended" in told(cramp("undo", env=now))


def test_a_merge_says_what_it_changes_for_tonight(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(other)
    now = clock(FIRST + timedelta(days=2), 19)

    def tonight() -> str:
        return cramp("trial", "today", env=now).out.strip()

    merged = cramp("merge", other, env=now)
    assert tonight() in merged.out
    assert "The trial of stretching goes on until" in merged.out
    assert merged.out.count("Tonight") == 1
    nothing = cramp("merge", other, env=now)
    assert "trial of" not in nothing.out


def test_a_merge_of_an_earlier_trial_puts_it_in_the_place_of_the_one_that_goes_on(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(other)
    begun(diary, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=2), 19)
    merged = cramp("merge", other, "--json", env=now).json["trials"]
    assert merged[0] == "The trial of heat does not count any more, as another was begun before it."
    assert merged[1].startswith("The trial of stretching goes on until")
    assert merged[2:] == [cramp("trial", "today", env=now).out.strip()]
    undone = cramp("undo", "--json", env=now).json["trials"]
    assert undone[0].startswith("The trial of heat goes on until")


def test_a_merge_by_which_a_trial_has_its_answer_says_so(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    record = begun(diary, pairs=20)
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    keep(other, lived_nights(record, 20), at(FIRST + timedelta(days=20), 9))
    later = clock(FIRST + timedelta(days=24), 19)
    assert cramp("trial", "today", env=later).exit_code in (0, 1)
    merged = cramp("merge", other, env=later)
    assert merged.out.count("The trial of stretching has its answer: `cramp trial result`.") == 1
    assert "Tonight: " in cramp("undo", env=later).out


@pytest.mark.slow
def test_entries_that_come_after_the_look_are_said_with_what_was_seen(
    lived: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(lived, other)
    keep(other, cramps_of(FIRST + timedelta(days=3), 2), at(DAY, 8, 30))
    cramp("--diary", other, "used", "heat", "--day", FIRST.isoformat(), env=clock(DAY, 8))
    third = tmp_path / "third.db"
    shutil.copy(lived, third)
    keep(third, cramps_of(FIRST + timedelta(days=5), 1), at(DAY, 8, 30))
    seen = cramp("trial", "stop", "--yes", "--json", env=NOW).json
    assert (seen["looked_at_with"], seen["looked_at_in_a_copy"]) == (None, False)
    assert "other entries count than before" in told(cramp("merge", other, env=LATER))
    now = cramp("trial", "result", "--json", env=LATER).json
    assert now["result"] != seen["result"]
    assert now["looked_at_with"] == {"other_entries": 2, "result": seen["result"]}
    text = told(cramp("trial", "result", env=LATER))
    counts = [
        f"{each['nights_on']} nights with it drawn: {each['cramps_on']} cramps; {each['nights_off']} without: "
        f"{each['cramps_off']}."
        for each in (now["result"], seen["result"])
    ]
    assert counts[0] in text
    assert "2 entries of its nights came after you looked, though written before that" in text
    assert f"When you looked, it was: NOT SHOWN. {counts[1]}" in text
    # On the other device the same counts, and it is said that another copy was looked at.
    cramp("--diary", other, "merge", lived, env=LATER)
    there = cramp("--diary", other, "trial", "result", "--json", env=LATER).json
    assert (there["result"], there["looked_at_in_a_copy"]) == (now["result"], True)
    assert "in another copy of this diary" in told(cramp("--diary", other, "trial", "result", env=LATER))
    cramp("--diary", other, "merge", third, env=LATER)
    again = cramp("--diary", other, "trial", "result", "--json", env=LATER).json
    assert (again["looked_at_with"], again["looked_at_in_a_copy"]) == (None, True)
    # And once that is undone, all is as it was.
    assert "other entries count than before" in told(cramp("undo", env=LATER))
    assert cramp("trial", "result", "--json", env=LATER).json == seen


def test_entries_of_other_nights_or_remedies_that_come_later_are_no_matter(
    lived: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(lived, other)
    cramp("--diary", other, "used", "heat", env=NOW)
    seen = cramp("trial", "stop", "--yes", "--json", env=NOW).json
    assert "trial" not in told(cramp("merge", other, env=LATER)).partition("Saved")[2]
    assert cramp("trial", "result", "--json", env=LATER).json == seen


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "said",
    [
        ("merge", "remedy", "stretching", "massage"),
        ("merge", "remedy", "massage", "stretching"),
        ("rename", "remedy", "stretching", "evening yoga"),
    ],
)
def test_what_a_word_is_made_into_after_the_look_is_no_matter_of_it(
    lived: Path, cramp: Cramp, said: tuple[str, ...]
) -> None:
    for place in range(NIGHTS):  # used on every night, which would be off plan on half of them
        when = clock(FIRST + timedelta(days=place), 21)
        cramp("used", "massage", env=when)
    seen = cramp("trial", "stop", "--yes", "--json", env=NOW).json
    assert cramp("words", *said, env=LATER).exit_code == 0
    now = cramp("trial", "result", "--json", env=LATER).json
    assert now["result"] == seen["result"]
    assert now["drawn_as"] == "stretching"
    head = cramp("trial", "result", env=LATER).out.split("\n")[0]
    assert ("(as stretching, " in head) == (said[2] == "stretching")
    assert cramp("remedies", env=LATER).out.count("in your trial") == 1


def test_the_look_at_half_time_is_by_what_words_meant_then(diary: Path, cramp: Cramp) -> None:
    record = begun(diary, pairs=20)
    keep(diary, lived_nights(record, 20), at(FIRST + timedelta(days=20), 9))
    later = clock(FIRST + timedelta(days=24))
    cramp("words", "merge", "remedy", "stretching", "massage", env=later)
    assert "plain at half time" in cramp("trial", env=later).out
    assert cramp("trial", "result", "--json", env=later).json["result"]["word"] == "fewer"
    assert cramp("trial", "result", env=later).out.startswith(
        "Massage: FEWER cramps in your trial (as stretching, "
    )


@pytest.mark.slow
def test_a_restore_says_before_and_after_that_a_look_is_taken_back(lived: Path, cramp: Cramp) -> None:
    backup = cramp("backup", "--json", env=NOW).json["path"]
    seen = cramp("trial", "stop", "--yes", "--json", env=NOW).json
    assert not seen["seen_before"]
    refused = cramp("restore", backup, env=LATER)
    assert refused.exit_code == 2
    assert "You looked at the answer of the trial of stretching" in refused.err  # before it is done
    assert kept(lived)[0].ended == "stopped"
    done = cramp("restore", backup, "--yes", env=LATER)
    assert "goes on again, though you have seen its answer" in done.out
    assert cramp("trial", "today", env=LATER).out.strip() in done.out
    again = cramp("trial", "stop", "--yes", "--json", env=clock(DAY + timedelta(days=2))).json
    assert again["seen_before"]
    text = told(cramp("trial", "result", env=clock(DAY + timedelta(days=2))))
    assert "You had looked at it before" in text
    # It is remembered also where another backup is put back after that.
    cramp("restore", backup, "--yes", env=clock(DAY + timedelta(days=3)))
    cramp("restore", backup, "--yes", env=clock(DAY + timedelta(days=3)))
    assert cramp("trial", "stop", "--yes", "--json", env=clock(DAY + timedelta(days=4))).json["seen_before"]


@pytest.mark.slow
def test_a_merge_of_what_a_restore_left_out_ends_the_trial_as_it_was(lived: Path, cramp: Cramp) -> None:
    backup = cramp("backup", "--json", env=NOW).json["path"]
    seen = cramp("trial", "stop", "--yes", "--json", env=NOW).json
    before = cramp("restore", backup, "--yes", "--json", env=LATER).json["before"]
    assert "The trial of stretching has ended" in cramp("merge", before, env=LATER).out
    again = cramp("trial", "result", "--json", env=LATER).json
    assert (again["result"], again["seen_before"]) == (seen["result"], False)


def test_a_draw_that_is_in_no_backup_is_told_of(diary: Path, cramp: Cramp) -> None:
    backup = cramp("backup", "--json", env=clock(FIRST)).json["path"]
    assert cramp("trial", "plan", "stretching", "--short", "--yes", env=clock(FIRST)).exit_code == 0
    now = clock(FIRST + timedelta(days=1))
    done = cramp("restore", backup, "--yes", env=now)
    assert "its draw would be gone" in done.err
    assert "No trial goes on now" in done.out
    first = FIRST + timedelta(days=2)
    record = begun(diary, first)
    keep(diary, lived_nights(record, 4), at(first + timedelta(days=4), 8))
    then = clock(first + timedelta(days=4))
    assert cramp("trial", "stop", "--yes", "--json", env=then).json["lost"] == 1
    assert "1 trial drawn before it was not in a backup" in told(cramp("trial", "result", env=then))


@pytest.mark.slow
def test_a_draw_that_came_back_is_told_of_once(diary: Path, cramp: Cramp) -> None:
    backup = cramp("backup", "--json", env=clock(FIRST)).json["path"]
    assert cramp("trial", "plan", "stretching", "--short", "--yes", env=clock(FIRST)).exit_code == 0
    cramp("trial", "stop", "--yes", env=clock(FIRST))
    now = clock(FIRST + timedelta(days=1))
    cramp("merge", cramp("restore", backup, "--yes", "--json", env=now).json["before"], env=now)
    first = FIRST + timedelta(days=2)
    keep(diary, lived_nights(begun(diary, first), 4), at(first + timedelta(days=4), 8))
    shown = cramp("trial", "stop", "--yes", "--json", env=clock(first + timedelta(days=4))).json
    assert (shown["drawn_before"], shown["lost"]) == (1, 0)


def test_an_end_before_the_first_night_is_no_look_that_a_restore_takes_back(
    diary: Path, cramp: Cramp
) -> None:
    begun(diary)
    backup = cramp("backup", "--json", env=clock(FIRST)).json["path"]
    cramp("trial", "stop", "--yes", env=clock(FIRST))
    done = cramp("restore", backup, "--yes", env=clock(FIRST, 11))
    assert "answer" not in told(done)
    assert "Tonight: " in done.out


def test_a_trial_that_a_merge_ends_is_told_by_the_name_that_came_with_it(
    lived: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(lived, other)
    cramp("--diary", other, "words", "rename", "remedy", "stretching", "evening yoga", env=NOW)
    cramp("--diary", other, "trial", "stop", "--yes", env=NOW)
    assert "The trial of evening yoga has ended" in cramp("merge", other, env=LATER).out


def test_a_purge_that_changes_an_answer_says_so(lived: Path, cramp: Cramp) -> None:
    cramp("trial", "stop", "--yes", env=NOW)
    with closing(Store(lived, now=at(FIRST, 9))) as store:
        cramps = [str(each.number) for each in store.entries("episode", since=FIRST)]
        earlier = [str(each.number) for each in store.entries("episode", until=FIRST - timedelta(days=9))]
    assert "other entries count" not in cramp("purge", earlier[0], "--yes", env=LATER).out
    assert "other entries count than before" in told(cramp("purge", cramps[0], "--yes", env=LATER))


def test_a_trial_that_does_not_count_is_not_said_to_be_of_another_device(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(diary)
    begun(other, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=2))
    said = [told(cramp("merge", other, env=now)), told(cramp("trial", "status", env=now))]
    for each in said:
        assert re.search("a trial of heat, was begun while another went on", each)
        assert "device" not in each


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        (("merge", "remedy", "stretching", "massage"), "use massage|leave massage out"),
        (("rename", "remedy", "stretching", "calf thing"), "calf thing may be a medicine"),
        (
            ("merge", "remedy", "stretching", "gabapentin"),
            "trial of gabapentin .* as it counts as prescribed",
        ),
        (
            ("merge", "remedy", "gabapentin", "stretching"),
            "trial of stretching .* as it counts as prescribed",
        ),
        (
            ("rename", "remedy", "stretching", "quinine"),
            "trial of quinine .* as one of its names is .* quinine",
        ),
        (
            ("also", "remedy", "stretching", "chinin"),
            "trial of stretching .* as one of its names is .* quinine",
        ),
        (("also", "remedy", "stretching", "foobarol"), "foobarol may be a medicine"),
        (("prescribed", "stretching"), "trial of stretching .* as it counts as prescribed"),
    ],
)
def test_a_word_that_changes_what_a_trial_says_tonight_says_so(
    diary: Path, cramp: Cramp, typed: tuple[str, ...], instead: str
) -> None:
    begun(diary)
    now = clock(FIRST + timedelta(days=2), 19)
    before = told(cramp("trial", "today", env=now))
    said = told(cramp("words", *typed, env=now))
    after = told(cramp("trial", "today", env=now))
    assert re.search(instead, after, re.IGNORECASE)
    assert after in said
    if typed[0] != "merge":
        again = (
            ("words", "also", "remedy", "stretching", "a stretch")
            if typed[0] == "also"
            else ("words", *typed)
        )
        assert after not in told(cramp(*again, env=now))  # once it is so, nothing new is said
        cramp("undo", env=now)
    assert before in told(cramp("undo", env=now))


def test_a_word_that_is_no_matter_of_a_trial_says_nothing_of_it(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    now = clock(FIRST + timedelta(days=2), 19)
    for typed in (
        ("add", "remedy", "brine"),
        ("prescribed", "brine"),
        ("hide", "remedy", "stretching"),
        ("also", "remedy", "stretching", "stretches"),
        ("set", "evening", "stretching", "heat"),
    ):
        said = told(cramp("words", *typed, env=now))
        assert "Saved" in said
        assert "ight" not in said, typed
