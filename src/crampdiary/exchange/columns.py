"""What a column of a sheet can be, and what its header looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crampdiary.diary.vocabulary import Vocabulary

TIMED = ("at", "date", "time", "end")
OF_A_CRAMP = (
    *(
        "end",
        "severity",
        "duration",
        "minutes",
        "seconds",
        "count",
        "site",
        "side",
        "place",
        "sensation",
        "trigger",
    ),
    *("onset", "woke", "sore", "tried", "helped", "clear"),
)
SCALED = ("severity", "value")
COUNTED = "count"
"""Of a value in place of a scale: its numbers say how often or how much, and never how bad."""
WIDE = ("used", "had")
FIELDS = (
    "at",
    "date",
    "time",
    *OF_A_CRAMP,
    "used",
    "had",
    "amount",
    "note",
    "name",
    "group",
    "names",
    "value",
    "label",
)
"""All that a column can be."""

_SCALE = re.compile(r"[01]-(\d{1,4})", re.ASCII)
_SCALE_OF = re.compile(
    r"(?:\b([01]) ?(?:[-–—]|\.\.+|to|bis) ?|(?:/|\bout of|\bvon|\bmax\.?|\bof) ?)(\d{1,3})\b(?![-/])",
    re.ASCII | re.IGNORECASE,
)
_LEGEND = re.compile(r"\b([01]) ?=[^=]*?\b(\d{1,3}) ?=(?!.*=)", re.ASCII)  # 1 = mild, 5 = worst
_GUESSES = {
    "at": "at|when(?: was it)?|start(?:ed)?|start time|date and time|date time|timestamp|began|zeitstempel|zeitpunkt",
    "date": "(?:what )?(?:date|day|night)(?: of(?: the)?(?: cramps?)?)?|datum|tag|nacht|fecha|dato|datum und zeit",
    "time": (
        "(?:what |start )?time(?: was it| of day| of night| of(?: the)? cramps?)?|clock|uhrzeit|zeit|hora|heure|"
        "(?:at )?(?:when|what time) (?:did|was) (?:the |your |it |this )?(?:cramps? )?(?:happen|start|begin|occur)|"
        "(?:at )?(?:when|what time) was (?:the|your) cramps?|cramp (?:time|at)|woke (?:up )?at|woken at"
    ),
    "end": "end(?:ed)?|end time|until|stopped|ende",
    "severity": (
        "severity|(?:worst )?pain|pain (?:level|score|scale|rating)|worst|intensity|level|how bad(?: was it| is it)?|"
        "how painful|schmerz(?:en)?|schmerzstärke|stärke|intensität|score|nrs|rating"
    ),
    "minutes": "minutes|mins?|minuten|how long min|(?:duration|length) (?:in )?(?:min|minutes)|dauer in minuten",
    "seconds": "seconds|secs?|sekunden|duration s|(?:duration|length) in seconds|dauer in sekunden",
    "duration": "duration|length|how long(?: did it last| was it)?|lasted|dauer",
    "count": (
        "(?:leg |foot |calf |muscle |night |any |number of |no of )?cramps?|count|how many(?: cramps?)?|krämpfe|"
        "wadenkrämpfe|anzahl|number"
    ),
    "place": (
        "(?:which )?leg|where(?: was it)?|place|location|site|body part|muscle|which muscle|(?:welches )?bein|wo|"
        "ort|stelle|part"
    ),
    "side": "(?:which |what )?side|(?:welche )?seite|left (?:or )?right|l (?:or )?r|r l|links rechts|li re",
    "sensation": "sensations?|feeling",
    "trigger": "triggers?|cause|suspected cause|why|auslöser|ursache",
    "onset": "onset|doing|what i was doing",
    "woke": "woke|woke me|woken|woke up|did it wake me|aufgewacht",
    "tried": (
        "tried|what i tried|medication|medicine|treatment|what i did|was ich versucht habe|remedy|remedies|"
        "remed(?:y|ies) (?:used|tried)|what (?:helped|worked)|mittel|behandlung|was geholfen hat"
    ),
    "helped": "helped|did it help|better|relief|hat (?:es )?geholfen|effect|wirkung",
    "clear": "no cramps?|clear|clear night|cramp free",
    "used": "used|taken|supplements?",
    "amount": "amount|dose|how much|dosis",
    "note": "(?:free |other )?notes?|(?:other )?comments?|remarks?|notizen?|bemerkung(?:en)?|kommentar",
    "name": (
        "name|symptom|tracker|tracker name|habit|activity|what|event|category|kategorie|ereignis|symptome?|"
        "(?:what )?(?:type|kind|sort|art|typ)(?: of (?:event|entry|cramps?|symptom|pain))?"
    ),
    "value": "value|observation value|wert",
}
_GUESSED = re.compile("|".join(f"(?P<{field}>{names})" for field, names in _GUESSES.items()))
_OF_CRAMPS = re.compile(
    r"^(?:(?:leg|foot|calf|night) )?cramps? |\b(?: of| when)?(?: the)? (?:leg |foot )?cramps?$"
)
"""What a header of cramps has beside what the column is: `Cramp severity`, `length of the cramp`."""
_PARTS_OF_A_LEG = {
    **dict.fromkeys(("wade", "waden", "kuit", "vad", "læg", "legg"), "calf"),
    **dict.fromkeys(("fuss", "füsse", "füssen", "voet", "voeten", "fot", "fod"), "foot"),
    **dict.fromkeys(("bein", "beine", "beinen", "been", "benen", "ben"), "leg"),
    **dict.fromkeys(("zeh", "zehe", "zehen", "teen", "tenen", "tå"), "toe"),
    **dict.fromkeys(("oberschenkel", "dij", "lår"), "thigh"),
}
"""In languages that write `calf cramp` in one word; all in small letters, in which ß is ss."""
_IN_ONE_WORD = {
    f"{part}{cramp}": f"{english} cramp"
    for part, english in _PARTS_OF_A_LEG.items()
    for cramp in ("krampf", "krämpfe", "krämpfen", "kramp", "krampe", "krampen", "kramper")
}
_IN_ENGLISH = {
    **_PARTS_OF_A_LEG,
    **_IN_ONE_WORD,
    **dict.fromkeys("links linke linker linkes linken linkem".split(), "left"),
    **dict.fromkeys("rechts rechte rechter rechtes rechten rechtem".split(), "right"),
}
OF_CRAMPS = _IN_ONE_WORD.keys() | frozenset(
    "cramp cramps cramping spasm spasms krampf krämpfe krämpfen muskelkrampf muskelkrämpfe crampe crampes calambre "
    "calambres crampo crampi kramp krampen".split()
)
_BESIDE = _PARTS_OF_A_LEG.keys() | frozenset(
    "my the a an of in at on and or for with i ein eine meine der die das von im am mes mis le la de "
    "leg legs foot feet calf calves toe toes thigh thighs arch arches muscle muscles night nights nightly nighttime "
    "time times date dates day days when was it start started starts began begin beginning onset moment log logs "
    "diary journal list sheet tracker tracking record records history notes book all every each new old copy final "
    "export data csv xlsx tsv txt januar january jan february feb march mar april apr may june jun july jul august "
    "aug september sept sep october oct november nov december dec tagebuch liste zeit uhrzeit datum tag nacht wann "
    "beginn".split()
)
"""Words that may stand beside the one for cramps where a sheet is called by them, and nothing else."""
_ASKING = frozenset(
    "did do you have had has get got any were there how many number count of anzahl yes no y n ja nein hatte ich hast "
    "du gab es last tonight today yesterday evening heute nachts this pm morning afternoon daytime left right".split()
)
_LAST_NIGHT = re.compile(
    r"\b(?:last night|previous night|this morning|(?:letzte|vergangene|heute) nacht|heute (?:morgen|früh))\b"
)
_NIGHTS = re.compile(
    r"(?:(?:what|which) )?(?:night|evening|nacht|abend|noche|nuit|notte)(?: of(?: the)?(?: cramps?)?)?"
)
_WRITTEN = re.compile(
    r"timestamp|zeitstempel|tijdstempel|tidsstempel|tidsstämpel|aikaleima|horodateur|marca temporal|"
    r"informazioni cronologiche|carimbo de data hora|sygnatura czasowa|completion time|"
    r"(?:(?:date|time) )?(?:submitted|logged|recorded|created|entered)(?: (?:at|on|date|time))*"
)
_NUMBERED = frozenset("how many number no count counts anzahl wie viele total".split())
VAGUE = frozenset("rating score level count number anzahl".split())
"""Headers that are of a cramp only in a sheet of cramps; in any other they may rate or count anything."""
GROUPS = frozenset("category kategorie group gruppe".split())
"""Headers of what a thing is part of, beside a column of its name; without one they name it themselves."""
_UNITS = "mg|g|mcg|µg|ug|iu|ie|ml|tablets?|pills?|capsules?|drops?|cups?|glasses"
_UNIT = re.compile(rf"({_UNITS})", re.IGNORECASE)
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


def plain_header(name: str) -> str:
    """Return a header by which columns are compared: small letters, without marks and what stands in brackets."""
    return " ".join(re.sub(r"[^\w ]|_", " ", re.sub(r"\([^()]*\)|\[[^][]*\]", " ", name.casefold())).split())


def guess(header: str, vocabulary: Vocabulary) -> str | None:
    """Return what a column seems to be by its header alone, None where nothing says so."""
    plain = " ".join(_LAST_NIGHT.sub(" ", plain_header(header)).split()) or plain_header(header)
    without_scale = re.sub(
        r" (?:(?:out )?of |max )?(?:\d{1,3} (?:to |bis )?)?\d{1,3}(?: scale)?$", "", plain
    )  # Pain 1-10
    names_of_it = [without_scale, _OF_CRAMPS.sub("", without_scale).strip()]
    for each in names_of_it:  # all of it first: `Night cramps` is no night
        if each and (found := _GUESSED.fullmatch(each)):
            return _on_its_scale(str(found.lastgroup), header)
    if asks_of_cramps(plain):
        return _on_its_scale("count", header)
    for name in (
        plain,
        plain.removesuffix(unit_of(header).casefold()).strip(),
        plain_header(_DOSE.sub("", header)),
    ):
        for word in vocabulary.find(name, "remedy", "trigger") if name else ():
            return f"{'used' if word.role == 'remedy' else 'had'}:{word.slug}"
    return None


def is_of_last_night(header: str) -> bool:
    """Return whether a header asks for the night before the day of a row: `Cramps last night?`."""
    return _LAST_NIGHT.search(plain_header(header)) is not None


def is_of_nights(header: str) -> bool:
    """Return whether the dates below a header name nights, by their evenings: `Night of`."""
    return _NIGHTS.fullmatch(plain_header(header)) is not None


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
    """Return the scale that a header tells (`Pain (1-5)`, `Severity /5`), empty where it tells none."""
    found = _SCALE_OF.search(header) or _LEGEND.search(header)
    return f"{found[1] or 0}-{found[2]}" if found and int(found[2]) > 1 else ""


def asks_how_many(header: str) -> bool:
    """Return whether a header of cramps asks for their number in so many words."""
    return not _NUMBERED.isdisjoint(plain_header(header).split())


def _on_its_scale(field: str, header: str) -> str:
    """Return a field with the scale that its header tells; cramps on a scale are how bad they were, not how many."""
    scale = scale_in(header)
    if scale and field == "count" and not asks_how_many(header):
        field = "severity"
    return f"{field}:{scale}" if scale and field in SCALED and scale not in ("0-10", "1-10") else field


def unit_of(header: str) -> str:
    """Return the unit in which a column has its amounts (`Magnesium (mg)`, `Magnesium mg`), empty where it has none."""
    last = re.split(r"[\s(\[,/]+", header.strip(" )]"))[-1]
    return last if _UNIT.fullmatch(last) else ""


def dose_of(header: str) -> str:
    """Return how much of it each is, where a header says that (`Magnesium 300mg`, `Zinc (50 mg)`), else nothing."""
    found = _DOSE.search(header.strip())
    return found[1] if found else ""


def in_english(text: str) -> str:
    """Return the words of a header with what they say of parts of the leg and sides in English: `calf cramp left`."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return " ".join(_IN_ENGLISH.get(each, each) for each in words if not each.isdigit())


def speaks_of_cramps(name: str) -> bool:
    """Return whether a title or header says that what it stands above is cramps, and nothing beside."""
    words = in_english(plain_header(name)).split()
    return not OF_CRAMPS.isdisjoint(words) and (OF_CRAMPS | _BESIDE).issuperset(words)


def asks_of_cramps(name: str) -> bool:
    """Return whether a header asks for cramps, so that its cells say whether there were any: `Cramps at night?`."""
    words = in_english(plain_header(name)).split()
    return (
        not OF_CRAMPS.isdisjoint(words)
        and (OF_CRAMPS | _BESIDE | _ASKING).issuperset(words)
        and words[0] != "no"
    )


def is_beside_cramps(word: str) -> bool:
    """Return whether a word is one for cramps, or may stand beside one without saying more: `leg`, `night`, `any`."""
    return word in OF_CRAMPS or word in _BESIDE or word in _ASKING
