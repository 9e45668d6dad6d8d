"""What a restore takes back of trials: told before it is done and after, and kept for the result to tell."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from crampdiary.cli.session import Session
from crampdiary.cli.trials.trial_now import tonight_line
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Trial
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.keep.copies.draws_lost import REMEMBERED, DrawLost, Forgotten
from crampdiary.trial import trial_sentences
from crampdiary.trial.draws import Draw, has_lived_night
from crampdiary.words.wording import day_in_words, safe


class TakenBack(NamedTuple):
    """What restores made this diary forget: when each draw was begun, and when it was looked at, by its seed."""

    begun: dict[str, str]
    looked_at: dict[str, str]

    def draws_before(self, draws: Sequence[Draw], record: Trial) -> int:
        """Return how many draws before a trial nobody can tell of, as they did not come back since."""
        here = {each.entry.record.seed for each in draws}
        return sum(
            seed not in here and datetime.fromisoformat(at) < record.logged_at
            for seed, at in self.begun.items()
        )

    def was_seen_before(self, record: Trial) -> bool:
        """Return whether an answer of a trial was seen before that by which it ended."""
        at = self.looked_at.get(record.seed)
        return at is not None and record.ended_at is not None and datetime.fromisoformat(at) < record.ended_at


def taken_back(session: Session) -> TakenBack:
    """Return what restores made this diary forget."""
    return _read(session.store.local(REMEMBERED))


def _read(text: str | None) -> TakenBack:
    kept: dict[str, Any] = json.loads(text or "{}")
    return TakenBack(kept.get("begun", {}), kept.get("looked_at", {}))


def told_after(session: Session, lost: Forgotten) -> list[str]:
    """Let the diary that was put back remember what that made it forget, and return what is said of it.

    Args:
        session: whose diary that is by now.
        lost: what it made it forget.
    """
    _keep(session, lost)
    said = [*_said_after(lost.draws)]
    tonight = tonight_line(session)
    if tonight is None and any(each.trial.ended is None for each in lost.draws):
        tonight = trial_sentences.NONE_NOW
    return [*said, *([tonight] if tonight else [])]


def _keep(session: Session, lost: Forgotten) -> None:
    here, before = taken_back(session), _read(lost.remembered)
    begun, looked_at = here.begun | before.begun, here.looked_at | before.looked_at
    for each in lost.draws:
        begun[each.trial.seed] = each.trial.logged_at.isoformat()
        if _was_seen(each.trial) and each.trial.ended_at is not None:
            looked_at.setdefault(each.trial.seed, each.trial.ended_at.isoformat())
    if begun or looked_at:
        session.store.remember(REMEMBERED, json.dumps({"begun": begun, "looked_at": looked_at}))


def said_before(lost: Collection[DrawLost], *, now: date) -> Iterator[str]:
    """Yield what a backup would make the diary forget of trials."""
    for each in lost:
        name, at = _name(each.trial), each.trial.ended_at
        if each.is_there and _was_seen(each.trial) and at is not None:
            yield (
                f"You looked at the answer of the trial of {name} ({day_in_words(at.date(), now=now)}). "
                "In this backup it still goes on. Its result would say that you had seen it before."
            )
        elif not each.is_there:
            yield f"The trial of {name} is not in this backup; its draw would be gone."


def _said_after(lost: Collection[DrawLost]) -> Iterator[str]:
    """Yield what a restore made the diary forget of trials; that a merge brings it back is said of all entries."""
    for each in lost:
        if each.is_there and _was_seen(each.trial):
            name = _name(each.trial)
            yield f"The trial of {name} goes on again, though you have seen its answer. Its result will say so."


def _was_seen(trial: Trial) -> bool:
    """Return whether it was looked at after a night of it, when there was something to see."""
    return trial.ended is not None and has_lived_night(trial, trial.ended_at)


def _name(trial: Trial) -> str:
    return safe(Vocabulary().label("remedy", trial.word))
