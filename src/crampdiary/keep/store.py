"""The repository: what is read from a diary, and the transaction around what is written to it.

**The log of revisions is the truth; the tables that people read are projected from it.** Every change to a
record (an episode, an exposure, a check-in, a span away, a word) appends one row to `revision`, and in the
same transaction the record's row in its table is written again from the newest revision. Nothing in the log is
ever changed, so nothing typed is lost; undo, history and merge follow from that alone:

* `op` has one row per command that wrote in this file, and every revision names the op that brought it here.
  An op may bring any number of revisions.
* Undoing an op appends, for each record it touched, a revision equal to the one before it: a tombstone for a
  record that it created. Undoing that undo is redo. What was undone stays in the log.
* A revision names its parents. The one with the highest stamp is shown. A stamp is a hybrid logical clock:
  the wall clock or, where that stands still or runs backwards, one more than the newest stamp in the file.
* Its digest covers a revision's content, so that a flipped bit is found.
* A record that was purged has no revisions left: its uid in `purged` keeps out any that a merge would bring.

A record has a `uid` on every device, and in this file a number, which is what people type. Numbers are never
used twice.

SQL is in this folder and nowhere else: reading and the transaction around a write are here, what a command writes
is in `versions`, two logs made one in `merge`, the tables in `schema`, and what concerns the whole file in `file`,
`verify`, `backups`, `restore` and `purge`.
"""

from __future__ import annotations

import gc
import json
import math
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from crampdiary.diary.model import KINDS, Entry, Episode, Record, Word
from crampdiary.errors import BusyError, CrampError
from crampdiary.keep import faults
from crampdiary.keep.file import create_diary, identity, open_diary, quick_check, writing
from crampdiary.keep.private import make_private
from crampdiary.keep.revision import from_row, record_of
from crampdiary.keep.versions import Change, Reversal

ENTRY_KINDS = ("episode", "exposure", "check_in", "away")

_NIGHTS = {
    kind: ("first_night", "last_night") if kind == "away" else ("night", "night") for kind in ENTRY_KINDS
}


class Revision(NamedTuple):
    """One version of a record; `record` is None for a tombstone."""

    uid: str
    stamp: str
    parents: tuple[str, ...]
    command: str
    record: Record | None


class _BeatenToIt(Exception):  # noqa: N818 (not an error)
    """Another process did it between our look and our transaction."""


class Store:
    """One diary file.

    Args:
        path: the file.
        now: the wall clock, aware; one command is one moment.
        create: whether to create the diary where there is none.

    Raises:
        DiaryError, BusyError: as `crampdiary.keep.file.open_diary`.
    """

    def __init__(self, path: Path, *, now: datetime, create: bool = False) -> None:
        if create and not os.path.lexists(path):
            create_diary(path)
        self.path = path
        self.wrote = False
        self._now = now
        self._connection = open_diary(path)
        self._connection.row_factory = sqlite3.Row
        self._identity = identity(path)
        self.was_open_to_others = make_private(path)

    def close(self) -> None:
        self._connection.close()

    @property
    def now(self) -> datetime:
        """The moment of this command."""
        return self._now

    @property
    def connection(self) -> sqlite3.Connection:
        """For the other modules with SQL."""
        return self._connection

    def reading(self) -> AbstractContextManager[None]:
        """Say what a fault of SQLite means to a person, for those modules."""
        return faults.mapped_errors(self.path)

    # Reading

    def entries(
        self, *kinds: str, since: date | None = None, until: date | None = None
    ) -> list[Entry[Record]]:
        """Return the entries of some kinds (all by default) of the nights since..until, in order of time."""
        found = []
        for kind in kinds or ENTRY_KINDS:
            first, last = _NIGHTS[kind]
            found += self._rows(
                f"SELECT * FROM {kind} WHERE {last} >= ? AND {first} <= ? ORDER BY id",
                (since.isoformat() if since else "", until.isoformat() if until else "9999"),
                kind,
            )
        return sorted(found, key=_place)

    def entry(self, reference: str) -> Entry[Record]:
        """Return the entry of a number, or the one recorded last for "last".

        Raises:
            CrampError: there is no such entry.
        """
        values: tuple[int, ...]
        if reference == "last":
            condition, values = "kind != 'word' ORDER BY id DESC", ()
        elif reference.isascii() and reference.isdigit() and len(reference) < 19:
            condition, values = "id = ? AND kind != 'word'", (int(reference),)
        else:
            raise CrampError(f"{reference[:40]!r} is no entry's number. `cramp list` shows the numbers.")
        with self._reading():
            for record in self._connection.execute(f"SELECT * FROM record WHERE {condition}", values):
                kind = record["kind"]
                if kind not in KINDS:  # a name in SQL is never one from the file
                    raise faults.damaged(self.path)
                found = self._rows(f"SELECT * FROM {kind} WHERE id = ?", (record["id"],), kind)
                if found:
                    return found[0]
        if reference == "last":
            raise CrampError("There is no entry yet. `cramp log` records a cramp.")
        raise CrampError(f"There is no entry {reference}. `cramp list` shows what there is.")

    def episodes(self, *, since: date | None = None, until: date | None = None) -> list[Entry[Episode]]:
        """Return the cramps of the nights since..until, in order of time."""
        return cast("list[Entry[Episode]]", self.entries("episode", since=since, until=until))

    def words(self) -> list[Entry[Word]]:
        """Return the person's own words and changes to built-in ones."""
        return cast("list[Entry[Word]]", self._rows("SELECT * FROM word ORDER BY id", (), "word"))

    def history(self, uid: str) -> list[Revision]:
        """Return every version of a record, oldest first."""
        rows = self._select(
            "SELECT revision.*, command FROM revision JOIN op ON op.id = op_id WHERE record_uid = ? "
            "ORDER BY stamp, revision.uid",
            (uid,),
        )
        with faults.sound(self.path):
            return [
                Revision(
                    row["uid"],
                    row["stamp"],
                    tuple(json.loads(row["parents"])),
                    row["command"],
                    record_of(row),
                )
                for row in rows
            ]

    def has_exposure(self, role: str, word: str) -> bool:
        """Return whether a remedy was ever used, or a trigger met."""
        return bool(self._select("SELECT 1 FROM exposure WHERE role = ? AND word = ? LIMIT 1", (role, word)))

    def newest_moment(self) -> datetime | None:
        """Return when something was last written: here, or as the newest stamp says; None in an empty file."""
        stamp, here = self._select("SELECT (SELECT max(stamp) FROM revision), (SELECT max(at_utc) FROM op)")[
            0
        ]
        with faults.sound(self.path):
            moments = [stamp and stamp.rpartition("+")[0], here]
            return max((datetime.fromisoformat(each) for each in moments if each), default=None)

    def counts(self) -> dict[str, int]:
        """Return how many entries of each kind there are, and how many revisions."""
        return {kind: self._select(f"SELECT count(*) FROM {kind}")[0][0] for kind in (*KINDS, "revision")}

    def local(self, key: str) -> str | None:
        """Return something that this file remembers for this device alone."""
        rows = self._select("SELECT value FROM local_state WHERE key = ?", (key,))
        return rows[0]["value"] if rows else None

    def revisions(
        self, *, since: date | None = None, until: date | None = None, current: bool = False
    ) -> Iterator[sqlite3.Row]:
        """Yield the log in the order of its stamps, which is the same on every device.

        Args:
            since: only entries any version of which is about this night or a later one, and all words.
            until: the same for this night or an earlier one.
            current: only the version of each entry that is shown, and none of deleted entries; the nights are
                then those of this version.

        Yields:
            The columns of `revision`, as `shown` whether the diary shows this version, and as `number` the entry's.
        """
        shown = " OR ".join(
            f"EXISTS (SELECT 1 FROM {kind} WHERE uid = log.record_uid AND revision = log.uid)"
            for kind in KINDS
        )
        parts = [f"{shown}" if current else "1"]
        values = {"since": since and since.isoformat(), "until": until and until.isoformat()}
        if since or until:
            night = "date(substr(json_extract(body, '$.at'), 1, 19), '-12 hours')"
            first, last = (
                f"coalesce(json_extract(body, '$.{name}'), json_extract(body, '$.night'), {night})"
                for name in ("first_night", "last_night")
            )
            within = (
                f"kind = 'word' OR ({last} >= coalesce(:since, '') AND {first} <= coalesce(:until, '9999'))"
            )
            parts.append(
                within if current else f"log.record_uid IN (SELECT record_uid FROM revision WHERE {within})"
            )
        condition = " AND ".join(f"({part})" for part in parts)
        with self._reading():
            yield from self._connection.execute(
                f"SELECT log.*, ({shown}) AS shown, (SELECT id FROM record WHERE uid = log.record_uid) AS number "
                f"FROM revision AS log WHERE {condition} ORDER BY stamp, uid",
                values,
            )

    def uid_of(self, reference: str) -> str:
        """Return the uid of the entry of a number, deleted or not; `entry` finds only those that are shown.

        Raises:
            CrampError: there never was such an entry, or it was purged.
        """
        if reference != "last" and reference.isascii() and reference.isdigit() and len(reference) < 19:
            rows = self._select(
                "SELECT uid FROM record WHERE id = ? AND EXISTS "
                "(SELECT 1 FROM revision WHERE record_uid = record.uid)",
                (int(reference),),
            )
            if rows:
                return str(rows[0]["uid"])
        return self.entry(reference).uid

    def purged(self) -> list[str]:
        """Return the uids of the records that were purged, here or on another device."""
        return [row[0] for row in self._select("SELECT record_uid FROM purged ORDER BY record_uid")]

    def problems(self) -> list[str]:
        """Return where file, digests, log and tables disagree: nothing when intact."""
        from crampdiary.keep import verify

        with self._reading():
            return verify.problems(self._connection)

    # Writing

    @contextmanager
    def change(self, command: str) -> Iterator[Change]:
        """Do one command's writing: all of it is kept, or, at any error, none of it.

        Raises:
            BusyError, DiaryError, CrampError: nothing was saved.
        """
        if not self.wrote:
            quick_check(self._connection, self.path)
        with writing(self._connection, self.path, self._identity):
            yield Change(self._connection, self._now, command)
        self.wrote = True

    def undo(self) -> Reversal | None:
        """Take back the last command that wrote and was not undone; None when there is nothing to undo."""
        return self._reverse(
            "undo",
            "SELECT * FROM op WHERE command NOT IN ('undo', 'redo') AND undone_by IS NULL "
            "AND EXISTS (SELECT 1 FROM revision WHERE op_id = op.id) ORDER BY id DESC LIMIT 1",
        )

    def redo(self) -> Reversal | None:
        """Do again what the last undo took back, if nothing was recorded since; None otherwise."""
        return self._reverse(
            "redo",
            "SELECT * FROM op AS undo WHERE command = 'undo' AND undone_by IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM op WHERE op.id > undo.id AND command NOT IN ('undo', 'redo')) "
            "ORDER BY id DESC LIMIT 1",
        )

    def _reverse(self, command: str, which: str) -> Reversal | None:
        with self._reading():
            if not self._select(which):
                return None
        try:
            with self.change(command) as change:
                rows = self._select(which)
                if not rows:
                    raise _BeatenToIt  # rolls back, or an empty undo would stay and be what redo finds
                with faults.sound(self.path):
                    changes, total = change.reverse(rows[0])
                op = rows[0]
                if command == "redo":
                    op = self._select("SELECT * FROM op WHERE id = ?", (op["undoes"],))[0]
        except _BeatenToIt:
            return None
        return Reversal(op["command"], op["at_utc"], tuple(changes), total)

    def remember(self, key: str, value: str) -> None:
        """Keep something for this device alone: no revision, and no op that could be undone."""
        with writing(self._connection, self.path, self._identity):
            self._connection.execute(
                "INSERT INTO local_state VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the diary into an empty file, also while others write.

        Raises:
            DiaryError, BusyError: the diary is damaged, or held by another process.
            CrampError: the copy could not be written.
        """
        with self._reading():
            target = sqlite3.connect(path)
            try:
                self._connection.backup(target, progress=_give_up)
            except sqlite3.Error as error:
                name = getattr(error, "sqlite_errorname", "")
                if name.startswith("SQLITE_CORRUPT"):
                    raise
                # Of the copy, not of the diary, in which what was typed is safe.
                raise CrampError(f"no copy could be written to {path.parent} ({name}).") from error
            finally:
                target.close()

    def compact(self) -> None:
        """Rewrite the file, so that nothing that was purged is left anywhere in its bytes.

        Raises:
            CrampError: it could not be written; what was purged stays so.
        """
        try:
            with self._reading():
                self._connection.execute("VACUUM")
        except CrampError as error:
            raise type(error)(
                "It is saved, but traces of what was purged may be left in the file, which could not be "
                f"rewritten: {faults.reason(error)} `cramp purge --backups` tries that again."
            ) from error

    def _reading(self) -> Any:
        return faults.mapped_errors(self.path)

    def _select(self, sql: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        with self._reading():
            return self._connection.execute(sql, values).fetchall()

    def _rows(self, sql: str, values: tuple[Any, ...], kind: str) -> list[Entry[Record]]:
        rows = self._select(sql, values)
        with faults.sound(self.path), without_collector():
            return [Entry(row["id"], row["uid"], row["revision"], from_row(kind, dict(row))) for row in rows]


@contextmanager
def without_collector() -> Iterator[None]:
    """Put off the search for cycles while records are made: they have none, and it took half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _give_up(status: int, _remaining: int, _total: int) -> None:
    """End a copy that got no lock within the timeout; left alone, sqlite3 would try for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise BusyError(faults.BUSY)


def _place(entry: Entry[Record]) -> tuple[date, float, int]:
    """Return where an entry stands in the order of time: a check-in after all else in its night."""
    record = entry.record
    night = getattr(record, "night", None) or record.first_night  # type: ignore[union-attr]
    at = getattr(record, "at", None)
    return night, at.timestamp() if at else math.inf, entry.number
