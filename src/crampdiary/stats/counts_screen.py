"""What was used, met and felt, and where, as tables of `cramp stats`."""

from __future__ import annotations

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import Cell, Gauge, Section
from crampdiary.stats.figures import Stats

_SHOWN = 6  # rows of a table that could be long; --json has them all


def remedies(found: Stats, words: Vocabulary) -> Section:
    """Return on how many nights each remedy was used, and on how many in a row."""
    return Section(
        title="Remedies used",
        columns=("Remedy", "nights used", "in a row now", "longest in a row"),
        rows=tuple(
            (words.label("remedy", run.word), f"{run.nights:,}", str(run.now), str(run.longest))
            for run in found.remedies[:_SHOWN]
        ),
        right=frozenset({1, 2, 3}),
        foot=_more(len(found.remedies)),
    )


def triggers(found: Stats, words: Vocabulary) -> Section:
    """Return the triggers that were met, the latest first, and then those that were only suspected."""
    suspected = {tally.word: tally.count for tally in found.triggers_suspected}
    met = {each.word for each in found.triggers_met}
    rows: list[tuple[Cell, ...]] = [
        (
            words.label("trigger", each.word),
            f"{each.nights:,}",
            str(each.nights_since),
            _count(suspected.get(each.word, 0)),
        )
        for each in found.triggers_met
    ]
    rows += [
        (words.label("trigger", word), "", "", f"{count:,}")
        for word, count in suspected.items()
        if word not in met
    ]
    return Section(
        title="Triggers met, and suspected",
        columns=("Trigger", "nights met", "nights since then", "cramps suspected"),
        rows=tuple(rows[:_SHOWN]),
        right=frozenset({1, 2, 3}),
        foot=_more(len(rows)),
    )


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def sites(found: Stats, words: Vocabulary) -> Section:
    """Return where cramps were, by side."""
    sites = found.sites_by_side
    unsaid = any(site.side_not_said for site in sites)
    most = max((site.cramps for site in sites), default=1)
    return Section(
        title="Where cramps were",
        columns=("Place", "left", "right", "both", *(("not said",) if unsaid else ()), ""),
        rows=tuple(
            (
                words.label("site", site.word),
                *(_count(side) for side in (site.left, site.right, site.both)),
                *((_count(site.side_not_said),) if unsaid else ()),
                Gauge(site.cramps, most),
            )
            for site in sites[:_SHOWN]
        ),
        right=frozenset({1, 2, 3, 4} if unsaid else {1, 2, 3}),
        foot=_more(len(sites)),
    )


def sensations(found: Stats, words: Vocabulary) -> Section:
    """Return how cramps felt."""
    return Section(
        title="How cramps felt",
        columns=("Feeling", "cramps"),
        rows=tuple(
            (words.label("sensation", each.word), f"{each.count:,}") for each in found.sensations[:_SHOWN]
        ),
        right=frozenset({1}),
        foot=_more(len(found.sensations)),
    )


def _more(count: int) -> tuple[str, ...]:
    return (f"and {count - _SHOWN} more",) if count > _SHOWN else ()
