"""Record what was used ahead of cramps or met, cramp or not: `used`, `had`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Annotated, Any

import typer

from crampdiary.cli import completion
from crampdiary.cli.checks import asides_of_look_alikes, check_clock, check_date, look_alikes
from crampdiary.cli.options import Ago, Day, FieldsOf, Fold, Future, Given, Strict, Yes, noted, refuse_empty
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling import going_on, spans
from crampdiary.cli.telling.missing import uses_told
from crampdiary.cli.telling.uses import (
    asked_again,
    cramp_just_before,
    has_earlier,
    is_for_a_cramp,
    moments_told,
    new_supplements,
    said_of_words,
    with_last_evenings,
)
from crampdiary.diary.model import Entry, Episode, Exposure, Record, Word
from crampdiary.errors import UsageError
from crampdiary.words import phrases
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.uses.used import Uses
from crampdiary.words.wording import age, short


def used(
    session: Session,
    remedies: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REMEDY]...",
            help="stretching, magnesium:400mg, again ...",
            show_default=False,
            autocompletion=completion.words("remedy", sets=True),
        ),
    ] = None,
    *,
    given: Annotated[Given, FieldsOf("exposure", but=("word",))],
    ago: Ago = None,
    day: Day = None,
    fold: Fold = None,
    future: Future = False,
    strict: Strict = False,
    yes: Yes = False,
) -> Result:
    """Record remedies used ahead of cramps: cramp used stretching.

    It counts whether or not a cramp followed. magnesium:300mg gives an amount, 21:30 among the words a time. Without
    words, or as cramp used again, it is what you used the evening before.
    """
    if (
        not remedies
        and not has_earlier(session, "remedy")
        and (running := going_on.listing(session, "remedy"))
    ):
        return running
    return _expose(
        session, "used", "remedy", remedies or asked_again(session, yes, going_on.what_runs(session, "remedy")), given,
        ago=ago, day=day, fold=fold, future=future, strict=strict, yes=yes,
    )  # fmt: skip


def had(
    session: Session,
    triggers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TRIGGER]...",
            help="alcohol, long-standing ...",
            show_default=False,
            autocompletion=completion.words("trigger"),
        ),
    ] = None,
    *,
    given: Annotated[Given, FieldsOf("exposure", but=("word", "purpose"))],
    ago: Ago = None,
    day: Day = None,
    fold: Fold = None,
    future: Future = False,
    strict: Strict = False,
    yes: Yes = False,
) -> Result:
    """Record triggers met, cramp or not: cramp had alcohol.

    wine:"2 glasses" gives an amount, 21:30 among the words a time.
    """
    if not triggers:
        if running := going_on.listing(session, "trigger"):
            return running
        raise UsageError("Say which trigger: for example `cramp had alcohol`. Nothing was saved.")
    return _expose(
        session, "had", "trigger", triggers, given,
        ago=ago, day=day, fold=fold, future=future, strict=strict, yes=yes,
    )  # fmt: skip


def _expose(
    session: Session, command: str, role: str, words: list[str], given: Given, *,
    ago: str | None, day: str | None, fold: str | None, future: bool, strict: bool, yes: bool,
) -> Result:  # fmt: skip
    options = {**given, "ago": ago, "day": day, "fold": fold, "future": future or None}
    asks = given["at"] is None and ago is None and day is None and not strict and session.may_ask(yes)

    def moments(told: Uses) -> Any:
        spans.check_which_nights(told, command)
        if told.is_course:
            return spans.course_nights(session, told, at=given["at"], ago=ago, day=day, fold=fold)
        return moments_told(session, told, at=given["at"], ago=ago, day=day, fold=fold, future=future)

    with uses_told(
        session, command, words, options,
        reader=UseReader(session.vocabulary, role), moments=moments, asks=asks,
    ) as (told, found):  # fmt: skip
        if told.is_cramp:
            raise UsageError("That tells of a cramp: `cramp log` records one. Nothing was saved.")
        if strict and told.not_understood:
            raise UsageError(f'"{short(told.not_understood[0])}" is not understood. Nothing was saved.')
        if told.is_course:
            return going_on.save(session, command, role, told, found, given, yes=yes)
        return _uses_saved(session, command, role, told, found, given, is_timed=day is not None, yes=yes)


def _uses_saved(
    session: Session, command: str, role: str, told: Uses, moments: list[tuple[datetime, str]], given: Given, *,
    is_timed: bool, yes: bool,
) -> Result:  # fmt: skip
    """Save what a line and options tell was used or met, at each of some moments."""
    uses = with_last_evenings(session, role, told, moments[0][0]) if told.again else told.uses
    skips = going_on.skips(session, role, told, moments) if told.denials else []
    if not uses and skips:
        return _skipped(session, command, skips, given["note"])
    if not uses and (told.nothing or told.unused):
        return Result({"entries": []}, ("Nothing to record: what was not used is not kept.",))
    if not uses:
        example = "stretching" if role == "remedy" else "alcohol"
        raise UsageError(f"Say which {role}: for example `cramp {command} {example}`. Nothing was saved.")
    if given["amount"] is not None and len(uses) > 1:
        raise UsageError("--amount fits one word only; write magnesium:400mg instead. Nothing was saved.")
    notes = given.pop("note")
    refuse_empty(given)
    moment, precision = moments[0]
    said = phrases.read_options(Exposure.table, given, session.vocabulary)
    of_all: dict[str, Any] = {
        "logged_at": session.now, "zone": session.zone, "role": role, "typed": told.line or None,
    }  # fmt: skip
    exposures = [
        Exposure(
            **of_all, at=at, precision=how, word=use.word, note=", ".join(use.described) or None,
            **{"amount": use.amount, "purpose": "rescue" if role == "remedy" and is_for_a_cramp(use) else None, **said},
        )
        for place, (at, how) in enumerate(moments)
        for use in uses
        if not use.days or told.days[place] in use.days
    ]  # fmt: skip
    own = [Word(role=role, slug=use.word, label=use.label) for use in uses if use.label]
    check_clock(session, yes)
    if given["at"] or is_timed or told.names_a_time:
        check_date(session, min(at for at, _ in moments).date(), yes)
    new = new_supplements(session, role, [use.word for use in uses])
    cramp = cramp_just_before(session, moment) if role == "remedy" and precision == "minute" else None
    like = look_alikes(session, exposures)
    if told.again and len(moments) > 1 and not notes:  # on some of these evenings it may be noted already
        exposures = [each for each, known in zip(exposures, like, strict=True) if known is None]
        like = [None] * len(exposures)
        if not (exposures or own or skips):
            return Result({"entries": []}, ("Already said of these evenings.",))
    with noted(session, notes) as note:
        exposures = [
            each.replaced(note="\n".join(text for text in (each.note, note) if text) or None)
            for each in exposures
        ]
        with session.store.change(command) as change:
            for each in own:
                change.add(each)
            entries = [change.add(each) for each in exposures]
            entries += [change.replace(each.entry, going_on.skipped(each)) for each in skips if each.new]
    if skips:
        counted = {session.vocabulary.meant_by(each.entry.record).word for each in skips}
        told.unused = list(dict.fromkeys(each.label for each in told.denials if each.word not in counted))
    asides = [*said_of_words(own, told), *going_on.said_of_skips(session, skips)]
    asides += [*asides_of_look_alikes(entries[: len(like)], like)]
    asides += [*going_on.counted_already(session, role, exposures), *new]
    if role == "remedy" and cramp is None and session.trials:
        from crampdiary.cli.trials.off_plan import said_of_uses  # who has no trial does without it

        asides += said_of_uses(session, entries)
    if cramp is not None and not all(each.purpose for each in exposures):
        return saved_entries(session, entries, chain(asides, _asides_for_which(session, entries, cramp, yes)))
    if role == "remedy" and session.is_day and session.may_ask(yes):
        from crampdiary.cli.telling.usage import asked_when_bad

        return saved_entries(
            session, entries, chain(asides, asked_when_bad(session, [use.word for use in uses]))
        )
    return saved_entries(session, entries, asides)


def _skipped(
    session: Session, command: str, skips: Sequence[going_on.Skip], notes: list[str] | None
) -> Result:
    """Save that nights were without what went on around them."""
    said = tuple(going_on.said_of_skips(session, skips))
    if not any(each.new for each in skips):
        return Result({"entries": []}, said)
    with noted(session, notes) as note, session.store.change(command) as change:
        entries = []
        for each in skips:
            changed = going_on.skipped(each)
            text = "\n".join(text for text in (changed.note, note) if text) or None
            if each.new:
                entries.append(change.replace(each.entry, changed.replaced(note=text)))
    return saved_entries(session, entries, said)


def _asides_for_which(
    session: Session, entries: Sequence[Entry[Record]], cramp: Entry[Episode], yes: bool
) -> Iterator[str]:
    """Ask by day whether what was saved was for the cramp just before; where that stays open, say how to tell."""
    if session.is_day and session.may_ask(yes):
        from crampdiary.cli.telling.usage import asked_for_which

        found = yield from asked_for_which(session, entries, age(cramp.record.at, now=session.now))
        if found:
            return
    yield (
        f"A cramp began just before. If this was for that cramp: `cramp edit {entries[0].number} --purpose rescue`; "
        "if it was against the next: --purpose prevention."
    )
