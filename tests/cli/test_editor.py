"""`cramp edit ID` with no option: the entry in the person's own editor, and everything that may happen there.

The editors here are shell scripts, run at a pseudo-terminal as a person's would be.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crampdiary.cli import editor as editors
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep.versions import Change
from kit.running import Cramp
from kit.terminals import Talk, needs_terminal, talk

pytestmark = needs_terminal

Edit = Callable[..., Talk]


@pytest.fixture
def edit(cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Run `cramp edit 1` on a cramp of severity 7 with an editor that is this shell script; $1 is the file."""
    cramp("log", "7", "arch", "left", "burning", "--note", "first")
    (tmp_path / "drafts").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "drafts"))

    def run(
        script: str, *answers: tuple[str, str], variable: str = "EDITOR", words: tuple[str, ...] = ()
    ) -> Talk:
        path = tmp_path / "an editor.sh"
        path.write_text(script, encoding="utf-8")
        return talk(["edit", "1", *words], *answers, env={variable: f"sh '{path}'"})

    return run


@pytest.fixture
def drafts(tmp_path: Path) -> Callable[[], list[str]]:
    """What is left in the folder for temporary files, as texts."""

    def left() -> list[str]:
        return [
            path.read_text(encoding="utf-8") for path in (tmp_path / "drafts").rglob("*") if path.is_file()
        ]

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
    assert "Saved 1: left arch, severity 5, burning; with a note." in ran.text
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
        ('echo x >> "$1"; kill -KILL $$', "The editor ended with -9, so nothing was changed.\n"),
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
    ran = talk(["edit", "1"], env={"EDITOR": "no-such-editor -w"})
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


@pytest.mark.parametrize(("typed", "code"), [("n\n", 1), ("\x03", 130), ("\x04", 1)])
def test_what_was_written_and_not_understood_is_kept(
    typed: str, code: int, edit: Edit, drafts: Drafts, cramp: Cramp
) -> None:
    before = entry(cramp)
    ran = edit(
        "sed -i -e s/arch/tose/ -e 's/^first/a long story/' \"$1\"", ("Open the editor again? [y/N]", typed)
    )
    assert ran.exit_code == code
    assert "What you wrote is kept in " in ran.text
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
        ran = talk(["edit", "1"], env={"EDITOR": "false"}, redirected={1: out.fileno()})
    assert (ran.exit_code, ran.text) == (
        2,
        "Say what to change, for example --severity 5. Nothing was changed.\n",
    )


def test_the_usual_editor_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match=r"No editor was found\. Set EDITOR"):
        editors.Draft("entry-1.txt", "text")
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
        with editors.Draft("entry-1.txt", "text") as draft:
            assert draft.edit() == "text"
        assert ran[0][0] == name


def test_a_text_in_another_encoding_is_refused_and_kept(edit: Edit, tmp_path: Path) -> None:
    ran = edit(r"printf 'severity: 7\nnote: caf\351' > \"$1\"".replace('\\"', '"'))
    assert ran.exit_code == 1
    assert ran.text.startswith("The text is not in UTF-8. Nothing was changed. What you wrote is kept in ")
    assert [path.read_bytes()[-4:] for path in (tmp_path / "drafts").rglob("*.txt")] == [b"caf\xe9"]


def test_a_draft_is_kept_where_saving_it_fails(
    edit: Edit, drafts: Drafts, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CrampError("The disk is full; nothing was saved.")

    monkeypatch.setattr(Change, "replace", full)  # the run is a fork of this process
    ran = edit("sed -i 's/^first/a long story/' \"$1\"")
    assert ran.exit_code == 1
    assert ran.text.startswith("The disk is full; nothing was saved. What you wrote is kept in ")
    assert "a long story" in drafts()[0]
