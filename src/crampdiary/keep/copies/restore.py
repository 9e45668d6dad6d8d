"""A backup put in the place of the diary, with the diary of before kept: copied into the live file, or aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import faults, verify
from crampdiary.keep.copies import backing_up, backups, foreign
from crampdiary.keep.copies.backup_file import entries_in
from crampdiary.keep.file import inspect, is_lost, refuse_second_name
from crampdiary.keep.journals import look_after_journals
from crampdiary.keep.left_out import LeftOut, left_out, of_damaged
from crampdiary.keep.private import (
    JOURNALS,
    create_private,
    finished,
    led_to,
    left_beside,
    make_backup_folder,
    make_folder,
    same_file,
)
from crampdiary.keep.purge import purge_file
from crampdiary.keep.store import Store


class Restored(NamedTuple):
    """What a restore put back, and where the diary of before is now.

    Attributes:
        entries: how many the diary shows now.
        before: where the diary of before is; None where there was none.
        damaged: whether that was damaged, and so was set aside as it was.
        left_out: what that one had and the diary does not show now; None where nothing can be read of it.
        merges: whether a merge of `before` brings that, and not only what `info --salvage` writes of it.
    """

    entries: int
    before: Path | None
    damaged: bool
    left_out: LeftOut | None = LeftOut()
    merges: bool = True


def to_restore(diary: Path) -> Path | None:
    """Return the newest good backup that would change the diary, or else the newest good one.

    Every restore begins with a backup of the present: where it then failed, or a second one is to take the first
    back, that newest one is not what is wanted. It is where the diary does not show what was saved in it.
    """
    newest = backups.newest_good(diary)
    other = backups.newest_good(diary, unlike=backups.contents(diary))
    return other if other and (other == newest or not _problems(diary)) else newest


def _problems(path: Path, *, tables: bool = True) -> list[str]:
    """Return what is wrong in a diary; it is only read."""
    try:
        with (
            foreign.private_folder() as folder,
            closing(foreign.opened_copy(path, folder)) as connection,
            faults.mapped_errors(path),
        ):
            return verify.problems(connection, tables=tables)
    except DiaryError as error:
        return [str(error)]


def put_back(diary: Path, source: Path, *, now: datetime) -> Restored:
    """Put a backup, or any other diary, in the place of the diary; what was there before is kept beside it.

    It is copied into the live file, so that a shell which has that open goes on with what was restored. What
    was purged since stays purged.

    Raises:
        DiaryError: `source` is not a sound diary of a version known here, or what is in the diary's place is
            no diary or a newer one; nothing was changed.
        CrampError: there is no room for a copy of the present diary, so nothing was changed.
    """
    diary = led_to(diary)
    if same_file(diary, source):
        raise CrampError("That is the diary itself. Name a backup; `cramp backup --list` shows them.")
    with foreign.private_folder() as folder, closing(foreign.opened_copy(source, folder)) as wanted:
        with faults.mapped_errors(source):
            found = verify.problems(wanted)
            if found:
                raise DiaryError(f"{source} is damaged ({found[0]}), so nothing was restored from it.")
        if os.path.lexists(diary) and not is_lost(diary):
            inspect(diary)  # what is no diary, or a newer one, is not this command's to replace
            refuse_second_name(diary)
            if left_beside(diary):  # or else a sound diary beside one of another state would seem damaged
                look_after_journals(diary)
        try:
            with closing(Store(diary, now=now)) as store, _alone(store):
                if not store.problems():
                    before = backing_up.take(store, now=now)
                    purge_file(wanted, store.purged())
                    lost = left_out(store.connection.execute("SELECT * FROM revision"), wanted)
                    try:
                        wanted.backup(store.connection)
                    except sqlite3.OperationalError as error:
                        if not error.sqlite_errorname.startswith("SQLITE_IOERR"):
                            raise
                        # At the end of it the diary may be restored by then.
                        raise CrampError(
                            f"The disk could not be read or written ({error.sqlite_errorname}), so look with "
                            f"`cramp list` whether this was restored. The earlier diary is {before}."
                        ) from error
                    return Restored(entries_in(store.connection), before, False, lost)
        except DiaryError as error:
            fault = getattr(error.__cause__, "sqlite_errorname", "")
            if fault.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
                raise  # it is sound, and not to be written to
            # There is none, or it is too damaged to be opened.
        aside = set_aside(diary, now=now)
        if aside is None:
            _put(wanted, diary)
            return Restored(entries_in(wanted), None, damaged=False)
        read = of_damaged(aside, wanted)
        if read:
            with faults.mapped_errors(diary):
                purge_file(wanted, read.purged)
        merges = not _problems(aside, tables=False)  # before anything is changed, as it needs room
        _put(wanted, diary)
        return Restored(entries_in(wanted), aside, True, read and read.left_out, merges)


def would_leave_out(diary: Path, source: Path) -> LeftOut | None:
    """Return what of a damaged diary a backup does not have; None for a sound diary, or where nothing can be read.

    Raises:
        DiaryError: `source` is no sound diary.
    """
    if not diary.exists() or not _problems(diary):
        return None
    with foreign.private_folder() as folder, closing(foreign.opened_copy(source, folder)) as wanted:
        found = of_damaged(diary, wanted)
        return found and found.left_out


def set_aside(diary: Path, *, now: datetime) -> Path | None:
    """Copy a damaged diary with its side files into the backup folder, byte for byte.

    Raises:
        CrampError: there is no room for it.
    """
    if not diary.exists():
        return None
    diary = led_to(diary)
    try:
        folder = make_backup_folder(diary)
        aside = backups.free_name(folder, now, ".damaged")
        for suffix in ("", *JOURNALS):
            part, copy = Path(f"{diary}{suffix}"), Path(f"{aside}{suffix}")
            if part.exists():
                create_private(copy)
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
    with faults.mapped_errors(store.path):
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
        make_folder(diary.parent)
        with finished(diary) as fresh:
            _keep_owner(fresh, diary)
            with closing(sqlite3.connect(fresh)) as target:
                wanted.backup(target)
            backups.check(fresh)
            for suffix in JOURNALS:
                Path(f"{diary}{suffix}").unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None)
        raise CrampError(f"The diary was not written ({why}). Nothing was changed.") from error


def _keep_owner(fresh: Path, diary: Path) -> None:
    """Let what root puts in the place of a person's diary be theirs, and of no one who owns the folder alone."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        with suppress(FileNotFoundError):
            owner = diary.stat()
            os.chown(fresh, owner.st_uid, owner.st_gid, follow_symlinks=False)
