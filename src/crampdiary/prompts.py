"""The few questions that recording asks, on a terminal only. Enter skips any of them: unknown stays unknown."""

from __future__ import annotations

import sys

from crampdiary import fitting

_A_COMMAND = "That is a command, and this was a question. Please type it again."


def can_ask() -> bool:
    """Return whether somebody is there to answer."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def reads_all() -> bool:
    """Return whether somebody who can answer also sees what goes to standard output."""
    return can_ask() and bool(sys.stdout and sys.stdout.isatty())


def ask(question: str) -> str | None:
    """Ask on stderr, so that a redirected output stays data, and return the line that was typed.

    Returns:
        None where Ctrl-D was typed in place of an answer.
    """
    print(fitting.fitted(question, fitting.width(sys.stderr)), end=" ", file=sys.stderr, flush=True)  # noqa: T201
    typed = ""
    try:
        typed = sys.stdin.readline()  # `input` asks on stdout at times, and loses what follows a NUL
    finally:
        if not typed.endswith("\n"):
            print(file=sys.stderr)  # noqa: T201 (or else what comes next stands right behind the ^C)
    return typed.rstrip("\r\n") if typed else None


def choose(question: str, answers: dict[str, str]) -> str | None:
    """Ask once, and once more after an answer that is not understood.

    Args:
        question: asked on stderr, so that a redirected output stays data.
        answers: from what may be typed, by its first letters, to what it means.

    Returns:
        The meaning, or None where it was skipped.
    """
    for _ in range(2):
        typed = (ask(f"{question} [{'/'.join(answers)}, Enter to skip]") or "").strip().casefold()
        if not typed:
            return None
        for name, meaning in answers.items():
            if name.startswith(typed):
                return meaning
        if typed.startswith("cramp "):
            print(fitting.fitted(_A_COMMAND, fitting.width(sys.stderr)), file=sys.stderr)  # noqa: T201
            return None
    return None
