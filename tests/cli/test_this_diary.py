"""What a message says to type is for the diary that was typed: with --diary, each command that is named has it."""

from __future__ import annotations

import re
import shlex
from contextlib import closing
from pathlib import Path

import pytest

from crampdiary.keep.store import Store
from kit.builders import NOW, check_in, episode, exposure
from kit.running import Cramp, slowly
from kit.terminals import needs_terminal, talk

NAMED = re.compile(r"`(cramp[^`]*)`")
OF_NO_DIARY = ("cramp help", "cramp demo", "cramp config")

TYPED = (
    "",
    "log 7 at 3",
    "log 7 calf heat",
    "log 7 25:00",
    "lgo 7",
    "log 7 --svereity 3",
    "log",
    "used 'foam rollr'",
    "used nothing",
    "used",
    "had heat",
    "none",
    "none yesterday",
    "over",
    "over at 3",
    "away 7 march",
    "edit last",
    "edit 99",
    "delete",
    "delete 1",
    "show 99",
    "list",
    "list --search nothing",
    "stats",
    "remedies",
    "triggers",
    "doctor",
    "calendar",
    "info",
    "words when heat often",
    "words add remedy",
    "backup --list",
    "purge 1 --yes",
    "sync",
    "import",
    "undo 9",
    "note",
)


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary at a place with a space and a quote in its name; the usual one holds one entry of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "500")  # a screen breaks what is longer
    path = tmp_path / "my 'x'.db"
    with closing(Store(path, now=NOW, create=True)) as store:
        with store.change("log") as change:
            change.add(episode("2026-03-26T03:10", severity=7, sites=("arch",)))
            change.add(check_in())
        with store.change("used") as change:
            change.add(exposure("magnesium", "2026-03-27T21:00"))
        store.remember("backup_day", NOW.date().isoformat())
    return path


@pytest.mark.parametrize("form", ["before", "after", "joined"])
@pytest.mark.parametrize("typed", [TYPED[0], *TYPED[1:4], *map(slowly, TYPED[4:])])
def test_each_command_that_is_named_is_for_the_diary_that_was_typed(
    typed: str, form: str, diary: Path, cramp: Cramp
) -> None:
    words = shlex.split(typed)
    there = ["--diary", diary.name] if form != "joined" else [f"--diary={diary.name}"]
    ran = cramp(*there, *words) if form == "before" else cramp(*words, *there)
    said = re.sub("`[^`]*` has no option", "", ran.out + ran.err)  # where it is told what was typed
    for named in NAMED.findall(said):
        if not named.startswith(OF_NO_DIARY):
            assert shlex.split(named)[1:3] == ["--diary", str(diary)], named


@pytest.mark.parametrize("typed", TYPED[:8])
def test_without_it_none_has_it_wherever_the_diary_is(
    typed: str, diary: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(diary))
    ran = cramp(*shlex.split(typed))
    assert "--diary" not in ran.out + ran.err


def test_what_is_named_works_on_that_diary_and_on_no_other(diary: Path, cramp: Cramp) -> None:
    cramp("log", "1")
    for typed, effect in (("log 7 at 3", "edit"), ("used 'pickle brine'", "undo")):
        ran = cramp("--diary", diary.name, *shlex.split(typed))
        (named,) = [each for each in NAMED.findall(ran.err) if f" {effect}" in each][-1:]
        assert cramp(*shlex.split(named)[1:]).exit_code == 0
    assert len(cramp("list", "--json").json["entries"]) == 1
    found = cramp("--diary", diary.name, "list", "--json").json["entries"]
    assert [each["at"][11:16] for each in found if each["kind"] == "episode"] == ["03:10", "15:00"]


def test_what_somebody_wrote_is_shown_as_it_is(diary: Path, cramp: Cramp) -> None:
    note = "then `cramp undo` and  cramp log"
    cramp("--diary", diary.name, "edit", "1", "--note", note)
    assert note in cramp("--diary", diary.name, "show", "1").out
    assert note in cramp("--diary", diary.name, "edit", "1", "--note", "other").out


def test_an_empty_diary_names_its_commands_too(tmp_path: Path, cramp: Cramp) -> None:
    path = tmp_path / "new.db"
    Store(path, now=NOW, create=True).close()
    out = cramp("--diary", path).out
    assert out.count(f"cramp --diary {path} ") == 4
    assert "cramp log" not in out


@needs_terminal
def test_a_command_that_says_a_line_again_has_it_once(diary: Path) -> None:
    ran = talk(["--diary", diary, "used", "heat", "9/3"], ("When was it?", "\x03"), columns=1000)
    (named,) = [each for each in NAMED.findall(ran.text) if " used " in each]
    assert shlex.split(named) == ["cramp", "--diary", str(diary), "used", "heat", "at", "9pm"]


def test_what_stands_below_a_point_names_this_diary_too(tmp_path: Path, cramp: Cramp) -> None:
    """A remedy of which it is not known what it was for: the sentence below its name tells the command that says so."""
    store = Store(tmp_path / "other.db", now=NOW, create=True)
    with closing(store), store.change("test") as change:
        for day in range(1, 21):
            change.add(episode(f"2026-03-{day:02}T23:00"))
            change.add(exposure("heat", f"2026-03-{day:02}T23:10"))
    for options in ((), ("--figures",)):
        shown = " ".join(cramp("--diary", tmp_path / "other.db", "remedies", "--plain", *options).out.split())
        assert "Heat: cannot be judged. 20 of 20 uses" in shown
        assert f"`cramp --diary {tmp_path / 'other.db'} edit 12 --purpose rescue`" in shown
