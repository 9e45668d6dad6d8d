"""Cramps of one moment that have several names in a file are one cramp, and stay it when the file comes again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode
from exchange.test_written import read as read_whole
from kit.peer_names import CRAMPS, Named, where
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp
from kit.sheets import read

NAMED = [each for each in CRAMPS if "," not in each.name]
Point = tuple[int, Named, int]
"""A day of January, a name, and how bad it was: 2 or 3 of 3, as a tracker with 1 alone says no more than yes."""

Shown = tuple[int, int, set[str], str | None, set[str]]


def visible(points: Sequence[Point]) -> str:
    rows = [[f"2026-01-{day:02}", thing.name, "Pain", str(level)] for day, thing, level in points]
    return table([["observation_date", "tracker_name", "tracker_category", "observation_value "], *rows])


def track_and_graph(points: Sequence[Point]) -> str:
    rows = [
        [thing.name, f"2026-01-{day:02}T03:10:00.000Z", str(level), "", ""] for day, thing, level in points
    ]
    return table([["FeatureName", "Timestamp", "Value", "Label", "Note"], *rows])


def bearable(points: Sequence[Point]) -> str:
    levels = ("", "Mild", "Moderate", "Severe")
    rows = [
        [f"{day}th Jan 2026", "Monday", "am", "Symptom", "", f"{thing.name} ({levels[level]})", ""]
        for day, thing, level in points
    ]
    return table([["date", "weekday", "time of day", "category", "rating/amount", "detail", "notes"], *rows])


def of_ones_own(points: Sequence[Point]) -> str:
    rows = [[f"2026-01-{day:02}", thing.name, str(level)] for day, thing, level in points]
    return table([["Day", "Symptom", "Pain"], *rows])


WRITERS: dict[str, Callable[[Sequence[Point]], str]] = {
    each.__name__: each for each in (visible, track_and_graph, bearable, of_ones_own)
}
LEVELS = {"visible": [0, 2, 5, 8], "bearable": [0, 2, 5, 8]}
OPTIONS = {"of_ones_own": ("--map", "Day=date", "--map", "Symptom=name", "--map", "Pain=severity")}


def told(points: Sequence[Point], program: str) -> list[Shown]:
    """Return the cramps that points come to: one a day, with the worst pain, all places, and every name in its note."""
    levels = LEVELS.get(program, [0, 1, 2, 3])
    found: list[Shown] = []
    for day in sorted({each[0] for each in points}):
        things = [(thing, levels[level]) for on, thing, level in points if on == day]
        sites, side = where(thing for thing, _ in things)
        found.append(
            (day, max(level for _, level in things), {*sites}, side, {thing.name for thing, _ in things})
        )
    return found


def shown(cramp: Cramp, *diary: str) -> list[Shown]:
    """Return the same of the diary; of its notes, the names that stand in it."""
    found: list[Shown] = []
    for each in cramp(*diary, "list", "--json").json["entries"]:
        names = {thing.name for thing in NAMED for line in each["note"].splitlines() if line == thing.name}
        names |= {
            thing.name
            for thing in NAMED
            for line in each["note"].splitlines()
            if line.startswith((f"{thing.name}: ", f"{thing.name} ("))
        }
        found.append(
            (int(each["at"][8:10]), each["severity"], {*each["sites"]}, each["side"], names or {each["note"]})
        )
    return sorted(found, key=lambda each: each[0])


POINTS = st.lists(
    st.tuples(st.integers(4, 7), st.sampled_from(NAMED), st.integers(2, 3)),
    min_size=1, max_size=6, unique_by=lambda point: (point[0], point[1].name),
)  # fmt: skip
LEFT, RIGHT = (
    next(each for each in NAMED if (each.sites, each.side) == (("calf",), side)) for side in ("left", "right")
)


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=POINTS, data=st.data())
@pytest.mark.parametrize("program", WRITERS)
def test_names_of_one_moment_are_one_cramp_which_stays_itself_when_its_file_grows_turns_round_or_is_corrected(
    program: str,
    points: list[Point],
    data: st.DataObject,
    cramp: Cramp,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("moments")
    diary, path = ("--diary", str(folder / "a.db")), folder / "a.csv"
    known: dict[int, str] = {}
    count = data.draw(st.integers(1, len(points)))
    turned = data.draw(st.permutations(points))
    corrected = [(day, thing, data.draw(st.integers(2, 3))) for day, thing, _ in points]
    for state in (points[:count], points, turned, corrected):
        path.write_text(WRITERS[program](state), encoding="utf-8")
        ran = cramp(*diary, "import", "--new", path, *OPTIONS.get(program, ()), "-y", "--json")
        assert ran.exit_code == 0, ran.err
        assert state is not turned or ran.json["new"] == 0
        found, expected = shown(cramp, *diary), told(state, program)
        assert [each[:4] for each in found] == [each[:4] for each in expected]
        for one, other in zip(found, expected, strict=True):
            assert other[4] <= one[4], (one, other)
        entries = {
            int(each["at"][8:10]): each["uid"] for each in cramp(*diary, "list", "--json").json["entries"]
        }
        assert entries.items() >= known.items()
        known = entries
    assert cramp(*diary, "import", path, "-y", "--json").json["new"] == 0


def cramps_in(folder: Path, text: str, *maps: str) -> list[Episode]:
    return [each for each in read(folder, text, *maps) if isinstance(each, Episode)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Date,Time,Symptom\n2026-01-05,03:10,left calf cramp\n2026-01-05,03:10,right calf cramp\n", 1),
        ("Date,Time,Symptom\n2026-01-05,03:10,left calf cramp\n2026-01-05,03:11,right calf cramp\n", 2),
        ("Date,Time,Symptom\n2026-01-05,03:10,left calf cramp\n2026-01-06,03:10,right calf cramp\n", 2),
        ("Date,Time,Symptom\n2026-01-05,12:00,left calf cramp\n2026-01-05,,right calf cramp\n", 2),
        ("Date,Time,Symptom\n2026-01-05,03:10,left calf cramp\n2026-01-05,03:10,left calf cramp\n", 2),
        ("Date,Symptom,Pain\n2026-01-05,left calf cramp,5\n2026-01-05,right calf cramp,3\n", 1),
        ("Date,Symptom,Minutes\n2026-01-05,left calf cramp,5\n2026-01-05,right calf cramp,3\n", 2),
        ("Date,Time,Where,Pain\n2026-01-05,03:10,left calf,5\n2026-01-05,03:10,right calf,3\n", 2),
        ("Date,Where,Pain\n2026-01-05,left calf,5\n2026-01-05,right calf,3\n", 2),
        (
            "When,Symptom\n2026-10-25T02:10+02:00,left calf cramp\n2026-10-25T02:10+01:00,right calf cramp\n",
            2,
        ),
    ],
)
def test_a_moment_is_a_time_as_it_is_written_and_only_names_are_of_one(
    text: str, count: int, tmp_path: Path
) -> None:
    found = cramps_in(tmp_path, text)
    assert len(found) == count
    if count == 1:
        assert (found[0].sites, found[0].side) == (("calf",), "both")
        assert {*(found[0].note or "").splitlines()} == {"left calf cramp", "right calf cramp"}


def test_of_two_lengths_of_one_cramp_the_longer_is_its_own(tmp_path: Path) -> None:
    rows = [[name, "2026-01-05T03:10:00Z", f"0:0{minutes}:00", "", ""] for name, minutes in LENGTHS]
    for each in (rows, rows[::-1]):
        (one,) = read_whole(table([["FeatureName", "Timestamp", "Value", "Label", "Note"], *each])).found  # type: ignore[attr-defined]
        assert one.duration_s == 7 * 60


LENGTHS = (("Leg cramp", 3), ("Foot cramp", 7), ("Toe cramp", 5))


def test_a_part_of_the_day_is_not_the_hour_that_it_is_taken_for(tmp_path: Path) -> None:
    rows = [
        ["5th Jan 2026", "Monday", clock, "Symptom", "", f"{name} cramp (Mild)", ""]
        for clock, name in (("am", "Calf"), ("09:00", "Foot"), ("am", "Toe"))
    ]
    text = table([["date", "weekday", "time of day", "category", "rating/amount", "detail", "notes"], *rows])
    found = read_whole(text).found  # type: ignore[attr-defined]
    assert [(each.precision, each.sites) for each in found] == [
        ("approx", ("calf", "toes")), ("minute", ("foot",)),
    ]  # fmt: skip


YES = ("yes", "Y", "ja", "x", "1", "✓")


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    headers=st.lists(
        st.sampled_from(["Leg cramp", "Foot cramps", "Left calf cramp?", "Right toe cramps"]),
        min_size=2,
        unique=True,
    ),
    data=st.data(),
)
@example(headers=["Leg cramp", "Foot cramps"], data=None)
def test_columns_that_say_yes_in_one_row_are_one_cramp_and_those_that_count_are_as_many(
    headers: list[str], data: st.DataObject | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("yes")
    cells = [data.draw(st.sampled_from(YES)) if data else "yes" for _ in headers]
    maps = [f"{each}=count" for each in headers]
    text = table([["Date", *headers], ["2026-01-05", *cells]])
    (one,) = cramps_in(folder, text, *maps)
    places = {
        "Leg cramp": "leg",
        "Foot cramps": "foot",
        "Left calf cramp?": "calf",
        "Right toe cramps": "toes",
    }
    assert {*one.sites} == {places[each] for each in headers}
    sides = {each.split()[0].casefold() for each in headers} & {"left", "right"}
    assert one.side == ("both" if len(sides) > 1 else next(iter(sides), None))
    assert {*(one.note or "").splitlines()} >= {*headers}
    counted = table([["Date", *headers], ["2026-01-05", *cells], ["2026-01-07", *["2"] * len(headers)]])
    assert len(cramps_in(folder, counted, *maps)) == 3 * len(headers)
    numbered = table([["Date", "Number of cramps", *headers], ["2026-01-05", str(len(headers)), *cells]])
    assert [len(each.sites) for each in cramps_in(folder, numbered, *maps)] == [1] * len(headers)


def test_a_name_with_how_bad_it_was_and_one_with_yes_are_one_cramp(tmp_path: Path) -> None:
    (one,) = cramps_in(tmp_path, "Date,Leg cramp (0-10),Foot cramp\n2026-01-05,7,yes\n")
    assert (one.severity, {*one.sites}) == (7, {"leg", "foot"})
    assert {*(one.note or "").splitlines()} == {"Leg cramp (0-10)", "Foot cramp"}


def test_a_name_that_is_explained_later_is_of_the_same_cramp_and_what_was_changed_here_stays(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    day = "2026-01-05T03:10:00.000Z"
    header = "FeatureName,Timestamp,Value,Label,Note\n"
    path.write_text(f"{header}Cramps,{day},9,,\nLeg cramp,{day},4,,\n")
    assert cramp("import", path, "-y").exit_code == 0
    assert cramp("edit", "1", "--woke").exit_code == 0
    assert cramp("import", path, "--map", "Cramps=cramp", "-y").exit_code == 0
    (one,) = records(cramp)
    assert isinstance(one, Episode)
    assert (one.severity, one.sites, one.woke) == (9, ("leg",), True)


def test_what_was_two_and_is_one_by_now_leaves_nothing_behind(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for second, count in ((LEFT, 3), (RIGHT, 2)):
        path.write_text(visible([(5, LEFT, 2), (6, LEFT, 2), (6, second, 3)]))
        assert cramp("import", path, "-y").exit_code == 0
        assert len(records(cramp)) == count
    assert [(each.severity, each.side) for each in records(cramp) if isinstance(each, Episode)] == [
        (5, "left"),
        (8, "both"),
    ]


@pytest.mark.parametrize(
    ("seconds", "names", "count"),
    [
        (("05.100", "50.000"), ("Left calf cramp", "Right calf cramp"), 1),
        (("05.100", "05.200"), ("Leg cramp", "Leg cramp"), 2),
        (("59.000", "60.000"), ("Left calf cramp", "Right calf cramp"), 2),
    ],
)
def test_what_is_filled_in_within_one_minute_is_of_one_moment(
    seconds: tuple[str, str], names: tuple[str, str], count: int
) -> None:
    at = [f"2026-01-04T03:10:{each}Z".replace("10:60", "11:00") for each in seconds]
    rows = [[name, moment, "1", "", ""] for name, moment in zip(names, at, strict=True)]
    text = table([["FeatureName", "Timestamp", "Value", "Label", "Note"], *rows])
    found = read_whole(text).found  # type: ignore[attr-defined]
    assert len(found) == count
    assert count == 2 or found[0].side == "both"


def test_what_an_earlier_cramp_told_apart_by_seconds_is_one_by_now(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    rows = [
        [f"{side} calf cramp", f"2026-01-04T03:10:{second}.000Z", "4", "", ""]
        for side, second in (("Left", "05"), ("Right", "50"))
    ]
    path.write_text(table([["FeatureName", "Timestamp", "Value", "Label", "Note"], *rows]))
    with monkeypatch.context() as before:
        before.setattr("crampdiary.exchange.one_moment._minute", lambda at: at)
        assert cramp("import", "--new", path, "-y").exit_code == 0
    assert len(records(cramp)) == 2
    assert cramp("import", path, "-y").exit_code == 0
    (one,) = records(cramp)
    assert isinstance(one, Episode)
    assert one.side == "both"
