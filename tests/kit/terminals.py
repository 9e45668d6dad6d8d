"""A command at a terminal of its own, all that it shows there, and what of it could act on that terminal.

A run starts in a forked copy of this process, which costs a few milliseconds, or as the real program where that
matters. `harmful` is the judge: it knows nothing of how the program makes text harmless.
"""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
import traceback
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

import pytest

# Before any fork, or else each of them would import all of it again.
from crampdiary.cli import app  # noqa: F401
from kit.forked import as_program

needs_terminal = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal, which Windows lacks")

COLOUR = {"NO_COLOR": None, "FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
NO_COLOUR = {"NO_COLOR": "1", "TERM": "xterm-256color"}

_TYPING_S = 0.15  # nobody answers within the microseconds before the program begins to read
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_MARKS_IN_A_ROW = 4


@dataclass(frozen=True)
class Talk:
    """What a run at a terminal showed, and how it ended."""

    shown: str
    """Everything that came, as a terminal gets it, with the system's own line ends made plain."""
    exit_code: int

    @property
    def text(self) -> str:
        """What was shown without colours and the like."""
        return without_styles(self.shown)


def without_styles(shown: str) -> str:
    """Take away the sequences that set colour and weight, and nothing else: that is all rich may send."""
    return _STYLE.sub("", shown)


def squeezed(text: str) -> str:
    """Return text without spaces and line ends, as it can be found wherever lines were broken."""
    return "".join(text.split())


def harmful(shown: str) -> list[str]:
    """Return what in a shown text could act on a terminal or deceive a reader, as code points.

    Styles must have been taken away before: an ESC that is left belongs to nobody.
    """
    found = []
    marks = 0
    for character in shown:
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if (kind in ("Cc", "Cf", "Cs", "Zl", "Zp") and character != "\n") or marks > _MARKS_IN_A_ROW:
            found.append(f"U+{ord(character):04X}")
    return found


def talk(
    arguments: Sequence[str | os.PathLike[str]],
    *answers: tuple[str, str | bytes],
    env: Mapping[str, str | None] | None = None,
    columns: int = 80,
    encoding: str = "utf-8",
    as_process: bool = False,
    redirected: Mapping[int, int | None] | None = None,
    timeout_s: float = 30,
) -> Talk:
    """Run a command at a terminal; when the first text of a pair is shown, type the second.

    Args:
        arguments: after `cramp`.
        answers: pairs of what is waited for and what is typed then.
        env: what is other than in this process; None takes a name away.
        columns: how wide the terminal is; COLUMNS is not set, unless in `env`.
        encoding: that of the output, where the run is a fork.
        as_process: whether to start the program anew, as a person does.
        redirected: other descriptors for some of 0, 1 and 2, None for closed; the rest are the terminal.
        timeout_s: the run is ended then, and the test fails.
    """
    import pty
    import termios

    changed = {"COLUMNS": None, **(env or {})}
    environment = {name: value for name, value in {**os.environ, **changed}.items() if value is not None}
    words = [os.fspath(each) for each in arguments]
    master, terminal = pty.openpty()
    _set_width(terminal, columns)
    modes = termios.tcgetattr(master)
    streams = [(redirected or {}).get(number, terminal) for number in range(3)]
    child = os.fork()
    if child == 0:
        os.close(master)
        _be_the_program(words, environment, terminal, streams, None if as_process else encoding)
    os.close(terminal)
    ended = False
    try:
        shown = _listen(master, list(answers), timeout_s)
        ended = True
    finally:
        if not ended:
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        left = termios.tcgetattr(master)
        os.close(master)
    assert left == modes, "the terminal was left in another mode"
    return Talk(shown.decode(encoding, "surrogateescape").replace("\r\n", "\n"), code)


def _listen(master: int, answers: list[tuple[str, str | bytes]], timeout_s: float) -> bytes:
    """Return all that is shown until the other side is gone, having typed the answers."""
    shown, position = b"", 0
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if select.select([master], [], [], 0.1)[0]:
            try:
                data = os.read(master, 2**16)
            except OSError:  # Linux reports the end of a pseudo-terminal so
                data = b""
            if not data:
                assert not answers, f"never asked {answers[0][0]!r}; shown: {shown!r}"
                return shown
            shown += data
        asked = shown[position:].replace(b"\r\n", b" ")  # a narrow terminal breaks a question into lines
        if answers and answers[0][0].encode() in asked:
            position = len(shown)
            time.sleep(_TYPING_S)
            typed = answers.pop(0)[1]
            os.write(master, typed if isinstance(typed, bytes) else typed.encode())
    raise AssertionError(f"not at an end after {timeout_s} s; shown: {shown!r}")


def _be_the_program(
    words: list[str],
    environment: dict[str, str],
    terminal: int,
    streams: list[int | None],
    encoding: str | None,
) -> NoReturn:
    """In the forked child: become the program, anew where no encoding is given, and never return."""
    import fcntl
    import termios

    code = 99
    try:
        os.setsid()
        fcntl.ioctl(
            terminal, termios.TIOCSCTTY, 0
        )  # so that Ctrl-C reaches the process as it does a person's
        for number, stream in enumerate(streams):
            if stream is None:
                os.close(number)
            else:
                os.dup2(stream, number)
        os.close(terminal)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if encoding is None:
            os.execve(sys.executable, [sys.executable, "-m", "crampdiary", *words], environment)
        code = as_program(words, environment, encoding, is_line_wise=True)
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _set_width(terminal: int, columns: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
