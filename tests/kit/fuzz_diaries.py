"""The fuzzers' targets that are diaries: a file with bytes or cells changed, opened, merged and restored from."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError
from crampdiary.exchange.own import export
from crampdiary.keep import purge, reach
from crampdiary.keep.copies import foreign, restore
from crampdiary.keep.merging import arrivals, merge
from crampdiary.keep.revision import digest_of
from crampdiary.keep.store import Store
from crampdiary.words.log_reader import LogReader
from crampdiary.words.wording import saved
from kit import builders
from kit.fuzzing import (
    SEPARATOR,
    VOCABULARY,
    EnoughError,
    check_line,
    check_message,
    file_limit_s,
    fill,
    read,
    scratch,
    scratch_diary,
    target,
)


@cache
def whole_diary() -> bytes:
    with scratch() as folder:
        with closing(Store(folder / "diary.db", now=builders.NOW, create=True)) as store:
            fill(store)
        return (folder / "diary.db").read_bytes()


def patch(place: int, content: bytes) -> bytes:
    """Return an edit of the target `bytes_of_a_diary`: write over what is at a place."""
    return struct.pack(">BHB", 0, place & 0xFFFF, len(content)) + content


def patched(edits: bytes) -> bytes:
    """Return a diary's file after edits, each of four bytes and what they ask for."""
    diary = bytearray(whole_diary())
    at = 0
    while at + 4 <= len(edits) and len(diary) > 100:
        what, place, count = struct.unpack_from(">BHB", edits, at)
        at += 4
        place += (what >> 4) << 16
        place %= len(diary)
        if what & 3 == 0:
            content = edits[at : at + count]
            at += count
            diary[place : place + len(content)] = content
        elif what & 3 == 1:
            size = min((count + 1) * 16, len(diary) - place)
            diary[place : place + size] = bytes(size)
        elif what & 3 == 2 and count > 200:
            del diary[place:]
        else:
            source = (place * (count + 3) + 4096) % len(diary)
            diary[place : place + 64] = diary[source : source + 64][: len(diary) - place]
    return bytes(diary)


@target(
    lambda: [
        b"",
        patch(18, b"\x02\x02"),
        patch(60, b"\0\0\0\0"),
        patch(60, b"\0\0\0\x63"),
        patch(68, b"ABCD"),
        patch(16, b"\x02\x00"),
        patch(28, b"\0\0\0\x01"),
        patch(44, b"\0\0\0\x09"),
        patch(56, b"\0\0\0\x02"),
        patch(100, b"\x02"),
        patch(105, b"\xff\xff"),
        *(
            patch(whole_diary().find(what) & 0xFFFF, b"\xff")
            for what in (b"CREATE TABLE revision", b"record_uid TEXT", b"episode")
        ),
        struct.pack(">BHB", 2, 5000, 255),
        struct.pack(">BHB", 0x12, 100, 255),
        *(struct.pack(">BHB", page >> 4 << 4 | 1, (page * 4096) & 0xFFFF, 255) for page in range(1, 20)),
    ],
    lambda: [patch(place, content) for place in (0, 16, 18, 24, 28, 32, 36, 44, 52, 56, 60, 64, 96, 100, 103, 105, 4096)
             for content in (b"\0", b"\xff", b"\x02\x02", b"\xff\xff\xff\xff", b"\0\0\0\x01")],
    is_file=True,
)  # fmt: skip
def bytes_of_a_diary(data: bytes) -> bool:
    """A diary's file with bytes changed, zeroed or cut off, as `patched` does."""
    return check_diary(patched(data))


_CELLS = (
    *(
        ("revision", name)
        for name in ("uid", "record_uid", "kind", "stamp", "parents", "body", "digest", "deleted")
    ),
    *(("op", name) for name in ("uid", "at_utc", "command", "undoes", "undone_by")),
    *(("record", name) for name in ("uid", "kind", "id")),
    *(("purged", "record_uid"), ("local_state", "key"), ("local_state", "value")),
    *(
        ("episode", name)
        for name in (
            *("start_utc", "offset_min", "night", "sites", "tried", "severity", "zone", "note"),
            *("sore_s", "walking", "typed"),
        )
    ),
    *(("exposure", name) for name in ("role", "word", "amount", "logged_utc", "logged_offset_min", "uid")),
    *(("check_in", name) for name in ("night", "clear", "note")),
    *(("away", name) for name in ("first_night", "last_night")),
    *(("word", name) for name in ("role", "slug", "label", "synonyms", "when_bad", "used_when_bad", "set")),
)


def cell(table: str, column: str, row: int, value: str, *, redigested: bool = False) -> bytes:
    """Return an edit of the target `cells_of_a_diary`: another value in one cell."""
    place = _CELLS.index((table, column))
    return bytes([place, row | (128 if redigested else 0)]) + value.encode("utf-8", "surrogatepass")


@target(
    lambda: [
        *(cell("revision", name, 0, "x", redigested=True) for name in "uid record_uid kind stamp parents".split()),
        cell("revision", "stamp", 0, "9999-12-31T23:59:59.999Z+7fffffff", redigested=True),
        cell("revision", "stamp", 1, "2026-13-01T00:00:00.000Z+00000000"),
        cell("revision", "stamp", 1, "zzz"),
        cell("revision", "parents", 2, "[1, [2]]", redigested=True),
        cell("revision", "body", 0, '{"at": "2026-01-01T00:00:00+00:00"}', redigested=True),
        cell("revision", "body", 0, '{"note": "\\ud800"}', redigested=True),
        cell("revision", "body", 0, '{"a":' + "[" * 5000 + "]" * 5000 + "}", redigested=True),
        cell("revision", "kind", 0, "mood", redigested=True),
        cell("episode", "start_utc", 0, "0001-01-01T00:00:00Z"),
        cell("episode", "offset_min", 0, "1440"),
        cell("episode", "offset_min", 0, "9999999999"),
        cell("episode", "tried", 0, '[{"a": 1}]'),
        cell("episode", "sites", 0, "[" * 5000 + "]" * 5000),
        cell("check_in", "night", 0, "2026-02-30"),
        cell("word", "role", 0, "mood"),
        cell("op", "undoes", 3, "3"),
        cell("record", "kind", 0, "sqlite_schema"),
        cell("record", "id", 0, "9223372036854775807"),
        cell("purged", "record_uid", 0, "\u202e"),
    ],
    'episode exposure word purged op record 9223372036854775807 -1 1440 null [ ] { } " : [] {} "\\ud800" '
    "2026-03-31T03:10:00Z 0001-01-01T00:00:00Z 9999-12-31T23:59:59.999Z+7fffffff 2026-02-30 \x00 \u202e 1e999 NaN",
    is_file=True,
)  # fmt: skip
def cells_of_a_diary(data: bytes) -> bool:
    """A diary in which the values of cells are others, divided by the separator, and SQLite finds nothing wrong."""
    with scratch() as folder:
        path = folder / "diary.db"
        path.write_bytes(whole_diary())
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            triggers = connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            ).fetchall()
            for name, _sql in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for part in data.split(SEPARATOR):
                _change_cell(connection, part)
            for _name, sql in triggers:
                connection.execute(sql)
        return check_diary(path.read_bytes())


def _change_cell(connection: sqlite3.Connection, edit: bytes) -> None:
    if len(edit) < 2:
        return
    table, column = _CELLS[edit[0] % len(_CELLS)]
    text = edit[2:].decode("utf-8", "replace")
    value: str | int | None = None if text == "null" else text
    if text.lstrip("-").isdigit() and text.isascii() and len(text) < 20 and abs(int(text)) < 2**63:
        value = int(text)
    keys = connection.execute(f"SELECT {_key(table)} FROM {table} ORDER BY 1").fetchall()
    if not keys:
        return
    (place,) = keys[(edit[1] & 127) % len(keys)]
    with suppress(sqlite3.Error):  # of a type that the column does not take
        connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE {_key(table)} = ?', (value, place))
        if table == "revision" and edit[1] & 128:
            names = ("uid", "record_uid", "kind", "stamp", "parents", "deleted", "body")
            wanted = value if column == "uid" else place
            row = connection.execute(
                f"SELECT {', '.join(names)} FROM revision WHERE uid = ?", (wanted,)
            ).fetchone()
            digest = digest_of(dict(zip(names, row, strict=True)))
            connection.execute("UPDATE revision SET digest = ? WHERE uid = ?", (digest, wanted))


def _key(table: str) -> str:
    return {"revision": "uid", "purged": "record_uid", "local_state": "key"}.get(table, "id")


def check_diary(content: bytes) -> bool:
    """Open, read, merge, salvage, restore and write to a diary from elsewhere; return whether it was opened.

    It is refused or read; what only reads leaves its bytes as they were, and so does a write that is refused.
    """
    with scratch() as folder:
        path = folder / "hostile.db"
        path.write_bytes(content)
        opened = read(lambda: _read_all(path), within_s=file_limit_s(content))
        # A file in WAL mode is converted, so that one file holds all of it; one of an older schema is migrated.
        is_converted = content[18:20] != b"\1\1" or content[60:64] != whole_diary()[60:64]
        assert is_converted or path.read_bytes() == content, "reading changed the file"
        path.write_bytes(content)
        read(lambda: _merge_from(path), within_s=file_limit_s(content))
        read(
            lambda: export.write_salvaged(path, folder / "salvaged.json"), within_s=2 * file_limit_s(content)
        )
        read(lambda: _restore_from(path, folder), within_s=2 * file_limit_s(content))
        assert path.read_bytes() == content, "merging from it changed the file"
        assert not (folder / "hostile.db-backups").exists()
        if read(lambda: _write_to(path), within_s=2 * file_limit_s(content)) is None:
            assert is_converted or path.read_bytes() == content, "a write that was refused changed the file"
        return opened is not None


def _read_all(path: Path) -> bool:
    with closing(Store(path, now=builders.NOW)) as store:
        for ask in (
            store.entries, store.words, store.counts, store.newest_moment, store.purged, store.problems,
            lambda: list(store.revisions()), lambda: list(store.revisions(since=builders.LAST_NIGHT, current=True)),
            lambda: reach.entry(store, "last"), lambda: reach.entry(store, "1"), lambda: reach.meant(store, "1"),
            lambda: store.local("made_up"), lambda: store.has_exposure("remedy", "stretching"),
            lambda: [store.history(entry.uid) for entry in store.entries()],
            lambda: purge.holding_text(store, "x"),
        ):  # fmt: skip
            _each_refused_alone(ask)
        vocabulary = VOCABULARY
        with suppress(CrampError):
            vocabulary = Vocabulary(entry.record for entry in store.words())
        with suppress(CrampError):
            for entry in store.entries():
                check_line(saved(entry.number, entry.record, vocabulary, now=builders.NOW))
        with suppress(CrampError):
            LogReader(vocabulary).read(["sad"])
    return True


def _each_refused_alone(ask: Callable[[], Any]) -> None:
    try:
        ask()
    except CrampError as error:
        check_message(str(error))


def _merge_from(path: Path) -> None:
    store = scratch_diary()
    foreign.adds_to(store, path)
    with (
        scratch() as folder,
        closing(foreign.opened_copy(path, folder)) as connection,
        closing(merge.Staging(folder)) as staging,
    ):
        merge.stage_diary(connection, path, staging)
        with suppress(EnoughError), merge.attached(store, staging):
            arrivals.compared(store)
            with store.change("merge") as change:
                merge.union(change)
                merge.revive(change)
                store.entries()
                raise EnoughError


def _restore_from(path: Path, folder: Path) -> None:
    diary = folder / "mine" / "diary.db"
    diary.parent.mkdir(exist_ok=True)
    diary.write_bytes(whole_diary())
    restore.put_back(diary, path, now=builders.NOW)
    with closing(Store(diary, now=builders.NOW)) as store:
        assert store.problems() == []


def _write_to(path: Path) -> bool:
    with closing(Store(path, now=builders.NOW)) as store:
        before = store.problems()
        with store.change("log") as change:
            entry = change.add(builders.episode(note="the new one"))
        with suppress(CrampError):  # another entry may be damaged; it is written all the same
            shown = {each.uid: each.record for each in store.entries("episode")}
            assert shown[entry.uid] == entry.record, "a new entry is not there"
        with suppress(CrampError):
            store.undo()
        with suppress(CrampError):
            old = reach.entry(store, "1")
            with store.change("edit") as change:
                change.replace(old, old.record.replaced(note="changed again"))
        assert before or store.problems() == [], "writing damaged what was sound"
    return True
