"""Files: `config`, `info`, `demo`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from crampdiary.cli import completion, drafts
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session, about_copy, about_earlier, earlier_backup
from crampdiary.cli.settings import OPTIONS, with_home
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import reach
from crampdiary.keep.copies import backups
from crampdiary.keep.copies.foreign import adds_to, conflicted_copies
from crampdiary.keep.journals import set_aside_and_lacking
from crampdiary.words.wording import listed, local_moment, moment, plural, safe

_CONFLICTS_SHOWN = 10


def config(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            show_default=False,
            autocompletion=completion.names(*(option.name for option in OPTIONS)),
        ),
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help='"" goes back to the default.', show_default=False)
    ] = None,
) -> Result:
    """Show the options, or set one: cramp config plain yes."""
    if name == "diary" and value:
        _use_diary(session, with_home(value).absolute())
    elif name and value is not None:
        session.settings.set(name, value)
    shown = {option.name: session.settings[option.name] for option in OPTIONS if name in (None, option.name)}
    if name and not shown:
        session.settings[name]  # raises, naming the options there are
    lines = []
    for option in OPTIONS:
        if option.name in shown:
            choices = f" ({' or '.join(option.choices)})" if option.choices else ""
            lines.append(f"{option.name} = {safe(shown[option.name]) or '(default)'}")
            lines.append(f"    {option.manual}{choices}")
    lines.append(f"Kept in {safe(str(session.settings.path))}")
    return Result({"path": str(session.settings.path), "options": shown}, tuple(lines))


def _use_diary(session: Session, path: Path) -> None:
    """Keep where the diary is from now on, with a new one there where nothing is.

    Raises:
        DiaryError: what is there is no diary, or none can be made.
    """
    from crampdiary.keep.file import create_diary, inspect

    exists, before = os.path.lexists(path), session.settings["diary"]
    if exists:
        inspect(path)
    elif not path.parent.is_dir():
        raise DiaryError(
            f"There is no folder {safe(str(path.parent))}. Make it first, or check the path. Nothing was changed."
        )
    session.settings.set("diary", str(path))
    if exists:
        return
    session.say(f"There is no diary at {safe(str(path))} yet; an empty one is made there.")
    try:
        create_diary(path)
    except CrampError:
        session.settings.set("diary", before)
        raise
    earlier = earlier_backup(path)
    if earlier:
        session.say(about_earlier(session, *earlier, begun=True))


_COUNTED_BESIDES = (
    ("check_in", "check-in", "check-ins"),
    ("sign", "sign", "signs"),
    ("course", "course", "courses"),
    ("seen", "notice talked over", "notices talked over"),
    ("report", "report made", "reports made"),
    ("away", "time away", "times away"),
    ("word", "word of your own", "words of your own"),
    ("trial", "trial", "trials"),
)
"""Kinds that not every diary has, as `cramp info` counts them."""


def info(
    session: Session,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check the file, every digest and every table.")
    ] = False,
    salvage: Annotated[
        Path | None,
        typer.Option("--salvage", help="Write what can be read of a damaged diary to this file, as JSON."),
    ] = None,
) -> Result:
    """Show where the diary is and what is in it.

    --verify checks every byte of it.
    """
    if salvage is not None:
        return _salvage(session, salvage)
    store = session.store
    counts = store.counts()
    problems = session.store.problems() if verify else []
    absent = _absent_versions(session) if verify and not problems else 0
    conflicts = list(reach.conflicts(session.store))
    lacking = list(set_aside_and_lacking(store.connection, store.path)) if verify and not problems else []
    kept = backups.listed(session.path)
    newest = next((each for each in kept if not backups.fault(each.path)), None)
    others = [path for path in conflicted_copies(session.path) if adds_to(store, path)]
    data = {
        "path": str(session.path),
        "counts": counts,
        "conflicts": conflicts,
        "verified": verify,
        "problems": problems,
        "absent_versions": absent,
        "set_aside": [{"path": str(path), "lacking": count} for path, count in lacking],
        "backups": len(kept),
        "newest_backup": str(newest.path) if newest else None,
        "conflicted_copies": [str(path) for path in others],
    }
    exposures = plural(counts["exposure"], "remedy or trigger", "remedies and triggers")
    besides = [plural(counts[kind], one, several) for kind, one, several in _COUNTED_BESIDES if counts[kind]]
    lines = [
        f"Diary: {safe(str(session.path))}" + ("" if store.exists else " (none there yet)"),
        f"It has {listed([plural(counts['episode'], 'cramp'), exposures, *besides])}.",
        f"Every change is kept as well: {counts['revision']:,} so far.",
        "It is private to this computer, and not encrypted.",
        f"Backups: {len(kept)}, the newest good one of {local_moment(newest.made, now=session.now)}: "
        f"{safe(str(newest.path))}"
        if newest
        else "There is no good backup. `cramp backup` makes one.",
        *(about_copy(session, path) for path in others),
    ]
    if conflicts:
        shown = listed([str(number) for number in conflicts[:_CONFLICTS_SHOWN]])
        more = f" and {len(conflicts) - _CONFLICTS_SHOWN:,} more" if len(conflicts) > _CONFLICTS_SHOWN else ""
        lines.append(
            f"{plural(len(conflicts), 'entry was', 'entries were')} changed in two places in different ways: {shown}"
            f"{more}. `cramp show {conflicts[0]} --history` has both sides, and tells how to settle it."
        )
    unsaved = _unsaved(session)
    lines += [line for _, line in unsaved]
    data["drafts"] = [path for path, _ in unsaved]
    if verify and not problems:
        lines.append("Verified: the file, every digest and every table agree.")
    if absent:
        lines.append(
            f"{plural(absent, 'earlier version')} of what is in it {'is' if absent == 1 else 'are'} not here, "
            "as after importing an export made with --current."
        )
    if lacking:
        path, count = lacking[-1]
        swallowed = CrampError(
            f"A copy that was set aside holds {plural(count, 'version')} that the diary lacks. "
            f"Run `{session.typed('merge', path)}` to bring them in."
        )
        return Result(data, tuple(lines), exit=swallowed)
    if not problems:
        return Result(data, tuple(lines))
    shown = "; ".join(problems[:5])
    damaged = DiaryError(f"The diary is damaged: {shown}. Make a copy of it, and look at its backups.")
    return Result(data, tuple(lines), exit=damaged)


def _unsaved(session: Session) -> list[tuple[str, str]]:
    """Return the drafts of entries of this diary and of notes: where each is, and what to say of it."""
    found = []
    for draft in drafts.every():
        at = moment(draft.begun, now=session.now) if draft.begun else "another time"
        where = safe(str(draft.path))
        what = f"Not saved: a {'note' if draft.is_note else 'command'} of {at}, in {where}"
        if draft.uid is not None:
            try:
                named = reach.meant(session.store, draft.uid)
            except CrampError:  # of another diary
                continue
            number = named.number
            what = f"Not saved: what you wrote in entry {number} ({at}), in {where}"
            if not draft.is_note and reach.shown_as(session.store, named):
                what += f" `cramp edit {number}` goes on with it."
        found.append((str(draft.path), what))
    return found


def _absent_versions(session: Session) -> int:
    from crampdiary.keep import faults
    from crampdiary.keep.verify import absent

    with faults.mapped_errors(session.path):
        return absent(session.store.connection)


def _salvage(session: Session, target: Path) -> Result:
    from crampdiary.exchange.own import export
    from crampdiary.keep.private import check_target, unwritable

    check_target(target, session.path, force=None)
    try:
        count = export.write_salvaged(session.path, target)
    except OSError as error:
        raise unwritable(target, error) from error
    line = f"Wrote {plural(count, 'version')} to {safe(str(target))}; `cramp import` reads it into another diary."
    return Result({"path": str(target), "versions": count}, (line,))


def demo(
    session: Session,
    path: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Where to write it; never over a file.")
    ] = Path("cramp-demo.db"),
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes another diary.")] = 3,
) -> Result:
    """Write a made-up diary, to try the program on."""
    from random import Random

    from crampdiary.diary.demo import made_up
    from crampdiary.keep.store import Store

    if os.path.lexists(path):
        raise CrampError(
            f"There is a file at {safe(str(path))} already; it was left alone. Give another name."
        )
    records = made_up(Random(seed), now=session.now)  # noqa: S311
    store = Store(path, now=session.now, create=True)
    try:
        with store.change("demo") as change:
            entries = [change.add(record) for record in records]
        store.remember("made_up", "yes")
    finally:
        store.close()
    shown = safe(str(path))
    lines = (
        f"Wrote a made-up diary of 120 nights to {shown}: {plural(len(entries), 'entry', 'entries')}. Try:",
        *(f"  cramp --diary {shown} {command}" for command in ("stats", "remedies", "triggers")),
    )
    return Result({"path": str(path), "entries": len(entries)}, lines)
