"""What clocks show, and which instants that is, in zones by zoneinfo and in the system's own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.clock.zones import (
    from_utc_texts,
    latest_finished_night,
    night_of,
    offset_minutes,
    resolve_local,
    to_local,
    to_utc_text,
)
from crampdiary.errors import UsageError

PLACES = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # the clocks change by half an hour
    "America/Sao_Paulo",  # and at midnight
    "Pacific/Apia",  # and skipped the whole of 30 December 2011
    "Asia/Kathmandu",
    "UTC",
]
WALL_CLOCKS = st.datetimes(datetime.fromisoformat("1971-01-01"), datetime.fromisoformat("2037-01-01")).map(
    lambda at: at.replace(microsecond=0)
)
OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59)

needs_tzset = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="this system sets its zone in another way"
)


@contextmanager
def system_zone(name: str | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if name is None:
            patch.delenv("TZ", raising=False)
        else:
            patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(params=["zoneinfo", pytest.param("system", marks=needs_tzset)])
def london(request: pytest.FixtureRequest) -> Iterator[tzinfo | None]:
    if request.param == "zoneinfo":
        yield ZoneInfo("Europe/London")
    else:
        with system_zone("Europe/London"):
            yield None


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_moment_is_kept_with_the_offset_of_its_day(london: tzinfo | None) -> None:
    assert resolve_local(local("2026-03-28T10:00"), zone=london).isoformat() == "2026-03-28T10:00:00+00:00"
    assert resolve_local(local("2026-03-30T10:00"), zone=london).isoformat() == "2026-03-30T10:00:00+01:00"
    assert type(resolve_local(local("2026-03-30T10:00"), zone=london).tzinfo) is timezone


def test_a_time_that_the_clocks_skipped_is_refused_with_the_one_they_showed(london: tzinfo | None) -> None:
    for fold in (None, 0, 1):
        with pytest.raises(UsageError, match=r"skipped 2026-03-29 01:30.*write 2026-03-29 02:30"):
            resolve_local(local("2026-03-29T01:30"), zone=london, fold=fold)
    assert offset_minutes(resolve_local(local("2026-03-29T00:59:59"), zone=london)) == 0
    assert offset_minutes(resolve_local(local("2026-03-29T02:00"), zone=london)) == 60


def test_a_time_that_came_twice_needs_to_be_told_apart(london: tzinfo | None) -> None:
    twice = local("2025-10-26T01:30")
    with pytest.raises(UsageError, match=r"twice.*2025-10-26T01:30\+01:00.*2025-10-26T01:30\+00:00"):
        resolve_local(twice, zone=london)
    first = resolve_local(twice, zone=london, fold=0)
    second = resolve_local(twice, zone=london, fold=1)
    assert (offset_minutes(first), offset_minutes(second)) == (60, 0)
    assert second - first == timedelta(hours=1)


def test_fold_means_nothing_for_a_time_that_came_once(london: tzinfo | None) -> None:
    once = local("2026-01-05T03:10")
    assert {resolve_local(once, zone=london, fold=fold) for fold in (None, 0, 1)} == {
        local("2026-01-05T03:10+00:00")
    }


@pytest.mark.parametrize("year", [1, 1899, 9999])
def test_years_that_no_diary_holds_are_refused(london: tzinfo | None, year: int) -> None:
    with pytest.raises(UsageError, match="year"):
        resolve_local(local(f"{year:04}-06-01"), zone=london)


@pytest.mark.parametrize("year", [1900, 1940, 2300, 8998])
def test_years_far_away_resolve_or_are_refused_cleanly(london: tzinfo | None, year: int) -> None:
    assert resolve_local(local(f"{year}-12-31T23:59"), zone=london).year == year


def test_an_old_offset_with_seconds_is_rounded_and_the_clock_kept() -> None:
    amsterdam = resolve_local(local("1936-01-01T12:00"), zone=ZoneInfo("Europe/Amsterdam"))
    assert amsterdam.isoformat() == "1936-01-01T12:00:00+00:20"  # the clocks ran 19 min 32 s ahead


def test_a_system_that_cannot_reckon_that_far_gives_one_line() -> None:
    class Refusing(tzinfo):
        def utcoffset(self, at: datetime | None) -> timedelta:
            raise OSError(22, "Invalid argument")  # as on Windows before 1970

        dst = utcoffset

        def tzname(self, at: datetime | None) -> None: ...

    with pytest.raises(UsageError, match="cannot work with a date"):
        resolve_local(local("1950-01-01"), zone=Refusing())


@given(WALL_CLOCKS, st.sampled_from(PLACES))
def test_gaps_and_folds_are_those_that_the_offsets_tell_of(naive: datetime, place: str) -> None:
    zone = ZoneInfo(place)
    first, second = (naive.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if first == second:
        at = resolve_local(naive, zone=zone)
        assert at.replace(tzinfo=None) == naive
        assert at.utcoffset() == first
    else:  # a gap where the later offset is the larger one, else a fold: PEP 495
        with pytest.raises(UsageError, match="skipped" if first < second else "twice"):
            resolve_local(naive, zone=zone)


@needs_tzset
@pytest.mark.parametrize("place", PLACES)
def test_the_system_zone_agrees_with_zoneinfo(place: str) -> None:
    def outcome(naive: datetime, zone: tzinfo | None, fold: int | None) -> str:
        try:
            return resolve_local(naive, zone=zone, fold=fold).isoformat()
        except UsageError as error:
            return str(error).partition("If yours")[0]

    changes = ["2026-03-29T01:30", "2026-03-08T02:30", "2025-10-26T01:30", "2025-11-02T01:30"]
    changes += ["2026-10-04T02:15", "2026-04-05T01:45", "2018-11-04T00:30", "2018-02-17T23:30"]
    changes += ["2011-12-30T12:00", "2011-12-29T23:59", "1975-06-01T00:00", "2026-06-01T12:00"]
    with system_zone(place):
        for change in changes:
            for fold in (None, 0, 1):
                expected = outcome(local(change), ZoneInfo(place), fold)
                assert outcome(local(change), None, fold) == expected


@given(WALL_CLOCKS, OFFSETS)
def test_utc_text_brings_back_the_moment_and_its_clock(naive: datetime, offset_min: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=offset_min)))
    text = to_utc_text(at)
    (back,) = from_utc_texts([text], [offset_minutes(at)])
    assert len(text) == 20
    assert (back, back.isoformat()) == (at, at.isoformat())


@given(st.lists(st.tuples(WALL_CLOCKS, OFFSETS), min_size=2, max_size=2))
def test_utc_text_sorts_as_time_does(pairs: list[tuple[datetime, int]]) -> None:
    first, second = (naive.replace(tzinfo=timezone(timedelta(minutes=offset))) for naive, offset in pairs)
    assert (to_utc_text(first) < to_utc_text(second)) == (first < second)


def test_utc_text_drops_fractions_and_keeps_its_width() -> None:
    assert to_utc_text(datetime(1900, 1, 2, 3, 4, 5, 999_999, UTC)) == "1900-01-02T03:04:05Z"


@needs_tzset
def test_a_night_is_shown_as_it_was_wherever_the_diary_is_read() -> None:
    with system_zone("Pacific/Auckland"):
        at = resolve_local(local("2026-03-31T03:10"))
    text, offset_min = to_utc_text(at), offset_minutes(at)
    with system_zone("Pacific/Honolulu"):
        (back,) = from_utc_texts([text], [offset_min])
        assert (back.isoformat(), night_of(back)) == ("2026-03-31T03:10:00+13:00", date(2026, 3, 30))


@pytest.mark.parametrize(
    ("text", "offset_min"),
    [
        ("2026-03-29 01:30:00Z", 0),
        ("2026-03-29T01:30:00", 0),
        ("2026-03-29T01:30:00Z\n", 0),
        ("2026-02-30T01:30:00Z", 0),
        ("2026-03-29T25:30:00Z", 0),
        ("٢٠٢٦-03-29T01:30:00Z", 0),
        ("2026-03-29T01:30:00Z", 24 * 60),
        ("9999-12-31T23:59:00Z", 60),
        ("0001-01-01T00:00:00Z", -60),
        ("", 0),
    ],
)
def test_what_is_not_utc_text_is_refused(text: str, offset_min: int) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_utc_texts([text], [offset_min])
    sound = "2026-03-29T01:30:00Z"
    with pytest.raises(ValueError, match=r".+"):  # one of many
        from_utc_texts([sound, text, sound], [60, offset_min, 60])


@given(st.lists(st.tuples(WALL_CLOCKS, OFFSETS)))
def test_many_moments_come_back_in_their_order(pairs: list[tuple[datetime, int]]) -> None:
    moments = [naive.replace(tzinfo=timezone(timedelta(minutes=offset))) for naive, offset in pairs]
    back = from_utc_texts(list(map(to_utc_text, moments)), list(map(offset_minutes, moments)))
    assert list(map(str, back)) == list(map(str, moments))


def test_a_moment_without_an_offset_is_a_mistake_in_the_caller() -> None:
    for function in (to_utc_text, offset_minutes):
        with pytest.raises(ValueError, match="offset"):
            function(local("2026-01-01"))


def test_moving_a_moment_to_a_zone_keeps_the_instant(london: tzinfo | None) -> None:
    at = local("2026-03-31T00:40:17.5+13:00")
    assert to_local(at, london).isoformat() == "2026-03-30T12:40:17+01:00"


@pytest.mark.parametrize(
    ("at", "night"),
    [
        ("2026-03-30T23:50+01:00", "2026-03-30"),
        ("2026-03-31T01:30+01:00", "2026-03-30"),
        ("2026-03-31T11:59:59+01:00", "2026-03-30"),
        ("2026-03-31T12:00+01:00", "2026-03-31"),
        ("2026-03-31T15:00+13:00", "2026-03-31"),
        ("2026-01-01T03:10-10:00", "2025-12-31"),
    ],
)
def test_a_night_runs_from_noon_to_noon(at: str, night: str) -> None:
    assert night_of(local(at)) == date.fromisoformat(night)


@given(WALL_CLOCKS, OFFSETS)
def test_a_night_begins_at_most_a_day_before_each_of_its_moments(naive: datetime, offset_min: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=offset_min)))
    noon = datetime.combine(night_of(at), datetime.min.time(), at.tzinfo) + timedelta(hours=12)
    assert noon <= at < noon + timedelta(days=1)
    assert night_of(at) == night_of(naive)  # the clock decides, wherever it hangs
    assert latest_finished_night(at) in (night_of(at), night_of(at) - timedelta(days=1))


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-03-31T04:59:59+01:00", "2026-03-29"),  # a Tuesday: Sunday's night
        ("2026-03-31T05:00+01:00", "2026-03-30"),
        ("2026-03-31T11:59+01:00", "2026-03-30"),
        ("2026-03-31T13:00+01:00", "2026-03-30"),
        ("2026-04-01T00:00+01:00", "2026-03-30"),
    ],
)
def test_a_night_is_finished_at_five_in_the_morning(now: str, night: str) -> None:
    assert latest_finished_night(local(now)) == date.fromisoformat(night)


@needs_tzset
@pytest.mark.parametrize("name", ["Bogus/Zone", "", None])
def test_a_missing_or_bogus_zone_still_resolves(name: str | None) -> None:
    with system_zone(name):
        at = resolve_local(local("2026-03-31T03:10"))
        assert at.replace(tzinfo=None) == local("2026-03-31T03:10")
