"""The table of doctor notices: every reason to talk to a doctor, as data, with its source."""

from __future__ import annotations

from datetime import date

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Entry, Episode, Exposure

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
