"""The words of headers and titles: those that say nothing of cramps, and English for those of other languages.

A header asks (`Any leg cramps?`), or says when and in what; and the grammar reads English (`Fußkrampf`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from crampdiary.words.log_grammar import CRAMPS

_CRAMPS = {
    "cramp": "krampf crampe calambre crampo kramp krampe",
    "cramps": "krämpfe krämpfen kraempfe crampes calambres crampi krampen kramper",
}
_PARTS = {
    "calf": "wade mollet pantorrilla gemelo polpaccio kuit vad læg legg",
    "calves": "waden mollets pantorrillas gemelos polpacci kuiten",
    "foot": "fuß pied pie piede voet fot fod",
    "feet": "füße füßen pieds pies piedi voeten",
    "leg": "bein jambe pierna gamba been ben",
    "legs": "beine beinen jambes piernas gambe benen",
    "toes": "zeh zehe zehen orteil orteils dita teen tenen tå",
    "thigh": "oberschenkel cuisse muslo coscia dij lår",
    "shin": "schienbein tibia scheenbeen",
    "arch": "fußsohle sohle plante planta voetzool",
    "left": "links linke linkes linken linkem gauche izquierda izquierdo sinistra sinistro linker",
    "right": "rechts rechte rechtes rechten rechter rechtem droite droit derecha derecho destra destro",
    "muscle": "muskel",
    "night": "nacht nachts nächtliche nächtlicher nuit noche notte",
}
_BETWEEN = {
    "in": "au aux im in en al alla del della nel nella de du der des dem la le el",
    "no": "kein keine keinen keiner ohne pas sans aucune sin ningún senza nessun geen zonder",
}


def _by_word(*tables: dict[str, str]) -> dict[str, str]:
    return {
        word.casefold(): english
        for table in tables
        for english, words in table.items()
        for word in words.split()
    }


_WORDS = _by_word(_CRAMPS, _PARTS)
_WITHIN = _by_word(_BETWEEN)
_OF_CRAMPS = _by_word(_CRAMPS)
_SIDES = {word: english for word, english in _WORDS.items() if english in ("left", "right")}
_COMPOUND = re.compile(rf"([^\W\d_]+?)-?({'|'.join(_OF_CRAMPS)})\b")


def in_english(header: str) -> str:
    """Return a header that has a word for cramps of another language in English, in small letters; others as they are.

    Beside the English word just the side is read: `Calf cramps links`.

    Words that are not known stay as they are, so that `Magenkrampf` names no cramp of the leg.
    """
    words = re.findall(r"[\w'-]+|[^\w\s]+", _COMPOUND.sub(_parted, header.casefold()))
    if _OF_CRAMPS.keys().isdisjoint(words):
        is_of_a_side = not CRAMPS.isdisjoint(words) and not _SIDES.keys().isdisjoint(words)
        return " ".join(_SIDES.get(word, word) for word in words) if is_of_a_side else header
    return " ".join(_WORDS.get(word) or _WITHIN.get(word, word) for word in words)


def _parted(found: re.Match[str]) -> str:
    """Return a word for cramps of a part of the body as two, where that part is known: `Wadenkrampf`."""
    first, last = found.groups()
    return f"{first} {last}" if first in _WORDS else found[0]


@lru_cache(maxsize=4096)
def is_cramp(word: str) -> bool:
    """Return whether a word, in small letters, is one for cramps in any language that is known."""
    return not CRAMPS.isdisjoint(in_english(word).split())


# Words that say nothing of cramps

_PLACES = frozenset(
    "leg legs foot feet calf calves toe toes thigh thighs arch arches muscle muscles bein beine fuß füße wade waden "
    "left right".split()
)
_BESIDE = frozenset(
    "my the a an in at on and or for with i ein eine meine der die das von im am mes mis le la de "
    "night nights nightly nighttime time times date dates day days when was it start started starts began begin "
    "beginning onset moment log logs diary journal list sheet tracker tracking record records history notes book all "
    "every each new old copy final export data csv xlsx tsv txt january jan february feb march mar april apr may june "
    "jun july jul august aug september sept sep october oct november nov december dec januar februar märz mai juni "
    "juli oktober dezember tagebuch liste zeit uhrzeit datum tag nacht wann beginn".split()
)
"""Words that may stand beside the one for cramps where a sheet is called by them, and say no more of them."""
_ASKING = frozenset(
    "did do you have had has get got any were there is are how many number count total per yes y n ja j hatte ich "
    "hast du gab es wie viele anzahl last previous tonight today yesterday evening heute nachts this am pm morning "
    "afternoon daytime".split()
)
_YES_OR_NO = re.compile(r"\b(?:(yes|y|ja|j|oui|o|s[ií]) (?:(?:or|oder|ou|o) )?(?:no|n|nein|non)|no of)\b")
_LEGEND_OF_SCALE = re.compile(r"\([^()]*\d[^()]*\)|\[[^][]*\d[^][]*\]")


def without_asking(header: str) -> str:
    """Return a header or a title without the words by which it asks, or that say when: `Any leg cramps?`."""
    words = _YES_OR_NO.sub(" ", _plain(header)).split()
    return " ".join(
        word for word in words if word not in _BESIDE and word not in _ASKING and not word.isdigit()
    )


_NIGHT_BEFORE = re.compile(
    r"\b(?:(?:the |on the )?(?:night|evening) before|(?:last|previous) (?:night|evening)|"
    r"yesterday(?: (?:evening|night))?|gestern(?: abend)?|letzte nacht|"
    r"am vorabend|vorabend|hier soir|anoche|ieri sera|gisteravond)\b"
)
_THIS_EVENING = re.compile(
    r"\b(?:tonight|today|this (?:evening|afternoon)|heute(?: abend)?|ce soir|stasera|vanavond|esta noche)\b"
)
_EARLY_HALF = re.compile(
    r"^(?:am(?! (?:abend|tag|nachmittag|mittag|vorabend))|mornings?|morgens?|früh|matin|mañana|mattina|ochtend)\b|"
    r"\b(?:am|in the morning)$"
)
_LATE_HALF = re.compile(
    r"^(?:pm|evenings?|afternoons?|abends?|soir|noche|sera|avond|bedtime)\b|"
    r"\b(?:pm|in the (?:evening|afternoon)|evening)$"
)
_OF_TAKING = frozenset(
    "did do you i we have had has take took taken taking use used using wear wore worn any my your it that was were is "
    "habe hast du ich genommen eingenommen pris prise".split()
)
_WHEN = {
    "abends": "evening", "morgens": "morning", "mittags": "noon", "nachts": "at night",
    "vor dem schlafen": "before bed", "vor dem schlafengehen": "before bed", "au coucher": "before bed",
    "le soir": "evening",
}  # fmt: skip
_TIMES_OF_DAY = re.compile(rf"\b(?:{'|'.join(sorted(_WHEN, key=len, reverse=True))})\b")


def is_of_night_before(header: str) -> bool:
    """Return whether a header asks for the night before the day of a row: `Magnesium last night?`."""
    return _NIGHT_BEFORE.search(_plain(header)) is not None


def is_of_this_evening(header: str, beside: Iterable[str]) -> bool:
    """Return whether a header asks for the evening of a row's day itself: `Magnesium tonight`.

    Args:
        header: of the column.
        beside: those of all others. `PM: magnesium` is of it beside `AM: cramps`.
    """
    plain = _plain(header)
    if _THIS_EVENING.search(plain) and not _NIGHT_BEFORE.search(plain):
        return True
    return _LATE_HALF.search(plain) is not None and any(map(is_of_early_half, beside))


def is_of_early_half(header: str) -> bool:
    """Return whether a header says that it is of the first half of a day: `AM cramps`, `Morning: how bad`."""
    return _EARLY_HALF.search(_plain(header)) is not None


def thing_asked_for(header: str) -> str:
    """Return a header without the words by which it asks if something was used: `Did you take magnesium last night?`.

    What else it says of when is in English: `magnesium before bed`.
    """
    plain = _TIMES_OF_DAY.sub(
        lambda time: _WHEN[time[0]], _NIGHT_BEFORE.sub(" ", _YES_OR_NO.sub(" ", _plain(header)))
    )
    return " ".join(word for word in plain.split() if word not in _OF_TAKING)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]|_", " ", _LEGEND_OF_SCALE.sub(" ", text.casefold())).split())


def is_beside_cramps(word: str) -> bool:
    """Return whether a word may stand beside one for cramps without saying more: `leg`, `night`, `any`, `no`."""
    return word in _PLACES or word in _BESIDE or word in _ASKING or word in ("no", "nein", "of")
