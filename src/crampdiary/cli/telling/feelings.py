"""What a line of `cramp feel` comes to: a sign of each thing it tells, where they are of different sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from crampdiary.cli.checks import asides_of_look_alikes, check_clock, check_date, look_alikes, mentioned
from crampdiary.cli.options import Given, noted, one_below_the_other, refuse_empty
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling.cramps import (
    Began,
    as_the_last,
    began_at,
    refuse_what_is_open,
    said_besides,
    told_just_before,
    values_of,
)
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Sign
from crampdiary.errors import UsageError
from crampdiary.words import phrases
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.wording import safe, short


class Thing(NamedTuple):
    """One thing felt: what is told of it, when, and the whole line."""

    told: Told
    began: Began
    line: str


def lines_piped(session: Session, *, asked: bool, options: bool) -> list[str]:
    """Return the lines that are piped in; none where there is a terminal, or silence.

    Raises:
        UsageError: they were asked for by `-`, and there are none; a line is no text in UTF-8.
    """
    from crampdiary.cli.telling import piped

    lines = piped.lines_from_standard_input(
        session, asked=asked, options=options, silent="Nothing came from the pipe for 2 seconds.",
        example="cramp feel 5",
    )  # fmt: skip
    if any(line.text is None for line in lines):
        raise UsageError("What is piped in is not text in UTF-8. Nothing was saved.")
    return [line.text.strip() for line in lines if line.text]


def each_saved(
    session: Session, reader: LogReader, lines: Sequence[str], *, strict: bool, yes: bool
) -> Result:
    """Save what each line tells, all by one change.

    Raises:
        UsageError: a line names a time that cannot be; nothing is saved then.
    """
    from crampdiary.cli.drafts import keeping

    things: list[Thing] = []
    with keeping("\n".join(lines), now=session.now, how="`cramp feel -` reads it if it is piped in"):
        for line in lines:
            try:
                told = reader.read([line])
                if strict:
                    refuse_what_is_open(told)
                things += things_told(session, reader, told, began_at(session, told, None))
            except UsageError as error:
                why = safe(str(error)).replace(" Nothing was saved.", "")
                raise UsageError(f'"{short(line)}": {why} Nothing was saved.') from error
        named = any(each.told.names_a_time for each in things)
        return saved(session, things, {}, named=named, yes=yes)


def things_told(session: Session, reader: LogReader, told: Told, began: Began) -> list[Thing]:
    """Return what a line tells: one thing, or several on different sides.

    What is said to be well, or not felt, is none: it stands in the note of the first.
    """
    read = [reader.read_all_else([each]) for each in told.parts]
    felt = [each for each in read if not (each.is_none or each.fields == {"severity": 0})]
    if not felt:
        return [Thing(told, began, told.line)]
    felt[0].kept += [each.line for each in read if each not in felt]
    found = []
    for each in felt:
        its_own = began
        if each.names_a_time:
            with suppress(UsageError):
                its_own = began_at(session, each, None)
        found.append(Thing(each, its_own, told.line))
    return found


def saved(session: Session, things: Sequence[Thing], given: Given, *, named: bool, yes: bool) -> Result:
    """Save things felt, all by one change.

    Args:
        session: this run.
        things: one or more.
        given: the options; they are of the first.
        named: whether words or options name a time.
        yes: whether nothing is asked.

    Raises:
        UsageError: nothing is told, or an option is not understood.
    """
    notes = given.pop("note", None)
    refuse_empty(given)
    options = phrases.read_options(Sign.table, given, session.vocabulary)
    signs: list[Sign] = []
    for thing in things:
        told, began = thing.told, thing.began
        values = phrases.together(values_of(told, began.at), {} if signs else options)
        if told.again:
            values = {**as_the_last(session, told, kind=Sign), **values}
        if not (values or told.kept or (notes and not signs)):
            raise nothing_felt()
        sign = Sign(
            at=began.at, logged_at=session.now, precision=began.precision, zone=session.zone,
            typed=thing.line or None, note=", ".join(told.kept) or None, **values,
        )  # fmt: skip
        signs.append(sign)
    check_clock(session, yes)
    if named:
        check_date(session, min(each.at for each in signs).date(), yes)
    like, same = look_alikes(session, signs), told_just_before(session, signs[0])
    with noted(session, notes) as note:
        first = signs[0].replaced(note=one_below_the_other(signs[0].note, note) or None)
        with session.store.change("feel") as change:
            entries = [change.add(each) for each in (first, *signs[1:])]

    def asides() -> Iterator[str]:
        yield from things[0].began.said
        for thing, sign in zip(things, signs, strict=True):
            if thing.told.is_none and not _says(sign):
                yield "You felt none of that, so it does not count as a sign."
            yield from said_besides(thing.told)
            if thing.told.is_of_a_cramp:
                yield f"If it was a cramp: `cramp undo`, then `cramp log {safe(short(thing.line))}`."
        if same is not None:
            yield f"Entry {same} says the same, told just before. If that was once: `cramp undo`."
        else:
            yield from asides_of_look_alikes(entries, like)
        for entry in entries:
            yield from mentioned(session, entry)

    return saved_entries(session, list(entries), asides())


def _says(sign: Sign) -> bool:
    return bool(sign.sensations or sign.sites or sign.side or sign.duration_s) or sign.severity is not None


def nothing_felt() -> UsageError:
    return UsageError(
        "Say how they feel: `cramp feel 5`, or `cramp feel numbness left foot`. Nothing was saved."
    )
