"""Lines, or parts of them, that tell of what was used or met: `used magnesium, no cramps`."""

from __future__ import annotations

import re
from collections.abc import Callable

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.lines.day_words import PARTS_OF_A_DAY
from crampdiary.exchange.lines.several_nights import plain_blanks, words_in
from crampdiary.words.log_grammar import CRAMPS
from crampdiary.words.told import Told

ROLE_OF = {"used": "remedy", "had": "trigger", "took": "remedy"}
"""What begins a line of uses, and the role of what follows."""

_USE = re.compile(rf"(?:(.{{3,40}}?)[\s,:-]+)?\b({'|'.join(ROLE_OF)})\b(?! to\b)(.*)", re.IGNORECASE)
_JOINED = re.compile(r"(\s*[,;](?=\s)|\.(?=\s)|\s(?:and then|but|then|and|\+|&)(?=\s))", re.IGNORECASE)
_LISTS = frozenset({"and", "+", "&", ","})


class Parted(NamedTuple):
    """A line that tells of a night, that it was clear or of a cramp in it, and of uses.

    Attributes:
        night: the words without the uses.
        uses: each the word that begins it, and what stands behind that.
    """

    night: str
    uses: tuple[tuple[str, str], ...]

    def texts(self) -> tuple[str, ...]:
        """Return the words of each part: first of the night."""
        return (self.night, *(words for _, words in self.uses))


def use_of(words: str, told_in: Callable[[str], Told]) -> tuple[str, str] | None:
    """Return the word that begins a line of uses, and the line without it; None for another line.

    A time may stand before it: `2026-03-07 had wine`. What somebody had may also be a cramp.
    """
    match = _USE.match(words)
    if not match:
        return None
    before, verb, after = match[1] or "", match[2].casefold(), match[3]
    if verb == "had" and not CRAMPS.isdisjoint(words_in(after)):
        return None
    if before.casefold() in PARTS_OF_A_DAY:
        return verb, after.strip()
    if before:
        told = told_in(before)
        if told.fields or told.kept or told.is_none or not told.names_a_time:
            return None
    return verb, f"{before} {after.strip()}".strip()


def parted(words: str, told_in: Callable[[str], Told], knows: Callable[[str, str], bool]) -> Parted | None:
    """Return a line of uses and of a night without cramps, or of uses and then of a cramp; None for another line.

    What stands behind a cramp may have been used for it, and stays with it.

    Args:
        words: of the line.
        told_in: reads some of them.
        knows: whether a phrase names what can be of a role, and which is known.
    """
    night, uses, is_in_use, has_night = "", list[tuple[str, str]](), False, False
    mark = ""
    for number, text in enumerate(_JOINED.split(plain_blanks(words))):
        part = text.strip()
        if number % 2:
            mark = part
            continue
        try:
            use = use_of(part, told_in) if part else None
            told = told_in(part)
        except UsageError:
            return None
        is_of_night = _denies(part, told) or (bool(uses) and _is_cramp(part, told))
        if use and knows(use[1], ROLE_OF[use[0]]):
            uses.append(use)
            is_in_use = True
        elif (
            is_in_use and mark.casefold() in _LISTS and not is_of_night and knows(part, ROLE_OF[uses[-1][0]])
        ):
            uses[-1] = (uses[-1][0], f"{uses[-1][1]} and {part}")
        elif part:
            night = f"{night}{mark if mark in ',;.' else f' {mark}'} {part}" if night else part
            is_in_use = False
            has_night = has_night or is_of_night
    return Parted(night, tuple(uses)) if uses and has_night else None


def _is_cramp(part: str, told: Told) -> bool:
    """Return whether a part tells of a cramp: by that word or by its place, with how bad it was or its time."""
    is_told = bool(told.fields.get("severity") or told.clock) and not (
        told.is_none or told.fields.get("tried")
    )
    return is_told and bool(told.fields.get("sites") or not CRAMPS.isdisjoint(words_in(part)))


def _denies(part: str, told: Told) -> bool:
    """Return whether a part says that there was no cramp: by that word, or by nothing but none."""
    is_named = not CRAMPS.isdisjoint(words_in(part))
    return told.is_none and (is_named or words_in(told.line_without_time) in (["none"], ["nothing"]))
