"""Correct: `edit`, `note`, `delete`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

import typer

from crampdiary.cli.checks import (
    asides_of_nights,
    beside,
    check_date,
    check_free,
)
from crampdiary.cli.options import (
    EntryAndNote,
    FieldsOf,
    Fold,
    Given,
    Reference,
    References,
    Words,
    Yes,
    fold_of,
    noted,
    one_below_the_other,
    when,
)
from crampdiary.cli.result import Result, saved_change, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling.cramps import said_besides, values_of
from crampdiary.cli.telling.spans import moved_span
from crampdiary.cli.trials.watched import trials_watched
from crampdiary.diary.model import (
    ENTRY_KINDS,
    Away,
    CheckIn,
    Course,
    Entry,
    Episode,
    Exposure,
    Record,
    Report,
    Seen,
    Sign,
    Span,
    Timed,
    Trial,
    added,
    nights_of,
    options_of,
)
from crampdiary.errors import UsageError
from crampdiary.keep import reach
from crampdiary.local_zone import zone_of
from crampdiary.words import phrases
from crampdiary.words.changes.corrections import Correction, CorrectionReader
from crampdiary.words.feeling import Feeling
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.uses.used import Uses
from crampdiary.words.wording import plural, safe, saved, summary, time_of


def edit(
    session: Session,
    reference: Reference,
    words: Words = None,
    *,
    given: Annotated[Given, FieldsOf(*ENTRY_KINDS)],
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
    """Change an entry: cramp edit last right 5 at 3am.

    Bare words are as in log: what is one thing is replaced, a place or what you tried is added. An option replaces all
    that was there; --clear NAME, or an empty value, empties it. A clock time alone stays in the entry's own night. With
    nothing to change, the entry opens in your editor, or is shown where VISUAL and EDITOR are not set.
    """
    notes = given.pop("note") or None
    given |= {"day": day, "clear": clear}
    alone = notes is None and not any(value not in (None, []) for value in given.values())
    if alone and words and len(words) > 1 and words[0].casefold().removesuffix(":") == "note":
        return _noted(session, reach.entry(session.store, reference), " ".join(words[1:]))
    reader = CorrectionReader(LogReader(session.vocabulary))
    said = reader.read(words) if words else None
    given["clear"] = [*(clear or ()), *(said.emptied if said else ())]
    entry = _meant(session, reference, {**given, "note": notes}, said)
    if alone and not words:
        return _edited(session, entry, yes)
    if words and isinstance(entry.record, Sign):
        reader = CorrectionReader(LogReader(session.vocabulary, Feeling))
    if words and isinstance(entry.record, Episode | Sign):
        said = reader.read(words, entry.record)
    # What a note says is asked for last; until then it stands for one.
    changes = _changes(session, entry, {**given, "note": notes and "-"}, fold, yes, said)
    asides: list[str] = []
    with noted(session, notes, entry.uid) as note:
        if note is not None:
            changes["note"] = note or None
        if said is not None and isinstance(entry.record, Episode | Sign):
            told = said.told
            told.kept += told.seconds  # the line as it was typed first is kept, and no other
            told.seconds = []
            if told.kept:
                before = changes.get("note", entry.record.note)
                changes["note"] = one_below_the_other(before, ", ".join(told.kept))
            asides += said_besides(told)
            if told.again or told.count > 1:
                asides.append("This changes one cramp. `cramp again` records one more like it.")
        return _replaced(session, entry, changes, asides)


def _meant(
    session: Session, reference: str, given: Mapping[str, Any], said: Correction | None
) -> Entry[Record]:
    """Return the entry that a reference names: `last` is the last one that can take what is said of it."""
    from crampdiary.words.changes import amending

    noted: Entry[Record] | None = None
    if reach.is_last(reference):
        names = {name for name, value in given.items() if value not in (None, [])} - {"day", "clear"}
        for named in reach.last_ones(session.store, reference):
            found = cast("Entry[Record]", reach.shown_as(session.store, named))
            record, options = found.record, options_of(found.record)
            if (
                not names <= options.keys()
                or not set(given["clear"] or ()) <= options.keys() | record.table.keys()
            ):
                continue
            if said is None or not said.tells_more:
                return found
            if isinstance(record, Episode):
                return noted or found
            if isinstance(record, Sign) and not said.told.is_none and said.fields <= record.table.keys():
                if said.fields or said.told.names_a_time:
                    return found
                noted = noted or found  # it takes them as a note, where nothing before it takes them as more
            if isinstance(record, Exposure) and amending.takes_use(record, said, session.vocabulary):
                return found
            if isinstance(record, Course) and not said.told.fields and _takes(session, record, said):
                return found
    return noted or reach.entry(session.store, reference)


def _use(session: Session, record: Exposure, told: Told) -> Uses | None:
    from crampdiary.words.changes.amending import read_use

    return read_use([told.line], record, session.vocabulary)


def _takes(session: Session, record: Course, said: Correction) -> bool:
    from crampdiary.words.changes.amending import read_course

    return read_course([said.line], record, session.vocabulary) is not None


def note(
    session: Session,
    words: EntryAndNote,
) -> Result:
    """Add a note to the entry recorded last: cramp note still tender.

    It stands on a line of its own, below what is noted there. With a number it is of another entry: cramp note 12 new
    shoes. Where the note is only -, it is asked for.
    """
    from crampdiary.words.changes.amending import note_told

    reference, typed = note_told(words)
    if not typed:
        raise UsageError("Say what to note: for example `cramp note still tender`. Nothing was saved.")
    return _noted(session, reach.entry(session.store, reference), typed)


def _noted(session: Session, entry: Entry[Record], typed: str) -> Result:
    """Save a note on a line of its own, below what is noted of an entry."""
    with noted(session, [typed], entry.uid) as text:
        if not text:
            raise UsageError("There is nothing in this note. Nothing was saved.")
        changed = entry.record.replaced(note=one_below_the_other(getattr(entry.record, "note", None), text))
        with session.store.change("note") as change:
            after = change.replace(entry, changed)
    return saved_entries(session, [after])


def _edited(session: Session, entry: Entry[Record], yes: bool) -> Result:
    """Let the person edit an entry as a form, and save it or, where nothing is left of it, delete it."""
    from crampdiary.cli import drafts
    from crampdiary.cli.telling import editor
    from crampdiary.words import form

    if not editor.can_edit():
        line = saved(entry.number, entry.record, session.vocabulary, now=session.now).removeprefix("Saved ")
        example = _example(entry.record)
        return Result(
            {"entries": [entry]}, (line, f"Change it in plain words: `cramp edit {entry.number} {example}`.")
        )
    command = editor.chosen()
    with drafts.of_entry(session, entry) as draft:
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


def _example(record: Record) -> str:
    """Return words that change an entry of such a kind."""
    if isinstance(record, Episode):
        return "right 5"
    if isinstance(record, Course):
        return "until yesterday" if record.last_night is None else "not stopped"
    return "note too late"


def _changes(
    session: Session, entry: Entry[Record], given: Mapping[str, Any], fold: str | None, yes: bool,
    said: Correction | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the fields that options and bare words change, each with its new value; None is an option not given.

    Raises:
        UsageError: a value is not understood, this kind of entry has no such field, or the time is not likely.
        CrampError: it cannot be moved there.
    """
    from crampdiary.words.changes import amending

    record = entry.record
    asked = {name: value for name, value in given.items() if name not in ("clear", "day")}
    if isinstance(record, Course) and asked.get("skipped"):
        from crampdiary.clock.night_names import parse_night

        asked["skipped"] = [
            each and parse_night(each, now=session.now).isoformat() for each in asked["skipped"]
        ]
    phrases.check_options(record, asked)
    role = record.role if isinstance(record, Exposure | Course) else ""
    changes = phrases.read_options(record.table, asked, session.vocabulary, role=role)
    changes |= _moved(session, entry, given.get("at"), given.get("day"), fold)
    emptied = phrases.emptied(record, given.get("clear") or [])
    twice = changes.keys() & emptied.keys()
    if twice:
        label = record.table[min(twice)].label
        raise UsageError(f"The {label} is both given and emptied: keep one of them. Nothing was changed.")
    changes |= emptied
    if said is not None and said.tells_more:
        if isinstance(record, Episode | Sign):
            changes = said.without_the_wrong(record) | changes
        if isinstance(record, Course):
            from crampdiary.cli.telling import going_on

            changes |= going_on.changed_in_words(session, entry.number, record, said.line)
        elif word := amending.in_its_place(record, said, session.vocabulary):
            changes |= phrases.read_options(record.table, {"word": word}, session.vocabulary, role=role)
        elif not said.only_shifts:
            changes |= _told_besides(session, entry, changes, said.told, fold)
        if said.shift_s:
            if "at" in changes:
                raise UsageError("The time is given twice: keep one of them. Nothing was changed.")
            changes |= amending.shifted(record, said.shift_s, now=session.now)
    night, _ = nights_of(record.replaced(**changes))
    if night != nights_of(record)[0]:
        check_date(session, changes["at"].date() if given.get("at") else night, yes)
    return changes


def _told_besides(
    session: Session, entry: Entry[Record], changes: Mapping[str, Any], told: Told, fold: str | None
) -> dict[str, Any]:
    """Return what bare words change, on top of what options do.

    Raises:
        UsageError: this kind of entry does not take them, or they say otherwise than an option.
    """
    from crampdiary.words.changes import amending

    record, number = entry.record, entry.number
    if isinstance(record, Episode | Sign):
        use = None
        if told.is_none:
            what = "nothing of it was felt" if isinstance(record, Sign) else "there was no such cramp"
            raise UsageError(f"If {what}: `cramp delete {number}`. Nothing was changed.")
    elif not isinstance(record, Exposure) or (use := _use(session, record, told)) is None:
        takes = {Exposure: "an amount or a time", Trial: "a note alone"}.get(type(record), "a night (--day)")
        if isinstance(record, Exposure) and (word := session.vocabulary.find(told.line, record.role)):
            raise UsageError(
                f"In words, entry {number} takes an amount or a time. If it was something else: "
                f"`cramp edit {number} --word {safe(word[0].slug)}`. Nothing was changed."
            )
        raise UsageError(
            f"Entry {number} is not a cramp, and takes {takes}. A note is `cramp note {number} ...`. "
            "Nothing was changed."
        )
    zone = zone_of(record.at, record.zone, session.zone)
    moved = amending.moved(record, use or told, now=session.now, zone=zone, fold=fold_of(fold))
    if moved and "at" in changes:
        raise UsageError("The time is given twice: keep one of them. Nothing was changed.")
    if "zone" in moved:
        moved["zone"] = session.zone
    said = (
        values_of(told, moved.get("at", record.at), zone, now=session.now)
        if use is None
        else amending.amount_of(use)
    )
    for name, value in said.items():
        line = record.table[name]
        if not line.holds.several and changes.get(name, value) not in (value, None):
            raise UsageError(f"The {line.label} is given twice: keep one of them. Nothing was changed.")
    after = added(record.replaced(**changes), said)
    return {name: getattr(after, name) for name in said} | moved


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
    if isinstance(record, Timed) and at is not None:
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
        parse_night(each, now=session.now, future=isinstance(record, Away))
        for each in day.split("..", 1)
        if each.strip()
    ]
    if not ends:
        raise UsageError("That names no night. Write one as in 2026-03-01. Nothing was changed.")
    if isinstance(record, Span):
        return moved_span(record, ends, goes_on=day.rstrip().endswith(".."), now=session.now)
    if len(ends) > 1:
        raise UsageError("Two nights are for a span away; this is of one night. Nothing was changed.")
    if isinstance(record, CheckIn) and ends[0] != record.night:
        check_free(session, entry, ends[0])
    if isinstance(record, CheckIn | Seen | Report):
        return {"night": ends[0]}
    if isinstance(record, Timed) and (record.precision, record.night) != ("day", ends[0]):
        evening, precision = when(session, day=day)
        return {"at": evening, "precision": precision, "zone": session.zone}
    return {}


def _replaced(
    session: Session, entry: Entry[Record], changes: Mapping[str, Any], asides: Sequence[str] = ()
) -> Result:
    """Save an entry with its changes, and say what made way for them; where there are none, return it as it is.

    One that was changed on two devices is saved all the same: saying what it shows settles it.
    """
    changed = entry.record.replaced(**changes)
    if changed == entry.record and not entry.is_merged:
        return Result({"entries": [entry]}, ("It says that already.",), asides)
    known = beside(session, changed) if nights_of(changed) != nights_of(entry.record) else []
    with session.store.change("edit") as change:
        after = change.replace(entry, changed)
    return saved_change(session, entry.record, after, [*asides, *asides_of_nights(changed, known)])


def delete(
    session: Session,
    references: References = None,
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
        numbered = {
            entry.number: entry
            for entry in (reach.to_delete(session.store, each) for each in references or [])
        }
        doomed = list(numbered.values())
    if not doomed:
        return Result({"entries": []}, ("0 matched; nothing was deleted.",))
    if len(doomed) > 1 or match is not None:
        session.confirm(f"Delete {plural(len(doomed), 'entry', 'entries')}?", yes)
    return _delete(session, doomed)


def _bring_back(session: Session, references: Sequence[str]) -> Result:
    """Bring back deleted entries as they were last. Those that are not deleted stay as they are."""
    deleted = {entry.number: entry for entry in reach.deleted(session.store)}
    named = {each.number: each for each in (reach.meant(session.store, each) for each in references)}
    for each in named.values():
        if reach.is_missing(session.store, each):
            raise reach.missing(each)
    wanted = [deleted[number] for number in named if number in deleted]
    here = [f"Entry {number} is not deleted." for number in named if number not in deleted]
    if not wanted:
        return Result({"entries": []}, tuple(here))
    with trials_watched(session) as of_trials, session.store.change("delete --undo") as change:
        back = [change.bring_back(entry) for entry in wanted]
    return saved_entries(session, back, [*here, *of_trials])


def _delete(session: Session, doomed: Sequence[Entry[Record]]) -> Result:
    with trials_watched(session) as of_trials, session.store.change("delete") as change:
        for entry in doomed:
            change.delete(entry)
    lines = tuple(
        f"Deleted {entry.number}: {summary(entry.record, session.vocabulary)}. "
        f"{time_of(entry.record, now=session.now)}."
        for entry in doomed
    )
    return Result({"entries": doomed}, lines, of_trials)
