"""`cramp help`: what a person needs first, the pages, and how they are shown on a terminal and elsewhere."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from crampdiary.cli.app import FIRST, MODULES
from crampdiary.cli.help import TOPICS, page
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.sentences import HEADS
from crampdiary.evidence.verdicts import VerdictWord
from crampdiary.screen.pages import laid_out
from kit.running import Cramp
from kit.terminals import needs_terminal, talk


def test_the_first_help_fits_one_screen_and_names_what_is_needed_first_and_every_page(cramp: Cramp) -> None:
    shown = cramp("help").out
    assert [line.split()[0] for line in shown.splitlines()[1:11]] == list(FIRST)
    assert all(topic in shown.rpartition("Pages")[2] for topic in TOPICS)
    assert shown.count("\n") < 24
    assert "..." not in shown, "the line of a command is cut"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_shown_laid_out_and_nothing_is_opened_or_written(topic: str, cramp: Cramp) -> None:
    ran = cramp("--diary", "nowhere.db", "help", topic)
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out == laid_out(page(topic), 80)
    assert [path for path in Path().rglob("*") if path.is_file()] == []


def test_a_page_is_as_narrow_as_the_window(cramp: Cramp) -> None:
    assert cramp("help", "log", env={"COLUMNS": "40"}).out == laid_out(page("log"), 40)


def test_a_command_without_a_page_shows_its_own_help(cramp: Cramp) -> None:
    assert cramp("help", "words", "add").out == cramp("words", "add", "--help").out
    assert cramp("help", "UNDO").out == cramp("undo", "--help").out


@pytest.mark.parametrize(
    ("typed", "meant"), [("remedys", "remedies"), ("setings", "settings"), ("udno", "undo")]
)
def test_an_unknown_page_names_the_nearest(typed: str, meant: str, cramp: Cramp) -> None:
    ran = cramp("help", typed)
    assert (ran.exit_code, ran.out) == (2, "")
    assert f"Did you mean `cramp help {meant}`?" in ran.err
    assert "There are: start, " in ran.err


def test_an_unknown_page_like_no_other_names_them_all(cramp: Cramp) -> None:
    ran = cramp("help", "zzz")
    assert ran.exit_code == 2
    assert "mean" not in ran.err
    assert all(topic in ran.err for topic in TOPICS)


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says so."""
    script = tmp_path / "my pager"
    script.write_text("#!/bin/sh\necho paged by $1\ncat\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return f"'{script}' me"


@needs_terminal
def test_a_long_page_goes_through_the_pager_of_ones_choice(pager: str) -> None:
    seen = talk(["help", "log"], env={"PAGER": pager})
    assert seen.shown == "paged by me\n" + laid_out(page("log"), 80)


@needs_terminal
@pytest.mark.parametrize(
    ("topic", "environment"),
    [
        (None, {}),  # fits the screen
        ("log", {"TERM": "dumb"}),
        ("log", {"TERM": None}),
    ],
)
def test_without_need_or_means_there_is_no_pager(
    topic: str | None, environment: dict[str, str | None], pager: str, cramp: Cramp
) -> None:
    arguments = ["help", *([topic] if topic else [])]
    seen = talk(arguments, env={"PAGER": pager, **environment})
    assert (seen.shown, seen.exit_code) == (cramp(*arguments).out, 0)


@needs_terminal
@pytest.mark.parametrize("broken", ["there-is-no-such-pager", "an 'open quote", "false"])
def test_where_the_pager_fails_the_page_is_printed(broken: str, cramp: Cramp) -> None:
    seen = talk(["help", "log"], env={"PAGER": broken})
    assert seen.shown.endswith(cramp("help", "log").out)  # the shell may have said before what is wrong
    assert seen.exit_code == 0


@needs_terminal
def test_a_pager_may_be_what_a_shell_understands(pager: str) -> None:
    assert talk(["help", "log"], env={"PAGER": f"cat | {pager}"}).shown.startswith("paged by me\n")


@pytest.mark.parametrize("width", [40, 80])
def test_the_help_of_a_command_and_of_a_part_of_one_fits_the_window(
    width: int, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for name in (("used",), ("words", "add"), ("edit",)):
        shown = cramp("help", *name).out
        assert shown.startswith(f"Usage: cramp {' '.join(name)}")
        assert max(map(len, shown.splitlines())) <= width


def test_no_examples_in_a_help_run_into_one(cramp: Cramp) -> None:
    """Paragraphs are filled, so a table of examples in one would be read as a single command."""
    for name in MODULES:
        about = cramp(name, "--help").out.partition("\n\nOptions:")[0].partition("\n\nArguments:")[0]
        assert not re.search(r"\S {3,}\S", about), name


@needs_terminal
@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"NO_COLOR": None, "FORCE_COLOR": "1"}])
def test_there_is_no_colour_that_a_pager_could_show_wrongly(
    environment: dict[str, str | None], pager: str
) -> None:
    assert "\x1b" not in talk(["help", "stats"], env={"PAGER": pager, **environment}).shown


@needs_terminal
def test_ctrl_c_is_the_pagers(tmp_path: Path) -> None:
    script = tmp_path / "pager"
    script.write_text(
        "#!/bin/sh\ntrap 'echo heard it' INT\ncat >/dev/null\necho reading\nread -r line </dev/tty\necho done\n",
        encoding="utf-8",
    )
    script.chmod(0o700)
    seen = talk(["help", "log"], ("reading", b"\x03"), env={"PAGER": str(script)})
    assert seen.exit_code == 0
    assert "heard it\ndone" in seen.shown


@pytest.mark.parametrize(("topic", "role"), [("causes", "trigger"), ("remedies", "remedy")])
def test_each_of_the_seven_names_words_that_record_it(topic: str, role: str) -> None:
    items = re.findall(r"^\* (?:.*\n)(?:  .*\n)*", page(topic), re.M)
    assert len(items) == 7
    for item in items:
        recorded = re.findall(r"`cramp (used|had) ([\w-]+)`", item)
        assert recorded
        for command, word in recorded:
            assert {"used": "remedy", "had": "trigger"}[command] == role
            assert [each.slug for each in Vocabulary().find(word, role)] == [word]


def test_a_page_says_what_this_diary_has_of_each(cramp: Cramp, tmp_path: Path) -> None:
    cramp("demo", tmp_path / "demo.db")
    for topic, command in (("remedies", "remedies"), ("causes", "triggers")):
        shown = " ".join(cramp("--diary", tmp_path / "demo.db", "help", topic).out.split())
        said = {
            each["word"]: each["verdict"]["word"]
            for each in cramp("--diary", tmp_path / "demo.db", command, "--json").json["findings"]
        }
        named = [word for word in re.findall(r"`cramp (?:used|had) ([\w-]+)`", page(topic)) if word in said]
        assert named
        for word in named:
            head = HEADS[VerdictWord(said[word])]
            assert f"{word.replace('-', ' ')}, {head}" in shown
        assert shown.count("In your diary:") <= len(named)
    assert "In your diary" not in cramp("help", "remedies").out
