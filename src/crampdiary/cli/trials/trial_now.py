"""What a trial says now, for its own commands and for others: the draw of tonight, and what stands beside a verdict."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from crampdiary.cli.session import Session
from crampdiary.diary.model import CheckIn, Entry, Trial
from crampdiary.diary.nights import Diary
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError
from crampdiary.evidence.findings import Findings, find
from crampdiary.report.gathered import TrialAnswer
from crampdiary.screen.sections import Section
from crampdiary.trial import lived, screen, trial_sentences
from crampdiary.trial.analyse import END, HALF
from crampdiary.trial.lived import LivedTrial, told_apart


def check_ins(session: Session) -> list[Entry[CheckIn]]:
    return cast("list[Entry[CheckIn]]", session.store.entries("check_in"))


def lived_now(session: Session, record: Trial, until: datetime | None = None) -> LivedTrial:
    return lived.lived(record, session.diary(), check_ins(session), now=session.now, until=until)


def how_over(session: Session, record: Trial) -> str | None:
    """Return how a trial that goes on has come to its end, `END` or `HALF`; None where it has not."""
    half = lived.half_time(record)
    tonight = lived.tonight(session.now)
    if half is not None and tonight > half:
        plain = lived.look_at_half_time(record, session.diary(), check_ins(session), now=session.now)
        if plain is not None:
            return HALF
    return END if tonight > record.last_night else None


def tonight_line(session: Session) -> str | None:
    """Return what a trial says today, in one line; None where none goes on."""
    running = told_apart(session.trials).running
    if running is None:
        return None
    name = session.vocabulary.label("remedy", running.record.word)
    if how_over(session, running.record) is not None:
        return f"The trial of {name} has its answer: `cramp trial result`."
    drawn = lived.draw_of(running.record, lived.tonight(session.now))
    return None if drawn is None else trial_sentences.tonight_line(name, drawn)


def beside_trials(
    session: Session, diary: Diary, slug: str | None
) -> tuple[Findings, Findings, list[Section]]:
    """Return the verdicts on remedies, those of them that no trial outranks, and what stands above these.

    Raises:
        CrampError: the remedy named by `slug` is in a trial that goes on.
    """
    words, today, trials = session.vocabulary, session.now.date(), told_apart(session.trials)
    running = trials.running.record if trials.running else None
    found = find(diary, "remedy", words, hidden=session.in_trial)
    if running is not None and slug == running.word:
        raise CrampError(trial_sentences.hidden(words.label("remedy", slug), running, now=today))
    shown = lived.results(trials, diary, check_ins(session), now=session.now)
    rest, above = screen.above(found, shown, running, words, now=today)
    return found, rest, above


def answers(session: Session, diary: Diary, words: Vocabulary) -> list[TrialAnswer]:
    """Return what the last trial of each remedy showed, the latest first, for the clinician's page."""
    trials, now = told_apart(session.trials), session.now
    running = trials.running.record.word if trials.running else None
    found: list[tuple[date, TrialAnswer]] = []
    for word, of_word in lived.results(trials, diary, check_ins(session), now=now).items():
        nights, result = of_word[-1]
        if word != running:
            head = trial_sentences.head(words.label("remedy", word), nights, result, now=now.date())
            said = " ".join(trial_sentences.claim(result, nights.trial.ended))
            found.append((nights.trial.last_night, TrialAnswer(word=word, head=head, said=said)))
    return [answer for _, answer in sorted(found, key=lambda each: each[0], reverse=True)]
