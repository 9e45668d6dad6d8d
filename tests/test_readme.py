"""The README and the manual hold: their recorded runs are run again and must match, and what they name exists."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.main import get_command

import crampdiary
from crampdiary import errors
from crampdiary.cli.app import FIRST, PANELS, app
from crampdiary.cli.help import TOPICS
from crampdiary.cli.meant import begins_a_cramp
from crampdiary.diary.model import KINDS
from crampdiary.exchange.importer import importers
from kit.running import Cramp, slowly

ROOT = Path(__file__).parents[1]
MANUAL = Path(crampdiary.__file__).parent / "manual"
FILES = {"README": ROOT / "README.md", **{path.stem: path for path in sorted(MANUAL.iterdir())}}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
COMMANDS = sorted(name for names in PANELS.values() for name in names)


def _steps(text: str) -> list[tuple[str, str]]:
    """Return the commands in a text's console blocks, each with the output that stands below it."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        before, *parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
        assert before == "", "a console block begins with a command"
        found += zip(parts[::2], parts[1::2], strict=True)
    return found


def _run(name: str, folder: Path, environment: dict[str, str]) -> list[tuple[str, str]]:
    """Run the commands of one text in one folder, and return each with what it showed.

    `  # Tue 3 March 2026 22:05` behind a command sets the clock from there on. A page of the manual is read on
    terminals of any width, so its screens are drawn for one of 40 columns, less its indent.
    """
    script = folder / "bin" / "cramp"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crampdiary "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    environment = {
        **environment,
        "PATH": f"{script.parent}{os.pathsep}{environment['PATH']}",
        "COLUMNS": "80" if name == "README" else "36",
    }
    found = []
    for typed, _ in _steps(TEXTS[name]):
        command, _, when = typed.partition("  # ")
        if when:
            at = datetime.strptime(when.strip(), "%a %d %B %Y %H:%M")
            environment["CRAMP_NOW"] = at.replace(tzinfo=ZoneInfo("Europe/London")).isoformat()
        ran = subprocess.run(
            ["sh", "-c", f"{{ {command}; }} 2>&1"],
            env=environment,
            capture_output=True,
            cwd=folder,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        )
        found.append((typed, "".join(f"{line.rstrip()}\n" for line in ran.stdout.splitlines())))
    return found


RECORDED = [name for name, text in TEXTS.items() if _steps(text)]


@pytest.mark.slow_but_first
@pytest.mark.skipif(os.name == "nt", reason="the recorded runs are written for a POSIX shell")
@pytest.mark.parametrize(
    "name", [name if name in ("README", "start", "log") else slowly(name) for name in RECORDED]
)
def test_the_recorded_runs_still_hold(name: str, tmp_path: Path) -> None:
    assert _run(name, tmp_path, dict(os.environ)) == _steps(TEXTS[name])


def test_the_pages_are_those_that_are_listed() -> None:
    assert sorted(path.name for path in MANUAL.iterdir()) == sorted(f"{topic}.md" for topic in TOPICS)


def _typed(text: str) -> Iterator[str]:
    """Yield what a text shows as typed: code spans, and the lines of blocks that hold commands."""
    for language, block in re.findall(r"```(\w*)\n(.*?)```", text, re.S):
        lines = block.splitlines()
        yield from (line.removeprefix("$ ") for line in lines if language == "sh" or line.startswith("$ "))
    yield from re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.S))


def _options(command: Any) -> set[str]:
    own = {each for parameter in command.params for each in (*parameter.opts, *parameter.secondary_opts)}
    below = getattr(command, "commands", {}).values()
    return {"--help"}.union(own, *map(_options, below))


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_and_option_that_is_named_exists(name: str) -> None:
    group: Any = get_command(app)
    every = _options(group)
    seen = 0
    for typed in _typed(TEXTS[name]):
        words = re.sub(r"^cramp --diary \S+", "cramp", re.sub(r"  # .*| \|.*", "", typed)).split()
        options = {each.partition("=")[0] for each in words if re.fullmatch(r"--[a-z][a-z-]*(=.*)?", each)}
        if words[:1] == ["cramp"] and words[1:]:
            name_of = "log" if begins_a_cramp(words[1:]) else words[1]
            command = group if words[1].startswith("-") else group.commands.get(name_of)
            assert command, f"{name}.md names a command that is not there: {typed}"
            assert options <= _options(command), f"{name}.md names an option that is not there: {typed}"
            seen += 1
        elif words[0].startswith("--"):
            assert options <= every, f"{name}.md names an option that is not there: {typed}"
    assert seen


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_somewhere(name: str) -> None:
    text = re.sub(r"```.*?```", "", TEXTS[name], flags=re.S)
    for target in re.findall(r"\]\((?!https://)([^)]+)\)", text):
        file, _, section = target.partition("#")
        path = (FILES[name].parent / file) if file else FILES[name]
        assert path.exists(), f"{name}.md links to {target}"
        if name != "README":
            assert path.parent == MANUAL, f"{name}.md is in the wheel, where {target} is not"
        if section:
            headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
            assert section in [re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_has_help(name: str, cramp: Cramp) -> None:
    for text in ("README", "commands"):
        assert f"`cramp {name}" in TEXTS[text], f"{text}.md does not mention `cramp {name}`"
    ran = cramp(name, "--help")
    assert ran.exit_code == 0
    assert ran.out.startswith(f"Usage: cramp {name}")


def test_the_overview_lists_what_a_person_needs_first_and_leads_to_the_rest(cramp: Cramp) -> None:
    shown = cramp("--help").out
    listed = shown[shown.index("Record:") :]
    assert sorted(re.findall(r"^  (\w+) +\S", listed, re.M)) == sorted(FIRST)
    for name in FIRST:
        assert re.search(rf"^  {name} +\S.*[^.]\.$", listed, re.M), f"the line of {name} is cut"
    assert "cramp help commands" in listed


def test_every_program_that_can_be_read_stands_on_the_page_of_imports(cramp: Cramp) -> None:
    shown = " ".join(cramp("help", "import").out.split())
    assert "PROGRAMS" not in shown
    for name, reader in importers().items():
        assert f"* `{name}`, {reader.MANUAL}" in shown
        assert reader.MANUAL.endswith(".")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_stands_on_the_page_of_formats(kind: str) -> None:
    fields = re.findall(r"^\* (`.*`) \((.*?)\):", TEXTS["formats"], re.M)
    told = {
        name
        for names, kinds in fields
        if kind in kinds.split(", ") or (kinds == "all but word" and kind != "word")
        for name in re.findall(r"`(\w+)`", names)
    }
    assert told == set(KINDS[kind].names)


def test_both_commands_of_the_readme_are_marked_for_the_full_check() -> None:
    for name in ("run", "test"):
        assert re.search(rf"<!-- command: {name} -->\s*```sh\n.+\n```", TEXTS["README"])


def test_the_exit_codes_in_the_manual_are_those_of_the_program() -> None:
    documented = {int(code) for code in re.findall(r"^\* (\d+): ", TEXTS["settings"], re.M)}
    kinds = (errors.CrampError, errors.UsageError, errors.DiaryError, errors.BusyError)
    assert documented == {0, 130, *(kind.exit_code for kind in kinds)}


PICTURES = ("stats", "remedies")  # of the README


def _of_a_made_up_diary(folder: Path, *arguments: str, columns: int = 100) -> str:
    """Return what a command shows of the diary of `cramp demo`, which is the same on every machine on one day."""
    environment = {
        **{each: value for each, value in os.environ.items() if not each.startswith(("CRAMP", "XDG"))},
        "HOME": str(folder), "TZ": "Europe/London", "NO_COLOR": "1", "LANG": "C.UTF-8", "COLUMNS": f"{columns}",
        "CRAMP_NOW": "2026-03-31T09:00:00+01:00", "CRAMP_DIARY": str(folder / "demo.db"),
    }  # fmt: skip
    for command in (*([] if (folder / "demo.db").exists() else [("demo", "demo.db")]), arguments):
        ran = subprocess.run(
            [sys.executable, "-m", "crampdiary", *command],
            env=environment,
            capture_output=True,
            cwd=folder,
            encoding="utf-8",
            check=True,
            stdin=subprocess.DEVNULL,
        )
    return ran.stdout


def test_the_lines_of_remedies_in_the_readme_are_its_own(tmp_path: Path) -> None:
    (block,) = re.findall(r"```text\n(.*?)```", TEXTS["README"], re.S)
    shown = _of_a_made_up_diary(tmp_path, "remedies").splitlines()
    lines = block.splitlines()
    assert [line for line in shown if line in lines] == lines
    assert len(lines) == 6
    assert "FEWER" in block
    assert "too early to tell" in block


@pytest.mark.slow
@pytest.mark.parametrize("screen", PICTURES)
def test_the_pictures_of_the_readme_say_what_the_screens_say(screen: str, tmp_path: Path) -> None:
    _of_a_made_up_diary(tmp_path, screen, "--svg", "now.svg")
    words = [
        re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8"))
        for path in (tmp_path / "now.svg", ROOT / ".github" / f"{screen}.svg")
    ]
    assert words[0] == words[1]


def test_the_picture_of_the_report_begins_as_the_report_does(tmp_path: Path) -> None:
    (begins,) = re.findall(
        r"!\[The page of cramp report, from a made-up diary\. It begins: (.*?)\]", TEXTS["README"], re.S
    )
    said = json.loads(_of_a_made_up_diary(tmp_path, "report", "visit.html", "--json"))
    assert " ".join(begins.split()) == said["data"]["page"]["sentence"]


def _picture_of_the_report(folder: Path) -> None:
    """Take the picture of the report; it needs playwright and Chromium, and looks a little otherwise with each font."""
    from playwright.sync_api import sync_playwright

    _of_a_made_up_diary(folder, "report", "visit.html", "--force")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 600})
        page.goto((folder / "visit.html").as_uri())
        page.screenshot(path=str(ROOT / ".github" / "report.png"), full_page=True)
        browser.close()


def renew() -> None:
    """Record all runs again: PYTHONPATH=tests python tests/test_readme.py. Read the difference before you commit it."""
    for name in RECORDED:
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **{each: value for each, value in os.environ.items() if not each.startswith(("CRAMP", "XDG"))},
                "HOME": folder, "TZ": "Europe/London", "NO_COLOR": "1", "LANG": "C.UTF-8",
            }  # fmt: skip
            shown = iter(_run(name, Path(folder), environment))

        def recorded(block: re.Match[str], shown: Iterator[tuple[str, str]] = shown) -> str:
            steps = (next(shown) for _ in _steps(block[0]))
            return "```console\n" + "".join(f"$ {typed}\n{output}" for typed, output in steps) + "```"

        text = re.sub(r"```console\n.*?```", recorded, TEXTS[name], flags=re.S)
        FILES[name].write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for screen in PICTURES:
            picture = ROOT / ".github" / f"{screen}.svg"
            _of_a_made_up_diary(Path(folder), screen, "--svg", str(picture), "--force")
        if find_spec("playwright"):
            _picture_of_the_report(Path(folder))
        else:
            print("The picture of the report is as it was: it needs `pip install -e '.[page]'` and Chromium.")


if __name__ == "__main__":
    renew()
