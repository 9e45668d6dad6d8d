"""What a version of a record consists of: its identity, stamp, digest and its shape as a row. No SQL here."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from crampdiary.errors import UsageError
from crampdiary.model import KINDS, LISTS, Record, Word, fields, from_fields, plain
from crampdiary.zones import from_utc_text, offset_minutes, to_utc_text

try:
    # hashlib would load OpenSSL, 3 ms at each start. This is what it falls back to, and the same function.
    sha256: Any = importlib.import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
except ImportError:
    from hashlib import sha256

_MOMENTS = {"at": ("start_utc", "offset_min"), "logged_at": ("logged_utc", "logged_offset_min")}
FLAGS = ("woke", "clear", "hidden", "used_when_bad")
_JSON_COLUMNS = (*LISTS, "tried")

# Not compiled here: only a merge or an import checks what came from elsewhere.
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_STAMP = r"[0-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\+[0-7][0-9a-f]{7}"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_WORD_LIVES = 8  # how often one word can be purged and added again


def to_row(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in record.names:
        value = getattr(record, name)
        if name in _MOMENTS:
            utc, offset = _MOMENTS[name]
            row[utc], row[offset] = to_utc_text(value), offset_minutes(value)
        elif isinstance(value, tuple):
            row[name] = as_json(plain(value)) if value else "[]"
        else:
            row[name] = plain(value)
    if record.kind in ("episode", "exposure"):
        row["night"] = record.night.isoformat()  # type: ignore[union-attr]
    return row


def from_row(kind: str, row: dict[str, Any]) -> Record:
    values = {name: value for name, value in row.items() if name not in ("id", "uid", "revision")}
    for name, (utc, offset) in _MOMENTS.items():
        if utc in values:
            values[name] = from_utc_text(values.pop(utc), values.pop(offset))
    if kind in ("episode", "exposure"):
        del values["night"]
    for name, value in values.items():
        if name in _JSON_COLUMNS:
            values[name] = [] if value == "[]" else json.loads(value)
        elif name in FLAGS and value is not None:
            values[name] = bool(value)
    return from_fields(kind, values)


def body_of(record: Record) -> str:
    """Return the record as the log keeps it: JSON with sorted names, and without what was not said.

    A field that a later version adds is then simply absent from older bodies, and their digests still hold.
    """
    return as_json({name: value for name, value in fields(record).items() if value not in (None, [])})


def record_of(revision: Any) -> Record | None:
    """Return the record that a revision of our own file holds, None for a tombstone."""
    return None if revision["body"] is None else from_fields(revision["kind"], json.loads(revision["body"]))


def checked(revision: Mapping[str, Any], record: Record | None = None) -> Record | None:
    """Return the record of a revision from elsewhere, after checking all of it; None for a tombstone.

    Args:
        revision: the columns `uid`, `record_uid`, `kind`, `stamp`, `parents`, `deleted`, `body`, `digest`.
        record: what the body was made of, where it was made just now; else the body itself is checked.

    Raises:
        UsageError: a value has another form than this program writes, or the digest is not that of the rest.
    """
    kind, body = revision["kind"], revision["body"]
    for name in ("uid", "record_uid"):
        if not _fits(_UUID, revision[name]):
            raise UsageError(f"The {name} is not a UUID as cramp makes them.")
    if not _fits(_STAMP, revision["stamp"]) or not _in_calendar(revision["stamp"]):
        raise UsageError("The stamp is not one as cramp makes them.")
    if kind not in KINDS:
        raise UsageError("The kind of entry is unknown. A newer cramp may have made it; update this one.")
    parents = _loads(revision["parents"])
    if (
        not isinstance(parents, list)
        or not all(_fits(_UUID, each) for each in parents)
        or as_json(sorted(set(parents))) != revision["parents"]
    ):
        raise UsageError("The parents are not a sorted list of UUIDs.")
    if revision["deleted"] != int(body is None):
        raise UsageError("It is marked as deleted and has content, or the other way round.")
    if body is not None and record is None:
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


def digest_of(revision: Any) -> str:
    names = ("uid", "record_uid", "kind", "stamp", "parents", "deleted", "body")
    return str(sha256(as_json([revision[name] for name in names]).encode()).hexdigest())


def next_stamp(newest: str, now: datetime) -> str:
    """Return a stamp after `newest`: the wall clock in UTC to the millisecond, and a counter."""
    wall = now.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    if wall > newest[: len(wall)]:
        return f"{wall}+{0:08x}"
    clock, _, counter = newest.rpartition("+")
    return f"{clock}+{int(counter, 16) + 1:08x}"


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
    hashed = sha256(as_json(content).encode()).digest()
    milliseconds = max(0, int(at.timestamp() * 1000))
    return _as_uuid((milliseconds << 80) | int.from_bytes(hashed[:10], "big"), version=8)


def _fits(shape: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(shape, value) is not None


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
