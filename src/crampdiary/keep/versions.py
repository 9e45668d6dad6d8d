"""What one command writes: revisions appended to the log, and the tables folded from it.

The fold itself is in `folding`; here it reaches the tables. A `Position` says how far the log goes.

An op's records are taken in batches, so that undoing an import of a million rows needs no more memory than
undoing one cramp.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from crampdiary.clock.zones import to_utc_text
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import KINDS, Entry, Record, Word
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep.batches import DAMAGED, batches
from crampdiary.keep.folding import Folded, folded, head_uids, shown_body
from crampdiary.keep.revision import (
    as_json,
    body_of,
    digest_of,
    is_stamp,
    next_stamp,
    record_of,
    to_row,
    uuid7,
    uuid7s,
    word_uids,
)

BULK_CACHE = "PRAGMA cache_size = -65536"  # KiB, at most; without it a million rows are twice as slow
BATCH = 500  # records taken at once
_STEPS_A_TICK = 100_000  # of SQLite's machine: some milliseconds
_ROWS_AT_ONCE = 500  # by one INSERT; SQLite takes 32,766 values
CHANGES_KEPT = 1000  # of a reversal, to be shown; all others are counted


class Changed(NamedTuple):
    """What a write did to one record: None before stands for a creation, None after for a deletion."""

    number: int
    before: Record | None
    after: Record | None


class Reversal(NamedTuple):
    """An op that was undone or done again, and what that changed."""

    command: str
    at_utc: str
    changes: tuple[Changed, ...]  # the first thousand
    total: int  # of all


class Shown(NamedTuple):
    """What is shown of a record: its kind and number, and what its versions make together.

    Attributes:
        revision: what names that state in the tables: the uids of its heads, newest first, with spaces between.
    """

    kind: str
    number: int
    folded: Folded
    revision: str


class Change:
    """What one command writes, inside its transaction: its revisions all belong to one op."""

    def __init__(self, connection: sqlite3.Connection, now: datetime, command: str) -> None:
        self.connection = connection
        self._now = now
        self.catch_up()
        self.op = connection.execute(
            "INSERT INTO op (uid, at_utc, command) VALUES (?, ?, ?)",
            (uuid7(now), to_utc_text(now), command),
        ).lastrowid

    def catch_up(self) -> None:
        """Let the versions that follow be newer than all that is in the log, and so than what arrived in it."""
        self._stamp = self.connection.execute("SELECT max(stamp) FROM revision").fetchone()[0] or ""
        if self._stamp and not is_stamp(self._stamp):
            raise DiaryError(DAMAGED)

    def add(self, record: Record) -> Entry[Record]:
        """Record something new. A word that is known already, or was once, is written over."""
        uid = self._word_uid(record) if isinstance(record, Word) else uuid7(self._now)
        return self._entry(uid, record)

    def replace(self, entry: Entry[Record], record: Record) -> Entry[Record]:
        """Put a newer version of an entry in its place.

        Raises:
            CrampError: it was changed since it was read.
            ValueError: `record` is of another kind, or another word.
        """
        is_other_word = isinstance(record, Word) and entry.uid not in word_uids(record)
        if record.kind != entry.record.kind or is_other_word:
            raise ValueError("an entry stays of its kind, and a word the same word")
        self._still(entry)
        return self._entry(entry.uid, record)

    def delete(self, entry: Entry[Record]) -> None:
        """Delete an entry; its text stays in the log, so that this can be undone.

        One that is deleted here and was changed on another device stays deleted then, and that is settled.

        Raises:
            CrampError: it was changed since it was read.
        """
        kind = entry.record.kind
        if not self.connection.execute(
            f"SELECT 1 FROM conflict WHERE record_uid = ? AND record_uid NOT IN (SELECT uid FROM {kind})",
            (entry.uid,),
        ).fetchone():
            self._still(entry)
        self.append([(entry.uid, kind, None)])

    def bring_back(self, entry: Entry[Record]) -> Entry[Record]:
        """Show a deleted entry again, as `Store.deleted` gave it.

        Raises:
            CrampError: it is there again already.
        """
        kind = entry.record.kind
        if self.connection.execute(f"SELECT 1 FROM {kind} WHERE uid = ?", (entry.uid,)).fetchone():
            raise self._changed_meanwhile(entry)
        return self._entry(entry.uid, entry.record)

    def append(self, versions: Sequence[tuple[str, str, str | None]]) -> dict[str, Shown]:
        """Append a revision to each of some records, after all that is known of it.

        Args:
            versions: a record's uid, its kind and the new body, None for a tombstone; each record once.
        """
        return self._append(versions, self._revisions([uid for uid, _, _ in versions]))

    def _append(
        self, versions: Sequence[tuple[str, str, str | None]], earlier: Iterable[sqlite3.Row]
    ) -> dict[str, Shown]:
        with _read_here():
            heads = {uid: head_uids(rows) for uid, rows in by_record(earlier).items()}
        rows = []
        names = uuid7s(self._now, len(versions))
        for name, (uid, kind, body) in zip(names, versions, strict=True):
            self._stamp = next_stamp(self._stamp, self._now)
            version = {
                "uid": name,
                "record_uid": uid,
                "kind": kind,
                "stamp": self._stamp,
                "op_id": self.op,
                "parents": as_json(heads.get(uid, [])),
                "deleted": int(body is None),
                "body": body,
            }
            rows.append({**version, "digest": digest_of(version)})
        insert(self.connection, "revision", rows)
        shown = fold(self.connection, [uid for uid, _, _ in versions])
        if len(shown) < len(versions):  # a table and its index tell two things
            raise DiaryError(DAMAGED)
        return shown

    def reverse(self, op: sqlite3.Row) -> tuple[list[Changed], int]:
        """Set every record that `op` touched back to what it was before.

        Returns:
            The first `CHANGES_KEPT` changes, and the number of all.

        Raises:
            CrampError: one of them was changed since by another op.
        """
        changes: list[Changed] = []
        count = 0
        self.connection.execute(BULK_CACHE)
        for uids in touched(self.connection, op["id"]):
            wanted = []
            shown = []
            earlier = self._revisions(uids)
            for uid, rows in by_record(earlier).items():
                with _read_here():
                    before, left, now = (
                        shown_body([row for row in rows if row["op_id"] <= last])
                        for last in (op["id"] - 1, op["id"], self.op)
                    )
                if now != left:
                    raise self._changed_since(uid, op["command"])
                # What a merge brought may change nothing that is shown, and be in conflict with it all the same.
                if now != before or (before is not None and len(head_uids(rows)) > 1):
                    wanted.append((uid, rows[0]["kind"], before))
                    shown.append((before, now))
            numbers = self._append(wanted, earlier)
            count += len(wanted)
            for (uid, kind, _), (before, now) in zip(wanted, shown, strict=True):
                if len(changes) < CHANGES_KEPT:
                    changes.append(Changed(numbers[uid].number, _record(kind, now), _record(kind, before)))
        self.connection.execute("UPDATE op SET undoes = ? WHERE id = ?", (op["id"], self.op))
        self.connection.execute("UPDATE op SET undone_by = ? WHERE id = ?", (self.op, op["id"]))
        if op["undoes"]:
            self.connection.execute("UPDATE op SET undone_by = NULL WHERE id = ?", (op["undoes"],))
        return sorted(changes, key=lambda change: change.number), count

    def _entry(self, uid: str, record: Record) -> Entry[Record]:
        shown = self.append([(uid, record.kind, body_of(record))])[uid]
        return Entry(shown.number, uid, shown.revision, record)

    def _word_uid(self, word: Word) -> str:
        """Return the uid by which the word is here, or else the first of its uids that was not purged."""
        row = self.connection.execute(
            "SELECT uid FROM word WHERE role = ? AND slug = ?", (word.role, word.slug)
        ).fetchone()
        for uid in [row[0]] if row else word_uids(word):
            if not self.connection.execute("SELECT 1 FROM purged WHERE record_uid = ?", (uid,)).fetchone():
                return uid
        raise CrampError(f"The word {word.slug} was purged too often. Add it under another name.")

    def _still(self, entry: Entry[Record]) -> None:
        row = self.connection.execute(
            f"SELECT revision FROM {entry.record.kind} WHERE uid = ?", (entry.uid,)
        ).fetchone()
        if row is None or row[0] != entry.revision:
            raise self._changed_meanwhile(entry)

    @staticmethod
    def _changed_meanwhile(entry: Entry[Record]) -> CrampError:
        return CrampError(
            f"Entry {entry.number} was changed meanwhile, so nothing was saved. Look at it with "
            f"`cramp show {entry.number}` and try again."
        )

    def _revisions(self, uids: Sequence[str]) -> list[sqlite3.Row]:
        return self.connection.execute(
            "SELECT * FROM revision WHERE record_uid IN (SELECT value FROM json_each(?)) ORDER BY stamp, uid",
            (as_json(uids),),
        ).fetchall()

    def _changed_since(self, uid: str, command: str) -> CrampError:
        (number,) = self.connection.execute("SELECT id FROM record WHERE uid = ?", (uid,)).fetchone()
        return CrampError(
            f"Entry {number} was changed since by another command, so `{command}` cannot be taken back. "
            f"Nothing was changed; `cramp show {number} --history` shows its versions."
        )


def by_record(rows: Iterable[sqlite3.Row]) -> dict[str, list[sqlite3.Row]]:
    """Return the versions of each record, in the order in which they came."""
    found: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        found.setdefault(row["record_uid"], []).append(row)
    return found


def _record(kind: str, body: str | None) -> Record | None:
    return record_of({"kind": kind, "body": body})


@contextmanager
def _read_here() -> Iterator[None]:
    """Say that the log is damaged where a version in it is not as this program writes them."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise DiaryError(DAMAGED) from error


@contextmanager
def ticking(connection: sqlite3.Connection, tick: Callable[[], None] | None) -> Iterator[None]:
    """Call `tick` now and then while SQLite works, also during one long statement; never for None."""
    connection.set_progress_handler(tick, _STEPS_A_TICK)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def touched(connection: sqlite3.Connection, op: int | None) -> Iterator[list[str]]:
    """Yield the uids of the records that an op brought revisions of, in order, a batch at a time."""
    query = (
        "SELECT DISTINCT record_uid FROM revision WHERE op_id = ? AND record_uid > ? "
        f"ORDER BY record_uid LIMIT {BATCH}"
    )
    for rows in batches(lambda last: connection.execute(query, (op, last)).fetchall(), ""):
        yield [row[0] for row in rows]


def fold(connection: sqlite3.Connection, uids: Sequence[str], *, checked: bool = False) -> dict[str, Shown]:
    """Write again the tables' rows of some records, from all of their versions, and give new ones a number.

    Args:
        connection: to the diary.
        uids: of the records.
        checked: whether a record with one version alone was made or checked just now, so that its row follows from
            its body without making the record again.

    Returns:
        What is shown of each now, by uid; without those that are taken as checked.
    """
    wanted = as_json(uids)
    numbered = connection.execute(
        "INSERT INTO record (uid, kind) SELECT record_uid, kind FROM revision "
        "WHERE record_uid IN (SELECT value FROM json_each(?)) "
        "AND record_uid NOT IN (SELECT uid FROM record) GROUP BY record_uid ORDER BY min(stamp), record_uid",
        (wanted,),
    ).rowcount
    were_here = numbered < len(uids)  # or else there is nothing of them in the tables
    if were_here:
        connection.execute(
            "DELETE FROM conflict WHERE record_uid IN (SELECT value FROM json_each(?))", (wanted,)
        )
    if checked:
        projected = _project(connection, wanted, were_here=were_here)
        if projected == len(uids):
            return {}
        of_several = connection.execute(
            f"SELECT uid FROM record WHERE {_THOSE} AND {_VERSIONS} > 1", (wanted,)
        )
        wanted = as_json([row[0] for row in of_several])
    versions = connection.execute(
        "SELECT record.id, revision.* FROM record JOIN revision ON record_uid = record.uid "
        "WHERE record.uid IN (SELECT value FROM json_each(?)) ORDER BY record.id, stamp, revision.uid",
        (wanted,),
    )
    shown: dict[str, Shown] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    conflicts = []
    for uid, of_record in by_record(versions).items():
        kind, number = of_record[-1]["kind"], of_record[-1]["id"]
        if kind not in KINDS:  # a name in SQL is never one from the file
            raise DiaryError(DAMAGED)
        of_kind = rows.setdefault(kind, [])
        with _read_here():
            found = folded(of_record)
        revision = " ".join(found.heads)
        shown[uid] = Shown(kind, number, found, revision)
        if found.record is not None:
            of_kind.append({"id": number, "uid": uid, "revision": revision, **to_row(found.record)})
        if found.conflicts:
            conflicts.append({"record_uid": uid, "fields": as_json(found.conflicts)})
    for kind, of_kind in rows.items():
        if were_here:
            _clear(connection, kind, wanted)
        insert(connection, kind, of_kind)
    insert(connection, "conflict", conflicts)
    return shown


_THOSE = "uid IN (SELECT value FROM json_each(?))"
_VERSIONS = "(SELECT count(*) FROM revision WHERE record_uid = record.uid)"


def _project(connection: sqlite3.Connection, wanted: str, *, were_here: bool) -> int:
    """Write the rows of those records that have one version alone, which was checked, and return how many these are.

    Args:
        connection: to the diary.
        wanted: the uids of the records, as JSON.
        were_here: whether there may be rows of them.
    """
    from crampdiary.keep.projection import projecting  # no single entry needs it

    alone = connection.execute(
        f"SELECT kind, json_group_array(uid), count(*) FROM record WHERE {_THOSE} AND {_VERSIONS} = 1 GROUP BY kind",
        (wanted,),
    ).fetchall()
    for kind, uids, _ in alone:
        if kind not in KINDS:  # a name in SQL is never one from the file
            raise DiaryError(DAMAGED)
        if were_here:
            _clear(connection, kind, uids)
        connection.execute(projecting(kind), (uids,))
    return sum(count for *_, count in alone)


def _clear(connection: sqlite3.Connection, kind: str, wanted: str) -> None:
    connection.execute(f"DELETE FROM {kind} WHERE uid IN (SELECT value FROM json_each(?))", (wanted,))


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns in the same order.

    Many by one statement: SQLite keeps a copy of each page that a statement changes until it is done, so that
    a million rows, each by a statement of its own, took half as long again.
    """
    rows = list(rows)
    columns = ", ".join(f'"{name}"' for name in rows[0]) if rows else ""  # a field may be called `set`
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        marks = ", ".join(["(" + ", ".join("?" * len(part[0])) + ")"] * len(part))
        connection.execute(
            f"INSERT INTO {table} ({columns}) VALUES {marks}",
            [value for row in part for value in row.values()],
        )


class Position(NamedTuple):
    """A place in the log: its last op, and what there was then. As JSON, it is a list of these.

    The log only grows, but for a purge, and but for a restore, which puts another log in its place. So a copy that
    knows how far it goes needs only what came after, as long as the diary still goes on from there.

    Attributes:
        op: the number of the last op, 0 where there is none.
        op_uid: its uid, as two logs may give one number to different ops. Empty where there is none.
        revisions: how many versions those ops brought, without the purged ones.
        purged: how many records were purged.
    """

    op: int
    op_uid: str
    revisions: int
    purged: int


def position_of(connection: sqlite3.Connection) -> Position:
    """Return how far a diary's log goes now: all versions of an op up to `op` are in it, and none after."""
    row = connection.execute(
        "SELECT id, uid, (SELECT count(*) FROM revision), (SELECT count(*) FROM purged) FROM op "
        "ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return Position(*row) if row else Position(0, "", 0, 0)


def continues(connection: sqlite3.Connection, position: Position) -> bool:
    """Return whether a diary's log goes on from a position: it holds all that was there then, and in the same ops.

    Not after a purge, nor where a restore put another log in the place of that one.
    """
    # Those up to the op are counted by those after it: a count of all looks at no row, and of these there are few.
    found = connection.execute(
        "SELECT coalesce((SELECT uid FROM op WHERE id = :op), ''), "
        "(SELECT count(*) FROM revision) - (SELECT count(*) FROM revision WHERE op_id > :op), "
        "(SELECT count(*) FROM purged)",
        {"op": position.op},
    ).fetchone()
    return tuple(found) == (position.op_uid, position.revisions, position.purged)
