"""The one thing that a line lacks and is asked for before it is saved: when it was, or how long.

Meanwhile the line is a draft. Where it is not answered, nothing is saved, and the command is named that says it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import accumulate, chain, combinations
from typing import TYPE_CHECKING, Any, TypeVar

from crampdiary import prompts
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.line import plain_line
from crampdiary.words.wording import short

if TYPE_CHECKING:
    from crampdiary.cli.telling.cramps import Began
    from crampdiary.words.log_reader import LogReader
    from crampdiary.words.told import Told
    from crampdiary.words.uses.use_reader import UseReader
    from crampdiary.words.uses.used import Uses

_QUESTION = "When was it? Enter for now:"
_HOW_LONG = "How long was it? Enter if you do not know:"
_AS_TIMES: tuple[Callable[[str], str], ...] = (str, "{} ago".format, "at {}".format)
"""How an answer is read as a time, in this order: `3` means `at 3` here, and `20 min` means `20 min ago`."""
_AS_LENGTHS: tuple[Callable[[str], str], ...] = (str, "lasted {}".format, "lasted {} min".format)
_BEFORE_A_TIME = frozenset({"on", "at", "around", "about", "since", "from", "roughly", "until"})
_MOST_TIMES = 5  # in one line
_LONGEST_TIME = 3  # words: the 31 feb
_NO_TIME = "names no time. Write for example 3am, last night or 20 min ago."

T = TypeVar("T")
Moments = Any
"""What a line about uses says of when, as whoever reads it has it."""


def line_kept(
    session: Session, command: str, rest: str, example: Sequence[str], options: Mapping[str, Any]
) -> AbstractContextManager[None]:
    """Keep the line that was typed as a draft while something is asked, with the command that says it again.

    Args:
        session: this run.
        command: its name.
        rest: the line without what was refused.
        example: what may stand in the place of that: `at 3am`.
        options: that were given, by name.
    """
    from crampdiary.cli.drafts import keeping  # seldom needed

    again = session.typed(command, *rest.split(), *example, *_as_typed(options))
    return keeping(session.as_typed(), now=session.now, how=f"with its time: `{again}`", is_note=False)


def _as_typed(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield options with their values as they can be typed."""
    for name, value in options.items():
        if isinstance(value, bool):
            yield f"--{name}" if value else f"--no-{name}"
            continue
        for each in value if isinstance(value, list) else [] if value is None else [value]:
            yield f"--{name}"
            yield each


def _why(error: UsageError) -> str:
    """Return why something was refused; whether nothing is saved is not known before it is asked for."""
    return str(error).replace(" Nothing was saved.", "")


def _asked(
    session: Session, question: str, lacking: str, error: UsageError, with_answer: Callable[[str], T]
) -> T:
    """Ask until there is an answer that can be, saying of each refusal why, and return what it makes of the line.

    Raises:
        CrampError: Ctrl-D said that it is not to be answered.
        KeyboardInterrupt: Ctrl-C did.
    """
    while True:
        session.say(_why(error))
        typed = prompts.ask(question)
        if typed is None:
            raise CrampError(f"You did not say {lacking}. Nothing was saved.")
        try:
            return with_answer(plain_line([typed]))
        except UsageError as another:
            error = another


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
    from crampdiary.cli.telling.cramps import Began, began_at  # which `used` does without

    rest, line = told.line_without_time, told.line

    def with_answer(answer: str) -> tuple[Told, Began]:
        told = reader.read_all_else([rest, _as_a_time(reader, answer)] if answer else [rest])
        if answer:
            return told, began_at(session, told, fold)
        told.line = line  # as it was typed: no other time took the place of what was refused
        return told, Began(session.now, "minute")

    return _asked(session, _QUESTION, "when", error, with_answer)


def _as_a_time(reader: LogReader, answer: str) -> str:
    for form in _AS_TIMES:
        told = reader.read_all_else([form(answer)])
        if told.names_a_time or told.refused:
            return form(answer)
    raise UsageError(f'"{short(answer)}" {_NO_TIME}')


# Of what was used or met


@contextmanager
def uses_told(
    session: Session, command: str, words: Sequence[str], options: Mapping[str, Any], *,
    reader: UseReader, moments: Callable[[Any], Moments], asks: bool,
) -> Iterator[tuple[Uses, Moments]]:  # fmt: skip
    """Read a line about what was used or met; where only its time is refused, ask for that.

    Args:
        session: this run.
        command: `used` or `had`.
        words: the line.
        options: that were given, by name.
        reader: of such lines.
        moments: tells when it was, or refuses that.
        asks: whether anything may be asked.

    Yields:
        What the line tells, and when that was; the line is kept until what is done with it is done.

    Raises:
        UsageError: the line is refused for another reason, or nobody can be asked.
    """
    refused, rest = None, None
    try:
        told = reader.read(words)
        found = moments(told)
    except UsageError as error:
        rest = _but_for_time(session, reader, words) if asks else None
        if rest is None:
            raise
        refused = error
    if refused is None or rest is None:
        yield told, found
        return
    with line_kept(session, command, rest, ("at", "9pm"), options):
        yield _use_asked(session, reader, plain_line(words), rest, refused, moments)


def _use_asked(
    session: Session, reader: UseReader, line: str, rest: str, error: UsageError, moments: Callable[[Any], Moments]
) -> tuple[Uses, Moments]:  # fmt: skip
    def with_answer(answer: str) -> tuple[Uses, Moments]:
        told = reader.read([f"{rest} {_as_a_time_of_use(reader, answer)}" if answer else rest])
        if not answer:
            told.line = line  # as it was typed: no other time took the place of what was refused
        return told, moments(told)

    return _asked(session, _QUESTION, "when", error, with_answer)


def _as_a_time_of_use(reader: UseReader, answer: str) -> str:
    for form in _AS_TIMES:
        if _tells_a_time(reader, form(answer)):
            return form(answer)
    raise UsageError(f'"{short(answer)}" {_NO_TIME}')


def _tells_a_time(reader: UseReader, text: str) -> bool:
    try:
        told = reader.read([text])
    except UsageError:
        return True
    return told.names_a_time and not told.uses


def _but_for_time(session: Session, reader: UseReader, words: Sequence[str]) -> str | None:
    """Return a line without the words of its time; None where another reason than its time must have been refused.

    As few of what may be a time are taken away as will do: `1000` may be one, and is an amount where `9/3` is.
    """
    from crampdiary.words.log_reader import LogReader  # which `used` does without

    told = LogReader(session.vocabulary).read_all_else([plain_line(words)])
    line, spans = told.line, list(told.times)
    ends = list(accumulate((len(word) + 1 for word in line.split(" ")), initial=0))
    for size in range(1, _LONGEST_TIME + 1):
        for start, end in zip(ends, ends[size:], strict=False):
            is_free = not any(start < stop and begins < end for begins, stop in spans)
            if is_free and _tells_a_time(reader, line[start : end - 1]):
                spans.append((start, end - 1))
    spans = sorted(spans)[:_MOST_TIMES]
    for some in chain.from_iterable(combinations(spans, count + 1) for count in range(len(spans))):
        rest = _cut(line, some)
        try:
            if rest and not reader.read([rest]).names_a_time:
                return rest
        except UsageError:
            continue
    return None


def _cut(line: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a line without some parts of it, nor the words before them that belong to a time."""
    parts, place = [], 0
    for start, end in [*spans, (len(line), len(line))]:
        kept = line[place:start].split()
        while start < len(line) and kept and kept[-1].casefold() in _BEFORE_A_TIME:
            kept.pop()
        parts += kept
        place = end
    return " ".join(parts)


# Of a cramp that is over


def length_asked(session: Session, reader: LogReader, told: Told, error: UsageError) -> Told:
    """Ask how long a cramp was, where a line that says it is over names a time; until that is answered.

    Returns:
        The line with the answer in the place of the time.

    Raises:
        CrampError: Ctrl-D said that it is not to be answered.
        KeyboardInterrupt: Ctrl-C did.
    """
    rest, line = told.line_without_time, told.line

    def with_answer(answer: str) -> Told:
        # Past a mark, as it is of the cramp and not of what was felt: `over burning at 3`, and then `4m`.
        told = reader.read([f"{rest}, {_as_a_length(reader, answer)}"] if answer else [rest])
        if not answer:
            told.line = line
        return told

    return _asked(session, _HOW_LONG, "how long it was", error, with_answer)


def _as_a_length(reader: LogReader, answer: str) -> str:
    for form in _AS_LENGTHS:
        told = reader.read([form(answer)])
        if "duration_s" in told.fields and not told.names_a_time and not told.kept:
            return form(answer)
    raise UsageError(f'"{short(answer)}" is not a length of time. Write for example 4m or 90 seconds.')
