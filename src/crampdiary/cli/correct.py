"""Correct: `edit`, `over`, `delete`, `undo`, `redo`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crampdiary import prompts
from crampdiary.cli.checks import (
    asides_of_nights,
    beside,
    check_date,
    check_over,
    contradicted,
    mentioned,
    nights_of,
    spoken_nights,
)
from crampdiary.cli.log import last_cramp, said_besides, values_of
from crampdiary.cli.options import FieldsOf, Fold, Given, Words, Yes, fold_of, noted, refuse_empty, when
from crampdiary.cli.progress import phases
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.clock.zones import night_of
from crampdiary.diary.model import Away, CheckIn, Entry, Episode, Exposure, Record, added
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import reach
from crampdiary.local_zone import zone_of
from crampdiary.words import phrases
from crampdiary.words.log_reader import LogReader
from crampdiary.words.wording import listed, moment, night_in_words, plural, safe, summary, time_of

if TYPE_CHECKING:
    from crampdiary.cli.drafts import Draft
    from crampdiary.keep.versions import Reversal

_CHANGES_SHOWN = 10
_UNDER_WAY_FOR = timedelta(minutes=30)  # what lasts longer has most likely let go, and nobody said so


def edit(
    session: Session,
    reference: Annotated[str, typer.Argument(metavar="ID", help="Its number, or last.", show_default=False)],
    *,
    given: Annotated[Given, FieldsOf("episode", "exposure", "check_in", "away")],
    day: Annotated[
        str | None,
        typer.Option("--day", help="Move it to this night, a span to two of them: 2026-03-03..2026-03-08."),
    ] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", help="Empty this: severity, note, sites ... (repeatable)")
    ] = None,
    fold: Fold = None,
    yes: Yes = False,
) -> Result:
    """Change an entry: what you give, or all in your editor.

    With no option at all, the entry opens in $EDITOR. An empty value, or --clear NAME, empties a field. A clock time
    alone stays in the entry's own night.
    """
    entry = session.store.entry(reference)
    notes = given.pop("note") or None
    given |= {"day": day, "clear": clear}
    if notes is None and not any(value not in (None, []) for value in given.values()):
        return _edited(session, entry, yes)
    # What a note says is asked for last; until then it stands for one.
    changes = _changes(session, entry, {**given, "note": notes and "-"}, fold, yes)
    with noted(session, notes, entry.uid) as note:
        if note is not None:
            changes["note"] = note or None
        return _replaced(session, entry, changes)


def _edited(session: Session, entry: Entry[Record], yes: bool) -> Result:
    """Let the person edit an entry as a form, and save it or, where nothing is left of it, delete it."""
    from crampdiary.cli import editor
    from crampdiary.words import form

    if not editor.can_edit():
        raise UsageError("Say what to change, for example --severity 5. Nothing was changed.")
    command = editor.chosen()
    with _draft(session, entry) as draft:
        while True:
            text = editor.edited(draft, command)
            if not text.strip():
                session.confirm(f"Nothing is left of entry {entry.number}. Delete it?", yes=False)
                return _delete(session, [entry])
            try:
                given = form.differences(text, entry.record, draft.as_it_was)
                return _replaced(session, entry, _changes(session, entry, given, None, yes))
            except UsageError as error:
                session.say(safe(str(error)))
                session.confirm("Open the editor again?", yes=False)


def _draft(session: Session, entry: Entry[Record]) -> Draft:
    """Return the draft to go on with: what was written before and not saved, if that is wanted, else the entry."""
    from crampdiary.cli import drafts
    from crampdiary.words import form

    drafts.clear(session.now)
    how = f"`cramp edit {entry.number}`"
    of_it = (each for each in drafts.every(how) if each.uid == entry.uid and not each.is_note)
    found = next((each for each in of_it if each.hold()), None)
    if found is not None:
        at = moment(found.begun, now=session.now) if found.begun else "another time"
        answer = prompts.ask(f"You were writing in entry {entry.number} ({at}): go on with it? [Y/n]")
        if answer is None:
            raise CrampError("Nothing was changed.")
        if answer.strip().casefold() not in ("n", "no"):
            return found
        found.let_go()
    name, text = f"entry-{entry.number}.txt", form.written(entry.record)
    return drafts.begun(name, now=session.now, as_it_was=text, uid=entry.uid, how=how)


def _changes(
    session: Session, entry: Entry[Record], given: Mapping[str, Any], fold: str | None, yes: bool
) -> dict[str, Any]:
    """Return the fields that options change, each with its new value; None stands for an option not given.

    Raises:
        UsageError: a value is not understood, this kind of entry has no such field, or the time is not likely.
        CrampError: it cannot be moved there.
    """
    record = entry.record
    asked = {name: value for name, value in given.items() if name not in ("clear", "day")}
    phrases.check_options(record, asked)
    role = record.role if isinstance(record, Exposure) else ""
    changes = phrases.read_options(record.table, asked, session.vocabulary, role=role)
    changes |= _moved(session, entry, given.get("at"), given.get("day"), fold)
    emptied = phrases.emptied(record, given.get("clear") or [])
    twice = changes.keys() & emptied.keys()
    if twice:
        label = record.table[min(twice)].label
        raise UsageError(f"The {label} is both given and emptied: keep one of them. Nothing was changed.")
    changes |= emptied
    night, _ = nights_of(record.replaced(**changes))
    if night != nights_of(record)[0]:
        check_date(session, changes["at"].date() if given.get("at") else night, yes)
    return changes


def _moved(
    session: Session, entry: Entry[Record], at: str | None, day: str | None, fold: str | None
) -> dict[str, Any]:
    """Return the fields that say when, as --at and --day change them."""
    record = entry.record
    which = fold_of(fold)
    if at is not None and day is not None and not (at and day):  # one of them was emptied in the form
        at, day = at or None, day or None
    if at is not None and day is not None:
        raise UsageError("The time is given twice: keep one of them. Nothing was changed.")
    if isinstance(record, Episode | Exposure) and at is not None:
        from crampdiary.clock import moments

        zone = zone_of(record.at, record.zone, session.zone)
        in_its_night = moments.parse_clock(at, record.night, now=session.now, zone=zone, fold=which)
        if in_its_night is not None:
            return {"at": in_its_night, "precision": "minute"}
        typed, precision = when(session, at=at, fold=fold)
        return {"at": typed, "precision": precision, "zone": session.zone}
    if day is None:
        return {}
    from crampdiary.clock.night_names import parse_night

    ends = [
        parse_night(each, now=session.now, future=isinstance(record, Away)) for each in day.split("..", 1)
    ]
    if isinstance(record, Away):
        length = record.last_night - record.first_night
        return {"first_night": ends[0], "last_night": ends[1] if len(ends) > 1 else ends[0] + length}
    if len(ends) > 1:
        raise UsageError("Two nights are for a span away; this is of one night. Nothing was changed.")
    if isinstance(record, CheckIn):
        if ends[0] != record.night:
            _check_free(session, entry, ends[0])
        return {"night": ends[0]}
    if isinstance(record, Episode | Exposure) and (record.precision, record.night) != ("day", ends[0]):
        evening, precision = when(session, day=day)
        return {"at": evening, "precision": precision, "zone": session.zone}
    return {}


def _check_free(session: Session, entry: Entry[Record], night: date) -> None:
    """Refuse to move a check-in to a night of which it could not be said by `cramp none`."""
    check_over(session, night)
    with_cramps, said = spoken_nights(session, [night])
    if with_cramps and getattr(entry.record, "clear", True):
        raise contradicted(session, night, with_cramps[night])
    if said:
        raise CrampError(
            f"Already said of {night_in_words(night, now=session.now.date())} (entry {said[night]}). Nothing was "
            f"changed; if this one is not needed: cramp delete {entry.number}"
        )


def _replaced(session: Session, entry: Entry[Record], changes: Mapping[str, Any]) -> Result:
    """Save an entry with its changes; where there are none, return it as it is.

    One that was changed on two devices is saved all the same: saying what it shows settles it.
    """
    changed = entry.record.replaced(**changes)
    if changed == entry.record and not entry.is_merged:
        return Result({"entries": [entry]}, ("It says that already.",))
    known = beside(session, changed) if nights_of(changed) != nights_of(entry.record) else []
    with session.store.change("edit") as change:
        after = change.replace(entry, changed)
    return saved_entries(session, [after], asides_of_nights(changed, known))


def over(
    session: Session,
    words: Words = None,
    *,
    given: Annotated[Given, FieldsOf("episode", but=("at",))],
) -> Result:
    """Say that the cramp has let go, which tells how long it was: cramp over.

    That is for a cramp of the last half hour whose length is not known. Whatever else you say is added to it: cramp
    over --sore 1h --tried massage:helped. Later, only that is added to the cramp that was recorded last.
    """
    notes = given.pop("note")
    refuse_empty(given)
    told = LogReader(session.vocabulary).read(words or [])
    if told.names_a_time:
        raise UsageError(
            "This takes no time. Say how long the cramp was: `cramp over 4m`. Nothing was saved."
        )
    options = phrases.read_options(Episode.table, given, session.vocabulary)
    entry = _under_way(session)
    if entry is not None:
        minutes = max(1, round((session.now - entry.record.at).total_seconds() / 60))
        options.setdefault("duration_s", told.fields.pop("duration_s", minutes * 60))
    elif told.line or options or notes:
        entry = _recorded_last(session)
    else:
        raise _none_under_way(session, _recorded_last(session))
    said = phrases.together(values_of(told, entry.record.at), options)
    with noted(session, notes, entry.uid) as note:
        text = "\n".join(each for each in (", ".join(told.kept), note) if each)
        if text:
            said["note"] = "\n".join(each for each in (entry.record.note, text) if each)
        changed = added(entry.record, said)
        if changed == entry.record and not entry.is_merged:
            return Result({"entries": [entry]}, ("It says that already.",))
        with session.store.change("over") as change:
            after = change.replace(entry, changed)
    return saved_entries(session, [after], chain(said_besides(told), mentioned(session, after)))


def _under_way(session: Session) -> Entry[Episode] | None:
    """Return the cramp that may have let go just now: the one that began last, if nobody said how long it was."""
    tonight = night_of(session.now)
    found = [
        entry
        for entry in session.store.episodes(since=tonight - timedelta(days=1), until=tonight)
        if timedelta() <= session.now - entry.record.at <= _UNDER_WAY_FOR
        and entry.record.precision == "minute"
    ]
    return found[-1] if found and found[-1].record.duration_s is None else None


def _recorded_last(session: Session) -> Entry[Episode]:
    """Return the cramp that this device recorded last, or say that there is none."""
    last = last_cramp(session)
    if last is not None:
        return last
    raise UsageError("No cramp was recorded here yet. `cramp log` records one. Nothing was saved.")


def _none_under_way(session: Session, last: Entry[Episode]) -> UsageError:
    when = time_of(last.record, now=session.now)
    return UsageError(
        f"No cramp is under way. The last one is entry {last.number}: "
        f"{summary(last.record, session.vocabulary)}; {when}. Nothing was saved. If you know how long it was: "
        f"`cramp edit {last.number} --duration 4m`"
    )


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
        raise UsageError(
            "Name the entries by number, as in `cramp delete 12`, or by their text: --match beach. Nothing was deleted."
        )
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
