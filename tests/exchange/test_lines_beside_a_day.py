"""What stands beside the day of a line: a time at which "no cramps" was written, a morning, a zone, another date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure
from exchange.test_lines_below_a_day import read_lines

WRITTEN = (
    "{0:%Y-%m-%d %H:%M} {1}", "{0:%Y-%m-%d} at {0:%H:%M} {1}", "{0:%d %B %Y} {0:%H:%M} {1}",
    "{0:%d.%m.%Y} {0:%H:%M} {1}",
    "{0:%B} {0.day}, {0.year} at {0:%I:%M %p}: {1}", "{0:%a %d %b %Y}, {0:%H:%M} - {1}",
    "{0:%H:%M}, {0:%A %d %B %Y}: {1}",
    "{1} - {0:%d %B %Y} {0:%H:%M}", "{0:%d %b %y} {0:%H:%M} {1}", "{0:%Y-%m-%d %H%M} {1}", "{0:%Y-%m-%d},{0:%H:%M},{1}",
    "{0:%Y%m%dT%H%M%S} {1}", "[{0:%Y-%m-%d %a %H:%M}] {1}", "{0:%a %b %d %H:%M:%S GMT %Y} {1}",
    "{0:%a, %d %b %Y %H:%M:%S} +0000 {1}", "{0:%Y-%m-%d %H:%M:%S} +0000 | {1}",
)  # fmt: skip
"""How programs and people write a moment before or behind a line."""


@pytest.mark.slow_but_some
@pytest.mark.parametrize("shape", WRITTEN)
@settings(deadline=None, max_examples=15)
@given(
    day=st.dates(date(2026, 1, 13), date(2026, 3, 1)), hour=st.integers(0, 23), minute=st.sampled_from([10, 45]),
    denial=st.sampled_from(["no cramps", "cramps: 0", "0 cramps", "Leg cramps: no"]),
)  # fmt: skip
def test_no_cramps_at_a_time_is_of_the_night_before_it(
    shape: str, day: date, hour: int, minute: int, denial: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    at = datetime(day.year, day.month, day.day, hour, minute)
    denial = "no cramps" if shape.startswith("{1}") else denial
    folder = tmp_path_factory.mktemp("a")
    found, reading = read_lines(folder, f"2026-01-05 03:10 arch 1\n{shape.format(at, denial)}\n")
    (_, *nights) = found
    if hour < 3:
        assert (nights, sum("midnight" in each for each in reading.ignored)) == ([], 1)
    else:
        assert [each.record.night for each in nights] == [day - timedelta(1)]
    if "%H%M}" in shape and hour in (19, 20):  # which may be a year
        return
    found, _ = read_lines(folder, f"2026-01-05 03:10 arch 1\n{shape.format(at, 'left calf 7')}\n")
    (_, cramp) = (each.record for each in found)
    assert isinstance(cramp, Episode)
    assert (cramp.at.replace(tzinfo=None), cramp.side, cramp.severity, cramp.note) == (at, "left", 7, None)


@pytest.mark.parametrize(
    ("line", "night"),
    [
        ("3 March 2026, morning: {}", 2), ("Morning of 3 March 2026: {}", 2),
        ("3 March 2026 in the early morning {}", 2),
        ("3 March 2026 am: {}", 2), ("3 March 2026\nMorning: {}", 2), ("3 March 2026: {} last night", 2),
        ("Tue 3 Mar 26: {} last night", 2), ("3 March 2026: {}", 3), ("3 March 2026, bed at 23:00, {}", 3),
        ("3 March 2026, 23:00 to 07:00 {}", 3),
    ],
)  # fmt: skip
@pytest.mark.parametrize("said", ["no cramps", "left calf cramp"])
def test_a_morning_is_of_the_night_before(line: str, night: int, said: str, tmp_path: Path) -> None:
    if said != "no cramps" and ":00" in line:
        return
    found, _ = read_lines(tmp_path, f"1 March 2026 23:10 toes 1\n{line.format(said)}\n")
    (last,) = (each.record for each in found[1:])
    assert isinstance(last, CheckIn | Episode)
    assert last.night == date(2026, 3, night)


@pytest.mark.parametrize("zone", ["+0100", "+01:00", "CET", "-05:00", "EST", "-0530", "Z", "UTC", "JST"])
@pytest.mark.parametrize(
    "shape", ["2026-03-01 03:10:00 {} left calf 7", "Sun Mar  1 03:10:00 {} 2026 left calf 7"]
)
def test_a_zone_behind_a_time_is_that_of_the_time(zone: str, shape: str, tmp_path: Path) -> None:
    if ":" in zone and "Mar" in shape:
        return
    hours = {"+0100": 1, "+01:00": 1, "CET": 1, "-05:00": -5, "EST": -5, "-0530": -5.5, "JST": 9}.get(zone, 0)
    found, _ = read_lines(tmp_path, f"2026-02-28 03:10 toes 1\n{shape.format(zone)}\n")
    cramp = found[1].record
    assert isinstance(cramp, Episode)
    assert cramp.at.utcoffset() == timedelta(hours=hours)
    assert (cramp.at.replace(tzinfo=None), cramp.note) == (datetime(2026, 3, 1, 3, 10), None)


@pytest.mark.parametrize(
    ("behind", "at", "duration_s"),
    [
        (" -05:00", "2026-03-01T03:10:00-05:00", None), ("-03:15", "2026-03-01T03:10:00+00:00", 300),
        (" - 03:15", "2026-03-01T03:10:00+00:00", 300), (" +05:30", "2026-03-01T03:10:00+05:30", None),
        (" \u2013 03:20", "2026-03-01T03:10:00+00:00", 600),
    ],
)  # fmt: skip
def test_a_dash_behind_a_time_is_of_a_zone_or_of_a_span(
    behind: str, at: str, duration_s: int | None, tmp_path: Path
) -> None:
    found, _ = read_lines(tmp_path, f"2026-02-28 03:10 toes 1\n2026-03-01 03:10{behind} left calf 7\n")
    cramp = found[1].record
    assert (cramp.at.isoformat(), cramp.duration_s, cramp.note) == (at, duration_s, None)


def test_a_zone_of_several_places_is_the_persons_own_or_is_asked(tmp_path: Path) -> None:
    _, reading = read_lines(tmp_path, "2026-03-01 03:10 toes 1\n2026-03-02 03:10 IST toes 1\n", skip=True)
    assert len(reading.rows.skipped) == 1


@pytest.mark.parametrize(
    "line",
    [
        "no cramps since 3am", "no more cramps after 3am", "no cramps before bed", "no cramps by 5", "no cramps since",
        "no cramps during the day", "no cramps in the left leg", "no cramps worth mentioning", "Cramps: 0, left calf 5",
        "left calf 0", "no cramps from midnight on",
    ],
)  # fmt: skip
def test_a_denial_of_a_part_is_pointed_out_and_is_no_clear_night(line: str, tmp_path: Path) -> None:
    text = f"2026-03-01 03:10 toes 1\n2026-03-05 08:10 {line}\n2026-03-05 09:10 no cramps\n"
    found, reading = read_lines(tmp_path, text)
    assert len(reading.mentions) == 1
    assert len(found) == (2 if line == "left calf 0" or line.startswith("Cramps") else 1)


@pytest.mark.parametrize(
    "line",
    ["no cramps, stretched before bed", "no cramps after stretching", "no cramps all night", "no leg cramps"],
)
def test_a_denial_of_all_the_night_is_a_clear_one(line: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, f"2026-03-01 03:10 toes 1\n2026-03-05 08:10 {line}\n")
    assert ([each.record.night for each in found[1:]], reading.mentions) == ([date(2026, 3, 4)], [])


@pytest.mark.parametrize(
    "line",
    [
        "no cramps 1 to 5 March 2026", "night 13-14 March 2026: no cramps", "2026-03-01, 2026-03-02 no cramps",
        "2026-03-01 and 2026-03-03: left calf 3am", "1 and 3 March 2026 left calf", "1st & 3rd March no cramps",
    ],
)  # fmt: skip
def test_a_line_of_more_dates_than_one_is_never_of_another_day(line: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, f"2026-02-20 03:10 toes 1\n{line}\n", skip=True)
    assert (len(found), len(reading.rows.skipped)) == (1, 1)


@pytest.mark.parametrize("year", [24, 25, 26])
@pytest.mark.parametrize("shape", ["3 Feb {}", "3-Feb-{}", "Feb 3 '{}", "3 Feb {},"])
def test_a_year_of_two_figures_is_one(year: int, shape: str, tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, f"{shape.format(year)} 3am left calf 7\n{shape.format(year)}\n4am toes\n")
    assert [each.record.at.date() for each in found] == [date(2000 + year, 2, 3)] * 2


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "title", ["{}", "# {}", "Cramps {}", "My leg cramps, {}", "Cramp diary: March {}", "March {}"]
)
@settings(deadline=None, max_examples=10)
@given(
    first=st.dates(date(2021, 1, 1), date(2024, 12, 31)), steps=st.lists(st.integers(1, 150), min_size=1, max_size=5),
    layout=st.sampled_from(["{0.day} {0:%B} 3am toes", "{0:%a} {0.day} {0:%b}\n3am toes", "{0:%B} {0.day}: 3am toes"]),
)  # fmt: skip
def test_a_title_says_the_year_of_the_first_date_below_it(
    title: str, first: date, steps: list[int], layout: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    days = [first + timedelta(sum(steps[:count])) for count in range(len(steps) + 1)]
    text = "\n".join([title.format(first.year), *(layout.format(each) for each in days)])
    found, _ = read_lines(tmp_path_factory.mktemp("a"), text)
    assert [each.record.at.date() for each in found] == days


def test_of_several_years_each_is_of_the_dates_below_it(tmp_path: Path) -> None:
    text = "2 Feb 3am toes\n# 2024\n5 Feb 3am toes\n# 2023\n5 Mar 2022 3am toes\n6 Apr 3am toes\n"
    found, _ = read_lines(tmp_path, text)
    assert [each.record.at.year for each in found] == [2026, 2024, 2022, 2022]


@pytest.mark.parametrize("behind", ["25 min", "20mg", "21.30", "22:10", "25 tablets"])
def test_a_number_with_a_unit_behind_a_date_is_no_year(behind: str, tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, f"3 Feb {behind} left calf cramp\n")
    assert {each.record.at.year for each in found} == {2026}


@pytest.mark.parametrize(
    "block",
    [
        "left calf\nPain: {}", "left calf\n{}", "left calf cramp\nseverity {}",
        "cramp in left calf\nIt was about {}.",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "head", ["2026-03-01 03:10", "Date: 1 March 2026\nTime: 3:10am", "[1/3/2026, 03:10:00] Me: hi"]
)
def test_how_bad_it_was_in_a_line_of_its_own_is_no_second_cramp(
    block: str, head: str, tmp_path: Path
) -> None:
    other = head.replace("1/3", "13/2").replace("03-01", "03-02").replace("1 M", "2 M")
    text = f"{head}\n{block.format(7)}\n\n{other}\n{block.format(5)}\n"
    found, reading = read_lines(tmp_path, text)
    assert len(found) == len(reading.mentions) == 2
    found, reading = read_lines(tmp_path, "# 2026-03-01\n- 7\n- 5\n- 3am left calf\n- 4am 5\n")
    assert (len(found), reading.mentions) == (4, [])


@pytest.mark.parametrize("mark", [",", ", ", ";", " ", ": ", " | "])
def test_a_number_behind_a_moment_is_no_part_of_it(mark: str, tmp_path: Path) -> None:
    for clock in ("03:10", "03:10:00", "03:10:00.5", "03:10:00,123"):
        found, _ = read_lines(tmp_path, f"2026-03-01 {clock}{mark}7 left calf\n")
        assert [each.record.severity for each in found] == [7], clock


def test_a_time_alone_among_lines_with_their_days_is_said(tmp_path: Path) -> None:
    _, reading = read_lines(tmp_path, "2026-03-01 3am left calf 7\n5am right calf 4\n")
    assert sum("5am right calf 4" in each for each in reading.said) == 1
    _, reading = read_lines(tmp_path, "3am left calf 7\n5am right calf 4\n")
    assert reading.said == []


@pytest.mark.parametrize(
    "said", ["Left calf still sore this morning.", "calf sore all day", "legs sore for 2h"]
)
def test_what_was_sore_is_no_cramp(said: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, f"1 March 2026\n3am left calf 7 sore 2h\n{said}\n")
    assert (len(found), len(reading.left_out)) == (1, 1)


def test_used_behind_a_part_of_the_day_is_used(tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, "3 March 2026\nEvening: took magnesium\n4 March 2026\nNight: toes 3am\n")
    assert [type(each.record) for each in found] == [Exposure, Episode]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("left calf 7, 10 min later right foot 5", "10 min later right foot 5"), ("left calf 4/5", "4/5"),
        ("left calf 3 out of 5", "5"), ("foot cramp 11", "11"), ("1am left calf 7 4am right foot 5", "4am"),
        ("magnesium, stretching. Night: left calf 3am 6", "magnesium, stretching. Night"),
    ],
)  # fmt: skip
def test_a_part_of_a_line_that_may_tell_more_is_said(said: str, part: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, f"2026-03-05 08:10 {said}\n")
    assert len(found) == 1
    assert [f'"{part}" in' in each for each in reading.said] == [True]


@pytest.mark.parametrize(
    "said", ["left calf 7, really bad", "woke at 3, toes 5, massage helped after 2 min, 5/10"]
)
def test_plain_talk_beside_a_cramp_is_not_said(said: str, tmp_path: Path) -> None:
    assert read_lines(tmp_path, f"2026-03-05 08:10 {said}\n")[1].said == []


@pytest.mark.parametrize(
    ("said", "cramps"),
    [
        ("2 cramps: left calf 6, right foot 4", {("left", 6), ("right", 4)}),
        ("two cramps, left calf 6, right calf 4", {("left", 6), ("right", 4)}),
        ("2 cramps left calf 6 and right foot 4", {("left", 6), ("right", 4)}),
        ("3 cramps: left calf 6, right foot 4, left toes 3", {("left", 6), ("right", 4), ("left", 3)}),
        ("2x left calf 6, right foot 4", {("left", 6), ("left", 6), ("right", 4)}),
        ("two cramps, left calf and right foot", None), ("3 cramps left calf 6, right foot 4", None),
    ],
)  # fmt: skip
def test_a_count_before_cramps_that_are_told_counts_them(
    said: str, cramps: set[tuple[str, int]] | None, tmp_path: Path
) -> None:
    found, reading = read_lines(tmp_path, f"2026-03-05 08:10 {said}\n", skip=True)
    assert len(reading.rows.skipped) == (cramps is None)
    assert {(each.record.side, each.record.severity) for each in found} == (cramps or set())
    assert len(found) == (0 if cramps is None else 2 if said.startswith(("2 ", "two")) else 3)


@pytest.mark.parametrize("head", ["Mar 3: ", "Mar 3, ", "Mar 3rd ", "March 3: ", "mar 3/3 "])
def test_march_is_no_tuesday_in_another_language(head: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, f"2026-02-28 03:10 toes 1\n{head}3am left calf 7\n")
    assert [(each.record.at.day, each.record.note) for each in found] == [(28, None), (3, None)]
    assert reading.said == []
