"""Backups made and let go of: the diary is copied, the copy is verified, and what is too old is deleted.

The first of a week is a whole one; the others of that week hold what the diary has beyond it, so that a year of
daily backups takes little room.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import outside
from crampdiary.keep.copies import backup_file
from crampdiary.keep.copies.backup_file import Base
from crampdiary.keep.copies.backups import (
    NAME,
    Copy,
    check,
    clear_leftovers,
    files,
    free_name,
    in_order,
    listed,
    made_at,
    reading,
)
from crampdiary.keep.private import (
    backup_folder,
    create_private,
    give_name,
    make_backup_folder,
    same_file,
    sync_folder,
)
from crampdiary.keep.store import Store
from crampdiary.keep.versions import continues, position_of

DAILY, WEEKLY, MONTHLY = 7, 5, 12
# How many of the newest day, as there is one before every import, merge, sync, restore and purge.
SAME_DAY = 10
# Versions, and a share of the base's: with more than both beyond it, a whole copy is due.
_ALWAYS_BEYOND, _SHARE_BEYOND = 100, 0.2
_LEFT_OVER_S = 3600.0  # no copy takes that long
_HOLDING_MORE = "backups_holding_more"
_FAULTS_OF_THE_COPY = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")


def take(store: Store, *, now: datetime) -> Path:
    """Copy the diary into its backup folder, verify the copy, give it its name, and let go of old ones.

    Raises:
        DiaryError: something other than cramp changed what was saved in the diary.
        CrampError: the copy could not be made or is not sound, or the folder is not the diary's owner's alone;
            there is no file under a backup's name then, and no old one was let go.
    """
    if not store.exists:
        raise CrampError("There is no diary yet, so there is nothing to copy. `cramp log` begins one.")
    folder = backup_folder(store.path)
    try:
        make_backup_folder(store.path)
        outside.refuse_to_copy(store)
        fresh = folder / f".{now.astimezone(UTC):{NAME}}.{os.urandom(4).hex()}.new"
        create_private(fresh)
        try:
            with store.reading():
                _write(store, fresh, _base(store, now))
            with fresh.open("r+b") as file:  # Windows syncs only what is open for writing
                os.fsync(file.fileno())
            target = _named(fresh, folder, now)
            sync_folder(folder)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise CrampError(f"no copy could be written to {folder} ({error.strerror}).") from error
    with store.reading():
        rotate(store, just_made=target)
    clear_leftovers(store.path, older_than_s=_LEFT_OVER_S)
    return target


def _named(fresh: Path, folder: Path, now: datetime) -> Path:
    """Give a finished copy a name that no other process has taken meanwhile: others may go on from that one."""
    while True:
        target = free_name(folder, now, backup_file.SUFFIX)
        give_name(fresh, target)
        if not fresh.exists() or same_file(fresh, target):
            return target


def _write(store: Store, fresh: Path, base: Base | None) -> None:
    try:
        backup_file.write(store.connection, fresh, base)
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if not name.startswith(_FAULTS_OF_THE_COPY):
            raise
        # Of the copy, not of the diary, in which what was typed is safe.
        raise CrampError(f"no copy could be written to {fresh.parent} ({name}).") from error


def _base(store: Store, now: datetime) -> Base | None:
    """Return the whole backup of this week that the diary still goes on from, unless too much came after it."""
    week = now.astimezone(UTC).isocalendar()[:2]
    of_week = [
        copy
        for copy in listed(store.path)
        if copy.path.suffix == backup_file.SUFFIX
        and copy.base is None
        and copy.made.isocalendar()[:2] == week
    ]
    (versions,) = store.connection.execute("SELECT count(*) FROM revision").fetchone()
    for copy in sorted(of_week, key=in_order, reverse=True):
        with suppress(DiaryError):
            header = backup_file.read_header(copy.path)
            there = header.position.revisions
            is_near = versions - there <= max(_ALWAYS_BEYOND, _SHARE_BEYOND * there)
            if is_near and continues(store.connection, header.position):
                backup_file.check(copy.path)
                return Base(copy.path.name, header)
    return None


def rotate(store: Store, *, just_made: Path) -> list[Path]:
    """Delete the backups that are not to be kept any more, and return them.

    Of the day of the one just made, the last ten up to it stay too. Where the clock was set back they are not
    the newest by their names, and yet they are what an import or a restore has told to be the way back.

    One that is damaged takes the place of no other, and neither it nor one that holds more than the diary is
    deleted, nor what another one goes on from.
    """
    now = made_at(just_made)
    copies = listed(store.path)
    is_sound = _soundness()
    while True:
        until_now = [copy for copy in copies if copy.made.date() == now.date() and copy.made <= now]
        last = sorted(until_now, key=in_order, reverse=True)[:SAME_DAY]
        staying = {*kept(copies), *(copy.path for copy in last), just_made}
        if len(staying) == len(copies):
            return []
        damaged = {path for path in staying if not is_sound(path)}
        if not damaged:
            break
        copies = [copy for copy in copies if copy.path not in damaged]
    let_go = [copy for copy in copies if copy.path not in staying and is_sound(copy.path)]
    more = _holding_more(store, [copy.path for copy in let_go])
    let_go = [copy for copy in let_go if copy.path not in more]
    gone = {copy.path for copy in let_go}
    bases = {copy.base for copy in listed(store.path) if copy.path not in gone}
    let_go = [copy for copy in let_go if copy.path.name not in bases]
    for copy in let_go:
        with suppress(OSError):
            copy.path.unlink()
    return [copy.path for copy in let_go]


def _soundness() -> Callable[[Path], bool]:
    """Return what tells whether a backup and its base are sound, for which it reads each file once."""

    @cache
    def is_sound(path: Path) -> bool:
        try:
            if not backup_file.is_backup(path):
                check(path)
                return True
            base = backup_file.base_of(path, backup_file.check_sum(path))
        except (CrampError, OSError):
            return False
        return base is None or is_sound(base)

    return is_sound


def _holding_more(store: Store, paths: list[Path]) -> set[Path]:
    """Return the backups that hold a version which the diary neither holds nor has purged, as after a restore.

    For each of those one such version is remembered, so that it need not be looked for again every day.
    """
    known: dict[str, list[str]] = json.loads(store.local(_HOLDING_MORE) or "{}")
    here = {path.name for path in files(store.path)}
    found = {name: version for name, version in known.items() if name in here}
    more = set()
    for path in paths:
        version = found.pop(path.name, None)
        if version is None or not _lacks(store, version):
            try:
                version = _lacking(store, path)
            except (CrampError, OSError, sqlite3.Error):  # it cannot be told, so it stays
                more.add(path)
                continue
        if version is not None:
            found[path.name] = version
            more.add(path)
    if found != known:
        with suppress(CrampError):  # the next time takes longer then
            store.remember(_HOLDING_MORE, json.dumps(found))
    return more


def _lacking(store: Store, path: Path) -> list[str] | None:
    """Return the uids of a version, and of its record, that a backup holds and the diary lacks; None for none."""
    if not backup_file.is_backup(path):
        with closing(reading(path)) as connection:
            goes_on = continues(store.connection, position_of(connection))
            return None if goes_on else _first_lacking(store, connection)
    if continues(store.connection, backup_file.read_header(path).position):
        return None
    with backup_file.unpacked(path) as connection:  # its base is looked at when that one is to be let go
        return _first_lacking(store, connection)


def _first_lacking(store: Store, connection: sqlite3.Connection) -> list[str] | None:
    versions = map(list, connection.execute("SELECT uid, record_uid FROM revision"))
    return next((version for version in versions if _lacks(store, version)), None)


def _lacks(store: Store, version: list[str]) -> bool:
    return not store.connection.execute(
        "SELECT 1 FROM revision WHERE uid = ? UNION SELECT 1 FROM purged WHERE record_uid = ?", version
    ).fetchone()


def kept(copies: list[Copy]) -> set[Path]:
    """Return the backups to keep by their times and content, of all there are.

    The newest by content, the one with most entries, the newest of each of the last 7 days, 5 weeks and
    12 months that have any, and of the newest day the last ten.
    """
    if not copies:
        return set()
    newest = max(copies, key=lambda copy: (copy.stamp, copy.made))
    richest = max(copies, key=lambda copy: (copy.entries, copy.stamp, copy.made))
    found = {newest.path, richest.path}
    by_time = sorted(copies, key=in_order, reverse=True)
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
