"""Daylio's CSV: activities by name, clocks on 12 or 24 hours, tabs, columns that came and went."""

from __future__ import annotations

from pathlib import Path

import pytest

from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import read_clock
from kit.peerfiles import FILES, brief, imported, records, written_again
from kit.running import Cramp


def test_activities_become_what_they_are_named_like(cramp: Cramp) -> None:
    told, found = imported(cramp, "daylio.csv")
    assert told["format"] == "daylio"
    assert [brief(record) for record in found] == [
        ("2024-03-28T22:05", "minute", "trigger", "alcohol", None),
        ("2024-03-29T00:15", "minute", None, ("leg",), None),
        ("2024-03-29T22:00", "minute", "remedy", "magnesium", None),
        ("2024-03-29T22:00", "minute", "remedy", "stretching", None),
    ]
    assert told["unknown"] == {"reading": 1}
    assert told["ignored"] == {"mood": 4}
    assert found[1].note == "Woke up\nleg cramp"  # type: ignore[union-attr]
    assert found[2].note == 'Evening\nTried the "new" stretch; felt fine'  # type: ignore[union-attr]


def test_a_second_import_brings_nothing_and_what_an_entry_names_twice_is_one(cramp: Cramp) -> None:
    imported(cramp, "daylio.csv")
    assert written_again(cramp, "daylio.csv") == 0
    assert len(records(cramp)) == 4


def test_the_older_file_has_tabs_and_its_year_apart(cramp: Cramp) -> None:
    _, found = imported(cramp, "daylio_old.tsv")
    assert [brief(record)[0] for record in found] == ["2019-03-29T22:00"] * 2


def test_a_day_without_a_month_that_is_known_is_refused(cramp: Cramp, tmp_path: Path) -> None:
    text = (FILES / "daylio_old.tsv").read_text(encoding="utf-8")
    (tmp_path / "a.tsv").write_text(text.replace("March", "Ma"), encoding="utf-8")
    ran = cramp("import", tmp_path / "a.tsv")
    assert ran.exit_code == 1
    assert "not as Daylio writes it" in ran.err


def test_the_newest_file_has_scales(cramp: Cramp) -> None:
    told, found = imported(cramp, "daylio_scales.csv")
    assert len(found) == 1
    assert told["ignored"] == {"mood": 1, "scale": 1}


def test_a_mapping_can_be_kept_in_a_file(cramp: Cramp, tmp_path: Path) -> None:
    mapping = tmp_path / "daylio.map"
    told, _ = imported(cramp, "daylio.csv", "--dry-run", "--save-map", str(mapping))
    text = mapping.read_text(encoding="utf-8")
    assert "magnesium = remedy:magnesium" in text
    assert "leg cramp = cramp" in text
    assert "reading = ?" in text
    mapping.write_text(text.replace("reading = ?", "reading = trigger:long-sitting"))
    told, found = imported(cramp, "daylio.csv", "--map", str(mapping))
    assert told["unknown"] == {}
    assert "long-sitting" in {getattr(record, "word", None) for record in found}


@pytest.mark.parametrize(
    "wrong", ["reading", "reading=", "=x", "reading=mood", "reading=remedy:nothing", "reading=remedy"]
)
def test_a_mapping_that_is_none_is_refused(wrong: str, cramp: Cramp) -> None:
    ran = cramp("import", FILES / "daylio.csv", "--map", wrong)
    assert ran.exit_code in (1, 2)
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12:00 am", "00:00:00"), ("12:00 pm", "12:00:00"), ("1:05 PM", "13:05:00"), ("10:00\u202fpm", "22:00:00"),
        ("00:00", "00:00:00"), ("23:59:59", "23:59:59"), ("9:05 a.m.", "09:05:00"),
        ("22.00", "22:00:00"), ("10:00\u00a0p.\u00a0m.", "22:00:00"), ("오후 10:05", "22:05:00"),
        ("上午9:05", "09:05:00"),
    ],
)  # fmt: skip
def test_clocks(text: str, shown: str) -> None:
    assert str(read_clock(text)) == shown


@pytest.mark.parametrize(
    "text", ["13:00 pm", "0:10 am", "24:00", "9", "9:5", "noon", "１２:00", "오전 13:00"]
)
def test_what_is_no_time_of_a_clock(text: str) -> None:
    with pytest.raises(UsageError):
        read_clock(text)


def test_a_time_that_the_clocks_skipped_is_kept_as_near_as_can_be(cramp: Cramp, tmp_path: Path) -> None:
    head = "full_date,date,weekday,time,mood,activities,note_title,note\n"
    (tmp_path / "a.csv").write_text(head + "2026-03-29,March 29,Sunday,1:30 am,good,magnesium,,\n")
    _, (record,) = imported(cramp, tmp_path / "a.csv")
    assert brief(record)[:2] == ("2026-03-29T02:30", "approx")
