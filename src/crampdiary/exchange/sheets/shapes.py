"""Times in a shape that a person gives, as in `at:%d.%m.%Y %H:%M`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache

from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import whole
from crampdiary.exchange.names.meaning import typed_map
from crampdiary.words.wording import safe, short

_A_MOMENT = datetime(2003, 4, 17, 5, 26)  # noqa: DTZ001 (to be written, and read by nobody)
_APART = {
    "year": (_A_MOMENT.replace(year=2031),),  # a year of the same weekdays
    "month": (_A_MOMENT.replace(month=7),),  # as above
    "day": (_A_MOMENT.replace(day=18), _A_MOMENT.replace(day=24)),
    "hour": (_A_MOMENT.replace(hour=6),),
    "half of the day (%p)": (_A_MOMENT.replace(hour=17),),
}


def has_hour(shape: str) -> bool:
    """Return whether a shape has a time of the clock in it."""
    return _tells(shape, "hour")


def check_shapes(shapes: Mapping[str, tuple[str, str]]) -> None:
    """Refuse a shape that leaves a part of the time open: it would be filled in, with the year 1900 and the like.

    Args:
        shapes: by field, the name of its column and the shape, empty where none is given.

    Raises:
        UsageError: names the part.
    """
    for field, (column, shape) in shapes.items():
        if not shape:
            continue
        needed = ["year", "month", "day"] if field != "time" else ["hour"]
        if _tells(shape, "hour"):
            needed.append("half of the day (%p)")
        example = "time:%I:%M %p" if field == "time" else "at:%d.%m.%Y %H:%M"
        for part in needed:
            if not _tells(shape, part):
                raise UsageError(
                    f'The shape "{short(shape)}" does not tell the {part}. Nothing was imported: write it whole, '
                    f"as in {typed_map(column, example)}."
                )


@cache  # asked for every row
def _tells(shape: str, part: str) -> bool:
    """Return whether moments that differ in one part are written differently."""
    try:
        return all(_A_MOMENT.strftime(shape) != other.strftime(shape) for other in _APART[part])
    except ValueError:
        return True  # no shape at all, which reading with it says


def in_shape(text: str, shape: str) -> datetime:
    """Return what a text says in a shape.

    Raises:
        UsageError: it is written otherwise.
    """
    written, whole_shape = text, shape
    if not _tells(shape, "year"):
        # A leap year; Python is to give up reading days without one.
        written, whole_shape = f"2000 {text}", f"%Y {shape}"
    try:
        return whole(datetime.strptime(written, whole_shape))  # noqa: DTZ007 (zone added later)
    except (ValueError, re.error) as error:  # of the shape: it has the day twice
        raise UsageError(
            f'"{short(safe(text))}" is not written in the shape {short(shape)} that --map says. Give the shape of this '
            "column, or put the cell right in the file."
        ) from error
