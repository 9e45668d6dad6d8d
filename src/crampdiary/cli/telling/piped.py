"""Lines from standard input: each is a cramp of its own, and all of them are one command.

They are read before the diary is touched, and saved in one transaction: killed before its end, nothing of them is in
the diary, and what came is kept as a draft. One `cramp undo` takes all of them back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from crampdiary.cli.checks import (
    asides_of_look_alikes,
    asides_of_nights,
    beside,
    check_clock,
    check_date,
    check_over,
    contradicted,
    last_night_meant,
    look_alikes,
    mentioned,
    reason_of,
    says_last_night,
    spoken_nights,
)
from crampdiary.cli.drafts import keeping
from crampdiary.cli.options import one_below_the_other
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling.cramps import (
    began_at,
    cramps_told,
    felt_besides,
    none_to_take_back,
    on_the_other_side,
    refuse_what_is_open,
    refuse_what_is_well,
)
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import CheckIn, Entry, Episode, Record, Sign, place
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import SeveralNightsError, Told
from crampdiary.words.wording import listed, night_in_words, plural, short

_SILENT_S = 2.0  # a pipe that says nothing for so long has nothing to say
_MOST_BYTES = 2**24  # more than anybody tells; a pipe may have no end
_MOST_LINES = 200_000
_PART = 2**16  # bytes that are read at once
_NAMED = 20  # lines; of more it is told how many there are
_FEW = 10  # cramps, of each of which it is looked whether a doctor should hear of it; of more, of the last
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # as some shells of Windows write


class Line(NamedTuple):
    """A line with its number; `text` is None where it is no text."""

    number: int
    text: str | None


class _Cramp(NamedTuple):
    """A cramp that a line tells of, and what to say of how it was read."""

    line: Line
    record: Episode
    said: Sequence[str]


class _Read(NamedTuple):
    """What the lines tell: cramps and quiet nights, what was felt in those, what to say, and why others are refused."""

    cramps: list[_Cramp]
    quiet: list[CheckIn]
    felt: list[Sign]
    said: list[str]
    refused: list[tuple[Line, CrampError]]


# Reading


def lines_from_standard_input(
    session: Session, *, asked: bool, options: bool,
    silent: str = "Nothing came from the pipe for 2 seconds: this is saved as a cramp without words.",
    example: str = "cramp log 7 left foot",
) -> list[Line]:  # fmt: skip
    """Return the lines that are piped in, without empty ones; none where there is a terminal, or silence.

    Args:
        session: this run.
        asked: whether they were asked for by `-`. Or else a pipe may be there by chance, and is not waited for long.
        options: whether options were given besides.
        silent: what is said where nothing comes.
        example: what to type instead.

    Raises:
        UsageError: they were asked for, and there are none; there are options, which no line could be given; or there
            are far too many lines.
    """
    if asked and options:
        raise UsageError("With - each line says all of its cramp: leave the options out. Nothing was saved.")
    content = None
    if sys.stdin is not None and not sys.stdin.isatty():
        content = _content(session, wait=asked)
        if content is None:
            session.say(silent)
    found = list(_lines(content or b""))
    if asked and not found:
        raise UsageError(f"Nothing is piped in. Type the words instead: `{example}`. Nothing was saved.")
    return found


def _content(session: Session, *, wait: bool) -> bytes | None:
    """Return all that is piped in; None where nothing comes of it.

    A thread reads it, as that can be waited for on every system: Windows waits with `select` for sockets alone.
    """
    stream = sys.stdin.buffer
    try:
        number = stream.fileno()
    except (OSError, ValueError):  # it is no file of the system's
        content: bytes = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise _too_much() from None
        return content
    from queue import Empty, SimpleQueue
    from threading import Thread

    parts: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_hand_on, args=(number, parts), daemon=True).start()
    read, is_told = bytearray(), wait
    try:
        while True:
            try:
                part = parts.get(timeout=_SILENT_S)
            except Empty:
                if not read and not wait:
                    return None
                if not is_told:
                    session.say("The pipe fell silent before its end: waiting for more.")
                is_told = True
                continue
            if not part:
                return bytes(read)
            read += part
            if len(read) > _MOST_BYTES:
                raise _too_much()
    except KeyboardInterrupt:
        with _kept(session, bytes(read)):
            raise


def _hand_on(number: int, parts: Any) -> None:
    """Read a file to its end, or to what is too much, and hand on what comes; the last part is empty."""
    left = _MOST_BYTES + 1
    part = b"begin"
    while part and left > 0:
        try:
            part = os.read(number, _PART)
        except OSError:  # a folder, or a terminal that is gone
            part = b""
        left -= len(part)
        parts.put(part)


def _too_much() -> UsageError:
    return UsageError(
        f"That is too much at once: at most {_MOST_LINES:,} lines are read. Nothing was saved: pipe in less."
    )


def _lines(content: bytes) -> list[Line]:
    """Return the lines of a text, each with its number, but for empty ones."""
    if content[:2] in _MARKS:
        content = content.decode(_MARKS[content[:2]], "replace").encode()
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if content.count(b"\n") > _MOST_LINES:
        raise _too_much()
    found = []
    for number, line in enumerate(content.split(b"\n"), 1):
        marked = line.removeprefix(b"\xef\xbb\xbf")  # where one file was joined to another, too
        if marked.strip():
            try:
                found.append(Line(number, marked.decode()))
            except UnicodeDecodeError:
                found.append(Line(number, None))
    return found


def _kept(session: Session, content: bytes) -> AbstractContextManager[None]:
    """Keep lines as a draft while they are not saved."""
    text = content.decode("utf-8", "surrogateescape")
    return keeping(text, now=session.now, how="`cramp log -` reads it if it is piped in")


# Saving


def each_saved(session: Session, lines: Sequence[Line], *, strict: bool, yes: bool) -> Result:
    """Save each line as a cramp of its own, or a quiet night; one that cannot be stands in the way of no other.

    All are saved at once: where saving fails, none of them is, and the lines are kept as a draft.
    """
    check_clock(session, yes)
    with _kept(session, "\n".join(line.text or "" for line in lines).encode("utf-8", "surrogateescape")):
        read = _read(session, lines, strict=strict, yes=yes)
        records: list[Record] = [*(each.record for each in read.cramps), *read.quiet, *read.felt]
        known = [beside(session, each.record) for each in read.cramps]
        like = look_alikes(session, [each.record for each in read.cramps])
        entries: list[Entry[Record]] = []
        if records:
            with session.store.change("log") as change:
                entries += [change.add(each) for each in records]
    cramps = entries[: len(read.cramps)]

    def asides() -> Iterator[str]:
        last = 0
        for each, entry, others in zip(read.cramps, cramps, known, strict=True):
            if each.line.number == last:  # one more of the same
                continue
            last = each.line.number
            for said in (*each.said, *asides_of_nights(each.record, others)):
                if len(lines) > 1:  # so that not each of them is the last
                    said = said.replace("`cramp edit last ", f"`cramp edit {entry.number} ")
                    yield f"Line {last}: {said}"
                else:
                    yield said
        yield from read.said
        yield from asides_of_look_alikes(cramps, like)
        felt = entries[len(cramps) + len(read.quiet) :]
        for entry in [*(cramps if len(cramps) <= _FEW else [max(cramps, key=place)]), *felt[-_FEW:]]:
            yield from mentioned(session, entry)
        if len(lines) == 1:  # which needs no number
            return
        for line, error in sorted(read.refused, key=lambda each: each[0].number):
            typed = f' "{short(line.text.strip())}"' if line.text else ""
            yield f"Line {line.number} was not saved:{typed} {reason_of(error)}"

    refused = [line.number for line, _ in read.refused]
    failure: CrampError | None = UsageError(_not_saved(sorted(refused), len(lines))) if refused else None
    if refused and len(lines) == 1:
        failure = type(read.refused[0][1])(str(read.refused[0][1]))
    return saved_entries(session, entries, asides())._replace(exit=failure)


def _read(session: Session, lines: Sequence[Line], *, strict: bool, yes: bool) -> _Read:
    reader = LogReader(session.vocabulary)
    read = _Read([], [], [], [], [])
    quiet: list[tuple[Line, Told]] = []
    for line in lines:
        try:
            if line.text is None:
                raise UsageError("It is not text in UTF-8. Save it as UTF-8.")
            last = read.cramps[-1].record if read.cramps else None
            told = on_the_other_side(session, reader, reader.read([line.text]), last)
            refuse_what_is_well(session, told)
            if strict:
                refuse_what_is_open(told)
            if told.is_none:
                quiet.append((line, told))
            else:
                sign = felt_besides(session, told)
                read.cramps.extend(_cramps(session, line, told, read.cramps, yes=yes))
                read.felt.extend([sign] if sign is not None else [])
        except CrampError as error:
            read.refused.append((line, error))
    nights = {each.record.night for each in read.cramps}
    for line, told in quiet:
        sign = None
        try:
            sign = felt_besides(session, told)
            if told.takes_back:
                raise none_to_take_back(session)
            read.quiet.extend(_quiet_nights(session, told, nights, read, yes=yes))
        except CrampError as error:
            if sign is None:
                read.refused.append((line, error))
            else:  # which is so, whatever the night was
                note = one_below_the_other(sign.note, ", ".join(told.kept))
                sign = sign.replaced(note=note or None)
                which = f"Line {line.number}: " if len(lines) > 1 else ""
                read.said.append(f"{which}That there was no cramp is not saved. {reason_of(error)}")
        read.felt.extend([sign] if sign is not None else [])
    return read


def _cramps(
    session: Session, line: Line, told: Told, before: Sequence[_Cramp], *, yes: bool
) -> Iterator[_Cramp]:
    """Yield the cramps that one line tells of, each as the one before it where it says so."""
    last = before[-1].record if before else None
    began = began_at(session, told, None)
    found = cramps_told(session, told, {}, began, at=None, ago=None, day=None, fold=None, last=last)
    if found.names_a_time:
        check_date(session, began.at.date(), yes)
    for each in found.episodes:
        yield _Cramp(line, each.replaced(note=", ".join(told.kept) or None), found.said)


def _quiet_nights(
    session: Session, told: Told, with_cramps: set[date], read: _Read, *, yes: bool
) -> Iterator[CheckIn]:
    """Yield what a line says of a night without cramps: nothing where that was said already.

    Raises:
        CrampError: it is not over, or had a cramp.
    """
    from crampdiary.cli.telling.quiet_lines import several_nights
    from crampdiary.words.night_reader import nights_in

    if several := several_nights(session, told) if told.nights else None:
        raise SeveralNightsError(several.nights)
    days = [told.day.name] if told.day else []
    found = nights_in(days, now=session.now, rest=[]) if days else []
    if not found or says_last_night(session, days, found[0]):
        found = [last_night_meant(session, yes)]
    night = found[0].first
    if night is None:
        raise UsageError("It names no night. Write for example none last night.")
    check_over(session, night)
    check_date(session, night, yes)
    known, said = spoken_nights(session, [night])
    if night in known:
        raise contradicted(session, night, known[night])
    shown = night_in_words(night, now=session.now.date())
    if night in with_cramps:
        raise UsageError(f"Another line tells of a cramp in the {shown}. Keep one of them.")
    if night in said or any(each.night == night for each in read.quiet):
        read.said.append(f"Already said of {shown}.")
        return
    note = ", ".join(told.kept) or None
    yield CheckIn(night=night, logged_at=session.now, note=note, typed=told.line)


def _not_saved(numbers: Sequence[int], count: int) -> str:
    more = f" and {len(numbers) - _NAMED:,} more" if len(numbers) > _NAMED else ""
    named = ", ".join(map(str, numbers[:_NAMED])) if more else listed([str(each) for each in numbers])
    these = "line" if len(numbers) == 1 else "lines"
    return f"Of {plural(count, 'line')} {len(numbers):,} not saved: {these} {named}{more}."
