"""What a trial says now, for its own commands and for others: the draw of tonight, and what stands beside a verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from crampdiary.cli.session import Session
from crampdiary.diary.built_in import names_something_dangerous, unknown_names
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Away, CheckIn, Course, Entry, Exposure, Record, Trial, Word, nights_of
from crampdiary.diary.nights import Diary, join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError
from crampdiary.evidence.findings import Findings, find, is_prescribed
from crampdiary.keep.past import Arrival, arrival, as_at, was_written_here
from crampdiary.report.gathered import TrialAnswer
from crampdiary.screen.sections import Section
from crampdiary.trial import lived, result_sentences, screen, trial_sentences
from crampdiary.trial.analyse import END, HALF, TrialResult
from crampdiary.trial.draws import Draw, Trials, told_apart
from crampdiary.trial.lived import LivedTrial, Shown
from crampdiary.words.wording import safe

_HALF = "at-half-time"
_PAINKILLERS = (
    "paracetamol",
    "ibuprofen",
    "aspirin",
    "naproxen",
)  # one word, and a daily aspirin is often prescribed


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
    words = _words_then(session, entry)
    return _lived_by(session, entry.record, _entries_then(session, entry, of_all_nights), words)


class Afterwards(NamedTuple):
    """What came to the nights of a trial after it was looked at, though it was written before that.

    Attributes:
        entries: how many of them came, went or changed.
        looked_at: its nights as they were looked at.
    """

    entries: int
    looked_at: LivedTrial


def afterwards(session: Session, entry: Entry[Trial], found: LivedTrial) -> Afterwards | None:
    """Return what a trial was looked at with, where another device or program told more of its nights since.

    Args:
        session: of this run.
        entry: the trial, which has ended.
        found: its nights as they count now.
    """
    come = _looked_in(session, entry)
    if come is None or come.is_brought:
        return None
    entries = _entries_then(session, entry, op=come.op)
    looked_at = _lived_by(session, entry.record, entries, _words_then(session, entry, op=come.op))
    if looked_at == found:
        return None
    then, now = (
        {each.uid: each.record for each in these} for these in (entries, _entries_then(session, entry))
    )
    of_it = [
        record
        for uid in then.keys() | now.keys()
        if then.get(uid) != now.get(uid)
        for record in [now.get(uid) or then[uid]]
        if _is_of(session, entry.record, record)
    ]
    return Afterwards(len(of_it), looked_at)


def may_have_lacked(session: Session, entry: Entry[Trial]) -> bool:
    """Return whether a trial was looked at in another copy of the diary, while this one had entries of its own."""
    come = _looked_in(session, entry)
    if come is None or not come.is_brought:
        return False
    before = [each for each in _entries_then(session, entry) if _is_of(session, entry.record, each.record)]
    return was_written_here(session.store, [each.uid for each in before])


def _looked_in(session: Session, entry: Entry[Trial]) -> Arrival | None:
    ended_in = _draw(session, entry.record).ended_in
    return arrival(session.store, entry.uid, ended_in) if ended_in else None


def _is_of(session: Session, trial: Trial, record: Record) -> bool:
    """Return whether an entry is of the nights of a trial, and of its remedy where it is of one."""
    first, last = nights_of(record)
    if isinstance(record, Exposure | Course):
        return session.vocabulary.meant_by(record).word == trial.word and first <= trial.last_night
    return first <= trial.last_night and last >= trial.first_night


def _entries_then(
    session: Session,
    entry: Entry[Trial],
    of_all_nights: Sequence[Entry[Record]] | None = None,
    op: int | None = None,
) -> list[Entry[Record]]:
    record = entry.record
    shown = _looked_at(session, record, of_all_nights or _of_all_nights(session))
    at, stamp = _look(session, entry)
    return as_at(session.store, at, stamp, shown=shown, kinds=_LOOKED_AT, op=op)


def _words_then(session: Session, entry: Entry[Trial], *, op: int | None = None) -> Vocabulary:
    """Return what words meant when a trial was looked at: what one is made into after that is no matter of it."""
    at, stamp = _look(session, entry)
    entries = as_at(session.store, at, stamp, shown=session.store.words(), kinds={Word.kind}, op=op)
    return Vocabulary(cast("Word", each.record) for each in entries)


def _look(session: Session, entry: Entry[Trial]) -> tuple[datetime, str | None]:
    """Return when a trial was looked at, and the stamp of the last version that counted."""
    record = entry.record
    assert record.ended_at is not None  # noqa: S101 (it has ended)
    # At half time the program looked by itself, later than the moment up to which it took account of what was written.
    return record.ended_at, None if record.ended == _HALF else _draw(session, record).ended_in


def _draw(session: Session, record: Trial) -> Draw:
    """Return the draw of a trial: no two have one seed."""
    return next(each for each in session.draws if each.entry.record.seed == record.seed)


def half_time_now(session: Session, record: Trial) -> LivedTrial | None:
    """Return the first half of a trial whose answer is plain at half time, as the diary had it then; else None."""
    half = lived.half_time(record)
    if half is None:
        return None
    moment = lived.may_be_said_until(half, record.logged_at)
    if session.now <= moment:
        return None
    shown = _looked_at(session, record, _of_all_nights(session))
    entries = as_at(
        session.store, moment, shown=shown, kinds=_LOOKED_AT
    )  # uses, and so words, are no matter of it
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


def _lived_by(
    session: Session, record: Trial, entries: Sequence[Entry[Record]], words: Vocabulary
) -> LivedTrial:
    """Return the nights of a trial by what words meant then; it is told by the word that its remedy means now."""
    meant = words.as_meant(entries)
    drawn = words.meant_by(record.replaced(word=_draw(session, record).word))
    found = lived.lived(drawn, join(meant, now=session.now), _check_ins(meant), now=session.now)
    then, now = words.label("remedy", drawn.word), session.vocabulary.label("remedy", record.word)
    return found.replaced(trial=record, called="" if then == now else then)


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


def maybe_medicines(words: Vocabulary, slug: str) -> list[str]:
    """Return the names of a remedy of which nobody knows whether they are those of a medicine that was prescribed."""
    return [
        name
        for word in _all_that_it_means(words, slug)
        for name in (
            [*_PAINKILLERS] if word.slug == "painkiller" and word.prescribed is None else unknown_names(word)
        )
    ]


def _all_that_it_means(words: Vocabulary, slug: str) -> list[Word]:
    word = words.get("remedy", slug)
    return [word, *words.made_into(word)] if word else []


def no_longer(words: Vocabulary, slug: str) -> str | None:
    """Return what stands in the place of a draw where a trial must not go on; None where it may.

    What is said of a remedy, and what it is called, can change while its trial goes on.
    """
    why = why_not(words, slug)
    if why is not None:
        return trial_sentences.no_longer(safe(words.label("remedy", slug)), why)
    unknown = maybe_medicines(words, slug)
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
    if drawn is None:
        return None
    return trial_sentences.tonight_line(name, drawn, is_away=is_away_tonight(session))


def is_away_tonight(session: Session) -> bool:
    """Return whether tonight is said to be spent away."""
    night = lived.tonight(session.now)
    return bool(session.store.entries(Away.kind, since=night, until=night))


def instead_of_effect(session: Session) -> str:
    """Return what stands in the place of all that would show what the remedy of a trial that goes on does."""
    running = told_apart(session.draws).running
    assert running is not None  # noqa: S101 (it is asked of its remedy)
    name = session.vocabulary.label("remedy", running.record.word)
    if how_over(session, running.record) is not None:
        return trial_sentences.waits(name)
    return trial_sentences.hidden(name, running.record, now=session.now.date())


class BesideTrials(NamedTuple):
    """The verdicts on remedies as trials leave them.

    Attributes:
        found: all of them.
        rest: those that no trial outranks.
        above: what stands above these.
        told: the trials for JSON, the oldest first: those that have ended with what they show, and then the one that
            goes on.
    """

    found: Findings
    rest: Findings
    above: list[Section]
    told: list[dict[str, Any]]


def beside_trials(session: Session, diary: Diary, slug: str | None, *, exact: bool) -> BesideTrials:
    """Return the verdicts on remedies as trials leave them.

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
        raise CrampError(instead_of_effect(session))
    shown = results(session, trials)
    waits = running is not None and how_over(session, running) is not None
    told = [
        {**_in_short(number, nights.trial), "result": as_told(result)}
        for word, of_word in shown.items()
        if slug in (None, word) and not (running is not None and word == running.word)
        for nights, result, number in of_word
    ]
    if trials.running and slug is None:
        told.append({**_in_short(trials.running.number, trials.running.record), "result": None})
    drawn = screen.above(found, shown, running, words, now=today, waits=waits, exact=exact, only=slug)
    return BesideTrials(*drawn, sorted(told, key=lambda each: each["first_night"]))


def _in_short(number: int, trial: Trial) -> dict[str, Any]:
    return {
        "number": number,
        "remedy": trial.word,
        "first_night": trial.first_night,
        "last_night": trial.last_night,
        "ended": trial.ended,
    }


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
            head = result_sentences.head(words.label("remedy", word), nights, result, now=now.date())
            said = " ".join(result_sentences.claim(result, nights.trial.ended))
            found.append((nights.trial.last_night, TrialAnswer(word=word, head=head, said=said)))
    if trials.running:
        name = words.label("remedy", trials.running.record.word)
        head = trial_sentences.hidden(name, trials.running.record, now=now.date())
        going = TrialAnswer(word=trials.running.record.word, head=head, said=trial_sentences.DRAWN)
        found.append((date.max, going))
    return [answer for _, answer in sorted(found, key=lambda each: each[0], reverse=True)]
