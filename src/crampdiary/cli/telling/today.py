"""`cramp` alone: where this diary stands, and on a terminal, by day, what is still open, one question at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from crampdiary import prompts
from crampdiary.cli import log, record
from crampdiary.cli.options import FieldsOf, Given, when
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.cli.telling import answers, going_on, used_and_had
from crampdiary.cli.telling.answers import Meaning
from crampdiary.cli.telling.more import asides_of_answer
from crampdiary.clock.zones import night_of
from crampdiary.diary.fields import Tried
from crampdiary.diary.model import ENTRY_KINDS, Away, Entry, Episode, Exposure, added
from crampdiary.diary.nights import State
from crampdiary.doctor.rules import find
from crampdiary.doctor.screen import pointer
from crampdiary.errors import UsageError
from crampdiary.keep import reach
from crampdiary.stats import standing_screen
from crampdiary.stats.standing import Standing, look
from crampdiary.stats.streaks import free_now_said
from crampdiary.words.log_reader import LogReader
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.wording import day_in_words, listed, night_in_words, plural, saved, short

_BY_DAY = range(7, 21)  # o'clock; at night nothing is asked
_MOST_MISSED = 62  # nights that somebody may well remember, as `cramp none` has it
_NOTHING_USED = "nothing_used"  # and the night of which that was said
_GETTING_TO_KNOW = timedelta(
    days=14
)  # from the first night on: then who uses nothing is no longer asked what
_WORDS = "In plain words, such as 7 left calf. n: none. Enter: later."
_MAYBE_COUNTS = tuple("23456789")
_NO_CRAMP = "That tells of no cramp, so nothing was saved. "
_ASKED_OF = "asked_what_eased"  # and the uid of the cramp
_SAME_FOR = timedelta(days=90)  # for so long what eased one cramp is offered for the next
_EASED = "In plain words, such as massage, or standing after 2 minutes."
_USES = "In plain words, such as stretching magnesium. n: nothing. l: later."

Asked = Generator[str, None, bool]
"""A question: yields what is said after its answer, and returns whether to go on to the next."""


def today(session: Session) -> Result:
    """Show where this diary stands."""
    store = session.store
    diary = session.diary()
    found = look(diary, [each.record for each in store.of(Away)], now=session.now)
    drawn = session.in_trial  # one Enter must not be a use on a night that the draw leaves out
    found = found.replaced(offered=tuple(each for each in found.offered if each.record.word not in drawn))
    notices = find(diary, now=session.now, words=session.vocabulary)
    conflicts = list(reach.conflicts(store))
    trial = _trial(session)
    data = {"standing": found, "notices": notices, "conflicts": conflicts, "trial": trial}
    if not any(store.counts()[kind] for kind in ENTRY_KINDS):
        return Result(data, standing_screen.EMPTY)
    shown = standing_screen.lines(
        found,
        session.vocabulary,
        now=session.now,
        worth=[
            *([trial] if trial else []),
            *pointer(notices),
            *standing_screen.about_conflicts(conflicts),
        ],
        going=[
            session.vocabulary.label(role, each.record.word)
            for role in ("remedy", "trigger")
            for each in going_on.running(session, role)
        ],
        made_up=bool(store.local("made_up")),
        asked=_is_asked(session),
        asked_what_was_used=_is_asked(session) and _may_have_used(session, found),
        free_said=free_now_said(diary.counted, diary.between(None, None)),
        in_trial=drawn,
        too_late=_too_late(session, found),
    )
    return Result(data, shown, _questions(session, found))


def _trial(session: Session) -> str | None:
    """Return what a trial says today, if one goes on."""
    if not session.trials:
        return None
    from crampdiary.cli.trials.trial_now import tonight_line  # who has no trial does without it

    return tonight_line(session)


def _too_late(session: Session, found: Standing) -> list[date]:
    """Return the nights that are said to be quiet too late for a trial that goes on."""
    if not (session.trials and found.missed):
        return []
    from crampdiary.cli.trials.trial_now import late_for_trial  # who has no trial does without it

    return late_for_trial(session, found.missed)


def _questions(session: Session, found: Standing) -> Iterator[str]:
    if not _is_asked(session):
        return
    session.as_json = True  # or else what a remedy is used for would be asked before it is saved
    for question in (_evening, _last_night, _eased, _missed):
        if not (yield from question(session, found)):
            return


def _is_asked(session: Session) -> bool:
    on_terminal = prompts.can_ask() and sys.stdout is not None and sys.stdout.isatty()
    return on_terminal and not session.as_json and session.now.hour in _BY_DAY


def _may_have_used(session: Session, found: Standing) -> bool:
    """Return whether a remedy was used within a week, or the diary is too new to know."""
    first = session.store.first_night()
    return bool(found.offered) or first is None or found.last_night - first < _GETTING_TO_KNOW


def _evening(session: Session, found: Standing) -> Asked:
    """Ask what was used in the last evening, and offer what was used in the one before."""
    night = found.last_night.isoformat()
    if found.used_last or found.state is State.AWAY or session.store.local(_NOTHING_USED) == night:
        return True
    if not _may_have_used(session, found):
        return True
    enter = "Enter: later"
    if found.offered:
        again = standing_screen.remedies(found.offered, session.vocabulary)
        enter = f"Enter: again {again}, l: later"
    question = f"What did you use last evening? {enter}, n: nothing, or in plain words:"
    while True:
        typed = _answer(question)
        if typed is None:
            return False
        if answers.is_no(typed):
            session.store.remember(_NOTHING_USED, night)
            return True
        if answers.is_later(typed) or not (typed or found.offered):
            return True
        is_again = not typed or (bool(found.offered) and answers.is_yes(typed))
        if not is_again and (answers.is_help(typed) or answers.is_yes(typed)):
            yield _USES
            continue
        answered = _used_again if is_again else _used
        if (yield from _told(answered, session, found, typed)):
            return True


def _last_night(session: Session, found: Standing) -> Asked:
    if found.state is not State.SILENT:
        return True
    while True:
        typed = _answer("Last night: any cramps? Enter: later, n: none, or in plain words:")
        if typed is None:
            return False
        if not typed:
            return True
        answer = answers.about_cramps(session, typed)
        if answer.meaning is Meaning.LATER:
            return True
        if answer.meaning is Meaning.ELSE:
            yield f"{'' if answers.is_help(typed) else _NO_CRAMP}{answer.hint or _WORDS}"
            continue
        if answer.meaning is Meaning.NONE:
            yield from _told(_none, session, found.last_night, answer.text)
            return True
        words = [answer.text] if answer.text else []
        if (yield from _told(_logged, session, words, found.last_night)):
            if typed in _MAYBE_COUNTS:
                yield (
                    f"Taken as how bad it was. If it was {typed} cramps: `cramp undo`, then "
                    f"`cramp log {typed} cramps last night`."
                )
            return True


def _eased(session: Session, found: Standing) -> Asked:
    """Ask once what eased the cramp of last night, if that was not told, and offer what eased an earlier one."""
    last = found.last_night
    cramps = session.vocabulary.as_meant(session.store.of(Episode, since=last - _SAME_FOR, until=last))
    of_night = [each for each in cramps if night_of(each.record.at) == last]
    earlier = reversed(cramps[: len(cramps) - len(of_night)])
    eased = next(filter(None, map(_what_helped, earlier)), ())
    if len(of_night) != 1 or of_night[0].record.tried or not eased:
        return True
    cramp = of_night[0]
    if session.store.local(_ASKED_OF) == cramp.uid:
        return True
    names = short(listed([session.vocabulary.label("remedy", each.remedy) for each in eased]))
    while True:
        typed = _answer(f"What eased last night's cramp? y: {names}, Enter: skip, or in plain words:")
        if typed is None:
            return False
        if answers.is_help(typed):
            yield _EASED
            continue
        session.store.remember(_ASKED_OF, cramp.uid)
        if answers.is_yes(typed):
            changed = added(cramp.record, {"tried": eased})
            with session.store.change("log") as change:
                after = change.replace(cramp, changed)
            yield saved(after.number, changed, session.vocabulary, now=session.now)
        elif typed and not answers.is_no(typed) and not answers.is_later(typed):
            yield from asides_of_answer(session, cramp, _as_eased(session, typed))
        return True


def _what_helped(cramp: Entry[Episode]) -> tuple[Tried, ...]:
    return tuple(
        Tried(remedy=each.remedy, relief="helped") for each in cramp.record.tried if each.relief == "helped"
    )


def _as_eased(session: Session, typed: str) -> str:
    """Return an answer as a line of `cramp log`: a remedy alone is one that helped."""
    reader = LogReader(session.vocabulary)
    for line in (typed, f"{typed} helped"):
        with suppress(UsageError):
            if any(each.relief for each in reader.read_all_else([line]).fields.get("tried") or ()):
                return line
    return typed


def _missed(session: Session, found: Standing) -> Asked:
    """Ask of the nights missed since the last that is known, all together."""
    if not 0 < len(found.missed) <= _MOST_MISSED:
        return True
    first, last, today = found.missed[0], found.missed[-1], session.now.date()
    which = f"the {night_in_words(first, now=today)}"
    if first != last:
        evening, morning = (day_in_words(each, now=today) for each in (first, last + timedelta(days=1)))
        which = (
            f"{plural(len(found.missed), 'night')}, from the evening of {evening} to the morning of {morning}"
        )
    late = len(_too_late(session, found))
    for_trial = f" For the trial, {plural(late, 'quiet one')} would be too late." if late else ""
    typed = _answer(
        f"Nothing was said of {which}.{for_trial} Any cramps? Enter: later, n: none, a: I was away:"
    )
    if typed is None:
        return False
    if answers.is_no(typed):
        yield from _told(_none_since, session, first.isoformat(), last.isoformat())
    elif answers.is_away(typed):
        yield from _told(record.away, session, [first.isoformat(), last.isoformat()])
    elif typed and not answers.is_later(typed):
        yield f"Nothing was saved. A cramp of such a night: `cramp log 7 calf --day {last}`."
    return True


def _answer(question: str) -> str | None:
    """Return what was typed; None where Ctrl-C or Ctrl-D says that it is enough for now."""
    try:
        typed = prompts.ask(question)
    except KeyboardInterrupt:
        return None
    return None if typed is None else typed.strip()


def _told(work: Callable[..., Result], *arguments: Any) -> Asked:
    """Do what was answered and yield what it says; return whether it was understood and done."""
    try:
        result = work(*arguments)
    except UsageError as error:  # what fails otherwise ends it, with its exit code
        yield str(error)
        return False
    yield from result.sections if isinstance(result.sections, tuple) else ()
    yield from result.asides
    return True


def _logged(session: Session, words: list[str], night: date) -> Result:
    """Log a cramp in plain words: with no time in them it is one of that night."""
    timed = LogReader(session.vocabulary).read(words).names_a_time
    day = None if timed else night.isoformat()
    session.words = ["log", *words, *(["--day", day] if day else [])]
    return log.logged(session, words, _no_options("episode"), day=day)


def _none(session: Session, night: date, note: str) -> Result:
    return record.none(session, [night.isoformat()], note=[note] if note else None)


def _none_since(session: Session, since: str, until: str) -> Result:
    return record.none(session, since=since, until=until, yes=True)  # it was asked


def _used(session: Session, found: Standing, typed: str) -> Result:
    """Record remedies in plain words: with no time in them they are of the last evening."""
    timed = UseReader(session.vocabulary, "remedy").read([typed]).names_a_time
    day = None if timed else found.last_night.isoformat()
    session.words = ["used", typed, *(["--day", day] if day else [])]
    return used_and_had.used(session, [typed], given=_no_options("exposure"), day=day)


def _used_again(session: Session, found: Standing, _typed: str) -> Result:
    """Record what was used in the evening before once more, for the last evening."""
    at, precision = when(session, day=found.last_night.isoformat())
    again = {(each.record.word, each.record.amount): each.record for each in found.offered}
    with session.store.change("used") as change:
        entries = [
            change.add(
                Exposure(
                    at=at, logged_at=session.now, precision=precision, zone=session.zone, role="remedy",
                    word=each.word, amount=each.amount, purpose=each.purpose,
                )
            )
            for each in again.values()
        ]  # fmt: skip
    labels = [(session.vocabulary.label("remedy", each.word), each.amount) for each in again.values()]
    used = listed([f"{label} ({amount})" if amount else label for label, amount in labels])
    numbers = listed([str(each.number) for each in entries])
    night = night_in_words(found.last_night, now=session.now.date())
    return Result({"entries": entries}, (f"Saved {numbers}: used {used}. {night[0].upper()}{night[1:]}.",))


def _no_options(kind: str) -> Given:
    return dict.fromkeys(FieldsOf(kind).names())
