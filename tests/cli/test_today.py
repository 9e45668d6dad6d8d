"""`cramp` alone: it shows where the diary stands, writes nothing, and asks only somebody who can answer, by day."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.errors import CrampError
from crampdiary.keep.store import Store
from kit.builders import NOW, check_in, episode, exposure
from kit.running import Cramp, files_in, for_any_diary, slowly
from kit.terminals import needs_terminal, talk

EVENING, NIGHT, MISSED = "What did you use last evening?", "Last night: any cramps?", "Nothing was said of"


@pytest.fixture
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary of which the last three nights and the last evening are missing."""
    with closing(Store(diary_path, now=NOW, create=True)) as store:
        with store.change("used") as change:
            change.add(episode("2026-03-26T03:10", severity=7, sites=("arch",)))
            change.add(check_in("2026-03-27"))
            change.add(exposure("magnesium", "2026-03-27T21:00", amount="300 mg"))
            change.add(exposure("heat", "2026-03-27T21:30"))
            change.add(exposure("massage", "2026-03-28T01:00", purpose="rescue"))
        store.remember("backup_day", NOW.date().isoformat())
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    return diary_path


def entries(cramp: Cramp, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cramp("list", *options, "--json").json["entries"]
    return found


def test_an_empty_diary_says_what_to_type_and_is_not_begun(cramp: Cramp) -> None:
    ran = cramp()
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out.startswith("This is your cramp diary. It is empty,\nand it stays on this computer.\n")
    assert "  cramp log 7 left foot 3 min\n" in ran.out
    assert not [path for path in Path().rglob("*") if path.is_file()]
    for command in ("log 7 left foot 3 min", "undo", "used stretching", "undo", "none"):
        assert cramp(*command.split()).exit_code == 0
    assert not cramp().out.startswith("This is")


def test_it_shows_where_the_diary_stands_and_writes_nothing(diary: Path, cramp: Cramp) -> None:
    before = files_in(diary.parent)
    ran = cramp()
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out == (
        "Last cramp: Thu 26 Mar 03:10, 5 days ago, arch, severity 7.\n"
        "Last night: nothing said. No cramps? `cramp none`\n"
        "Nothing said of 2 nights before it. Quiet too? `cramp none --since 2026-03-28`\n"
        "Last evening: nothing noted. `cramp used magnesium heat`\n"
        "2 nights in a row without cramps (1 of them written down), the longest so far.\n"
        "Help: `cramp help`.\n"
    )
    shown = cramp("--json").json
    assert shown["standing"]["missed"] == ["2026-03-28", "2026-03-29"]
    assert for_any_diary(cramp("--diary", str(diary)).out) == ran.out
    assert files_in(diary.parent) == before
    assert cramp("--diary", "nowhere.db").exit_code == 3


def test_a_row_of_nights_that_a_cramp_ended_is_not_counted_as_none(diary: Path, cramp: Cramp) -> None:
    cramp("log", "calf", "last", "night")
    shown = cramp().out
    assert "0 nights" not in shown
    standing = cramp("--json").json["standing"]
    assert standing["cramp_free_now"] == 0
    assert f"Nights in a row without cramps: {standing['cramp_free_longest']} at the longest.\n" in shown


def test_a_diary_without_a_quiet_night_has_no_row_of_them(cramp: Cramp) -> None:
    cramp("log", "calf", "last", "night")
    assert "in a row" not in cramp().out


def test_what_is_worth_a_look_is_named_with_its_command(sample: Path, cramp: Cramp) -> None:
    assert "`cramp doctor`" in cramp().out
    assert len(cramp("--json").json["notices"]) == len(cramp("doctor", "--json").json["notices"]) > 0


def test_a_conflict_is_named_until_it_is_settled(diary: Path, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(diary.read_bytes())
    cramp("edit", "1", "--severity", "3")
    cramp("edit", "1", "--severity", "5", "--diary", str(tmp_path / "other.db"))
    cramp("merge", str(tmp_path / "other.db"))
    assert "Entry 1 was changed in two places: `cramp show 1`\n" in cramp().out
    assert cramp("--json").json["conflicts"] == [1]
    cramp("edit", "1", "--severity", "5")
    assert "two devices" not in cramp().out


@needs_terminal
def test_each_answer_is_saved_at_once_and_the_next_thing_is_asked(diary: Path, cramp: Cramp) -> None:
    ran = talk([], (EVENING, "\n"), (NIGHT, "7 left calf 3m\n"), (MISSED, "n\n"))
    assert ran.exit_code == 0
    assert "Enter: again magnesium and heat, l: later," in ran.shown.replace("\n", " ")
    assert (
        "2 nights, night of Sat 28 to Sun 29 March to night of Sun 29 to Mon 30 March"
        in ran.shown.replace("\n", " ")
    )
    assert "used magnesium (300 mg) and heat. Night of Mon 30 to Tue 31" in ran.shown.replace("\n", " ")
    found = entries(cramp, "--since", "2026-03-28")
    assert [(each["night"], each["kind"]) for each in found] == [
        ("2026-03-28", "check_in"),
        ("2026-03-29", "check_in"),
        ("2026-03-30", "exposure"),
        ("2026-03-30", "exposure"),
        ("2026-03-30", "episode"),
    ]
    used, cramps = found[2:4], found[4]
    assert {(each["word"], each["amount"], each["precision"]) for each in used} == {
        ("magnesium", "300 mg", "day"), ("heat", None, "day")
    }  # fmt: skip
    assert (cramps["severity"], cramps["side"], cramps["sites"], cramps["duration_s"], cramps["precision"]) == (
        7, "left", ["calf"], 180, "day"
    )  # fmt: skip
    assert "any" not in talk([]).shown, "nothing is open any more"
    for command in ("none", "log", "used"):
        assert f"Undid: cramp {command}" in cramp("undo").out


@needs_terminal
@pytest.mark.parametrize("leave", ["\x03", "\x04"])
def test_leaving_at_a_question_keeps_what_was_answered_before(leave: str, diary: Path, cramp: Cramp) -> None:
    ran = talk([], (EVENING, "stretching\n"), (NIGHT, leave))
    assert ran.exit_code == 0
    assert [each["word"] for each in entries(cramp, "--since", "2026-03-30")] == ["stretching"]
    ran = talk([], (NIGHT, "n\n"), (MISSED, leave))
    assert ran.exit_code == 0
    assert [each["kind"] for each in entries(cramp, "--since", "2026-03-30")] == ["exposure", "check_in"]


@needs_terminal
def test_later_saves_nothing_and_nothing_used_is_asked_once(diary: Path, cramp: Cramp) -> None:
    count = len(entries(cramp))
    assert talk([], (EVENING, "n\n"), (NIGHT, "\n"), (MISSED, "\n")).exit_code == 0
    assert len(entries(cramp)) == count
    ran = talk([], (NIGHT, "Later\n"), (MISSED, "what\n"))
    assert EVENING not in ran.shown
    assert "Nothing was saved." in ran.shown
    assert len(entries(cramp)) == count
    tomorrow = {"CRAMP_NOW": (NOW + timedelta(days=1)).isoformat()}
    assert EVENING in talk([], (EVENING, "l\n"), (NIGHT, "l\n"), (MISSED, "l\n"), env=tomorrow).shown
    assert len(entries(cramp)) == count


@needs_terminal
def test_an_answer_that_is_not_understood_is_asked_again(diary: Path, cramp: Cramp) -> None:
    ran = talk([], (EVENING, "heat tomorrow\n"), (EVENING, "heat 22:30\n"), (NIGHT, "y\n"), (MISSED, "\n"))
    assert ran.exit_code == 0
    found = entries(cramp, "--since", "2026-03-30")
    assert [(each["kind"], each["at"][:16], each["precision"]) for each in found] == [
        ("episode", "2026-03-30T22:00", "day"),
        ("exposure", "2026-03-30T22:30", "minute"),
    ]


@needs_terminal
def test_an_answer_that_cannot_be_saved_ends_it_with_its_exit_code(
    diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CrampError("The disk is full: this was NOT saved.")

    monkeypatch.setattr("crampdiary.keep.store.Change.add", full)
    ran = talk([], (EVENING, "heat\n"))
    assert (ran.exit_code, ran.shown.splitlines()[-1]) == (1, "The disk is full: this was NOT saved.")


@needs_terminal
def test_a_first_remedy_is_saved_before_anything_else_is_asked(diary: Path, cramp: Cramp) -> None:
    talk([], (EVENING, "pickle-juice\n"), (NIGHT, "\x03"))
    assert entries(cramp, "--since", "2026-03-30")[0]["word"] == "pickle-juice"


@needs_terminal
@pytest.mark.parametrize(
    ("hour", "asks"), [(6, False), (7, True), slowly(20, True), (21, False), slowly(23, False), (3, False)]
)
def test_nothing_is_asked_at_night(hour: int, asks: bool, diary: Path) -> None:
    env = {"CRAMP_NOW": datetime(2026, 3, 31, hour, 59, tzinfo=NOW.tzinfo).isoformat()}
    ran = talk([], *([(EVENING, "\x04")] if asks else []), env=env)
    assert (ran.exit_code, EVENING in ran.shown) == (0, asks)


@needs_terminal
def test_who_uses_no_remedy_is_not_asked_for_ever(cramp: Cramp) -> None:
    cramp("log", "7", "calf", "last", "night")
    at = [{"CRAMP_NOW": (NOW + timedelta(days=day)).isoformat()} for day in range(20)]
    talk([], (EVENING, "\x04"), env=at[13])
    ran = talk([], (NIGHT, "\x04"), env=at[14])
    assert EVENING not in ran.shown
    assert "`cramp used stretching`" in ran.shown
    cramp("used", "heat", env=at[14])
    talk([], (EVENING, "\x04"), env=at[16])


@needs_terminal
def test_nothing_is_asked_where_nobody_can_answer(diary: Path, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w+b") as out:
        for redirected in ({0: None}, {1: out.fileno()}, {2: out.fileno()}):
            assert talk([], redirected=redirected).exit_code == 0
    assert talk(["--json"]).shown.startswith("{")


@needs_terminal
def test_many_nights_missed_are_not_asked_about_at_once(diary: Path) -> None:
    later = {"CRAMP_NOW": (NOW + timedelta(days=90)).isoformat()}
    assert MISSED not in talk([], (NIGHT, "\n"), env=later).shown


def test_it_loads_no_more_than_it_shows(diary: Path) -> None:
    program = (
        "import sys; from crampdiary.cli.app import main\nsys.argv = ['cramp']\n"
        "try: main()\nexcept SystemExit as end: assert not end.code, end.code\nprint(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = ran.stdout.splitlines()[-1].split()
    heavy = (
        "rich",
        "sqlite_utils",
        "dateutil",
        "crampdiary.evidence",
        "crampdiary.exchange",
        "crampdiary.screen",
    )
    assert [name for name in loaded if name.startswith(heavy)] == []
