"""The one thing that a line lacks and is asked for before it is saved: when it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from crampdiary import prompts
from crampdiary.cli.drafts import keeping
from crampdiary.cli.options import Given
from crampdiary.cli.session import Session
from crampdiary.cli.telling.cramps import Began, began_at
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.line import plain_line
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.wording import short

_QUESTION = "When was it? Enter for now:"
_AS_TIMES: tuple[Callable[[str], str], ...] = (str, "at {}".format, "{} ago".format)
"""How an answer is read as a time, in this order: `3` means `at 3` here, and `20 min` means `20 min ago`."""


def when_asked(
    session: Session, reader: LogReader, told: Told, error: UsageError, fold: str | None
) -> tuple[Told, Began]:
    """Ask when it was, until that is answered: the answer stands in the place of the words that were refused.

    Args:
        session: this run.
        reader: of lines.
        told: the line whose time was refused.
        error: why.
        fold: as --fold gave it.

    Returns:
        The line with the answer in it, and when that says it was.

    Raises:
        CrampError: Ctrl-D said that it is not to be answered.
        KeyboardInterrupt: Ctrl-C did.
    """
    rest, line = told.line_without_time, told.line
    while True:
        session.say(str(error))
        typed = prompts.ask(_QUESTION)
        if typed is None:
            raise CrampError("It was not said when. Nothing was saved.")
        answer = plain_line([typed])
        try:
            if not answer:
                told = reader.read_all_else([rest])
                told.line = line  # as it was typed: no other time took the place of what was refused
                return told, Began(session.now, "minute")
            told = reader.read_all_else([rest, _as_a_time(reader, answer)])
            return told, began_at(session, told, fold)
        except UsageError as another:
            error = another


def line_kept(session: Session, command: str, told: Told, given: Given) -> AbstractContextManager[None]:
    """Keep a line as a draft while its time is asked for, with the command that says it again."""
    options = list(_as_typed(given))
    again = session.typed(command, *told.line_without_time.split(), "at", "3am", *options)
    text = session.typed(command, *told.line.split(), *options)
    return keeping(text, now=session.now, how=f"with its time: `{again}`", is_note=False)


def _as_typed(given: Given) -> Iterator[str]:
    """Yield options with their values as they can be typed."""
    for name, value in given.items():
        if isinstance(value, bool):
            yield f"--{name}" if value else f"--no-{name}"
            continue
        for each in value if isinstance(value, list) else [] if value is None else [value]:
            yield f"--{name}"
            yield each


def _as_a_time(reader: LogReader, answer: str) -> str:
    for form in _AS_TIMES:
        told = reader.read_all_else([form(answer)])
        if told.names_a_time or told.refused:
            return form(answer)
    raise UsageError(f'"{short(answer)}" names no time. Write for example 3am, last night or 20 min ago.')
