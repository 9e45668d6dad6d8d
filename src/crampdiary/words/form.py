"""An entry as a text that can be changed in an editor: a line for each field, and the note below.

The lines are the options of `cramp edit`, so there is one grammar to learn: `site: arch` is `--site arch`, and a
field that holds several has a line for each. The form is the whole entry: a line taken out empties its field.
"""

from __future__ import annotations

from typing import Any

from crampdiary.diary.model import Episode, Exposure, Record, Tried
from crampdiary.errors import UsageError
from crampdiary.words.wording import offset_in_words, safe

_NOTE = "note"
_REPEATED = ("site", "sensation", "trigger", "tried")
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


def differences(text: str, record: Record) -> dict[str, Any]:
    """Return what a form says otherwise than `record`, as the options of `cramp edit` would be given it.

    Raises:
        UsageError: a line names no field of this kind of entry, or one that holds one value stands twice.
    """
    before = _read(written(record), record)
    if "\r" not in "".join(before[_NOTE]):
        text = text.replace("\r\n", "\n")  # an editor on Windows ends its lines so
    after = _read(text, record)
    return {name: _as_option(name, values) for name, values in after.items() if values != before[name]}


def _as_option(name: str, values: list[str]) -> Any:
    if name in _REPEATED:
        return values or [""]
    value = values[0] if values else ""
    if name != "woke":
        return value
    if value not in _ANSWERS:
        raise UsageError(f'"{safe(value[:40])}" is no answer to woke. Write yes or no, or nothing.')
    return _ANSWERS[value]


def _read(text: str, record: Record) -> dict[str, list[str]]:
    """Return the values in a form by field, without empty ones."""
    above, note = _cut(text)
    known = _values(record)
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
        if len(found[name]) > 1 and name not in _REPEATED:
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
    shown: dict[str, list[str]] = {}
    if isinstance(record, Episode | Exposure):
        shown["at"] = [f"{record.at:%Y-%m-%d %H:%M} {offset_in_words(record.at)}"]
    if isinstance(record, Episode):
        shown["severity"] = [] if record.severity is None else [str(record.severity)]
        shown["duration"] = [] if record.duration_s is None else [_length(record.duration_s)]
        shown["site"] = list(record.sites)
        shown["side"] = _one(record.side)
        shown["sensation"] = list(record.sensations)
        shown["trigger"] = list(record.triggers)
        shown["onset"] = _one(record.onset)
        shown["woke"] = [] if record.woke is None else ["yes" if record.woke else "no"]
        shown["tried"] = [_tried(each) for each in record.tried]
    elif isinstance(record, Exposure):
        shown["word"] = [record.word]
        shown["amount"] = _one(" ".join((record.amount or "").split()))
        shown["purpose"] = _one(record.purpose)
    return shown


def _one(value: str | None) -> list[str]:
    return [value] if value else []


def _length(seconds: int) -> str:
    return f"{seconds // 60}m" if seconds and seconds % 60 == 0 else f"{seconds}s"


def _tried(tried: Tried) -> str:
    after = None if tried.after_s is None else _length(tried.after_s)
    return ":".join(part for part in (tried.remedy, tried.relief, after) if part)
