"""An entry as a text that can be changed in an editor: a line for each field, and the note below.

The lines are the options of `cramp edit`, so there is one grammar to learn: `site: arch` is `--site arch`, and a
field that holds several has a line for each. The form is the whole entry: a line taken out empties its field. When it
was stands on the line `at:`, or on `day:` where only the night is known; either can be typed in any form.
"""

from __future__ import annotations

from typing import Any

from crampdiary.diary.model import CheckIn, Record, Report, Seen, Span, options_of
from crampdiary.diary.values import FLAG, MOMENT, PARTS, SECONDS, Field, plain_line_ends
from crampdiary.errors import UsageError
from crampdiary.words.wording import offset_in_words, safe

_NOTE, _AT, _DAY = "note", "at", "day"
_ANSWERS = {"yes": True, "no": False, "": ""}
_HEAD = (
    "# Change what you like, then save and close. What is left empty is unknown.",
    "# Several values: a line for each. Lines like this one are left out.",
)


def written(record: Record) -> str:
    """Return a record as a form."""
    lines = [*_HEAD, ""]
    for name, values in _values(record).items():
        lines += [f"{name}: {value}".rstrip() for value in values or [""]]
    return "\n".join([*lines, f"{_NOTE}:", getattr(record, "note", None) or "", ""])


def differences(text: str, record: Record, as_it_was: str | None = None) -> dict[str, Any]:
    """Return what a form says otherwise than `record`, as the options of `cramp edit` would be given it.

    Args:
        text: the form, with whatever line ends an editor gave it.
        record: what it is about.
        as_it_was: the form before it was changed, where that said something else than `record` says now.

    Raises:
        UsageError: a line names no field of this kind of entry, or one that holds one value stands twice.
    """
    before, after = (_read(each, record) for each in (as_it_was or written(record), text))
    lines = options_of(record)
    return {
        name: _as_option(lines[name], values) if name in lines else "".join(values)
        for name, values in after.items()
        if values != before[name]
    }


def _as_option(line: Field, values: list[str]) -> Any:
    if line.holds.several:
        return values or [""]
    value = values[0] if values else ""
    if line.holds is not FLAG:
        return value
    if value not in _ANSWERS:
        raise UsageError(
            f'"{safe(value[:40])}" is not an answer to {line.option}. Write yes or no, or nothing.'
        )
    return _ANSWERS[value]


def _read(text: str, record: Record) -> dict[str, list[str]]:
    """Return the values in a form by field, without empty ones."""
    above, note = _cut(plain_line_ends(text))
    several = {name: line.holds.several for name, line in options_of(record).items() if name != _NOTE}
    known = {**{name: False for name in several if name == _AT}, _DAY: False, **several}
    found: dict[str, list[str]] = {name: [] for name in known}
    for line in above:
        name, colon, value = (part.strip() for part in line.partition(":"))
        name = name.casefold()
        if not colon or name not in known:
            raise UsageError(
                f'"{safe(line[:40])}" is not a line of this form. It has: {", ".join((*known, _NOTE))}.'
            )
        if value and value not in found[name]:
            found[name].append(value)
        if len(found[name]) > 1 and not known[name]:
            raise UsageError(f"There are two lines of {name} in this: keep one of them.")
    return {**found, _NOTE: [note] if note else []}


def _cut(text: str) -> tuple[list[str], str]:
    """Return the lines of fields, and the note: all that follows the line of its name."""
    above: list[str] = []
    lines = text.split("\n")
    for number, each in enumerate(lines, 1):
        line = each.strip()
        name, colon, value = line.partition(":")
        if colon and name.strip().casefold() == _NOTE:
            return above, "\n".join((value, *lines[number:])).strip()
        if line and not line.startswith("#"):
            above.append(line)
    return above, ""


def _values(record: Record) -> dict[str, list[str]]:
    """Return what stands in the form's lines: each field's values as the options of the same name take them."""
    night = _night(record)
    shown = {_DAY: [night]} if night else {}
    for name, line in record.table.items():
        if line.option and line.option != _NOTE:
            value = getattr(record, name)
            if line.option == _AT and night:
                value = None  # the clock time that stands in for one was typed by nobody
            values = value if line.holds.several else () if value is None else (value,)
            shown[line.option] = [_typed(line, each) for each in values]
    return shown


def _night(record: Record) -> str:
    """Return the night of an entry, or its nights, where that is all that is known of when it was."""
    if isinstance(record, Span):
        return f"{record.first_night}..{record.last_night or ''}"
    only = isinstance(record, CheckIn | Seen | Report) or getattr(record, "precision", "") == "day"
    return str(getattr(record, "night", "")) if only else ""


def _typed(line: Field, value: Any) -> str:
    if line.holds is MOMENT:
        return f"{value:%Y-%m-%d %H:%M} {offset_in_words(value)}"
    if line.holds is SECONDS:
        return f"{value // 60}m" if value and value % 60 == 0 else f"{value}s"
    if line.holds is FLAG:
        return "yes" if value else "no"
    if line.holds is PARTS:
        parts = ((part, getattr(value, name)) for name, part in value.table.items())
        return ":".join(_typed(part, said) for part, said in parts if said is not None)
    return " ".join(str(value).split())
