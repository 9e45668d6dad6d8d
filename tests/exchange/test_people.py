"""Sheets of several people: nobody else's cramps are taken, and whose the rows are is never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp
from kit.sheets import read_as_saved

FIRST = date(2026, 1, 1)
SELF = ("me", "Me", "I", "myself", "ich", "")


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_of_several_people_only_the_rows_of_me_are_taken(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = data.draw(st.sampled_from(["Who", "Who?", "Person", "Family member", "Whose", "Wer"]))
    people = data.draw(st.lists(st.sampled_from([*SELF, "Mum", "Anna", "dad"]), min_size=1, max_size=6))
    people = ["me", *people]
    rows = {"Day": [str(FIRST + timedelta(days=2 * at)) for at in range(len(people))], header: people}
    rows["Leg cramps"] = [data.draw(st.sampled_from(["1", "0"])) for _ in people]
    order = data.draw(st.permutations([*rows]))
    text = table([order, *map(list, zip(*(rows[each] for each in order), strict=True))], ";")
    reading, found = read_as_saved(tmp_path_factory.mktemp("a"), text)
    mine = [at for at, each in enumerate(people) if each in SELF]
    nights = {(each.night - FIRST).days // 2: isinstance(each, Episode) for each in found}  # type: ignore[union-attr]
    assert nights == {at: rows["Leg cramps"][at] == "1" for at in mine}
    others = sum(count for what, count in reading.ignored.items() if what.startswith("row of somebody else"))
    assert others == len(people) - len(mine)


@pytest.mark.parametrize(("people", "number"), [("Anna|Anna", 2), ("me|Me", 2), ("|", 2)])
def test_the_rows_of_one_are_all_taken(people: str, number: int, tmp_path: Path) -> None:
    first, second = people.split("|")
    _, found = read_as_saved(tmp_path, f"Date,Who,Pain\n2026-03-01,{first},5\n2026-03-03,{second},4\n")
    assert len(found) == number


def test_where_nobody_is_called_me_the_way_out_works_off_a_terminal(cramp: Cramp, tmp_path: Path) -> None:
    path, saved = tmp_path / "a.csv", tmp_path / "a.map"
    path.write_text("Date,Person,Where,Pain\n2026-03-01,Anna,left calf,7\n2026-03-03,Bob,toes,3\n")
    assert cramp("import", path, "--save-map", saved).exit_code == 0
    ran = cramp("import", path, "--map", saved, "-y")
    assert (ran.exit_code, records(cramp)) == (2, [])
    said = [each.split('"')[1] for each in ran.err.split("--map ")[1:4]]
    assert said == ["Person=name", "Anna=cramp", "Bob=ignore"]
    maps = [each for one in said for each in ("--map", one)]
    assert cramp("import", path, "--map", saved, *maps, "-y").exit_code == 0
    (one,) = records(cramp)
    assert (one.kind, getattr(one, "severity", None)) == ("episode", 7)
    assert '--map "Person=ignore"' in ran.err
    assert (
        cramp("import", path, "--map", saved, "--map", "Person=ignore", "--dry-run", "-y", "--json").json[
            "new"
        ]
        == 2
    )
