"""Whether a diary is intact: the file, every digest, and the tables against the log folded anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from crampdiary.errors import CrampError
from crampdiary.model import KINDS, Record
from crampdiary.revision import checked, to_row

_PROBLEMS_LISTED = 100


def problems(connection: sqlite3.Connection, *, tables: bool = True) -> list[str]:
    """Return where file, digests, log and tables disagree: nothing when intact, at most a hundred.

    Args:
        connection: a diary of the newest schema, with `sqlite3.Row` as its row factory.
        tables: whether to look at the tables too; a merge reads only the log.
    """
    found = []
    for problem in _problems(connection, tables):
        found.append(problem)
        if len(found) == _PROBLEMS_LISTED:
            break
    return found


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
    for row in connection.execute("SELECT * FROM revision ORDER BY record_uid, stamp, uid"):
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
