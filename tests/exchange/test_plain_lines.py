"""A text file with a line for each cramp: read by the grammar, and imported again as it grows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.programs import plain_lines
from crampdiary.exchange.reading import BadRowsError
from kit.peerfiles import records
from kit.running import Cramp

NOW = "2026-03-05T08:00:00+00:00"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAMP_NOW", NOW)


def told(cramp: Cramp, path: Path, text: str) -> dict[str, Any]:
    path.write_text(text, encoding="utf-8")
    ran = cramp("import", path, "-y", "--json")
    assert ran.exit_code == 0, ran.err
    assert ran.json["format"] == "lines"
    return dict(ran.json)


@pytest.mark.parametrize(
    ("line", "at", "precision"),
    [
        ("03:10 7 arch left", "2026-03-05T03:10:00+00:00", "minute"),
        ("2026-03-01 03:10 7 arch left", "2026-03-01T03:10:00+00:00", "minute"),
        ("2026-03-01T03:10:00+01:00 7 arch left", "2026-03-01T03:10:00+01:00", "minute"),
        ("[2026-03-01 08:00] 7 arch left at 3am", "2026-03-01T03:00:00+00:00", "minute"),
        ("2026-03-01 08:00: log 7 arch left 20m ago", "2026-03-01T07:40:00+00:00", "minute"),
        ("1 march 2026\n03:10 7 arch left", "2026-03-01T03:10:00+00:00", "minute"),
        ("# 2026-03-01\n- 7 arch left", "2026-03-01T22:00:00+00:00", "day"),
        ("cramp log 7 arch left last night", "2026-03-04T22:00:00+00:00", "day"),
    ],
)
def test_a_line_is_of_the_time_that_it_says(
    line: str, at: str, precision: str, cramp: Cramp, tmp_path: Path
) -> None:
    told(cramp, tmp_path / "inbox.txt", line + "\n")
    (one,) = records(cramp)
    assert isinstance(one, Episode)
    assert (one.at.isoformat(), one.precision) == (at, precision)
    assert (one.severity, one.sites, one.side) == (7, ("arch",), "left")


def test_a_growing_file_brings_just_what_is_new_on_whatever_day_and_wherever(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, text = tmp_path / "inbox.txt", "03:10 7 arch left\n2026-03-01 04:10 5 calf right 3 min\n"
    assert told(cramp, path, text)["new"] == 2
    first = records(cramp)
    monkeypatch.setenv("CRAMP_NOW", "2026-03-09T08:00:00+00:00")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert told(cramp, path, text)["new"] == 0
    assert told(cramp, path, text + "2026-03-08 23:10 4 left foot\n")["new"] == 1
    assert records(cramp)[:2] == first
    assert told(cramp, path, "2026-03-08 23:10 4 left foot\n" + text)["new"] == 0


@pytest.mark.parametrize("first", ["03:10 7 arch left\n", "no cramps\n"])
@pytest.mark.parametrize("last", ["no cramps\n", "no cramps last night\n"])
def test_a_clear_night_without_a_day_beside_another_line_without_one_is_told_with_what_to_write(
    first: str, last: str, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "inbox.txt"
    assert told(cramp, path, first)["new"] == 1
    before = records(cramp)
    monkeypatch.setenv("CRAMP_NOW", "2026-03-06T08:00:00+00:00")
    said = told(cramp, path, first + last)
    assert (said["new"], records(cramp)) == (0, before)
    (why,) = said["ignored"]
    assert "put its day in front: 2026-03-01 no cramps" in why
    assert told(cramp, path, f"{first}2026-03-01 no cramps\n")["new"] == 1


def test_uses_and_quiet_nights_are_lines_too_and_other_lines_are_said(cramp: Cramp, tmp_path: Path) -> None:
    said = told(
        cramp, tmp_path / "inbox.txt",
        "2026-03-01 21:00 used magnesium 300 mg and stretching\n2026-03-02 20:00 had wine\n2026-03-03 08:00 no cramps\n"
        "buy milk\n2026-03-04 03:10 7 left calf, it hurt like mad\n2026-03-04 03:20 used Wobenzym\n",
    )  # fmt: skip
    found = records(cramp)
    assert [(one.word, one.amount) for one in found if isinstance(one, Exposure)] == [
        ("magnesium", "300 mg"), ("stretching", None), ("alcohol", None),
    ]  # fmt: skip
    assert [one.night.isoformat() for one in found if isinstance(one, CheckIn)] == ["2026-03-02"]
    (one,) = [one for one in found if isinstance(one, Episode)]
    assert (one.note, one.typed) == ("hurt like mad", "7 left calf, it hurt like mad")
    assert said["ignored"] == {"line that tells of no cramp": 1}
    assert said["unknown"] == {"Wobenzym": 1}


def test_a_table_a_diary_in_prose_and_a_list_are_no_such_lines(tmp_path: Path) -> None:
    for name, text in (
        ("a.txt", "Date,Pain,Leg\n2026-03-01,7,left calf\n"),
        ("b.txt", "Dear diary,\nIt rained all day and we stayed in.\nThe end.\n"),
        ("c.csv", "2026-03-01 03:10,7 arch left\n"),
    ):
        (tmp_path / name).write_text(text)
        assert formats.detect(tmp_path / name)[0] != "lines"


def test_a_time_that_cannot_be_is_named_by_its_line(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2026-03-01 03:10 7 arch left\n7 arch left tomorrow\n5 calf 03:10\n")
    ran = cramp("import", tmp_path / "a.txt", "-y")
    assert (ran.exit_code, "line 2" in ran.err) == (1, True)
    assert records(cramp) == []
    assert cramp("import", tmp_path / "a.txt", "-y", "--skip-bad").exit_code == 0
    assert len(records(cramp)) == 2


LAYOUTS = (
    "{day} {clock} left foot 4", "{day}: {clock} 4 left foot", "{day}\n{clock} left foot 4",
    "- {day} at {clock} left foot 4", "left foot 4 at {clock} {day}", "{clock} {day} woke, left foot 4",
)  # fmt: skip


@pytest.mark.slow_but_first
@pytest.mark.parametrize("layout", LAYOUTS)
@settings(deadline=None, max_examples=15)
@given(day=st.dates(date(2026, 1, 2), date(2026, 3, 20)), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_time_beside_a_date_is_of_a_clock_of_24_hours(
    layout: str, day: date, hour: int, minute: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    line = layout.format(day=day.isoformat(), clock=f"{hour}:{minute:02}")
    assert shown_of(tmp_path_factory.mktemp("a"), line) == [
        datetime(day.year, day.month, day.day, hour, minute)
    ]


@pytest.mark.parametrize(
    ("beside", "hour"),
    [
        ("8 march 2026 23:40 calf 3", 10),
        ("8 march 2026 02:10 calf 3", 10),
        ("8 march 2026 23:40 calf 3\n8 march 2026 used magnesium at 10pm", 10),
        ("2026-03-08 2:10 calf 3", 10),
        ("8 march 2026 2:10 calf 3", 22),
        ("2026-03-08 2:10 calf 3\n2026-03-08 used magnesium at 10pm", 22),
        ("8 march 2026 11:40 pm calf 3\n8 march 2026 03:10 calf 2", 22),
    ],
)
def test_the_whole_file_tells_of_which_clock_its_hours_are(beside: str, hour: int, tmp_path: Path) -> None:
    found = shown_of(tmp_path, f"{beside}\n7 march 2026 10:10 left foot 4")
    assert datetime(2026, 3, 7, hour, 10) in found


def shown_of(folder: Path, text: str) -> list[datetime]:
    path = folder / "lines.txt"
    path.write_text(text + "\n", encoding="utf-8")
    zone = zone_named("Europe/London")
    now = datetime(2026, 3, 31, 9, tzinfo=zone)
    reading = Reading(path, Vocabulary(), {}, zone, folder=folder, now=now)
    records = [each.record for each in plain_lines.read(reading)]
    return [to_local(each.at, zone).replace(tzinfo=None) for each in records if isinstance(each, Episode)]


SPANS = (
    "since monday", "since 1 march", "from monday to wednesday", "since last tuesday", "all week", "every night",
    "this week", "most nights", "for a week", "for the last 3 nights", "daily since monday", "each evening",
    "starting monday",
)  # fmt: skip
OF_A_SPAN = {
    "left calf cramps {}": "left calf cramp",
    "cramps {}": "left calf cramp",
    "no cramps {}": "`cramp none since monday`",
    "cramp free {}": "`cramp none since monday`",
    "used magnesium {}": "`cramp used magnesium daily since monday`",
    "had wine {}": "had wine",
}
BEFORE = ("", "2026-03-05 ", "2026-03-05T07:10:00+00:00 ", "cramp log ")
SOUND = ("2026-03-01 03:10 7 left calf", "2026-03-02 04:10 5 right calf", "2026-03-03 no cramps")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("which", OF_A_SPAN)
@pytest.mark.parametrize("before", BEFORE)
def test_each_line_of_several_nights_is_named_with_what_to_write_and_all_others_can_be_taken(
    which: str, before: str, tmp_path: Path
) -> None:
    is_use = which.startswith(("used", "had"))
    lines = ["" if before == "cramp log " and is_use else before] * len(SPANS)
    lines = [f"{each}{which.format(span)}" for each, span in zip(lines, SPANS, strict=True)]
    path = tmp_path / "inbox.txt"
    path.write_text("\n".join([SOUND[0], *lines, *SOUND[1:]]))
    assert formats.detect(path) == ("lines", "")  # though most of its lines cannot be taken
    options = {"folder": tmp_path, "now": datetime.fromisoformat(NOW)}
    reading = Reading(path, Vocabulary(), {}, zone_named("Europe/London"), skip=True, **options)  # type: ignore[arg-type]
    rows = [*formats.revisions("lines", reading, [])]
    assert sorted(row["kind"] for row in rows) == ["check_in", "episode", "episode"]
    said = {each.partition(":")[0]: each for each in reading.rows.skipped}
    for number, (line, span) in enumerate(zip(lines, SPANS, strict=True), 2):
        if (name := f"inbox.txt, line {number}") in said:
            assert f"{name}: It is of more than one night. Write a line for each" in said[name]
            assert OF_A_SPAN[which] in said[name]
        else:  # what happens every night tells of no cramp: it is pointed out
            assert span.startswith(("every", "each")), line
            assert any(which.format(span) in each for each in reading.mentions)
    strict = Reading(path, Vocabulary(), {}, zone_named("Europe/London"), **options)  # type: ignore[arg-type]
    with pytest.raises(BadRowsError) as refused:
        [*formats.revisions("lines", strict, [])]
    assert refused.value.lines == reading.rows.skipped


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "line",
    [
        "2026-03-03 first calf cramp this month",
        "2026-03-03 03:10 worst calf cramp this week",
        "calf cramp yesterday, sore since a walk",
        "2026-03-03T08:00:00+00:00 calf cramp from the walk",
        "2026-03-03 7 calf, the only one in two weeks",
        "2026-03-03 03:10 7 calf, as every night",
        "7 calf from running with tom on sunday",
        "2026-03-03 03:10 calf cramp for 3 minutes",
    ],
)
def test_one_cramp_among_several_nights_is_taken(line: str, cramp: Cramp, tmp_path: Path) -> None:
    told(cramp, tmp_path / "inbox.txt", f"2026-03-01 03:10 7 arch left\n{line}\n")
    assert {each.sites for each in records(cramp) if isinstance(each, Episode)} == {("arch",), ("calf",)}


def test_a_text_of_lines_that_cannot_be_taken_is_known_as_one_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "inbox.txt"
    path.write_text("no cramps since monday\ncramp free since 1 march\n2026-03-01 03:10 7 left calf\n")
    assert formats.detect(path) == ("lines", "")
