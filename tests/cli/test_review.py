"""The commands `stats`, `calendar` and `doctor`: their options, their JSON and their pictures."""

from __future__ import annotations

import re
import shutil
import stat
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from crampdiary.keep.store import Store
from kit import seeded
from kit.builders import LAST_NIGHT
from kit.running import Cramp

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def year_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("year") / "diary.db"
    seeded.fill(path, seeded.records(300, seed=4, cramps_a_night=0.6, exposures_a_night=1))
    return path


@pytest.fixture
def year(year_file: Path, diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(year_file, diary_path)
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    return diary_path


def test_stats_in_json_has_the_figures_behind_every_chart(cramp: Cramp, year: Path) -> None:
    data = cramp("stats", "--json").json
    assert data["recent"]["per_week"] == pytest.approx(7 * data["recent"]["cramps"] / 28)
    assert data["trend"]["word"] == "about as usual"
    assert len(data["weeks"]) == 26
    assert {"cramps", "nights", "moving_per_week", "first_night"} <= data["weeks"][0].keys()
    assert len(data["hours"]) == 24
    assert len(data["weekdays"]) == 7
    assert len(data["rate_course"]) == len(data["severity_course"]) == 11
    assert data["sites_by_side"][0].keys() >= {"left", "right", "both", "side_not_said"}
    assert isinstance(data["notices"], list)


def test_stats_of_an_empty_diary_says_how_to_begin(cramp: Cramp) -> None:
    ran = cramp("stats")
    assert ran.exit_code == 0
    assert "`cramp log` records a cramp" in ran.out
    assert cramp("calendar").exit_code == cramp("doctor").exit_code == 0


def test_weeks_keep_to_the_last_weeks(cramp: Cramp, year: Path) -> None:
    data = cramp("stats", "--weeks", "8", "--json").json
    assert data["first_night"] == (LAST_NIGHT - 55 * DAY).isoformat()
    assert len(data["weeks"]) == 8
    assert len(cramp("stats", "--weeks", "40", "--json").json["weeks"]) == 40
    refused = cramp("stats", "--weeks", "8", "--since", "4w")
    assert refused.exit_code == 2
    assert "not both" in refused.err


def test_both_ways_of_counting_silent_nights_are_shown(cramp: Cramp, year: Path) -> None:
    data = cramp("stats", "--json").json
    shown = " ".join(cramp("stats", "nights").out.split())
    assert f"{data['nights']['silent']} you wrote nothing about (taken as quiet)" in shown
    rates = [
        [f"{data[each][rate]:.1f}" for each in ("recent", "before")]
        for rate in ("per_week", "per_week_known")
    ]
    assert rates[0] != rates[1]
    assert f"Cramps a week {' '.join(rates[0])}" in shown
    assert f"On noted nights {' '.join(rates[1])}" in shown
    assert cramp("stats", "--confirmed").exit_code == 2


def test_where_every_night_was_written_about_there_is_one_way(cramp: Cramp) -> None:
    cramp("log", "5", "--at", "yesterday 23:00")
    cramp("none", "--since", "2026-03-20", "--yes")
    assert cramp("stats", "--json").json["nights"]["silent"] == 0
    shown = cramp("stats", "--all").out
    assert "nights you noted" not in shown
    assert "written down" not in shown


def test_a_cramp_just_logged_is_greeted(cramp: Cramp) -> None:
    for clock, said in (
        ("2026-03-31T23:10+01:00", "so far tonight"),
        ("2026-03-31T14:10+01:00", "since noon"),
    ):
        night = {"CRAMP_NOW": clock}
        cramp("log", "6", env=night)
        shown = cramp("stats", env=night).out
        assert shown.startswith(f"1 cramp {said}.")
        assert "Nothing to count" not in shown
        cramp("none", "30 march", env=night)
        shown = cramp("stats", env=night).out
        assert shown.startswith(f"1 cramp {said}.")
        assert "No cramp in the one night of the last 28 that counts." in shown
        cramp("undo", "2", env=night)


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("options", "first", "second"),
    [
        (("--against", "before"), ("2026-03-03", "2026-03-30"), ("2026-02-03", "2026-03-02")),
        (("--weeks", "2", "--against", "before"), ("2026-03-17", "2026-03-30"), ("2026-03-03", "2026-03-16")),
        (
            ("--since", "2026-02", "--until", "2026-02", "--against", "2025-11"),
            ("2026-02-01", "2026-02-28"),
            ("2025-11-01", "2025-11-30"),
        ),
        (("--against", "2025-07-01..2025-09-30"), ("2026-03-03", "2026-03-30"), ("2025-07-01", "2025-09-30")),
    ],
)
def test_against_sets_any_two_ranges_side_by_side(
    cramp: Cramp, year: Path, options: tuple[str, ...], first: tuple[str, str], second: tuple[str, str]
) -> None:
    data = cramp("stats", *options, "--json").json
    for name, nights in (("range", first), ("against", second)):
        assert (data[name]["window"]["first_night"], data[name]["window"]["last_night"]) == nights
    shown = cramp("stats", *options)
    assert shown.exit_code == 0
    assert "not the reason for it" in shown.out


def test_a_range_to_compare_with_that_cannot_be_read_is_refused(cramp: Cramp, year: Path) -> None:
    assert cramp("stats", "--against", "3/4").exit_code == 2
    assert cramp("stats", "--against", "2025-09..2025-07").exit_code == 2


def test_calendar_in_json_has_every_night(cramp: Cramp, year: Path) -> None:
    data = cramp("calendar", "--json").json
    assert len(data["nights"]) == 44 * 7  # whole weeks around 300 nights
    assert date.fromisoformat(data["first_night"]).weekday() == 0
    assert {night["shown"] for night in data["nights"]} == {"cramps", "clear", "silent", "away", "outside"}
    assert len(cramp("calendar", "2025", "--json").json["nights"]) == 365
    assert len(cramp("calendar", "--weeks", "4", "--json").json["nights"]) == 28
    ranged = cramp("calendar", "--since", "2026-02", "--until", "2026-02", "--json").json
    assert (ranged["first_night"], ranged["last_night"]) == ("2026-02-01", "2026-02-28")


@pytest.mark.parametrize(("days_ago", "weeks"), [(0, 8), (49, 8), (50, 9), (357, 52), (358, 53), (800, 53)])
def test_the_calendar_of_a_young_diary_begins_with_it(days_ago: int, weeks: int, cramp: Cramp) -> None:
    cramp("none", (LAST_NIGHT - days_ago * DAY).isoformat())
    assert len(cramp("calendar", "--json").json["nights"]) == weeks * 7
    assert len(cramp("calendar", "--until", "yesterday", "--json").json["nights"]) == 53 * 7


def test_calendar_marks_the_nights_of_an_exposure(cramp: Cramp, year: Path) -> None:
    data = cramp("calendar", "--remedy", "stretch", "--trigger", "alcohol", "--json").json
    assert (data["remedy"], data["trigger"]) == ("stretching", "alcohol")
    used = cramp("list", "--kind", "used", "--json").json["entries"]
    nights = {entry["night"] for entry in used if entry["word"] == "stretching"}
    assert {night["night"] for night in data["nights"] if night["remedy"]} <= nights
    assert data["with_remedy"] == sum(night["remedy"] for night in data["nights"]) > 20
    assert "+ stretching" in cramp("calendar", "--remedy", "stretch").out
    assert cramp("calendar", "--remedy", "strech").exit_code == 2


def test_a_year_and_a_range_together_are_refused(cramp: Cramp) -> None:
    assert cramp("calendar", "2025", "--weeks", "4").exit_code == 2
    assert cramp("calendar", "99999").exit_code == 2


def test_doctor_shows_the_entries_behind_a_notice(cramp: Cramp) -> None:
    cramp("log", "5", "arch", "numb", "2h")
    ran = cramp("doctor")
    assert ran.exit_code == 0
    assert ran.out.startswith("Worth talking over with a doctor")
    assert "numbness" in ran.out
    assert "NHS" in ran.out
    _, notice = cramp("doctor", "--json").json["notices"]  # it was long, too
    assert notice["rule"]["name"] == "numb-or-swollen"
    assert [entry["id"] for entry in notice["entries"]] == [1]
    assert "Worth talking over" in cramp("stats").out


def test_doctor_without_a_notice_leaves_the_choice_to_the_person(cramp: Cramp) -> None:
    cramp("log", "5", "arch")
    assert "reason enough to ask" in " ".join(cramp("doctor").out.split())
    assert len(cramp("doctor", "--rules", "--json").json["rules"]) == 12


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "command", [("stats",), ("calendar",), ("doctor",), ("stats", "--against", "before")]
)
def test_a_picture_is_private_and_never_written_over(
    cramp: Cramp, year: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    target = tmp_path / "screen.svg"
    assert cramp(*command, "--svg", target).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.write_text("mine", encoding="utf-8")
    refused = cramp(*command, "--svg", target)
    assert refused.exit_code == 1
    assert target.read_text(encoding="utf-8") == "mine"
    assert cramp(*command, "--svg", target, "--force").exit_code == 0
    assert target.read_text(encoding="utf-8") == text


def test_a_picture_cannot_take_the_place_of_the_diary(cramp: Cramp, year: Path) -> None:
    before = year.read_bytes()
    assert cramp("stats", "--svg", year, "--force").exit_code == 1
    assert year.read_bytes() == before


def test_a_picture_that_cannot_be_written_is_one_line(cramp: Cramp, year: Path, tmp_path: Path) -> None:
    ran = cramp("stats", "--svg", tmp_path / "no" / "such" / "folder.svg")
    assert ran.exit_code == 1
    assert len(ran.err.splitlines()) == 1
    assert cramp("stats", "--svg", tmp_path / "a.svg", "--json").exit_code == 2


def test_plain_lines_have_neither_bars_nor_boxes(cramp: Cramp, year: Path) -> None:
    for command in (("stats",), ("calendar",), ("doctor",), ("stats", "--against", "before")):
        text = cramp(*command, "--plain").out
        assert not set(text) & set("▁▂▃▄▅▆▇█▏▍▊─│┤·○×")


def test_what_was_mentioned_is_no_change_that_undo_could_take_back(cramp: Cramp, diary_path: Path) -> None:
    cramp("log", "9", "hand")
    ran = cramp("undo")
    assert "log" in ran.out
    assert cramp("list", "--json").json["entries"] == []


def test_a_made_up_diary_says_so_on_its_picture(cramp: Cramp, year: Path, tmp_path: Path) -> None:
    from kit.builders import NOW

    store = Store(year, now=NOW)
    store.remember("made_up", "1")
    store.close()
    cramp("stats", "--svg", tmp_path / "a.svg")
    assert "made-up" in (tmp_path / "a.svg").read_text(encoding="utf-8").replace("&#160;", " ")


@pytest.mark.slow
def test_a_diary_taken_around_the_world_and_back_shows_what_it_showed(run_cramp: Cramp) -> None:
    at_home = {"TZ": "Pacific/Auckland", "CRAMP_NOW": "2026-03-31T00:40:00+13:00"}
    away = {"TZ": "Pacific/Honolulu", "CRAMP_NOW": "2026-03-30T02:00:00-10:00"}  # 80 minutes later
    for words in (
        ("7", "arch", "23:50"),
        ("4", "--at", "yesterday 03:10"),
        ("2", "--at", "2026-02-28 14:00"),
    ):
        run_cramp("log", *words, env=at_home)
    run_cramp("used", "stretching", "--at", "yesterday 21:00", env=at_home)
    assert run_cramp("list", "--json", env=at_home).json == run_cramp("list", "--json", env=away).json
    # Their clocks are 23 hours apart, so that only within an hour have both seen the same last night.
    at_home["CRAMP_NOW"], away["CRAMP_NOW"] = "2026-04-03T04:30:00+13:00", "2026-04-02T05:30:00-10:00"
    for command in ("stats", "calendar"):
        shown = [run_cramp(command, "--json", env=zone).json for zone in (at_home, away)]
        assert shown[0] == shown[1]
    assert [entry["at"] for entry in run_cramp("list", "--json", env=away).json["entries"]] == [
        "2026-02-28T14:00:00+13:00",
        "2026-03-30T03:10:00+13:00",
        "2026-03-30T21:00:00+13:00",
        "2026-03-30T23:50:00+13:00",
    ]


HAS = {
    "sign": ("feel", "numbness"), "course": ("used", "magnesium daily since 1 march"), "remedy": ("used", "heat"),
    "trigger": ("had", "alcohol"), "seen": ("doctor", "seen", "weak"), "away": ("away", "7 march 8 march"),
    "cramp": ("log", "7"),
}  # fmt: skip


@pytest.mark.slow_but_some
@pytest.mark.parametrize("kind", HAS)
@pytest.mark.parametrize("screen", ["stats", "stats signs", "calendar", "remedies", "triggers", "doctor"])
def test_an_empty_screen_names_what_there_is_and_the_command_that_shows_it(
    screen: str, kind: str, cramp: Cramp
) -> None:
    cramp(*HAS[kind])
    shown = " ".join(cramp(*screen.split()).out.split())
    empty = (
        "Nothing to count yet",
        "No signs here",
        "No nights here",
        "can be compared yet",
        "Nothing logged lately",
    )
    if not any(each in shown for each in empty) or (screen, kind) == ("doctor", "cramp"):
        return
    assert "What is in this diary" in shown
    (command,) = re.findall("1 [a-z -]+: `cramp ([^`]+)`", shown)
    if (screen, kind) != ("stats signs", "sign"):
        entries = cramp(*command.split(), "--json").json
        assert entries.get("entries") or entries.get("signs")


def test_list_alone_shows_the_last_nights_and_names_what_shows_them_all(cramp: Cramp, year: Path) -> None:
    everything = cramp("list", "--json").json["entries"]
    assert cramp("list", "--all", "--json").json["entries"] == everything
    nights = sorted({each["night"] for each in everything if "night" in each})
    alone, since, whole = (
        cramp("list").out,
        cramp("list", "--since", nights[-7]).out,
        cramp("list", "--all").out,
    )
    assert alone.startswith(since)
    assert whole.endswith(since)
    assert "`cramp list --all` shows them all" in " ".join(alone.removeprefix(since).split())
    assert len(since) < len(whole)


def test_list_alone_says_nothing_of_other_nights_where_there_are_none(cramp: Cramp) -> None:
    for day in range(1, 8):
        cramp("none", f"2026-03-0{day}", "--yes")
    assert cramp("list").out == cramp("list", "--all").out
    cramp("none", "2026-03-08", "--yes")
    assert cramp("list").out != cramp("list", "--all").out


def test_the_last_that_were_recorded_are_those_of_the_whole_list(cramp: Cramp, year: Path) -> None:
    everything = cramp("list", "--json").json["entries"]
    newest = sorted(each["id"] for each in everything)[-120:]  # more than are looked up at once
    assert cramp("list", "--last", "120", "--json").json["entries"] == [
        each for each in everything if each["id"] in newest
    ]


def test_a_calendar_alone_fits_on_a_narrow_screen_and_is_a_year_in_json(
    cramp: Cramp, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = cramp("calendar", "--json").out
    monkeypatch.setenv("COLUMNS", "40")
    narrow = cramp("calendar").out
    assert len(narrow.splitlines()) <= 20
    assert "`cramp calendar --weeks 53`" in narrow
    assert len(cramp("calendar", "--weeks", "53").out.splitlines()) > 20
    assert cramp("calendar", "--json").out == wide


def test_stats_show_a_part_by_its_name_and_nights_may_stand_behind_it(cramp: Cramp, year: Path) -> None:
    whole = cramp("stats", "--all").out
    for part in ("nights", "Hours", "places", "remedies", "triggers"):
        assert cramp("stats", part).out in whole
        assert cramp("stats", part, "--json").json == cramp("stats", "--json").json
    month = cramp("stats", "hours", "last", "month")
    assert month.exit_code == 0
    assert month.out != cramp("stats", "hours").out
