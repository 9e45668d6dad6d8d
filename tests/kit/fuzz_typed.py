"""The fuzzers' targets that are typed: words, times, lengths, options, settings of the environment, a form."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast
from unittest import mock

from crampdiary import local_zone
from crampdiary.cli import options, wordlist
from crampdiary.cli.session import Session
from crampdiary.cli.telling import cramps
from crampdiary.clock import durations, moments, night_names, zones
from crampdiary.diary.built_in import ROLES
from crampdiary.diary.model import Away, CheckIn, Episode, Exposure, Record, Word
from crampdiary.diary.values import clean_text, key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange import clocks
from crampdiary.keep import reach
from crampdiary.words import form, night_reader, phrases, when
from crampdiary.words.changes.corrections import CorrectionReader
from crampdiary.words.log_reader import LogReader
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.uses.used import Use
from crampdiary.words.wording import safe, word_line
from kit import builders
from kit.fuzzing import (
    FILE_LIMIT_S,
    MOMENTS,
    SEPARATOR,
    TIME_TOKENS,
    TYPED_LIMIT_S,
    VOCABULARY,
    check_line,
    check_message,
    check_record,
    read,
    scratch_diary,
    target,
    text_of,
    texts_of,
    typed,
)


@target(
    typed(
        *("\x00now", "\x013:10", "\x02yesterday 22:30", "\x03last night 01:30", "\x04monday 10:00"),
        *("\x112h ago", "\x122026-03-29 10:00", "\x1329 feb 10:00", "\x142025-10-26T01:30:00+00:00"),
        *("\x203.10pm", "\x21march 29th, 2026 at noon", "\x22an hour ago", "\x233 weeks ago 22:00"),
        *(
            "\x05tonight 23:00",
            "\x55tomorrow 03:00",
            "\x06at 7pm on friday",
            "\x071 jan 12am",
            "\x08yesterday 1am",
        ),
    ),
    TIME_TOKENS,
)
def a_time(data: bytes) -> bool:
    """`--at`, `--ago` and a time among bare words: what is read is not ahead, and in the calendar."""
    how, text = (data[0] if data else 0), text_of(data[1:])
    now, zone = MOMENTS[(how & 15) % len(MOMENTS)]
    fold = (None, 0, 1, None)[how >> 4 & 3]
    future = bool(how & 64)

    def parse() -> datetime:
        if how & 128:
            return moments.parse_ago(text, now=now, zone=zone)
        return moments.parse_when(text, now=now, zone=zone, fold=fold, future=future)

    at = read(parse, within_s=TYPED_LIMIT_S, kind=UsageError)
    moments.looks_like_time(text)
    if at is None:
        return False
    assert future or at <= now + timedelta(minutes=6)  # an odd offset of a century ago is rounded
    assert at.year <= now.year + 11
    check_record(Episode(at=at, logged_at=at), VOCABULARY)
    return True


@target(
    typed(
        *("\x00last night", "\x01monday", "\x022026-03-03", "\x033 march", "\x04tonight", "\x41tomorrow"),
        *(
            "\x0028d | today",
            "\x012026-03 | 2026-04",
            "\x022026",
            "\x034w | 2w",
            "\x046m | last",
            "\x052y | ",
        ),
        *("\x063 nights ago", "\x07tue 2026-03-31", "\x08mar 3rd, 2026 | yesterday"),
    ),
    TIME_TOKENS,
)
def a_night(data: bytes) -> bool:
    """`cramp none NIGHT`, `away`, `--day`, `--since` and `--until`: nights that can be counted and shown."""
    how = data[0] if data else 0
    first, *rest = texts_of(data[1:])
    now, zone = MOMENTS[(how & 15) % len(MOMENTS)]
    future = bool(how & 64)
    night = read(
        lambda: night_names.parse_night(first, now=now, zone=zone, future=future),
        within_s=TYPED_LIMIT_S,
        kind=UsageError,
    )
    if night is not None:
        assert 1900 <= night.year <= now.year + 11
        assert future or night <= zones.night_of(zones.to_local(now, zone))
        check_record(CheckIn(night=night, logged_at=builders.NOW), VOCABULARY)
        check_record(Away(first_night=night, last_night=night, logged_at=builders.NOW), VOCABULARY)
    ends = read(
        lambda: night_names.parse_range(first or None, rest[0] if rest else None, now=now, zone=zone),
        within_s=TYPED_LIMIT_S,
        kind=UsageError,
    )
    if ends is None:
        return night is not None
    since, until = ends
    assert since is None or until is None or since <= until
    assert all(1900 <= each.year <= 9999 for each in ends if each)
    return True


@target(
    typed(
        *(
            "\x00last night",
            "\x01monday | tuesday",
            "\x02from 1 march to 3 march",
            "\x037-14 feb",
            "\x04the 5th",
        ),
        *(
            "\x05both nights of the weekend",
            "\x06since christmas",
            "\x07february and march",
            "\x082 march for a week",
        ),
        *(
            "\x09last night, slept like a log",
            "\x0ayesterday and the night before",
            "\x0bthe last three nights",
        ),
    ),
    TIME_TOKENS
    + " from to until since for and the 5th 1st weekend fortnight christmas next week , - .. all slept",
)
def nights_of_a_line(data: bytes) -> bool:
    """The nights of `cramp none`, and the range of `away`, `list`, `stats` and `calendar`, in bare words."""
    how = data[0] if data else 0
    words = texts_of(data[1:])
    now, zone = MOMENTS[(how & 15) % len(MOMENTS)]
    limit_s = max(TYPED_LIMIT_S, FILE_LIMIT_S * len(data) / 100_000)
    rest: list[str] = []
    told = read(
        lambda: night_reader.nights_in(words, now=now, zone=zone, rest=rest),
        within_s=limit_s,
        kind=UsageError,
    )
    for stretch in told or ():
        assert all(each.year >= 1900 for each in (stretch.first, stretch.last) if each)
        assert not stretch.alone or stretch.first == stretch.last
        if stretch.alone and stretch.first:
            check_record(CheckIn(night=stretch.first, logged_at=builders.NOW), VOCABULARY)
    ends = read(
        lambda: night_reader.range_in(words, now=now, zone=zone, future=bool(how & 64)),
        within_s=limit_s,
        kind=UsageError,
    )
    first, last = ends or (None, None)
    assert first is None or last is None or first <= last
    return told is not None or ends is not None


@target(
    typed("3m", "90s", "1h30m", "2.5 min", "2d", "half an hour", "1 hour, 20 minutes and 3 seconds", "1:30"),
    "d day h hr m min s sec and , . - 999999 1209600 1209601 0 14 337h half an hour minute \u0663",
)
def a_duration(data: bytes) -> bool:
    """`--duration` and `3m` among bare words: 0 to 14 days."""
    text = text_of(data)
    seconds = read(lambda: durations.parse_duration(text), within_s=TYPED_LIMIT_S, kind=UsageError)
    durations.looks_like_duration(text)
    if seconds is None:
        return False
    assert type(seconds) is int
    assert 0 <= seconds <= 14 * 86400
    return True


@cache
def _words() -> list[bytes]:
    names = [name for word in VOCABULARY.words() for name in (word.slug, word.label, *word.synonyms)]
    more = "7 11 3m 20m ago yesterday 03:10 3am woke last night 22:30 half an hour : \x1b[2J \u202e -- | , ;"
    return [each.encode("utf-8", "surrogatepass") for each in [*names, *more.split()]]


@target(
    typed(
        *(
            "7 arch left 3m burning",
            "5 calf yesterday 22:30 cold feet",
            "both feet | woke | 20m ago",
            "10 toes r",
        ),
        *(
            "3 arch last night 23:00 half an hour asleep",
            "heel pain | at noon",
            "stretching",
            "hot water bottle",
        ),
        *("7 7 8", "3m 4m", "sad", "blue", "a\u202eb\x1b[2J", "ankle knot " * 20),
    ),
    _words,
)
def bare_words_of_log(data: bytes) -> bool:
    """`cramp log WORD...`: a cramp that the diary keeps."""
    words = texts_of(data)
    limit_s = max(TYPED_LIMIT_S, FILE_LIMIT_S * len(data) / 100_000)
    told = read(lambda: LogReader(VOCABULARY).read(words), within_s=limit_s, kind=UsageError)
    corrections, cramp = CorrectionReader(LogReader(VOCABULARY)), builders.full_episode()
    read(lambda: corrections.read(words, cramp), within_s=2 * limit_s, kind=UsageError)
    if told is None:
        return False
    at = builders.NOW
    if told.day is not None or told.clock is not None:
        found = read(
            lambda: when.moment_told(
                told.day, told.clock, is_rough=told.is_rough, at_night=False, now=builders.NOW
            ),
            within_s=TYPED_LIMIT_S,
            kind=UsageError,
        )
        if found is None:
            return False
        at = found.at
    values = cramps.values_of(told, at)
    record = read(lambda: Episode(at=at, logged_at=builders.NOW, **values), within_s=TYPED_LIMIT_S)
    if record is not None:
        check_record(record, VOCABULARY)
    return record is not None


@target(
    typed(
        *(
            "\x00stretching magnesium:400mg 21:30",
            "\x01alcohol | wine:2 glasses",
            "\x00mag oil yesterday 22:00",
        ),
        *(
            "\x01cold feet",
            "\x00k2:",
            "\x00:",
            "\x01a\u202eb\x1b[2J:\x1b",
            "\x00heat pad:" + "x" * 101,
            "\x01sad",
        ),
    ),
    _words,
)
def bare_words_of_used_and_had(data: bytes) -> bool:
    """`cramp used REMEDY...` and `cramp had TRIGGER...`: exposures that the diary keeps."""
    role = "trigger" if data[:1] == b"\x01" else "remedy"
    words = texts_of(data[1:])
    limit_s = max(TYPED_LIMIT_S, FILE_LIMIT_S * len(data) / 100_000)
    told = read(lambda: UseReader(VOCABULARY, role).read(words), within_s=limit_s, kind=UsageError)
    if told is None:
        return False
    if told.clock is not None:
        read(
            lambda: when.moment_told(None, told.clock, is_rough=False, at_night=False, now=builders.NOW),
            within_s=TYPED_LIMIT_S,
            kind=UsageError,
        )
    for use in told.uses:

        def made(use: Use = use) -> Exposure:
            return Exposure(
                at=builders.NOW, logged_at=builders.NOW, role=role, word=use.word, amount=use.amount
            )

        exposure = read(made, within_s=TYPED_LIMIT_S)
        if exposure is None:
            return False
        check_record(exposure, VOCABULARY)
    return True


_OPTIONS = (*phrases.OPTIONS, "clear", "purpose", "note", "at", "ago", "day", "fold", "reference")


@target(
    typed(
        "severity | 7", "duration | 3m | side | left", "site | arch | site | toes", "sensation | burning",
        "tried | stretching:helped:2m", "tried | heat::2m | tried | ice:no", "trigger | cold feet | onset | asleep",
        "clear | note | clear | severity", "purpose | rescue", "note | Krampf 🦶\nSecond line.", "reference | last",
        "at | 03:10 | fold | second", "ago | 20m", "day | yesterday", "reference | 1", "reference | 999999999999999999",
    ),
    lambda: [*_words(), *(name.encode() + SEPARATOR for name in _OPTIONS), b":helped", b":somewhat:", b":unsure"],
)  # fmt: skip
def options_of_recording(data: bytes) -> bool:
    """The options of `log`, `edit` and `used`, several at once: an entry that the diary keeps."""
    parts = texts_of(data)
    given: dict[str, Any] = {}
    for name, value in zip(parts[::2], parts[1::2], strict=False):
        if name in ("site", "sensation", "trigger", "tried", "clear"):
            given.setdefault(name, []).append(value)
        else:
            given[name] = value

    def parse() -> Record:
        values = phrases.read_options(Episode.table, {**given, "note": None}, VOCABULARY)
        emptied = phrases.emptied(builders.full_episode(), given.get("clear", []))
        notes = [given["note"]] if given.get("note", "-") != "-" else None
        timed = {name: given.get(name) for name in ("at", "ago", "day", "fold")}
        at, precision = options.when(_Recording(), **timed)  # type: ignore[arg-type]
        if "reference" in given:
            reach.entry(scratch_diary(), given["reference"])
            reach.meant(scratch_diary(), given["reference"])
        with options.noted(_Recording(), notes) as note:  # type: ignore[arg-type]
            entry = Episode(at=at, logged_at=builders.NOW, precision=precision, note=note or None, **values)
        return entry.replaced(**emptied)

    limit_s = max(TYPED_LIMIT_S, FILE_LIMIT_S * len(data) / 100_000)
    record = read(parse, within_s=limit_s)
    if record is not None:
        check_record(record, VOCABULARY)
    return record is not None


class _Recording:
    """What the options need of a session."""

    now = builders.NOW


@target(
    typed(
        "add | remedy | pickle brine | brine", "add | trigger | full moon", "add | remedy | tonic water | quinine",
        "rename | remedy | heat | hot bath", "also | site | arch | instep of mine", "hide | trigger | weather",
        "unhide | remedy | k2", "when | heat | more", "list | remedy", "add | site | ΐ | ß",
        "add | onset | _ | -", "rename | site | arch | _",
    ),
    lambda: [
        *_words(), *(each.encode() for each in (*ROLES, "add", "rename", "also", "hide", "merge", "set")),
        *(each.encode() for each in ("ß", "ŉ", "ﬃ", "\u0345")),
    ],
)  # fmt: skip
def words_of_ones_own(data: bytes) -> bool:
    """`cramp words ...`: a word that is found again by what was typed, and kept."""
    command, *parts = texts_of(data)
    role, text, *more = [*parts, "", ""]
    session: Any = _Keeping()
    if len(parts) < 2:
        return False

    def parse() -> Word | None:
        if command == "add":
            found = wordlist.words_add(session, role, text, [each for each in more if each])
        elif command == "rename":
            found = wordlist.words_rename(session, role, text, more[0])
        elif command == "also":
            found = wordlist.words_also(session, role, text, more[0])
        elif command == "when":
            found = wordlist.words_when(session, role, text)
        elif command == "prescribed":
            found = wordlist.words_prescribed(session, role, text)
        elif command == "hide":
            found = wordlist.words_hide(session, role, text)
        elif command == "unhide":
            found = wordlist.words_unhide(session, role, text)
        elif command == "merge":
            found = wordlist.words_merge(session, [role, text, *more])
        elif command == "set":
            found = wordlist.words_set(session, [role, text, *more])
        else:
            return None
        for line in (*cast(tuple[str, ...], found.sections), *found.asides):
            check_line(line)
        return cast(Word, session.kept)

    limit_s = max(TYPED_LIMIT_S, FILE_LIMIT_S * len(data) / 100_000)
    word = read(parse, within_s=limit_s)
    if word is None:
        return False
    assert word.role in ROLES
    check_line(word_line(word))
    again = Vocabulary([*(each for each in VOCABULARY.words(hidden=True) if each.slug != word.slug), word])
    if command == "when":
        assert word.answer_when_bad == text.strip().casefold()
    if command == "prescribed":
        assert word.prescribed == (text.strip().casefold() == "yes")
    assert again.find(word.slug, word.role), "a word is not found by its own name"
    if command == "add":
        assert [each.slug for each in again.find(clean_text(text), role)] == [word.slug]
        assert key(word.slug) == word.slug
    return True


class _Keeping:
    """What `cramp words` needs of a session; keeps the word instead of writing it."""

    vocabulary = VOCABULARY

    def __init__(self) -> None:
        self.kept: Word | None = None
        self.store = self

    def words(self) -> list[Any]:
        return []

    def entries(self) -> list[Any]:
        return []

    def of(self, _kind: type) -> list[Any]:
        return []

    def select(self, *_query: Any) -> list[Any]:
        return []

    @contextmanager
    def change(self, _command: str) -> Iterator[_Keeping]:
        yield self

    def add(self, word: Word) -> Any:
        self.kept = word
        return mock.Mock(record=word)


@target(
    typed(
        *("Krampf 🦶", "a\nb\tc\rd", "\x1b[2J\x9b\x7f\x00", "\u202eabc\u2066", "e" + "\u0301" * 9),
        *("👩\u200d🚀 \u2764\ufe0f\u200d🔥", "\ud800"),
    ),
    "\u200d \ufe0f \u202e \u2028 \ufeff \u061c \u0301 🦶 \U000e0041 \xad",
)
def text_made_safe(data: bytes) -> bool:
    """`wording.safe`, through which all goes that a terminal is shown."""
    text = text_of(data)
    limit_s = max(TYPED_LIMIT_S, FILE_LIMIT_S * len(data) / 100_000)
    shown = read(lambda: check_line(text), within_s=limit_s)
    kept = safe(text, lines=True)
    assert "\x1b" not in kept
    assert kept.count("\n") == text.count("\n")
    assert shown is not None
    return True


@target(
    typed("Europe/London", ":Pacific/Auckland", "UTC", "GMT+3", "EST5EDT,M3.2.0,M11.1.0", "<+03>-3", "Bogus/Zone",
          "/usr/share/zoneinfo/UTC", "..", "/etc", "Europe", "tzdata.zi", ""),
    "Europe/ London America/Argentina/ Ushuaia UTC : / .. . < > + - 3 ,M3 tzdata zone.tab posix/ right/",
)  # fmt: skip
def a_zone(data: bytes) -> bool:
    """TZ and `--zone`: a name of a zone, or a warning in one line."""
    text = text_of(data)

    def parse() -> tuple[str | None, str | None]:
        return local_zone.zone_warning(text), local_zone.zone_name(text)

    said = read(parse, within_s=FILE_LIMIT_S)  # the first use of a zone reads its file
    assert said is not None
    warning, name = said
    if warning:
        check_message(warning)
    if name is not None:
        Episode(at=builders.NOW, logged_at=builders.NOW, zone=name)
    zone = read(lambda: clocks.zone_named(text), within_s=FILE_LIMIT_S, kind=UsageError)
    return zone is not None


@target(
    typed("2026-03-31T00:40:00+01:00", "2026-03-31T00:40:00Z", "2026-03-31", "0001-01-01T00:00:00+14:00",
          "9999-12-31T23:59:59-12:00", "2026-03-31T00:40:00.123456+00:00:30.5", "20260331T004000+0100", "2026-W13-2"),
    "0001 1899 1900 1937 2026 9998 9999 -03-31 T00:40 :00 .5 +01:00 -12:00 +23:59 +00:00:01 Z W",
)  # fmt: skip
def the_clock(data: bytes) -> bool:
    """CRAMP_NOW: a moment at which an entry can be logged."""
    text = text_of(data)
    if not text or "\0" in text:  # neither is in an environment
        return False

    def parse() -> datetime:
        with mock.patch.dict(os.environ, {"CRAMP_NOW": text}):
            return Session().now

    now = read(parse, within_s=TYPED_LIMIT_S, kind=UsageError)
    if now is None:
        return False
    check_record(Episode(at=now, logged_at=now), VOCABULARY)
    for words in ("now", "03:10", "yesterday 22:30", "monday 10:00", "last night 23:00"):
        with suppress(UsageError):
            moments.parse_when(words, now=now)
    for words in ("last night", "tonight", "monday", "4w", "2y"):
        with suppress(UsageError):
            night_names.parse_range(words, words, now=now)
    return True


@cache
def _forms() -> tuple[Record, ...]:
    return (
        builders.full_episode(),
        builders.episode(),
        builders.exposure(amount="400 mg"),
        builders.check_in(),
    )


@target(
    lambda: [bytes([place]) + form.written(record).encode() for place, record in enumerate(_forms())],
    lambda: [
        *(
            name.encode() + b": "
            for name in (*phrases.OPTIONS, "at", "woke", "word", "amount", "purpose", "note")
        ),
        *(b"yes", b"no", b"\n", b"\r\n", b"#", b"stretching:helped:2m", b"2026-03-31 03:10 +01:00"),
    ],
)
def a_form_from_the_editor(data: bytes) -> bool:
    """The text that an editor gives back: changes that fit the entry."""
    record, text = _forms()[(data[0] if data else 0) % len(_forms())], text_of(data[1:])

    def parse() -> Record:
        given = form.differences(text, record)
        phrases.check_options(record, given)
        role = record.role if isinstance(record, Exposure) else ""
        changes = phrases.read_options(record.table, given, VOCABULARY, role=role)
        if given.get("at"):
            changes["at"], changes["precision"] = options.when(_Recording(), at=given["at"])  # type: ignore[arg-type]
        return record.replaced(**changes)

    changed = read(parse, within_s=max(TYPED_LIMIT_S, FILE_LIMIT_S * len(data) / 100_000))
    if changed is None:
        return False
    check_record(changed, VOCABULARY)
    return True
