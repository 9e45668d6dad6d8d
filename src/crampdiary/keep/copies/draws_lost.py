"""The draws of trials, and looks at their answers, that a backup in the place of a diary does not know of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Trial
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import faults, verify
from crampdiary.keep.copies import foreign
from crampdiary.keep.revision import record_of

REMEMBERED = "draws_lost"
"""By what name a diary remembers, for this device alone, what a restore made it forget."""
_VERSIONS = "SELECT * FROM revision WHERE kind = 'trial'"


class DrawLost(NamedTuple):
    """What would be forgotten of a trial.

    Attributes:
        trial: as it was last; where it was ended, as its first end has it.
        is_there: whether the backup has it all the same, as one that goes on.
    """

    trial: Trial
    is_there: bool


class Forgotten(NamedTuple):
    """What a restore makes a diary forget: its draws, and what it remembers of those lost before."""

    draws: tuple[DrawLost, ...] = ()
    remembered: str | None = None


def forgotten(diary: Path, source: Path) -> Forgotten:
    """Return which draws and looks of a diary a backup does not know of; none where the diary cannot be read.

    Raises:
        CrampError: `source` is no sound diary.
    """
    if not diary.exists():
        return Forgotten()
    with foreign.private_folder() as folder:
        try:
            rows, remembered = _read(diary, folder)
        except (DiaryError, sqlite3.DatabaseError):
            return Forgotten()
        before = _trials(rows)
        if not before:
            return Forgotten(remembered=remembered)
        with closing(foreign.opened_copy(source, folder)) as wanted, faults.mapped_errors(source):
            after = _trials(wanted.execute(_VERSIONS))
    lost = [
        DrawLost(trial, is_there=uid in after)
        for uid, trial in before.items()
        if uid not in after or (trial.ended and not after[uid].ended)
    ]
    return Forgotten(tuple(lost), remembered)


def _read(diary: Path, folder: Path) -> tuple[list[Any], str | None]:
    """Return the versions of trials in a diary, damaged or not, and what it remembers."""
    try:
        connection = foreign.opened_copy(diary, folder)
    except DiaryError:
        with closing(foreign.damaged_copy(diary, folder)) as damaged:
            return [row for row in verify.readable(damaged) if row["kind"] == Trial.kind], None
    with closing(connection), faults.mapped_errors(diary):
        kept = connection.execute("SELECT value FROM local_state WHERE key = ?", (REMEMBERED,)).fetchone()
        return connection.execute(_VERSIONS).fetchall(), kept[0] if kept else None


def _trials(rows: Iterable[Mapping[str, Any] | sqlite3.Row]) -> dict[str, Trial]:
    """Return each trial as it was last, or as its first end has it, by its uid."""
    found: dict[str, Trial] = {}
    for row in sorted(rows, key=lambda each: each["stamp"]):
        with suppress(CrampError):
            record = record_of(row)
            known = found.get(row["record_uid"])
            if isinstance(record, Trial) and (known is None or _ends_earlier(record, known)):
                found[row["record_uid"]] = record
    return found


def _ends_earlier(record: Trial, known: Trial) -> bool:
    if record.ended_at is None or known.ended_at is None:
        return known.ended_at is None
    return record.ended_at < known.ended_at
