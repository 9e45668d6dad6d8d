"""Keep: `backup`, `restore`, `purge`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from crampdiary.cli import completion, drafts
from crampdiary.cli.options import Yes
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.cli.trials.watched import trials_watched
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError, DiaryError, UsageError
from crampdiary.keep import outside, reach
from crampdiary.keep.copies import backing_up, backups
from crampdiary.keep.copies.draws_lost import Forgotten, forgotten
from crampdiary.keep.copies.restore import Restored, put_back, to_restore, would_leave_out
from crampdiary.keep.faults import reason
from crampdiary.keep.purge import holding_text, purge_everywhere
from crampdiary.words.wording import local_moment, plural, safe, short, summary, time_of

_NAMED = 10  # entries, by their uids
_LISTED = 5  # entries that a restore left out


def backup(
    session: Session,
    list_: Annotated[bool, typer.Option("--list", help="Only list the backups there are.")] = False,
) -> Result:
    """Make a verified copy of the diary now. Seven daily, five weekly and twelve monthly ones are kept."""
    if not list_:
        made = backing_up.take(session.store, now=session.now)
        base = backups.base_of(made)
        lines = [f"Backed up to {safe(str(made))}."]
        if base:
            lines.append(
                f"It goes on from {safe(base.name)} beside it: where you take one of them, take both."
            )
        changed = outside.look(session.store)
        failure = changed and outside.of_backup(changed, made)
        return Result({"path": str(made), "base": base and str(base)}, tuple(lines), exit=failure)
    found = backups.listed(session.path)
    faults = [backups.fault(each.path) for each in found]
    data = {
        "backups": [
            {
                "name": each.name,
                "path": str(each.path),
                "made": each.made,
                "entries": each.entries,
                "fault": why,
            }
            for each, why in zip(found, faults, strict=True)
        ]
    }
    if not found:
        return Result(data, ("There is no backup yet. `cramp backup` makes one.",))
    lines = [
        f"{safe(each.name)}: {local_moment(each.made, now=session.now)}, {plural(each.entries, 'entry', 'entries')}"
        + (f", cannot be used: {why}" if why else "")
        for each, why in zip(found, faults, strict=True)
    ]
    lines.append(
        f"`cramp restore {found[0].name}` would put the newest in the diary's place. "
        f"They are in {safe(str(found[0].path.parent))}"
    )
    return Result(data, tuple(lines))


def restore(
    session: Session,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[BACKUP]",
            help="Its name, date or path; else the newest good one that differs.",
            show_default=False,
        ),
    ] = None,
    yes: Yes = False,
) -> Result:
    """Put a backup in the place of the diary. The earlier diary is kept with the backups."""
    chosen = to_restore(session.path) if source is None else _chosen(session, source)
    if chosen is None:
        raise CrampError("There is no good backup of this diary. Name a file to restore from.")
    if session.may_ask(yes) and (left := would_leave_out(session.path, chosen)) and any(left):
        count = plural(sum(map(len, left)), "entry", "entries")
        session.say(
            f"The diary is damaged. {count} in it can be read that this backup does not have, or not as newly. "
            "The damaged file is kept, and you are told how to bring them in."
        )
    lost = forgotten(session.path, chosen)
    if lost.draws:
        from crampdiary.cli.trials.restored_trials import said_before  # who has no trial does without it

        for line in said_before(lost.draws, now=session.now.date()):
            session.say(line)
    session.confirm(f"Put {safe(str(chosen))} in the place of the diary?", yes)
    done = put_back(session.path, chosen, now=session.now)
    lines = [f"Restored {plural(done.entries, 'entry', 'entries')} from {safe(str(chosen))}."]
    if done.before:
        what = "The damaged diary" if done.damaged else "The diary of before"
        lines.append(f"{what} is {safe(str(done.before))}.")
        lines += _left_out(session, done, done.before)
    if lost != Forgotten():
        from crampdiary.cli.trials.restored_trials import told_after

        lines += told_after(session, lost)
    data = {
        "from": str(chosen),
        "entries": done.entries,
        "before": done.before and str(done.before),
        "missing": len(done.left_out.missing) if done.left_out else None,
        "older": len(done.left_out.older) if done.left_out else None,
    }
    return Result(data, tuple(lines))


def _left_out(session: Session, done: Restored, before: Path) -> Iterator[str]:
    """Yield the lines on what a restore took out of the diary, and how it comes back."""
    left = done.left_out
    if left is None:
        yield "Nothing in it can be read."
        return
    if not any(left):
        if done.damaged:
            yield "All that can be read in it is in this one too."
        return
    missing, older = len(left.missing), len(left.older)
    told = (
        f"{plural(missing or older, 'entry', 'entries')} of it {'is' if (missing or older) == 1 else 'are'} "
    )
    told += "not in this one" if missing else "newer than here"
    if missing and older:
        told += f", and {older:,} {'is' if older == 1 else 'are'} newer than here"
    them = "it" if missing + older == 1 else "them"
    if done.merges:
        yield f"{told}: `{safe(f'cramp merge {shlex.quote(str(before))}')}` brings {them}."
    else:
        salvage = safe(f"cramp --diary {shlex.quote(str(before))} info --salvage saved.jsonl")
        yield f"{told}: `{salvage}`, and then `cramp import saved.jsonl`, brings {them}."
    records = [*left.missing, *left.older]
    words = Vocabulary(())
    for each in records[:_LISTED]:
        yield f"  {time_of(each, now=session.now)}: {summary(each, words)}"
    if len(records) > _LISTED:
        yield f"  and {len(records) - _LISTED:,} more."


def _chosen(session: Session, source: str) -> Path:
    """Return the file that a person named; the newest where several fit, and then that is said.

    Raises:
        DiaryError: there is none.
    """
    found = backups.find(session.path, source)
    if not found:
        raise DiaryError(
            f"There is no backup or file {short(source)}. `cramp backup --list` shows the backups."
        )
    if len(found) > 1:
        session.say(
            f"{len(found)} backups fit {short(source)}; this takes the newest, {safe(found[0].stem)}."
        )
    return found[0]


def purge(
    session: Session,
    references: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help="Numbers, also of deleted entries.",
            show_default=False,
            autocompletion=completion.entries(),
        ),
    ] = None,
    match: Annotated[
        str | None, typer.Option("--match", help="All entries that ever held this text, deleted ones too.")
    ] = None,
    in_backups: Annotated[bool, typer.Option("--backups", help="Purge them from the backups too.")] = False,
    yes: Yes = False,
) -> Result:
    """Remove entries with all their versions for ever. This cannot be undone.

    They stay purged when an older copy of the diary is merged. --backups alone purges from the backups what
    was purged here before.
    """
    store = session.store
    if references and match is not None:
        raise UsageError(
            "Name the entries by number, or by their text with --match, not both. Nothing was purged."
        )
    if not references and match is None and not in_backups:
        raise UsageError(
            "Name the entries by number, as in `cramp purge 12`, or by their text: --match beach. Nothing was purged."
        )
    if match is not None and not match.strip():  # an unset variable in a script
        raise UsageError("An empty text is in every entry. Nothing was purged: give --match some text.")
    doomed = list(dict.fromkeys(reach.meant(store, each).uid for each in references or []))
    if match is not None:
        doomed = holding_text(store, match)
    written = drafts.holding(doomed, match)
    if not doomed and not written and match is not None:
        return Result({"purged": 0}, ("0 matched; nothing was purged.",))
    where = " and from every backup" if in_backups else ""
    parts = [plural(len(doomed), "entry", "entries")] if doomed else []
    parts += [plural(len(written), "draft")] if written else []
    what = " and ".join(parts) or "what was purged before"
    session.confirm(f"Remove {what} for ever{where}? This cannot be undone.", yes)
    with trials_watched(session, nights=True) as of_trials:
        done = purge_everywhere(store, doomed, in_backups=in_backups)
    lines = [f"Purged {plural(len(doomed), 'entry', 'entries')} from the diary."] if doomed else []
    for draft in written:
        draft.discard()
    if written:
        lines.append(f"Removed {plural(len(written), 'draft')}.")
    if done.purged:
        lines.append(f"Purged from {plural(len(done.purged), 'backup')}.")
    if done.holding:
        lines.append(
            f"{plural(len(done.holding), 'backup still holds', 'backups still hold')} what was purged, or cannot be "
            "read to tell:"
        )
        lines += [f"  {safe(str(path))}" for path in done.holding]
        if not in_backups:
            lines.append("`cramp purge --backups` removes it from them too.")
    folders = _purge_in_folders(session, store.purged() if in_backups else doomed, lines)
    lines += ["Exports and other devices are not reached by this.", *of_trials]
    data = {"purged": len(doomed), "backups_purged": [str(each) for each in done.purged],
            "backups_holding": [str(each) for each in done.holding], "sync_folders": folders}  # fmt: skip
    if not done.failed:
        return Result(data, tuple(lines))
    failure = CrampError(
        f"{plural(len(done.failed), 'backup')} could not be changed. Check them, and for a full disk, and run "
        "`cramp purge --backups` again."
    )
    return Result(data, tuple(lines), exit=failure)


def _purge_in_folders(session: Session, uids: list[str], lines: list[str]) -> dict[str, Any]:
    """Purge from this device's file in every sync folder that is known, and say what still holds it there.

    Returns:
        The same for --json, by folder.
    """
    from crampdiary.keep.merging.sync import first_letters, last_folder, purge_folder

    store = session.store
    found: dict[str, Any] = {}
    for folder in dict.fromkeys(each for each in (session.settings.sync_folder, last_folder(store)) if each):
        told = found[str(folder)] = {"written": None, "holding": [], "failed": None}
        try:
            done = purge_folder(store, folder, uids)
        except CrampError as error:
            told["failed"] = str(error)
            lines.append(
                f"Not purged from the sync folder yet: {safe(reason(error))} The next `cramp sync` does that."
            )
            continue
        if done.own:
            told["written"] = str(done.own)
            lines.append(f"Purged from this device's file in {safe(str(folder))}.")
        if done.holding:
            told["holding"] = [str(each) for each in done.holding]
            lines.append("Others there still hold what was purged, or cannot be read to tell:")
            lines += [f"  {safe(str(path))}" for path in done.holding]
    if any(each["holding"] or each["failed"] for each in found.values()):
        which = " ".join(first_letters(store, uid) for uid in uids[:_NAMED])
        what = (
            f"`cramp purge {which}`" if len(uids) <= _NAMED else "`cramp purge` of what that says was purged"
        )
        lines.append(f"On your other device: `cramp sync`, then {what}.")
    return found
