"""What people say they did, around the name of a remedy: `rolled my foot on a golf ball`, `heat against the wall`.

None of it is a thing of its own where a thing is named besides. What names none, as `took it easy`, is one whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crampdiary.words.matching import Words
from crampdiary.words.uses.use_grammar import SEPARATORS

_LONGEST = 7  # words that lead to a name: "soaked both my feet in a bowl of"
_LEAD = frozenset(
    "rolled rolling roll soaked soaking soak sat lay laid lying wrapped wrapping rested resting bathed bathing dipped "
    "dipping dunked stuck held holding pressed pressing pushed pushing stepped propped kept covered "
    "hung stood put".split()
)
_TOWARDS = frozenset("on in into over under using against onto inside across around".split())
_DETERMINERS = frozenset("a an the my some of this that".split())
_WHERE = frozenset(
    "against around round along by beside outside through near behind underneath between above inside across off "
    "down".split()
)
_WHERE_WITH_THE = frozenset("in on at up over under to".split())  # on the floor; but on tablets
_THE = frozenset("the my a an our his her their".split())
_DID_IT = frozenset("took take taking kept keep keeping gave give giving made let letting".split())
FORMS = frozenset(
    "shot shots gel cream lotion patch patches pad pads wrap wraps blanket powder drink drinks session class "
    "routine complex supplement supplements citrate glycinate bisglycinate diglycinate oxide malate threonate "
    "l-threonate taurate chloride sulphate sulfate lactate carbonate gluconate orotate aspartate picolinate".split()
)
"""What a remedy can be in, so that it is none of its own behind a name: `pickle juice shot`, `mag citrate`."""
EFFECTS = frozenset("helped helps worked works eased".split())
"""What is said of a remedy that was named: `heat helped a bit`."""


def leads_to_a_name(words: Words, at: int, names: Callable[[Words, int], object]) -> int:
    """Return how many words of a deed stand before the name of what it was done with, 0 where they lead to none."""
    run = words.run(at)
    if run[0] not in _LEAD:
        return 0
    for size in range(1, min(len(run), _LONGEST + 1)):
        if run[size - 1] in SEPARATORS and size > 1:
            return 0
        before = run[1:size]
        is_led = not _TOWARDS.isdisjoint(before) or (run[0] != "sat" and _DETERMINERS.issuperset(before))
        if is_led and (size == 1 or before[-1] in _TOWARDS | _DETERMINERS) and names(words, at + size):
            return size
    return 0


def tells_where(run: Sequence[str], is_place: Callable[[str], bool]) -> int:
    """Return at which word of what follows a name it is said where that was done, 0 where it is not.

    Parts of the body may stand before: of `calves against the wall` that is the second word, so that 2 is returned.
    """
    at = 0
    while at < len(run) and (is_place(run[at]) or run[at] in ("my", "both")):
        at += 1
    the = run[at + 1 : at + 2]
    if not the or (run[at] not in _WHERE and not (run[at] in _WHERE_WITH_THE and the[0] in _THE)):
        return 0
    return at + 1


def is_a_whole(run: Sequence[str]) -> bool:
    """Return whether a deed is one that only all of its words name: `took it easy`, `gave it a rest`."""
    return run[0] in _DID_IT and run[1:2] in (["it"], ["them"], ["things"]) and len(run) > 2
