"""What is looked up in the diary when an entry is saved: what else was said of its nights, and what it looks like.

Whatever records or moves an entry tells this in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crampdiary import prompts
from crampdiary.cli.session import Session
from crampdiary.clock.zones import NOON, latest_finished_night, night_of
from crampdiary.diary.alike import alike
from crampdiary.diary.model import Away, CheckIn, Entry, Episode, Record, nights_of
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.quantities import MONTHS
from crampdiary.words.wording import listed, month_of, night_in_words, plural, safe

if TYPE_CHECKING:
    from crampdiary.words.night_reader import Stretch

_MENTIONED = "mentioned:"  # and the name of a rule: the day on which that was said
_HALF_A_YEAR = 365 // 2 + 1  # days
_SINCE = frozenset({"since", "from", "started", "begun", "began"})  # that of last year is as likely as any
_EVENING = 18  # o'clock
_SO_FAR = r"(?i)\b(?:so far|yet|until now|till now)\b"
_LONG_BEFORE = 400  # days
"""A date that is further before the first entry is likelier to have its year mistyped."""


def check_date(session: Session, typed: date, yes: bool, *, keeps: bool = True) -> None:
    """Ask about a date that was typed where it is long before the first entry, or nearer in the year to come.

    Args:
        session: this run.
        typed: the date.
        yes: whether it is taken as it is.
        keeps: whether what was typed is kept as a draft meanwhile, if nothing of it is saved yet.

    Raises:
        UsageError: nobody is there to ask, and --yes was not given.
        CrampError: the answer was no.
    """
    if yes:
        return
    told = _a_year_ago(session, typed) or _long_before(session, typed)
    if not told:
        return
    if not prompts.can_ask():
        raise UsageError(f"{told} Nothing was saved: check the year, or add --yes if it is right.")
    from crampdiary.cli.drafts import keeping  # seldom needed

    how, command = _in_a_likely_year(session, typed), session.as_typed()
    with keeping(command, now=session.now, how=how, is_note=False) if keeps else nullcontext():
        session.confirm(f"{told} Is that right?", yes)


def _long_before(session: Session, typed: date) -> str:
    """Return that a date is long before the first entry, or nothing."""
    if (night_of(session.now) - typed).days <= _LONG_BEFORE:
        return ""
    begun = session.store.first_night()
    days = (begun - typed).days if begun else 0
    if days <= _LONG_BEFORE:
        return ""
    long = f"{days // 365} years" if days >= 2 * 365 else "more than a year"
    return f"That is {typed.day} {month_of(typed)} {typed.year}, {long} before your first entry."


def _a_year_ago(session: Session, typed: date) -> str:
    """Return that a day typed without its year is nearer in the year to come, as `none` says too; or nothing."""
    ago, command = (session.now.date() - typed).days, session.as_typed().casefold()
    words = re.findall("[a-z]+", command)
    if not _HALF_A_YEAR < ago < 2 * _HALF_A_YEAR or str(typed.year) in command:
        return ""
    may_begin_then = not _SINCE.isdisjoint(words) and words[1:2] != ["edit"]  # what is there began lately
    if MONTHS.isdisjoint(words) or may_begin_then:
        return ""
    day = f"{typed.day} {month_of(typed)}"
    return f"{day} is still to come, so this would be {day} {typed.year}."


def _in_a_likely_year(session: Session, typed: date) -> str:
    """Return how the command is typed with the latest year that the date can have; nothing if no year stands there."""
    today, command = session.now.date(), session.as_typed()
    year = today.year - ((typed.month, typed.day) > (today.month, today.day))
    if command.count(str(typed.year)) != 1:
        return ""
    return f"for {year} type `{command.replace(str(typed.year), str(year))}`"


def check_over(session: Session, night: date) -> None:
    """Refuse to say of a night that is not over yet that it was clear.

    Raises:
        UsageError: says when that can be said.
    """
    if night > latest_finished_night(session.now):
        raise UsageError(
            f"The {night_in_words(night, now=session.now.date())} is not over yet. Say it from 05:00 on. "
            "Nothing was saved."
        )


def says_last_night(session: Session, nights: Sequence[str], told: Stretch) -> bool:
    """Return whether last night was said, in the words that before 05:00 have two meanings."""
    words = " ".join(nights).casefold()
    return told.first == session.now.date() - timedelta(days=1) and ("last" in words or words == "yesterday")


def check_so_far(session: Session, typed: str) -> None:
    """Refuse "none so far" in the evening: it is of the night to come, or under way, and not of the one before.

    Raises:
        UsageError: it is.
    """
    if session.now.hour >= _EVENING and re.search(_SO_FAR, typed):
        check_over(session, night_of(session.now))


def last_night_meant(session: Session, yes: bool) -> Stretch:
    """Return the latest night that is over; before 05:00 ask whether it is meant, or the one under way.

    Raises:
        UsageError: nobody is there to ask, as the night under way cannot be judged yet.
        CrampError: it was not said which.
    """
    from crampdiary.cli.drafts import kept_at_ctrl_c  # seldom needed
    from crampdiary.words.night_reader import Stretch

    latest = latest_finished_night(session.now)
    night = night_of(session.now) if session.now.hour < NOON else latest
    if night != latest:
        if not session.may_ask(yes):
            raise UsageError(
                f"The {night_in_words(night, now=session.now.date())} is not over yet: say it from 05:00 on. "
                f"If you mean the one before it: `cramp none {latest}`. Nothing was saved."
            )
        names = [night_in_words(each, now=session.now.date()) for each in (night, latest)]
        question = f"Which night had no cramps: this one, {names[0]}, or the one before, {names[1]}?"
        with kept_at_ctrl_c(session, f"of the one before: `cramp none {latest}`"):
            meant = prompts.choose(question, {"this": "this", "before": "before"})
        if meant is None:
            raise CrampError("You did not say which night. Nothing was saved.")
        night = night if meant == "this" else latest
    return Stretch(night, night, alone=True)


def nights_over(session: Session, told: Stretch, asides: list[str]) -> list[date]:
    """Return the nights of a range that are over; one told by where it begins does not go before the first entry.

    Args:
        session: this run.
        told: as `nights_in` returned it.
        asides: where it is said that nights before the first entry were left out.

    Raises:
        UsageError: it has no beginning, or ends before it.
    """
    if told.first is None:
        raise UsageError(
            "--until needs a --since with it, as in `cramp none since monday`. Nothing was saved."
        )
    latest = latest_finished_night(session.now)
    last = min(told.last or latest, latest)
    if last < told.first and told.last and told.last < told.first:
        raise UsageError(
            f"The range would end on {told.last}, before it begins on {told.first}. Swap the two. Nothing was saved."
        )
    first = told.first
    if told.since:
        begun = session.store.first_night() or first
        if first < begun <= last:
            asides.append(
                f"Your first entry is of the {night_in_words(begun, now=session.now.date())}: "
                "nights before it are left as they were."
            )
            first = begun
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]


def contradicted(session: Session, night: date, number: int) -> CrampError:
    """Return the error for a night said to be clear in which there is a cramp, an entry of this number."""
    return CrampError(
        f"There is a cramp in the {night_in_words(night, now=session.now.date())} (entry {number}). "
        f"Nothing was saved; if it is wrong: `cramp delete {number}`"
    )


def reason_of(error: CrampError) -> str:
    """Return why something was refused; that nothing was saved is not so where something else was."""
    return safe(str(error)).replace(" Nothing was saved.", "").replace("Nothing was saved; if", "If")


def check_free(session: Session, entry: Entry[Record], night: date) -> None:
    """Refuse to move a check-in to a night of which it could not be said by `cramp none`."""
    check_over(session, night)
    with_cramps, said = spoken_nights(session, [night])
    if with_cramps and getattr(entry.record, "clear", True):
        raise contradicted(session, night, with_cramps[night])
    if said:
        raise CrampError(
            f"Already said of {night_in_words(night, now=session.now.date())} (entry {said[night]}). Nothing was "
            f"changed; if this one is not needed: `cramp delete {entry.number}`"
        )


def mentioned(session: Session, saved: Entry[Record]) -> Iterator[str]:
    """Yield each reason to talk to a doctor that a cramp or sign just saved is part of, once in 14 days.

    It is saved by now, so nothing here may fail.
    """
    from crampdiary.doctor import felt  # seldom needed, but for a cramp

    store, now = session.store, session.now

    def since(first: date) -> Sequence[Entry[Record]]:
        return session.vocabulary.as_meant(store.entries("episode", "sign", since=first))

    with suppress(CrampError):
        recent = since(night_of(now) - timedelta(days=felt.WINDOW_NIGHTS))
        if not any(felt.is_among(each, saved) for each in felt.reasons(recent, now).values()):
            return
        from crampdiary.doctor import rules  # seldom needed

        found = [each for each in rules.about_the_last_nights(recent, now=now) if rules.is_about(each, saved)]
        answers = rules.latest_answers(store.entries("seen"), now=now)
        holding = [rules.after_answer(each, answers.get(each.rule.name), since, now=now) for each in found]
        for notice in rules.to_mention(holding, saved, lambda rule: store.local(_MENTIONED + rule), now=now):
            from crampdiary.doctor.screen import mention  # seldom needed

            yield mention(notice)
            store.remember(_MENTIONED + notice.rule.name, now.date().isoformat())


def spoken_nights(session: Session, wanted: Sequence[date]) -> tuple[dict[date, int], dict[date, int]]:
    """Return the nights with a cramp, and those said to be clear or away, each with an entry's number.

    Args:
        session: this run.
        wanted: the nights to look at, in order.
    """
    with_cramps: dict[date, int] = {}
    said: dict[date, int] = {}
    asked = set(wanted)
    for entry in session.store.entries("episode", "check_in", "away", since=wanted[0], until=wanted[-1]):
        first, last = nights_of(entry.record)
        nights = {first} if first == last else {night for night in asked if first <= night <= last}
        found = with_cramps if isinstance(entry.record, Episode) else said
        for night in nights & asked:
            found.setdefault(night, entry.number)
    return with_cramps, said


def beside(session: Session, record: Record) -> list[Entry[Record]]:
    """Return what bears on what `asides_of_nights` says of an entry; to be asked for before it is saved."""
    kinds = {"episode": ("check_in", "away"), "away": ("episode",)}.get(record.kind)
    if kinds is None:
        return []
    first, last = nights_of(record)
    return session.store.entries(*kinds, since=first, until=last)


def asides_of_nights(record: Record, known: Sequence[Entry[Record]]) -> Iterator[str]:
    """Yield what else was said of the nights of an entry that was saved.

    Args:
        record: what was saved.
        known: what `beside` returned.
    """
    if isinstance(record, Away) and known:
        yield f"{plural(len(known), 'cramp')} in those nights: kept, but left out of the figures."
    if isinstance(record, Episode):
        if any(isinstance(each.record, CheckIn) and each.record.clear for each in known):
            yield "That night was marked as clear before; it counts as a night with a cramp now."
        if any(isinstance(each.record, Away) for each in known):
            yield "You were away that night, so this is kept but left out of the figures."


def look_alikes(session: Session, records: Sequence[Record]) -> list[Entry[Record] | None]:
    """Return for each of some records of one kind an entry like it, if any; ask before they are saved."""
    if not records:
        return []
    a_day = timedelta(days=1)  # ten minutes may lie on either side of noon
    nights = [nights_of(each) for each in records]
    since, until = min(first for first, _ in nights) - a_day, max(last for _, last in nights) + a_day
    known: dict[date, list[Entry[Record]]] = {}
    entries = session.vocabulary.as_meant(session.store.entries(records[0].kind, since=since, until=until))
    for entry in entries:
        known.setdefault(nights_of(entry.record)[0], []).append(entry)

    def like(record: Record, night: date) -> Entry[Record] | None:
        near = (each for day in (night - a_day, night, night + a_day) for each in known.get(day, ()))
        return next((each for each in near if alike(each.record, record)), None)

    return [like(record, first) for record, (first, _) in zip(records, nights, strict=True)]


def asides_of_look_alikes(
    saved: Sequence[Entry[Record]], known: Sequence[Entry[Record] | None]
) -> Iterator[str]:
    """Yield how to drop what looks like an entry of before.

    Args:
        saved: the new entries.
        known: for each of them what `look_alikes` returned.
    """
    pairs = [(new.number, old.number) for new, old in zip(saved, known, strict=True) if old]
    if not pairs:
        return
    news, olds = ([str(each) for each in dict.fromkeys(numbers)] for numbers in zip(*pairs, strict=True))
    one = len(pairs) == 1
    yield (
        f"{'Entry' if one else 'Entries'} {listed(news)} {'looks' if one else 'look'} like {listed(olds)}. If you "
        f"told the same thing twice: `cramp delete {' '.join(news)}` drops the new {'one' if one else 'ones'}."
    )


def check_clock(session: Session, yes: bool) -> None:
    """Refuse a clock that is years off, and warn of one behind the newest entry; stamps are safe either way.

    What tells is when something was last written here. The entries themselves may be of years ago, as after an import.
    """
    newest = session.store.newest_moment()
    now = session.now
    if newest is None:
        return
    if now.year < 2020 or now - newest > timedelta(days=5 * 365):
        if not yes:
            raise UsageError(
                f"The computer's clock says {now:%Y-%m-%d}, far from when you last wrote here ({newest:%Y-%m-%d}). "
                "Nothing was saved: set the clock, or add --yes if it is right."
            )
    elif newest - now > timedelta(days=1):
        session.say(
            f"The computer's clock says {now:%Y-%m-%d}, before your newest entry was made ({newest:%Y-%m-%d}). Please "
            "check the clock."
        )
