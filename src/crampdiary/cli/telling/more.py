"""After a cramp that was saved without words it is asked for more, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crampdiary import prompts
from crampdiary.cli.checks import asides_of_nights, beside, check_date, mentioned
from crampdiary.cli.drafts import keeping
from crampdiary.cli.options import one_below_the_other
from crampdiary.cli.result import saved_change
from crampdiary.cli.session import Session
from crampdiary.cli.telling.answers import is_help, is_yes
from crampdiary.cli.telling.cramps import Began, as_the_last, began_at, said_besides, values_of
from crampdiary.cli.telling.missing import when_asked
from crampdiary.diary.model import Entry, Episode, added, nights_of
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import reach
from crampdiary.local_zone import zone_of
from crampdiary.words.line import plain_line
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told

SKIPPED = "Saved; question skipped."
_QUESTION = "Anything more? Plain words, or Enter:"
_NOTHING = frozenset({"", "n", "no", "nope", "none", "nothing", "no thanks", "nothing more"})


def anything_more(session: Session, entry: Entry[Episode]) -> Iterator[str]:
    """Ask for more about a cramp that was saved just now, add what is answered, and yield what to say of it."""
    typed: str | None = "yes"
    while typed and (is_help(typed) or is_yes(typed)):
        try:
            typed = prompts.ask(_QUESTION)
        except KeyboardInterrupt:
            typed = None
        if typed and is_help(typed):
            yield "In plain words, such as 7 left calf 3 min. Enter: nothing more."
    if typed is None:
        yield SKIPPED
    elif typed.strip(" .!").casefold() not in _NOTHING:
        with keeping(typed, now=session.now, uid=entry.uid):
            lines = list(asides_of_answer(session, entry, typed))
        yield from lines


def asides_of_answer(session: Session, saved: Entry[Episode], typed: str) -> Iterator[str]:
    """Add what was answered to the cramp, and yield what to say of it."""
    reader = LogReader(session.vocabulary)
    told, began, is_skipped = _read(session, reader, typed)
    entry = reach.shown_as(session.store, reach.meant(session.store, saved.uid))
    if entry is None or not isinstance(entry.record, Episode):
        raise CrampError("The cramp was deleted meanwhile. Nothing was added to it.")
    before = entry.record
    at = began.at if began else before.at
    said = values_of(told, at, zone_of(at, before.zone, session.zone))
    if told.again:
        said = {**as_the_last(session, told, but=entry.uid), **said}
    said |= _besides(before, told, began)
    changed = added(before, said)
    known = beside(session, changed) if nights_of(changed) != nights_of(before) else []
    with session.store.change("log") as change:
        after = change.replace(entry, changed)
        more = [change.add(changed) for _ in range(told.count - 1)]
    lines = saved_change(session, before, after, ()).sections
    yield from lines[:1] if isinstance(lines, tuple) else ()
    if more:
        yield f"Saved as often as you said: entries {after.number} to {more[-1].number}."
    if is_skipped:
        yield SKIPPED
    yield from began.said if began else ()
    yield from said_besides(told)
    if told.is_none:
        yield "If there was no cramp: `cramp undo`, twice."
    yield from asides_of_nights(changed, known)
    yield from mentioned(session, after)


def _besides(before: Episode, told: Told, began: Began | None) -> dict[str, Any]:
    """Return the fields that are not of the cramp itself: the note, the line as typed, and when it was."""
    said: dict[str, Any] = {"typed": one_below_the_other(before.typed, told.line)}
    text = told.line if told.is_none else ", ".join(told.kept)
    if text:
        said["note"] = one_below_the_other(before.note, text)
    if began is not None:
        said |= {"at": began.at, "precision": began.precision}
    if told.count > 1 and said.get("precision", before.precision) == "minute":
        said["precision"] = "approx"
    return said


def _read(session: Session, reader: LogReader, typed: str) -> tuple[Told, Began | None, bool]:
    """Read an answer as a line of `cramp log`; a time that cannot be is asked for.

    Returns:
        The line; when the cramp began, None where that is as it was saved; and whether a question was skipped.
    """
    try:
        told = reader.read_all_else([typed])
    except UsageError:  # such as a length of a year
        told = Told(plain_line([typed]))
        told.kept = [told.line]
        return told, None, False
    if told.is_none:
        return told, None, False
    try:
        try:
            answered, began = told, began_at(session, told, None)
        except UsageError as error:
            answered, began = when_asked(session, reader, told, error, None)
        if answered.is_none:
            return answered, None, False
        if answered.names_a_time:
            check_date(session, began.at.date(), yes=False, keeps=False)
    except (KeyboardInterrupt, CrampError):
        told.kept += [told.line[start:end] for start, end in told.times]
        return told, None, True
    return answered, _moved(session.now, began), False


def _moved(now: datetime, began: Began) -> Began | None:
    return None if (began.at, began.precision) == (now, "minute") and not began.said else began
