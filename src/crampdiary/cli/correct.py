"""Correct: `edit`, `delete`, `undo`, `redo`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crampdiary import phrases
from crampdiary.cli.options import (
    Amount,
    At,
    Duration,
    Fold,
    Json,
    Note,
    Onset,
    Purpose,
    Sensations,
    Severity,
    Side,
    Sites,
    Tried,
    Triggers,
    Woke,
    Yes,
    read_note,
    read_purpose,
    when,
)
from crampdiary.cli.session import Session
from crampdiary.errors import UsageError
from crampdiary.model import Exposure, clean_text
from crampdiary.wording import plural, reversal_lines, summary, time_of


def edit(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="ID", help="Its number, or last.", show_default=False)],
    severity: Severity = None,
    at: At = None,
    duration: Duration = None,
    site: Sites = None,
    side: Side = None,
    sensation: Sensations = None,
    trigger: Triggers = None,
    onset: Onset = None,
    woke: Woke = None,
    tried: Tried = None,
    amount: Amount = None,
    purpose: Purpose = None,
    word: Annotated[str | None, typer.Option("--word", help="The remedy or trigger, in its place.")] = None,
    note: Note = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", help="Empty this: severity, note, sites ... (repeatable)")
    ] = None,
    fold: Fold = None,
    json: Json = False,
) -> None:
    """Change an entry: only what you give.

    An empty value, or --clear NAME, empties a field.
    """
    session: Session = context.obj
    entry = session.store.entry(reference)
    record = entry.record
    given: dict[str, Any] = {
        "severity": severity, "duration": duration, "sites": site, "side": side, "sensations": sensation,
        "triggers": trigger, "onset": onset, "tried": tried,
    }  # fmt: skip
    changes = phrases.read_options(session.vocabulary, **given)
    if woke is not None:
        changes["woke"] = woke
    if amount is not None:
        changes["amount"] = clean_text(amount) or None
    if purpose is not None:
        changes["purpose"] = read_purpose(purpose)
    if word is not None and isinstance(record, Exposure):
        changes["word"] = phrases.read_word(word, record.role, session.vocabulary)
    if note is not None:
        changes["note"] = read_note(note)
    if at is not None:
        changes["at"], changes["precision"] = when(session, at=at, fold=fold)
        changes["zone"] = session.zone
    changes |= phrases.emptied(record, clear or [])
    phrases.check_fields(record, changes)
    if not changes:
        raise UsageError("Say what to change, for example --severity 5. Nothing was changed.")
    changed = record.replaced(**changes)
    if changed == record:
        session.output("edit", {"entries": [entry]}, json, lambda: session.line("It says that already."))
        return
    with session.store.change("edit") as change:
        entry = change.replace(entry, changed)
    session.say_saved("edit", [entry], json)


def delete(
    context: typer.Context,
    references: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Numbers, or last.", show_default=False)
    ] = None,
    match: Annotated[
        str | None, typer.Option("--match", help="All entries whose note or words hold this text.")
    ] = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Delete entries. cramp undo brings them back."""
    session: Session = context.obj
    if bool(references) == (match is not None):
        raise UsageError("Name the entries by number, or give --match TEXT. Nothing was deleted.")
    if match is not None:
        doomed = phrases.matching(session.store.entries(), match, session.vocabulary)
    else:
        numbered = {entry.number: entry for entry in map(session.store.entry, references or [])}
        doomed = list(numbered.values())
    if not doomed:
        session.output(
            "delete", {"entries": []}, json, lambda: session.line("0 matched; nothing was deleted.")
        )
        return
    if len(doomed) > 1 or match is not None:
        session.confirm(f"Delete {plural(len(doomed), 'entry', 'entries')}?", yes)
    with session.store.change("delete") as change:
        for entry in doomed:
            change.delete(entry)
    lines = [
        f"Deleted {entry.number}: {summary(entry.record, session.vocabulary)}. "
        f"{time_of(entry.record, now=session.now)}."
        for entry in doomed
    ]
    session.output("delete", {"entries": doomed}, json, lambda: session.line("\n".join(lines)))


def undo(
    context: typer.Context,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many commands.", min=1)] = 1,
    json: Json = False,
) -> None:
    """Take back the last command that saved something, or N of them.

    cramp redo does it again.
    """
    _reverse(context.obj, "undo", count, json)


def redo(
    context: typer.Context,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many commands.", min=1)] = 1,
    json: Json = False,
) -> None:
    """Do again what the last undo took back."""
    _reverse(context.obj, "redo", count, json)


def _reverse(session: Session, command: str, count: int, as_json: bool) -> None:
    reversals = []
    for _ in range(count):
        reversal = session.store.undo() if command == "undo" else session.store.redo()
        if reversal is None:
            break
        reversals.append(reversal)
    lines = [
        line
        for each in reversals
        for line in reversal_lines(command, each, session.vocabulary, now=session.now)
    ] or [f"Nothing to {command}."]
    session.output(command, {"reversed": reversals}, as_json, lambda: session.line("\n".join(lines)))
