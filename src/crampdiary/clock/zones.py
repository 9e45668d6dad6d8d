"""Instants, and the clocks that people see them on: offsets, nights and clock changes.

Every moment that leaves this module is aware, with a fixed offset in whole minutes and no microseconds, so
that differences are taken between instants; arithmetic within a zone is an hour wrong across a clock change.
`zone=None` always means the system's own zone, as its C library knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from operator import attrgetter, itemgetter

from crampdiary.errors import UsageError

FIRST_YEAR, LAST_YEAR = 1900, 8998  # a year later an offset could move it beyond the last stamp of a version
NOON = 12  # the hour at which a night begins and ends
_A_DAY = timedelta(days=1)
_MARKS, _YEAR = itemgetter(slice(4, None, 3)), attrgetter("year")
NIGHT_OVER = 5  # the hour from which on a night may be judged, and what is used is of the one to come


def offset_minutes(at: datetime) -> int:
    """Return the offset of an aware `at` in minutes, positive to the east of UTC."""
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("the moment needs an offset")
    return round(offset.total_seconds() / 60)


def to_utc_text(at: datetime) -> str:
    """Return an aware `at` as `YYYY-MM-DDTHH:MM:SSZ`: fixed width, so that text sorts as time does."""
    if at.utcoffset() is None:
        raise ValueError("the moment needs an offset")
    return f"{at.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def from_utc_texts(texts: Sequence[str], offsets_min: Sequence[int]) -> list[datetime]:
    """Return the moments that `to_utc_text` wrote, each on the clock that the person saw.

    Args:
        texts: `YYYY-MM-DDTHH:MM:SSZ`, nothing else.
        offsets_min: of each, minutes east of UTC, less than a day either way.

    Raises:
        ValueError: a text has another shape, is in no calendar, or is of a year that does not fit into a diary.
    """
    # Checked by its marks and not by a pattern, and all at once, as a long diary has tens of thousands.
    if set(map(len, texts)) - {20} or set(map(_MARKS, texts)) - {"--T::Z"}:
        raise ValueError("not a moment in UTC")
    zones = {offset: _fixed(offset) for offset in set(offsets_min)}
    try:
        found = list(
            map(datetime.astimezone, map(datetime.fromisoformat, texts), map(zones.get, offsets_min))
        )
    except OverflowError as error:
        raise ValueError("a moment outside the calendar") from error
    years = set(map(_YEAR, found))
    if years and not FIRST_YEAR <= min(years) <= max(years) <= LAST_YEAR:
        raise ValueError("a year that does not fit into a diary")
    return found


@cache
def _fixed(offset_min: int) -> timezone:
    return timezone(timedelta(minutes=offset_min))


def night_of(at: datetime) -> date:
    """Return the night of `at` by its own clock: noon to noon, named by the date of its evening."""
    day = at.date()
    return day if at.hour >= NOON else day - _A_DAY


def latest_finished_night(now: datetime) -> date:
    """Return the latest night that has reached 05:00 of the morning after, by the clock of `now`."""
    return (now.replace(tzinfo=None) - timedelta(hours=NIGHT_OVER)).date() - timedelta(days=1)


def to_local(at: datetime, zone: tzinfo | None) -> datetime:
    """Return an aware `at` as clocks in `zone` show it; a zone of a century ago loses its odd seconds.

    Raises:
        UsageError: it is further away than the system can reckon.
    """
    try:
        local = at.astimezone(zone)
    except (OverflowError, OSError, ValueError) as error:  # the C library's limits differ by system
        raise UsageError("This computer cannot work with a date that far away. Check the year.") from error
    return local.replace(tzinfo=_fixed(offset_minutes(local)), microsecond=0, fold=0)


def resolve_local(naive: datetime, *, zone: tzinfo | None = None, fold: int | None = None) -> datetime:
    """Return the moment at which clocks in `zone` showed `naive`.

    Args:
        naive: the date and time on the clock, years 1900 to 8998.
        zone: None for the system's own zone.
        fold: which one is meant where clocks went back and showed the time twice, 0 the first and 1 the
            second; without effect on any other time.

    Raises:
        UsageError: clocks skipped the time; they showed it twice and `fold` is None; the year is out of
            range, or further away than the system can reckon.
    """
    return only(local_moments(naive, zone=zone, fold=fold))


def local_moments(naive: datetime, *, zone: tzinfo | None = None, fold: int | None = None) -> list[datetime]:
    """Return the one moment, or the two in order, at which clocks in `zone` showed `naive`.

    Args and errors are those of `resolve_local`, except that two moments are no error here.
    """
    check_year(naive.year)
    naive = naive.replace(microsecond=0)
    # Converting to UTC and back works with every kind of zone: a time that was skipped comes back as another one,
    # and a time that was shown twice has two instants.
    instants = [to_local(naive.replace(tzinfo=zone, fold=each), UTC) for each in (0, 1)]
    shown = [to_local(instant, zone) for instant in dict.fromkeys(instants)]
    moments = [at for at in shown if at.replace(tzinfo=None) == naive]
    if not moments:
        raise UsageError(
            f"The clocks went forward and skipped {on_the_clock(naive)}. "
            f"If yours had not been changed yet, write {on_the_clock(max(shown))}."
        )
    if instants[0] == instants[1]:
        return moments[:1]
    return moments if fold is None else [moments[-1 if fold else 0]]


def only(moments: list[datetime]) -> datetime:
    """Return the one moment of `local_moments`.

    Raises:
        UsageError: there are two; says how to write each of them.
    """
    if len(moments) > 1:
        first, second = (at.isoformat(timespec="minutes") for at in moments)
        raise UsageError(
            f"The clocks went back, so {on_the_clock(moments[0])} happened twice. "
            f"Write {first} for the first or {second} for the second."
        )
    return moments[0]


def check_year(year: int, last: int = LAST_YEAR) -> None:
    """Raise UsageError for a year before 1900 or after `last`."""
    if not FIRST_YEAR <= year <= last:
        raise UsageError(f"The year {year:04} does not fit into a diary. Check the year.")


def on_the_clock(at: datetime) -> str:
    """Return `YYYY-MM-DD HH:MM` as a clock shows it, which can be typed back."""
    return at.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
