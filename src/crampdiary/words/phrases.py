"""What options say, and what may be a word of a diary: read strictly, as scripts rely on it.

A value that is not understood is an error that names the nearest known one: nothing is half-saved. Bare words are read
more generously, by `log_reader` and `use_reader`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from crampdiary.clock.durations import looks_like_duration, parse_duration
from crampdiary.diary.fields import ITS_OWN, NAME_LIMIT, RELIEFS, Tried
from crampdiary.diary.model import Entry, Episode, Record, Word, options_of, plain_fields, texts_in
from crampdiary.diary.values import (
    CHOICE,
    MOMENT,
    NIGHTS,
    NUMBER,
    PARTS,
    SECONDS,
    TEXT,
    TEXTS,
    Field,
    key,
    plain_line_ends,
    typed_text,
)
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words.wording import content, short

_DAYS = frozenset(
    "today yesterday tonight last night mon tue wed thu fri sat sun monday tuesday wednesday thursday friday "
    "saturday sunday".split()
)
_CLOCK_WORDS = frozenset({"ago", "noon", "midnight", "now"})
_WOKE = frozenset({"woke", "woken", "woke-me", "woke-up"})
_RELIEF_SYNONYMS = {
    "yes": "helped", "eased": "helped", "some": "somewhat", "bit": "somewhat", "partly": "somewhat",
    "not": "no", "nothing": "no", "?": "unsure", "dunno": "unsure",
}  # fmt: skip
_FIELDS = Episode.table
_NOTHING_SAVED = "Nothing was saved."


def read_number(text: str, field: Field) -> int:
    """Return a whole number within a field's limits, such as a severity, from plain digits only.

    Raises:
        UsageError: anything else, such as 11, 5.0, +5 or digits of another script.
    """
    if text in {str(number) for number in range(field.most + 1)}:
        return int(text)
    least, most = (f" ({end})" if end else "" for end in field.ends)
    raise UsageError(
        f"{field.label.capitalize()} {_quoted(text)} is not a whole number from 0{least} to {field.most}{most}. "
        f"{_NOTHING_SAVED}"
    )


def read_word(text: str, role: str, vocabulary: Vocabulary) -> str:
    """Return the slug of a typed word of one role.

    Raises:
        UsageError: it is not known; names the nearest one that is, and how to add it.
    """
    found = vocabulary.find(typed_text(text), role)
    if found:
        return found[0].slug
    raise _unknown(text, (role,), vocabulary)


def read_tried(text: str, vocabulary: Vocabulary) -> Tried:
    """Return what `stretching:helped:2m` says: a remedy, its relief, and how long until the cramp eased."""
    parts = text.split(":")
    names = (":".join(parts[:size]) for size in range(len(parts), 0, -1))  # a word may have a colon in it
    name = next((each for each in names if vocabulary.find(each, "remedy")), parts[0])
    rest = parts[name.count(":") + 1 :]
    relief: str | None = None
    after_s: int | None = None
    for part in (each.strip() for each in rest):
        said = _RELIEF_SYNONYMS.get(part.casefold(), part.casefold())
        if said in RELIEFS and relief is None:
            relief = said
        elif looks_like_duration(part) and after_s is None:
            after_s = parse_duration(part)
        else:
            raise UsageError(
                f"{_quoted(part)} in --tried is neither a relief ({', '.join(RELIEFS)}) nor a time such as 2m. "
                f"{_NOTHING_SAVED}"
            )
    return Tried(remedy=read_word(name, "remedy", vocabulary), relief=relief, after_s=after_s)


def check_typable(text: str, role: str) -> None:
    """Refuse a name for a word that would be read as something else wherever it is typed.

    Raises:
        UsageError: says as what.
    """
    said = _said_before_words(text) if text else None  # an empty name is refused as what it is
    if said is None or (role == "remedy" and said != "when"):  # beside remedies only times are typed
        return
    meant = {"severity": "a severity", "when": "a time", "duration_s": "a length of time"}
    raise UsageError(
        f"{_quoted(text)} would be read as {meant.get(said, 'waking from it')} when you type it. "
        f"Choose another word. {_NOTHING_SAVED}"
    )


def _said_before_words(phrase: str) -> str | None:
    """Return the field that a phrase fills whatever words the diary knows."""
    if phrase.isascii() and phrase.isdigit():
        return "severity"
    if _is_time(phrase):
        return "when"
    if looks_like_duration(phrase):
        return "duration_s"
    return "woke" if key(phrase) in _WOKE else None


def _is_time(phrase: str) -> bool:
    *before, last = phrase.casefold().split()
    if last in ("am", "pm") and before:
        last = before.pop() + last
    if last not in _CLOCK_WORDS and not (last[0].isdigit() and (":" in last or last.endswith(("am", "pm")))):
        return False
    from crampdiary.clock.moments import (
        looks_like_time,  # a few milliseconds, for words that may be a time only
    )

    if last == "ago":
        return len(before) >= 1 and looks_like_duration(" ".join(before))
    return looks_like_time(last) and all(word in _DAYS or looks_like_time(word) for word in before)


def _unknown(text: str, roles: tuple[str, ...], vocabulary: Vocabulary) -> UsageError:
    if not typed_text(text):
        return UsageError(
            f"That names no {roles[0]}: `cramp words --role {roles[0]}` lists them. {_NOTHING_SAVED}"
        )
    elsewhere = _known_as(vocabulary.find(text))
    if elsewhere:
        return UsageError(f"{_quoted(text)} {elsewhere} {_NOTHING_SAVED}")
    near = vocabulary.suggest(text, *roles)
    guess = f' Did you mean "{short(near)}"?' if near else ""
    word = short(text) if text.replace("-", "").isalnum() else _quoted(text)
    others = "" if len(roles) == 1 else ", or trigger in place of site"
    return UsageError(
        f"{_quoted(text)} is not a word this diary knows.{guess} {_NOTHING_SAVED} "
        f"To add it: `cramp words add {roles[0]} {word}`{others}"
    )


_ELSEWHERE: Mapping[str, str] = {
    "remedy": "is a remedy: tried during the cramp, it is --tried {0}:helped; used before, it is `cramp used {0}`.",
    "trigger": "is a trigger: `cramp had {0}` records it.",
    "site": "is a place on the body: it belongs to `cramp log`.",
    "side": "is a side: it belongs to `cramp log`.",
    "sensation": "is a sensation: it belongs to `cramp log`.",
    "onset": "is a state at onset: it belongs to `cramp log`.",
}


def _known_as(words: list[Word]) -> str:
    known = [word for word in words if word.role in _ELSEWHERE]  # a diary merged may hold words of others
    return _ELSEWHERE[known[0].role].format(short(known[0].slug, NAME_LIMIT)) if known else ""


def _quoted(text: str) -> str:
    return f'"{short(text)}"'


OPTIONS: Mapping[str, str] = {line.option: name for name, line in _FIELDS.items() if line.option}
"""The options of a cramp, each with the field that it sets."""


def read_options(
    table: Mapping[str, Field], given: Mapping[str, Any], vocabulary: Vocabulary, *, role: str = ""
) -> dict[str, Any]:
    """Return the fields that options name, all but the time.

    Args:
        table: of the kind of entry.
        given: values by option, None or an empty list where it was not given, and an empty text where it is to
            be emptied.
        vocabulary: the words known.
        role: of the word of an exposure.

    Raises:
        UsageError: a value is not understood.
    """
    found: dict[str, Any] = {}
    for name, line in table.items():
        value = given.get(line.option) if line.option else None
        if value is None or value == [] or line.holds is MOMENT:
            continue
        if line.holds.several:
            read = (_read_option(line, each, vocabulary, role) for each in value if each)
            found[name] = tuple(dict.fromkeys(each for each in read if each))
        else:
            found[name] = None if value == "" else _read_option(line, value, vocabulary, role)
    return found


def _read_option(line: Field, value: Any, vocabulary: Vocabulary, role: str) -> Any:
    if line.holds is NUMBER:
        return read_number(value, line)
    if line.holds is SECONDS:
        return parse_duration(value)
    if line.holds is NIGHTS:
        return read_date(value, line)
    if line.holds is PARTS:
        return read_tried(value, vocabulary)
    if line.role:
        return read_word(value, role if line.role == ITS_OWN else line.role, vocabulary)
    if line.holds in (TEXT, TEXTS):
        return typed_text(value) or None
    if line.holds is CHOICE and value not in line.choices:
        raise UsageError(f"--{line.option} is {' or '.join(line.choices)}. {_NOTHING_SAVED}")
    return value


def read_date(typed: str, line: Field) -> date:
    """Return the night that an option names by its date.

    Raises:
        UsageError: it is no date.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise UsageError(
            f"{_quoted(typed)} is not a date. Write --{line.option} as in 2026-03-01. {_NOTHING_SAVED}"
        ) from None


def together(words: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that bare words and options name together.

    Raises:
        UsageError: they contradict each other.
    """
    found = {name: tuple(value) if isinstance(value, list) else value for name, value in words.items()}
    for name, value in options.items():
        if isinstance(value, tuple):
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *value)))
        elif found.setdefault(name, value) != value:
            raise UsageError(f"The {_FIELDS[name].label} is given twice: keep one. {_NOTHING_SAVED}")
    return found


def emptied(record: Record, names: Sequence[str]) -> dict[str, Any]:
    """Return the fields to empty, each with its empty value.

    Raises:
        UsageError: this kind of entry has no such field, or it cannot be empty.
    """
    can_be = {name: line for name, line in record.table.items() if line.option and line.default in (None, ())}
    shown = {line.option: name for name, line in can_be.items()}
    by_name = {**{name: name for name in can_be}, **shown}
    for name in names:
        if name not in by_name:
            here = "here" if isinstance(record, Episode) else "here: this entry is no cramp"
            raise UsageError(
                f"{_quoted(name)} cannot be emptied {here}. These can: {', '.join(sorted(shown))}."
            )
    return {by_name[name]: can_be[by_name[name]].default for name in names}


def check_options(record: Record, given: Mapping[str, Any]) -> None:
    """Refuse options of fields that this kind of entry does not have, before anything is written."""
    for name, value in given.items():
        if value not in (None, []) and name not in options_of(record):
            kind = record.kind.replace("_", "-")
            other = " but a night: --day moves them" if name == "at" else ""
            raise UsageError(f"Entries of the kind {kind} have no {name}{other}. Nothing was changed.")


def matching(entries: Sequence[Entry[Record]], text: str, vocabulary: Vocabulary) -> list[Entry[Record]]:
    """Return the entries of which any text or word, or what is shown of them, holds a text, in any case."""
    needle = typed_text(text).casefold()
    return [
        entry
        for entry in entries
        if any(
            needle in plain_line_ends(each).casefold()
            for each in (
                content(entry.record, vocabulary),
                *texts_in(entry.record.kind, plain_fields(entry.record)),
                *_texts_meant(entry.record, vocabulary),
            )
        )
    ]


def _texts_meant(record: Record, vocabulary: Vocabulary) -> Iterable[str]:
    """Return the words that a record counts as where they are others than it has."""
    meant = vocabulary.meant_by(record)
    return () if meant is record else texts_in(meant.kind, plain_fields(meant))
