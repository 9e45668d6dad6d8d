"""From uses on a clock to exposed time: how much of each night's risk fell within 24 hours of a use.

Numbers in, numbers out. A night is the day number (proleptic ordinal) of the date on which its evening falls;
it runs from noon to noon. A moment is a night and the hours since its noon, by the clock on the wall: 23:30
on the evening of day d is `(d, 11.5)`, 07:00 the morning after `(d, 19.0)`. An unknown hour is None. On the two
nights a year that lose or gain an hour, the wall clock is believed.

A use covers the 24 hours after it: the rest of its night and the beginning of the next. A use at an unknown
hour covers the whole of its own night and nothing else. Several uses cover what any of them covers. A trigger
is treated the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate

from crampdiary.diary.frozen import Frozen

Moment = tuple[int, float | None]
"""A night's day number, and the hours since its noon, from 0 to below 24, or None."""

Cramps = Mapping[int, Sequence[float | None]]
"""The hours since noon of the cramps of each night that had any, by its day number."""

NIGHT_HOURS = 24

_IMAGINARY_CRAMPS = 5.0
_AT_NIGHT = range(10, 19)  # 22:00 to 07:00
_SHARE_AT_NIGHT = 0.9
_NEGLIGIBLE = 0.1
_MENSTRUATION_NIGHTS = 6
_LONGEST_BREAK = 10


class CrampClock(Frozen):
    """How this person's risk of a cramp is spread over the hours of a night.

    Attributes:
        passed: the part of a night's risk that has passed after 0, 1, ..., 24 hours, from 0 to 1.
    """

    passed: tuple[float, ...]

    @classmethod
    def of(cls, hours: Iterable[float | None]) -> CrampClock:
        """Make the clock from the hours since noon of all the person's cramps; unknown ones are left out.

        Five imaginary cramps are added, nine tenths of them between 22:00 and 07:00, so that a new diary has
        a clock too. Within an hour the risk is even.
        """
        others = NIGHT_HOURS - len(_AT_NIGHT)
        risks = [
            _IMAGINARY_CRAMPS
            * (_SHARE_AT_NIGHT / len(_AT_NIGHT) if hour in _AT_NIGHT else (1 - _SHARE_AT_NIGHT) / others)
            for hour in range(NIGHT_HOURS)
        ]
        for hour in hours:
            if hour is not None:
                risks[int(_checked(hour))] += 1
        sums = list(accumulate(risks, initial=0.0))
        return cls(passed=tuple(passed / sums[-1] for passed in sums))

    def before(self, hours: float) -> float:
        """Return the part of a night's risk that lies before so many hours after noon, 0 to 24."""
        hour = min(int(hours), NIGHT_HOURS - 1)
        return self.passed[hour] + (hours - hour) * (self.passed[hour + 1] - self.passed[hour])


class ExposedTime(Frozen):
    """The time exposed to a remedy or trigger, a number per night each.

    Attributes:
        shares: the part of the night's risk that was exposed. Below a tenth counts as 0, above nine tenths
            as 1: nobody notes the time of a use that exactly.
        within: the cramps in the exposed time. All of them on a night exposed wholly; a cramp at an unknown
            hour is spread over the night like the risk, and so tells nothing.
    """

    shares: list[float]
    within: list[float]


def by_night(cramps: Iterable[Moment]) -> Cramps:
    """Return cramps by their nights, in the order given.

    Raises:
        ValueError: when an hour is not from 0 to below 24.
    """
    found: dict[int, list[float | None]] = {}
    for day, hours in cramps:
        found.setdefault(day, []).append(None if hours is None else _checked(hours))
    return found


def exposed_time(
    days: Sequence[int], uses: Iterable[Moment], cramps: Cramps, clock: CrampClock
) -> ExposedTime:
    """Work out the exposed time of one remedy's uses, or of one trigger's.

    Args:
        days: the counted nights.
        uses: when it was used, in any order; also on nights that are not counted, as they cover the next.
        cramps: all cramps.
        clock: the person's cramp clock.

    Raises:
        ValueError: when an hour is not from 0 to below 24.
    """
    begins: dict[int, float] = {}
    ends: dict[int, float] = {}
    for day, hours in uses:
        if hours is None:
            begins[day] = 0.0
            continue
        if not 0 <= hours < NIGHT_HOURS:
            _checked(hours)
        if day not in begins or hours < begins[day]:
            begins[day] = hours
        # The 24 hours end on the next night, at the same hour by the wall clock.
        day += 1
        if day not in ends or hours > ends[day]:
            ends[day] = hours
    shares, within = [0.0] * len(days), [0.0] * len(days)
    places = dict(zip(days, range(len(days)), strict=True))
    before = cache(clock.before)  # people use a thing at much the same minutes
    for day in (begins.keys() | ends.keys()) & places.keys():
        place = places[day]
        # Covered from noon until `end`, and again from `begin` until noon.
        end, begin = ends.get(day, 0.0), begins.get(day, float(NIGHT_HOURS))
        share = 1 - (before(begin) - before(end)) if begin > end else 1.0
        if share < _NEGLIGIBLE:
            continue
        if share > 1 - _NEGLIGIBLE:
            shares[place] = 1.0
            if day in cramps:
                within[place] = float(len(cramps[day]))
            continue
        shares[place] = share
        if day in cramps:
            within[place] = float(sum([_inside(hours, end, begin, share) for hours in cramps[day]]))
    return ExposedTime(shares=shares, within=within)


def menstruation(days: Sequence[int], logged: Iterable[int]) -> list[float]:
    """Return the shares of menstruation: 1 on the nights that it covers, 0 on others.

    A logged night with none logged in the 10 nights before it is the first: it covers itself and the 5 after it, as
    few people log every one. Every other logged night covers itself.

    Args:
        days: the counted nights.
        logged: the nights on which it was logged, also such as are not counted.
    """
    nights = sorted(set(logged))
    covered = set(nights)
    for before, night in zip([None, *nights], nights, strict=False):
        if before is None or night - before > _LONGEST_BREAK:
            covered.update(range(night, night + _MENSTRUATION_NIGHTS))
    return [float(day in covered) for day in days]


def weekdays(days: Sequence[int]) -> list[int]:
    """Return the weekday of every night, 0 for Monday's to 6 for Sunday's. Day number 1 was a Monday."""
    return [(day - 1) % 7 for day in days]


def _inside(hours: float | None, end: float, begin: float, share: float) -> float:
    if hours is None:
        return share
    # A cramp at the very moment of a use came before it: nothing acts at once.
    return float(hours <= end or hours > begin)


def _checked(hours: float) -> float:
    if not 0 <= hours < NIGHT_HOURS:
        raise ValueError(f"hours since noon run from 0 to below 24, not {hours}")
    return hours
