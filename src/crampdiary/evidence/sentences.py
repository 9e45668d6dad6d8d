"""Everything that is said of a comparison, in plain words: the one place where figures become claims.

A sentence claims what its figures do, and no more. It speaks of nights after a remedy or trigger, not of what that
does; none says "works", "causes" or "proven", and a percentage stands only with its range. The words of the method,
such as "hangs on the silent nights", are names in the code: what people read is here.
"""

from __future__ import annotations

from collections.abc import Iterable

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import severity_sentences
from crampdiary.evidence.amounts import (
    change,
    exactly,
    few,
    in_about,
    in_ten,
    is_alike,
    nights_to_go,
    span,
    time_to_go,
)
from crampdiary.evidence.collinearity import LAST_NIGHTS, WEEKDAYS
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.relief import FEWEST_TRIES, Rescue
from crampdiary.evidence.verdicts import (
    FEWEST_NIGHTS,
    SAID_ENOUGH,
    SAID_TOO_LITTLE,
    Verdict,
    VerdictWord,
)
from crampdiary.screen.sections import Point
from crampdiary.words.wording import listed, plural, silence

NOT_PROOF = "These are patterns in your own diary, not proof."
FOOTNOTE = (
    f"{NOT_PROOF} Something you did not log (how your legs felt, a long walk) may explain a difference; log every "
    "cramp, also on nights you used something. Only a randomised trial can rule that out."
)
KEEP_LOGGING = "Keep logging."
EASE_BY_THEMSELVES = "Most cramps ease by themselves."
HEADS = {
    VerdictWord.FEWER: "FEWER cramps on nights after it",
    VerdictWord.POSSIBLY_FEWER: "possibly fewer cramps on nights after it",
    VerdictWord.NO_CLEAR_DIFFERENCE: "no clear difference in the night after it",
    VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER: "no clear difference in the night after it",
    VerdictWord.NOT_ENOUGH_NIGHTS: "too early to tell",
    VerdictWord.CHANCE_AMONG_MANY: "it may well be chance",
    VerdictWord.HANGS_ON_SILENT_NIGHTS: "it depends on the nights you wrote nothing",
    VerdictWord.POSSIBLY_MORE: "possibly more cramps on nights after it",
    VerdictWord.MORE: "MORE cramps on nights after it",
    VerdictWord.USED_TOO_RARELY: "too early to tell",
    VerdictWord.USED_ALMOST_EVERY_NIGHT: "cannot be judged",
    VerdictWord.BEFORE_AND_AFTER_ONLY: "cannot be judged",
    VerdictWord.TOO_FEW_CRAMPS: "too early to tell",
    VerdictWord.CANNOT_BE_TOLD_APART: "cannot be told apart from something else",
    VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR: "cannot be judged",
    VerdictWord.HANGS_ON_HOW_LEGS_FELT: "cannot be judged",
}
"""Per word, what stands behind a name, and before names of which no more is said."""
SHORT = {
    VerdictWord.FEWER: "fewer",
    VerdictWord.POSSIBLY_FEWER: "possibly fewer",
    VerdictWord.NO_CLEAR_DIFFERENCE: "no clear difference",
    VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER: "no clear difference",
    VerdictWord.NOT_ENOUGH_NIGHTS: "too early to tell",
    VerdictWord.CHANCE_AMONG_MANY: "may well be chance",
    VerdictWord.HANGS_ON_SILENT_NIGHTS: "depends on the nights you wrote nothing",
    VerdictWord.POSSIBLY_MORE: "possibly more",
    VerdictWord.MORE: "more",
}
"""The words of those that were judged, as they stand in a table."""
STYLES = {VerdictWord.FEWER: "fewer", VerdictWord.MORE: "more"}

_FEWER = (VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER)
_CLEAR = (VerdictWord.FEWER, VerdictWord.MORE)
_POSSIBLE = (VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE)
_NO_DIFFERENCE = (VerdictWord.NO_CLEAR_DIFFERENCE, VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER)
_VERB = {"remedy": "used", "trigger": "met"}
_A_YEAR = 365  # nights
_HARDLY_CHANCE = 0.01
_SETTLES = "`cramp none` after a quiet night, one word, settles it."
_METHOD = (
    "We compared nights after you {verb} it with nights you did not, within the same four weeks, on the same days of "
    "the week and after similar recent nights, allowing for everything else you logged."
)
_BOTH_WAYS = (
    "Nights you wrote nothing about were taken as quiet, and then left out: what is said of how many cramps there were "
    "holds both ways."
)
_TOO_UNLIKE = (
    "More than a year of nights would be needed: it changes too seldom, or your nights differ too much."
)


def headline(findings: Findings, words: Vocabulary) -> list[str]:
    """Return how far the diary has come, in one or two sentences that are true of all its verdicts."""
    if not findings.findings:
        one = "remedy" if findings.role == "remedy" else "trigger"
        return [f"No {one} can be compared yet, because none was logged on its own."]
    said = []
    ways = {VerdictWord.FEWER: "fewer", VerdictWord.MORE: "more"}
    for word in _CLEAR if findings.role == "remedy" else _CLEAR[::-1]:
        those = [each for each in findings.findings if each.verdict.word is word]
        if those:
            you = "Among similar nights you" if any(map(_against_the_counts, those)) else "You"
            said.append(f"{you} had {ways[word]} cramps on nights after {_names(those, words)}.")
    if said:
        return said
    if severity := severity_sentences.headline(findings, words):
        return severity
    nights = plural(findings.nights, "night")
    possible = _names(filter(_differs, findings.findings), words)
    if possible:
        return [f"Nothing is certain yet after {nights}.", f"There may be a difference with {possible}."]
    if _has(findings, _NO_DIFFERENCE):
        return [f"No clear difference stands out after {nights}."]
    patience = ["That is normal. Answers take months."] if findings.nights <= _A_YEAR else []
    return [f"Nothing is clear yet after {nights}.", *patience]


def point(
    finding: Finding,
    findings: Findings,
    words: Vocabulary,
    *,
    exact: bool = False,
    brief: bool = False,
    how_bad: bool = True,
) -> Point:
    """Return what is to be said of one remedy or trigger.

    Args:
        finding: what was found of it.
        findings: all that was.
        words: for the names.
        exact: whether cramps and nights are counted out, and not told as cramps in ten nights.
        brief: whether it follows another that is too early to tell too, and need not say again what that means.
        how_bad: whether there is room for how bad the cramps were.
    """
    word, effect = finding.verdict.word, finding.verdict.effect
    severity = severity_sentences.about(finding, exact=exact) if how_bad else []
    head = f"{capital(words.label(finding.role, finding.word))}: {HEADS[word]}."
    if word is VerdictWord.CANNOT_BE_TOLD_APART:
        thing, how = _from_what(finding, words)
        head = f"{capital(words.label(finding.role, finding.word))}: cannot be told apart from {thing}."
        return Point(head, (how, *severity))
    counts = exactly(effect) if exact else in_ten(effect)
    if word is VerdictWord.NOT_ENOUGH_NIGHTS:
        chance = [] if brief or is_alike(effect) else ["Chance alone can do that."]
        lines = [" ".join([counts, *chance]), how_long(finding, exact=exact, brief=brief)]
    elif word.judged:
        lines = [f"{counts}{_against_the_counts(finding)}", *_claim(finding, findings)]
    else:
        lines = [_why_not(finding)]
    return Point(head, (*lines, *severity, *_beside(finding, words)), STYLES.get(word, "headline"))


def full(finding: Finding, findings: Findings, words: Vocabulary) -> str:
    """Return all that is to be said of one remedy or trigger, with its cramps and nights, in one paragraph."""
    said = point(finding, findings, words, exact=True)
    return " ".join([said.head, *said.lines])


def as_well(word: VerdictWord, names: str, *, again: bool) -> str:
    """Return one line for those of which no more is said than a word.

    Args:
        word: theirs.
        names: theirs, listed.
        again: whether another with this word was told of in full.
    """
    return f"{capital(HEADS[word])}{' as well' if again else ''}: {names}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _claim(finding: Finding, findings: Findings) -> list[str]:
    """Return what the range of the difference allows to be said."""
    verdict = finding.verdict
    likely = span(verdict.low, verdict.high)
    match verdict.word:
        case VerdictWord.FEWER | VerdictWord.MORE:
            often = ["This holds however often you look."] if verdict.holds_however_often else []
            about = f"About {change(verdict.shown_ratio)} (likely {likely})."
            return [" ".join([about, *often]), *_about_silent_nights(verdict, findings)]
        case VerdictWord.POSSIBLY_FEWER | VerdictWord.POSSIBLY_MORE:
            return [f"This could still be chance ({likely}). {KEEP_LOGGING}"]
        case VerdictWord.NO_CLEAR_DIFFERENCE:
            return [
                "Half as many or twice as many would probably show by now. A smaller difference is still possible "
                f"({likely})."
            ]
        case VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER:
            return [f"It may be {likely}. What it does over weeks this cannot show."]
        case VerdictWord.CHANCE_AMONG_MANY:
            return [
                f"Among the {findings.compared} things compared, chance gives a difference like this ({likely}). "
                f"{KEEP_LOGGING}"
            ]
        case _:
            return [_depends_on_silent_nights(finding, findings)]


def _why_not(finding: Finding) -> str:
    """Return why something cannot be judged, and what would change that."""
    effect, used = finding.verdict.effect, f"{_VERB[finding.role]} it"
    match finding.verdict.word:
        case VerdictWord.HANGS_ON_HOW_LEGS_FELT:
            more, worse = ("more", "worse") if finding.when_bad == "more" else ("less", "better")
            return (
                f"You said you use it {more} when your legs feel bad, which makes it look {worse} than it is. Only a "
                "randomised trial can tell."
            )
        case VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR:
            return (
                f"{finding.unanswered} of {plural(finding.uses, 'use')} came within half an hour after a cramp began, "
                "and it is not known whether they were for that cramp or against the next. To say so: "
                "`cramp edit 12 --purpose rescue`, or prevention, for each by its number."
            )
        case VerdictWord.USED_TOO_RARELY:
            return (
                f"You {used} on {plural(effect.nights_with, 'night')}; {FEWEST_NIGHTS} are the least that can be "
                "compared."
            )
        case VerdictWord.USED_ALMOST_EVERY_NIGHT:
            rest = effect.nights_without
            nights = f"all but {plural(rest, 'night')}" if rest else "every night"
            return f"You {used} on {nights}, so there is nothing to compare with. {in_turn(finding)}"
        case VerdictWord.BEFORE_AND_AFTER_ONLY:
            times = "only once" if effect.switches <= 1 else f"only {effect.switches} times"
            return (
                f"You started or stopped it {times}, so a change could be due to anything else that changed then. "
                f"{in_turn(finding)}"
            )
        case _:
            return (
                f"There are cramps on {plural(effect.nights_with_cramp, 'night')} so far, which is good, and too few "
                f"to compare; {FEWEST_NIGHTS} are the least."
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


def how_long(finding: Finding, *, exact: bool = False, brief: bool = False) -> str:
    """Return how much longer it would take to tell: if every night is written about, to as it was up to now."""
    more, at_this_pace = finding.verdict.more_nights, nights_to_go(finding.verdict)
    if more is None or at_this_pace is None:
        return "It would take more than a year to tell." if brief else _TOO_UNLIKE
    time = time_to_go(more, at_this_pace)
    if brief:
        return f"{capital(time)} would probably tell."
    if exact:
        written = " that you write about" if at_this_pace > more else ""
        time = f"about {more:,} more nights{written} ({time})"
    return f"{capital(time)} would probably show {_whether(finding)}."


def _whether(finding: Finding) -> str:
    if finding.role == "trigger":
        return "whether your cramps double after it"
    return (
        "whether you have half as many the night after" if finding.slow else "whether it halves your cramps"
    )


def _against_the_counts(finding: Finding) -> str:
    """Return a warning where the bare counts go one way, and the comparison of similar nights the other."""
    verdict, effect = finding.verdict, finding.verdict.effect
    if verdict.word not in _CLEAR + _POSSIBLE or not (effect.nights_with and effect.nights_without):
        return ""
    more = effect.cramps_with * effect.nights_without - effect.cramps_without * effect.nights_with
    is_fewer = verdict.word in _FEWER
    if more < 0 if is_fewer else more > 0:
        return ""
    return f" Among similar nights there were {'fewer' if is_fewer else 'more'} with it."


def _depends_on_silent_nights(finding: Finding, findings: Findings) -> str:
    verdict, quiet = finding.verdict, finding.verdict.effect
    assert verdict.if_quiet is not None  # noqa: S101
    nights = f"the {plural(findings.silent, 'night')} you wrote nothing about"
    was = "was" if findings.silent == 1 else "were"
    said = [
        f"If {nights} {was} quiet: {SHORT[verdict.if_quiet]} ({span(quiet.low, quiet.high)})"
        + (f"; left out: {span(verdict.known.low, verdict.known.high)}." if verdict.known else "."),
    ]
    if verdict.known is None and verdict.p <= _HARDLY_CHANCE:
        said.append("Chance hardly explains it; nights you wrote nothing about might.")
    return " ".join([*said, _SETTLES])


def _about_silent_nights(verdict: Verdict, findings: Findings) -> list[str]:
    """Return how a clear word takes the nights about which nothing was said."""
    nights = f"the {plural(findings.silent, 'night')} you wrote nothing about"
    was, is_ = ("was", "is") if findings.silent == 1 else ("were", "are")
    if verdict.known is not None:
        return [f"It holds whether {nights} {was} quiet or {is_} left out."]
    if findings.said < SAID_TOO_LITTLE:
        return [
            f"{capital(nights)} {is_} taken as quiet; nights you skipped would hide some of the difference."
        ]
    return []


def _from_what(finding: Finding, words: Vocabulary) -> tuple[str, str]:
    """Return what something cannot be told apart from, and why."""
    verb = "use" if finding.role == "remedy" else "meet"
    partner = finding.verdict.partner or ""
    if partner[:1] in ("+", "-"):
        role, _, word = partner[1:].partition(":")
        how = (
            f"You nearly always {verb} them together."
            if partner[0] == "+"
            else f"You {verb} the one when you do not {verb} the other."
        )
        return words.label(role, word), how
    if partner == WEEKDAYS:
        return "the days of the week", f"You {verb} it on the same ones."
    if partner == LAST_NIGHTS:
        return "how the nights before were", f"You {verb} it after bad ones, or after good ones."
    return "other things you log", "They change together."


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


def method(findings: Findings) -> str:
    """Return how nights were compared, for the person."""
    said = _METHOD.format(verb=_VERB[findings.role])
    return f"{said} {_BOTH_WAYS}" if _counted_both_ways(findings) else said


def how_to_begin(findings: Findings) -> list[str]:
    """Return what to do where nothing can be compared yet."""
    if not findings.findings:
        verb, word = ("used", "stretching") if findings.role == "remedy" else ("had", "alcohol")
        return [f"One word an evening is enough: `cramp {verb} {word}`, whether or not a cramp follows."]
    if any(each.verdict.word.judged for each in findings.findings):
        return []
    return [
        f"It takes {FEWEST_NIGHTS} nights with a {findings.role}, {FEWEST_NIGHTS} without, and {FEWEST_NIGHTS} with "
        f"cramps at the very least. Log every cramp, and what you {_VERB[findings.role]}, on good nights too."
    ]


def about_silence(findings: Findings) -> list[str]:
    """Return how nights are taken about which nothing was written, what that costs, and how to mend it."""
    said = []
    if findings.gaps:
        earlier = len(findings.gaps) - 1
        others = (
            f" So {'is' if earlier == 1 else 'are'} {plural(earlier, 'earlier silence')}." if earlier else ""
        )
        said.append(silence(*findings.gaps[-1]) + others)
    if not findings.silent:
        return said
    silent = f"You wrote nothing on {plural(findings.silent, 'night')}"
    one_word = "One word after a quiet night, `cramp none`,"
    if not findings.findings:
        said.append(f"{silent}. {one_word} says that it was quiet.")
    elif findings.said < SAID_TOO_LITTLE:
        said.append(f"{silent}; taken as quiet, but nobody knows. {one_word} lets more be said.")
    elif findings.said >= SAID_ENOUGH:
        said.append(f"{silent}; taken as quiet.")
    elif any(_is_sooner(each.verdict) for each in findings.findings):
        said.append(f"{silent}. {one_word} brings the answer sooner.")
    else:
        said.append(f"{silent}. Everything was compared twice: with them as quiet nights, and without them.")
    return said


def about_relief(rescues: Iterable[Rescue], words: Vocabulary) -> list[str]:
    """Return what is known of cramps that had begun: the remedy that was rated best."""
    best = next((each for each in rescues if each.rated.tries >= FEWEST_TRIES and each.rated.eased), None)
    if best is None:
        return []
    name, eased = words.label("remedy", best.word), plural(best.rated.eased, "time")
    return [f"During a cramp, {name} eased yours {eased} of {best.rated.tries:,}{in_about(best.rated)}."]


def about_suspicions(findings: Findings, words: Vocabulary) -> list[str]:
    """Return which trigger was suspected most: a count, which nothing can test."""
    counts = [(each.suspected, each.word) for each in findings.findings]
    counts += [(count, word) for word, count in findings.suspected_only]
    most, word = max(counts, key=lambda each: each[0], default=(0, ""))
    if not most:
        return []
    name = words.label("trigger", word)
    return [f"You suspected {name} for {plural(most, 'cramp')}. That is only a count; it cannot be tested."]


def about_proof(findings: Findings) -> list[str]:
    """Return that a pattern is no proof, where there is one."""
    return [NOT_PROOF] if any(map(_differs, findings.findings)) else []


def _differs(finding: Finding) -> bool:
    return finding.verdict.word in _CLEAR + _POSSIBLE or severity_sentences.differs(finding)


def _counted_both_ways(findings: Findings) -> bool:
    return any(each.verdict.known is not None for each in findings.findings)


def _is_sooner(verdict: Verdict) -> bool:
    """Return whether something would be told sooner if every night were written about."""
    to_go = nights_to_go(verdict)
    return to_go is not None and verdict.more_nights is not None and to_go > verdict.more_nights


def _has(findings: Findings, some: Iterable[VerdictWord]) -> bool:
    return any(each.verdict.word in some for each in findings.findings)


def _names(some: Iterable[Finding], words: Vocabulary) -> str:
    return few([words.label(each.role, each.word) for each in some])
