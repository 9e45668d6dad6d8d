"""Whether words tell of a cramp that happened, in the writer's own leg or foot.

Prose names many cramps that did not happen: feared, read of, gone, someone else's. Only a sentence that says of one
that it happened tells of it; what else names a cramp is for the person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crampdiary.diary.frozen import NamedTuple
from crampdiary.exchange.names.naming import (
    CLEAR,
    CRAMP,
    CROSSED,
    ELSEWHERE,
    MAYBE,
    OTHER_PARTS,
    WELL,
    NameReader,
)
from crampdiary.exchange.yes_no import denies_cramps
from crampdiary.words import log_grammar
from crampdiary.words.clauses import CRAMPS, DENIES
from crampdiary.words.told import Told
from crampdiary.words.wished import ANYONE

HAPPENED, NAMED, UNSURE, DENIED = "happened", "named", "unsure", "denied"
OF_ANOTHER_PART, NOTHING_NAMED = "of another part", "nothing named"

_SENTENCES = re.compile(r"(?<=[!?;])\s|(?<=\.)(?<!\b[ap]\.m\.)\s|\n+")
_WORDS = re.compile(r"[\w'-]*\w")
_CRAMP = re.compile(rf"\b(?:{'|'.join(sorted(CRAMPS | {'horse', 'horses'}, key=len, reverse=True))})\b")
_CLAUSES = re.compile(r"[,:()]|\s-+\s|\b(?:because|due to|but|then|thanks to|until|till)\b")
_JOINED = re.compile(r"[,:]|\b(?:and|then|so|but)\b")
_TOPIC = re.compile(r"\b(?:about|for|against|help\w* with)(?: [a-z']+){0,3} $")
_PASSED = re.compile(r"\b(?:gone|better|over|stopped|ended) (?:after|in|within|by|when|once)\b")
_IN_THE_SIDE = re.compile(r"\s*in (?:my|the) (?:left |right )?side\b(?! of)")
_NOT_OVER = re.compile(r"\b(?:yet|so far)\b")
_FOR_LONG = re.compile(r"\bfor (?:\w+ ){0,2}(?:weeks?|months?|years?|ages)\b")
_BEHIND = re.compile(r" (?:in|on|of|around)((?: (?!from\b|after|while|when|with|at\b|but)[a-z']+){1,4})")
_BECAUSE = re.compile(r"\b(?:because of|due to|thanks to|by)\b(?: [a-z']+){0,3} $")
_COMPOUND = re.compile(r"((?:[a-z']+[ -]+(?:and |or )?){1,3})$")
_OFANYONE = re.compile(r"\b(?:for|of|in|with) (?:my |the |our )?([a-z]+)")

_OF_BODY = r" (?:[\w']+ ){0,4}?(?:cramp|spasm|leg|calf|calves|foot|feet|toe|thigh|arch|shin|ankle|hamstring|heel|sole)"
_BY_NAME = re.compile(
    rf"(?:^|(?<=[\s:;,.(]))([A-Z][^\W\d_]+)(?:['\u2019]s(?={_OF_BODY})|"
    r" (?:also |just )?(?:had|has|got|gets|gotten|suffered|suffers|experienced|complained|reported|said|told)"
    rf"(?={_OF_BODY})|"
    r" (?:woke|wakes) (?:up )?(?:with|from)\b)"
)
"""Somebody by name, of whom what follows is."""
_NO_NAMES = frozenset(
    "it that there here what who how let today tonight yesterday night evening morning afternoon monday tuesday "
    "wednesday thursday friday saturday sunday charley charlie body calf leg foot legs calves feet toes thigh i we you "
    "again once twice soon suddenly eventually yet pain cramp cramps everything nothing otherwise sometime sometimes "
    "instead already always achilles last tired exhausted asleep magnesium stretching".split()
)
_WISHED = frozenset(
    "hope hoped hopes hoping hopefully afraid fear feared fearing scared worry worried worrying dread dreading anxious "
    "wonder wondered wondering if whether unless lest might may should would will i'll i'd reading read article heard "
    "listened watched googled researched prevent prevents prevented preventing avoid avoids avoided avoiding dreamt "
    "dreamed dream imagine imagined almost nearly thought expect expected expecting threatened threatening verge risk "
    "ask asked asking discuss discussed sometimes often usually rarely seldom normally prone plan planned wish "
    "instead reduce reduces reduced help helps ease eases relieve relieves treat treats cure cures".split()
)
"""Before the word for a cramp, anywhere in its sentence, they do not say that there was one."""

_NOT_SAID = (
    DENIES | log_grammar.NEGATIONS | frozenset("get gets stop stops stopped stopping want wanted".split())
)
"""Before the word for a cramp in its clause, they do not say that there was one."""

_OF_ALL = frozenset(
    "pill pills tablet tablets meds medicine medicines medication relief cream remedy remedies article articles advice "
    "app diary tracker log treatment treatments prevention supplement supplements research study spray gel balm "
    "cure forum leaflet support group club workshop talk lecture webinar class scale season risk therapy stuff "
    "bark book podcast free would might may will can could should won't don't are is aren't isn't do "
    "happen tend".split()
)
"""Directly behind the word for a cramp, they make a thing, or what is true of all cramps, of it."""

_FADED = frozenset(
    "gone less fewer better rarer free always often usually sometimes rarely seldom every each years child childhood "
    "pregnant teenager past doctor gp physio nurse bought buy ordered order pills cream article podcast video helps "
    "compared average total prevents causes cause alarm over stopped none nothing improved improving history".split()
)
"""Anywhere in a sentence they leave it open, unless it says when a cramp was, how bad or how long."""

_HAPPENING = frozenset(
    "had got gotten woke woken awoke awakened wakened suffered experienced felt struck hit attack attacked came "
    "started began seized gripped another again returned was were cramped cramping spasmed spasming happened "
    "caught".split()
)
_GOES_ON = log_grammar.FILLERS | frozenset(
    "after before again last this today yesterday tonight early late because but so until till since by out of me "
    "right left both which that then".split()
)
"""Behind a cramp that a sentence begins with, they say more of it."""

_PAST_A_COMPOUND = frozenset(
    "had got have with a an the my another from after of in on was woke by at bad terrible awful".split()
)
_SURE = ("severity", "duration_s", "woke", "sore_s", "awake_s", "walking")


class Happening(NamedTuple):
    """What a text says of whether a cramp happened.

    Attributes:
        verdict: HAPPENED; NAMED, and nothing says whether it happened; UNSURE, as something speaks against it; DENIED;
            OF_ANOTHER_PART of the body; NOTHING_NAMED.
        sentences: those that say that one happened.
    """

    verdict: str
    sentences: tuple[str, ...] = ()


def happening(text: str, words: NameReader) -> Happening:
    """Return what a text says of whether a cramp of leg or foot happened to the writer."""
    sentences = _with_answers(sentences_of(text), words)
    found = {each: _of_a_sentence(each, words) for each in sentences if words.names_a_cramp(each)}
    verdicts = {*found.values()}
    goes_on = DENIED in verdicts and len(sentences) > 1 and not words.denies_cramps(text)
    if {HAPPENED, DENIED} <= verdicts or goes_on:
        return Happening(UNSURE)
    ranked = (HAPPENED, UNSURE, NAMED, DENIED, OF_ANOTHER_PART)
    first = next((each for each in ranked if each in verdicts), NOTHING_NAMED)
    return Happening(first, tuple(each for each, verdict in found.items() if verdict == HAPPENED))


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, each line at least one."""
    return [each.strip() for each in _SENTENCES.split(text) if each.strip()]


def _with_answers(sentences: Iterable[str], words: NameReader) -> list[str]:
    """Return sentences, with one that names cramps alone and the denial behind it as one: `Leg cramps`, `No.`."""
    found: list[str] = []
    for each in sentences:
        if found and denies_cramps(each) and not words.names_a_cramp(each):
            answered = f"{found[-1].rstrip('?.!: ')}: {each}"
            if words.said(answered).kind == CLEAR:
                found[-1] = answered
                continue
        found.append(each)
    return found


def of_someone_else(text: str) -> bool:
    """Return whether a text begins with somebody else, or says by name whose cramp or whose leg it is."""
    first = re.match(r"\W*(?:(?:my|our|the|poor) )?(\w+)", text.casefold())
    return bool(first and first[1] in ANYONE) or _is_by_name(text)


def _is_by_name(text: str) -> bool:
    names = {each[1].casefold() for each in _BY_NAME.finditer(text)} - _NO_NAMES
    return any(not each.endswith("ly") for each in names)  # Finally had a cramp


def speaks_against(told: Told) -> bool:
    """Return whether a line without a word for a cramp says that there was none, or only that there might be one."""
    kept = {word for phrase in told.kept for word in _words_of(phrase)}
    is_told = not {"severity", "sensations", "duration_s"}.isdisjoint(told.fields)
    return told.fields.get("severity") == 0 or (not is_told and not kept.isdisjoint(_WISHED | ANYONE | WELL))


def _of_a_sentence(text: str, words: NameReader) -> str:
    told = words.told(text)
    if told is None:
        return UNSURE
    plain = _plain(text)
    cramps = [each for each in _CRAMP.finditer(plain) if not _is_elsewhere(plain, each, words)]
    if not cramps or (words.is_elsewhere(plain) and not told.is_none):
        return OF_ANOTHER_PART
    if told.is_none:
        return UNSURE if "?" in text or told.is_wished or _NOT_OVER.search(plain) else DENIED
    if told.fields.get("severity") == 0 or CROSSED.search(plain):
        return UNSURE
    if words.said(text).kind == CLEAR:
        return DENIED
    said, before, behind = _words_of(plain), plain[: cramps[0].start()], plain[cramps[0].end() :]
    if _is_open(before, behind, told) or _is_by_name(text):
        return UNSURE
    if any(each in told.fields for each in _SURE) or told.clock or told.ago_s:
        return HAPPENED
    is_faded = not _FADED.isdisjoint(_words_of(_PASSED.sub("", plain))) or _FOR_LONG.search(plain) is not None
    if is_faded or not ANYONE.isdisjoint(_words_of(behind)):
        return UNSURE
    is_told = told.day is not None or not _HAPPENING.isdisjoint(said) or _BECAUSE.search(before) is not None
    is_name = words.said(text).kind in (CRAMP, MAYBE)
    return HAPPENED if is_told or is_name or _is_headline(before, behind, told) else NAMED


def _is_open(before: str, behind: str, told: Told) -> bool:
    """Return whether a sentence leaves it open if the cramp happened, or to whom."""
    clause = _CLAUSES.split(before)[-1]
    of = _OFANYONE.search(behind)
    return (
        told.refused is not None
        or not _WISHED.isdisjoint(_words_of(before))
        or not ANYONE.isdisjoint(_words_of(_of_whom(before)))
        or "used to" in before
        or not _NOT_SAID.isdisjoint(_words_of(clause))
        or _TOPIC.search(clause) is not None
        or re.match(r"[^,;]*\?", behind) is not None
        or bool(of and of[1] in ANYONE)
        or not _OF_ALL.isdisjoint(re.findall(r"^[ -]([\w']+)", behind))
    )


def _of_whom(before: str) -> str:
    """Return what stands before a cramp and says whose it is: of `he pressed it and I got a cramp` the second half."""
    clause = _JOINED.split(before)[-1]
    return clause if re.search(r"\bi\b", clause) else before


def _is_headline(before: str, behind: str, told: Told) -> bool:
    """Return whether a sentence begins with a cramp, and goes on with more of it: `Bad calf cramp in the cinema`."""
    strange = {word for phrase in told.kept for word in _words_of(phrase)} - log_grammar.REMARKS
    following = re.match(r" ([\w']+)", behind)
    goes_on = following is None or following[1] in _GOES_ON or following[1] not in strange
    return strange.isdisjoint(_words_of(before)) and goes_on


def _is_elsewhere(text: str, cramp: re.Match[str], words: NameReader) -> bool:
    """Return whether a cramp is said to be of another part of the body: `stomach cramps`, `cramp in my hand`."""
    compound = _COMPOUND.search(text[: cramp.start()])
    before = _words_of(compound[1]) if compound else []
    start = max((at for at, word in enumerate(before, 1) if word in _PAST_A_COMPOUND), default=0)
    behind = _BEHIND.match(text, cramp.end())
    near = " ".join([*before[start:], *(_words_of(behind[1]) if behind else ())])
    told = words.told(near)
    sites = told.fields.get("sites", ()) if told else ()
    is_named = bool(sites or _IN_THE_SIDE.match(text, cramp.end())) or not OTHER_PARTS.isdisjoint(
        _words_of(near)
    )
    return is_named and ELSEWHERE.issuperset(sites)


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("\u2019", "'").casefold().split())


def _words_of(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())
