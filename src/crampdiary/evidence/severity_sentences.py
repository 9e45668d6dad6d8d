"""What is said of how bad the cramps were: milder, worse or about as bad on nights after something, in plain words.

Beside the word on how many there were, and never joined with it. Only cramps that came could be rated, so every
sentence speaks of "the cramps that came", and a difference says that it tells nothing of the others: a remedy that
keeps mild cramps away makes the rest look worse.
"""

from __future__ import annotations

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.amounts import few
from crampdiary.evidence.collinearity import LEAST_TOLERANCE
from crampdiary.evidence.findings import Finding, Findings, Milder
from crampdiary.evidence.severity import (
    FEWEST_RATED,
    FEWEST_SWITCHES,
    SeverityEffect,
    SeverityVerdict,
    SeverityWord,
)

SHORT = {
    SeverityWord.MILDER: "milder",
    SeverityWord.POSSIBLY_MILDER: "possibly milder",
    SeverityWord.ABOUT_AS_BAD: "about as bad",
    SeverityWord.NOT_ENOUGH_RATED: "too early to tell",
    SeverityWord.CHANCE_AMONG_MANY: "may well be chance",
    SeverityWord.POSSIBLY_WORSE: "possibly worse",
    SeverityWord.WORSE: "worse",
    SeverityWord.TOO_FEW_RATED: "too few rated",
    SeverityWord.HANGS_ON_HOW_LEGS_FELT: "cannot be judged",
}
"""The words as they stand in a table."""
CLEAR = (SeverityWord.MILDER, SeverityWord.WORSE)
POSSIBLE = (SeverityWord.POSSIBLY_MILDER, SeverityWord.POSSIBLY_WORSE)

_UNLIKE = 0.2  # of the cramps: from more than this on, rating more of them on some nights misleads
_SHOWN = 0.05  # points; less would be told as 0.0
_WORST = 10
_NOT_AMONG_THEM = "This says nothing about cramps that did not come."


def about(finding: Finding, *, exact: bool = False) -> list[str]:
    """Return what is to be said of how bad the cramps that came were with one remedy or trigger, if anything.

    Args:
        finding: what was found of it.
        exact: whether all is said, with the means and their nights; otherwise only what is known by now.
    """
    milder = finding.milder
    if milder is None:
        return []
    verdict = milder.verdict
    means = _means(verdict) if exact else "."
    match verdict.word:
        case SeverityWord.MILDER | SeverityWord.WORSE:
            way = "MILDER" if verdict.effect.estimate < 0 else "WORSE"
            by = f"{_points(verdict.effect.estimate)} points of 10 (likely {_range(verdict.effect)})"
            said = [f"The cramps that came were {way} on nights after it, by {by}{means}", _NOT_AMONG_THEM]
        case SeverityWord.POSSIBLY_MILDER | SeverityWord.POSSIBLY_WORSE:
            way = f"{SHORT[verdict.word]} ({_range(verdict.effect)} points of 10)"
            said = [
                f"The cramps that came were {way}, but this could still be chance{means}",
                _NOT_AMONG_THEM,
            ]
        case SeverityWord.ABOUT_AS_BAD if _is_alike(verdict.effect):
            return ["All cramps that came were rated alike, with it and without."] if exact else []
        case SeverityWord.ABOUT_AS_BAD if exact:
            said = [
                f"The cramps that came were about as bad ({_either_way(verdict.effect)}).",
                _NOT_AMONG_THEM,
            ]
        case SeverityWord.ABOUT_AS_BAD:
            said = [f"The cramps that came were about as bad ({_either_way(verdict.effect)})."]
        case _:
            return [_why_not(finding, verdict)] if exact else []
    return [" ".join([*said, *_unlike(milder)])]


def _is_alike(effect: SeverityEffect) -> bool:
    """Return whether every cramp was rated the same, which tells nothing of a remedy."""
    return not effect.standard_error


def headline(findings: Findings, words: Vocabulary) -> list[str]:
    """Return after what the cramps that came were clearly milder, or worse; for where no number is clear."""
    said = []
    for word in CLEAR if findings.role == "remedy" else CLEAR[::-1]:
        names = [words.label(each.role, each.word) for each in findings.findings if _word(each) is word]
        if names:
            said.append(f"The cramps that came were {SHORT[word]} on nights after {few(names)}.")
    return [*said, "In how many there were, no clear difference stands out."] if said else []


def is_known(finding: Finding) -> bool:
    """Return whether anything is known by now, so that the first screen tells it."""
    return bool(about(finding))


def differs(finding: Finding) -> bool:
    """Return whether the cramps that came were milder or worse, be it possibly only."""
    return _word(finding) in CLEAR + POSSIBLE


def is_clear(finding: Finding) -> bool:
    return _word(finding) in CLEAR


def _word(finding: Finding) -> SeverityWord | None:
    return finding.milder.verdict.word if finding.milder else None


def _why_not(finding: Finding, verdict: SeverityVerdict) -> str:
    """Return why nothing is known of how bad the cramps that came were."""
    effect = verdict.effect
    if verdict.word is SeverityWord.CHANCE_AMONG_MANY:
        way = "milder" if effect.estimate < 0 else "worse"
        return (
            f"How bad the cramps that came were may well be chance: among so many things compared, chance gives a "
            f"difference like this ({_range(effect)} points of 10 {way})."
        )
    if verdict.word is SeverityWord.NOT_ENOUGH_RATED:
        return (
            "It is too early to tell whether the cramps that came were milder on nights after it "
            f"({_either_way(effect)})."
        )
    not_yet = "How bad the cramps that came were cannot be judged"
    if verdict.word is SeverityWord.HANGS_ON_HOW_LEGS_FELT:
        return f"{not_yet}: you said you use it {finding.when_bad} when your legs feel bad."
    if min(effect.nights_with, effect.nights_without) < FEWEST_RATED:
        least, with_, without = (
            f"{FEWEST_RATED:g}",
            _nights(effect.nights_with),
            _nights(effect.nights_without),
        )
        night = "night" if with_ == "1" else "nights"
        return (
            f"{not_yet} yet: you rated cramps on {with_} {night} with it and {without} without; {least} of each are "
            "the least."
        )
    if effect.switches < FEWEST_SWITCHES:
        return (
            f"{not_yet}: among the nights with rated cramps, those with it and without take turns too seldom."
        )
    if effect.tolerance < LEAST_TOLERANCE:
        return (
            f"{not_yet}: on the nights with rated cramps it cannot be told apart from other things you log."
        )
    return f"{not_yet} yet: too few nights have rated cramps for all that you log."


def _means(verdict: SeverityVerdict) -> str:
    """Return the plain means, with a warning where they go one way and the comparison of similar nights the other."""
    effect = verdict.effect
    if effect.mean_with is None or effect.mean_without is None:
        return "."
    said = (
        f"; {effect.mean_with:.1f} on average in {_nights(effect.nights_with)} nights with it, "
        f"{effect.mean_without:.1f} in {_nights(effect.nights_without)} without."
    )
    is_milder = effect.estimate < 0
    difference = effect.mean_with - effect.mean_without
    if difference < 0 if is_milder else difference > 0:
        return said
    return f"{said} Among similar nights they were {'milder' if is_milder else 'worse'} with it."


def _unlike(milder: Milder) -> list[str]:
    """Return a warning where the cramps of some nights were rated more often than those of the others."""
    with_, without = milder.rated_with, milder.rated_without
    if with_ is None or without is None or abs(with_ - without) <= _UNLIKE:
        return []
    return [
        f"You rated {_of_ten(with_)} cramps on nights with it and {_of_ten(without)} without: if the mild ones went "
        "unrated, this misleads."
    ]


def _of_ten(part: float) -> str:
    return f"{round(10 * part) or 'fewer than 1'} of 10"


def _nights(shares: float) -> str:
    return f"{round(shares):,}" if shares == round(shares) else f"about {round(shares):,}"


def _points(difference: float) -> str:
    return f"{min(_WORST, abs(difference)):.1f}" if abs(difference) >= _SHOWN else "less than 0.1"


def _range(effect: SeverityEffect) -> str:
    """Return the 95 % interval of a difference that goes one way, the smaller limit first."""
    smaller, larger = sorted((effect.low, effect.high), key=abs)
    return f"{_points(smaller)} to {_points(larger)}"


def _either_way(effect: SeverityEffect) -> str:
    """Return the 95 % interval of a difference that may go either way."""
    milder, worse = -effect.low >= _SHOWN, effect.high >= _SHOWN
    if milder and worse:
        return f"{_points(effect.low)} points of 10 milder to {_points(effect.high)} worse"
    if milder or worse:
        side = (
            f"{_points(effect.low)} points of 10 milder"
            if milder
            else f"{_points(effect.high)} points of 10 worse"
        )
        return f"at most {side}"
    return "less than 0.1 points of 10 between them"
