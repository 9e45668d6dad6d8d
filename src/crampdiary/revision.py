"""What a version of a record consists of: its identity, stamp, digest and its shape as a row. No SQL here."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import Any

from crampdiary.model import LISTS, Record, Word, fields, from_fields
from crampdiary.zones import from_utc_text, offset_minutes, to_utc_text

_MOMENTS = (("at", "start_utc", "offset_min"), ("logged_at", "logged_utc", "logged_offset_min"))
_BOOLEANS = ("woke", "clear", "hidden")
_JSON_COLUMNS = (*LISTS, "tried")


def to_row(record: Record) -> dict[str, Any]:
    row = fields(record)
    for name, utc, offset in _MOMENTS:
        if name in row:
            at = getattr(record, name)
            row.pop(name)
            row[utc], row[offset] = to_utc_text(at), offset_minutes(at)
    if record.kind in ("episode", "exposure"):
        row["night"] = record.night.isoformat()  # type: ignore[union-attr]
    for name, value in row.items():
        if isinstance(value, list):
            row[name] = as_json(value)
    return row


def from_row(kind: str, row: dict[str, Any]) -> Record:
    values = {name: value for name, value in row.items() if name not in ("id", "uid", "revision")}
    for name, utc, offset in _MOMENTS:
        if utc in values:
            values[name] = from_utc_text(values.pop(utc), values.pop(offset)).isoformat()
    if kind in ("episode", "exposure"):
        del values["night"]
    for name, value in values.items():
        if name in _JSON_COLUMNS:
            values[name] = json.loads(value)
        elif name in _BOOLEANS and value is not None:
            values[name] = bool(value)
    return from_fields(kind, values)


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(revision: Any) -> str:
    names = ("uid", "record_uid", "kind", "stamp", "parents", "deleted", "body")
    return hashlib.sha256(as_json([revision[name] for name in names]).encode()).hexdigest()


def next_stamp(newest: str, now: datetime) -> str:
    """Return a stamp after `newest`: the wall clock in UTC to the millisecond, and a counter."""
    wall = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03}Z"
    if wall > newest[: len(wall)]:
        return f"{wall}+{0:08x}"
    clock, _, counter = newest.rpartition("+")
    return f"{clock}+{int(counter, 16) + 1:08x}"


def uuid7(now: datetime) -> str:
    """Return a UUID version 7 (RFC 9562): milliseconds, then 74 random bits."""
    number = (int(now.timestamp() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    return _as_uuid(number, version=7)


def word_uid(word: Word) -> str:
    """Return a UUID that follows from the word, so that one word added on two devices is one record."""
    hashed = hashlib.sha256(as_json(["word", word.role, word.slug]).encode()).digest()
    return _as_uuid(int.from_bytes(hashed[:16], "big"), version=8)


def _as_uuid(number: int, *, version: int) -> str:
    number = number & ~(0xF << 76) | version << 76
    number = number & ~(0b11 << 62) | 0b10 << 62
    digits = f"{number & (1 << 128) - 1:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
