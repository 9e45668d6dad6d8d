"""A diary that is not there, gone, or emptied: nothing is created by reading, and its own backups are named."""

from __future__ import annotations

import os
import shlex
from contextlib import closing
from pathlib import Path

import pytest

from crampdiary.keep.private import backup_folder
from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.copies import copies_of
from kit.running import Cramp, files_in, for_any_diary, slowly

READING = ("list", "stats", "info", "calendar", "doctor", "remedies", "triggers", "words", "show", "undo", "redo",
           "export", "edit 1 -s 3", "delete 1", "purge --match x --yes", "backup --list", "backup",
           "info --verify", "sync /nowhere")  # fmt: skip


def default_place() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "crampdiary" / "diary.db"


@pytest.mark.parametrize("typed", READING)
@pytest.mark.slow_but_first
def test_before_the_first_entry_nothing_is_created_by_what_records_nothing(cramp: Cramp, typed: str) -> None:
    ran = cramp(*typed.split())
    assert ran.exit_code in (0, 1, 2), ran
    assert files_in(Path(os.environ["HOME"])) == {}
    assert not default_place().parent.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.csv", "no such thing"),
        ("bad.csv", "when,pain\n2026-03-01 02:00,seventy\n"),
        ("bad.json", '{"crampdiary": 1,\n"revisions": [\n{"nonsense": 1}\n]}\n'),
        ("nothing.json", '{"crampdiary": 1,\n"purged": [],\n"revisions": [\n]}\n'),
        ("missing.csv", None),
    ],
)
@pytest.mark.parametrize("new", [False, True])
def test_an_import_that_brings_nothing_creates_no_diary(
    cramp: Cramp, tmp_path: Path, name: str, content: str | None, new: bool
) -> None:
    source = tmp_path / "given" / name
    source.parent.mkdir()
    if content is not None:
        source.write_text(content)
    where = ("--diary", tmp_path / "new.db") if new else ()
    what = (
        "import",
        source,
        "--map",
        "when=at",
        "--map",
        "pain=severity",
        "--yes",
        *(("--new",) if new else ()),
    )
    ran = cramp(*where, *what)
    assert files_in(Path(os.environ["HOME"])) == {}
    if name == "nothing.json":
        assert ran.exit_code == 0
        assert (tmp_path / "new.db").exists() == new, "--new asks for one"
    else:
        assert ran.exit_code in (1, 2, 3)
        assert [path.name for path in tmp_path.iterdir()] == ["given"]


@pytest.mark.parametrize("new", [False, True])
def test_a_dry_run_creates_nothing_and_a_first_import_creates_a_diary_without_a_backup(
    cramp: Cramp, tmp_path: Path, new: bool
) -> None:
    source = tmp_path / "given.csv"
    source.write_text("when,pain\n2026-03-01 02:00,5\n2026-03-02 02:00,6\n")
    path = tmp_path / "box" / "new.db" if new else default_place()
    where = ("--diary", path) if new else ()
    what = (
        "import",
        source,
        "--map",
        "when=at",
        "--map",
        "pain=severity",
        "--yes",
        *(("--new",) if new else ()),
    )
    ran = cramp(*where, *what, "--dry-run")
    assert ran.exit_code == 0
    assert "new: 2 cramps" in ran.out
    assert not path.parent.exists()
    ran = cramp(*where, *what)
    assert ran.exit_code == 0, ran
    assert "The diary of before" not in ran.out
    with closing(Store(path, now=NOW)) as store:
        assert len(store.entries()) == 2
        assert store.problems() == []
    assert cramp(*where, "undo").exit_code == 0
    assert cramp(*where, "list", "--json").json["entries"] == []


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX's")
def test_nothing_is_created_through_a_link_that_leads_nowhere(cramp: Cramp, tmp_path: Path) -> None:
    default_place().parent.mkdir(parents=True)
    default_place().symlink_to(tmp_path / "unplugged" / "diary.db")
    for command in (("log", "5"), ("list",), ("info",)):
        ran = cramp(*command)
        assert (ran.exit_code, ran.out) == (3, "")
        assert "is a link to a file that is not there" in ran.err
    assert list(tmp_path.iterdir()) == []


# Gone, with backups beside it


@pytest.fixture
def gone(cramp: Cramp) -> Path:
    """The default place, after a diary there of two cramps and one backup of both is gone."""
    assert cramp("log", "5", "calf").exit_code == 0
    (first,) = copies_of(default_place())
    first.unlink()
    assert cramp("log", "6", "arch").exit_code == 0
    assert cramp("backup").exit_code == 0
    default_place().unlink()
    (backup,) = copies_of(default_place())
    return backup


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list", *map(slowly, ["info", "stats"])])
def test_where_a_diary_is_gone_reading_names_its_newest_backup_and_the_way_back(
    run_cramp: Cramp, gone: Path, command: str
) -> None:
    ran = run_cramp(command)
    assert ran.exit_code == 0
    assert f"There is no diary at {default_place()}, but backups of one lie beside it" in ran.err
    assert f"the newest good one has 2 entries: {gone}" in ran.err
    assert "`cramp restore` puts it back" in ran.err
    assert not default_place().exists()
    assert run_cramp("restore", "--yes").exit_code == 0
    assert len(run_cramp("list", "--json").json["entries"]) == 2
    assert run_cramp("list").err == ""


def test_the_first_log_where_a_diary_is_gone_is_saved_and_names_the_command_that_brings_it_in(
    run_cramp: Cramp, gone: Path
) -> None:
    ran = run_cramp("log", "9", "calf")
    assert ran.exit_code == 0
    assert ran.out.startswith("Saved 1:")
    assert "backups of an earlier one lie beside it; the newest good one has 2 entries" in ran.err
    words = shlex.split(ran.err.split("`")[1])
    assert words == ["cramp", "merge", str(gone)]
    assert run_cramp(*words[1:]).exit_code == 0
    assert len(run_cramp("list", "--json").json["entries"]) == 3
    assert run_cramp("log", "1").err == "", "it is said of a new diary alone"


@pytest.mark.slow
def test_bringing_it_in_as_the_first_thing_says_no_more_of_it(run_cramp: Cramp, gone: Path) -> None:
    ran = run_cramp("merge", gone)
    assert (ran.exit_code, ran.err) == (0, "")
    assert len(run_cramp("list", "--json").json["entries"]) == 2


@pytest.mark.slow
def test_a_diary_with_odd_signs_in_its_path_is_named_so_that_a_shell_takes_it(
    run_cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "Anna's $HOME (1)" / "my diary.db"
    source = tmp_path / "given.csv"
    source.write_text("when,pain\n2026-03-01 02:00,5\n")
    what = ("import", "--new", source, "--map", "when=at", "--map", "pain=severity", "--yes")
    assert run_cramp("--diary", path, *what).exit_code == 0
    assert run_cramp("--diary", path, "backup").exit_code == 0
    path.unlink()
    source.write_text("when,pain\n2026-03-02 02:00,6\n")
    ran = run_cramp("--diary", path, *what)
    words = shlex.split(ran.err.split("`")[1])
    assert words[:4] == ["cramp", "--diary", str(path), "merge"]
    assert run_cramp(*words[1:]).exit_code == 0
    assert len(run_cramp("--diary", path, "list", "--json").json["entries"]) == 2


# Emptied, with backups beside it

EMPTIED = {
    "empty": b"",
    "zeros": bytes(8192),
    "garbage": bytes(range(256)) * 20,
    "a text": b"This file is no longer here.\n",
    "a bare header": b"SQLite format 3\0" + bytes(84),
}


@pytest.mark.slow
@pytest.mark.parametrize("given", ["default", slowly("--diary")])
@pytest.mark.parametrize("what", [next(iter(EMPTIED)), *map(slowly, list(EMPTIED)[1:])])
def test_an_emptied_diary_leads_to_its_own_backups(
    run_cramp: Cramp, gone: Path, tmp_path: Path, what: str, given: str
) -> None:
    path, backup = default_place(), gone
    if given != "default":
        path = tmp_path / "mine.db"
        backup_folder(default_place()).rename(backup_folder(path))
        backup = backup_folder(path) / gone.name
    where = () if given == "default" else ("--diary", path)
    path.write_bytes(EMPTIED[what])
    for command in (("list",), ("log", "5"), ("info",), ("info", "--verify"), ("undo",)):
        ran = run_cramp(*where, *command)
        assert (ran.exit_code, ran.out) == (3, ""), command
        assert f"{path} is not a cramp diary any more" in ran.err
        assert f"The newest good backup is {backup}: `cramp restore` puts it back." in for_any_diary(ran.err)
    assert path.read_bytes() == EMPTIED[what]
    ran = run_cramp(*where, "restore", "--yes", "--json")
    assert ran.exit_code == 0, ran
    assert Path(ran.json["before"]).read_bytes() == EMPTIED[what], "it is kept"
    assert len(run_cramp(*where, "list", "--json").json["entries"]) == 2


@pytest.mark.slow
def test_another_programs_database_is_named_as_such_and_not_replaced(run_cramp: Cramp, gone: Path) -> None:
    import sqlite3

    with closing(sqlite3.connect(default_place())) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = default_place().read_bytes()
    ran = run_cramp("list")
    assert ran.exit_code == 3
    assert "not a cramp diary but another program's, and was left as it is. Move it elsewhere." in ran.err
    assert str(gone) in ran.err
    assert run_cramp("restore", "--yes").exit_code == 3
    assert default_place().read_bytes() == before
    default_place().rename(default_place().with_name("theirs"))
    assert run_cramp("restore", "--yes").exit_code == 0
    assert len(run_cramp("list", "--json").json["entries"]) == 2


def test_what_was_never_a_diary_here_is_told_to_check_the_path(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    ran = cramp("--diary", tmp_path / "empty.db", "list")
    assert ran.exit_code == 3
    assert "is not a cramp diary. It was left as it is; check the path." in ran.err
