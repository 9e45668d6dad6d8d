"""Why a cell is no date that can be read, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from crampdiary.exchange.names.meaning import typed_map
from crampdiary.words.wording import safe, short

_TOKENS = re.compile(r"\d+|[^\W\d_]+|.", re.DOTALL)
_INSIDE = re.compile(r"(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?!\d)", re.ASCII)
_ORDERS = {"dmy": ("%d", "%m", "%Y"), "mdy": ("%m", "%d", "%Y"), "ymd": ("%Y", "%m", "%d")}
_FIRST = {"dmy": ", with the day first", "mdy": ", with the month first", "ymd": ""}
_CLOCKS = ((), ("%H",), ("%H", "%M"), ("%H", "%M", "%S"))
_CLOSED_UP = ("%Y%m%d", "%d%m%Y")
_FIRST_YEAR, _LAST_YEAR = 1990, 2090
_WRITE = "as in 2026-03-05"


def why_no_date(text: str, order: str, column: str, *, is_known: bool, month: bool) -> str:
    """Return what is wrong with a date, and what to do.

    Args:
        text: that should be one.
        order: of day and month in the file, empty where that is not known.
        column: as a map says it, `Date=date`; empty where none can be typed.
        is_known: whether it is written in a way that is known, so that only the calendar has no such day.
        month: whether a month is named in it.
    """
    cell = f'"{short(safe(text))}"'
    if text.startswith("="):
        return f"{cell} is a formula without its value. Open the file in a spreadsheet, save it, and import it again."
    if is_known:
        return f"{cell} is in no calendar. Put it right in the file."
    if _INSIDE.search(text):
        return (
            f"{cell} is no date, though one is in it. If the row is one of yours, write the date alone there."
        )
    numbers = re.findall(r"\d+", text, re.ASCII)
    if len(numbers) < 3 - month and all(len(each) < 3 for each in numbers):
        lacking = "year" if month or len(numbers) > 1 else "month and no year"
        return f"{cell} has no {lacking} in it. Write the whole date in the file, {_WRITE}."
    for name, shape in _shapes(text, order, month=month) if column else ():
        named, _, field = column.rpartition("=")
        how = typed_map(named, f"{field}:{shape}")
        return f"{cell} is in a shape not known here. {how} reads it{_FIRST[name]}."
    return f"{cell} is no date that can be read. Write it in the file {_WRITE}."


def _shapes(text: str, order: str, *, month: bool) -> Iterator[tuple[str, str]]:
    """Yield each shape in which a text is a date of our time, with the order of day and month in it."""
    tokens = _TOKENS.findall(text)
    if set('"`$\\') & {*text} or "=" in text:
        return
    numbers = sum(each.isdecimal() for each in tokens)
    for name in dict.fromkeys((order or "dmy", *_ORDERS)):
        parts = [each for each in _ORDERS[name] if each != "%m"] if month else [*_ORDERS[name]]
        for clock in _CLOCKS if numbers > len(parts) else ((),):
            is_all = len(parts) + len(clock) == numbers
            if is_all and _reads(text, shape := _shape(tokens, [*parts, *clock])):
                yield "ymd" if month else name, shape
    for shape in _CLOSED_UP if text.isdecimal() and len(text) == 8 else ():
        if _reads(text, shape):
            yield "ymd" if shape.startswith("%Y") else "dmy", shape


def _shape(tokens: list[str], parts: list[str]) -> str:
    """Return the shape of a text whose numbers are these parts, one after the other."""
    found = []
    has_half = any(each.casefold() in ("am", "pm") for each in tokens)
    left = iter(parts)
    for each in tokens:
        if each.isdecimal():
            part = next(left)
            part = "%y" if part == "%Y" and len(each) == 2 else "%I" if part == "%H" and has_half else part
            found.append(part)
        elif each.isalpha():
            found.append(
                next((part for part in ("%B", "%b", "%A", "%a", "%p") if _reads(each, part, True)), each)
            )
        else:
            found.append("%%" if each == "%" else each)
    return "".join(found)


def _reads(text: str, shape: str, is_part: bool = False) -> bool:
    try:
        found = datetime.strptime(text, shape)  # noqa: DTZ007 (only looked at)
    except (ValueError, re.error):
        return False
    return is_part or _FIRST_YEAR <= found.year <= _LAST_YEAR
