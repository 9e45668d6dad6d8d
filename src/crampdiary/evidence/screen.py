"""The figures of `cramp remedies` and `cramp triggers`: the table, relief, and the arithmetic behind a verdict."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import date

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import sentences, severity_sentences
from crampdiary.evidence.amounts import change
from crampdiary.evidence.compare import BlockCounts, Effect
from crampdiary.evidence.findings import Finding, Findings, Milder
from crampdiary.evidence.relief import Rescue
from crampdiary.evidence.verdicts import (
    CLEAR_P,
    POSSIBLE_P,
    POSSIBLE_Q,
    Hurdle,
    Verdict,
    VerdictWord,
    clear_q_among,
)
from crampdiary.screen.sections import Cell, Gauge, Interval, Section, Styled
from crampdiary.stats.streaks import TriggerPicture
from crampdiary.words.wording import listed, plural

NOTHING = "No triggers here yet. `cramp had alcohol` records one you met, whether or not a cramp follows."


def figures(
    found: Findings, words: Vocabulary, *, told: Collection[str] = (), in_trial: bool = False
) -> list[Section]:
    """Return all that was found: every sentence with its counts, the table, how it was judged, and relief apart.

    Args:
        found: what it is of.
        words: for the names.
        told: what was told of above, so that it is only in the tables.
        in_trial: whether a remedy is in a trial that goes on, so that none is proposed while there is no other.
    """
    judged = [each for each in found.findings if _is_judged(each)]
    noun = "remedy" if found.role == "remedy" else "trigger"
    nights = f"{plural(found.nights, 'night')}, {found.nights_with_cramp:,} with cramps."
    begin = [] if in_trial and not found.findings else sentences.how_to_begin(found)
    opening = (nights, *sentences.about_silence(found), *begin)
    sections = [
        Section(title=_TITLES[found.role], lines=opening),
        Section(
            points=tuple(
                sentences.point(each, found, words, exact=True)
                for each in found.findings
                if each.word not in told
            )
        ),
        Section(
            title="Side by side" if judged else "",
            columns=(noun.capitalize(), "with it", "without", "difference", _SCALE, "verdict"),
            rows=tuple(_row(each, words) for each in judged),
            right=frozenset({1, 2}),
        ),
    ]
    if judged:
        note = (
            "With it and without: cramps in 10 nights. The line shows from where to where the difference "
            "is likely to be: in the middle as many cramps, at the ends a quarter and four times as many."
        )
        sections.append(Section(lines=(note, sentences.method(found))))
    rated = [
        (each, each.milder) for each in found.findings if each.milder and each.milder.verdict.q is not None
    ]
    if rated:
        sections.append(
            Section(
                title="How bad the cramps that came were",
                columns=(noun.capitalize(), "with it", "without", "difference", "cramps rated", "verdict"),
                rows=tuple(_severity_row(each, milder, words) for each, milder in rated),
                right=frozenset({1, 2}),
            )
        )
        note = (
            "With it and without: how bad they were on average, of 10 points, and in how many nights with rated "
            "cramps. Rated: how many of the cramps, with it and without."
        )
        sections.append(Section(lines=(note,)))
    if found.findings:
        sections.append(Section(lines=(sentences.FOOTNOTE,)))
    if found.role == "remedy":
        sections.append(_relief(found.relief, words))
    return sections


_SCALE = "fewer | more"  # as wide as an interval, with its middle in the middle
_TITLES = {"remedy": "What preceded fewer cramps", "trigger": "What preceded more cramps"}


def _is_judged(finding: Finding) -> bool:
    return finding.verdict.word.judged and finding.verdict.word is not VerdictWord.NOT_ENOUGH_NIGHTS


def _row(finding: Finding, words: Vocabulary) -> tuple[Cell, ...]:
    verdict, effect = finding.verdict, finding.verdict.effect
    return (
        words.label(finding.role, finding.word),
        _in_ten_nights(effect.cramps_with, effect.nights_with),
        _in_ten_nights(effect.cramps_without, effect.nights_without),
        _difference(verdict.shown_ratio),
        Interval(verdict.low, verdict.shown_ratio, verdict.high),
        Styled(sentences.SHORT[verdict.word], sentences.STYLES.get(verdict.word, "")),
    )


def _severity_row(finding: Finding, milder: Milder, words: Vocabulary) -> tuple[Cell, ...]:
    effect = milder.verdict.effect
    return (
        words.label(finding.role, finding.word),
        _mean(effect.mean_with, effect.nights_with),
        _mean(effect.mean_without, effect.nights_without),
        _way(effect.estimate),
        _parts_rated(milder),
        severity_sentences.SHORT[milder.verdict.word],
    )


def _mean(mean: float | None, nights: float) -> str:
    return "not rated" if mean is None else f"{mean:.1f} in {nights:,.0f}"


def _way(points: float) -> str:
    """Return a difference in points as "0.5 milder" or "0.3 worse"."""
    shown = f"{abs(points):.1f}"
    return f"{shown} {'milder' if points < 0 else 'worse'}" if float(shown) else "as bad"


def _points(limit: float, places: int) -> str:
    return "any" if math.isinf(limit) else f"{limit:+.{places}f}"


def _parts_rated(milder: Milder) -> str:
    parts = (milder.rated_with, milder.rated_without)
    if parts == (1, 1):
        return "all"
    return " and ".join("none" if part is None else f"{100 * part:.0f}" for part in parts) + " %"


def _difference(ratio: float) -> str:
    return change(ratio) if round(100 * (ratio - 1)) else "as many"


def _in_ten_nights(cramps: int, nights: int) -> str:
    return f"{10 * cramps / nights:.1f}" if nights else "no night"


def _limit(ratio: float) -> str:
    return "any" if math.isinf(ratio) else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _relief(rescues: Sequence[Rescue], words: Vocabulary) -> Section:
    """Return relief during cramps: counts and times, and no claim, as cramps end by themselves.

    Nothing is said of how long cramps took with nothing tried. They are timed from their beginning and what was tried
    from its use, and only short ones stay untried: side by side the two would mislead.
    """
    return Section(
        title="Relief during a cramp" if rescues else "",
        lines=(sentences.EASE_BY_THEMSELVES,) if rescues else (),
        columns=("Tried", "times", "eased", "helped", "a little", "likely to ease", "minutes until then"),
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
    return f"{100 * interval[0]:.0f} to {100 * interval[1]:.0f} %" if interval else "too few to tell"


def _minutes(rescue: Rescue) -> str:
    rated = rescue.rated
    if rated.median_minutes is None:
        return "not said"
    if math.isinf(rated.median_minutes):
        return "often not at all"
    text = f"{rated.median_minutes:.1f}"
    if rated.minutes_interval:
        low, high = rated.minutes_interval
        text += f" ({low:.1f} or more)" if math.isinf(high) else f" ({low:.1f} to {high:.1f})"
    return text


def explanation(finding: Finding, found: Findings, words: Vocabulary, *, told: bool = False) -> list[Section]:
    """Return the arithmetic behind one verdict, and what would change it.

    Args:
        finding: the verdict.
        found: all of them.
        words: for the names.
        told: whether it was told of above, beside the trial that outranks it.
    """
    title = (
        f"How {words.label(finding.role, finding.word)} was judged{' on all nights together' if told else ''}"
    )
    lines = (*([] if told else [sentences.full(finding, found, words)]), sentences.method(found))
    return [
        Section(title=title, lines=lines),
        Section(title="The figures", columns=_heads(finding.verdict), rows=_figures(finding)),
        Section(title="What the word rests on", columns=("", ""), rows=_what_counts(finding, found)),
        Section(
            title="How bad the cramps that came were" if finding.milder else "",
            columns=("", ""),
            rows=_severity_figures(finding.milder) if finding.milder else (),
        ),
        Section(
            title="Block by block",
            lines=("Nights are compared inside each of these only.",),
            columns=("Nights", "with", "cramps", "without", "cramps"),
            rows=tuple(_block(block) for block in finding.verdict.effect.blocks),
            right=frozenset({1, 2, 3, 4}),
        ),
        Section(title="What would change the verdict", lines=(_what_would_change(finding),)),
        Section(lines=(sentences.FOOTNOTE,)),
    ]


def _figures(finding: Finding) -> tuple[tuple[Cell, ...], ...]:
    """Return the figures, a column per counting."""
    return tuple(zip(_NAMES, *map(_figures_of, finding.verdict.countings), strict=True))


def _what_counts(finding: Finding, found: Findings) -> tuple[tuple[Cell, ...], ...]:
    """Return what the word rests on: both countings together, and all that was compared."""
    verdict = finding.verdict
    clear_q = clear_q_among(found.compared)
    q = f"{verdict.q:.4g} (clear at {clear_q:g}, possible at {POSSIBLE_Q:g})" if verdict.q is not None else ""
    return (
        ("Shown ratio", f"{verdict.shown_ratio:.3f}, drawn towards 1 as far as it is uncertain"),
        ("Shown interval", f"{_limit(verdict.low)} to {_limit(verdict.high)}"),
        ("p that counts", f"{verdict.p:.4g} (clear at {CLEAR_P:g}, possible at {POSSIBLE_P:g})"),
        ("q", q or "not among those judged"),
        ("However often", "it holds" if verdict.holds_however_often else "not shown to hold"),
    )


_NAMES = (
    "Nights counted",
    "Nights with cramps",
    "With it",
    "Without it",
    "Raw ratio",
    "Adjusted ratio",
    "95 % interval",
    "p",
    "Standard error",
    "Degrees of freedom",
    "Spread",
    "Runs of use",
    "Changes",
    "Tolerance",
)


def _figures_of(effect: Effect) -> tuple[str, ...]:
    stretched = ", far limit a quarter wider" if effect.inflation > 1 else ""
    return (
        f"{effect.nights:,}",
        f"{effect.nights_with_cramp:,}",
        _a_night(effect.cramps_with, effect.nights_with),
        _a_night(effect.cramps_without, effect.nights_without),
        _raw_ratio(effect),
        f"{effect.rate_ratio:.3f}",
        f"{_limit(effect.low)} to {_limit(effect.high)}",
        f"{effect.p:.4g}",
        f"{effect.standard_error:.3f} of the log ratio",
        f"{effect.df:.1f}",
        f"{effect.dispersion:.2f} times that of chance",
        f"widen it {effect.inflation:.2f} times{stretched}",
        f"{effect.switches:,}",
        f"{effect.tolerance:.2f} of it goes its own way",
    )


def _severity_figures(milder: Milder) -> tuple[tuple[Cell, ...], ...]:
    """Return the figures behind the word on how bad the cramps that came were."""
    effect, q = milder.verdict.effect, milder.verdict.q
    possible = f"(possible at {POSSIBLE_Q:g})"
    tested = math.isfinite(effect.standard_error)
    return (
        ("Word", severity_sentences.SHORT[milder.verdict.word]),
        ("Rated nights", f"{effect.rated:,}"),
        ("With it", _mean_of(effect.mean_with, effect.nights_with)),
        ("Without it", _mean_of(effect.mean_without, effect.nights_without)),
        (
            "Difference",
            f"{effect.estimate:+.3f} points, adjusted; below 0 is milder" if tested else "not compared",
        ),
        ("95 % interval", f"{_points(effect.low, 3)} to {_points(effect.high, 3)}"),
        ("p", f"{effect.p:.4g} (clear at {CLEAR_P:g}, possible at {POSSIBLE_P:g})"),
        ("q", f"{q:.4g} {possible}" if q is not None else "not among those judged"),
        ("Standard error", f"{effect.standard_error:.3f} points" if tested else "none"),
        ("Degrees of freedom", f"{effect.df:.1f}"),
        ("Runs of use", f"widen it {effect.inflation:.2f} times"),
        ("Changes", f"{effect.switches:,}"),
        ("Tolerance", f"{effect.tolerance:.2f} of it goes its own way"),
        ("Rated cramps", f"{_parts_rated(milder)} (with it, without it)"),
    )


def _mean_of(mean: float | None, nights: float) -> str:
    return "no rated night" if mean is None else f"{mean:.2f} of 10 on average, in {nights:,.3g} nights"


def _heads(verdict: Verdict) -> tuple[str, ...]:
    heads = ("", "silent nights quiet", "without silent nights")
    return heads if verdict.known is not None else ("", "")


def _a_night(cramps: int, nights: int) -> str:
    rate = f": {cramps / nights:.3f} a night" if nights else ""
    return f"{plural(cramps, 'cramp')} in {plural(nights, 'night')}{rate}"


def _raw_ratio(effect: Effect) -> str:
    if not (effect.nights_with and effect.nights_without and effect.cramps_without):
        return "none, as there is nothing to divide by"
    ratio = (effect.cramps_with / effect.nights_with) / (effect.cramps_without / effect.nights_without)
    return f"{ratio:.3f}"


def _block(block: BlockCounts) -> tuple[Cell, ...]:
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
        Hurdle.Q_VALUE: "a smaller q, as one of several things judged at once may stand out by chance",
        Hurdle.SILENT_NIGHTS: "word of the nights you wrote nothing about: `cramp none` after a quiet one",
    }
    if verdict.word is VerdictWord.NOT_ENOUGH_NIGHTS:
        return sentences.how_long(finding, exact=True)
    if verdict.hurdles:
        return f"A clearer verdict needs {listed([reasons[each] for each in verdict.hurdles])}."
    if verdict.word in (VerdictWord.FEWER, VerdictWord.MORE):
        return "Nights that speak against it: each new one is compared as these were."
    return f"{sentences.in_turn(finding)} And every cramp logged."


def trigger_picture(found: TriggerPicture, words: Vocabulary) -> list[Section]:
    """Return which triggers were met and suspected, and their streaks."""
    if not found.triggers:
        return [Section(lines=(NOTHING,))]
    met = [each for each in found.triggers if each.nights_met]
    suspected = sorted(
        (each for each in found.triggers if each.cramps_suspected),
        key=lambda each: (-each.cramps_suspected, each.word),
    )
    most_met = max((each.nights_met for each in met), default=1)
    most_suspected = max((each.cramps_suspected for each in suspected), default=1)
    return [
        Section(
            title="Triggers met",
            columns=("Trigger", "nights met", "nights since", "in a row", "without", ""),
            rows=tuple(
                (
                    words.label("trigger", each.word),
                    f"{each.nights_met:,}",
                    str(each.nights_since),
                    str(each.longest_run),
                    str(each.longest_without),
                    Gauge(each.nights_met, most_met),
                )
                for each in met
            ),
            right=frozenset({1, 2, 3, 4}),
            foot=(
                f"Of {plural(found.nights, 'night')}. Nights since: since you last met it. In a row, and without: the "
                "longest such time, in nights.",
            ),
        ),
        Section(
            title="Triggers you suspected",
            columns=("Trigger", "cramps", "nights", ""),
            rows=tuple(
                (
                    words.label("trigger", each.word),
                    f"{each.cramps_suspected:,}",
                    f"{each.nights_suspected:,}",
                    Gauge(each.cramps_suspected, most_suspected, "unsaid"),
                )
                for each in suspected
            ),
            right=frozenset({1, 2}),
            foot=("It counts how often you suspected it. That cannot be tested.",),
        ),
    ]
