"""What `cramp` alone says: where the diary stands, in at most eight lines, each with the command that goes on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from crampdiary.diary.model import Entry, Episode, Exposure
from crampdiary.diary.nights import State
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.stats.standing import Standing
from crampdiary.words.wording import age, listed, moment, night_in_words, plural, short

EMPTY = tuple(
    """\
This is your cramp diary. It is empty,
and it stays on this computer.
After a cramp, in any words you like:
  cramp log 7 left foot 3 min
In the evening, what you did for it:
  cramp used stretching
After a quiet night:   cramp none
A mistake?             cramp undo""".split("\n")
)
"""What an empty diary says; it fits 40 columns."""

_ROOM = 44  # letters, for what a person's own words fill in: one line stays one line
_OVER_AT = 5  # o'clock; before that "last night" could be the one under way


def lines(
    found: Standing,
    words: Vocabulary,
    *,
    now: datetime,
    worth: Sequence[str] = (),
    going: Sequence[str] = (),
    made_up: bool = False,
    asked: bool = False,
    asked_what_was_used: bool = False,
    free_said: int | None = None,
    in_trial: Collection[str] = (),
    too_late: Collection[date] = (),
) -> tuple[str, ...]:
    """Return where a diary stands.

    Args:
        found: the figures.
        words: the diary's words.
        now: the moment of the command.
        worth: what is worth a look, a line each, two at most.
        going: the names of what goes on every night.
        made_up: whether it is a diary of `cramp demo`.
        asked: whether what is open is asked next, so that no command for it needs to be named.
        asked_what_was_used: whether that is asked as well.
        free_said: of how many of the nights in a row without cramps it was said that they had none; None for all.
        in_trial: remedies that a trial draws, of which no use is proposed.
        too_late: nights that are said to be quiet too late for a trial, so that this is not proposed.
    """
    return tuple(
        _lines(
            found,
            words,
            now,
            worth,
            going,
            made_up,
            asked,
            asked_what_was_used,
            free_said,
            in_trial,
            too_late,
        )
    )


def _lines(
    found: Standing,
    words: Vocabulary,
    now: datetime,
    worth: Sequence[str],
    going: Sequence[str],
    made_up: bool,
    asked: bool,
    asked_what_was_used: bool,
    free_said: int | None,
    in_trial: Collection[str],
    too_late: Collection[date],
) -> Iterator[str]:
    yield _cramp(found.last_cramp, words, now)
    yield f"{_night(found.last_night, now)}: {_said(found, asked)}"
    if found.missed:
        yield _about_missed(found.missed, asked, too_late)
    evening = "This evening" if found.evening > found.last_night else "Last evening"
    uses = [each.record.word for each in found.used_last or found.offered]
    usual = " ".join(dict.fromkeys(word for word in uses if word not in in_trial))
    is_typable = len(usual) <= _ROOM and usual.replace(" ", "").replace("-", "").isalnum()
    example = usual if is_typable else "stretching"
    is_asked = asked_what_was_used and found.evening == found.last_night
    # A draw decides of what is in a trial, so that is no example.
    how = "" if is_asked or example in in_trial else f" `cramp used {example}`"
    used = f"{remedies(found.used, words)}." if found.used else f"nothing noted.{how}"
    yield f"{evening}: {used}"
    if going:
        yield f"Every night: {short(listed(list(dict.fromkeys(going))), _ROOM)}."
    longest = f"{found.cramp_free_longest:,} at the longest" if found.cramp_free_longest else ""
    if found.cramp_free_now:
        is_longest = found.cramp_free_now == found.cramp_free_longest
        beside = ", the longest so far" if is_longest else f", {longest}" if longest else ""
        said = "" if free_said in (None, found.cramp_free_now) else f" ({free_said:,} of them written down)"
        row = "in a row " if found.cramp_free_now > 1 else ""
        yield f"{plural(found.cramp_free_now, 'night')} {row}without cramps{said}{beside}."
    elif longest:
        yield f"Nights in a row without cramps: {longest}."
    yield from worth
    yield "Help: `cramp help`." + (" A made-up diary, from `cramp demo`." if made_up else "")


def _cramp(cramp: Entry[Episode] | None, words: Vocabulary, now: datetime) -> str:
    if cramp is None:
        return "No cramp yet. After one: `cramp log`"
    record = cramp.record
    when = moment(record.at, now=now, precision=record.precision)
    if record.precision != "day":
        when = f"{when}, {age(record.at, now=now)}"
    place = listed([words.label("site", site) for site in record.sites])
    side = "" if record.side == "both" and place else "both sides" if record.side == "both" else record.side
    where = f"{place} on both sides" if record.side == "both" and place else place
    what = short(" ".join(part for part in (side, where) if part), _ROOM)
    severity = "" if record.severity is None else f"severity {record.severity}"
    return f"Last cramp: {', '.join(part for part in (when, what, severity) if part)}."


def _night(night: date, now: datetime) -> str:
    if now.hour >= _OVER_AT:
        return "Last night"
    named = night_in_words(night, now=now.date())
    return named[:1].upper() + named[1:]


def _said(found: Standing, asked: bool) -> str:
    if found.state is State.SILENT:
        return "nothing said." if asked else "nothing said. No cramps? `cramp none`"
    if found.state is State.AWAY:
        return "away."
    return f"{plural(found.cramps, 'cramp')}." if found.cramps else "no cramps."


def _about_missed(missed: Sequence[date], asked: bool, too_late: Collection[date]) -> str:
    """Return how many nights nothing was said of, and the command for those of which it still helps to say it."""
    nights = "the night" if len(missed) == 1 else f"{len(missed):,} nights"
    late = [night for night in missed if night in too_late]
    rest = [night for night in missed if not late or night > late[-1]]
    which = (
        ""
        if not late
        else ", too late for the trial"
        if not rest
        else f", {len(late):,} too late for the trial"
    )
    how = f" Quiet too? `cramp none --since {rest[0]}`" if rest and not asked else ""
    return f"Nothing said of {nights} before it{which}.{how}"


def about_conflicts(numbers: Sequence[int]) -> list[str]:
    """Return the one line on entries that were changed in two places in different ways, if there are any."""
    if not numbers:
        return []
    if len(numbers) == 1:
        return [f"Entry {numbers[0]} was changed in two places: `cramp show {numbers[0]}`"]
    return [f"{len(numbers):,} entries were changed in two places: `cramp list`"]


def remedies(used: Sequence[Entry[Exposure]], words: Vocabulary) -> str:
    """Return remedies by their names, each once, cut where there are many."""
    names = dict.fromkeys(words.label("remedy", each.record.word) for each in used)
    return short(listed(list(names)), _ROOM)
