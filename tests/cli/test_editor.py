"""`cramp edit ID` with no option: the entry in the person's own editor, and everything that may happen there.

The editors here are shell scripts, run at a pseudo-terminal as a person's would be.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.cli.drafts import begun
from crampdiary.cli.settings import state_folder
from crampdiary.cli.telling import editor
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep.store import Store
from crampdiary.keep.versions import Change
from kit.builders import NOW
from kit.running import Cramp
from kit.terminals import Talk, needs_terminal, talk

pytestmark = needs_terminal

Edit = Callable[..., Talk]


@pytest.fixture
def edit(cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Run `cramp edit 1` on a cramp of severity 7 with an editor that is this shell script; $1 is the file."""
    cramp("log", "7", "arch", "left", "burning", "--note", "first")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run(
        script: str, *answers: tuple[str, str], variable: str = "EDITOR", words: tuple[str, ...] = ()
    ) -> Talk:
        path = tmp_path / "an editor.sh"
        path.write_text(script, encoding="utf-8")
        return talk(["edit", "1", *words], *answers, env={variable: f"sh '{path}'"}, columns=1000)

    return run


@pytest.fixture
def drafts() -> Callable[[], list[str]]:
    """What is left of drafts, as texts."""

    def left() -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted(state_folder().glob("drafts/*/*.txt"))]

    return left


def entry(cramp: Cramp) -> dict[str, Any]:
    shown: dict[str, Any] = cramp("show", "1", "--json").json["entry"]
    return shown


Drafts = Callable[[], list[str]]


@pytest.mark.parametrize("variable", ["EDITOR", "VISUAL"])
def test_what_is_changed_in_the_editor_is_saved_and_the_rest_stays(
    variable: str, edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    before = entry(cramp)
    ran = edit("sed -i -e 's/severity: 7/severity: 5/' -e 's/^first/second/' \"$1\"", variable=variable)
    assert ran.exit_code == 0
    assert "Saved 1: left arch, 5, burning; with a note." in ran.text
    assert entry(cramp) == before | {"severity": 5, "note": "second"}
    assert drafts() == []
    cramp("undo")
    assert entry(cramp) == before


def test_json_is_printed_after_the_editor_too(edit: Edit) -> None:
    assert '"severity": 5' in edit('sed -i s/7/5/ "$1"', words=("--json",)).text


def test_an_editor_closed_without_a_change_changes_nothing(edit: Edit, drafts: Drafts, cramp: Cramp) -> None:
    ran = edit('touch "$1"; cp "$1" "$1~"')  # editors leave copies
    assert (ran.exit_code, ran.text) == (0, "It says that already.\n")
    assert len(cramp("show", "1", "--history", "--json").json["history"]) == 1
    assert drafts() == []


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("typed", "code", "left"), [("y\n", 0, 0), ("n\n", 1, 1), ("\n", 1, 1), ("\x03", 130, 1), ("\x04", 1, 1)]
)
def test_a_form_that_was_emptied_asks_whether_to_delete(
    typed: str, code: int, left: int, edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    ran = edit('echo > "$1"', ("Delete it? [y/N]", typed))
    assert ran.exit_code == code
    assert "Traceback" not in ran.shown
    assert len(cramp("list", "--json").json["entries"]) == left
    assert drafts() == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('echo x >> "$1"; exit 1', "The editor ended with 1, so nothing was changed.\n"),
        ('rm "$1"', "sh did not work as an editor: no such file or directory. Set EDITOR to another.\n"),
    ],
)
def test_an_editor_that_fails_changes_nothing_and_leaves_nothing(
    script: str, said: str, edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    before = entry(cramp)
    ran = edit(script)
    assert (ran.exit_code, ran.text) == (1, said)
    assert entry(cramp) == before
    assert drafts() == []


def test_an_editor_that_there_is_not_is_one_line(edit: Edit, drafts: Drafts) -> None:
    ran = talk(["edit", "1"], env={"EDITOR": "no-such-editor -w"}, columns=1000)
    assert (ran.exit_code, ran.text) == (
        1,
        "no-such-editor did not work as an editor: no such file or directory. Set EDITOR to another.\n",
    )
    assert drafts() == []


def test_a_word_that_is_not_known_can_be_mended_in_the_editor(
    edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    script = 'grep -q tose "$1" && sed -i s/tose/toes/ "$1" || sed -i \'s/site: arch/site: tose/\' "$1"'
    ran = edit(script, ("Open the editor again? [y/N]", "y\n"))
    assert ran.exit_code == 0
    assert '"tose" is not a word this diary knows.' in ran.text
    assert entry(cramp)["sites"] == ["toes"]
    assert drafts() == []


@pytest.mark.slow_but_first
@pytest.mark.parametrize(("typed", "code"), [("n\n", 1), ("\x03", 130), ("\x04", 1)])
def test_what_was_written_and_not_understood_is_kept(
    typed: str, code: int, edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    before = entry(cramp)
    ran = edit(
        "sed -i -e s/arch/tose/ -e 's/^first/a long story/' \"$1\"", ("Open the editor again? [y/N]", typed)
    )
    assert ran.exit_code == code
    assert "What you wrote is kept for a week; `cramp edit 1` goes on with it. It is in " in ran.text
    assert "a long story" in drafts()[0]
    assert entry(cramp) == before


def test_two_edits_at_once_the_second_is_refused_and_both_texts_are_kept(
    edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    other = f"{sys.executable} -m crampdiary edit 1 --note 'of the other shell' >/dev/null"
    ran = edit(f"{other}; sed -i 's/^first/of this shell/' \"$1\"")
    assert ran.exit_code == 1
    assert "Entry 1 was changed meanwhile, so nothing was saved." in ran.text
    assert entry(cramp)["note"] == "of the other shell"
    assert "of this shell" in drafts()[0]


def test_no_lock_is_held_while_the_editor_is_open(edit: Edit, cramp: Cramp) -> None:
    ran = edit(f'timeout 10 {sys.executable} -m crampdiary log 3 >/dev/null && sed -i s/7/5/ "$1"')
    assert ran.exit_code == 0
    assert [each["severity"] for each in cramp("list", "--json").json["entries"]] == [5, 3]


def test_the_draft_is_private(edit: Edit, tmp_path: Path) -> None:
    edit(f'stat -c %a "$1" "$(dirname "$1")" > \'{tmp_path}/modes\'')
    assert (tmp_path / "modes").read_text(encoding="ascii").split() == ["600", "700"]


def test_ctrl_c_belongs_to_the_editor(edit: Edit, cramp: Cramp) -> None:
    script = "trap 'sed -i s/7/5/ \"$1\"; exit 0' INT; echo waiting; while :; do sleep 0.05; done"
    assert edit(script, ("waiting", "\x03")).exit_code == 0
    assert entry(cramp)["severity"] == 5


def test_where_the_output_is_led_elsewhere_no_editor_opens(cramp: Cramp, tmp_path: Path) -> None:
    cramp("log", "7")
    with (tmp_path / "out").open("wb") as out:
        ran = talk(["edit", "1"], env={"EDITOR": "false"}, redirected={1: out.fileno()}, columns=1000)
    assert (ran.exit_code, ran.text) == (0, "")
    assert "`cramp edit 1 right 5`" in (tmp_path / "out").read_text(encoding="utf-8")


def test_the_usual_editor_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match=r"No editor was found\. Set EDITOR"):
        editor.chosen()
    for name in ("vi", "nano"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        ran: list[list[str]] = []

        def run(
            command: list[str], seen: list[list[str]] = ran, **_: Any
        ) -> subprocess.CompletedProcess[bytes]:
            seen.append(command)
            return subprocess.CompletedProcess(command, 0)

        monkeypatch.setattr(subprocess, "run", run)
        with begun("entry-1.txt", now=NOW, as_it_was="text") as draft:
            assert editor.edited(draft, editor.chosen()) == "text"
        assert ran[0][0] == name


def test_a_text_in_another_encoding_is_refused_and_kept(edit: Edit) -> None:
    ran = edit(r"printf 'severity: 7\nnote: caf\351' > \"$1\"".replace('\\"', '"'))
    assert ran.exit_code == 1
    assert ran.text.startswith("The text is not in UTF-8. Nothing was changed. What you wrote is kept ")
    assert [path.read_bytes()[-4:] for path in state_folder().rglob("*.txt")] == [b"caf\xe9"]


def test_a_draft_is_kept_where_saving_it_fails(
    edit: Edit, drafts: Drafts, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CrampError("The disk is full; nothing was saved.")

    monkeypatch.setattr(Change, "replace", full)  # the run is a fork of this process
    ran = edit("sed -i 's/^first/a long story/' \"$1\"")
    assert ran.exit_code == 1
    assert ran.text.startswith("The disk is full; nothing was saved. What you wrote is kept ")
    assert "a long story" in drafts()[0]


KILLED = 'sed -i "s/^first/a long story/" "$1"; kill -KILL $$'
GO_ON = "go on with it? [Y/n]"


@pytest.mark.parametrize("signal", ["kill -KILL $$", "kill -HUP $$", "sh -c 'kill -KILL $$'"])
@pytest.mark.slow_but_first
def test_what_was_written_in_an_editor_that_was_killed_is_gone_on_with(
    signal: str, edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    ran = edit(f'sed -i "s/^first/a long story/" "$1"; {signal}')
    assert ran.exit_code == 1
    assert (
        "so nothing was changed. What you wrote is kept for a week; `cramp edit 1` goes on with it."
        in ran.text
    )
    assert entry(cramp)["note"] == "first"
    told = cramp("info").out
    assert "Not saved: what you wrote in entry 1 (Tue 31 Mar 09:00), in " in told
    assert cramp("info", "--json").json["drafts"][0] in told
    ran = edit('sed -i s/7/5/ "$1"', (GO_ON, "\n"))
    assert "You were writing in entry 1 (Tue 31 Mar 09:00): go on with it? [Y/n]" in ran.text
    assert (ran.exit_code, drafts()) == (0, [])
    assert (entry(cramp)["note"], entry(cramp)["severity"]) == ("a long story", 5)
    assert "Not saved" not in cramp("info").out


@pytest.mark.parametrize("ends", ["kill -KILL $PPID", "kill -HUP $PPID", "kill -TERM $PPID"])
@pytest.mark.slow_but_first
def test_what_was_written_when_the_program_itself_was_killed_is_gone_on_with(
    ends: str, edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    assert edit(f'sed -i "s/^first/a long story/" "$1"; {ends}').exit_code < 0
    assert "a long story" in drafts()[0]
    edit("true", (GO_ON, "y\n"))
    assert (entry(cramp)["note"], drafts()) == ("a long story", [])


def test_what_the_editor_itself_kept_of_a_text_is_there_again(
    edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    edit('echo "a long story" > "$(dirname "$1")/.entry-1.txt.swp"; kill -KILL $$')
    ran = edit(
        'cat "$(dirname "$1")/.entry-1.txt.swp"; rm "$(dirname "$1")/.entry-1.txt.swp"', (GO_ON, "y\n")
    )
    assert "a long story" in ran.text
    assert drafts() == []


def test_a_killed_editor_in_which_nothing_was_written_leaves_nothing(edit: Edit, drafts: Drafts) -> None:
    ran = edit("kill -KILL $$")
    assert ran.text == "The editor ended with -9, so nothing was changed.\n"
    assert drafts() == []


def test_a_draft_that_is_not_wanted_stays_and_the_entry_opens_as_it_is(
    edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    edit(KILLED)
    edit('sed -i s/7/5/ "$1"', (GO_ON, "n\n"))
    assert (entry(cramp)["note"], entry(cramp)["severity"]) == ("first", 5)
    assert "a long story" in drafts()[0]
    edit("true", (GO_ON, "y\n"))
    assert (entry(cramp)["note"], entry(cramp)["severity"]) == (
        "a long story",
        5,
    )  # no field that it left alone


def test_a_draft_that_was_gone_on_with_in_vain_stays_as_it_was(edit: Edit, drafts: Drafts) -> None:
    edit(KILLED)
    before = drafts()
    edit('echo > "$1"; exit 1', (GO_ON, "y\n"))
    assert drafts() == before


def test_two_editors_on_one_entry_have_a_draft_each(edit: Edit, drafts: Drafts, tmp_path: Path) -> None:
    """The second is not offered what the first has open, and neither writes over the other."""
    (tmp_path / "second").write_text('sed -i s/^first/second/ "$1"; kill -KILL $$')
    inner = f"EDITOR='sh {tmp_path}/second' {sys.executable} -m crampdiary edit 1"
    ran = edit(f'sed -i "s/^first/a long story/" "$1"; {inner}; kill -KILL $$')
    assert GO_ON not in ran.text
    assert len(drafts()) == 2
    assert sum("a long story" in text for text in drafts()) == 1
    assert sum("\nsecond\n" in text for text in drafts()) == 1


def test_a_draft_is_kept_for_a_week(edit: Edit, drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(KILLED)
    monkeypatch.setenv("CRAMP_NOW", (NOW + timedelta(days=7)).isoformat())
    edit("exit 1", (GO_ON, "n\n"))
    assert len(drafts()) == 1
    monkeypatch.setenv("CRAMP_NOW", (NOW + timedelta(days=7, seconds=1)).isoformat())
    assert GO_ON not in edit("exit 1").text
    assert drafts() == []


def test_purge_removes_the_drafts_of_an_entry_and_those_that_hold_a_text(
    edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    edit(KILLED)
    assert cramp("purge", "--match", "no such text", "--yes").out == "0 matched; nothing was purged.\n"
    assert len(drafts()) == 1
    assert "Removed 1 draft." in cramp("purge", "--match", "LONG story", "--yes").out
    assert (drafts(), entry(cramp)["note"]) == ([], "first")
    edit(KILLED)
    assert "Removed 1 draft." in cramp("purge", "1", "--yes").out
    assert list(state_folder().rglob("*.txt")) == []


def test_a_draft_of_another_diary_is_not_told_of(edit: Edit, cramp: Cramp, store: Store) -> None:
    edit(KILLED)
    store.close()
    assert cramp("--diary", store.path, "info", "--json").json["drafts"] == []
    assert len(cramp("info", "--json").json["drafts"]) == 1


def test_where_no_file_can_be_locked_a_draft_is_told_of_and_not_opened_twice(
    edit: Edit, drafts: Drafts, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(KILLED)
    monkeypatch.setattr("fcntl.flock", locked_elsewhere)
    assert edit('sed -i s/7/5/ "$1"').exit_code == 0
    assert entry(cramp)["severity"] == 5
    assert "a long story" in drafts()[0]
    assert "Not saved: what you wrote" in cramp("info").out


def locked_elsewhere(*_: object) -> None:
    raise OSError


def test_where_the_states_folder_cannot_be_written_the_draft_is_elsewhere(
    edit: Edit, tmp_path: Path, cramp: Cramp
) -> None:
    (tmp_path / "state").write_text("no folder")
    ran = edit(KILLED)
    assert ran.exit_code == 1
    kept = re.search(r"What you wrote is kept in (.+)\n", ran.text)
    assert kept
    assert "a long story" in Path(kept[1]).read_text(encoding="utf-8")
