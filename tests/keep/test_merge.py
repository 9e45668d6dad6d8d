"""`cramp merge`: what arrives, what is said, and that the other side is only read."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crampdiary.diary.model import Episode, Record
from crampdiary.keep.copies import backup_file
from kit.builders import NOW, episode, word
from kit.logs import log_of, opened, shown_in
from kit.running import Cramp


def add(path: Path, *records: Record, now: datetime = NOW) -> None:
    with closing(opened(path, now)) as store, store.change("log") as change:
        for record in records:
            change.add(record)


def change_note(path: Path, note: str | None, *, now: datetime = NOW) -> None:
    """Change the first entry's note, or delete it."""
    with closing(opened(path, now)) as store, store.change("edit") as change:
        entry = store.entries()[0]
        if note is None:
            change.delete(entry)
        else:
            change.replace(entry, entry.record.replaced(note=note))


def shown(path: Path) -> dict[str, Record]:
    with closing(opened(path)) as store:
        return shown_in(store)


def notes(path: Path) -> set[str | None]:
    return {getattr(record, "note", None) for record in shown(path).values()}


def states(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of one diary with one entry, each in a folder of its own."""
    paths = tmp_path / "a" / "diary.db", tmp_path / "b" / "diary.db"
    add(paths[0], episode(note="first"))
    paths[1].parent.mkdir()
    shutil.copyfile(*paths)
    return paths


def test_both_sides_entries_are_there_after_a_merge_and_the_other_is_untouched(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    add(one, episode(note="mine"))
    add(other, episode(note="theirs"), word())
    before = states(other.parent)
    ran = cramp("--diary", one, "merge", other)
    assert ran.exit_code == 0
    assert "new: 1 cramp and 1 word; known already: 1 cramp" in ran.out
    assert notes(one) >= {"first", "mine", "theirs"}
    assert states(other.parent) == before
    assert list((one.parent / "diary.db-backups").glob("*.backup"))
    with closing(opened(one)) as store:
        assert store.problems() == []


def test_merging_again_and_merging_a_dry_run_change_nothing(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    add(other, episode(note="theirs"))
    before = states(one.parent)
    assert "A dry run" in cramp("--diary", one, "merge", other, "--dry-run").out
    assert states(one.parent) == before
    cramp("--diary", one, "merge", other)
    before = states(one.parent)
    ran = cramp("--diary", one, "merge", other)
    assert ran.exit_code == 0
    assert "0 new" in ran.out
    assert states(one.parent) == before


def test_one_undo_takes_a_whole_merge_back(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    add(other, *(episode(note=f"theirs {number}") for number in range(20)))
    change_note(other, "changed there", now=NOW + timedelta(hours=1))
    before = shown(one)
    cramp("--diary", one, "merge", other)
    assert len(notes(one)) == 21
    assert cramp("--diary", one, "undo").exit_code == 0
    assert shown(one) == before
    assert cramp("--diary", one, "redo").exit_code == 0
    assert len(notes(one)) == 21


def test_undo_goes_back_step_by_step_through_a_merge(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    change_note(one, "mine", now=NOW + timedelta(minutes=1))
    change_note(other, "theirs", now=NOW + timedelta(minutes=2))
    cramp("--diary", one, "merge", other)
    cramp("--diary", one, "undo")  # takes the merge back
    assert notes(one) == {"mine"}
    cramp("--diary", one, "redo")
    change_note(one, "again", now=NOW + timedelta(minutes=3))
    for _ in range(2):
        assert cramp("--diary", one, "undo").exit_code == 0
    assert notes(one) == {"mine"}


def test_a_conflict_is_listed_with_its_texts_and_the_next_edit_ends_it(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    change_note(one, "mine", now=NOW + timedelta(minutes=1))
    change_note(other, "theirs", now=NOW + timedelta(minutes=2))
    ran = cramp("--diary", one, "merge", other)
    assert "1 entry was changed on both sides" in ran.out
    assert notes(one) == {"theirs"}
    with closing(opened(one)) as store:
        versions = store.history(store.entries()[0].uid)
        assert {version.record.note for version in versions if version.record} == {  # type: ignore[union-attr]
            *("first", "mine", "theirs")
        }
    change_note(one, "settled", now=NOW + timedelta(minutes=3))
    ran = cramp("--diary", other, "merge", one)
    assert "both sides" not in ran.out
    assert notes(other) == notes(one) == {"settled"}


def test_the_same_change_on_both_sides_is_no_conflict(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    change_note(one, "same")
    change_note(other, "same")
    assert cramp("--diary", one, "merge", other, "--json").json["conflict_count"] == 0


def test_the_same_millisecond_on_a_cloned_device_converges(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    change_note(one, "mine")
    change_note(other, "theirs")
    cramp("--diary", one, "merge", other)
    cramp("--diary", other, "merge", one)
    assert notes(one) == notes(other)
    with closing(opened(one)) as store, closing(opened(other)) as there:
        assert log_of(store) == log_of(there)


def test_a_deleted_entry_stays_deleted_when_a_stale_copy_is_merged(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    change_note(one, None)
    for _ in range(2):
        assert cramp("--diary", one, "merge", other).exit_code == 0
        assert notes(one) == set()


def test_an_edit_after_merging_wins_with_the_clock_an_hour_back(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    change_note(other, "theirs", now=NOW + timedelta(minutes=5))
    cramp("--diary", one, "merge", other)
    change_note(one, "later", now=NOW - timedelta(hours=1))
    cramp("--diary", other, "merge", one)
    assert notes(one) == notes(other) == {"later"}


def test_a_clock_in_2099_is_warned_of_and_later_edits_still_win(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, other = two
    change_note(other, "from the future", now=NOW.replace(year=2099))
    ran = cramp("--diary", one, "merge", other)
    assert "2099" in ran.err
    change_note(one, "later")
    cramp("--diary", other, "merge", one)
    assert notes(one) == notes(other) == {"later"}


def test_a_diary_is_not_merged_with_itself(two: tuple[Path, Path], cramp: Cramp, tmp_path: Path) -> None:
    one, _ = two
    (tmp_path / "link.db").symlink_to(one)
    before = states(one.parent)
    for path in (one, tmp_path / "link.db", one.parent / ".." / "a" / "diary.db"):
        ran = cramp("--diary", one, "merge", path)
        assert ran.exit_code == 0
        assert "Nothing to merge" in ran.out
    assert states(one.parent) == before


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE x (y)")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flipped(path: Path) -> None:
    content = path.read_bytes()
    place = content.index(b'"note":"first"') + 9
    path.write_bytes(content[:place] + b"F" + content[place + 1 :])


def _zeroed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.index(b'"note":"first"') // 4096 * 4096
    content[place : place + 4096] = bytes(4096)
    path.write_bytes(content)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("not a diary")


@pytest.mark.parametrize(
    "spoil", [_newer, _foreign, _truncated, _flipped, _zeroed, _folder, _text, Path.unlink]
)
def test_what_is_no_sound_diary_is_refused_and_both_stay_as_they_were(
    spoil: object, two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    spoil(other)  # type: ignore[operator]
    before = states(one.parent), states(other.parent)
    ran = cramp("--diary", one, "merge", other)
    assert ran.exit_code in (1, 3)
    assert len(ran.err.splitlines()) == 1
    assert "first" not in ran.err
    assert (states(one.parent), states(other.parent)) == before


@pytest.mark.parametrize("journal", ["wal", "hot journal"])
def test_what_stands_only_in_a_side_file_arrives_and_the_other_is_only_read(
    journal: str, two: tuple[Path, Path], cramp: Cramp, tmp_path: Path
) -> None:
    one, other = two
    copy = tmp_path / "c" / "diary.db"
    copy.parent.mkdir()
    store = opened(other)
    if journal == "wal":
        store.connection.execute("PRAGMA journal_mode = WAL")
        with store.change("log") as change:
            change.add(episode(note="theirs"))
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{other}{suffix}", f"{copy}{suffix}")
    else:
        with store.change("log") as change:
            change.add(episode(note="theirs"))
        store.connection.execute("PRAGMA cache_size = 2")
        with store.change("log") as change:
            for _ in range(200):
                change.add(episode(note="committed after the copy was made"))
            for suffix in ("", "-journal"):
                shutil.copyfile(f"{other}{suffix}", f"{copy}{suffix}")
    store.close()
    before = states(copy.parent)
    assert len(before) == 2
    ran = cramp("--diary", one, "merge", copy)
    assert ran.exit_code == 0, ran.err
    assert notes(one) == {"first", "theirs"}
    assert states(copy.parent) == before


def test_a_diary_in_wal_mode_is_converted_with_nothing_lost(two: tuple[Path, Path], cramp: Cramp) -> None:
    one, _ = two
    foreign = sqlite3.connect(one)
    foreign.execute("PRAGMA journal_mode = WAL")
    foreign.close()
    assert cramp("--diary", one, "log", "5").exit_code == 0
    assert len(shown(one)) == 2
    with closing(sqlite3.connect(one)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_hostile_diary_with_a_view_in_place_of_its_log_is_refused(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    one, other = two
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("DROP TABLE purged")
        connection.execute("CREATE VIEW purged AS SELECT load_extension('evil') AS record_uid")
    before = states(one.parent)
    assert cramp("--diary", one, "merge", other).exit_code in (1, 3)
    assert states(one.parent) == before


def test_a_merge_with_no_room_for_its_backup_does_nothing(
    two: tuple[Path, Path], cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    add(other, episode(note="theirs"))
    before = shown(one)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_file, "pack", full)
    ran = cramp("--diary", one, "merge", other)
    assert ran.exit_code == 1
    assert "No space left" in ran.err
    assert shown(one) == before


def test_a_word_added_on_both_sides_is_one_word(two: tuple[Path, Path], cramp: Cramp) -> None:
    for path in two:
        add(path, word())
    cramp("--diary", two[0], "merge", two[1])
    assert len([record for record in shown(two[0]).values() if not isinstance(record, Episode)]) == 1
