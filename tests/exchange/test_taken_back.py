"""What a wide sheet said yes to and now says no to is taken back here, as if the sheet came for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.peer_shapes import SHAPES
from kit.peer_writers import table
from kit.running import Cramp

YES = {
    "cell": ("Yes", "x", "1", "400 mg"),
    "flaredown": ("Taken", "1", "300mg", "2 tablets"),
    "cramp": ("3", "1"),
    "count": ("yes", "1", "2"),
}
NO = {"cell": ("No", "forgot", "0"), "flaredown": ("Not Taken", "No"), "cramp": ("0",), "count": ("no", "0")}
FLAREDOWN = {
    "Leg cramps": "cramp", "Foot cramp": "cramp", "Magnesium": "flaredown", "Stretching": "flaredown",
    "Alcohol": "flaredown", "Zoloft": "flaredown", "Heat": "flaredown",
}  # fmt: skip
OWN = {
    "Leg cramps": "count",
    "Foot cramps": "count",
    "Magnesium": "cell",
    "Wine": "cell",
    "Foot balm": "cell",
}
MAPS = (
    "Leg cramps=count",
    "Foot cramps=count",
    "Magnesium=used:magnesium",
    "Wine=had:alcohol",
    "Foot balm=new",
)
SHEETS = {
    "flaredown": (FLAREDOWN, ["Tags", "Foods"], ()),
    "of_ones_own": (OWN, [], tuple(part for each in ("Date=date", *MAPS) for part in ("--map", each))),
}
Cells = list[dict[str, bool]]


def shown(cramp: Cramp, path: Path, *options: str | Path) -> list[tuple[object, ...]]:
    ran = cramp("--diary", path.with_suffix(".db"), *options)
    assert ran.exit_code == 0, ran.err
    names = ("kind", "at", "night", "severity", "sites", "role", "word", "amount")
    entries = cramp("--diary", path.with_suffix(".db"), "list", "--all", "--json").json["entries"]
    return sorted((tuple(str(each.get(name)) for name in names) for each in entries), key=str)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), count=st.integers(1, 3))
@pytest.mark.parametrize("program", SHEETS)
def test_a_yes_that_is_a_no_by_now_goes(
    program: str, data: st.DataObject, count: int, cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    columns, more, options = SHEETS[program]
    folder = tmp_path_factory.mktemp("back")
    said = [
        {each: data.draw(st.sampled_from((*YES[kind], *NO[kind]))) for each, kind in columns.items()}
        for _ in range(count)
    ]
    then = [
        {
            each: data.draw(st.sampled_from(NO[kind])) if data.draw(st.booleans()) else row[each]
            for each, kind in columns.items()
        }
        for row in said
    ]

    def write(name: str, rows: Sequence[dict[str, str]]) -> Path:
        cells = [
            [f"2026-03-{2 * day + 1:02}", *row.values(), *[""] * len(more)] for day, row in enumerate(rows)
        ]
        path = folder / name
        path.write_text(table([["Date", *columns, *more], *cells]), encoding="utf-8")
        return path

    def imported(path: Path) -> list[tuple[object, ...]]:
        return shown(cramp, path, "import", "--new", path, *options, "-y")

    imported(write("a.csv", said))
    assert imported(write("a.csv", then)) == imported(write("b.csv", then))


@pytest.mark.slow_but_first
@pytest.mark.parametrize("cells", [("0", ""), ("", "0")])
@pytest.mark.parametrize("field", ["cramp", "count"])
def test_of_two_cramps_in_a_row_the_one_that_is_denied_goes_where_nothing_is_said_of_the_other(
    cells: tuple[str, str], field: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    maps = ("Date=date", f"Leg cramp={field}", f"Foot cramp={field}", "Woke=woke")
    options = [part for each in maps for part in ("--map", each)]
    for row, left in ((["1" if each else "" for each in cells], 1), (cells, 0)):
        path.write_text(table([["Date", "Leg cramp", "Foot cramp", "Woke"], ["2026-03-01", *row, ""]]))
        assert len(shown(cramp, path, "import", "--new", path, *options, "-y")) == left


def test_a_cramp_that_was_none_goes_though_its_night_has_another(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    header = "FeatureName,Timestamp,Value,Label,Note\n"
    for first, left in (("5", 2), ("0", 1)):
        rows = [f"Leg cramp,2026-03-01T0{hour}:00:00Z,{value},,\n" for hour, value in ((2, first), (4, "3"))]
        path.write_text(header + "".join(rows))
        assert len(shown(cramp, path, "import", "--new", path, "-y")) == left


def test_each_no_is_counted_as_what_it_is_and_no_name_is_asked_for_by_it(
    cramp: Cramp, tmp_path: Path
) -> None:
    columns = [each for each in FLAREDOWN if FLAREDOWN[each] == "flaredown"]
    rows = [[f"2026-03-{day:02}", "3", *["Not Taken"] * len(columns), "", ""] for day in range(1, 4)]
    (tmp_path / "a.csv").write_text(table([["Date", "Leg cramps", *columns, "Tags", "Foods"], *rows]))
    told = cramp("import", tmp_path / "a.csv", "-y", "--json").json
    assert told["ignored"] == {"no, or 0, of what is no cramp": 3 * len(columns)}
    assert told["unknown"] == {}


@pytest.mark.parametrize("name", ["Leg cramps", "No leg cramps", "Magnesium"])
@pytest.mark.parametrize("program", [each for each in SHAPES if each not in ("jrnl", "csv")])
def test_a_name_that_is_left_out_by_now_leaves_the_diary_that_it_would_have_left_at_first(
    program: str, name: str, cramp: Cramp, tmp_path: Path
) -> None:
    content = SHAPES[program](["Leg cramps", "No leg cramps", "Magnesium"], "", "")
    content = content.encode() if isinstance(content, str) else content
    later, first = tmp_path / "later.csv", tmp_path / "first.csv"
    for path in (later, first):
        path.write_bytes(content)
    ignoring = ("--map", f"{name}=ignore", "-y")
    shown(cramp, later, "import", "--new", later, "-y")
    assert shown(cramp, later, "import", later, *ignoring) == shown(
        cramp, first, "import", "--new", first, *ignoring
    )
