"""What a diary has that another one in its place would not show: told where a backup is restored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Record, nights_of
from crampdiary.errors import CrampError
from crampdiary.keep import verify
from crampdiary.keep.copies import foreign
from crampdiary.keep.folding import Folded, folded


class LeftOut(NamedTuple):
    """What is not shown in the other one.

    Attributes:
        missing: the entries that it does not show at all, in order of their nights.
        older: those that it shows, and not as they were said last.
    """

    missing: tuple[Record, ...] = ()
    older: tuple[Record, ...] = ()


class Damaged(NamedTuple):
    """What can be read of a damaged diary: what it leaves out of another one, and what was purged from it."""

    left_out: LeftOut
    purged: list[str]


def left_out(versions: Iterable[Any], after: sqlite3.Connection) -> LeftOut:
    """Return what a merge of some versions would bring into a diary.

    Args:
        versions: sound rows of a log.
        after: the diary, with `sqlite3.Row` as its row factory.
    """
    new: dict[str, list[Any]] = {}
    for row in versions:
        if (
            row["kind"] != "word"
            and not after.execute(
                "SELECT 1 FROM revision WHERE uid = ? UNION ALL SELECT 1 FROM purged WHERE record_uid = ?",
                (row["uid"], row["record_uid"]),
            ).fetchone()
        ):
            new.setdefault(row["record_uid"], []).append(row)
    missing: list[Record] = []
    older: list[Record] = []
    for uid, rows in new.items():
        there = after.execute("SELECT * FROM revision WHERE record_uid = ?", (uid,)).fetchall()
        merged, now = _folded([*there, *rows]), _folded(there)
        if merged.record is None or merged.record == now.record:
            continue
        # Where something was done to it there too, a merge decides between the two. What was salvaged from a table
        # has lost what it was made from.
        if not set(now.heads) & set(merged.heads) or any(row["parents"] == "[]" for row in rows):
            (missing if now.record is None else older).append(merged.record)
    return LeftOut(*(tuple(sorted(each, key=nights_of)) for each in (missing, older)))


def _folded(versions: list[Any]) -> Folded:
    ordered = sorted(versions, key=lambda row: (row["stamp"], row["uid"]))
    return folded(ordered) if ordered else Folded(None, ())


def of_damaged(diary: Path, after: sqlite3.Connection) -> Damaged | None:
    """Return what can be read of a damaged diary and is not in another one; None where nothing can be read."""
    try:
        with foreign.private_folder() as folder, closing(foreign.damaged_copy(diary, folder)) as damaged:
            return Damaged(left_out(verify.readable(damaged), after), verify.readable_purges(damaged))
    except (CrampError, sqlite3.DatabaseError):
        return None
