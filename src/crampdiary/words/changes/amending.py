"""What bare words change of an entry that is there, of which entry a note is, and what made way for what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from itertools import dropwhile
from typing import Any

from crampdiary.clock.moments import parse_ago, parse_clock
from crampdiary.diary.model import Course, Episode, Exposure, Record, Sign, Timed
from crampdiary.diary.values import typed_text
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words import when
from crampdiary.words.changes.corrections import Correction
from crampdiary.words.line import plain_line
from crampdiary.words.log_grammar import COUNTED
from crampdiary.words.quantities import Clock, clock_at
from crampdiary.words.told import Told
from crampdiary.words.uses.course_grammar import goes_on_again
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.wording import content, moment, parts_of, safe, time_of

_NIGHT_FROM, _NIGHT_UNTIL = 21, 9  # o'clock
_IT_WAS = frozenset("it was is it's its that this".split())
_NOT_THE_LAST = frozenset(
    "night nite week weekend month year time evening morning afternoon day few couple one".split()
)


def moved(
    record: Timed,
    told: Told | Uses,
    *,
    now: datetime,
    zone: tzinfo | None,
    fold: int | None = None,
) -> dict[str, Any]:
    """Return the fields that say when, as far as words tell another time.

    Args:
        record: the entry. A clock time alone stays in its own night, and is then of the clock that it was told by.
        told: the words.
        now: the present.
        zone: of the clock that the entry was told by; None for the system's own zone.
        fold: as in `crampdiary.clock.moments.parse_when`.

    Returns:
        `at` and `precision`, or nothing. Where the time is one of the clock here, `zone` is None: the caller knows it.

    Raises:
        UsageError: that time is still to come, or clocks skipped it.
    """
    days = told.days if isinstance(told, Uses) else [told.day] if told.day else []
    if told.ago_s is not None:
        precision = "approx" if told.is_rough else "minute"
        return {"at": parse_ago(f"{told.ago_s}s", now=now), "precision": precision, "zone": None}
    if told.clock is not None and not days:
        at = _in_its_night(record, told.clock, now, zone, fold)
        return {"at": at, "precision": "approx" if told.is_rough else "minute"}
    if not days or (told.clock is None and when.night_told(days[0], now) == record.night):
        return {}  # the night of the entry, whose time is known better
    found = when.moment_told(
        days[0], told.clock, is_rough=told.is_rough, at_night=True, now=now, zone=None, fold=fold
    )
    return {"at": found.at, "precision": found.precision, "zone": None}


def shifted(record: Record, seconds: int, *, now: datetime) -> dict[str, Any]:
    """Return the time of an entry that was earlier or later than it says, by its own time.

    Raises:
        UsageError: it has no time of its own, or that is still to come.
    """
    if not isinstance(record, Timed) or record.precision == "day":
        raise UsageError("Its time is not known, so say it: `cramp edit last at 3am`. Nothing was changed.")
    at = record.at + timedelta(seconds=seconds)
    if at > now:
        raise UsageError("That is still to come. Write a time that has passed. Nothing was changed.")
    return {"at": at}


def in_its_place(record: Record, said: Correction, vocabulary: Vocabulary) -> str | None:
    """Return which word a use is of, where that is named in the place of its own: `massage instead of heat`."""
    if not isinstance(record, Exposure) or not said.wrong:
        return None
    field = "tried" if record.role == "remedy" else "triggers"
    wrong = {getattr(each, "remedy", each) for wrong in said.wrong for each in wrong.fields.get(field, ())}
    words = dropwhile(_IT_WAS.__contains__, said.told.line.strip(" ,").casefold().split())
    meant = vocabulary.find(" ".join(words), record.role)
    is_meant = {vocabulary.meant_by(record).word} == wrong and len(meant) == 1
    return meant[0].slug if is_meant else None


def _in_its_night(
    record: Timed, clock: Clock, now: datetime, zone: tzinfo | None, fold: int | None
) -> datetime:
    """Return the moment of the entry's night that a time means: one with two readings is of the night."""
    hours = [clock.hour]
    if clock.is_open:
        first, second = clock.hour % 12, clock.hour % 12 + 12
        hours = [second, first] if _by_day(first) else [first, second]
        if not _by_day(record.at.hour) or record.precision == "day":
            hours.pop()  # what was by day may be at another hour by day, where that of the night is still to come
    *before, last = [f"{hour:02}:{clock.minute:02}" for hour in hours]
    for typed in before:
        with suppress(UsageError):
            return _parsed(typed, record, now, zone, fold)
    return _parsed(last, record, now, zone, fold)


def _parsed(typed: str, record: Timed, now: datetime, zone: tzinfo | None, fold: int | None) -> datetime:
    at = parse_clock(typed, record.night, now=now, zone=zone, fold=fold)
    if at is None:
        raise ValueError("a time that was read is one")
    return at


def _by_day(hour: int) -> bool:
    return _NIGHT_UNTIL <= hour < _NIGHT_FROM


def read_use(words: Sequence[str], record: Exposure, vocabulary: Vocabulary) -> Uses | None:
    """Return what words change of a remedy or trigger: its amount or its time; None where they say more or less."""
    told = UseReader(vocabulary, record.role).read([record.word, *words])
    more = told.unused or told.nothing or told.again or told.is_cramp or told.since or len(told.days) > 1
    meant = vocabulary.meant_by(record).word
    if more or [each.word for each in told.uses] != [meant] or told.uses[0].described:
        return None
    return told if told.uses[0].amount or told.names_a_time else None


def takes_use(record: Exposure, said: Correction, vocabulary: Vocabulary) -> bool:
    """Return whether words change a remedy or trigger: its time, its amount, or which it was."""
    if said.only_shifts or in_its_place(record, said, vocabulary):
        return True
    return not said.told.fields and read_use([said.told.line], record, vocabulary) is not None


def read_course(words: Sequence[str], record: Course, vocabulary: Vocabulary) -> Uses | None:
    """Return what words change of what goes on: since or until when, a night without it, its amount; None if else."""
    meant = vocabulary.meant_by(record).word
    if goes_on_again(plain_line(words).casefold().strip(" .!").split()):
        told = Uses(plain_line(words))
        told.uses, told.goes_on = [Use(meant)], True
        return told
    told = UseReader(vocabulary, record.role).read([record.word, "daily", *words])
    more = (
        told.nothing
        or told.again
        or told.is_cramp
        or told.ago_s is not None
        or told.clock
        or told.denials
        or told.seldom
    )
    if more or [each.word for each in told.uses] != [meant] or told.uses[0].described:
        return None
    is_said = told.since or told.until or told.stopped or told.skipped or told.uses[0].amount
    return told if is_said and not (told.days and not told.stopped) else None


def amount_of(told: Uses) -> dict[str, Any]:
    """Return the field of the amount that `read_use` read, if there is one."""
    return {"amount": told.uses[0].amount} if told.uses[0].amount else {}


def note_told(typed: Sequence[str]) -> tuple[str, str]:
    """Return which entry a note is of, as a reference, and the note as it was typed.

    `last` and a number before it are no reference where they belong to what follows: `last night`, `2 glasses`.
    """
    text = typed_text(" ".join(typed))
    first, *rest = text.split(maxsplit=1) or [""]
    following = "".join(rest)
    second = following.split(maxsplit=1)[0].strip(".,;:!?").casefold() if following else ""
    number = re.fullmatch(r"(#?)(\d{1,18})", first, re.ASCII)
    if first.casefold() == "last":
        bare = re.sub(r"'?s$", "", second)
        belongs = bare in _NOT_THE_LAST or when.is_weekday(second)
        return "last", text if belongs else following
    if number and (number[1] or not _counts(first, second)):
        return number[2], following
    return "last", text


def _counts(number: str, word: str) -> bool:
    """Return whether a number counts what follows: `3 nights`, `3 am`; but `12 can hardly walk` does not."""
    if word + "s" in COUNTED:
        return number == "1"
    return word in COUNTED or word.removesuffix("s") in COUNTED or clock_at([number, word], 0) is not None


def replaced_in_words(before: Record, after: Record, words: Vocabulary, *, now: datetime) -> str:
    """Return what an entry said before and does not say any more; nothing where it was only added to."""
    return ", ".join(_replaced(before, after, words, now))


def _replaced(before: Record, after: Record, words: Vocabulary, now: datetime) -> Iterator[str]:
    lost: dict[str, Any] = {}
    for name, line in before.table.items():
        old, new = getattr(before, name), getattr(after, name)
        if old is not None and old != new:
            lost[name] = tuple(each for each in old if each not in new) if line.holds.several else old
    if isinstance(before, Episode):
        yield from (safe(each) for each in parts_of(before.replaced(**_only(before, lost)), words))
    elif isinstance(before, Exposure) and lost.keys() & {"word", "amount", "purpose"}:
        yield safe(content(before, words))
    elif isinstance(before, Sign):
        if lost.keys() - {"note", "at", "precision"}:
            yield safe(content(before, words))
    elif isinstance(before, Course):
        if lost.keys() & {"word", "amount"} or lost.get("skipped"):
            yield safe(content(before, words))
        if lost.keys() & {"first_night", "last_night"}:
            yield time_of(before, now=now)
    elif lost.keys() - {"note"}:
        yield time_of(before, now=now)
    if isinstance(before, Timed) and lost.keys() & {"at", "precision"}:
        yield moment(before.at, now=now, precision=before.precision)
    if "note" in lost and not (getattr(after, "note", None) or "").startswith(f"{lost['note']}\n"):
        yield f'the note "{safe(lost["note"])}"'


def _only(record: Record, fields: dict[str, Any]) -> dict[str, Any]:
    """Return a change after which all that may be empty is empty, but for some fields."""
    return {
        name: fields.get(name, line.default)
        for name, line in record.table.items()
        if line.default in (None, ())
    }
