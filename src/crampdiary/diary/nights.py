"""Joins the entries into one `Night` per date: the shared input of every figure.

One definition of which nights count holds for all of them. Nights run from the first to the last on which
anything was entered. A night away is left out, and so are the nights of a gap: a silence so long that nobody was
keeping the diary. Any other silent night counts as free of cramps, and every figure says how many of these there are.
Whether a night counts never depends on a remedy
logged on it, or every remedy would look wonderful; but where anything at all is written, there is no gap. The night
under way is shown, and counts once it has reached 05:00.

A course is a use on each of its nights but those skipped, as if each of them had been typed; one that goes on is so up
to now. It says nothing of how those nights were, so they make the diary no longer: not back to the year in which a
medicine was begun, and not on to today where nobody writes any more. Only the night on which it was written shows
that somebody was keeping the diary: it is one of the diary's nights, and in no gap.

A use is shown among the entries of the night on which it was, and counted for the night that it came before
(`night_ahead`): a morning dose for the night to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any, TypeVar

from crampdiary.clock.zones import NIGHT_OVER, NOON, latest_finished_night, night_of
from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.diary.model import KINDS, Away, CheckIn, Course, Entry, Episode, Exposure, Record, Seen, Sign

TimedT = TypeVar("TimedT", Episode, Exposure, Sign)

_ByNight = dict[date, tuple[Entry[TimedT], ...]]

Name = tuple[str, str]
"""A role, remedy or trigger, and the slug of a word."""

EVENING = time(22)
"""The clock time that stands for a use of which only the night is known."""


class State(StrEnum):
    """How a night is known."""

    CRAMPS = "cramps"
    CLEAR = "clear"
    SILENT = "silent"
    AWAY = "away"
    GAP = "gap"


SHORTEST_GAP = 28
"""The fewest nights in a row without any entry that are a gap."""
GAP_OF_USUAL = 8
"""How many times as long as the usual distance between two entries a gap is at least."""


_CRAMPS, _CLEAR, _SILENT, _AWAY, _GAP = (
    State  # to look each up in its class takes as long as all else of a night
)
_NOT_KEPT = _AWAY, _GAP


class Night(Frozen):
    """One night, noon to noon, by the date of its evening; entries in order of time.

    Args:
        date: of its evening.
        state: how it is known.
        episodes: its cramps.
        exposures: what was used or met, also in a course, whose number and uid such a use then has.
        signs: how legs and feet felt.
        courses: those that it is a night of.
        cramps: how many it had.
        spoken: whether there is any entry about the night itself, even if only a remedy.
        ahead: the names of what was used or met ahead of it, as all figures count it: see `night_ahead`. Rescues never
            count; what is so in a course does.
    """

    date: date
    state: State
    cramps: int = 0
    spoken: bool = False
    episodes: tuple[Entry[Episode], ...] = ()
    exposures: tuple[Entry[Exposure], ...] = ()
    ahead: frozenset[Name] = frozenset()
    signs: tuple[Entry[Sign], ...] = ()
    courses: tuple[Entry[Course], ...] = ()

    @property
    def known(self) -> bool:
        """Whether an episode or a check-in says how the night was."""
        return self.state in (State.CRAMPS, State.CLEAR)

    @property
    def typed_exposures(self) -> tuple[Entry[Exposure], ...]:
        """What was used or met, but for what is so in a course."""
        courses = {each.uid for each in self.courses}
        return tuple(each for each in self.exposures if each.uid not in courses)

    @property
    def course_exposures(self) -> tuple[Exposure, ...]:
        """What is so in a course."""
        return tuple(_used_on(each, self.date).record for each in self.courses)

    @property
    def observed(self) -> bool:
        """Whether the diary was kept at the time: neither away nor in a gap."""
        return self.state not in _NOT_KEPT


class CountedUse(NamedTuple):
    """No more of a use than comparisons of nights look at; each as in an `Exposure`."""

    at: datetime
    logged_at: datetime
    role: str
    word: str
    precision: str
    purpose: str | None


class Counts(Frozen):
    """What is counted of nights, where a figure asks for no more: no object for each of thousands of entries.

    Args:
        cramps: how many each earlier night had that had any.
        checked: whether each earlier night with a check-in was said to be clear.
        told: earlier nights with a sign, and all with a remedy or trigger, by their own nights.
        ahead: the names of what was used or met ahead of each night: see `night_ahead`. No rescues.
        uses: as in a `Diary`; none where nobody asks for them.
    """

    cramps: Mapping[date, int]
    checked: Mapping[date, bool]
    told: frozenset[date]
    ahead: Mapping[date, Set[Name]]
    uses: Mapping[date, Sequence[CountedUse]] = MappingProxyType({})


class Diary(Frozen):
    """All nights of a diary.

    Args:
        nights: every night from the first to the last entry, one after the other, also those that do not count.
        under_way: the night that has begun and not yet reached 05:00, if it has an entry or one ahead of it.
        today: the latest night that has reached 05:00.
        courses: all of them, by their beginning, also those that have no night in the diary.
        answers: to the notices that were talked over with a doctor.
        away: every night up to now that was away, also one after the last entry.
        ahead: what was typed as used or met ahead of each night, also of nights after the last entry; no rescues, and
            only what was read as entries.
        uses: what was typed as used or met, in order of time, by its own nights; no rescues.
    """

    nights: tuple[Night, ...]
    under_way: Night | None
    today: date
    courses: tuple[Entry[Course], ...] = ()
    answers: tuple[Entry[Seen], ...] = ()
    away: frozenset[date] = frozenset()
    ahead: Mapping[date, Sequence[Entry[Exposure]]] = MappingProxyType({})
    uses: Mapping[date, Sequence[Exposure | CountedUse]] = MappingProxyType({})

    @property
    def counted(self) -> list[Night]:
        return [night for night in self.nights if night.observed]

    @property
    def gaps(self) -> list[tuple[date, date]]:
        """The first and the last night of every gap."""
        runs = (list(run) for is_gap, run in groupby(self.nights, _is_gap) if is_gap)
        return [(run[0].date, run[-1].date) for run in runs]

    def not_away(self, last: date) -> date:
        """Return the latest night up to `last` that was not away."""
        while last in self.away:
            last -= timedelta(days=1)
        return last

    def between(self, first: date | None, last: date | None) -> tuple[Night, ...]:
        """Return the nights from `first` to `last`, both included, counted or not, as far as there are any.

        None for `first` begins with the diary; None for `last` goes on to the night under way.
        """
        nights = self.nights
        if nights and last is not None:
            nights = nights[: max(0, (last - nights[0].date).days + 1)]
        if nights and first is not None:
            nights = nights[max(0, (first - nights[0].date).days) :]
        if self.under_way and last is None and (first is None or first <= self.under_way.date):
            nights = (*nights, self.under_way)
        return nights


def join(entries: Sequence[Entry[Record]], *, now: datetime, counts: Counts | None = None) -> Diary:
    """Return the diary's nights.

    Args:
        entries: all entries, in any order; with `counts`, those that are not counted there, and all spans.
        now: the clock, to tell finished nights from the one under way.
        counts: what is counted of the others. Of earlier nights there are then no episodes, exposures and signs.
    """
    today = latest_finished_night(now)
    current = night_of(now)
    kinds: dict[type[Record], list[Entry[Any]]] = {kind: [] for kind in KINDS.values()}
    for entry in entries:
        kinds[type(entry.record)].append(entry)
    episodes: _ByNight[Episode] = _by_night(kinds[Episode])
    exposures: _ByNight[Exposure] = _by_night(kinds[Exposure])
    ahead: dict[date, list[Entry[Exposure]]] = {}
    uses: dict[date, Sequence[Exposure | CountedUse]] = {**counts.uses} if counts else {}
    for day, of_night in exposures.items():
        of_use = [each for each in of_night if each.record.purpose != "rescue"]
        for each in of_use:
            ahead.setdefault(night_ahead(each.record), []).append(each)
        uses[day] = [each.record for each in of_use]
    signs: _ByNight[Sign] = _by_night(kinds[Sign])
    courses: list[Entry[Course]] = sorted(
        kinds[Course], key=lambda entry: (entry.record.first_night, entry.number)
    )
    checked = dict(counts.checked) if counts else {}
    for entry in kinds[CheckIn]:
        checked[entry.record.night] = entry.record.clear or checked.get(entry.record.night, False)
    cramps = {**(counts.cramps if counts else {}), **{day: len(each) for day, each in episodes.items()}}
    told = {*exposures, *signs, *(counts.told if counts else ())}
    names: Mapping[date, Set[Name]] = (
        counts.ahead
        if counts
        else {day: {(each.record.role, each.record.word) for each in uses} for day, uses in ahead.items()}
    )
    away = {
        entry.record.first_night + timedelta(days=days)
        for entry in kinds[Away]
        for days in range((min(entry.record.last_night, current) - entry.record.first_night).days + 1)
    }

    written = {night_of(entry.record.logged_at) for entry in courses}
    spoken = sorted(day for day in {*cramps, *told, *checked, *written} if day <= today)
    entered = {*spoken, *(day for day in away if spoken and spoken[0] <= day <= spoken[-1])}
    silence = {day for gap in gaps([day.toordinal() for day in entered]) for day in gap}

    def night(number: int) -> Night:
        day = date.fromordinal(number)
        if day in away:
            state = _AWAY
        elif day in cramps:
            state = _CRAMPS
        elif number in silence:
            state = _GAP
        else:
            state = _CLEAR if checked.get(day) else _SILENT
        running = tuple([entry for entry in courses if entry.record.is_on(day)]) if courses else ()
        used, named = exposures.get(day, ()), names.get(day, ())
        if running:
            used = _in_order((*used, *(_used_on(entry, day) for entry in running)))
            named = {*named, *((entry.record.role, entry.record.word) for entry in running)}
        return Night(
            date=day,
            state=state,
            cramps=cramps.get(day, 0),
            spoken=state is _CRAMPS or state is _CLEAR or day in told,
            episodes=episodes.get(day, ()),
            exposures=used,
            ahead=frozenset(named),
            signs=signs.get(day, ()),
            courses=running,
        )

    numbers: Iterable[int] = range(spoken[0].toordinal(), spoken[-1].toordinal() + 1) if spoken else ()
    under_way = night(current.toordinal()) if current > today else None
    return Diary(
        nights=tuple([night(number) for number in numbers]),
        under_way=under_way if under_way and (under_way.spoken or current in names) else None,
        today=today,
        courses=tuple(courses),
        answers=tuple(kinds[Seen]),
        away=frozenset(away),
        ahead=ahead,
        uses=uses,
    )


def night_ahead(use: Exposure | CountedUse) -> date:
    """Return the night for which a use counts, on every screen: the one that it came before.

    That is its own night, or from 05:00 in the morning on the one to come, as most of the 24 hours that a use covers
    are then of that one (`evidence.cover`). A use of which only the night is known is of its own.
    """
    if use.precision != "day" and NIGHT_OVER <= use.at.hour < NOON:
        return use.at.date()
    return night_of(use.at)


def gaps(spoken: Iterable[int]) -> list[range]:
    """Return the gaps between the nights of which something was said, as ranges of day numbers.

    A gap is a run of nights without any entry, at least 28 of them and 8 times as many as the nights from one entry
    to the next usually are (the median). Its nights are left out of every figure: nobody can tell whether they were
    quiet, and as quiet nights they would make any rate look low, and what came after it a rise.

    Args:
        spoken: the day numbers of all nights with an entry of any kind, those away too, in any order.
    """
    steps = list(pairwise(sorted(set(spoken))))
    if not steps:
        return []
    usual = sorted(later - day for day, later in steps)
    median = (usual[(len(usual) - 1) // 2] + usual[len(usual) // 2]) / 2  # `statistics` takes 7 ms to load
    least = max(SHORTEST_GAP, GAP_OF_USUAL * median)
    return [range(day + 1, later) for day, later in steps if later - day - 1 >= least]


def _is_gap(night: Night) -> bool:
    return night.state is State.GAP


def _by_night(entries: list[Entry[TimedT]]) -> _ByNight[TimedT]:
    found: dict[date, list[Entry[TimedT]]] = {}
    for entry in _in_order(entries):
        found.setdefault(entry.record.night, []).append(entry)
    return {day: tuple(each) for day, each in found.items()}


def _in_order(entries: Iterable[Entry[TimedT]]) -> tuple[Entry[TimedT], ...]:
    return tuple(sorted(entries, key=lambda entry: entry.record.at))


def _used_on(entry: Entry[Course], day: date) -> Entry[Exposure]:
    """Return the use that a course is on one of its nights."""
    course = entry.record
    at = datetime.combine(day, EVENING, course.logged_at.tzinfo)
    used = Exposure(
        at=at, logged_at=course.logged_at, role=course.role, word=course.word, precision="day", amount=course.amount
    )  # fmt: skip
    return Entry(entry.number, entry.uid, entry.revision, used)
