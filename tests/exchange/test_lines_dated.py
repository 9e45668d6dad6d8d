"""Days that lines begin with, as people of many lands write them; one that is not understood is never the present."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.exchange.clocks import month_in
from crampdiary.exchange.lines.day_words import MONTH_NAMES
from exchange.test_lines_below_a_day import LONDON, NOW, read_lines

DAYS = st.dates(date(2025, 10, 1), date(2026, 3, 7))
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
WITH_A_YEAR = (
    "{0:%Y%m%d}",
    "{0.day} {month} {0.year}",
    "{0.day}. {month} {0.year}",
    "{month} {0.day}, {0.year}",
    "{0:%Y.%m.%d}",
)
WITHOUT = (
    "{0.day} {month}", "{0.day}. {month},", "{month} {0.day}", "{weekday} {0.day}.{0.month}.",
    "{weekday}. {0.day} {month}", "{english} {ordinal}", "the {ordinal} of {english}", "{ordinal} {english}",
)  # fmt: skip
SHAPES = (
    "{0.day:02}-{0.month:02}",
    "{0.day}/{0.month}",
    "{0.month}/{0.day}",
    "{0.month}-{0.day}",
    "{0:%m.%d.%y}",
    "{0:%d.%m.%y}",
)
MONTHS = sorted(MONTH_NAMES - {"may", "march", "sept"})
SHORT = "mo di mi do fr sa so".split()


def shaped(shape: str, day: date, month: str) -> str:
    return shape.format(
        day, month=month, english=f"{day:%B}", weekday=SHORT[day.weekday()], ordinal=ORDINALS[day.day - 1]
    )


def moments(folder: Path, text: str) -> list[datetime]:
    found, reading = read_lines(folder, text, skip=True)
    assert reading.rows.skipped == [], text
    assert [each.record.note for each in found] == [None] * len(found), text
    return [to_local(each.record.at, LONDON).replace(tzinfo=None) for each in found]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("shape", WITH_A_YEAR + WITHOUT)
@settings(deadline=None, max_examples=20)
@given(day=DAYS, name=st.sampled_from(MONTHS), capital=st.booleans())
def test_a_day_in_another_form_is_what_it_is_in_figures(
    shape: str, day: date, name: str, capital: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    day = day.replace(month=month_in(name), day=min(day.day, 28), year=2025 + (month_in(name) < 6))
    day = min(day, date(2026, 3, 7)) if day.year == 2026 and day.month == 3 else day
    if day > date(2026, 3, 7):
        day = day.replace(year=2025)
    before = day - timedelta(3)
    line = shaped(shape, day, name.title() if capital else name)
    expected = [
        datetime(before.year, before.month, before.day, 2, 10),
        datetime(day.year, day.month, day.day, 3, 10),
    ]
    text = f"{before.isoformat()} 02:10 left foot 4\n{line} 03:10 left calf 6"
    assert moments(tmp_path_factory.mktemp("a"), text) == expected, line


@pytest.mark.slow_but_first
@settings(deadline=None, max_examples=40)
@given(
    days=st.lists(DAYS, min_size=2, max_size=6, unique=True),
    shape=st.sampled_from(SHAPES),
)  # fmt: skip
def test_figures_are_in_the_order_that_one_of_them_decides(
    days: list[date], shape: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    days = [date(2025, 9, 22), *sorted(days)]
    expected = [datetime(each.year, each.month, each.day, 3, 10) for each in days]
    text = "\n".join(f"{shape.format(each)} 03:10 left calf 6" for each in days)
    assert moments(tmp_path_factory.mktemp("a"), f"1 Sep 2025 3:10am left calf 6\n{text}")[1:] == expected, (
        text
    )


@pytest.mark.parametrize(
    ("line", "is_date"),
    [("7/10 03:10 left calf", False), ("7-8 03:10 left calf", False), ("03/10 03:10 calf 7", True)],
)
def test_a_score_and_a_range_are_no_dates(line: str, is_date: bool, tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, f"{line}\n13 October 2025 4am toes 3", dates="dmy")
    first = found[0].record
    assert (first.at.month, first.severity) == ((10, 7) if is_date else (3, 7 + ("-" in line)))


def test_a_day_of_the_month_is_that_between_those_beside_it(tmp_path: Path) -> None:
    text = (
        "15 Oct 2025 3:10am calf 2\nthe 19th 3:10am left foot 3\nSat 25th 3:10am toes 1\n2 Nov 3:10am toes 2"
    )
    assert [f"{each:%m-%d %H}" for each in moments(tmp_path, text)] == [
        "10-15 03",
        "10-19 03",
        "10-25 03",
        "11-02 03",
    ]
    text = "15 Oct 2025 3:10am calf 2\nthe 3rd toe 3:10am 3"
    found, _ = read_lines(tmp_path, text)
    assert found[1].record.night == NOW.date() - timedelta(1)


FIGURES = st.builds(
    lambda one, mark, two, rest: f"{one}{mark}{two}{rest}",
    st.integers(0, 9999), st.sampled_from("./-"), st.integers(0, 99), st.sampled_from(["", ".", "/26", ".26", "-2026"]),
)  # fmt: skip
WORDS = st.builds(
    lambda number, word: f"{number} {word}",
    st.integers(1, 31),
    st.sampled_from("lis Lip mag set окт juin".split()),
)
HEADS = (
    FIGURES | WORDS | st.integers(100, 10**8).map(str) | st.sampled_from(["Mo", "Di.", "mar", "31st", "2026"])
)


@pytest.mark.slow_but_first
@settings(deadline=None, max_examples=150)
@given(
    head=HEADS,
    said=st.sampled_from(["03:10 left calf 6", "at 3am left calf 6", "3am toes"]),
    above=st.booleans(),
)
def test_what_may_be_a_day_is_never_in_the_note_of_a_cramp_of_another(
    head: str, said: str, above: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "# 20 February 2026\n" * above + f"{head} {said}"
    found, reading = read_lines(tmp_path_factory.mktemp("a"), text, skip=True, dates="dmy")
    assert len(found) + len(reading.rows.skipped) <= 1 + above
    for each in found:
        assert each.record.note is None, head


@pytest.mark.parametrize(
    "line",
    [
        "2 squares of chocolate, 3am left calf 5", "3 sets of raises, 3am calf 5", "left calf 13/10! 3am",
        "1st one 3am left calf", "1st left calf 3am",
    ],
)  # fmt: skip
def test_other_figures_are_no_day(line: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, line)
    assert ([each.record.night for each in found], reading.rows.skipped) == ([NOW.date() - timedelta(1)], [])


@pytest.mark.parametrize(
    "line",
    [
        "5-10 03:10 toes 2", "left calf 6 at 03:10, 13. Oktober", "0.10. 03:10 left calf 6", "31.2. 03:10 left calf 6",
        "13 Lis no cramps", "# Mo 3am\nleft calf 6", "22.13 03:10 left calf 5", "31/31 03:10 calf 6",
    ],
)  # fmt: skip
def test_a_day_that_is_not_plain_is_refused(line: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, line, skip=True)
    assert (found, len(reading.rows.skipped)) == ([], 1)


@pytest.mark.parametrize(
    ("line", "clock"), [("03:10-03:15", "03:10"), ("23:50-00:10", "23:50"), ("03:10:00-05:00", "08:10")]
)
def test_from_one_time_to_another_is_no_offset(line: str, clock: str, tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, f"2026-02-03 {line} left calf 6")
    (one,) = [each.record for each in found]
    assert f"{to_local(one.at, LONDON):%H:%M}" == clock
    assert one.duration_s == {"03:10": 300, "23:50": 1200, "08:10": None}[clock]


def test_the_heading_of_a_message_is_its_day(tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, "From: Jo\nSent: Mon, 09 Feb 2026 08:14:12\nno cramps last night")
    assert [each.record.night for each in found] == [date(2026, 2, 8)]
