"""The diary as JSON: the whole log, one version of an entry a line, nothing lost.

    {"crampdiary": 1,
    "purged": [...uids of purged entries...],
    "revisions": [
    {"uid": ..., "record_uid": ..., "kind": ..., "stamp": ..., "parents": [...], "record": {...},
     "digest": ...},
    ...
    ]}

Written in the order of the stamps, so that two devices with the same log write the same bytes. `record`
holds what was said and leaves out what was not; it is null for a deletion. Reading takes any layout of the
same JSON, and never holds more than one version at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, TextIO

from crampdiary.diary.model import Record, from_fields
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.reading import Rows, decoded, opened_text
from crampdiary.keep.revision import as_json, body_of, checked, digest_of, is_uuid
from crampdiary.words.wording import short

FORMAT = 1

_CHUNK = 2**16  # characters
_VALUE_LIMIT = 2**20  # characters of one version
_NAMES = ("uid", "record_uid", "kind", "stamp", "parents", "record")
_NEEDED = frozenset(_NAMES)
_KNOWN = _NEEDED | {"digest"}


def write(file: TextIO, revisions: Iterator[Mapping[str, Any]], purged: list[str]) -> Iterator[int]:
    """Write the diary, yielding how many versions were written, at each one."""
    file.write(f'{{"crampdiary": {FORMAT},\n"purged": {json.dumps(purged)},\n"revisions": [')
    between = "\n"
    for count, row in enumerate(revisions, 1):
        file.write(
            f'{between}{{"uid": "{row["uid"]}", "record_uid": "{row["record_uid"]}", '
            f'"kind": "{row["kind"]}", "stamp": "{row["stamp"]}", "parents": {row["parents"]}, '
            f'"record": {row["body"] or "null"}, "digest": "{row["digest"]}"}}'
        )
        between = ",\n"
        yield count
    file.write("\n]}\n")


def read(path: Path, purged: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the versions in a file, checked, as rows of the log.

    Args:
        path: the file.
        purged: takes up the uids of purged entries.

    Raises:
        CrampError: the file is not this format, or from a newer cramp.
        BadRowsError: some versions are not as cramp writes them.
    """
    found = Rows(path.name)
    with opened_text(path) as text:
        yield from decoded(_read(_Stream(text, path.name), found, purged), path)
    found.done()


def _read(stream: _Stream, found: Rows, purged: list[str]) -> Iterator[dict[str, Any]]:
    version = None
    for name in stream.names():
        if name == "crampdiary":
            version = stream.value()
            if type(version) is int and version > FORMAT:
                raise CrampError(f"{stream.name} is from a newer cramp. Update cramp; nothing was imported.")
            if version != FORMAT or type(version) is not int:
                stream.refuse("the format's number is unknown")
        elif version is None:
            stream.refuse('"crampdiary" with the format\'s number must come first')
        elif name == "purged":
            uids = stream.value()
            if not isinstance(uids, list) or not all(map(is_uuid, uids)):
                stream.refuse("the purged entries are not a list of UUIDs")
            purged += uids
        elif name == "revisions":
            for value in stream.items():
                found.go_on(stream.line)
                try:
                    row = _row(value)
                except UsageError as error:
                    found.bad(stream.line, error)
                else:
                    if found.sound:
                        yield row
        else:
            stream.refuse(f"there is an unknown name {name[:40]!r}")
    if version is None:
        stream.refuse("it is not an export of cramp")


def _row(value: Any) -> dict[str, Any]:
    """Return a version as a row of the log; one without a digest, written by hand, is given its own."""
    if not isinstance(value, dict):
        raise UsageError("A version must be an object.")
    if not _NEEDED <= value.keys() <= _KNOWN:
        missing = [name for name in _NAMES if name not in value]
        unknown = [name for name in value if name not in _KNOWN]
        raise UsageError(f"It lacks or has beyond what is known: {short(', '.join(missing + unknown), 100)}.")
    fields = value["record"]
    if fields is not None and not isinstance(fields, dict):
        raise UsageError("The record must be an object, or null where it was deleted.")
    record = None if fields is None else from_fields(str(value["kind"]), fields)
    try:
        row = _as_row(value, record)
    except (TypeError, ValueError, RecursionError) as error:  # no text; half of a pair; lists in lists
        raise UsageError("The ids are not such as cramp makes.") from error
    checked(row, record)
    return row


def _as_row(value: dict[str, Any], record: Record | None) -> dict[str, Any]:
    row = {
        "uid": value["uid"],
        "record_uid": value["record_uid"],
        "kind": value["kind"],
        "stamp": value["stamp"],
        "parents": "[]" if value["parents"] == [] else as_json(value["parents"]),
        "deleted": int(record is None),
        "body": record and body_of(record),
    }
    row["digest"] = value["digest"] if value.get("digest") is not None else digest_of(row)
    return row


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


class _Stream:
    """JSON read from the top level down, one value at a time."""

    def __init__(self, file: TextIO, name: str) -> None:
        self.name = name
        self._file = file
        self._text = ""
        self._at = 0
        self._lines = 1
        self._ended = False

    @property
    def line(self) -> int:
        return self._lines + self._text.count("\n", 0, self._at)

    def refuse(self, why: str) -> NoReturn:
        raise CrampError(f"{self.name}, line {self.line}: {why}. Nothing was imported.")

    def names(self) -> Iterator[str]:
        """Yield the names of the object that is the whole file; its values are for the caller to take."""
        self._expect("{")
        seen = set()
        between = "}"
        while (character := self._token()) != "}":
            if between == ",":
                self._expect(",")
                character = self._token()
            name = self.value() if character == '"' else self.refuse("a name is missing")
            if name in seen:
                self.refuse("a name is there twice")
            seen.add(name)
            self._expect(":")
            yield name
            between = ","
        self._expect("}")
        if self._token():
            self.refuse("there is something after the end")

    def items(self) -> Iterator[Any]:
        """Yield the items of an array."""
        self._expect("[")
        first = True
        while self._token() != "]":
            if not first:
                self._expect(",")
            yield self.value()
            first = False
        self._expect("]")

    def value(self) -> Any:
        """Return the value that comes next."""
        self._token()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                self.refuse("it is nested too deeply")
            except json.JSONDecodeError as error:
                if not self._more():
                    self.refuse(f"this is not JSON ({error.msg.lower()})")
            except ValueError as error:
                self.refuse(str(error) if "digit" not in str(error) else "a number has too many digits")
            else:
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value
            if len(self._text) - self._at > _VALUE_LIMIT:
                self.refuse("one value is too long")

    def _token(self) -> str:
        """Return the next character that is no space, without taking it; nothing at the end."""
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in " \t\r\n":
                    return character
                self._at += 1
            if not self._more():
                return ""

    def _expect(self, character: str) -> None:
        if self._token() != character:
            self.refuse(f"{character} is missing, or the file is cut off" if character else "cut off")
        self._at += 1

    def _more(self) -> bool:
        """Read on; what was taken is let go."""
        if self._at > _CHUNK:
            self._lines = self.line
            self._text, self._at = self._text[self._at :], 0
        chunk = "" if self._ended else self._file.read(max(_CHUNK, len(self._text) - self._at))
        self._ended = not chunk
        self._text += chunk
        return bool(chunk)
