"""Settle it: `trial` and its words, a randomised trial of one remedy in one person."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Annotated, Any

import typer

from crampdiary import prompts
from crampdiary.cli import completion
from crampdiary.cli.options import Yes
from crampdiary.cli.result import Picture, Result
from crampdiary.cli.session import Session
from crampdiary.cli.trials.ended import check_clock, check_tail, end_trial, numbered, plain, shown_result
from crampdiary.cli.trials.off_plan import said_of_courses
from crampdiary.cli.trials.trial_now import (
    half_time_now,
    how_over,
    is_away_tonight,
    lived_now,
    maybe_medicines,
    no_longer,
    why_not,
)
from crampdiary.cli.trials.turned import not_counted
from crampdiary.cli.wordlist import say_prescribed
from crampdiary.diary.built_in import is_dangerous
from crampdiary.diary.model import Course, Trial
from crampdiary.diary.values import key
from crampdiary.errors import CrampError, UsageError
from crampdiary.evidence.findings import is_slow
from crampdiary.trial import lived, trial_sentences
from crampdiary.trial.analyse import END, HALF, STOPPED
from crampdiary.trial.draws import told_apart
from crampdiary.trial.plan import LONGEST, SLOW_PAIRS, plan, plan_slow
from crampdiary.trial.schedule import TrialKind
from crampdiary.words.wording import day_in_words, plural, safe

_NONE = "No trial goes on. `cramp trial plan stretching` says how long one would take."
_LEAST_CHANCE = 0.5
_SHORTER = 0.9  # of the longer one, at most
_SLOW_NIGHTS = 2 * SLOW_PAIRS * TrialKind.SLOW.period

Remedy = Annotated[
    str | None,
    typer.Argument(
        metavar="[REMEDY|NUMBER]",
        help="The remedy, or the number of a trial; else the latest.",
        show_default=False,
        autocompletion=completion.words("remedy"),
    ),
]


def trial(session: Session) -> Result:
    """Settle by a randomised trial whether a remedy gives you fewer cramps.

    cramp trial plan stretching says how long one would take, and cramp trial today whether to use it tonight.
    """
    return trial_status(session)


def trial_plan(
    session: Session,
    remedy: Annotated[
        str,
        typer.Argument(metavar="REMEDY", show_default=False, autocompletion=completion.words("remedy")),
    ],
    short: Annotated[bool, typer.Option("--short", help="The shorter of the two that are offered.")] = False,
    lasting: Annotated[bool, typer.Option("--lasting", help="It still works in the night after.")] = False,
    slow: Annotated[bool, typer.Option("--slow", help="It acts over weeks.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Begin also where it would hardly show anything.")
    ] = False,
    yes: Yes = False,
) -> Result:
    """Say how long a trial of a remedy would take, and begin it on a yes.

    It is drawn before its first night, and never drawn again.
    """
    from crampdiary.words import phrases

    words = session.vocabulary
    if is_dangerous(key(remedy)):
        raise CrampError(trial_sentences.NO_QUININE)
    if not words.find(remedy, "remedy") and (a_set := words.find_set(remedy)):
        raise UsageError(
            f"A trial is of one remedy, and {safe(a_set.label)} is a set of them: "
            f"`cramp trial plan {words.members(a_set)[0]}`. Nothing was saved."
        )
    slug = phrases.read_word(remedy, "remedy", words)
    name = safe(words.label("remedy", slug))
    why = why_not(words, slug)
    if why is not None:
        raise CrampError(why)
    _check_free(session, slug, name)
    if lasting and slow:
        raise UsageError("Give --lasting or --slow, not both. Nothing was saved.")
    said_kind = TrialKind.LASTING if lasting else TrialKind.SLOW if slow else None
    too_soon = [trial_sentences.too_soon(name)] if lasting and is_slow(words, ("remedy", slug)) else []
    if too_soon and yes and not anyway:
        raise CrampError(f"{too_soon[0]} To begin it all the same: --anyway. Nothing was saved.")
    is_asked = prompts.can_ask() and not session.as_json and not yes
    no_medicine = _check_known(session, slug, name, is_asked=is_asked)
    said, choices, chance = _offers(session, name, said_kind or _kind(session, slug, is_asked=is_asked))
    data: dict[str, Any] = {"remedy": slug, "choices": choices, "chance": chance, "begun": None}
    if chance < _LEAST_CHANCE and not anyway:
        if yes:
            raise CrampError(f"{said[0]} To begin it all the same: --anyway. Nothing was saved.")
        return Result(data, (*said, "To begin it all the same: --anyway."))
    which = "short" if short else "full"
    if which not in choices:
        raise UsageError("There is one length of this trial. Leave --short out. Nothing was saved.")
    first = lived.first_possible(session.now)
    kind = TrialKind(choices[which]["kind"])
    ends = [first + timedelta(days=choice["nights"] - 1) for choice in choices.values()]
    said = [*too_soon, *said, *trial_sentences.beside_plan(slug, kind, ends, now=session.now.date())]
    if not yes:
        if is_asked:
            session.say("\n".join(said))
        answer = _asked(choices) if is_asked else None
        if answer is None:
            given = [f"--{kind.value}"] if kind is not TrialKind.QUICK else []
            typed = " ".join(
                ["cramp trial plan", slug, *given, *(["--anyway"] if anyway or too_soon else []), "--yes"]
            )
            shorter = ", or the shorter one: --short --yes." if "short" in choices else "."
            hint = f"To begin it: `{typed}`{shorter}"
            return Result(data, (hint,) if is_asked else (*said, hint))
        which = answer if answer in choices else which
    begun = _begin(session, slug, choices[which], typed=remedy, no_medicine=no_medicine)
    return Result(
        {**data, "begun": plain(begun)},
        (*(said if yes else ()), *trial_sentences.begun(begun, name, now=session.now.date())),
    )


def trial_today(session: Session) -> Result:
    """Say whether it is drawn for tonight. Exit code 0: use it; 1: leave it out."""
    running = told_apart(session.draws).running
    if running is None:
        raise UsageError(_NONE)
    name = session.vocabulary.label("remedy", running.record.word)
    over = how_over(session, running.record)
    if over is not None:
        raise UsageError(f"The trial of {safe(name)} has its answer: `cramp trial result`.")
    instead = no_longer(session.vocabulary, running.record.word)
    if instead is not None:
        raise UsageError(instead)
    drawn = lived.draw_of(running.record, lived.tonight(session.now))
    if drawn is None:
        first = day_in_words(running.record.first_night, now=session.now.date())
        raise UsageError(f"The trial of {safe(name)} begins on the evening of {first}: `cramp trial status`.")
    line = trial_sentences.tonight_line(name, drawn, is_away=is_away_tonight(session))
    asides = [] if drawn else said_of_courses(session, session.store.of(Course))
    return Result(
        {"use": drawn, "remedy": running.record.word}, (line,), asides, exit=None if drawn else CrampError()
    )


def trial_status(session: Session) -> Result:
    """Show how far the trial is, and how well it was kept; never what it shows."""
    trials = told_apart(session.draws)
    words, today = session.vocabulary, session.now.date()
    asides = tuple(not_counted(words, each, trials.running) for each in trials.not_counted)
    running = trials.running
    if running is None:
        last = (
            f"The latest trial has ended: `cramp trial result {trials.ended[-1].record.word}`."
            if trials.ended
            else ""
        )
        return Result({"trial": None}, tuple(filter(None, (_NONE, last))), asides)
    over, instead = how_over(session, running.record), no_longer(words, running.record.word)
    half = half_time_now(session, running.record) if over == HALF else None
    found = half or lived_now(session, running.record)
    name = words.label("remedy", running.record.word)
    before = lived.counted_before(session.diary(), running.record.first_night)
    chance = lived.chance_as_kept(found, before)
    lines = trial_sentences.progress(
        found, name, chance=None if over else chance, now=today, is_half=half is not None
    )
    if over is None:
        lines += said_of_courses(session, session.store.of(Course))
    if instead is not None:
        lines.append(instead)
    elif over is not None:
        first = "Say first how last night was: `cramp none`, or `cramp log`. Then it has its answer"
        early = "The answer is plain at half time, so it ends here" if over == HALF else "It has its answer"
        is_open = over == END and found.last_is_open
        lines.append(f"{first if is_open else early}: `cramp trial result`.")
    elif (drawn := lived.draw_of(running.record, lived.tonight(session.now))) is not None:
        lines.append(trial_sentences.tonight_line(name, drawn, is_away=is_away_tonight(session)))
    (kept_on, on), (kept_off, off) = found.followed
    (silent_on, _), (silent_off, _) = found.silent
    data = {
        "trial": plain(running.record),
        "nights_done": len(found.cramps),
        "nights_to_go": 0 if half else found.nights - len(found.cramps),
        "kept": {"with": [kept_on, on], "without": [kept_off, off]},
        "silent": {"with": silent_on, "without": silent_off},
        "chance": chance,
    }
    return Result(data, tuple(lines), asides)


def trial_stop(session: Session, yes: Yes = False) -> Result:
    """End the trial before its time, and say what is left to say."""
    running = told_apart(session.draws).running
    if running is None:
        raise CrampError(_NONE)
    if how_over(session, running.record) is not None:
        raise CrampError("The trial has its answer: `cramp trial result`.")
    check_clock(session)
    session.confirm(f"{_cost(session, running.record)} Stop it now?", yes)
    return shown_result(session, end_trial(session, running, STOPPED, "trial stop"))


def trial_result(session: Session, remedy: Remedy = None, yes: Yes = False) -> Picture:
    """Show what the trial shows: how many cramps with it and without, and how sure that is.

    Before its end it asks whether to stop: looking ends a trial.
    """
    trials = told_apart(session.draws)
    running = trials.running
    if remedy is not None and remedy.removeprefix("#")[:1].isdigit():
        entry = numbered(session, trials, remedy)
        if running is None or entry.uid != running.uid:
            return shown_result(session, entry)
        slug: str | None = running.record.word
    else:
        from crampdiary.words import phrases

        slug = phrases.read_word(remedy, "remedy", session.vocabulary) if remedy is not None else None
    if running is not None and slug in (None, running.record.word):
        over = how_over(session, running.record)
        check_clock(session)
        if over is None:
            cost = _cost(session, running.record)
            session.confirm(f"Looking ends the trial. {cost} Stop it now?", yes)
            return shown_result(session, end_trial(session, running, STOPPED, "trial stop"))
        check_tail(session, running.record, over, yes)
        return shown_result(session, end_trial(session, running, over, "trial result"))
    ended = [each for each in trials.ended if slug in (None, each.record.word)]
    others = [each for each in (*trials.unlived, *trials.not_counted) if slug in (None, each.record.word)]
    if not ended and not others:
        raise CrampError(
            _NONE
            if slug is None
            else f"There was no trial of {safe(remedy or '')} yet. `cramp trial plan` says how long one would take."
        )
    return shown_result(session, [*others, *ended][-1])


def _cost(session: Session, record: Trial) -> str:
    """Return what it costs to end a trial now."""
    done = len(lived_now(session, record).cramps)
    return trial_sentences.before_stopping(record, done, now=session.now.date())


def _check_free(session: Session, slug: str, name: str) -> None:
    """Refuse a second trial, and one of what is used every night."""
    running = told_apart(session.draws).running
    if running is not None:
        other = safe(session.vocabulary.label("remedy", running.record.word))
        raise CrampError(
            f"A trial of {other} goes on, and one at a time is enough: `cramp trial status`. Nothing was saved."
        )
    first = lived.first_possible(session.now)
    for entry in session.vocabulary.as_meant(session.store.entries("course", since=first)):
        record = entry.record
        if isinstance(record, Course) and (record.role, record.word) == ("remedy", slug):
            night = "yesterday" if first == session.now.date() else "today"
            raise CrampError(
                f"You use {name} every night. End that first, the night before the trial begins: "
                f"`cramp edit {entry.number} until {night}`. Nothing was saved."
            )


def _check_known(session: Session, slug: str, name: str, *, is_asked: bool) -> bool:
    """Refuse a trial of what may be prescribed, until the person says that it is not; return if they say so now."""
    called = list(map(safe, maybe_medicines(session.vocabulary, slug)))
    if not called:
        return False
    asked = prompts.ask(trial_sentences.was_prescribed(called)) if is_asked else None
    answer = (asked or "").strip().casefold()
    if answer in ("y", "yes"):
        raise CrampError(trial_sentences.FOR_THE_PRESCRIBER)
    if answer not in ("n", "no"):
        raise CrampError(trial_sentences.maybe_a_medicine(name, called, slug))
    return True


def _offers(
    session: Session, name: str, kind: TrialKind
) -> tuple[list[str], dict[str, dict[str, Any]], float]:
    """Return what a trial would show, the lengths that are offered, and the chance of the longest to show a halving."""
    first = lived.first_possible(session.now)
    before = lived.counted_before(session.diary(), first)
    if kind is TrialKind.SLOW:
        chance = plan_slow(before, SLOW_PAIRS)
        if chance is None:
            raise CrampError(trial_sentences.no_plan(name, is_slow=True))
        said = trial_sentences.about_slow_plan(name, _SLOW_NIGHTS // 7, chance)
        return said, {"full": _choice(kind, SLOW_PAIRS, chance)}, chance
    planned, always = plan(before, kind), plan(before, kind, missing=0.0, follow=1.0)
    if planned is None or always is None:
        raise CrampError(trial_sentences.no_plan(name, is_slow=False))
    most = LONGEST // (2 * kind.period)
    full = min(most, planned.pairs_halving)
    half = min(most, math.ceil(planned.pairs_halving / 2))
    half = half if half <= _SHORTER * full else full  # hardly shorter is no choice
    said = trial_sentences.about_plan(planned, always, full=full, short=half)
    choices = {"full": _choice(kind, full, planned.chance(full))}
    if half < full:  # where a year is too short for half of it, there is one length
        choices["short"] = _choice(kind, half, planned.chance(half))
    return said, choices, planned.chance(full)


def _kind(session: Session, slug: str, *, is_asked: bool) -> TrialKind:
    """Return how soon a remedy acts: as was said of it, or as such remedies usually do; on a terminal it is asked."""
    if is_slow(session.vocabulary, ("remedy", slug)):
        return TrialKind.SLOW
    word = session.vocabulary.get("remedy", slug)
    nature = session.vocabulary.answered(word).nature if word else None
    if nature:
        return TrialKind(nature)
    if not is_asked:
        return TrialKind.QUICK
    asked = prompts.ask("Does it still work in the night after? y, or Enter for no:")
    if asked is None:
        raise CrampError("You did not say whether it still works in the night after. Nothing was saved.")
    return TrialKind.LASTING if asked.strip().casefold() in ("y", "yes") else TrialKind.QUICK


def _choice(kind: TrialKind, pairs: int, chance: float) -> dict[str, Any]:
    return {"kind": kind.value, "pairs": pairs, "nights": 2 * pairs * kind.period, "chance": chance}


def _asked(choices: dict[str, dict[str, Any]]) -> str | None:
    """Return which length was chosen; None for none."""
    lengths = ", ".join(f"{which}: {plural(choice['nights'], 'night')}" for which, choice in choices.items())
    asked = prompts.ask(f"Begin it? {lengths}, Enter: not now:")
    if asked is None:
        raise CrampError("You did not say whether to begin it. Nothing was saved.")
    answer = asked.strip().casefold()
    if answer in choices:
        return answer
    return "full" if answer in ("y", "yes") else None


def _begin(session: Session, slug: str, choice: dict[str, Any], *, typed: str, no_medicine: bool) -> Trial:
    import secrets  # the one place that draws

    first = lived.first_possible(session.now)
    begun = Trial(
        word=slug,
        nature=choice["kind"],
        pairs=choice["pairs"],
        seed=secrets.token_hex(8),
        first_night=first,
        last_night=first + timedelta(days=choice["nights"] - 1),
        logged_at=session.now,
        typed=typed,
    )
    with session.store.change("trial plan") as change:
        change.add(begun)
        if no_medicine:  # asked once: what was answered holds while the trial goes on
            say_prescribed(session, change, slug, is_prescribed=False)
    return begun
