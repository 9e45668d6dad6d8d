"""The log as lines: a header, then one version a line. This is an export, and a device's file in a sync folder.

    {"crampdiary": 2, "purged": [...uids of purged entries...]}
    {"uid": ..., "record_uid": ..., "kind": ..., "stamp": ..., "parents": [...], "record": {...}, "digest": ...}

`record` holds what was said and leaves out what was not; it is null for a deletion. A line is all of a version and
nothing else, so that lines can be appended, and a file that was cut off anywhere is whole up to its last line end.

Here a line is read as this program writes it. What a file made by hand may leave out is in `exchange.own.own_json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from crampdiary.diary.model import from_fields
from crampdiary.diary.values import FROM_NEWER
from crampdiary.errors import UsageError
from crampdiary.keep.revision import as_json, body_of, checked, is_uuid
from crampdiary.keep.written import is_as_written

FORMAT = 2
IDS = ("uid", "record_uid", "stamp", "parents")
NAMES = frozenset((*IDS, "kind", "record", "digest"))
"""Of all that is in a line."""


_LINE = re.compile(
    r'\{"uid": "([^"\\]*)", "record_uid": "([^"\\]*)", "kind": "([a-z_]+)", "stamp": "([^"\\]*)", '
    r'"parents": (\[[^\[\]]*\]), "record": (null|\{.+\}), "digest": "([^"\\]*)"\}\n?'
).fullmatch
_BEGIN = f'{{"crampdiary": {FORMAT}, '.encode()


def head(purged: Sequence[str]) -> str:
    """Return the header, with the uids of the purged entries."""
    return f'{{"crampdiary": {FORMAT}, "purged": {json.dumps(purged)}}}\n'


def line(row: Any) -> str:
    """Return a row of the log as its line."""
    return (
        f'{{"uid": "{row["uid"]}", "record_uid": "{row["record_uid"]}", '
        f'"kind": "{row["kind"]}", "stamp": "{row["stamp"]}", "parents": {row["parents"]}, '
        f'"record": {row["body"] or "null"}, "digest": "{row["digest"]}"}}\n'
    )


def as_written(text: str) -> dict[str, Any] | None:
    """Return the version in a line as a row of the log, after checking all of it, if it is as `line` writes it.

    This takes a third of the time that `version` does. None is no answer: the line may be right all the same.
    """
    found = _LINE(text)
    if found is None:
        return None
    uid, record_uid, kind, stamp, parents, said, digest = found.groups()
    body = None if said == "null" else said
    if body is not None and not is_as_written(kind, body):
        return None
    row = {
        "uid": uid,
        "record_uid": record_uid,
        "kind": kind,
        "stamp": stamp,
        "parents": parents,
        "deleted": int(body is None),
        "body": body,
        "digest": digest,
    }
    try:
        checked(row, is_as_written=True)
    except UsageError:
        return None
    return row


def version(text: str) -> dict[str, Any]:
    """Return the version in a line, with its end, as a row of the log, after checking all of it.

    Raises:
        UsageError: it is not as this program writes it.
    """
    row = as_written(text)
    if row is not None and text.endswith("\n"):
        return row
    found = value_of(text)
    kind, values = parts_of(found)
    record = None if values is None else from_fields(kind, values)
    with WELL_FORMED:
        row = row_of(found, None if record is None else body_of(record))
    checked(row, record)
    if line(row) != text:
        raise UsageError("The line is not written as cramp writes it.")
    return row


def check_start(start: bytes) -> None:
    """Refuse a file that does not begin as one of these lines does, as far as there is anything of it.

    Raises:
        UsageError: it is none, or one from a newer cramp.
    """
    if is_newer(start):
        raise UsageError(f"Its format is not known here. {FROM_NEWER}")
    if not start.startswith(_BEGIN) and not _BEGIN.startswith(start):
        raise UsageError("This is not an export of cramp.")


def is_newer(start: bytes) -> bool:
    """Return whether a file begins as one from a newer cramp."""
    found = re.match(rb'\{"crampdiary": (\d+), ', start)
    return found is not None and int(found[1]) > FORMAT


def purged_in(header: Any, known: Sequence[str] = ("crampdiary", "purged")) -> list[str]:
    """Return the uids of the purged entries in a header.

    Args:
        header: what it says.
        known: the names that may be in it.

    Raises:
        UsageError: it is none, or one from a newer cramp.
    """
    number = header.get("crampdiary") if isinstance(header, dict) else None
    if type(number) is not int or number < 1:
        raise UsageError("This is not an export of cramp.")
    if number > FORMAT:
        raise UsageError(f"The format {number} is not known here. {FROM_NEWER}")
    for each in header:
        if each not in known:
            raise UsageError(f"The name {each[:40]!r} is not known here. {FROM_NEWER}")
    uids = header.get("purged", [])
    if not isinstance(uids, list) or not all(map(is_uuid, uids)):
        raise UsageError("The purged entries are not a list of UUIDs.")
    return uids


def value_of(text: str) -> Any:
    """Return what a line says.

    Raises:
        UsageError: it is not JSON, or says something that no export says.
    """
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(wrong(error)) from error


def wrong(error: Exception) -> str:
    """Return what is wrong with a text that `DECODER` does not take."""
    if isinstance(error, json.JSONDecodeError):
        return f"This is not JSON, or it is cut off ({error.msg.lower()}, character {error.colno:,})."
    return (
        f"This cannot be taken: {'it is nested too deeply' if isinstance(error, RecursionError) else error}."
    )


def parts_of(found: Any) -> tuple[str, dict[str, Any] | None]:
    """Return the kind and the record in what a line says; None for a deletion.

    Raises:
        UsageError: there are none, or there is something that is not known here.
    """
    if not isinstance(found, dict) or "kind" not in found or "record" not in found:
        raise UsageError("A version must be an object with a kind and a record.")
    if not found.keys() <= NAMES:
        unknown = next(name for name in found if name not in NAMES)
        raise UsageError(f"The name {unknown[:40]!r} is not known here. {FROM_NEWER}")
    kind, values = found["kind"], found["record"]
    if not isinstance(kind, str):
        raise UsageError("The kind is not a text.")
    if values is not None and not isinstance(values, dict):
        raise UsageError("The record must be an object, or null where it was deleted.")
    return kind, values


def row_of(found: Mapping[str, Any], body: str | None) -> dict[str, Any]:
    """Return what a line says as a row of the log, not checked; what is not there is None.

    Args:
        found: the same.
        body: its record as the log keeps it.
    """
    parents = found.get("parents")
    return {
        "uid": found.get("uid"),
        "record_uid": found.get("record_uid"),
        "kind": found["kind"],
        "stamp": found.get("stamp"),
        "parents": "[]" if parents == [] else as_json(parents),
        "deleted": int(body is None),
        "body": body,
        "digest": found.get("digest"),
    }


class _WellFormed:
    """Says what is wrong with ids that are no texts, or half of a pair, or lists in lists.

    One object, as every line of a long export needs it.
    """

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, TypeError | ValueError | RecursionError):
            raise UsageError("An id, the stamp or the parents are not well formed.") from error


WELL_FORMED = _WellFormed()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a name is there twice")
    return values


def _integer(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError("a number has too many digits")
    return int(digits)


DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_refuse_constant, parse_int=_integer)
