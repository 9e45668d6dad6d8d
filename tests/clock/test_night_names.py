"""Which night people mean, and which range of nights."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.clock.night_names import parse_night, parse_range, parse_span
from crampdiary.clock.zones import night_of
from crampdiary.errors import UsageError

LONDON = ZoneInfo("Europe/London")
EARLY = datetime.fromisoformat("2026-03-31T00:40+01:00")  # Tuesday, in Monday's night
MORNING = datetime.fromisoformat("2026-03-31T09:00+01:00")  # Monday's night is over
AFTERNOON = datetime.fromisoformat("2026-03-31T14:00+01:00")  # Tuesday's has begun
NOT_BEGUN = "not begun"


@pytest.mark.parametrize(
    ("text", "early", "morning", "afternoon"),
    [
        ("last night", "2026-03-30", "2026-03-30", "2026-03-30"),
        ("last", "2026-03-30", "2026-03-30", "2026-03-30"),
        ("yesterday", "2026-03-30", "2026-03-30", "2026-03-30"),
        ("today", "2026-03-30", "2026-03-30", "2026-03-31"),
        ("tonight", "2026-03-30", NOT_BEGUN, "2026-03-31"),
        ("tomorrow", NOT_BEGUN, NOT_BEGUN, NOT_BEGUN),
        ("mon", "2026-03-30", "2026-03-30", "2026-03-30"),
        ("Tuesday", "2026-03-24", "2026-03-24", "2026-03-31"),
        ("tuesday night", "2026-03-24", "2026-03-24", "2026-03-31"),
        ("2026-03-03", "2026-03-03", "2026-03-03", "2026-03-03"),
        ("2026-03-31", NOT_BEGUN, NOT_BEGUN, "2026-03-31"),
        ("3 march", "2026-03-03", "2026-03-03", "2026-03-03"),
        ("mar 3", "2026-03-03", "2026-03-03", "2026-03-03"),
        ("tue 3 march", "2026-03-03", "2026-03-03", "2026-03-03"),
        ("5 apr", "2025-04-05", "2025-04-05", "2025-04-05"),
        ("3 days ago", "2026-03-28", "2026-03-28", "2026-03-28"),
        ("3 nights ago", "2026-03-28", "2026-03-28", "2026-03-28"),
        ("a week ago", "2026-03-24", "2026-03-24", "2026-03-24"),
        ("2 months ago", "2026-01-31", "2026-01-31", "2026-01-31"),
    ],
)
def test_a_night_by_name(text: str, early: str, morning: str, afternoon: str) -> None:
    for now, expected in ((EARLY, early), (MORNING, morning), (AFTERNOON, afternoon)):
        if expected == NOT_BEGUN:
            with pytest.raises(UsageError, match=NOT_BEGUN):
                parse_night(text, now=now, zone=LONDON)
        else:
            assert parse_night(text, now=now, zone=LONDON) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tonight", "2026-03-31"),
        ("tomorrow", "2026-04-01"),
        ("tomorrow night", "2026-04-01"),
        ("2026-04-20", "2026-04-20"),
        ("5 apr", "2026-04-05"),
        ("28 feb", "2026-02-28"),
        ("last night", "2026-03-30"),
    ],
)
def test_nights_to_come_where_they_are_wanted(text: str, expected: str) -> None:
    assert parse_night(text, now=MORNING, zone=LONDON, future=True) == date.fromisoformat(expected)


def test_the_nearest_date_is_meant_across_the_turn_of_the_year() -> None:
    december = datetime.fromisoformat("2026-12-30T20:00+00:00")
    assert parse_night("2 jan", now=december, zone=LONDON, future=True) == date(2027, 1, 2)
    assert parse_night("2 jan", now=december, zone=LONDON) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04", "ambiguous"),
        ("03/04/2026", "ambiguous"),
        ("2026-3-3", "two digits"),
        ("30 feb", "not in the calendar"),
        ("29 feb", "not in the calendar"),
        ("2026-02-29", "in no calendar"),
        ("wed 3 march 2026", "is a Tuesday, not a Wednesday"),
        ("2062-03-03", "year"),
        ("1899-12-31", "year"),
        ("9999-12-31", "year"),
        ("9999 years ago", "1900"),
        ("7", "only a number"),
        ("2026", "only a number"),
        ("2026-03", "last night"),
        ("yesterday 22:30", "last night"),
        ("night", "last night"),
        ("", "Nothing"),
        ("\u0663 march", "digits 0-9"),
        ("monday\x1b[2J", "control"),
        ("9" * 5000, "too long"),
    ],
)
def test_refused_in_one_line(text: str, why: str) -> None:
    for future in (False, True):
        with pytest.raises(UsageError, match=why) as caught:
            parse_night(text, now=MORNING, zone=LONDON, future=future)
        assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        (None, None, None, None),
        ("28d", None, "2026-03-04", None),
        ("28 days", None, "2026-03-04", None),
        ("28 nights", None, "2026-03-04", None),
        ("4w", "today", "2026-03-04", "2026-03-31"),
        ("1d", None, "2026-03-31", None),
        ("56d", "28d", "2026-02-04", "2026-03-03"),
        ("6m", None, "2025-10-01", None),
        ("6 months", "3 months", "2025-10-01", "2025-12-31"),
        ("1y", None, "2025-04-01", None),
        ("2026-02", "2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12", "2025-12-01", "2025-12-31"),
        ("2025", "2025", "2025-01-01", "2025-12-31"),
        (None, "2026", None, "2026-12-31"),
        ("2026-03-03", "last night", "2026-03-03", "2026-03-30"),
        ("monday", "tomorrow", "2026-03-30", "2026-04-01"),
        ("5 apr", None, "2025-04-05", None),
        ("last week", "last week", "2026-03-23", "2026-03-29"),
        ("this month", "this week", "2026-03-01", "2026-04-05"),
        ("last month", "last month", "2026-02-01", "2026-02-28"),
        ("february", "february", "2026-02-01", "2026-02-28"),
        ("dec 2024", "last year", "2024-12-01", "2025-12-31"),
        ("last 4 weeks", "today", "2026-03-04", "2026-03-31"),
        ("last monday", "last night", "2026-03-30", "2026-03-30"),
        ("last tuesday", None, "2026-03-24", None),
        ("2026-03-03", "2026-03-03", "2026-03-03", "2026-03-03"),
    ],
)
def test_ranges(since: str | None, until: str | None, first: str | None, last: str | None) -> None:
    expected = tuple(night and date.fromisoformat(night) for night in (first, last))
    assert parse_range(since, until, now=AFTERNOON, zone=LONDON) == expected


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("2026-03-05", "2026-03-01", "2026-03-01, before it begins on 2026-03-05"),
        ("28d", "2026-01", "Swap"),
        ("0d", None, "28d"),
        ("-28d", None, "28d"),
        ("28", None, "only a number"),
        ("99999d", None, "28d"),
        ("9999y", None, "1900"),
        ("2026-13", None, "28d"),
        ("2026-00", None, "28d"),
        ("0000", None, "year"),
        (None, "9999", "year"),
        ("03/04", None, "ambiguous"),
        (None, "", "Nothing"),
        ("6 min", None, "28d"),
        ("\u0664w", None, "digits 0-9"),
    ],
)
def test_ranges_refused_in_one_line(since: str | None, until: str | None, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        parse_range(since, until, now=AFTERNOON, zone=LONDON)
    assert str(caught.value).isprintable()


MOMENTS = st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2030-01-01")).map(
    lambda naive: naive.replace(tzinfo=LONDON)
)


@given(MOMENTS, st.integers(1, 400))
def test_a_span_of_nights_ends_with_the_night_of_this_moment(now: datetime, count: int) -> None:
    first, _ = parse_range(f"{count}d", None, now=now, zone=LONDON)
    assert first is not None
    assert (night_of(now) - first).days + 1 == count
    earlier, before = parse_range(f"{2 * count}d", f"{count}d", now=now, zone=LONDON)
    assert earlier is not None
    assert before == first - timedelta(days=1)
    assert (before - earlier).days + 1 == count


@given(
    MOMENTS,
    st.text(max_size=20) | st.sampled_from(["mon", "today", "tonight", "last", "3 may", "9 days ago"]),
)
def test_a_night_that_is_read_has_begun(now: datetime, text: str) -> None:
    try:
        night = parse_night(text, now=now, zone=LONDON)
    except UsageError as error:
        refused = str(error)
    else:
        refused = ""
        assert night <= night_of(now)
    assert not refused or refused.isprintable()


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(1901, 12, 31)),
    st.sampled_from(
        "monday,last friday,sunday night,yesterday,last night,tonight,the 31st,31 dec,this week,last week,last month,"
        "last year,may,dec,past year,3w,2 months ago".split(",")
    ),
)
def test_no_name_leads_to_a_night_before_the_first_year(naive: datetime, text: str) -> None:
    now = naive.replace(tzinfo=LONDON)
    for read in (
        lambda: [parse_night(text, now=now, zone=LONDON)],
        lambda: parse_range(text, None, now=now, zone=LONDON),
        lambda: parse_range(None, text, now=now, zone=LONDON),
        lambda: parse_span(text, now=now, zone=LONDON) or (),
        lambda: parse_span(text, now=now, zone=LONDON, over=True) or (),
    ):
        try:
            nights = read()
        except UsageError as error:
            assert str(error).isprintable()  # noqa: PT017 (most moments have no error)
        else:
            assert all(night.year >= 1900 for night in nights if night)
