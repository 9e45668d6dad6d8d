"""Files written for the person never go onto a diary or what belongs to one, whatever it is called."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crampdiary.keep.copies import backing_up
from kit.builders import NOW, episode
from kit.logs import opened
from kit.running import Cramp, files_in, slowly

Victim = Callable[[Path], Path]


def a_diary(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    with closing(opened(path)) as store:
        with store.change("log") as change:
            change.add(episode(note="dear"))
        backing_up.take(store, now=NOW)
    return path


def another_diary(folder: Path) -> Path:
    return a_diary(folder / "other.db")


def a_diary_under_any_name(folder: Path) -> Path:
    return a_diary(folder / "other.db").rename(folder / "report.txt")


def a_diary_of_a_newer_cramp(folder: Path) -> Path:
    path = a_diary_under_any_name(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    return path


def a_link_to_a_diary(folder: Path) -> Path:
    (folder / "link").symlink_to(another_diary(folder))
    return folder / "link"


def a_damaged_diary_with_its_backups(folder: Path) -> Path:
    path = another_diary(folder)
    path.write_bytes(bytes(path.stat().st_size))
    return path


def _beside(suffix: str, *, there: bool) -> Victim:
    def make(folder: Path) -> Path:
        path = Path(f"{a_diary_under_any_name(folder)}{suffix}")
        if there:
            path.write_bytes(b"what is not in the diary yet")
        return path

    return make


def _among_backups(name: str, *, of: Victim = another_diary, content: bytes = b"text") -> Victim:
    def make(folder: Path) -> Path:
        kept = of(folder)
        path = folder / "other.db-backups" / name
        path.write_bytes(gzip.compress(content))
        if kept.name == "report.txt":
            kept.unlink()  # the diary is gone, and its backups are all there is
        return path

    return make


def a_plain_backup(folder: Path) -> Path:
    another_diary(folder)
    (path,) = (folder / "other.db-backups").glob("*.backup")
    return path


def a_backup_taken_elsewhere(folder: Path) -> Path:
    return a_plain_backup(folder).rename(folder / "on-a-stick")


def _of_a_device(suffix: str) -> Victim:
    def make(folder: Path) -> Path:
        path = folder / f"cramp-01987f3a-7b5c-7abc-8def-0123456789ab{suffix}"
        path.write_text('{"crampdiary": 2, "purged": []}\n')
        return path

    return make


VICTIMS: dict[str, Victim] = {
    **{
        each.__name__: each
        for each in (
            *(another_diary, a_diary_under_any_name, a_diary_of_a_newer_cramp, a_link_to_a_diary),
            *(a_damaged_diary_with_its_backups, a_plain_backup, a_backup_taken_elsewhere),
        )
    },
    **{f"its {suffix}": _beside(suffix, there=True) for suffix in ("-journal", "-wal", "-shm")},
    "its -journal, which is not there": _beside("-journal", there=False),
    "a packed backup": _among_backups("2026-03-01T000000Z.db.gz"),
    "anything among the backups": _among_backups("notes.txt"),
    "what was set aside": _among_backups("other.db.1772323200.set-aside"),
    "the journal set aside": _among_backups("other.db.1772323200.set-aside-journal"),
    "a damaged diary that was kept": _among_backups("2026-03-01T000000Z.damaged"),
    "a backup of a diary that is gone": _among_backups(
        "2026-03-01T000000Z.backup", of=a_diary_under_any_name
    ),
    "a device's file": _of_a_device(".jsonl"),
    "a device's file of an older cramp": _of_a_device(".db"),
}
COMMANDS = {
    "export": ("export", "{}", "--format", "json", "--force"),
    "export as CSV": ("export", "{}", "--kind", "exposure", "--format", "csv", "--force"),
    "a picture": ("stats", "--svg", "{}", "--force"),
    "a mapping": ("import", "{here}/when.csv", "--map", "when=at", "--save-map", "{}"),
    "salvage": ("info", "--salvage", "{}"),
}


@pytest.mark.slow_but_first
@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("command", ["export", *map(slowly, list(COMMANDS)[1:])])
def test_no_file_goes_onto_any_diary_or_what_belongs_to_it(
    command: str, victim: str, cramp: Cramp, tmp_path: Path
) -> None:
    used = a_diary(tmp_path / "used" / "diary.db")
    (tmp_path / "when.csv").write_text("when\n2026-03-29 03:10\n")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    target = VICTIMS[victim](folder)
    before = files_in(tmp_path)
    ran = cramp("--diary", used, *(part.format(target, here=tmp_path) for part in COMMANDS[command]))
    assert (ran.exit_code, ran.out, ran.err.count("\n")) == (1, "", 1), ran
    assert str(target) in ran.err
    assert "Give another name" in ran.err
    assert files_in(tmp_path) == before
    assert not target.is_symlink() or target.readlink() == folder / "other.db"


@pytest.mark.parametrize("name", ["diary.jsonl", "2026.csv", "journal", "cramp-notes.jsonl"])
@pytest.mark.parametrize("inside", ["usb-backups", "shared"])
def test_any_other_file_is_replaced_by_force(name: str, inside: str, cramp: Cramp, tmp_path: Path) -> None:
    used = a_diary(tmp_path / "used" / "diary.db")
    target = tmp_path / inside / name
    target.parent.mkdir()
    target.write_text("an export of last week")
    refused = cramp("--diary", used, "export", target, "--format", "json")
    assert (refused.exit_code, "Add --force" in refused.err) == (1, True)
    assert cramp("--diary", used, "export", target, "--format", "json", "--force").exit_code == 0
    assert '"dear"' in target.read_text()


@pytest.mark.parametrize("command", ["a mapping", "salvage"])
def test_no_option_is_named_that_the_command_does_not_have(
    command: str, cramp: Cramp, tmp_path: Path
) -> None:
    used = a_diary(tmp_path / "used" / "diary.db")
    (tmp_path / "when.csv").write_text("when\n2026-03-29 03:10\n")
    (tmp_path / "mine").write_text("mine")
    arguments = [part.format(tmp_path / "mine", here=tmp_path) for part in COMMANDS[command]]
    ran = cramp("--diary", used, *arguments)
    assert (ran.exit_code, "--force" in ran.err) == (1, False)
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_folder_of_tables_leaves_a_diary_in_it_alone(cramp: Cramp, tmp_path: Path) -> None:
    used = a_diary(tmp_path / "used" / "diary.db")
    folder = tmp_path / "tables"
    folder.mkdir()
    shutil.copyfile(used, folder / "words.csv")
    before = files_in(tmp_path)
    ran = cramp("--diary", used, "export", folder, "--format", "csv", "--force")
    assert (ran.exit_code, ran.err.count("\n")) == (1, 1)
    assert files_in(tmp_path) == before
