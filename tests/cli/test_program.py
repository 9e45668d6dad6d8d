"""How the command line behaves as a whole: exits, streams, terminals, and what it never shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crampdiary.cli.app import PANELS
from crampdiary.diary.model import Word
from kit.running import Cramp, slowly

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell, its devices or its signals")
SECRET = "Geheimnis-4711"


def _shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    cramp = f'"{sys.executable}" -m crampdiary'
    return subprocess.run(
        ["bash", "-c", command.replace("cramp ", f"{cramp} ")],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_version(cramp: Cramp) -> None:
    assert cramp("--version").out.startswith("cramp 0.")


def test_a_mistyped_command_names_the_near_one(cramp: Cramp) -> None:
    ran = cramp("stat")
    assert ran.exit_code == 2
    assert "stats" in ran.err


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "command", [("list",), ("show",), ("stats",), ("remedies",), ("triggers",), ("info",), ("words",)]
)
def test_json_is_one_ascii_document_and_alone_on_stdout(cramp: Cramp, command: tuple[str, ...]) -> None:
    cramp("log", "7", "arch", "--note", "ünïcode \x1b[2J 抽筋")
    cramp("used", "magnesium")
    ran = cramp(*command, "--json")
    assert ran.out.isascii()
    document = json.loads(ran.out)
    assert (document["format"], document["command"]) == (1, command[0])
    assert "\x1b" not in ran.out


def test_a_diary_that_is_not_there_is_not_created(cramp: Cramp, tmp_path: Path) -> None:
    ran = cramp("--diary", tmp_path / "typo.db", "log", "5")
    assert ran.exit_code == 3
    assert "no diary" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_diary_is_found_by_option_then_environment_then_settings(cramp: Cramp, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        cramp("demo", tmp_path / f"{name}.db")
    cramp("config", "diary", str(tmp_path / "three.db"))
    assert cramp("info", "--json").json["path"].endswith("three.db")
    environment = {"CRAMP_DIARY": str(tmp_path / "two.db")}
    assert cramp("info", "--json", env=environment).json["path"].endswith("two.db")
    assert (
        cramp("--diary", tmp_path / "one.db", "info", "--json", env=environment)
        .json["path"]
        .endswith("one.db")
    )


def test_a_mistake_of_the_program_shows_nothing_of_the_diary(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cramp("log", "5", "--note", SECRET)

    def broken(*_: object, **__: object) -> None:
        note = SECRET
        raise RuntimeError(f"cannot read {note}")

    monkeypatch.setattr("crampdiary.keep.store.Store.entries", broken)
    for debug in ("", "1"):
        ran = cramp("list", env={"CRAMP_DEBUG": debug}, mistaken=True)
        assert ran.exit_code == 1
        assert SECRET not in ran.out + ran.err
        assert "RuntimeError" in ran.err
        assert ran.err.count("\n") == 1


@pytest.mark.slow
@POSIX
def test_a_closed_pipe_is_silent(run_cramp: Cramp) -> None:
    run_cramp("demo", "d.db")
    ran = _shell("cramp --diary d.db list | head -1; echo ${PIPESTATUS[0]}")
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[-1] in ("0", "141")


@pytest.mark.slow
@POSIX
def test_a_full_device_is_told_in_one_line_and_the_entry_is_saved() -> None:
    ran = _shell("cramp log 5 >/dev/full; echo $?")
    assert ran.stdout == "1\n"
    assert ran.stderr.count("\n") == 1
    assert json.loads(_shell("cramp list --json").stdout)["data"]["entries"]


@POSIX
@pytest.mark.parametrize(("into", "lines"), [(">/dev/full", 3), ("| true", 2)])
@pytest.mark.slow
def test_a_result_that_ends_with_an_error_says_it_wherever_the_output_goes(into: str, lines: int) -> None:
    command = f"cramp log 5; mkdir f; echo x >f/broken.db; cramp sync f {into}; echo ${{PIPESTATUS[0]}}"
    ran = _shell(command, PYTHONUNBUFFERED="")
    assert ran.stdout.splitlines()[-1] == "1"
    assert ran.stderr.splitlines()[-1] == "1 file in the folder could not be merged; the others were."
    assert ran.stderr.count("\n") == lines


@POSIX
@pytest.mark.parametrize("stream", [">&-", *map(slowly, ("2>&-", "<&-", ">&- 2>&-"))])
def test_closed_streams_never_lose_an_entry(stream: str) -> None:
    ran = _shell(f"cramp log 5 {stream}; echo $?")
    assert ran.stdout.splitlines()[-1] == "0"
    assert len(json.loads(_shell("cramp list --json").stdout)["data"]["entries"]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"COLUMNS": "40"},
        slowly({"PYTHONIOENCODING": "ascii"}),
        slowly({"PYTHONIOENCODING": "cp1252"}),
        slowly({"TERM": "dumb"}),
        slowly({"COLUMNS": "1"}),
        slowly({"COLUMNS": "abc"}),
        slowly({"COLUMNS": "10000"}),
    ],
    ids=lambda value: " ".join(f"{name}={text}" for name, text in value.items()),
)
def test_every_screen_works_on_every_terminal(environment: dict[str, str], run_cramp: Cramp) -> None:
    run_cramp("log", "7", "arch", "--note", "Krämpfe 抽筋 🦶")
    run_cramp("used", "heat")
    program = (
        "import sys; from crampdiary.cli.app import main\n"
        "for command in ('list', 'show 1', 'stats', 'remedies', 'triggers', 'words', 'info', 'config'):\n"
        "    sys.argv = ['cramp', *command.split()]\n"
        "    try: main()\n"
        "    except SystemExit as end: assert not end.code, (command, end.code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"\x1b" not in ran.stdout
    joined = "".join(ran.stdout.decode("utf-8", "replace").split())
    assert joined.count("抽筋") + joined.count("\\u62bd\\u7b4b") == 2  # in the list and in the note


@pytest.mark.slow
def test_colour_only_where_it_is_wanted(run_cramp: Cramp) -> None:
    run_cramp("log", "7", "arch")
    for environment in ({"NO_COLOR": ""}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in run_cramp("stats", env=environment).out  # a pipe is no terminal


def test_plain_has_no_boxes_and_no_bars(cramp: Cramp, tmp_path: Path) -> None:
    cramp("demo", tmp_path / "d.db")
    for command in ("stats", "list", "remedies", "triggers"):
        shown = cramp("--diary", tmp_path / "d.db", command, "--plain").out
        assert not set(shown) & set("─│●█▌▏╺◄►·"), command
    cramp("config", "plain", "yes")
    assert (
        cramp("--diary", tmp_path / "d.db", "stats").out
        == cramp("--diary", tmp_path / "d.db", "stats", "--plain").out
    )


def test_brackets_in_text_are_text(cramp: Cramp) -> None:
    note = "[red]x[/foo] [link=http://x]y :smile: \\"
    cramp("log", "5", "--note", note)
    assert note in cramp("show", "last").out
    assert "[/foo]" in cramp("list").out
    assert "[/foo]" in cramp("log", "[/foo]").err


@pytest.mark.parametrize("name", sorted(name for names in PANELS.values() for name in names))
def test_help_has_no_traceback_and_fits(name: str, cramp: Cramp) -> None:
    shown = cramp(name, "--help")
    assert shown.exit_code == 0
    assert max(map(len, shown.out.splitlines())) <= 80


@pytest.mark.parametrize("text", ["2026-03-31T09:00:00", "yesterday", ""])
def test_a_clock_that_is_set_wrongly_is_refused(cramp: Cramp, text: str) -> None:
    ran = cramp("log", "5", env={"CRAMP_NOW": text})
    assert ran.exit_code == (0 if text == "" else 2)


def test_settings(cramp: Cramp) -> None:
    assert cramp("config", "plain", "maybe").exit_code == 2
    assert cramp("config", "nonsense").exit_code == 2
    assert cramp("config", "plain", "yes", "--json").json["options"] == {"plain": "yes"}
    assert cramp("config", "plain", "", "--json").json["options"] == {"plain": "no"}


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("role", "name", "meant"),
    [
        ("site", "7", "a severity"),
        ("trigger", "11", "a severity"),
        ("sensation", "20m", "a length of time"),
        ("onset", "woke", "waking from it"),
        ("site", "noon", "a time"),
        ("remedy", "noon", "a time"),
        ("remedy", "last night 23:00", "a time"),
    ],
)
def test_a_name_that_is_read_as_something_else_when_typed_is_refused(
    role: str, name: str, meant: str, cramp: Cramp
) -> None:
    cramp("words", "add", role, "brine")
    for arguments in (("add", role, name), ("add", role, "tarn", "--also", name),
                      ("also", role, "brine", name), ("rename", role, "brine", name)):  # fmt: skip
        ran = cramp("words", *arguments)
        assert ran.exit_code == 2
        assert f"would be read as {meant} when you type it" in ran.err
    listed = cramp("words", "--role", role).out
    assert "  brine: brine\n" in listed
    assert "tarn" not in listed


def test_a_remedy_may_be_named_by_a_number_as_none_is_read_beside_it(cramp: Cramp) -> None:
    assert cramp("words", "add", "remedy", "45").exit_code == 0
    assert cramp("used", "45", "--json").json["entries"][0]["word"] == "45"


def test_words_of_ones_own(cramp: Cramp) -> None:
    assert cramp("words", "add", "remedy", "Pickle Brine", "--also", "brine").exit_code == 0
    assert cramp("used", "brine", "--json").json["entries"][0]["word"] == "pickle-brine"
    assert cramp("words", "rename", "remedy", "brine", "Dill juice").exit_code == 0
    assert "used Dill juice" in cramp("show", "last").out
    assert cramp("used", "dill", "juice").exit_code == 0
    assert cramp("words", "hide", "remedy", "heat").exit_code == 0
    assert "heat" not in [word["slug"] for word in cramp("words", "--role", "remedy", "--json").json["words"]]
    assert cramp("used", "heat").exit_code == 0
    assert cramp("words", "add", "remedy", "stretch").exit_code == 1
    assert cramp("words", "add", "potion", "x").exit_code == 2
    assert cramp("undo", "9").exit_code == 0
    assert "New word: brine (remedy)." in cramp("used", "brine").err


@pytest.mark.parametrize("answer", Word.table["when_bad"].choices)
@pytest.mark.parametrize("word", ["heat", "brine"])
def test_whether_a_remedy_is_used_when_legs_feel_bad_is_answered_later_shown_and_taken_back(
    word: str, answer: str, cramp: Cramp
) -> None:
    cramp("words", "add", "remedy", "brine")
    before = cramp("words", "--role", "remedy").out
    ran = cramp("words", "when", word.upper(), answer.upper())
    assert ran.exit_code == 0
    shown = cramp("words", "--role", "remedy").out
    (line,) = set(shown.splitlines()) - set(before.splitlines())
    assert "when the legs feel bad" in line
    assert line.strip() in ran.out
    (kept,) = [each for each in cramp("words", "--json").json["words"] if each["when_bad"]]
    assert (kept["slug"], kept["when_bad"]) == (word, answer)
    assert cramp("undo").exit_code == 0
    assert cramp("words", "--role", "remedy").out == before
    for mistake in (["heat", "often"], ["alcohol", "more"], ["heat"]):
        assert cramp("words", "when", *mistake).exit_code in (1, 2)
    assert cramp("words", "--role", "remedy").out == before


@pytest.mark.parametrize("name", ["Robert'); DROP TABLE episode;--", "a,b", "NULL", "=cmd|' /C calc'!A0"])
def test_odd_names_are_stored_as_they_are(cramp: Cramp, name: str) -> None:
    cramp("words", "add", "remedy", name)
    (entry,) = cramp("words", "--role", "remedy", "--json").json["words"][-1:]
    assert entry["label"] == name
    assert cramp("info", "--verify").exit_code == 0


def test_quinine_is_accepted_with_one_warning(cramp: Cramp) -> None:
    ran = cramp("words", "add", "remedy", "quinine")
    assert ran.exit_code == 0
    assert "can be dangerous" in ran.err
    assert cramp("used", "quinine").err == ""


@POSIX
def test_a_diary_that_others_could_read_is_closed_to_them_with_a_word(cramp: Cramp) -> None:
    cramp("log", "5")
    path = Path(cramp("info", "--json").json["path"])
    path.chmod(0o644)
    assert "could read the diary" in cramp("log", "6", "calf").err
    assert path.stat().st_mode & 0o077 == 0
    assert cramp("log", "7", "toes", "20m", "ago").err == ""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be root by sudo")
def test_root_by_sudo_is_told(cramp: Cramp) -> None:
    assert "Leave sudo out" in cramp("log", "5", env={"SUDO_USER": "somebody"}).err


@POSIX
def test_a_diary_that_cannot_be_read_is_told_in_one_line(cramp: Cramp, tmp_path: Path) -> None:
    ran = cramp("--diary", tmp_path, "list")
    assert (ran.exit_code, ran.err.count("\n")) == (3, 1)


def test_a_failing_backup_never_fails_the_entry(cramp: Cramp, monkeypatch: pytest.MonkeyPatch) -> None:
    from crampdiary.errors import CrampError

    def broken(*_: object) -> None:
        raise CrampError("the disk is full.")

    monkeypatch.setattr("crampdiary.keep.store.Store.local", broken)
    ran = cramp("used", "walking")
    assert ran.exit_code == 0
    assert ran.out.startswith("Saved 1")
    assert "Your entry is saved, but" in ran.err
