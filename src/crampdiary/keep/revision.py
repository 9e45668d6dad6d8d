"""What a version of a record consists of: its identity, stamp, digest and its shape as a row. No SQL here."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

from crampdiary.clock.zones import from_utc_texts, offset_minutes, to_utc_text
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import KINDS, Record, Word, from_fields
from crampdiary.diary.values import FLAG, FROM_NEWER, MOMENT, NIGHT, TEXT, Field
from crampdiary.errors import UsageError

try:
    # hashlib would load OpenSSL, 3 ms at each start. This is what it falls back to, and the same function.
    sha256: Any = importlib.import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
except ImportError:
    from hashlib import sha256

COLUMNS = ("uid", "record_uid", "kind", "stamp", "parents", "deleted", "body", "digest")
"""What a revision is, wherever it stands; which op brought it is this file's own matter."""

MOMENTS = {
    "at": ("start_utc", "offset_min"),
    "logged_at": ("logged_utc", "logged_offset_min"),
    "ended_at": ("ended_utc", "ended_offset_min"),
}
"""The columns of each moment: in UTC, and the minutes to the east of it."""

# Not compiled here: only a merge or an import checks what came from elsewhere.
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LAST_COUNT = 0x7FFFFFFF
_STAMP = r"[0-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\+[0-7][0-9a-f]{7}"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_WORD_LIVES = 8  # how often one word can be purged and added again


def to_row(record: Record) -> dict[str, Any]:
    """Return the columns that a record's own fields fill in its table; `night` is derived, to be searched by."""
    row: dict[str, Any] = {}
    for name, line in record.table.items():
        value = getattr(record, name)
        if line.holds is MOMENT:
            utc, offset = MOMENTS[name]
            row[utc], row[offset] = (to_utc_text(value), offset_minutes(value)) if value else (None, None)
        elif line.holds.several:
            row[name] = _BODY_ENCODER.encode(value) if value else "[]"
        else:
            row[name] = value.isoformat() if line.holds is NIGHT and value else value
    if "at" in record.table:
        row["night"] = record.night.isoformat()  # type: ignore[union-attr]
    return row


def from_row(kind: str, row: Mapping[str, Any]) -> Record:
    """Return the record that `to_row` described; other columns are left alone."""
    return from_columns(kind, {name: (value,) for name, value in row.items()})[0]


def from_columns(kind: str, columns: Mapping[str, Sequence[Any]]) -> Sequence[Record]:
    """Return the records of rows as `to_row` describes them, by the values that each column has in them.

    A column at a time, as most of them hold few different values, each of which is read and checked once: by rows
    it was half of the time that a screen of a long diary takes.

    Raises:
        UsageError, ValueError, TypeError, LookupError, AttributeError: a value is none that this program writes.
    """
    record = KINDS[kind]
    return record.of_valid(values_of(kind, columns, record.table))


def values_of(kind: str, columns: Mapping[str, Sequence[Any]], names: Iterable[str]) -> list[Iterable[Any]]:
    """Return, of some fields of a kind, what the values of the columns stand for; errors as `from_columns`."""
    values: list[Iterable[Any]] = []
    for name in names:
        line = KINDS[kind].table[name]
        if line.holds is MOMENT:
            utc, offset = MOMENTS[name]
            if line.default is None:
                values.append(map(_moment_if_said, columns[utc], columns[offset]))
            else:
                values.append(from_utc_texts(columns[utc], columns[offset]))
        else:
            values.append(map(_meanings(kind, name).__getitem__, columns[name]))
    return values


def _moment_if_said(utc: str | None, offset: int | None) -> datetime | None:
    return None if utc is None or offset is None else from_utc_texts([utc], [offset])[0]


def read_values(kind: str, **values: Any) -> None:
    """Look at single values of a kind's columns, as reading a whole row does; errors as `from_columns`."""
    for name, value in values.items():
        _meanings(kind, name)[value]


class _Meanings(dict[Any, Any]):
    """What each value of a column stands for in a record. Texts, of which most are different, are not kept."""

    def __init__(self, line: Field) -> None:
        self._line = line

    def __missing__(self, value: Any) -> Any:
        line, held = self._line, value
        if value is not None or line.default is not None:
            if line.holds.several:
                held = [] if value == "[]" else json.loads(value)
            elif line.holds is FLAG:
                held = bool(value)
            if line.holds.from_json:
                held = line.holds.from_json(line, held)
            if held is not line.default:
                line.holds.check(line, held)
        if line.holds is not TEXT or value is None:
            self[value] = held
        return held


@cache
def _meanings(kind: str, name: str) -> _Meanings:
    return _Meanings(KINDS[kind].table[name])


def _encoded(value: Any) -> Any:
    """Return what JSON has for a value that its encoder does not know: a part of a record, a date or a moment."""
    return vars(value) if isinstance(value, Frozen) else value.isoformat()


_BODY_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_encoded, check_circular=False
)


def body_of(record: Record) -> str:
    """Return the record as the log keeps it: JSON with sorted names, and without what was not said.

    A field that a later version adds is then simply absent from older bodies, and their digests still hold.
    """
    held = vars(record)
    said = []
    for name, begin in names_in_order(record.kind):
        value = held[name]
        if value is not None and value != ():
            said.append(begin + (quoted(value) if type(value) is str else body_value(value)))
    return f"{{{','.join(said)}}}"


@cache
def names_in_order(kind: str) -> list[tuple[str, str]]:
    """Return the names of a record's fields as its body has them, each also as it begins there."""
    return [(name, f"{quoted(name)}:") for name in sorted(KINDS[kind].names)]


def body_value(value: Any) -> str:
    """Return what a body has for a value that a field holds."""
    kind = type(value)
    if kind is datetime or kind is date:
        return f'"{value.isoformat()}"'
    return str(value) if kind is int else _BODY_ENCODER.encode(value)


def record_of(revision: Any) -> Record | None:
    """Return the record that a revision of our own file holds, None for a tombstone."""
    return None if revision["body"] is None else from_fields(revision["kind"], json.loads(revision["body"]))


def checked(
    revision: Mapping[str, Any], record: Record | None = None, *, is_as_written: bool = False
) -> Record | None:
    """Return the record of a revision from elsewhere, after checking all of it; None for a tombstone.

    Args:
        revision: the columns `uid`, `record_uid`, `kind`, `stamp`, `parents`, `deleted`, `body`, `digest`.
        record: what the body was made of, where it was made just now; else the body itself is checked.
        is_as_written: whether it was, by `written`; then no record is returned but a word.

    Raises:
        UsageError: a value has another form than this program writes, or the digest is not that of the rest.
    """
    kind, body = revision["kind"], revision["body"]
    for name in ("uid", "record_uid"):
        if not is_uuid(revision[name]):
            raise UsageError(f"The {name} is not a UUID in lower case.")
    if not _fits(_STAMP, revision["stamp"]) or not _in_calendar(revision["stamp"]):
        raise UsageError("The stamp is not one as cramp makes them.")
    if not isinstance(kind, str) or kind not in KINDS:
        raise UsageError(f"The kind of entry {str(kind)[:40]!r} is not known here. {FROM_NEWER}")
    if revision["parents"] != "[]" and not _in_order(revision["parents"]):
        raise UsageError("The parents are not a sorted list of UUIDs.")
    if revision["deleted"] != int(body is None):
        raise UsageError("It is marked as deleted and has content, or the other way round.")
    if body is not None and record is None and (not is_as_written or kind == Word.kind):
        values = _loads(body)
        record = from_fields(kind, values) if isinstance(values, dict) else None
        if record is None or body_of(record) != body:
            raise UsageError(f"This {kind} is not written as cramp writes it.")
    if isinstance(record, Word) and revision["record_uid"] not in word_uids(record):
        raise UsageError("The record_uid is not the one that belongs to this word.")
    if revision["digest"] != digest_of(revision):
        raise UsageError("It was changed since it was written: its digest is not that of its content.")
    return record


def as_json(value: Any) -> str:
    return _ENCODER.encode(value)


def texts_as_json(texts: Iterable[str]) -> str:
    """Return the same as `as_json` of a list of texts, in a third of the time."""
    return f"[{','.join(map(quoted, texts))}]"


def digest_of(revision: Any) -> str:
    """Return the SHA-256 of a version's columns as a JSON array, put together from texts in half the time."""
    names = ",".join([quoted(revision[name]) for name in ("uid", "record_uid", "kind", "stamp", "parents")])
    body = "null" if revision["body"] is None else quoted(revision["body"])
    return str(sha256(f"[{names},{revision['deleted']},{body}]".encode()).hexdigest())


def next_stamp(newest: str, now: datetime) -> str:
    """Return a stamp after `newest`: the wall clock in UTC to the millisecond, and a counter."""
    wall = _wall(now)
    if wall > newest[: len(wall)]:
        return f"{wall}+{0:08x}"
    clock, _, counter = newest.rpartition("+")
    count = int(counter, 16) + 1
    if count <= _LAST_COUNT:
        return f"{clock}+{count:08x}"
    later = datetime.fromisoformat(clock[:-1]) + timedelta(milliseconds=1)
    return f"{later.isoformat(timespec='milliseconds')}Z+{0:08x}"


@lru_cache(maxsize=1)  # one command is one moment, and may bring a million versions
def _wall(now: datetime) -> str:
    return now.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def is_stamp(text: str) -> bool:
    """Return whether a text is a stamp after which there are others.

    Without a pattern, as every write of one's own asks this.
    """
    return (
        len(text) == len("2026-01-01T00:00:00.000Z+00000000")
        and text[23:25] == "Z+"
        and text < "8999-12"
        and _in_calendar(text)
        and set(text[25:]) <= set("0123456789abcdef")
    )


def uuid7(now: datetime) -> str:
    """Return a UUID version 7 (RFC 9562): milliseconds, then 74 random bits."""
    return uuid7s(now, 1)[0]


def uuid7s(now: datetime, count: int) -> list[str]:
    """Return UUIDs version 7 in a row from a random one: in order, so that an index takes many of them fast."""
    number = (int(now.timestamp() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    number &= ~(1 << 61)  # room to count on within the 62 bits after the variant
    return [_as_uuid(number + each, version=7) for each in range(count)]


def word_uids(word: Word) -> list[str]:
    """Return the UUIDs that follow from the word, so that one word added on two devices is one record.

    The first is used, and each next one where those before it were purged.
    """
    names = [["word", word.role, word.slug, *([life] if life else [])] for life in range(_WORD_LIVES)]
    hashed = [sha256(as_json(name).encode()).digest() for name in names]
    return [_as_uuid(int.from_bytes(each[:16], "big"), version=8) for each in hashed]


def content_uid(at: datetime, *content: str) -> str:
    """Return a UUID that follows from content alone and sorts by `at`: the same on every device."""
    hashed = sha256(texts_as_json(content).encode()).digest()
    milliseconds = max(0, int(at.timestamp() * 1000))
    return _as_uuid((milliseconds << 80) | int.from_bytes(hashed[:10], "big"), version=8)


def is_uuid(value: Any) -> bool:
    """Return whether a value is a UUID, of any version: whoever makes a file by hand draws their own.

    In lower case, as two ways to write one id would be two entries.
    """
    return _fits(_UUID, value)


def _in_order(parents: Any) -> bool:
    """Return whether this is a list of UUIDs as this program writes it: sorted, and none twice."""
    uids = _loads(parents)
    return isinstance(uids, list) and all(map(is_uuid, uids)) and as_json(sorted(set(uids))) == parents


def _fits(shape: str, value: Any) -> bool:
    return isinstance(value, str) and _matcher(shape)(value) is not None


@cache
def _matcher(shape: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(shape).fullmatch


def _in_calendar(stamp: str) -> bool:
    try:
        datetime.fromisoformat(stamp[:23])
    except ValueError:
        return False
    return True


def _loads(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None


def _as_uuid(number: int, *, version: int) -> str:
    number = number & ~(0xF << 76) | version << 76
    number = number & ~(0b11 << 62) | 0b10 << 62
    digits = f"{number & (1 << 128) - 1:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
