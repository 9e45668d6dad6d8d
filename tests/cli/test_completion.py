"""What the shell offers at TAB: words, numbers and nights that the command then takes, and never a note."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from crampdiary.cli import completion
from crampdiary.cli.app import app
from crampdiary.diary.built_in import ROLES
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader
from kit.running import Cramp, slowly

Complete = Callable[..., dict[str, str]]

TYPED = typer.Context(get_command(app), info_name="cramp")
BARE = ("site", "side", "sensation", "onset", "trigger")


@pytest.fixture
def complete(run_cramp: Cramp) -> Complete:
    """What a line may become, each with its word of explanation, as fish is told."""

    def run(line: str, env: dict[str, str] | None = None) -> dict[str, str]:
        asked_for = {"_CRAMP_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        ran = run_cramp(env={**(env or {}), **asked_for, "_TYPER_COMPLETE_ARGS": f"cramp {line}"})
        assert (ran.exit_code, ran.err) == (0, "")
        return {value: told for value, _, told in (each.partition("\t") for each in ran.out.splitlines())}

    return run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the shell asks what to offer."""
    monkeypatch.setattr(completion, "_ASKED", True)


def offered(typed: str, *roles: str) -> dict[str, str]:
    offer = completion.words(*roles)
    assert offer is not None
    return dict(offer(TYPED, typed))


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("log 7 ar", {"arch"}),
        ("log 7 hall", {"hallux"}),
        slowly("log --side ", {"left", "right", "both"}),
        ("log --tried ma", {"magnesium", "massage"}),
        ("used magn", {"magnesium"}),
        slowly("had alc", {"alcohol"}),
        slowly("used heat --purpose r", {"rescue"}),
        slowly("edit 1 --site to", {"toes", "top"}),
        slowly("list --kind a", {"away"}),
        slowly("calendar --remedy he", {"heat"}),
        ("remedies --figures he", {"heat"}),
        slowly("triggers --explain alc", {"alcohol"}),
        slowly("export --format c", {"csv"}),
        ("words add re", {"remedy"}),
        slowly("words hide remedy hea", {"heat"}),
        slowly("words merge foam", {"foam-roller"}),
        slowly("stats plac", {"places"}),
        slowly("away mon", {"monday"}),
        slowly("words --role s", {"side", "sensation", "site"}),
        slowly("config da", {"daily_backup"}),
    ],
)
def test_the_shell_is_told_what_fits(line: str, some: set[str], run_cramp: Cramp) -> None:
    typed = f"cramp {line}"
    ran = run_cramp(
        env={
            "_CRAMP_COMPLETE": "complete_bash",
            "COMP_WORDS": typed,
            "COMP_CWORD": str(len(typed.split(" ")) - 1),
        }
    )
    assert ran.exit_code == 0
    assert some <= set(ran.out.split())
    assert all(each.startswith(line.rpartition(" ")[2]) for each in ran.out.split())


def test_every_bare_word_that_is_offered_is_taken(asked: None) -> None:
    every = offered("", *BARE)
    assert len(every) > 60
    for word in every:
        assert LogReader(Vocabulary([])).read([word]).fields


def test_a_word_that_could_be_two_things_is_offered_only_where_it_is_one(asked: None) -> None:
    assert "stretching" not in offered("stretch", *BARE)
    assert "stretching" in offered("stretch", "onset")
    assert "stretching" in offered("stretch", "remedy")


def test_every_role_has_something_to_offer(asked: None) -> None:
    assert all(offered("", role) for role in ROLES)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("content", [b"no diary at all", b"", b"SQLite format 3\0" + bytes(5000), None])
def test_whatever_is_wrong_with_a_diary_the_built_in_words_are_offered_and_no_error_is_shown(
    content: bytes | None, complete: Complete, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "diary.db").write_bytes(content)
    assert "heat" in complete(f"--diary {tmp_path / 'diary.db'} used he")
    assert complete(f"--diary {tmp_path / 'diary.db'} edit ") == {"last": "the one recorded last"}
    assert "monday" in complete(f"--diary {tmp_path / 'diary.db'} none ")
    assert (tmp_path / "diary.db").exists() == (content is not None)


def test_words_and_sets_of_ones_own_are_offered_and_hidden_ones_are_not(
    cramp: Cramp, complete: Complete
) -> None:
    cramp("words", "add", "remedy", "pickle brine")
    cramp("words", "set", "evening", "stretching", "magnesium")
    cramp("words", "hide", "remedy", "heat")
    assert {"pickle-brine", "evening", "stretching"} <= complete("used ").keys()
    assert "heat" not in complete("used he")
    assert "pickle-brine" in complete("log --tried pick")
    assert "evening" not in complete("log --tried eve"), "a set is no word that was tried"


@pytest.mark.slow_but_first
@pytest.mark.parametrize("line", ["edit ", "show ", "delete ", "purge ", "note "])
def test_entries_are_offered_by_their_numbers_with_all_but_their_notes(
    line: str, cramp: Cramp, complete: Complete
) -> None:
    for number in range(12):
        cramp("log", "7", "calf", "--note", f"SECRET {number}")
    cramp("log", "5", "toes", "SECRET", "as", "typed")
    cramp("delete", "12")
    offered = complete(line)
    assert list(offered) == ["last", "13", "11", "10", "9", "8", "7", "6", "5", "4"]
    assert "toes" in offered["13"]
    assert "SECRET" not in str(offered)
    assert list(complete(f"{line}1")) == ["13", "11", "10"]


def test_nights_of_which_nothing_was_said_are_offered_where_one_says_that_they_were_quiet(
    cramp: Cramp, complete: Complete
) -> None:
    at = {"CRAMP_NOW": "2026-03-10T09:00:00+00:00"}
    cramp("none", "3", "march", env=at)
    cramp("log", "7", "yesterday", "23:30", env=at)
    cramp("away", "5", "march", "6", "march", env=at)
    assert list(complete("none ", at)) == ["2026-03-08", "2026-03-07", "2026-03-04"]
    for night in complete("none ", at):
        assert cramp("none", night, env=at).exit_code == 0
    assert set(complete("none ", at)) == {
        "yesterday",
        *(day for day in complete("list ", at) if "day" in day),
    }
    assert "monday" in complete("stats --since mon", at)


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "line", ["lgo 7 ca", "words ad br", "edit --diary ", "log --severity --severity 3 ca", "7 ca --"]
)
def test_a_line_with_a_mistake_in_it_is_no_error(line: str, complete: Complete) -> None:
    complete(line)  # which looks at what is written besides


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_in_its_own_way_and_nothing_else_is_written(
    shell: str, cramp: Cramp, run_cramp: Cramp
) -> None:
    cramp("words", "add", "remedy", "oil; rm -rf [x] $(boom) `tick`", "--also", "oil2")
    cramp("words", "set", "o;$(boom)", "heat", "massage")
    line = "cramp used oi"
    words = {"COMP_WORDS": line, "COMP_CWORD": "2"} if shell == "bash" else {"_TYPER_COMPLETE_ARGS": line}
    ran = run_cramp(
        env={**words, "_CRAMP_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    )
    assert (ran.exit_code, ran.err) == (0, "")
    assert "oil2" in ran.out
    values = re.sub(r"\t.*|\\[$`]", "", ran.out)  # without what fish explains, and what is escaped for zsh
    assert "$(boom)" not in values
    assert "`" not in values


def test_every_argument_that_names_something_known_has_something_to_offer() -> None:
    """The rest is a path, a number to count, or words of one's own."""
    program = "import os; os.environ['_CRAMP_COMPLETE'] = 'complete_zsh'\n"
    program += "from typer.main import get_command; from crampdiary.cli.app import app, MODULES\n"
    program += "def look(name, command):\n"
    program += "    for each in command.params:\n"
    program += "        if each.param_type_name == 'argument' and each._custom_shell_complete is None:\n"
    program += "            print(name, each.name, sep='.')\n"
    program += (
        "    for below, what in getattr(command, 'commands', {}).items(): look(f'{name} {below}', what)\n"
    )
    program += "for name in MODULES: look(name, get_command(app).commands[name])\n"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(ran.stdout.splitlines()) == FREE


FREE = {
    "undo.count", "redo.count", "export.target", "import.source", "merge.other", "sync.folder", "restore.source",
    "words add.word", "words rename.label", "words also.synonym", "config.value", "remind.time", "demo.path",
}  # fmt: skip


def test_where_nobody_asks_there_is_nothing_for_typer_to_examine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completion.words("site") is None
    assert completion.names("yes", "no") is None
    monkeypatch.setenv("_CRAMP_COMPLETE", "complete_zsh")
    assert importlib.reload(completion).words("site") is not None
    monkeypatch.delenv("_CRAMP_COMPLETE")
    importlib.reload(completion)
