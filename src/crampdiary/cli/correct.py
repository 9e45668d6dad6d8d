"""Correct: `edit`, `delete`, `undo`, `redo`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crampdiary import prompts
from crampdiary.cli.options import FieldsOf, Fold, Given, Yes, read_note, when
from crampdiary.cli.progress import phases
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.diary.model import Entry, Exposure, Record
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import reach
from crampdiary.words import phrases
from crampdiary.words.wording import listed, plural, safe, summary, time_of

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
    """Save an entry with its changes; where there are none, return it as it is.

    One that was changed on two devices is saved all the same: saying what it shows settles it.
    """
    changed = entry.record.replaced(**changes)
    if changed == entry.record and not entry.is_merged:
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
    undo_: Annotated[bool, typer.Option("--undo", help="Bring back these entries, deleted before.")] = False,
    yes: Yes = False,
) -> Result:
    """Delete entries. cramp undo brings them back, and cramp delete --undo 12 brings back just 12.

    cramp list --deleted shows what was deleted.
    """
    if undo_:
        if match is not None or not references:
            raise UsageError("Name the entries to bring back by number. `cramp list --deleted` shows them.")
        return _bring_back(session, references)
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


def _bring_back(session: Session, references: Sequence[str]) -> Result:
    """Bring back deleted entries as they were last. Those that are not deleted stay as they are."""
    deleted = {entry.number: entry for entry in reach.deleted(session.store)}
    numbers = dict.fromkeys(reach.meant(session.store, each).number for each in references)
    wanted = [deleted[each] for each in numbers if each in deleted]
    here = [f"Entry {each} is not deleted." for each in numbers if each not in deleted]
    if not wanted:
        return Result({"entries": []}, tuple(here))
    with session.store.change("delete --undo") as change:
        back = [change.bring_back(entry) for entry in wanted]
    return saved_entries(session, back, here)


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
    if count > 1:
        _ask_about_several(session, count)
    return _reverse(session, "undo", count)


def _ask_about_several(session: Session, count: int) -> None:
    """Name the commands that are to be taken back, ask where somebody is there, and say what no entry's number is."""
    commands = session.store.undoable(count)
    if len(commands) < 2:
        return
    with suppress(CrampError):
        entry = session.store.entry(str(count))
        session.say(
            f"This takes back commands, and not entry {entry.number} ({summary(entry.record, session.vocabulary)}): "
            f"that is `cramp delete {entry.number}`."
        )
    if prompts.can_ask():
        named = [f"cramp {safe(each)}" for each in commands[:_CHANGES_SHOWN]]
        if len(commands) > _CHANGES_SHOWN:
            named.append(f"{len(commands) - _CHANGES_SHOWN:,} more")
        session.confirm(f"Take back {len(commands)} commands: {listed(named)}?", yes=False)


def redo(
    session: Session,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many commands.", min=1)] = 1,
) -> Result:
    """Do again what the last undo took back."""
    return _reverse(session, "redo", count)


def _reverse(session: Session, command: str, count: int) -> Result:
    store = session.store
    with phases(store.connection, "taking back" if command == "undo" else "doing again"):
        reversals = store.undo(count) if command == "undo" else store.redo(count)
    lines = [line for each in reversals for line in _reversal_lines(session, command, each)]
    if len(reversals) > 1:
        back = "redo" if command == "undo" else "undo"
        again = "does them again" if command == "undo" else "takes them back again"
        lines.append(f"`cramp {back} {len(reversals)}` {again}.")
    return Result({"reversed": reversals}, tuple(lines) or (f"Nothing to {command}.",))


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
