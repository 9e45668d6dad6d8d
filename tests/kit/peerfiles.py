"""Importing other programs' files in tests."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from kit.logs import opened
from kit.running import Cramp

FILES = Path(__file__).parents[1] / "data" / "peers"


def imported(cramp: Cramp, name: str | Path, *arguments: str) -> tuple[dict[str, Any], list[Record]]:
    """Import a file into the diary; return what was told, and all records in order of time."""
    ran = cramp("import", FILES / name, "--json", *arguments)
    assert ran.exit_code == 0, ran.err
    return ran.json, records(cramp)


def records(cramp: Cramp) -> list[Record]:
    """Return what the diary shows; it must be intact."""
    info = cramp("info", "--verify", "--json")
    assert info.exit_code == 0, info.err
    with closing(opened(Path(info.json["path"]))) as store:
        return [entry.record for entry in store.entries()]


def brief(record: Record) -> tuple[Any, ...]:
    """Return a record's time and what it says, short enough to compare."""
    if isinstance(record, CheckIn):
        return "clear", record.night.isoformat()
    if isinstance(record, Exposure):
        return record.at.isoformat()[:16], record.precision, record.role, record.word, record.amount
    assert isinstance(record, Episode)
    return record.at.isoformat()[:16], record.precision, record.severity, record.sites, record.side


def written_again(cramp: Cramp, name: str | Path, *arguments: str) -> int:
    """Import a file once more; return how much was new."""
    return int(imported(cramp, name, *arguments)[0]["new"])
