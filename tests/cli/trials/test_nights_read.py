"""Of what a trial is read: not of all entries of ten years, and yet nothing is found otherwise than of all."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from crampdiary.cli.trials import trial_now
from crampdiary.diary.model import Entry, Record, Trial
from crampdiary.diary.nights import join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.keep.past import as_at
from crampdiary.keep.store import Store
from crampdiary.trial import lived
from crampdiary.trial.draws import Draw
from kit.builders import away, check_in, course, episode, exposure, trial
from kit.trials import FIRST, at, keep

NIGHTS = 24
ENDED = at(FIRST + timedelta(days=NIGHTS), 10)


def some_records(chance: Random, last: int, since: datetime, until: datetime) -> list[Record]:
    """Return entries of all kinds, up to a night counted from the first of a trial, written down in that time."""
    found: list[Record] = []
    for _ in range(60):
        day, hour = FIRST + timedelta(days=chance.randint(-40, last)), chance.randrange(24)
        moment = at(day, hour, chance.randrange(60))
        said: dict[str, Any] = {
            "logged_at": max(since, min(until, moment + timedelta(hours=chance.choice((0, 9, 60)))))
        }
        word = chance.choice(("stretching", "stretching", "heat"))
        match chance.randrange(8):
            case 0 | 1 | 2:
                found.append(episode(moment, severity=chance.randint(0, 10), **said))
            case 3 | 4:
                purpose = chance.choice((None, "prevention", "rescue"))
                found.append(exposure(word, moment, purpose=purpose, **said))
            case 5 | 6:
                found.append(check_in(day, **said))
            case _ if chance.random() < 0.3:
                found.append(away(day, day + timedelta(days=chance.randrange(3)), **said))
            case _ if chance.random() < 0.3:
                found.append(course(word, first=day, last_night=day + timedelta(days=2), **said))
    return found


@pytest.mark.slow_but_some
@pytest.mark.parametrize("seed", range(12))
def test_a_trial_is_read_of_its_own_nights_as_of_all(diary_path: Path, seed: int) -> None:
    chance = Random(seed)
    record = trial(
        first=FIRST, pairs=12, last_night=FIRST + timedelta(days=NIGHTS - 1), logged_at=at(FIRST, 9)
    )
    keep(
        diary_path,
        [record, *some_records(chance, NIGHTS - 1, at(FIRST - timedelta(days=40), 0), ENDED)],
        ENDED - timedelta(hours=1),
    )
    later = ENDED + timedelta(days=9)
    with closing(Store(diary_path, now=ENDED - timedelta(minutes=5))) as store:
        (entry,) = cast("list[Entry[Trial]]", store.entries("trial"))
        ended = record.replaced(ended="stopped", ended_at=ENDED)
    session: Any = SimpleNamespace(
        vocabulary=Vocabulary(), now=ENDED, draws=[Draw(entry=entry, word=entry.record.word)]
    )
    with closing(Store(diary_path, now=ENDED)) as store:
        session.store = store
        now = trial_now.lived_now(session, record)
        assert now == _of_all(session, record, store.entries())
    keep(diary_path, some_records(chance, NIGHTS + 8, ENDED + timedelta(minutes=1), later), later)
    with closing(Store(diary_path, now=later)) as store:
        with store.change("edit") as change:
            changed: list[Any] = store.entries("episode", "exposure", "check_in")
            for each in chance.sample(changed, 12):
                if chance.random() < 0.5:
                    change.delete(each)
                elif each.record.kind == "check_in":
                    change.replace(each, each.record.replaced(night=FIRST + timedelta(days=90)))
                else:
                    change.replace(
                        each,
                        each.record.replaced(at=each.record.at + timedelta(days=chance.choice((-30, 3)))),
                    )
        session.store, session.now = store, later
        then = trial_now.lived_then(session, entry._replace(record=ended))
        assert then == _of_all(session, ended, as_at(store, ENDED))
    assert then.cramps == now.cramps
    assert then.used == now.used


def _of_all(session: Any, record: Trial, entries: list[Entry[Record]]) -> lived.LivedTrial:
    said: Any = [each for each in entries if each.record.kind == "check_in"]
    return lived.lived(record, join(entries, now=session.now), said, now=session.now)
