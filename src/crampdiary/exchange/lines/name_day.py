"""The day that the name of a file says, as that of a daily note does: `2026-03-05.md`, `2026_03_05 Thu.md`."""

from __future__ import annotations

import re
from datetime import date

from crampdiary.exchange.lines.day_named import named_in
from crampdiary.exchange.lines.day_words import WEEKDAY_OF

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(-?)([01]\d)\2([0-3]\d)(?!-?\d)", re.ASCII)
_OF_A_COPY = frozenset(
    "export exported backup backed copy archive until till to from since between week month saved download downloaded "
    "chat whatsapp version v old new updated".split()
)
"""What says that the date in a name is not the day which is written of."""


def day_in_name(stem: str, *, is_alone: bool) -> date | None:
    """Return the day that a file's name says; None where it says none, or where it may be that of a copy.

    Args:
        stem: the name, without its folder and ending.
        is_alone: whether nothing may stand in it but a day, with its weekday.
    """
    name = " ".join(re.sub(r"[_.]", "-", stem).replace(" - ", " ").split())
    found = list(_DATE.finditer(name))
    if not found:
        named = named_in(re.sub(r"[-_]", " ", stem), "")
        return named.day if named and not (named.rest or named.clock or named.week is not None) else None
    beside = re.findall(r"[^\W\d_]+|\d+", _DATE.sub(" ", name).casefold())
    others = [each for each in beside if each not in WEEKDAY_OF]
    is_open = len(found) > 1 or any(each.isdigit() or each in _OF_A_COPY for each in others)
    if is_open or (is_alone and others):
        return None
    try:
        day = date(int(found[0][1]), int(found[0][3]), int(found[0][4]))
    except ValueError:
        return None
    return day if {WEEKDAY_OF[each] for each in beside if each in WEEKDAY_OF} <= {day.weekday()} else None
