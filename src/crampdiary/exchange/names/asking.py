"""Words of a header or a title that say nothing of cramps by themselves: by which it asks, or says when and in what."""

from __future__ import annotations

import re

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
    plain = " ".join(re.sub(r"[^\w ]|_", " ", _LEGEND_OF_SCALE.sub(" ", header.casefold())).split())
    words = _YES_OR_NO.sub(" ", plain).split()
    return " ".join(
        word for word in words if word not in _BESIDE and word not in _ASKING and not word.isdigit()
    )


def is_beside_cramps(word: str) -> bool:
    """Return whether a word may stand beside one for cramps without saying more: `leg`, `night`, `any`, `no`."""
    return word in _PLACES or word in _BESIDE or word in _ASKING or word in ("no", "nein", "of")
