"""The table of doctor notices: every reason to talk to a doctor, with its source and its test. Never a diagnosis.

`cramp log` asks only the rules about the last 28 nights, and mentions those that the cramp just logged is a
reason for; so nothing heavier than the records is loaded here. The rules that need the diary's history are asked
by `cramp stats` and `cramp doctor` too.

An entry is a reason to talk to a doctor even if its night was away, and left out of the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crampdiary.clock.zones import latest_finished_night, night_of
from crampdiary.diary.built_in import MEDICINE_CHANGES
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Entry, Episode, Exposure, Record

if TYPE_CHECKING:
    from crampdiary.diary.nights import Diary

WINDOW_NIGHTS = 28
REPEAT_DAYS = 14  # how long `cramp log` keeps quiet about a rule it has mentioned

NOW, SOON, ASK = "now", "soon", "ask"
LEVELS = {
    NOW: "now, if it does not ease",
    SOON: "soon, at a time that suits you",
    ASK: "ask a pharmacist or doctor; do not stop the medicine yourself",
}

Cramps = Sequence[Entry[Episode]]
Reasons = Sequence[Entry[Episode | Exposure]]
Test = Callable[[Cramps, date], Cramps]
"""Gives those of the cramps of the last 28 nights, oldest first, that make a rule hold; the date is the last night."""


class InHistory(NamedTuple):
    """The test of a rule that needs the whole diary: a function of `doctor.history`, loaded when it is asked."""

    name: str

    def __call__(self, diary: Diary) -> Reasons:
        from crampdiary.doctor import history  # the trend, which `cramp log` does without

        reasons: Reasons = getattr(history, self.name)(diary)
        return reasons


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
        test: gives the entries that make it hold, oldest first; none where it does not.
    """

    name: str
    level: str
    reason: str
    when: str
    tell: str
    source: str
    at_log: bool = True
    test: Test | InHistory


class Notice(Frozen):
    """A rule that holds: from when to when, on how many nights, because of which entries, oldest first."""

    rule: Rule
    first_night: date
    last_night: date
    nights: int
    entries: tuple[Entry[Episode | Exposure], ...]


def _where(holds: Callable[[Episode], bool], *, nights: int = 1, of: int = WINDOW_NIGHTS) -> Test:
    """Return the test that finds such cramps on at least so many `nights` of the last ones."""

    def test(cramps: Cramps, last: date) -> Cramps:
        found = [each for each in cramps if _within(each, last, of) and holds(each.record)]
        return found if len({each.record.night for each in found}) >= nights else []

    return test


def _within(entry: Entry[Episode], last: date, nights: int) -> bool:
    return last - timedelta(days=nights - 1) <= entry.record.night <= last


_LONG_S = 600


def _is_long(cramp: Episode) -> bool:
    # It eased only so long after something was tried, so it lasted even longer.
    return (cramp.duration_s or 0) > _LONG_S or any((each.after_s or 0) > _LONG_S for each in cramp.tried)


_ELSEWHERE = frozenset({"hand", "thigh", "hamstring"})
_REGIONS = {
    **dict.fromkeys(("arch", "toes", "big-toe", "ball", "heel", "top", "ankle"), "foot"),
    **dict.fromkeys(("calf", "shin"), "lower leg"),
    **dict.fromkeys(("hamstring", "thigh"), "thigh"),
    "hand": "hand",
    "other": "elsewhere",
}
_SEVERAL_REGIONS = 3  # foot and lower leg together are where these cramps usually are


def _in_other_muscles(cramps: Cramps, _last: date) -> Cramps:
    regions = {_REGIONS.get(site, site) for entry in cramps for site in entry.record.sites}
    if len(regions) >= _SEVERAL_REGIONS:
        return [entry for entry in cramps if entry.record.sites]
    return [entry for entry in cramps if not _ELSEWHERE.isdisjoint(entry.record.sites)]


_NUMB_OR_SWOLLEN = frozenset({"numbness", "swelling", "redness", "skin-colour"})
LOOKED_FOR = {
    "sensation": _NUMB_OR_SWOLLEN | {"weakness", "pain-on-walking"},
    "site": _ELSEWHERE,
    "trigger": MEDICINE_CHANGES,
}
"""The words by which the rules know a reason, by role: made into others, they would hide it."""

RULES = (
    Rule(
        name="long-cramp",
        level=NOW,
        reason="a cramp that lasted longer than 10 minutes",
        when="a cramp of the last 28 nights lasted more than 10 minutes, or took that long to ease",
        tell="how long it lasted, what eased it, and whether the muscle was sore or swollen afterwards",
        source="NHS, Leg cramps; nidirect, Leg cramps",
        test=_where(_is_long),
    ),
    Rule(
        name="numb-or-swollen",
        level=SOON,
        reason="numbness, swelling, redness or a change of skin colour with a cramp",
        when="a cramp of the last 28 nights came with one of these",
        tell="where it was, whether it stayed after the cramp, and whether one side only",
        source="NHS, Leg cramps",
        test=_where(lambda each: not _NUMB_OR_SWOLLEN.isdisjoint(each.sensations)),
    ),
    Rule(
        name="weak",
        level=SOON,
        reason="weakness with a cramp",
        when="a cramp of the last 28 nights came with weakness",
        tell="which movements are weak, since when, and whether a muscle has become thinner",
        source="NHS, Leg cramps (earlier text); NICE CKS, Leg cramps",
        test=_where(lambda each: "weakness" in each.sensations),
    ),
    Rule(
        name="on-walking",
        level=SOON,
        reason="pain on walking, above all if it stops with rest",
        when="a cramp of the last 28 nights came with pain on walking",
        tell="how far you can walk before it hurts, and whether it stops when you stand still",
        source="NICE CKS, Leg cramps",
        test=_where(lambda each: "pain-on-walking" in each.sensations),
    ),
    Rule(
        name="sleep",
        level=SOON,
        reason="cramps woke you on 3 or more of the last 7 nights",
        when="cramps woke you on 3 or more of the last 7 nights",
        tell="how often you wake, how long you lie awake, and how you are during the day",
        source="NHS, Leg cramps: they disturb your sleep",
        test=_where(lambda each: bool(each.woke), nights=3, of=7),
    ),
    Rule(
        name="frequent",
        level=SOON,
        reason="cramps on 3 or more nights in each of the last 4 weeks",
        when="cramps on at least 3 of 7 nights in each of the last 4 weeks",
        tell="how many nights a week, since when, and anything that changed around then",
        source="the article this diary follows: severe, frequent or worsening cramps",
        at_log=False,
        test=InHistory("frequent"),
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
        test=InHistory("worsening"),
    ),
    Rule(
        name="severe",
        level=SOON,
        reason="severity 8 or more on 3 or more of the last 28 nights",
        when="severity 8 or more on 3 or more of the last 28 nights",
        tell="what the pain keeps you from doing, and what you have tried against it",
        source="the article this diary follows: severe, frequent or worsening cramps",
        test=_where(lambda each: (each.severity or 0) >= 8, nights=3),
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
        test=InHistory("new_medicine"),
    ),
    Rule(
        name="other-muscles",
        level=SOON,
        reason="cramps in the hand or thigh, or in several regions of the body",
        when="a cramp of the last 28 nights was in the hand or thigh, or they were in 3 or more regions",
        tell="every place you have had one, and whether any muscle twitches or feels weak",
        source="NICE CKS, Leg cramps; BMJ Best Practice, Muscle cramps",
        test=_in_other_muscles,
    ),
)


def about_the_last_nights(cramps: Iterable[Entry[Episode]], *, now: datetime) -> list[Notice]:
    """Return the notices that the cramps of the last 28 nights give rise to, in the table's order.

    Args:
        cramps: in any order; only those of the last 28 nights matter. The night under way is one of these
            once it has a cramp.
        now: the clock.
    """
    return list(_holding(cramps, now))


def find(diary: Diary, *, now: datetime) -> tuple[Notice, ...]:
    """Return every notice that holds now, in the table's order."""
    nights = [*diary.nights, *([diary.under_way] if diary.under_way else [])]
    cramps = [entry for night in nights[-2 * WINDOW_NIGHTS :] for entry in night.episodes]
    return tuple(_holding(cramps, now, diary))


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


def _holding(cramps: Iterable[Entry[Episode]], now: datetime, diary: Diary | None = None) -> Iterator[Notice]:
    """Yield the notices that hold; without a diary those that need one are not asked."""
    cramps = list(cramps)
    under_way = night_of(now)
    has_begun = any(entry.record.night == under_way for entry in cramps)
    last = under_way if has_begun else latest_finished_night(now)
    recent = sorted(
        (each for each in cramps if _within(each, last, WINDOW_NIGHTS)),
        key=lambda each: (each.record.at, each.number),
    )
    for rule in RULES:
        reasons: Reasons = []
        if not isinstance(rule.test, InHistory):
            reasons = rule.test(recent, last)
        elif diary:
            reasons = rule.test(diary)
        if reasons:
            yield _notice(rule, reasons)


def _notice(rule: Rule, reasons: Reasons) -> Notice:
    nights = sorted({entry.record.night for entry in reasons if isinstance(entry.record, Episode)})
    return Notice(
        rule=rule,
        first_night=min(entry.record.night for entry in reasons),  # a medicine's, before its first cramp
        last_night=nights[-1],
        nights=len(nights),
        entries=tuple(reasons),
    )
