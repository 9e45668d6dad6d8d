"""How far the log of a diary goes, so that what was copied of it before need not be copied again.

The log only grows, but for a purge, and but for a restore, which puts another log in its place. So a copy that
knows how far it goes needs only what came after, as long as the diary still goes on from there.
"""

from __future__ import annotations

import sqlite3

from crampdiary.diary.frozen import NamedTuple


class Position(NamedTuple):
    """A place in the log: its last op, and what there was then. As JSON, it is a list of these.

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


def of(connection: sqlite3.Connection) -> Position:
    """Return how far a diary's log goes now: all versions of an op up to `op` are in it, and none after."""
    row = connection.execute(
        "SELECT op.id, op.uid, (SELECT count(*) FROM revision WHERE op_id <= op.id), "
        "(SELECT count(*) FROM purged) FROM op ORDER BY op.id DESC LIMIT 1"
    ).fetchone()
    return Position(*row) if row else Position(0, "", 0, 0)


def continues(connection: sqlite3.Connection, position: Position) -> bool:
    """Return whether a diary's log goes on from a position: it holds all that was there then, and in the same ops.

    Not after a purge, nor where a restore put another log in the place of that one.
    """
    found = connection.execute(
        "SELECT coalesce((SELECT uid FROM op WHERE id = :op), ''), "
        "(SELECT count(*) FROM revision WHERE op_id <= :op), (SELECT count(*) FROM purged)",
        {"op": position.op},
    ).fetchone()
    return tuple(found) == (position.op_uid, position.revisions, position.purged)
