"""What is said of uses of a trial's remedy that the draw leaves out: once, and then they are noted as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crampdiary.cli.session import Session
from crampdiary.clock.zones import night_of
from crampdiary.diary.model import Course, Entry, Exposure, Record, Trial
from crampdiary.diary.nights import night_ahead
from crampdiary.trial import lived, trial_sentences
from crampdiary.trial.draws import told_apart
from crampdiary.trial.schedule import TrialKind
from crampdiary.words.wording import safe


def said_of_uses(session: Session, saved: Iterable[Entry[Record]]) -> list[str]:
    """Return what is said of uses that were just saved; nothing of the nights to come, whose draw stays hidden."""
    trial = _running(session)
    if trial is None:
        return []
    last = lived.tonight(session.now)
    uses = {
        each.number: record
        for each in saved
        for record in [each.record]
        if isinstance(record, Exposure)
        and record.purpose != "rescue"
        and session.vocabulary.meant_by(record).word == trial.word
        and record.role == "remedy"
    }
    nights = set(map(night_ahead, uses.values()))
    this_morning = [
        number
        for number, each in uses.items()
        if each.at == each.logged_at
        and night_ahead(each) > night_of(each.at)
        and night_of(each.at) >= trial.first_night
    ]
    said = [trial_sentences.used_in_the_morning(number) for number in this_morning[:1]]
    off = [night for night in nights if night <= last and lived.draw_of(trial, night) is False]
    if off:
        said.insert(
            0, trial_sentences.used_off_plan(_name(session, trial), len(off), is_tonight=off == [last])
        )
    return said


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
