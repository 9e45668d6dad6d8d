"""Which format a file is in, and its rows as those of the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange import own_json
from crampdiary.exchange.importer import ANY, Look, importers, look_at
from crampdiary.exchange.programs.peers import Reading, as_revisions

OWN = "cramp-json"


def names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return (OWN, *importers())


def detect(path: Path, forced: str | None = None) -> tuple[str, str]:
    """Return the format of a file, and the delimiter of its cells.

    Raises:
        UsageError: there is no format of the name forced.
        CrampError: the file cannot be read, or is of another format.
    """
    if forced is not None and forced not in names():
        raise UsageError(f"There is no format {forced[:40]!r}. There are: {', '.join(names())}.")
    look = look_at(path)
    if look.start.startswith(b"SQLi"):
        raise CrampError(f"{path.name} is a diary or another database: `cramp merge` takes a diary.")
    if forced == OWN:
        return OWN, ""
    if forced is not None:
        delimiter = importers()[forced].fits(look)
        if delimiter is None:
            raise CrampError(f"{path.name} is not as {forced} writes its files. Nothing was imported.")
        return forced, delimiter or ","
    return _fitting(look)


def _fitting(look: Look) -> tuple[str, str]:
    for name, importer in importers().items():
        delimiter = importer.fits(look)
        if delimiter is not None:
            return name, delimiter or ","
    if look.start.startswith(b"PK"):
        raise CrampError(f"{look.path.name} is a zip file. Unpack it and import what is in it.")
    return (OWN, "") if look.text.startswith(("{", "[")) else (ANY, ",")


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
    yield from as_revisions(importers()[name].read(reading), name)
    reading.rows.done()
