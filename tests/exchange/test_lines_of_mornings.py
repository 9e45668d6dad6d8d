"""Lines with a day and no time, in a file whose cramps are after midnight: they are of the night before that day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clear_nights import DOUBTED
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.keep.revision import checked
from kit.peerfiles import records
from kit.running import Cramp

ZONE = zone_named("Europe/London")
NOW = datetime(2026, 3, 20, 9, tzinfo=ZONE)
DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)
CRAMP, ROUGH, CLEAR, BESIDE = "{at} 7 left calf", "left calf 6", "no cramps", "none, used magnesium"
TOLD = (
    "A line with a day and no time is read as of the night before that day, as the cramps after midnight are. If it is "
    'of the night that begins then: --map "dates=evenings".'
)
OPEN = (
    "A line with a day and no time is read as of the night that begins then. If it is of the night before: "
    '--map "dates=mornings".'
)
LAYOUTS = (
    "{0:%Y-%m-%d} {1}", "{0:%Y-%m-%d}: {1}", "## {0:%Y-%m-%d} {1}", "{0:%d.%m.%Y}\n{1}", "{0:%a} {0.day} {0:%b}\n- {1}",
    "{0.day} {0:%B}: {1}", "{0:%A}, {0:%B} {0.day}, {0:%Y}\n{1}", "# {0.day} {0:%B} {0:%Y}\n\n{1}",
)  # fmt: skip
small_hours = st.times(time(0, 1), time(5, 59)).map(lambda at: at.replace(second=0, microsecond=0))
diaries = st.lists(small_hours | st.sampled_from((ROUGH, CLEAR, BESIDE)), min_size=4, max_size=10).filter(
    lambda nights: sum(isinstance(each, time) for each in nights) >= 3
)


def lines(layout: str, nights: list[time | str], first: date = FIRST) -> str:
    """Return the lines of consecutive mornings, each the time of a cramp, or what stands there without one."""
    said = (CRAMP.format(at=f"{each:%H:%M}") if isinstance(each, time) else each for each in nights)
    return "\n".join(layout.format(first + place * DAY, each) for place, each in enumerate(said))


def read(folder: Path, text: str, **columns: str) -> tuple[list[Record], Reading]:
    path = folder / "notes.txt"
    path.write_text(text + "\n", encoding="utf-8")
    reading = Reading(path, Vocabulary(), {}, ZONE, folder=folder, now=NOW, columns=columns)
    return [checked(row) for row in formats.revisions("lines", reading, [])], reading  # type: ignore[misc]


def nights_of(found: list[Record], kind: type[CheckIn | Episode | Exposure]) -> list[date]:
    return sorted(each.night for each in found if isinstance(each, kind))


@pytest.mark.slow_but_first
@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=10, deadline=None)
@given(nights=diaries)
def test_each_line_is_of_the_night_before_its_day(
    layout: str, nights: list[time | str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found, reading = read(tmp_path_factory.mktemp("a"), lines(layout, nights))
    rows = [(FIRST + (place - 1) * DAY, each) for place, each in enumerate(nights)]
    assert nights_of(found, Episode) == [
        night for night, each in rows if isinstance(each, time) or each == ROUGH
    ]
    assert nights_of(found, CheckIn) == [night for night, each in rows if each in (CLEAR, BESIDE)]
    assert nights_of(found, Exposure) == [night for night, each in rows if each == BESIDE]
    assert (TOLD in reading.said) == any(not isinstance(each, time) for each in nights)


MORNINGS: list[time | str] = [time(3), CLEAR, time(4), time(2)]
APART: list[time | str] = [time(3), time(4), time(2), ROUGH, ROUGH, CLEAR]
"""Of mornings, and no denial beside a cramp shows it."""


@pytest.mark.parametrize(
    ("line", "night"),
    [
        ("2026-03-10 none last night", date(2026, 3, 9)),
        ("2026-03-10 none tonight", date(2026, 3, 10)),
        ("2026-03-10 08:00 no cramps", date(2026, 3, 9)),
        ("2026-03-10\nno cramps yesterday", date(2026, 3, 9)),
        ("2026-03-10\nno cramps", date(2026, 3, 9)),
        ("2026-03-10 no cramps\n2026-03-10 no cramps", date(2026, 3, 9)),
    ],
)
def test_a_line_that_says_its_night_is_of_that(line: str, night: date, tmp_path: Path) -> None:
    found, _ = read(tmp_path, f"{lines(LAYOUTS[0], MORNINGS)}\n{line}")
    assert nights_of(found, CheckIn) == [FIRST, night]


def test_so_is_one_that_is_seen_from_the_present(tmp_path: Path) -> None:
    found, _ = read(tmp_path, f"no cramps yesterday\n{lines(LAYOUTS[0], MORNINGS)}")
    assert nights_of(found, CheckIn) == [FIRST, NOW.date() - DAY]


def test_what_was_used_is_of_its_day_unless_it_stands_beside_such_a_night(tmp_path: Path) -> None:
    more = "2026-03-10 used magnesium\n2026-03-11 used heat at 21:30, no cramps\n2026-03-12 had wine, left calf 6"
    found, _ = read(tmp_path, f"{lines(LAYOUTS[0], MORNINGS)}\n{more}")
    used = {each.word: each.night for each in found if isinstance(each, Exposure)}
    assert used == {"magnesium": date(2026, 3, 10), "heat": date(2026, 3, 11), "alcohol": date(2026, 3, 11)}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-03-09 23:10 4 arch", "a cramp before midnight is of its date"),
        ("2026-03-09\n4 arch at 11pm", "so it is below its date"),
        ("2026-03-09 evening 11:00 4 arch", "and of a part of it"),
        ("2026-03-09 14:00 4 arch", "one by day too"),
        ("2026-03-04 no cramps", "and so is a day that is denied beside a cramp after midnight"),
    ],
)
def test_one_line_shows_that_days_are_not_those_of_mornings(line: str, why: str, tmp_path: Path) -> None:
    found, reading = read(tmp_path, f"{lines(LAYOUTS[0], APART)}\n{line}\n2026-03-15 no cramps")
    assert date(2026, 3, 15) in nights_of(found, CheckIn), why
    assert OPEN in reading.said
    assert TOLD not in reading.said


@pytest.mark.parametrize(
    ("nights", "is_told"),
    [
        ([time(3), CLEAR], True), ([time(3), time(4), ROUGH], True), ([time(23), CLEAR], False),
        ([time(3), time(4)], False), ([CLEAR, ROUGH], False),
    ],
)  # fmt: skip
def test_where_it_stays_open_the_way_it_is_read_is_told(
    nights: list[time | str], is_told: bool, tmp_path: Path
) -> None:
    found, reading = read(tmp_path, lines(LAYOUTS[1], nights))
    assert (OPEN in reading.said) == is_told
    assert TOLD not in reading.said
    assert nights_of(found, CheckIn) == [FIRST + at * DAY for at, each in enumerate(nights) if each == CLEAR]


def test_what_may_be_a_cramp_leaves_the_night_before_open(tmp_path: Path) -> None:
    text = lines(LAYOUTS[0], [*MORNINGS, CLEAR, CLEAR])
    open_one = "2026-03-06 ran 10k, left calf 6"
    found, reading = read(tmp_path, f"{text}\n{open_one}")
    assert nights_of(found, CheckIn) == [FIRST, date(2026, 3, 6)]
    assert reading.ignored[DOUBTED] == 1


SHORT = "{0.day} {0:%B}: {1}"  # without the year, which the present tells


def diary(cramp: Cramp) -> list[tuple[Any, ...]]:
    return sorted(
        (each.kind, getattr(each, "night", None), getattr(each, "at", None)) for each in records(cramp)
    )


@pytest.mark.parametrize("layout", [SHORT, LAYOUTS[0]])
def test_what_is_said_of_the_days_moves_what_came_in_otherwise(
    layout: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(lines(layout, [time(3), BESIDE, ROUGH, CLEAR], date(2026, 3, 1)), encoding="utf-8")
    cramp("import", path, "-y")
    evenings = diary(cramp)
    assert [night.day for kind, night, _ in evenings if kind == "check_in"] == [2, 4]
    cramp("import", path, "-y", "--map", "dates=mornings")
    mornings = diary(cramp)
    assert [night.day for kind, night, _ in mornings if kind == "check_in"] == [1, 3]
    assert len(mornings) == len(evenings)
    cramp("import", path, "-y")
    assert diary(cramp) == mornings, "it is remembered"
    cramp("undo")
    assert diary(cramp) == evenings
    cramp("import", path, "-y", "--map", "dates=evenings")
    assert diary(cramp) == evenings
    cramp("import", path, "-y", "--map", "dates=mornings")
    assert diary(cramp) == mornings


@pytest.mark.parametrize("layout", [SHORT, LAYOUTS[0]])
def test_a_file_that_shows_it_once_it_has_grown_is_as_if_it_came_whole(
    layout: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    whole: list[time | str] = [time(3), CLEAR, time(2), BESIDE, ROUGH, time(4), CLEAR]
    for count in (2, 5, len(whole)):
        path.write_text(lines(layout, whole[:count], date(2026, 3, 1)), encoding="utf-8")
        ran = cramp("import", path, "-y")
    assert "it is moved" in ran.out
    grown = diary(cramp)
    assert [night.day for kind, night, _ in grown if kind == "check_in"] == [1, 3, 6]
    assert [night.day for kind, night, _ in grown if kind == "exposure"] == [3]


def test_a_clear_night_that_is_read_beside_a_cramp_by_now_goes(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(lines(SHORT, [time(3), CLEAR, time(4), time(2)], date(2026, 3, 1)), encoding="utf-8")
    cramp("import", path, "-y")
    assert [night.day for kind, night, _ in diary(cramp) if kind == "check_in"] == [1]
    ran = cramp("import", path, "-y", "--map", "dates=evenings")
    assert "clear night without a day, beside a cramp" in ran.out
    assert [kind for kind, _, _ in diary(cramp)] == ["episode"] * 3


@settings(max_examples=20, deadline=None)
@given(
    nights=st.lists(st.sampled_from(("clear", "small hours", "evening", "both")), min_size=4, max_size=14),
    of_mornings=st.booleans(),
)
def test_denials_beside_cramps_show_of_which_nights_days_are(
    nights: list[str], of_mornings: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every cramp is at its date and time; a night without one is told on the day after it, or on its own."""
    text, clear = [], []
    for place, night in enumerate(nights):
        day = FIRST + place * DAY
        if night == "clear":
            clear.append(day)
            text.append(f"{day + of_mornings * DAY:%Y-%m-%d}: no cramps")
        if night in ("evening", "both"):
            text.append(f"{day:%Y-%m-%d} 23:10 5 left calf")
        if night in ("small hours", "both"):
            text.append(f"{day + DAY:%Y-%m-%d} 03:20 7 left calf")
    found, _ = read(tmp_path_factory.mktemp("a"), "\n".join(text))
    after = {
        FIRST + (place + 1) * DAY for place, night in enumerate(nights) if night in ("small hours", "both")
    }
    within = {FIRST + place * DAY for place, night in enumerate(nights) if night in ("evening", "both")}
    written = {day + of_mornings * DAY for day in clear}
    shows_mornings = bool(written & ({each - DAY for each in after} | within))
    shows_evenings = bool(written & after)
    if of_mornings and shows_mornings:
        assert nights_of(found, CheckIn) == clear
    if not of_mornings and shows_evenings:
        assert nights_of(found, CheckIn) == clear


def test_a_file_that_says_both_is_open_and_nothing_is_taken_beside_a_cramp(tmp_path: Path) -> None:
    text = (
        "2026-03-02 03:00 7 left calf\n2026-03-02: no cramps\n2026-03-04: no cramps\n2026-03-05 04:00 5 foot\n"
        "2026-03-08 02:00 4 arch"
    )
    found, reading = read(tmp_path, text)
    assert nights_of(found, CheckIn) == [date(2026, 3, 2)]
    assert OPEN in reading.said
