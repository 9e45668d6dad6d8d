"""A purge removes an entry with every version from the file's bytes, for ever, on every device that merges."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from crampdiary.keep import backup_file, private
from crampdiary.keep.store import Store
from kit.builders import episode, word
from kit.copies import bytes_in, looked_into
from kit.logs import opened, shown_in
from kit.running import Cramp

SECRET = "a very private sentence"


@pytest.fixture
def diary(diary_path: Path) -> Path:
    """A diary in which entry 1 held the secret, was changed, and entry 2 never did."""
    with closing(opened(diary_path)) as store:
        with store.change("log") as change:
            entry = change.add(episode(note=SECRET))
            change.add(episode(note="harmless"))
        with store.change("edit") as change:
            change.replace(entry, entry.record.replaced(note="changed"))
    return diary_path


def holds(path: Path) -> bool:
    return SECRET.encode() in bytes_in(path)


def test_no_byte_of_it_is_left(diary: Path, cramp: Cramp) -> None:
    assert holds(diary)
    ran = cramp("--diary", diary, "purge", "1", "--yes")
    assert ran.exit_code == 0
    assert not holds(diary)
    assert not Path(f"{diary}-journal").exists()
    assert SECRET not in ran.out
    with closing(opened(diary)) as store:
        assert store.problems() == []
        assert len(shown_in(store)) == 1
    assert cramp("--diary", diary, "show", "1").exit_code == 1


def test_a_deleted_entry_can_be_purged_by_its_number(diary: Path, cramp: Cramp) -> None:
    cramp("--diary", diary, "delete", "1")
    assert holds(diary)
    assert cramp("--diary", diary, "purge", "1", "--yes").exit_code == 0
    assert not holds(diary)


def test_it_is_found_by_a_text_that_only_an_earlier_version_held(diary: Path, cramp: Cramp) -> None:
    ran = cramp("--diary", diary, "purge", "--match", "Very PRIVATE", "--yes", "--json")
    assert ran.json["purged"] == 1
    assert not holds(diary)
    assert "0 matched" in cramp("--diary", diary, "purge", "--match", "%", "--yes").out


@pytest.mark.parametrize("text", ["note", "severity", "minute", "2026", ":", "London"])
def test_what_nobody_typed_is_no_reason_to_purge(text: str, diary: Path, cramp: Cramp) -> None:
    assert cramp("--diary", diary, "purge", "--match", text, "--yes", "--json").json["purged"] == 0
    assert holds(diary)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_purges_nothing(text: str, diary: Path, cramp: Cramp) -> None:
    assert cramp("--diary", diary, "purge", "--match", text, "--yes").exit_code == 2
    assert holds(diary)


def test_the_backups_that_hold_it_are_named_and_purged_on_demand(diary: Path, cramp: Cramp) -> None:
    cramp("--diary", diary, "backup")
    cramp("--diary", diary, "edit", "1", "--note", f"{SECRET}, again")
    ran = cramp("--diary", diary, "purge", "1", "--yes", "--json")
    folder = private.backup_folder(diary)
    copies = sorted(str(path) for path in folder.iterdir() if holds(path))
    assert len(copies) == 2
    assert ran.json["backups_holding"] == copies
    ran = cramp("--diary", diary, "purge", "--backups", "--yes", "--json")
    assert ran.json["backups_purged"] == copies
    assert ran.json["backups_holding"] == []
    assert not any(holds(path) for path in folder.iterdir())
    for path in copies:
        with looked_into(Path(path)) as store:
            assert store.problems() == []


def test_it_stays_purged_when_a_copy_that_has_it_is_merged(diary: Path, cramp: Cramp, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copyfile(diary, old)
    cramp("--diary", diary, "purge", "1", "--yes")
    assert cramp("--diary", diary, "merge", old).exit_code == 0
    assert not holds(diary)
    ran = cramp("--diary", old, "merge", diary)
    assert ran.exit_code == 0
    assert "purged there: 1" in ran.out
    assert not holds(old)


def test_it_stays_purged_when_an_export_that_has_it_is_imported(
    diary: Path, cramp: Cramp, tmp_path: Path
) -> None:
    cramp("--diary", diary, "export", tmp_path / "a.json")
    cramp("--diary", diary, "purge", "1", "--yes")
    assert "0 new" in cramp("--diary", diary, "import", tmp_path / "a.json").out
    assert not holds(diary)


def test_a_purge_is_not_undone_and_undo_goes_on_before_it(diary: Path, cramp: Cramp) -> None:
    cramp("--diary", diary, "purge", "1", "--yes")
    assert cramp("--diary", diary, "undo").exit_code == 0
    with closing(opened(diary)) as store:
        assert shown_in(store) == {}
    assert "Nothing to undo" in cramp("--diary", diary, "undo").out


def test_it_asks_and_without_a_terminal_needs_yes(diary: Path, cramp: Cramp) -> None:
    before = diary.read_bytes()
    assert cramp("--diary", diary, "purge", "1").exit_code == 2
    assert cramp("--diary", diary, "purge", "--yes").exit_code == 2
    assert cramp("--diary", diary, "purge", "99", "--yes").exit_code == 1
    assert diary.read_bytes() == before


def test_a_purge_with_no_room_for_its_backup_does_nothing(
    diary: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_file, "pack", full)
    assert cramp("--diary", diary, "purge", "1", "--yes").exit_code == 1
    assert holds(diary)


def test_a_word_that_was_purged_can_be_added_again_and_survives_a_merge(
    store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    with store.change("words add") as change:
        change.add(word(label="Brine"))
    other = tmp_path / "other.db"
    shutil.copyfile(store.path, other)
    cramp("--diary", store.path, "purge", "--match", "brine", "--yes")
    assert store.words() == []
    cramp("--diary", store.path, "words", "add", "remedy", "brine")
    cramp("--diary", store.path, "merge", other)
    cramp("--diary", other, "merge", store.path)
    for path in (store.path, other):
        with closing(opened(path)) as each:
            assert [entry.record.label for entry in each.words()] == ["brine"]
            assert each.problems() == []


def test_the_log_refuses_to_be_changed_by_anything_else(store: Store) -> None:
    with store.change("log") as change:
        change.add(episode(note=SECRET))
    for statement in ("UPDATE revision SET stamp = ''", "DELETE FROM revision"):
        with pytest.raises(Exception, match="revisions are never"):
            store.connection.execute(statement)
