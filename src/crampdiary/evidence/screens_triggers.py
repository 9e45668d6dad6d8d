"""The picture of triggers: which were met on how many nights, which were suspected, and their streaks."""

from __future__ import annotations

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import Gauge, Section
from crampdiary.stats.streaks import TriggerPicture

NOTHING = "No triggers here yet. `cramp had alcohol` records one you met, whether or not a cramp follows."


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
            columns=("Trigger", "nights", "since", "longest run", "longest without", ""),
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
            foot=(f"nights out of {found.nights:,}; since: nights since it was met last",),
        ),
        Section(
            title="Suspected of a cramp",
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
            foot=("a suspicion counts how often you had it; it cannot be tested",),
        ),
    ]
