"""Whether a diary is intact: the file, every digest, and whether folding the log again gives the tables.

And where it is not, what of it can still be read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from crampdiary.diary.model import KINDS
from crampdiary.errors import CrampError
from crampdiary.keep.faults import is_damage
from crampdiary.keep.folding import Folded, folded
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
    for row in connection.execute("PRAGMA main.integrity_check(20)"):
        if row[0] != "ok":
            yield f"SQLite: {row[0]}"
    for row in connection.execute("PRAGMA main.foreign_key_check"):
        yield f"foreign key in {row[0]}, row {row[1]}"
    for row in connection.execute("SELECT uid FROM revision WHERE record_uid IN (SELECT * FROM purged)"):
        yield f"revision {row['uid']} is of a purged record"
    for row in connection.execute("SELECT record_uid FROM purged"):
        if not is_uuid(row[0]):
            yield "what was purged is not named by a UUID"
    for row in connection.execute(
        "SELECT id FROM record WHERE uid NOT IN (SELECT record_uid FROM revision) "
        "AND uid NOT IN (SELECT record_uid FROM purged)"
    ):
        yield f"entry {row['id']} has no versions, and was not purged"
    shown = 0
    log = connection.execute(
        f"SELECT {', '.join(COLUMNS)}, (SELECT id FROM record WHERE uid = record_uid) AS number "
        "FROM revision ORDER BY record_uid, stamp, uid"
    )
    for uid, of_record in groupby(log, key=itemgetter("record_uid")):
        versions: list[sqlite3.Row] = []
        name, number = f"record {uid}", None
        for row in of_record:
            if row["number"] is not None:
                name, number = f"entry {row['number']}", row["number"]
            try:
                checked(row)
            except CrampError as error:
                yield f"{name}, version {row['uid']}: {error}"
            else:
                versions.append(row)
        if tables and versions:
            found = folded(versions)
            shown += found.record is not None
            if _in_tables(connection, versions[-1]["kind"], uid) != _expected(number, uid, found):
                yield f"{name} differs from what its versions make"
    if tables:
        held = sum(connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS)
        if held != shown:
            yield f"the tables have {held} rows, and the log makes {shown}"
        yield from _stray_conflicts(connection)


def _expected(number: int | None, uid: str, found: Folded) -> tuple[dict[str, Any] | None, str | None]:
    """Return what the tables must hold of a record: its row, and the fields in conflict."""
    row = None
    if found.record is not None:
        row = {"id": number, "uid": uid, "revision": " ".join(found.heads), **to_row(found.record)}
    return row, as_json(found.conflicts) if found.conflicts else None


def _in_tables(
    connection: sqlite3.Connection, kind: str, uid: str
) -> tuple[dict[str, Any] | None, str | None]:
    """Return what they do hold. Rows, as two records of one instant are equal whatever clock they were seen on."""
    row = connection.execute(f"SELECT * FROM {kind} WHERE uid = ?", (uid,)).fetchone()
    conflict = connection.execute("SELECT fields FROM conflict WHERE record_uid = ?", (uid,)).fetchone()
    return row and dict(row), conflict and conflict[0]


def _stray_conflicts(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(
        "SELECT record_uid FROM conflict WHERE record_uid NOT IN (SELECT record_uid FROM revision)"
    ):
        yield f"record {row[0]} has no versions, and is said to be in conflict"


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
