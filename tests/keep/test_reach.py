"""Whatever was typed is reached by its number, its uid or as the last, also once deleted, until it is purged."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import ENTRY_KINDS, KINDS, Record
from crampdiary.errors import CrampError
from crampdiary.keep import reach
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, with_all, word
from kit.copies import looked_into
from kit.logs import opened
from kit.running import Cramp, for_any_diary

WIDE = {"COLUMNS": "400"}  # a path stands in one line


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of one diary with one entry of each kind."""
    paths = tmp_path / "one.db", tmp_path / "two.db"
    with closing(opened(paths[0])) as store, store.change("log") as change:
        for kind in ENTRY_KINDS:
            change.add(with_all(kind, note=f"first {kind}"))
    shutil.copyfile(*paths)
    return paths


def in_a_line(shown: str) -> str:
    return " ".join(shown.split())


def edit(path: Path, reference: str, minutes: int = 0, **values: Any) -> None:
    with closing(opened(path, NOW + timedelta(minutes=minutes))) as store:
        entry = reach.entry(store, reference)
        with store.change("edit") as change:
            change.replace(entry, entry.record.replaced(**values))


# By number and uid


@pytest.mark.slow_but_first
@pytest.mark.parametrize("length", [8, 13, 36])
def test_the_first_letters_of_a_uid_name_an_entry_on_every_device(
    two: tuple[Path, Path], cramp: Cramp, length: int
) -> None:
    with closing(opened(two[0])) as store:
        later = Store(store.path, now=NOW + timedelta(days=400))
        with later.change("log") as change:
            entry = change.add(episode(note="later"))
        later.close()
    letters = entry.uid[:length]
    assert cramp("--diary", two[0], "show", letters.upper(), "--json").json["entry"]["note"] == "later"
    assert cramp("--diary", two[0], "edit", letters, "--note", "edited").exit_code == 0
    assert cramp("--diary", two[0], "delete", letters).exit_code == 0
    assert cramp("--diary", two[0], "delete", "--undo", letters).exit_code == 0
    cramp("--diary", two[1], "merge", two[0])
    assert cramp("--diary", two[1], "show", letters, "--json").json["entry"]["note"] == "edited"
    assert cramp("--diary", two[1], "purge", letters, "--yes").exit_code == 0
    assert "not the number of an entry" in cramp("--diary", two[1], "show", letters).err or letters.isdigit()


def test_letters_that_fit_several_are_refused_with_their_numbers(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    with closing(opened(two[0])) as store:
        letters = store.entries("episode")[0].uid[:8]
    ran = cramp("--diary", two[0], "show", letters)
    assert ran.exit_code == 1
    assert "Several entries begin with" in ran.err
    assert "1, 2, 3, 4" in ran.err


def test_fewer_letters_than_eight_are_a_mistyped_number(two: tuple[Path, Path], cramp: Cramp) -> None:
    with closing(opened(two[0])) as store:
        uid = reach.entry(store, "1").uid
    assert cramp("--diary", two[0], "show", uid[:7]).exit_code == 1


# The last


def test_the_last_is_what_this_device_recorded_last_for_every_command(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    cramp("--diary", one, "log", "7", "-n", "mine")
    cramp("--diary", other, "log", "3", "-n", "theirs")
    for arrives in (("merge", other), ("undo",), ("redo",)):
        assert cramp("--diary", one, *arrives).exit_code == 0
        assert cramp("--diary", one, "show", "last", "--json").json["entry"]["note"] == "mine"
        (entry,) = cramp("--diary", one, "list", "--last", "1", "--json").json["entries"]
        assert entry["note"] == "mine"
    cramp("--diary", one, "edit", "1", "--note", "an older one")
    assert cramp("--diary", one, "edit", "last", "--severity", "9").exit_code == 0
    assert cramp("--diary", one, "show", "last", "--json").json["entry"]["note"] == "mine"
    assert cramp("--diary", one, "delete", "last").exit_code == 0
    notes = [each["note"] for each in cramp("--diary", one, "list", "--json").json["entries"]]
    assert "mine" not in notes
    assert "theirs" in notes


def test_where_nothing_was_recorded_here_there_is_no_last(
    two: tuple[Path, Path], cramp: Cramp, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.db"
    opened(fresh).close()
    assert "There is no entry yet" in cramp("--diary", fresh, "show").err
    cramp("--diary", fresh, "merge", two[0])
    ran = cramp("--diary", fresh, "delete", "last")
    assert ran.exit_code == 1
    assert "Nothing that is here was recorded on this device" in ran.err
    assert len(cramp("--diary", fresh, "list", "--json").json["entries"]) == len(ENTRY_KINDS)


# Deleted, undone, overruled


@pytest.mark.parametrize("kind", ENTRY_KINDS)
@pytest.mark.parametrize("how", ["delete", "undo", "merge"])
@pytest.mark.slow_but_first
def test_a_deleted_entry_of_any_kind_is_listed_found_shown_and_brought_back(
    kind: str, how: str, two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    with closing(opened(one)) as store, store.change("log") as change:
        entry = change.add(with_all(kind, note="long dear note"))
    number = str(entry.number)
    if how == "merge":
        cramp("--diary", other, "merge", one)
        cramp("--diary", other, "delete", entry.uid)
        cramp("--diary", one, "merge", other)
    else:
        cramp("--diary", one, *(("undo",) if how == "undo" else ("delete", number)))
    cramp("--diary", one, "log", "2")
    assert "long dear note" not in cramp("--diary", one, "list").out
    ran = cramp("--diary", one, "list", "--search", "dear")
    assert "1 deleted entry has it too: add --deleted." in ran.err
    ran = cramp("--diary", one, "list", "--search", "dear", "--deleted", env=WIDE)
    assert "long dear note" in ran.out
    assert "cramp delete --undo" in " ".join(for_any_diary(ran.out).split())
    listed = cramp("--diary", one, "list", "--deleted", "--json").json["entries"]
    assert [(each["id"], each["note"]) for each in listed] == [(entry.number, "long dear note")]
    ran = cramp("--diary", one, "show", number)
    assert ran.exit_code == 1
    assert f"`cramp delete --undo {number}`" in for_any_diary(ran.err)
    shown = cramp("--diary", one, "show", number, "--history")
    assert shown.exit_code == 0
    assert f"Entry {number} (deleted)" in shown.out
    assert "long dear note" in shown.out
    ran = cramp("--diary", one, "delete", "--undo", number)
    assert ran.out.startswith(f"Saved {number}:")
    assert cramp("--diary", one, "show", number, "--json").json["entry"]["note"] == "long dear note"
    assert "No deleted entries here." in cramp("--diary", one, "list", "--deleted").out
    cramp("--diary", one, "undo")
    assert cramp("--diary", one, "show", number).exit_code == 1


def test_deleted_entries_are_listed_by_night_kind_and_last(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, _ = two
    cramp("--diary", one, "log", "4", "2026-02-01 03:00")
    cramp("--diary", one, "log", "5", "2026-03-01 03:00")
    early, late = len(ENTRY_KINDS) + 1, len(ENTRY_KINDS) + 2
    cramp("--diary", one, "delete", "1", "2", str(early), str(late), "--yes")

    def numbers(*options: str) -> list[int]:
        data = cramp("--diary", one, "list", "--deleted", "--json", *options).json
        return [each["id"] for each in data["entries"]]

    assert set(numbers()) == {1, 2, early, late}
    assert numbers("--until", "2026-02-15") == [early]
    assert numbers("--kind", "remedy") == [2]
    assert numbers("--last", "1") == [late]


def test_what_is_not_deleted_is_not_brought_back_twice(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, _ = two
    ran = cramp("--diary", one, "delete", "--undo", "1")
    assert (ran.exit_code, ran.out) == (0, "Entry 1 is not deleted.\n")
    assert cramp("--diary", one, "delete", "--undo", "99").exit_code == 1
    assert cramp("--diary", one, "delete", "--undo").exit_code == 2
    cramp("--diary", one, "delete", "1")
    with closing(opened(one)) as store, closing(opened(one)) as beside:
        (gone,) = reach.deleted(store)
        with beside.change("delete --undo") as change:
            change.bring_back(gone)
        with pytest.raises(CrampError, match="changed meanwhile"), store.change("delete --undo") as change:
            change.bring_back(gone)


def test_what_was_purged_is_out_of_reach_for_good(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, _ = two
    cramp("--diary", one, "delete", "1")
    cramp("--diary", one, "purge", "1", "--yes")
    for command in (
        ("show", "1"),
        ("show", "1", "--history"),
        ("delete", "--undo", "1"),
        ("edit", "1", "-n", "x"),
    ):
        ran = cramp("--diary", one, *command)
        assert ran.exit_code == 1
        assert "was purged" in ran.err
    assert cramp("--diary", one, "list", "--deleted", "--json").json["entries"] == []


def test_a_word_is_shown_with_its_versions_and_is_no_entry(cramp: Cramp) -> None:
    cramp("words", "add", "remedy", "pickle brine")
    cramp("words", "rename", "remedy", "pickle-brine", "Brine")
    shown = cramp("show", "1", "--history")
    assert "pickle brine" in shown.out
    assert "Brine" in shown.out
    ran = cramp("edit", "1", "-n", "x")
    assert ran.exit_code == 1
    assert "`cramp words`" in ran.err


# In conflict


@pytest.mark.parametrize("kind", ENTRY_KINDS)
@pytest.mark.slow_but_first
def test_a_conflict_is_marked_everywhere_until_any_edit_settles_it(
    kind: str, two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    number = str(ENTRY_KINDS.index(kind) + 1)
    edit(one, number, 1, note="said here")
    edit(other, number, 2, note="said there")
    ran = cramp("--diary", one, "merge", other)
    assert "1 entry was changed on both sides in different ways" in ran.out
    assert f"`cramp show {number} --history` has both" in for_any_diary(ran.out)
    for _ in range(2):  # reading settles nothing
        assert "changed in two places" in in_a_line(cramp("--diary", one, "list").out)
        shown = in_a_line(cramp("--diary", one, "show", number).out)
        assert "Changed in two places" in shown
        assert "said here" in shown
        assert "said there" in shown
        assert cramp("--diary", one, "show", number, "--json").json["conflict"] == ["note"]
        assert cramp("--diary", one, "info", "--json").json["conflicts"] == [int(number)]
        assert "changed in two places in different ways" in cramp("--diary", one, "info", "--verify").out
    cramp("--diary", one, "edit", number, "--note", "said there")  # what it shows already
    for path in (one, other):
        cramp("--diary", path, "merge", one if path == other else other)
        assert "two devices" not in cramp("--diary", path, "list").out
        assert cramp("--diary", path, "info", "--verify", "--json").json["conflicts"] == []
        assert cramp("--diary", path, "show", number, "--json").json["entry"]["note"] == "said there"


@pytest.mark.parametrize("newest", ["here", "there"])
def test_undo_of_a_merge_takes_its_conflict_back_whichever_side_was_shown(
    newest: str, two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    edit(one, "1", 2 if newest == "here" else 1, note="said here")
    edit(other, "1", 1 if newest == "here" else 2, note="said there")
    cramp("--diary", one, "merge", other)
    ran = cramp("--diary", one, "undo")
    assert "1 is as before" in ran.out
    assert cramp("--diary", one, "show", "1", "--json").json["entry"]["note"] == "said here"
    assert cramp("--diary", one, "info", "--verify", "--json").json["conflicts"] == []


def test_a_purge_of_what_is_in_conflict_leaves_a_sound_diary(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    edit(one, "1", 1, note="said here")
    edit(other, "1", 2, note="said there")
    cramp("--diary", one, "merge", other)
    cramp("--diary", one, "purge", "1", "--yes")
    ran = cramp("--diary", one, "info", "--verify", "--json")
    assert (ran.exit_code, ran.json["conflicts"]) == (0, [])


def test_the_versions_of_a_check_in_and_of_a_span_tell_their_nights(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, _ = two
    edit(one, "3", night=date(2026, 2, 15))
    edit(one, "4", first_night=date(2026, 2, 14))
    for number, night in (("3", "2026-02-15"), ("4", "2026-02-14")):
        assert night in in_a_line(cramp("--diary", one, "show", number, "--history").out)


def test_both_ends_of_a_span_in_conflict_are_told(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    edit(one, "4", 1, first_night=date(2026, 2, 14))
    edit(other, "4", 2, last_night=date(2027, 2, 14))
    assert "the first night and the last night. " in in_a_line(cramp("--diary", one, "merge", other).out)
    assert "Both changed the first night and last night;" in in_a_line(cramp("--diary", one, "show", "4").out)


@pytest.mark.parametrize("wanted", ["deletion", "edit"])
@pytest.mark.parametrize("newest", ["deletion", "edit"])
@pytest.mark.slow_but_first
def test_a_deletion_against_an_edit_can_be_settled_either_way(
    newest: str, wanted: str, two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    edit(one, "1", 1 if newest == "deletion" else 3, note="said here")
    with closing(opened(other, NOW + timedelta(minutes=2))) as store, store.change("delete") as change:
        change.delete(reach.entry(store, "1"))
    cramp("--diary", one, "merge", other)
    assert cramp("--diary", one, "info", "--json").json["conflicts"] == [1]
    history = for_any_diary(in_a_line(cramp("--diary", one, "show", "1", "--history", env=WIDE).out))
    assert "said here" in history
    command = "delete 1" if wanted == "deletion" else "edit 1 --note kept"
    if newest == "deletion":
        command = "delete 1" if wanted == "deletion" else "delete --undo 1"
    else:
        assert "It was deleted on the other" in cramp("--diary", one, "show", "1").out
    assert f"`cramp {command}`" in history or command.startswith("edit")
    assert cramp("--diary", one, *command.split()).exit_code == 0
    if wanted == "edit":
        note = cramp("--diary", one, "show", "1", "--json").json["entry"]["note"]
        assert note == ("said here" if newest == "deletion" else "kept")
    else:
        assert "was deleted" in cramp("--diary", one, "show", "1").err
    assert cramp("--diary", one, "info", "--json").json["conflicts"] == []
    assert cramp("--diary", other, "merge", one).exit_code == 0
    assert cramp("--diary", other, "info", "--json").json["conflicts"] == []
    assert cramp("--diary", one, "info", "--verify").exit_code == 0


def test_edits_of_different_fields_both_show_and_are_no_conflict(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    edit(one, "1", 1, note="a text from here")
    edit(other, "1", 2, severity=1)
    for path, source in ((one, other), (other, one)):
        ran = cramp("--diary", path, "merge", source)
        assert "both sides" not in ran.out
        entry = cramp("--diary", path, "show", "1", "--json").json["entry"]
        assert (entry["note"], entry["severity"]) == ("a text from here", 1)
        assert cramp("--diary", path, "info", "--verify").exit_code == 0
    # What is exported is merged in the same way where it arrives, also without the history of all else.
    for options in ((), ("--current",)):
        target = one.with_name(f"export{len(options)}.jsonl")
        fresh = one.with_name(f"fresh{len(options)}.db")
        cramp("--diary", one, "export", target, *options)
        cramp("--diary", fresh, "import", "--new", target)
        entries = cramp("--diary", fresh, "list", "--kind", "cramp", "--json").json["entries"]
        assert [(each["note"], each["severity"]) for each in entries] == [("a text from here", 1)]
    ran = cramp("--diary", one, "export", "--format", "csv", "-")
    assert "a text from here" in ran.out


def test_a_word_changed_on_both_sides_is_told_with_a_command_that_settles_it(
    tmp_path: Path, cramp: Cramp
) -> None:
    one, other = tmp_path / "one.db", tmp_path / "two.db"
    with closing(opened(one)) as store, store.change("words add") as change:
        change.add(word("brine", label="brine"))
    shutil.copyfile(one, other)
    cramp(
        "--diary",
        one,
        "words",
        "rename",
        "remedy",
        "brine",
        "Here",
        env={"CRAMP_NOW": "2026-04-01T10:00+00:00"},
    )
    cramp(
        "--diary",
        other,
        "words",
        "rename",
        "remedy",
        "brine",
        "There",
        env={"CRAMP_NOW": "2026-04-01T11:00+00:00"},
    )
    ran = cramp("--diary", one, "merge", other)
    assert "`cramp words rename remedy brine` with a name settles it" in for_any_diary(ran.out)
    cramp("--diary", one, "words", "rename", "remedy", "brine", "Here")
    assert cramp("--diary", one, "info", "--json").json["conflicts"] == []


# Several commands taken back


def test_several_commands_are_taken_back_as_one_or_not_at_all(cramp: Cramp) -> None:
    for severity in range(1, 6):
        cramp("log", str(severity))
    ran = cramp("undo", "3")
    assert ran.exit_code == 0
    assert "not entry" in ran.err
    assert "`cramp delete 3`" in ran.err
    assert "`cramp redo 3` does them again." in ran.out
    assert len(cramp("list", "--json").json["entries"]) == 2
    ran = cramp("redo", "3")
    assert "`cramp undo 3` takes them back again." in ran.out
    assert len(cramp("list", "--json").json["entries"]) == 5
    ran = cramp("undo")
    assert "redo" not in ran.out
    assert ran.err == ""


def test_where_one_of_several_cannot_be_taken_back_none_is(store: Store) -> None:
    with store.change("log") as change:
        entry = change.add(episode(severity=1))
    with store.change("edit") as change:
        change.replace(entry, episode(severity=2))
    with store.change("log") as change:
        change.add(episode(severity=3))
    store.connection.execute("UPDATE op SET undone_by = id WHERE command = 'edit'")
    with pytest.raises(CrampError, match="was changed since"):
        store.undo(2)
    assert [each.record for each in store.entries()] == [episode(severity=2), episode(severity=3)]
    assert store.undoable(9) == ["log", "log"]
    assert store.problems() == []


def test_every_kind_but_words_is_an_entry() -> None:
    assert set(ENTRY_KINDS) == KINDS.keys() - {"word"}


def test_an_edit_of_what_a_merge_changed_meanwhile_is_refused_also_where_the_newest_version_stayed(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    edit(one, "1", 5, severity=1)
    edit(other, "1", 1, note="an older change, from there")
    with closing(opened(one)) as store:
        read = reach.entry(store, "1")
        cramp("--diary", one, "merge", other)
        with pytest.raises(CrampError, match="changed meanwhile"), store.change("edit") as change:
            change.replace(read, read.record.replaced(onset="asleep"))
        assert reach.entry(store, "1").record.note == "an older change, from there"  # type: ignore[union-attr]


# What something other than cramp took away


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "word"])
def test_an_entry_that_cramp_did_not_delete_is_not_said_to_be_deleted_and_what_is_told_brings_it_back(
    kind: str, diary_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    with closing(opened(diary_path)) as store:
        for record in (with_all(kind), with_all(kind)):
            with store.change("log") as change:
                entry = change.add(record)
        store.undo()  # the second one
    with closing(sqlite3.connect(diary_path)) as other, other:
        other.execute(f"DELETE FROM {kind}")
    before = diary_path.read_bytes()
    for words in (("show", "1"), ("show", "1", "--history"), ("edit", "1", "--note", "x"), ("delete", "1"),
                  ("delete", "--undo", "1")):  # fmt: skip
        ran = cramp(*words)
        assert ran.exit_code == 3, words
        assert "cramp did not delete it" in ran.err
        assert "deleted" not in ran.out
    assert diary_path.read_bytes() == before
    assert [each["id"] for each in cramp("list", "--deleted", "--json").json["entries"]] == [2]
    assert "was deleted" in cramp("show", "2").err
    told = re.findall("`cramp ([a-z]+)`", cramp("show", "1").err)
    assert told == ["backup", "restore"]
    for each in told:
        cramp(each, *(("--yes",) if each == "restore" else ()))
    with looked_into(diary_path) as store:
        assert store.problems() == []
        assert said_of(store, kind) == [record]
    assert cramp("show", "2").exit_code == 1
    assert entry.number == 2


def said_of(store: Store, kind: str) -> list[Record]:
    return [each.record for each in store.entries(kind)]


def test_an_entry_whose_versions_something_else_took_away_is_not_said_to_be_purged(
    diary_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    with closing(opened(diary_path)) as store, store.change("log") as change:
        change.add(episode())
        change.add(episode())
    assert cramp("purge", "2", "--yes").exit_code == 0
    with closing(sqlite3.connect(diary_path)) as other, other:
        (trigger,) = other.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'revision_is_only_purged'"
        ).fetchone()
        other.execute("DROP TRIGGER revision_is_only_purged")
        for table in ("episode", "revision"):
            other.execute(f"DELETE FROM {table}")
        other.execute(trigger)
    ran = cramp("show", "1")
    assert ran.exit_code == 3
    assert "cramp did not purge it" in ran.err
    assert "was purged" in cramp("show", "2").err
    assert "entry 1 has no versions" in cramp("info", "--verify").err


# In a damaged file


@pytest.mark.slow_but_some
@pytest.mark.parametrize("numbers", list(product(range(4), repeat=3)))
def test_looking_for_the_last_ends_whatever_became_of_the_numbers_of_the_commands(
    tmp_path: Path, numbers: tuple[int, ...]
) -> None:
    path = tmp_path / "diary.db"
    with closing(opened(path)) as store:
        for number, _ in enumerate(numbers):
            with store.change("words") as change:  # of which none recorded an entry
                change.add(word(slug=f"word-{number}"))
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'op'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    begin = (page - 1) * size
    for cell, number in enumerate(numbers):
        at = begin + 8 + 2 * cell
        content[begin + int.from_bytes(content[at : at + 2], "big") + 1] = number
    path.write_bytes(content)
    with closing(opened(path)) as store, pytest.raises(CrampError):
        reach.entry(store, "last")
