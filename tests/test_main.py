"""Ctrl-C while the program is being loaded: it ends with 130 and without a word, whatever is being imported.

Before its first own statement the interpreter itself is loaded, which no program can guard. So a mark is written just
before that statement, and the signal is sent some time after it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import crampdiary
from crampdiary.keep.store import Store
from kit.builders import NOW

SCRIPT = Path(crampdiary.__file__).with_name("__main__.py")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")

_MARKED = f"""
import os, signal
import crampdiary
signal.signal(signal.SIGINT, signal.default_int_handler)
code = compile(open({str(SCRIPT)!r}).read(), {str(SCRIPT)!r}, "exec")
os.write(1, b"!")
exec(code, {{"__name__": "__main__"}})
"""


_LINE_OF_THE_MARK = 6


def interrupted(*arguments: str | Path, after_s: float) -> tuple[int, str, str]:
    """Return how a run of the program ends that gets a SIGINT some time after its first statement."""
    process = subprocess.Popen(
        [sys.executable, "-c", _MARKED, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.read(1) == "!"
        time.sleep(after_s)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("command", [("log", "5", "arch"), ("stats",), ("lgo",), ("--help",)])
@pytest.mark.slow_but_first
def test_ctrl_c_at_any_moment_of_the_start_ends_with_130_and_without_a_word(
    store: Store, command: tuple[str, ...]
) -> None:
    store.remember("backup_day", NOW.date().isoformat())
    store.close()
    early = 0
    for delay in range(0, 120, 8):
        code, out, err = interrupted("--diary", store.path, *command, after_s=0.0005 + delay / 1000)
        if err.endswith(f'File "<string>", line {_LINE_OF_THE_MARK}, in <module>\nKeyboardInterrupt\n'):
            continue  # on a busy machine it had not come to its first statement
        assert "Traceback" not in err
        assert "KeyboardInterrupt" not in err
        if code == 130:
            early += not (out or err)
        else:
            assert code == (2 if command == ("lgo",) else 0), err
            assert out or err, "it was done by then"
    assert early >= 3
    with closing(Store(store.path, now=NOW)) as again:
        assert again.problems() == []


_ODD_MODULES = {
    "swallowing": "try:\n    interrupt()\nexcept BaseException:\n    pass\n",
    "renaming": "class Odd:\n    def __set_name__(self, *_): interrupt()\nclass With:\n    odd = Odd()\n",
    "plain": "interrupt()\n",
}


@pytest.mark.parametrize("name", _ODD_MODULES)
def test_no_import_swallows_ctrl_c(tmp_path: Path, name: str) -> None:
    interrupt = "import os, signal\ndef interrupt(): os.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / "odd.py").write_text(interrupt + _ODD_MODULES[name])
    program = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "import crampdiary.__main__\nimport odd\nprint('went on')"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_ctrl_c_before_the_handler_is_there_and_outside_the_commands_ends_with_130() -> None:
    early = (
        "import builtins, signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "real = builtins.__import__\n"
        "def find(name, *rest):\n"
        "    if name == 'gc': raise KeyboardInterrupt\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = find\n"
        "import crampdiary.__main__"
    )
    late = (
        "import crampdiary.__main__ as program\n"
        "def interrupted(): raise KeyboardInterrupt\n"
        "program.app.main = interrupted\n"
        "program.main()"
    )
    for text in (early, late):
        ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_what_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    program = (
        "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "import crampdiary.__main__\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
        "print('went on')"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "went on\n")


@pytest.mark.parametrize("command", [[sys.executable, "-m", "crampdiary"], ["cramp"]])
def test_both_ways_to_start_it_begin_with_the_guard(command: list[str]) -> None:
    script = Path(sys.executable).with_name("cramp")
    if command == ["cramp"] and not script.exists():
        pytest.skip("the script is not installed")
    command = [str(script)] if command == ["cramp"] else command
    ran = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
