"""What may come in from people and from files, each with the one function that reads it: the fuzzers' targets.

A target takes bytes, whatever they are, and gives them to one of the program's parsers as a person or a file
would. What it holds every parser to: it returns a value that is valid by the model's own rules or raises a
`CrampError`, nothing else; the message is one short line once it has been through `wording.safe`; and it is
quick. `test_fuzz` feeds the targets with mutations of their seeds, `benchmarks/fuzz_coverage.py` with what
reaches new code.

A target that takes more than one text has them in one input, divided by `SEPARATOR`.
"""

from __future__ import annotations

import atexit
import os
import random
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from crampdiary.diary.model import Away, Episode, Exposure, Record, Word
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError
from crampdiary.exchange.made import as_revisions, made
from crampdiary.exchange.reading import BadRowsError
from crampdiary.keep import purge
from crampdiary.keep.revision import checked
from crampdiary.keep.store import Store
from crampdiary.words.wording import safe, saved, summary
from kit import builders

SEPARATOR = b"\x1f"
MESSAGE_LIMIT = 500  # characters, as shown
TYPED_LIMIT_S = 0.05  # of processor time, for what is typed
FILE_LIMIT_S = 2.0  # for each 100 kB of a file

patience = 1.0
"""How many times slower the program is than by itself: while its coverage is traced."""

T = TypeVar("T")


class Target(NamedTuple):
    """One parser: `check` raises where a promise is broken, and returns whether the input was taken."""

    check: Callable[[bytes], bool]
    seeds: Callable[[], list[bytes]]
    tokens: Callable[[], list[bytes]]
    is_file: bool


TARGETS: dict[str, Target] = {}


def target(
    seeds: Callable[[], list[bytes]], tokens: str | Callable[[], list[bytes]] = "", *, is_file: bool = False
) -> Callable[[Callable[[bytes], bool]], Callable[[bytes], bool]]:
    """Enter a function among the targets, under its own name."""

    def entered(check: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
        words = [each.encode() for each in tokens.split()] if isinstance(tokens, str) else []
        TARGETS[check.__name__.replace("_", "-")] = Target(
            check, seeds, (lambda: words) if isinstance(tokens, str) else tokens, is_file
        )
        return check

    return entered


# What every parser is held to


def read(parser: Callable[[], T], *, within_s: float, kind: type[CrampError] = CrampError) -> T | None:
    """Return what a parser made of an input, None where it refused it as it should.

    It is timed by the processor's clock, and the best of a few times counts, as the machine may be busy.

    Args:
        parser: reads the input; called again where it was slow.
        within_s: how long it may take.
        kind: of error that it may raise.
    """
    quickest = float("inf")
    value: T | None = None
    refusal: CrampError | None = None
    for _ in range(4):
        begun = time.process_time()
        try:
            value, refusal = parser(), None
        except kind as error:
            value, refusal = None, error
        quickest = min(quickest, time.process_time() - begun)
        if quickest <= within_s * patience:
            break
    assert quickest <= within_s * patience, f"it took {quickest:.3f} s of processor time"
    if refusal is not None:
        check_message(str(refusal))
        if isinstance(refusal, BadRowsError):
            assert 0 < len(refusal.lines) <= 20
            for line in refusal.lines:
                check_message(line)
    return value


def check_message(message: str) -> None:
    """Hold a message to being one short line with nothing in it that a terminal obeys."""
    shown = check_line(message)
    assert 0 < len(shown) <= MESSAGE_LIMIT, f"a message of {len(shown)} characters: {shown[:200]}"
    assert "mistake in cramp" not in shown, shown


def check_line(text: str) -> str:
    shown = safe(text)
    assert safe(shown) == shown
    for character in shown:
        category = unicodedata.category(character)
        is_joiner = character == "\u200d"  # within an emoji, as `safe` itself found
        assert category not in ("Cc", "Cf", "Cs", "Zl", "Zp") or is_joiner, f"{character!r} in {shown!r}"
    return shown


def check_record(record: Record, vocabulary: Vocabulary) -> None:
    """Hold a record to being such as the diary keeps: as a row of the log, and shown on one line."""
    (row,) = as_revisions([made(record)], "fuzz") if not isinstance(record, Word | Away) else (None,)
    if row is not None:
        assert checked(row) == record
    if isinstance(record, Episode | Exposure):
        offset = record.at.utcoffset()
        assert offset is not None
        assert 1900 <= record.at.year <= 8998
        assert not record.at.microsecond
        assert not offset.seconds % 60
    check_line(saved(1, record, vocabulary, now=builders.NOW))
    check_line(summary(record, vocabulary))


# What an input consists of


def text_of(data: bytes) -> str:
    """Return bytes as the system hands over what is typed: what is no UTF-8 becomes halves of pairs."""
    return data.decode("utf-8", "surrogateescape")


def texts_of(data: bytes) -> list[str]:
    return [text_of(part) for part in data.split(SEPARATOR)]


def typed(*lines: str) -> Callable[[], list[bytes]]:
    """Return seeds from lines in which ` | ` stands for the separator."""
    return lambda: [line.encode("utf-8", "surrogatepass").replace(b" | ", SEPARATOR) for line in lines]


# Nobody's own words, and those of a diary from elsewhere: every text that the model lets pass.
VOCABULARY = Vocabulary(
    [
        Word(role="remedy", slug="pickle-brine", label="Pickle brine", synonyms=("brine",)),
        Word(role="trigger", slug="a\u202eb\x1b[2J", label="x" * 100, synonyms=("y" * 100, "7", "3m")),
        Word(role="site", slug="\u0390" * 100, label="\u202e" * 100),
        Word(role="mood", slug="sad", label="sad", synonyms=("blue",)),
    ]
)

LONDON = ZoneInfo("Europe/London")
MOMENTS: tuple[tuple[datetime, tzinfo | None], ...] = (
    (builders.NOW, None),
    (builders.at("2026-03-31T00:40"), LONDON),
    (builders.at("2026-03-29T02:05"), LONDON),
    (datetime(2025, 10, 26, 1, 45, tzinfo=timezone.utc), LONDON),  # noqa: UP017 (shown as what it is)
    (datetime(2024, 2, 29, 23, 59, 59, tzinfo=timezone(timedelta(hours=14))), ZoneInfo("Pacific/Kiritimati")),
    (datetime(2026, 1, 1, 0, 0, tzinfo=timezone(timedelta(hours=-11))), ZoneInfo("Pacific/Niue")),
    (datetime(2026, 4, 5, 1, 50, tzinfo=timezone(timedelta(hours=11))), ZoneInfo("Australia/Lord_Howe")),
    (datetime(1900, 3, 1, 12, 0, tzinfo=timezone(timedelta())), ZoneInfo("Europe/Amsterdam")),
    (datetime(8998, 6, 1, 12, 0, tzinfo=timezone(timedelta())), timezone(timedelta(hours=-12))),
)
TIME_TOKENS = (
    "now today yesterday tomorrow last night tonight monday tue sat jan 29 feb mar march 2026 1900 0001 9999 "
    "2026-03-29 2025-10-26 2026-02-29 2024-02-29 03:10 01:30 24:00 7:5 3am 13pm 7.30pm noon midnight at on of "
    "Z +01:00 -12:00 +14:00 +25:00 EST GMT+3 2h 30m ago 3 days weeks months years an half hour 99999 0 1e5 nan "
    "th , . : - / T \u0663 \uff10 \u2011 \u212a \u202e \u00a0 28d 4w 6m 2y mo"
)


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for one input, removed after it."""
    with tempfile.TemporaryDirectory(
        prefix="fuzz-", dir=scratch_folder(), ignore_cleanup_errors=True
    ) as name:
        yield Path(name)


def _in_memory() -> str | None:
    """Return a folder in memory where the system has one, unless the environment says where files belong."""
    memory = "/dev/shm"
    return memory if os.access(memory, os.W_OK) and "TMPDIR" not in os.environ else None


@cache
def scratch_folder() -> Path:
    """Return a folder for this process."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=_in_memory()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def file_limit_s(data: bytes) -> float:
    return FILE_LIMIT_S * max(1.0, len(data) / 100_000)


class EnoughError(Exception):
    """Takes back a change that was made to see that it can be made."""


@cache
def scratch_diary() -> Store:
    """Return a diary that stays open, with a little of everything in it."""
    path = scratch_folder() / "diary.db"
    store = Store(path, now=builders.NOW, create=True)
    fill(store)
    atexit.register(store.close)
    return store


def fill(store: Store) -> None:
    made: tuple[Record, ...] = (
        *(builders.full_episode(), builders.episode(note="=1+1"), builders.exposure(amount="300 mg")),
        *(
            builders.exposure("alcohol", role="trigger"),
            builders.check_in(),
            builders.away(),
            builders.word(),
        ),
    )
    for record in made:
        with store.change("log") as change:
            change.add(record)
    first, second, third, *_ = store.entries()
    with store.change("edit") as change:
        change.replace(first, first.record.replaced(note="changed"))
    with store.change("delete") as change:
        change.delete(second)
    with store.change("purge") as change:
        purge.purge_records(change.connection, [third.uid])


# Mutation, for those who have no coverage to follow


def mutated(name: str, chance: random.Random) -> bytes:
    """Return a target's seed with a few changes: cut, doubled, flipped, joined with another, or with tokens put in."""
    what = TARGETS[name]
    seeds, tokens = _material(name)
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randrange(1, 8)):
        place, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        end = min(end, place + chance.choice((1, 2, 8, 40, 400)))
        match chance.randrange(8):
            case 0:
                del data[place:end]
            case 1:
                data[place:place] = data[place:end] * chance.choice((1, 1, 2, 30))
            case 2 if data:
                data[place % len(data)] = chance.randrange(256)
            case 3:
                data[place:end] = bytes(chance.randrange(256) for _ in range(chance.randrange(5)))
            case 4:
                other = chance.choice(seeds)
                start = chance.randrange(len(other) + 1)
                data[place:end] = other[start : start + chance.randrange(200)]
            case 5:
                data[place:place] = chr(
                    chance.choice((chance.randrange(0x3000), chance.randrange(0xD800)))
                ).encode()
            case _ if tokens:
                data[place : chance.choice((place, end))] = chance.choice(tokens)
    return bytes(data[: 200_000 if what.is_file else 20_000])


@cache
def _material(name: str) -> tuple[list[bytes], list[bytes]]:
    return TARGETS[name].seeds(), TARGETS[name].tokens()
