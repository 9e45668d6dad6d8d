"""Bearable's CSV: ordinals in dates, words for times and severities, factors in lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from crampdiary.diary.model import Episode
from kit.peerfiles import FILES, brief, imported, written_again
from kit.running import Cramp


def test_symptoms_like_a_cramp_become_cramps_and_factors_exposures(cramp: Cramp) -> None:
    told, records = imported(cramp, "bearable.csv")
    assert told["format"] == "bearable"
    assert sorted(map(brief, records), key=str) == [
        ("2022-01-22T03:10", "minute", 5, ("calf",), "left"),
        ("2022-01-22T20:00", "approx", 8, ("leg",), None),
        ("2022-02-01T12:00", "day", 2, ("foot",), None),
        ("2022-02-02T12:00", "day", 10, ("leg",), None),
        ("2022-02-03T03:00", "approx", "trigger", "alcohol", None),
        ("2022-02-03T03:00", "approx", "trigger", "stress", None),
        ("2022-02-03T13:00", "approx", "remedy", "magnesium", "300 mg"),
        ("2022-02-03T20:00", "approx", 10, ("leg",), None),
    ]
    assert told["unknown"] == {"Board games": 1}
    assert (told["ignored"], told["left_out"]) == ({"mood": 1}, {"Headache": 1})


def test_the_word_that_was_given_for_the_severity_is_kept(cramp: Cramp) -> None:
    _, records = imported(cramp, "bearable.csv")
    notes = [record.note for record in records if isinstance(record, Episode)]
    assert "at night, twice\nLeg cramps (Severe)" in notes
    assert "Charley horse (Unbearable)" in notes
    assert "Leg cramps (Extreme)" in notes


def test_the_newer_file_has_one_more_column(cramp: Cramp) -> None:
    _, (record,) = imported(cramp, "bearable_newer.csv")
    assert brief(record) == ("2022-01-22T20:00", "approx", 8, ("leg",), None)


def test_a_second_import_brings_nothing(cramp: Cramp) -> None:
    imported(cramp, "bearable.csv")
    assert written_again(cramp, "bearable.csv") == 0


def test_a_name_can_be_mapped_or_ignored(cramp: Cramp) -> None:
    told, records = imported(
        cramp,
        "bearable.csv",
        "--map",
        "Headache=cramp",
        "--map",
        "Board games=ignore",
        "--map",
        "Alcohol = ignore",
    )
    assert told["unknown"] == {}
    assert told["ignored"]["Board games (by your mapping)"] == 1
    assert ("2022-02-03T09:00", "approx", 5, (), None) in [brief(record) for record in records]


@pytest.mark.parametrize("wrong", ["32nd Jan 2022", "22nd Foo 2022", "22/01/2022", ""])
def test_a_date_that_is_none_is_named_by_its_line(wrong: str, cramp: Cramp, tmp_path: Path) -> None:
    text = (FILES / "bearable_newer.csv").read_text().replace("22nd Jan 2022,", f"{wrong},")
    (tmp_path / "a.csv").write_text(text)
    ran = cramp("import", tmp_path / "a.csv")
    assert ran.exit_code == 1
    assert "line 2" in ran.err


def test_a_time_of_day_that_is_none_is_refused(cramp: Cramp, tmp_path: Path) -> None:
    text = (FILES / "bearable_newer.csv").read_text()
    for wrong in ("24:00", "25:00", "12:60", "evening", "9"):
        (tmp_path / "a.csv").write_text(text.replace(",pm,", f",{wrong},"))
        ran = cramp("import", tmp_path / "a.csv")
        assert (ran.exit_code, "line 2" in ran.err) == (1, True), wrong


@pytest.mark.parametrize("clock", ["3:05 AM", "3:05 am", "03:05", "3:05"])
def test_a_time_of_day_may_be_a_time_of_any_clock(clock: str, cramp: Cramp, tmp_path: Path) -> None:
    text = (FILES / "bearable_newer.csv").read_text().splitlines()[:2]
    (tmp_path / "a.csv").write_text("\n".join(text).replace(",pm,", f",{clock},"))
    _, (one,) = imported(cramp, tmp_path / "a.csv")
    assert brief(one)[:2] == ("2022-01-22T03:05", "minute")


def test_all_that_tells_of_a_cramp_is_pointed_out_up_to_twenty(cramp: Cramp, tmp_path: Path) -> None:
    head, row = (FILES / "bearable_newer.csv").read_text().splitlines()[:2]
    rows = [row.replace("Symptom", "Sleep factors").replace("Leg cramps (Severe)", "Leg cramps")] * 23
    (tmp_path / "a.csv").write_text("\n".join([head, *rows]))
    told = cramp("import", tmp_path / "a.csv", "--json").json
    assert (len(told["mentions"]), told["ignored"]["more that tells of a cramp"]) == (20, 3)


def test_semicolons_are_found(cramp: Cramp, tmp_path: Path) -> None:
    lines = (FILES / "bearable_newer.csv").read_text().replace('"at night, twice"', "at night").splitlines()
    (tmp_path / "a.csv").write_text("\n".join(line.replace(",", ";") for line in lines))
    assert cramp("import", tmp_path / "a.csv", "--json").json["format"] == "bearable"


def rows(*lines: str) -> str:
    header = "date,weekday,time of day,category,rating/amount,detail,notes"
    return "\n".join([header, *(f'"22nd Jan 2022","Saturday","pm",{line},""' for line in lines)])


@pytest.mark.slow_but_first
@pytest.mark.parametrize("category", ["Meds/Supplements", "Medication", "Medications", "Supplements", "Meds"])
def test_of_a_medicine_how_much_comes_with_its_number_alone_and_none_of_it_is_no_use(
    category: str, cramp: Cramp, tmp_path: Path
) -> None:
    amounts = {
        ("300", "mg"): "300 mg",
        ("2", "g"): "2 g",
        ("", "mg"): None,
        ("0", "mg"): "",
        ("0.0", "g"): "",
    }
    for (number, unit), much in amounts.items():
        (tmp_path / f"{number}.csv").write_text(rows(f'"{category}","{number}","Magnesium ({unit})"'))
        told, found = imported(cramp, tmp_path / f"{number}.csv")
        assert [record.amount for record in found] == ([] if much == "" else [much]), number  # type: ignore[union-attr]
        assert told["ignored"] == ({"no, or 0, of what is no cramp": 1} if much == "" else {}), number
        cramp("undo")


@pytest.mark.parametrize("category", ["Factors", "factor"])
def test_factors_are_known_by_both_names_of_their_category(
    category: str, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(rows(f'"{category}","","Alcohol"'))
    assert [brief(record)[3] for record in imported(cramp, tmp_path / "a.csv")[1]] == ["alcohol"]
