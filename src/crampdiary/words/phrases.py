"""The grammar of what is typed after `cramp log`, `used` and `had`: bare words, in any order.

Each word is looked up in the vocabulary; a number is the severity, `3m` the duration, `03:10` or `20m ago` the
time. A word that is not understood is an error that names the nearest known one: nothing is half-saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crampdiary.clock.durations import looks_like_duration, parse_duration
from crampdiary.diary.model import NAME_LIMIT, RELIEFS, Entry, Record, Tried, Word, clean_text
from crampdiary.diary.vocabulary import Vocabulary, key
from crampdiary.errors import UsageError
from crampdiary.words.wording import content, short

_LONGEST = 4  # words in one phrase: "hot water bottle", "last night 23:00"
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
_LISTED = ("sites", "sensations", "triggers")
_NOTHING_SAVED = "Nothing was saved."


def read_severity(text: str) -> int:
    """Return a severity from 0 to 10 on the numeric rating scale, from plain digits only.

    Raises:
        UsageError: anything else, such as 11, 5.0, +5 or digits of another script.
    """
    if text in {str(number) for number in range(11)}:
        return int(text)
    raise UsageError(
        f"Severity {_quoted(text)} is not a whole number from 0 (no pain) to 10 (the worst). {_NOTHING_SAVED}"
    )


def read_word(text: str, role: str, vocabulary: Vocabulary) -> str:
    """Return the slug of a typed word of one role.

    Raises:
        UsageError: it is not known; names the nearest one that is, and how to add it.
    """
    found = vocabulary.find(clean_text(text), role)
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


def read_log(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the fields of an episode that bare words name; `when` holds the words of a time.

    Raises:
        UsageError: a word is not known, could mean two things, or two words contradict each other.
    """
    found: dict[str, Any] = {}
    for phrase, meaning in _phrases(words, lambda phrase: _log_meaning(phrase, vocabulary)):
        if meaning is None:
            raise _unknown(phrase, ("site", "side", "sensation", "onset", "trigger"), vocabulary)
        name, value = meaning
        if name in _LISTED:
            if value not in found.setdefault(name, []):
                found[name].append(value)
        elif found.setdefault(name, value) != value:
            shown = {"when": "time", "duration_s": "duration", "onset": "state at onset"}.get(name, name)
            raise UsageError(f"There are two of {shown} in this: keep one of them. {_NOTHING_SAVED}")
    return found


def read_exposures(
    words: Sequence[str], role: str, vocabulary: Vocabulary
) -> tuple[list[tuple[str, str | None]], str | None]:
    """Return the remedies or triggers that bare words name, each with its amount, and the words of a time.

    An amount follows its word after a colon: `magnesium:400mg`.
    """
    found: dict[str, str | None] = {}
    when: str | None = None

    def meaning(phrase: str) -> tuple[str, str] | None:
        if _is_time(phrase):
            return "when", phrase
        whole = vocabulary.find(phrase, role)
        if whole:
            return whole[0].slug, ""
        name, _, amount = phrase.partition(":")
        known = vocabulary.find(name, role) if " " not in amount else []
        return (known[0].slug, amount) if known else None

    for phrase, meant in _phrases(words, meaning):
        if meant is None:
            raise _unknown(phrase.partition(":")[0], (role,), vocabulary)
        name, value = meant
        if name == "when":
            when = value
        else:
            found[name] = clean_text(value) or None
    return list(found.items()), when


def _phrases(words: Sequence[str], meaning: Callable[[str], Any]) -> list[tuple[str, Any]]:
    """Cut words into the longest phrases that mean something; what means nothing comes alone, with None."""
    parts = [part for word in words for part in clean_text(word).split()]
    found = []
    position = 0
    while position < len(parts):
        for size in range(min(_LONGEST, len(parts) - position), 0, -1):
            phrase = " ".join(parts[position : position + size])
            meant = meaning(phrase)
            if meant is not None or size == 1:
                found.append((phrase, meant))
                position += size
                break
    return found


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


_READ: Mapping[str, Callable[[str], Any]] = {
    "severity": read_severity,
    "when": str,
    "duration_s": parse_duration,
    "woke": bool,
}


def _log_meaning(phrase: str, vocabulary: Vocabulary) -> tuple[str, Any] | None:
    said = _said_before_words(phrase)
    if said:
        return said, _READ[said](phrase)
    found = vocabulary.find(phrase, "site", "side", "sensation", "onset", "trigger")
    if not found:
        return None
    word = found[0]
    if word.role == "onset" and vocabulary.find(phrase, "remedy"):
        raise UsageError(
            f"{_quoted(phrase)} could be what you were doing (--onset {word.slug}) or what you tried "
            f"(--tried {word.slug}:helped). Say which. {_NOTHING_SAVED}"
        )
    return OPTIONS[word.role], word.slug


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
    elsewhere = _known_as(vocabulary.find(text))
    if elsewhere:
        return UsageError(f"{_quoted(text)} {elsewhere} {_NOTHING_SAVED}")
    near = vocabulary.suggest(text, *roles)
    guess = f' Did you mean "{short(near)}"?' if near else ""
    role = roles[0] if len(roles) == 1 else "ROLE"
    return UsageError(
        f"{_quoted(text)} is not a word this diary knows.{guess} {_NOTHING_SAVED} "
        f"To add a word: cramp words add {role} WORD"
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


OPTIONS: Mapping[str, str] = {
    "severity": "severity", "duration": "duration_s", "site": "sites", "side": "side", "sensation": "sensations",
    "trigger": "triggers", "onset": "onset", "tried": "tried",
}  # fmt: skip
"""The options whose values are words of this grammar, each with the field of an episode that it sets."""


def read_options(vocabulary: Vocabulary, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an episode that options name.

    Args:
        vocabulary: the words known.
        given: values by option (`OPTIONS`; others are left alone), None or an empty list where it was not
            given, and an empty text where it is to be emptied.

    Raises:
        UsageError: a value is not understood.
    """
    found: dict[str, Any] = {}
    for option, field in OPTIONS.items():
        value = given.get(option)
        if value is None or value == []:
            continue
        if isinstance(value, list):
            read = (_read_option(option, each, vocabulary) for each in value if each)
            found[field] = tuple(dict.fromkeys(read))
        else:
            found[field] = _read_option(option, value, vocabulary) if value else None
    return found


def _read_option(option: str, text: str, vocabulary: Vocabulary) -> Any:
    if option == "severity":
        return read_severity(text)
    if option == "duration":
        return parse_duration(text)
    if option == "tried":
        return read_tried(text, vocabulary)
    return read_word(text, option, vocabulary)


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
            raise UsageError(f"The {name.removesuffix('_s')} is given twice: keep one. {_NOTHING_SAVED}")
    return found


def emptied(record: Record, names: Sequence[str]) -> dict[str, Any]:
    """Return the fields to empty, each with its empty value.

    Raises:
        UsageError: this kind of entry has no such field, or it cannot be empty.
    """
    defaults = {name: empty for name, empty in record.defaults.items() if empty in (None, ())}
    found = {}
    for name in names:
        field = OPTIONS.get(name, name)
        if field not in defaults:
            raise UsageError(
                f"{_quoted(name)} cannot be emptied here. These can: {', '.join(sorted(defaults))}."
            )
        found[field] = defaults[field]
    return found


def check_fields(record: Record, changes: Mapping[str, Any]) -> None:
    """Refuse changes to fields that this kind of entry does not have, before anything is written."""
    for name in changes:
        if name not in record.names:
            kind = record.kind.replace("_", "-")
            raise UsageError(
                f"This entry is a {kind}: it has no {name.removesuffix('_s')}. Nothing was changed."
            )


def matching(entries: Sequence[Entry[Record]], text: str, vocabulary: Vocabulary) -> list[Entry[Record]]:
    """Return the entries whose note or words hold the text, literally and in any case."""
    needle = clean_text(text).casefold()
    return [
        entry
        for entry in entries
        if needle
        in f"{content(entry.record, vocabulary)}\n{getattr(entry.record, 'note', None) or ''}".casefold()
    ]
