"""Every sample imported again: in another zone, with and without its map, after an undo, a deletion and a change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exchange.test_samples import OPTIONS, OTHERS, SAMPLES, TAKEN
from kit.peerfiles import FILES
from kit.running import Cramp

HERE, THERE = "Europe/London", "Asia/Tokyo"
PEERS = sorted(path.name for path in FILES.iterdir())
MAPS = {
    **OPTIONS,
    "csv_of_any_kind.csv": ("When=at:%d.%m.%Y %H:%M", "How bad=severity", "Lasted=minutes", "Where=place"),
    "daylio.csv": ("reading=ignore",),
    "bearable.csv": ("Headache=cramp", "Board games=trigger:new"),
}
EVERY = [*((SAMPLES / name) for name in TAKEN), *((FILES / name) for name in PEERS)]
every_sample = pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)


def imported(cramp: Cramp, path: Path, zone: str = HERE, *diary: str, maps: bool = True) -> dict[str, Any]:
    """Import a sample; a sheet of which nobody says the columns is refused, and `{}` returned."""
    said = [each for one in (MAPS.get(path.name, ()) if maps else ()) for each in ("--map", one)]
    ran = cramp(
        *diary, "import", "--new", path, *said, *OTHERS.get(path.name, ()), "--zone", zone, "--json", "-y"
    )
    if ran.exit_code and not maps:
        assert "--save-map" in ran.err
        return {}
    assert ran.exit_code == 0, ran.err
    return dict(ran.json)


def shown(cramp: Cramp, *diary: str) -> dict[str, dict[str, Any]]:
    """Return all entries by their ids, without their numbers, which are those of their coming."""
    assert cramp(*diary, "info", "--verify", "--json").exit_code == 0
    found = cramp(*diary, "list", "--json").json["entries"]
    assert len({each["uid"] for each in found}) == len(found)
    return {each["uid"]: {name: value for name, value in each.items() if name != "id"} for each in found}


def counts(told: dict[str, Any], *names: str) -> list[int]:
    """Return how many entries of all kinds are each of some of new, changed, known."""
    return [sum(each[name] for each in told["kinds"].values()) for name in names]


WAYS = [
    [(HERE, True), (HERE, True)],
    [(THERE, True), (HERE, True)],
    [(HERE, False), (HERE, True)],
    [(THERE, False), (HERE, False), (HERE, True)],
    [(HERE, True), (THERE, False), (HERE, False)],
    [(THERE, True), (HERE, False)],
]


@pytest.mark.slow
@every_sample
def test_in_whatever_order_zones_and_maps_are_said_the_diary_is_the_same(
    path: Path, cramp: Cramp, tmp_path: Path
) -> None:
    found = []
    for number, way in enumerate([[(HERE, True)], *WAYS]):
        diary = ("--diary", str(tmp_path / f"{number}.db"))
        for zone, maps in way:
            imported(cramp, path, zone, *diary, maps=maps)
        told = imported(cramp, path, HERE, *diary)
        assert counts(told, "new", "changed") == [0, 0], way
        found.append((shown(cramp, *diary), counts(told, "known")))
    assert all(each == found[0] for each in found), [
        WAYS[at - 1] for at, each in enumerate(found) if each != found[0]
    ]
    assert found[0][0]


@pytest.mark.slow_but_first
@every_sample
def test_what_is_undone_comes_back_and_what_is_deleted_or_changed_here_stays_so(
    path: Path, cramp: Cramp
) -> None:
    imported(cramp, path)
    first = shown(cramp)
    assert cramp("undo").exit_code == 0
    assert shown(cramp) == {}
    imported(cramp, path)
    assert shown(cramp) == first
    entries = cramp("list", "--json").json["entries"]
    mine = entries[-1]
    assert cramp("edit", str(mine["id"]), "--note", "Mine.").exit_code == 0
    for zone in (THERE, HERE):
        imported(cramp, path, zone)
    assert shown(cramp) == {**first, mine["uid"]: {**first[mine["uid"]], "note": "Mine."}}
    gone = entries[0]
    assert cramp("delete", str(gone["id"]), "-y").exit_code == 0
    for zone in (HERE, THERE, HERE):
        told = imported(cramp, path, zone)
        assert (counts(told, "new"), told["deleted_here"]) == ([0], [gone["id"]])
        assert gone["uid"] not in shown(cramp)
    assert "deleted here" in cramp("import", path, *OTHERS.get(path.name, ()), "-y").out
    assert cramp("delete", "--undo", str(gone["id"])).exit_code == 0
    left = {**first, mine["uid"]: {**first[mine["uid"]], "note": "Mine."}}
    if gone["uid"] != mine["uid"]:
        assert shown(cramp) == left
