"""What each screen of results says, as sections: figures into words and cells, nothing drawn and nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from crampdiary.model import Entry, Episode, Record
from crampdiary.sections import Cell, Section
from crampdiary.stats import Spread, Stats, Tally, Window

from crampdiary.vocabulary import Vocabulary
from crampdiary.wording import (
    duration,
    moment,
    night_in_words,
    offset_in_words,
    plural,
    summary,
    time_of,
)

if TYPE_CHECKING:
    from crampdiary.store import Revision


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


def stats(found: Stats, words: Vocabulary, *, now: datetime) -> list[Section]:
    """Return the figures of `cramp stats`."""
    if found.first_night is None or found.last_night is None:
        return [
            Section(
                lines=(
                    "Nothing to count yet. `cramp log` records a cramp; `cramp none` says that last night had none.",
                )
            )
        ]
    nights = found.nights
    under_way = (
        (("Tonight", f"{plural(found.cramps_under_way, 'cramp')} so far, not counted yet"),)
        if found.cramps_under_way
        else ()
    )
    known = (
        f"{nights.with_cramps} with cramps, {nights.clear} confirmed clear, {nights.silent} silent "
        f"(counted as clear){f', {nights.away} away (left out)' if nights.away else ''}"
    )
    return [
        Section(
            title=f"From the {night_in_words(found.first_night, now=now.date())}",
            columns=("", ""),
            rows=(
                ("Nights", f"{nights.counted}: {known}"),
                ("Cramps", f"{found.cramps}"),
                *under_way,
                ("Last 28 nights", _window(found.recent)),
                ("28 before", _window(found.before)),
                ("Severity", _spread(found.severity, lambda value: f"{value:g}")),
                ("Duration", _spread(found.duration_s, duration)),
                (
                    "Free of cramps",
                    f"{plural(found.cramp_free_now, 'night')} in a row now, {found.cramp_free_longest} at the longest",
                ),
            ),
        ),
        Section(
            title="Remedies used",
            columns=("Remedy", "nights", "in a row now", "longest run"),
            rows=tuple(
                (words.label("remedy", run.word), str(run.nights), str(run.now), str(run.longest))
                for run in found.remedies
            ),
            right=frozenset({1, 2, 3}),
        ),
        Section(
            title="Triggers met",
            columns=("Trigger", "nights", "nights since"),
            rows=tuple(
                (words.label("trigger", met.word), str(met.nights), str(met.nights_since))
                for met in found.triggers_met
            ),
            right=frozenset({1, 2}),
        ),
        Section(
            title="Most often",
            columns=("", ""),
            rows=tuple(
                (name, _tallies(tallies, role, words))
                for name, tallies, role in (
                    ("Sites", found.sites, "site"),
                    ("Suspected", found.triggers_suspected, "trigger"),
                    ("Sensations", found.sensations, "sensation"),
                )
                if tallies
            ),
        ),
    ]


def _window(window: Window) -> str:
    if window.per_week is None:
        return "no nights counted"
    return f"{window.per_week:.1f} cramps a week ({plural(window.cramps, 'cramp')} in {plural(window.nights, 'night')})"


def _spread(spread: Spread, shown) -> str:  # type: ignore[no-untyped-def]
    if spread.median is None or spread.worst is None:
        return "not said yet"
    return (
        f"median {shown(spread.median)}, worst {shown(spread.worst)} (said of {plural(spread.said, 'cramp')})"
    )


def _tallies(tallies: Sequence[Tally], role: str, words: Vocabulary) -> str:
    return ", ".join(f"{words.label(role, each.word)} {each.count}" for each in tallies[:6])
