"""Migraine Buddy's CSV: a preamble, attacks with offsets, medicines by how they helped."""

from __future__ import annotations

from pathlib import Path

import pytest

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode
from kit.peer_writers import MIGRAINE_BUDDY, table
from kit.peerfiles import FILES, imported, written_again
from kit.running import Cramp


def test_attacks_become_cramps_on_the_clock_they_were_written_by(cramp: Cramp) -> None:
    told, records = imported(cramp, "migraine_buddy.csv")
    assert told["format"] == "migraine-buddy"
    first, second = records
    assert isinstance(first, Episode)
    assert first.at.isoformat() == "2024-04-29T23:50:00+02:00"
    assert (first.severity, first.duration_s, first.side, first.sites) == (7, 3600, "left", ("calf",))
    assert first.triggers == ("stress", "weather")
    assert first.sensations == ("numbness",)
    assert isinstance(second, Episode)
    assert second.at.isoformat()[-6:] == "-05:00"
    assert (second.duration_s, second.severity) == (((24 + 2) * 60 + 15) * 60, None)
    assert (second.sites, second.side) == (("arch",), "right")
    assert told["left_out"] == {"attack without a type": 1}  # it has no place in leg or foot


def test_what_helped_is_kept_with_its_relief_and_unknown_names_in_the_note(cramp: Cramp) -> None:
    told, records = imported(cramp, "migraine_buddy.csv")
    first = records[0]
    assert isinstance(first, Episode)
    assert first.tried == (
        Tried(remedy="magnesium", relief="helped"),
        Tried(remedy="painkiller", relief="no"),
        Tried(remedy="stretching", relief="helped"),
        Tried(remedy="massage", relief="somewhat"),
        Tried(remedy="heat", relief="no"),
    )
    assert first.note
    assert first.note.startswith('said "ouch", twice')
    assert "Potential Triggers: Moon phase" in first.note
    assert told["unknown"] == {"Moon phase": 1}


def test_the_place_on_the_map_is_never_read(cramp: Cramp) -> None:
    told, records = imported(cramp, "migraine_buddy.csv")
    assert told["ignored"]["place on the map (never read)"] == 1
    assert not any("u33dc0" in repr(record) for record in records)
    assert "u33dc0" not in repr(told)


def test_it_makes_no_clear_nights_and_a_second_import_brings_nothing(cramp: Cramp) -> None:
    _, records = imported(cramp, "migraine_buddy.csv")
    assert {record.kind for record in records} == {"episode"}
    assert written_again(cramp, "migraine_buddy.csv") == 0


def test_an_older_file_without_preamble_and_offsets_is_on_the_local_clock(cramp: Cramp) -> None:
    _, (record,) = imported(cramp, "migraine_buddy_old.csv")
    assert isinstance(record, Episode)
    assert record.at.isoformat() == "2024-04-29T23:50:00+01:00"
    assert record.tried == (Tried(remedy="pickle-juice", relief="helped"),)
    assert (record.triggers, record.sites, record.duration_s) == (("alcohol",), ("toes",), 300)


def test_bad_rows_are_named_and_nothing_is_stored(cramp: Cramp, tmp_path: Path) -> None:
    text = (FILES / "migraine_buddy_old.csv").read_text()
    row = text.splitlines()[1]
    bad = [row.replace("04/29/24", "29.04.24"), row.replace('"7"', '"12"'), row.replace("00h 05m", "5 min")]
    (tmp_path / "a.csv").write_text("\n".join([text.rstrip(), *bad]))
    ran = cramp("import", tmp_path / "a.csv")
    assert ran.exit_code == 1
    assert [line.split(":")[0] for line in ran.err.splitlines()[:3]] == [
        f"a.csv, line {n}" for n in (3, 4, 5)
    ]
    assert cramp("list", "--json").json["entries"] == []


def attack(path: Path, types: str, places: str, level: str = "7", note: str = "") -> Path:
    cells = ["1", "03/02/26 03:10", "00h 05m", "0", "0", "", types, level, "", places, "", "", note]
    path.write_text(f'"Date","Notes"\n\n{MIGRAINE_BUDDY}\n{table([cells])}', encoding="utf-8")
    return path


@pytest.mark.parametrize("place", ["Linke Wade", "Back of my left calf muscle thing", "Beinchen"])
def test_a_position_that_is_not_understood_is_kept_asked_and_can_be_said(
    place: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = attack(tmp_path / "a.csv", "Leg cramp", f"Right calf, Tummy, {place}")
    ran = cramp("import", path, "--dry-run")
    assert f'Say what it is, as in --map "{place}=left calf".' in ran.out
    told, (one,) = imported(cramp, path)
    assert isinstance(one, Episode)
    assert (one.sites, one.side, told["unknown"]) == (("calf",), "right", {place: 1})
    assert f"Pain Positions: {place}" in str(one.note)
    assert "Pain Positions: Tummy" in str(one.note)
    told, (one,) = imported(cramp, path, "--map", f"{place}=left calf")
    assert isinstance(one, Episode)
    assert (one.side, told["unknown"], place in str(one.note)) == ("both", {}, False)


def test_a_position_that_is_ignored_takes_no_other_with_it(cramp: Cramp, tmp_path: Path) -> None:
    path = attack(tmp_path / "a.csv", "Muscle cramp", "Left calf, Right foot")
    _, (one,) = imported(cramp, path, "--map", "Right foot=ignore")
    assert isinstance(one, Episode)
    assert (one.sites, one.side) == (("calf",), "left")


def test_where_somebody_was_is_no_position_that_is_asked_of(cramp: Cramp, tmp_path: Path) -> None:
    path = attack(tmp_path / "a.csv", "Leg cramp", "Left calf")
    head = MIGRAINE_BUDDY.replace('"Attack Types"', '"Attack Types","Attack Location"')
    text = path.read_text(encoding="utf-8").replace(MIGRAINE_BUDDY, head)
    path.write_text(text.replace("Leg cramp,", "Leg cramp,Home,"), encoding="utf-8")
    told, (one,) = imported(cramp, path)
    assert isinstance(one, Episode)
    assert (one.sites, told["unknown"]) == (("calf",), {})
    assert "Attack Location: Home" in str(one.note)
    assert "Pain Positions" not in str(one.note)


@pytest.mark.parametrize("place", ["Left hand", "Left hand, Tummy"])
def test_a_bare_cramp_at_another_part_of_the_body_is_left_out_and_not_asked_of(
    place: str, cramp: Cramp, tmp_path: Path
) -> None:
    told, found = imported(cramp, attack(tmp_path / "a.csv", "Muscle cramp", place))
    assert (found, told["left_out"], told["maybe_cramps"]) == ([], {"Muscle cramp": 1}, {})
    told, found = imported(cramp, attack(tmp_path / "a.csv", "Muscle cramp", f"{place}, Linke Wade"))
    assert (found, told["maybe_cramps"]) == ([], {"Muscle cramp": 1})


@pytest.mark.parametrize("types", ["Almost leg cramp", "leg cramp?", "Fear of leg cramps"])
def test_a_type_that_leaves_it_open_is_asked_and_no_cramp(types: str, cramp: Cramp, tmp_path: Path) -> None:
    told, found = imported(cramp, attack(tmp_path / "a.csv", types, "Left calf"))
    assert (found, types in told["unknown"]) == ([], True)
    _, (one,) = imported(cramp, tmp_path / "a.csv", "--map", f"{types}=cramp")
    assert isinstance(one, Episode)


def test_what_is_left_out_is_told_for_what_it_is(cramp: Cramp, tmp_path: Path) -> None:
    told, found = imported(cramp, attack(tmp_path / "a.csv", "Leg cramp", "Left calf", level="0"))
    assert (found, told["left_out"]) == ([], {})
    assert told["ignored"] == {"attack that says there was no cramp, or no pain": 1}
    told, found = imported(cramp, attack(tmp_path / "b.csv", "Krampf", "Linke Wade"))
    assert (found, told["left_out"], told["maybe_cramps"]) == ([], {}, {"Krampf": 1})


def test_an_attack_of_an_ignored_type_alone_is_ignored_whatever_its_place(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = attack(tmp_path / "a.csv", "Migraine", "Left calf", note="slept badly")
    told, found = imported(cramp, path, "--map", "Migraine=ignore")
    assert (found, told["left_out"]) == ([], {})
    assert told["ignored"] == {"Migraine (by your mapping)": 1, "note of an entry that is not taken": 1}


def remedies(path: Path, **columns: str) -> Path:
    """Write an attack with a cell in some columns, whose names have their spaces as underscores."""
    cells = {
        "#": "1",
        "Started": "03/02/26 03:10",
        "Lasted": "00h 05m",
        "Pain Level": "7",
        "Attack Types": "Leg cramp",
    }
    cells |= {name.replace("_", " "): text for name, text in columns.items()}
    path.write_text(table([[*cells], [*cells.values()]]), encoding="utf-8")
    return path


def test_a_dose_and_a_second_medicine_of_one_kind_stand_in_the_note(cramp: Cramp, tmp_path: Path) -> None:
    path = remedies(
        tmp_path / "a.csv",
        Helpful_Medication="Magnesium (300 mg), Ibuprofen",
        Unhelpful_Medication="Paracetamol, No medication",
    )
    _, (one,) = imported(cramp, path)
    assert isinstance(one, Episode)
    assert [(each.remedy, each.relief) for each in one.tried] == [
        ("magnesium", "helped"),
        ("painkiller", "helped"),
    ]
    assert str(one.note).split("\n")[1:] == [
        "Helpful Medication: Magnesium (300 mg)", "Unhelpful Medication: Paracetamol",
    ]  # fmt: skip


@pytest.mark.parametrize(("lasted", "length"), [("00h 00m", None), ("", None), ("00h 01m", 60)])
def test_a_length_of_nothing_is_one_that_nobody_said(
    lasted: str, length: int | None, cramp: Cramp, tmp_path: Path
) -> None:
    _, (one,) = imported(cramp, remedies(tmp_path / "a.csv", Lasted=lasted))
    assert isinstance(one, Episode)
    assert one.duration_s == length
