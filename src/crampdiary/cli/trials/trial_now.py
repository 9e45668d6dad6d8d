"""What a trial says now, for its own commands and for others: the draw of tonight, and what stands beside a verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from crampdiary.cli.session import Session
from crampdiary.diary.built_in import names_something_dangerous, unknown_name
from crampdiary.diary.model import CheckIn, Entry, Record, Trial, Word
from crampdiary.diary.nights import Diary, join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError
from crampdiary.evidence.findings import Findings, find, is_prescribed
from crampdiary.keep.past import as_at
from crampdiary.report.gathered import TrialAnswer
from crampdiary.screen.sections import Section
from crampdiary.trial import lived, screen, trial_sentences
from crampdiary.trial.analyse import END, HALF, TrialResult
from crampdiary.trial.draws import Trials, told_apart
from crampdiary.trial.lived import LivedTrial, Shown

_HALF = "at-half-time"


def lived_now(session: Session, record: Trial) -> LivedTrial:
    """Return the nights of a trial that goes on, as the diary has them now."""
    return _lived(session, record, _looked_at(session, record, _of_all_nights(session)))


def lived_then(
    session: Session, entry: Entry[Trial], of_all_nights: Sequence[Entry[Record]] | None = None
) -> LivedTrial:
    """Return the nights of a trial that has ended, as the diary had them when it was looked at.

    Args:
        session: of this run.
        entry: the trial.
        of_all_nights: what `_of_all_nights` returns, where several trials are looked at.
    """
    record = entry.record
    assert record.ended_at is not None  # noqa: S101 (it has ended)
    ended_in = next((each.ended_in for each in session.draws if each.entry.uid == entry.uid), None)
    # At half time the program looked by itself, later than the moment up to which it took account of what was written.
    stamp = None if record.ended == _HALF else ended_in
    shown = _looked_at(session, record, of_all_nights or _of_all_nights(session))
    return _lived(
        session, record, as_at(session.store, record.ended_at, stamp, shown=shown, kinds=_LOOKED_AT)
    )


def half_time_now(session: Session, record: Trial) -> LivedTrial | None:
    """Return the first half of a trial whose answer is plain at half time, as the diary had it then; else None."""
    half = lived.half_time(record)
    if half is None:
        return None
    moment = lived.may_be_said_until(half, record.logged_at)
    if session.now <= moment:
        return None
    shown = _looked_at(session, record, _of_all_nights(session))
    entries = session.vocabulary.as_meant(as_at(session.store, moment, shown=shown, kinds=_LOOKED_AT))
    return lived.look_at_half_time(
        record, join(entries, now=session.now), _check_ins(entries), now=session.now
    )


_OF_ALL_NIGHTS = (
    "episode",
    "away",
    "course",
)  # a person's cramps by hour say how much of a night a use covers
_OF_ITS_NIGHTS = ("check_in", "exposure")
_LOOKED_AT = frozenset({*_OF_ALL_NIGHTS, *_OF_ITS_NIGHTS})


def _of_all_nights(session: Session) -> Sequence[Entry[Record]]:
    return session.store.entries(*_OF_ALL_NIGHTS)


def _looked_at(
    session: Session, record: Trial, of_all_nights: Sequence[Entry[Record]]
) -> list[Entry[Record]]:
    """Return the entries that a trial rests on; of ten years the other nights' would take most of the time."""
    day = timedelta(days=1)  # a use covers the next night too
    of_its_nights = session.store.entries(
        *_OF_ITS_NIGHTS, since=record.first_night - day, until=record.last_night + day
    )
    return [*of_all_nights, *of_its_nights]


def _lived(session: Session, record: Trial, entries: Sequence[Entry[Record]]) -> LivedTrial:
    meant = session.vocabulary.as_meant(entries)
    return lived.lived(record, join(meant, now=session.now), _check_ins(meant), now=session.now)


def _check_ins(entries: Sequence[Entry[Record]]) -> list[Entry[CheckIn]]:
    return cast("list[Entry[CheckIn]]", [each for each in entries if isinstance(each.record, CheckIn)])


def how_over(session: Session, record: Trial) -> str | None:
    """Return how a trial that goes on has come to its end, `END` or `HALF`; None where it has not."""
    half = lived.half_time(record)
    tonight = lived.tonight(session.now)
    if half is not None and tonight > half and half_time_now(session, record) is not None:
        return HALF
    return END if tonight > record.last_night else None


def results(session: Session, trials: Trials) -> dict[str, list[Shown]]:
    """Return what the ended trials show, by the slug of the remedy, the oldest first."""
    found: dict[str, list[Shown]] = {}
    of_all_nights = _of_all_nights(session) if trials.ended else ()
    for entry in trials.ended:
        one = lived_then(session, entry, of_all_nights)
        if one.cramps and entry.record.ended:
            result = one.result(lived.LOOKS[entry.record.ended], whole=False)
            found.setdefault(entry.record.word, []).append((one, result, entry.number))
    return found


def why_not(words: Vocabulary, slug: str) -> str | None:
    """Return why there must be no trial of a remedy, by all its names and by what was said of it; else None."""
    if any(map(names_something_dangerous, _all_that_it_means(words, slug))):
        return trial_sentences.NO_QUININE
    return trial_sentences.FOR_THE_PRESCRIBER if is_prescribed(words, ("remedy", slug)) else None


def maybe_medicine(words: Vocabulary, slug: str) -> str | None:
    """Return the first of the names of a remedy of which nobody knows whether it is one of a medicine."""
    return next(filter(None, map(unknown_name, _all_that_it_means(words, slug))), None)


def _all_that_it_means(words: Vocabulary, slug: str) -> list[Word]:
    word = words.get("remedy", slug)
    return [word, *words.made_into(word)] if word else []


def no_longer(words: Vocabulary, slug: str) -> str | None:
    """Return what stands in the place of a draw where a trial must not go on; None where it may.

    What is said of a remedy, and what it is called, can change while its trial goes on.
    """
    why = why_not(words, slug)
    if why is not None:
        return trial_sentences.no_longer(why)
    unknown = maybe_medicine(words, slug)
    return trial_sentences.first_say(words.label("remedy", slug), unknown, slug) if unknown else None


def as_told(result: TrialResult) -> TrialResult:
    """Return a result as JSON has it: without any cramp there is no ratio to tell."""
    if result.cramps_on or result.cramps_off:
        return result
    return result.replaced(ratio=math.nan, low=math.nan, high=math.nan)


def said_too_late(session: Session, nights: Sequence[date]) -> list[str]:
    """Return what is said where nights of a trial that goes on were told to be quiet too late for it."""
    late = late_for_trial(session, nights)
    return [trial_sentences.too_late(len(late))] if late else []


def late_for_trial(session: Session, nights: Sequence[date]) -> list[date]:
    """Return those nights of a trial that goes on which are said to be quiet too late for it from now on."""
    running = told_apart(session.draws).running
    return [
        night
        for night in nights
        if running
        and lived.draw_of(running.record, night) is not None
        and session.now > lived.may_be_said_until(night, session.now)
    ]


def tonight_line(session: Session) -> str | None:
    """Return what a trial says today, in one line; None where none goes on."""
    running = told_apart(session.draws).running
    if running is None:
        return None
    name = session.vocabulary.label("remedy", running.record.word)
    if how_over(session, running.record) is not None:
        return f"The trial of {name} has its answer: `cramp trial result`."
    instead = no_longer(session.vocabulary, running.record.word)
    if instead is not None:
        return instead
    drawn = lived.draw_of(running.record, lived.tonight(session.now))
    return None if drawn is None else trial_sentences.tonight_line(name, drawn)


def beside_trials(
    session: Session, diary: Diary, slug: str | None, *, exact: bool
) -> tuple[Findings, Findings, list[Section]]:
    """Return the verdicts on remedies, those of them that no trial outranks, and what stands above these.

    Args:
        session: of this run.
        diary: all nights.
        slug: the remedy that is asked of alone; None for all.
        exact: whether cramps and nights are counted out.

    Raises:
        CrampError: the remedy named by `slug` is in a trial that goes on.
    """
    words, today, trials = session.vocabulary, session.now.date(), told_apart(session.draws)
    running = trials.running.record if trials.running else None
    found = find(diary, "remedy", words, hidden=session.in_trial)
    if running is not None and slug == running.word:
        raise CrampError(trial_sentences.hidden(words.label("remedy", slug), running, now=today))
    shown = results(session, trials)
    waits = running is not None and how_over(session, running) is not None
    return screen.above(found, shown, running, words, now=today, waits=waits, exact=exact, only=slug)


def as_trials_leave_them(session: Session, role: str) -> Findings:
    """Return the verdicts on remedies or triggers, without what a trial did not bear out."""
    found = find(session.diary(), role, session.vocabulary, hidden=session.in_trial)
    trials = told_apart(session.draws)
    return screen.doubted(found, results(session, trials)) if role == "remedy" and trials.ended else found


def answers(session: Session, words: Vocabulary) -> list[TrialAnswer]:
    """Return for the clinician what the last trial of each remedy that could be judged showed, the latest first.

    The one that goes on comes before them all: that it does, and nothing of what it shows.
    """
    trials, now = told_apart(session.draws), session.now
    running = trials.running.record.word if trials.running else None
    found: list[tuple[date, TrialAnswer]] = []
    for word, of_word in results(session, trials).items():
        nights, result, _ = lived.telling(of_word)
        if word != running:
            head = trial_sentences.head(words.label("remedy", word), nights, result, now=now.date())
            said = " ".join(trial_sentences.claim(result, nights.trial.ended))
            found.append((nights.trial.last_night, TrialAnswer(word=word, head=head, said=said)))
    if trials.running:
        name = words.label("remedy", trials.running.record.word)
        head = trial_sentences.hidden(name, trials.running.record, now=now.date())
        going = TrialAnswer(word=trials.running.record.word, head=head, said=trial_sentences.DRAWN)
        found.append((date.max, going))
    return [answer for _, answer in sorted(found, key=lambda each: each[0], reverse=True)]
