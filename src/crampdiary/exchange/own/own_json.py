"""The diary as JSON Lines, and nothing lost: `crampdiary.keep.lines` has the lines as this program writes them.

Written in the order of the stamps, so that two devices with the same log write the same bytes.

A file made by hand may do without the header, and a line needs only `kind` and `record`. The rest then follows
from that line alone, so that the same file brings nothing a second time, and lines that are alike stay two.

The first format was one JSON object with the same versions in a list. It is still read, in any layout, whole.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from crampdiary.clock.zones import to_utc_text
from crampdiary.diary.model import Record, Word, from_fields
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.reading import Rows, decoded, lines_of, opened_text
from crampdiary.keep import lines
from crampdiary.keep.revision import as_json, body_of, checked, content_uid, digest_of, sha256, word_uids

FIRST_FORMAT = 1
HELD_LIMIT = 64 * 2**20  # characters of what is read in one piece: a header, or all of the first format

_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # of a word, which is so old that what the diary has of it wins
_NOTHING = "Nothing was imported."


def write(file: TextIO, revisions: Iterator[Mapping[str, Any]], purged: list[str]) -> Iterator[int]:
    """Write the diary, yielding how many versions were written, at each one."""
    file.write(lines.head(purged))
    for count, row in enumerate(revisions, 1):
        file.write(lines.line(row))
        yield count


def read(path: Path, purged: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the versions in a file, checked, as rows of the log.

    Args:
        path: the file.
        purged: takes up the uids of purged entries.

    Raises:
        CrampError: the file is not this format, or from a newer cramp.
        BadRowsError: some versions are not as cramp writes them.
    """
    with opened_text(path) as text:
        yield from decoded(_read(text, path.name, purged), path)


def _read(text: TextIO, name: str, purged: list[str]) -> Iterator[dict[str, Any]]:
    above = 0
    while (first := text.readline(HELD_LIMIT)).isspace():
        above += 1
    try:
        head = lines.value_of(first)
    except UsageError:
        is_whole = first.startswith("{") and first.rstrip().endswith("}")
        # The first format goes over many lines. What is one line, and wrong, is told by its number below.
        head = {"kind": None} if is_whole else {"crampdiary": FIRST_FORMAT}
    if not isinstance(head, dict) or not head.keys() & {"crampdiary", "kind"}:
        raise CrampError(f"{name} is not an export of cramp. {_NOTHING}")
    if head.get("crampdiary") == FIRST_FORMAT:
        head = _held(first + text.read(HELD_LIMIT + 1 - len(first)), name)
        _take_head(head, ("crampdiary", "purged", "revisions"), name, purged)
        versions = head.get("revisions", [])
        if not isinstance(versions, list):
            raise CrampError(f"{name}: the revisions are not a list. {_NOTHING}")
        yield from _rows(enumerate(versions, 1), Rows(name, "version"), _row)
        return
    number = above + 1
    numbered: Iterator[tuple[int, str]] = enumerate(lines_of(text, name, number), number + 1)
    if "crampdiary" in head:
        _take_head(head, ("crampdiary", "purged"), f"{name}, line {number}", purged)
    else:
        numbered = chain([(number, first)], numbered)
    yield from _rows((each for each in numbered if not each[1].isspace()), Rows(name), _row_of_line)


def _held(document: str, name: str) -> Any:
    """Return what a document of the first format says."""
    if len(document) > HELD_LIMIT:
        raise CrampError(
            f"{name} is JSON in one piece and larger than 64 MiB. Write it again by `cramp export diary.jsonl`, and "
            f"import that. {_NOTHING}"
        )
    try:
        return lines.DECODER.decode(document)
    except (ValueError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise CrampError(f"{name}{line}: {lines.wrong(error)} {_NOTHING}") from error


def _take_head(head: Any, known: tuple[str, ...], where: str, purged: list[str]) -> None:
    """Check what stands before the versions, and take up the purged entries."""
    try:
        purged += lines.purged_in(head, known)
    except UsageError as error:
        raise CrampError(f"{where}: {error} {_NOTHING}") from error


def _rows(
    items: Iterable[tuple[int, Any]], found: Rows, row_of: Callable[[Any, _Seen], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield numbered lines or versions as rows of the log, until one is bad; then only look for others."""
    seen = _Seen()
    for number, item in items:
        found.go_on(number)
        try:
            row = row_of(item, seen)
        except UsageError as error:
            found.bad(number, error)
        else:
            if found.sound:
                yield row
    found.done()


def _row_of_line(text: str, seen: _Seen) -> dict[str, Any]:
    """Return the version in a line as a row of the log."""
    return lines.as_written(text) or _row(lines.value_of(text), seen)


def _row(line: Any, seen: _Seen) -> dict[str, Any]:
    """Return a version as a row of the log."""
    kind, values = lines.parts_of(line)
    record = None if values is None else from_fields(kind, _dated(values))
    body = None if record is None else body_of(record)
    with lines.WELL_FORMED:
        if any(line.get(name) is None for name in lines.IDS):
            line = _completed(line, record, body, seen)
        row = lines.row_of(line, body)
        if row["digest"] is None:
            row["digest"] = digest_of(row)
    checked(row, record)
    return row


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    """Return a record's fields with `logged_at`, which is its time or the noon that its (first) night begins with."""
    if values.get("logged_at") is not None:
        return values
    at, night = values.get("at"), values.get("night") or values.get("first_night")
    when = at or (night and f"{night}T12:00:00+00:00")
    return {**values, "logged_at": when} if when else values


class _Seen:
    """What was made up for the lines above.

    Attributes:
        again: how often each line without its ids was there, by a part of its hash.
        counters: of the stamps that were made, by the uid of the version.
    """

    def __init__(self) -> None:
        self.again: Counter[bytes] = Counter()
        self.counters: dict[Any, int] = {}


def _completed(line: dict[str, Any], record: Record | None, body: str | None, seen: _Seen) -> dict[str, Any]:
    """Return a line with the ids, stamp and parents that it leaves out. A digest of something else is let go.

    Args:
        line: the line.
        record: what it says, None for a deletion.
        body: the same as the log keeps it.
        seen: what was made up for the lines above.
    """
    if record is None and (line.get("record_uid") is None or line.get("stamp") is None):
        raise UsageError("A deletion needs the record_uid of what was deleted, and a stamp.")
    said = as_json([line["kind"], body, *(line.get(name) for name in lines.IDS)])
    key = sha256(said.encode()).digest()[:8]
    number = str(seen.again[key])
    seen.again[key] += 1
    at = getattr(record, "logged_at", _NO_TIME)
    # A version comes after those that it replaces, which were most likely written at the same moment.
    parents = line.get("parents") or []
    counter = 1 + max((seen.counters.get(each, 0) for each in parents), default=-1)
    entry = word_uids(record)[0] if isinstance(record, Word) else content_uid(at, "entry", said, number)
    made = {
        "uid": content_uid(at, "version", said, number),
        "record_uid": entry,
        "stamp": f"{to_utc_text(at)[:19]}.000Z+{counter:08x}",
        "parents": [],
    }
    whole = {name: line[name] if line.get(name) is not None else made[name] for name in lines.IDS}
    if line.get("stamp") is None:
        seen.counters[whole["uid"]] = counter
    return {"kind": line["kind"], **whole}
