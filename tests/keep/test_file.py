from __future__ import annotations

import hashlib
import os
import pickle
import random
import shutil
import sqlite3
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from crampdiary.errors import BusyError, CrampError, DiaryError
from crampdiary.keep import faults, private, schema
from crampdiary.keep import file as diaryfile
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, exposure, full_episode, said
from kit.copies import copies_of
from kit.running import Cramp, Ran, for_any_diary, slowly

posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and special files are POSIX's")
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def add(store: Store, *records: Any) -> None:
    with store.change("log") as change:
        for record in records:
            change.add(record)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def one_line(message: str) -> bool:
    return message.count("\n") == 1 and message.endswith("\n") and "Traceback" not in message


@pytest.fixture
def diary(diary_path: Path) -> Path:
    """A diary with two entries, closed."""
    store = Store(diary_path, now=NOW, create=True)
    add(store, full_episode(), exposure())
    store.close()
    return diary_path


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    store = Store(path, now=NOW)
    try:
        yield store
    finally:
        store.close()


# What is refused, with its bytes untouched

_COMMANDS = (("log", "5"), ("list",), ("undo",), ("info", "--verify"))


def refused(cramp: Cramp, path: Path, says: str) -> None:
    """Every command refuses the file with exit code 3 and one line, and leaves it and its folder alone."""
    before = digest(path)
    neighbours = names(path.parent)
    for command in _COMMANDS:
        ran = cramp("--diary", path, *command)
        assert (ran.exit_code, ran.out) == (3, ""), command
        assert one_line(ran.err)
        assert says in ran.err
    assert digest(path) == before
    assert names(path.parent) == neighbours


def test_a_mistyped_path_is_no_empty_diary(cramp: Cramp, tmp_path: Path) -> None:
    for command in _COMMANDS:
        ran = cramp("--diary", tmp_path / "typo.db", *command)
        assert ran.exit_code == 3
        assert one_line(ran.err)
        assert "There is no diary at" in ran.err
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ab",
        b"cramps: 3\n" * 40,
        PNG,
        b"SQLite format 3\0",
        b"SQLite format 3\0" + bytes(84),
        bytes(4096),
    ],
    ids=["empty", "two bytes", "text", "picture", "only the magic", "a bare header", "zeros"],
)
def test_what_is_not_a_diary_is_refused(cramp: Cramp, diary_path: Path, content: bytes) -> None:
    diary_path.write_bytes(content)
    refused(cramp, diary_path, "is not a cramp diary")


def test_a_backup_is_no_diary_and_leads_to_restore(cramp: Cramp, diary_path: Path) -> None:
    cramp("log", "5")
    shutil.copyfile(cramp("backup", "--json").json["path"], diary_path)
    refused(
        cramp,
        diary_path,
        "is a backup and not a diary. `cramp restore` with this path makes it the diary again.",
    )


@pytest.mark.parametrize("application_id", [0, 1, private.APPLICATION_ID - 1, 0x0F055112])
def test_another_programs_database_is_refused(cramp: Cramp, diary_path: Path, application_id: int) -> None:
    with closing(sqlite3.connect(diary_path)) as connection:
        connection.execute("CREATE TABLE episode (id INTEGER PRIMARY KEY)")
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    refused(cramp, diary_path, "is not a cramp diary")


@pytest.mark.parametrize("version", [schema.VERSION + 1, 99, 2**31 - 1])
def test_a_diary_from_a_newer_cramp_is_refused(cramp: Cramp, diary: Path, version: int) -> None:
    with closing(sqlite3.connect(diary)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    refused(cramp, diary, "made by a newer cramp. Update cramp")


def test_a_truncated_diary_is_never_written_to(cramp: Cramp, diary: Path) -> None:
    whole = diary.read_bytes()
    draw = random.Random(1)
    for size in (1, 99, 100, 511, 512, 4095, 4096, len(whole) - 1, *draw.sample(range(len(whole)), 32)):
        diary.write_bytes(whole[:size])
        for command in (("log", "5"), ("undo",)):
            ran = cramp("--diary", diary, *command)
            assert (ran.exit_code, ran.out) == (3, ""), size
            assert one_line(ran.err)
        assert diary.read_bytes() == whole[:size]


@pytest.mark.slow
def test_a_diary_truncated_anywhere_is_never_written_to(diary: Path) -> None:
    whole = diary.read_bytes()
    draw = random.Random(2)
    for size in draw.sample(range(len(whole)), 300):
        diary.write_bytes(whole[:size])
        with pytest.raises(DiaryError), opened(diary) as store:
            add(store, episode())
        assert diary.read_bytes() == whole[:size]


def test_a_truncated_diary_names_the_newest_good_backup(cramp: Cramp, diary: Path) -> None:
    cramp("--diary", diary, "log", "5")
    (backup,) = copies_of(diary)
    diary.write_bytes(diary.read_bytes()[:-4096])
    ran = cramp("--diary", diary, "log", "5")
    assert (ran.exit_code, ran.out) == (3, "")
    assert "is damaged, so nothing was written to it" in ran.err
    assert str(backup) in ran.err


def zeroed(path: Path, size: int) -> Iterator[tuple[bytes, int]]:
    """Yield the diary with one stretch after another set to zero, where it was not zero before."""
    whole = path.read_bytes()
    for start in range(0, len(whole), size):
        if any(whole[start : start + size]):
            yield whole[:start] + bytes(size) + whole[start + size :], start


def test_a_diary_with_a_page_of_zeros_is_never_written_to(diary: Path) -> None:
    for content, start in zeroed(diary, 4096):
        diary.write_bytes(content)
        with pytest.raises(DiaryError), opened(diary) as store:
            add(store, episode())
        assert diary.read_bytes() == content, start


def test_a_diary_with_a_sector_of_zeros_is_never_written_to_or_found_by_verifying(diary: Path) -> None:
    for content, start in zeroed(diary, 512):
        diary.write_bytes(content)
        try:
            with opened(diary) as store:
                found = store.problems()
                add(store, episode())
        except DiaryError:
            assert diary.read_bytes() == content, start
        else:
            # The quick check before a write reads no contents; the full one finds what it misses.
            assert found, start


# Odd paths


@posix
def test_what_is_no_file_is_refused_without_a_wait(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    before = names(tmp_path)
    for name, says in (
        ("folder", "is a folder, not a diary"),
        ("fifo", "is not an ordinary file"),
        ("loop", "cannot be reached"),
        ("dangling", "is a link to a file that is not there"),
        ("missing/diary.db", "There is no diary at"),
        ("folder/diary.db", "There is no diary at"),
        ("fifo/diary.db", "cannot be reached"),
    ):
        for command in _COMMANDS:
            began = time.monotonic()
            ran = cramp("--diary", tmp_path / name, *command)
            assert time.monotonic() - began < 2
            assert (ran.exit_code, ran.out) == (3, ""), name
            assert one_line(ran.err)
            assert says in ran.err
    assert names(tmp_path) == before


@posix
def test_a_device_is_no_diary(cramp: Cramp) -> None:
    for path in ("/dev/null", "/dev/zero"):
        ran = cramp("--diary", path, "log", "5")
        assert ran.exit_code == 3
        assert "is not an ordinary file" in ran.err


def test_a_path_that_cannot_be_is_refused(tmp_path: Path) -> None:
    for path in (Path("a\0b"), tmp_path / "a\0b", tmp_path / ("x" * 5000)):
        with pytest.raises(DiaryError, match="cannot be reached"):
            diaryfile.open_diary(path)


@pytest.mark.parametrize(
    "name",
    [
        "with space.db",
        "a?b#c%41&d=1.db",
        "-rf.db",
        "🦶.db",
        "é.db",
        "e\u0301.db",
        "file:x.db",
        "[x]",
        "'\";--",
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows refuses some of these names itself")
def test_odd_names_work(cramp: Cramp, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Store(path, now=NOW, create=True).close()
    assert cramp("--diary", path, "log", "5").exit_code == 0
    os.chdir(tmp_path)
    ran = cramp(f"--diary={name}", "log", "6")
    assert ran.exit_code == 0
    assert names(tmp_path) == {name, f"{name}-backups"}
    with opened(path) as store:
        assert [said(entry, "severity") for entry in store.entries("episode")] == [5, 6]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes names that are not text")
def test_a_name_that_is_no_text_works(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.db"))
    Store(path, now=NOW, create=True).close()
    with opened(path) as store:
        add(store, episode())
        assert store.problems() == []


@posix
def test_a_link_leads_to_the_diary_and_its_journal_is_beside_the_target(tmp_path: Path, diary: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(diary)
    with opened(link) as store, store.change("log") as change:
        change.add(episode())
        assert names(diary.parent) >= {"diary.db", "diary.db-journal"}
        assert names(link.parent) == {"link.db"}
    assert link.is_symlink()
    with opened(diary) as store:
        assert len(store.entries()) == 3


# Permissions


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_every_file_is_private_from_its_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    path = tmp_path / "new folder" / "diary.db"
    seen: dict[str, int] = {}

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "sqlite3.connect" and watching:
            file = Path(str(arguments[0]).removeprefix("file://").partition("?")[0].replace("%20", " "))
            seen[f"before connecting to {file.name}"] = mode(file)

    watching = True
    sys.addaudithook(watch)
    before = os.umask(umask)
    try:
        store = Store(path, now=NOW, create=True)
        with store.change("log") as change:
            change.add(episode())
            seen["journal"] = mode(Path(f"{path}-journal"))
        store.close()
    finally:
        os.umask(before)
        watching = False
    assert mode(path.parent) == 0o700
    seen["diary"] = mode(path)
    assert len(seen) == 4, "the new file, the diary, twice while open"
    assert set(seen.values()) == {0o600}, seen


@posix
def test_a_diary_that_others_could_read_is_made_private(diary: Path) -> None:
    diary.chmod(0o644)
    with opened(diary) as store:
        assert store.was_open_to_others
        assert len(store.entries()) == 2
    assert mode(diary) == 0o600
    with opened(diary) as store:
        assert not store.was_open_to_others


@posix
def test_a_diary_whose_mode_cannot_be_changed_still_works(
    diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary.chmod(0o644)  # as all files on FAT are

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    with opened(diary) as store:
        add(store, episode())
        assert not store.was_open_to_others, "it still is, so there is nothing to tell"


@pytest.fixture
def unprivileged(cramp: Cramp, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Cramp]]:
    """A folder with a diary of one entry, and a way to run `cramp` there as a user with no special rights."""
    if os.name != "posix":
        pytest.skip("modes are POSIX's")
    # Not in folders of pytest's or of the test's home, which are closed to others.
    folder = Path(tempfile.mkdtemp(prefix="cramp-unprivileged-", dir="/tmp"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "home"))
    is_root = os.geteuid() == 0

    def run(*arguments: str | Path) -> Ran:
        """Run a command in a fork: an unprivileged user may be unable to read this Python."""
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                if is_root:  # who may do anything: be nobody
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                os.write(mouth, pickle.dumps(cramp(*arguments)))
            finally:
                os._exit(0)
        os.close(mouth)
        with os.fdopen(ear, "rb") as told:
            answer = told.read()
        os.waitpid(child, 0)
        ran = pickle.loads(answer)
        assert isinstance(ran, Ran)
        return ran

    try:
        store = Store(folder / "diary.db", now=NOW, create=True)
        add(store, episode())
        store.close()
        for command in _COMMANDS:  # so that the fork has every module already
            cramp("--diary", folder / "typo.db", *command)
            cramp("--diary", folder / "diary.db", *command)
        shutil.rmtree(private.backup_folder(folder / "diary.db"))
        if is_root:
            for path in (folder, folder / "diary.db"):
                os.chown(path, 65534, 65534)
        yield folder, run
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_a_read_only_diary_can_be_read_and_says_that_nothing_was_saved(
    unprivileged: tuple[Path, Cramp],
) -> None:
    folder, run = unprivileged
    path = folder / "diary.db"
    path.chmod(0o400)
    before = path.read_bytes()
    assert run("--diary", path, "list").exit_code == 0
    ran = run("--diary", path, "log", "5")
    assert (ran.exit_code, ran.out) == (3, "")
    assert one_line(ran.err)
    assert "NOT saved" in ran.err
    assert path.read_bytes() == before


def test_a_diary_in_a_read_only_folder_can_be_read_and_says_that_nothing_was_saved(
    unprivileged: tuple[Path, Cramp],
) -> None:
    folder, run = unprivileged
    path = folder / "diary.db"
    folder.chmod(0o500)
    before = path.read_bytes()
    assert run("--diary", path, "list").exit_code == 0
    ran = run("--diary", path, "log", "5")
    assert (ran.exit_code, ran.out) == (3, "")
    assert one_line(ran.err)
    assert "NOT saved" in ran.err or "Nothing was saved" in ran.err
    assert path.read_bytes() == before


def test_a_diary_in_a_closed_folder_is_refused(unprivileged: tuple[Path, Cramp]) -> None:
    folder, run = unprivileged
    folder.chmod(0o000)
    for command in _COMMANDS:
        ran = run("--diary", folder / "diary.db", *command)
        assert (ran.exit_code, ran.out) == (3, "")
        assert one_line(ran.err)
        assert "cannot be reached: permission denied" in ran.err


def test_a_default_place_that_nobody_can_look_into_is_no_empty_diary(
    unprivileged: tuple[Path, Cramp], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, run = unprivileged
    monkeypatch.setenv("CRAMP_CONFIG", "/nowhere/config.toml")
    assert run("list").exit_code == 0
    folder.chmod(0o000)
    for command in _COMMANDS:
        ran = run(*command)
        assert (ran.exit_code, ran.out) == (3, ""), command
        assert "cannot be reached: permission denied" in ran.err


def test_a_diary_of_somebody_else_is_refused(
    unprivileged: tuple[Path, Cramp], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, run = unprivileged
    if os.geteuid() != 0:
        pytest.skip("only root can give a file to somebody else")
    path = folder / "diary.db"
    os.chown(path, 0, 0)
    monkeypatch.setenv("CRAMP_DIARY", str(path))
    for command in _COMMANDS:
        ran = run(*command)
        assert (ran.exit_code, ran.out) == (3, "")
        assert one_line(ran.err)
        assert "cannot be read: permission denied" in ran.err


def test_a_folder_that_cannot_be_made_is_one_line_and_leaves_nothing(
    unprivileged: tuple[Path, Cramp],
) -> None:
    folder, run = unprivileged
    folder.chmod(0o500)
    ran = run("log", "5")
    assert (ran.exit_code, ran.out) == (3, "")
    assert one_line(ran.err)
    assert "Cannot create the diary" in ran.err
    assert names(folder) == {"diary.db"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can leave files of root's")
def test_what_root_makes_in_a_persons_home_belongs_to_the_person(tmp_path: Path, cramp: Cramp) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    path = home / ".local" / "share" / "crampdiary" / "diary.db"
    ran = cramp("log", "5", env={"XDG_DATA_HOME": str(home / ".local" / "share")})
    assert (ran.exit_code, ran.err) == (0, "")
    made = [each for each in home.rglob("*") if each.stat().st_uid != 65534]
    assert path.exists()
    assert private.backup_folder(path).is_dir()
    assert made == []


# Journals that others left


def hot_journal_of(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Leave the diary as a process does that dies in a commit: changed, beside the journal to undo that.

    The journal is kept by a second name for it, as the commit deletes the first.
    """
    journal, kept = Path(f"{path}-journal"), Path(f"{path}.kept")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN IMMEDIATE")
        change(connection)
        os.link(journal, kept)
        connection.execute("COMMIT")
    kept.rename(journal)


@posix
def test_what_a_process_that_died_had_begun_is_taken_back(diary: Path) -> None:
    before = digest(diary)
    hot_journal_of(diary, lambda connection: connection.execute("UPDATE episode SET severity = 1"))
    assert digest(diary) != before
    with opened(diary) as store:
        assert said(store.entries("episode")[0], "severity") == 7
        assert store.problems() == []
    assert digest(diary) == before
    assert names(diary.parent) == {"diary.db", "diary.db-backups"}


@posix
def test_an_old_journal_is_kept_with_the_diary_as_both_were_before_it_is_replayed(diary: Path) -> None:
    original = diary.read_bytes()
    hot_journal_of(diary, lambda connection: connection.execute("UPDATE episode SET severity = 1"))
    journal = Path(f"{diary}-journal")
    synced, changed = journal.read_bytes(), diary.read_bytes()
    long_ago = time.time() - 3600
    os.utime(journal, (long_ago, long_ago))
    with opened(diary) as store:
        assert said(store.entries("episode")[0], "severity") == 7
    assert diary.read_bytes() == original
    folder = private.backup_folder(diary)
    assert sorted(path.read_bytes() for path in folder.iterdir()) == sorted([synced, changed])
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    assert mode(folder) == 0o700


@posix
def test_an_old_journal_beside_what_a_link_leads_to_is_kept_too(tmp_path: Path, diary: Path) -> None:
    link = tmp_path / "elsewhere.db"
    link.symlink_to(diary)
    hot_journal_of(diary, lambda connection: connection.execute("UPDATE episode SET severity = 1"))
    changed = diary.read_bytes()
    long_ago = time.time() - 3600
    os.utime(f"{diary}-journal", (long_ago, long_ago))
    with opened(link) as store:
        assert len(store.entries()) == 2
    kept = [path.read_bytes() for path in private.backup_folder(diary).iterdir()]
    assert changed in kept
    assert names(tmp_path) == {"diary.db", "diary.db-backups", "elsewhere.db"}


@posix
def test_a_diary_found_in_wal_is_converted_and_no_entry_is_lost(tmp_path: Path, diary: Path) -> None:
    with opened(diary) as store:
        assert store.connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
        add(store, episode("2026-03-29T03:00"))
        # As another tool leaves it that never closed it: the entry is in the -wal file alone.
        copy = tmp_path / "copy" / "diary.db"
        copy.parent.mkdir()
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{diary}{suffix}", f"{copy}{suffix}")
    with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT count(*) FROM episode").fetchone() == (1,)
    with opened(copy) as store:
        assert len(store.entries()) == 3
        assert store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        add(store, episode())
        assert store.problems() == []
    assert names(copy.parent) == {"diary.db", "diary.db-backups"}


def test_the_settings_of_every_connection(diary: Path) -> None:
    with closing(diaryfile.open_diary(diary)) as connection:
        asked = (
            "journal_mode",
            "synchronous",
            "secure_delete",
            "trusted_schema",
            "mmap_size",
            "foreign_keys",
        )
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
        assert values == ["delete", 3, 1, 0, 0, 1]
        assert connection.isolation_level is None


# Where a system lacks something


def test_without_hard_links_a_diary_is_created_all_the_same(
    diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "link", raising=False)
    with _created(diary_path) as store:
        add(store, episode())
        assert store.problems() == []
    assert names(diary_path.parent) == {"diary.db"}
    assert mode(diary_path) == 0o600 or os.name == "nt"


@contextmanager
def _created(path: Path) -> Iterator[Store]:
    store = Store(path, now=NOW, create=True)
    try:
        yield store
    finally:
        store.close()


def test_where_the_file_system_has_no_hard_links_a_diary_is_created_all_the_same(
    diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError("not on this file system")

    monkeypatch.setattr(os, "link", refuse, raising=False)
    with _created(diary_path) as store:
        assert store.problems() == []
    assert names(diary_path.parent) == {"diary.db"}


@pytest.mark.parametrize("links", [True, False])
def test_a_diary_that_is_there_by_then_is_left_alone(
    diary: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.delattr(os, "link", raising=False)
    before = digest(diary)
    diaryfile.create_diary(diary)
    assert digest(diary) == before
    assert names(diary.parent) == {"diary.db"}


def test_what_a_process_left_that_died_while_creating_holds_nobody_up_for_ever(
    diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "link", raising=False)
    claim = diary_path.with_name(".diary.db.creating")
    claim.touch()
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    with _created(diary_path) as store:
        assert store.problems() == []
    assert 1 < sum(waited) < 10
    assert names(diary_path.parent) == {"diary.db"}


def test_without_o_nofollow_a_diary_is_created_all_the_same(
    diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_NOFOLLOW", raising=False)
    with _created(diary_path) as store:
        add(store, episode())
        assert store.problems() == []


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_where_a_folder_cannot_be_synced_a_diary_is_created_all_the_same(
    diary_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    real: Callable[..., Any] = getattr(os, call)
    refused = []

    def refuse(what: Any, *arguments: Any, **named: Any) -> Any:
        if call == "fsync" or Path(what).is_dir():
            refused.append(what)
            raise OSError(22, "Invalid argument")
        return real(what, *arguments, **named)

    monkeypatch.setattr(os, call, refuse)
    with _created(diary_path) as store:
        add(store, episode())
    assert refused


def test_what_is_in_the_way_of_a_private_file_is_not_written_through(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(FileExistsError):
        private.create_private(taken)
    if os.name == "posix":
        (tmp_path / "link").symlink_to(tmp_path / "target")
        with pytest.raises(FileExistsError):
            private.create_private(tmp_path / "link")
    assert taken.read_text() == "mine"
    assert not (tmp_path / "target").exists()


def test_a_creation_that_fails_leaves_nothing(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise sqlite3.OperationalError("of this test")

    monkeypatch.setattr(diaryfile, "_migrate", fail)
    with pytest.raises(CrampError):
        Store(diary_path, now=NOW, create=True)
    assert names(diary_path.parent) == set()


def test_an_sqlite_that_is_too_old_is_named(cramp: Cramp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.36.0")
    ran = cramp("log", "5")
    assert (ran.exit_code, ran.out) == (3, "")
    assert one_line(ran.err)
    assert "SQLite 3.36.0, and the diary needs 3.37 or later" in ran.err


# What SQLite says, in the words of the diary


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("SQLITE_BUSY", BusyError, "busy: another program is writing"),
        ("SQLITE_BUSY_SNAPSHOT", BusyError, "Nothing was saved. Try again"),
        ("SQLITE_LOCKED", BusyError, "busy"),
        ("SQLITE_READONLY_DBMOVED", BusyError, "replaced meanwhile"),
        ("SQLITE_NOTADB", DiaryError, "is damaged"),
        ("SQLITE_CORRUPT", DiaryError, "is damaged"),
        ("SQLITE_CORRUPT_INDEX", DiaryError, "is damaged"),
        ("SQLITE_CANTOPEN", DiaryError, "cannot be opened"),
        ("SQLITE_READONLY", DiaryError, "NOT saved"),
        ("SQLITE_READONLY_DIRECTORY", DiaryError, "NOT saved"),
        ("SQLITE_PERM", DiaryError, "NOT saved"),
        ("SQLITE_FULL", CrampError, "disk is full: this was NOT saved"),
        ("SQLITE_IOERR_FSYNC", CrampError, r"\(SQLITE_IOERR_FSYNC\): this was NOT saved"),
        ("SQLITE_CONSTRAINT_CHECK", CrampError, "which is a mistake in cramp"),
        ("SQLITE_ERROR", CrampError, "which is a mistake in cramp"),
    ],
)
def test_every_fault_of_sqlite_says_what_became_of_the_entry(
    diary_path: Path, name: str, kind: type[CrampError], says: str
) -> None:
    error = sqlite3.OperationalError("near 'my secret note': syntax error")
    error.sqlite_errorname = name
    with pytest.raises(CrampError, match=says) as caught, faults.mapped_errors(diary_path):
        raise error
    assert type(caught.value) is kind
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_connection_that_cannot_be_set_up_is_closed(diary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(sqlite3.Connection):
        closed = 0

        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            if "journal_mode" in statement:
                raise sqlite3.DatabaseError("file is malformed")
            return super().execute(statement, *values)

        def close(self) -> None:
            Refusing.closed += 1
            super().close()

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **named: connect(*a, factory=Refusing, **named))
    with pytest.raises(DiaryError, match="is damaged"):
        diaryfile.open_diary(diary)
    assert Refusing.closed == 1


# A second name for the diary


@posix
@pytest.mark.slow
def test_a_diary_with_a_second_name_is_read_and_never_written_to(
    run_cramp: Cramp, diary: Path, tmp_path: Path
) -> None:
    second = tmp_path / "elsewhere" / "second.db"
    second.parent.mkdir()
    os.link(diary, second)
    before = digest(diary)
    for path in (diary, second):
        assert run_cramp("--diary", path, "list").exit_code == 0
        for command in (
            ("log", "5"),
            ("none", "2026-01-01"),
            ("undo",),
            ("delete", "1"),
            ("purge", "1", "--yes"),
            ("restore", "--yes", diary_beside(diary)),
        ):
            ran = run_cramp("--diary", path, *command)
            assert (ran.exit_code, ran.out) == (3, ""), command
            assert f"{path} has a second name (a hard link)" in ran.err
            assert "Nothing was saved. Remove the other name, or put a copy in its place." in ran.err
            assert one_line(ran.err)
    assert digest(diary) == before
    copy = second.with_name("copy")
    shutil.copyfile(second, copy)
    copy.replace(second)  # what it says is to be done
    assert run_cramp("--diary", diary, "log", "5").exit_code == 0
    assert run_cramp("--diary", second, "log", "5").exit_code == 0


def diary_beside(diary: Path) -> Path:
    other = diary.with_name("other.db")
    if not other.exists():
        with closing(Store(other, now=NOW, create=True)) as store:
            add(store, episode())
    return other


@posix
def test_the_second_name_that_a_first_log_gives_for_a_moment_holds_nobody_up(
    cramp: Cramp, diary: Path
) -> None:
    unfinished = diary.with_name(f".{diary.name}.0123456789abcdef.new")
    os.link(diary, unfinished)  # as one leaves it that was killed between the two
    assert cramp("--diary", diary, "log", "5").exit_code == 0
    assert names(diary.parent) == {"diary.db", "diary.db-backups"}


# What is not as cramp made it

_STRANGE = {
    "a column": ("ALTER TABLE episode ADD COLUMN extra TEXT", "table episode"),
    "a table": ("CREATE TABLE mine (x)", "table mine"),
    "an index": ("CREATE INDEX mine ON episode(note)", "index mine"),
    "a trigger": (
        "CREATE TRIGGER mine AFTER INSERT ON episode BEGIN DELETE FROM exposure; END",
        "trigger mine",
    ),
    "a view": ("CREATE VIEW mine AS SELECT 1", "view mine"),
    "statistics": ("ANALYZE", "table sqlite_stat1"),
    "a hostile name": ('CREATE VIEW "\x1b[31m mine" AS SELECT 1', "view"),
    "a view in the place of what is asked first": (
        "CREATE VIEW pragma_user_version AS SELECT 1",
        "view pragma_user_version",
    ),
}


@pytest.mark.parametrize("what", [next(iter(_STRANGE)), *map(slowly, list(_STRANGE)[1:])])
def test_what_no_cramp_made_is_refused_by_its_name_wherever_a_diary_is_opened(
    run_cramp: Cramp, diary: Path, tmp_path: Path, what: str
) -> None:
    statement, named = _STRANGE[what]
    good = diary_beside(diary)
    with closing(sqlite3.connect(diary)) as connection:
        connection.execute(statement)
        connection.commit()
    (tmp_path / "shared").mkdir()
    shutil.copyfile(diary, tmp_path / "shared" / "cramp-other.db")
    before = digest(diary)
    for path, command, code in (
        (diary, ("list",), 3),
        (diary, ("log", "5"), 3),
        (good, ("merge", diary), 3),
        (good, ("restore", diary, "--yes"), 3),
        (good, ("sync", tmp_path / "shared"), 1),
    ):
        ran = run_cramp("--diary", path, *command)
        assert ran.exit_code == code, (command, ran)
        assert f"is not as cramp made it: {named}" in ran.err
        assert "\x1b" not in ran.err
    assert digest(diary) == before
    with closing(Store(good, now=NOW)) as store:
        assert len(store.entries()) == 1


@pytest.mark.parametrize("name", ["revision_is_never_changed", "revision_by_op", "spoken_night", "word"])
def test_a_diary_that_lacks_anything_is_damaged(diary: Path, name: str) -> None:
    with closing(sqlite3.connect(diary)) as connection:
        (kind,) = connection.execute("SELECT type FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        connection.execute(f"DROP {kind} {name}")
        connection.commit()
    with pytest.raises(DiaryError, match="is damaged"), opened(diary):
        pass


def test_an_older_schema_is_held_to_its_own_text(diary_path: Path) -> None:
    dump = (Path(__file__).parents[1] / "data" / "diary-v1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(diary_path)) as connection:
        connection.executescript(dump)
        connection.execute("CREATE TABLE conflict (record_uid)")  # of a later version, and otherwise
        connection.commit()
    before = digest(diary_path)
    with pytest.raises(DiaryError, match="table conflict is not its own"), opened(diary_path):
        pass
    assert digest(diary_path) == before
    assert names(diary_path.parent) == {"diary.db"}


def test_looking_at_the_schema_takes_well_under_a_millisecond(diary: Path) -> None:
    with closing(diaryfile.open_diary(diary)) as connection:
        took = []
        for _ in range(50):
            began = time.perf_counter()
            diaryfile._check_schema(connection, diary)
            took.append(time.perf_counter() - began)
    assert min(took) < 0.001


def test_a_file_in_wal_mode_that_is_refused_is_not_even_converted(diary: Path) -> None:
    with closing(sqlite3.connect(diary)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE mine (x)")
    before = digest(diary)
    with pytest.raises(DiaryError, match="table mine is not its own"), opened(diary):
        pass
    assert digest(diary) == before


# A file that is cut


@pytest.mark.parametrize("cut", [1, 100, 4095])
def test_a_diary_that_ends_within_a_page_is_damaged_and_can_be_salvaged_and_restored(
    cramp: Cramp, diary: Path, tmp_path: Path, cut: int
) -> None:
    cramp("--diary", diary, "log", "5")
    with diary.open("r+b") as file:
        file.truncate(diary.stat().st_size - cut)
    for command in (("list",), ("log", "5"), ("info", "--verify")):
        ran = cramp("--diary", diary, *command)
        assert (ran.exit_code, ran.out) == (3, "")
        assert "is damaged" in ran.err
    assert cramp("--diary", diary, "info", "--salvage", tmp_path / "saved.json").exit_code == 0
    assert cramp("--diary", diary, "restore", "--yes").exit_code == 0
    assert cramp("--diary", diary, "list").exit_code == 0


# All that belongs to a diary is where a link to it leads


@posix
@pytest.mark.slow
def test_through_a_link_every_command_works_on_the_file_itself(
    run_cramp: Cramp, diary: Path, tmp_path: Path
) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(diary)
    other = diary_beside(diary)
    (tmp_path / "shared").mkdir()
    for command in (
        ("log", "5"),
        ("backup",),
        ("merge", other),
        ("sync", tmp_path / "shared"),
        ("purge", "1", "--backups", "--yes"),
        ("restore", other, "--yes"),
        ("info", "--verify"),
    ):
        ran = run_cramp("--diary", link, *command)
        assert ran.exit_code == 0, (command, ran)
        assert str(link.parent) not in for_any_diary(ran.out + ran.err), "what is named is the file itself"
    assert names(link.parent) == {"link.db"}
    assert link.is_symlink()
    content = bytearray(diary.read_bytes())
    content[4096 : 4096 * 21] = bytes(4096 * 20)
    diary.write_bytes(content)
    assert run_cramp("--diary", link, "restore", "--yes").exit_code == 0
    assert link.is_symlink()
    assert names(link.parent) == {"link.db"}
    with opened(diary) as store:
        assert store.problems() == []
