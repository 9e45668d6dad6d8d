"""Daylio's CSV: activities by name, clocks on 12 or 24 hours, tabs, columns that came and went."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from crampdiary.diary.model import Episode
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


def test_a_clock_of_twelve_hours_may_show_zero_for_midnight() -> None:
    assert str(read_clock("0:05 AM")) == "00:05:00"


@pytest.mark.parametrize(
    "text", ["13:00 pm", "0:10 pm", "24:00", "9", "9:5", "noon", "１２:00", "오전 13:00"]
)
def test_what_is_no_time_of_a_clock(text: str) -> None:
    with pytest.raises(UsageError):
        read_clock(text)


def test_a_time_that_the_clocks_skipped_is_kept_as_near_as_can_be(cramp: Cramp, tmp_path: Path) -> None:
    head = "full_date,date,weekday,time,mood,activities,note_title,note\n"
    (tmp_path / "a.csv").write_text(head + "2026-03-29,March 29,Sunday,1:30 am,good,magnesium,,\n")
    _, (record,) = imported(cramp, tmp_path / "a.csv")
    assert brief(record)[:2] == ("2026-03-29T02:30", "approx")


def diary(*times: tuple[str, ...]) -> str:
    """Return a file with these entries on each day, one day after the other."""
    lines = ["full_date,date,weekday,time,mood,activities,note_title,note"]
    for number, of_day in enumerate(times):
        day = date(2024, 3, 1) + timedelta(days=number)
        lines += [f'{day},{day:%B %-d},{day:%A},{clock},good,leg cramp,"",""' for clock in of_day]
    return "\n".join(lines)


EVENING, MORNING, BOTH = ("22:00",), ("08:00",), ("08:30", "22:00")


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("times", "looking_back"),
    [
        ([EVENING] * 4, 0), ([EVENING] * 5, 5), ([EVENING] * 5 + [MORNING] * 15, 5),
        ([EVENING] * 5 + [MORNING] * 16, 0), ([("17:00",)] * 5, 5), ([("16:59",)] * 5, 0),
        ([EVENING] * 5 + [BOTH] * 3, 5), ([BOTH] * 8, 0), ([EVENING] * 5 + [("nonsense",)], 5),
    ],
)  # fmt: skip
def test_an_entry_looks_back_where_one_an_evening_is_a_habit_and_no_other_of_its_day_tells_of_cramps(
    times: list[tuple[str, ...]], looking_back: int, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(f"My diary\n{diary(*times)}")
    _, found = imported(cramp, tmp_path / "a.csv", "--skip-bad")
    assert sum(brief(record)[1] == "day" for record in found) == looking_back
    assert len(found) == sum(map(len, times)) - times.count(("nonsense",))
    ran = cramp("import", tmp_path / "a.csv", "--skip-bad", "--dry-run")
    said = f"{ran.out}{ran.err}"
    assert said.count("One entry an evening") == bool(looking_back)
    assert said.count("Above the header, and not taken") == 1


@pytest.mark.parametrize(
    ("other", "told", "looking_back"),
    [
        ("13:00", "work | magnesium", 6), ("21:59", "", 6), ("13:00", "no cramps", 5), ("03:30", "leg cramp", 5),
        ("13:00", "cramps", 5), ("22:30", "work", 5),
    ],
)  # fmt: skip
def test_what_else_is_told_by_day_leaves_the_evenings_entry_what_it_is(
    other: str, told: str, looking_back: int, cramp: Cramp, tmp_path: Path
) -> None:
    text = diary(*[EVENING] * 5, (other, "22:00"))
    before, _, after = text.rpartition(f"{other},good,leg cramp")
    (tmp_path / "a.csv").write_text(f"{before}{other},good,{told}{after}")
    _, found = imported(cramp, tmp_path / "a.csv")
    cramps = [brief(record) for record in found if isinstance(record, Episode)]
    assert sum(each[1] == "day" for each in cramps) == looking_back
    assert ("2024-03-05T22:00", "day", None, ("leg",), None) in cramps[-2:] or looking_back == 5


@pytest.mark.parametrize(
    ("scales", "level", "ignored"),
    [
        ("Leg cramps: 4/10 points", 4, 0), ("Sleep Quality: 4/10 points | Leg cramps: 2/5", 4, 1),
        ("Calf cramp: 10/10 | Sleep Time: 7:00", 10, 1), ("Stomach cramps: 4/10", None, 0), ("Legs: 4/10", None, 1),
    ],
)  # fmt: skip
def test_a_scale_of_cramps_says_how_bad_they_were(
    scales: str, level: int | None, ignored: int, cramp: Cramp, tmp_path: Path
) -> None:
    head = "full_date,date,weekday,time,mood,activities,scales,note_title,note\n2026-03-31,x,x,08:50,ok,{},{},,\n"
    (tmp_path / "a.csv").write_text(head.format("work", scales))
    told, found = imported(cramp, tmp_path / "a.csv")
    assert [each.severity for each in found if isinstance(each, Episode)] == (
        [] if level is None else [level]
    )
    assert told["ignored"].get("scale", 0) == ignored
    (tmp_path / "b.csv").write_text(head.replace("31", "29").format("leg cramp", scales))
    _, found = imported(cramp, tmp_path / "b.csv")
    assert brief(found[0])[2] == level


def test_a_scale_at_0_says_that_there_were_none(cramp: Cramp, tmp_path: Path) -> None:
    head = "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"
    (tmp_path / "a.csv").write_text(f"{head}2026-03-31,x,x,08:50,ok,work,Leg cramps: 0/10,,\n")
    assert [brief(each) for each in imported(cramp, tmp_path / "a.csv")[1]] == [("clear", "2026-03-30")]


@pytest.mark.parametrize(
    "day", ["March 29", "29 March", "29. März", "3月29日", "3월 29일", "29 de marzo", "mars 29"]
)
def test_an_older_day_is_known_in_many_languages(day: str, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f"year,date,weekday,time,mood,activities,note\n2019,{day},Friday,22:00,good,leg cramp,\n"
    )
    assert [brief(record)[0] for record in imported(cramp, tmp_path / "a.csv")[1]] == ["2019-03-29T22:00"]


@pytest.mark.parametrize("day", ["5. srpnja", "5. lipnja", "5 meitheamh"])
def test_a_month_is_not_taken_for_that_of_another_language_which_begins_alike(
    day: str, cramp: Cramp, tmp_path: Path
) -> None:
    """July and June in Croatian, June in Irish."""
    (tmp_path / "a.csv").write_text(
        f"year,date,weekday,time,mood,activities,note\n2019,{day},x,22:00,good,leg cramp,\n"
    )
    assert "not as Daylio writes it" in cramp("import", tmp_path / "a.csv").err


@pytest.mark.parametrize(
    ("names", "side"),
    [
        ("left calf cramp|left foot cramp", "left"), ("right calf cramp|right foot cramp", "right"),
        ("left calf cramp|right foot cramp", "both"), ("left calf cramp|foot cramp", "left"),
        ("calf cramp|right foot cramp", "right"), ("calf cramp|foot cramp", None),
    ],
)  # fmt: skip
def test_two_cramps_of_one_entry_have_the_side_of_both(
    names: str, side: str | None, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(diary(EVENING).replace("leg cramp", names))
    (found,) = [brief(record) for record in imported(cramp, tmp_path / "a.csv")[1]]
    assert found[3:] == (("calf", "foot"), side)
