"""What `import`, `merge` and `sync` share: staged entries compared with the diary, told, and brought in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crampdiary import prompts
from crampdiary.cli.session import Session
from crampdiary.cli.telling.progress import phases
from crampdiary.cli.trials.watched import trials_watched
from crampdiary.diary.fields import DELETED, changed_together
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import KINDS, Entry, Exposure, Record, Timed, Word, nights_of
from crampdiary.errors import CrampError
from crampdiary.keep import outside
from crampdiary.keep.copies import backing_up
from crampdiary.keep.merging import arrivals, merge
from crampdiary.keep.merging.arrivals import Compared, Few
from crampdiary.words.wording import listed, month_of, plural, safe, summary, time_of

_NAMES = {
    "episode": ("cramp", "cramps"),
    "exposure": ("remedy or trigger", "remedies and triggers"),
    "check_in": ("check-in", "check-ins"),
    "away": ("span away", "spans away"),
    "sign": ("sign", "signs"),
    "course": ("course", "courses"),
    "seen": ("answer to a notice", "answers to notices"),
    "report": ("report made", "reports made"),
    "trial": ("trial", "trials"),
    "word": ("word", "words"),
}
NOTHING_IN_IT = "no entries in it"
_LISTED = 10
_UNASKED = 3  # of one's own entries may be deleted without a question
_HINTS = 3
_FAR_AHEAD_S = 24 * 3600


class OfAFile(NamedTuple):
    """What there is to a file of another program, beside what is staged of it.

    Attributes:
        remember: keeps for the next time what was said of it, by the op that brings it in; None where nothing is.
        unseen: how many entries of each kind it tells otherwise now, that look here as they did.
    """

    remember: Callable[[int | None], None]
    unseen: Mapping[str, int]


def bring(
    session: Session, command: str, staging: merge.Staging, source: str, data: dict[str, Any],
    remarks: Sequence[str], dry_run: bool, yes: bool, *, nothing: str = NOTHING_IN_IT,
    of_a_file: OfAFile | None = None,
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
        of_a_file: what there is to that of another program, None for a diary's own versions.

    Returns:
        What is to be told, as JSON and as lines.
    """
    store = session.store
    merged: merge.Merged | None = None
    copy: Path | None = None
    keep = asked = False
    alike: Few[tuple[int, int]] = Few()
    with (
        trials_watched(session, nights=True) as of_trials,
        store.begun(not dry_run),
        phases(store.connection, "comparing with the diary") as line,
        merge.attached(store, staging),
    ):
        found = arrivals.compared(store)
        taken_back = found.taken_back.total()
        undone = taken_back if command == "import" else 0
        new = found.fresh + found.purged.total + undone
        known_deleted: Few[int] = found.known_deleted if command != "sync" else Few()
        lost = _Lost(found.deleted, found.purged, _WOULD)

        def lines_with(lost: _Lost) -> list[str]:
            unseen = of_a_file.unseen if of_a_file else Counter()
            lines = [_summary(session, source, found, lost, known_deleted, undone, nothing, unseen)]
            lines += ["0 new: nothing to do."] if not new else _lines_of(session, lost)
            if taken_back and not undone:
                lines.append(f"{taken_back:,} of it were taken back here by `cramp undo`; they stay so.")
            return lines if merged and asked and prompts.reads_all() else [*lines, *remarks]

        if new and not dry_run:
            asks_first = bool(command == "import" and not yes and sys.stdin and sys.stdin.isatty())
            asks_to_delete = lost.total > _UNASKED and not (command == "import" and yes) and prompts.can_ask()
            asked = asks_first or asks_to_delete
            if asked:
                line.clear()
                for each in lines_with(lost):
                    session.say(each)
            if asks_first:
                session.confirm("Import this?", yes)
            keep = asks_to_delete and not _deletes_too(lost.total)
            if found.fresh or undone or not keep:
                if store.is_new:
                    # Nothing is in it yet: or else all that comes in would be read again before its first backup.
                    outside.refuse_to_copy(store)
                else:
                    line.phase("backing up")
                    copy = backing_up.take(store, now=session.now)
                line.phase("saving")
                with store.change(command) as change:
                    merged = merge.union(change, keep=keep)
                    if undone:
                        merge.revive(change)
                    if of_a_file:
                        of_a_file.remember(change.op)
                alike = arrivals.lookalikes(
                    store.connection, merged.before, but_of_the_file=of_a_file is not None
                )
        if found.unheard and not merged and not dry_run:
            merge.hear(store)
        if of_a_file and any(map(any, found.kinds.values())) and not merged and not dry_run:
            of_a_file.remember(None)
    if merged:
        lost = _Lost(merged.deleted, merged.purged, _KEPT if keep else _DONE)
    elif keep:
        lost = lost._replace(outcome=_KEPT)
    lines = lines_with(lost)
    if merged:
        of_before = f" The diary of before: {safe(str(copy))}." if copy else ""
        lines.append(f"Saved, as one step that `cramp undo` takes back.{of_before}")
        lines += _conflict_lines(
            session,
            merged,
            "here and in the file" if command == "import" else "on both sides",
            "here" if of_a_file else "last",
        )
        lines += _alike_lines(alike)
        lines += of_trials
        if of_a_file is None:  # whose times are those of its rows
            _warn_of_clock(session)
    elif dry_run and new:
        lines.append("A dry run: nothing was written.")
    told = {
        **data,
        "source": source,
        "dry_run": dry_run,
        "new": new,
        "kinds": found.kinds,
        "deleted": [each.number for each in lost.deleted.first],
        "deleted_count": lost.deleted.total,
        "purged_there": [each.number for each in lost.purged.first],
        "purged_there_count": lost.purged.total,
        "kept": keep,
        "deleted_here": known_deleted.first,
        "deleted_here_count": known_deleted.total,
        "brought_back": undone,
        "conflicts": [each.number for each in merged.conflicts] if merged else [],
        "conflict_count": merged.conflict_count if merged else 0,
        "alike": alike.first,
        "alike_count": alike.total,
        "trials": of_trials,
        "backup": copy and str(copy),
    }
    return told, tuple(lines)


class _Lost(NamedTuple):
    """What is live here and was deleted or purged there, and what becomes of it."""

    deleted: Few[Entry[Record]]
    purged: Few[Entry[Record]]
    outcome: str

    @property
    def total(self) -> int:
        return self.deleted.total + self.purged.total


_WOULD, _DONE, _KEPT = "would be deleted here", "deleted here", "kept here"


def _deletes_too(count: int) -> bool:
    """Return whether what is live here is to be deleted because it was there.

    Raises:
        CrampError: there was no answer.
    """
    answer = prompts.ask(f"Delete these {count:,} here too? If not, they stay. [y/N]")
    if answer is None:
        raise CrampError("Nothing was changed.")
    return answer.strip().casefold() in ("y", "yes")


def _summary(
    session: Session, source: str, found: Compared, lost: _Lost, known_deleted: Few[int], undone: int, nothing: str,
    unseen: Mapping[str, int],
) -> str:  # fmt: skip
    """Return the line that counts what is in it."""

    def kinds_of(counts: Mapping[str, int]) -> str:
        return listed([plural(count, *_NAMES[kind]) for kind, count in counts.items() if count])

    def counted(word: str) -> str:
        counts = {kind: getattr(of_kind, word) for kind, of_kind in found.kinds.items()}
        if word == "changed":
            counts = {kind: count - unseen.get(kind, 0) for kind, count in counts.items()}
        if word == "known" and undone:
            counts = {kind: count - found.taken_back[kind] for kind, count in counts.items()}
        return kinds_of(counts)

    parts = [f"{word}: {counts}" for word in ("new", "changed") if (counts := counted(word))]
    if any(unseen.values()):
        parts.append(f"changed in the file, and shown here as before: {kinds_of(unseen)}")
    if lost.deleted.total:
        there = "deleted there and kept here" if lost.outcome == _KEPT else "deleted there"
        parts.append(f"{there}: {lost.deleted.total:,}")
        if lost.deleted.total <= _UNASKED:
            named = (f"{each.number}: {_in_brief(session, each.record)}" for each in lost.deleted.first)
            parts[-1] += f" ({', '.join(named)})"
    if lost.purged.total:
        parts.append(f"purged there: {lost.purged.total:,}")
    if gone := counted("gone"):
        parts.append(f"deleted there, and never here: {gone}")
    if undone:
        parts.append(f"brought back after an undo: {undone:,}")
    if known := counted("known"):
        everything = known_deleted.total == sum(each.known for each in found.kinds.values()) - undone
        parts.append(f"known already: {known}{_known_deleted(known_deleted, everything)}")
    return f"{safe(source)}: {'; '.join(parts) or nothing}."


def _known_deleted(deleted: Few[int], everything: bool) -> str:
    """Return what is to be said of known entries that are deleted here."""
    if not deleted.total:
        return ""
    which = "deleted here" if everything else f"{deleted.total:,} of them deleted here"
    first = deleted.first[0]
    if deleted.total == 1:
        return f", {which}: `cramp delete --undo {first}` brings it back"
    numbers = ", ".join(map(str, deleted.first[:_HINTS])) + " ..." * (deleted.total > _HINTS)
    return f", {which} ({numbers}): `cramp delete --undo {first}` brings one back, `cramp list --deleted` has all"


def _lines_of(session: Session, lost: _Lost) -> Iterator[str]:
    """Yield what becomes of each of one's own entries that was deleted or purged there."""
    if lost.deleted.total > _UNASKED:
        yield f"{lost.outcome.capitalize()}{', though deleted there' if lost.outcome == _KEPT else ''}:"
        for each in lost.deleted.first[:_LISTED]:
            yield f"  {each.number}: {_shown(session, each.record)}"
        if lost.deleted.total > _LISTED:
            yield f"  and {lost.deleted.total - _LISTED:,} more."
    for each in lost.purged.first[:_LISTED]:
        day = _day_of(session, each.record)
        what = f"{_in_brief(session, each.record)}{f', {day}' if day else ''}"
        for_ever = f"; `cramp purge {each.number}` removes it here for ever too" * (lost.outcome != _WOULD)
        yield f"purged there: {each.number} ({what}): {lost.outcome}{for_ever}."
    if lost.purged.total > _LISTED:
        where = "; `cramp list --deleted` has them" * (lost.outcome == _DONE)
        yield f"purged there: {lost.purged.total - _LISTED:,} more: {lost.outcome}{where}."


def _in_brief(session: Session, record: Record) -> str:
    """Return in a few words what an entry is: where a cramp was, or of what kind it is."""
    if isinstance(record, Exposure):
        return safe(session.vocabulary.label(record.role, record.word))
    return summary(record, session.vocabulary).partition(", ")[0]


def _day_of(session: Session, record: Record) -> str:
    """Return the day of an entry, with the year where it is not this one; nothing for a word."""
    if isinstance(record, Word):
        return ""
    day = record.at.date() if isinstance(record, Timed) else nights_of(record)[0]
    return f"{day.day} {month_of(day)}" + (f" {day.year}" if day.year != session.now.year else "")


def _alike_lines(alike: Few[tuple[int, int]]) -> Iterator[str]:
    for one, other in alike.first[:_HINTS]:
        yield f"{one} and {other} look alike: `cramp delete {other}` drops one."
    if alike.total > _HINTS:
        yield f"{alike.total - _HINTS:,} more pairs look alike. They are all kept."


def _conflict_lines(session: Session, merged: merge.Merged, where: str, shown: str) -> list[str]:
    if not merged.conflict_count:
        return []
    lines = [
        f"{plural(merged.conflict_count, 'entry was', 'entries were')} changed {where} in different ways. What "
        f"was said {shown} is shown until an edit settles it:"
    ]
    lines += [_conflict_line(session, each) for each in merged.conflicts[:_LISTED]]
    if merged.conflict_count > _LISTED:
        lines.append(f"  and {merged.conflict_count - _LISTED:,} more.")
    return lines


def _conflict_line(session: Session, conflict: merge.Conflict) -> str:
    labels = changed_together(KINDS[conflict.kind], [each for each in conflict.fields if each != DELETED])
    fields = listed([*(f"the {each}" for each in labels), *["its deletion"] * (DELETED in conflict.fields)])
    if isinstance(conflict.shown, Word):
        word = conflict.shown
        if word.merged_into:
            form = f"`cramp words merge {word.role} {word.slug} {word.merged_into}`"
            return f"  the {word.role} {word.slug}: {fields}. {form}, or another word at its end, settles it."
        rename = f"`cramp words rename {word.role} {word.slug}`"
        return f"  the {word.role} {word.slug}: {fields}. {rename} with a name settles it."
    if conflict.shown is None:
        fields = "deleted on one side, changed on the other"
    else:
        fields = f"{_shown(session, conflict.shown)}: {fields}"
    return f"  {conflict.number}: {fields}. `cramp show {conflict.number} --history` has both."


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
