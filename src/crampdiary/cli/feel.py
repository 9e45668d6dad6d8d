"""`feel`: how legs and feet feel without a cramp, in any words. What a line says is read as that of `cramp log` is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated

from crampdiary import prompts
from crampdiary.cli.checks import asides_of_look_alikes, check_clock, check_date, look_alikes
from crampdiary.cli.log import Strict, refuse_what_is_open
from crampdiary.cli.options import (
    Ago,
    Day,
    FieldsOf,
    Fold,
    Given,
    Words,
    Yes,
    fold_of,
    noted,
    one_below_the_other,
    refuse_empty,
    when,
)
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling.cramps import (
    Began,
    as_the_last,
    began_at,
    said_besides,
    told_just_before,
    values_of,
)
from crampdiary.diary.model import Sign
from crampdiary.errors import CrampError, UsageError
from crampdiary.words import phrases
from crampdiary.words.feeling import Feeling
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told

_QUESTION = "How do your legs feel? 0 (well) to 10, or plain words:"


def feel(
    session: Session,
    words: Words = None,
    *,
    given: Annotated[Given, FieldsOf("sign")],
    ago: Ago = None,
    day: Day = None,
    fold: Fold = None,
    strict: Strict = False,
    yes: Yes = False,
) -> Result:
    """Record how legs and feet feel without a cramp: cramp feel numbness left foot 4.

    Words come in any order, as in log: what it is, where, how bad from 0 (well) to 10, how long and when. A number
    alone is how the legs are now: cramp feel 5. What is not understood stands in the note. Without words you are asked.
    """
    options = any(value not in (None, []) for value in (*given.values(), ago, day, fold))
    typed = list(words or [])
    if not (typed or options):
        if not session.may_ask(yes):
            raise _nothing_said()
        answer = prompts.ask(_QUESTION)
        if answer is None:
            raise CrampError("It was not said how they feel. Nothing was saved.")
        if not answer.strip():
            return Result({"entries": []}, ("Nothing was saved.",))
        typed = [answer]
    reader = LogReader(session.vocabulary, Feeling)
    told = reader.read_all_else(typed)
    fold_of(fold)
    if strict:
        refuse_what_is_open(told)
    with ExitStack() as kept:
        began = None
        if given["at"] is None and ago is None and day is None:
            try:
                began = began_at(session, told, fold)
            except UsageError as error:
                if strict or not session.may_ask(yes):
                    raise
                from crampdiary.cli.telling.missing import line_kept, when_asked

                kept.enter_context(line_kept(session, "feel", told, given))
                told, began = when_asked(session, reader, told, error, fold)
        elif told.refused:
            raise told.refused
        elif told.names_a_time:
            raise UsageError("The time is given twice: keep one of them. Nothing was saved.")
        else:
            began = Began(*when(session, at=given["at"], ago=ago, day=day, fold=fold))
        named = told.names_a_time or any(each is not None for each in (given["at"], ago, day))
        return _saved(session, told, given, began, named=named, yes=yes)


def _saved(session: Session, told: Told, given: Given, began: Began, *, named: bool, yes: bool) -> Result:
    """Save what a line and options tell; `named` is whether they name a time."""
    notes = given.pop("note", None)
    refuse_empty(given)
    values = phrases.together(
        values_of(told, began.at), phrases.read_options(Sign.table, given, session.vocabulary)
    )
    if told.again:
        values = {**as_the_last(session, told, kind=Sign), **values}
    if not (values or told.kept or notes):
        raise _nothing_said()
    sign = Sign(
        at=began.at, logged_at=session.now, precision=began.precision, zone=session.zone, typed=told.line or None,
        **values,
    )  # fmt: skip
    check_clock(session, yes)
    if named:
        check_date(session, sign.at.date(), yes)
    like, same = look_alikes(session, [sign]), told_just_before(session, sign)
    with noted(session, notes) as note:
        text = one_below_the_other(", ".join(told.kept), note)
        with session.store.change("feel") as change:
            entries = [change.add(sign.replaced(note=text or None))]

    def asides() -> Iterator[str]:
        yield from began.said
        yield from said_besides(told)
        if same is not None:
            yield f"Entry {same} says the same, told just before. If that was once: `cramp undo`."
        else:
            yield from asides_of_look_alikes(entries, like)

    return saved_entries(session, list(entries), asides())


def _nothing_said() -> UsageError:
    return UsageError(
        "Say how they feel: `cramp feel 5`, or `cramp feel numbness left foot`. Nothing was saved."
    )
