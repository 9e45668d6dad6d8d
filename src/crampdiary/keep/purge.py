"""Removing for ever: from the diary, from its backups, and from the bytes that a deletion leaves behind."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crampdiary.diary.model import KINDS, texts_in
from crampdiary.diary.values import clean_text
from crampdiary.errors import CrampError
from crampdiary.keep import backups, foreign
from crampdiary.keep.faults import mapped_errors, sound
from crampdiary.keep.file import open_diary
from crampdiary.keep.journals import journals_set_aside
from crampdiary.keep.private import backup_folder, finished

if TYPE_CHECKING:
    from crampdiary.keep.store import Store


class BackupsPurged(NamedTuple):
    """What became of the backups: those purged, those that could not be, and those that still hold it."""

    purged: list[Path]
    failed: list[Path]
    holding: list[Path]


def purge_everywhere(store: Store, uids: list[str], *, in_backups: bool) -> BackupsPurged:
    """Remove records for ever, after a backup, and whatever of them is left in the bytes of one's own files.

    Args:
        store: the diary.
        uids: of the records; there may be none, to purge from the backups what was purged before.
        in_backups: whether also from the backups, and then all that was ever purged.

    Raises:
        CrampError: nothing was purged, or, as it says, the file could not be rewritten after it.
    """
    if uids:
        backups.take(store, now=store.now)
        with store.change("purge") as change:
            purge_records(change.connection, uids)
    store.compact()
    foreign.clear_leftovers()
    purged, failed = purge_backups(store.path, store.purged()) if in_backups else ([], [])
    return BackupsPurged(purged, failed, backups_holding(store.path, store.purged() if in_backups else uids))


def holding_text(store: Store, text: str) -> list[str]:
    """Return the uids of the records any version of which holds a text, in any case, deleted ones too.

    Only what a person typed is looked at: the body has names too, and "note" in it is no reason to purge.
    """
    wanted = clean_text(text).casefold()
    needle = json.dumps(wanted, ensure_ascii=False)[1:-1]
    found: dict[str, None] = {}
    with mapped_errors(store.path), sound(store.path):
        for row in store.connection.execute(
            "SELECT record_uid, kind, body FROM revision WHERE body IS NOT NULL"
        ):
            if needle in row["body"].casefold() and any(
                wanted in each.casefold() for each in texts_in(row["kind"], json.loads(row["body"]))
            ):
                found[row["record_uid"]] = None
    return list(found)


def purge_records(connection: sqlite3.Connection, uids: Iterable[str]) -> None:
    """Remove every version of some records for ever, inside the caller's transaction."""
    for uid in uids:
        connection.execute("INSERT OR IGNORE INTO purged VALUES (?)", (uid,))
        for kind in KINDS:
            connection.execute(f"DELETE FROM {kind} WHERE uid = ?", (uid,))
        connection.execute("DELETE FROM revision WHERE record_uid = ?", (uid,))


def purge_file(connection: sqlite3.Connection, uids: Iterable[str]) -> None:
    """Remove records for ever from a file that nobody else has open, and their text from its bytes."""
    connection.execute("BEGIN IMMEDIATE")
    purge_records(connection, uids)
    connection.execute("COMMIT")
    connection.execute("VACUUM")


def purge_backups(diary: Path, uids: list[str]) -> tuple[list[Path], list[Path]]:
    """Purge records from every backup of a diary; return those changed, and those that could not be."""
    done, failed = [], []
    backups.clear_leftovers(diary, older_than_s=0)
    for path in journals_set_aside(diary):  # nothing can be taken out of one
        path.unlink(missing_ok=True)
        done.append(path)
    for path in backups_holding(diary, uids):
        try:
            with finished(path) as fresh:
                shutil.copyfile(path, fresh)
                with closing(open_diary(fresh)) as connection:
                    purge_file(connection, uids)
                backups.check(fresh)
            done.append(path)
        except (CrampError, OSError, sqlite3.Error):
            failed.append(path)
    return done, failed


def backups_holding(diary: Path, uids: list[str]) -> list[Path]:
    """Return the backups that still hold any of some records, and those that cannot be read to tell."""
    found = []
    folder = backup_folder(diary)
    for path in sorted({*folder.glob("*.db"), *folder.glob("*.set-aside"), *folder.glob("*.damaged")}):
        try:
            with closing(backups.reading(path)) as connection:
                has = any(
                    connection.execute("SELECT 1 FROM revision WHERE record_uid = ?", (uid,)).fetchone()
                    for uid in uids
                )
        except sqlite3.Error:
            has = True
        if has:
            found.append(path)
    return found
