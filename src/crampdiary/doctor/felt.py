"""The tests of the doctor rules that need no more than the cramps and signs of the last 28 nights.

Each says which records count, which of them make the rule hold, and when it is clearly worse than it was at an answer.
How much worse is set beside what was logged in the 28 nights up to the answer, or beside what the rule needs to hold
where that was less: somebody who tells a doctor of three bad nights has told of three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from crampdiary.clock.zones import latest_finished_night, night_of
from crampdiary.diary.built_in import PARTS_OF
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import LONG_S, Entry, Episode, Record, Sign

WINDOW_NIGHTS = 28
SEVERE = 8
SORE_S = 3 * 86_400
PASSING_S = 3600

Felt = Episode | Sign
Marks = Sequence[Entry[Felt]]
"""Cramps and signs, oldest first."""


class BesideAnswer(NamedTuple):
    """What counts for a rule that was answered.

    Attributes:
        then: of the 28 nights up to it.
        after: of all days after it.
        now: of the last 28 nights.
    """

    then: Marks
    after: Marks
    now: Marks


class SinceAnswer(NamedTuple):
    """Why a rule that holds speaks again though it was answered; not at all where neither is so.

    Attributes:
        is_worse: whether it is clearly worse than at the answer.
        new: what is there that was not at the answer, in words; then it is not called worse.
    """

    is_worse: bool = False
    new: str = ""


NONE_BEFORE = "none of it was logged in the {} nights up to then"
OTHER_LEG, AGAIN = "it is in the other leg", "it is there again after 28 nights without it"
OTHER_REGION = "they are in another region than then"


def worse_or_new(is_worse: bool, then: object, nights: int) -> SinceAnswer:
    """Return why a rule speaks again: what is set beside nothing is not worse, but new.

    Args:
        is_worse: whether there is clearly more than there was, or than the rule needs to hold.
        then: what there was.
        nights: how many nights up to the answer were looked at.
    """
    if not is_worse:
        return SinceAnswer()
    return SinceAnswer(is_worse=True) if then else SinceAnswer(new=NONE_BEFORE.format(nights))


class InRecords(NamedTuple):
    """The test of a rule that needs only records.

    Attributes:
        counts: whether a record says what the rule is about.
        reasons: gives those of the records that make it hold, where the date is the last night; none where it does not.
        worse: whether it is clearly worse than at an answer.
        new: what is there that was not at an answer, in words; for rules of which no more of the same speaks again.
    """

    counts: Callable[[Felt], bool]
    reasons: Callable[[Marks, date], Marks]
    worse: Callable[[BesideAnswer], bool] = lambda _: False
    new: Callable[[BesideAnswer], str] = lambda _: ""

    def __call__(self, records: Marks, last: date) -> Marks:
        return self.reasons(self._of(records, last), last)

    def since_answer(self, records: Marks, answered: date, last: date) -> SinceAnswer:
        """Return whether the rule, which holds, is clearly worse than at an answer, or what of it is new.

        Args:
            records: all from 28 nights before the answer on.
            answered: the day of the answer.
            last: the last night.
        """
        begin = answered - timedelta(
            days=WINDOW_NIGHTS
        )  # one night more: it may be the last one's turn on that day
        every = [each for each in records if begin <= each.record.night <= last and self.counts(each.record)]
        # Of the day, not of its night: what was felt in the morning after was told to nobody the day before.
        then = [each for each in every if each.record.at.date() <= answered]
        after = [each for each in every if each.record.at.date() > answered]
        compared = BesideAnswer(then, after, self._of(every, last))
        if new := self.new(compared):
            return SinceAnswer(new=new if then else NONE_BEFORE.format(WINDOW_NIGHTS))
        return worse_or_new(self.worse(compared), then, WINDOW_NIGHTS)

    def is_of_another_thing(self, reasons: Sequence[Entry[Any]], logged: Entry[Any]) -> bool:
        """Return whether an entry just made says of another thing than all other reasons: the other leg, say."""
        others = [each for each in reasons if each.uid != logged.uid]
        return bool(others and self.new(BesideAnswer(others, [logged], [*others, logged])))

    def _of(self, records: Marks, last: date) -> Marks:
        return within([each for each in records if self.counts(each.record)], last)


def within(records: Marks, last: date, nights: int = WINDOW_NIGHTS) -> list[Entry[Felt]]:
    """Return the records of the nights up to the last one, so many of them."""
    first = last - timedelta(days=nights - 1)
    return [each for each in records if first <= each.record.night <= last]


def _nights(records: Marks) -> int:
    return len({each.record.night for each in records})


def _on_nights(least: int = 1, *, of: int = WINDOW_NIGHTS) -> Callable[[Marks, date], Marks]:
    """Return what finds the records of the last nights, if they are of so many nights at least."""

    def reasons(records: Marks, last: date) -> Marks:
        found = within(records, last, of)
        return found if _nights(found) >= least else []

    return reasons


def _twice(compared: BesideAnswer, least: int, more: int = 3) -> bool:
    """Return whether it is now on twice as many nights as then, and on `more` more; then it was on the least."""
    then = max(_nights(compared.then), least)
    return _nights(compared.now) >= max(2 * then, then + more)


# How long it lasts


def _length(cramp: Felt) -> int:
    # It eased only so long after something was tried, so it lasted even longer.
    tried = cramp.tried if isinstance(cramp, Episode) else ()
    return max(cramp.duration_s or 0, *(each.after_s or 0 for each in tried), 0)


def _soreness(cramp: Felt) -> int:
    return (cramp.sore_s or 0) if isinstance(cramp, Episode) else 0


def _longer_than(least: int, length: Callable[[Felt], int]) -> InRecords:
    """Return the test of one cramp that was longer than so many seconds."""

    def worse(compared: BesideAnswer) -> bool:
        then = max((length(each.record) for each in compared.then), default=least)
        return any(length(each.record) > 2 * then for each in compared.now) or _twice(compared, 1)

    return InRecords(lambda each: isinstance(each, Episode) and length(each) > least, _on_nights(), worse)


_long_cramp = _longer_than(LONG_S, _length)
_long_soreness = _longer_than(SORE_S, _soreness)


# What legs and feet feel like, with a cramp or without

NUMB_OR_SWOLLEN = frozenset({"numbness", "swelling", "redness", "skin-colour"})
SWOLLEN = frozenset({"swelling", "redness"})
OF_ONE_LEG = frozenset({"calf", "shin", "leg", "hamstring", "thigh"})


def _on_both_sides(records: Marks) -> Marks:
    """Return the records that were so on both sides: told at once, or left and right on one night."""
    sides: dict[date, set[str | None]] = {}
    for each in records:
        sides.setdefault(each.record.night, set()).add(each.record.side)
    both = {night for night, found in sides.items() if "both" in found or {"left", "right"} <= found}
    return [each for each in records if each.record.night in both and each.record.side]


def _outlasted(records: Marks) -> Marks:
    return [each for each in records if (each.record.duration_s or 0) > PASSING_S]


_DATES = 2


def _more_than_passing(*sensations: str) -> InRecords:
    """Return the test of what may pass: from two nights on, or once for over an hour, or once on both sides."""
    wanted = frozenset(sensations)

    def reasons(records: Marks, _last: date) -> Marks:
        if _nights(records) >= _DATES:
            return records
        alone = {each.uid for each in (*_outlasted(records), *_on_both_sides(records))}
        return [each for each in records if each.uid in alone]

    def worse(compared: BesideAnswer) -> bool:
        return any(
            found(compared.now) and not found(compared.then) for found in (_outlasted, _on_both_sides)
        ) or _twice(compared, _DATES)

    return InRecords(lambda each: not wanted.isdisjoint(each.sensations), reasons, worse)


def _is_one_leg(each: Felt) -> bool:
    swollen = not SWOLLEN.isdisjoint(each.sensations)
    return swollen and each.side in ("left", "right") and not OF_ONE_LEG.isdisjoint(each.sites)


def _again_or_the_other(compared: BesideAnswer) -> str:
    """Return that a leg is swollen that was not at the answer, or one is again after 28 nights without it."""
    legs = {each.record.side for each in compared.then}
    before = max((each.record.night for each in compared.then), default=date.min)
    for each in compared.after:
        if each.record.side not in legs:
            return OTHER_LEG
        if (each.record.night - before).days > WINDOW_NIGHTS:
            return AGAIN
        before = each.record.night
    return ""


_one_leg = InRecords(_is_one_leg, _on_nights(), new=_again_or_the_other)


# How often, and how bad


def _woke_more(compared: BesideAnswer) -> bool:
    # Set side by side by 28 nights: of 7, chance alone often makes one week twice another.
    return len(compared.now) >= 2 * max(len(compared.then), 3 * WINDOW_NIGHTS // 7)


_woken = InRecords(
    lambda each: isinstance(each, Episode) and bool(each.woke), _on_nights(3, of=7), _woke_more
)
_severe = InRecords(
    lambda each: isinstance(each, Episode) and (each.severity or 0) >= SEVERE,
    _on_nights(3),
    lambda compared: _twice(
        compared, 3, more=5
    ),  # by chance alone three become six in some month of a half year
)


# Where

ARM = frozenset({"hand", "arm"})
_REGIONS = {
    **{part: region for region, parts in PARTS_OF.items() for part in parts},
    **dict.fromkeys(ARM, "arm"),
}
_SEVERAL_REGIONS = 3  # foot and leg together are where these cramps usually are


def _regions(records: Marks) -> set[str]:
    return {_REGIONS.get(site, site) for each in records for site in each.record.sites}


def _in_other_muscles(records: Marks, _last: date) -> Marks:
    if len(_regions(records)) >= _SEVERAL_REGIONS:
        return records
    return [each for each in records if not ARM.isdisjoint(each.record.sites)]


def _in_more_regions(compared: BesideAnswer) -> str:
    more = _regions(compared.now) - _regions(compared.then) - {*PARTS_OF}
    return OTHER_REGION if more else ""


_other_muscles = InRecords(
    lambda each: isinstance(each, Episode) and bool(each.sites), _in_other_muscles, new=_in_more_regions
)


TESTS = {
    "one-leg": _one_leg,
    "long-cramp": _long_cramp,
    "long-soreness": _long_soreness,
    "numb-or-swollen": _more_than_passing(*NUMB_OR_SWOLLEN),
    "weak": _more_than_passing("weakness"),
    "on-walking": _more_than_passing("pain-on-walking"),
    "sleep": _woken,
    "severe": _severe,
    "other-muscles": _other_muscles,
}
"""The tests by the names of their rules."""


def reasons(records: Iterable[Entry[Record]], now: datetime) -> dict[str, Marks]:
    """Return what makes rules hold, by their names: the cramps and signs of the last 28 nights, oldest first.

    Args:
        records: in any order; only those matter.
        now: the clock.
    """
    every, last = in_order(records, now)
    recent = within(every, last)
    return {name: held for name, test in TESTS.items() if (held := test(recent, last))}


def in_order(records: Iterable[Entry[Record]], now: datetime) -> tuple[Marks, date]:
    """Return the cramps and signs among records, oldest first, and the last night: that under way, once it has one."""
    of_legs = [cast("Entry[Felt]", each) for each in records if isinstance(each.record, Episode | Sign)]
    under_way = night_of(now)
    has_begun = any(each.record.night == under_way for each in of_legs)
    last = under_way if has_begun else latest_finished_night(now)
    return sorted(of_legs, key=lambda each: (each.record.at, each.number)), last


def is_among(entries: Iterable[Entry[Any]], logged: Entry[Record]) -> bool:
    """Return whether an entry just made is one of some."""
    return any(each.uid == logged.uid for each in entries)
