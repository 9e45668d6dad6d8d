"""What a field of a record may hold: which values are valid, and how each stands in JSON.

A value that is not valid never gets into a record. A message names the field and never shows the value, which
may be from a stranger's file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from crampdiary.clock.zones import check_year
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError

FROM_NEWER = "It is from a newer cramp. Update cramp, and try again."


class Type(NamedTuple):
    """A type of values.

    Attributes:
        name: for people who read the table.
        check: raises UsageError for a value that is not valid in a field.
        to_json: gives the value as JSON has it.
        from_json: gives it back; raises ValueError, TypeError or UsageError for another form.
        several: whether a value is a tuple of things, each at most once, that merge as sets do.
    """

    name: str
    check: Callable[[Field, Any], None]
    to_json: Callable[[Any], Any] | None = None
    from_json: Callable[[Field, Any], Any] | None = None
    several: bool = False


class Field(NamedTuple):
    """One field of a record.

    Attributes:
        holds: the type of its values.
        label: what people call it, or one of the things in it.
        default: what it holds where nothing was said; REQUIRED where something must be.
        most: the largest number, or the length in characters of the longest text.
        choices: the values of a CHOICE.
        of: the class of PARTS.
        ends: what the two ends of a NUMBER mean.
        role: of the words that it takes; ITS_OWN where the record's own field `role` says which.
        option: its name on the command line and in the editor's form, "" where it cannot be typed there.
        searched: whether a person typed it, so that it is searched for a text, and what holds that can be purged.
        merge: what becomes of edits on two devices: the NEWEST stands, both stand AS_SETS, or the name of the
            field whose value it belongs to, and together with which it changes.
    """

    holds: Type
    label: str
    default: Any
    most: int
    choices: tuple[str, ...]
    of: Any
    ends: tuple[str, str]
    role: str
    option: str
    searched: bool
    merge: str


def clean_text(text: str) -> str:
    """Return text as it is kept: NFC, whitespace trimmed at both ends; everything else as typed.

    Raises:
        UsageError: for NUL or a lone surrogate, which neither SQLite nor UTF-8 can hold.
    """
    if text.isascii() and "\x00" not in text:
        return text.strip()
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError("The text has a character that cannot be stored (NUL or half of a pair). Remove it.")
    import unicodedata  # most text is ASCII

    return unicodedata.normalize("NFC", text).strip()


def typed_text(text: str) -> str:
    r"""Return text that a person typed or piped in as it is kept: as `clean_text`, and every line end a "\n".

    Only what comes in is changed by this: what is stored already stays as it is, whatever ends its lines.

    Raises:
        UsageError: as `clean_text`.
    """
    return clean_text(plain_line_ends(text))


def plain_line_ends(text: str) -> str:
    r"""Return text in which every line ends with "\n", also where it came from Windows or an old Mac."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_known(values: Iterable[str], table: Mapping[str, Field], what: str) -> None:
    """Refuse names of fields that a table does not have: a newer program has more of them."""
    for name in values:
        if name not in table:
            raise UsageError(f"The field {str(name)[:40]!r} of this {what} is not known here. {FROM_NEWER}")


def _moment(row: Field, value: Any) -> None:
    """Refuse a moment that a row of a table could not give back as it is."""
    offset = value.utcoffset() if isinstance(value, datetime) else None
    if offset is None or offset.seconds % 60 or offset.microseconds or value.microsecond:
        raise UsageError(
            f"The {row.label} needs a date and a time in whole seconds, with its offset in minutes."
        )
    check_year(value.year)


def _night(row: Field, value: Any) -> None:
    if type(value) is not date:
        raise UsageError(f"The {row.label} must be a date.")
    check_year(value.year)


def _number(row: Field, value: Any) -> None:
    if type(value) is not int or not 0 <= value <= row.most:  # True is an int, and no severity
        raise UsageError(f"The {row.label} must be a whole number from 0 to {row.most}.")


def _flag(row: Field, value: Any) -> None:
    if type(value) is not bool:
        raise UsageError(f"The {row.label} must be true or false.")


def _choice(row: Field, value: Any) -> None:
    if value not in row.choices:
        raise UsageError(f"The {row.label} must be one of: {', '.join(row.choices)}.")


def _text(row: Field, value: Any) -> None:
    if not isinstance(value, str) or not value or clean_text(value) != value:
        raise UsageError(f"The {row.label} is empty or not plain text. Give it some words, or leave it out.")
    if len(value) > row.most:
        raise UsageError(f"The {row.label} is too long ({len(value):,} characters; at most {row.most:,}).")


def _word(row: Field, value: Any) -> None:
    if isinstance(value, str):
        _slug(row, value)
    else:
        _text(row, value)  # which it is not


@lru_cache(maxsize=1000)  # a diary has few words, and a long export names each a hundred thousand times
def _slug(row: Field, value: str) -> None:
    _text(row, value)
    if len(value.split()) > 1:
        raise UsageError(f"The {row.label} has a space in it. Write it with hyphens.")


def _words(row: Field, value: Any) -> None:
    for each in _tuple(row, value):
        _word(row, each)
    _each_once(row, value)


def _nights(row: Field, value: Any) -> None:
    for each in _tuple(row, value):
        _night(row, each)
    _each_once(row, value)


def _texts(row: Field, value: Any) -> None:
    for each in _tuple(row, value):
        _text(row, each)


def _parts(row: Field, value: Any) -> None:
    parts = _tuple(row, value)
    if not all(isinstance(each, row.of) for each in parts):
        raise UsageError(f"The {row.label} is not complete.")
    _each_once(row, [getattr(each, each.names[0]) for each in parts])


def _tuple(row: Field, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, tuple):
        raise UsageError(f"The {row.label} must be a list.")
    return value


def _each_once(row: Field, values: Any) -> None:
    if len(values) > 1 and len(set(values)) != len(values):
        raise UsageError(f"One {row.label} is named twice. Once is enough.")


def _items(_row: Field, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError("this needs a list")  # a text is a sequence too, of its letters
    return tuple(value)


def _isoformat(value: date) -> str:
    return value.isoformat()  # of a moment, its own


def _moment_in(_row: Field, value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _night_in(_row: Field, value: Any) -> date:
    return date.fromisoformat(value)


def _nights_in(row: Field, value: Any) -> tuple[date, ...]:
    return tuple(_night_in(row, each) for each in _items(row, value))


def _nights_out(value: Any) -> list[str]:
    return [each.isoformat() for each in value]


def _parts_in(row: Field, value: Any) -> tuple[Any, ...]:
    parts = _items(row, value)
    for each in parts:
        if not isinstance(each, dict):
            raise TypeError("this needs an object")
        check_known(each, row.of.table, row.label)
    return tuple(row.of(**each) for each in parts)


def _parts_out(value: Any) -> list[dict[str, Any]]:
    return [{name: getattr(each, name) for name in each.names} for each in value]


def _seed(row: Field, value: Any) -> None:
    _text(row, value)
    if not re.fullmatch("[0-9a-f]{16}", value):
        raise UsageError(f"The {row.label} must be 16 hexadecimal digits.")


MOMENT = Type("moment", _moment, _isoformat, _moment_in)  # an aware datetime
NIGHT = Type("night", _night, _isoformat, _night_in)  # the date of its evening
NIGHTS = Type("nights", _nights, _nights_out, _nights_in, several=True)
NUMBER = Type("number", _number)  # whole, from 0
SECONDS = Type("seconds", _number)  # a length of time
FLAG = Type("flag", _flag)
CHOICE = Type("choice", _choice)
WORD = Type("word", _word)  # the slug of a word of the vocabulary
WORDS = Type("words", _words, list, _items, several=True)
TEXT = Type("text", _text)
SEED = Type("seed", _seed)  # of a draw
TEXTS = Type("texts", _texts, list, _items, several=True)
PARTS = Type(
    "parts", _parts, _parts_out, _parts_in, several=True
)  # small records, each named by its first field


def key(text: str) -> str:
    """Return the form in which typed words are compared: NFC, caseless, hyphens for any run of spaces."""
    if text.isascii():
        return "-".join(text.lower().replace("_", " ").split())
    import unicodedata  # as above

    folded = unicodedata.normalize("NFD", text).casefold()  # which can take a letter apart, as Greek ΐ
    return "-".join(unicodedata.normalize("NFC", folded).replace("_", " ").split())
