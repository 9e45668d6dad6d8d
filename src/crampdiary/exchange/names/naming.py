"""What a name in another program's file says, as the grammar of cramps and that of remedies read it.

An activity, a symptom, a tracker: a name makes a cramp of leg or foot only where all of it says so. A name with a
word that nobody knows (`stomach cramps`, `leg cramp relief`) is a person's to explain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import clean_text
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.names.header_words import in_english, is_cramp, without_asking
from crampdiary.exchange.names.uses_named import MOST, UsesNamed, words_of
from crampdiary.exchange.yes_no import PARTS, denies_cramps, may_deny
from crampdiary.words import log_grammar
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told

CRAMP, CLEAR, MAYBE, OTHER = "cramp", "clear", "maybe", "other"

ELSEWHERE = frozenset({"hand", "arm", "other"})  # of the built-in sites, those that are no leg and no foot
OTHER_PARTS = frozenset(
    "stomach tummy belly abdomen abdominal gut guts bowel bowels intestine intestines bladder uterus uterine womb "
    "period periods menstrual menstruation menses pms digestion digestive ibs "
    "pelvis pelvic neck throat jaw face cheek eye eyes eyelid tongue head scalp shoulder "
    "shoulders back spine chest rib ribs breast breasts heart diaphragm flank torso trunk wrist wrists elbow "
    "elbows thumb thumbs finger fingers bauch unterleib magen darm blase nacken hals kiefer gesicht auge augen "
    "zunge kopf schulter schultern rücken brust rippe rippen handgelenk ellbogen daumen estómago vientre cuello "
    "espalda cabeza pecho hombro estomac ventre cou nuque épaule tête poitrine mâchoire pancia stomaco collo "
    "schiena testa petto spalla writer's writers writer stitch".split()
)
"""Parts of the body that this diary has no word for, as none of them is a place of what it is about."""
GROUP_MARK = "/"
"""Between a name and its groups, widest first: `Health/Legs/Cramps`."""
_OF_A_LEG = ("sites", "side")
_BY_NAME = frozenset("horse horses".split())  # charley horse: a cramp of the leg without a word for cramp
_FREE = frozenset("free".split())
_OF_A_CRAMP = frozenset("sites side severity sensations woke onset".split())
_OF_A_PART = frozenset("sites side onset".split())
_GRADES = frozenset(
    "agonising agonizing awful bad badly brutal horrible horrid intense nasty terrible".split()
)
_OF_TIME = frozenset("night nights nightly nighttime nocturnal".split())
_CRAMPS = log_grammar.CRAMPS | _BY_NAME
_DENIALS = log_grammar.NEGATIONS | log_grammar.WITHIN_A_DENIAL | _FREE | {"none", "zero", "of", "a"}
_DENYING = log_grammar.NEGATIONS | _FREE | {"none", "zero"}
_SEVERAL = frozenset("cramps spasms".split())
_ZERO = re.compile(r"^(?:0|zero) (?=\D)", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?:[2-9]|[1-9]\d|two|three|four|five|six|several|some|many|a few)(?: ?x| times)? (?=.*(?:cramps|spasms)\b)"
    r"|(?<=cramps|spasms) \((?:[2-9]|[1-9]\d) ?x?\)$",
    re.ASCII | re.IGNORECASE,
)
"""How many cramps a name tells of, which is not how bad they were."""
_SHORT = 3  # letters: too few to tell a part of the body at the beginning of a word
_JOINED = re.compile(r"\b(legs?|foot|feet|calf|calves|toes?|thighs?)(?=(?:cramp|spasm))", re.IGNORECASE)
_PICTURES_OF_A_LEG = re.compile("[\U0001f9b5\U0001f9b6\U0001f9bf][\U0001f3fb-\U0001f3ff]?\ufe0f?")
_PICTURES = re.compile(
    "[\u2600-\u260f\u2613-\u2712\u2728\u2744-\u274b\u2764\U0001f300-\U0001faff\u200d\ufe0f]+"
)
"""Small pictures beside the words of a name, but for crosses and the like."""
_ANSWER = re.compile(r"\s*[:=?(]\s*|\s[-–—]\s|[,.;]\s+")
"""Between a name and what is said of it: `Leg cramps: none`."""
CROSSED = re.compile(r"[\u26d4\u2716-\u2718\u274c\u274e\U0001f44e\U0001f645\U0001f6ab]")
_OF_ITS_ENTRY = ("last night", "today", "tonight")
_CRAMP_ELSEWHERE = re.compile(
    r"cramp|kr[aä]mpf|kramp|calambre|skurcz|k[rř]eč|suonenve|görcs|spasm|судорог|спазм|こむら|つり|痙攣|抽筋|쥐"
)
"""In other languages, or as a part of a longer word, what a cramp is called."""
_STEMS = (
    *("abdom", "bauch", "unterleib", "magen", "darm", "regel", "anti", "mens", "buik", "maag", "hand", "arm"),
    *(part for part in OTHER_PARTS if len(part) > _SHORT),
)
"""Of longer words for a cramp of another part, the beginnings."""
NIGHT, _DEEP_NIGHT = frozenset((*range(8), 22, 23)), frozenset(range(8))  # o'clock
TURNS = frozenset("but except though although however until till unless only besides because".split())
"""After these words a denial is no longer of everything."""
BESIDE_ONE = (
    log_grammar.REMARKS
    | TURNS
    | frozenset("one except a small short little quick brief again after all".split())
)
WELL = frozenset("fine ok okay good great better well calm relaxed normal".split())
SEIZED = re.compile(r"\b(?:seiz|contract|clench|lock|harden|spasm)\w*")
"""Of what feels tight, the words for a cramp and for nothing that goes on all day."""
_REMEMBERED = 2_000  # texts: the cells of a column are few, and notes are no two alike


class Said(NamedTuple):
    """What a name says.

    Attributes:
        kind: a CRAMP of leg or foot, CLEAR of cramps, MAYBE a cramp of leg or foot, or OTHER.
        fields: of an episode, what was told of it: tuples for those of several.
        rest: what was not understood, phrase by phrase.
    """

    kind: str
    fields: dict[str, Any]
    rest: tuple[str, ...] = ()


class NameReader:
    """Reads names with the words of one diary, each once.

    Args:
        vocabulary: the words known.

    Attributes:
        uses: reads what names and cells say of remedies and triggers.
        guesses: by header, what the columns of a sheet seem to be, for whoever guesses them.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._reader = LogReader(vocabulary)
        self.uses = UsesNamed(vocabulary)
        self.guesses: dict[str, str | None] = {}
        self._said: dict[str, Said] = {}
        self._elsewhere: set[str] = set()
        self._headers: dict[str, Said] = {}
        self._told: dict[str, Told | None] = {}

    def said(self, text: str) -> Said:
        """Return what a name says of a cramp."""
        if text not in self._said:
            self._said[text] = self._read_name(text)
        return self._said[text]

    def _read_name(self, text: str) -> Said:
        answered = self._answered_no(text)
        if answered is not None:
            return answered
        plain = _JOINED.sub(r"\1 ", _PICTURES_OF_A_LEG.sub(_in_words, text))
        said = self._read(_COUNTED.sub("", _ZERO.sub("no ", clean_text(_apart(plain)))))
        if said.kind == OTHER and (english := in_english(plain)) != plain:
            # In another language a cramp is asked about; a denial needs no more than its words.
            denied = self._read(english)
            said = denied if denied.kind == CLEAR else said
        if said.kind == OTHER and (without := clean_text(_PICTURES.sub(" ", plain))) != clean_text(plain):
            said = self._read_name(without)  # which may say anything of it
            return said._replace(kind=MAYBE) if said.kind == CRAMP else said
        return said._replace(kind=MAYBE) if said.kind == CRAMP and self._is_open(text) else said

    def _is_open(self, name: str) -> bool:
        """Return whether a name asks, has a cross beside it, or is of a day that its entry is not of."""
        told = self.told(name)
        is_of_else = told is not None and (told.refused or (told.day and told.day.name not in _OF_ITS_ENTRY))
        return bool(is_of_else or "?" in name or CROSSED.search(name))

    def _answered_no(self, text: str) -> Said | None:
        """Return what a name says behind which it stands that there were none of these cramps, else None."""
        mark = _ANSWER.search(text)
        if mark is None:
            return None
        name, answer = text[: mark.start()], text[mark.end() :].strip(" )-–—")
        if not answer or not denies_cramps(answer) or self._may_name_a_cramp(answer):
            return None
        said = self.said(name)
        if said.kind not in (CRAMP, MAYBE):
            return None
        return Said(CLEAR if self._is_of_all(said, name) else OTHER, {})

    def _is_of_all(self, said: Said, text: str) -> bool:
        """Return whether a name is of cramps of any kind, on both sides, at any time: others may have been there."""
        told = self.told(text)
        is_of_all = said.fields.get("side") in (None, "both") and said.fields.keys() <= _OF_A_PART
        return is_of_all and told is not None and told.clock is None and _GRADES.isdisjoint(words_of(text))

    def may_be_a_cramp(self, text: str) -> bool:
        """Return whether a name may be that of leg or foot cramps, so that only the person can tell.

        It is a bare "Cramps", or has a word for a cramp that this program does not read: `Wadenkrampf`, `Calambres`.
        """
        words = words_of(_apart(text))
        is_strange = any(map(_CRAMP_ELSEWHERE.search, words)) and _CRAMPS.isdisjoint(words)
        is_of_else = any(word.startswith(_STEMS) or word in OTHER_PARTS for word in words)
        return self.said(text).kind == MAYBE or (is_strange and not is_of_else and not may_deny(text))

    def _read(self, text: str) -> Said:
        told = self.told(text)
        if told is None:
            return Said(OTHER, {}, (text,))
        fields = fields_of(told)
        words = words_of(text)
        if _CRAMPS.isdisjoint(words):
            return Said(OTHER, fields, tuple(told.kept))
        if told.is_none or not log_grammar.NEGATIONS.isdisjoint(words):
            rest = " ".join(word for word in words if word not in _DENIALS)
            if rest == " ".join(words):  # cramps kept away: no word of it denies them by itself
                return Said(OTHER if told.kept or told.is_wished else CLEAR, {}, tuple(told.kept))
            denied = self._read(rest) if rest else Said(OTHER, {})  # "no hand cramp" says nothing of the legs
            is_clear = denied.kind in (CRAMP, MAYBE) and not told.is_wished and _denies_all(text)
            is_clear = is_clear and self._is_of_all(denied, text)
            return Said(CLEAR if is_clear else OTHER, {}, tuple(told.kept))
        if log_grammar.CRAMPS.isdisjoint(words) and not fields.get("sites"):
            return Said(OTHER, fields, tuple(told.kept))
        if not _FREE.isdisjoint(words):
            return Said(OTHER, {}, tuple(told.kept))
        kept = {word.casefold() for phrase in told.kept for word in re.findall(r"[\w']+", phrase)}
        is_more = not kept <= log_grammar.REMARKS | _OF_TIME
        if is_more or told.preventive or told.both_ways or not fields.keys() <= _OF_A_CRAMP:
            return Said(OTHER, fields, tuple(told.kept))
        if ELSEWHERE.intersection(fields.get("sites", ())):
            return Said(OTHER, fields)
        if fields.get("severity") == 0:
            del fields["severity"]
            return Said(CLEAR if self._is_of_all(Said(CRAMP, fields), text) else OTHER, {})
        return Said(CRAMP if fields.get("sites") else MAYBE, fields)

    def of_header(self, header: str) -> Said:
        """Return what a header or a title says of cramps, in whatever words it asks for them: `Any foot cramps?`."""
        if header not in self._headers:
            self._headers[header] = self.said(without_asking(in_english(header)))
        return self._headers[header]

    def speaks_of_cramps(self, name: str) -> bool:
        """Return whether a title or header says that what it stands above is cramps of legs or feet, and no more."""
        return self.of_header(name).kind in (CRAMP, MAYBE)

    def asks_of_cramps(self, header: str) -> bool:
        """Return whether the cells below a header say whether there were cramps: of all, or of a place."""
        said = self.of_header(header)
        plain = " ".join(word for word in words_of(header) if word not in log_grammar.REMARKS)
        # Of bad cramps a no leaves the others open; but the first toe is a toe.
        is_remarked = plain != " ".join(words_of(header)) and self.of_header(plain) == said
        return said.kind in (CRAMP, MAYBE) and said.fields.keys() <= _OF_A_PART and not is_remarked

    def asks_how_many(self, name: str) -> bool:
        """Return whether a name is of all cramps of a night or a day, so that its number is theirs: `Cramps today`."""
        told = self.told(name)
        return told is not None and told.day is not None and not _SEVERAL.isdisjoint(words_of(_apart(name)))

    def take_note(self, name: str, said: Said, *, is_elsewhere: bool) -> None:
        """Take note of what a name says where it stands, and whether that is another part of the body."""
        self._said[name] = said
        if is_elsewhere:
            self._elsewhere.add(name)

    def part_of_the_body(self, group: str) -> Mapping[str, Any] | None:
        """Return the leg or foot that the name of a group says; nothing in it for another part; None for neither.

        A group of both, such as "Back and legs", leaves it open.
        """
        told = self.told(group)
        fields = fields_of(told) if told else {}
        sites = [each for each in fields.get("sites", ()) if each not in ELSEWHERE]
        is_elsewhere = len(sites) < len(fields.get("sites", ())) or not OTHER_PARTS.isdisjoint(
            words_of(_apart(group))
        )
        if is_elsewhere:
            return None if sites else {}
        return {each: fields[each] for each in _OF_A_LEG if each in fields} if sites else None

    def tells_of_a_cramp(self, text: str) -> bool:
        """Return whether a text of any words tells of a cramp of leg or foot, among other things."""
        if not self.names_a_cramp(text):
            return False
        told = self.told(text)
        sites = () if told is None or told.is_none else told.fields.get("sites", ())
        return bool(sites) and not ELSEWHERE.issuperset(sites)

    def is_elsewhere(self, text: str) -> bool:
        """Return whether a place is a part of the body that the diary has no word for: `stomach`, `Neck (left)`."""
        if text in self._elsewhere:
            return True
        if OTHER_PARTS.isdisjoint(words_of(_apart(text))):
            return False
        told = self.told(text)
        return told is None or not told.fields.get("sites")

    def denies_cramps(self, note: str) -> bool:
        """Return whether a note says plainly that there were no cramps, and nothing in it tells of one.

        A phrase of it must say so as a whole: not `no sleep because of cramps`, nor `no cramps? Ha`.
        """
        if "?" in note or not TURNS.isdisjoint(words_of(note)) or not self._may_name_a_cramp(note):
            return False
        is_denied = False
        for phrase in filter(str.strip, PARTS.split(note)):
            phrase = phrase.strip()
            if self._may_name_a_cramp(phrase):
                if not denies_cramps(phrase) and self.said(phrase).kind != CLEAR:
                    return False
                is_denied = True
            elif (told := self.told(phrase)) is None or not _OF_A_CRAMP.isdisjoint(told.fields):
                return False
        return is_denied

    def takes_back(self, note: str) -> bool:
        """Return whether a phrase of a note denies cramps, and none tells of one: `false alarm - no cramp`."""
        if "?" in note or not TURNS.isdisjoint(words_of(note)):
            return False
        named = [
            each for each in re.split(f"{PARTS.pattern}| [-–—] | just ", note) if self._may_name_a_cramp(each)
        ]
        return bool(named) and all(map(denies_cramps, named))

    def _may_name_a_cramp(self, text: str) -> bool:
        return self.names_a_cramp(text) or any(map(is_cramp, words_of(text)))

    def tells_of_one(self, note: str) -> bool:
        """Return whether a note tells of a cramp: by name, or by where, and how bad or when in the night."""
        is_named = self.tells_of_a_cramp(note) or self.said(note).kind == CRAMP or self.may_be_a_cramp(note)
        return is_named or any(map(self._places_one, (note, *PARTS.split(note))))

    def _places_one(self, text: str) -> bool:
        """Return whether a text says where something was, and how bad or when in the night: `left calf 2am 6/10`.

        Not where it is a remedy (`calf stretches at 9pm`), or says that all is well.
        """
        told = self.told(text)
        if told is None or told.is_none or ELSEWHERE.issuperset(told.fields.get("sites", ())):
            return False
        kept = _kept(told)
        is_rated = told.fields.get("severity") or told.fields.get("woke") or SEIZED.search(text.casefold())
        if not (is_rated or is_of_the_night(told, NIGHT if kept <= BESIDE_ONE else _DEEP_NIGHT)):
            return False
        return not (
            kept & WELL or told.fields.get("tried") or any(each.word for each in self.uses.taken(text))
        )

    def is_place(self, text: str) -> bool:
        """Return whether a text is of a part of leg or foot and of nothing else: `right calf, awful`."""
        said = self.said(text)
        rest = {word for phrase in said.rest for word in words_of(phrase)}
        return bool({*said.fields.get("sites", ())} - ELSEWHERE) and rest <= log_grammar.REMARKS

    def names_a_cramp(self, text: str) -> bool:
        """Return whether a word for a cramp stands in a text, of whatever part of the body: most notes have none."""
        return not _CRAMPS.isdisjoint(words_of(_apart(text)))

    def told(self, text: str) -> Told | None:
        """Return what the grammar reads in a text, None where it refuses to."""
        if text in self._told:
            return self._told[text]
        try:
            found = self._reader.read_all_else([_apart(text)]) if text and len(text) <= MOST else None
        except UsageError:
            found = None
        if len(self._told) < _REMEMBERED:
            self._told[text] = found
        return found

    def fields(self, text: str) -> dict[str, Any] | None:
        """Return the fields of a cramp that a text tells, None where not all of it is understood."""
        said = self.said(text)
        return said.fields if said.fields and not said.rest and said.kind != CLEAR else None


def _apart(text: str) -> str:
    """Return a text with the words of a tag apart (`leg_cramp`), and each line a sentence of its own."""
    return re.sub(r"(?<=[\w)])[ \t]*[\r\n]+", ", ", text.replace("_", " "))


def _kept(told: Told) -> set[str]:
    return {word for phrase in told.kept for word in words_of(phrase)}


def is_of_the_night(told: Told, hours: frozenset[int]) -> bool:
    """Return whether a text has a time at one of some hours; where it is open, in either half of the day."""
    clock = told.clock
    if clock is None:
        return False
    return clock.hour in hours or (
        clock.is_open and not hours.isdisjoint((clock.hour % 12, clock.hour % 12 + 12))
    )


def _in_words(picture: re.Match[str]) -> str:
    return " foot " if picture[0].startswith("\U0001f9b6") else " leg "


def _denies_all(text: str) -> bool:
    """Return whether a denial is of every cramp that is named: not `foot cramp, no leg cramp`, nor `hardly any`."""
    words = words_of(text)
    if "?" in text or not (log_grammar.UNSURE | TURNS).isdisjoint(words):
        return False
    if any(_denials_in(part) > 1 for part in PARTS.split(text)):
        return False
    parts = map(words_of, re.split(r"[,;()]|\b(?:but|and)\b|[.!]\s", text.casefold()))
    if any(not _CRAMPS.isdisjoint(part) and _DENYING.isdisjoint(part) for part in parts):
        return False
    first = min((words.index(word) for word in log_grammar.NEGATIONS.intersection(words)), default=0)
    return not _CRAMPS.isdisjoint(words[first:]) or _DENIALS.issuperset(words[first:])


def _denials_in(text: str) -> int:
    words = words_of(text)
    # "no sign of cramps, none" denies twice in two parts; "not without cramps" in one, and says the opposite.
    return sum(word in _DENYING for word in words)


def fields_of(told: Told) -> dict[str, Any]:
    """Return the fields of a cramp that words tell, as an entry has them: tuples for those of several."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.fields.items()}
