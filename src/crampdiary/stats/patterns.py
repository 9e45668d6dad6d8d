"""When and where: cramps by week, hour, weekday and site. Pure; nights in, figures of charts out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Episode
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.words.wording import WEEKDAYS

WEEKS_SHOWN = 26
RATE_NIGHTS = 28
LEAST_COUNTED = 14  # of the 28 nights of a moving rate; from fewer none is drawn
NOON = 12


class Week(Frozen):
    """Seven nights. `moving_per_week` is the rate of the 28 that end with it, or None."""

    first_night: date
    last_night: date
    nights: int
    cramps: int
    nights_with_cramps: int
    nights_away: int
    moving_per_week: float | None


class Hour(Frozen):
    """Cramps that began in this hour of the clock, as the person saw it, wherever they were."""

    hour: int
    cramps: int


class Weekday(Frozen):
    """Nights that began on this day of the week."""

    weekday: str
    nights: int
    cramps: int
    per_night: float | None


class Site(Frozen):
    """Cramps at a site by side; one that names two sites is counted at both."""

    word: str
    cramps: int
    left: int
    right: int
    both: int
    side_not_said: int


def weeks(diary: Diary, last: date, count: int = WEEKS_SHOWN) -> tuple[Week, ...]:
    """Return weeks of seven nights back from `last`, the oldest first, none from before the diary began."""
    found = []
    for back in range(count):
        end = last - timedelta(days=7 * back)
        nights = diary.between(end - timedelta(days=6), end)
        if not diary.nights or end < diary.nights[0].date:
            break
        counted = [night for night in nights if night.observed]
        found.append(
            Week(
                first_night=end - timedelta(days=6),
                last_night=end,
                nights=len(counted),
                cramps=sum(len(night.episodes) for night in counted),
                nights_with_cramps=sum(bool(night.episodes) for night in counted),
                nights_away=sum(night.state is State.AWAY for night in nights),
                moving_per_week=_moving_rate(diary, end),
            )
        )
    return tuple(reversed(found))


def _moving_rate(diary: Diary, last: date) -> float | None:
    nights = diary.between(last - timedelta(days=RATE_NIGHTS - 1), last)
    counted = [night for night in nights if night.observed]
    if len(counted) < LEAST_COUNTED:
        return None
    return 7 * sum(len(night.episodes) for night in counted) / len(counted)


def hours(episodes: Iterable[Episode]) -> tuple[tuple[Hour, ...], int]:
    """Return cramps by the hour, from noon to noon, and how many have no clock time."""
    counts = [0] * 24
    without = 0
    for each in episodes:
        if each.precision == "day":
            without += 1
        else:
            counts[each.at.hour] += 1
    order = [(NOON + step) % 24 for step in range(24)]
    return tuple(Hour(hour=hour, cramps=counts[hour]) for hour in order), without


def weekdays(counted: Iterable[Night]) -> tuple[Weekday, ...]:
    """Return nights and cramps by the day of the week on which the evening fell, Monday first."""
    nights = [0] * 7
    cramps = [0] * 7
    for night in counted:
        day = night.date.weekday()
        nights[day] += 1
        cramps[day] += len(night.episodes)
    return tuple(
        Weekday(
            weekday=name,
            nights=nights[day],
            cramps=cramps[day],
            per_night=cramps[day] / nights[day] if nights[day] else None,
        )
        for day, name in enumerate(WEEKDAYS)
    )


def sites(episodes: Iterable[Episode]) -> tuple[Site, ...]:
    """Return the sites with how often each side was named, most frequent first, then by name."""
    counts: dict[str, dict[str | None, int]] = {}
    for each in episodes:
        for word in each.sites:
            sides = counts.setdefault(word, {})
            sides[each.side] = sides.get(each.side, 0) + 1
    found = [
        Site(
            word=word,
            cramps=sum(sides.values()),
            left=sides.get("left", 0),
            right=sides.get("right", 0),
            both=sides.get("both", 0),
            side_not_said=sides.get(None, 0),
        )
        for word, sides in counts.items()
    ]
    return tuple(sorted(found, key=lambda site: (-site.cramps, site.word)))
