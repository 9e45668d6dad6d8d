"""Where a diary stands today: what `cramp` alone shows, and what it may still ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crampdiary.clock.zones import night_of
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Away, Entry, Episode, Exposure
from crampdiary.diary.nights import Diary, State
from crampdiary.stats.streaks import free_longest, free_now

OFFERED_FOR = 7
"""For how many nights the remedies of an evening are offered as those of a later one."""


class Standing(Frozen):
    """Where a diary stands.

    Args:
        last_cramp: the latest one.
        last_night: the latest night that is over.
        state: how that night is known.
        cramps: how many it had.
        missed: the nights before it of which nothing was said, back to the last that is known, oldest first.
        evening: the night under way, or the one that was until noon.
        used: the remedies used ahead of it, from the morning before on, but for those of a course, of which nobody
            is asked each evening.
        used_last: those used ahead of `last_night`.
        offered: those of the latest evening before that, if it is not long ago.
        cramp_free_now: nights in a row without a cramp, as `cramp stats` counts them.
        cramp_free_longest: at the longest.
    """

    last_cramp: Entry[Episode] | None
    last_night: date
    state: State
    cramps: int
    missed: tuple[date, ...]
    evening: date
    used: tuple[Entry[Exposure], ...]
    used_last: tuple[Entry[Exposure], ...]
    offered: tuple[Entry[Exposure], ...]
    cramp_free_now: int
    cramp_free_longest: int


def look(diary: Diary, away: Sequence[Away], *, now: datetime) -> Standing:
    """Return where a diary stands.

    Args:
        diary: its nights.
        away: every span that was away, also one after the last night of which anything was said.
        now: the clock.
    """
    shown = diary.between(None, None)
    nights = {night.date: night for night in shown}

    def state(day: date) -> State:
        if day in nights:
            return nights[day].state
        return (
            State.AWAY if any(each.first_night <= day <= each.last_night for each in away) else State.SILENT
        )

    def used(day: date) -> tuple[Entry[Exposure], ...]:
        return tuple(each for each in diary.ahead.get(day, ()) if each.record.role == "remedy")

    last = diary.today
    cramps = [entry for night in shown for entry in night.episodes]
    earlier = (used(last - timedelta(days=days)) for days in range(1, OFFERED_FOR + 1))
    missed = []
    day = last - timedelta(days=1)
    while diary.nights and day >= diary.nights[0].date and state(day) in (State.SILENT, State.AWAY):
        if state(day) is State.SILENT:
            missed.append(day)
        day -= timedelta(days=1)
    counted = diary.counted
    return Standing(
        last_cramp=cramps[-1] if cramps else None,
        last_night=last,
        state=state(last),
        cramps=len(nights[last].episodes) if last in nights else 0,
        missed=tuple(reversed(missed)),
        evening=night_of(now),
        used=used(night_of(now)),
        used_last=used(last),
        offered=next(filter(None, earlier), ()),
        cramp_free_now=free_now(counted, shown),
        cramp_free_longest=free_longest(counted),
    )
