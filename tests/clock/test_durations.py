"""Lengths of time as people type them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.clock.durations import looks_like_duration, parse_duration, plain_words, quoted, read_duration
from crampdiary.errors import UsageError

DAY_S = 24 * 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3m", 180),
        ("90s", 90),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("2h", 7200),
        ("3 min", 180),
        ("3 Minutes", 180),
        ("45sec", 45),
        ("2.5m", 150),
        ("0.5 h", 1800),
        ("1 hour and 5 minutes", 3900),
        ("1h, 5m, 10s", 3910),
        ("2d", 2 * DAY_S),
        ("1d 2h", 26 * 3600),
        ("an hour", 3600),
        ("half an hour", 1800),
        ("0m", 0),
        ("0s", 0),
        ("14d", 14 * DAY_S),
        ("336h", 14 * DAY_S),
    ],
)
def test_read(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds
    assert looks_like_duration(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3", "3m for minutes, 30s for seconds"),
        ("0", "needs a unit"),
        ("1:30", "1h30m, or 1m30s"),
        ("1:30:00", "could be hours or minutes"),
        ("-3m", "less than no time"),
        ("15d", "longer than 14 days"),
        ("1209601s", "not a length"),
        ("336h1s", "longer than 14 days"),
        ("999999d", "longer than 14 days"),
        ("1.5h30m", "not a length"),
        ("30m1h", "not a length"),
        ("3x", "not a length"),
        ("1_0m", "not a length"),
        ("+3m", "not a length"),
        ("1e3m", "not a length"),
        ("3h,", "not a length"),
        ("3m 3m", "not a length"),
        ("", "Nothing"),
        ("  ", "Nothing"),
        ("\u0663m", "digits 0-9"),
        ("\uff13m", "digits 0-9"),
        ("3m\n", "control"),
        ("3\u200bm", "invisible"),
        ("9" * 5000, "too long"),
        ("3 Kelvin \u212a", "not a time"),
    ],
)
def test_refused_with_a_reason_in_one_line(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        parse_duration(text)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


@given(st.integers(0, 13), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
def test_parts_add_up(days: int, hours: int, minutes: int, seconds: int) -> None:
    total = days * DAY_S + hours * 3600 + minutes * 60 + seconds
    assert parse_duration(f"{days}d{hours}h{minutes}m{seconds}s") == total
    assert parse_duration(f"{days} days {hours} h {minutes} min {seconds} sec") == total


@given(st.text(max_size=70) | st.text("0123456789.:-dhms ", max_size=70))
def test_anything_else_is_read_or_refused(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except UsageError as error:
        refused = str(error)
    else:
        refused = ""
        assert 0 <= seconds <= 14 * DAY_S
        assert looks_like_duration(" ".join(text.split()))
    assert not refused or refused.isprintable()


@pytest.mark.parametrize("word", ["3m", "90s", "1h30m", "2.5m", "45sec", "3MIN", "900h", "2d"])
def test_bare_words_that_look_like_a_duration(word: str) -> None:
    assert looks_like_duration(word)


@pytest.mark.parametrize(
    "word", ["7", "03:10", "3am", "m", "arch", "", "3x", "-3m", "7/10", "\u0663m", "9" * 10**6 + "m"]
)
def test_bare_words_that_do_not(word: str) -> None:
    assert not looks_like_duration(word)


def test_days_are_a_unit_only_where_they_are_asked_for() -> None:
    assert read_duration("2d") == 2 * DAY_S
    assert read_duration("2d", days=False) is read_duration("2d 3h", days=False) is None
    assert read_duration("3h", days=False) == 3 * 3600


def test_words_are_made_plain() -> None:
    assert plain_words("  Last   NIGHT 23:00 ", "Hint.") == "last night 23:00"
    with pytest.raises(UsageError, match="plain hyphen"):
        plain_words("2026\u201103\u201129", "Hint.")
    with pytest.raises(UsageError, match="Hint"):
        plain_words("d\u00e9j\u00e0", "Hint.")


def test_quoted_text_is_short_and_harmless() -> None:
    assert quoted("a\x1b[2J\u202e\u200b\ud800\x9b") == '"a\\x1b[2J<U+202E><U+200B><U+D800>\\x9b"'
    for hostile in ("\x00" * 10**6, "\u202e" * 50, "a" * 41):
        assert quoted(hostile).isprintable()
        assert len(quoted(hostile)) <= 42
        assert quoted(hostile).endswith('..."')


def test_a_megabyte_costs_nothing() -> None:
    begun = time.thread_time()
    for text in ("9" * 10**6, " " * 10**6, "1h" * 500_000):
        with pytest.raises(UsageError):
            parse_duration(text)
        looks_like_duration(text)
    assert time.thread_time() - begun < 0.05
