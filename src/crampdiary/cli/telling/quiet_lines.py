"""Lines that say of nights that they had no cramps, and tell more: which nights those are, and how legs felt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crampdiary.cli.session import Session
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Sign
from crampdiary.errors import UsageError
from crampdiary.words.line import plain_line
from crampdiary.words.night_reader import Stretch, nights_in
from crampdiary.words.night_words import without_the_left_out
from crampdiary.words.wording import safe, short

if TYPE_CHECKING:
    from crampdiary.words.told import Told

_BUT = r"(?i)\s*(?:[,;]|\.(?=\s|$)|(?:^|(?<=\s))(?:but|though|although|however|yet|just|only|and)(?=\s))\s*"


class QuietLine(NamedTuple):
    """A line of nights without cramps, taken apart.

    Attributes:
        nights: what names them, as typed; nothing where none is named.
        note: what else it says, as typed.
        sign: how legs felt, if it says so.
    """

    nights: str
    note: str = ""
    sign: Sign | None = None


def several_nights(session: Session, told: Told) -> QuietLine | None:
    """Return the nights of a line that denies cramps in more than one; None where it is of one.

    A night belongs to the denial as far as nothing else stands between: in `no cramps last night, wine on monday` that
    is last night alone.
    """
    if told.takes_back:
        return None
    from crampdiary.cli.telling.cramps import felt_besides  # which `none` does without

    line = re.sub(r"(?i)\bn?or\b", "and", told.nights)  # no cramps monday or tuesday: on neither
    for start, end in reversed(_parts(line)):
        found = _named(session, line[:start])
        if found is not None and (len(found) > 1 or any(not each.alone for each in found)):
            rest = line[end:]
            return QuietLine(line[:start], "" if rest == told.felt else rest, felt_besides(session, told))
    return None


def with_what_was_felt(session: Session, typed: Sequence[str]) -> QuietLine | None:
    """Return the nights of a line such as `last night but sore`, and what it says besides; None where it is of nights.

    Raises:
        UsageError: it tells of a cramp.
    """
    line = plain_line(typed)
    if _named(session, line) or without_the_left_out(line)[1]:
        return None
    from crampdiary.cli.telling.cramps import felt_besides  # which a line of nights alone does without
    from crampdiary.words.log_reader import LogReader

    for start, end in reversed(_parts(line)):
        nights, link, rest = line[:start], line[start:end], line[end:]
        if not rest or (nights and not _named(session, nights)):
            continue
        told = LogReader(session.vocabulary).read_all_else([f"no cramps {link} {rest}"])
        if not told.is_none:
            raise UsageError(
                f"That tells of a cramp: `cramp log {safe(short(rest))}` records it. Nothing was saved."
            )
        return QuietLine(nights, ", ".join(told.kept), felt_besides(session, told))
    return None


def _parts(line: str) -> list[tuple[int, int]]:
    """Return where a line may be parted in two: before and behind a mark or a "but"; last of all at its end."""
    return [*(each.span() for each in re.finditer(_BUT, line)), (len(line), len(line))]


def _named(session: Session, text: str) -> list[Stretch] | None:
    """Return the nights that a text names, where it says nothing else."""
    rest: list[str] = []
    try:
        found = nights_in([text], now=session.now, rest=rest)
    except UsageError:
        return None
    return found if found and not rest else None
