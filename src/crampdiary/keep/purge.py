"""Removing for ever: from the diary, from its backups, and from the bytes that a deletion leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import KINDS, texts_in
from crampdiary.diary.values import typed_text
from crampdiary.errors import CrampError
from crampdiary.keep import verify
from crampdiary.keep.copies import backing_up, backup_file, backups, foreign, rebuild
from crampdiary.keep.faults import mapped_errors, sound
from crampdiary.keep.file import open_diary
from crampdiary.keep.journals import journals_set_aside
from crampdiary.keep.private import SIDE_FILES, backup_folder, check_backup_folder, finished
from crampdiary.keep.revision import COLUMNS, as_json
from crampdiary.keep.store import Store
from crampdiary.keep.versions import fold, touched

_SET_ASIDE = (".damaged", ".set-aside")


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
        backing_up.take(store, now=store.now)
        with store.change("purge") as change:
            purge_records(change.connection, uids)
    store.compact()
    foreign.clear_leftovers()
    purged, failed = purge_backups(store.path, store.purged(), now=store.now) if in_backups else ([], [])
    return BackupsPurged(purged, failed, backups_holding(store.path, store.purged() if in_backups else uids))


def holding_text(store: Store, text: str) -> list[str]:
    """Return the uids of the records any version of which holds a text, in any case, deleted ones too.

    Only what a person typed is looked at: the body has names too, and "note" in it is no reason to purge.
    """
    wanted = typed_text(text).casefold()
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
        connection.execute("DELETE FROM conflict WHERE record_uid = ?", (uid,))
        connection.execute("DELETE FROM revision WHERE record_uid = ?", (uid,))


def purge_file(connection: sqlite3.Connection, uids: Iterable[str]) -> None:
    """Remove records for ever from a file that nobody else has open, and their text from its bytes."""
    connection.execute("BEGIN IMMEDIATE")
    purge_records(connection, uids)
    connection.execute("COMMIT")
    connection.execute("VACUUM")


def purge_backups(diary: Path, uids: list[str], *, now: datetime) -> tuple[list[Path], list[Path]]:
    """Purge records from every backup of a diary; return those changed, and those that could not be.

    Raises:
        CrampError: the folder of the backups is not the diary's owner's alone, so nothing was changed in it.
    """
    done: list[Path] = []
    failed: list[Path] = []
    if not os.path.lexists(backup_folder(diary)):
        return done, failed
    check_backup_folder(diary)
    backups.clear_leftovers(diary, older_than_s=0)
    for path in journals_set_aside(diary):  # nothing can be taken out of one
        path.unlink(missing_ok=True)
        done.append(path)
    # What goes on from another comes before that one, whose part tells how many entries it loses.
    for path in sorted(backups_holding(diary, uids), key=lambda path: (_base_name(path) is None, path)):
        try:
            with foreign.private_folder() as folder:
                _purge_copy(path, uids, folder, now)
            done.append(path)
        except (CrampError, OSError, sqlite3.Error):
            failed.append(path)
    return sorted(done), sorted(failed)


def backups_holding(diary: Path, uids: list[str]) -> list[Path]:
    """Return the backups that still hold any of some records, and those that cannot be read to tell.

    One holds what its base does. Journals that lie beside a file that was set aside cannot be read alone, so
    such a file is always among these.
    """
    found: list[Path] = []
    folder = backup_folder(diary)
    if not uids:
        return found
    for path in sorted(
        {*backups.files(diary), *(each for end in _SET_ASIDE for each in folder.glob(f"*{end}"))}
    ):
        try:
            has = bool(_journals(path)) or _holds(path, uids)
        except (CrampError, OSError, sqlite3.Error):
            has = True
        if has:
            found.append(path)
    names = {path.name for path in found}
    of_base = (path for path in backups.files(diary) if path not in found and _base_name(path) in names)
    return sorted([*found, *of_base])


def _holds(path: Path, uids: list[str]) -> bool:
    found = "SELECT 1 FROM revision WHERE record_uid IN (SELECT value FROM json_each(?)) LIMIT 1"
    with (
        backup_file.unpacked(path) if backup_file.is_backup(path) else closing(backups.reading(path)) as copy
    ):
        return bool(copy.execute(found, (as_json(uids),)).fetchone())


def _base_name(path: Path) -> str | None:
    """Return the name of what a backup goes on from, None where it is whole or does not tell."""
    try:
        return backup_file.read_header(path).base
    except CrampError:
        return None


def _purge_copy(path: Path, uids: list[str], folder: Path, now: datetime) -> None:
    """Purge records from one backup; what was set aside loses its journals, as nobody can purge those."""
    with finished(path) as fresh:
        if backup_file.is_backup(path):
            rebuild.purge(path, fresh, uids, folder)
        else:
            shutil.copyfile(path, fresh)
            try:
                with closing(open_diary(fresh)) as connection:
                    purge_file(connection, uids)
                backups.check(fresh)
            except (CrampError, sqlite3.Error):
                if path.suffix not in _SET_ASIDE:
                    raise
                shutil.copyfile(_readable_part(path, uids, folder, now), fresh)
        backups.check(fresh)
    for journal in _journals(path):
        journal.unlink()


def _readable_part(path: Path, uids: list[str], folder: Path, now: datetime) -> Path:
    """Return a diary of all that can be read of a damaged one, but for some records: its bytes cannot be purged."""
    target = folder / "readable.db"
    with (
        closing(foreign.damaged_copy(path, folder)) as damaged,
        closing(Store(target, now=now, create=True)) as store,
        store.change("salvage") as change,
    ):
        purged = dict.fromkeys([*uids, *verify.readable_purges(damaged)])
        purge_records(change.connection, purged)
        for row in verify.readable(damaged):
            if row["record_uid"] not in purged:
                change.connection.execute(
                    f"INSERT INTO revision ({', '.join(COLUMNS)}, op_id) VALUES ({'?, ' * len(COLUMNS)}?) "
                    "ON CONFLICT (uid) DO NOTHING",
                    (*(row[name] for name in COLUMNS), change.op),
                )
        for batch in touched(change.connection, change.op):
            fold(change.connection, batch)
    return target


def _journals(path: Path) -> list[Path]:
    return [each for each in (Path(f"{path}{suffix}") for suffix in SIDE_FILES) if os.path.lexists(each)]
