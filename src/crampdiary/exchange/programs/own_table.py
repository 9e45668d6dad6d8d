"""The CSV that `cramp export` writes: every column is known, and what a row says becomes a new entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from crampdiary.clock.zones import local_moments
from crampdiary.diary.model import KINDS, Record, Word
from crampdiary.diary.values import MOMENT, Field
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange import own_csv
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import Reading, zone_named
from crampdiary.exchange.reading import as_dicts, named_rows
from crampdiary.words.wording import safe, short

PROGRAM = "cramp-csv"
MANUAL = (
    "a table from `cramp export cramps.csv`: each row becomes a new entry. It has neither earlier versions nor ids, "
    "so take `cramp export diary.jsonl` to carry the diary elsewhere."
)


def fits(file: Look) -> str | None:
    return file.delimiter(own_csv.is_own)


def read(reading: Reading) -> Iterator[Record]:
    """Yield an entry for every row. A word that is one of this diary's own words already is left as it is here.

    Raises:
        CrampError: a column is missing without which there is no entry.
    """
    header, rows = named_rows(reading.path, delimiter=reading.delimiter)
    kind = own_csv.kind_of(header) or ""
    table = KINDS[kind].table
    missing = [name for name in KINDS[kind].required if name not in header and name != "logged_at"]
    if missing:
        raise CrampError(f"{reading.path.name} has no column {missing[0]}. Nothing was imported.")
    others = [name for name in header if name not in own_csv.columns(kind)]
    words: set[tuple[str, str]] = set()
    for line, row in as_dicts(rows, header, reading.rows):
        try:
            record = _record(kind, {name: row[name] for name in table if name in row}, reading)
            if isinstance(record, Word):
                if (record.role, record.slug) in words:
                    raise UsageError("This word is there twice. Leave one of the two.")
                words.add((record.role, record.slug))
        except UsageError as error:
            reading.rows.bad(line, error)
            continue
        for name in others:
            reading.ignore(f"column {safe(name)}", bool(row[name]))
        if isinstance(record, Word) and reading.vocabulary.is_own(record.role, record.slug):
            reading.ignore("word that is here already")
        else:
            yield record


def _record(kind: str, row: dict[str, str], reading: Reading) -> Record:
    table = KINDS[kind].table
    said: dict[str, Any] = {}
    for name, cell in row.items():
        line = table[name]
        try:
            value = own_csv.read_cell(line, cell)
            if value is not None and line.holds is not MOMENT:
                line.holds.check(line, value)
        except UsageError as error:
            raise UsageError(f'The column {name} says "{short(cell)}". {error}') from error
        if value is not None:
            said[name] = value
    _on_the_clock_of_its_zone(said, table, reading)
    empty = [name for name in table if name in KINDS[kind].required - said.keys()]
    if empty:
        raise UsageError(f"The column {empty[0]} is empty, and an entry needs it.")
    return KINDS[kind](**said)


def _on_the_clock_of_its_zone(said: dict[str, Any], table: Mapping[str, Field], reading: Reading) -> None:
    """Give each time its offset: that of --zone, of the zone that the row names, or of this computer's clock."""
    zone = reading.zone
    if zone is None and said.get("zone"):
        with suppress(UsageError):  # a name that is not known here is kept as it is
            zone = zone_named(said["zone"])
    elif zone is not None and "zone" in table:
        said["zone"] = str(zone)
    if "logged_at" in table and "logged_at" not in said:
        day = said.get("night") or said.get("first_night")
        said["logged_at"] = said.get("at") or (day and datetime.combine(day, time(12)))
    for name in ("at", "logged_at"):
        if said.get(name):
            said[name], is_shown = _moment(said[name], zone)
            if name == "at" and not is_shown:
                said["precision"] = "approx"


def _moment(shown: datetime, zone: tzinfo | None) -> tuple[datetime, bool]:
    """Return the moment, and whether a clock showed it. One that the clocks skipped is an hour later."""
    try:
        return local_moments(shown, zone=zone)[0], True
    except UsageError:
        return local_moments(shown + timedelta(hours=1), zone=zone)[0], False
