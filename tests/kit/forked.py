"""Runs of the program as processes of their own, at a tenth of what a new interpreter costs.

A server, one for each process that runs tests, has loaded the whole program once. It forks for each run: that has its
own descriptors, environment, folder, locks, signals and exit code, and nothing of the tests. What only a new
interpreter shows, such as what is loaded at the start, is left to those who start one.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple

_LENGTH = struct.Struct("!I")


class Run(NamedTuple):
    """What the server is asked for."""

    arguments: list[str]
    timeout_s: int
    environment: dict[str, str]
    folder: str
    umask: int
    stdin: bytes | None
    stdout: str
    stderr: str


def run(
    arguments: Sequence[str], environment: Mapping[str, str], stdin: str | None, *, timeout_s: int
) -> tuple[int, str, str]:
    """Run the program, and return its exit code and what it wrote to standard output and standard error.

    One that takes longer than `timeout_s` is ended by a signal.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        umask = os.umask(0)
        os.umask(umask)
        typed = None if stdin is None else stdin.encode()
        wanted = Run(
            list(arguments), timeout_s, dict(environment), str(Path.cwd()), umask, typed, str(out), str(err)
        )
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        _tell(server.stdin, tuple(wanted))
        code: int = _heard(server.stdout)
        assert code != -signal.SIGALRM, f"not at an end after {timeout_s} s"
        return code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")


@cache
def _server() -> subprocess.Popen[bytes]:
    started = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(started.kill)
    return started


def _tell(stream: IO[bytes], what: Any) -> None:
    message = pickle.dumps(what)
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def _heard(stream: IO[bytes]) -> Any:
    """Return what the other side says; EOFError where it is gone."""
    head = stream.read(_LENGTH.size)
    if not head:
        raise EOFError
    return pickle.loads(stream.read(*_LENGTH.unpack(head)))


# What runs in the fork


def as_program(
    words: Sequence[str], environment: Mapping[str, str], encoding: str, *, is_line_wise: bool
) -> int:
    """Be the program, with the descriptors that this process has, and return its exit code.

    Args:
        words: after `cramp`.
        environment: in place of that of this process.
        encoding: of the output.
        is_line_wise: whether each line is written at once, as at a terminal.
    """
    from crampdiary.__main__ import main

    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["cramp", *words]
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, name, None)  # as Python has it where a stream is closed
    if _is_open(0):
        raw = io.BufferedReader(io.FileIO(0, closefd=False))
        sys.stdin = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape")
    for name, number, errors in (("stdout", 1, "strict"), ("stderr", 2, "backslashreplace")):
        if _is_open(number):
            writer = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
            file = io.TextIOWrapper(
                writer, encoding=encoding, errors=errors, line_buffering=is_line_wise or number == 2
            )
            setattr(sys, name, file)
            setattr(sys, f"__{name}__", file)  # whose width the program asks for
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    else:
        code = 0
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    return code


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


# The server


def _serve() -> None:
    import importlib
    import pkgutil

    import crampdiary

    for module in pkgutil.walk_packages(crampdiary.__path__, "crampdiary."):
        importlib.import_module(module.name)
    while True:
        try:
            wanted = Run(*_heard(sys.stdin.buffer))
        except EOFError:
            return
        child = os.fork()
        if child == 0:
            _run(wanted)
        _tell(sys.stdout.buffer, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _run(wanted: Run) -> None:
    """In the fork: run the program and never return."""
    code = 99
    try:
        _stand_in(wanted)
        code = as_program(wanted.arguments, wanted.environment, "utf-8", is_line_wise=False)
    except BaseException:
        import traceback

        os.write(2, traceback.format_exc().encode())
        code = 1
    finally:
        os._exit(code)


def _stand_in(wanted: Run) -> None:
    signal.alarm(wanted.timeout_s)
    os.chdir(wanted.folder)
    os.umask(wanted.umask)
    ear = _piped(wanted.stdin) if wanted.stdin is not None else os.open(os.devnull, os.O_RDONLY)
    os.dup2(ear, 0)
    os.close(ear)
    for number, path in ((1, wanted.stdout), (2, wanted.stderr)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, number)
        os.close(file)


def _piped(text: bytes) -> int:
    """Return the end of a pipe from which a text can be read; another process writes it."""
    ear, mouth = os.pipe()
    if os.fork() == 0:
        os.close(ear)
        try:
            with os.fdopen(mouth, "wb") as pipe:
                pipe.write(text)
        except BrokenPipeError:
            pass
        finally:
            os._exit(0)
    os.close(mouth)
    return ear


if __name__ == "__main__":
    _serve()
