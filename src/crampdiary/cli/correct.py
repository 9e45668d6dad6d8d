"""Correct: `edit`, `delete`, `undo`, `redo`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crampdiary.cli.options import FieldsOf, Fold, Given, Yes, read_note, when
from crampdiary.cli.progress import phases
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.diary.model import Entry, Exposure, Record
from crampdiary.errors import UsageError
from crampdiary.words import phrases
from crampdiary.words.wording import plural, safe, summary, time_of

if TYPE_CHECKING:
    from crampdiary.keep.versions import Reversal

_CHANGES_SHOWN = 10


def edit(
    session: Session,
    reference: Annotated[str, typer.Argument(metavar="ID", help="Its number, or last.", show_default=False)],
    *,
    given: Annotated[Given, FieldsOf("episode", "exposure", "check_in", "away")],
    clear: Annotated[
        list[str] | None, typer.Option("--clear", help="Empty this: severity, note, sites ... (repeatable)")
    ] = None,
    fold: Fold = None,
) -> Result:
    """Change an entry: what you give, or all in your editor.

    With no option at all, the entry opens in $EDITOR. An empty value, or --clear NAME, empties a field.
    """
    entry = session.store.entry(reference)
    if given["note"] is not None:
        given["note"] = read_note(given["note"]) or ""
    given["clear"] = clear
    after: Entry[Record] | None
    if any(value not in (None, []) for value in given.values()):
        after = _replaced(session, entry, _changes(session, entry.record, given, fold))
    else:
        after = _edited(session, entry)
    if after is None:
        return _delete(session, [entry])
    if after is entry:
        return Result({"entries": [entry]}, ("It says that already.",))
    return saved_entries(session, [after])


def _edited(session: Session, entry: Entry[Record]) -> Entry[Record] | None:
    """Let the person edit an entry as a form, and save it; return None where it is to be deleted."""
    from crampdiary.cli import editor
    from crampdiary.words import form

    if not editor.can_edit():
        raise UsageError("Say what to change, for example --severity 5. Nothing was changed.")
    with editor.Draft(f"entry-{entry.number}.txt", form.written(entry.record)) as draft:
        while True:
            text = draft.edit()
            if not text.strip():
                session.confirm(f"Nothing is left of entry {entry.number}. Delete it?", yes=False)
                return None
            try:
                changes = _changes(session, entry.record, form.differences(text, entry.record), None)
                return _replaced(session, entry, changes)
            except UsageError as error:
                session.say(safe(str(error)))
                session.confirm("Open the editor again?", yes=False)


def _changes(session: Session, record: Record, given: Mapping[str, Any], fold: str | None) -> dict[str, Any]:
    """Return the fields that options change, each with its new value; None stands for an option not given.

    Raises:
        UsageError: a value is not understood, or this kind of entry has no such field.
    """
    asked = {name: value for name, value in given.items() if name != "clear"}
    phrases.check_options(record, asked)
    role = record.role if isinstance(record, Exposure) else ""
    changes = phrases.read_options(record.table, asked, session.vocabulary, role=role)
    if given.get("at") is not None:
        changes["at"], changes["precision"] = when(session, at=given["at"], fold=fold)
        changes["zone"] = session.zone
    emptied = phrases.emptied(record, given.get("clear") or [])
    twice = changes.keys() & emptied.keys()
    if twice:
        label = record.table[min(twice)].label
        raise UsageError(f"The {label} is both given and emptied: keep one of them. Nothing was changed.")
    return changes | emptied


def _replaced(session: Session, entry: Entry[Record], changes: Mapping[str, Any]) -> Entry[Record]:
    """Save an entry with its changes; where there are none, return it as it is."""
    changed = entry.record.replaced(**changes)
    if changed == entry.record:
        return entry
    with session.store.change("edit") as change:
        return change.replace(entry, changed)


def delete(
    session: Session,
    references: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Numbers, or last.", show_default=False)
    ] = None,
    match: Annotated[
        str | None, typer.Option("--match", help="All entries whose note or words hold this text.")
    ] = None,
    yes: Yes = False,
) -> Result:
    """Delete entries. cramp undo brings them back."""
    if bool(references) == (match is not None):
        raise UsageError("Name the entries by number, or give --match TEXT. Nothing was deleted.")
    if match is not None and not match.strip():  # an unset variable in a script
        raise UsageError("An empty text is in every entry. Nothing was deleted: give --match some text.")
    if match is not None:
        doomed = phrases.matching(session.store.entries(), match, session.vocabulary)
    else:
        numbered = {entry.number: entry for entry in map(session.store.entry, references or [])}
        doomed = list(numbered.values())
    if not doomed:
        return Result({"entries": []}, ("0 matched; nothing was deleted.",))
    if len(doomed) > 1 or match is not None:
        session.confirm(f"Delete {plural(len(doomed), 'entry', 'entries')}?", yes)
    return _delete(session, doomed)


def _delete(session: Session, doomed: Sequence[Entry[Record]]) -> Result:
    with session.store.change("delete") as change:
        for entry in doomed:
            change.delete(entry)
    lines = tuple(
        f"Deleted {entry.number}: {summary(entry.record, session.vocabulary)}. "
        f"{time_of(entry.record, now=session.now)}."
        for entry in doomed
    )
    return Result({"entries": doomed}, lines)


def undo(
    session: Session,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many commands.", min=1)] = 1,
) -> Result:
    """Take back the last command that saved something, or N of them.

    cramp redo does it again.
    """
    return _reverse(session, "undo", count)


def redo(
    session: Session,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many commands.", min=1)] = 1,
) -> Result:
    """Do again what the last undo took back."""
    return _reverse(session, "redo", count)


def _reverse(session: Session, command: str, count: int) -> Result:
    reversals = []
    with phases(session.store.connection, "taking back" if command == "undo" else "doing again"):
        for _ in range(count):
            reversal = session.store.undo() if command == "undo" else session.store.redo()
            if reversal is None:
                break
            reversals.append(reversal)
    lines = tuple(line for each in reversals for line in _reversal_lines(session, command, each))
    return Result({"reversed": reversals}, lines or (f"Nothing to {command}.",))


def _reversal_lines(session: Session, command: str, reversal: Reversal) -> Iterator[str]:
    """Yield what an undo or a redo did: the command it was about, and each entry that changed."""
    yield f"{'Undid' if command == 'undo' else 'Did again'}: cramp {safe(reversal.command)}."
    words = session.vocabulary
    for changed in reversal.changes[:_CHANGES_SHOWN]:
        after = changed.after
        if after is None:
            before = summary(changed.before, words) if changed.before else "it"
            yield f"  {changed.number} is gone: {before}."
        else:
            back = "is back" if changed.before is None else "is as before"
            at = time_of(after, now=session.now)
            yield f"  {changed.number} {back}: {summary(after, words)}{'; ' + at if at else ''}."
    if reversal.total > _CHANGES_SHOWN:
        yield f"  and {plural(reversal.total - _CHANGES_SHOWN, 'more entry', 'more entries')}."
