"""The screens of `cramp remedies` and `cramp triggers`: verdicts in sentences, a table, and the arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from crampdiary import sentences
from crampdiary.evidence import (
    CLEAR_P,
    CLEAR_Q,
    POSSIBLE_P,
    POSSIBLE_Q,
    BlockCounts,
    Effect,
    Hurdle,
    Word,
)
from crampdiary.findings import Finding, Findings, Rescue, Untreated
from crampdiary.sections import Cell, Interval, Section
from crampdiary.vocabulary import Vocabulary
from crampdiary.wording import listed


def findings(found: Findings, words: Vocabulary) -> list[Section]:
    """Return what preceded fewer or more cramps first, then what cannot be judged yet, then relief apart."""
    judged = [each for each in found.findings if _is_judged(each)]
    waiting = [each for each in found.findings if not _is_judged(each)]
    noun = "remedy" if found.role == "remedy" else "trigger"
    sections = [
        Section(title=_TITLES[found.role], lines=tuple(sentences.opening(found))),
        Section(lines=tuple(sentences.verdict(each, words) for each in judged)),
        Section(
            title="Side by side" if judged else "",
            columns=(noun.capitalize(), "with", "without", "ratio (95 %)", "fewer 1 more", "verdict"),
            rows=tuple(_row(each, words) for each in judged),
            right=frozenset({1, 2}),
        ),
        Section(title="Not judged yet", lines=tuple(sentences.verdict(each, words) for each in waiting)),
    ]
    if judged:
        note = "With and without: cramps a night (nights). A ratio of 0.5 is half as many cramps."
        sections.append(Section(lines=(note, sentences.METHOD[found.role]), style="dim"))
    if found.findings:
        sections.append(Section(lines=(sentences.FOOTNOTE,), style="dim"))
    if found.role == "remedy":
        sections.append(_relief(found.relief, found.untreated, words))
    else:
        sections.append(_suspected(found, words))
    return sections


_TITLES = {"remedy": "What preceded fewer cramps", "trigger": "What preceded more cramps"}


def _is_judged(finding: Finding) -> bool:
    return finding.verdict.word.judged and finding.verdict.word is not Word.NOT_ENOUGH_NIGHTS


def _row(finding: Finding, words: Vocabulary) -> tuple[Cell, ...]:
    effect = finding.verdict.effect
    return (
        words.label(finding.role, finding.word),
        _rate(effect.cramps_with, effect.nights_with),
        _rate(effect.cramps_without, effect.nights_without),
        f"{finding.verdict.shown_ratio:.2f} ({_limit(effect.low)} to {_limit(effect.high)})",
        Interval(effect.low, finding.verdict.shown_ratio, effect.high),
        sentences.SHORT[finding.verdict.word],
    )


def _rate(cramps: int, nights: int) -> str:
    return f"{cramps / nights:.2f} ({nights:,})" if nights else "-"


def _limit(ratio: float) -> str:
    return "any" if math.isinf(ratio) else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _relief(rescues: Sequence[Rescue], untreated: Untreated, words: Vocabulary) -> Section:
    """Return relief during cramps: counts and times, and no claim, as cramps end by themselves."""
    compare = (
        f"Most cramps ease by themselves; yours with nothing tried eased in a median of "
        f"{untreated.median_minutes:.1f} min ({untreated.timed})."
        if untreated.median_minutes is not None
        else "Most cramps ease by themselves."
    )
    return Section(
        title="Relief during a cramp" if rescues else "",
        lines=(compare,) if rescues else (),
        columns=("Tried", "times", "eased", "helped", "somewhat", "95 %", "median min"),
        rows=tuple(
            (
                words.label("remedy", each.word),
                str(each.rated.tries) + (f" (+{each.not_rated} not rated)" if each.not_rated else ""),
                str(each.rated.eased),
                str(each.rated.helped),
                str(each.rated.somewhat),
                _percent_range(each.rated.eased_interval),
                _minutes(each),
            )
            for each in rescues
        ),
        right=frozenset({1, 2, 3, 4}),
    )


def _percent_range(interval: tuple[float, float] | None) -> str:
    return f"{100 * interval[0]:.0f} to {100 * interval[1]:.0f} %" if interval else "from 5 tries"


def _minutes(rescue: Rescue) -> str:
    middle = rescue.rated.median_minutes
    if middle is None:
        return "-"
    text = "not eased" if math.isinf(middle) else f"{middle:.1f}"
    if rescue.rated.minutes_interval:
        low, high = rescue.rated.minutes_interval
        text += f" ({'never' if math.isinf(low) else f'{low:.1f}'} to {'never' if math.isinf(high) else f'{high:.1f}'})"
    return text


def _suspected(found: Findings, words: Vocabulary) -> Section:
    """Return how often each trigger was suspected: counted, never tested, as there is nothing to compare."""
    counts = [(each.word, each.suspected) for each in found.findings if each.suspected] + list(
        found.suspected_only
    )
    rows = sorted(counts, key=lambda each: (-each[1], each[0]))
    return Section(
        title="Suspected at a cramp" if rows else "",
        lines=(
            (
                "Counted only: without the nights you met it and no cramp followed, there is nothing to compare. "
                "`cramp had` records those.",
            )
            if rows
            else ()
        ),
        columns=("Trigger", "cramps"),
        rows=tuple((words.label("trigger", word), str(count)) for word, count in rows),
        right=frozenset({1}),
    )


def explanation(finding: Finding, found: Findings, words: Vocabulary) -> list[Section]:
    """Return the arithmetic behind one verdict: nights, blocks, rates, ratio, interval, p, q, and what would change it."""
    verdict, effect = finding.verdict, finding.verdict.effect
    rows: list[tuple[Cell, ...]] = [
        ("Nights counted", f"{effect.nights:,}, {effect.nights_with_cramp:,} of them with cramps"),
        ("With it", f"{effect.cramps_with:,} cramps in {effect.nights_with:,} nights: {_raw(effect.cramps_with, effect.nights_with)} a night"),
        ("Without it", f"{effect.cramps_without:,} cramps in {effect.nights_without:,} nights: {_raw(effect.cramps_without, effect.nights_without)} a night"),
        ("Raw ratio", _raw_ratio(effect)),
        ("Adjusted ratio", f"{effect.rate_ratio:.3f}, 95 % interval {_limit(effect.low)} to {_limit(effect.high)}"),
        ("Shown ratio", f"{verdict.shown_ratio:.3f}, drawn towards 1 as far as it is uncertain"),
        ("Standard error", f"{effect.standard_error:.3f} of the log ratio, {effect.df:.1f} degrees of freedom"),
        ("Widened", f"the variance is {effect.dispersion:.2f} times that of pure chance; {effect.inflation:.2f} of it for runs of use"),
        ("Changes", f"{effect.switches:,} between using it and not"),
        ("p", f"{effect.p:.4g} (clear at {CLEAR_P:g}, possible at {POSSIBLE_P:g})"),
        ("q", f"{verdict.q:.4g} (clear at {CLEAR_Q:g}, possible at {POSSIBLE_Q:g})" if verdict.q is not None else "not among those judged"),
    ]  # fmt: skip
    if finding.companion is not None:
        companion = finding.companion
        rows.append(
            (
                "Other counting",
                f"ratio {companion.rate_ratio:.3f}, p {companion.p:.4g}: {_COMPANION[found.confirmed]}",
            )
        )
    change = _what_would_change(finding)
    return [
        Section(title=f"How {words.label(finding.role, finding.word)} was judged", lines=(sentences.verdict(finding, words), sentences.METHOD[found.role])),
        Section(title="The figures", columns=("", ""), rows=tuple(rows)),
        Section(
            title="Block by block",
            lines=("Nights are compared inside each of these only.",),
            columns=("Nights", "with", "cramps", "without", "cramps"),
            rows=tuple(_block(block) for block in effect.blocks),
            right=frozenset({1, 2, 3, 4}),
        ),
        Section(title="What would change the verdict", lines=(change,)),
        Section(lines=(sentences.FOOTNOTE,), style="dim"),
    ]  # fmt: skip


_COMPANION = {
    False: "with the nights left out about which nothing was said",
    True: "with the unknown nights taken at their worst",
}


def _raw(cramps: int, nights: int) -> str:
    return f"{cramps / nights:.3f}" if nights else "-"


def _raw_ratio(effect: Effect) -> str:
    if not (effect.nights_with and effect.nights_without and effect.cramps_without):
        return "none, as there is nothing to divide by"
    ratio = (effect.cramps_with / effect.nights_with) / (effect.cramps_without / effect.nights_without)
    return f"{ratio:.3f}, before anything is allowed for"


def _block(block: BlockCounts) -> tuple[Cell, ...]:
    from datetime import date

    first, last = date.fromordinal(block.first_day), date.fromordinal(block.last_day)
    return (
        f"{first.isoformat()} to {last.isoformat()}",
        f"{block.nights_with:.3g}",
        f"{block.cramps_with:.3g}",
        f"{block.nights_without:.3g}",
        f"{block.cramps_without:.3g}",
    )


def _what_would_change(finding: Finding) -> str:
    verdict = finding.verdict
    reasons = {
        Hurdle.P_VALUE: "a smaller p, which more nights bring if the difference is real",
        Hurdle.Q_VALUE: "a smaller q, as several things are judged at once and one of them may stand out by chance",
        Hurdle.COMPANION: "the same answer under the other counting of silent nights; `cramp none` makes them known",
    }
    if verdict.more_nights:
        return sentences.more_nights(finding)
    if verdict.hurdles:
        return f"A clearer verdict needs {listed([reasons[each] for each in verdict.hurdles])}."
    if verdict.word in (Word.FEWER, Word.MORE):
        return "Nights that speak against it: each new one is compared as these were."
    return "Nights with it and without it in turn, and every cramp logged."
