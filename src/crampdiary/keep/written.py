"""Whether a body is exactly as this program writes it, told value by value, without making the record.

A long export has few different values, and its lines differ in their moments and notes. So each line is taken apart
into the texts of its values, and each text is read, checked and written again by itself, the same ones once: what
comes out is the text that went in, or this says that it does not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, lru_cache, partial

from crampdiary.diary.fields import Recorded
from crampdiary.diary.model import KINDS
from crampdiary.diary.values import MOMENT, TEXT, Field
from crampdiary.errors import UsageError
from crampdiary.keep.revision import body_value, names_in_order

_KEPT = 1_000  # different texts of a field's values
_STRING = r'"[^"\\\x00-\x1f]*+"'  # without anything that is written in another way than it is
_VALUE = rf'{_STRING}|[a-z0-9]++|\[(?:{_STRING}|[^\[\]"\\\x00-\x1f])*+\]'
_NEXT = r'(?:,(?=")|(?=\}))'


def is_as_written(kind: str, body: str) -> bool:
    """Return whether a body is that of a valid record, as `revision.body_of` writes it.

    It is where this is true. Where it is false it may be all the same: what has a quote, a line end or an accent in
    words that are written in another way, and all kinds whose fields must be checked together, are for
    `revision.checked` to look at.
    """
    if kind not in KINDS or KINDS[kind].check_together is not Recorded.check_together:
        return False
    parts, looks = _taken_apart(kind)
    found = parts(body)
    if found is None:
        return False
    for text, is_written in zip(found.groups(), looks, strict=True):
        if text is not None and not is_written(text):
            return False
    return True


@cache
def _taken_apart(
    kind: str,
) -> tuple[Callable[[str], re.Match[str] | None], list[Callable[[str], bool]]]:
    """Return what takes a body of a kind apart, and for each of its fields what tells whether its text is written."""
    table = KINDS[kind].table
    parts, looks = [], []
    for name, begin in names_in_order(kind):
        part = f"{begin}({_VALUE}){_NEXT}"
        is_left_out = table[name].default in (None, ())  # where it was not said
        parts.append(f"(?:{part})?" if is_left_out else part)
        looks.append(_look(table[name]))
    return re.compile(rf"\{{{''.join(parts)}\}}").fullmatch, looks


def _look(line: Field) -> Callable[[str], bool]:
    """Return what tells whether a text is that of a value of a field."""
    if line.holds is MOMENT:
        return _moment_look()
    look = partial(_is_written, line)
    return look if line.holds is TEXT else lru_cache(_KEPT)(look)


@cache
def _moment_look() -> Callable[[str], bool]:
    """Return the same for all fields with moments: an entry was often written down at the moment that it is of."""
    line = next(each for each in KINDS["episode"].table.values() if each.holds is MOMENT)
    return lru_cache(_KEPT)(partial(_is_written, line))


def _is_written(line: Field, text: str) -> bool:
    """Return whether a text in JSON is that of a value which a field may hold, and which a body does not leave out."""
    try:
        value = text[1:-1] if text[0] == '"' else json.loads(text)
        if line.holds.from_json:
            value = line.holds.from_json(line, value)
        line.holds.check(line, value)
        return value is not None and value != () and body_value(value) == text
    except (UsageError, TypeError, ValueError, AttributeError, RecursionError):
        return False
