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
from datetime import date, datetime
from typing import Any, TextIO

from crampdiary.clock.zones import night_of
from crampdiary.diary.model import KINDS
from crampdiary.diary.values import (
    FLAG,
    MOMENT,
    NIGHT,
    NIGHTS,
    NUMBER,
    PARTS,
    SECONDS,
    TEXTS,
    WORDS,
    Field,
    clean_text,
)
from crampdiary.errors import UsageError

FILES = {kind: f"{kind.replace('_', '-')}s.csv" for kind in KINDS} | {"away": "away.csv", "seen": "seen.csv"}

_TRIGGERS = tuple("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
_TELLING = 3  # columns by which a file is known for one of these
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)", re.ASCII)
_WHOLE = re.compile(r"(\d{1,9})(?:[.,]0*)?", re.ASCII)  # some spreadsheets write 7.0
_ITEM = re.compile(r'"((?:[^"]|"")*)"(?:, |$)|(.+?)(?:, |$)', re.DOTALL)
_TRIED = re.compile(r"(\S+)(?: \((?:([a-z]+)(?:, |(?=\))))?(?:(\d{1,9}) s)?\))?(?:, |$)", re.ASCII)


def columns(kind: str) -> list[str]:
    """Return the header of a kind's file."""
    names = KINDS[kind].names
    return ["entry", *(["night"] if "at" in names else []), *names]


def is_own(header: list[str]) -> bool:
    """Return whether a file with this header is one of these, perhaps with columns added."""
    return kind_of(header) is not None


def kind_of(header: list[str]) -> str | None:
    """Return the kind of entries in a file with this header, None where it is not one of these.

    A sign has no column that a cramp has not: what has all of a sign's and none of a cramp's besides is of signs.
    """
    kinds = [kind for kind in KINDS if header[:_TELLING] == columns(kind)[:_TELLING]]
    of_it = {kind: {*columns(kind)} for kind in kinds}
    return max(kinds, key=lambda kind: (len({*header} & of_it[kind]), of_it[kind] <= {*header}), default=None)


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
    night = [night_of(datetime.fromisoformat(values["at"])).isoformat()] if "at" in values else []
    table = KINDS[row["kind"]].table
    return [row["number"], *night, *(_cell(line, values.get(name)) for name, line in table.items())]


def _cell(line: Field, value: Any) -> Any:
    if line.holds is MOMENT:
        return value[:19].replace("T", " ")
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


def read_cell(line: Field, cell: str) -> Any:
    """Return what a cell says, as the record holds it; of a moment what its clock showed. None for an empty one.

    Raises:
        UsageError: it is not as this program writes it; says what is wanted.
    """
    text = clean_text(cell[1:] if cell.startswith("'") and _begins_a_formula(cell) else cell)
    if not text:
        return None
    if line.holds is MOMENT:
        return _read_moment(text)
    if line.holds is NIGHT:
        return _read_day(text)
    if line.holds in (NUMBER, SECONDS):
        match = _WHOLE.fullmatch(text)
        if not match:
            raise UsageError("Write a whole number.")
        return int(match[1])
    if line.holds is FLAG:
        if text.casefold() not in _FLAGS:
            raise UsageError("Write 1 for yes or 0 for no.")
        return _FLAGS[text.casefold()]
    if line.holds is NIGHTS:
        return tuple(_read_day(each) for each in text.split(", "))
    if line.holds in (WORDS, TEXTS):
        return tuple(quoted.replace('""', '"') if quoted else plain for quoted, plain in _ITEM.findall(text))
    if line.holds is PARTS:
        return _read_tried(line, text)
    return text


def _read_moment(text: str) -> datetime:
    match = _MOMENT.fullmatch(text)
    try:
        if match:
            return datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:  # of no calendar, which is said below
        pass
    raise UsageError("Write a time as in 2026-03-01 02:00:00.")


def _read_day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError("Write a date as in 2026-03-01.")


def _read_tried(line: Field, text: str) -> tuple[Any, ...]:
    found, end = [], 0
    while match := _TRIED.match(text, end):
        remedy, relief, seconds = match.groups()
        found.append(line.of(remedy=remedy, relief=relief, after_s=None if seconds is None else int(seconds)))
        end = match.end()
        if end == len(text):
            return tuple(found)
    raise UsageError("Write each remedy as in heat (helped, 120 s).")
