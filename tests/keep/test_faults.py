"""What other processes, signals and full disks can do to a diary, and what must then still hold.

An entry whose number was told is in the file; a command is in it wholly or not at all; and the diary can be
used afterwards.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crampdiary.cli.settings import DIARY_NAME
from crampdiary.errors import CrampError
from crampdiary.keep import file as diaryfile
from crampdiary.keep import private
from crampdiary.keep.store import Store
from crampdiary.keep.versions import Change
from kit.builders import NOW, episode, exposure
from kit.copies import copies_of
from kit.running import Cramp, Ran, at_once, needs_fork

default_place = Path("crampdiary") / DIARY_NAME


def log_with_two_remedies(store: Store) -> str:
    """Record three entries by one command; return the uid of the first."""
    with store.change("log") as change:
        uid = change.add(episode()).uid
        change.add(exposure("stretching"))
        change.add(exposure("heat"))
    return uid


def create(path: Path) -> None:
    Store(path, now=NOW, create=True).close()


def problems(path: Path) -> list[str]:
    with closing(Store(path, now=NOW)) as store:
        return store.problems()


def ask(path: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# Killed


def kill_while_logging(path: Path, attempts: int) -> int:
    """Kill a process that logs again and again, that often; return how many commands it told of."""
    draw = random.Random(attempts)
    told: set[str] = set()
    for attempt in range(attempts):
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                with closing(Store(path, now=NOW)) as store:
                    while True:
                        os.write(mouth, log_with_two_remedies(store).encode() + b"\n")
            finally:
                os._exit(1)
        os.close(mouth)
        time.sleep(draw.uniform(0.004, 0.120))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "it was to be killed, not to fail"
        with os.fdopen(ear) as heard:
            told.update(heard.read().split())
        if attempt % 10 == 0 or attempt == attempts - 1:
            assert problems(path) == []
        assert told <= {uid for (uid,) in ask(path, "SELECT uid FROM episode")}
        assert ask(path, "SELECT op_id FROM revision GROUP BY op_id HAVING count(*) != 3") == []
        assert ask(path, "SELECT id FROM op WHERE id NOT IN (SELECT op_id FROM revision)") == []
    return len(told)


@pytest.mark.slow
@needs_fork
def test_a_process_killed_at_any_moment_loses_nothing_it_told_and_leaves_no_half_command(
    diary_path: Path,
) -> None:
    create(diary_path)
    assert kill_while_logging(diary_path, 20) > 0  # and 400 below, slowly


@needs_fork
@pytest.mark.slow
def test_many_processes_killed_at_any_moment_lose_nothing(diary_path: Path) -> None:
    create(diary_path)
    assert kill_while_logging(diary_path, 400) > 100


_IN_A_TRANSACTION = """
import signal
for name in ("SIGHUP", "SIGTERM"):  # a test run under nohup hands down that SIGHUP is ignored
    signal.signal(getattr(signal, name), signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
import sys, time
from crampdiary.__main__ import main
from crampdiary.keep.versions import Change
add = Change.add
def add_and_wait(self, record):
    entry = add(self, record)
    print("written", file=sys.stderr, flush=True)
    time.sleep(60)
    return entry
Change.add = add_and_wait
main()
"""


@pytest.mark.slow_but_first
@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize(
    ("number", "ends"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (getattr(signal, "SIGHUP", 1), -1)],
)
def test_a_signal_within_a_transaction_leaves_nothing_of_it(
    cramp: Cramp, diary_path: Path, number: int, ends: int
) -> None:
    create(diary_path)
    before = digest(diary_path)
    process = subprocess.Popen(
        [sys.executable, "-c", _IN_A_TRANSACTION, "--diary", str(diary_path), "log", "5"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        assert process.stderr.readline() == "written\n"
        process.send_signal(number)
        try:
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, out) == (ends, "")
    assert "Traceback" not in err
    assert problems(diary_path) == []
    assert digest(diary_path) == before
    assert cramp("--diary", diary_path, "log", "5").exit_code == 0


# Many at once


def log_at_once(path: Path, processes: int, entries: int) -> None:
    create(path)

    def work() -> list[int]:
        numbers = []
        for _ in range(entries):
            with closing(Store(path, now=NOW)) as store, store.change("log") as change:
                numbers.append(change.add(episode()).number)
        return numbers

    answers = at_once(*[work] * processes)
    assert not [answer for answer in answers if isinstance(answer, BaseException)]
    numbers = [number for answer in answers for number in answer]
    assert sorted(numbers) == list(range(1, processes * entries + 1))
    assert problems(path) == []
    assert ask(path, "SELECT count(*), count(DISTINCT stamp) FROM revision") == [(len(numbers), len(numbers))]


@pytest.mark.slow
@needs_fork
def test_many_processes_that_log_at_once_all_save_all(diary_path: Path) -> None:
    log_at_once(diary_path, processes=8, entries=12)


@needs_fork
@pytest.mark.slow
def test_many_processes_that_log_much_at_once_all_save_all(diary_path: Path) -> None:
    log_at_once(diary_path, processes=8, entries=200)


@pytest.mark.slow
def test_many_shells_that_log_at_once_all_save_all(diary_path: Path) -> None:
    create(diary_path)
    for _ in range(25):
        shells = [
            subprocess.Popen(
                [sys.executable, "-m", "crampdiary", "--diary", str(diary_path), "log", "5"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(8)
        ]
        for shell in shells:
            told, _ = shell.communicate(timeout=60)
            assert shell.returncode == 0, told
            assert told.startswith("Saved ")
            beside = [line for line in told.splitlines()[1:] if "says the same" not in line]
            assert beside == [], "such as a backup that failed"
    assert ask(diary_path, "SELECT count(*), max(id) FROM episode") == [(200, 200)]
    assert problems(diary_path) == []


def first_logs_at_once(cramp: Cramp, folder: Path, monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    for number in range(rounds):
        monkeypatch.setenv("XDG_DATA_HOME", str(folder / str(number)))
        path = folder / str(number) / default_place
        times = [f"{20 * each}m" for each in range(8)]  # or each would look like the one before
        answers = at_once(*[partial(cramp, "log", "5", "--ago", each, "--json") for each in times])
        assert [(answer.exit_code, answer.err) for answer in answers] == [(0, "")] * 8
        assert sorted(answer.json["entries"][0]["id"] for answer in answers) == list(range(1, 9))
        assert ask(path, "SELECT count(*) FROM episode") == [(8,)]
        assert problems(path) == []
        backups = private.backup_folder(path)
        assert {each.name for each in path.parent.iterdir()} == {path.name, backups.name}
        assert {each.suffix for each in copies_of(path)} == {".backup"}


@pytest.mark.slow_but_first
@needs_fork
@pytest.mark.skipif(sys.platform != "linux", reason="the default place is told by XDG_DATA_HOME")
@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
def test_of_many_first_logs_at_once_every_one_is_saved_in_one_diary(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.delattr(os, "link")
    first_logs_at_once(cramp, tmp_path, monkeypatch, rounds=3 if links else 1)


@needs_fork
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the default place is told by XDG_DATA_HOME")
@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
def test_of_many_first_logs_at_once_every_one_is_saved_every_time(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.delattr(os, "link")
    first_logs_at_once(cramp, tmp_path, monkeypatch, rounds=40)


@needs_fork
def test_of_two_undos_at_once_each_takes_back_another_command_or_finds_nothing(diary_path: Path) -> None:
    create(diary_path)
    with closing(Store(diary_path, now=NOW)) as store:
        for severity in range(6):
            with store.change("log") as change:
                change.add(episode(severity=severity))

    def undo() -> list[int]:
        with closing(Store(diary_path, now=NOW)) as store:
            return [change.number for reversal in store.undo() for change in reversal.changes]

    taken: list[int] = []
    for _ in range(4):
        first, second = at_once(undo, undo)
        assert isinstance(first, list), first
        assert isinstance(second, list), second
        taken += first + second
    assert sorted(taken) == [1, 2, 3, 4, 5, 6]
    assert problems(diary_path) == []
    with closing(Store(diary_path, now=NOW)) as store:
        for _ in range(6):
            assert store.redo()
        assert len(store.entries()) == 6


@needs_fork
@pytest.mark.parametrize("direction", ["undo", "redo"])
def test_killed_half_way_through_many_undos_none_of_them_is_done(
    diary_path: Path, monkeypatch: pytest.MonkeyPatch, direction: str
) -> None:
    create(diary_path)
    with closing(Store(diary_path, now=NOW)) as store:
        for severity in range(10):
            with store.change("log") as change:
                change.add(episode(severity=severity))
        if direction == "redo":
            store.undo(10)
        before = store.entries()
    reverse, done = Change.reverse, 0

    def killed(self: Change, op: sqlite3.Row) -> Any:
        nonlocal done
        done += 1
        return reverse(self, op) if done < 6 else os._exit(9)

    process = os.fork()
    if process == 0:
        monkeypatch.setattr(Change, "reverse", killed)
        with closing(Store(diary_path, now=NOW)) as store:
            getattr(store, direction)(10)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    with closing(Store(diary_path, now=NOW)) as store:
        assert store.entries() == before
        assert len(getattr(store, direction)(20)) == 10
        assert store.problems() == []


@needs_fork
def test_many_that_read_at_once_all_see_it_and_change_nothing(cramp: Cramp, diary_path: Path) -> None:
    create(diary_path)
    with closing(Store(diary_path, now=NOW)) as store:
        log_with_two_remedies(store)
    before, modified = digest(diary_path), diary_path.stat().st_mtime_ns
    answers = at_once(*[lambda: cramp("--diary", diary_path, "list", "--json")] * 8)
    assert {answer.exit_code for answer in answers} == {0}
    assert {len(answer.json["entries"]) for answer in answers} == {3}
    assert (digest(diary_path), diary_path.stat().st_mtime_ns) == (before, modified)


@contextmanager
def held_by_another(path: Path, begin: str) -> Iterator[None]:
    """Let another process hold the diary in a transaction."""
    held, holding = os.pipe()
    done, finish = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(finish)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute(begin)
        os.write(holding, b"!")
        os.read(done, 1)
        os._exit(0)
    os.close(done)
    assert os.read(held, 1) == b"!"
    try:
        yield
    finally:
        os.close(finish)
        os.waitpid(child, 0)
        os.close(held)
        os.close(holding)


@pytest.mark.slow
@needs_fork
def test_a_diary_that_is_held_for_too_long_is_busy_and_nothing_was_saved(
    cramp: Cramp, diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diaryfile, "BUSY_TIMEOUT_S", 0.3)
    create(diary_path)
    cramp("--diary", diary_path, "log", "5")
    before = digest(diary_path)
    with held_by_another(diary_path, "BEGIN IMMEDIATE"):
        for command in (("log", "5"), ("undo",), ("edit", "1", "--severity", "3"), ("delete", "1")):
            began = time.monotonic()
            ran = cramp("--diary", diary_path, *command)
            assert time.monotonic() - began < 1.3
            assert (ran.exit_code, ran.out) == (4, "")
            assert (
                ran.err
                == "The diary is busy: another program is writing to it. Nothing was saved. Try again.\n"
            )
    assert digest(diary_path) == before
    assert cramp("--diary", diary_path, "log", "5").exit_code == 0


@needs_fork
def test_a_diary_that_is_held_for_a_while_is_waited_for(cramp: Cramp, diary_path: Path) -> None:
    create(diary_path)

    def hold_and_let_go() -> None:
        with closing(sqlite3.connect(diary_path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(0.3)
            connection.execute("COMMIT")

    def log() -> Ran:
        time.sleep(0.1)
        return cramp("--diary", diary_path, "log", "5")

    _, ran = at_once(hold_and_let_go, log)
    assert (ran.exit_code, ran.err) == (0, "")


@needs_fork
def test_what_is_being_written_hinders_nobody_from_reading(cramp: Cramp, diary_path: Path) -> None:
    create(diary_path)
    cramp("--diary", diary_path, "log", "5")
    with held_by_another(diary_path, "BEGIN IMMEDIATE"):
        ran = cramp("--diary", diary_path, "list", "--json")
        assert ran.exit_code == 0
        assert len(ran.json["entries"]) == 1


# No room


def no_larger_than(size: int, work: Callable[[], Any]) -> Any:
    """Do something in a process in which no file can grow beyond a size, as on a full disk."""
    import resource

    def limited() -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return work()

    (answer,) = at_once(limited)
    return answer


@pytest.mark.slow_but_first
@needs_fork
@pytest.mark.parametrize(
    "command",
    [("log", "5", "--note", "x" * 9000), ("undo",), ("delete", "1"), ("edit", "1", "--note", "x" * 9000)],
)
def test_where_no_file_can_grow_nothing_is_saved_and_nothing_is_lost(
    cramp: Cramp, diary_path: Path, command: tuple[str, ...]
) -> None:
    create(diary_path)
    assert cramp("--diary", diary_path, "log", "5").exit_code == 0
    before = digest(diary_path)
    size = diary_path.stat().st_size
    shutil.rmtree(private.backup_folder(diary_path))
    for limit in (1, 512, 4096, 8192, 20_000, size // 2, size):
        ran = no_larger_than(limit, lambda: cramp("--diary", diary_path, *command))
        if limit >= size // 2 and ran.exit_code == 0:
            break  # what it had to write fitted into pages that are there, below the limit
        assert (ran.exit_code, ran.out) == (1, ""), limit
        assert ran.err.count("\n") == 1
        assert "this was NOT saved" in ran.err
        assert problems(diary_path) == []
        assert digest(diary_path) == before
    else:
        assert cramp("--diary", diary_path, *command).exit_code == 0


@needs_fork
def test_where_no_file_can_grow_no_first_diary_is_half_made(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    cramp("--diary", tmp_path / "none.db", "list")  # loads what a fork under a limit could not
    for limit in (0, 4096, 40_000):
        ran = no_larger_than(limit, lambda: cramp("log", "5"))
        assert (ran.exit_code, ran.out) == (1, "")
        assert "NOT saved" in ran.err
        assert list((tmp_path / "crampdiary").iterdir()) == []
    assert cramp("log", "5").exit_code == 0


def test_a_disk_that_fills_up_within_a_command_takes_it_back(store: Store) -> None:
    log_with_two_remedies(store)
    before = digest(store.path)
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with store.change("log") as change:
            for _ in range(100):
                change.add(episode(note="x" * 5000))

    with pytest.raises(CrampError, match="The disk is full: this was NOT saved") as caught:
        fill()
    assert caught.value.exit_code == 1
    assert digest(store.path) == before
    store.connection.execute("PRAGMA max_page_count = 1000000")
    log_with_two_remedies(store)
    assert store.problems() == []
