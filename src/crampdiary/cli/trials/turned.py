"""What a command that is not the trial's own did to trials: which one goes on now, and what that means for tonight.

An undo, a deletion, a merge or a sync can begin a trial here, end one, put another in its place, or bring entries of
the nights of one that was looked at. None of that is left for the person to find out.
"""

from __future__ import annotations

from collections.abc import Iterator

from crampdiary.cli.session import Session
from crampdiary.cli.trials.trial_now import lived_then, tonight_line
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Entry, Record, Trial
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.trial import trial_sentences
from crampdiary.trial.draws import Draw, Trials, has_lived_night, told_apart
from crampdiary.trial.lived import LivedTrial
from crampdiary.words.wording import safe, summary


class Stance(NamedTuple):
    """Where trials stand, and the nights of those that were looked at, by their uids, where these are compared.

    `tonight` is what the one that goes on says today.
    """

    trials: Trials
    nights: dict[str, LivedTrial]
    tonight: str | None = None


def stance(session: Session, *, nights: bool = False) -> Stance:
    """Return where trials stand now.

    Args:
        session: of this run.
        nights: whether it may be that entries of their nights come or go.
    """
    trials = told_apart(session.draws)
    of_nights = {each.uid: lived_then(session, each) for each in trials.ended} if nights else {}
    return Stance(trials, of_nights, tonight_line(session))


def turned(session: Session, before: Stance | None) -> list[str]:
    """Return what is to be said of trials after a command, with the diary as it is by now; mostly nothing.

    Args:
        session: of this run.
        before: where trials stood before the command; None where there was none.
    """
    before = before or Stance(told_apart(()), {})
    after = stance(session, nights=bool(before.nights))
    was, now = before.trials.running, after.trials.running
    said = [*_of_others(session, before, after)]
    tonight = [after.tonight] if after.tonight else []
    if (was and was.uid) == (now and now.uid):
        return [*said, *(tonight if after.tonight != before.tonight else [])]
    if was is not None:
        said += _became(session, was, after.trials)
    if now is None:
        return [*said, trial_sentences.NONE_NOW]
    until = trial_sentences.due(now.record, now=session.now.date())
    return [*said, f"The trial of {_name(session, now)} goes on until {until}.", *tonight]


def _became(session: Session, was: Entry[Trial], trials: Trials) -> Iterator[str]:
    """Yield what became of the trial that went on before, where that is not said of the entry itself."""
    name = _name(session, was)
    ended = next((each for each in (*trials.ended, *trials.unlived) if each.uid == was.uid), None)
    if ended is not None:
        yield f"The trial of {name} has ended: `cramp trial result {ended.number}`."
    if any(each.uid == was.uid for each in trials.not_counted):
        yield f"The trial of {name} does not count any more, as another was begun before it."


def _of_others(session: Session, before: Stance, after: Stance) -> Iterator[str]:
    """Yield what changed of trials that did not go on: those that came, and those whose nights are others now."""
    ended = {each.uid for each in before.trials.ended}
    uncounted = {each.uid for each in before.trials.not_counted}
    running = {each.uid for each in _running(before.trials)}
    for each in after.trials.ended:
        if each.uid in uncounted:
            yield f"The trial of {_name(session, each)} counts again: `cramp trial result {each.number}`."
        elif each.uid not in ended | running:
            yield (
                f"A trial of {_name(session, each)} that has ended is here now: `cramp trial result {each.number}`."
            )
    for each in after.trials.not_counted:
        if each.uid not in uncounted | running:
            yield not_counted(session.vocabulary, each, after.trials.running)
    for uid, nights in before.nights.items():
        had = next((each for each in after.trials.ended if each.uid == uid), None)
        if had is not None and nights.replaced(trial=had.record) != after.nights[uid]:
            yield (
                f"Of the nights of the trial of {_name(session, had)} other entries count than before this: "
                f"`cramp trial result {had.number}` has what they show."
            )


def _running(trials: Trials) -> list[Entry[Trial]]:
    return [trials.running] if trials.running else []


def not_counted(words: Vocabulary, entry: Entry[Trial], running: Entry[Trial] | None) -> str:
    """Return why a trial does not count, and what can be done with it.

    Args:
        words: for the name.
        entry: the trial.
        running: the one that goes on.
    """
    record, number = entry.record, entry.number
    why = (
        f"Entry {number}, a trial of {safe(words.label('remedy', record.word))}, was begun while another went on. The "
        "one begun first holds, and this one does not count."
    )
    if record.ended is None or not has_lived_night(record, record.ended_at):
        return f"{why} `cramp delete {number}` takes it away."
    if running is not None and running.record.word == record.word:
        return (
            f"{why} You looked at it, and the result of the other will say so: "
            f"`cramp trial result {number}` shows it again once that has ended."
        )
    return f"{why} What it showed can still be read: `cramp trial result {number}`."


def as_it_stands(session: Session, number: int, record: Trial) -> Trial:
    """Return a trial as its first end has it, where it was ended."""
    draw = _draw(session, number)
    first = draw.entry.record
    end = {"ended": first.ended, "ended_at": first.ended_at, "last_night": first.last_night}
    return record.replaced(**end) if draw.ended_in else record


def _draw(session: Session, number: int) -> Draw:
    return next(each for each in session.draws if each.entry.number == number)


def reversed_line(session: Session, number: int, had: Record | None, after: Trial) -> str:
    """Return what an undo or a redo did to a trial: where it stands, whatever its newest version says.

    Args:
        session: of this run.
        number: of its entry.
        had: what was shown of it before; None where it was deleted.
        after: its newest version.
    """
    draw = _draw(session, number)
    what = f"{summary(after, session.vocabulary)}"
    if draw.ended_in is None:
        return f"{number} is {'back' if had is None else 'as before'}: {what}."
    if after.ended is not None:
        is_new = isinstance(had, Trial) and had.ended is None
        back = "back" if had is None else "ended again" if is_new else "as before"
        return f"{number} is {back}: {what}."
    why = "Looking has ended this trial, as its answer was seen"
    return f"{number} stays ended: {what}. {why}: `cramp trial result {number}`"


def _name(session: Session, entry: Entry[Trial]) -> str:
    return safe(session.vocabulary.label("remedy", entry.record.word))
