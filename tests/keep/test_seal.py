"""What the last commit left of the file, and when every page is looked at before a write."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crampdiary.errors import BusyError, CrampError, DiaryError
from crampdiary.keep import private, seal
from crampdiary.keep.seal import FileMark, Seal
from crampdiary.keep.store import Store
from kit.builders import NOW, episode
from kit.running import needs_fork

ENTRIES = 600
_INNER = (0x02, 0x05)  # kinds of pages that lead to others
LATER = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A diary of so many entries that each table and index has several pages."""
    path = tmp_path_factory.mktemp("written") / "diary.db"
    with closing(Store(path, now=NOW, create=True)) as store, store.change("log") as change:
        for _ in range(ENTRIES):
            change.add(episode())
    return path


@pytest.fixture
def diary(written: Path, diary_path: Path) -> Path:
    """That diary with a folder for its backups, and with a seal of today."""
    shutil.copyfile(written, diary_path)
    private.make_backup_folder(diary_path)
    assert checks_first(diary_path)
    assert not checks_first(diary_path)
    return diary_path


def seal_of(diary: Path) -> Path:
    return private.backup_folder(diary) / seal.NAME


def checks_first(diary: Path, *, now: datetime = NOW) -> bool:
    """Write an entry, and return whether every page was looked at before that."""
    with closing(Store(diary, now=now)) as store:
        return _writes(store)


def _writes(store: Store) -> bool:
    done: list[str] = []
    store.connection.set_trace_callback(done.append)
    with store.change("log") as change:
        change.add(episode())
    store.connection.set_trace_callback(None)
    looked = [number for number, each in enumerate(done) if "quick_check" in each]
    written = [number for number, each in enumerate(done) if each.startswith("INSERT")]
    assert all(number < written[0] for number in looked)
    return bool(looked)


def first_leaf(diary: Path, name: str) -> int:
    """Return the page of the oldest rows of a table or index, which no new entry touches."""
    with closing(sqlite3.connect(diary)) as connection:
        (number,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
        ).fetchone()
    content = diary.read_bytes()
    page = content[(number - 1) * 4096 : number * 4096]
    assert page[0] in _INNER, "it has one page alone, on which any entry is written"
    while page[0] in _INNER:
        at = int.from_bytes(page[12:14], "big")
        number = int.from_bytes(page[at : at + 4], "big")
        page = content[(number - 1) * 4096 : number * 4096]
    return int(number)


def spoil(diary: Path, name: str) -> bytes:
    """Change the bytes that tell what kind of page one is, and leave the rest; return the file as it is then."""
    page = first_leaf(diary, name)
    with diary.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x00\x01")
    return diary.read_bytes()


def sealed_as_it_is(diary: Path, now: datetime = NOW) -> None:
    """Leave the seal that fits the file: as where a disk changes bytes, which no clock and no counter tells."""
    with closing(Seal(diary, now.date())) as fitting:
        fitting.open()
        seal_of(diary).write_bytes(fitting._line(fitting._mark()))


@pytest.mark.parametrize("name", ["episode", "revision", "episode_by_night", "revision_by_op", "record"])
def test_what_was_changed_from_outside_is_found_before_the_next_write(diary: Path, name: str) -> None:
    before = spoil(diary, name)
    with pytest.raises(DiaryError, match="damaged"):
        checks_first(diary)
    assert diary.read_bytes() == before


@pytest.mark.parametrize("name", ["episode", "revision", "episode_by_night", "revision_by_op", "record"])
def test_what_was_changed_without_a_trace_is_found_by_the_first_write_of_a_day(
    diary: Path, name: str
) -> None:
    before = spoil(diary, name)
    sealed_as_it_is(diary)
    with pytest.raises(DiaryError, match="damaged"):
        checks_first(diary, now=LATER)
    assert diary.read_bytes() == before


def test_a_change_that_sets_the_time_back_is_found_too(diary: Path) -> None:
    status = diary.stat()
    before = spoil(diary, "episode")
    os.utime(diary, ns=(status.st_atime_ns, status.st_mtime_ns))
    if os.name != "posix":
        pytest.skip("the time of the last change of any kind is POSIX's")
    with pytest.raises(DiaryError, match="damaged"):
        checks_first(diary)
    assert diary.read_bytes() == before


def test_every_page_is_looked_at_once_a_day_whichever_way_the_clock_goes(diary: Path) -> None:
    assert not checks_first(diary)
    for now in (LATER, NOW, NOW - timedelta(days=400), NOW):
        assert checks_first(diary, now=now)
        assert not checks_first(diary, now=now)


def _another_files(at: Path) -> None:
    at.write_bytes(at.read_bytes().replace(b" ", b" 1", 3)[: at.stat().st_size])


def _a_pipe(at: Path) -> None:
    at.unlink()
    os.mkfifo(at)


def _a_link(at: Path) -> None:
    aside = at.with_name("elsewhere")
    at.rename(aside)
    at.symlink_to(aside)


def _open_to_others(at: Path) -> None:
    at.parent.chmod(0o777)


SPOILT: tuple[Callable[[Path], object], ...] = (
    lambda at: at.unlink(),
    lambda at: at.write_bytes(b""),
    lambda at: at.write_bytes(os.urandom(160)),
    lambda at: at.write_bytes(at.read_bytes()[:-1]),
    lambda at: at.write_bytes(at.read_bytes() + b"\n"),
    lambda at: at.write_bytes(at.read_bytes() * 10_000),
    _another_files,
)
NO_FILE = (_a_pipe, _a_link, _open_to_others)


@pytest.mark.parametrize("number", range(len(SPOILT)))
def test_a_seal_that_is_anything_else_costs_one_check(diary: Path, number: int) -> None:
    SPOILT[number](seal_of(diary))
    assert checks_first(diary)
    assert not checks_first(diary)


@pytest.mark.skipif(os.name != "posix", reason="pipes, links and modes are POSIX's")
@pytest.mark.parametrize("hinder", NO_FILE, ids=lambda each: each.__name__.strip("_"))
def test_where_a_seal_cannot_be_left_or_trusted_every_process_checks(
    diary: Path, hinder: Callable[[Path], None]
) -> None:
    hinder(seal_of(diary))
    assert checks_first(diary)
    assert checks_first(diary)
    with closing(Store(diary, now=NOW)) as store:
        assert _writes(store)
        assert not _writes(store), "what this process left itself it knows"


def test_without_a_folder_of_backups_none_is_made_for_the_seal(diary: Path) -> None:
    shutil.rmtree(private.backup_folder(diary))
    assert checks_first(diary)
    assert checks_first(diary)
    assert not private.backup_folder(diary).exists()


def test_a_copy_of_the_diary_is_another_file(diary: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / diary.name
    shutil.copytree(diary.parent, copy.parent)
    assert checks_first(copy)
    old = diary.read_bytes()
    assert not checks_first(diary)
    diary.write_bytes(old)
    assert checks_first(diary)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_seal_is_private_and_says_nothing_of_what_was_typed(diary: Path) -> None:
    seal_of(diary).unlink()
    before = os.umask(0)
    try:
        checks_first(diary)
    finally:
        os.umask(before)
    assert seal_of(diary).stat().st_mode & 0o777 == 0o600
    assert not set(seal_of(diary).read_text()) - set("0123456789- \n")


def _by_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO local_state VALUES ('other', 'x')")


def _by_bytes(path: Path) -> None:
    # Of the last page, which no commit of this test writes; without SQLite, whose locks it does not ask for.
    page = path.stat().st_size // 4096
    file = os.open(path, os.O_RDWR)
    kept.append(file)  # closing it would let go of the locks of this process
    os.lseek(file, (page - 1) * 4096 + 8, os.SEEK_SET)
    byte = os.read(file, 1)
    os.lseek(file, -1, os.SEEK_CUR)
    os.write(file, byte)


kept: list[int] = []


@pytest.mark.parametrize("other", [_by_sqlite, lambda path: checks_first(path)], ids=["sqlite", "cramp"])
def test_what_another_wrote_between_the_commit_and_the_seal_is_not_vouched_for(
    diary: Path, monkeypatch: pytest.MonkeyPatch, other: Callable[[Path], object]
) -> None:
    leave = Seal.leave
    with monkeypatch.context() as patch:

        def beaten_to_it(self: Seal, connection: sqlite3.Connection) -> None:
            patch.setattr(Seal, "leave", leave)
            other(diary)
            os.utime(diary)
            before = seal_of(diary).read_bytes()
            leave(self, connection)
            assert seal_of(diary).read_bytes() == before

        patch.setattr(Seal, "leave", beaten_to_it)
        checks_first(diary)
    assert checks_first(diary)


def test_what_another_wrote_where_nothing_was_committed_is_not_vouched_for(
    diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = Seal.leave

    def changed(self: Seal, connection: sqlite3.Connection) -> None:
        os.utime(diary)
        leave(self, connection)

    with monkeypatch.context() as patch, closing(Store(diary, now=NOW)) as store:
        patch.setattr(Seal, "leave", changed)
        with store.writing():
            pass
    assert checks_first(diary)


@pytest.mark.skipif(os.name != "posix", reason="a file that is written to cannot be opened again elsewhere")
def test_what_another_wrote_within_a_transaction_is_not_vouched_for(diary: Path) -> None:
    with closing(Store(diary, now=NOW)) as store, store.change("log") as change:
        change.add(episode())
        _by_bytes(diary)
    while kept:
        os.close(kept.pop())
    assert checks_first(diary)


def test_a_transaction_that_wrote_nothing_vouches_for_what_was_checked_alone(diary: Path) -> None:
    with closing(Store(diary, now=NOW)) as store, pytest.raises(RuntimeError), store.change("log"):
        raise RuntimeError
    assert not checks_first(diary)
    with closing(Store(diary, now=LATER)) as store, store.writing():
        pass
    assert not checks_first(diary, now=LATER)


@needs_fork
@pytest.mark.parametrize("step", ["look_again", "leave", "_put"])
def test_killed_around_the_commit_the_next_write_checks(
    diary: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    process = os.fork()
    if process == 0:
        monkeypatch.setattr(Seal, step, lambda *_: os._exit(9))
        checks_first(diary)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    with closing(Store(diary, now=NOW)) as store:
        saved = len(store.entries("episode")) == ENTRIES + 3
    assert saved == (step != "look_again")
    assert checks_first(diary) == saved, "where nothing was committed, the file is as it was sealed"


def test_where_times_are_too_coarse_to_tell_two_changes_apart_nothing_is_vouched_for() -> None:
    fine = FileMark(1, 2, 4096, 1_700_000_000_000_000_001, 0, 7)
    assert fine.can_vouch
    assert not fine._replace(modified_ns=1_700_000_000_000_000_000).can_vouch


@pytest.mark.parametrize("chance", range(4))
def test_every_page_is_looked_at_just_when_the_file_or_the_day_is_another(diary: Path, chance: int) -> None:
    """Whatever happens in between, in any order: checked as often as needed, and no more often."""
    chosen = random.Random(chance)
    day, known = NOW, True
    for _ in range(60):
        what = chosen.choice(["write", "write", "write", "day", "sqlite", "touch", "seal", "none", "read"])
        if what == "write":
            assert checks_first(diary, now=day) is not known
            known = True
        elif what == "day":
            day += timedelta(days=chosen.choice([1, 2, -1, -30]))
            known = False
        elif what == "sqlite":
            with closing(sqlite3.connect(diary)) as other, other:
                other.execute("INSERT OR REPLACE INTO local_state VALUES ('other', ?)", (chosen.random(),))
            known = False
        elif what == "touch":
            os.utime(diary)
            known = False
        elif what == "seal":
            seal_of(diary).unlink(missing_ok=True)
            known = False
        elif what == "none":
            with closing(Store(diary, now=day)) as store, store.writing():
                pass
            known = True
        else:
            with closing(Store(diary, now=day)) as store:
                store.entries()


def test_a_value_that_cramp_never_writes_is_still_refused_after_the_pages_were_looked_at(diary: Path) -> None:
    seal_of(diary).unlink()
    with closing(Store(diary, now=NOW)) as store:
        assert _writes(store)
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            store.connection.execute("UPDATE episode SET severity = 11")


@pytest.mark.parametrize(
    "decayed",
    ["severity = 21", "side = 'lefv'", "sites = 'Z' || substr(sites, 2)", "night = night || '0'"],
)
def test_a_value_that_decayed_without_a_trace_is_found_by_verifying(diary: Path, decayed: str) -> None:
    with closing(sqlite3.connect(diary)) as other, other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute(f"UPDATE episode SET {decayed} WHERE id = 7")
    sealed_as_it_is(diary)
    assert checks_first(diary, now=LATER), "the page is built as it was, so it may be written to"
    with closing(Store(diary, now=LATER)) as store:
        problems = store.problems()
    assert any("CHECK constraint failed" in each for each in problems)
    assert "entry 7 differs from what its versions make" in problems


@pytest.mark.parametrize(
    ("error", "told", "what"),
    [
        (FileNotFoundError(errno.ENOENT, "gone"), BusyError, "was replaced meanwhile"),
        (PermissionError(errno.EACCES, "no"), DiaryError, "cannot be opened"),
        (OSError(errno.ENOSPC, "full"), DiaryError, "cannot be opened"),
        (OSError(errno.EMFILE, "too many"), DiaryError, "cannot be opened"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, OSError) else "",
)
def test_only_a_diary_that_is_gone_is_told_as_replaced(
    diary: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: type[CrampError], what: str
) -> None:
    before = diary.read_bytes()

    def fails(*_: object) -> int:
        raise error

    with closing(Store(diary, now=NOW)) as store:
        monkeypatch.setattr(os, "open", fails)
        with pytest.raises(told, match=what) as raised, store.change("log") as change:
            change.add(episode())
        monkeypatch.undo()
    assert "Nothing was saved." in str(raised.value)
    assert diary.read_bytes() == before


@pytest.fixture
def no_look_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget one that was begun."""
    monkeypatch.setattr(seal, "_ahead", None)


@pytest.mark.usefixtures("no_look_ahead")
@pytest.mark.parametrize("name", ["episode", "revision", "episode_by_night", "revision_by_op", "record"])
def test_a_look_ahead_finds_what_the_first_write_of_a_day_would(diary: Path, name: str) -> None:
    before = spoil(diary, name)
    sealed_as_it_is(diary)
    seal.look_ahead(diary, LATER.date())
    assert seal._ahead is not None
    with pytest.raises(DiaryError, match="damaged"):
        checks_first(diary, now=LATER)
    assert diary.read_bytes() == before


@pytest.mark.usefixtures("no_look_ahead")
def test_what_was_looked_at_ahead_is_not_looked_at_again(diary: Path) -> None:
    seal.look_ahead(diary, LATER.date())
    assert not checks_first(diary, now=LATER)
    assert not checks_first(diary, now=LATER)
    assert checks_first(diary, now=LATER + timedelta(days=1)), "it was of another day"


@pytest.mark.usefixtures("no_look_ahead")
@pytest.mark.parametrize("name", ["episode", "revision_by_op"])
def test_what_changed_after_a_look_ahead_is_looked_at_again(diary: Path, name: str) -> None:
    seal.look_ahead(diary, LATER.date())
    assert seal._ahead is not None
    assert seal._ahead.found_whole(seal._ahead._mark)
    before = spoil(diary, name)
    with pytest.raises(DiaryError, match="damaged"):
        checks_first(diary, now=LATER)
    assert diary.read_bytes() == before


@pytest.mark.usefixtures("no_look_ahead")
def test_a_look_ahead_holds_up_nobody_and_waits_for_nobody(diary: Path) -> None:
    with closing(sqlite3.connect(diary, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        seal.look_ahead(diary, LATER.date())
        assert seal._ahead is not None
        assert not seal._ahead.found_whole(seal._ahead._mark)
    assert checks_first(diary, now=LATER)


def _unread(at: Path) -> None:
    at.write_bytes(b"0" + at.read_bytes()[1:])


@pytest.mark.usefixtures("no_look_ahead")
@pytest.mark.parametrize("number", range(len(SPOILT) + 1))
def test_nothing_is_looked_at_ahead_but_what_the_seal_vouched_for_on_another_day(
    diary: Path, number: int
) -> None:
    seal.look_ahead(diary, NOW.date())
    assert seal._ahead is None, "it was looked at today"
    (*SPOILT, _unread)[number](seal_of(diary))
    seal.look_ahead(diary, LATER.date())
    assert seal._ahead is None


@pytest.mark.usefixtures("no_look_ahead")
def test_nothing_is_looked_at_ahead_in_a_file_that_something_else_wrote(diary: Path) -> None:
    with closing(sqlite3.connect(diary)) as other:
        other.execute("CREATE TABLE foreign_to_it (x)")
    seal.look_ahead(diary, LATER.date())
    assert seal._ahead is None


@pytest.mark.usefixtures("no_look_ahead")
def test_where_no_thread_can_begin_the_write_looks(diary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("_thread.start_new_thread", refused)
    seal.look_ahead(diary, LATER.date())
    assert checks_first(diary, now=LATER)


@needs_fork
@pytest.mark.usefixtures("no_look_ahead")
def test_a_look_ahead_plays_no_journal_back(diary: Path) -> None:
    """That of a dead process is looked at first by who opens the diary to write (`journals`)."""
    process = os.fork()
    if process == 0:
        other = sqlite3.connect(diary, isolation_level=None)
        other.execute("PRAGMA cache_size = 2")
        other.execute("BEGIN IMMEDIATE")
        other.executemany("INSERT INTO local_state VALUES (?, 'x')", ((f"{each}",) for each in range(9999)))
        os._exit(0)
    os.waitpid(process, 0)
    sealed_as_it_is(diary)
    files = (diary, diary.with_name(f"{diary.name}-journal"))
    before = [each.read_bytes() for each in files]
    seal.look_ahead(diary, LATER.date())
    assert seal._ahead is not None
    assert not seal._ahead.found_whole(seal._ahead._mark)
    assert [each.read_bytes() for each in files] == before
    assert checks_first(diary, now=LATER)
