"""What is said of a trial that is planned or goes on, in plain words. A sentence claims what its figures do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crampdiary.diary.built_in import SUPPLEMENTS
from crampdiary.diary.model import Trial
from crampdiary.evidence.findings import SLOW
from crampdiary.trial.lived import ENOUGH_TO_TELL, LivedTrial, time_of_nights
from crampdiary.trial.plan import FOLLOW, LONGEST, MISSING, Plan
from crampdiary.trial.schedule import TrialKind
from crampdiary.words.wording import day_in_words, listed, plural

FOR_THE_PRESCRIBER = (
    "That is for whoever prescribed it to decide: nights without it would be a change of treatment."
)
NO_QUININE = (
    "A trial of quinine is never made here: it can be dangerous. Please talk it over with a clinician."
)
SUPPLEMENT = "Check with a healthcare provider first, as with any supplement."
MEDICINE = "Check with a healthcare provider first, as with any medicine."
ASKED = (
    "Each evening `cramp trial today` says what is drawn; each morning one word, `cramp none` or `cramp log`."
)
_INSTEAD = "What can be learned instead: `cramp remedies` goes on comparing the nights as you choose them."
_LEAST_CHANCE = 0.5
EVENING_BEFORE = "yesterday at 9pm"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# The plan


def times(chance: float) -> str:
    """Return a chance as people say it: "4 times in 5"."""
    tenths = round(10 * chance)
    if tenths in (0, 10):
        return "hardly ever" if not tenths else "nearly always"
    if tenths == 5 and round(100 * chance) < 50:  # half of a plan for 4 times in 5 has .4975
        return "less than 1 time in 2"
    halved = {2: "1 time in 5", 4: "2 times in 5", 5: "1 time in 2", 6: "3 times in 5", 8: "4 times in 5"}
    return halved.get(tenths, f"{plural(tenths, 'time')} in 10")


def _at_most(chance: float) -> str:
    """Return a chance that is too small for a trial, also where it is that by a hair."""
    often = times(chance)
    return f"less than {often}" if often == times(_LEAST_CHANCE) else often


def rate(a_night: float) -> str:
    """Return how often cramps come: "5 cramps a week"."""
    week = 7 * a_night
    if week < 1:
        return f"about {plural(max(1, round(30 * a_night)), 'cramp')} a month"
    return f"{plural(round(week), 'cramp')} a week"


def about_plan(planned: Plan, always: Plan, *, full: int, short: int) -> list[str]:
    """Return what a quick or lasting trial would show.

    Args:
        planned: with some nights off plan and some missed.
        always: with none.
        full: pairs of the longer trial that is offered.
        short: pairs of the shorter; where that is as long, only one is offered.
    """
    nights = 2 * planned.kind.period
    if nights * planned.pairs_halving <= LONGEST:
        least, length = time_of_nights(nights * always.pairs_halving), time_of_nights(nights * full)
        always_kept = (
            f" ({least} if you keep to every draw and say a word every morning)" if least != length else ""
        )
        said = [
            f"At your rate ({rate(planned.rate)}), a trial that would show a halving 4 times in 5 takes about "
            f"{length}{_turns(planned.kind)}{always_kept}."
        ]
    elif planned.chance(full) >= _LEAST_CHANCE:
        said = [
            f"At your rate ({rate(planned.rate)}), a year{_turns(planned.kind)} would show a halving "
            f"{times(planned.chance(full))}."
        ]
    else:
        could = planned.could_show(full)
        only = f", and reliably only a remedy that {_stops(could)}" if could else ""
        return [
            f"A trial cannot answer for you within a year: at your rate ({rate(planned.rate)}) it would show a halving "
            f"{_at_most(planned.chance(full))}{only}. Better not to start one.",
            _INSTEAD,
        ]
    if short < full:
        could = planned.could_show(short)
        reliably = f" 4 times in 5 it would show only a remedy that {_stops(could)}." if could else ""
        length, often = time_of_nights(nights * short), times(planned.chance(short))
        said.append(f"The shorter one ({length}) would show it {often}.{reliably}")
    said.append("Where the answer is plain at half time, a trial ends by itself.")
    third = nights * planned.pairs_third
    said.append(
        f"A third fewer would take {time_of_nights(third)}."
        if third <= LONGEST
        else "A third fewer would take longer than is practical."
    )
    return said


def _turns(kind: TrialKind) -> str:
    if kind is TrialKind.QUICK:
        return " of alternating nights"
    return " of three nights with it and three without in turn"


def _stops(ratio: float) -> str:
    """Return what a remedy of a ratio does: "stops 6 of 7 cramps"."""
    whole = min(range(2, 11), key=lambda of: abs((of - 1) / of - (1 - ratio)))
    if 1 - ratio < 0.5:
        return f"stops 1 of {max(2, round(1 / (1 - ratio)))} cramps"
    return f"stops {whole - 1} of {whole} cramps"


def about_slow_plan(name: str, weeks: int, chance: float) -> list[str]:
    """Return what a trial of a remedy that acts over weeks would show."""
    is_enough = chance >= _LEAST_CHANCE
    said = (
        f"{capital(name)} acts over weeks, so the trial alternates three weeks with and three without, for {weeks} "
        f"weeks. In diaries like yours it would show a halving {times(chance) if is_enough else _at_most(chance)}."
    )
    return [said] if is_enough else [f"{said} Better not to start one.", _INSTEAD]


def maybe_a_medicine(name: str, called: Sequence[str], slug: str) -> str:
    """Return what is said of a remedy that the program does not know, before a trial of it.

    Args:
        name: of the remedy.
        called: those of all its names that are not known, also of what was made into it.
        slug: of the remedy.
    """
    return f"{_maybe(name, called, slug)} Nothing was saved."


def first_say(name: str, called: Sequence[str], slug: str) -> str:
    """Return the same where a trial of it goes on; args are those of `maybe_a_medicine`."""
    return f"{_maybe(name, called, slug)} Until then nothing is drawn."


def _maybe(name: str, called: Sequence[str], slug: str) -> str:
    first, *others = called
    if others:
        may_be = f"{capital(listed([*called]))} may be medicines that were prescribed, and here they all mean {name}"
    else:
        meant = "" if first == name else f", and it means {name} here"
        may_be = f"{capital(first)} may be a medicine that was prescribed{meant}"
    whose = "any of them" if others else "it"
    return (
        f"{may_be}; a trial leaves it out on half of the nights. If nobody prescribed {whose}, say so first: "
        f"`cramp words prescribed {slug} no`."
    )


def was_prescribed(called: Sequence[str]) -> str:
    """Return the question that is asked of names that are not known."""
    if len(called) == 1:
        return f"Is {called[0]} a medicine that was prescribed? y or n:"
    return f"Was any of these prescribed, as a medicine: {listed([*called])}? y or n:"


def too_soon(name: str) -> str:
    """Return why what acts over weeks is not drawn by three nights."""
    return (
        f"{capital(name)} acts over weeks, so it would go on acting on the nights without it, and a trial by three "
        "nights would miss what it does. Without --lasting it is drawn by three weeks."
    )


def before_stopping(trial: Trial, done: int, *, now: date) -> str:
    """Return what it costs to end a trial after so many nights."""
    if not done:
        return "No night of the trial is over yet: stopped now, nothing is known, and it cannot go on after that."
    nights = "the one night up to now counts" if done == 1 else f"the {done:,} nights up to now count"
    return (
        f"The trial goes on until {due(trial, now=now)}. Stopped now, only {nights}, and only a difference as rare as "
        "1 in 200: that early it rarely tells anything. It cannot go on after that."
    )


def before_silent_end(nights: int, *, today: date) -> str:
    """Return what is asked before a trial ends of whose last nights nothing was said."""
    return (
        f"Of the last {nights:,} nights of the trial you said nothing, and today is {today.isoformat()} by the "
        "computer's clock. Looking now ends the trial for good. Look now?"
    )


def ended_unlived(number: int) -> str:
    """Return what is said of a trial that shows nothing."""
    return f"Trial {number} was ended before a night of it was lived, so nothing is known."


def no_longer(name: str, why: str) -> str:
    """Return what stands in the place of a draw where a trial must not go on."""
    cause = "one of its names is one of quinine" if why == NO_QUININE else "it counts as prescribed"
    return f"For the trial of {name} nothing is drawn any more, as {cause}. {why} `cramp trial stop` ends this trial."


def no_plan(name: str, *, is_slow: bool) -> str:
    """Return why there is no plan yet."""
    needs = "12 weeks of diary" if is_slow else "28 nights of diary and 5 cramps in them"
    return (
        f"A trial of {name} cannot be planned yet: it takes {needs} to say how long it must be. Keep logging."
    )


def beside_plan(word: str, kind: TrialKind, ends: Sequence[date], *, now: date) -> list[str]:
    """Return what a plan counts on, and when a trial begun now would have its answer.

    Args:
        word: the slug of the remedy.
        kind: how soon it acts.
        ends: the last night of each length that is offered, the longer first.
        now: the day.
    """
    full, *shorter = (day_in_words(end + timedelta(days=1), now=now) for end in ends)
    sooner = f" (the shorter one {shorter[0]})" if shorter else ""
    is_supplement = word in {*SUPPLEMENTS, *SLOW, "salt"} or kind is TrialKind.SLOW
    supplement = [SUPPLEMENT] if is_supplement else [MEDICINE] if word == "painkiller" else []
    kept = "all nights" if kind is TrialKind.SLOW else f"{round(10 * FOLLOW)} nights of 10"
    return [
        f"This counts on {kept} kept to the draw, and 1 of {round(1 / MISSING)} of which you say nothing.",
        f"Begun now, its answer is due {full}{sooner}.",
        *supplement,
    ]


def begun(trial: Trial, name: str, *, now: date) -> list[str]:
    """Return what is said once a trial was begun."""
    first = day_in_words(trial.first_night, now=now)
    return [
        f"A trial of {name} begins on the evening of {first}; its answer is due {due(trial, now=now)}.",
        ASKED,
        f"What it shows stays hidden until then. Other things you do for your cramps go on as ever; leave out {name} "
        "where it is not drawn.",
    ]


def due(trial: Trial, *, now: date) -> str:
    """Return the day on which a trial has its answer."""
    return day_in_words(trial.last_night + timedelta(days=1), now=now)


# While it goes on


def tonight_line(name: str, on: bool, *, is_away: bool = False) -> str:
    """Return what is drawn for tonight, and where it is spent away, that it does not count."""
    if is_away:
        return f"Tonight: {'use' if on else 'leave out'} {name} if you can. You are away, so this night does not count."
    if on:
        return f"Tonight: use {name}."
    return f"Tonight: leave {name} out. If a cramp comes, use whatever helps."


def used_off_plan(name: str, nights: int, *, is_tonight: bool) -> str:
    """Return what is said where a remedy was used on nights without it."""
    when = (
        "for tonight"
        if is_tonight
        else "for that night"
        if nights == 1
        else f"for {nights:,} of those nights"
    )
    return f"The trial has {name} left out {when}. What you used is noted as it was, and the trial goes on."


def used_in_the_morning(number: int) -> str:
    """Return for which night a use counts that was told in the morning, as it may be meant for the night before."""
    before = f"`cramp edit {number} {EVENING_BEFORE}`"
    return f"A use of this morning counts for tonight. If it was for the night before: {before}."


def used_on_all(name: str, kind: TrialKind, number: int) -> str:
    """Return what is said where a remedy is told to be used every night, as the entry of a number has it."""
    turns = "night by night" if kind is TrialKind.QUICK else "by three nights"
    return (
        f"Entry {number} has {name} on every night, but its trial draws it {turns}: where it is left out, that is off "
        f"plan. `cramp used stopped {name}` ends it; then tell of each night on which you use it."
    )


def used_for_weeks(name: str, number: int, *, is_out: bool) -> str:
    """Return the same of a remedy that is drawn by three weeks.

    Args:
        name: of the remedy.
        number: of the entry that has it on every night.
        is_out: whether it is left out tonight.
    """
    ends = f"`cramp used stopped {name}` ends it"
    if is_out:
        return f"Entry {number} has {name} on every night, and tonight it is left out: {ends}."
    return f"Once its trial leaves {name} out: {ends}."


def progress(
    found: LivedTrial, name: str, *, chance: float | None, now: date, is_half: bool = False
) -> list[str]:
    """Return how far a trial is, and how well it is kept; never a count of cramps.

    Args:
        found: its nights.
        name: of its remedy.
        chance: to show a halving; None where that is not told.
        now: the day.
        is_half: whether these are the nights of its first half, after which it ends.
    """
    trial, done = found.trial, len(found.cramps)
    left = found.nights - done
    (kept_on, on), (kept_off, off) = found.followed
    (silent_on, _), (silent_off, _) = found.silent
    said = [
        f"Trial of {name}: the first half of it is done, {plural(done, 'night')}."
        if is_half
        else f"Trial of {name}: {plural(done, 'night')} done, {left:,} to go. The answer is due {due(trial, now=now)}."
    ]
    if on or off:
        said.append(
            f"Kept to the draw, by the uses you logged: {kept_on} of {on} nights with it, {kept_off} of {off} without."
        )
    if silent_on or silent_off:
        still = (
            f"for {_of_them(found)} there is still time: `cramp none --since {found.still_open[0]}`"
            if (found.still_open)
            else "that is over"
        )
        said.append(
            f"Nothing said of {plural(silent_on, 'night')} with it and {silent_off} without. A quiet night counts if "
            f"it is said within two days; {still}."
        )
    if found.away:
        said.append(f"Away: {plural(len(found.away), 'night')}.")
    if chance is not None:
        kept = "as kept so far" if on + off >= ENOUGH_TO_TELL else "as planned"
        said.append(f"Chance to show a halving, {kept}: {round(100 * chance)} in 100.")
    return said


def _of_them(found: LivedTrial) -> str:
    """Return of how many silent nights it can still be said that they were quiet."""
    still, silent = len(found.still_open), sum(count for count, _ in found.silent)
    return f"{still} of them" if still < silent else "it" if still == 1 else "them"


def too_late(nights: int) -> str:
    """Return what is said where quiet nights of a trial were told too late for it."""
    which = "that night counts" if nights == 1 else f"{nights} of those nights count"
    return f"For the trial that is too late, after more than two days: {which} there as if nothing had been said."


def hidden(name: str, trial: Trial, *, now: date) -> str:
    """Return what stands in the place of a verdict while a trial goes on."""
    return f"{capital(name)}: in a trial until {due(trial, now=now)}. What it shows stays hidden until then."


NONE_NOW = "No trial goes on now, so nothing is drawn for tonight."
DRAWN = "A draw decides which nights have it."


def waits(name: str) -> str:
    """Return what stands there once the answer can be looked at."""
    return f"{capital(name)}: the trial has its answer: `cramp trial result`."
