"""How lists and pages show a trial: as it holds, and its remedy not beside the cramps while it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crampdiary.cli.session import Session
from crampdiary.diary.model import Entry, Record, Trial
from crampdiary.errors import CrampError
from crampdiary.words import phrases

if TYPE_CHECKING:
    from crampdiary.stats.courses import CourseSpan


def as_they_hold(session: Session, entries: Sequence[Entry[Record]]) -> list[Entry[Record]]:
    """Return entries with each trial that was looked at as ended then, whatever its newest version says."""
    if not any(isinstance(each.record, Trial) for each in entries):
        return list(entries)
    from crampdiary.trial.draws import as_ended  # who has no trial does without it

    return as_ended(entries, session.draws)


def said_of_them(session: Session, entries: Sequence[Entry[Record]]) -> list[str]:
    """Return what is said of trials among entries that have no answer to be counted: why that is so."""
    if not any(isinstance(each.record, Trial) for each in entries):
        return []
    from crampdiary.cli.trials.turned import not_counted
    from crampdiary.trial.draws import told_apart
    from crampdiary.trial.trial_sentences import ended_unlived

    trials, shown = told_apart(session.draws), {each.uid for each in entries}
    unlived = [ended_unlived(each.number) for each in trials.unlived if each.uid in shown]
    uncounted = [
        not_counted(session.vocabulary, each, trials.running)
        for each in trials.not_counted
        if each.uid in shown
    ]
    return [*unlived, *uncounted]


def courses_beside_cramps(session: Session, courses: Sequence[CourseSpan]) -> tuple[CourseSpan, ...]:
    """Return the courses that may stand below a map or a chart of cramps: none of what is in a trial that goes on."""
    hidden = session.in_trial
    return tuple(each for each in courses if each.role != "remedy" or each.word not in hidden)


def not_in_trial(session: Session, typed: str) -> str:
    """Return the slug of a remedy that may be shown beside the cramps.

    Raises:
        CrampError: a trial of it goes on; says until when. Or there is none that is called so.
    """
    slug = phrases.read_word(typed, "remedy", session.vocabulary)
    if slug in session.in_trial:
        from crampdiary.cli.trials.trial_now import instead_of_effect

        raise CrampError(instead_of_effect(session))
    return slug
