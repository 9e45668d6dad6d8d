"""The diary as CSV for spreadsheets: a file for each kind, a row for each entry as it is now, and how a cell is read.

`entry` is the number that `cramp show` takes, `night` the date of the evening, and a time is that on the person's
own clock. A spreadsheet takes a text that begins with = or a few other characters for a formula, which may do harm:
such a text has an apostrophe before it, and so has one that begins so after apostrophes of its own.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

from crampdiary.clock.zones import night_of
from crampdiary.diary.fields import RELIEFS
from crampdiary.diary.model import KINDS, Trial
from crampdiary.diary.values import FLAG, MOMENT, NUMBER, PARTS, SECONDS, Field
from crampdiary.errors import UsageError

FILES = {kind: f"{kind.replace('_', '-')}s.csv" for kind in KINDS} | {"away": "away.csv", "seen": "seen.csv"}

_FLAGS = {"1": True, "true": True, "0": False, "false": False}  # as some spreadsheets save them again
_ITEM = re.compile(r'"((?:[^"]|"")*)"(?:, |$)|(.+?)(?:, |$)', re.DOTALL)
_TRIED = re.compile(
    rf"(\S+?)(?: \((?:({'|'.join(RELIEFS)})(?:, (\d{{1,9}}) s)?|(\d{{1,9}}) s)\))?(?:, |$)", re.ASCII
)
_TRIGGERS = tuple("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


def columns(kind: str) -> list[str]:
    """Return the header of a kind's file."""
    names = KINDS[kind].names
    return ["entry", *(["night"] if "at" in names else []), *names]


class Writer:
    """Writes the entries of any number of kinds, each to its own open text file."""

    def __init__(self, files: Mapping[str, TextIO], delimiter: str = ",") -> None:
        self._writers = {
            kind: csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            for kind, file in files.items()
        }
        for kind, writer in self._writers.items():
            writer.writerow(columns(kind))

    def write(self, revisions: Iterator[Mapping[str, Any]]) -> Iterator[int]:
        """Write those of these kinds among the versions that are shown, yielding how many, at each one."""
        count = 0
        for row in revisions:
            writer = self._writers.get(row["kind"])
            if writer:
                writer.writerow(_cells(row))
                count += 1
                yield count


def _cells(row: Mapping[str, Any]) -> list[Any]:
    values = json.loads(row["body"])
    if Trial.kind == row["kind"] and not values.get("ended"):
        values["seed"] = None  # it tells the draws to come, and no CSV of trials is read again
    night = [night_of(datetime.fromisoformat(values["at"])).isoformat()] if "at" in values else []
    table = KINDS[row["kind"]].table
    return [row["number"], *night, *(_cell(line, values.get(name)) for name, line in table.items())]


def _cell(line: Field, value: Any) -> Any:
    if line.holds is MOMENT:
        return value and value[:19].replace("T", " ")
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        value = ", ".join(_quoted(each) if isinstance(each, str) else _tried(each) for each in value)
    return f"'{value}" if isinstance(value, str) and _begins_a_formula(value) else value


def _begins_a_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_TRIGGERS)


def _quoted(text: str) -> str:
    """Return a text in a list as it stands, or in quotes where it could not be told from two."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if ", " in text or text.startswith('"') else text


def _tried(value: dict[str, Any]) -> str:
    """Return a remedy that was tried as text: heat (helped, 120 s)."""
    seconds = value.get("after_s")
    details = [value.get("relief"), None if seconds is None else f"{seconds} s"]
    said = ", ".join(each for each in details if each)
    return f"{value['remedy']} ({said})" if said else str(value["remedy"])


def value_of(line: Field, cell: str) -> Any:
    """Return the JSON value that a cell of a field was written from; None for an empty one, and no moment.

    Raises:
        UsageError: nothing is written so.
    """
    text = cell[1:] if cell.startswith("'") and _begins_a_formula(cell) else cell
    if not text.strip():
        return None
    if line.holds is FLAG and text.casefold() in _FLAGS:
        return _FLAGS[text.casefold()]
    if line.holds in (NUMBER, SECONDS) and re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    if line.holds in (FLAG, NUMBER, SECONDS):
        raise UsageError(f"The {line.label} is not written as cramp writes it.")
    if line.holds is PARTS:
        return list(_read_tried(text))
    if line.holds.several:
        return [item[2] or item[1].replace('""', '"') for item in _ITEM.finditer(text)]
    return text


def _read_tried(text: str) -> Iterator[dict[str, Any]]:
    at = 0
    while at < len(text):
        found = _TRIED.match(text, at)
        if found is None:
            raise UsageError("What was tried is not written as cramp writes it: heat (helped, 120 s).")
        remedy, relief, *seconds = found.groups()
        after = next(filter(None, seconds), None)
        yield {"remedy": remedy, "relief": relief, "after_s": None if after is None else int(after)}
        at = found.end()
