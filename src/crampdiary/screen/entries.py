"""What `list` and `show` say, as sections: figures into words and cells, nothing drawn and nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from crampdiary.diary.model import Entry, Episode, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import Cell, Section
from crampdiary.words.wording import (
    moment,
    night_in_words,
    offset_in_words,
    summary,
    time_of,
)

if TYPE_CHECKING:
    from crampdiary.keep.store import Revision


def entries(found: Sequence[Entry[Record]], words: Vocabulary, *, now: datetime) -> list[Section]:
    """Return the entries by night, each with its number, clock time and content."""
    if not found:
        return [
            Section(lines=("No entries here. `cramp log` records a cramp, `cramp list` shows them all.",))
        ]
    nights: dict[str, list[tuple[Cell, ...]]] = {}
    for entry in found:
        record = entry.record
        night = getattr(record, "night", None)
        title = night_in_words(night, now=now.date()) if night else time_of(record, now=now)
        title = title[:1].upper() + title[1:]
        at = getattr(record, "at", None)
        clock = f"{at:%H:%M}" if at and getattr(record, "precision", "minute") != "day" else ""
        note = getattr(record, "note", None)
        text = summary(record, words) + (f". {note}" if note else "")
        nights.setdefault(title, []).append((str(entry.number), clock, text))
    return [
        Section(title=title, columns=("", "", ""), rows=tuple(rows), right=frozenset({0}))
        for title, rows in nights.items()
    ]


def entry(
    found: Entry[Record], words: Vocabulary, *, now: datetime, history: Sequence[Revision] | None = None
) -> list[Section]:
    """Return everything about one entry and, where asked for, its earlier versions."""
    record = found.record
    rows: list[tuple[Cell, ...]] = [("When", time_of(record, now=now)), ("What", summary(record, words))]
    if isinstance(record, Episode) and record.logged_late:
        rows.append(("Logged", f"{moment(record.logged_at, now=now)}, more than a day later"))
    else:
        logged = getattr(record, "logged_at", None)
        if logged:
            rows.append(("Logged", f"{moment(logged, now=now)} {offset_in_words(logged)}"))
    sections = [Section(title=f"Entry {found.number}", columns=("", ""), rows=tuple(rows))]
    note = getattr(record, "note", None)
    if note:
        sections.append(Section(title="Note", lines=tuple(note.split("\n"))))
    if history is not None:
        sections.append(
            Section(
                title="Versions, oldest first",
                columns=("When", "Command", "What it said"),
                rows=tuple(
                    (
                        each.stamp[:16].replace("T", " ") + " UTC",
                        f"cramp {each.command}",
                        _version(each.record, words),
                    )
                    for each in history
                ),
            )
        )
    return sections


def _version(record: Record | None, words: Vocabulary) -> str:
    if record is None:
        return "(deleted)"
    note = getattr(record, "note", None)
    at = getattr(record, "at", None)
    return (
        summary(record, words)
        + (f", at {at:%Y-%m-%d %H:%M}" if at else "")
        + (f", note: {note}" if note else "")
    )
