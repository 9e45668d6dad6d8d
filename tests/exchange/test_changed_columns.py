"""A sheet whose columns changed since its last import: what was said of those that are left counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kit.peer_writers import table
from kit.running import Cramp, Ran

COLUMNS = {
    "When": ("date", ["2026-03-01", "2026-03-03", "2026-03-05"]),
    "Cramped": ("count", ["yes", "no", "yes"]),
    "Oomph": ("severity", ["5", "", "7"]),
    "Spot": ("place", ["left calf", "", "right foot"]),
    "Mag": ("used:magnesium", ["yes", "yes", "no"]),
    "Vino": ("had:alcohol", ["no", "yes", "yes"]),
}
NEW = {"Foot balm": ("new", ["yes", "no", "yes"]), "Moon": ("ignore", ["full", "half", "new"])}


def maps_of(names: list[str]) -> list[str]:
    return [part for each in names for part in ("--map", f"{each}={(COLUMNS | NEW)[each][0]}")]


def write(path: Path, names: list[str]) -> Path:
    cells = [(COLUMNS | NEW)[each][1] for each in names]
    path.write_text(table([names, *map(list, zip(*cells, strict=True))]), encoding="utf-8")
    return path


def shown(cramp: Cramp, *diary: object) -> list[tuple[str, ...]]:
    names = ("kind", "at", "night", "severity", "sites", "side", "role", "word", "note")
    found = cramp(*diary, "list", "--all", "--json").json["entries"]
    return sorted(tuple(str(each.get(name)) for name in names) for each in found)


OTHERS = [each for each in COLUMNS if each != "When"]


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.permutations(OTHERS).flatmap(lambda names: st.integers(1, 5).map(lambda count: names[:count])),
    added=st.lists(st.sampled_from([*NEW]), unique=True),
    moves=st.booleans(),
    data=st.data(),
)
@example(first=["Cramped"], added=["Foot balm"], moves=False, data=None)
def test_a_sheet_that_gained_or_moved_columns_goes_by_what_was_said_and_asks_for_the_new_ones_alone(
    first: list[str],
    added: list[str],
    moves: bool,
    data: st.DataObject | None,
    cramp: Cramp,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    if not {"Cramped", "Oomph", "Spot"} & {*first}:
        first = ["Cramped", *first]
    before = ["When", *first]
    after = [*before, *added]
    after = data.draw(st.permutations(after)) if data else after
    diary, path = ("--diary", folder / "a.db"), folder / "a.csv"
    ran = cramp(*diary, "import", "--new", write(path, before), *maps_of(before), "-y")
    assert ran.exit_code == 0, ran.err
    once = shown(cramp, *diary)
    path = write(folder / ("b.csv" if moves else "a.csv"), after)
    ran = cramp(*diary, "import", path, "-y")
    assert ran.exit_code == 0, ran.err
    assert shown(cramp, *diary) == once
    assert ("New in this sheet" in ran.out) == bool(added)
    named = ran.out.partition("New in this sheet, and not taken: ")[2].partition(". Say what")[0]
    assert {each for each in (COLUMNS | NEW) if f"{each} (" in named} == {*added}
    if "Foot balm" in added:
        assert '--map "Foot balm=new"' in ran.out or '--map "Moon=ignore"' in ran.out
    told = cramp(*diary, "import", path, "-y").out
    assert "New in this sheet" not in told
    assert cramp(*diary, "import", path, *maps_of(added), "-y").exit_code == 0
    fresh = ("--diary", folder / "b.db")
    ran = cramp(*fresh, "import", "--new", path, *maps_of(after), "-y")
    assert shown(cramp, *diary) == shown(cramp, *fresh)


def test_a_column_that_went_or_has_another_name_is_not_asked_for_and_doubles_nothing(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    names = ["When", "Cramped", "Mag", "Vino"]
    assert cramp("import", write(path, names), *maps_of(names), "-y").exit_code == 0
    count = len(shown(cramp))
    ran: Ran = cramp("import", write(path, ["When", "Cramped", "Mag"]), "-y")
    assert (ran.exit_code, len(shown(cramp))) == (0, count)
    assert "has no column" not in ran.out
    ran = cramp("import", write(path, ["When", "Cramped", "Foot balm"]), "-y")
    assert (ran.exit_code, len(shown(cramp))) == (0, count)
    assert "New in this sheet, and not taken: Foot balm (yes, no)." in ran.out


def test_a_sheet_of_another_kind_at_one_place_is_asked_for_anew(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert (
        cramp("import", write(path, ["When", "Cramped"]), *maps_of(["When", "Cramped"]), "-y").exit_code == 0
    )
    assert "--save-map" in cramp("import", write(path, ["When", "Foot balm", "Moon"]), "-y").err
    assert "--save-map" in cramp("import", write(tmp_path / "b.csv", ["When", "Mag", "Vino"]), "-y").err


def test_one_that_lies_elsewhere_is_another_unless_it_has_all_the_columns(
    cramp: Cramp, tmp_path: Path
) -> None:
    names = ["When", "Cramped", "Mag"]
    path = write(tmp_path / "a.csv", names)
    assert cramp("import", path, *maps_of(names), "-y").exit_code == 0
    other = write(tmp_path / "b.csv", ["When", "Cramped", "Moon"])
    assert "--save-map" in cramp("import", other, "-y").err
    assert cramp("import", write(other, [*names, "Moon"]), "-y").exit_code == 0
