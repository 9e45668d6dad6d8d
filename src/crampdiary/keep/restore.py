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
from crampdiary.diary.model import KINDS
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import backups, faults, foreign, verify
from crampdiary.keep.backup_file import entries_in
from crampdiary.keep.file import inspect, is_lost, refuse_second_name
from crampdiary.keep.journals import look_after_journals
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
        missing: how many entries that one showed are not in the diary any more.
        older: how many are, but not in their newest version. A merge of `before` brings both.
    """

    entries: int
    before: Path | None
    damaged: bool
    missing: int = 0
    older: int = 0


def to_restore(diary: Path) -> Path | None:
    """Return the newest good backup that would change the diary, or else the newest good one.

    Every restore begins with a backup of the present: where it then failed, or a second one is to take the first
    back, that newest one is not what is wanted.
    """
    return backups.newest_good(diary, unlike=backups.contents(diary)) or backups.newest_good(diary)


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
                    before = backups.take(store, now=now)
                    purge_file(wanted, store.purged())
                    missing, older = _only_in(store.connection, wanted)
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
                    return Restored(entries_in(store.connection), before, False, missing, older)
        except DiaryError as error:
            fault = getattr(error.__cause__, "sqlite_errorname", "")
            if fault.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
                raise  # it is sound, and not to be written to
            # There is none, or it is too damaged to be opened.
        aside = set_aside(diary, now=now)
        _put(wanted, diary)
        return Restored(entries_in(wanted), aside, damaged=aside is not None)


def _only_in(before: sqlite3.Connection, after: sqlite3.Connection) -> tuple[int, int]:
    """Return how many entries `before` shows that a merge would bring into `after`: as new there, and as newer."""
    missing = older = 0
    for kind in KINDS:
        if kind == "word":
            continue
        for uid, revision in before.execute(f"SELECT uid, revision FROM {kind}"):
            there = after.execute(f"SELECT revision FROM {kind} WHERE uid = ?", (uid,)).fetchone()
            if there is not None and there[0] == revision:
                continue
            if after.execute("SELECT 1 FROM purged WHERE record_uid = ?", (uid,)).fetchone():
                continue
            mine, theirs = _versions(before, uid), _versions(after, uid)
            if mine > theirs:  # or else something was done to it there too, and a merge decides between them
                missing, older = missing + (there is None), older + (there is not None)
    return missing, older


def _versions(connection: sqlite3.Connection, record: str) -> set[str]:
    return {row[0] for row in connection.execute("SELECT uid FROM revision WHERE record_uid = ?", (record,))}


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
