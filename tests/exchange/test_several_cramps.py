"""Lines that tell of several cramps: each is taken, or the line is a bad row; none is lost in another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.keep.revision import checked

ZONE = zone_named("Europe/London")
Cramp = tuple[str, tuple[str, ...], str | None, int | None]


def read(folder: Path, text: str) -> tuple[list[Cramp], Reading]:
    path = folder / "a.txt"
    path.write_text(text + "\n", encoding="utf-8")
    now = datetime(2026, 4, 10, 9, tzinfo=ZONE)
    reading = Reading(path, Vocabulary(), {}, ZONE, folder=folder, now=now, skip=True)
    records = [checked(row) for row in formats.revisions("lines", reading, [])]
    return [
        (f"{to_local(each.at, ZONE):%m-%d %H:%M}", each.sites, each.side, each.severity)
        for each in records
        if isinstance(each, Episode)
    ], reading


PLACES = {"left calf": ("calf", "left"), "R foot": ("foot", "right"), "both arches": ("arch", "both")}
SHAPES = ("{clock} {place} {level}", "{place} {clock} {level}", "{place} {level} at {clock}")
JOINS = ("; ", ", ", ". ", " and ", ", then ", " & ", " + ", " and then ")


@st.composite
def several(draw: st.DrawFn) -> tuple[str, Sequence[Cramp]]:
    shape, join = draw(st.sampled_from(SHAPES)), draw(st.sampled_from(JOINS))
    minutes = sorted(draw(st.lists(st.integers(1, 36), min_size=2, max_size=4, unique=True)))
    texts, cramps = [], []
    for each in minutes:
        hour, minute, place = each // 6, each % 6 * 10, draw(st.sampled_from([*PLACES]))
        level = draw(st.sampled_from([None, 3, 7]))
        texts.append(shape.format(clock=f"{hour:02}:{minute:02}", place=place, level=level or "").strip())
        site, side = PLACES[place]
        cramps.append((f"03-04 {hour:02}:{minute:02}", (site,), side, level))
    return join.join(texts), cramps


@pytest.mark.slow_but_some
@pytest.mark.parametrize("layout", ["4 March 2026 {}", "2026-03-04\n- {}", "2026-03-04 {}"])
@settings(max_examples=40, deadline=None)
@given(told=several())
def test_each_cramp_of_a_line_is_one(
    layout: str, told: tuple[str, Sequence[Cramp]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    line, cramps = told
    found, reading = read(tmp_path_factory.mktemp("a"), layout.format(line))
    assert (found, reading.rows.skipped) == ([*cramps], []), line


CALF, FOOT = (("calf",), "left"), (("foot",), "right")


@pytest.mark.parametrize(
    ("line", "cramps"),
    [
        ("1am and 4am right foot 5", [("01:00", *FOOT, 5), ("04:00", *FOOT, 5)]),
        ("1:30am/4:45am left calf", [("01:30", *CALF, None), ("04:45", *CALF, None)]),
        ("left calf 3am, 3:30am, 5am", [(clock, *CALF, None) for clock in ("03:00", "03:30", "05:00")]),
        ("2 am left calf 7 and again at 5", [("02:00", *CALF, 7), ("05:00", *CALF, None)]),
        ("left calf cramp at 2am, another one at 4am 6/10", [("02:00", *CALF, None), ("04:00", *CALF, 6)]),
        ("2am left calf 5, right at 4", [("02:00", *CALF, 5), ("04:00", ("calf",), "right", None)]),
        ("left calf, 2am, right foot, 4am", [("02:00", *CALF, None), ("04:00", *FOOT, None)]),
        ("left calf 2am, massage helped; right foot 5am 4", [("02:00", *CALF, None), ("05:00", *FOOT, 4)]),
        ("asleep, left calf at 3, right foot at 4", [("03:00", *CALF, None), ("04:00", *FOOT, None)]),
        ("2 cramps, 1am and 4am left calf", [("01:00", *CALF, None), ("04:00", *CALF, None)]),
    ],
)
def test_a_time_alone_is_of_the_place_beside_it(
    line: str, cramps: list[tuple[str, tuple[str, ...], str, int | None]], tmp_path: Path
) -> None:
    found, _ = read(tmp_path, f"2026-03-04 {line}")
    assert found == [(f"03-04 {clock}", *rest) for clock, *rest in cramps]


@pytest.mark.parametrize(
    "line",
    [
        "left calf 2am, painkiller at 4", "woke 2am, left calf 3am", "left calf 2am 6, up at 5", "left calf 2am or 3am",
        "left calf 2am to 2:10am", "left calf 2am, still sore at 8am", "left calf 2am 6, took magnesium at 10pm",
        "left calf 2am, back to sleep at 4", "left calf 2am, massaged calf at 4am",
    ],
)  # fmt: skip
def test_another_time_in_a_line_is_not_yet_another_cramp(line: str, tmp_path: Path) -> None:
    found, reading = read(tmp_path, f"2026-03-04 {line}")
    assert ([each[1:3] for each in found], reading.rows.skipped) == ([CALF], [])


@pytest.mark.parametrize(
    "line",
    [
        "left calf 11pm, right calf 2am",
        "3 cramps, 1am and 4am left calf",
        "08:05 left calf 6, right calf 3am 5",
    ],
)
def test_cramps_of_times_that_are_not_plain_are_a_bad_row(line: str, tmp_path: Path) -> None:
    found, reading = read(tmp_path, f"2026-03-04 {line}\n2026-03-06 03:10 7 arch")
    (bad,) = reading.rows.skipped
    assert [each[3] for each in found] == [7]
    assert "line 1: It tells of more than one cramp. Write a line for each" in bad


def test_below_a_night_the_small_hours_come_after_the_evening(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Night of 4 March 2026\nleft calf 11pm, right foot 2am")
    assert found == [("03-04 23:00", *CALF, None), ("03-05 02:00", *FOOT, None)]


ENDS = ("", ", massage helped", ", after the gym")


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "layout", ["4 March 2026 {}", "2026-03-04\n- {}", "2026-03-04 {}", "2026-03-04 22:00 {}"]
)
@settings(max_examples=30, deadline=None)
@given(
    cramps=st.lists(st.tuples(st.sampled_from([*PLACES]), st.integers(1, 10)), min_size=2, max_size=4),
    join=st.sampled_from(JOINS),
    shape=st.sampled_from(["{place} {level}", "{level} {place}", "{place}, {level}"]), end=st.sampled_from(ENDS),
)  # fmt: skip
def test_each_place_with_how_bad_it_was_is_a_cramp(
    layout: str,
    cramps: list[tuple[str, int]],
    join: str,
    shape: str,
    end: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    line = join.join(shape.format(place=place, level=f"{level}/10") for place, level in cramps) + end
    found, reading = read(tmp_path_factory.mktemp("a"), layout.format(line))
    expected = [("03-04 22:00", (PLACES[place][0],), PLACES[place][1], level) for place, level in cramps]
    assert (found, reading.rows.skipped) == (expected, []), line


R_FOOT = (("foot",), "right")


@pytest.mark.parametrize(
    ("line", "cramps"),
    [
        ("left calf 6 and right foot 3", [(*CALF, 6), (*R_FOOT, 3)]),
        ("2x left calf, 1x right foot", [(*CALF, None), (*CALF, None), (*R_FOOT, None)]),
        ("left calf 7 then again 4", [(*CALF, 7), (*CALF, 4)]),
        ("2 cramps in left calf, 8 and 6", [(*CALF, 8), (*CALF, 6)]),
        ("3 left calf cramps, 8, 6 and 2", [(*CALF, 8), (*CALF, 6), (*CALF, 2)]),
        ("two cramp, right foot", [(*R_FOOT, None)] * 2),
    ],
)  # fmt: skip
def test_what_is_told_of_each_is_of_each(
    line: str, cramps: list[tuple[tuple[str, ...], str, int | None]], tmp_path: Path
) -> None:
    found, reading = read(tmp_path, f"2026-03-04 {line}")
    assert ([each[1:] for each in found], reading.rows.skipped) == (cramps, [])


@pytest.mark.parametrize(
    ("line", "clocks"),
    [
        ("left calf at 2, 4 and 5", ["02:00", "04:00", "05:00"]), ("left calf at 1 and 4am", ["01:00", "04:00"]),
        ("3 cramps: 1:10, 2:20, 5:00", ["01:10", "02:20", "05:00"]),
        ("first one 2am left calf, second 4am milder", ["02:00", "04:00"]),
        ("two cramps, three and five am, both left calf", ["03:00", "05:00"]),
        ("left calf at 2 and 7/10", ["02:00"]), ("left calf at 3, 6", ["03:00"]), ("left calf 7 and 5am", ["05:00"]),
        ("left calf at 2 and 5 min", ["02:00"]),
    ],
)  # fmt: skip
def test_hours_in_a_list_are_times_and_no_levels(line: str, clocks: list[str], tmp_path: Path) -> None:
    found, reading = read(tmp_path, f"2026-03-04 {line}")
    assert ([each[0][-5:] for each in found], reading.rows.skipped) == (clocks, [])
    assert len(found) == 1 or {each[3] for each in found} == {None}


@pytest.mark.parametrize(
    "line",
    [
        "7, 5, 3", "7 and 5", "three, all left foot, worst 8 at 4", "3 cramps last night, 8 and 6",
        "3 cramps, 1am and 4am",
        "left calf 6 and right foot 3 at 3am",
    ],
)  # fmt: skip
def test_several_that_are_not_plain_are_refused_and_leave_no_night_clear(line: str, tmp_path: Path) -> None:
    found, reading = read(tmp_path, f"2026-03-04 {line}\n2026-03-04 no cramps\n2026-03-03 no cramps")
    assert found == []
    assert "It tells of more than one cramp" in reading.rows.skipped[0]
    assert len([*reading.nights.entries(reading.ignore, reading.deny)]) < 2


@pytest.mark.parametrize(
    "line",
    [
        "left calf 7, calf still 3 at breakfast", "left calf 7, 4 after massage",
        "left calf 7 (10/10 at worst)", "left calf and foot 6", "left calf 6, massaged foot 5 min",
        "left calf 6, worst 8", "left calf 7/10, 5 min", "left calf 6, again", "left calf 6, right one later 2",
    ],
)  # fmt: skip
def test_a_second_number_is_not_yet_another_cramp(line: str, tmp_path: Path) -> None:
    found, reading = read(tmp_path, f"2026-03-04 {line}")
    assert (len(found), reading.rows.skipped) == (1, [])


def test_a_day_and_a_time_are_of_all_that_a_line_lists(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "3am left calf 6 and right foot 3 4 March 2026")
    assert found == [("03-04 03:00", *CALF, 6), ("03-04 03:00", *R_FOOT, 3)]
