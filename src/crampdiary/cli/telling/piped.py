"""Lines from standard input, each of them a cramp of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.wording import listed, plural, safe

_SILENT_S = 2.0  # a pipe that says nothing for so long has nothing to say
_NAMED = 20  # lines; of more it is told how many there are
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # as some shells of Windows write


class Line(NamedTuple):
    """A line with its number; `text` is None where it is no text."""

    number: int
    text: str | None


def lines_from_standard_input(session: Session, *, asked: bool, options: bool) -> list[Line]:
    """Return the lines that are piped in, without empty ones; none where there is a terminal, or silence.

    Args:
        session: this run.
        asked: whether they were asked for by `-`. Or else a pipe may be there by chance, and is not waited for long.
        options: whether options were given besides.

    Raises:
        UsageError: they were asked for, and there are none; or there are options, which no line could be given.
    """
    if asked and options:
        raise UsageError("With - each line says all of its cramp: leave the options out. Nothing was saved.")
    content = None
    if sys.stdin is not None and not sys.stdin.isatty():
        content = _content(wait=asked)
        if content is None:
            session.say("Nothing came from the pipe for 2 seconds: this is saved as a cramp without words.")
    found = list(_lines(content or b""))
    if asked and not found:
        raise UsageError(
            "Nothing is piped in. Type the words instead: `cramp log 7 left foot`. Nothing was saved."
        )
    return found


def each_saved(lines: Sequence[Line], log: Callable[[str], Result]) -> Result:
    """Save each line as a cramp of its own; one that cannot be saved stands in the way of no other."""
    entries: list[Any] = []
    shown: list[str] = []
    asides: list[str] = []
    refused: list[int] = []
    for place, line in enumerate(lines):
        try:
            if line.text is None:
                raise UsageError("It is no text in UTF-8. Save it as that.")
            found = log(line.text)
        except CrampError as error:
            asides.append(f"Line {line.number} was not saved: {safe(str(error))}")
            refused.append(line.number)
            if type(error) not in (CrampError, UsageError):  # the diary itself, which other lines need too
                refused += [each.number for each in lines[place + 1 :]]
                return Result(
                    {"entries": entries}, tuple(shown), asides, type(error)(_not_saved(refused, len(lines)))
                )
            continue
        entries += found.data["entries"]
        shown += found.sections if isinstance(found.sections, tuple) else ()
        asides += found.asides
    failure = UsageError(_not_saved(refused, len(lines))) if refused else None
    return Result({"entries": entries}, tuple(shown), asides, failure)


def _not_saved(numbers: Sequence[int], count: int) -> str:
    more = f" and {len(numbers) - _NAMED:,} more" if len(numbers) > _NAMED else ""
    named = ", ".join(map(str, numbers[:_NAMED])) if more else listed([str(each) for each in numbers])
    these = "line" if len(numbers) == 1 else "lines"
    return f"Of {plural(count, 'line')} {len(numbers):,} not saved: {these} {named}{more}."


def _content(*, wait: bool) -> bytes | None:
    """Return all that is piped in; None where nothing comes of it."""
    stream = sys.stdin.buffer
    try:
        number = stream.fileno()
    except (OSError, ValueError):  # it is no file of the system's
        return stream.read()
    first = b"" if wait else _first_bytes(number)
    return None if first is None else first + stream.read()


def _first_bytes(number: int) -> bytes | None:
    """Wait for something to come from a file; return what had to be read for that, None where nothing came."""
    try:
        import select

        return b"" if select.select([number], [], [], _SILENT_S)[0] else None
    except (ImportError, OSError, ValueError):  # Windows waits so for sockets alone
        from threading import Thread

        read: list[bytes] = []
        reader = Thread(target=lambda: read.append(os.read(number, 1)), daemon=True)
        reader.start()
        reader.join(_SILENT_S)
        return read[0] if read else None


def _lines(content: bytes) -> list[Line]:
    """Return the lines of a text, each with its number, but for empty ones."""
    if content[:2] in _MARKS:
        content = content.decode(_MARKS[content[:2]], "replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    found = []
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(Line(number, line.decode()))
            except UnicodeDecodeError:
                found.append(Line(number, None))
    return found
