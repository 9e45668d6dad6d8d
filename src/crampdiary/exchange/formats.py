"""Which format a file is in, and its entries as rows of the log."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from crampdiary.clock.zones import latest_finished_night, to_local
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.importer import MappedSheet, importers
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import ANY, OLD_EXCEL, Look, is_json, look_at
from crampdiary.exchange.made import Made, as_revisions, made
from crampdiary.exchange.own import own_json
from crampdiary.words.wording import safe, short

OWN = "cramp-json"
_SHEETS = "sheet"
_NOTHING = "Nothing was imported."
_OTHERS = (
    ("<HealthData", "an Apple Health export"),
    ("<!DOCTYPE HealthData", "an Apple Health export"),
    ("<gpx", "a track of places (GPX)"),
    ("<?xml", "XML of another program"),
    ("<", "a web page, or XML of another program"),
    ("%PDF", "a PDF"),
)
"""What the beginning of a file says of one that is read by nobody here; the first that is in it counts."""
_TAKEN = (".csv", ".tsv", ".xlsx", ".txt", ".json", ".jsonl")


def names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return (OWN, *importers())


def is_a_sheet(name: str) -> bool:
    """Return whether a format is that of any sheet, or of a program whose table is read as one."""
    return name == ANY or isinstance(importers()[name], MappedSheet)


def detect(path: Path, forced: str | None = None, sheet: str | None = None) -> tuple[str, str]:
    """Return the format of a file, and the delimiter of its cells.

    Raises:
        UsageError: there is no format of the name forced.
        CrampError: the file cannot be read, or is of another format.
    """
    if forced is not None and forced not in names():
        raise UsageError(f"There is no format {forced[:40]!r}. There are: {', '.join(names())}.")
    look = look_at(path, sheet)
    if look.start.startswith(b"SQLi"):
        raise CrampError(f"{path.name} is a diary or another database: `cramp merge` takes a diary.")
    if forced == OWN:
        return OWN, ""
    if forced is not None:
        delimiter = importers()[forced].fits(look)
        if delimiter is None and forced in ("daylio", "loop-habits") and look.tops:
            delimiter = importers()[ANY].fits(
                look
            )  # without a header, or its last comma, any sheet may be one
        if delimiter is None and forced == "lines" and look.text and look.tops:
            delimiter = ""  # every line of a text may be one, whatever the first ones are
        if delimiter is None:
            raise CrampError(f"{path.name} is not as {forced} writes its files. {_NOTHING}")
        return forced, delimiter
    return _fitting(look)


def _fitting(look: Look) -> tuple[str, str]:
    name = look.path.name
    if not look.text.startswith(("<", "%PDF")):
        for program, importer in importers().items():
            delimiter = importer.fits(look)
            if delimiter is not None:
                return program, delimiter
    if look.start.startswith(OLD_EXCEL) or (look.path.suffix.casefold() == ".xls" and "<table" in look.text):
        raise CrampError(
            f"{name} is a workbook as an old Excel has it. Save it as .xlsx or CSV UTF-8. {_NOTHING}"
        )
    if look.start.startswith(b"PK"):
        raise CrampError(_zipped(look.path))
    if is_json(look.text):
        if "cluedata" in look.path.suffix:
            raise CrampError(f"{name} is an export of Clue, a format that is not known here. {_NOTHING}")
        if '"dayEntries"' in look.text:
            raise CrampError(_of_daylio(name))
        if '"creationDate"' in look.text and '"entries"' in look.text:
            raise CrampError(f"{name} is an export of Day One, a format that is not known here. {_NOTHING}")
        if '"crampdiary"' in look.text or '"kind"' in look.text or len(look.text) < 2:
            return OWN, ""
        raise CrampError(f"{name} is JSON of another program, and no format known here. {_NOTHING}")
    found = next((what for mark, what in _OTHERS if mark in look.text), "no text")
    raise CrampError(f"{name} is {found}, a format that is not known here. {_NOTHING}")


def _zipped(path: Path) -> str:
    """Say what a zip file is, and how to go on where something in it can be imported."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.namelist()
            kind = archive.read("mimetype")[:60] if "mimetype" in inside else b""
    except Exception:  # `zipfile` lets out those of every packer under it
        return f"{path.name} is a zip file that cannot be read. {_NOTHING}"
    if b"opendocument.spreadsheet" in kind:
        return f"{path.name} is a sheet of LibreOffice. Save it as CSV there, and import that. {_NOTHING}"
    if any(each.endswith(".iwa") for each in inside):
        return f"{path.name} is of Numbers or another program of Apple. Export it there as CSV. {_NOTHING}"
    if any(each.endswith(".daylio") for each in (path.name, *inside)):
        return _of_daylio(path.name)
    if any("apple_health_export" in each or each == "export.xml" for each in inside):
        return f"{path.name} is an Apple Health export, a format that is not known here. {_NOTHING}"
    taken = next((each for each in inside if each.casefold().endswith(_TAKEN)), None)
    if taken:
        return f"{path.name} is a zip file. Unpack it and import {short(safe(taken))}. {_NOTHING}"
    return f"{path.name} is a zip file without a table or text in it that could be imported. {_NOTHING}"


def _of_daylio(name: str) -> str:
    return (
        f"{name} is a backup of Daylio, which Daylio alone reads. Export your entries as CSV there, and import that. "
        f"{_NOTHING}"
    )


def revisions(name: str, reading: Reading, purged: list[str]) -> Iterator[dict[str, Any]]:
    """Yield what is in a file as checked rows of the log.

    Args:
        name: of the format.
        reading: of the file; takes up what is ignored and unknown.
        purged: takes up the uids of purged entries.
    """
    if name == OWN:
        yield from own_json.read(reading.path, purged)
        return
    words = map(made, reading.new_words.values())
    over = latest_finished_night(to_local(reading.now, reading.zone)) if reading.now else None
    clear = reading.nights.entries(reading.ignore, reading.deny, over)
    told_by_all = chain(reading.named_cramps(), clear)  # once all else is read
    found = chain(words, importers()[name].read(reading), told_by_all)
    # One source of all sheets, whatever knows their columns; whose they are is told apart where the diary is known.
    yield from as_revisions(_noting_what_is_ahead(found, reading), _SHEETS if is_a_sheet(name) else name)
    reading.rows.done()


def _noting_what_is_ahead(entries: Iterable[Made], reading: Reading) -> Iterator[Made]:
    """Yield entries, and take note of those of a day still to come."""
    for each in entries:
        at: datetime | None = getattr(each.record, "at", getattr(each.record, "logged_at", None))
        if reading.now is not None and at is not None and at > reading.now + timedelta(days=1):
            reading.ahead.append(at.date())
        yield each
