"""Whether a diary is intact: the file, every digest, and whether folding the log again gives the tables.

And where it is not, what of it can still be read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from crampdiary.diary.model import KINDS, Record
from crampdiary.errors import CrampError
from crampdiary.keep.faults import is_damage
from crampdiary.keep.revision import (
    COLUMNS,
    as_json,
    body_of,
    checked,
    content_uid,
    digest_of,
    from_row,
    is_uuid,
    next_stamp,
    to_row,
)
from crampdiary.words.wording import short

_PROBLEMS_LISTED = 100
_PROBLEM_LIMIT = 150  # characters; a damaged file may hold anything in the place of a name
_LEAPS, _LONGEST_LEAP = 10_000, 1_000  # over rows that cannot be read


def problems(connection: sqlite3.Connection, *, tables: bool = True) -> list[str]:
    """Return where file, digests, log and tables disagree: nothing when intact, at most a hundred.

    Args:
        connection: a diary of the newest schema, with `sqlite3.Row` as its row factory.
        tables: whether to look at the tables too; a merge reads only the log.
    """
    found = []
    # One transaction for all that is read, or else what is written meanwhile would look like damage.
    own_transaction = not connection.in_transaction
    try:
        if own_transaction:
            connection.execute("BEGIN")
        for problem in _problems(connection, tables):
            found.append(short(problem, _PROBLEM_LIMIT))
            if len(found) == _PROBLEMS_LISTED:
                break
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.Error) and not is_damage(error):
            raise
        found.append("SQLite: a part of the file cannot be read")
    finally:
        if own_transaction and connection.in_transaction:
            connection.execute("ROLLBACK")
    return found


def absent(connection: sqlite3.Connection) -> int:
    """Return how many versions an intact log names as earlier ones and does not hold.

    They may have been left out by `export --current`, whose import is sound; and no file can tell of a version
    that was taken out of it with care. So this is no problem, and worth saying.
    """
    (count,) = connection.execute(
        "SELECT count(DISTINCT value) FROM revision, json_each(parents) "
        "WHERE parents <> '[]' AND value NOT IN (SELECT uid FROM revision)"
    ).fetchone()
    return int(count)


def _problems(connection: sqlite3.Connection, tables: bool) -> Iterator[str]:
    for row in connection.execute("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield f"SQLite: {row[0]}"
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"foreign key in {row[0]}, row {row[1]}"
    for row in connection.execute("SELECT uid FROM revision WHERE record_uid IN (SELECT * FROM purged)"):
        yield f"revision {row['uid']} is of a purged record"
    newest: sqlite3.Row | None = None
    record: Record | None = None
    folded = 0
    for row in connection.execute("SELECT record_uid FROM purged"):
        if not is_uuid(row[0]):
            yield "what was purged is not named by a UUID"
    for row in connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM revision ORDER BY record_uid, stamp, uid"
    ):
        if tables and newest is not None and newest["record_uid"] != row["record_uid"]:
            yield from _row_differs(connection, newest, record)
            folded += record is not None
        try:
            newest, record = row, checked(row)
        except CrampError as error:
            yield f"revision {row['uid']}: {error}"
    if not tables:
        return
    if newest is not None:
        yield from _row_differs(connection, newest, record)
        folded += record is not None
    shown = sum(connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS)
    if shown != folded:
        yield f"the tables have {shown} rows, and the log makes {folded}"


def _row_differs(
    connection: sqlite3.Connection, newest: sqlite3.Row, expected: Record | None
) -> Iterator[str]:
    kind = newest["kind"]
    uid = newest["record_uid"]
    row = (
        connection.execute(f"SELECT * FROM {kind} WHERE uid = ?", (uid,)).fetchone()
        if kind in KINDS
        else None
    )
    wanted = None
    if expected is not None:
        number = connection.execute("SELECT id FROM record WHERE uid = ?", (uid,)).fetchone()
        head = {"id": number and number[0], "uid": uid, "revision": newest["uid"]}
        wanted = {**head, **to_row(expected)}
    # Rows, as two records of the same instant are equal whatever clock they were seen on.
    if (dict(row) if row else None) != wanted:
        yield f"record {newest['record_uid']} differs from its newest revision"


def readable(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield what can be read of a damaged diary's log, as sound rows of a log.

    Entries that only their table still has are given a new version.

    Args:
        connection: a copy of the diary, with `sqlite3.Row` as its row factory.
    """
    newest: dict[str, str] = {}
    found = set()
    for row in _rows_around_damage(connection, "revision"):
        values = {name: row[name] for name in row.keys() if name != "op_id"}  # noqa: SIM118 (a Row's, not a dict's)
        try:
            checked(values)
        except (CrampError, LookupError):  # a column may have lost its name
            continue
        found.add(values["uid"])
        newest[values["record_uid"]] = max(values["stamp"], newest.get(values["record_uid"], ""))
        yield values
    for kind in KINDS:
        for row in _rows_around_damage(connection, kind):
            try:
                if row["revision"] in found:
                    continue
                version = _version(row, kind, newest.get(row["uid"], ""))
                checked(version)
            except (CrampError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
                continue
            yield version


def readable_purges(connection: sqlite3.Connection) -> list[str]:
    """Return the purged entries of a damaged diary, none where they cannot be read."""
    try:
        rows = connection.execute("SELECT record_uid FROM purged ORDER BY record_uid").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return []
    return [row[0] for row in rows if is_uuid(row[0])]


def _version(row: sqlite3.Row, kind: str, after: str) -> dict[str, Any]:
    values = dict(row)
    values.pop("place", None)
    record = from_row(kind, values)
    at = getattr(record, "logged_at", None) or datetime(2000, 1, 1, tzinfo=UTC)
    body = body_of(record)
    version = {
        "uid": content_uid(at, "salvaged", row["uid"], body),
        "record_uid": row["uid"],
        "kind": kind,
        "stamp": next_stamp(after, at),
        "parents": as_json([]),
        "deleted": 0,
        "body": body,
    }
    return {**version, "digest": digest_of(version)}


def _rows_around_damage(connection: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """Yield a table's rows in order, leaping over those on pages that cannot be read."""
    rows = f"SELECT rowid AS place, * FROM {table} WHERE rowid > ? ORDER BY rowid"
    try:
        connection.execute(f"EXPLAIN {rows}", (0,))
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return  # the table itself is not known any more, wherever one leaps
    last, leap, leaps = 0, 1, 0
    while leaps < _LEAPS:
        try:
            for row in connection.execute(rows, (last,)):
                last, leap = row["place"], 1
                yield row
        except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError):
            last, leap, leaps = last + leap, min(2 * leap, _LONGEST_LEAP), leaps + 1
        else:
            return
