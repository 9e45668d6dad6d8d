"""jrnl's JSON: entries with tags. Those tagged like a cramp become cramps, with the text as their note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crampdiary.diary.model import Record
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import Reading, note_of, read_clock
from crampdiary.exchange.reading import opened_text
from crampdiary.keep.lines import DECODER

PROGRAM = "jrnl"
MANUAL = "jrnl: its JSON; entries with a tag like `@cramp`, with their text as the note."

_SIZE_LIMIT = 64 * 2**20  # characters; the file is held as a whole


def fits(file: Look) -> str | None:
    is_jrnl = '"entries"' in file.text or '"tags"' in file.text
    return "" if file.text.startswith(("{", "[")) and is_jrnl and '"crampdiary"' not in file.text else None


def read(reading: Reading) -> Iterator[Record]:
    """Yield a cramp or an exposure for every entry with a tag that means one."""
    for number, entry in enumerate(_entries(reading), 1):
        try:
            yield from _records(entry, reading)
        except (UsageError, ValueError, KeyError, TypeError, AttributeError) as error:
            wrong = error if isinstance(error, UsageError) else UsageError("It is not as jrnl writes it.")
            reading.rows.bad(number, wrong)


def _entries(reading: Reading) -> list[Any]:
    name = reading.path.name
    try:
        with opened_text(reading.path) as file:
            text = file.read(_SIZE_LIMIT + 1)
            if len(text) > _SIZE_LIMIT:
                raise CrampError(f"{name} is larger than 64 MiB. Nothing was imported.")
            value = DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise CrampError(f"{name} is not well-formed JSON. Nothing was imported.") from error
    entries = value.get("entries") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        raise CrampError(f"{name} is not an export of jrnl: it has no entries. Nothing was imported.")
    return entries


def _records(entry: dict[str, Any], reading: Reading) -> Iterator[Record]:
    at, precision = reading.moment(date.fromisoformat(entry["date"]), read_clock(entry.get("time", "")))
    note: str | None = note_of(entry.get("title"), entry.get("body"))
    taken = False
    for tag in entry.get("tags", []):
        name = tag.lstrip("@#+%&")
        found = reading.record(
            reading.meaning(name, (), ask=False), name, at, precision, note=None if taken else note
        )
        if found:
            taken = True
            yield found
    if not taken:
        reading.ignore("entry without a tag like cramp")
