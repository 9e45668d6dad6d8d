"""Nothing is drawn again or looked at unseen: not by taking back, bringing back, purging, or a second device."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crampdiary.keep.store import Store
from kit.running import Cramp
from kit.trials import FIRST, at, begun, clock, keep, kept, lived_nights


def test_who_looks_before_the_end_is_asked_and_looking_ends_it(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 14), at(FIRST + timedelta(days=14), 9))
    now = clock(FIRST + timedelta(days=14))
    refused = cramp("trial", "result", env=now)
    assert (refused.exit_code, refused.out) == (2, "")
    assert kept(diary)[0].ended is None
    told = cramp("trial", "result", "--yes", env=now)
    assert "Stopped early: only a difference as rare as 1 in 200 counts" in " ".join(told.out.split())
    (ended,) = kept(diary)
    assert (ended.ended, ended.last_night) == ("stopped", FIRST + timedelta(days=13))
    assert cramp("trial", "today", env=now).exit_code == 2
    assert "14 nights" not in cramp("trial", "status", env=now).out
    page = " ".join(cramp("report", "--format", "txt", env=now).out.split())
    counts = re.search(r"\d+ nights with it drawn: .*?\.", told.out.replace("\n", " "))
    assert counts
    tried = page[page.index("WHAT WAS TRIED") :]
    assert tried.index("in your trial") < tried.index(" ".join(counts[0].split()))
    assert "Stretching" not in tried[tried.index("Stopped early") :]  # no verdict stands beside the answer
    assert "in your trial" not in cramp("report", "--format", "txt", "--without", "remedies", env=now).out


@pytest.mark.slow_but_first
@pytest.mark.parametrize("back", ["undo", "undo redo undo", "delete restore undo undo undo"])
def test_a_trial_that_was_looked_at_never_goes_on(diary: Path, cramp: Cramp, back: str) -> None:
    begun(diary)
    keep(diary, lived_nights(kept(diary)[0], 14), at(FIRST + timedelta(days=14), 9))
    now = clock(FIRST + timedelta(days=14))
    shown = cramp("trial", "stop", "--yes", "--json", env=now).json
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for word in back.split():
        typed = {"delete": ("delete", number, "--yes"), "restore": ("delete", "--undo", number)}
        ran = cramp(*typed.get(word, (word,)), env=now)
        assert ran.exit_code == 0
    if back == "undo":
        assert "Looking has ended this trial" in ran.out
    later = clock(FIRST + timedelta(days=18))
    of_list = cramp("list", "--kind", "trial", "--json", env=later).json["entries"]
    of_show = cramp("show", number, "--json", env=later).json["entry"]
    assert of_list == [of_show]  # as it holds, and not as its newest version says
    assert {name: of_show[name] for name in shown["trial"]} == shown["trial"]
    assert "Ended" in cramp("show", number, env=later).out
    assert cramp("trial", "today", env=later).exit_code == 2
    assert cramp("trial", "result", "--json", env=later).json["result"] == shown["result"]
    assert (
        "FEWER cramps" in cramp("remedies", env=later).out
        or "in your trial" in cramp("remedies", env=later).out
    )


def test_a_trial_that_was_deleted_and_brought_back_says_so(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 14), at(FIRST + timedelta(days=14), 9))
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for day in (0, 5, 9):  # before the first night is over there is nothing to see
        env = clock(FIRST + timedelta(days=day), 10)
        assert cramp("delete", number, "--yes", env=env).exit_code == 0
        assert cramp("delete", "--undo", number, env=env).exit_code == 0
    told = cramp("trial", "stop", "--yes", "--json", env=clock(FIRST + timedelta(days=14))).json
    assert (told["taken_up"], told["drawn_before"]) == (2, 0)
    assert "brought back 2 times" in " ".join(cramp("trial", "result", env=env).out.split())


def test_every_draw_is_counted_however_it_was_taken_back(diary: Path, cramp: Cramp) -> None:
    now = clock(FIRST)

    def plan(word: str) -> None:
        assert cramp("trial", "plan", word, "--short", "--yes", "--anyway", env=now).exit_code == 0

    plan("stretching")
    assert "No night of it was lived" in cramp("trial", "stop", "--yes", env=now).out
    plan("stretching")
    cramp("undo", env=now)
    cramp("words", "merge", "remedy", "stretching", "massage", env=now)
    plan("massage")
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = max(each.number for each in store.entries("trial"))
    cramp("undo", env=now)
    cramp("purge", str(number), "--yes", env=now)
    record = begun(diary, FIRST + timedelta(days=1), word="massage")
    keep(diary, lived_nights(record, 6), at(FIRST + timedelta(days=7), 9))
    later = clock(FIRST + timedelta(days=7))
    assert cramp("trial", "stop", "--yes", env=later).exit_code == 0
    told = cramp("trial", "result", "--json", env=later).json
    assert (told["drawn_before"], told["purged"]) == (2, 1)
    text = " ".join(cramp("trial", "result", env=later).out.split())
    assert "drawn 2 times before" in text
    assert "1 trial of this diary was purged" in text
    assert len(re.findall("(in|from) your trial", cramp("remedies", env=later).out)) == 1


def test_of_two_ends_the_earlier_holds(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 10), at(FIRST + timedelta(days=10), 8))
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    cramp("trial", "stop", "--yes", env=clock(FIRST + timedelta(days=10)))
    shown = cramp("trial", "result", "--json", env=clock(FIRST + timedelta(days=12))).json
    cramp("--diary", other, "trial", "stop", "--yes", env=clock(FIRST + timedelta(days=12)))
    later = clock(FIRST + timedelta(days=13))
    assert cramp("merge", other, "--json", env=later).json["conflict_count"] == 0  # no edit could settle it
    assert cramp("trial", "result", "--json", env=later).json == shown


def test_a_trial_begun_beside_another_never_counts_also_when_that_is_deleted(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(diary)
    begun(other, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=2))
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    cramp("merge", other, env=now)
    cramp("delete", number, "--yes", env=now)
    status = cramp("trial", "status", env=now)
    assert "Trial of" not in status.out
    assert "heat" in status.err
    (named,) = re.findall(r"cramp delete (\d+)", status.err)
    assert cramp("delete", named, "--yes", env=now).exit_code == 0
    assert "does not count" not in cramp("trial", "status", env=now).err


def test_a_draw_that_was_taken_back_is_told_of_with_the_result(diary: Path, cramp: Cramp) -> None:
    cramp("trial", "plan", "stretching", "--yes", env=clock(FIRST))
    cramp("undo", env=clock(FIRST + timedelta(days=3)))
    record = begun(diary, FIRST + timedelta(days=4))
    keep(diary, lived_nights(record, 12), at(FIRST + timedelta(days=16), 8))
    now = clock(FIRST + timedelta(days=16))
    assert "drawn 1 time before" in cramp("trial", "stop", "--yes", env=now).out
    assert cramp("trial", "result", "--json", env=now).json["drawn_before"] == 1


def test_no_edit_moves_the_nights_of_a_trial_or_draws_it_again(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for typed in (["--day", "2026-03-21"], ["heat"], ["--clear", "seed"], ["--clear", "pairs"]):
        assert cramp("edit", "--yes", number, *typed, env=clock(FIRST)).exit_code != 0, typed
        assert kept(diary) == [record]
    assert "takes a note alone" in cramp("edit", number, "severity", "5", env=clock(FIRST)).err
    assert cramp("edit", number, "--note", "a new start", env=clock(FIRST)).exit_code == 0
    assert kept(diary) == [record.replaced(note="a new start")]


def test_of_trials_begun_on_two_devices_the_earlier_goes_on(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(diary)
    begun(other, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=2))
    cramp("merge", other, env=now)
    status = cramp("trial", "status", env=now)
    assert "Trial of stretching" in status.out
    assert "a trial of heat" in status.err
    assert "does not count" in status.err


def test_a_trial_that_a_merge_brought_is_no_more_once_that_is_undone(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(other)
    begun(diary, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=4))

    def goes_on() -> str:
        return cramp("trial", "status", env=now).out.splitlines()[0]

    assert "Trial of heat" in goes_on()
    tonight = cramp("trial", "today", env=now)
    assert cramp("merge", other, env=now).exit_code == 0
    assert "Trial of stretching" in goes_on()
    assert cramp("undo", env=now).exit_code == 0
    assert "Trial of heat" in goes_on()
    assert cramp("trial", "today", env=now) == tonight
    assert cramp("redo", env=now).exit_code == 0
    assert "Trial of stretching" in goes_on()
