"""The table of doctor notices: every reason to talk to a doctor, with its source and its test. Never a diagnosis.

What is said after `cramp log` and `cramp feel` asks only the rules about the last 28 nights, and mentions those that
the entry just made is a reason for; so nothing heavier than the records is loaded here. The rules that need the
diary's history are asked by `cramp stats` and `cramp doctor` too.

A notice that was answered is quiet for half a year, unless it gets clearly worse; each rule says when that is.
An entry is a reason to talk to a doctor even if its night was away, and left out of the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crampdiary.clock.zones import night_of
from crampdiary.diary.built_in import MEDICINE_CHANGES
from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.diary.model import Course, Entry, Episode, Exposure, Record, Seen, Sign, nights_of
from crampdiary.doctor import felt
from crampdiary.doctor.felt import InRecords, SinceAnswer

if TYPE_CHECKING:
    from crampdiary.diary.nights import Diary
    from crampdiary.diary.vocabulary import Vocabulary

WINDOW_NIGHTS = felt.WINDOW_NIGHTS
REPEAT_DAYS = 14  # how long `cramp log` keeps quiet about a rule it has mentioned
QUIET_DAYS = 183  # 6 months: how long an answer keeps a rule quiet

TODAY, NOW, SOON, ASK = "today", "now", "soon", "ask"
LEVELS = {
    TODAY: "now: today, even if it eases",
    NOW: "now, if it does not ease",
    SOON: "soon, at a time that suits you",
    ASK: "ask a pharmacist or doctor; do not stop the medicine yourself",
}
"""How soon, the most urgent first."""

Reasons = Sequence[Entry[Episode | Sign | Exposure | Course]]


class InHistory(NamedTuple):
    """The test of a rule that needs the whole diary: functions of `doctor.history`, loaded when it is asked."""

    name: str

    def __call__(self, diary: Diary, words: Vocabulary) -> Reasons:
        from crampdiary.doctor import history  # the trend, which `cramp log` does without

        return history.TESTS[self.name].reasons(diary, words)

    def since_answer(self, diary: Diary, words: Vocabulary, answered: date) -> SinceAnswer:
        """Return whether the rule, which holds, is clearly worse than on the day of an answer, or what is new."""
        from crampdiary.doctor import history

        return history.TESTS[self.name].since_answer(diary, words, answered)


class Rule(Frozen):
    """One reason to talk to a doctor.

    Args:
        name: its name, in `--json`, in answers and in the diary's memory of what was mentioned.
        level: how soon, a key of `LEVELS`.
        reason: what was seen, to follow "Worth talking over with a doctor: ".
        when: when it holds, exactly.
        worse: what makes it speak again after an answer, as worse or as new, exactly.
        tell: what is useful to tell the doctor.
        source: where the rule comes from.
        at_log: whether `cramp log` may mention it.
        is_common: whether it holds sooner or later for nearly everyone with such cramps: then `cramp log` says so, and
            mentions it once until it is answered.
    """

    name: str
    level: str
    reason: str
    when: str
    worse: str
    tell: str
    source: str
    at_log: bool = True
    is_common: bool = False

    @property
    def test(self) -> InRecords | InHistory:
        """What gives the entries that make it hold, oldest first, and says if it is clearly worse than at an answer."""
        return felt.TESTS.get(self.name) or InHistory(self.name)


class Notice(Frozen):
    """A rule that holds: from when to when, on how many nights, because of which entries, oldest first.

    Args:
        answered: the day of the latest answer to it, if there is one.
        is_worse: whether it is clearly worse than at that answer, which would keep it quiet otherwise.
        new: what is there that was not at that answer, in words, which makes it speak again too; or nothing.
    """

    rule: Rule
    first_night: date
    last_night: date
    nights: int
    entries: tuple[Entry[Episode | Sign | Exposure | Course], ...]
    answered: date | None = None
    is_worse: bool = False
    new: str = ""


LOOKED_FOR = {
    "sensation": felt.NUMB_OR_SWOLLEN | {"weakness", "pain-on-walking"},
    "site": felt.ARM | felt.OF_ONE_LEG,
    "trigger": MEDICINE_CHANGES,
}
"""The words by which the rules know a reason, by role: made into others, they would hide it."""

_NICE = "NICE CKS, Leg cramps"
_NHS = "NHS, Leg cramps"
_ARTICLE = "the article this diary follows: severe, frequent or worsening cramps"
_PASSING = (
    "on 2 of the last 28 nights, or once for more than an hour or on both sides; with a cramp or without one"
)
_NOT_PASSING = (
    "it is newly for over an hour or on both sides; or on twice as many of 28 nights, and 3 more at least"
)

UNASKED = (
    "Cramps after a dirty wound, or after contact with a poison such as lead or mercury: get medical help now, and do "
    f"not wait for a diary. It does not ask about these. ({_NHS})"
)
"""What is a reason, too, and is asked of nobody."""

RULES = (
    Rule(
        name="one-leg",
        level=TODAY,
        reason="swelling or redness of one leg",
        when="swelling or redness of one calf, shin, thigh or leg, left or right, in the last 28 nights",
        worse="it is in the other leg, or again after 28 nights without it",
        tell="since when, whether it is warm or hurts, and whether you lay or sat still for long before. If "
        "you are out of breath or your chest hurts, call an ambulance",
        source="NHS, Deep vein thrombosis (DVT): a clot must be ruled out",
    ),
    Rule(
        name="long-cramp",
        level=NOW,
        reason="a cramp that lasted longer than 10 minutes",
        when="a cramp of the last 28 nights lasted more than 10 minutes itself, or took that long to ease",
        worse="one is more than twice as long as the longest, or on twice as many of 28 nights, and 3 more at least",
        tell="how long it lasted, what eased it, and whether the muscle was sore or swollen afterwards",
        source=f"{_NHS}; nidirect, Leg cramps",
    ),
    Rule(
        name="long-soreness",
        level=SOON,
        reason="soreness for more than 3 days after one cramp",
        when="soreness for more than 3 days after a cramp of the last 28 nights; up to 24 hours is ordinary",
        worse="one is more than twice as long as the longest, or on twice as many of 28 nights, and 3 more at least",
        tell="where it is sore, since when, and whether it was bruised, swollen or warm",
        source=f"{_NHS}: the muscle may be tender for up to 24 hours",
    ),
    Rule(
        name="numb-or-swollen",
        level=SOON,
        reason="numbness, swelling, redness or a change of skin colour, more than a passing moment",
        when=f"numbness, swelling, redness or a change of skin colour {_PASSING}",
        worse=_NOT_PASSING,
        tell="where it was, whether it stayed after a cramp, and whether one side only",
        source=_NHS,
    ),
    Rule(
        name="weak",
        level=SOON,
        reason="weakness, more than a passing moment",
        when=f"weakness {_PASSING}",
        worse=_NOT_PASSING,
        tell="which movements are weak, since when, and whether a muscle has become thinner",
        source=f"{_NHS} (earlier text); {_NICE}",
    ),
    Rule(
        name="on-walking",
        level=SOON,
        reason="pain on walking, above all if it stops with rest",
        when=f"pain on walking {_PASSING}",
        worse=_NOT_PASSING,
        tell="how far you can walk before it hurts, and whether it stops when you stand still",
        source=_NICE,
    ),
    Rule(
        name="sleep",
        level=SOON,
        reason="cramps woke you on 3 or more of the last 7 nights",
        when="cramps woke you on 3 or more of the last 7 nights",
        worse="they woke you twice as often in 28 nights, and at least 24 times",
        tell="how often you wake, how long you lie awake, and how you are during the day",
        source=f"{_NHS}: they disturb your sleep",
        is_common=True,
    ),
    Rule(
        name="frequent",
        level=SOON,
        reason="cramps on 3 or more nights in each of the last 4 weeks",
        when="cramps on at least 3 of 7 nights in each of the last 4 weeks",
        worse="there are twice as many cramps in 4 weeks, and at least 24",
        tell="how many nights a week, since when, and anything that changed around then",
        source=_ARTICLE,
        at_log=False,
        is_common=True,
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
        worse="there are twice as many cramps in 8 weeks, and at least 24",
        tell="when it began, and anything that changed around then: medicines, illness, activity",
        source=_ARTICLE,
        at_log=False,
    ),
    Rule(
        name="severe",
        level=SOON,
        reason="severity 8 or more on 3 or more of the last 28 nights",
        when="severity 8 or more on 3 or more of the last 28 nights",
        worse="it is on twice as many of 28 nights, and 5 more at least",
        tell="what the pain keeps you from doing, and what you have tried against it",
        source=_ARTICLE,
        is_common=True,
    ),
    Rule(
        name="new-medicine",
        level=ASK,
        reason="more cramps since a new medicine or a change of dose",
        when=(
            "clearly more in the 28 nights after it, by the test of `worsening`, than before it, in a diary of "
            "140 counted nights or more; for 56 nights"
        ),
        worse="another medicine or dose began since, or twice as many cramps in 4 weeks, and at least 24",
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
        reason="cramps in the hand or arm, or in several regions of the body",
        when="a cramp of the last 28 nights was in the hand or arm, or they were in 3 or more regions; foot and leg, "
        "thigh and all, are two",
        worse="they are in another region than then, besides foot and leg",
        tell="every place you have had one, and whether any muscle twitches or feels weak",
        source=f"{_NICE}; BMJ Best Practice, Muscle cramps",
    ),
)


def about_the_last_nights(records: Iterable[Entry[Record]], *, now: datetime) -> list[Notice]:
    """Return the notices that the cramps and signs of the last 28 nights give rise to, in the table's order.

    Args:
        records: in any order; only cramps and signs of the last 28 nights matter. The night under way is one of these
            once it has one.
        now: the clock.

    Returns:
        Answered ones too: see `after_answer`.
    """
    found = felt.reasons(records, now)
    return [_notice(rule, found[rule.name]) for rule in RULES if rule.name in found]


def after_answer(
    notice: Notice, answered: date | None, since: Callable[[date], Iterable[Entry[Record]]], *, now: datetime
) -> Notice:
    """Return a notice about the last nights with its latest answer, and whether it has become clearly worse since.

    Args:
        notice: one of `about_the_last_nights`.
        answered: the day of its latest answer, if any.
        since: gives the cramps and signs from a night on; called only where an answer keeps it quiet otherwise.
        now: the clock.
    """
    test = notice.rule.test
    if answered is None or isinstance(test, InHistory):
        return notice
    notice = notice.replaced(answered=answered)
    if not _is_recent(answered, now):
        return notice
    records, last = felt.in_order(since(answered - timedelta(days=WINDOW_NIGHTS)), now)
    return notice.replaced(**test.since_answer(records, answered, last)._asdict())


def find(diary: Diary, *, now: datetime, words: Vocabulary | None = None) -> tuple[Notice, ...]:
    """Return every notice that holds now and is not kept quiet by an answer, in the table's order."""
    return tuple(notice for notice in find_all(diary, now=now, words=words) if not is_quiet(notice, now=now))


def find_all(diary: Diary, *, now: datetime, words: Vocabulary | None = None) -> tuple[Notice, ...]:
    """Return every notice that holds now, answered or not, in the table's order.

    Args:
        diary: its nights and its answers.
        now: the clock.
        words: the words known, for which medicines are prescribed; by default the built-in ones.
    """
    if words is None:
        from crampdiary.diary.vocabulary import Vocabulary

        words = Vocabulary()
    nights = [*diary.nights, *([diary.under_way] if diary.under_way else [])]

    def since(first: date) -> Iterator[Entry[Record]]:
        for night in nights:
            if night.date >= first:
                yield from (*night.episodes, *night.signs)  # type: ignore[misc]

    answers = latest_answers(diary.answers, now=now)
    about_last = {
        each.rule.name: each
        for each in about_the_last_nights(since(night_of(now) - timedelta(days=WINDOW_NIGHTS)), now=now)
    }
    found = []
    for rule in RULES:
        answered = answers.get(rule.name)
        if isinstance(rule.test, InHistory):
            if reasons := rule.test(diary, words):
                notice = _notice(rule, reasons).replaced(answered=answered)
                if answered and _is_recent(answered, now):
                    notice = notice.replaced(**rule.test.since_answer(diary, words, answered)._asdict())
                found.append(notice)
        elif rule.name in about_last:
            found.append(after_answer(about_last[rule.name], answered, since, now=now))
    return tuple(found)


def latest_answers(answers: Iterable[Entry[Record]], *, now: datetime) -> dict[str, date]:
    """Return the day of the latest answer to each rule; a day still to come was told by a clock that was wrong."""
    found: dict[str, date] = {}
    for entry in answers:
        if isinstance(entry.record, Seen) and entry.record.night <= now.date():
            rule, night = entry.record.rule, entry.record.night
            found[rule] = max(night, found.get(rule, night))
    return found


def is_quiet(notice: Notice, *, now: datetime) -> bool:
    """Return whether an answer keeps a notice quiet."""
    return (
        notice.answered is not None
        and _is_recent(notice.answered, now)
        and not (notice.is_worse or notice.new)
    )


def quiet_until(answered: date) -> date:
    """Return the day from which a rule speaks again that was answered on another."""
    return answered + timedelta(days=QUIET_DAYS)


def _is_recent(answered: date, now: datetime) -> bool:
    return answered <= now.date() < quiet_until(answered)


def to_mention(
    notices: Iterable[Notice], logged: Entry[Record], mentioned: Callable[[str], str | None], *, now: datetime
) -> list[Notice]:
    """Return the notices that `cramp log` mentions: about the entry just made, and the same not again in 14 days.

    What the entry says of another thing than all before it, such as the other leg, is said at once, and so is what got
    worse or is new since an answer. One that holds for nearly everyone is not said again before it was answered.

    Args:
        notices: those that hold and that no answer keeps quiet.
        logged: the entry just recorded.
        mentioned: gives the day, in ISO 8601, on which a rule was mentioned last; None for never.
        now: the clock.
    """
    today, found = now.date(), []
    for notice in notices:
        if not notice.rule.at_log or not is_about(notice, logged):
            continue
        test = notice.rule.test
        if isinstance(test, InRecords) and test.is_of_another_thing(notice.entries, logged):
            found.append(notice)
            continue
        if is_quiet(notice, now=now):
            continue
        said = mentioned(notice.rule.name)
        # A day still to come was remembered by a clock that was wrong.
        if said and date.fromisoformat(said) <= today:
            day = date.fromisoformat(said)
            is_answered = notice.answered is not None and day <= notice.answered
            is_told_since = not (is_answered and (notice.is_worse or notice.new))
            is_lately = is_told_since and (today - day).days < REPEAT_DAYS
            if is_lately or (notice.rule.is_common and not is_answered):
                continue
        found.append(notice)
    return found


def is_about(notice: Notice, logged: Entry[Record]) -> bool:
    """Return whether an entry is one of the reasons for a notice."""
    return felt.is_among(notice.entries, logged)


def _notice(rule: Rule, reasons: Reasons) -> Notice:
    nights = sorted({entry.record.night for entry in reasons if isinstance(entry.record, Episode | Sign)})
    return Notice(
        rule=rule,
        first_night=min(
            nights_of(entry.record)[0] for entry in reasons
        ),  # a medicine's, before its first cramp
        last_night=nights[-1],
        nights=len(nights),
        entries=tuple(reasons),
    )
