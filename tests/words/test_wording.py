"""What people read: the sanitiser above all, then times, nights and durations in words."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.model import Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words import wording
from kit.builders import NOW, at, episode, exposure, full_episode

WORDS = Vocabulary()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("bell\x07 back\x08 cr\r del\x7f", "bell\\x07 back\\x08 cr\\x0d del\\x7f"),
        ("\x9b31m", "\\x9b31m"),
        ("nul\x00", "nul\\x00"),
        ("\u202eevil\u202c", "<U+202E>evil<U+202C>"),
        ("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"),
        ("half \ud800", "half <U+D800>"),
        ("line\u2028break", "line<U+2028>break"),
        ("one\ntwo", "one\\ntwo"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
        ("z" + "\u0300" * 50, "z" + "\u0300" * 4),
        ("👩‍🦽 ❤️ 🦶🏽", "👩‍🦽 ❤️ 🦶🏽"),
        ("a\u200db", "a<U+200D>b"),
        ("שלום Krämpfe 抽筋", "שלום Krämpfe 抽筋"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert wording.safe(text) == shown


def test_safe_keeps_lines_where_asked() -> None:
    assert wording.safe("one\n\ttwo\r", lines=True) == "one\n\ttwo\\x0d"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    for character in wording.safe(text):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.category(character) != "Cf" or character == "\u200d"


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert wording.safe(text) == text


@pytest.mark.parametrize(
    ("night", "said"),
    [
        (date(2026, 3, 3), "night of Tue 3 to Wed 4 March"),
        (date(2026, 3, 31), "night of Tue 31 March to Wed 1 April"),
        (date(2025, 12, 31), "night of Wed 31 December to Thu 1 January"),
        (date(2025, 3, 3), "night of Mon 3 to Tue 4 March 2025"),
    ],
)
def test_a_night_in_words(night: date, said: str) -> None:
    assert wording.night_in_words(night, now=date(2026, 3, 31)) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=89), "89 min ago"),
        (timedelta(hours=2), "2 h ago"),
        (timedelta(hours=23), "23 h ago"),
        (timedelta(hours=25), "yesterday"),
        (timedelta(hours=48), "2 days ago"),
        (timedelta(hours=-2), "in 2 h"),
    ],
)
def test_how_long_ago(ago: timedelta, said: str) -> None:
    assert wording.age(NOW - ago, now=NOW) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (90, "1 min 30 s"), (599, "9 min 59 s"), (600, "10 min"),
        (629, "10 min"), (3599, "1 h"), (3600, "1 h"), (3900, "1 h 5 min"),
    ],
)  # fmt: skip
def test_a_duration_in_words(seconds: int, said: str) -> None:
    assert wording.duration(seconds) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-03-31T00:40:00+01:00", "Tue 31 Mar 00:40"),
        ("2025-03-31T23:59:00-03:30", "Mon 31 Mar 2025 23:59"),
    ],
)
def test_a_moment_in_words(when: str, said: str) -> None:
    assert wording.moment(datetime.fromisoformat(when), now=NOW) == said


@pytest.mark.parametrize(("when", "said"), [("+01:00", "+01:00"), ("-03:30", "-03:30"), ("+00:00", "+00:00")])
def test_an_offset_in_words(when: str, said: str) -> None:
    assert wording.offset_in_words(datetime.fromisoformat(f"2026-03-31T00:40:00{when}")) == said


def test_an_episode_on_one_line() -> None:
    assert wording.summary(full_episode(), WORDS) == (
        "left arch and toes, severity 7, 3 min, burning, tightening, while asleep, woke me, suspected: cold feet and "
        "long standing, tried stretching helped after 2 min, tried heat"
    )
    assert wording.summary(episode(), WORDS) == "cramp, severity not said"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            episode(at("2026-03-31T03:10"), severity=7, duration_s=180, sites=("arch",), side="left"),
            "Saved 12: left arch, 7, 3 min. 03:10, night to Tue 31 March.",
        ),
        (
            episode(at("2026-03-31T03:10"), precision="approx"),
            "Saved 12: cramp. About 03:10, night to Tue 31 March.",
        ),
        (
            episode(at("2026-03-31T03:10"), precision="day"),
            "Saved 12: cramp. Night of Mon 30 to Tue 31 March.",
        ),
        (
            episode(at("2025-12-31T23:10"), note="x"),
            "Saved 12: cramp; with a note. 23:10, night to Thu 1 January.",
        ),
        (episode(at("2025-12-30T23:10")), "Saved 12: cramp. 23:10, night to Wed 31 December 2025."),
        (
            exposure("magnesium", at("2026-03-30T22:00"), amount="300 mg"),
            "Saved 12: used magnesium (300 mg). 22:00, night to Tue 31 March.",
        ),
    ],
)
def test_a_saved_line_says_number_content_time_and_night(record: Record, said: str) -> None:
    assert wording.saved(12, record, WORDS, now=NOW) == said


@pytest.mark.parametrize("hour", range(24))
def test_a_saved_line_says_the_day_of_a_time_that_may_be_of_two(hour: int) -> None:
    """Both 10:00 of the morning and 15:00 of the day before are in one night; 23:00 and 3:00 can be but of one day."""
    moment = at(f"2026-03-30T{hour:02}:00")
    line = wording.saved(12, episode(moment), WORDS, now=NOW)
    assert ("Mon 30, " in line) == (9 <= hour < 21)
    assert f"{hour:02}:00, night to {'Mon 30' if hour < 12 else 'Tue 31'} March." in line


def test_a_saved_line_says_the_offset_of_another_clock_than_before() -> None:
    line = wording.saved(12, episode(at("2026-03-31T03:10")), WORDS, now=NOW, is_other_zone=True)
    assert line == "Saved 12: cramp. 03:10 +01:00, night to Tue 31 March."


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_in_words(parts: list[str], said: str) -> None:
    assert wording.listed(parts) == said


@pytest.mark.parametrize("site", [each.slug for each in WORDS.words("site")])
def test_a_place_on_both_sides_is_said_as_one_would(site: str) -> None:
    said = wording.summary(episode(sites=(site,), side="both", sore_s=0, awake_s=0), WORDS)
    assert said.startswith(f"{WORDS.label('site', site)} on both sides")
    assert "0 s" not in said
    assert wording.summary(episode(side="both"), WORDS).startswith("both sides")
