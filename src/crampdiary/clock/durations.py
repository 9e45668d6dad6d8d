"""Text to lengths of time, and the first step of reading any time: the words made plain."""

from __future__ import annotations

import re

from crampdiary.errors import UsageError

DURATION_LIMIT_S = 14 * 24 * 3600
_TEXT_LIMIT = 60  # no time needs more characters, and refusing by length costs nothing

_AMOUNT = r"\d{1,6}(?:\.\d{1,3})?"
_AND = r"(?:, ?| and | )?"
_FROM_HOURS = (
    rf"(?:{_AND}(?P<hours>{_AMOUNT}) ?h(?:rs?|ours?)?)?"
    rf"(?:{_AND}(?P<minutes>{_AMOUNT}) ?m(?:ins?|inutes?)?)?"
    rf"(?:{_AND}(?P<seconds>{_AMOUNT}) ?s(?:ecs?|econds?)?)?"
)
_HOURS = rf"(?=\d){_FROM_HOURS}"
_DURATION = rf"(?=\d)(?:(?P<days>{_AMOUNT}) ?d(?:ays?)?)?{_FROM_HOURS}"
_UNIT_S = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_UNITS = frozenset(
    "d day days h hr hrs hour hours m min mins minute minutes s sec secs second seconds".split()
)
_SPOKEN_S = {"an hour": 3600, "half an hour": 1800, "a minute": 60, "half a minute": 30}
_DURATION_HINT = "Write for example 3m, 90s or 1h30m."


def check_visible(text: str, hint: str) -> None:
    """Refuse text in which something cannot be seen; `hint` says what to write."""
    if not text.isprintable():
        raise UsageError(f"{quoted(text)} has an invisible or control character in it. {hint}")


def plain_words(text: str, hint: str) -> str:
    """Return what was typed in lower case with single spaces: ASCII, at most 60 characters.

    Raises:
        UsageError: it is empty, too long, or has characters that no time needs; `hint` says what to write.
    """
    if len(text) > _TEXT_LIMIT:
        raise UsageError(f"{quoted(text)} is too long to be read as a time. {hint}")
    check_visible(text, hint)
    if any(each.isnumeric() and not each.isascii() for each in text):
        raise UsageError(f"{quoted(text)} has other digits in it. Please use the digits 0-9.")
    if not text.isascii() and re.search("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]", text):
        raise UsageError(f"{quoted(text)} has a dash in it. Please use a plain hyphen, as in 2026-03-29.")
    if not text.isascii():
        raise UsageError(f"{quoted(text)} is not a time this diary can read. {hint}")
    words = " ".join(text.lower().split())
    if not words:
        raise UsageError(f"Nothing stands where a time belongs. {hint}")
    return words


def quoted(text: str) -> str:
    """Return typed text as a message may show it: short, and with nothing in it that a terminal obeys."""
    shown = "".join(each if each.isprintable() else _escape(ord(each)) for each in text[:41])
    return f'"{shown}"' if len(shown) <= 40 else f'"{shown[:37]}..."'


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0xA0 else f"<U+{code:04X}>"


def parse_duration(text: str) -> int:
    """Return a length of time in whole seconds, 0 to 14 days, from `3m`, `90s`, `1h30m`, `2.5 min` or `2d`.

    Raises:
        UsageError: a number without a unit, `1:30` (hours or minutes?), below zero, above 14 days, or
            anything else.
    """
    words = plain_words(text, _DURATION_HINT)
    seconds = read_duration(words)
    if seconds is not None:
        return seconds
    if re.fullmatch(r"\d+", words):
        raise UsageError(f"{quoted(words)} needs a unit. Write 3m for minutes, 30s for seconds.")
    if re.fullmatch(r"\d+(:\d+)+", words):
        raise UsageError(f"{quoted(words)} could be hours or minutes. Write 1h30m, or 1m30s.")
    if words.startswith("-") and looks_like_duration(words[1:].strip()):
        raise UsageError(f"{quoted(words)} is less than no time. Write it without the minus sign.")
    raise UsageError(f"{quoted(words)} is not a length of time this diary can read. {_DURATION_HINT}")


def looks_like_duration(word: str) -> bool:
    """Return whether words have the shape of a duration (`3m`, `1h30m`, `half an hour`), in range or not."""
    if not worth_matching(word):
        return word.lower() in _SPOKEN_S
    lowered = word.lower()
    if lowered[len(lowered.rstrip(_LETTERS)) :] not in _UNITS:
        return False  # seen without the pattern, whose first use takes a millisecond
    return bool(re.fullmatch(_DURATION, lowered, re.ASCII))


def worth_matching(word: str) -> bool:
    """Return whether a bare word may have digits of time; a pattern's first use costs a millisecond."""
    return len(word) <= _TEXT_LIMIT and "0" <= word[:1] <= "9"


def read_duration(words: str, *, days: bool = True) -> int | None:
    """Return the seconds that `plain_words` say, or None if they are no duration; `days` is a unit or not.

    Raises:
        UsageError: it is longer than 14 days.
    """
    if words in _SPOKEN_S:
        return _SPOKEN_S[words]
    match = re.fullmatch(_DURATION if days else _HOURS, words, re.ASCII)
    if match is None:
        return None
    parts = {unit: amount for unit, amount in match.groupdict().items() if amount}
    if len(parts) > 1 and "." in words:  # "1.5h30m" is more likely a slip than a sum
        return None
    seconds = round(sum(float(amount) * _UNIT_S[unit] for unit, amount in parts.items()))
    if seconds > DURATION_LIMIT_S:
        raise UsageError(f"{quoted(words)} is longer than 14 days. Check the number and its unit.")
    return seconds
