"""Migraine Buddy's CSV: a preamble, attacks with offsets, medicines by how they helped."""

from __future__ import annotations

from pathlib import Path

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode
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
