"""What a column of a sheet can be, and what its header looks like."""

from __future__ import annotations

import re

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
    "names",
    "value",
    "label",
)
"""All that a column can be."""

_SCALE = re.compile(r"0-(\d{1,4})", re.ASCII)
_GUESSES = {
    "at": "at|when|started?|start time|date and time|date time|timestamp|began",
    "date": "date|day|datum|fecha|dato|datum und zeit",
    "time": "time|clock|uhrzeit|zeit|hora|heure|time of day",
    "end": "ended?|end time|until|stopped",
    "severity": "severity|pain|worst pain|pain level|intensity|level|how bad|schmerz|schmerzen|score|nrs|rating",
    "minutes": "minutes|mins?|minuten|how long min|duration min|duration minutes|length min",
    "seconds": "seconds|secs?|sekunden|duration s",
    "duration": "duration|length|how long|lasted|dauer",
    "count": "cramps|count|how many|number of cramps|krämpfe|number",
    "place": "leg|where|place|location|site|body part|muscle|bein|wo|stelle|part",
    "side": "side|seite|left or right",
    "sensation": "sensations?|feeling",
    "trigger": "triggers?|cause|suspected cause|why",
    "onset": "onset|doing|what i was doing",
    "woke": "woke|woke me|woken|woke up|aufgewacht",
    "tried": "tried|what i tried|medication|medicine|treatment|what i did|was ich versucht habe|remedy|remedies",
    "helped": "helped|did it help|relief|hat es geholfen|effect",
    "clear": "no cramps?|clear|clear night|cramp free",
    "used": "used|taken|supplements?",
    "amount": "amount|dose|how much|dosis",
    "note": "notes?|comments?|remarks?|notizen|notiz|bemerkung",
    "name": "name|symptom|tracker|tracker name|habit|activity|what",
    "value": "value|observation value",
}


def is_field(meaning: str) -> bool:
    """Return whether a meaning in a mapping is that of a column: a field, perhaps with a shape or a scale."""
    field, colon, shape = meaning.partition(":")
    if field not in FIELDS:
        return False
    if not colon:
        return True
    if field in TIMED:
        return "%" in shape
    if field in SCALED:
        return _SCALE.fullmatch(shape) is not None
    return bool(shape) and field in ("names", "name", *WIDE)


def scale_of(shape: str) -> float:
    """Return the top of a scale, 10 where none is said."""
    match = _SCALE.fullmatch(shape)
    return float(match[1]) if match and int(match[1]) else 10.0


def plain_header(name: str) -> str:
    """Return a header by which columns are compared: small letters, without marks and what stands in brackets."""
    return " ".join(re.sub(r"[^\w ]|_", " ", re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name.casefold())).split())


def guess(header: str, vocabulary: Vocabulary) -> str | None:
    """Return what a column seems to be by its header alone, None where nothing says so."""
    plain = plain_header(header)
    for field, names in _GUESSES.items():
        if re.fullmatch(names, plain):
            scale = re.search(r"0 ?[-–] ?(\d{1,3})", header)
            return f"{field}:0-{scale[1]}" if scale and field in SCALED and scale[1] != "10" else field
    for word in vocabulary.find(plain, "remedy", "trigger"):
        return f"{'used' if word.role == 'remedy' else 'had'}:{word.slug}"
    return None
