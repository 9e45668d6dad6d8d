"""Help: `help` shows what a person needs first, and the pages of the manual. It opens no diary and writes nothing."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import signal
import subprocess
import sys
from importlib.resources import files
from typing import Annotated, Any

import typer

from crampdiary.cli import completion
from crampdiary.cli.app import FIRST
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError, UsageError
from crampdiary.screen.pages import WIDEST, laid_out
from crampdiary.words.wording import short

TOPICS = (
    *(
        "start",
        "log",
        "times",
        "words",
        "nights",
        "correct",
        "stats",
        "calendar",
        "causes",
        "remedies",
        "verdicts",
        "trial",
    ),
    *(
        "doctor",
        "report",
        "bed",
        "privacy",
        "data",
        "import",
        "sync",
        "formats",
        "settings",
        "commands",
        "method",
    ),
)
"""The pages of the manual, in the order in which a person comes to ask for them."""


def help_(
    context: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOPIC]...",
            help=f"{', '.join(TOPICS)}, or a command.",
            show_default=False,
            autocompletion=completion.names(*TOPICS),
        ),
    ] = None,
) -> None:
    """Show what you need first, or a page of the manual.

    cramp help verdicts tells what the words mean. cramp help commands lists every command.
    """
    root = context.find_root()
    commands: Any = root.command
    typed = " ".join(topic or ())
    name = typed.strip().casefold()
    command = commands
    for part in name.split():
        command = getattr(command, "commands", {}).get(part)
    if not name:
        _show(laid_out(_first(commands.commands, plain=root.obj.plain), _width()))
    elif name in TOPICS:
        _show(laid_out(_with_own(name, root.obj), _width()))
    elif command is not None:
        told = typer.Context(command, info_name=name, parent=root)
        _show(command.get_help(told).rstrip() + "\n")
    else:
        near = difflib.get_close_matches(name, (*TOPICS, *commands.commands), n=1)
        guess = f" Did you mean `cramp help {near[0]}`?" if near else ""
        raise UsageError(f'There is no page "{short(typed)}".{guess} There are: {", ".join(TOPICS)}.')


def page(topic: str) -> str:
    """Return the Markdown of a page; that of imports has a line of each program that can be read."""
    text = (files("crampdiary") / "manual" / f"{topic}.md").read_text(encoding="utf-8")
    if "* PROGRAMS\n" in text:
        from crampdiary.exchange.importer import importers

        lines = [f"* `{name}`, {reader.MANUAL}\n" for name, reader in importers().items()]
        text = text.replace("* PROGRAMS\n", "".join(lines))
    return text


def _with_own(topic: str, session: Session) -> str:
    """Return a page with what this diary says of each remedy or trigger that it tells how to record."""
    role = _ABOUT_WORDS.get(topic)
    if role is None:
        return page(topic)
    from crampdiary.cli.trials.trial_now import as_trials_leave_them
    from crampdiary.evidence.sentences import HEADS

    try:
        found = as_trials_leave_them(session, role)
    except CrampError:  # the page is for everybody, also without a diary that can be read
        return page(topic)
    said = {
        each.word: f"{session.vocabulary.label(role, each.word)}, {HEADS[each.verdict.word]}"
        for each in found.findings
    }

    def told(item: re.Match[str]) -> str:
        own = [said[word] for word in dict.fromkeys(_RECORDED.findall(item[0])) if word in said]
        return f"{item[0].rstrip()}\n  **In your diary**: {'; '.join(own)}.\n" if own else item[0]

    return _ITEM.sub(told, page(topic))


_ABOUT_WORDS = {"remedies": "remedy", "causes": "trigger"}
_ITEM = re.compile(r"^\* .*\n(?:  .*\n)*", re.MULTILINE)
_RECORDED = re.compile(r"`cramp (?:used|had) ([\w-]+)`")


def _first(commands: Any, *, plain: bool) -> str:
    """Return the first help as a page: the ten commands, one line each, and the names of all pages."""
    names = [f"{name}: " if plain else f"{name:<10}" for name in FIRST]
    listed = "\n".join(
        f"{named}{commands[name].get_short_help_str(WIDEST - 14)}"
        for named, name in zip(names, FIRST, strict=True)
    )
    return (
        f"## The commands you need first\n\n```\n{listed}\n```\n\n"
        "`cramp log --help` shows one of them with all its options, `cramp help commands` all there are.\n\n"
        f"## Pages to read, as in `cramp help start`\n\n{', '.join(TOPICS)}"
    )


def _width() -> int:
    return shutil.get_terminal_size((WIDEST, 24)).columns


def _show(text: str) -> None:
    """Print a text, through the pager where somebody is at a terminal that has fewer lines."""
    pager = _pager() if text.count("\n") >= shutil.get_terminal_size().lines else None
    if pager is None or not _paged(text, pager):
        print(text, end="")  # noqa: T201


def _paged(text: str, pager: str) -> bool:
    """Hand a text to the pager, by a shell as other programs do; return whether that could show it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the pager's while it runs
    try:
        content = text.encode(sys.stdout.encoding, "backslashreplace")
        return subprocess.run(pager, shell=True, input=content, check=False).returncode == 0  # noqa: S602 (their own)
    finally:
        signal.signal(signal.SIGINT, before)


def _pager() -> str | None:
    """Return the command of the pager; None where there is none, or nobody at a terminal that could use it."""
    if not (sys.stdout and sys.stdout.isatty()) or os.environ.get("TERM", "dumb") == "dumb":
        return None
    return os.environ.get("PAGER", "").strip() or ("less" if shutil.which("less") else None)
