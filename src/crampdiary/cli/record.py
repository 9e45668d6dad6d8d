"""Record: `log`, `none`, `used`, `had`, `away`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Annotated, Any

import typer

from crampdiary.cli import completion
from crampdiary.cli.checks import (
    asides_of_look_alikes,
    asides_of_nights,
    beside,
    check_clock,
    check_date,
    check_over,
    contradicted,
    last_night_meant,
    look_alikes,
    nights_over,
    says_last_night,
    spoken_nights,
)
from crampdiary.cli.options import (
    Ago,
    Day,
    FieldsOf,
    Fold,
    Future,
    Given,
    Note,
    Since,
    Strict,
    Until,
    Yes,
    noted,
    refuse_empty,
)
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
from crampdiary.diary.model import Away, CheckIn, Entry, Episode, Exposure, Record, Sign, Word
from crampdiary.errors import CrampError, UsageError
from crampdiary.words import phrases
from crampdiary.words.line import plain_line
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.uses.used import Uses
from crampdiary.words.wording import age, listed, night_in_words, plural, safe, short

_MANY_NIGHTS = 7  # what somebody may well remember


def none(
    session: Session,
    nights: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NIGHT]...",
            help="last night, monday tuesday, since 3 march.",
            show_default=False,
            autocompletion=completion.nights(silent=True),
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    note: Note = None,
    yes: Yes = False,
) -> Result:
    """Say that a night had no cramps: last night, or those named.

    Each night named stands alone. "since monday", "1 to 3 march" or --since take every night among them about which
    nothing was said.
    """
    if not nights or since or until:
        return quiet(session, nights, since=since, until=until, note=note, yes=yes)
    from crampdiary.cli.telling.quiet_lines import with_what_was_felt

    line = plain_line(nights)
    told = with_what_was_felt(session, nights) if " " in line else None
    if told is None:
        return quiet(session, nights, note=note, yes=yes)
    besides = [told.note] if told.note else []
    named = [told.nights] if told.nights else None
    try:
        result = quiet(session, named, note=[*besides, *(note or ())], yes=yes, sign=told.sign, typed=line)
    except CrampError as error:
        if told.sign is None:
            raise
        from crampdiary.cli.log import felt_alone, not_saved

        return felt_alone(session, told.sign, besides, [not_saved(error)])
    return result._replace(asides=[*_said_of_the_rest(besides), *result.asides])


def quiet(
    session: Session, nights: Sequence[str] | None, *,
    since: str | None = None, until: str | None = None, note: Sequence[str] | None = None, yes: bool = False,
    sign: Sign | None = None, typed: str | None = None,
) -> Result:  # fmt: skip
    """Save that nights had no cramps, and how legs felt besides, if that was told: both are one change.

    `typed` is the whole line, where the nights are a part of it.

    Raises:
        UsageError: a night is not over, or had a cramp.
    """
    from crampdiary.words.night_reader import Stretch, nights_in  # `log` does without

    rest: list[str] = []
    if nights and (since or until):
        raise UsageError("Name the nights, or give --since and --until, not both. Nothing was saved.")
    if since or until:
        from crampdiary.clock.night_names import parse_range

        told = [Stretch(*parse_range(since, until, now=session.now), since=True)]
    else:
        told = nights_in(nights, now=session.now, rest=rest) if nights else []
        if not told or (len(told) == 1 and says_last_night(session, nights or [], told[0])):
            told = [last_night_meant(session, yes)]
    alone = [each.first for each in told if each.alone and each.first]
    if alone:
        check_over(session, max(alone))
    asides = _said_of_the_rest(rest)
    in_range = [
        night
        for each in told
        if not each.alone
        for night in nights_over(session, each, asides)
        if night not in each.but
    ]
    left_out = {night for each in told for night in each.but}
    wanted = sorted({*alone, *in_range})
    if not wanted:
        raise UsageError("None of those nights is over yet. Nothing was saved.")
    check_clock(session, yes)
    if nights or since:
        check_date(session, wanted[0], yes)
    with_cramps, said = spoken_nights(session, wanted)
    for night in sorted(with_cramps):
        if night in alone:
            raise contradicted(session, night, with_cramps[night])
    new = [night for night in wanted if night not in said and night not in with_cramps]
    if not new and sign is None:
        return _said_already(session, wanted, said, [*rest, *(note or ())])
    if len(new) > _MANY_NIGHTS:
        from crampdiary.cli.drafts import kept_at_ctrl_c  # seldom needed
        from crampdiary.diary.nights import SHORTEST_GAP

        # After weeks without a word nobody remembers each night, and a guess would hide what came before and after.
        asked = "Did you keep the diary then, and were" if len(new) >= SHORTEST_GAP else "Were"
        with kept_at_ctrl_c(session, f"without the question: `{session.as_typed()} --yes`"):
            session.confirm(f"{asked} there no cramps on all of these {len(new):,} nights?", yes)
    with noted(session, [*rest, *(note or ())]) as text:
        typed = typed or plain_line(nights or []) or None
        check_ins = [
            CheckIn(night=night, logged_at=session.now, note=text or None, typed=typed) for night in new
        ]
        with session.store.change("none") as change:
            entries = [change.add(each) for each in check_ins]
            felt = [change.add(sign)] if sign is not None else []
    if session.trials:
        from crampdiary.cli.trials.trial_now import said_too_late  # who has no trial does without it

        asides += said_too_late(session, new)
    if len(entries) <= 1:
        return saved_entries(session, [*entries, *felt], asides)
    first_night, last_night = (night_in_words(night, now=session.now.date()) for night in (new[0], new[-1]))
    left = f"; {plural(len(with_cramps), 'night')} with cramps left as they are" if with_cramps else ""
    without = [
        night_in_words(each, now=session.now.date()) for each in sorted(left_out) if new[0] < each < new[-1]
    ]
    but = f", but for the {listed(without)}" if without else ""
    line = f"Saved: no cramps on {plural(len(new), 'night')}, {first_night} to {last_night}{but}{left}."
    if felt:
        also = saved_entries(session, [*felt]).sections
        lines = (line, *(also if isinstance(also, tuple) else ()))
        return Result({"entries": [*entries, *felt]}, lines, asides)
    return Result({"entries": entries}, (line,), asides)


def _said_already(
    session: Session, wanted: list[date], said: dict[date, int], note: Sequence[str] | None
) -> Result:
    """Return the result where there is nothing new to say; a note that came with it is not dropped in silence."""
    shown = night_in_words(wanted[0], now=session.now.date()) if len(wanted) == 1 else "these nights"
    asides = []
    if any(each not in ("", "-") for each in note or ()):
        number = said.get(wanted[0]) or next(iter(said.values()), "last")
        asides.append(f"The note was not saved: `cramp edit {number} --note ...` puts it there.")
    return Result({"entries": []}, (f"Already said of {shown}.",), asides)


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


def away(
    session: Session,
    nights: Annotated[
        list[str],
        typer.Argument(
            metavar="NIGHTS...",
            help="The first night and the last: 7 march 14 march.",
            show_default=False,
            autocompletion=completion.nights(),
        ),
    ],
    note: Note = None,
    yes: Yes = False,
) -> Result:
    """Leave a span of nights out of every figure.

    No diary was kept then: a stay in hospital, or a break from it. Both nights count as away.
    """
    from crampdiary.words.night_reader import range_in

    rest: list[str] = []
    first, last = range_in(nights, now=session.now, future=True, rest=rest)
    if first is None or last is None:
        raise UsageError(
            "Say the first night and the last: for example `cramp away 7 march 14 march`. Nothing was saved."
        )
    span = Away(first_night=first, last_night=last, logged_at=session.now, typed=plain_line(nights) or None)
    check_clock(session, yes)
    check_date(session, span.first_night, yes)
    known = beside(session, span)
    with noted(session, [*rest, *(note or ())]) as text:
        span = span.replaced(note=text or None)
        with session.store.change("away") as change:
            entry = change.add(span)
    return saved_entries(session, [entry], [*_said_of_the_rest(rest), *asides_of_nights(span, known)])


def _said_of_the_rest(rest: Sequence[str]) -> list[str]:
    """Return the line about words that name no night."""
    return [f"In the note, as typed: {safe(', '.join(rest))}."] if rest else []


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
