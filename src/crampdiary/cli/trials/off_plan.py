"""What is said of uses of a trial's remedy that the draw leaves out: once, and then they are noted as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crampdiary.cli.session import Session
from crampdiary.diary.model import Course, Entry, Exposure, Trial
from crampdiary.diary.nights import night_ahead
from crampdiary.trial import lived, trial_sentences
from crampdiary.trial.draws import told_apart
from crampdiary.trial.schedule import TrialKind
from crampdiary.words.wording import safe


def said_of_uses(session: Session, uses: Iterable[Exposure]) -> list[str]:
    """Return what is said of uses that were just saved; nothing of the nights to come, whose draw stays hidden."""
    trial = _running(session)
    if trial is None:
        return []
    last = lived.tonight(session.now)
    nights = {
        night_ahead(each)
        for each in uses
        if each.purpose != "rescue"
        and session.vocabulary.meant_by(each).word == trial.word
        and each.role == "remedy"
    }
    off = [night for night in nights if night <= last and lived.draw_of(trial, night) is False]
    return (
        [trial_sentences.used_off_plan(_name(session, trial), len(off), is_tonight=off == [last])]
        if off
        else []
    )


def said_of_courses(
    session: Session, courses: Sequence[Entry[Course]], *, are_new: bool = False
) -> list[str]:
    """Return what is said of courses of a trial's remedy that go on.

    Where it is drawn by three weeks, one is as good as a use on each night of them: then it is told how it ends, and
    later that it is to end once it is left out. Nothing is said of nights to come, whose draw stays hidden.

    Args:
        session: of this run.
        courses: of whatever.
        are_new: whether they were saved just now.
    """
    trial = _running(session)
    if trial is None:
        return []
    going = [
        each
        for each in courses
        if each.record.role == "remedy"
        and session.vocabulary.meant_by(each.record).word == trial.word
        and each.record.last_night is None
    ]
    if not going:
        return []
    name, number, kind = _name(session, trial), going[0].number, TrialKind(trial.nature)
    if kind is not TrialKind.SLOW:
        return [trial_sentences.used_on_all(name, kind, number)]
    is_out = lived.draw_of(trial, lived.tonight(session.now)) is False
    return [trial_sentences.used_for_weeks(name, number, is_out=is_out)] if is_out or are_new else []


def _running(session: Session) -> Trial | None:
    running = told_apart(session.draws).running
    return running.record if running else None


def _name(session: Session, trial: Trial) -> str:
    return safe(session.vocabulary.label("remedy", trial.word))
