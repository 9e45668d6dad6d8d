"""The repository: the only module with SQL at run time.

**The log of revisions is the truth; the tables that people read are projected from it.** Every change to a
record (an episode, an exposure, a check-in, a span away, a word) appends one row to `revision`, and in the same
transaction the record's row in its table is written anew from the newest revision. Nothing in the log is ever
changed, so nothing typed is lost; undo, history and merge follow from that alone:

* `op` has one row per command that wrote in this file, and every revision names the op that brought it here.
  An op may bring any number of revisions.
* Undoing an op appends, for each record it touched, a revision equal to the one before it: a tombstone for a
  record that it created. Undoing that undo is redo. What was undone stays in the log.
* A revision names its parents. The one with the highest stamp is shown. A stamp is a hybrid logical clock: the
  wall clock or, where that stands still or runs backwards, one more than the newest stamp in the file.
* Its digest covers a revision's content, so that a flipped bit is found.

A record has a `uid` on every device, and in this file a number, which is what people type. Numbers are never
used twice.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from crampdiary import diaryfile
from crampdiary.errors import CrampError
from crampdiary.model import KINDS, Entry, Record, Word, fields, from_fields
from crampdiary.revision import as_json, digest_of, from_row, next_stamp, to_row, uuid7, word_uid
from crampdiary.zones import to_utc_text

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


class Changed(NamedTuple):
    """What a write did to one record: None before stands for a creation, None after for a deletion."""

    number: int
    before: Record | None
    after: Record | None


class Reversal(NamedTuple):
    """An op that was undone or done again, and what that changed."""

    command: str
    at_utc: str
    changes: tuple[Changed, ...]


class Store:
    """One diary file.

    Args:
        path: the file.
        now: the wall clock, aware; one command is one moment.
        create: whether to create the diary where there is none.

    Raises:
        DiaryError, BusyError: as `crampdiary.diaryfile.open_diary`.
    """

    def __init__(self, path: Path, *, now: datetime, create: bool = False) -> None:
        if create and not os.path.lexists(path):
            diaryfile.create_diary(path)
        self.path = path
        self.wrote = False
        self._now = now
        self._connection = diaryfile.open_diary(path)
        self._connection.row_factory = sqlite3.Row
        self._identity = diaryfile.identity(path)

    def close(self) -> None:
        self._connection.close()

    # Reading

    def entries(self, *kinds: str, since: date | None = None, until: date | None = None) -> list[Entry]:
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

    def entry(self, reference: str) -> Entry:
        """Return the entry of a number, or the one recorded last for "last".

        Raises:
            CrampError: there is no such entry.
        """
        if reference == "last":
            condition, values = "kind != 'word' ORDER BY id DESC", ()
        elif reference.isascii() and reference.isdigit() and len(reference) < 19:
            condition, values = "id = ? AND kind != 'word'", (int(reference),)
        else:
            raise CrampError(f"{reference!r} is no entry's number. `cramp list` shows the numbers.")
        with self._reading():
            for record in self._connection.execute(f"SELECT * FROM record WHERE {condition}", values):
                kind = record["kind"]
                found = self._rows(f"SELECT * FROM {kind} WHERE id = ?", (record["id"],), kind)
                if found:
                    return found[0]
        if reference == "last":
            raise CrampError("There is no entry yet. `cramp log` records a cramp.")
        raise CrampError(f"There is no entry {reference}. `cramp list` shows what there is.")

    def words(self) -> list[Entry]:
        """Return the person's own words and changes to built-in ones."""
        return self._rows("SELECT * FROM word ORDER BY id", (), "word")

    def history(self, uid: str) -> list[Revision]:
        """Return every version of a record, oldest first."""
        rows = self._select(
            "SELECT revision.*, command FROM revision JOIN op ON op.id = op_id WHERE record_uid = ? "
            "ORDER BY stamp, revision.uid",
            (uid,),
        )
        return [
            Revision(
                row["uid"], row["stamp"], tuple(json.loads(row["parents"])), row["command"], _record(row)
            )
            for row in rows
        ]

    def has_exposure(self, role: str, word: str) -> bool:
        """Return whether a remedy was ever used, or a trigger met."""
        return bool(self._select("SELECT 1 FROM exposure WHERE role = ? AND word = ? LIMIT 1", (role, word)))

    def newest_moment(self) -> datetime | None:
        """Return when the newest revision was made, by the clock that the stamps keep; None in an empty file."""
        newest = self._select("SELECT max(stamp) FROM revision")[0][0]
        return datetime.fromisoformat(newest.rpartition("+")[0]) if newest else None

    def counts(self) -> dict[str, int]:
        """Return how many entries of each kind there are, and how many revisions."""
        return {kind: self._select(f"SELECT count(*) FROM {kind}")[0][0] for kind in (*KINDS, "revision")}

    def local(self, key: str) -> str | None:
        """Return something that this file remembers for this device alone."""
        rows = self._select("SELECT value FROM local_state WHERE key = ?", (key,))
        return rows[0]["value"] if rows else None

    def problems(self) -> list[str]:
        """Fold the log again and return where file, digests, log and tables disagree: nothing when intact."""
        found = [f"SQLite: {row[0]}" for row in self._select("PRAGMA integrity_check(20)") if row[0] != "ok"]
        found += [
            f"foreign key in {row[0]}, row {row[1]}" for row in self._select("PRAGMA foreign_key_check")
        ]
        newest: dict[str, sqlite3.Row] = {}
        for row in self._select("SELECT * FROM revision ORDER BY stamp, uid"):
            newest[row["record_uid"]] = row
            if row["digest"] != digest_of(row):
                found.append(f"revision {row['uid']} does not match its digest")
        shown = {
            entry.uid: entry for kind in KINDS for entry in self._rows(f"SELECT * FROM {kind}", (), kind)
        }
        for uid in newest.keys() | shown.keys():
            expected = _record(newest[uid]) if uid in newest else None
            if expected != (shown[uid].record if uid in shown else None):
                found.append(f"record {uid} differs from its newest revision")
        return found

    # Writing

    @contextmanager
    def change(self, command: str) -> Iterator[Change]:
        """Do one command's writing: all of it is kept, or, at any error, none of it.

        Raises:
            BusyError, DiaryError, CrampError: nothing was saved.
        """
        if not self.wrote:
            diaryfile.quick_check(self._connection, self.path)
        with diaryfile.writing(self._connection, self.path, self._identity):
            yield Change(self._connection, self._now, command)
        self.wrote = True

    def undo(self) -> Reversal | None:
        """Take back the last command that wrote and was not undone; None when there is nothing to undo."""
        return self._reverse(
            "undo",
            "SELECT * FROM op WHERE command NOT IN ('undo', 'redo') AND undone_by IS NULL "
            "ORDER BY id DESC LIMIT 1",
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
        with self.change(command) as change:
            rows = self._select(which)
            if not rows:
                return None
            changes = change.reverse(rows[0])
            op = rows[0]
            if command == "redo":
                op = self._select("SELECT * FROM op WHERE id = ?", (op["undoes"],))[0]
        return Reversal(op["command"], op["at_utc"], tuple(changes))

    def remember(self, key: str, value: str) -> None:
        """Keep something for this device alone: no revision, and no op that could be undone."""
        with diaryfile.writing(self._connection, self.path, self._identity):
            self._connection.execute(
                "INSERT INTO local_state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the diary into an empty file, also while others write."""
        with self._reading():
            target = sqlite3.connect(path)
            try:
                self._connection.backup(target)
            finally:
                target.close()

    def _reading(self) -> Any:
        return diaryfile.mapped_errors(self.path)

    def _select(self, sql: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        with self._reading():
            return self._connection.execute(sql, values).fetchall()

    def _rows(self, sql: str, values: tuple[Any, ...], kind: str) -> list[Entry]:
        return [
            Entry(row["id"], row["uid"], row["revision"], from_row(kind, dict(row)))
            for row in self._select(sql, values)
        ]


class Change:
    """What one command writes, inside its transaction: its revisions all belong to one op."""

    def __init__(self, connection: sqlite3.Connection, now: datetime, command: str) -> None:
        self._connection = connection
        self._now = now
        self._stamp = connection.execute("SELECT max(stamp) FROM revision").fetchone()[0] or ""
        self._op = connection.execute(
            "INSERT INTO op (uid, at_utc, command) VALUES (?, ?, ?)",
            (uuid7(now), to_utc_text(now), command),
        ).lastrowid

    def add(self, record: Record) -> Entry:
        """Record something new. A word that is known already, or was once, is written over."""
        uid = word_uid(record) if isinstance(record, Word) else uuid7(self._now)
        return self._append(uid, record.kind, record)

    def replace(self, entry: Entry, record: Record) -> Entry:
        """Put a newer version of an entry in its place.

        Raises:
            CrampError: it was changed since it was read.
        """
        self._still(entry)
        return self._append(entry.uid, entry.record.kind, record)

    def delete(self, entry: Entry) -> None:
        """Delete an entry; its text stays in the log, so that this can be undone.

        Raises:
            CrampError: it was changed since it was read.
        """
        self._still(entry)
        self._append(entry.uid, entry.record.kind, None)

    def reverse(self, op: sqlite3.Row) -> list[Changed]:
        """Set every record that `op` touched back to what it was before.

        Raises:
            CrampError: one of them was changed since by another op.
        """
        touched = self._connection.execute(
            "SELECT DISTINCT record_uid, kind FROM revision WHERE op_id = ? ORDER BY stamp", (op["id"],)
        ).fetchall()
        changes = []
        for uid, kind in touched:
            before, left, now = (
                self._version(uid, condition, op["id"]) for condition in ("op_id < ?", "op_id <= ?", "? > 0")
            )
            number = self._number(uid, kind)
            if now != left:
                raise CrampError(
                    f"Entry {number} was changed since by another command, so `{op['command']}` cannot be taken "
                    f"back. Nothing was changed; `cramp show {number} --history` shows its versions."
                )
            self._append(uid, kind, before)
            changes.append(Changed(number, now, before))
        self._connection.execute("UPDATE op SET undoes = ? WHERE id = ?", (op["id"], self._op))
        self._connection.execute("UPDATE op SET undone_by = ? WHERE id = ?", (self._op, op["id"]))
        if op["undoes"]:
            self._connection.execute("UPDATE op SET undone_by = NULL WHERE id = ?", (op["undoes"],))
        return changes

    def _version(self, uid: str, condition: str, op_id: int) -> Record | None:
        row = self._connection.execute(
            f"SELECT * FROM revision WHERE record_uid = ? AND {condition} ORDER BY stamp DESC, uid DESC LIMIT 1",
            (uid, op_id),
        ).fetchone()
        return _record(row) if row else None

    def _still(self, entry: Entry) -> None:
        row = self._connection.execute(
            f"SELECT revision FROM {entry.record.kind} WHERE uid = ?", (entry.uid,)
        ).fetchone()
        if row is None or row[0] != entry.revision:
            raise CrampError(
                f"Entry {entry.number} was changed meanwhile, so nothing was saved. Look at it with "
                f"`cramp show {entry.number}` and try again."
            )

    def _append(self, uid: str, kind: str, record: Record | None) -> Entry:
        earlier = self._connection.execute(
            "SELECT uid, parents FROM revision WHERE record_uid = ?", (uid,)
        ).fetchall()
        superseded = {parent for row in earlier for parent in json.loads(row["parents"])}
        self._stamp = next_stamp(self._stamp, self._now)
        revision = {
            "uid": uuid7(self._now),
            "record_uid": uid,
            "kind": kind,
            "stamp": self._stamp,
            "op_id": self._op,
            "parents": as_json(sorted({row["uid"] for row in earlier} - superseded)),
            "deleted": int(record is None),
            "body": None if record is None else as_json(fields(record)),
        }
        revision["digest"] = digest_of(revision)
        self._insert("revision", revision)
        number = self._number(uid, kind)
        # The newest stamp in the file is the newest of the record: this revision is what is shown.
        self._connection.execute(f"DELETE FROM {kind} WHERE uid = ?", (uid,))
        if record is not None:
            self._insert(kind, {"id": number, "uid": uid, "revision": revision["uid"], **to_row(record)})
        return Entry(number, uid, str(revision["uid"]), record)  # type: ignore[arg-type]

    def _number(self, uid: str, kind: str) -> int:
        row = self._connection.execute("SELECT id FROM record WHERE uid = ?", (uid,)).fetchone()
        if row:
            return int(row[0])
        added = self._connection.execute("INSERT INTO record (uid, kind) VALUES (?, ?)", (uid, kind))
        return int(added.lastrowid or 0)

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        self._connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))


def _record(row: sqlite3.Row) -> Record | None:
    return None if row["deleted"] else from_fields(row["kind"], json.loads(row["body"]))


def _place(entry: Entry) -> tuple[str, str, int]:
    """Return where an entry stands in the order of time: a check-in after all else in its night."""
    record = entry.record
    night = getattr(record, "night", None) or record.first_night  # type: ignore[union-attr]
    at = getattr(record, "at", None)
    return night.isoformat(), to_utc_text(at) if at else "~", entry.number
