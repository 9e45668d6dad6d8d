"""The figures of the clinician's page, gathered from those of `stats`, `remedies`, `triggers` and `doctor`.

Nothing is computed twice: each figure is the very one that the screens show. The ranges are fixed, so that two pages
can be laid side by side: the last 28 nights with the 28 before, six months, and for verdicts the whole diary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from crampdiary.diary.built_in import MEDICINE_CHANGES, SUPPLEMENTS
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Entry, Report
from crampdiary.diary.nights import Diary, State, night_ahead
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor.rules import Notice, find_all, is_quiet
from crampdiary.evidence.findings import Findings, find_each, is_prescribed, is_slow
from crampdiary.report.last_told import has_a_cramp, last_told
from crampdiary.stats.figures import WINDOW_NIGHTS, Period, Stats, Window, period, summarise

WEEKS = 26


class TrialAnswer(Frozen):
    """What the last trial of a remedy showed, as its own sentences say it; it outranks the verdict on that remedy.

    Args:
        word: the remedy.
        head: the answer.
        said: what it rests on.
    """

    word: str
    head: str
    said: str


class Visit(Frozen):
    """The nights since the report before this one, and as many before them."""

    made_on: date
    since: Period
    before: Period


class NightsKept(Frozen):
    """The last 28 nights as far as the diary was there for them: each is in one of these counts.

    `after` are those since the last entry, of which the diary's figures know nothing.
    """

    with_cramps: int
    clear: int
    silent: int
    away: int
    gap: int
    after: int

    @property
    def in_all(self) -> int:
        return self.with_cramps + self.clear + self.silent + self.away + self.gap + self.after


class TakenNightly(Frozen):
    """A medicine, supplement or change of one, noted night by night and not as a course.

    Args:
        role: remedy or trigger.
        word: which.
        nights: for how many nights of the six months it was noted.
        first_night: the first of them.
        last_night: the last of them.
        amounts: every one that was noted, the latest first.
        notes: what was written to a change of a medicine: the manual asks for its name there.
    """

    role: str
    word: str
    nights: int
    first_night: date
    last_night: date
    amounts: tuple[str, ...]
    notes: tuple[str, ...]


class Gathered(Frozen):
    """All that a page may say.

    Args:
        made_on: the day.
        began: the diary's first night; None where there is no entry.
        ended: its last one.
        stats: the figures of six months, and of the last 28 nights beside the 28 before.
        nights: the last 28 nights, each of them.
        half_year: the figures of the six months.
        last_told: of each thing that the page may tell, the last night that has it.
        has_cramps: whether the diary has any.
        visit: what was since the report before; None where that was not asked for or there is none.
        remedies: what was found of them in the whole diary.
        triggers: likewise.
        taken: medicines and supplements that are in no course.
        notices: those that hold.
        answered: those that hold and were talked over.
        trials: what trials that have ended showed, the latest first.
        questions: the person's own.
    """

    made_on: date
    began: date | None
    ended: date | None
    stats: Stats
    nights: NightsKept
    half_year: Window
    last_told: Mapping[str, date]
    has_cramps: bool
    visit: Visit | None
    remedies: Findings
    triggers: Findings
    taken: tuple[TakenNightly, ...]
    notices: tuple[Notice, ...]
    answered: tuple[Notice, ...]
    trials: tuple[TrialAnswer, ...]
    questions: tuple[str, ...]


def gather(
    diary: Diary,
    words: Vocabulary,
    *,
    now: datetime,
    visited: date | None = None,
    questions: Sequence[str] = (),
    trials: Sequence[TrialAnswer] = (),
    hidden: Collection[str] = frozenset(),
) -> Gathered:
    """Return the figures of a page made now.

    Args:
        diary: all of its nights, with their entries.
        words: with what the person said of them.
        now: the clock.
        visited: the day of the report to compare with, if any.
        questions: those to put to the clinician.
        trials: the answers of those that have ended, the latest first.
        hidden: remedies in a trial that goes on, of which nothing is told.
    """
    last = diary.today
    first = last - timedelta(days=7 * WEEKS - 1)
    notices = find_all(diary, now=now, words=words)
    judged = find_each(diary, words, hidden=hidden)
    return Gathered(
        made_on=now.date(),
        began=diary.nights[0].date if diary.nights else None,
        ended=diary.nights[-1].date if diary.nights else None,
        stats=summarise(diary, since=first, weeks_shown=WEEKS),
        nights=_kept(diary, last),
        half_year=period(diary, first, last).window,
        last_told=last_told(diary, words, is_medicinal),
        has_cramps=has_a_cramp(diary),
        visit=_visit(diary, visited, last),
        remedies=judged["remedy"],
        triggers=judged["trigger"],
        taken=_taken(diary, words, first),
        notices=tuple(each for each in notices if not is_quiet(each, now=now)),
        answered=tuple(each for each in notices if is_quiet(each, now=now)),
        trials=tuple(trials),
        questions=tuple(questions),
    )


def last_made(reports: Iterable[Entry[Report]], *, before: date) -> Report | None:
    """Return the report made last, on an earlier day; a draft of the same morning is no visit."""
    earlier = [each.record for each in reports if each.record.night < before]
    return max(earlier, key=lambda each: (each.night, each.logged_at), default=None)


def last_of(reports: Iterable[Entry[Report]]) -> Report | None:
    """Return the report made last: its questions are those that stand on the next one."""
    last = max(reports, key=lambda each: (each.record.logged_at, each.number), default=None)
    return last.record if last else None


def _kept(diary: Diary, last: date) -> NightsKept:
    first = last - timedelta(days=WINDOW_NIGHTS - 1)
    counts = Counter(night.state for night in diary.between(first, last))
    ended = diary.nights[-1].date if diary.nights else last
    later = [last - timedelta(days=days) for days in range(max(0, min(WINDOW_NIGHTS, (last - ended).days)))]
    away = sum(night in diary.away for night in later)
    return NightsKept(
        with_cramps=counts[State.CRAMPS],
        clear=counts[State.CLEAR],
        silent=counts[State.SILENT],
        away=counts[State.AWAY] + away,
        gap=counts[State.GAP],
        after=len(later) - away,
    )


def _visit(diary: Diary, visited: date | None, last: date) -> Visit | None:
    if visited is None or visited > last:
        return None
    nights = (last - visited).days + 1
    return Visit(
        made_on=visited,
        since=period(diary, visited, last),
        before=period(diary, visited - timedelta(days=nights), visited - timedelta(days=1)),
    )


def _taken(diary: Diary, words: Vocabulary, first: date) -> tuple[TakenNightly, ...]:
    """Return the medicines and supplements that were noted night by night, the latest first."""
    nights: dict[tuple[str, str], set[date]] = {}
    amounts: dict[tuple[str, str], list[str]] = {}
    notes: dict[tuple[str, str], list[str]] = {}
    for night in reversed(diary.between(first, None)):
        for entry in night.typed_exposures:
            use = entry.record
            name = use.role, use.word
            if use.purpose == "rescue" or not is_medicinal(words, *name):
                continue
            nights.setdefault(name, set()).add(night_ahead(use))
            if use.amount:
                amounts.setdefault(name, []).append(use.amount)
            if use.note and use.role == "trigger":
                notes.setdefault(name, []).append(use.note)
    found = [
        TakenNightly(
            role=name[0],
            word=name[1],
            nights=len(on),
            first_night=min(on),
            last_night=max(on),
            amounts=tuple(dict.fromkeys(amounts.get(name, ()))),
            notes=tuple(dict.fromkeys(notes.get(name, ()))),
        )
        for name, on in nights.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.last_night.toordinal(), each.word)))


def is_medicinal(words: Vocabulary, role: str, word: str) -> bool:
    """Return whether a role and a word are a medicine, a supplement or a change of one."""
    if role == "trigger":
        return word in MEDICINE_CHANGES
    return word in SUPPLEMENTS or is_prescribed(words, (role, word)) or is_slow(words, (role, word))
