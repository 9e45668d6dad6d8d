"""`log`, `over`: a cramp in any words. It is saved first; then what was understood is said, and what was not."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Any, NamedTuple

from crampdiary.cli.checks import (
    asides_of_look_alikes,
    asides_of_nights,
    beside,
    check_clock,
    check_date,
    look_alikes,
    mentioned,
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
from crampdiary.clock.zones import night_of
from crampdiary.diary.model import Entry, Episode, added
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import reach
from crampdiary.words import phrases
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.wording import listed, plural, safe, short, summary, time_of

_BY_DAY = range(9, 21)  # o'clock: a cramp that woke somebody was last night's
_TOLD_TWICE_WITHIN = timedelta(minutes=2)
_UNDER_WAY_FOR = timedelta(minutes=30)  # what lasts longer has most likely let go, and nobody said so
_SILENT_S = 2.0  # a pipe that says nothing for so long has nothing to say
_ALL_DAY_AT_MOST_S = 24 * 3600
_AS_THE_LAST = ("sites", "side", "sensations", "onset")
_ITS_PLACE = ("sites", "side")


class _Read(NamedTuple):
    """A line that was understood as far as it goes: what to save, and what to say besides."""

    told: Told
    episodes: list[Episode]
    said: list[str]
    names_a_time: bool


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
    stands in the note. A line of its own is read from standard input where the only word is -.
    """
    lines = _lines_piped(words, given)
    if lines is not None:
        return _log_lines(session, lines, strict=strict, yes=yes)
    return logged(session, words or [], given, ago=ago, day=day, fold=fold, strict=strict, yes=yes)


def logged(
    session: Session, words: Sequence[str], given: Given, *,
    ago: str | None = None, day: str | None = None, fold: str | None = None, strict: bool = False, yes: bool = False,
) -> Result:  # fmt: skip
    """Save the cramp, or the cramps, that bare words and options tell of.

    Raises:
        UsageError: they name a time that cannot be, or an option is not understood.
    """
    reader = LogReader(session.vocabulary)
    told = reader.read(words)
    fold_of(fold)
    if strict:
        _refuse_what_is_open(told)
    if told.is_none:
        return _none(session, told, given, yes)
    notes = given.pop("note", None)
    refuse_empty(given)
    options = phrases.read_options(Episode.table, given, session.vocabulary)
    read = _read(session, told, options, at=given["at"], ago=ago, day=day, fold=fold)
    check_clock(session, yes)
    if read.names_a_time:
        check_date(session, read.episodes[0].at.date(), yes)
    known, like = beside(session, read.episodes[0]), look_alikes(session, read.episodes)
    same = _told_just_before(session, read.episodes[0])
    with noted(session, notes) as note:
        text = one_below_the_other(", ".join(told.kept), note)
        episodes = [each.replaced(note=text or None) for each in read.episodes]
        with session.store.change("log") as change:
            entries = [change.add(each) for each in episodes]

    def asides() -> Iterator[str]:
        yield from read.said
        yield from asides_of_nights(entries[0].record, known)
        if same is not None:
            yield f"Entry {same} says the same, told just before. If that was once: `cramp undo`."
        else:
            yield from asides_of_look_alikes(entries, like)
        yield from mentioned(session, entries[0])

    return saved_entries(session, entries, asides())


def values_of(told: Told, at: datetime) -> dict[str, Any]:
    """Return the fields of an episode that were told, as it keeps them; `at` is when it began."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in told.fields.items()}
    if values.get("sore_s") == "all day":
        morning = at.date() + timedelta(days=at.hour >= 12)
        until = datetime.combine(morning + timedelta(days=1), time()).replace(tzinfo=at.tzinfo)
        values["sore_s"] = min(_ALL_DAY_AT_MOST_S, int((until - at).total_seconds()))
    return values


def said_besides(told: Told) -> Iterator[str]:
    """Yield what was read in a way that nobody may have meant, and what was not read."""
    for typed, meant in told.typos:
        yield f'Read "{short(typed)}" as {meant}.'
    if told.kept:
        yield f"In the note, as typed: {listed([short(each) for each in told.kept])}."
    if told.seconds:
        yield f"Kept as typed, the first counts: {listed([short(each) for each in told.seconds])}."
    for word in told.both_ways:
        yield f"For what you were doing: `while {word}`. For what you tried: `tried {word}`."
    if told.preventive:
        yield f"For what was used ahead of it: `cramp used {' '.join(told.preventive)}`."


def _read(
    session: Session, told: Told, options: dict[str, Any], *,
    at: str | None, ago: str | None, day: str | None, fold: str | None,
) -> _Read:  # fmt: skip
    """Return the cramps that a line and options tell of."""
    said: list[str] = []
    names_a_time = told.names_a_time or at is not None or ago is not None or day is not None
    if at is not None or ago is not None or day is not None:
        if told.names_a_time:
            raise UsageError("The time is given twice: keep one of them. Nothing was saved.")
        moment, precision = when(session, at=at, ago=ago, day=day, fold=fold)
    else:
        moment, precision = _moment(session, told, said, fold)
    if told.count > 1 and precision == "minute":
        precision = "approx"
    values = phrases.together(values_of(told, moment), options)
    if told.again:
        values = {**_as_the_last(session, told), **values}
    episode = Episode(
        at=moment,
        logged_at=session.now,
        precision=precision,
        zone=session.zone,
        typed=told.line or None,
        **values,
    )
    return _Read(told, [episode] * told.count, [*said, *said_besides(told)], names_a_time)


def _moment(session: Session, told: Told, said: list[str], fold: str | None) -> tuple[datetime, str]:
    """Return when it began, and say what else it could be."""
    now = session.now
    if told.ago_s is not None:
        from crampdiary.clock.moments import parse_ago

        return parse_ago(f"{told.ago_s}s", now=now), "minute"
    if told.day is None and told.clock is None:
        if told.at_night and not told.is_now and now.hour in _BY_DAY and _slept(told):
            said.append("Taken for last night. With its time: `cramp edit last at 3am`.")
            return when(session, day="last night")
        return now, "minute"
    from crampdiary.words.when import moment_told

    found = moment_told(
        told.day, told.clock, is_rough=told.is_rough, at_night=told.at_night, now=now, fold=fold_of(fold)
    )
    if found.is_fast:
        said.append("That is a few minutes ahead: taken as now.")
    if found.instead:
        said.append(f"{found.instead} instead? `cramp edit last at {found.instead}`.")
    return found.at, found.precision


def _slept(told: Told) -> bool:
    return bool(told.fields.get("woke")) or told.fields.get("onset") == "asleep"


def _as_the_last(session: Session, told: Told) -> dict[str, Any]:
    """Return what a cramp has from the one before it, where it is told as one more of that kind."""
    last = last_cramp(session)
    if last is None:
        return {}
    record = session.vocabulary.meant_by(last.record)
    names: tuple[str, ...] = _AS_THE_LAST if told.again == "all" else _ITS_PLACE
    if told.again != "all" and any(name in told.fields for name in _ITS_PLACE):
        names = tuple(
            name for name in names if name == "side" and told.fields.get("sites") == list(record.sites)
        )
    return {name: getattr(record, name) for name in names if getattr(record, name)}


def last_cramp(session: Session) -> Entry[Episode] | None:
    """Return the cramp that this device recorded last."""
    for named in reach.recorded(session.store):
        if named.kind == "episode":
            shown = reach.shown_as(session.store, named)
            if shown is not None and isinstance(shown.record, Episode):
                return shown  # type: ignore[return-value]
    return None


def _told_just_before(session: Session, episode: Episode) -> int | None:
    """Return the entry that says the same in the same words, if it was told just now."""
    last = last_cramp(session) if episode.typed else None
    if last is None or last.record.typed != episode.typed:
        return None
    apart = max(session.now - last.record.logged_at, abs(episode.at - last.record.at))
    return last.number if apart <= _TOLD_TWICE_WITHIN else None


def _none(session: Session, told: Told, given: Given, yes: bool) -> Result:
    """Say that a night had no cramps, as `cramp none` does."""
    from crampdiary.cli.record import none

    others = [name for name, value in given.items() if value not in (None, []) and name != "note"]
    if others:
        raise UsageError(
            f'"{short(told.line)}" says that there was none, and --{others[0]} how it was. Nothing was saved.'
        )
    return none(session, [told.day.name] if told.day else None, note=given.get("note"), yes=yes)


def _refuse_what_is_open(told: Told) -> None:
    """Refuse what bare words left open, for a script that wants to know."""
    open_ = [*told.kept, *told.seconds, *(typed for typed, _ in told.typos)]
    if open_:
        raise UsageError(f'"{short(open_[0])}" is not understood. Nothing was saved.')


# That it is over


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
        text = one_below_the_other(", ".join(told.kept), note)
        if text:
            said["note"] = one_below_the_other(entry.record.note, text)
        changed = added(entry.record, said)
        if changed == entry.record and not entry.is_merged:
            return Result({"entries": [entry]}, ("It says that already.",))
        with session.store.change("over") as change:
            after = change.replace(entry, changed)
    return saved_change(session, entry.record, after, [*said_besides(told), *mentioned(session, after)])


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


# Standard input


def _lines_piped(words: Sequence[str] | None, given: Given) -> list[str] | None:
    """Return the lines to read from standard input: where that is asked for, or where nothing else says anything."""
    asked = list(words or []) == ["-"]
    if not asked and (words or any(value not in (None, []) for value in given.values())):
        return None
    if sys.stdin is None or sys.stdin.isatty():
        if asked:
            raise UsageError(
                "Nothing is piped in. Type the words instead: `cramp log 7 left foot`. Nothing was saved."
            )
        return None
    if not asked and not _says_something():
        return None
    from crampdiary.diary.values import typed_text

    text = typed_text(sys.stdin.buffer.read().decode("utf-8", "replace"))
    lines = [each for each in text.split("\n") if each.strip()]
    return lines or None


def _says_something() -> bool:
    """Return whether anything comes from a pipe within two seconds."""
    try:
        import select

        return bool(select.select([sys.stdin], [], [], _SILENT_S)[0])
    except (ImportError, OSError, ValueError):  # Windows waits for sockets alone
        return False


def _log_lines(session: Session, lines: Sequence[str], *, strict: bool, yes: bool) -> Result:
    """Save each line as a cramp of its own; one that cannot be stands in the way of no other."""
    entries: list[Any] = []
    shown: list[str] = []
    asides: list[str] = []
    refused: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            given: Given = dict.fromkeys(("at", "note"))
            found = logged(session, [line], given, strict=strict, yes=yes)
        except UsageError as error:
            refused.append(f"Line {number} was not saved: {error}")
            continue
        entries += found.data["entries"]
        shown += found.sections if isinstance(found.sections, tuple) else ()
        asides += found.asides
    failure: CrampError | None = None
    if refused:
        failure = UsageError(
            f"{plural(len(refused), 'line')} of {len(lines)} not saved. " + " ".join(map(safe, refused))
        )
    return Result({"entries": entries}, tuple(shown), asides, failure)
