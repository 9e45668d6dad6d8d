"""Whether a denial of cramps says that a night was clear: not one that is wished for, or another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crampdiary.words import log_grammar
from crampdiary.words.clauses import LINKS
from crampdiary.words.matching import Words
from crampdiary.words.told import Piece

ANYONE = log_grammar.SOMEONE | frozenset(
    "she he his their they mother father sister brother friend friends colleague people someone somebody grandma "
    "grandpa gran granny nan grandmother grandfather aunt uncle cousin niece nephew neighbour neighbor boss coworker "
    "roommate flatmate housemate teammate mate mummy daddy".split()
)
"""Whose cramps are not the person's."""
_WISHES = frozenset(
    "hope hoped hopes hoping hopefully wish wished wishes wishing want wanted wants wanting please pls plz pray prayed "
    "praying fingers crossed if unless whether might may would should could need needs expect expected expecting dream "
    "dreamt dreamed dreaming imagine ideally maybe perhaps".split()
)
"""Before a denial in its clause, or as the first word of all."""
_BEHIND = frozenset(
    "please pls plz would might may should could if unless hopefully hope hoping fingers".split()
)
"""Directly behind it."""
_HAS = frozenset("had has got gets have having said says".split())
_A_NIGHT = frozenset("a the night nights".split())
_WITHOUT_A_VERB = frozenset("no not none zero without".split())
_OF_ME = frozenset(
    "i we us myself still just also then so too even again and but yesterday today tonight night nights morning "
    "evening body leg legs foot feet calf calves toe toes thigh".split()
)


def is_wished(words: Words, pieces: Sequence[Piece]) -> bool:
    """Return whether the denials of a line are all wishes, conditions, or of somebody else."""
    denials = [piece for piece in pieces if piece.kind in ("none", "quiet")]
    return bool(denials) and all(_is_open(words, pieces, each) for each in denials)


def _is_open(words: Words, pieces: Sequence[Piece], denial: Piece) -> bool:
    before = words.plain[_clause_start(words, denial.start) : denial.start]
    if not _WISHES.isdisjoint((*before, words.plain[0])):
        return True
    behind = [*_behind(words, pieces, denial)]
    if not _BEHIND.isdisjoint(behind[:1]) or behind[:2] == ["i", "hope"]:
        return True
    return _is_of_another(words, pieces, before, denial)


def _clause_start(words: Words, at: int) -> int:
    while at and not words.tokens[at].apart and words.plain[at - 1] not in LINKS:
        at -= 1
    return at


def _behind(words: Words, pieces: Sequence[Piece], denial: Piece) -> Iterator[str]:
    """Yield the words behind a denial, but for a day: `no cramps tonight please`."""
    of_days = {at for each in pieces if each.kind == "day" for at in range(each.start, each.end)}
    for at in range(denial.end, len(words.plain)):
        if words.tokens[at].apart:
            return
        if at not in of_days:
            yield words.plain[at]


def _is_of_another(words: Words, pieces: Sequence[Piece], before: Sequence[str], denial: Piece) -> bool:
    """Return whether it is said of somebody: `my husband had no cramps`, `anna never cramped`."""
    who = [each for each in before if each not in _HAS | _A_NIGHT]
    if who and who[-1] in ANYONE:
        return True
    has_verb = not _HAS.isdisjoint(before) or words.plain[denial.start] not in _WITHOUT_A_VERB
    if len(who) != 1 or not has_verb:
        return False
    is_name = who[0].isalpha() and not who[0].endswith("ly") and who[0] not in _OF_ME
    at = denial.start - len(before)
    return is_name and any(each.kind == "unknown" and each.start <= at < each.end for each in pieces)
