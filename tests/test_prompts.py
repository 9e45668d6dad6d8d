"""Questions at a terminal, answered, skipped and broken off, in a pseudo-terminal of their own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import Cramp

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")


@dataclass
class Talk:
    """What a run at a terminal showed, and how it ended."""

    shown: str
    exit_code: int


def _talk(arguments: list[str], *answers: tuple[str, str], timeout_s: float = 30) -> Talk:
    """Run a command at a terminal; when the first text of a pair is shown, type the second."""
    import pty

    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "crampdiary", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(terminal)
    shown, position = "", 0
    waiting = list(answers)
    deadline = time.monotonic() + timeout_s
    try:
        while time.monotonic() < deadline:
            if select.select([master], [], [], 0.1)[0]:
                try:
                    data = os.read(master, 4096)
                except OSError:  # Linux reports the end of a pseudo-terminal so
                    break
                if not data:
                    break
                shown += data.decode()
            if waiting and waiting[0][0] in shown[position:]:
                position = len(shown)
                time.sleep(0.3)  # nobody answers within the microseconds before the program begins to read
                os.write(master, waiting.pop(0)[1].encode())
        code = process.wait(timeout=10)
    finally:
        process.kill()
        process.wait()
        os.close(master)
    assert not waiting, f"never asked {waiting[0][0]!r}; shown: {shown!r}"
    return Talk(shown, code)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches the process as it does a person's


WHEN_BAD = "when your legs feel bad already?"
FOR_WHICH = "for that cramp, or against the next?"


@pytest.mark.parametrize(
    ("typed", "answer"), [("yes\n", True), ("n\n", False), ("\n", None), ("what\ny\n", True)]
)
def test_a_first_use_asks_once_whether_it_is_used_when_legs_feel_bad(
    typed: str, answer: bool | None, cramp: Cramp
) -> None:
    answers = [(WHEN_BAD, f"{line}\n") for line in typed.splitlines()]
    talk = _talk(["used", "heat"], *answers)
    assert talk.exit_code == 0
    words = {word["slug"]: word for word in cramp("words", "--role", "remedy", "--json").json["words"]}
    assert words["heat"]["used_when_bad"] is answer
    assert WHEN_BAD not in _talk(["used", "heat"]).shown


@pytest.mark.parametrize(("typed", "purpose"), [("that\n", "rescue"), ("n\n", "prevention"), ("\n", None)])
def test_a_use_just_after_a_cramp_asks_for_which(typed: str, purpose: str | None, cramp: Cramp) -> None:
    cramp("used", "heat", "--at", "yesterday 20:00")
    cramp("log", "5", "10m", "ago")
    talk = _talk(["used", "heat"], (FOR_WHICH, typed))
    assert talk.exit_code == 0
    assert cramp("show", "last", "--json").json["entry"]["purpose"] == purpose
    assert ("--purpose rescue" in talk.shown) == (purpose is None)


def test_ctrl_c_in_a_question_saves_nothing(cramp: Cramp) -> None:
    talk = _talk(["used", "heat"], (WHEN_BAD, "\x03"))
    assert talk.exit_code == 130
    assert "Traceback" not in talk.shown
    assert cramp("list", "--json").json == {"entries": []}


def test_ctrl_d_in_a_question_skips_it(cramp: Cramp) -> None:
    assert _talk(["used", "heat"], (WHEN_BAD, "\x04")).exit_code == 0
    assert len(cramp("list", "--json").json["entries"]) == 1


@pytest.mark.parametrize(
    ("typed", "code", "left"), [("y\n", 0, 0), ("n\n", 1, 2), ("\n", 1, 2), ("\x04", 1, 2), ("\x03", 130, 2)]
)
def test_deleting_several_asks(typed: str, code: int, left: int, cramp: Cramp) -> None:
    cramp("log", "5", "burning")
    cramp("log", "6", "burning")
    talk = _talk(["delete", "--match", "burning"], ("Delete 2 entries?", typed))
    assert talk.exit_code == code
    assert "Traceback" not in talk.shown
    assert len(cramp("list", "--json").json["entries"]) == left


def test_a_note_is_asked_for(cramp: Cramp) -> None:
    assert _talk(["log", "5", "--note", "-"], ("Note: ", "kept private\n")).exit_code == 0
    assert cramp("show", "last", "--json").json["entry"]["note"] == "kept private"


def test_no_question_is_asked_of_a_pipe(run_cramp: Cramp, tmp_path: Path) -> None:
    ran = run_cramp("used", "heat", stdin="")
    assert ran.exit_code == 0
    assert "?" not in ran.out + ran.err


def test_no_lock_is_held_while_a_question_waits(cramp: Cramp) -> None:
    cramp("log", "5", "burning")
    cramp("log", "6", "burning")
    taken: list[float] = []

    class Typed(str):
        """Logs from another process at the moment of the answer."""

        def encode(self, *_: object, **__: object) -> bytes:
            started = time.monotonic()
            subprocess.run([sys.executable, "-m", "crampdiary", "log", "1"], check=True, capture_output=True)
            taken.append(time.monotonic() - started)
            return b"y\n"

    assert _talk(["delete", "--match", "burning"], ("Delete 2 entries?", Typed())).exit_code == 0
    assert taken[0] < 10  # it would be 15 s, and fail, if the question held the diary
    assert [entry["severity"] for entry in cramp("list", "--json").json["entries"]] == [1]
