"""What goes with a part that is left out, wherever else on the page it would be told: in notices and in entries."""

from __future__ import annotations

from collections.abc import Container

from crampdiary.diary.model import Course, Entry, Episode, Exposure, Record, Seen, Sign, Trial
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor.rules import Notice
from crampdiary.report.gathered import Gathered, is_medicinal

FIELDS = {
    "length": ("duration_s",),
    "severity": ("severity",),
    "sleep": ("woke", "awake_s", "sore_s", "walking"),
    "places": ("sites", "side"),
    "remedies": ("tried",),
    "triggers": ("triggers",),
}
"""What of a cramp a part tells."""
RULES = {
    "one-leg": "",
    "long-cramp": "length",
    "long-soreness": "sleep",
    "numb-or-swollen": "",
    "weak": "",
    "on-walking": "",
    "sleep": "sleep",
    "frequent": "frequency",
    "worsening": "frequency",
    "severe": "severity",
    "new-medicine": "medicines",
    "other-muscles": "places",
}
"""The part whose figures a notice is about; none where it is about what no part counts."""


def without_parts(found: Gathered, without: Container[str]) -> Gathered:
    """Return the figures without what a part that is left out would tell elsewhere."""

    def stay(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
        return tuple(each for each in notices if _stays(each.rule.name, without))

    remedies, triggers = found.remedies, found.triggers
    return found.replaced(
        notices=stay(found.notices),
        answered=stay(found.answered),
        remedies=remedies.replaced(findings=()) if "remedies" in without else remedies,
        triggers=triggers.replaced(findings=()) if "triggers" in without else triggers,
    )


def _stays(rule: str, without: Container[str]) -> bool:
    return not (RULES.get(rule) and RULES[rule] in without)


def entry_without(entry: Entry[Record], words: Vocabulary, without: Container[str]) -> Entry[Record] | None:
    """Return an entry as the parts that stand may tell it; None where they tell nothing of it."""
    record = entry.record
    if isinstance(record, Episode):
        empty = {
            name: type(record).table[name].default
            for part in FIELDS
            if part in without
            for name in FIELDS[part]
        }
        return entry._replace(record=record.replaced(**empty)) if empty else entry
    gone = {
        "signs": isinstance(record, Sign),
        "notices": isinstance(record, Seen),
        "remedies": isinstance(record, Trial),
    }
    if isinstance(record, Exposure | Course):
        gone["remedies"] = record.role == "remedy"
        gone["triggers"] = record.role == "trigger"
        gone["medicines"] = isinstance(record, Course) or is_medicinal(words, record.role, record.word)
    if isinstance(record, Seen) and not _stays(record.rule, without):
        return None
    return None if any(is_so and part in without for part, is_so in gone.items()) else entry
