"""Verdicts in sentences: the one place where figures become claims, and never claim more than the figures do.

Every sentence speaks of nights after a remedy or trigger, not of what it does; none says "works", "causes" or
"proven", and none gives a bare percentage without its interval and counts.
"""

from __future__ import annotations

import math

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.compare import Effect
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.verdicts import FEWEST_NIGHTS, Hurdle, Verdict, VerdictWord
from crampdiary.words.wording import listed, plural, silence

FOOTNOTE = (
    "These are patterns in your own diary, not proof. Something you did not log (how your legs felt, a long "
    "walk) may explain a difference; log every cramp, also on nights you used something. Only a randomised "
    "trial can rule that out."
)
METHOD = {
    role: (
        f"Nights after you {verb} it were compared with nights you did not, within the same four weeks, on the "
        "same days of the week and after similar recent nights, allowing for everything else you logged."
    )
    for role, verb in (("remedy", "used"), ("trigger", "met"))
}
_GAPS_SHOWN = 2
_WHETHER = {"remedy": "it halves your cramps", "trigger": "your cramps double after it"}
_IF = {"remedy": "it halved your cramps", "trigger": "your cramps doubled after it"}

SHORT = {
    VerdictWord.FEWER: "fewer",
    VerdictWord.POSSIBLY_FEWER: "possibly fewer",
    VerdictWord.NO_CLEAR_DIFFERENCE: "no clear difference",
    VerdictWord.NOT_ENOUGH_NIGHTS: "not enough nights",
    VerdictWord.POSSIBLY_MORE: "possibly more",
    VerdictWord.MORE: "more",
}


def verdict(finding: Finding, words: Vocabulary) -> str:
    """Return what is to be said of one remedy or trigger, in one or a few sentences."""
    said = [f"{words.label(finding.role, finding.word)}: {_claim(finding.verdict, finding)}"]
    if finding.other_word is not None:
        said.append(_other_counting(finding))
    said += _beside(finding, words)
    return " ".join(said)


def _claim(verdict: Verdict, finding: Finding) -> str:
    effect, used = verdict.effect, "used it" if finding.role == "remedy" else "met it"
    match verdict.word:
        case VerdictWord.FEWER:
            return f"FEWER cramps on nights after it, {_about(verdict)}. {_counts(effect)}"
        case VerdictWord.MORE:
            return f"MORE cramps on nights after it, {_about(verdict)}. {_counts(effect)}"
        case VerdictWord.POSSIBLY_FEWER | VerdictWord.POSSIBLY_MORE:
            way = "fewer" if verdict.word is VerdictWord.POSSIBLY_FEWER else "more"
            text = f"possibly {way} ({_span(effect)}), but this could still be chance."
            if Hurdle.SENSITIVITY in verdict.hurdles and way == "more":
                return (
                    f"{text} It does not show in the nights you said something about alone: confirm quiet nights "
                    "with `cramp none`, one word, or `cramp none --since`."
                )
            return f"{text} Keep logging."
        case VerdictWord.NO_CLEAR_DIFFERENCE:
            return (
                f"no clear difference. If {_IF[finding.role]}, your diary would very probably show it by now; a "
                f"smaller effect is still possible ({_span(effect)})."
            )
        case VerdictWord.NOT_ENOUGH_NIGHTS:
            if verdict.more_nights is None:
                return "not enough nights yet, and too unlike each other to say how many more it would take."
            return f"not enough nights yet. {more_nights(finding)}"
        case VerdictWord.USED_TOO_RARELY:
            return (
                f"cannot be judged yet. You {used} on {plural(effect.nights_with, 'night')}; "
                f"{FEWEST_NIGHTS} are the least that can be compared."
            )
        case VerdictWord.USED_ALMOST_EVERY_NIGHT:
            rest = effect.nights_without
            nights = f"all but {plural(rest, 'night')}" if rest else "every night"
            return f"cannot be judged. You {used} on {nights}, so there is nothing to compare with."
        case VerdictWord.BEFORE_AND_AFTER_ONLY:
            times = "only once" if effect.switches <= 1 else f"only {effect.switches} times"
            return (
                f"cannot be judged. You started or stopped it {times}, so a change could be due to anything else "
                "that changed then. Nights with and without it in turn would tell more."
            )
        case VerdictWord.TOO_FEW_CRAMPS:
            return (
                f"cannot be judged yet. There are cramps on {plural(effect.nights_with_cramp, 'night')} so far, "
                f"which is good, and too few to compare; {FEWEST_NIGHTS} are the least."
            )
        case VerdictWord.TOO_FEW_CONFIRMED_NIGHTS:
            return (
                "cannot be judged by confirmed nights alone: less than half of the nights are confirmed. "
                "`cramp none` confirms a quiet night in one word."
            )
        case VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR:
            return (
                f"cannot be judged. {finding.unanswered} of {plural(finding.uses, 'use')} came within half an hour "
                "after a cramp began, and it is not known whether they were for that cramp or against the next. "
                "To say so: cramp edit 12 --purpose rescue, or prevention, for each by its number."
            )


def more_nights(finding: Finding) -> str:
    """Return how many more nights would tell, where that can be said."""
    return f"About {finding.verdict.more_nights:,} more would show whether {_WHETHER[finding.role]}."


def _beside(finding: Finding, words: Vocabulary) -> list[str]:
    """Return what must stand beside a verdict so that nobody reads too much into it."""
    said = []
    judged = finding.verdict.word.judged
    if finding.noted_afterwards and judged:
        said.append("Much of this was noted afterwards.")
    if finding.used_when_bad:
        said.append("You said you use it more when your legs feel bad, which makes it look worse than it is.")
    if finding.always_with and judged:
        names = listed([words.label(role, word) for role, word in finding.always_with])
        said.append(
            f"You nearly always use {words.label(finding.role, finding.word)} and {names} together, "
            "so they can hardly be told apart."
        )
    return said


def _other_counting(finding: Finding) -> str:
    assert finding.other_word is not None  # noqa: S101
    other = SHORT.get(finding.other_word, "not to be judged")
    if finding.confirmed:
        return f"With silent nights counted as quiet it would be: {other}."
    return f"With confirmed nights alone it would be: {other}."


def _about(verdict: Verdict) -> str:
    ratio, effect = verdict.shown_ratio, verdict.effect
    return f"about {_change(ratio)} (likely {_span(effect)})"


def _counts(effect: Effect) -> str:
    return (
        f"{plural(effect.cramps_with, 'cramp')} in {plural(effect.nights_with, 'night')} with it, "
        f"{effect.cramps_without:,} in {effect.nights_without:,} without."
    )


def _change(ratio: float) -> str:
    """Return "56 % fewer", "30 % more" or, from double on, "2.4 times as many"."""
    if ratio >= 2:
        return f"{ratio:.1f} times as many"
    percent = round(100 * abs(1 - ratio))
    return f"{percent} % {'fewer' if ratio < 1 else 'more'}"


def _span(effect: Effect) -> str:
    """Return the 95 % interval in words, the smaller change first where both ends go one way."""
    low, high = effect.low, effect.high
    if high < 1:
        return f"{round(100 * (1 - high))} % to {round(100 * (1 - low))} % fewer"
    if low > 1:
        if math.isinf(high):
            return f"at least {_change(low)}"
        if high < 2:
            return f"{round(100 * (low - 1))} % to {round(100 * (high - 1))} % more"
        return f"{f'{_change(low)} to' if low < 2 else f'{low:.1f} to'} {high:.1f} times as many"
    upper = "any number more" if math.isinf(high) else _change(high)
    return f"from {round(100 * (1 - low))} % fewer to {upper}"


def opening(findings: Findings) -> list[str]:
    """Return what someone must know before the verdicts: how many nights, and what to do where none can be judged."""
    silent = findings.silent
    said = [
        f"{plural(findings.nights, 'night')}, {findings.nights_with_cramp:,} with cramps"
        + (f"; {silent:,} silent {'night' if silent == 1 else 'nights'} counted as quiet" if silent else "")
        + "."
    ]
    said += [silence(first, last) for first, last in findings.gaps[-_GAPS_SHOWN:]]
    if not findings.used:
        one = "remedy" if findings.role == "remedy" else "trigger"
        verb, word = ("used", "stretching") if findings.role == "remedy" else ("had", "alcohol")
        said.append(
            f"No {one} can be compared yet, because none was logged on its own. One word an evening is enough: "
            f"`cramp {verb} {word}`, whether or not a cramp follows."
        )
    elif not any(each.verdict.word.judged for each in findings.findings):
        said.append(
            f"Nothing can be judged yet. It takes {FEWEST_NIGHTS} nights with a {findings.role}, {FEWEST_NIGHTS} "
            f"without, and {FEWEST_NIGHTS} with cramps at the very least; a clear answer usually takes some months. "
            "Until then: "
            "log every cramp, and what you used, on good nights too."
        )
    if not findings.clear and silent:
        said.append(
            "In the morning after a quiet night, `cramp none` turns a silent night into a known one: one word."
        )
    return said
