"""The screens of `cramp trial`: its answer as a picture, in words and in figures, and what stands above a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from crampdiary.diary.model import Trial
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import sentences
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.verdicts import VerdictWord
from crampdiary.screen.sections import Interval, Mark, Point, Section
from crampdiary.trial import result_sentences, trial_sentences
from crampdiary.trial.analyse import TrialResult, TrialWord
from crampdiary.trial.lived import LivedTrial, Shown, telling

_SCALE = Mark(result_sentences.SCALE, result_sentences.SCALE, "dim")  # a key, which goes where the line does
_STYLES = {"fewer": "fewer", "more": "more"}


def answer(
    found: LivedTrial,
    result: TrialResult,
    words: Vocabulary,
    *,
    now: date,
    since: Sequence[str] = (),
    taken_back: Sequence[str] = (),
    counts: bool = True,
) -> list[Section]:
    """Return what a trial shows: the answer first, its counts, and what it does not show.

    Args:
        found: its nights.
        result: what they show.
        words: for the name.
        now: the day.
        since: what is said of its nights where they count otherwise than when it was looked at.
        taken_back: what is said of draws and looks that were taken back.
        counts: whether it counts in the diary's verdicts.
    """
    name = words.label("remedy", found.trial.word)
    point = Point(
        result_sentences.head(name, found, result, now=now),
        (
            *([] if counts else [result_sentences.DOES_NOT_COUNT]),
            *result_sentences.claim(result, found.trial.ended),
        ),
        _STYLES.get(result.word, "headline"),
    )
    rows = tuple(
        (kind, f"{nights:,}", f"{cramps:,}", *([_in_ten(cramps, nights)]))
        for kind, nights, cramps in (
            ("with it", result.nights_on, result.cramps_on),
            ("without", result.nights_off, result.cramps_off),
        )
    )
    came = result.cramps_on or result.cramps_off  # without any there is no difference to draw
    picture = Interval(result.low, result.ratio, result.high)
    return [
        Section(points=(point,)),
        Section(columns=("Drawn", "nights", "cramps", "in 10 nights"), rows=rows, right=frozenset({1, 2, 3})),
        *(
            [Section(columns=("", "fewer | more"), rows=(("difference", picture),), foot=((_SCALE,),))]
            if came
            else []
        ),
        Section(lines=(*since, *result_sentences.beside(found, result))),
        Section(
            lines=(
                result_sentences.ALWAYS,
                result_sentences.seed_line(found.trial),
                *taken_back,
            ),
            style="dim",
        ),
    ]


def above(
    found: Findings,
    trials: Mapping[str, Sequence[Shown]],
    running: Trial | None,
    words: Vocabulary,
    *,
    now: date,
    waits: bool = False,
    exact: bool = False,
    only: str | None = None,
) -> tuple[Findings, Findings, list[Section]]:
    """Return the verdicts as trials leave them, those that no trial outranks, and what stands above them.

    A trial is told first, with its dates; what all nights together say of the same remedy follows, as it is no second
    proof: the nights of the trial are among them.

    Args:
        found: the verdicts.
        trials: what the ended trials show, by the slug of the remedy, the oldest first.
        running: the trial that goes on.
        words: for the names.
        now: the day.
        waits: whether that one has its answer, which nobody looked at yet.
        exact: whether cramps and nights of all nights together are counted out.
        only: the remedy that is told of alone.
    """
    points = []
    found = doubted(found, trials)
    if running is not None and only is None:
        name = words.label("remedy", running.word)
        head = trial_sentences.waits(name) if waits else trial_sentences.hidden(name, running, now=now)
        points.append(Point(head))
    by_word = {each.word: each for each in found.findings}
    for word, of_word in trials.items():
        if (running is not None and word == running.word) or only not in (None, word):
            continue
        name = words.label("remedy", word)
        for shown in reversed(of_word):
            lived, result, number = shown
            said = result_sentences.claim(result, lived.trial.ended)
            together = (
                _all_nights_together(by_word.get(word), result, found, words, exact=exact)
                if shown is telling(of_word)
                else []
            )
            points.append(
                Point(
                    result_sentences.head(name, lived, result, now=now),
                    (*said, *together, f"All of it: `cramp trial result {number}`."),
                    _STYLES.get(result.word, "headline"),
                )
            )
    rest = tuple(each for each in found.findings if each.word not in trials)
    return found, found.replaced(findings=rest), [Section(points=tuple(points))] if points else []


def doubted(found: Findings, trials: Mapping[str, Sequence[Shown]]) -> Findings:
    """Return the verdicts as the ended trials of the remedies leave them."""
    return found.replaced(
        findings=tuple(_doubted(each, trials.get(each.word, ())) for each in found.findings)
    )


def _doubted(finding: Finding, trials: Sequence[Shown]) -> Finding:
    """Return a verdict as the trials of a remedy leave it: what they did not bear out is only possible."""
    is_borne_out = not trials or telling(trials)[1].word is not TrialWord.NO_HALVING
    if is_borne_out or finding.verdict.word is not VerdictWord.FEWER:
        return finding
    return finding.replaced(verdict=finding.verdict.replaced(word=VerdictWord.POSSIBLY_FEWER))


def _all_nights_together(
    finding: Finding | None, result: TrialResult, found: Findings, words: Vocabulary, *, exact: bool
) -> list[str]:
    """Return what was observed of a remedy that had a trial, without capitals."""
    if finding is None:
        return []
    is_doubted = result.word is TrialWord.NO_HALVING and finding.verdict.word is VerdictWord.POSSIBLY_FEWER
    if is_doubted:  # the figures are no less sure for it, and what is said of them must not be
        finding = finding.replaced(verdict=finding.verdict.replaced(word=VerdictWord.FEWER))
    observed = sentences.point(finding, found, words, exact=exact)
    what = observed.head.partition(": ")[2]
    plainly = what.replace("FEWER", "possibly fewer" if is_doubted else "fewer").replace("MORE", "more")
    why = "Your trial did not bear out a halving: when you chose to use it may explain this."
    return [f"All nights together: {plainly}", *observed.lines, *([why] if is_doubted else [])]


def _in_ten(cramps: int, nights: int) -> str:
    return f"{10 * cramps / nights:.1f}" if nights else "-"
