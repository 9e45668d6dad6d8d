"""What stands beside a cramp in its row, and is not of its minute: remedies, triggers, and further cramps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode, Exposure
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp
from kit.sheets import read_as_saved

FIRST = date(2026, 1, 1)
CLOCKS = ("03:10", "23:15", "11:59", "12:00", "00:05")


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_a_remedy_beside_a_cramp_is_of_its_night(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In whatever order the columns stand; in a row without a cramp a time is that of the remedy."""
    clock = data.draw(st.sampled_from(CLOCKS))
    has_cramp, is_at = data.draw(st.booleans()), data.draw(st.booleans())
    when = {"When": f"{FIRST} {clock}"} if is_at else {"Day": str(FIRST), "Time": clock}
    cells = {
        **when,
        "Pain": "5" if has_cramp else "",
        "Magnesium": "x",
        "Alcohol": "yes",
        "Supplements": "stretching",
    }
    order = data.draw(st.permutations([*cells]))
    maps = ["When=at" if is_at else "Time=time", "Supplements=used"]
    text = table([order, [cells[each] for each in order]], ";")
    _, found = read_as_saved(tmp_path_factory.mktemp("a"), text, maps=maps)
    used = [each for each in found if isinstance(each, Exposure)]
    at = datetime.combine(FIRST, datetime.strptime(clock, "%H:%M").time())
    night = (at - timedelta(hours=12)).date()
    assert {each.word for each in used} == {"magnesium", "alcohol", "stretching"}
    assert {each.night for each in used} == {night}
    shown = {(each.at.replace(tzinfo=None), each.precision) for each in used}
    assert shown == {
        (datetime.combine(night, datetime.min.time().replace(hour=12)), "day")
        if has_cramp
        else (at, "minute")
    }
    assert [each.at.replace(tzinfo=None) for each in found if isinstance(each, Episode)] == [at] * has_cramp


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("clock", CLOCKS)
def test_of_several_cramps_one_is_at_the_time_of_the_row(number: int, clock: str, tmp_path: Path) -> None:
    _, found = read_as_saved(tmp_path, f"Date,Time,Leg cramps\n2026-03-02,{clock},{number}\n")
    cramps = [each for each in found if isinstance(each, Episode)]
    assert sorted(each.precision for each in cramps) == ["day"] * (number - 1) + ["minute"]
    assert len({each.night for each in cramps}) == 1


def test_off_a_terminal_nothing_comes_twice_and_a_rescue_keeps_its_time(cramp: Cramp, tmp_path: Path) -> None:
    path, saved = tmp_path / "a.csv", tmp_path / "a.map"
    path.write_text("Date,Time,Leg cramps,Magnesium\n2026-03-02,03:10,2,yes\n2026-03-04,03:10,1,no\n")
    assert cramp("import", path, "--save-map", saved).exit_code == 0
    assert cramp("import", path, "--map", saved, "-y").exit_code == 0
    assert cramp("import", path, "-y", "--json").json["new"] == 0
    (one,) = [each for each in records(cramp) if isinstance(each, Exposure)]
    assert (one.at.day, one.precision) == (1, "day")
    assert cramp("import", path, "--purpose", "rescue", "-y").exit_code == 0
    (one,) = [each for each in records(cramp) if isinstance(each, Exposure)]
    assert (one.at.isoformat()[:16], one.precision) == ("2026-03-02T03:10", "minute")
    path.write_text(path.read_text().replace("2,yes", "2,no"))
    assert cramp("import", path, "-y").exit_code == 0
    assert [each.kind for each in records(cramp)] == ["episode"] * 3
