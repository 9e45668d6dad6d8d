"""`remind`: due is a night that nobody spoke of; what is printed speaks only then, and installs nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crampdiary.cli import remind
from kit.running import Cramp

MORNING = "2026-03-06T09:00:00+00:00"
TELLING = ["log 7 calf 03:10", "none", "none 5 march", "log 7 calf yesterday 23:30", "away 5 march 6 march"]
NOT_TELLING = [
    "used heat",
    "used heat yesterday 22:00",
    "had alcohol",
    "log 7 calf 4 march 23:00",
    "none 4 march",
]


@pytest.fixture
def kept(cramp: Cramp) -> Cramp:
    cramp("none", "3", "march", env={"CRAMP_NOW": MORNING})
    return cramp


@pytest.mark.parametrize("line", TELLING)
def test_nothing_is_due_once_last_night_was_spoken_of(line: str, kept: Cramp) -> None:
    kept(*line.split(), env={"CRAMP_NOW": MORNING})
    ran = kept("remind", "--due", env={"CRAMP_NOW": MORNING})
    assert (ran.exit_code, ran.out, ran.err) == (1, "", "")


@pytest.mark.parametrize("line", NOT_TELLING)
def test_it_is_due_while_nothing_says_how_last_night_was(line: str, kept: Cramp) -> None:
    kept(*line.split(), env={"CRAMP_NOW": MORNING})
    ran = kept("remind", "--due", env={"CRAMP_NOW": MORNING})
    assert (ran.exit_code, ran.out.count("\n"), ran.err) == (0, 1, "")
    assert ran.out.startswith("Last night: any cramps?")
    assert kept("remind", "--due", "--json", env={"CRAMP_NOW": MORNING}).json == {
        "due": True,
        "tonight": None,
    }


def test_nothing_is_due_before_the_diary_begins_nor_before_the_night_is_over(kept: Cramp) -> None:
    assert kept("remind", "--due", env={"CRAMP_NOW": "2026-03-03T09:00:00+00:00"}).exit_code == 1
    kept("none", "4", "march", env={"CRAMP_NOW": MORNING})
    assert kept("remind", "--due", env={"CRAMP_NOW": "2026-03-06T04:59:00+00:00"}).exit_code == 1
    assert kept("remind", "--due", env={"CRAMP_NOW": "2026-03-06T05:00:00+00:00"}).exit_code == 0


def test_an_empty_diary_asks_for_nothing(cramp: Cramp) -> None:
    assert (ran := cramp("remind", "--due")).exit_code == 1
    assert ran.out + ran.err == ""


def test_a_fault_is_never_taken_for_an_answer(
    kept: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.db").write_text("no diary")
    for arguments in (("--diary", "nowhere.db"), ("--diary", tmp_path / "text.db"), ("--nonsense",)):
        assert kept(*arguments, "remind", "--due").exit_code >= 2, arguments
    monkeypatch.setattr(remind, "latest_finished_night", lambda _: 1 / 0)
    assert kept("remind", "--due", mistaken=True).exit_code >= 2


def _desktop(folder: Path) -> tuple[dict[str, str], Path]:
    """Return the environment of a timer, with a desktop that writes down what it shows."""
    shown = folder / "shown"
    stub = folder / "notify-send"
    stub.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{shown}"\n')
    stub.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "HOME": os.environ["HOME"]}, shown


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cron and notify-send as on Linux")
@pytest.mark.parametrize("name", ["diary.db", 'a b\'c $HOME `x` 100% "d".db'])
@pytest.mark.parametrize("systemd", [False, True])
def test_what_is_printed_shows_on_the_desktop_what_is_due_and_else_nothing(
    systemd: bool, name: str, cramp: Cramp, tmp_path: Path
) -> None:
    diary = tmp_path / name
    cramp("--diary", diary, "import", "--new", "-", stdin='{"crampdiary": 1}\n')
    cramp("--diary", diary, "none", "3", "march", env={"CRAMP_NOW": MORNING})
    printed = cramp("--diary", diary, "remind", *(["--systemd"] if systemd else []), "8:05").out
    if systemd:
        command = printed.partition('ExecStart=/bin/sh -c "')[2].partition('"\n')[0]
        command = re.sub(r"\\(.)", r"\1", command).replace("$$", "$").replace("%%", "%")
        assert "OnCalendar=*-*-* 08:05" in printed
    else:
        remark, _, line = printed.partition("\n")
        assert remark.startswith("# ")
        assert line.startswith("5 8 * * * ")
        assert line.count("\n") == 1
        command = line[10:].replace(r"\%", "%")
    environment, shown = _desktop(tmp_path)
    for told, is_shown in ((False, True), (True, False)):
        if told:
            cramp("--diary", diary, "none", "5", "march", env={"CRAMP_NOW": MORNING})
        ran = subprocess.run(
            ["/bin/sh", "-c", command],
            env={**environment, "CRAMP_NOW": MORNING},
            check=False,
            capture_output=True,
        )
        assert shown.exists() == is_shown, ran.stderr
        if is_shown:
            assert shown.read_text().splitlines()[0] == "Cramp diary"
            assert "any cramps?" in shown.read_text()
            shown.unlink()
        assert ran.returncode == 0 or not systemd


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd to ask")
def test_systemd_takes_the_two_files(cramp: Cramp, tmp_path: Path) -> None:
    for part in re.split(r"^(?=# ~)", cramp("remind", "--systemd", "21:00").out, flags=re.M)[1:]:
        (tmp_path / Path(part.split("\n")[0]).name).write_text(part)
    units = sorted(map(str, tmp_path.glob("cramp.*")))
    assert len(units) == 2
    checked = subprocess.run(
        ["systemd-analyze", "--user", "verify", *units], check=False, capture_output=True, text=True
    )
    assert "cramp." not in checked.stderr, checked.stderr


@pytest.mark.parametrize(
    ("typed", "shown"), [("8", "0 8 "), ("08:30", "30 8 "), ("21.15", "15 21 "), ("0:00", "0 0 ")]
)
def test_the_time_is_taken_as_people_write_it(typed: str, shown: str, cramp: Cramp) -> None:
    assert cramp("remind", typed).out.splitlines()[1].startswith(shown)


@pytest.mark.parametrize("typed", ["24:00", "8:60", "noon", "", "-1", "8:3", "٨:٣٠"])
def test_another_time_is_refused(typed: str, cramp: Cramp) -> None:
    ran = cramp("remind", "--", typed)
    assert (ran.exit_code, ran.out) == (2, "")
    assert "8:30" in ran.err


@pytest.mark.parametrize(("platform", "shows"), [("darwin", "osascript"), ("win32", "schtasks /Create")])
def test_each_system_has_its_own(
    platform: str, shows: str, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert shows in cramp("remind").out
    assert "other.db" in cramp("remind", env={"CRAMP_DIARY": "other.db"}).out


def test_the_default_diary_needs_no_name_and_another_does(cramp: Cramp, tmp_path: Path) -> None:
    assert "--diary" not in cramp("remind", env={"CRAMP_DIARY": ""}).out
    assert f"--diary {tmp_path}" in cramp("remind", env={"CRAMP_DIARY": str(tmp_path / "x.db")}).out


@pytest.mark.parametrize(
    "name", ["a\n* * * * * boom.db", "a\rb.db", "a\x1b[2J.db", "a\N{RIGHT-TO-LEFT OVERRIDE}b.db"]
)
def test_no_path_becomes_a_line_of_its_own(name: str, cramp: Cramp, tmp_path: Path) -> None:
    for option in ([], ["--systemd"]):
        ran = cramp("--diary", tmp_path / name, "remind", *option)
        assert (ran.exit_code, ran.out) == (1, "")
        assert "plain name" in ran.err
