"""A purge removes an entry with every version from the file's bytes, for ever, on every device that merges."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crampdiary.keep import private
from crampdiary.keep.copies import backup_file, backups, rebuild
from crampdiary.keep.store import Store
from kit.builders import episode, word
from kit.copies import bytes_in, copies_of, looked_into, spoil
from kit.logs import opened, shown_in, texts_in
from kit.running import Cramp, for_any_diary

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
    copies = [str(path) for path in copies_of(diary) if holds(path)]
    assert len(copies) >= 2
    assert {backups.base_of(Path(path)) is None for path in copies} == {True, False}
    assert ran.json["backups_holding"] == copies
    ran = cramp("--diary", diary, "purge", "--backups", "--yes", "--json")
    assert ran.json["backups_purged"] == copies
    assert ran.json["backups_holding"] == []
    assert not any(holds(path) for path in copies_of(diary))
    for path in copies:
        with looked_into(Path(path)) as store:
            assert store.problems() == []


@pytest.fixture
def every_file(diary: Path, cramp: Cramp) -> Path:
    """That diary, with the secret in each sort of backup: whole, going on from one, old, set aside and damaged."""
    folder = private.backup_folder(diary)
    cramp("--diary", diary, "backup")
    for number in range(3):
        cramp("--diary", diary, "edit", "1", "--note", f"{SECRET} {number}")
        cramp("--diary", diary, "log", "5", "--note", f"other {number}")
        cramp("--diary", diary, "backup")
    for name in ("2025-12-01T080000Z.db", "diary.db.1700000000.set-aside", "2025-12-02T080000Z.damaged"):
        shutil.copyfile(diary, folder / name)
    shutil.copyfile(diary, folder / "diary.db.1700000000.set-aside-journal")
    damaged = folder / "2025-12-02T080000Z.damaged"
    content = bytearray(damaged.read_bytes())
    with closing(sqlite3.connect(diary)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'revision_by_stamp'"
        ).fetchone()
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    damaged.write_bytes(content)
    return diary


def test_every_file_of_the_backups_is_purged_to_the_last_byte(every_file: Path, cramp: Cramp) -> None:
    holding = {path.name for path in copies_of(every_file) if holds(path)}
    assert {path.suffix for path in map(Path, holding)} == {
        ".backup",
        ".db",
        ".set-aside",
        ".set-aside-journal",
        ".damaged",
    }
    counts = {each.path: each.entries for each in backups.listed(every_file)}
    ran = cramp("--diary", every_file, "purge", "1", "--backups", "--yes", "--json")
    assert ran.exit_code == 0
    assert ran.json["backups_holding"] == []
    assert {Path(each).name for each in ran.json["backups_purged"]} >= holding - {
        "diary.db.1700000000.set-aside-journal"
    }
    left = copies_of(every_file)
    assert not any(holds(path) for path in left)
    assert not Path(f"{left[0].parent}/diary.db.1700000000.set-aside-journal").exists()
    for path in left:
        with looked_into(path) as store:
            assert store.problems() == []
            assert "other 2" in texts_in(store) or path.suffix == ".backup"
    for copy in backups.listed(every_file):
        assert copy.entries == counts.get(copy.path, copy.entries + 1) - 1
        with looked_into(copy.path) as store:
            assert copy.entries == len(store.entries())
            assert backups.contents(copy.path) == backups.contents(store.path)


def test_what_goes_on_from_a_backup_that_holds_it_holds_it_too(diary: Path, cramp: Cramp) -> None:
    cramp("--diary", diary, "backup")
    cramp("--diary", diary, "log", "5")
    later = Path(cramp("--diary", diary, "backup", "--json").json["path"])
    assert backups.base_of(later)
    assert not holds(later)
    ran = cramp("--diary", diary, "purge", "1", "--yes", "--json")
    assert str(later) in ran.json["backups_holding"]
    cramp("--diary", diary, "purge", "--backups", "--yes")
    with looked_into(later) as store:
        assert len(store.entries()) == 2
        assert backups.contents(later) == backups.contents(store.path)
    assert [each.entries for each in backups.listed(diary) if each.path == later] == [2]


def test_after_a_purge_from_the_backups_the_next_one_goes_on_from_what_is_there(
    every_file: Path, cramp: Cramp
) -> None:
    cramp("--diary", every_file, "purge", "1", "--backups", "--yes")
    cramp("--diary", every_file, "log", "5")
    made = Path(cramp("--diary", every_file, "backup", "--json").json["path"])
    base = backups.base_of(made)
    assert base
    assert not holds(base)
    with looked_into(made) as store:
        assert store.problems() == []
        assert len(store.entries()) == len(cramp("--diary", every_file, "list", "--json").json["entries"])


@pytest.mark.slow
@pytest.mark.parametrize("whole_ones", [True, False], ids=["the whole ones", "what goes on from them"])
def test_where_a_part_of_a_chain_cannot_be_purged_the_rest_is_and_all_can_be_read(
    whole_ones: bool, every_file: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    purge = rebuild.purge

    def fails_for_some(path: Path, fresh: Path, uids: list[str], folder: Path) -> None:
        if (backups.base_of(path) is None) is whole_ones:
            raise OSError(28, "No space left on device")
        purge(path, fresh, uids, folder)

    with monkeypatch.context() as patch:
        patch.setattr(rebuild, "purge", fails_for_some)
        ran = cramp("--diary", every_file, "purge", "1", "--backups", "--yes", "--json")
    assert ran.exit_code == 1
    copies = [path for path in copies_of(every_file) if path.suffix == ".backup"]
    assert {backups.base_of(path) is None for path in copies if holds(path)} == {whole_ones}
    for path in copies:
        with looked_into(path) as store:
            assert store.problems() == []
            if backups.base_of(path):
                assert SECRET not in " ".join(texts_in(store)) or not whole_ones
    assert cramp("--diary", every_file, "purge", "--backups", "--yes").exit_code == 0
    assert not any(holds(path) for path in copies_of(every_file))
    for copy in backups.listed(every_file):
        with looked_into(copy.path) as store:
            assert copy.entries == len(store.entries())


def test_a_backup_that_cannot_be_read_to_tell_is_named_and_left(every_file: Path, cramp: Cramp) -> None:
    copies = (path for path in backups.files(every_file) if path.suffix == ".backup")
    whole = next(path for path in copies if backups.base_of(path) is None)
    spoil(whole)
    content = whole.read_bytes()
    ran = cramp("--diary", every_file, "purge", "1", "--backups", "--yes")
    assert ran.exit_code == 1
    assert str(whole) in ran.out
    assert whole.read_bytes() == content


def test_it_stays_purged_when_a_copy_that_has_it_is_merged(diary: Path, cramp: Cramp, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copyfile(diary, old)
    cramp("--diary", diary, "purge", "1", "--yes")
    assert cramp("--diary", diary, "merge", old).exit_code == 0
    assert not holds(diary)
    ran = cramp("--diary", old, "merge", diary)
    assert ran.exit_code == 0
    assert "`cramp purge 1` removes it here for ever too" in for_any_diary(ran.out)
    assert holds(old)  # until this person says so
    assert cramp("--diary", old, "purge", "1", "--yes").exit_code == 0
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
