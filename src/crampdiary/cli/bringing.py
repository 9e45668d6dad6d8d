"""What `import`, `merge` and `sync` share: staged entries compared with the diary, told, and brought in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crampdiary.cli.progress import phases
from crampdiary.cli.session import Session
from crampdiary.diary.model import KINDS, Record
from crampdiary.keep import backups, merge
from crampdiary.words.wording import listed, plural, safe, summary, time_of

_NAMES = {
    "episode": ("cramp", "cramps"),
    "exposure": ("remedy or trigger", "remedies and triggers"),
    "check_in": ("check-in", "check-ins"),
    "away": ("span away", "spans away"),
    "word": ("word", "words"),
}
NOTHING_IN_IT = "no entries in it"
_LISTED = 10
_FAR_AHEAD_S = 24 * 3600


def bring(
    session: Session, command: str, staging: merge.Staging, source: str, data: dict[str, Any],
    remarks: Sequence[str], dry_run: bool, yes: bool, *, nothing: str = NOTHING_IN_IT,
) -> tuple[dict[str, Any], tuple[str, ...]]:  # fmt: skip
    """Compare what is staged with the diary, say so, and bring it in, as one op after a backup.

    Args:
        session: whose diary.
        command: the op's name.
        staging: what to bring.
        source: for the summary.
        data: to be told besides, as JSON.
        remarks: the same, as lines.
        dry_run: whether to stop before anything is written.
        yes: whether not to ask.
        nothing: what to say of the source where nothing is staged.

    Returns:
        What is to be told, as JSON and as lines.
    """
    store = session.store
    merged: merge.Merged | None = None
    copy: Path | None = None
    with (
        store.begun(not dry_run),
        phases(store.connection, "comparing with the diary") as line,
        merge.attached(store, staging),
    ):
        tallies = merge.staged_counts(store)
        purges = merge.unknown_purges(store)
        taken_back = merge.revivable(store)
        undone = taken_back if command == "import" else 0
        new = sum(each.new + each.changed + each.gone for each in tallies.values()) + purges + undone
        lines = [*_summary(source, tallies, purges, undone, nothing), *remarks]
        if taken_back and not undone:
            lines.append(f"{taken_back:,} of it were taken back here by `cramp undo`; they stay so.")
        if new and not dry_run:
            if not yes and sys.stdin and sys.stdin.isatty():
                line.clear()
                for each in lines:
                    session.say(each)
                session.confirm("Import this?", yes)
            if not store.is_new:
                line.phase("backing up")
                copy = backups.take(store, now=session.now)
            line.phase("saving")
            with store.change(command) as change:
                merged = merge.union(change)
                if undone:
                    merge.revive(change)
    if merged and merged.purged:
        store.compact()
    if merged:
        of_before = f" The diary of before: {safe(str(copy))}." if copy else ""
        lines.append(f"Saved, as one step that `cramp undo` takes back.{of_before}")
        lines += _conflict_lines(session, merged)
        _warn_of_clock(session)
    elif dry_run and new:
        lines.append("A dry run: nothing was written.")
    told = {
        **data,
        "source": source,
        "dry_run": dry_run,
        "new": new,
        "kinds": tallies,
        "purged": purges,
        "brought_back": undone,
        "conflicts": [each.number for each in merged.conflicts] if merged else [],
        "conflict_count": merged.conflict_count if merged else 0,
        "backup": copy and str(copy),
    }
    return told, tuple(lines)


def _summary(
    source: str, tallies: dict[str, merge.StagedCounts], purges: int, undone: int, nothing: str
) -> list[str]:
    parts = []
    for word in ("new", "changed", "gone", "known"):
        counts = [plural(count, *_NAMES[kind]) for kind in KINDS if (count := getattr(tallies[kind], word))]
        if counts:
            shown = {"known": "known already", "gone": "deleted there"}.get(word, word)
            parts.append(f"{shown}: {listed(counts)}")
    if undone:
        parts.append(f"brought back after an undo: {undone:,}")
    if purges:
        parts.append(f"purged there: {purges:,}")
    lines = [f"{safe(source)}: {'; '.join(parts) or nothing}."]
    if not (any(each.new + each.changed + each.gone for each in tallies.values()) or purges or undone):
        lines.append("0 new: nothing to do.")
    return lines


def remarks_on(reading: Any, suggestion: Any) -> list[str]:
    """Return what was ignored, and the names that are not known, with what they might be."""
    lines = []
    ignored = [f"{count:,} x {what}" for what, count in sorted(reading.ignored.items()) if count]
    if ignored:
        lines.append(safe(f"Not taken: {', '.join(ignored)}."))
    unknown = reading.unknown.most_common(_LISTED)
    if unknown:
        lines.append("Names not known here, so left out:")
    for name, count in unknown:
        near = suggestion(reading, name)
        lines.append(safe(f"  {name} ({count:,} x)" + (f", perhaps {near}" if near else "")))
    if len(reading.unknown) > len(unknown):
        lines.append(f"  and {len(reading.unknown) - len(unknown):,} more")
    if unknown:
        lines.append('Say what they mean with --map "NAME=MEANING": cramp, ignore or ROLE:WORD.')
        lines.append("--save-map FILE writes all names into a file to fill in and give to --map.")
    return lines


def _conflict_lines(session: Session, merged: merge.Merged) -> list[str]:
    if not merged.conflict_count:
        return []
    head = f"{plural(merged.conflict_count, 'entry was', 'entries were')} changed on both sides. "
    rest = "The newest version is shown; the next edit settles it. `cramp show ID --history` has the others."
    lines = [head + rest]
    lines += [f"  {each.number}: {_shown(session, each.shown)}" for each in merged.conflicts[:_LISTED]]
    if merged.conflict_count > _LISTED:
        lines.append(f"  and {merged.conflict_count - _LISTED:,} more.")
    return lines


def _shown(session: Session, record: Record | None) -> str:
    if record is None:
        return "deleted"
    when = time_of(record, now=session.now)
    return summary(record, session.vocabulary) + (f"; {when}" if when else "")


def _warn_of_clock(session: Session) -> None:
    newest = session.store.newest_moment()
    if newest and (newest - session.now).total_seconds() > _FAR_AHEAD_S:
        session.say(
            f"One side's clock was ahead: its newest entry was made on {newest:%Y-%m-%d}. "
            "Later edits still win; check that device's clock."
        )
