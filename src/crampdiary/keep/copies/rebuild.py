"""The diary that a backup was made of, built again from it: to be restored, merged or looked at.

The log is copied, and the tables are folded from it, as a merge does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from crampdiary.errors import CrampError
from crampdiary.keep.copies.backup_file import (
    COLUMNS_OF,
    base_of,
    damaged,
    entries_in,
    pack,
    read_header,
    unpack,
)
from crampdiary.keep.file import create_diary, open_diary
from crampdiary.keep.revision import as_json
from crampdiary.keep.versions import BATCH, BULK_CACHE, fold

_PURGE = (
    "DELETE FROM revision WHERE record_uid IN (SELECT value FROM json_each(:doomed))",
    "INSERT INTO purged SELECT value FROM json_each(:doomed) WHERE value NOT IN (SELECT record_uid FROM purged)",
)


def opened(path: Path, folder: Path, *, only: Sequence[str] | None = None) -> sqlite3.Connection:
    """Return the diary that a backup was made of, rebuilt in a private folder, in the newest schema.

    Args:
        path: the backup; its base is beside it.
        folder: a private one.
        only: the uids of records, where no others are wanted.

    Raises:
        DiaryError: it is damaged, from a newer cramp, or without its base.
        CrampError: there is no room for it.
    """
    number = len(list(folder.iterdir()))
    target = folder / f"{number}.db"
    base = base_of(path, read_header(path))
    parts = [folder / f"{number}.{each}.raw" for each in range(2 if base else 1)]
    try:
        if base:
            unpack(base, parts[0])
        unpack(path, parts[-1])
        create_diary(target)
    except OSError as error:
        raise CrampError(
            f"There is no room to unpack {path}. Nothing was changed; free some space."
        ) from error
    connection = open_diary(target)
    connection.row_factory = sqlite3.Row
    try:
        _rebuild(connection, parts, only)
    except (
        CrampError,
        sqlite3.Error,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        connection.close()
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise CrampError(
                f"There is no room to unpack {path}. Nothing was changed; free some space."
            ) from error
        raise damaged(path) from error
    finally:
        for each in parts:
            each.unlink(missing_ok=True)
    return connection


def purge(path: Path, fresh: Path, uids: Sequence[str], folder: Path) -> None:
    """Write a backup again, without some records and without a byte of them.

    What goes on from a base is purged before it, or else nobody could tell how many entries it shows after that.

    Args:
        path: the backup, which is only read.
        fresh: an empty file, private already.
        uids: of the records.
        folder: a private one.

    Raises:
        DiaryError: it is damaged, or without its base.
        CrampError, OSError, sqlite3.Error: it could not be written.
    """
    header = read_header(path)
    base = base_of(path, header)
    doomed = {"doomed": as_json(uids)}
    shown = header.entries
    with closing(opened(path, folder, only=uids)) as of_doomed:
        lost = entries_in(of_doomed)
        (gone,) = of_doomed.execute("SELECT count(*) FROM purged").fetchone()
    if gone > header.position.purged:  # its base was purged before, and does not tell any more what that took
        with closing(opened(path, folder)) as all_of_it:
            shown = entries_in(all_of_it)
    parts = [folder / "own.raw", folder / "base.raw"]
    versions, stamps = 0, [""]
    for source, part in zip([path, base], parts, strict=True):
        if source is None:
            continue
        unpack(source, part)
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            for statement in _PURGE:
                connection.execute(statement, doomed)
            connection.execute("VACUUM")
            count, stamp = connection.execute(
                "SELECT count(*), coalesce(max(stamp), '') FROM revision"
            ).fetchone()
            versions, stamps = versions + count, [*stamps, stamp]
            if source == path:
                (purged,) = connection.execute("SELECT count(*) FROM purged").fetchone()
    pack(
        parts[0],
        fresh,
        header._replace(
            position=header.position._replace(revisions=versions, purged=purged),
            stamp=max(stamps),
            entries=shown - lost,
            size=parts[0].stat().st_size,
        ),
    )


def _rebuild(connection: sqlite3.Connection, parts: Sequence[Path], only: Sequence[str] | None) -> None:
    """Fill an empty diary from a whole backup and what goes on from it, and fold its tables."""
    names = [f"part{number}" for number in range(len(parts))]
    connection.execute(BULK_CACHE)
    connection.execute("PRAGMA synchronous = OFF")  # nobody else will ever see this file
    for name, part in zip(names, parts, strict=True):
        connection.execute(f"ATTACH ? AS {name}", (f"{part.absolute().as_uri()}?mode=ro",))
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA defer_foreign_keys = ON")  # an op may name one of the other part
    newest = names[-1]
    for name in reversed(names):  # of two states of one op the newer one holds
        _take(connection, "op", name, "true ON CONFLICT (id) DO NOTHING")
        _take(connection, "record", name, "true ON CONFLICT (id) DO NOTHING")
        _take(connection, "purged", name, "true ON CONFLICT DO NOTHING")
    for table in ("purge_heard", "local_state"):
        _take(connection, table, newest, "true")
    unpurged = "record_uid NOT IN (SELECT record_uid FROM main.purged)"
    if only is not None:
        unpurged += " AND record_uid IN (SELECT value FROM json_each(:only))"
    for name in names:
        _take(connection, "revision", name, unpurged, {"only": as_json(only)})
    for uids in _all_records(connection):
        fold(connection, uids)
    connection.execute("DELETE FROM sqlite_sequence WHERE name IN ('op', 'record')")
    connection.execute(
        f"INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM {newest}.sequence "
        "WHERE name IN ('op', 'record')"
    )
    connection.execute("COMMIT")
    for name in names:
        connection.execute(f"DETACH {name}")


def _take(
    connection: sqlite3.Connection,
    table: str,
    part: str,
    condition: str,
    values: dict[str, str] | None = None,
) -> None:
    columns = COLUMNS_OF[table]
    connection.execute(
        f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM {part}.{table} WHERE {condition}",
        values or {},
    )


def _all_records(connection: sqlite3.Connection) -> Iterator[list[str]]:
    last = ""
    while uids := [
        row[0]
        for row in connection.execute(
            f"SELECT DISTINCT record_uid FROM main.revision WHERE record_uid > ? ORDER BY record_uid LIMIT {BATCH}",
            (last,),
        )
    ]:
        yield uids
        last = uids[-1]
