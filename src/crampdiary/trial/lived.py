"""A trial as it was lived: its record and the diary's nights, joined into what the test takes.

A night counts if it has a cramp, or was said to be quiet within 48 hours after its end. What is entered after the
result was shown changes nothing, so each entry is taken by when it was written down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from crampdiary.clock.zones import NOON, latest_finished_night, night_of
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import CheckIn, Course, Entry, Exposure, Trial
from crampdiary.diary.nights import Diary
from crampdiary.evidence.cover import CrampClock, by_night, exposed_time
from crampdiary.evidence.findings import moment_of
from crampdiary.trial.analyse import (
    END,
    HALF,
    STOPPED,
    TrialResult,
    TrialWord,
    analyse,
    has_half_time,
    level_of,
)
from crampdiary.trial.plan import FOLLOW, LOOKED_AT_SLOW, MISSING, plan, plan_slow
from crampdiary.trial.rerandomise import FOLLOWED
from crampdiary.trial.schedule import TrialKind, schedule

SAID_WITHIN = timedelta(hours=48)
"""How long after its end a night can be said to have been quiet."""
ENOUGH_TO_TELL = 14
"""Nights at home from which on it is told how well a trial is kept; before that a night or two would say anything."""
LOOKS = {"as-planned": END, "at-half-time": HALF, "stopped": STOPPED}
"""What is looked at, by how a trial ended."""


class LivedTrial(Frozen):
    """The nights of a trial up to now.

    Attributes:
        trial: its record.
        cramps: per night lived, how many; None where nothing was said in time, or it was spent away.
        away: which of these nights were spent away, from 0.
        used: per night, the part of its risk under the remedy.
        severities: per night, the severities of its rated cramps.
        still_open: the nights of which nothing was said yet, and that still can be said to have been quiet, in order.
        called: what its remedy was called when it was looked at, where that is something else now; else empty.
    """

    trial: Trial
    cramps: tuple[int | None, ...]
    away: frozenset[int]
    used: tuple[float, ...]
    severities: tuple[tuple[int, ...], ...]
    still_open: tuple[date, ...]
    called: str = ""

    @property
    def last_is_open(self) -> bool:
        """Whether the last night that is over is one of those still open."""
        last = self.trial.first_night + timedelta(days=len(self.cramps) - 1)
        return bool(self.cramps) and last in self.still_open

    @property
    def nights(self) -> int:
        """Of the whole trial, as drawn."""
        return nights_drawn(self.trial)

    @property
    def is_over(self) -> bool:
        """Whether all of its nights were lived."""
        return len(self.cramps) >= self.nights

    @property
    def followed(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Of the nights with it drawn, and without: on how many that was kept to, of how many at home."""
        return self._of(
            1, [(use >= FOLLOWED) == bool(on) for on, use in zip(self.drawn, self.used, strict=True)]
        )

    @property
    def silent(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Of the nights with it drawn, and without: of how many nothing was said, of how many at home."""
        return self._of(1, [count is None for count in self.cramps])

    @property
    def drawn(self) -> list[int]:
        """The draw of each of these nights: 1 with the remedy, 0 without it."""
        return schedule(self.trial.seed, self.trial.pairs, self.trial.nature)[: len(self.cramps)]

    def _of(self, first: int, what: Sequence[bool]) -> tuple[tuple[int, int], tuple[int, int]]:
        sides = []
        for side in (first, 1 - first):
            places = [place for place, on in enumerate(self.drawn) if on == side and place not in self.away]
            sides.append((sum(what[place] for place in places), len(places)))
        return sides[0], sides[1]

    def result(self, look: str, *, whole: bool = True) -> TrialResult:
        """Return what it shows.

        Args:
            look: `END`, `HALF` or `STOPPED`.
            whole: also what it shows of nights on which it was really used, and of how bad the cramps were.
        """
        return analyse(
            self.cramps,
            self.trial.seed,
            self.trial.pairs,
            self.trial.nature,
            away=self.away,
            used=self.used if whole else None,
            severities=self.severities if whole else None,
            look=look,
        )


def nights_drawn(trial: Trial) -> int:
    """Return how many nights a trial has as drawn."""
    return 2 * trial.pairs * TrialKind(trial.nature).period


def draw_of(trial: Trial, night: date) -> bool | None:
    """Return whether a night of a trial is with the remedy; None where it is none of its nights."""
    place = (night - trial.first_night).days
    if not 0 <= place < nights_drawn(trial) or night > trial.last_night:
        return None
    return bool(schedule(trial.seed, trial.pairs, trial.nature)[place])


def tonight(now: datetime) -> date:
    """Return the night that "tonight" is: the one under way, or from 05:00 in the morning on the one to come."""
    return latest_finished_night(now) + timedelta(days=1)


def first_possible(now: datetime) -> date:
    """Return the first night that a trial begun now can have: one that has not begun."""
    return night_of(now) + timedelta(days=1)


def lived(
    trial: Trial,
    diary: Diary,
    said: Iterable[Entry[CheckIn]],
    *,
    now: datetime,
    until: datetime | None = None,
) -> LivedTrial:
    """Return the nights of a trial that are over.

    Args:
        trial: its record.
        diary: all nights.
        said: all check-ins, with when they were written.
        now: the clock.
        until: what was written down later does not count; by default what its end says.
    """
    until = until or trial.ended_at
    # What an end fixed is no matter of the clock that it is read by: one may have travelled since.
    last = min(trial.last_night, latest_finished_night(trial.ended_at or now))
    days = [
        trial.first_night + timedelta(days=each)
        for each in range(max(0, (last - trial.first_night).days + 1))
    ]
    by_date = {night.date: night for night in diary.nights}

    def in_time(logged_at: datetime) -> bool:
        return until is None or logged_at <= until

    quiet = {
        entry.record.night
        for entry in said
        if entry.record.clear
        and in_time(entry.record.logged_at)
        and entry.record.logged_at <= may_be_said_until(entry.record.night, entry.record.logged_at)
    }
    cramps: list[int | None] = []
    severities: list[tuple[int, ...]] = []
    for day in days:
        night = by_date.get(day)
        episodes = [
            entry.record
            for entry in (night.episodes if night else ())
            if in_time(entry.record.logged_at) and day not in diary.away
        ]
        is_known = (episodes or day in quiet) and day not in diary.away
        cramps.append(len(episodes) if is_known else None)
        severities.append(tuple(each.severity for each in episodes if each.severity is not None))
    return LivedTrial(
        trial=trial,
        cramps=tuple(cramps),
        away=frozenset(place for place, day in enumerate(days) if day in diary.away),
        used=tuple(_used(trial, diary, days, until)),
        severities=tuple(severities),
        still_open=tuple(
            day
            for day, count in zip(days, cramps, strict=True)
            if count is None and day not in diary.away and now <= may_be_said_until(day, now)
        ),
    )


def may_be_said_until(night: date, on_clock: datetime) -> datetime:
    """Return until when a night can be said to have been quiet, by the clock that a moment is of."""
    ends = datetime.combine(night + timedelta(days=1), time(NOON), on_clock.tzinfo)
    return ends + SAID_WITHIN


def _used(trial: Trial, diary: Diary, days: Sequence[date], until: datetime | None) -> list[float]:
    """Return the part of each night's risk under the remedy, as it was really used; rescues never count."""

    def is_use(record: Exposure | Course) -> bool:
        in_time = until is None or record.logged_at <= until
        return (record.role, record.word) == ("remedy", trial.word) and in_time

    moments = [
        moment_of(entry.record.at, entry.record.precision)
        for night in diary.nights
        for entry in night.episodes
    ]
    nights = (*diary.nights, *([diary.under_way] if diary.under_way else []))
    uses = [
        moment_of(entry.record.at, entry.record.precision)
        for night in nights
        for entry in night.typed_exposures
        if is_use(entry.record) and entry.record.purpose != "rescue"
    ]
    courses = [entry.record for entry in diary.courses if is_use(entry.record)]
    uses += [(day.toordinal(), None) for day in days if any(course.is_on(day) for course in courses)]
    clock = CrampClock.of(hours for _, hours in moments)
    return exposed_time([day.toordinal() for day in days], uses, by_night(moments), clock).shares


def half_time(trial: Trial) -> date | None:
    """Return the last night of the first half of a trial that the program looks at once; None for another."""
    if not has_half_time(trial.nature, trial.pairs):
        return None
    half = 2 * (trial.pairs // 2) * TrialKind(trial.nature).period
    return trial.first_night + timedelta(days=half - 1)


def look_at_half_time(
    trial: Trial, diary: Diary, said: Sequence[Entry[CheckIn]], *, now: datetime
) -> LivedTrial | None:
    """Return the first half of a trial whose answer is plain, so that it can end; None where it goes on.

    It is looked at once, as it was written down up to the moment at which the last of these nights could be said to
    have been quiet, by the clock that the trial began by. So looking again finds the same, wherever that is.
    """
    last = half_time(trial)
    if last is None:
        return None
    moment = may_be_said_until(last, trial.logged_at)
    if now <= moment:
        return None
    half = lived(trial.replaced(last_night=last), diary, said, now=now, until=moment)
    return half if half.result(HALF, whole=False).p <= level_of(trial.nature, trial.pairs, HALF) else None


def counted_before(diary: Diary, first_night: date) -> list[int]:
    """Return the cramps of the counted nights before a trial, of which it is planned."""
    nights = [len(night.episodes) for night in diary.counted if night.date < first_night]
    return nights[-LOOKED_AT_SLOW:]


def chance_as_kept(found: LivedTrial, before: Sequence[int]) -> float | None:
    """Return the chance that a trial shows a halving, if it goes on to be kept as up to now; None without a plan."""
    (kept_on, on), (kept_off, off) = found.followed
    silent = sum(count for count, _ in found.silent)
    can_tell = on + off >= ENOUGH_TO_TELL
    missing = silent / (on + off) if can_tell else MISSING
    follow = (kept_on + kept_off) / (on + off) if can_tell else FOLLOW
    if found.trial.nature == TrialKind.SLOW:
        as_kept = {"follow": follow} if can_tell else {}  # a slow plan assumes that all of it is kept
        return plan_slow(before, found.trial.pairs, missing=missing, **as_kept)
    planned = plan(before, found.trial.nature, missing=missing, follow=follow)
    return planned.chance(found.trial.pairs) if planned else None


Shown = tuple["LivedTrial", TrialResult, int]
"""A trial that has ended, what it shows, and its number."""


def telling(trials: Sequence[Shown]) -> Shown:
    """Return the latest of a remedy's trials that could be judged; the latest of all where none could.

    Args:
        trials: the oldest first; there is at least one.
    """
    judged = [each for each in trials if each[1].word is not TrialWord.CANNOT_BE_JUDGED]
    return [*trials, *judged][-1]


def time_of_nights(nights: int) -> str:
    """Return a length as people say it: in weeks, or from two months on in months."""
    if nights < 60:
        weeks = math.ceil(nights / 7)
        return f"{weeks} week{'s' if weeks > 1 else ''}"
    return f"{round(nights * 12 / 365.25)} months"
