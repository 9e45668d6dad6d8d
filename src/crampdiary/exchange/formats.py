"""Which format a file is in, found by its header, and its rows as those of the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange import own_csv, own_json
from crampdiary.exchange.programs import (
    any_csv,
    bearable,
    daylio,
    flaredown,
    jrnl,
    loop_habits,
    migraine_buddy,
    track_and_graph,
)
from crampdiary.exchange.programs.peers import Reading, as_revisions
from crampdiary.exchange.reading import header_of, opened, opened_text

OWN_JSON = "cramp-json"
_WITH_HEADER: dict[str, Any] = {
    each.PROGRAM: each for each in (migraine_buddy, bearable, daylio, flaredown, track_and_graph)
}
FORMATS = (OWN_JSON, *_WITH_HEADER, loop_habits.PROGRAM, jrnl.PROGRAM, any_csv.PROGRAM)
_DELIMITERS = (",", ";", "\t")


class Source(NamedTuple):
    """A file to import, and how it is to be read."""

    path: Path
    format: str
    delimiter: str = ","


def detect(path: Path, forced: str | None = None) -> Source:
    """Return how a file is to be read.

    Raises:
        UsageError: there is no format of the name forced.
        CrampError: the file cannot be read.
    """
    if forced is not None and forced not in FORMATS:
        raise UsageError(f"There is no format {forced[:40]!r}. There are: {', '.join(FORMATS)}.")
    if path.is_dir() and any((path / name).exists() for name in own_csv.FILES.values()):
        raise _for_spreadsheets(path)
    with opened(path) as file:
        start = file.read(4)
        if start == b"SQLi":
            raise CrampError(f"{path.name} is a diary or another database: `cramp merge` takes a diary.")
        if start == b"PK\x03\x04":
            is_habits = loop_habits.fits_zip(path) or forced == loop_habits.PROGRAM
            if not is_habits or forced not in (None, loop_habits.PROGRAM):
                raise CrampError(f"{path.name} is a zip file. Unpack it and import what is in it.")
            return Source(path, loop_habits.PROGRAM)
    if forced in (OWN_JSON, jrnl.PROGRAM):
        return Source(path, forced)
    beginning = _beginning(path)
    if forced is None and beginning.startswith(("{", "[")):
        return Source(path, _which_json(beginning))
    return _which_csv(path, forced)


def revisions(
    source: Source, reading: Reading, purged: list[str], folder: Path, columns: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield what is in a source as checked rows of the log.

    Args:
        source: as `detect` found it.
        reading: takes up what is ignored and unknown.
        purged: takes up the uids of purged entries.
        folder: private, for what must be unpacked.
        columns: which column is what, for a CSV of no known program.
    """
    if source.format == OWN_JSON:
        yield from own_json.read(source.path, purged)
        return
    if source.format == loop_habits.PROGRAM:
        records = loop_habits.read(reading, folder)
    elif source.format == any_csv.PROGRAM:
        records = any_csv.read(reading, source.delimiter, columns)
    elif source.format == jrnl.PROGRAM:
        records = jrnl.read(reading)
    else:
        records = _WITH_HEADER[source.format].read(reading, source.delimiter)
    yield from as_revisions(records, source.format)
    reading.rows.done()


def _beginning(path: Path) -> str:
    try:
        with opened_text(path) as text:
            return text.read(4096).lstrip()
    except UnicodeDecodeError:
        return ""


def _which_json(beginning: str) -> str:
    looks_like_jrnl = '"entries"' in beginning or '"tags"' in beginning
    return jrnl.PROGRAM if looks_like_jrnl and '"crampdiary"' not in beginning else OWN_JSON


def _which_csv(path: Path, forced: str | None) -> Source:
    best = Source(path, forced or any_csv.PROGRAM)
    most, fault = 0, None
    for delimiter in _DELIMITERS:
        try:
            header = header_of(path, delimiter=delimiter)
        except CrampError as error:  # a quote that is wrong between these delimiters
            fault = fault or error
            continue
        header = [name.strip() for name in header]
        if forced is None and own_csv.is_own(header):
            raise _for_spreadsheets(path)
        for name, program in _WITH_HEADER.items():
            if program.fits(header) and forced in (None, name):
                return Source(path, name, delimiter)
        if len(header) > most:
            most = len(header)
            best = best._replace(delimiter=delimiter)
    if fault and not most:
        raise fault
    if forced in _WITH_HEADER:
        raise CrampError(f"{path.name} does not have the header of {forced}. Nothing was imported.")
    return best


def _for_spreadsheets(path: Path) -> CrampError:
    return CrampError(
        f"{path.name} is CSV that cramp wrote for spreadsheets, and holds too little to be imported. "
        "`cramp export diary.jsonl` writes a file that can be. Nothing was imported."
    )
