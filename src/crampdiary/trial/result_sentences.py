"""What is said of a trial that has ended: its answer, what stands beside it, and what was taken back of it.

A sentence claims what its figures do, and no more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from crampdiary.diary.model import Trial
from crampdiary.evidence.amounts import span
from crampdiary.trial.analyse import TrialResult, TrialWord
from crampdiary.trial.lived import LivedTrial
from crampdiary.trial.milder import MilderWord
from crampdiary.trial.search import Range
from crampdiary.trial.trial_sentences import capital
from crampdiary.words.wording import day_in_words, listed, plural

ALWAYS = (
    "You knew which nights were which, so expectation may play a part. It holds for you, as you used it, in these "
    "months."
)
SCALE = (
    "The line shows from where to where the difference is likely to be: in the middle as many cramps, at the ends a "
    "quarter and four times as many."
)
HEADS = {
    TrialWord.FEWER: "FEWER cramps in your trial",
    TrialWord.MORE: "MORE cramps in your trial",
    TrialWord.NO_HALVING: "NO HALVING in your trial",
    TrialWord.NOT_SHOWN: "NOT SHOWN in your trial",
    TrialWord.CANNOT_BE_JUDGED: "cannot be judged from your trial",
}
_NEVER_USED = (
    "By these it was used on none of the nights with it drawn. If that is so, no difference is of its making."
)
_PLAINLY = (
    ("a quarter", 0.22, 0.28),
    ("a third", 0.3, 0.37),
    ("half", 0.4, 0.6),
    ("two thirds", 0.63, 0.7),
    ("three quarters", 0.72, 0.78),
    ("twice", 1.8, 2.2),
    ("three times", 2.7, 3.3),
)
"""What a ratio is called, from where to where."""
_LEAST = 0.005
"""Ratios under this one are shown as none at all."""
_NO_END = 10
"""Where a range of ratios reaches from less than one in this to more than this many, nothing is known."""


def head(name: str, found: LivedTrial, result: TrialResult, *, now: date) -> str:
    """Return the answer in one line, with its dates."""
    first, last = (day_in_words(day, now=now) for day in (found.trial.first_night, found.trial.last_night))
    called = f"as {found.called}, " if found.called else ""
    return f"{capital(name)}: {HEADS[result.word]} ({called}{first} to {last})."


def claim(result: TrialResult, ended: str | None) -> list[str]:
    """Return what the figures allow to be said, and how the trial ended where that was before its time."""
    counts = (
        f"{plural(result.nights_on, 'night')} with it drawn: {plural(result.cramps_on, 'cramp')}; "
        f"{result.nights_off} without: {result.cramps_off}."
    )
    said = [counts]
    match result.word:
        case TrialWord.FEWER | TrialWord.MORE:
            said.append(
                f"{_about(result)} Had it done nothing, the coins alone would give a difference this large in "
                f"{of_trials(result.p)}."
            )
        case TrialWord.NOT_SHOWN:
            said.append(
                f"Chance alone does that in {of_trials(result.p)}; a halving is still possible. This trial was too "
                "small to tell."
            )
        case TrialWord.NO_HALVING:
            said.append(
                f"It did not halve your cramps ({_likely(result.low, result.high)}); a smaller effect is still "
                "possible."
            )
        case _:
            said.append("There were too few cramps, or too few pairs of nights that differ.")
    if ended == "stopped":
        said.append("Stopped early: only a difference as rare as 1 in 200 counts.")
    elif ended == "at-half-time":
        said.append("It ended by itself at half time: a difference as rare as 1 in 100 was plain by then.")
    return said


def beside(found: LivedTrial, result: TrialResult) -> list[str]:
    """Return what stands beside the answer: how it was kept, silent nights, and how bad the cramps were."""
    (kept_on, on), (kept_off, off) = found.followed
    said = []
    if on or off:
        off_plan = (kept_on, kept_off) != (on, off)
        kept = f"By the uses you logged, you kept to the draw on {kept_on} of {on} and {kept_off} of {off} nights"
        why = "; nights off plan count as drawn, which makes an effect look smaller" if off_plan else ""
        used = ""
        if off_plan and result.used is not None:
            used = f" {_when_used(result.used)}"
        said.append(f"{kept}{why}.{used}")
    if on and not any(use for use, drawn in zip(found.used, found.drawn, strict=True) if drawn):
        said.append(_NEVER_USED)
    silent = result.silent_on + result.silent_off
    if silent:
        said.append(_about_silence(result, silent))
    return [*said, *_about_severity(result)]


def _when_used(used: Range) -> str:
    """Return what it looks like for nights of real use, where that can be told at all."""
    if used.low < 1 / _NO_END and used.high > _NO_END:
        return "What it did when it was really used, these nights cannot tell."
    return f"When used: {_ratio(used.estimate)} times as many ({_range(used.low, used.high)})."


def _about_silence(result: TrialResult, silent: int) -> str:
    if len(result.p_each) > 1 and result.p > result.level and min(result.p_each) <= result.level:
        return f"Of {plural(silent, 'night')} you said nothing. Your silent nights could explain it."
    if result.word is TrialWord.CANNOT_BE_JUDGED:
        return f"Of {plural(silent, 'night')} you said nothing."
    if result.p > max(result.p_each):  # the two point different ways
        return f"{plural(silent, 'silent night')}: counted as quiet, the difference would be the other way round."
    were = "it was" if silent == 1 else "they were"
    return f"{plural(silent, 'silent night')}: the answer holds whether {were} quiet or not."


def _about_severity(result: TrialResult) -> list[str]:
    milder = result.milder
    if milder is None or milder.word is MilderWord.TOO_FEW or milder.difference is None:
        return []
    assert milder.low is not None  # noqa: S101 (they are known together)
    assert milder.high is not None  # noqa: S101
    means = f"{milder.mean_on:.1f} against {milder.mean_off:.1f}"
    if milder.word is MilderWord.NO_CLEAR_DIFFERENCE:
        return [f"Second question: how bad the cramps were shows no clear difference ({means} of 10)."]
    low, high = sorted((abs(milder.low), abs(milder.high)))
    way = milder.word.value.upper()
    points = f"{means} ({low:.1f} to {high:.1f} points)"
    said = f"Second question: the cramps that came were {way} where it was drawn, {points}."
    if result.word in (TrialWord.FEWER, TrialWord.MORE):
        said += " The cramps compared are not the same ones."
    return [said]


def looked_at_with(entries: int, found: LivedTrial, result: TrialResult) -> str:
    """Return what was seen when a trial was looked at, where its nights count otherwise now.

    Args:
        entries: how many entries of its nights came since.
        found: its nights as they were looked at.
        result: what they showed.
    """
    came = (
        f"{plural(entries, 'entry', 'entries')} of its nights came after you looked, though written before that, as on "
        f"another device. {'It counts' if entries == 1 else 'They count'} now."
        if entries
        else "After you looked it came in from elsewhere what its words mean, and that counts now."
    )
    word = HEADS[result.word].removesuffix(" in your trial").removesuffix(" from your trial")
    return f"{came} When you looked, it was: {word}. {claim(result, found.trial.ended)[0]}"


OF_A_COPY = "It was looked at in another copy of this diary. If that lacked entries of this one, its figures differed."


def seed_line(trial: Trial) -> str:
    """Return what the draw was made from."""
    return f"Drawn from the seed {trial.seed}, stored before the first night ({plural(trial.pairs, 'pair')})."


DOES_NOT_COUNT = (
    "This trial does not count, as another was begun before it and went on: it is in no verdict. What it showed still "
    "stands here."
)


def taken_back(
    *,
    drawn_before: int,
    taken_up: int,
    purged: int,
    lost: int,
    seen_before: bool,
    looked_at_beside: Sequence[date],
    now: date,
) -> Sequence[str]:
    """Return what was taken back of this trial and of earlier draws, so that nothing is drawn or seen unseen.

    Args:
        drawn_before: how often the same remedy was drawn before, without an answer that stands.
        taken_up: how often this trial was deleted after a night of it, and brought back.
        purged: how many trials, of whatever remedy, were purged.
        lost: how many, of whatever remedy, were in no backup that was put back.
        seen_before: whether it was looked at before, and a backup of before that was put back.
        looked_at_beside: the days on which another trial of the remedy over some of its nights was looked at.
        now: the day.
    """
    said = []
    if drawn_before:
        said.append(
            f"It was drawn {plural(drawn_before, 'time')} before, and that was taken back or ended without an answer. "
            "A trial that is drawn again until it pleases shows nothing."
        )
    if taken_up:
        said.append(
            f"It was deleted and brought back {plural(taken_up, 'time')} while it went on. The difference could be "
            "seen meanwhile, so it may look larger than it is."
        )
    if seen_before:
        said.append(
            "You had looked at it before, and then put back a backup in which it still went on. Having seen the answer "
            "can change what one does, so it is worth less than it looks."
        )
    if looked_at_beside:
        days = listed([day_in_words(day, now=now) for day in looked_at_beside])
        said.append(
            f"Another trial of it, over some of the same nights, was looked at before this one ended ({days}). Having "
            "seen that answer can change what one does, so this is worth less than it looks."
        )
    if purged:
        was = "was" if purged == 1 else "were"
        said.append(f"{plural(purged, 'trial')} of this diary {was} purged, so nobody can tell of what.")
    if lost:
        was = "was" if lost == 1 else "were"
        said.append(
            f"{plural(lost, 'trial')} drawn before it {was} not in a backup that was put back, so nobody can tell of "
            "what."
        )
    return said


def of_trials(p: float) -> str:
    """Return how often the coins alone would do it."""
    if p >= 0.995:
        return "nearly all trials"
    if p >= 0.095:
        return f"{round(100 * p)} of 100 trials"
    if p < 0.001:
        return "fewer than 1 of 1,000 trials"
    return f"{round(1000 * p)} of 1,000 trials"


def _about(result: TrialResult) -> str:
    ratio = result.ratio
    likely = f"likely {_range(result.low, result.high)}"
    if ratio == 0:
        return f"None at all where it was drawn ({likely} times as many)."
    if math.isinf(ratio):
        return f"None at all where it was not drawn ({likely} times as many)."
    plainly = next((words for words, low, high in _PLAINLY if low <= ratio <= high), None)
    if plainly is None:
        return f"About {_ratio(ratio)} times as many ({likely})."
    return f"About {plainly} as many ({_ratio(ratio)}, {likely})."


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _range(low: float, high: float) -> str:
    """Return from where to where a ratio is likely to be; one of the two ends at least is known."""
    if math.isinf(high):
        return f"at least {_ratio(low)}"
    return f"{_ratio(low)} to {_ratio(high)}" if low >= _LEAST else f"at most {_ratio(high)}"


def _likely(low: float, high: float) -> str:
    return f"likely {span(low, high)}"
