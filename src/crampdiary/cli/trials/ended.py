"""How a trial ends, and what it shows then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from crampdiary import prompts
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.cli.trials.restored_trials import taken_back
from crampdiary.cli.trials.trial_now import (
    afterwards,
    as_told,
    half_time_now,
    lived_now,
    lived_then,
    may_have_lacked,
)
from crampdiary.cli.trials.turned import not_counted
from crampdiary.clock.zones import latest_finished_night
from crampdiary.diary.model import Entry, Trial
from crampdiary.errors import CrampError
from crampdiary.keep import reach
from crampdiary.keep.past import purged
from crampdiary.trial import lived, result_sentences, screen, trial_sentences
from crampdiary.trial.analyse import END, HALF, STOPPED
from crampdiary.trial.draws import Trials, drawn_before, looked_at_beside, told_apart
from crampdiary.words.wording import safe

_BEHIND = timedelta(days=1)
_SILENT_TAIL = 3  # nights of which nothing was said, as where the clock is ahead, or the end was forgotten
_ENDS = {END: "as-planned", HALF: "at-half-time", STOPPED: "stopped"}


def check_clock(session: Session) -> None:
    """Ask whether the clock is right where it is behind the newest entry: an end by it could never be made good.

    Raises:
        CrampError: nobody says that it is.
    """
    newest = session.store.newest_moment()
    if newest is None or newest - session.now <= _BEHIND:
        return
    behind = (
        f"The computer's clock says {session.now:%Y-%m-%d}, before your newest entry was made ({newest:%Y-%m-%d}). "
        "The trial would end by that clock, for good."
    )
    if not prompts.can_ask():  # whatever --yes says: it is of the look, and no clock is set by a script
        raise CrampError(f"{behind} Nothing was saved: set the clock.")
    session.confirm(f"{behind} Is the clock right?", yes=False)


def check_tail(session: Session, record: Trial, look: str, yes: bool) -> None:
    """Ask before the nights at the end of which nothing was said are silent for good: the clock may be ahead."""
    found = (half_time_now(session, record) if look == HALF else None) or lived_now(session, record)
    tail = 0
    for place in range(len(found.cramps) - 1, -1, -1):
        if found.cramps[place] is not None or place in found.away:
            break
        tail += 1
    if tail >= _SILENT_TAIL:
        session.confirm(trial_sentences.before_silent_end(tail, today=session.now.date()), yes)


def end_trial(session: Session, running: Entry[Trial], look: str, command: str) -> Entry[Trial]:
    """Record the end of a trial; from then on nothing that is entered changes its answer."""
    record, ended_at = running.record, session.now
    last = record.last_night
    if look == HALF:
        half = half_time_now(session, record)
        if half is not None:
            last, ended_at = (
                half.trial.last_night,
                lived.may_be_said_until(half.trial.last_night, session.now),
            )
    elif look == END:
        if lived_now(session, record).last_is_open:
            raise CrampError(
                "Say first how last night was, as it is one of the trial's: `cramp none`, or `cramp log`."
            )
    else:
        last = max(record.first_night, latest_finished_night(session.now))
    end = {"ended": _ENDS[look], "last_night": last, "ended_at": ended_at}
    # What was recorded stays, whatever its remedy was made into since.
    recorded = next(each for each in session.store.of(Trial) if each.uid == running.uid)
    with session.store.change(command) as change:
        return cast("Entry[Trial]", change.replace(recorded, recorded.record.replaced(**end)))


def numbered(session: Session, trials: Trials, reference: str) -> Entry[Trial]:
    """Return the trial of a number.

    Raises:
        CrampError: there is none, or it was deleted.
    """
    running = (trials.running,) if trials.running else ()
    for each in (*running, *trials.ended, *trials.unlived, *trials.not_counted):
        if str(each.number) == reference.removeprefix("#"):
            return cast("Entry[Trial]", each)
    for gone in reach.deleted(session.store, Trial.kind):
        if str(gone.number) == reference.removeprefix("#"):
            raise CrampError(
                f"Trial {gone.number} was deleted. `cramp delete --undo {gone.number}` brings it back, and then its "
                "result can be read."
            )
    raise CrampError(f"There is no trial {safe(reference)}. `cramp list --kind trial` shows those there are.")


def shown_result(session: Session, entry: Entry[Trial]) -> Result:
    """Return what a trial that has ended shows.

    Raises:
        CrampError: it does not count, and was never looked at, or another of its remedy goes on.
    """
    record = session.vocabulary.meant_by(entry.record)
    entry = entry._replace(record=record)
    trials = told_apart(session.draws)
    counts = all(each.uid != entry.uid for each in trials.not_counted)
    running = trials.running
    if not counts and (record.ended is None or (running is not None and running.record.word == record.word)):
        raise CrampError(not_counted(session.vocabulary, entry, running))
    found = lived_then(session, entry)
    if not found.cramps or record.ended is None:
        return Result(
            {"trial": plain(record), "result": None}, ("No night of it was lived, so nothing is known.",)
        )
    result = found.result(lived.LOOKS[record.ended])
    draws, gone = session.draws, taken_back(session)
    told: dict[str, Any] = {
        "drawn_before": drawn_before(draws, entry),
        "taken_up": sum(each.taken_up for each in draws if each.entry.uid == entry.uid),
        "purged": purged(session.store, "trial"),
        "lost": gone.draws_before(draws, record),
        "seen_before": gone.was_seen_before(record),
        "looked_at_beside": [at.date() for at in looked_at_beside(draws, entry)],
    }
    later = afterwards(session, entry, found)
    seen = later and later.looked_at.result(lived.LOOKS[record.ended])
    is_of_a_copy = later is None and may_have_lacked(session, entry)
    since = [result_sentences.looked_at_with(later.entries, later.looked_at, seen)] if later and seen else []
    back = list(result_sentences.taken_back(**told, now=session.now.date()))
    back += [result_sentences.OF_A_COPY] if is_of_a_copy else []
    data = {
        "trial": plain(record, seed=True),
        "drawn_as": found.called or session.vocabulary.label("remedy", record.word),
        "result": as_told(result),
        "counts": counts,
        **told,
        "looked_at_with": later and seen and {"other_entries": later.entries, "result": as_told(seen)},
        "looked_at_in_a_copy": is_of_a_copy,
    }
    return Result(
        data,
        lambda: screen.answer(
            found,
            result,
            session.vocabulary,
            now=session.now.date(),
            since=since,
            taken_back=back,
            counts=counts,
        ),
    )


def plain(record: Trial, *, seed: bool = False) -> dict[str, Any]:
    """Return a trial as JSON has it; its seed, which tells the nights to come, only with the result."""
    from crampdiary.diary.model import plain_fields

    values = plain_fields(record)
    return values if seed else {name: value for name, value in values.items() if name != "seed"}
