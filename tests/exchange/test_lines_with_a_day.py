"""The day that a line begins with is that of what it tells, however it names it and whatever else it says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from crampdiary.clock.zones import night_of, to_local
from crampdiary.diary.model import CheckIn, Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.programs import plain_lines
from crampdiary.exchange.reading import BadRowsError

LONDON = zone_named("Europe/London")
NOW = datetime(2026, 4, 10, 9, tzinfo=LONDON)
MONDAY = date(2026, 3, 9)
"""It is 9/3: the day and the month of it could both be either."""

CLEAR = (
    "restless legs, no cramp", "calf sore but no cramps", "legs ached all night but no cramp", "no cramps",
    "twitchy foot, no cramp came of it", "ran 10k, no cramps", "walked 10 miles, no cramps", "feet cold, no cramps",
    "slept well after magnesium, no cramps", "slept through, no cramps", "no cramp, but my legs were restless",
)  # fmt: skip
CRAMPS = (
    "ran 10k, left calf 6 at 3am", "magnesium at 10pm, left calf 5 3am", "3am left calf 7",
    "left calf at 3am after a run",
)  # fmt: skip
DATED = (
    "{0:%Y-%m-%d}", "{0.day} {0:%B %Y}", "{0:%d.%m.%Y}", "{0.day}/{0.month}/{0.year}", "{0:%a} {0.day} {0:%b %Y}",
    "{0.day} {0:%B}", "{0.day}/{0.month}", "{0:%a} {0.day}/{0.month}", "[{0:%Y-%m-%d}]",
)  # fmt: skip
FIRST = {
    "": DATED,
    "18/3 left foot 4am\n": DATED,
    "## 2026-03-08\n2am toes\n": (*DATED, "{0:%A}", "{0:%a}", "on {0:%A}"),
    "Week of 8 March 2026\n": ("{0:%A}", "{0:%a}", "- {0:%a}", *DATED[:5]),
    "## 2026-W11\n": ("{0:%A}", "{0:%a}", "* {0:%A}"),
}


def read_lines(folder: Path, text: str, name: str = "notes.txt", **options: Any) -> tuple[list[Any], Reading]:
    path = folder / name
    path.write_text(text + "\n", encoding="utf-8")
    reading = Reading(path, Vocabulary(), {}, LONDON, folder=folder, **{"now": NOW, **options})
    found = [*plain_lines.read(reading), *reading.nights.entries(reading.ignore, reading.deny)]
    reading.rows.done()
    return [each.record for each in found], reading


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("first", "shape"), [(first, each) for first, them in FIRST.items() for each in them]
)
def test_the_day_in_front_is_that_of_the_line_whatever_it_tells(
    first: str, shape: str, tmp_path: Path
) -> None:
    for sep, said in product((" ", ": "), (*CLEAR, *CRAMPS)):
        line = shape.format(MONDAY) + sep + said
        found, reading = read_lines(tmp_path, first + line, dates="dmy")
        one = next(each for each in found if each.typed in line.removeprefix("- ").removeprefix("* "))
        if said in CRAMPS:
            assert isinstance(one, Episode), line
            assert to_local(one.at, LONDON).replace(tzinfo=None) == datetime(2026, 3, 9, 3), line
        else:
            assert isinstance(one, CheckIn), line
            assert one.night == MONDAY, line
        assert not reading.rows.skipped_count


@pytest.mark.parametrize("sunday_or_monday", ["1 March 2026", "2026-03-02"])
@pytest.mark.parametrize("words", ["Week of {}", "## Week beginning {}:", "w/c {}", "**Week commencing {}**"])
def test_days_below_a_week_are_in_it(words: str, sunday_or_monday: str, tmp_path: Path) -> None:
    lines = [f"{date(2026, 3, 2) + timedelta(day):%a}: 3am left calf {day}" for day in range(1, 6)]
    found, _ = read_lines(tmp_path, "\n".join([words.format(sunday_or_monday), *lines]))
    assert [(to_local(one.at, LONDON).day, one.severity) for one in found] == [
        (2 + day, day) for day in range(1, 6)
    ]


@pytest.mark.parametrize(
    "above",
    [
        "Week of 4 March 2026",
        "Week 10",
        "## March 2026",
        "Mon to Wed",
        "week ending 4 March 2026",
        "2026-W60",
    ],
)
def test_a_weekday_below_what_is_no_plain_week_is_on_no_day(above: str, tmp_path: Path) -> None:
    lines = "Mon left calf 3am\nTue: no cramps\nSun 3am right foot 6\nlegs sore on friday, no cramp"
    found, reading = read_lines(tmp_path, f"{above}\n{lines}\n2026-03-20 no cramps", skip=True)
    assert [one.night for one in found] == [date(2026, 3, 20)]
    assert reading.rows.skipped_count == 4
    found, _ = read_lines(
        tmp_path, f"2026-02-20 no cramps\n{above}\n{lines}\n## Tue\n3am right foot", skip=True
    )
    assert [one.night for one in found] == [date(2026, 2, 20)]


def test_a_weekday_in_a_line_is_seen_from_the_day_above(tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, "## Thursday 5 March 2026\nleft calf 6 on tuesday at 3am")
    assert [one.night for one in found] == [date(2026, 3, 2)]


def test_dates_without_a_year_are_told_by_each_other_or_by_the_order_said(tmp_path: Path) -> None:
    lines = "2/3 left calf 3am\n5/3 right calf 2am\n{} no cramps"
    for last, options in (("18/3", {}), ("6/3", {"dates": "dmy"})):
        found, _ = read_lines(tmp_path, lines.format(last), **options)
        assert [one.night for one in found if isinstance(one, Episode)] == [
            date(2026, 3, 1),
            date(2026, 3, 4),
        ]
    found, _ = read_lines(tmp_path, lines.format("3/18"))
    assert [one.night for one in found if isinstance(one, Episode)] == [date(2026, 2, 2), date(2025, 5, 2)]
    with pytest.raises(BadRowsError) as refused:
        read_lines(tmp_path, lines.format("6/3"))
    assert [("--dates dmy" in each) for each in refused.value.lines].count(True) == 3


@pytest.mark.parametrize("line", ["7/10 left calf at 3am", "1/2 a tablet of magnesium, left calf 3am"])
def test_a_score_or_a_part_is_no_date(line: str, tmp_path: Path) -> None:
    (one,), _ = read_lines(tmp_path, line, dates="dmy")
    assert to_local(one.at, LONDON).date() == NOW.date()
    assert one.night == night_of(NOW)


BELOW = (
    "- 3am left calf 7\n- used magnesium at 10pm", "no cramps", "# Leg cramps\n\nMorning:\n4am right foot",
    "# Monday\n- 3am left calf\n- had wine", "calf 5 last night", "2026-03-07 3am left foot\n4am right arch 6",
    "# 2026-03-06\n3am toes", "2 March: 5am toes\ncalf 3am", "left calf 6 on saturday at 4am",
)  # fmt: skip
NAMES = (
    "2026-03-09", "2026_03_09", "20260309", "2026-03-09 Monday", "Mon 2026-03-09", "9 March 2026", "March 9, 2026",
    "2026.03.09", "Monday, 9 March 2026",
)  # fmt: skip


@pytest.mark.slow_but_first
@pytest.mark.parametrize("name", NAMES)
def test_the_day_in_the_name_of_a_file_is_as_one_above_its_lines(name: str, tmp_path: Path) -> None:
    for below in BELOW:
        found, reading = read_lines(tmp_path, below, f"{name}.md")
        expected, _ = read_lines(tmp_path, f"2026-03-09\n{below.replace('# Monday', '')}")
        assert sorted(map(str, found)) == sorted(map(str, expected)), below
        assert found
        says = [each for each in reading.said if each.startswith("Lines without a day are of 2026-03-09")]
        assert len(says) == (below != BELOW[6])


def test_a_date_among_other_words_is_the_day_where_the_file_names_no_other(tmp_path: Path) -> None:
    (one,), _ = read_lines(tmp_path, "3am left calf", "cramp note 2026-03-09.txt")
    assert one.night == date(2026, 3, 8)
    found, _ = read_lines(tmp_path, "3am left calf\n2026-03-10 no cramps", "cramp note 2026-03-09.txt")
    assert [one.night for one in found] == [night_of(NOW), date(2026, 3, 10)]


@pytest.mark.parametrize(
    "name",
    [
        "notes", "export 2026-03-09", "cramps until 2026-03-09", "2026-03-02 to 2026-03-09", "2026-03-09 2", "2026-03",
        "2026-W10", "2026-02-30", "Tuesday 2026-03-09", "week of 9 March 2026", "2026-03-09-0310",
        "cramps v2 2026-03-09", "12026-03-09", "9 march", "backup_20260309",
    ],
)  # fmt: skip
def test_a_name_that_is_not_plainly_one_day_says_none(name: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, "3am left calf", f"{name}.txt")
    assert [one.night for one in found] == [night_of(NOW)]
    assert not reading.said


@pytest.mark.slow_but_first
@pytest.mark.parametrize("beside", ["used magnesium at 10pm", "3am toes", "11:40 pm arch", ""])
@pytest.mark.parametrize(
    "said", ["{}:10 left calf 7", "left calf 7 at {}.10", "{}:10 left calf 7, walking helped"]
)
def test_an_open_hour_of_a_cramp_on_a_day_is_one_at_night_and_is_told(
    said: str, beside: str, tmp_path: Path
) -> None:
    for hour in range(1, 13):
        at_night = hour % 12 if hour % 12 < 9 else hour + 12
        line = said.format(hour)
        found, reading = read_lines(tmp_path, f"Mon 9 March 2026\n{line}\n{beside}")
        shown = [to_local(one.at, LONDON).replace(tzinfo=None) for one in found if one.typed == line]
        assert shown == [datetime(2026, 3, 9, at_night, 10)], line
        assert [f'2026-03-09 {at_night:02}:10 for "{line}"' in each for each in reading.said] == [True]


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("3:10pm left calf", 15), ("15:10 left calf", 15), ("3:10 in the afternoon left calf", 15),
        ("3:10 left calf while walking", 15), ("3:10 left calf at the office", 15),
        ("9 march 2026 afternoon 3:10 calf", 15),
        ("had wine at 6.10", 18), ("9 march 2026 night 3:10 calf", 27), ("woke at 3:10 calf 5, walking helped", 3),
    ],
)  # fmt: skip
def test_a_line_that_says_which_half_of_the_day_counts(line: str, hour: int, tmp_path: Path) -> None:
    (one, _), _ = read_lines(tmp_path, f"9 March 2026\n{line}\nused heat at 10pm")
    at = datetime(2026, 3, 9) + timedelta(hours=hour, minutes=10)
    assert to_local(one.at, LONDON).replace(tzinfo=None) == at


def test_of_many_hours_that_are_open_the_first_are_told_and_all_counted(tmp_path: Path) -> None:
    _, reading = read_lines(
        tmp_path, "9 March 2026\n" + "\n".join(f"3:{each}5 left calf 5" for each in range(5))
    )
    assert [each.count("left calf") for each in reading.said] == [3]
    assert "(5 in all)" in reading.said[0]
