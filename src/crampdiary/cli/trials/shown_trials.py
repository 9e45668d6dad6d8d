"""How lists and pages show a trial: as it holds."""

from __future__ import annotations

from collections.abc import Sequence

from crampdiary.cli.session import Session
from crampdiary.diary.model import Entry, Record, Trial


def as_they_hold(session: Session, entries: Sequence[Entry[Record]]) -> list[Entry[Record]]:
    """Return entries with each trial that was looked at as ended then, whatever its newest version says."""
    if not any(isinstance(each.record, Trial) for each in entries):
        return list(entries)
    from crampdiary.trial.draws import as_ended  # who has no trial does without it

    return as_ended(entries, session.draws)
