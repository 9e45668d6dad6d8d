"""A journal beside the diary: the right one is replayed, one of another state refused, and neither loses anything."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from crampdiary.errors import DiaryError
from crampdiary.keep import journals
from crampdiary.keep.private import backup_folder
from crampdiary.keep.store import Store
from keep.test_file import hot_journal_of
from kit.builders import NOW, episode, said
from kit.copies import copies_of
from kit.running import Cramp

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="the journal is kept by a hard link to an open file"
)
needs_locks = pytest.mark.skipif(
    sys.platform not in ("linux", "darwin"), reason="elsewhere nobody can ask who has a lock"
)


def log(path: Path, severity: int = 5, note: str | None = None) -> None:
    with closing(Store(path, now=NOW)) as store, store.change("log") as change:
        change.add(episode(severity=severity, note=note))


def severities(path: Path) -> list[Any]:
    with closing(Store(path, now=NOW)) as store:
        assert store.problems() == []
        return [said(entry, "severity") for entry in store.entries("episode")]


@pytest.fixture
def diary(diary_path: Path) -> Path:
    Store(diary_path, now=NOW, create=True).close()
    log(diary_path, 1)
    return diary_path


def journal_of(diary: Path) -> Path:
    return Path(f"{diary}-journal")


def cut_off(diary: Path) -> None:
    """Leave the diary as a process does that dies in the last step of saving an entry of severity 9."""
    with closing(Store(diary, now=NOW)) as store:
        kept = Path(f"{diary}.kept")
        with store.change("log") as change:
            change.add(episode(severity=9))
            os.link(journal_of(diary), kept)
    kept.rename(journal_of(diary))


def aside(diary: Path) -> set[str]:
    return {path.name for path in copies_of(diary)}


def set_counter(path: Path, counter: int, at: int = 24) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(counter.to_bytes(4, "big"))


def test_what_was_cut_off_is_taken_back_and_said_and_the_diary_of_before_is_kept(
    run_cramp: Cramp, diary: Path
) -> None:
    cut_off(diary)
    changed = diary.read_bytes()
    ran = run_cramp("--diary", diary, "list", "--json")
    assert ran.exit_code == 0
    assert [each["severity"] for each in ran.json["entries"]] == [1]
    (copy,) = backup_folder(diary).glob("*db.*[0-9].set-aside")
    assert copy.read_bytes() == changed
    assert f"The diary of before that is {copy}" in ran.err
    assert ran.err.count("\n") == 1
    assert run_cramp("--diary", diary, "list").err == "", "it is over"


@pytest.mark.parametrize("behind", [1, 2, 5])
@pytest.mark.slow
def test_a_journal_of_an_earlier_state_is_refused_by_every_command(
    run_cramp: Cramp, diary: Path, tmp_path: Path, behind: int
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copyfile(diary, copy)
    cut_off(diary)
    old = journal_of(diary).rename(tmp_path / "journal")
    for number in range(behind):
        log(diary, number)
    shutil.copyfile(old, journal_of(diary))  # young, as a folder that is synced brings it
    before = diary.read_bytes(), journal_of(diary).read_bytes()
    for command in (("log", "5"), ("list",), ("info", "--verify"), ("undo",), ("restore", copy, "--yes")):
        ran = run_cramp("--diary", diary, *command)
        assert (ran.exit_code, ran.out) == (3, ""), command
        assert ran.err.count("\n") == 1
        assert f"{journal_of(diary)} belongs to another state of {diary}" in ran.err
    assert (diary.read_bytes(), journal_of(diary).read_bytes()) == before
    assert sorted(path.read_bytes() for path in backup_folder(diary).iterdir()) == sorted(before)
    journal_of(diary).unlink()  # what it says is to be done
    assert severities(diary) == [1, 9, *range(behind)]


def test_a_journal_beside_an_older_diary_is_refused(cramp: Cramp, diary: Path) -> None:
    old = diary.read_bytes()
    log(diary)
    cut_off(diary)
    diary.write_bytes(old)
    assert cramp("--diary", diary, "list").exit_code == 3
    assert diary.read_bytes() == old


@pytest.mark.parametrize(
    ("steps", "taken"), [(0, True), (1, True), (2, False), (-1, False), (2**31, False), (-5, False)]
)
@pytest.mark.parametrize("before", [1, 7, 2**32 - 1, 2**31 - 1, 0])
@pytest.mark.slow_but_first
def test_the_diary_may_be_at_the_count_of_the_journal_or_one_after_it(
    diary: Path, before: int, steps: int, taken: bool
) -> None:
    cut_off(diary)
    found = journal_of(diary).read_bytes()
    at = found.index(b"SQLite format 3\0") + 24
    is_now = (before + steps) % 2**32
    content = bytearray(found)
    page = content[at - 24 : at - 24 + 4096]
    page[24:28] = before.to_bytes(4, "big")
    nonce = int.from_bytes(content[12:16], "big")
    content[at - 24 : at - 24 + 4096] = page
    checksum = (nonce + sum(page[place] for place in range(4096 - 200, 0, -200))) % 2**32
    content[at - 24 + 4096 : at - 24 + 4100] = checksum.to_bytes(4, "big")
    journal_of(diary).write_bytes(content)
    set_counter(diary, is_now)
    if taken:
        assert severities(diary) == [1]
    else:
        with pytest.raises(DiaryError, match="belongs to another state"):
            severities(diary)


def test_a_journal_in_several_parts_is_read_to_its_end(diary: Path) -> None:
    log(diary, 2, note="x" * 3000)

    def much(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA cache_size = 2")
        for number in range(200):
            connection.execute("INSERT INTO local_state VALUES (?, ?)", (f"{number}", "y" * 5000))

    before = severities(diary)
    hot_journal_of(diary, much)
    content = journal_of(diary).read_bytes()
    assert content.count(bytes.fromhex("d9d505f920a163d7")) > 1
    set_counter(diary, int.from_bytes(diary.read_bytes()[24:28], "big") + 4)
    with pytest.raises(DiaryError, match="belongs to another state"):
        severities(diary)
    set_counter(diary, int.from_bytes(diary.read_bytes()[24:28], "big") - 4)
    assert severities(diary) == before


def without_page_1(diary: Path) -> None:
    """Leave a journal that has no record yet: SQLite would still cut the diary to the size that it names."""
    cut_off(diary)
    content = bytearray(journal_of(diary).read_bytes()[:512])
    content[8:12] = bytes(4)
    journal_of(diary).write_bytes(content)


def test_a_journal_without_page_1_is_told_by_the_size_that_it_would_cut_the_diary_to(diary: Path) -> None:
    without_page_1(diary)
    assert severities(diary) == [1, 9]
    without_page_1(diary)
    kept = journal_of(diary).read_bytes()
    journal_of(diary).unlink()
    log(diary, note="x" * 9000)
    journal_of(diary).write_bytes(kept)
    before = diary.read_bytes()
    with pytest.raises(DiaryError, match="belongs to another state"):
        severities(diary)
    assert diary.read_bytes() == before


# Who is at work on it


@contextmanager
def with_another_process(diary: Path, *statements: str) -> Iterator[str]:
    """Let another process go through some statements and stay so; give what became of them.

    A new process and no fork: SQLite takes the locks of the process that was forked for its own.
    """
    program = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0.1)\n"
        "try:\n    for each in sys.argv[2:]: connection.execute(each).fetchall()\n    print('done', flush=True)\n"
        "except sqlite3.OperationalError as error: print(error, flush=True)\n"
        "sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(diary), *statements],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


_WRITING = ("BEGIN IMMEDIATE", "INSERT INTO local_state VALUES ('a', 'b')")
_SPILLING = ("PRAGMA cache_size = 1", *_WRITING, "INSERT INTO local_state VALUES ('c', hex(zeroblob(90000)))")


@needs_locks
def test_the_journal_of_a_process_at_work_is_no_leftover(cramp: Cramp, diary: Path) -> None:
    with with_another_process(diary, *_WRITING) as became:
        assert became == "done"
        journal_of(diary).write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(504))
        ran = cramp("--diary", diary, "list")
        assert (ran.exit_code, ran.err) == (0, "")
        assert aside(diary) == set()
    journal_of(diary).unlink(missing_ok=True)


@needs_locks
def test_only_who_writes_has_a_journal(diary: Path) -> None:
    assert journals._is_held(diary, "-journal") is False
    with with_another_process(diary, *_WRITING) as became:
        assert became == "done"
        assert journals._is_held(diary, "-journal") is True
    with with_another_process(diary, *_SPILLING) as became:  # it has begun to write to the file itself
        assert became == "done"
        assert journals._is_held(diary, "-journal") is True
    severities(diary)
    with with_another_process(diary, "BEGIN", "SELECT count(*) FROM op") as became:
        assert became == "done"
        assert journals._is_held(diary, "-journal") is False
        assert journals._is_held(diary, "-wal") is True, "who has it open in WAL mode reads all the time"


@needs_locks
def test_asking_who_has_a_lock_lets_go_of_none(diary: Path) -> None:
    with closing(sqlite3.connect(diary, isolation_level=None)) as own:
        own.execute("BEGIN IMMEDIATE")
        assert journals._is_held(diary, "-journal") is False, "it is this process's own"
        with with_another_process(diary, "BEGIN IMMEDIATE") as became:
            assert became == "database is locked"


@pytest.fixture(params=["no fcntl", "another system", "refused"])
def cannot_ask(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "no fcntl":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    elif request.param == "another system":
        monkeypatch.setattr(sys, "platform", "aix")
    else:
        import fcntl

        def refuse(*_: Any) -> None:
            raise OSError(22, "Invalid argument")

        monkeypatch.setattr(fcntl, "fcntl", refuse)


@pytest.mark.usefixtures("cannot_ask")
def test_where_nobody_can_be_asked_a_journal_of_a_moment_ago_is_taken_to_be_in_use(diary: Path) -> None:
    cut_off(diary)
    assert severities(diary) == [1]
    assert aside(diary) == set()
    cut_off(diary)
    long_ago = time.time() - 61
    os.utime(journal_of(diary), (long_ago, long_ago))
    assert severities(diary) == [1]
    assert len(aside(diary)) == 2


@pytest.mark.usefixtures("cannot_ask")
def test_where_nobody_can_be_asked_a_journal_of_another_state_is_refused_all_the_same(diary: Path) -> None:
    cut_off(diary)
    set_counter(diary, 77)
    before = diary.read_bytes()
    with pytest.raises(DiaryError, match="belongs to another state"):
        severities(diary)
    assert diary.read_bytes() == before


# What is kept of it


def test_few_copies_are_kept_and_the_same_once(diary: Path) -> None:
    for number in range(journals.KEPT + 4):
        log(diary, number)
        cut_off(diary)
        moment = time.time() - 3600 + number
        os.utime(journal_of(diary), (moment, moment))
        severities(diary)
    assert len(aside(diary)) == 2 * journals.KEPT
    shutil.rmtree(backup_folder(diary))
    cut_off(diary)
    set_counter(diary, 77)
    for _ in range(3):
        with pytest.raises(DiaryError, match="belongs to another state"):
            severities(diary)
    assert len(aside(diary)) == 2


def test_two_of_one_second_have_names_of_their_own(diary: Path) -> None:
    found = set()
    for number in range(3):
        log(diary, number)
        cut_off(diary)
        os.utime(journal_of(diary), (1_700_000_000, 1_700_000_000))
        found.add(diary.read_bytes())
        severities(diary)
    assert found <= {path.read_bytes() for path in backup_folder(diary).iterdir()}


def test_where_no_copy_can_be_made_nothing_is_replayed(cramp: Cramp, diary: Path) -> None:
    cut_off(diary)
    before = diary.read_bytes()
    backup_folder(diary).write_text("in the way")
    ran = cramp("--diary", diary, "list")
    assert (ran.exit_code, ran.out) == (3, "")
    assert "no copy of both could be made" in ran.err
    assert diary.read_bytes() == before
    assert journal_of(diary).exists()
    backup_folder(diary).unlink()
    assert severities(diary) == [1]


def test_a_purge_reaches_what_was_set_aside(cramp: Cramp, diary: Path) -> None:
    log(diary, 3, note="a secret of mine")
    cut_off(diary)
    severities(diary)
    assert any(b"a secret of mine" in path.read_bytes() for path in backup_folder(diary).iterdir())
    ran = cramp("--diary", diary, "purge", "2", "--backups", "--yes")
    assert ran.exit_code == 0
    assert not any(
        b"a secret of mine" in path.read_bytes() for path in diary.parent.rglob("*") if path.is_file()
    )
    assert [path.name for path in backup_folder(diary).glob("*-journal.set-aside")] == []


@pytest.mark.slow
def test_an_entry_that_a_journal_of_one_step_before_swallowed_is_told_and_comes_back(
    run_cramp: Cramp, diary: Path
) -> None:
    cut_off(diary)  # it was acknowledged elsewhere, and then a synced folder brought the journal back
    ran = run_cramp("--diary", diary, "info", "--verify")
    assert ran.exit_code == 1
    assert "holds 1 version that the diary lacks" in ran.err
    command = ran.err.split("`")[-2].split()
    assert command[:4] == ["cramp", "--diary", str(diary), "merge"]
    assert run_cramp(*command[1:]).exit_code == 0
    assert severities(diary) == [1, 9]
    assert run_cramp("--diary", diary, "info", "--verify").exit_code == 0


def test_no_new_diary_is_begun_beside_the_journal_of_one_that_is_gone(cramp: Cramp) -> None:
    assert cramp("log", "5").exit_code == 0
    path = Path(cramp("info", "--json").json["path"])
    cut_off(path)
    kept = journal_of(path).read_bytes()
    path.unlink()
    ran = cramp("log", "6")
    assert (ran.exit_code, ran.out) == (3, "")
    assert "was left by a diary that is not here" in ran.err
    assert not path.exists()
    assert journal_of(path).read_bytes() == kept


# Write-ahead logs, which other tools leave


@pytest.fixture(params=["x", "x" * 9000], ids=["without page 1", "with page 1"])
def in_wal_mode(request: pytest.FixtureRequest, diary: Path, tmp_path: Path) -> Path:
    """A diary as another tool leaves it in WAL mode: entry 2 is in the -wal file alone."""
    with closing(Store(diary, now=NOW)) as store:
        store.connection.execute("PRAGMA journal_mode = WAL")
        with store.change("log") as change:
            change.add(episode(severity=2, note=request.param))
        copy = tmp_path / "copy" / "diary.db"
        copy.parent.mkdir()
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{diary}{suffix}", f"{copy}{suffix}")
    return copy


def test_a_write_ahead_log_of_this_diary_is_taken_in_and_kept(in_wal_mode: Path) -> None:
    assert severities(in_wal_mode) == [1, 2]
    assert len(aside(in_wal_mode)) == 2


def test_a_write_ahead_log_beside_a_diary_that_has_none_any_more_is_refused(in_wal_mode: Path) -> None:
    wal_of_then = Path(f"{in_wal_mode}-wal").read_bytes()
    assert severities(in_wal_mode) == [1, 2]
    log(in_wal_mode, 3)
    refuses(in_wal_mode, wal_of_then)
    assert severities(in_wal_mode) == [1, 2, 3]


@pytest.mark.parametrize("steps", [-9, 9])
def test_a_write_ahead_log_of_another_state_is_refused(in_wal_mode: Path, steps: int) -> None:
    wal = Path(f"{in_wal_mode}-wal").read_bytes()
    counter = int.from_bytes(in_wal_mode.read_bytes()[24:28], "big")
    set_counter(in_wal_mode, (counter + steps) % 2**32)
    # Where page 1 is not in it, only the number of pages tells.
    set_counter(in_wal_mode, int.from_bytes(in_wal_mode.read_bytes()[28:32], "big") + 20, at=28)
    refuses(in_wal_mode, wal)


def refuses(path: Path, wal: bytes) -> None:
    """Look whether a diary is refused beside this write-ahead log, which is away again afterwards."""
    Path(f"{path}-wal").write_bytes(wal)
    before = path.read_bytes()
    with pytest.raises(DiaryError, match="-wal belongs to another state"):
        severities(path)
    assert path.read_bytes() == before
    Path(f"{path}-wal").unlink()
