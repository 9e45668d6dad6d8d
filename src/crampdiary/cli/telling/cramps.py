"""What a line about a cramp comes to: its fields, its moment, and what to say of how it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from crampdiary.cli.options import fold_of, when
from crampdiary.cli.session import Session
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Entry, Episode, RecordT, Sign
from crampdiary.errors import UsageError
from crampdiary.keep import reach
from crampdiary.local_zone import zone_of
from crampdiary.words import phrases
from crampdiary.words.log_reader import LogReader
from crampdiary.words.quantities import Clock
from crampdiary.words.told import Told
from crampdiary.words.wording import listed, saved, short

_ALL_DAY_AT_MOST_S = 24 * 3600
_NIGHT_UNTIL = 7  # o'clock, where it was sore overnight
_SOON_S = 60
_AS_THE_LAST = ("sites", "side", "sensations", "onset")
_ITS_PLACE = ("sites", "side")
_TOLD_TWICE_WITHIN = timedelta(minutes=2)
_OTHER_SIDE = {"left": "right", "right": "left"}


class Began(NamedTuple):
    """When a cramp began: its moment, how well that is known, and what to say of how it was read."""

    at: datetime
    precision: str
    said: tuple[str, ...] = ()


class CrampsRead(NamedTuple):
    """A line that was understood as far as it goes: what to save, and what to say besides."""

    episodes: list[Episode]
    said: list[str]
    names_a_time: bool


def values_of(
    told: Told, at: datetime, zone: tzinfo | None = None, *, now: datetime | None = None
) -> dict[str, Any]:
    """Return the fields of an episode that were told, as it keeps them.

    Args:
        told: the line.
        at: when it began.
        zone: of the clock that it began by, by which the day ends; None for the system's own.
        now: the present, up to which it was sore where that was told as of a time still to come.
    """
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.fields.items()
    }
    said = values.get("sore_s")
    if said is None or isinstance(said, int):
        return values
    until = _sore_until(said, at, zone, now or at)
    if said != "all day" and now is not None:
        until = min(until, now.astimezone(UTC))
    sore_s = values["sore_s"] = min(_ALL_DAY_AT_MOST_S, int((until - at).total_seconds()))
    if sore_s < _SOON_S:  # it began just now
        del values["sore_s"]
        values["sensations"] = tuple(dict.fromkeys([*values.get("sensations", ()), "soreness"]))
    return values


def _sore_until(said: str | Clock, at: datetime, zone: tzinfo | None, now: datetime) -> datetime:
    """Return until when it was sore: up to now, or a time of the day, or its end."""
    if said == "now":
        return now.astimezone(UTC)
    morning = at.date() + timedelta(days=at.hour >= 12)
    if isinstance(said, Clock):
        times = {time(said.hour, said.minute)}
        times |= {time((said.hour + 12) % 24, said.minute)} if said.is_open else set()
        ends = (datetime.combine(at.date() + timedelta(days=day), each) for day in (0, 1) for each in times)
        return min(each for end in ends if (each := end.replace(tzinfo=zone).astimezone(UTC)) > at)
    ends_at = {"morning": time(12), "night": time(_NIGHT_UNTIL)}.get(said)
    if ends_at is not None and at.hour < ends_at.hour:
        morning = at.date()
    day = morning + timedelta(days=ends_at is None)
    return datetime.combine(day, ends_at or time(), tzinfo=zone).astimezone(UTC)


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


def cramps_told(
    session: Session, told: Told, options: dict[str, Any], began: Began | None, *,
    at: str | None, ago: str | None, day: str | None, fold: str | None, last: Episode | None = None,
) -> CrampsRead:  # fmt: skip
    """Return the cramps that a line and options tell of.

    Args:
        session: this run.
        told: the line.
        options: the fields that options gave.
        began: what the line says of when, if that is known.
        at: when, as an option gave it.
        ago: how long ago, the same.
        day: the night, the same.
        fold: which of two times, the same.
        last: the cramp before it, where that is not saved yet.

    Raises:
        UsageError: it names a time that cannot be, or two.
    """
    names_a_time = told.names_a_time or at is not None or ago is not None or day is not None
    if began is None:
        if told.refused:
            raise told.refused
        if told.names_a_time:
            raise UsageError("The time is given twice: keep one of them. Nothing was saved.")
        began = Began(*when(session, at=at, ago=ago, day=day, fold=fold))
    precision = "approx" if told.count > 1 and began.precision == "minute" else began.precision
    zone = zone_of(began.at, session.zone, session.zone)
    values = phrases.together(values_of(told, began.at, zone, now=session.now), options)
    if told.again:
        values = {**as_the_last(session, told, last=last), **values}
    episode = Episode(
        at=began.at,
        logged_at=session.now,
        precision=precision,
        zone=session.zone,
        typed=told.line or None,
        **values,
    )
    return CrampsRead([episode] * told.count, [*began.said, *said_besides(told)], names_a_time)


def on_the_other_side(session: Session, reader: LogReader, told: Told, last: Episode | None = None) -> Told:
    """Return a line about the other foot with its side: the other one than that of the cramp before.

    Args:
        session: this run.
        reader: of the line.
        told: the line.
        last: the cramp before it, where that is not saved yet.
    """
    if told.other_place is None or told.refused:
        return told
    saved_last = None if last else last_cramp(session)
    last = last or (saved_last.record if saved_last else None)
    side = _OTHER_SIDE.get(last.side or "") if last else None
    if last is None or side is None:
        return told
    start, end = told.other_place
    rest = told.line[end:]
    if rest.split()[:1] in (["one"], ["side"]):
        rest = f" {last.sites[0]}{rest.partition(rest.split()[0])[2]}" if last.sites else rest
    found = reader.read_all_else([f"{told.line[:start]}{side}{rest}"])
    found.line = told.line
    return found


def began_at(session: Session, told: Told, fold: str | None) -> Began:
    """Return when a cramp began, as its line tells it, and what else that could be.

    Raises:
        UsageError: it names a time that cannot be.
    """
    now = session.now
    if told.refused:
        raise told.refused
    if told.ago_s is not None:
        from crampdiary.clock.moments import parse_ago

        return Began(parse_ago(f"{told.ago_s}s", now=now), "approx" if told.is_rough else "minute")
    if told.day is None and told.clock is None:
        if told.at_night and not told.is_now and session.is_day and _slept(told):
            at, precision = when(session, day="last night")
            return Began(at, precision, ("Taken for last night. With its time: `cramp edit last at 3am`.",))
        return Began(now, "minute")
    from crampdiary.words.when import moment_told

    found = moment_told(
        told.day, told.clock, is_rough=told.is_rough, at_night=told.at_night, now=now, fold=fold_of(fold)
    )
    said = []
    if found.is_fast:
        said.append("That is a few minutes ahead: taken as now.")
    if found.instead:
        said.append(f"{found.instead} instead? `cramp edit last at {found.instead}`.")
    return Began(found.at, found.precision, tuple(said))


def felt_besides(session: Session, told: Told) -> Sign | None:
    """Return how legs felt, where a line says that besides that there was no cramp; None where it does not.

    Raises:
        UsageError: it names a time that cannot be.
    """
    if not told.felt:
        return None
    from crampdiary.words.feeling import Feeling

    felt = LogReader(session.vocabulary, Feeling).read_all_else([told.felt])
    began = began_at(session, felt, None)
    return Sign(
        at=began.at, logged_at=session.now, precision=began.precision, zone=session.zone, typed=told.line,
        note=", ".join([*felt.kept, *felt.seconds]) or None, **values_of(felt, began.at),
    )  # fmt: skip


def _slept(told: Told) -> bool:
    return bool(told.fields.get("woke")) or told.was_up or told.fields.get("onset") == "asleep"


def as_the_last(
    session: Session,
    told: Told,
    but: str | None = None,
    last: Episode | Sign | None = None,
    kind: type[Episode | Sign] = Episode,
) -> dict[str, Any]:
    """Return what a cramp has from the one before it, where it is told as one more of that kind.

    Args:
        session: this run.
        told: the line.
        but: the uid of the cramp itself, where it is saved already.
        last: the one before it, where that is not saved yet.
        kind: of entry, where it is no cramp.
    """
    if last is None:
        saved = last_of(session, kind, but)
        if saved is None:
            return {}
        last = saved.record
    last = session.vocabulary.meant_by(last)
    names: tuple[str, ...] = _AS_THE_LAST if told.again == "all" else _ITS_PLACE
    names = tuple(name for name in names if name in kind.table)
    if told.again != "all" and any(name in told.fields for name in _ITS_PLACE):
        names = tuple(
            name for name in names if name == "side" and told.fields.get("sites") == list(last.sites)
        )
    held = {name: getattr(last, name) for name in names if getattr(last, name)}
    if told.is_other_side and held.get("side") in _OTHER_SIDE:
        held["side"] = _OTHER_SIDE[held["side"]]
    return held


def refuse_what_is_open(told: Told) -> None:
    """Refuse what bare words left open, for a script that wants to know.

    Raises:
        UsageError: something was not understood, was told twice, or was taken for another word.
    """
    open_ = [*told.kept, *told.seconds, *(typed for typed, _ in told.typos)]
    if open_:
        raise UsageError(f'"{short(open_[0])}" is not understood. Nothing was saved.')


def none_to_take_back(session: Session) -> UsageError:
    """Return the error for a line that says of a cramp only that it was none."""
    how = how_to_take_back(session) or "No cramp was recorded here that could be taken back."
    return UsageError(f"{how} Nothing was saved.")


def last_cramp(session: Session, but: str | None = None) -> Entry[Episode] | None:
    """Return the cramp that this device recorded last, but for one that is named by its uid."""
    return last_of(session, Episode, but)


def last_of(session: Session, kind: type[RecordT], but: str | None = None) -> Entry[RecordT] | None:
    """Return the entry of a kind that this device recorded last, but for one that is named by its uid."""
    for named in reach.recorded(session.store):
        if named.kind == kind.kind and named.uid != but:
            shown = reach.shown_as(session.store, named)
            if shown is not None and isinstance(shown.record, kind):
                return shown  # type: ignore[return-value]
    return None


def how_to_take_back(session: Session) -> str:
    """Return how to take back the cramp that was recorded last; nothing where there is none."""
    last = last_cramp(session)
    if last is None:
        return ""
    line = saved(last.number, last.record, session.vocabulary, now=session.now).removeprefix("Saved ")
    return f"The last cramp is entry {line} If that was none: `cramp delete {last.number}`."


def refuse_what_is_well(session: Session, told: Told) -> None:
    """Refuse a line that says of legs only that they are well, or only wishes for a night without cramps.

    Raises:
        UsageError: it does.
    """
    if told.is_wished:
        raise UsageError(
            "That does not say that your night was clear. If it was: `cramp none`. Nothing was saved."
        )
    if told.fields.keys() - {"sites", "side"} or told.again or told.is_none or told.is_now or not told.kept:
        return
    from crampdiary.words.feeling import WELL, Feeling  # seldom needed

    if any(word.strip(",.;:!") in WELL for word in " ".join(told.kept).casefold().split()):
        felt = LogReader(session.vocabulary, Feeling).read_all_else([told.line])
        if felt.says_all_is_well and not felt.is_of_a_cramp:
            raise UsageError(
                "That tells of no cramp. How legs feel is `cramp feel 0`, a night without cramps `cramp none`. "
                "Nothing was saved."
            )


def told_just_before(session: Session, record: Episode | Sign) -> int | None:
    """Return the entry of its kind that says the same in the same words, if it was told just now."""
    last = last_of(session, type(record)) if record.typed else None
    if last is None or last.record.typed != record.typed:
        return None
    apart = max(session.now - last.record.logged_at, abs(record.at - last.record.at))
    return last.number if apart <= _TOLD_TWICE_WITHIN else None
