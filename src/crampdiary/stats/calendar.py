"""The calendar: each night of a range by how it is known, its cramps, and what was used or met on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.stats.courses import CourseSpan, spans

YEAR_WEEKS = 53
FEWEST_WEEKS = 8  # fewer do not look like a map


class MapState(StrEnum):
    """How a night is shown: its state, or that there is none."""

    CRAMPS = "cramps"
    CLEAR = "clear"
    SILENT = "silent"
    AWAY = "away"
    GAP = "gap"
    OUTSIDE = "outside"  # before the first entry, after the last, or still to come


class MapNight(Frozen):
    """One night of the calendar; `worst` is the highest severity that was said, None where none was said."""

    night: date
    shown: MapState
    cramps: int
    worst: int | None
    remedy: bool
    trigger: bool
    under_way: bool


class NightMap(Frozen):
    """A range of nights, and how many there are of each kind. The night under way is shown and not counted.

    The courses go by the weeks of the map, Monday to Sunday.
    """

    first_night: date
    last_night: date
    remedy: str | None
    trigger: str | None
    cramps: int
    with_cramps: int
    clear: int
    silent: int
    away: int
    gap: int
    with_remedy: int
    with_trigger: int
    nights: tuple[MapNight, ...]
    courses: tuple[CourseSpan, ...]


def night_map(
    diary: Diary,
    *,
    first: date,
    last: date,
    remedy: str | None = None,
    trigger: str | None = None,
) -> NightMap:
    """Return the nights from first to last, both included.

    Args:
        diary: the nights.
        first: where to begin; may lie before the diary.
        last: where to end; may lie after it.
        remedy: marked on the nights that it was used ahead of.
        trigger: marked on the nights that it was met ahead of.
    """
    known = {night.date: night for night in diary.between(first, last)}
    if diary.under_way:
        known[diary.under_way.date] = diary.under_way
    nights = tuple(
        _mapped(first + timedelta(days=number), known, diary, remedy, trigger)
        for number in range((last - first).days + 1)
    )
    over = [night for night in nights if not night.under_way]
    return NightMap(
        first_night=first,
        last_night=last,
        remedy=remedy,
        trigger=trigger,
        cramps=sum(night.cramps for night in over if night.shown is MapState.CRAMPS),
        with_cramps=_count(over, MapState.CRAMPS),
        clear=_count(over, MapState.CLEAR),
        silent=_count(over, MapState.SILENT),
        away=_count(over, MapState.AWAY),
        gap=_count(over, MapState.GAP),
        with_remedy=sum(night.remedy for night in over),
        with_trigger=sum(night.trigger for night in over),
        nights=nights,
        courses=spans(diary, _weeks(first, last)),
    )


def _weeks(first: date, last: date) -> list[tuple[date, date]]:
    """Return the weeks from Monday to Sunday in which a range of nights lies, as far as it reaches."""
    monday = first - timedelta(days=first.weekday())
    begins = [monday + timedelta(days=days) for days in range(0, (last - monday).days + 1, 7)]
    return [(max(first, each), min(last, each + timedelta(days=6))) for each in begins]


def default_range(diary: Diary, weeks: int | None = None) -> tuple[date, date]:
    """Return whole weeks from Monday to Sunday; the last holds the night under way, or else the latest over.

    Args:
        diary: what is to be shown.
        weeks: how many; None for a year's, or as many as a younger diary has.
    """
    newest = diary.under_way.date if diary.under_way else diary.today
    last = newest + timedelta(days=6 - newest.weekday())
    if weeks is None:
        oldest = diary.nights[0].date if diary.nights else newest
        weeks = max(FEWEST_WEEKS, min(YEAR_WEEKS, (last - oldest).days // 7 + 1))
    return last - timedelta(days=7 * weeks - 1), last


def _mapped(
    day: date, known: dict[date, Night], diary: Diary, remedy: str | None, trigger: str | None
) -> MapNight:
    night = known.get(day)
    if night is None:
        return MapNight(
            night=day,
            shown=MapState.OUTSIDE,
            cramps=0,
            worst=None,
            remedy=False,
            trigger=False,
            under_way=False,
        )
    under_way = night is diary.under_way
    return MapNight(
        night=day,
        shown=MapState.OUTSIDE if under_way and night.state is State.SILENT else MapState(night.state.value),
        cramps=len(night.episodes),
        worst=max(
            (entry.record.severity for entry in night.episodes if entry.record.severity is not None),
            default=None,
        ),
        remedy=_has(night, "remedy", remedy),
        trigger=_has(night, "trigger", trigger),
        under_way=under_way,
    )


def _has(night: Night, role: str, word: str | None) -> bool:
    if word is None or night.state is State.GAP:  # a course says nothing of nights that are left out
        return False
    return (role, word) in night.ahead


def _count(nights: Iterable[MapNight], shown: MapState) -> int:
    return sum(night.shown is shown for night in nights)
