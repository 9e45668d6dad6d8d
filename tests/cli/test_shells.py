"""TAB in real shells: what bash, zsh and fish make of what they are given to source, and of what they are told then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kit.running import Cramp

ASKED = {
    # COMP_WORDS is split as bash splits it, and an empty word stands at the end of a line that ends in a blank.
    "bash": """
source <(_CRAMP_COMPLETE=source_bash cramp)
complete -p cramp >/dev/null
while IFS= read -r line; do
    read -ra COMP_WORDS <<< "$line"
    [[ $line == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _cramp_completion cramp
    echo "== ${COMPREPLY[*]}"
done""",
    # The functions of zsh's own completion are there at a terminal only; they are given what is shown here.
    "zsh": """
compdef() { : }
_arguments() { shown=${(j: :)@} }
_files() { : }
eval "$(_CRAMP_COMPLETE=source_zsh cramp)"
while IFS= read -r line; do
    words=("${(@s: :)line}")
    CURRENT=$#words
    shown=
    _cramp_completion
    print -r -- "== ${shown//$'\\n'/ }"
done""",
    "fish": """
_CRAMP_COMPLETE=source_fish cramp | source
while read -l line
    echo "== "(complete -C $line | string join " ")
end""",
}
LINES = {
    "cramp used pick": {"pickle-brine", "pickle-juice"},
    "cramp used eve": {"evening"},
    "cramp show ": {"last", "4", "3"},
    "cramp stats ho": {"hours"},
}


@pytest.mark.parametrize(
    "shell",
    ["bash", pytest.param("zsh", marks=pytest.mark.slow), pytest.param("fish", marks=pytest.mark.slow)],
)
def test_a_real_shell_offers_what_fits_and_never_a_note_or_an_error(
    shell: str, cramp: Cramp, tmp_path: Path
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")
    cramp("words", "add", "remedy", "pickle brine")
    cramp("words", "set", "evening", "heat", "massage")
    for note in ("SECRET", "SECRET too"):
        cramp("log", "7", "calf", "--note", note)
    program = tmp_path / "bin/cramp"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crampdiary "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"no diary at all")
    lines = {
        **LINES,
        f"cramp --diary {damaged} used hea": {"heat"},
        f"cramp --diary {tmp_path}/absent/diary.db used hea": {"heat"},
    }
    quiet = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    ran = subprocess.run(
        [shell, *quiet, "-c", ASKED[shell]],
        input="".join(f"{line}\n" for line in lines),
        env={**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    shown = ran.stdout.removeprefix("== ").split("\n== ")
    assert len(shown) == len(lines)
    for (line, fitting), offered in zip(lines.items(), shown, strict=True):
        for each in fitting:
            assert each in offered, (line, offered)
    assert "SECRET" not in ran.stdout
    assert not (tmp_path / "absent").exists()


def test_tab_works_where_nothing_can_be_written(run_cramp: Cramp) -> None:
    nowhere = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), "/dev/null/nowhere")
    asked = {"_CRAMP_COMPLETE": "complete_bash", "COMP_WORDS": "cramp used hea", "COMP_CWORD": "2"}
    ran = run_cramp(env={**nowhere, **asked})
    assert (ran.exit_code, ran.err, ran.out.split()) == (0, "", ["heat"])
