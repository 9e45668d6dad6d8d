"""What a tired person types for a time, row by row, in the zone of London by zoneinfo and by the system."""

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.moments import (
    days_back,
    looks_like_time,
    month_named,
    parse_ago,
    parse_clock,
    parse_when,
)
from crampdiary.clock.zones import from_utc_texts, offset_minutes, to_utc_text
from crampdiary.errors import UsageError

NOW = datetime.fromisoformat("2026-03-31T00:40:17.250+01:00")  # a Tuesday, two days after the clocks changed
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(params=["zoneinfo", "system"])
def london(request: pytest.FixtureRequest) -> Iterator[tzinfo | None]:
    if request.param == "zoneinfo":
        yield LONDON
        return
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its zone in another way than by TZ")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        yield None
    time.tzset()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        read()
    message = str(caught.value)
    assert message.isprintable(), message  # one line, and nothing in it that a terminal obeys
    assert len(message) < 240, message
    assert message.endswith((".", "?")), message
    return message


ACCEPTED = [
    ("now", "2026-03-31T00:40:17+01:00"),
    ("just now", "2026-03-31T00:40:17+01:00"),
    ("7:30", "2026-03-30T07:30:00+01:00"),
    ("07:30", "2026-03-30T07:30:00+01:00"),
    ("00:35", "2026-03-31T00:35:00+01:00"),
    ("00:50", "2026-03-30T00:50:00+01:00"),
    ("22:30", "2026-03-30T22:30:00+01:00"),
    ("22:30:05", "2026-03-30T22:30:05+01:00"),
    ("at 22:30", "2026-03-30T22:30:00+01:00"),
    ("12am", "2026-03-31T00:00:00+01:00"),
    ("12pm", "2026-03-30T12:00:00+01:00"),
    ("12:30am", "2026-03-31T00:30:00+01:00"),
    ("midnight", "2026-03-31T00:00:00+01:00"),
    ("noon", "2026-03-30T12:00:00+01:00"),
    ("3am", "2026-03-30T03:00:00+01:00"),
    ("3 AM", "2026-03-30T03:00:00+01:00"),
    ("3 a.m.", "2026-03-30T03:00:00+01:00"),
    ("3:10pm", "2026-03-30T15:10:00+01:00"),
    ("3.10am", "2026-03-30T03:10:00+01:00"),
    ("7.30pm", "2026-03-30T19:30:00+01:00"),
    ("yesterday 22:30", "2026-03-30T22:30:00+01:00"),
    ("yesterday at 10.30pm", "2026-03-30T22:30:00+01:00"),
    ("  Yesterday   22:30 ", "2026-03-30T22:30:00+01:00"),
    ("22:30 yesterday", "2026-03-30T22:30:00+01:00"),
    ("today 00:10", "2026-03-31T00:10:00+01:00"),
    ("last night 23:00", "2026-03-30T23:00:00+01:00"),
    ("last night 00:10", "2026-03-31T00:10:00+01:00"),
    ("last night midnight", "2026-03-31T00:00:00+01:00"),
    ("tonight 21:00", "2026-03-30T21:00:00+01:00"),
    ("tonight 00:20", "2026-03-31T00:20:00+01:00"),
    ("monday 10:00", "2026-03-30T10:00:00+01:00"),
    ("mon 10:00", "2026-03-30T10:00:00+01:00"),
    ("10:00 on Monday", "2026-03-30T10:00:00+01:00"),
    ("10:00 sat", "2026-03-28T10:00:00+00:00"),
    ("tue 00:30", "2026-03-31T00:30:00+01:00"),
    ("tues 10:00", "2026-03-24T10:00:00+00:00"),
    ("sunday night 01:40", "2026-03-30T01:40:00+01:00"),
    ("saturday night 00:40", "2026-03-29T00:40:00+00:00"),
    ("tuesday night 23:00", "2026-03-24T23:00:00+00:00"),
    ("2h ago", "2026-03-30T22:40:17+01:00"),
    ("30m ago", "2026-03-31T00:10:17+01:00"),
    ("1h30m ago", "2026-03-30T23:10:17+01:00"),
    ("90 min ago", "2026-03-30T23:10:17+01:00"),
    ("90s ago", "2026-03-31T00:38:47+01:00"),
    ("an hour ago", "2026-03-30T23:40:17+01:00"),
    ("half an hour ago", "2026-03-31T00:10:17+01:00"),
    ("3 days ago 22:00", "2026-03-28T22:00:00+00:00"),
    ("a week ago at 3am", "2026-03-24T03:00:00+00:00"),
    ("1 month ago 03:00", "2026-02-28T03:00:00+00:00"),
    ("2026-03-29 10:00", "2026-03-29T10:00:00+01:00"),
    ("2026-03-29T10:00", "2026-03-29T10:00:00+01:00"),
    ("2026-03-29 3pm", "2026-03-29T15:00:00+01:00"),
    ("2026-03-28T10:00:05", "2026-03-28T10:00:05+00:00"),
    ("2024-02-29 10:00", "2024-02-29T10:00:00+00:00"),
    ("1900-01-01 00:00", "1900-01-01T00:00:00+00:00"),
    ("29 mar 10:00", "2026-03-29T10:00:00+01:00"),
    ("29 march 2026 10:00", "2026-03-29T10:00:00+01:00"),
    ("march 29 10:00", "2026-03-29T10:00:00+01:00"),
    ("Sun, March 29th, 2026 at 10:00 pm", "2026-03-29T22:00:00+01:00"),
    ("29 dec 10:00", "2025-12-29T10:00:00+00:00"),
    ("Sun 29 Mar 2026 10:00", "2026-03-29T10:00:00+01:00"),
    ("2025-10-26T01:30:00+00:00", "2025-10-26T01:30:00+00:00"),
    ("2025-10-26T01:30:00+01:00", "2025-10-26T01:30:00+01:00"),
    ("2025-10-26 01:30:00.125 +0100", "2025-10-26T01:30:00+01:00"),
    ("2026-03-29T10:00+14:00", "2026-03-29T10:00:00+14:00"),
    ("2026-03-29T10:00-12:00", "2026-03-29T10:00:00-12:00"),
    ("2026-03-29T10:00Z", "2026-03-29T11:00:00+01:00"),
    ("2025-10-26T01:30Z", "2025-10-26T01:30:00+00:00"),
]


@pytest.mark.parametrize(("text", "expected"), ACCEPTED)
@pytest.mark.slow_but_some
def test_accepted(text: str, expected: str, london: tzinfo | None) -> None:
    got = parse_when(text, now=NOW, zone=london)
    assert got.isoformat() == expected
    assert type(got.tzinfo) is timezone


NUMBER = "only a number"
CLOCK_MISSING = "needs a clock time"
AMBIGUOUS = "ambiguous.*2026-04-03"
ZONE = "time zone.*offset"
UNKNOWN = "not a time this diary can read"
INVISIBLE = "invisible or control character"
TWO_DIGITS = "two digits"
COMING = "still to come"
YEAR = "[Yy]ear"

REFUSED = [
    *[(text, "With am/pm the hour is 1-12") for text in ("13pm", "0am", "0:30am", "13:00pm")],
    *[(text, "hours run from 0 to 23") for text in ("24:00", "25:00", "2026-03-29 24:00")],
    ("7:60", "minutes run from 0 to 59"),
    ("7:30:60", "seconds run from 0 to 59"),
    ("last night 01:30", COMING),
    *[(text, COMING) for text in ("tomorrow 10:00", "31 mar 10:00", "3am today", "2026-03-31 00:46")],
    *[
        (text, CLOCK_MISSING)
        for text in ("last night", "Monday", "yesterday", "tonight", "29 march", "2d ago")
    ],
    ("2026-03-29", CLOCK_MISSING),
    *[(text, f'Did you mean "{text} ago"') for text in ("10h", "19h", "30m", "1h30m", "5 min")],
    ("-2h", 'Did you mean "2h ago"'),
    *[(text, NUMBER) for text in ("7", "19", "31", "32", "730", "0730", "2026", "7.30", "1.5", "-1", ".5")],
    *[(text, NUMBER) for text in ("7 30", "2147483648", "1711670400")],
    *[(text, AMBIGUOUS) for text in ("03/04/2026", "03/04", "3.4.2026", "03-04-05", "13/04/2026")],
    *[
        (text, AMBIGUOUS)
        for text in ("04/13/2026", "03/04 22:30", "22:30 03/04", "3.4.26", "03-04-2026 10:00")
    ],
    *[
        (text, UNKNOWN)
        for text in ("2026-03", "Feb", "may", "1A2B", "nan", "inf", "1e5", "2026-W13-1", "2026-088")
    ],
    *[
        (text, UNKNOWN)
        for text in ("10000-01-01", "January 1st, 9999999999", "yesterday 7", "03:10 arch", "x 03:10")
    ],
    *[
        (text, UNKNOWN)
        for text in ("d\u00e9j\u00e0 03:10", "foo 29 mar 10:00", "29 foo 10:00", "1_0:30", "2 ago")
    ],
    ("2026-3-9 7:5", f"{TWO_DIGITS}.*07:05"),
    *[(text, TWO_DIGITS) for text in ("2026-3-9 07:05", "2026-3-9", "2026/03/09", "7:5", "7:05:3")],
    *[
        (text, "in no calendar")
        for text in ("2026-02-30", "2026-02-29", "2026-02-29 10:00", "2026-13-01 10:00")
    ],
    *[(text, "not in the calendar") for text in ("30 feb 10:00", "29 feb", "29 feb 10:00", "31 april 10:00")],
    *[(text, "went forward.*02:30") for text in ("2026-03-29 01:30", "29 mar 1.30am", "sunday 01:30")],
    ("2025-10-26 01:30", r"twice.*01:30\+01:00.*01:30\+00:00"),
    *[
        (f"2026-03-29T01:30{offset}", "-12:00 to \\+14:00")
        for offset in ("+25:00", "+14:01", "-12:30", "+01:60")
    ],
    *[
        (text, ZONE)
        for text in ("10am EST", "10am IST", "10:00 CEST", "10:00 GMT+3", "10:00+01:00", "10:00Z")
    ],
    ("yesterday 10:00 PST", ZONE),
    *[(text, "Nothing") for text in ("", "   ")],
    *[(text, YEAR) for text in ("0000-01-01", "0001-01-01 00:00", "9999-12-31 23:59", "1899-12-31 23:59")],
    *[(text, YEAR) for text in ("0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "1 jan 0001 10:00")],
    *[(text, "1900") for text in ("9999 years ago 10:00", "9999 months ago 10:00")],
    *[(text, "longer than 14 days") for text in ("400h ago", "999999m ago")],
    *[
        (text, "digits 0-9")
        for text in ("\u0660\u0663:\u0661\u0660", "\uff10\uff13:\uff11\uff10", "03:1\u00bd")
    ],
    *[
        (text, INVISIBLE)
        for text in ("2026-03-29\x00", "03:10\x1b[2J", "03:10\n", "03:10\u202e", "\u200b03:10")
    ],
    *[(text, INVISIBLE) for text in ("03:10\ud800", "yesterday\u00a022:30", "03:10\t", "03:10\x9b")],
    *[(text, "plain hyphen") for text in ("2026\u201103\u201129 10:00", "2026\u201303\u201329 10:00")],
    *[
        (text, "is a Sunday, not a Tuesday")
        for text in ("Tue 29 Mar 2026", "tue 2026-03-29 10:00", "tue 29 mar 10:00")
    ],
    *[(text, "too long") for text in ("9" * 5000, "a" * 10**6, " " * 10**6, "03:10" + "\x1b" * 5000)],
    *[(text, "start|begin") for text in ("yesterday midnight", "midnight monday")],
    *[(text, "by day") for text in ("last night 10:00", "last night noon", "tonight 8:00")],
]


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[f"{text[:24]!r}" for text, _ in REFUSED])
@pytest.mark.slow_but_some
def test_refused_with_the_reason(text: str, why: str, london: tzinfo | None) -> None:
    message = refusal(lambda: parse_when(text, now=NOW, zone=london))
    assert re.search(why, message), message


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-03-31T09:00+01:00", "last night 01:30", "2026-03-31T01:30:00+01:00"),
        ("2026-03-31T09:00+01:00", "last night 23:00", "2026-03-30T23:00:00+01:00"),
        ("2026-03-31T23:00+01:00", "last night 01:30", "2026-03-31T01:30:00+01:00"),
        ("2026-03-31T23:00+01:00", "tonight 21:00", "2026-03-31T21:00:00+01:00"),
        ("2026-03-31T04:59+01:00", "tonight 03:10", "2026-03-31T03:10:00+01:00"),
        ("2026-03-29T02:30+01:00", "2h ago", "2026-03-28T23:30:00+00:00"),  # an hour was skipped
        ("2025-10-26T01:15+00:00", "1h ago", "2025-10-26T01:15:00+01:00"),  # an hour came twice
        ("2025-10-26T02:30+00:00", "2h ago", "2025-10-26T01:30:00+01:00"),
        ("2026-03-30T09:00+01:00", "monday 10:00", "2026-03-23T10:00:00+00:00"),
        ("2026-01-02T09:00+00:00", "31 dec 23:00", "2025-12-31T23:00:00+00:00"),
        ("2024-03-05T09:00+00:00", "29 feb 23:00", "2024-02-29T23:00:00+00:00"),
        ("2026-03-30T23:40:00-10:00", "10:35", "2026-03-31T10:35:00+01:00"),  # now comes from elsewhere
    ],
)
def test_what_is_meant_depends_on_the_present(
    now: str, text: str, expected: str, london: tzinfo | None
) -> None:
    assert parse_when(text, now=at(now), zone=london).isoformat() == expected


@pytest.mark.parametrize(
    ("now", "text", "why"),
    [
        ("2026-03-31T05:00+01:00", "tonight 03:10", COMING),
        ("2026-03-29T09:00+01:00", "01:30", "went forward"),
        ("2026-03-30T00:40+01:00", "01:30", "went forward"),  # the latest one past would be the skipped one
        ("2025-10-26T09:00+00:00", "01:30", "twice"),
        ("2024-01-05T09:00+00:00", "29 feb 23:00", "not in the calendar|add the year|year"),
        ("2025-01-05T09:00+00:00", "29 feb 23:00", "not in the calendar"),
    ],
)
def test_what_cannot_be_told_depends_on_the_present(
    now: str, text: str, why: str, london: tzinfo | None
) -> None:
    with pytest.raises(UsageError, match=why):
        parse_when(text, now=at(now), zone=london)


def test_fold_tells_the_two_apart(london: tzinfo | None) -> None:
    first, second = (parse_when("2025-10-26 01:30", now=NOW, zone=london, fold=fold) for fold in (0, 1))
    assert (first.isoformat(), second.isoformat()) == (
        "2025-10-26T01:30:00+01:00",
        "2025-10-26T01:30:00+00:00",
    )


def test_a_second_time_that_is_still_ahead_is_ruled_out(london: tzinfo | None) -> None:
    during_the_first = at("2025-10-26T01:45+01:00")
    assert parse_when("01:40", now=during_the_first, zone=london).isoformat() == "2025-10-26T01:40:00+01:00"
    with pytest.raises(UsageError, match=COMING):
        parse_when("2025-10-26 01:40", now=during_the_first, zone=london, fold=1)
    with pytest.raises(UsageError, match="twice"):
        parse_when("2025-10-26 01:40", now=during_the_first, zone=london, future=True)


def test_five_minutes_ahead_still_count_as_past(london: tzinfo | None) -> None:
    now = at("2026-03-31T00:40+01:00")
    assert parse_when("00:45", now=now, zone=london).isoformat() == "2026-03-31T00:45:00+01:00"
    assert parse_when("2026-03-31 00:45", now=now, zone=london).isoformat() == "2026-03-31T00:45:00+01:00"
    assert parse_when("00:46", now=now, zone=london).isoformat() == "2026-03-30T00:46:00+01:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow 22:00", "2026-04-01T22:00:00+01:00"),
        ("today 22:00", "2026-03-31T22:00:00+01:00"),
        ("tomorrow night 01:00", "2026-04-02T01:00:00+01:00"),
        ("2026-04-02 22:00", "2026-04-02T22:00:00+01:00"),
        ("2026-04-02T22:00+09:00", "2026-04-02T22:00:00+09:00"),
        ("2 april 22:00", "2026-04-02T22:00:00+01:00"),
        ("29 march 22:00", "2026-03-29T22:00:00+01:00"),
        ("22:00", "2026-03-30T22:00:00+01:00"),
        ("tue 22:00", "2026-03-24T22:00:00+00:00"),
    ],
)
def test_planned_use_may_lie_ahead(text: str, expected: str, london: tzinfo | None) -> None:
    assert parse_when(text, now=NOW, zone=london, future=True).isoformat() == expected


def test_tonight_is_the_evening_to_come_once_the_night_is_over() -> None:
    planned = parse_when("tonight 21:00", now=at("2026-03-31T09:00+01:00"), zone=LONDON, future=True)
    assert planned.isoformat() == "2026-03-31T21:00:00+01:00"


def test_a_year_mistyped_far_ahead_is_refused_even_when_planned() -> None:
    with pytest.raises(UsageError, match=YEAR):
        parse_when("2062-04-02 22:00", now=NOW, zone=LONDON, future=True)


@pytest.mark.parametrize(
    ("text", "minutes"), [("20m", 20), ("20m ago", 20), ("1h30m", 90), ("half an hour ago", 30), ("0m", 0)]
)
def test_ago_is_counted_between_instants(text: str, minutes: int, london: tzinfo | None) -> None:
    for now in (NOW, at("2026-03-29T02:10+01:00"), at("2025-10-26T01:10+00:00")):
        got = parse_ago(text, now=now, zone=london)
        assert got == now.replace(microsecond=0) - timedelta(minutes=minutes)
        assert got.utcoffset() == got.astimezone(LONDON).utcoffset()


@pytest.mark.parametrize(
    "text", ["", "ago", "20", "2d", "-20m", "yesterday", "400h", "20m ago ago", "\x00", "9" * 5000]
)
def test_ago_refuses_what_is_no_duration(text: str) -> None:
    refusal(lambda: parse_ago(text, now=NOW, zone=LONDON))


@pytest.mark.parametrize(
    "word",
    [
        "03:10",
        "3:10",
        "3am",
        "3:10pm",
        "7.30PM",
        "25:00",
        "13pm",
        "now",
        "Noon",
        "midnight",
        "2026-03-29T10:00",
    ],
)
def test_bare_words_that_look_like_a_time(word: str) -> None:
    assert looks_like_time(word)


@pytest.mark.parametrize(
    "word",
    [
        "7",
        "3m",
        "7.30",
        "20m",
        "arch",
        "ago",
        "left",
        "7/10",
        "am",
        "may",
        "",
        "0310",
        "magnesium:400mg",
        "9" * 10**6,
    ],
)
def test_bare_words_that_do_not(word: str) -> None:
    assert not looks_like_time(word)


WORDS = (
    "now today yesterday tomorrow last night tonight monday tue sat jan 29 feb mar march 2026 1900 0001 9999 "
    "2026-03-29 2025-10-26 2026-02-29 03:10 01:30 24:00 7:5 3am 13pm 7.30pm noon midnight at on of Z +01:00 "
    "-12:00 +25:00 EST GMT+3 2h 30m ago 3 days weeks months years an half hour 99999 0 1e5 nan th, st"
)
FRAGMENTS = [
    *WORDS.split(),
    *",.:-/T",
    "\u0663",
    "\uff10",
    "\u2011",
    "\x00",
    "\x1b",
    "\u202e",
    "\ud800",
    "\u212a",
]


def check_read_or_refused(text: str, *, future: bool = False, fold: int | None = None) -> float:
    """Return the seconds of processor time it took; a busy machine would make those of the clock unsure."""
    begun = time.thread_time()
    try:
        got = parse_when(text, now=NOW, zone=LONDON, future=future, fold=fold)
    except UsageError as error:
        took = time.thread_time() - begun
        message = str(error)
    else:
        took = time.thread_time() - begun
        message = ""
        assert got.microsecond == 0
        assert 1900 <= got.year <= 2036
        assert future or got <= NOW + timedelta(minutes=5)
        assert from_utc_texts([to_utc_text(got)], [offset_minutes(got)]) == [got]
    assert not message or message.isprintable()
    return took


@pytest.mark.slow
def test_thirty_thousand_random_strings_are_read_or_refused_and_quickly() -> None:
    chance = random.Random(20260331)
    slowest = 0.0
    for count in range(30_000):
        pieces = (
            chance.choices(FRAGMENTS, k=chance.randrange(1, 7))
            if count % 3
            else [
                chr(chance.choice([chance.randrange(128), chance.randrange(0x3000)]))
                for _ in range(chance.randrange(60))
            ]
        )
        took = check_read_or_refused(
            chance.choice(["", " "]).join(pieces), future=count % 2 == 0, fold=chance.choice([None, 0, 1])
        )
        slowest = max(slowest, took)
    assert slowest < 0.05


@settings(max_examples=500, deadline=None)  # and 30,000 above, slowly
@given(
    st.one_of(
        st.lists(st.sampled_from(FRAGMENTS), max_size=6).map(" ".join),
        st.text("0123456789:.-/+ apmhsdtz", max_size=24),
        st.text(max_size=70),
    ),
    st.booleans(),
)
def test_any_string_is_read_or_refused(text: str, future: bool) -> None:
    check_read_or_refused(text, future=future)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5000,
        "9" * 60,
        "a " * 30,
        "1:" * 30,
        "1h" * 30,
        " " * 60,
        "a" * 10**6,
        "\x00" * 10**6,
        "1 ago " * 10,
    ],
)
def test_no_text_is_slow_to_refuse(text: str) -> None:
    refusal(lambda: parse_when(text, now=NOW, zone=LONDON))  # patterns are compiled at their first use
    begun = time.thread_time()
    refusal(lambda: parse_when(text, now=NOW, zone=LONDON))
    assert time.thread_time() - begun < 0.05


@given(st.datetimes(at("1971-01-01"), at("2026-03-30")))
def test_what_is_shown_can_be_typed_back(naive: datetime) -> None:
    shown = naive.replace(microsecond=0).replace(tzinfo=LONDON)
    exact = shown.astimezone(timezone(shown.utcoffset() or timedelta()))
    assert parse_when(exact.isoformat(), now=NOW, zone=LONDON) == exact


def test_everyday_times_load_nothing_heavy() -> None:
    script = """
import sys
from datetime import datetime
from crampdiary.clock import durations, moments, night_names
now = datetime.fromisoformat("2026-03-31T00:40:00+01:00")
for text in "03:10", "3am", "2h ago", "yesterday 22:30", "last night 23:00", "2026-03-29 10:00":
    moments.parse_when(text, now=now)
durations.parse_duration("3m"), moments.parse_ago("20m", now=now), night_names.parse_night("last", now=now)
print(*sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not loaded & {"dateutil", "zoneinfo", "calendar", "dataclasses", "typing", "pathlib"}


@pytest.mark.parametrize(
    ("word", "month"), [("jan", 1), ("Febr", 2), ("SEPT", 9), ("december", 12), ("ma", None), ("foo", None)]
)
def test_a_month_is_known_by_three_letters_of_its_name(word: str, month: int | None) -> None:
    assert month_named(word) == month


def test_dateutil_is_loaded_where_months_are_counted() -> None:
    assert days_back(at("2026-03-31T00:00").date(), 1, "m") == at("2026-02-28T00:00").date()
    assert days_back(at("2024-02-29T00:00").date(), 1, "y") == at("2023-02-28T00:00").date()


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("04:30", "2026-03-03T04:30:00+00:00"),
        ("at 4.30am", "2026-03-03T04:30:00+00:00"),
        ("23:50", "2026-03-02T23:50:00+00:00"),
        ("noon", "2026-03-02T12:00:00+00:00"),
        ("11:59", "2026-03-03T11:59:00+00:00"),
        ("midnight", "2026-03-03T00:00:00+00:00"),
    ],
)
def test_a_clock_time_alone_is_one_of_the_night_it_is_asked_for(typed: str, moment: str) -> None:
    at = parse_clock(typed, date(2026, 3, 2), now=NOW, zone=LONDON)
    assert at is not None
    assert at.isoformat() == moment


@pytest.mark.parametrize("typed", ["yesterday 03:10", "2026-03-01 03:10", "now", "20m ago", "mon 10:00", "3"])
def test_what_says_a_day_too_is_none_of_a_night(typed: str) -> None:
    assert parse_clock(typed, date(2026, 3, 2), now=NOW, zone=LONDON) is None


def test_a_clock_time_of_a_night_is_skipped_shown_twice_or_still_to_come() -> None:
    with pytest.raises(UsageError, match="skipped 2026-03-29 01:30"):
        parse_clock("01:30", date(2026, 3, 28), now=NOW, zone=LONDON)
    with pytest.raises(UsageError, match="happened twice"):
        parse_clock("01:30", date(2025, 10, 25), now=NOW, zone=LONDON)
    first, second = (
        parse_clock("01:30", date(2025, 10, 25), now=NOW, zone=LONDON, fold=fold) for fold in (0, 1)
    )
    assert first
    assert second
    assert second - first == timedelta(hours=1)
    with pytest.raises(UsageError, match="still to come"):
        parse_clock("11:00", date(2026, 3, 30), now=NOW, zone=LONDON)
