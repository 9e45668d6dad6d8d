"""A line that corrects itself: `left foot, i mean right foot`, `7 no 6`, `5 min, make that 10`.

What is said after such words takes the place of what was said before them of the same thing. The line itself is kept
as it was typed, so that nothing of it is noted. Where nothing was said before that could have been wrong, they are
only talk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crampdiary.words import log_grammar
from crampdiary.words.clauses import full_side
from crampdiary.words.matching import Words
from crampdiary.words.quantities import Clock, number_at
from crampdiary.words.told import Piece

_THINGS = {
    **dict.fromkeys(("severity", "bare", "grade"), "level"),
    **dict.fromkeys(("length", "long"), "length"),
    **dict.fromkeys(("clock", "rough", "ago", "span", "now"), "time"),
    **dict.fromkeys(("tried", "moment", "moved", "remedy", "both ways"), "remedy"),
    **{name: name for name in ("side", "site", "day", "sore", "awake", "sensation", "onset", "trigger")},
}
"""What a piece tells, by its kind."""

_PLAIN = frozenset("level length time side day".split())
"""What there is one of, so that even a weak word corrects it: `7 no 6`, but `burning, rather tight`."""

WEAK = frozenset("no nope rather actually".split())
"""Words that mostly say something else."""

_MOST = 10  # how bad it can be
_SIDES = {"left": "left", "right": "right", "both": "both"}
_SAID_OF_IT = log_grammar.CRAMPS | frozenset(
    "pain pains ache problem problems symptoms trouble issue issues".split()
)


def corrected(words: Words, pieces: Sequence[Piece], line: str) -> list[Piece]:
    """Return the pieces of a line without what was wrong in it, and without what only says so.

    Args:
        words: of the line.
        pieces: of the line, those of the kind `instead` among them.
        line: as typed.
    """
    found = list(_with_sides(words, pieces))
    place = 0
    while place < len(found):
        piece = found[place]
        if piece.kind == "instead" or _is_no(words, piece, line):
            right = list(_right(words, found, place))
            wrong = _wrong(words, found, place, right) or _wrong_before(words, found, place, right)
            for at, changed in wrong.items():
                found[at] = changed
            if wrong:
                found[place] = piece._replace(kind="filler")
            elif piece.kind == "instead":
                is_remark = words.plain[piece.start] in log_grammar.REMARKS and piece.end == piece.start + 1
                found[place] = piece._replace(kind="remark" if is_remark else "unknown")
        place += 1
    return found


def _is_no(words: Words, piece: Piece, line: str) -> bool:
    is_number = line[words.tokens[piece.start].end :][:1] == "."  # no.7
    is_one = piece.kind == "unknown" and piece.end == piece.start + 1
    return is_one and words.plain[piece.start] == "no" and not is_number


def _with_sides(words: Words, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; what was denied is one by itself where another such stands before: `left no right`."""
    said, is_rated = "", False
    for place, piece in enumerate(pieces):
        side = _SIDES.get(words.plain[piece.end - 1], "")
        level = number_at(words.plain, piece.end - 1) if piece.denies == "severity" else None
        rest = (words.plain[each.start] for each in pieces[place + 1 : place + 3])
        is_denied = piece.denies in ("side", "severity") and words.plain[piece.start] == "no"
        if is_denied and side and said and side != said and _SAID_OF_IT.isdisjoint(rest):
            yield Piece("instead", piece.start, piece.end - 1)
            yield Piece("side", piece.end - 1, piece.end, (side,))
            said = side
            continue
        if is_denied and is_rated and level is not None and level <= _MOST:  # pain 7, no pain 8
            yield Piece("instead", piece.start, piece.end - 1)
            yield Piece("severity", piece.end - 1, piece.end, (level,))
            continue
        is_rated = is_rated or _THINGS.get(piece.kind) == "level"
        if piece.kind == "side" or (piece.kind == "site" and side):
            said = full_side(str(words.plain[piece.end - 1]))
        elif piece.kind == "site" and _side_within(piece):
            said = full_side(next(each for each in (piece.values[0][1], *piece.values[1:]) if each))
        yield piece


def _right(words: Words, pieces: Sequence[Piece], place: int) -> Iterator[int]:
    """Yield the places of what stands directly after words that correct, up to the next mark or other word."""
    has_any = False
    for at in range(place + 1, len(pieces)):
        piece = pieces[at]
        if words.tokens[piece.start].apart and has_any:
            return
        if piece.kind in _THINGS:
            has_any = True
            yield at
        elif piece.kind != "filler":
            return


def _wrong(words: Words, pieces: list[Piece], place: int, right: Sequence[int]) -> dict[int, Piece]:
    """Return what takes the place of pieces before and after words that correct; nothing if they do not."""
    if not right:
        return {}
    changes = _of_the_same_unit(words, pieces, place, right[0])
    first = changes.get(right[0], pieces[right[0]])
    told = {_THINGS[changes.get(at, pieces[at]).kind] for at in right}
    if _is_weak(words, pieces, place) and _THINGS[first.kind] not in _PLAIN and not {"side", "site"} <= told:
        return {}
    for at in right:
        piece = changes.get(at, pieces[at])
        for before in range(place - 1, -1, -1):
            earlier = pieces[before]
            if _THINGS.get(earlier.kind) == _THINGS[piece.kind]:
                changes[before] = earlier._replace(kind="filler")
                break
            if piece.kind == "side" and earlier.kind == "site" and _side_within(earlier):
                changes[before] = earlier._replace(values=((earlier.values[0][0], ""),))
                break
        else:
            if at == right[0]:
                return {}
    return changes


def _is_weak(words: Words, pieces: Sequence[Piece], place: int) -> bool:
    piece = pieces[place]
    is_apart = piece.end < len(words.plain) and words.tokens[piece.end].apart
    return WEAK.issuperset(words.plain[piece.start : piece.end]) and not is_apart


def _wrong_before(words: Words, pieces: list[Piece], place: int, right: Sequence[int]) -> dict[int, Piece]:
    """Return the same where what is right stands before: `left, right i mean`."""
    is_said_after = words.plain[pieces[place].end - 1] in ("mean", "meant", "sorry", "rather", "correction")
    told = [at for at in range(place) if pieces[at].kind in _THINGS]
    has_right = bool(right) and not words.tokens[pieces[right[0]].start].apart
    if has_right or not is_said_after or len(told) < 2:
        return {}
    *_, wrong, last = told
    is_apart = words.tokens[pieces[last].start].apart
    if not is_apart or _THINGS[pieces[wrong].kind] != _THINGS[pieces[last].kind]:
        return {}
    return {wrong: pieces[wrong]._replace(kind="filler")}


def _side_within(site: Piece) -> bool:
    return any([site.values[0][1], *site.values[1:]])


def _of_the_same_unit(words: Words, pieces: Sequence[Piece], place: int, right: int) -> dict[int, Piece]:
    """Return a number alone as what the number before it is: a time in `at 3, no, 4`, minutes in `3 min, no, 4`."""
    piece = pieces[right]
    before = next((each for each in reversed(pieces[:place]) if each.kind != "filler"), None)
    if piece.kind != "bare" or before is None:
        return {}
    number: Any = piece.values[0]
    if before.kind in ("clock", "rough") and 1 <= number == int(number):
        clock = before.values[0]
        is_late = not clock.is_open and clock.hour >= 12
        hour = int(number) % 12 + 12 * is_late if not clock.is_open else int(number)
        return {right: piece._replace(kind=before.kind, values=(Clock(hour, 0, clock.is_open, False),))}
    first = number_at(words.plain, before.end - 2) if before.end - 2 >= before.start else None
    if before.kind in ("length", "long") and first:
        return {right: piece._replace(kind="length", values=(round(before.values[0] / first * number),))}
    return {}
