"""Milestones, said once, by day, after something was recorded: a first week, a longest row, a first verdict.

Nothing here counts against anyone, and nothing is said twice: what was said stands in what the file remembers for this
device. On one day one of them is said.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

from crampdiary.cli.session import Session
from crampdiary.clock.zones import latest_finished_night
from crampdiary.errors import CrampError
from crampdiary.keep import reach
from crampdiary.words.wording import safe

_DAY = "milestone_day"  # on which the last was said
_WEEK, _ROW, _VERDICT = "milestone_week", "milestone_row", "milestone_verdict"  # of which night each was said
_LOOKED = "milestone_looked"  # on which day the figures were worked out last, as they take a while

_A_WEEK = 7
_FIRST_WEEK_WITHIN = 14  # nights from the first: one that was brought in from elsewhere is no first week
_A_ROW = 5  # nights without cramps that are worth a word
_FIGURES = range(14, 3 * 366)  # nights: before it there is no verdict, and after it they take seconds


def milestone(session: Session) -> str | None:
    """Return a milestone that was never said, if there is one on this day, and remember it as said."""
    store, today = session.store, session.now.date()
    with suppress(CrampError):  # what was recorded is saved, so nothing here may fail
        first, last = store.first_night(), latest_finished_night(session.now)
        if first is None or store.local("made_up") or store.local(_DAY) == today.isoformat():
            return None
        said = (
            _first_week(session, first, last)
            or _longest_row(session, first, last)
            or _first_verdict(session, first, last)
        )
        if said:
            store.remember(_DAY, today.isoformat())
        return said
    return None


def _first_week(session: Session, first: date, last: date) -> str | None:
    if (last - first).days >= _FIRST_WEEK_WITHIN or session.store.local(_WEEK):
        return None
    told = [each for each in reach.spoken_nights(session.store) if each["night"] <= last.isoformat()]
    if len(told) < _A_WEEK:
        return None
    session.store.remember(_WEEK, last.isoformat())
    return f"A first week is in your diary: you told of {len(told)} nights."


def _longest_row(session: Session, first: date, last: date) -> str | None:
    """Return that no row of nights without cramps was longer, if it was said of each of its nights that it had none.

    The rows before it may have had nights of which nothing was said: none of them was longer, whatever those were.
    """
    last_ones = session.store.entries("check_in", since=last - timedelta(days=_A_ROW - 1), until=last)
    if len(last_ones) < _A_ROW:  # as on most days, so that no more needs to be read
        return None
    nights = reach.spoken_nights(session.store)
    cramps = [date.fromisoformat(each["night"]) for each in nights if each["episodes"]]
    if not cramps:
        return None
    row = (last - cramps[-1]).days
    earlier = [(cramps[0] - first).days, *((after - before).days - 1 for before, after in pairwise(cramps))]
    began = cramps[-1].isoformat()
    told = [each for each in nights if began < each["night"] <= last.isoformat() and each["said_clear"]]
    if not len(told) == row >= max(_A_ROW, max(earlier) + 1) or session.store.local(_ROW) == began:
        return None
    session.store.remember(_ROW, began)
    return f"{row} nights in a row without cramps: your longest row so far."


def _first_verdict(session: Session, first: date, last: date) -> str | None:
    """Return the first clear verdict on a remedy, looked for once a week until there is one."""
    store, looked = session.store, session.store.local(_LOOKED)
    a_week_ago = (session.now.date() - timedelta(days=7)).isoformat()
    if store.local(_VERDICT) or (last - first).days not in _FIGURES or (looked and looked > a_week_ago):
        return None
    store.remember(_LOOKED, session.now.date().isoformat())
    from crampdiary.cli.trials.trial_now import as_trials_leave_them  # once a week
    from crampdiary.evidence.verdicts import VerdictWord

    found = as_trials_leave_them(session, "remedy").findings
    for word, what in ((VerdictWord.FEWER, "FEWER"), (VerdictWord.MORE, "MORE")):
        for each in found:
            if each.verdict.word is word:
                store.remember(_VERDICT, last.isoformat())
                name = safe(session.vocabulary.label("remedy", each.word))
                return f"A first clear answer: {what} cramps after {name}. `cramp remedies` says how sure that is."
    return None
