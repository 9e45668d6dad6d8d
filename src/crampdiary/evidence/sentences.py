"""Verdicts in sentences: the one place where figures become claims, and never claim more than the figures do.

Every sentence speaks of nights after a remedy or trigger, not of what it does; none says "works", "causes" or
"proven", and none gives a bare percentage without its interval and counts.
"""

from __future__ import annotations

import math

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.collinearity import LAST_NIGHTS, WEEKDAYS
from crampdiary.evidence.compare import Effect
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.verdicts import FEWEST_NIGHTS, SAID_TOO_LITTLE, Verdict, VerdictWord
from crampdiary.words.wording import listed, plural, silence

FOOTNOTE = (
    "These are patterns in your own diary, not proof. Something you did not log (how your legs felt, a long "
    "walk) may explain a difference; log every cramp, also on nights you used something. Only a randomised "
    "trial can rule that out."
)
_METHOD = (
    "We compared nights after you {verb} it with nights you did not, within the same four weeks, on the same days of "
    "the week and after similar recent nights, allowing for everything else you logged."
)
_VERB = {"remedy": "used", "trigger": "met"}
_BOTH_WAYS = "Nights you wrote nothing about were taken as quiet, and then left out: what is said here holds both ways."
_GAPS_SHOWN = 2
_WHETHER = {"remedy": "whether it halves your cramps", "trigger": "whether your cramps double after it"}

SHORT = {
    VerdictWord.FEWER: "fewer",
    VerdictWord.POSSIBLY_FEWER: "possibly fewer",
    VerdictWord.NO_CLEAR_DIFFERENCE: "no clear difference",
    VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER: "no clear difference",
    VerdictWord.NOT_ENOUGH_NIGHTS: "too early to tell",
    VerdictWord.CHANCE_AMONG_MANY: "such as chance gives",
    VerdictWord.HANGS_ON_SILENT_NIGHTS: "depends on silent nights",
    VerdictWord.POSSIBLY_MORE: "possibly more",
    VerdictWord.MORE: "more",
}
_CLEAR = (VerdictWord.FEWER, VerdictWord.MORE)
_FEWER = (VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER)
_TOO_UNLIKE = (
    "More than a year of nights would be needed: it changes too seldom, or your nights differ too much."
)


def method(findings: Findings) -> str:
    """Return how nights were compared, for the person."""
    said = _METHOD.format(verb=_VERB[findings.role])
    both = any(each.verdict.known is not None for each in findings.findings)
    return f"{said} {_BOTH_WAYS}" if both else said


def verdict(finding: Finding, findings: Findings, words: Vocabulary) -> str:
    """Return what is to be said of one remedy or trigger, in one or a few sentences."""
    claim = _claim(finding, findings, words)
    return " ".join([f"{words.label(finding.role, finding.word)}: {claim}", *_beside(finding, words)])


def _claim(finding: Finding, findings: Findings, words: Vocabulary) -> str:
    verdict, effect = finding.verdict, finding.verdict.effect
    span = _span(verdict.low, verdict.high)
    match verdict.word:
        case VerdictWord.FEWER | VerdictWord.MORE:
            often = ", and this holds however often you looked" if verdict.holds_however_often else ""
            about = f"about {_change(verdict.shown_ratio)} (likely {span}){often}"
            return (
                f"{verdict.word.value.upper()} cramps on nights after it, {about}. {_counts(effect)}"
                f"{_about_silent_nights(verdict, findings)}"
            )
        case VerdictWord.POSSIBLY_FEWER | VerdictWord.POSSIBLY_MORE:
            way = "fewer" if verdict.word is VerdictWord.POSSIBLY_FEWER else "more"
            return f"possibly {way} ({span}), but this could still be chance. Keep logging."
        case VerdictWord.NO_CLEAR_DIFFERENCE:
            return (
                "no clear difference in the night after it. A halving or a doubling would probably show by now; a "
                f"smaller effect is still possible ({span})."
            )
        case VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER:
            return f"no clear difference in the night after it ({span}). What it does over weeks this cannot show."
        case VerdictWord.NOT_ENOUGH_NIGHTS:
            return f"too early to tell. {more_nights(finding)}"
        case VerdictWord.CHANCE_AMONG_MANY:
            return (
                f"a difference such as chance gives among the {findings.compared} things compared ({span}). "
                "Keep logging."
            )
        case VerdictWord.HANGS_ON_SILENT_NIGHTS:
            return _depends_on_silent_nights(finding, findings)
        case VerdictWord.CANNOT_BE_TOLD_APART:
            return f"cannot be told apart {_from_what(finding, words)}."
        case VerdictWord.HANGS_ON_HOW_LEGS_FELT:
            more, worse = ("more", "worse") if finding.when_bad == "more" else ("less", "better")
            return (
                f"cannot be judged: you said you use it {more} when your legs feel bad, which makes it look {worse} "
                "than it is. Only a randomised trial can tell."
            )
        case VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR:
            return (
                f"cannot be judged. {finding.unanswered} of {plural(finding.uses, 'use')} came within half an hour "
                "after a cramp began, and it is not known whether they were for that cramp or against the next. "
                "To say so: `cramp edit 12 --purpose rescue`, or prevention, for each by its number."
            )
        case _:
            return _too_little(finding)


def _too_little(finding: Finding) -> str:
    """Return why there is too little of something to judge it."""
    effect, used = finding.verdict.effect, f"{_VERB[finding.role]} it"
    match finding.verdict.word:
        case VerdictWord.USED_TOO_RARELY:
            return (
                f"cannot be judged yet. You {used} on {plural(effect.nights_with, 'night')}; "
                f"{FEWEST_NIGHTS} are the least that can be compared."
            )
        case VerdictWord.USED_ALMOST_EVERY_NIGHT:
            rest = effect.nights_without
            nights = f"all but {plural(rest, 'night')}" if rest else "every night"
            return (
                f"cannot be judged. You {used} on {nights}, so there is nothing to compare with. "
                f"{in_turn(finding)}"
            )
        case VerdictWord.BEFORE_AND_AFTER_ONLY:
            times = "only once" if effect.switches <= 1 else f"only {effect.switches} times"
            return (
                f"cannot be judged. You started or stopped it {times}, so a change could be due to anything else "
                f"that changed then. {in_turn(finding)}"
            )
        case _:
            return (
                f"cannot be judged yet. There are cramps on {plural(effect.nights_with_cramp, 'night')} so far, "
                f"which is good, and too few to compare; {FEWEST_NIGHTS} are the least."
            )


def in_turn(finding: Finding) -> str:
    """Return what would make something comparable; nobody is told to leave out what is prescribed."""
    if finding.prescribed:
        return (
            "Nights without it would tell more; but a prescribed medicine is paused only with the prescriber."
        )
    if finding.role == "trigger":
        return "Nights with and without it in turn would tell more."
    return "Nights or fortnights with and without it in turn would tell more."


def more_nights(finding: Finding) -> str:
    """Return how much longer it would take to tell."""
    more = finding.verdict.more_nights
    if more is None:
        return _TOO_UNLIKE
    return f"About {more:,} more nights would probably show {_WHETHER[finding.role]}."


def _depends_on_silent_nights(finding: Finding, findings: Findings) -> str:
    verdict, quiet = finding.verdict, finding.verdict.effect
    assert verdict.if_quiet is not None  # noqa: S101
    nights = f"the {plural(findings.silent, 'night')} you wrote nothing about"
    said = [
        "it depends on the nights you wrote nothing.",
        f"If {nights} were quiet: {SHORT[verdict.if_quiet]} ({_span(quiet.low, quiet.high)})"
        + (f"; without them: {_span(verdict.known.low, verdict.known.high)}." if verdict.known else "."),
    ]
    if verdict.known is None and verdict.p <= _HARDLY_CHANCE:
        said.append("Chance hardly explains it; nights you wrote nothing about might.")
    return " ".join([*said, "`cramp none` after a quiet night, one word, settles it."])


_HARDLY_CHANCE = 0.01


def _about_silent_nights(verdict: Verdict, findings: Findings) -> str:
    """Return how a clear word takes the nights about which nothing was said."""
    if verdict.known is not None:
        nights = f"the {plural(findings.silent, 'night')} you wrote nothing about"
        return f" It holds whether {nights} were quiet or are left out."
    if findings.said < SAID_TOO_LITTLE:
        return (
            f" The {plural(findings.silent, 'night')} you wrote nothing about are taken as quiet; nights you skipped "
            "would hide some of the difference."
        )
    return ""


def _from_what(finding: Finding, words: Vocabulary) -> str:
    verb = "use" if finding.role == "remedy" else "meet"
    partner = finding.verdict.partner or ""
    if partner[:1] in ("+", "-"):
        role, _, word = partner[1:].partition(":")
        how = (
            f"you nearly always {verb} them together"
            if partner[0] == "+"
            else f"you {verb} the one when you do not {verb} the other"
        )
        return f"from {words.label(role, word)}: {how}"
    if partner == WEEKDAYS:
        return f"from the days of the week: you {verb} it on the same ones"
    if partner == LAST_NIGHTS:
        return f"from how the nights before were: you {verb} it after bad ones, or after good ones"
    return "from other things you log: they change together"


def _beside(finding: Finding, words: Vocabulary) -> list[str]:
    """Return what must stand beside a verdict so that nobody reads too much into it."""
    said = []
    word = finding.verdict.word
    if finding.noted_afterwards and word.judged:
        said.append("Much of this was noted afterwards.")
    if finding.when_bad == "more" and word in _FEWER:
        said.append("You said you use it more when your legs feel bad, so it may do more than this shows.")
    if word.judged:
        own, verb = words.label(finding.role, finding.word), "use" if finding.role == "remedy" else "meet"
        for names, how in (
            (finding.always_with, "together"),
            (finding.always_instead, "instead of each other"),
        ):
            if names:
                others = listed([words.label(role, each) for role, each in names])
                said.append(
                    f"You nearly always {verb} {own} and {others} {how}, so they can hardly be told apart."
                )
    return said


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


def _span(low: float, high: float) -> str:
    """Return the 95 % interval in words, the smaller change first where both ends go one way."""
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
    said = [f"{plural(findings.nights, 'night')}, {findings.nights_with_cramp:,} with cramps."]
    if silent:
        nights = "it counts" if silent == 1 else "they count"
        quiet = "a night without cramps" if silent == 1 else "nights without cramps"
        said.append(
            f"On {plural(silent, 'night')} you wrote nothing; {nights} as {quiet}{_and_left_out(findings)}."
        )
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
        said.append("In the morning after a quiet night, `cramp none` says that it was: one word.")
    return said


def _and_left_out(findings: Findings) -> str:
    both = any(each.verdict.known is not None for each in findings.findings)
    return ", and are then left out to see whether that changes anything" if both else ""
