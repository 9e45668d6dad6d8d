"""The diary as CSV, one file a kind, nothing lost: a row is one version of an entry.

What a spreadsheet needs comes first. `shown` is 1 for the version that the diary shows, so that filtering by
it gives the entries as they are; it and `night` are for reading and are not read back. Times are those on the
person's own clock, with the offset in minutes beside them. Every cell is quoted.

A spreadsheet takes a text that begins with = or a few other characters for a formula. Such a text is written
with an apostrophe before it, and one that begins with apostrophes and then such a character with one more, so
that taking one away always gives back what was there.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

from crampdiary.clock.zones import night_of
from crampdiary.diary.model import KINDS, from_fields
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.reading import Rows, csv_rows, no_duplicates, of_width
from crampdiary.keep.revision import as_json, body_of, checked, is_uuid
from crampdiary.words.wording import short

FILES = {
    "episode": "episodes.csv",
    "exposure": "exposures.csv",
    "check_in": "check-ins.csv",
    "away": "away.csv",
    "word": "words.csv",
}
PURGED_FILE = "purged.csv"
PURGED_HEADER = ["purged_record_uid"]

_OFFSETS = {"at": "offset_min", "logged_at": "logged_offset_min"}
_LOG = ("record_uid", "uid", "stamp", "parents", "deleted", "digest")
FLAGS = ("woke", "clear", "hidden", "used_when_bad")
_WHOLE = ("severity", "duration_s")
_WITH_NIGHT = ("episode", "exposure")  # which is then derived from their time
_SLUGS = ("sites", "sensations", "triggers")
_DATES = ("night", "first_night", "last_night")
_TRIGGER = "[=+\\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(f"'*{_TRIGGER}")
_GUARDED = re.compile(f"'+{_TRIGGER}")


def columns(kind: str) -> list[str]:
    """Return the header of a kind's file."""
    head = ["shown", "night"] if kind in _WITH_NIGHT else ["shown"]
    names = [column for name in KINDS[kind].names for column in (name, _OFFSETS.get(name)) if column]
    return [*head, *names, *_LOG]


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; `unguarded` is the inverse."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


class Writer:
    """Writes the versions of any number of kinds, each to its own open text file."""

    def __init__(self, files: Mapping[str, TextIO]) -> None:
        self._writers = {kind: _writer(file) for kind, file in files.items()}
        for kind, writer in self._writers.items():
            writer.writerow(columns(kind))

    def write(self, revisions: Iterator[Mapping[str, Any]]) -> Iterator[int]:
        """Write the versions of these kinds, yielding how many, at each one."""
        count = 0
        for row in revisions:
            writer = self._writers.get(row["kind"])
            if writer:
                writer.writerow(_cells(row))
                count += 1
                yield count


def write_purged(file: TextIO, uids: list[str]) -> None:
    _writer(file).writerows([PURGED_HEADER, *([uid] for uid in uids)])


def kind_of(header: list[str]) -> str | None:
    """Return the kind whose file has this header, "purged" for the purged entries, or None."""
    if header == PURGED_HEADER:
        return "purged"
    return next((kind for kind in KINDS if header == columns(kind)), None)


def nearly(header: list[str]) -> str | None:
    """Return the kind whose file this header was meant to be, if its columns were changed."""
    if not {"record_uid", "stamp", "digest"} <= set(header):
        return None
    return max(KINDS, key=lambda kind: len(set(columns(kind)) & set(header)))


def read(path: Path, purged: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the versions in one file, checked, as rows of the log.

    Args:
        path: the file.
        purged: takes up the uids of purged entries.

    Raises:
        CrampError: the file is not this format.
        BadRowsError: some rows are not as cramp writes them.
    """
    found = Rows(path.name)
    rows = csv_rows(path)
    _, header = next(rows, (1, []))
    no_duplicates(header, path.name)
    kind = kind_of(header)
    if kind is None:
        raise CrampError(_what_is_wrong(header, path))
    for line, cells in of_width(rows, header, found):
        try:
            if kind == "purged":
                purged.append(_purged(cells))
                continue
            row = _row(kind, cells)
        except UsageError as error:
            found.bad(line, error)
        else:
            if found.sound:
                yield row
    found.done()


def _what_is_wrong(header: list[str], path: Path) -> str:
    kind = nearly(header)
    if kind is None:
        return f"{path.name} is not a CSV export of cramp. Nothing was imported."
    differing = [each for each in columns(kind) if each not in header] + [
        each for each in header if each not in columns(kind)
    ]
    what = (
        f"missing or unknown: {short(', '.join(differing), 200)}"
        if differing
        else "the columns are in another order"
    )
    return f"{path.name}, line 1: this is not the header that cramp writes ({what}). Nothing was imported."


def _writer(file: TextIO) -> Any:
    return csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def _cells(row: Mapping[str, Any]) -> list[Any]:
    kind = row["kind"]
    record = json.loads(row["body"]) if row["body"] is not None else {}
    cells: list[Any] = [row["shown"]]
    if kind in _WITH_NIGHT:
        cells.append(_night(record["at"]) if record else "")
    for name in KINDS[kind].names:
        value = record.get(name)
        if value is None:
            cells.append("")
            if name in _OFFSETS:
                cells.append("")
        elif name in _OFFSETS:
            cells += [value[:19], _minutes(value[19:])]
        elif name in FLAGS:
            cells.append(int(value))
        elif name in _SLUGS:
            cells.append(guarded(" ".join(value)))
        elif name == "tried":
            cells.append(guarded(" ".join(_tried(each) for each in value)))
        elif name == "synonyms":
            cells.append(as_json(value))
        else:
            cells.append(guarded(value) if isinstance(value, str) else value)
    parents = " ".join(json.loads(row["parents"]))
    return [*cells, row["record_uid"], row["uid"], row["stamp"], parents, row["deleted"], row["digest"]]


def _row(kind: str, cells: list[str]) -> dict[str, Any]:
    record_uid, uid, stamp, parents, deleted, digest = cells[-len(_LOG) :]
    row: dict[str, Any] = {
        "uid": uid,
        "record_uid": record_uid,
        "kind": kind,
        "stamp": stamp,
        "parents": as_json(parents.split()) if parents else "[]",
        "deleted": _whole("deleted", deleted),
        "body": None,
        "digest": digest,
    }
    record = None
    if not row["deleted"]:
        record = from_fields(kind, {name: read(cells) for name, place, read in _fields(kind) if cells[place]})
        row["body"] = body_of(record)
    checked(row, record)
    return row


def _purged(cells: list[str]) -> str:
    (uid,) = cells
    if not is_uuid(uid):
        raise UsageError("This is not a UUID as cramp makes them.")
    return uid


@cache
def _fields(kind: str) -> list[tuple[str, int, Callable[[list[str]], Any]]]:
    """Return each field's name, the place of its cell, and what reads it from a row's cells."""
    places = [(name, columns(kind).index(name)) for name in KINDS[kind].names]
    return [(name, place, _reader(name, place)) for name, place in places]


def _reader(name: str, place: int) -> Callable[[list[str]], Any]:
    if name in _OFFSETS:
        return lambda cells: cells[place] + _offset(_OFFSETS[name], cells[place + 1])
    if name in _WHOLE:
        return lambda cells: _whole(name, cells[place])
    if name in FLAGS:
        return lambda cells: bool(_whole(name, cells[place]))
    if name in _SLUGS:
        return lambda cells: unguarded(cells[place]).split(" ")
    if name == "tried":
        return lambda cells: [_read_tried(each) for each in unguarded(cells[place]).split(" ")]
    if name == "synonyms":
        return lambda cells: _read_synonyms(cells[place])
    if name in _DATES:
        return itemgetter(place)
    return lambda cells: unguarded(cells[place])


def _read_synonyms(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError("The synonyms are not a list in JSON.") from error


def _tried(value: dict[str, Any]) -> str:
    after = value.get("after_s")
    return f"{value['remedy']}:{value.get('relief') or ''}:{'' if after is None else after}"


def _read_tried(text: str) -> dict[str, Any]:
    remedy, *rest = text.rsplit(":", 2)
    if len(rest) != 2:
        raise UsageError("What was tried is not written as remedy:relief:seconds.")
    return {
        "remedy": remedy,
        "relief": rest[0] or None,
        "after_s": _whole("seconds", rest[1]) if rest[1] else None,
    }


@lru_cache(maxsize=1000)  # as few numbers come again and again, and a long export has millions of them
def _whole(name: str, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise UsageError(f"The {name} is not a whole number.")
    return int(text)


def _minutes(offset: str) -> int:
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return -minutes if offset[0] == "-" else minutes


@lru_cache(maxsize=100)
def _offset(name: str, text: str) -> str:
    minutes = _whole(name, text)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _night(at: str) -> str:
    return night_of(datetime.fromisoformat(at)).isoformat()
