"""Whether words without one for a cramp tell of one, in the terse form of the diary itself: `03:10 7 arch left`.

A place does not say that it cramped: it may be stretched, sore, or seen by a doctor. A place with how bad it was, or
with a time of the night, is what one writes of a cramp, as long as nothing in the line speaks of something else. So is
a place alone.
"""

from __future__ import annotations

import re

from crampdiary.exchange.happening import of_someone_else
from crampdiary.exchange.lines.several_nights import words_in
from crampdiary.exchange.lines.typed_line import TypedLine
from crampdiary.exchange.names.naming import SEIZED, NameReader
from crampdiary.words import log_grammar
from crampdiary.words.log_grammar import CRAMPS
from crampdiary.words.quantities import Clock
from crampdiary.words.told import Told

_BY_DAY = range(9, 21)  # o'clock
_SMALL_HOURS = range(6)  # at which nobody sees a doctor, or stretches
_LIKE_A_CRAMP = frozenset({"knot", "toe-curling"})
_PLAIN = (
    log_grammar.REMARKS
    | log_grammar.FILLERS
    | frozenset(
        "one it again small little tiny big huge short long brief sharp sudden suddenly hard another same and then "
        "after this that worst around dawn daybreak sunrise".split()
    )
)
_BESIDE = re.compile(
    r"\b(?:after|before|from|since|during|while|because|following|despite|due|thanks|when|woke|woken|waking|wakes|as|"
    r"until|till|like)\b[^,;]*"
)
"""What a cramp came of or came with: `after the gym` says nothing of what the line is about."""
_OF_A_REMEDY = frozenset({"sites", "tried", "duration_s"})
_OF_A_CRAMP = frozenset({"sites", "sensations"})
_RESTLESS = "urge-to-move"
_PARTS = re.compile(r"[,;](?=\s)|\.(?=\s)")
_PAINS = re.compile(r"([^\W\d]+) pains?\b")
_OF_ELSE = frozenset(
    "mri xray x-ray ct scan scans ultrasound doppler biopsy injection injections injected jab vaccine op operation "
    "surgery surgeon test tests tested blood result results appointment appt checkup physio physiotherapy "
    "physiotherapist doctor doctors dr gp nurse clinic hospital podiatrist chiropodist dentist chiropractor osteopath "
    "therapist massage massages massaged spa pedicure wax waxed shave shaved tattoo bought buy order ordered price "
    "shoe shoes sock socks boot boots insole insoles brace splint cast plaster bandage bandaged gym workout training "
    "trained squat squats lunge lunges rep reps set sets raise raises press curls km k miles mile ran run running jog "
    "jogged jogging walk walked steps cycled cycling swim swam swimming football tennis yoga pilates race match "
    "marathon hike hiked stretch stretches stretching exercise exercises day bruise bruised bruises cut wound blister "
    "blisters rash bite bites itch itchy itched sprain sprained twisted broke broken fracture fractured injury "
    "injured arthritis gout bunion wart corn verruca clot weight weighed pressure mood sleep energy".split()
)
"""Of these a place, and a number beside it, may be told as well."""


NO, MET, OPEN, YES = "no", "met", "open", "yes"


def tells_of_one(text: str, told: Told, words: NameReader, *, clock: Clock | None, is_timed: bool) -> str:
    """Return whether a text without a word for a cramp tells of one: YES; NO; MET, of what was used; or OPEN.

    Args:
        text: without the date and the time that it begins with.
        told: what the grammar reads in it.
        words: reads a part of it.
        clock: the time of it, where one is told.
        is_timed: whether it is known in any other way at what time it was.
    """
    fields = told.fields
    is_rated, has_place = bool(fields.get("severity")), bool(fields.get("sites"))
    if fields.get("severity") == 0 or of_someone_else(told.line_without_time):
        return NO
    woke = bool(fields.get("woke")) or fields.get("onset") == "asleep"
    is_of_the_night = is_timed if clock is None else clock.is_open or clock.hour not in _BY_DAY
    if has_place and is_rated and (is_of_the_night or woke):
        return YES
    main = {*_words_of(_BESIDE.sub("", text.casefold()))}
    kept = {word for phrase in told.kept for word in _words_of(phrase.casefold())}
    is_of_else = not kept.isdisjoint(_OF_ELSE & main)
    if not has_place:
        is_one = is_rated and (kept <= _PLAIN or (is_of_the_night and not is_of_else))
        is_of_use = is_rated and _is_of_what_was_met(told, words)
        return MET if is_of_use else YES if is_one else NO
    if _is_felt(text, told, words):
        return YES if is_rated and (clock or is_timed) and not is_of_else else NO
    if fields.get("sore_s") and not is_rated and clock is None:
        return NO  # still sore this morning
    if clock is not None and not clock.is_open and clock.hour in _SMALL_HOURS:
        return YES
    if is_of_else:
        return OPEN if is_rated else NO
    if is_rated or woke or is_of_the_night or told.count > 1:
        return YES
    is_plain = kept <= _PLAIN and not (fields.get("duration_s") and fields.get("tried"))
    return YES if is_plain else OPEN if clock else NO


def _is_of_what_was_met(told: Told, words: NameReader) -> bool:
    """Return whether the number in a text without a place is that of what was met, used or felt: `3 beers`, `tired 8`.

    A number that begins it alone is of a cramp, or one before what eased it: `7, wine`, `7 after wine`, `7 ice helped`.
    """
    if _RESTLESS in told.fields.get("sensations", ()):
        return True
    if not _names_a_use(told):
        return False
    first = _PARTS.split(told.line_without_time.casefold().strip(" ,;."))[0]
    begun = [each for each in (words.told(first), words.told(_BESIDE.sub("", first).strip())) if each]
    if any("severity" in each.fields and not _names_a_use(each) for each in begun):
        return False
    return "triggers" in told.fields or not first[:1].isdigit()


def _names_a_use(told: Told) -> bool:
    return bool(told.fields.get("triggers") or told.fields.get("tried") or told.preventive or told.both_ways)


def _is_felt(text: str, told: Told, words: NameReader) -> bool:
    """Return whether a text tells how a place felt, as it does for hours: sore, tight, in pain."""
    felt = {*told.fields.get("sensations", ())} - _LIKE_A_CRAMP
    if felt and not (felt == {"tightening"} and SEIZED.search(text.casefold())):
        return True
    pains = (words.told(each[1]) for each in _PAINS.finditer(text.casefold()))
    return any(each is not None and each.fields.get("sites") for each in pains)


def _words_of(text: str) -> list[str]:
    return re.findall(r"[\w'-]*\w", text)


def tells_of_no_cramp(line: TypedLine, told: Told, words: NameReader) -> bool:
    """Return whether nothing in a line says that there was a cramp, or that there was none.

    A place says that, but for that of a remedy: `calf stretches`.
    """
    if told.is_none or told.fields.get("severity"):
        return False
    if line.is_marked and not (told.day or told.clock):
        return True  # a title, such as "# Leg cramps"
    if not CRAMPS.isdisjoint(words_in(line.words)):
        return False
    if told.fields.keys() <= _OF_A_REMEDY:
        taken = words.uses.taken(told.line_without_time)
        return not told.fields.get("sites") or (bool(taken) and all(each.word for each in taken))
    return _OF_A_CRAMP.isdisjoint(told.fields)


def says_only_how_bad(line: TypedLine, told: Told) -> bool:
    """Return whether a line tells how bad a cramp was, and neither where nor when: `Pain: 7`."""
    is_of_it = "severity" in told.fields and not told.fields.get("sites") and not told.names_a_time
    return is_of_it and line.own is None and CRAMPS.isdisjoint(words_in(line.words))
