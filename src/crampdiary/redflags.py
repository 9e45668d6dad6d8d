"""Doctor notices: a table of rules, each with its source, and which of them hold. Never a diagnosis.

`cramp log` asks only for the rules about the last 28 nights, and mentions those that the cramp just logged is
a reason for; so nothing heavier than the records is loaded here. The rules that need the diary's history
(`frequent`, `worsening`, `new-medicine`) are asked by `cramp stats`, `cramp doctor` and the clinician's page.

An entry is a reason to talk to a doctor also where its night was away and is left out of the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crampdiary.frozen import Frozen
from crampdiary.model import Entry, Episode, Exposure, Record
from crampdiary.zones import latest_finished_night, night_of

if TYPE_CHECKING:
    from crampdiary.nights import Diary

WINDOW_NIGHTS = 28
REPEAT_DAYS = 14  # how long `cramp log` keeps quiet about a rule it has mentioned

LONG_S = 600
WOKEN_NIGHTS, WOKEN_OF = 3, 7
SEVERE, SEVERE_NIGHTS = 8, 3
FREQUENT_NIGHTS, FREQUENT_WEEKS = 3, 4
MEDICINE_NIGHTS = 56  # how long after its start a medicine is looked at
MEDICINES = frozenset({"new-medicine", "dose-change"})

NUMB_OR_SWOLLEN = frozenset({"numbness", "swelling", "redness", "skin-colour"})
ELSEWHERE = frozenset({"hand", "thigh", "hamstring"})
REGIONS = {
    **dict.fromkeys(("arch", "toes", "big-toe", "ball", "heel", "top", "ankle"), "foot"),
    **dict.fromkeys(("calf", "shin"), "lower leg"),
    **dict.fromkeys(("hamstring", "thigh"), "thigh"),
    "hand": "hand",
    "other": "elsewhere",
}
SEVERAL_REGIONS = 3  # foot and lower leg together are where these cramps usually are

NOW, SOON, ASK = "now", "soon", "ask"
LEVELS = {
    NOW: "now, if it does not ease",
    SOON: "soon, at a time that suits you",
    ASK: "ask a pharmacist or doctor; do not stop the medicine yourself",
}


class Rule(Frozen):
    """One reason to talk to a doctor.

    Args:
        name: its name, in `--json` and in the diary's memory of what was mentioned.
        level: how soon, a key of `LEVELS`.
        reason: what was seen, to follow "Worth talking over with a doctor: ".
        when: when it holds, exactly.
        tell: what is useful to tell the doctor.
        source: where the rule comes from.
        at_log: whether `cramp log` may mention it.
    """

    name: str
    level: str
    reason: str
    when: str
    tell: str
    source: str
    at_log: bool = True


RULES = (
    Rule(
        name="long-cramp",
        level=NOW,
        reason="a cramp that lasted longer than 10 minutes",
        when="a cramp of the last 28 nights lasted more than 10 minutes, or took that long to ease",
        tell="how long it lasted, what eased it, and whether the muscle was sore or swollen afterwards",
        source="NHS, Leg cramps; nidirect, Leg cramps",
    ),
    Rule(
        name="numb-or-swollen",
        level=SOON,
        reason="numbness, swelling, redness or a change of skin colour with a cramp",
        when="a cramp of the last 28 nights came with one of these",
        tell="where it was, whether it stayed after the cramp, and whether one side only",
        source="NHS, Leg cramps",
    ),
    Rule(
        name="weak",
        level=SOON,
        reason="weakness with a cramp",
        when="a cramp of the last 28 nights came with weakness",
        tell="which movements are weak, since when, and whether a muscle has become thinner",
        source="NHS, Leg cramps (earlier text); NICE CKS, Leg cramps",
    ),
    Rule(
        name="on-walking",
        level=SOON,
        reason="pain on walking, above all if it stops with rest",
        when="a cramp of the last 28 nights came with pain on walking",
        tell="how far you can walk before it hurts, and whether it stops when you stand still",
        source="NICE CKS, Leg cramps",
    ),
    Rule(
        name="sleep",
        level=SOON,
        reason="cramps woke you on 3 or more of the last 7 nights",
        when="cramps woke you on 3 or more of the last 7 nights",
        tell="how often you wake, how long you lie awake, and how you are during the day",
        source="NHS, Leg cramps: they disturb your sleep",
    ),
    Rule(
        name="frequent",
        level=SOON,
        reason="cramps on 3 or more nights in each of the last 4 weeks",
        when="cramps on at least 3 of 7 nights in each of the last 4 weeks",
        tell="how many nights a week, since when, and anything that changed around then",
        source="the article this diary follows: severe, frequent or worsening cramps",
        at_log=False,
    ),
    Rule(
        name="worsening",
        level=SOON,
        reason="clearly more cramps in the last 8 weeks than is usual for you",
        when=(
            "half as many again or more, each of the last two 28 nights above your usual by a "
            "quarter, at least 6 cramps in each, and a chance below 1 in 200 of so much more were"
            " nothing changed"
        ),
        tell="when it began, and anything that changed around then: medicines, illness, activity",
        source="the article this diary follows: severe, frequent or worsening cramps",
        at_log=False,
    ),
    Rule(
        name="severe",
        level=SOON,
        reason="severity 8 or more on 3 or more of the last 28 nights",
        when="severity 8 or more on 3 or more of the last 28 nights",
        tell="what the pain keeps you from doing, and what you have tried against it",
        source="the article this diary follows: severe, frequent or worsening cramps",
    ),
    Rule(
        name="new-medicine",
        level=ASK,
        reason="more cramps since a new medicine or a change of dose",
        when=(
            "clearly more in the 28 nights after it, by the test of `worsening`, than before it; "
            "for 56 nights"
        ),
        tell="the medicine's name, its dose, and the day it began or changed",
        source=(
            "Garrison 2012, adjusted sequence ratios: long-acting beta agonists 2.42, potassium-"
            "sparing diuretics 2.12, thiazide-like 1.48, statins 1.16"
        ),
        at_log=False,
    ),
    Rule(
        name="other-muscles",
        level=SOON,
        reason="cramps in the hand or thigh, or in several regions of the body",
        when="a cramp of the last 28 nights was in the hand or thigh, or they were in 3 or more regions",
        tell="every place you have had one, and whether any muscle twitches or feels weak",
        source="NICE CKS, Leg cramps; BMJ Best Practice, Muscle cramps",
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}


class Notice(Frozen):
    """A rule that holds: from when to when, on how many nights, because of which entries, oldest first."""

    rule: Rule
    first_night: date
    last_night: date
    nights: int
    entries: tuple[Entry[Episode | Exposure], ...]


Episodes = Sequence[Entry[Episode]]


def about_the_last_nights(episodes: Iterable[Entry[Episode]], *, now: datetime) -> list[Notice]:
    """Return the notices that the cramps of the last 28 nights give rise to, in the table's order.

    Args:
        episodes: the cramps, in any order; only those of the last 28 nights matter. The night under way is
            one of these once it has a cramp.
        now: the clock.
    """
    episodes = list(episodes)
    under_way = night_of(now)
    has_begun = any(entry.record.night == under_way for entry in episodes)
    last = under_way if has_begun else latest_finished_night(now)
    recent = sorted(
        (each for each in episodes if _within(each, last, WINDOW_NIGHTS)),
        key=lambda each: (each.record.at, each.number),
    )
    week = [each for each in recent if _within(each, last, WOKEN_OF)]
    found: dict[str, Episodes] = {
        "long-cramp": _which(recent, _is_long),
        "numb-or-swollen": _which(recent, lambda each: not NUMB_OR_SWOLLEN.isdisjoint(each.sensations)),
        "weak": _which(recent, lambda each: "weakness" in each.sensations),
        "on-walking": _which(recent, lambda each: "pain-on-walking" in each.sensations),
        "sleep": _on_nights(_which(week, lambda each: bool(each.woke)), WOKEN_NIGHTS),
        "severe": _on_nights(_which(recent, lambda each: (each.severity or 0) >= SEVERE), SEVERE_NIGHTS),
        "other-muscles": _other_muscles(recent),
    }
    return [_notice(rule, found[rule.name]) for rule in RULES if found.get(rule.name)]


def to_mention(
    notices: Iterable[Notice], logged: Entry[Record], mentioned: Callable[[str], str | None], *, today: date
) -> list[Notice]:
    """Return the notices that `cramp log` mentions: about the cramp just logged, and not again in 14 days.

    Args:
        notices: those that hold.
        logged: the entry just recorded.
        mentioned: gives the day, in ISO 8601, on which a rule was mentioned last; None for never.
        today: the day by the clock.
    """
    found = []
    for notice in notices:
        if not notice.rule.at_log or all(entry.uid != logged.uid for entry in notice.entries):
            continue
        said = mentioned(notice.rule.name)
        # A day still to come was remembered by a clock that was wrong.
        if said and 0 <= (today - date.fromisoformat(said)).days < REPEAT_DAYS:
            continue
        found.append(notice)
    return found


def find(diary: Diary, *, now: datetime) -> tuple[Notice, ...]:
    """Return every notice that holds now, in the table's order."""
    from crampdiary import longflags  # the trend, which `cramp log` does without

    nights = [*diary.nights, *([diary.under_way] if diary.under_way else [])]
    episodes = [entry for night in nights[-2 * WINDOW_NIGHTS :] for entry in night.episodes]
    found = [*about_the_last_nights(episodes, now=now), *longflags.about_the_history(diary)]
    order = {rule.name: place for place, rule in enumerate(RULES)}
    return tuple(sorted(found, key=lambda notice: order[notice.rule.name]))


def _within(entry: Entry[Episode], last: date, nights: int) -> bool:
    return last - timedelta(days=nights - 1) <= entry.record.night <= last


def _which(episodes: Episodes, holds: Callable[[Episode], bool]) -> Episodes:
    return [entry for entry in episodes if holds(entry.record)]


def _on_nights(episodes: Episodes, least: int) -> Episodes:
    return episodes if len({entry.record.night for entry in episodes}) >= least else []


def _is_long(episode: Episode) -> bool:
    # Eased only so long after something was tried: it went on for longer still.
    return (episode.duration_s or 0) > LONG_S or any((each.after_s or 0) > LONG_S for each in episode.tried)


def _other_muscles(episodes: Episodes) -> Episodes:
    elsewhere = _which(episodes, lambda each: not ELSEWHERE.isdisjoint(each.sites))
    regions = {REGIONS.get(site, site) for entry in episodes for site in entry.record.sites}
    if len(regions) < SEVERAL_REGIONS:
        return elsewhere
    return _which(episodes, lambda each: bool(each.sites))


def _notice(rule: Rule, entries: Episodes) -> Notice:
    nights = sorted({entry.record.night for entry in entries})
    return Notice(
        rule=rule, first_night=nights[0], last_night=nights[-1], nights=len(nights), entries=tuple(entries)
    )
