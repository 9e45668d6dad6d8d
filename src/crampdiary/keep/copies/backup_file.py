"""A backup as a file: of a diary what cannot be worked out from the rest, packed.

That is the log, and what numbers it: the tables that people read are folded from it, and the indexes built. It is
a third of a diary, and packed a sixth to an eighth.

A file is either whole or holds what the diary has beyond another one, its base, which lies beside it. So two
files are all that a diary is ever made of. A base is known by a uid of its own, which it keeps through a purge.

In bytes: a first line with a checksum of all that follows; a line of JSON, the `Header`; a SQLite file, packed
with zlib. The checksum is what tells later, in a few milliseconds, that a file which was found good is so still.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import ENTRY_KINDS
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep.private import BACKUP_MARK, create_private
from crampdiary.keep.revision import as_json
from crampdiary.keep.schema import VERSION
from crampdiary.keep.versions import Position, position_of

SUFFIX = ".backup"
_FIRST_LINE = re.compile(rb"crampdiary backup ([0-9]{1,9}) ([0-9a-f]{8})\n")
_FORMAT = 1
_NAME = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{6}}Z(-[0-9]{{2,3}})?{re.escape(SUFFIX)}")
_LONGEST_HEADER = 4096
_LEVEL = 1  # of zlib: 6 packs a tenth smaller, and takes three times as long, which the day's first `log` waits for
_PART = 2**18
_ALWAYS_TAKEN, _MOST_PACKED = (
    2**24,
    200,
)  # bytes, and times: no log packs so well, only what is made to fill a disk

_TABLES = {
    "op": "id INTEGER PRIMARY KEY, uid TEXT NOT NULL, at_utc TEXT NOT NULL, command TEXT NOT NULL, "
    "undoes INTEGER, undone_by INTEGER",
    "revision": "uid TEXT NOT NULL, record_uid TEXT NOT NULL, kind TEXT NOT NULL, stamp TEXT NOT NULL, "
    "op_id INTEGER NOT NULL, parents TEXT NOT NULL, deleted INTEGER NOT NULL, body TEXT, digest TEXT NOT NULL",
    "record": "id INTEGER PRIMARY KEY, uid TEXT NOT NULL, kind TEXT NOT NULL",
    "purged": "record_uid TEXT NOT NULL",
    "purge_heard": "record_uid TEXT NOT NULL",
    "local_state": "key TEXT NOT NULL, value TEXT NOT NULL",
    "sequence": "name TEXT NOT NULL, seq INTEGER NOT NULL",
}
_SCHEMA = {name: f"CREATE TABLE {name} ({columns}) STRICT" for name, columns in _TABLES.items()}
COLUMNS_OF = {
    name: ", ".join(column.split()[0] for column in columns.split(", ")) for name, columns in _TABLES.items()
}

# What a diary has beyond a base. Undoing changes the op that is undone, and, where that was an undo itself, the
# one that it had undone.
_BEYOND = {
    "op": "id > :op OR id IN (SELECT undoes FROM main.op WHERE id > :op) OR id IN (SELECT undone.undoes "
    "FROM main.op AS undo JOIN main.op AS undone ON undone.id = undo.undoes WHERE undo.id > :op)",
    "revision": "op_id > :op",
    "record": "id > :records",
}


class Header(NamedTuple):
    """What a backup tells without being unpacked.

    Attributes:
        schema: the version of the schema of the diary.
        uid: of this file, also after a purge.
        base, base_uid: the name and uid of the backup that this one goes on from, None for a whole one.
        position: how far the log goes, the base's part included.
        records: the highest number of an entry so far.
        stamp: of the newest version, "" for none.
        entries: how many the diary shows.
        size: of the SQLite file when unpacked, in bytes.
    """

    schema: int
    uid: str
    base: str | None
    base_uid: str | None
    position: Position
    records: int
    stamp: str
    entries: int
    size: int


class Base(NamedTuple):
    """A whole backup, to go on from."""

    name: str
    header: Header


def is_backup(path: Path) -> bool:
    """Return whether a file says that it is a backup of this kind. A pipe is not waited for."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(len(BACKUP_MARK)) == BACKUP_MARK
    except (OSError, ValueError):
        return False


def read_header(path: Path) -> Header:
    """Return a backup's header.

    Raises:
        DiaryError: it cannot be read, is damaged, or from a newer cramp.
    """
    with _reading(path) as file:
        return _header(path, file)[0]


def base_of(path: Path, header: Header) -> Path | None:
    """Return the file that a backup goes on from, None for a whole one.

    Raises:
        DiaryError: it is not there, or another one is in its place.
    """
    if header.base is None:
        return None
    base = path.with_name(header.base)
    with suppress(DiaryError):
        found = read_header(base)
        if (found.uid, found.base) == (header.base_uid, None):
            return base
    raise DiaryError(
        f"{path} goes on from {header.base}, which is damaged or not beside it. Put that file back there, "
        "or take another backup. Nothing was changed."
    )


def check(path: Path) -> None:
    """Refuse a backup that was changed by a bit since it was made, or whose base is missing or was.

    Raises:
        DiaryError: says which.
    """
    header = check_sum(path)
    base = base_of(path, header)
    if base is not None:
        check_sum(base)


def write(connection: sqlite3.Connection, fresh: Path, base: Base | None) -> Header:
    """Write a backup of a diary into an empty file and check what was written.

    Args:
        connection: the diary, outside a transaction; others may write to it meanwhile.
        fresh: the file, private already. What is not packed yet lies beside it, under its name with an ending.
        base: what it goes on from; None for a whole copy.

    Raises:
        CrampError: what was written is not what the diary holds.
        OSError, sqlite3.Error: it could not be read or written.
    """
    raw = Path(f"{fresh}-raw")
    create_private(raw)
    try:
        header = _copied(connection, raw, base)
        pack(raw, fresh, header)
    finally:
        with suppress(OSError):
            raw.unlink()
    return header


def pack(raw: Path, fresh: Path, header: Header) -> None:
    """Pack a SQLite file into an empty one, and look whether just that comes out again.

    Raises:
        CrampError: it does not.
        OSError: it could not be written.
    """
    line = as_json(header._asdict()).encode() + b"\n"
    squeezer = zlib.compressobj(_LEVEL)
    with raw.open("rb") as source, fresh.open("r+b") as target:
        target.write(_first_line(0))
        target.write(line)
        total = zlib.crc32(line)
        for part in (*_parts(source), None):
            packed = squeezer.flush() if part is None else squeezer.compress(part)
            target.write(packed)
            total = zlib.crc32(packed, total)
        target.seek(0)
        target.write(_first_line(total))
    same = False
    with raw.open("rb") as source, suppress(DiaryError):
        same = all(part == source.read(len(part)) for part in _bytes_in(fresh)) and not source.read(1)
    if not same:
        raise CrampError("the copy is not what was to be written, so it was thrown away.")


@contextmanager
def unpacked(path: Path) -> Iterator[sqlite3.Connection]:
    """Give what one backup holds, without its base, to be read: beside it, under a name as unfinished copies have.

    Raises:
        DiaryError, OSError: as `unpack`.
    """
    raw = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new-raw")
    try:
        unpack(path, raw)
        with closing(
            sqlite3.connect(f"{raw.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            yield connection
    finally:
        with suppress(OSError):
            raw.unlink()


def unpack(path: Path, target: Path) -> Header:
    """Unpack one backup, without its base, into a new private file.

    Raises:
        DiaryError: it is no backup, damaged, or from a newer cramp.
        OSError: there is no room for it.
    """
    header = check_sum(path)
    create_private(target)
    with target.open("r+b") as file:
        for part in _bytes_in(path):
            file.write(part)
    with closing(sqlite3.connect(target)) as connection:
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            schema = dict(connection.execute("SELECT name, sql FROM sqlite_schema"))
            is_sound = (
                schema == _SCHEMA and connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            )
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise damaged(path) from error
    if not is_sound:
        raise damaged(path)
    return header


def entries_in(connection: sqlite3.Connection) -> int:
    """Return how many entries a diary shows: words are none, and one of an older cramp has fewer kinds of them."""
    tables = {
        name for (name,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
    }
    return sum(
        connection.execute(f"SELECT count(*) FROM main.{kind}").fetchone()[0]
        for kind in ENTRY_KINDS
        if kind in tables
    )


def _copied(connection: sqlite3.Connection, raw: Path, base: Base | None) -> Header:
    """Copy from the diary's log what goes into a backup into an empty file, and count it there."""
    with closing(sqlite3.connect(raw, isolation_level=None)) as empty:
        empty.execute(
            "PRAGMA synchronous = OFF"
        )  # it has no name yet: a power loss leaves nothing worth keeping
        empty.execute("PRAGMA journal_mode = MEMORY")
        empty.execute("BEGIN")
        for statement in _SCHEMA.values():
            empty.execute(statement)
        empty.execute("COMMIT")
    connection.execute("ATTACH ? AS copy", (f"{raw.absolute().as_uri()}?mode=rw",))
    try:
        connection.execute("PRAGMA copy.synchronous = OFF")
        connection.execute("PRAGMA copy.journal_mode = MEMORY")
        connection.execute("BEGIN")  # one state of the diary, whoever writes to it meanwhile
        try:
            header = _fill(connection, base)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # what led here says more than what failed after it
                connection.execute("ROLLBACK")
            raise
    finally:
        with suppress(sqlite3.Error):
            connection.execute("DETACH copy")
    _check_copied(raw, header, base)
    return header._replace(size=raw.stat().st_size)


def _fill(connection: sqlite3.Connection, base: Base | None) -> Header:
    since = base and base.header
    values = {"op": since.position.op, "records": since.records} if since else {}
    for table, columns in COLUMNS_OF.items():
        source = "main.sqlite_sequence" if table == "sequence" else f"main.{table}"
        beyond = f" WHERE {_BEYOND[table]}" if since and table in _BEYOND else ""
        connection.execute(
            f"INSERT INTO copy.{table} ({columns}) SELECT {columns} FROM {source}{beyond}", values
        )
    (records,) = connection.execute("SELECT coalesce(max(id), 0) FROM main.record").fetchone()
    (stamp,) = connection.execute("SELECT coalesce(max(stamp), '') FROM main.revision").fetchone()
    now = position_of(connection)
    return Header(
        VERSION,
        os.urandom(16).hex(),
        base.name if base else None,
        since.uid if since else None,
        now,
        records,
        stamp,
        entries_in(connection),
        0,
    )


def _check_copied(raw: Path, header: Header, base: Base | None) -> None:
    """Refuse a copy that cannot be read, or that with its base is not all that the diary holds."""
    versions, records = (base.header.position.revisions, base.header.records) if base else (0, 0)
    with closing(sqlite3.connect(raw)) as copy:
        answers = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
        found = copy.execute(
            "SELECT ? + (SELECT count(*) FROM revision), (SELECT count(*) FROM purged), "
            "(SELECT coalesce(max(id), ?) FROM record)",
            (versions, records),
        ).fetchone()
    wanted = (header.position.revisions, header.position.purged, header.records)
    if answers != ["ok"] or found != wanted:
        raise CrampError("the copy does not hold what the diary holds, so it was thrown away.")


def _first_line(total: int) -> bytes:
    return BACKUP_MARK + f"{_FORMAT} {total:08x}\n".encode()


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        if not is_backup(path):
            raise DiaryError(f"{path} is not a backup of a cramp diary. Check the path; nothing was changed.")
        with path.open("rb") as file:
            yield file
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise DiaryError(f"{path} cannot be read: {reason}. Nothing was changed.") from error


def _header(path: Path, file: BinaryIO) -> tuple[Header, bytes, int]:
    """Return a file's header, the line that it is, and the checksum; the file stands at what is packed then."""
    first = _FIRST_LINE.fullmatch(file.readline(len(_first_line(0)) + 8))
    if first is None:
        raise damaged(path)
    if int(first[1]) != _FORMAT:
        raise _newer(path)
    line = file.readline(_LONGEST_HEADER)
    try:
        values = json.loads(line)
        header = Header(**{**values, "position": Position(*values["position"])})
        wholes = (
            header.schema,
            header.records,
            header.entries,
            header.size,
            *header.position[::2],
            header.position[3],
        )
        texts = (header.uid, header.stamp, header.position.op_uid)
        is_whole = header.base is None and header.base_uid is None
        is_sound = (
            all(type(each) is int and each >= 0 for each in (*wholes, header.position.revisions))
            and all(type(each) is str for each in texts)
            and (is_whole or (_NAME.fullmatch(header.base or "") and type(header.base_uid) is str))
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise damaged(path) from error
    if not is_sound:
        raise damaged(path)
    if header.schema > VERSION:
        raise _newer(path)
    return header, line, int(first[2], 16)


def check_sum(path: Path) -> Header:
    """Return a backup's header, or refuse a file that was changed by a bit since it was written; not its base.

    Raises:
        DiaryError: says so.
    """
    with _reading(path) as file:
        header, line, wanted = _header(path, file)
        total = zlib.crc32(line)
        for part in _parts(file):
            total = zlib.crc32(part, total)
    if total != wanted:
        raise damaged(path)
    return header


def _bytes_in(path: Path) -> Iterator[bytes]:
    """Yield what a backup holds, of no more bytes than it says."""
    with _reading(path) as file:
        header = _header(path, file)[0]
        if header.size > max(_ALWAYS_TAKEN, _MOST_PACKED * path.stat().st_size):
            raise damaged(path)
        opener = zlib.decompressobj()
        size = 0
        try:
            for part in _parts(file):
                found = b"more"
                while part or len(found) == _PART:  # as much as was asked for: there may be more of it
                    found = opener.decompress(part, _PART)
                    size += len(found)
                    if size > header.size or opener.unused_data:
                        raise damaged(path)
                    yield found
                    part = opener.unconsumed_tail
        except zlib.error as error:
            raise damaged(path) from error
    if not opener.eof or size != header.size:
        raise damaged(path)


def _parts(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(_PART):
        yield part


def damaged(path: Path) -> DiaryError:
    """Return the error for a backup that is not as it was written."""
    return DiaryError(f"{path} is damaged, so it was not used. Nothing was changed.")


def _newer(path: Path) -> DiaryError:
    return DiaryError(f"{path} was made by a newer cramp. Update cramp; nothing was changed.")
