"""Whether a cell says yes or no: in a word, by a mark, or as a denial in a few words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from crampdiary.exchange.names.header_words import is_beside_cramps, is_cramp

_YES = frozenset("yes y true x 1 taken done ✓ ✔ √ ☑ ✅ ☒ ja j oui sí si wahr".split())
_NO = frozenset(
    [
        *("", "no", "n", "false", "0", "0.0", "0,0", "not taken", "not done", "none", "nope", "nil", "never", "zero"),
        *("nothing", "not at all", "-", "–", "—", "✗", "✘", "✕", "✖", "×", "❌", "❎", "☐", "⬜", "nein", "non", "nee"),
        *("nej", "nei", "nie", "falsch", "faux", "kein", "keine", "keiner", "keinen", "keins", "nichts", "aucun"),
        *("aucune", "rien", "nada", "ninguno", "ninguna", "nessuno", "nessuna", "niente", "geen", "inga", "ingen"),
    ]
)  # fmt: skip
_CROSS = frozenset("x ☒".split())
_TICKS = frozenset("✓ ✔ √ ☑ ✅".split())
_DENYING = frozenset(
    "no none zero not nil never without kein keine keinen keiner nicht ohne pas sans aucun aucune sin ningún "
    "ninguno ninguna nessun nessuno nessuna senza geen zonder ingen inga".split()
)
_UNSURE = frozenset(
    "maybe perhaps unsure possibly unclear uncertain unknown vielleicht unsicher unklar".split()
)
_NOT_OF_IT = frozenset(
    "idea clue data record records answer entry info note notes memory sure known time but except only longer "
    "bad much many very so too worse ahnung angabe angaben daten eintrag".split()
)
"""What makes more of a denial than that there was none: `no idea`, `not too bad`, `none but a twinge`."""

_DENYING_CRAMPS = _DENYING | frozenset("0 didn't didnt hadn't haven't wasn't weren't free".split())
PARTS = re.compile(r"[,;.!&()\n]+|\b(?:and|und|et|e|y)\b", re.IGNORECASE)
"""Between the parts of a text of a few words, each of which may say something else."""
_TURN = re.compile(rf"{PARTS.pattern}| [-–—] |\b(?:but|just|only|aber|nur)\b", re.IGNORECASE)
_SIDES = frozenset("left right".split())
_BESIDE_A_DENIAL = frozenset(
    "all whatsoever more one single pain pains so far either or thank god thanks goodness".split()
)
"""What may stand in a denial of cramps, besides words for cramps, for legs and feet, and for nights and days."""


def is_yes(text: str) -> bool | None:
    """Return whether a cell says yes or no, None for something else."""
    plain = _plain(text)
    return True if plain in _YES else False if plain in _NO else None


def denies(text: str) -> bool:
    """Return whether a cell says that there was none, in one word or a few: `no`, `none at all`, `keine Krämpfe`."""
    if is_yes(text) is not None:
        return not is_yes(text)
    words = re.findall(r"\w+", text.casefold())
    is_one = not re.search(r"[\d,;]", text) and {"but", "and", "aber", "und"}.isdisjoint(words)
    return is_one and words[:1] != [] and words[0] in _DENYING and _NOT_OF_IT.isdisjoint(words)


def denies_cramps(text: str) -> bool:
    """Return whether a cell says plainly, and of all cramps, that there were none: `no`, `no leg cramps last night`.

    Not where it denies something else (`no sleep because of cramps`), denies twice (`not without cramps`), or only for
    a part (`no cramps in the left`).
    """
    if is_yes(text) is not None:
        return not is_yes(text)
    parts = [each for each in PARTS.split(text.casefold()) if each.strip()]
    return bool(parts) and all(map(_denies_cramps, parts))


def _denies_cramps(text: str) -> bool:
    words = re.findall(r"[\w']+", text)
    denying = [word for word in words if word in _DENYING_CRAMPS]
    rest = [word for word in words if word not in _DENYING_CRAMPS]
    is_whole = "?" not in text and _SIDES.isdisjoint(rest)
    is_whole = is_whole and all(
        word in _BESIDE_A_DENIAL or is_beside_cramps(word) or is_cramp(word) for word in rest
    )
    return len(denying) == 1 and is_whole and (denying != ["free"] or any(map(is_cramp, rest)))


def begins_with_a_denial(text: str) -> bool:
    """Return whether a cell says first that there were no cramps, and then more: `No cramps but sore`."""
    first, *more = _TURN.split(text.casefold(), maxsplit=1)
    return bool(more) and bool(first.strip()) and denies_cramps(first.strip())


def is_unsure(text: str) -> bool:
    """Return whether a cell says that it is not known: `maybe`, `not sure`, `don't know`."""
    words = re.findall(r"[\w']+", text.casefold())
    is_denied = not {"sure", "certain", "know"}.isdisjoint(words) and (may_deny(text) or "don't" in words)
    return is_denied or not _UNSURE.isdisjoint(words)


def may_deny(text: str) -> bool:
    """Return whether there is a word of denial anywhere in a cell, so that it cannot be taken for a yes."""
    return denies(text) or not _DENYING.isdisjoint(re.findall(r"[^\W\d]+", text.casefold()))


class Crosses:
    """In which columns an x is a cross and no tick: those with ticks beside it.

    Args:
        columns: the places of those whose cells may say yes or no.
        of_cramps: those of them in which an x is a cross too where a word says yes and none says no: what may be a
            denial is no cramp.
    """

    def __init__(self, columns: Iterable[int], of_cramps: Iterable[int] = ()) -> None:
        self.columns = sorted({*columns, *of_cramps})
        self._of_cramps = {*of_cramps}
        self._seen: dict[int, set[str]] = defaultdict(set)
        self._crossed: dict[int, str] | None = None

    def look(self, row: list[str]) -> None:
        """Take note of the marks in a row."""
        for at in self.columns:
            mark = _plain(row[at]) if at < len(row) else ""
            if mark in _CROSS:
                self._seen[at].add("x")
            elif mark in _TICKS:
                self._seen[at].add("tick")
            elif mark and (said := is_yes(mark)) is not None:
                self._seen[at].add("yes" if said else "no")

    def read(self, row: list[str]) -> list[str]:
        """Return a row with "no" in place of each cross, and "x?" of each that may be a tick as well."""
        if self._crossed is None:
            self._crossed = {
                at: said
                for at, seen in self._seen.items()
                if "x" in seen and (said := self._said_by_crosses(at, seen))
            }
        if not self._crossed:
            return row
        return [
            self._crossed[at] if at in self._crossed and _plain(cell) in _CROSS else cell
            for at, cell in enumerate(row)
        ]

    def _said_by_crosses(self, at: int, seen: set[str]) -> str:
        if at in self._of_cramps and {"tick", "no"} <= seen:
            return "x?"
        is_no = "tick" in seen or (at in self._of_cramps and "yes" in seen and "no" not in seen)
        return "no" if is_no else ""


def _plain(text: str) -> str:
    return text.strip(" \t\r\n.!\ufe0f").casefold() or text.strip().casefold()
