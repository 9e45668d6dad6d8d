"""Verified copies of the diary: how they are made, how long they are kept, and the way back from one."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crampdiary import diaryfile, merge, verify
from crampdiary.errors import BusyError, CrampError, DiaryError
from crampdiary.model import KINDS
from crampdiary.outfile import finished
from crampdiary.store import Store

DAILY, WEEKLY, MONTHLY = 7, 5, 12
SAME_DAY = 10  # how many of the newest day, as there is one before every import, merge, restore and purge
_NAME = "%Y-%m-%dT%H%M%SZ"
_SIDE_FILES = ("-journal", "-wal")
_LEFT_OVER_S = 3600.0  # no copy takes that long


class Copy(NamedTuple):
    """A backup as it is found in its folder."""

    path: Path
    made: datetime  # by its name, UTC
    stamp: str  # of the newest revision in it: tells the newest where the clock was wrong
    entries: int  # that it shows


class Restored(NamedTuple):
    """What a restore put back, and where the diary of before is now; None where there was none."""

    entries: int
    before: Path | None
    damaged: bool  # whether what was there before was damaged, and so was set aside as it was


def take(store: Store, *, now: datetime) -> Path:
    """Copy the diary into its backup folder, verify the copy, give it its name, and let go of old ones.

    Raises:
        CrampError: the copy could not be made or is not sound; there is no file under a backup's name then,
            and no old one was let go.
    """
    folder = diaryfile.backup_folder(store.path)
    try:
        diaryfile.make_folder(folder)
        target = _free_name(folder, now)
        with finished(target) as fresh:
            store.copy_to(fresh)
            check(fresh)
    except OSError as error:
        raise CrampError(f"no copy could be written to {folder} ({error.strerror}).") from error
    rotate(store.path, just_made=target)
    clear_leftovers(store.path, older_than_s=_LEFT_OVER_S)
    return target


def before_migrating(diary: Path) -> Path:
    """Copy a diary of an older schema into its backup folder, under the moment at which it was last changed.

    It is read by a connection of its own, as the one that migrates holds it for writing already.

    Raises:
        CrampError: the copy could not be made or is not sound.
    """
    folder = diaryfile.backup_folder(diary)
    try:
        diaryfile.make_folder(folder)
        target = _free_name(folder, datetime.fromtimestamp(diary.stat().st_mtime, UTC))
        with finished(target) as fresh:
            source = f"{diary.absolute().as_uri()}?mode=ro"
            with (
                diaryfile.mapped_errors(fresh),
                closing(sqlite3.connect(source, uri=True)) as reader,
                closing(sqlite3.connect(fresh)) as copy,
            ):
                reader.backup(copy)
            check(fresh)
    except OSError as error:
        raise CrampError(f"no copy could be written to {folder} ({error.strerror}).") from error
    return target


def check(path: Path) -> None:
    """Refuse a copy whose file is not sound."""
    with diaryfile.mapped_errors(path), closing(_reading(path)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise CrampError("the copy is not sound, so it was thrown away.")


def listed(diary: Path) -> list[Copy]:
    """Return the backups of a diary that can be read, the newest by content first."""
    found = (_look(path) for path in diaryfile.backup_folder(diary).glob("*.db"))
    return sorted((each for each in found if each), key=lambda copy: (copy.stamp, copy.made), reverse=True)


def newest_good(diary: Path, *, unlike: tuple[int, str, int] | None = None) -> Path | None:
    """Return the newest backup that is sound, and whose `contents` are not those of `unlike`."""
    for copy in listed(diary):
        with suppress(CrampError, sqlite3.Error, OSError):
            check(copy.path)
            if unlike is None or contents(copy.path) != unlike:
                return copy.path
    return None


def to_restore(diary: Path) -> Path | None:
    """Return the newest good backup that would change the diary, or else the newest good one.

    Every restore begins with a backup of the present: where it then failed, or a second one is to take the first
    back, that newest one is not what is wanted.
    """
    return newest_good(diary, unlike=contents(diary)) or newest_good(diary)


def contents(path: Path) -> tuple[int, str, int] | None:
    """Return what tells two states of a diary apart: its versions, the newest of them, and what was purged."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            versions, stamp = connection.execute("SELECT count(*), max(stamp) FROM revision").fetchone()
            (purged,) = connection.execute("SELECT count(*) FROM purged").fetchone()
            return versions, stamp or "", purged
    except sqlite3.Error:
        return None


def rotate(diary: Path, *, just_made: Path) -> list[Path]:
    """Delete the backups that are not to be kept any more, and return them.

    Of the day of the one just made, the last ten up to it stay too. Where the clock was set back they are not
    the newest by their names, and yet they are what an import or a restore has told to be the way back.
    """
    copies = listed(diary)
    now = datetime.strptime(just_made.name[:18], _NAME).replace(tzinfo=UTC)
    until_now = [copy for copy in copies if copy.made.date() == now.date() and copy.made <= now]
    last = sorted(until_now, key=lambda copy: (copy.made, copy.path.name), reverse=True)[:SAME_DAY]
    staying = {*kept(copies), *(copy.path for copy in last), just_made}
    let_go = [copy.path for copy in copies if copy.path not in staying]
    for path in let_go:
        with suppress(OSError):
            path.unlink()
    return let_go


def kept(copies: list[Copy]) -> set[Path]:
    """Return the backups to keep, of all there are.

    The newest by content, the one with most entries, the newest of each of the last 7 days, 5 weeks and
    12 months that have any, and of the newest day the last ten.
    """
    if not copies:
        return set()
    newest = max(copies, key=lambda copy: (copy.stamp, copy.made))
    richest = max(copies, key=lambda copy: (copy.entries, copy.stamp, copy.made))
    found = {newest.path, richest.path}
    by_time = sorted(copies, key=lambda copy: (copy.made, copy.path.name), reverse=True)
    same_day = [copy.path for copy in by_time if copy.made.date() == by_time[0].made.date()]
    found.update(same_day[:SAME_DAY])
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    )
    for count, span in spans:
        newest_of: dict[object, Path] = {}
        for copy in by_time:
            newest_of.setdefault(span(copy.made), copy.path)
        found.update(list(newest_of.values())[:count])
    return found


def restore(diary: Path, source: Path, *, now: datetime) -> Restored:
    """Put a backup, or any other diary, in the place of the diary; what was there before is kept beside it.

    It is copied into the live file, so that a shell which has that open goes on with what was restored. What
    was purged since stays purged.

    Raises:
        DiaryError: `source` is not a sound diary of a version known here, or what is in the diary's place is
            no diary or a newer one; nothing was changed.
        CrampError: there is no room for a copy of the present diary, so nothing was changed.
    """
    if _same(diary, source):
        raise CrampError("That is the diary itself. Name a backup; `cramp backup --list` shows them.")
    with private_folder() as folder, closing(opened_copy(source, folder)) as wanted:
        with diaryfile.mapped_errors(source):
            found = verify.problems(wanted)
            if found:
                raise DiaryError(f"{source} is damaged ({found[0]}), so nothing was restored from it.")
            entries = _entries(wanted)
        if os.path.lexists(diary):
            diaryfile.inspect(diary)  # what is no diary, or a newer one, is not this command's to replace
        try:
            with closing(Store(diary, now=now)) as store, _alone(store):
                if not store.problems():
                    before = take(store, now=now)
                    merge.purge_all(wanted, store.purged())
                    try:
                        wanted.backup(store.connection)
                    except sqlite3.OperationalError as error:
                        if not error.sqlite_errorname.startswith("SQLITE_IOERR"):
                            raise
                        # At the end of it the diary may be restored by then.
                        raise CrampError(
                            f"The disk could not be read or written ({error.sqlite_errorname}), so look with "
                            f"`cramp list` whether this was restored. The diary of before is {before}."
                        ) from error
                    return Restored(entries, before, damaged=False)
        except DiaryError as error:
            fault = getattr(error.__cause__, "sqlite_errorname", "")
            if fault.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
                raise  # it is sound, and not to be written to
            # There is none, or it is too damaged to be opened.
        aside = set_aside(diary, now=now)
        _put(wanted, diary)
        return Restored(entries, aside, damaged=aside is not None)


def purge_copies(diary: Path, uids: list[str]) -> tuple[list[Path], list[Path]]:
    """Purge records from every backup of a diary; return those changed, and those that could not be."""
    done, failed = [], []
    clear_leftovers(diary, older_than_s=0)
    for path in holding(diary, uids):
        try:
            with finished(path) as fresh:
                shutil.copyfile(path, fresh)
                with closing(diaryfile.open_diary(fresh)) as connection:
                    merge.purge_all(connection, uids)
                check(fresh)
            done.append(path)
        except (CrampError, OSError, sqlite3.Error):
            failed.append(path)
    return done, failed


def clear_leftovers(diary: Path, *, older_than_s: float) -> None:
    """Delete the unfinished copies that killed processes left: they hold text, and nobody would ever look."""
    for folder, name in ((diaryfile.backup_folder(diary), ""), (diary.parent, diary.name)):
        for path in folder.glob(f".{glob.escape(name)}*.new*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime >= older_than_s:
                    path.unlink()


def holding(diary: Path, uids: list[str]) -> list[Path]:
    """Return the backups that still hold any of some records, and those that cannot be read to tell."""
    found = []
    folder = diaryfile.backup_folder(diary)
    for path in sorted({*folder.glob("*.db"), *folder.glob("*.set-aside"), *folder.glob("*.damaged")}):
        try:
            with closing(_reading(path)) as connection:
                has = any(
                    connection.execute("SELECT 1 FROM revision WHERE record_uid = ?", (uid,)).fetchone()
                    for uid in uids
                )
        except sqlite3.Error:
            has = True
        if has:
            found.append(path)
    return found


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a temporary folder that only its owner can look into, and remove it with all that is in it.

    Raises:
        CrampError: none can be made.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="cramp-", ignore_cleanup_errors=True)
    except OSError as error:
        raise CrampError(
            f"No temporary folder could be made ({error.strerror}). Nothing was changed; free some space."
        ) from error
    with made as folder:
        yield Path(folder)


def opened_copy(source: Path, folder: Path) -> sqlite3.Connection:
    """Copy a diary and its side files into a private folder and open it there, in the newest schema.

    `source` itself is only read: neither migrated, nor its journal replayed, nor converted from WAL.

    Raises:
        DiaryError: it is not a diary, from a newer cramp, or damaged.
        BusyError: it is being written to.
    """
    diaryfile.inspect(source)
    target = copied(source, folder)
    try:
        connection = diaryfile.open_diary(target)
    except DiaryError as error:
        raise DiaryError(f"{source} is damaged, so it was not used. Nothing was changed.") from error
    connection.row_factory = sqlite3.Row
    return connection


def damaged_copy(source: Path, folder: Path) -> sqlite3.Connection:
    """Open a private copy of a damaged diary, to read what can be read.

    Raises:
        DiaryError: not even its first page is that of a diary.
    """
    diaryfile.inspect(source)
    connection = sqlite3.connect(copied(source, folder))
    connection.row_factory = sqlite3.Row
    return connection


def copied(source: Path, folder: Path) -> Path:
    """Copy a diary and its side files, byte for byte, into a private folder.

    Raises:
        DiaryError: it cannot be read.
        BusyError: it is being written to.
        CrampError: there is no room for it.
    """
    target = folder / f"{len(list(folder.iterdir()))}.db"
    for _ in range(3):
        before = _states(source)
        try:
            for suffix in ("", *_SIDE_FILES):
                part, copy = Path(f"{source}{suffix}"), Path(f"{target}{suffix}")
                copy.unlink(missing_ok=True)
                if part.exists():
                    diaryfile.create_private(copy)
                    shutil.copyfile(part, copy)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CrampError(
                    f"There is no room for a temporary copy of {source}. Nothing was changed; free some space."
                ) from error
            reason = (error.strerror or "unknown reason").lower()
            raise DiaryError(f"{source} cannot be read: {reason}. Nothing was changed.") from error
        if _states(source) == before:
            return target
    raise BusyError(f"{source} is being written to. Nothing was changed; try again.")


def set_aside(diary: Path, *, now: datetime) -> Path | None:
    """Copy a damaged diary with its side files into the backup folder, byte for byte.

    Raises:
        CrampError: there is no room for it.
    """
    if not diary.exists():
        return None
    folder = diaryfile.backup_folder(diary)
    try:
        diaryfile.make_folder(folder)
        aside = _free_name(folder, now).with_suffix(".damaged")
        for suffix in ("", *_SIDE_FILES):
            part, copy = Path(f"{diary}{suffix}"), Path(f"{aside}{suffix}")
            if part.exists():
                diaryfile.create_private(copy)
                shutil.copyfile(part, copy)
    except OSError as error:
        raise CrampError(
            f"The damaged diary could not be copied aside ({error.strerror}). Nothing was changed; free some space."
        ) from error
    return aside


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Keep every other process out of the diary, so that nothing is written between its copy and its end."""
    connection = store.connection
    with diaryfile.mapped_errors(store.path):
        connection.execute("BEGIN EXCLUSIVE")
        # From here on the lock outlives the transaction. Nothing in this process may open the file by other
        # means meanwhile: closing it again would let go of the lock.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("COMMIT")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):  # what led here says more than what failed after it
                _let_go(connection)
            raise
        _let_go(connection)


def _let_go(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA locking_mode = NORMAL")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # with this the lock is gone


def _put(wanted: sqlite3.Connection, diary: Path) -> None:
    """Write a diary where there is none, or a damaged one that was copied aside."""
    try:
        diaryfile.make_folder(diary.parent)
        with finished(diary) as fresh:
            with closing(sqlite3.connect(fresh)) as target:
                wanted.backup(target)
            check(fresh)
            for suffix in _SIDE_FILES:
                Path(f"{diary}{suffix}").unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None)
        raise CrampError(f"The diary was not written ({why}). Nothing was changed.") from error


def _free_name(folder: Path, now: datetime) -> Path:
    name = now.astimezone(UTC).strftime(_NAME)
    taken = {path.name.split(".")[0] for path in folder.iterdir()}
    names: Iterable[str] = (name, *(f"{name}-{number:02}" for number in range(1, 1000)))
    return folder / f"{next(each for each in names if each not in taken)}.db"


def _look(path: Path) -> Copy | None:
    try:
        made = datetime.strptime(path.name[:18], _NAME).replace(tzinfo=UTC)
        with closing(_reading(path)) as connection:
            stamp = connection.execute("SELECT max(stamp) FROM revision").fetchone()[0] or ""
            return Copy(path, made, stamp, _entries(connection))
    except (sqlite3.Error, ValueError):
        return None


def _entries(connection: sqlite3.Connection) -> int:
    return sum(
        connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS if kind != "word"
    )


def _reading(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes to, without a lock or a journal."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _states(source: Path) -> list[tuple[int, int] | None]:
    states: list[tuple[int, int] | None] = []
    for suffix in ("", *_SIDE_FILES):
        try:
            status = Path(f"{source}{suffix}").stat()
        except OSError:
            states.append(None)
        else:
            states.append((status.st_size, status.st_mtime_ns))
    return states


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
