"""The words by which a line about remedies or triggers is read, besides their names."""

from __future__ import annotations

from collections.abc import Sequence

from crampdiary.words.matching import Words
from crampdiary.words.quantities import NUMBERS, clock_at
from crampdiary.words.uses.course_grammar import tells_of_a_course
from crampdiary.words.when import day_at

BEFORE_A_NAME = frozenset("a an the my each every".split())
SEPARATORS = frozenset("and plus then with also".split())
FILLERS = frozenset(
    "a an the my some of on in at for i did took used had got did was some bit lot more again".split()
)
FORGOTTEN = frozenset("forgot forgotten skip skipped skipping missed".split())
NOT = FORGOTTEN | frozenset(
    "no not without but never except minus instead apart excluding neither nor didn't didnt don't dont haven't havent "
    "couldn't couldnt wasn't wasnt".split()
)
BUT_FOR = frozenset("without except minus instead apart excluding".split())  # of the one thing named next
TURNS = frozenset("but except so".split())  # what follows was used, where what stands before was not
TALK = frozenset(
    "just only think guess maybe probably really else too so i'm im i've ive it them me now".split()
)
DOING = frozenset(
    "slept wore put applied tried ate eating drank drinking taken having taking using wearing doing done".split()
)
PUT_ON = frozenset("put applied tried drank drinking ate eating".split())
"""What says of a remedy, known or not, only that it was used."""
BEFORE_A_SET = SEPARATORS | NOT | frozenset("a the my did used took had i".split())
NOTHING = frozenset("nothing none nowt nothin nuthin nuffin nout nada zilch nil diddly".split())
NOTHING_AT_ALL = tuple(
    each.split() for each in "bugger all|sod all|naff all|damn all|f all|sweet fa|diddly squat".split("|")
)
WAITING = "waiting"  # can be tried in a cramp; ahead of one it is nothing that was used
AGAIN = tuple(
    each.split()
    for each in """
        all the usual stuff|the usual stuff|usual stuff|the same stuff|same stuff
        same as last time|same as last night|same as last evening|same as yesterday|same as always|same as usual
        same as before|same as ever|the same again|same again|same thing|same things|the same|same|as usual|as always
        as before|everything as usual|everything as always|everything|all the usual|all of it
        the usual things|the usual|my usual|usual|again
        """.replace("\n", "|").split("|")
    if each.strip()
)
UNITS = frozenset(
    "mg mcg ug g iu ml cl dl l litre litres liter liters oz tablet tablets tab tabs pill pills capsule "
    "capsules cap caps drop drops glass glasses cup cups mug mugs pint pints can cans bottle bottles unit "
    "units spoon spoons spoonful scoop scoops teaspoon teaspoons tsp tablespoon tablespoons tbsp spray sprays "
    "sachet sachets puff puffs rep reps set sets time times round rounds min mins minute minutes hour hours hr "
    "hrs h m s sec secs seconds slice slices piece pieces x day days night nights week weeks month months "
    "mile miles km kms k kilometre kilometres kilometer kilometers steps laps".split()
)
QUANTITIES = frozenset("lots loads plenty tons much many few little enough several once twice thrice".split())
"""How much or how often, without a number."""
HALVES = frozenset("half quarter".split())
WITHOUT_EFFECT = frozenset("help helped helping work worked working matter".split())
"""What describes a remedy after a denial, and does not say that it was not used: `magnesium didn't help`."""
USED_UP = tuple(
    each.split()
    for each in "ran out of|run out of|ran out|run out|no more|paused|pausing|suspended|took a break from"
    "|had a break from|a break from|break from".split("|")
)
"""That there was none left, or that it was left out for a while, so that what comes next was not used."""
_LEFT_OUT = "on hold|out of stock|left out|left off|none left|all gone"
LEFT_OUT = (*USED_UP, *(each.split() for each in _LEFT_OUT.split("|")))
"""The same, and what says so only where it comes after: `magnesium on hold`."""
BE = frozenset("is was were are been has have had being got".split())
BECAUSE = tuple(
    each.split() for each in "because|cos|cuz|due to|as i|as it|as my|so tired|too tired|so i".split("|")
)
"""What begins a reason, which goes on up to the next mark: `heat because it was cold`."""
AFTER_A_DENIAL = (
    FILLERS
    | TALK
    | DOING
    | BE
    | frozenset("use take do needed left today tonight this time yet though either all".split())
)
"""What may follow a denial that is of what stands before it, and nothing else: `magnesium not taken today`."""
CRAMPS = frozenset("cramp cramps spasm spasms".split())
MEDICINES = frozenset({"statin", "gabapentin", "prescribed", "painkiller"})  # can bring cramps on too
REPEATED = r"\d{1,3}x\d{1,4}([a-z]*)"
"""Times and how long or how many each: `3x30s`."""
OF_CRAMPS = frozenset("for against before after during because".split())
"""What stands before a cramp that is only what something was used for."""
JOINED = r"(\d{1,6}(?:[.,]\d{1,3})?)([a-z\u00b5]+)"
ASIDES = frozenset("before after with during at".split())
ABOUT = frozenset(
    "bed bedtime dinner tea supper lunch breakfast sleep food work exercise shower bath meals meal evening "
    "night morning afternoon".split()
)


TOO_MUCH = frozenset("tired lazy busy knackered exhausted late ill poorly sleepy shattered".split())
"""What somebody was too much so to use anything."""


def begins_anew(run: Sequence[str]) -> bool:
    """Return whether what comes next says nothing of what stands before it: a day, a time, an "and", a "but"."""
    return (
        run[0] in SEPARATORS
        or run[0] in NOT
        or run[0] in ASIDES
        or run[0] in ("on", "for", "around", "about", "since", "from", "again", "too")
        or clock_at(run, 0) is not None
        or tells_of_a_course(run)
        or day_at(run, 0, firmly=True) is not None
    )


def stands_alone(words: Words, at: int) -> bool:
    """Return whether nothing beside a word says what it is of: `stretching, evening`, and not `evening tea`."""
    run = words.run(at)
    is_first = not at or words.tokens[at].apart or words.plain[at - 1] in BEFORE_A_SET
    return is_first and (len(run) == 1 or begins_anew(run[1:]))


def may_name_a_set(name: str) -> bool:
    """Return whether a name in small letters says nothing else by itself in such a line."""
    return not (
        name[:1].isdigit()
        or name in NUMBERS
        or name in TALK
        or any(name in each for each in (SEPARATORS, FILLERS, NOT, NOTHING, UNITS, ASIDES, QUANTITIES))
        or name in ("daily", "nightly", "every", "each")
        or name in CRAMPS
    )
