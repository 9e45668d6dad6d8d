"""What a column of a sheet can be, and what its header looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from crampdiary.exchange.names.header_words import is_cramp
from crampdiary.exchange.names.naming import CLEAR, ELSEWHERE, MAYBE, OTHER, NameReader

TIMED = ("at", "date", "time", "end")
OF_A_CRAMP = tuple(
    "end severity duration minutes seconds count site side place sensation trigger onset woke sore tried helped "
    "clear".split()
)
SCALED = ("severity", "value")
COUNTED = "count"
"""Of a value in place of a scale: its numbers say how often or how much, and never how bad."""
WIDE = ("used", "had")
FIELDS = ("at", "date", "time", *OF_A_CRAMP, *WIDE, *"amount note name group names value label".split())
"""All that a column can be."""

_SCALE = re.compile(r"[01]-(\d{1,4})", re.ASCII)
_SCALE_OF = re.compile(
    r"(?:\b([01]) ?(?:[-–—]|\.\.+|to|bis|à|a|tot) ?|(?:/|\bout of|\bvon|\bmax\.?|\bof) ?)(\d{1,3})\b(?![-/])",
    re.ASCII | re.IGNORECASE,
)
_STEP = re.compile(r"\b(\d{1,3})(?: ?[=:–—-] ?| )([^\W\d]+)")
"""A number that a header explains: `0=none`, `1: mild`, `5 worst`."""
_OF_A_RANGE = frozenset("to bis tot of out von max à a scale".split())
_MOST_OF_A_LEGEND = 100
_SCALE_AT_THE_END = re.compile(r"[(\[][^()\[\]]*\d[^()\[\]]*[)\]]|[01] ?[-–—] ?\d{1,3}\s*$|/ ?\d{1,3}\s*$")
"""A scale as it stands in a header, in brackets or at its end."""
_A_SCALE = re.compile(r" (?:(?:out )?of |max )?(?:\d{1,3} (?:to |bis |à |a |tot )?)?\d{1,3}(?: scale)?$")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_STEPS_OF_WORDS = re.compile(
    r"(?:(?:none|no|mild|slight|little|light|moderate|medium|bad|strong|severe|worst|terrible|awful|unbearable|extreme|"
    r"keine?r?|leicht|mittel|mäßig|stark|schwer|schlimm)(?:\W+|$)){2,}",
    re.IGNORECASE,
)
_LEAST = frozenset(
    "none no nil nothing never mild mildest slight least little light fine ok okay good best well keine keiner kein "
    "leicht leichteste gut aucun aucune légère leve nessuno nessuna lieve geen licht".split()
)
"""Words for the lower end of a scale: where one is of the highest number, it runs the other way."""
_MOST = frozenset(
    "worst severe terrible awful unbearable extreme bad strong stark schwer schlimm schlimmste".split()
)
_OF_NO_SCALE = frozenset(
    "yes y ja oui sí si maybe perhaps unsure unknown vielleicht one two once twice times several many more".split()
)
"""Words by which the numbers of a legend are answers, or how many there were."""
_GUESSES = {
    "at": (
        "at|from|von|when(?: was it)?|start(?:ed)?|start time|date and time|date time|time ?stamp|began|"
        "zeitstempel|zeitpunkt|fecha y hora|date et heure|data e ora|datum en tijd"
    ),
    "date": "(?:what )?(?:date|day|night)(?: of(?: the)?(?: cramps?)?)?|datum|tag|nacht|fecha|dato|datum und zeit",
    "time": (
        "(?:what |start )?time(?: was it| of day| of night| of(?: the)? cramps?)?|clock|uhrzeit|zeit|hora|heure|ora|"
        "tijd|tijdstip|"
        "(?:at )?(?:when|what time) (?:did|was) (?:the |your |it |this )?(?:cramps? )?(?:happen|start|begin|occur)|"
        "(?:at )?(?:when|what time) was (?:the|your) cramps?|cramp (?:time|at)|woke (?:up )?at|woken at"
    ),
    "end": "end(?:ed)?|(?:end|stop) time|until|to|stop(?:ped)?|ende|bis",
    "severity": (
        "severity|(?:(?:worst|max(?:imum)?|peak|highest) )?pain(?: (?:overnight|at night|in the night))?|"
        "pain (?:level|score|scale|rating)|worst|intensity|level|how bad(?: was it| is it)?|"
        "how (?:painful|bad) (?:was|is) (?:the |your )?(?:worst|cramps?|pain)(?: (?:one|cramp))?|strength|vas|"
        "how painful(?: was it| is it)?|"
        "schmerz(?:en)?|schmerzstärke|stärke|intensität|score|nrs|rating|scale|skala|douleur|intensité|"
        "dolor|intensidad|dolore|intensità|pijn|pijnscore"
    ),
    "minutes": (
        "minutes|mins?|minuten|minutos|minuti|how long min|(?:duration|length) (?:in )?(?:min|minutes)|"
        "dauer in minuten"
    ),
    "seconds": "seconds|secs?|sekunden|duration s|(?:duration|length) in seconds|dauer in sekunden",
    "duration": "duration|length|how long(?: did it last| was it)?|lasted|dauer|durée|duración|durata|duur",
    "count": (
        "(?:leg |foot |calf |muscle |night |any |number of |no of )?cramps?|count|how many(?: (?:cramps?|times))?|"
        "krämpfe|wadenkrämpfe|anzahl|number"
    ),
    "place": (
        "(?:which )?leg|where(?: was it)?|(?:(?:pain|body) )?(?:place|location|site|area|part)|(?:which )?muscles?|"
        "(?:welches )?bein|wo|"
        "ort|stelle|part|jambe|où|endroit|pierna|dónde|lugar|gamba|dove|luogo|waar|plaats"
    ),
    "side": (
        "(?:which |what )?side|(?:welche )?seite|left (?:or )?right|l (?:or )?r|r l|links rechts|li re|côté|lado|"
        "lato|kant"
    ),
    "sensation": "sensations?|feeling|felt like|what (?:it|did it) (?:felt|feel) like",
    "trigger": "aggravating factors?|(?:possible |likely |suspected )?(?:triggers?|causes?)|why|auslöser|ursache",
    "onset": "onset|doing|what (?:i was|were you|was i) doing",
    "woke": "woke|woke me|woken|woke up|did it wake me|aufgewacht",
    "tried": (
        "tried|what i tried|medication|medicine|treatment|what i did|was ich versucht habe|remedy|remedies|"
        "remed(?:y|ies) (?:used|tried)|relief (?:measures?|methods?)|alleviating factors?|"
        "what (?:helped|worked)|mittel|behandlung|was geholfen hat|remède|"
        "remedio|rimedio|middel"
    ),
    "helped": (
        "helped|worked|did (?:it|that) (?:help|work)|better|relief|effectiveness|hat (?:es )?geholfen|effect|wirkung"
    ),
    "clear": "no cramps?|clear|clear night|cramp free",
    "used": (
        "(?:what )?(?:(?:did|have) (?:you|i) |i )?(?:used?|take|taken|took)"
        "(?: (?:that (?:day|evening|night)|today|tonight|this evening|before bed|at bedtime))?|supplements?"
    ),
    "amount": "amount|dose|how much|dosis",
    "note": (
        "(?:free |other )?notes?|(?:other )?comments?|remarks?|"
        "anything else|details|what happened|notizen?|bemerkung(?:en)?|kommentar|"
        "remarques?|notas?|opmerking(?:en)?|commentaires?|comentarios?"
    ),
    "name": (
        "name|symptom|tracker|tracker name|habit|activity|what|event|category|kategorie|ereignis|symptome?|"
        "subject|title|summary|"
        "(?:what )?(?:type|kind|sort|art|typ)(?: of (?:event|entry|cramps?|symptom|pain))?"
    ),
    "value": "value|observation value|wert",
}
_GUESSED = re.compile("|".join(f"(?P<{field}>{names})" for field, names in _GUESSES.items()))
_OF_CRAMPS = re.compile(
    r"^(?:(?:leg|foot|calf|night) )?cramps? |\b(?: of| when)?(?: the)? (?:leg |foot )?cramps?$"
)
"""What a header of cramps has beside what the column is: `Cramp severity`, `length of the cramp`."""
_PART_OF_A_DAY = re.compile(r"\b(?:am|pm|a m|p m|morning|afternoon|evening|morgens?|abends?)\b")
_LAST_NIGHT = re.compile(
    r"\b(?:last night|previous night|this morning|(?:letzte|vergangene|heute) nacht|heute (?:morgen|früh))\b"
)
_MORNINGS = re.compile(
    r"\b(?:mornings?|(?:next|following) day|day after|morgens?|matin|mattin[ao]|mañana|manhã|ochtend|rano|morgon)\b"
)
_WAKING = re.compile(
    r"\b(?:(?:a?wake|waking|a?woke|awoken|woken)(?: up)?(?! me| by)|(?:got|getting|get) up|wakeup|aufgewacht|"
    r"aufgestanden|aufwachen|aufstehen|réveil|réveillée?|lever|despertar|risveglio|wakker|opgestaan)\b"
)
_OTHER_PARTS = re.compile(r"\b(?:nights?|evenings?|bedtime|nacht|abends?|nuit|soir|noche|notte|sera|avond)\b")
_AFTER = re.compile(r"\b(?:after|next|following|nach|danach|nächste[rn]?|après|suivant|lendemain)\b")
_NIGHTS = re.compile(
    r"(?:(?:what|which) )?(?:night|evening|nacht|abend|noche|nuit|notte)(?: of(?: the)?(?: cramps?)?)?"
)
_WEEKS = re.compile(
    r"\b(?:weeks?|week(?:commencing|beginning|ending)|months?|wochen?|kw|monate?|semaines?|mois|semanas?|mes|settimana|"
    r"mese|maand)\b|^w ?[ceb]\b"
)
_DAYS = re.compile(
    r"\b(?:days?|dates?|nights?|times?|tag|datum|nacht|jour|día|fecha|giorno|dag|nuit|noche|notte)\b"
)
_WRITTEN = re.compile(
    r"time ?stamp|submit (?:date|time)|"
    r"zeitstempel|tijdstempel|tidsstempel|tidsstämpel|aikaleima|horodateur|marca temporal|"
    r"informazioni cronologiche|carimbo de data hora|sygnatura czasowa|completion time|"
    r"(?:(?:last|date|time|day|datum|and|when) )*(?:submitted|logged|recorded|created|entered|written|added|updated|"
    r"modified|noted|filled in|completed|eingetragen|erfasst|geändert)(?: (?:at|on|date|time|down|am))*|"
    r"(?:(?:date|time|day) of )?(?:the )?(?:entry|submission|writing|record|log)(?: (?:date|time))*"
)
_DONE = re.compile(
    r"(?:was it |did (?:i|you) )?(?:done|taken|used|took|do|take|use|did|completed|erledigt|genommen)(?: it)?"
)
_WHO = re.compile(
    r"(?:patient|full|first|your) name|"
    r"who(?:se| was it| had it| is it)?|person|people|patient|family member|user|wer|qui|quien|quién|chi"
)
_YES_OR_NO = re.compile(r" (?:y|yes|j|ja|oui|o|s|sí|si) (?:n|no|nein|nee|non)$")
_IF_YES = re.compile(r"^(?:if (?:yes|so)|(?:falls|wenn) ja|si oui) ")
_NUMBERED = frozenset("how many number no count counts anzahl wie viele total".split())
VAGUE = frozenset("rating score scale skala level strength vas count number anzahl".split())
"""Headers that are of a cramp only in a sheet of cramps; in any other they may rate or count anything."""
GROUPS = frozenset("category kategorie group gruppe".split())
"""Headers of what a thing is part of, beside a column of its name; without one they name it themselves."""
_UNITS = "mg|g|mcg|µg|ug|iu|ie|ml|tablets?|pills?|capsules?|drops?|cups?|glasses"
_UNIT = re.compile(rf"({_UNITS})", re.IGNORECASE)
_LITRES = re.compile(r"[ (\[](l|litres?|liters?|dl|cl|cups?|glasses)[)\] ]*$", re.IGNORECASE)
_DOSE = re.compile(rf"[ (\[,]+(\d{{1,5}}(?:[.,]\d{{1,3}})? ?(?:{_UNITS}))[)\] ]*$", re.IGNORECASE | re.ASCII)


def is_field(meaning: str) -> bool:
    """Return whether a meaning in a mapping is that of a column: a field, perhaps with a shape or a scale."""
    field, colon, shape = meaning.partition(":")
    if field not in FIELDS:
        return False
    if not colon:
        return True
    if field in TIMED:
        return "%" in shape
    if field == "value" and shape == COUNTED:
        return True
    if field in SCALED:
        return _SCALE.fullmatch(shape) is not None
    return bool(shape) and field in ("names", "name", *WIDE)


def scale_of(shape: str) -> float:
    """Return the top of a scale, 10 where none is said; of one from 1, the lowest is a cramp too, if a mild one."""
    match = _SCALE.fullmatch(shape)
    return float(match[1]) if match and int(match[1]) else 10.0


@lru_cache(maxsize=4096)
def plain_header(name: str) -> str:
    """Return a header by which columns are compared: small letters, without marks and what stands in brackets."""
    return " ".join(re.sub(r"[^\w ]|_", " ", re.sub(r"\([^()]*\)|\[[^][]*\]", " ", name.casefold())).split())


def guess(header: str, words: NameReader) -> str | None:
    """Return what a column seems to be by its header alone, None where nothing says so."""
    if header not in words.guesses:  # a header is asked for several times, and thousands may be alike
        words.guesses[header] = _guess(header, words)
    return words.guesses[header]


def _guess(header: str, words: NameReader) -> str | None:
    asked = without_legend(header)
    plain = " ".join(_LAST_NIGHT.sub(" ", plain_header(asked)).split()) or plain_header(asked)
    plain = _IF_YES.sub("", _YES_OR_NO.sub("", plain))
    without_scale = _A_SCALE.sub("", plain)  # Pain 1-10
    names_of_it = [without_scale, _OF_CRAMPS.sub("", without_scale).strip()]
    for each in names_of_it:  # all of it first: `Night cramps` is no night
        if each and (found := _GUESSED.fullmatch(each)):
            field = str(found.lastgroup)
            if field == "helped" and each != without_scale:
                continue  # `Leg cramp relief` is what somebody sells
            return (
                None
                if field in OF_A_CRAMP and _is_of_another_part(asked, words)
                else _on_its_scale(field, header)
            )
    if words.asks_of_cramps(asked):
        return _on_its_scale("count", header)
    if words.of_header(asked).kind == CLEAR:
        return "clear"
    for name in (
        plain,
        plain.removesuffix(unit_of(header).casefold()).strip(),
        plain_header(_DOSE.sub("", header)),
    ):
        for word in words.vocabulary.find(name, "remedy", "trigger") if name else ():
            return f"{'used' if word.role == 'remedy' else 'had'}:{word.slug}"
    if is_scale_alone(header):
        return _on_its_scale("severity", header)
    if thing := words.uses.asked_for(asked):
        return f"{'used' if thing[0] == 'remedy' else 'had'}:{thing[1]}"
    return None


def guessed_field(header: str, words: NameReader) -> str:
    """Return the field that a column seems to be, without its scale or word; empty where nothing says so."""
    return (guess(header, words) or "").partition(":")[0]


def rates_a_part(header: str, words: NameReader) -> bool:
    """Return whether a header asks how bad it was in a part of the day: `AM pain`."""
    plain = plain_header(header)
    whole = _PART_OF_A_DAY.sub(" ", plain).strip()
    return whole != plain and guess(whole, words) == "severity"


def is_place_alone(header: str, words: NameReader) -> bool:
    """Return whether a header is a part of leg or foot, with a scale at most: `Left calf`, `Left leg (0-10)`."""
    if words.names_a_cramp(header):
        return False
    asked = _YES_OR_NO.sub("", _SCALE_AT_THE_END.sub(" ", header) if scale_in(header) else header.strip(" ?"))
    fields = words.fields(asked.strip()) or {}
    return {"sites"} <= fields.keys() <= {"sites", "side"} and not ELSEWHERE.issuperset(fields["sites"])


def _is_of_another_part(header: str, words: NameReader) -> bool:
    """Return whether what stands in brackets makes a header one of another part of the body: `Cramps (period)`."""
    in_brackets = " ".join(re.findall(r"[(\[]([^()\[\]\d]*)[)\]]", header))
    if not in_brackets:
        return False
    is_named = words.of_header(plain_header(header)).kind == MAYBE and words.of_header(header).kind == OTHER
    return is_named or words.is_elsewhere(in_brackets)


def is_of_last_night(header: str) -> bool:
    """Return whether a header asks for the night before the day of a row: `Cramps last night?`."""
    return _LAST_NIGHT.search(plain_header(header)) is not None


def is_of_nights(header: str) -> bool:
    """Return whether the dates below a header name nights, by their evenings: `Night of`."""
    return _NIGHTS.fullmatch(plain_header(header)) is not None


def is_of_mornings(header: str, *, has_clock: bool = False) -> bool:
    """Return whether the dates below a header are those of the mornings after: `Morning of`, `Date (woke up)`.

    Args:
        header: of the column.
        has_clock: whether times stand beside its dates. When somebody woke may then be in the night.
    """
    plain = " ".join(re.sub(r"[^\w ]|_", " ", header.casefold()).split())
    is_waking = not has_clock and _WAKING.search(plain) and not any(map(is_cramp, plain.split()))
    if not (_MORNINGS.search(plain) or is_waking):
        return False
    return _OTHER_PARTS.search(plain) is None or _AFTER.search(plain) is not None


def is_of_weeks(header: str) -> bool:
    """Return whether the dates below a header stand for whole weeks or months: `Week starting`, `W/C`."""
    plain = plain_header(header)
    return _WEEKS.search(plain) is not None and _DAYS.search(plain) is None


def is_when_written(header: str, beside: Iterable[str] = ()) -> bool:
    """Return whether a header is that of when a row was written, which may be later than what it tells of.

    Args:
        header: of the column.
        beside: those of all columns. A form that says when it was completed says when it was begun, too.
    """
    plain = plain_header(header)
    is_begun = plain == "start time" and "completion time" in map(plain_header, beside)
    return is_begun or _WRITTEN.fullmatch(plain) is not None


def scale_in(header: str) -> str:
    """Return the scale that a header tells (`Pain (1-5)`, `Cramp (0=none 1=mild 2=bad)`), empty where it tells none."""
    if is_open_legend(header):
        return ""
    steps = _steps_in(header)
    if len(steps) > 1 and min(steps) < 2 <= max(steps) <= _MOST_OF_A_LEGEND:
        return f"{min(steps)}-{max(steps)}"
    found = _SCALE_OF.search(header)
    return f"{found[1] or 0}-{found[2]}" if found and int(found[2]) > 1 else ""


def is_vague(header: str) -> bool:
    """Return whether a header is of a cramp only in a sheet of cramps: `Rating`, `Strength 1-5`, `0-10`."""
    return is_scale_alone(header) or _A_SCALE.sub("", plain_header(header)) in VAGUE


def is_scale_alone(header: str) -> bool:
    """Return whether a header is a scale and nothing else: `0-10`, below a merged "Cramp"."""
    return scale_in(header) != "" and not any(map(str.isalpha, header))


def is_open_legend(header: str) -> bool:
    """Return whether a header explains its numbers, and not as a scale that goes up: `1=yes 2=no`, `1=worst 5=mild`."""
    steps = _steps_in(header)
    if not steps or max(steps) < 2:
        return False
    is_down = steps[max(steps)] in _LEAST or (min(steps) < 2 and steps[min(steps)] in _MOST)
    return is_down or (len(steps) > 1 and not _OF_NO_SCALE.isdisjoint(steps.values()))


def _steps_in(header: str) -> dict[int, str]:
    """Return the numbers that a header explains, each with the word for it in small letters."""
    return {
        int(number): word
        for number, word in _STEP.findall(header.casefold())
        if _UNIT.fullmatch(word) is None and word not in _OF_A_RANGE
    }


def without_legend(header: str) -> str:
    """Return a header without what explains its numbers or words: `Leg cramp: 0=none, 1=mild` is `Leg cramp`."""
    steps = [each for each in _STEP.finditer(header.casefold()) if _UNIT.fullmatch(each[2]) is None]
    without = header[: steps[0].start()].rstrip("([ ") if len(steps) > 1 else header
    return _IN_BRACKETS.sub(
        lambda part: "" if _STEPS_OF_WORDS.fullmatch(part[1].strip()) else part[0], without
    )


def asks_how_many(header: str) -> bool:
    """Return whether a header of cramps asks for their number in so many words."""
    return not _NUMBERED.isdisjoint(plain_header(without_legend(header)).split())


def asks_if_done(header: str) -> bool:
    """Return whether a header asks if what a row names was done or used at all: `Done?`, `Taken?`."""
    return _DONE.fullmatch(plain_header(header)) is not None


def asks_who(header: str, *, of_cramps: bool = False) -> bool:
    """Return whether a header asks of whom a row is: `Who`, `Person`; in a sheet of cramps alone also `Name`."""
    plain = plain_header(header)
    return _WHO.fullmatch(plain) is not None or (of_cramps and plain == "name")


def _on_its_scale(field: str, header: str) -> str | None:
    """Return a field with the scale that its header tells; cramps on a scale are how bad they were, not how many.

    None where the header explains its numbers otherwise, so that they may be either.
    """
    if field in (*SCALED, "count") and is_open_legend(header):
        return None
    scale = scale_in(header)
    is_rated = scale or any(_STEPS_OF_WORDS.fullmatch(each.strip()) for each in _IN_BRACKETS.findall(header))
    if is_rated and field == "count" and not asks_how_many(header):
        field = "severity"
    return f"{field}:{scale}" if scale and field in SCALED and scale not in ("0-10", "1-10") else field


def unit_of(header: str) -> str:
    """Return the unit in which a column has its amounts (`Magnesium (mg)`, `Magnesium mg`), empty where it has none."""
    last = re.split(r"[\s(\[,/]+", header.strip(" )]"))[-1]
    return last if _UNIT.fullmatch(last) else ""


def litres_of(header: str) -> str:
    """Return the unit of a column of what is drunk: `Water (L)`; beside anything else an L is the left."""
    found = _LITRES.search(header)
    return found[1] if found else ""


def dose_of(header: str) -> str:
    """Return how much of it each is, where a header says that (`Magnesium 300mg`, `Zinc (50 mg)`), else nothing."""
    found = _DOSE.search(header.strip())
    return found[1] if found else ""
