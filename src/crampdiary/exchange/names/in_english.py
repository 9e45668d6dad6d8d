"""The words of headers in other languages, for the grammar, which reads English: `Fußkrampf`, `Crampe au mollet`."""

from __future__ import annotations

import re
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
    "no": "kein keine keinen sans aucune sin senza geen zonder",
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
