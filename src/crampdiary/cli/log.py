"""`log`, `over`, `feel`: what is told in any words. It is saved first; then it is said what was understood of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import timedelta
from itertools import chain
from typing import Annotated, Any

from crampdiary import prompts
from crampdiary.cli.checks import (
    asides_of_look_alikes,
    asides_of_nights,
    beside,
    check_clock,
    check_date,
    look_alikes,
    mentioned,
    reason_of,
)
from crampdiary.cli.options import (
    Ago,
    Day,
    FieldsOf,
    Fold,
    Given,
    Strict,
    Words,
    Yes,
    fold_of,
    noted,
    one_below_the_other,
    refuse_empty,
    when,
)
from crampdiary.cli.result import Result, saved_change, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling.cramps import (
    Began,
    began_at,
    cramps_told,
    felt_besides,
    how_to_take_back,
    last_cramp,
    none_to_take_back,
    on_the_other_side,
    refuse_what_is_open,
    refuse_what_is_well,
    said_besides,
    told_just_before,
    values_of,
)
from crampdiary.clock.zones import night_of
from crampdiary.diary.model import Entry, Episode, Sign, added
from crampdiary.errors import CrampError, UsageError
from crampdiary.local_zone import zone_of
from crampdiary.words import phrases
from crampdiary.words.line import plain_line
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import SeveralNightsError, Told
from crampdiary.words.wording import short, summary, time_of

_HOW_LEGS_FEEL = "How do your legs feel? 0 (well) to 10, or plain words:"
_STILL_GOING_FOR = timedelta(hours=2)  # where it was said to go on; one that is longer is told by its length
_A_DAY_S = 24 * 3600
_UNDER_WAY_FOR = timedelta(minutes=30)  # what lasts longer has most likely let go, and nobody said so


def log(
    session: Session,
    words: Words = None,
    *,
    given: Annotated[Given, FieldsOf("episode")],
    ago: Ago = None,
    day: Day = None,
    fold: Fold = None,
    strict: Strict = False,
    yes: Yes = False,
) -> Result:
    """Log a cramp, in any words: cramp log 7 left foot 3 min.

    The words come in any order, with a time among them or none: at 3am, 20m ago, last night. What is not understood
    stands in the note. Where the only word is -, lines are read from standard input, each a cramp of its own. Without
    words the cramp is saved, and then you are asked for more.
    """
    options = any(value not in (None, []) for value in (*given.values(), ago, day, fold))
    if list(words or []) == ["-"] or not (words or options):
        from crampdiary.cli.telling import piped  # not needed for an everyday line

        came = piped.lines_from_standard_input(session, asked=bool(words), options=options)
        if came:
            return piped.each_saved(session, came, strict=strict, yes=yes)
    result = logged(session, words or [], given, ago=ago, day=day, fold=fold, strict=strict, yes=yes)
    if words or options or strict or not session.may_ask(yes):
        return result
    from crampdiary.cli.telling.more import anything_more

    return result._replace(asides=chain(result.asides, anything_more(session, result.data["entries"][0])))


def logged(
    session: Session, words: Sequence[str], given: Given, *,
    ago: str | None = None, day: str | None = None, fold: str | None = None, strict: bool = False, yes: bool = False,
) -> Result:  # fmt: skip
    """Save the cramp, or the cramps, that bare words and options tell of.

    Raises:
        UsageError: they name a time that cannot be, or an option is not understood.
    """
    reader = LogReader(session.vocabulary)
    try:
        told = on_the_other_side(session, reader, reader.read_all_else(words))
    except SeveralNightsError as error:
        told = error.told(plain_line(words))
    refuse_what_is_well(session, told)
    fold_of(fold)
    if strict:
        refuse_what_is_open(told)
    with ExitStack() as kept:
        began = None
        if not told.is_none and given["at"] is None and ago is None and day is None:
            asks = not strict and session.may_ask(yes)
            told, began = _began_or_asked(session, "log", reader, told, given, fold, kept, asks=asks)
        if told.is_none:
            return _none(session, told, given, yes)
        return _saved(session, told, given, began, ago=ago, day=day, fold=fold, yes=yes)


def _began_or_asked(
    session: Session, command: str, reader: LogReader, told: Told, given: Given, fold: str | None, kept: ExitStack, *,
    asks: bool,
) -> tuple[Told, Began]:  # fmt: skip
    """Return when it began; where that is refused, ask for it, and let `kept` hold the line as a draft meanwhile."""
    try:
        return told, began_at(session, told, fold)
    except UsageError as error:
        if not asks:
            raise
        from crampdiary.cli.telling.missing import line_kept, when_asked

        rest, options = told.line_without_time, {**given, "fold": fold}
        kept.enter_context(line_kept(session, command, rest, ("at", "3am"), options))
        return when_asked(session, reader, told, error, fold)


def _saved(
    session: Session, told: Told, given: Given, began: Began | None, *,
    ago: str | None, day: str | None, fold: str | None, yes: bool,
) -> Result:  # fmt: skip
    """Save the cramps that a line and options tell of."""
    notes = given.pop("note", None)
    refuse_empty(given)
    options = phrases.read_options(Episode.table, given, session.vocabulary)
    read = cramps_told(session, told, options, began, at=given["at"], ago=ago, day=day, fold=fold)
    check_clock(session, yes)
    if read.names_a_time:
        check_date(session, read.episodes[0].at.date(), yes)
    known, like = beside(session, read.episodes[0]), look_alikes(session, read.episodes)
    same = told_just_before(session, read.episodes[0])
    with noted(session, notes) as note:
        text = one_below_the_other(", ".join(told.kept), note)
        episodes = [each.replaced(note=text or None) for each in read.episodes]
        with session.store.change("log") as change:
            entries = [change.add(each) for each in episodes]
            felt = [change.add(each) for each in [felt_besides(session, told)] if each is not None]

    def asides() -> Iterator[str]:
        yield from read.said
        yield from asides_of_nights(entries[0].record, known)
        if same is not None:
            yield f"Entry {same} says the same, told just before. If that was once: `cramp undo`."
        else:
            yield from asides_of_look_alikes(entries, like)
        for entry in (entries[0], *felt):
            yield from mentioned(session, entry)

    return saved_entries(session, [*entries, *felt], asides())


def _none(session: Session, told: Told, given: Given, yes: bool) -> Result:
    """Say that a night had no cramps, as `cramp none` does, and save how legs felt besides as a sign."""
    from crampdiary.cli.telling.quiet_nights import quiet

    several = None
    if told.nights:
        from crampdiary.cli.telling.quiet_lines import several_nights

        several = several_nights(session, told)
    if told.refused and several is None:
        raise told.refused
    others = [name for name, value in given.items() if value not in (None, []) and name != "note"]
    if others:
        raise UsageError(
            f'"{short(told.line)}" says that there was none, and --{others[0]} how it was. Nothing was saved.'
        )
    besides = [", ".join(told.kept)] if told.kept else []
    notes = [*besides, *(given.get("note") or [])]
    sign = felt_besides(session, told)
    if told.takes_back:
        if sign is None:
            raise none_to_take_back(session)
        is_of_another = told.felt != told.line  # and not only nearly one
        how = how_to_take_back(session) if is_of_another else ""
        return felt_alone(session, sign, notes, [how] if how else [])
    if several is not None:
        notes = [*([several.note] if several.note else []), *(given.get("note") or [])]
        return quiet(session, [several.nights], note=notes, yes=yes, sign=several.sign, typed=told.line)
    try:
        nights = [told.day.name] if told.day else None
        result = quiet(session, nights, note=notes or None, yes=yes, sign=sign, typed=told.line)
    except CrampError as error:
        if sign is None:
            raise
        return felt_alone(session, sign, notes, [not_saved(error)])
    signs = [each for each in result.data["entries"] if isinstance(each.record, Sign)]
    more = [said for each in signs for said in mentioned(session, each)]
    return result._replace(asides=[*result.asides, *more])


def not_saved(error: CrampError) -> str:
    """Return that a night without cramps was told and is not saved, and why."""
    return f"That there was no cramp is not saved. {reason_of(error)}"


def felt_alone(session: Session, sign: Sign, notes: Sequence[str], asides: Iterable[str]) -> Result:
    """Save how legs felt, where nothing else of the line can be saved."""
    check_clock(session, yes=False)
    with noted(session, notes) as note, session.store.change("log") as change:
        entry = change.add(sign.replaced(note=one_below_the_other(sign.note, note) or None))
    return saved_entries(session, [entry], chain(asides, mentioned(session, entry)))


# That it is over


def over(
    session: Session,
    words: Words = None,
    *,
    given: Annotated[Given, FieldsOf("episode", but=("at",))],
) -> Result:
    """Say that the cramp has let go, which tells how long it was: cramp over.

    That is for a cramp of the last half hour whose length is not known, or of the last two hours if it was said to be
    still going. Whatever else you say is added to it: cramp over --sore 1h --tried massage:helped. Later, only that is
    added to the cramp that was recorded last.
    """
    from crampdiary.words.changes.ending import Ending  # a cramp does without

    reader = LogReader(session.vocabulary, Ending)
    told = reader.read_all_else(words or [])
    if not told.names_a_time and not told.refused:
        return _ended(session, reader, told, given)
    takes_none = UsageError(
        "This takes no time. Say how long the cramp was: `cramp over 4m`. Nothing was saved."
    )
    if not session.may_ask(yes=False):
        raise takes_none
    from crampdiary.cli.telling.missing import length_asked, line_kept

    with line_kept(session, "over", told.line_without_time, ("4m",), given):
        return _ended(session, reader, length_asked(session, reader, told, takes_none), given)


def _ended(session: Session, reader: LogReader, told: Told, given: Given) -> Result:
    """Save that a cramp is over, and what a line and options tell besides."""
    notes = given.pop("note")
    refuse_empty(given)
    options = phrases.read_options(Episode.table, given, session.vocabulary)
    entry = _under_way(session)
    is_ended_now = entry is not None
    tells_more = told.kept or told.fields.keys() - {"duration_s"} or options.keys() - {"duration_s"} or notes
    if entry is not None and tells_more and entry.uid != _recorded_last(session).uid:
        entry = _recorded_last(session)  # which is what was told of last
        is_ended_now = False
    elif entry is not None:
        minutes = max(1, round((session.now - entry.record.at).total_seconds() / 60))
        options.setdefault("duration_s", told.fields.get("duration_s", minutes * 60))
    elif told.line or options or notes:
        entry = _recorded_last(session)
    else:
        raise _none_under_way(session, _recorded_last(session))
    without: dict[str, Any] = {}
    if told.line:
        from crampdiary.words.changes.corrections import CorrectionReader  # a cramp does without

        with suppress(UsageError):  # of a time that was refused, and asked for
            correction = CorrectionReader(reader).read([told.line], entry.record)
            if correction.wrong:
                without, told = correction.without_the_wrong(entry.record), correction.told
    if is_ended_now:
        told.fields.pop("duration_s", None)
    zone = zone_of(entry.record.at, entry.record.zone, session.zone)
    said = phrases.together(values_of(told, entry.record.at, zone, now=session.now), options)
    _refuse_days_to_come(session, entry.record, said.get("sore_s"))
    with noted(session, notes, entry.uid) as note:
        text = one_below_the_other(", ".join(told.kept), note)
        if text:
            said["note"] = one_below_the_other(entry.record.note, text)
        changed = added(entry.record.replaced(**without), said)
        if changed == entry.record and not entry.is_merged:
            return Result({"entries": [entry]}, ("It says that already.",))
        with session.store.change("over") as change:
            after = change.replace(entry, changed)
    return saved_change(session, entry.record, after, [*said_besides(told), *mentioned(session, after)])


def _refuse_days_to_come(session: Session, cramp: Episode, sore_s: int | None) -> None:
    """Refuse that a cramp left a muscle sore for days of which the last is still to come.

    Raises:
        UsageError: it is.
    """
    until = cramp.at + timedelta(seconds=sore_s or 0)
    if sore_s is not None and sore_s > _A_DAY_S and until > session.now:
        raise UsageError(
            "The cramp was not that long ago. If it is still sore: `cramp over still sore`. Nothing was saved."
        )


def _under_way(session: Session) -> Entry[Episode] | None:
    """Return the cramp that may have let go just now: the one that began last, if nobody said how long it was."""
    tonight = night_of(session.now)
    found = [
        entry
        for entry in session.store.of(Episode, since=tonight - timedelta(days=1), until=tonight)
        if timedelta() <= session.now - entry.record.at <= _STILL_GOING_FOR
        and entry.record.precision == "minute"
    ]
    if not found or found[-1].record.duration_s is not None:
        return None
    last = found[-1].record
    is_recent = session.now - last.at <= _UNDER_WAY_FOR
    return found[-1] if is_recent or _was_going_on(session, last) else None


def _was_going_on(session: Session, cramp: Episode) -> bool:
    """Return whether a cramp was told of as not over yet."""
    if not cramp.typed:
        return False
    with suppress(UsageError):
        return LogReader(session.vocabulary).read_all_else([cramp.typed]).is_going_on
    return False


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
        "`cramp edit last 4m`"
    )


# How it is between cramps


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
    from crampdiary.cli.telling import feelings  # a cramp does without
    from crampdiary.words.feeling import Feeling

    reader = LogReader(session.vocabulary, Feeling)
    if typed == ["-"] or not (typed or options):
        lines = feelings.lines_piped(session, asked=bool(typed), options=options)
        if len(lines) > 1:
            return feelings.each_saved(session, reader, lines, strict=strict, yes=yes)
        typed = lines
    if not (typed or options):
        if not session.may_ask(yes):
            raise feelings.nothing_felt()
        answer = prompts.ask(_HOW_LEGS_FEEL)
        if answer is None:
            raise CrampError("You did not say how they feel. Nothing was saved.")
        if not answer.strip():
            return Result({"entries": []}, ("Nothing was saved.",))
        typed = [answer]
    told = reader.read_all_else(typed)
    fold_of(fold)
    if strict:
        refuse_what_is_open(told)
    with ExitStack() as kept:
        began = None
        if given["at"] is None and ago is None and day is None:
            asks = not strict and session.may_ask(yes)
            told, began = _began_or_asked(session, "feel", reader, told, given, fold, kept, asks=asks)
        elif told.refused:
            raise told.refused
        elif told.names_a_time:
            raise UsageError("The time is given twice: keep one of them. Nothing was saved.")
        else:
            began = Began(*when(session, at=given["at"], ago=ago, day=day, fold=fold))
        named = told.names_a_time or any(each is not None for each in (given["at"], ago, day))
        things = feelings.things_told(session, reader, told, began)
        return feelings.saved(session, things, given, named=named, yes=yes)
