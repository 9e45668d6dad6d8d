"""What the clauses of a line tell: whether there was a cramp at all, and which side is of what.

A clause is what stands between marks and words such as "but". A line may deny a cramp in one of them, whatever else it
tells: `quiet night, no cramps`. One that says besides how legs felt is of a sign: `no cramps but left foot numb 3`.

One record has one side. Where two things are told, each with a side of its own, they are parted, so that none of them
is said of the other leg. `left and right calf` is one thing, of both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from crampdiary.words.log_grammar import NEGATIONS, UNSURE
from crampdiary.words.matching import Reader, Words
from crampdiary.words.told import Piece

DENIES = NEGATIONS - UNSURE - {"couldn't", "couldnt", "can't", "cant", "cannot", "won't", "wont"} | frozenset(
    "zero haven't havent hasnt hadnt ain't aint".split()
)
"""Words that deny a cramp named after them."""

CRAMPS = frozenset("cramp cramps cramped cramping spasm spasms spasmed spasming".split())

WITHIN = frozenset(
    "a any single one more have had has having get got getting really actually even been feel felt see at all of "
    "sign signs trace hint muscle night nighttime nocturnal further other".split()
)
"""What may stand between a denial and the cramp: `didn't get any more cramps`."""

_MOST_WITHIN = 5
_WEAK = frozenset({"none", "nothing"})  # of what, only a line says that tells of nothing else
_BESIDES = frozenset("none quiet day filler remark again".split())
_LEVELS = frozenset({"severity", "bare", "grade"})
_HOW = _LEVELS | {"length", "long", "count", "clock", "rough", "ago", "span", "woke", "again"}
_FELT = frozenset({"sensation", "sore"})
_OF_THE_DAY = frozenset("day filler remark quiet trigger onset awake".split())
_OF_SLEEP = frozenset(
    "slept sleep sleeping sleepless badly poorly well bit little lot tired restless awful night day all very but and "
    "then only just though although however".split()
)
LINKS = frozenset("but and then only just though although however except yet".split())
"""Words that begin a clause."""

_GOES_ON = frozenset("until till til except apart bar besides".split())  # there was one, then
_SEIZED = frozenset("seized seizing locked knotted gripped grabbed".split())  # what a cramp does
_ONE = frozenset("one once twice two another".split())
_WHEN_OR_WHERE = frozenset("day clock rough ago site side".split())
_SPANS = frozenset("all week weeks month months year nights days night day long past whole".split())
_SAYS_WHICH = frozenset(
    "of like as so at in on until till to that which for the by with".split()
)  # what it was not
_NEARLY = frozenset("nearly almost thought".split())  # there was one, but for a little
_AS_THIS = frozenset("like so this that as quite".split())  # never had a cramp like this: there is one now
_ALONE = frozenset({"only", "just"})
_TURNS = frozenset("but then though although however yet".split())
_FULL = {"l": "left", "lt": "left", "r": "right", "rt": "right"}
_COMPARED = frozenset("since before after afterwards beforehand again otherwise either".split())


def denied(is_place: Reader) -> Reader:
    """Return what reads a denial of cramps: `no cramps`, `never cramped`, `didn't get a single leg cramp`.

    Args:
        is_place: reads a part of the body, which may stand before the cramp.
    """

    def read(words: Words, at: int) -> tuple[int, str] | None:
        if words.plain[at] not in DENIES:
            return None
        run = words.run(at)
        end = 1
        while end < len(run) and end <= _MOST_WITHIN and run[end] not in CRAMPS:
            found = is_place(words, at + end)
            if found is None and run[end] not in WITHIN:
                return None
            end += found[0] if found else 1
        return (end + 1, run[end]) if end < len(run) and run[end] in CRAMPS else None

    return read


def felt_without_a_cramp(words: Words, pieces: Sequence[Piece]) -> list[list[int]] | None:
    """Return by clause which pieces say how legs felt, where a line denies a cramp; None where it tells of one."""
    kinds = {piece.kind for piece in pieces}
    if takes_back(words, pieces):
        if any(words.plain[each.start] in _NEARLY for each in pieces if each.kind == "taken back"):
            return [list(range(len(pieces)))]
        return [each for each in _clauses(words, pieces, but="taken back") if _is_felt(pieces, each)]
    denials = [place for place, piece in enumerate(pieces) if piece.kind == "none"]
    if kinds & {"none", "quiet"} and kinds <= _BESIDES:
        return []
    strong = [place for place in denials if words.plain[pieces[place].start] not in _WEAK]
    clauses = list(_clauses(words, pieces, but="none"))
    if not strong and _says_none_first(words, pieces):
        is_harmless = not any(_tells_of_one(words, pieces, each, denials) for each in clauses) and all(
            _is_felt(pieces, each) or _tells_of_no_leg(words, pieces, each) for each in clauses
        )
        strong = denials if is_harmless and kinds.isdisjoint(_HOW) else []
    if not strong:
        return None
    if any(_tells_of_one(words, pieces, clause, strong) for clause in clauses):
        return None
    if any(_word_after(words, pieces, place) in _GOES_ON for place in strong):
        return None
    if any(
        words.plain[pieces[place].start] == "never" and _word_after(words, pieces, place) in _AS_THIS
        for place in strong
    ):
        return None
    return [clause for clause in clauses if _is_felt(pieces, clause)]


def takes_back(words: Words, pieces: Sequence[Piece]) -> bool:
    """Return whether a line says of a cramp that it was none: `it wasn't a cramp`, but not `it wasn't one of many`."""
    said = [piece for piece in pieces if piece.kind == "taken back"]
    nearly = [piece for piece in said if words.plain[piece.start] in _NEARLY]
    if nearly:
        return not any(piece.kind in _LEVELS | {"woke"} for piece in pieces)
    return any(_SAYS_WHICH.isdisjoint(words.run(piece.end - 1)[1:2]) for piece in said)


def _says_none_first(words: Words, pieces: Sequence[Piece]) -> bool:
    """Return whether a line begins with "none" or "nothing", of a night or of now: `none last night but sore`."""
    told = [piece for piece in pieces if piece.kind != "filler"]
    after = next((each for each in told[1:] if each.kind != "day"), None)
    if after is None or told[0].kind != "none":
        return False
    is_of_all = told[1] is after and words.plain[told[0].start] == "nothing"  # nothing but pain
    is_apart = words.tokens[after.start].apart
    return is_apart or (words.plain[after.start] in LINKS and not is_of_all)


def _tells_of_no_leg(words: Words, pieces: Sequence[Piece], clause: Sequence[int]) -> bool:
    """Return whether a clause tells of sleep or the day and of nothing that a leg did: `none, but slept badly`."""
    said = [pieces[place] for place in clause if pieces[place].kind not in _OF_THE_DAY]
    return all(_OF_SLEEP.issuperset(words.plain[each.start : each.end]) for each in said)


def _clauses(words: Words, pieces: Sequence[Piece], *, but: str = "") -> Iterator[list[int]]:
    """Yield the places of the pieces of each clause; those of one kind are in none, and end it."""
    clause: list[int] = []
    for place, piece in enumerate(pieces):
        is_apart = words.tokens[piece.start].apart or words.plain[piece.start] in LINKS
        if clause and (is_apart or piece.kind == but):
            yield clause
            clause = []
        if piece.kind != but:
            clause.append(place)
    if clause:
        yield clause


def _tells_of_one(
    words: Words, pieces: Sequence[Piece], clause: Sequence[int], denials: Sequence[int]
) -> bool:
    """Return whether a clause tells of a cramp, though the line denies one: `no cramps at first, then calf 7`."""
    kinds = {pieces[place].kind for place in clause}
    said = {words.plain[at] for place in clause for at in range(pieces[place].start, pieces[place].end)}
    if not said.isdisjoint(CRAMPS | _SEIZED):
        return True
    if _counts_one(words, pieces, clause) and clause[0] > denials[0]:
        return True
    if words.plain[pieces[clause[0]].start] in _ALONE and "site" in kinds and not kinds & _FELT:
        return True  # no calf cramps, only foot
    is_of_a_body = bool("site" in kinds and kinds & _HOW) or _begins_with_a_level(pieces, clause)
    if not is_of_a_body:
        turns = words.plain[pieces[clause[0]].start] in _TURNS
        return turns and not kinds & _FELT and bool(kinds & {"clock", "rough", "ago", "woke", "count"})
    before = [place for place in denials if place > clause[0]]
    if any(_word_after(words, pieces, place) in _COMPARED for place in before):
        return True
    turns = words.plain[pieces[clause[0]].start] in _TURNS
    elsewhere = any(  # no cramp in the right calf; ran without a cramp
        len(pieces[place].values) > 1 or words.plain[pieces[place].start] == "without" for place in denials
    )
    return not kinds & _FELT and bool(before or turns or elsewhere)


def _counts_one(words: Words, pieces: Sequence[Piece], clause: Sequence[int]) -> bool:
    """Return whether a clause counts cramps, with where or when: `no cramps all week, one last night left calf`."""
    said = [place for place in clause if pieces[place].kind not in ("filler", "remark")]
    if len(said) < 2 or words.plain[pieces[said[0]].start] not in _ONE:
        return False
    kinds = {pieces[place].kind for place in clause}
    return pieces[said[1]].kind in _WHEN_OR_WHERE and not kinds & _FELT


def _begins_with_a_level(pieces: Sequence[Piece], clause: Sequence[int]) -> bool:
    first = next((place for place in clause if pieces[place].kind not in ("filler", "remark")), None)
    return first is not None and pieces[first].kind in _LEVELS


def _is_felt(pieces: Sequence[Piece], clause: Sequence[int]) -> bool:
    kinds = {pieces[place].kind for place in clause}
    return bool(kinds & _FELT) or ("site" in kinds and bool(kinds & _LEVELS))


def _word_after(words: Words, pieces: Sequence[Piece], place: int) -> str:
    """Return the word that goes on with a denial, past a day: `no cramps last night until ...`."""
    for piece in pieces[place + 1 :]:
        if words.tokens[piece.start].apart:
            break
        word = words.plain[piece.start]
        if piece.kind != "day" and word not in _SPANS and (piece.kind != "filler" or word in _GOES_ON):
            return word
    return ""


# Which side is of what


def full_side(side: str) -> str:
    """Return a side in full: `left` for `l`."""
    return _FULL.get(side, side)


def parted_by_side(words: Words, pieces: Sequence[Piece], said: Collection[str]) -> list[list[int]]:
    """Return the places of the pieces of each thing told, where two are of different sides; else nothing.

    Args:
        words: of the line.
        pieces: of the line.
        said: the kinds that say something of a place: a thing told has a place or a side, and one of them.
    """
    groups: list[list[int]] = []
    for clause in _clauses(words, pieces):
        is_one_more = groups and all(_is_whole(pieces, each, said) for each in (groups[-1], clause))
        if not groups or (
            is_one_more and _said_of(words, pieces, groups[-1]) != _said_of(words, pieces, clause)
        ):
            groups.append(clause)
        else:
            groups[-1] += clause
    sides = [each for each in (_sides(pieces, group) for group in groups) if each]
    return groups if any(each != sides[0] for each in sides) else []


def _is_whole(pieces: Sequence[Piece], group: Sequence[int], said: Collection[str]) -> bool:
    kinds = {pieces[place].kind for place in group}
    denied = {pieces[place].denies for place in group}
    return bool(kinds & {"site", "side"}) and not (kinds | denied).isdisjoint(said)


def _said_of(words: Words, pieces: Sequence[Piece], group: Sequence[int]) -> set[str]:
    """Return the words of a thing but for its place: of the same, both legs are one thing."""
    said = [pieces[place] for place in group if pieces[place].kind not in ("site", "side", "filler")]
    return {each for piece in said for each in words.plain[piece.start : piece.end]} - LINKS


def _sides(pieces: Sequence[Piece], group: Sequence[int]) -> set[str]:
    found = set()
    for piece in (pieces[place] for place in group):
        if piece.kind == "side":
            found.add(full_side(piece.values[0]))
        elif piece.kind == "site":
            found.update(full_side(each) for each in (piece.values[0][1], *piece.values[1:]) if each)
    return found
