"""What names in a file that are not known may be, offered and never taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, map_line
from crampdiary.exchange.names.uses_named import NOT_YET
from crampdiary.words.log_grammar import CRAMPS, NEGATIONS

_CLOSE = 0.8  # of names, from where on one may be a slip of the other
_SHORTEST = 4  # letters of a word in a name that alone tells what it may be
_HEAD = (
    "# What each name means: cramp, clear, ignore, new, or what it is here, as in remedy:heat. "
    "Give this file to --map."
)


def names_text(reading: Reading, columns: Mapping[str, str]) -> str:
    """Return a map of every name that was met, the unknown ones with a suggestion that is not taken."""
    lines = [_HEAD, *(map_line(name, meaning) for name, meaning in columns.items())]
    to_decide = dict.fromkeys((*reading.maybe, *reading.unknown), "")
    for name, meaning in sorted({**to_decide, **reading.meanings}.items()):
        lines.append(map_line(name, meaning or "?"))
        near = None if meaning else suggestion(reading, name)
        if near:
            lines.append(f"#   perhaps: {map_line(name, near)}")
    return "\n".join(lines) + "\n"


def suggestion(reading: Reading, name: str) -> str | None:
    """Return what a name that is not known may be, None where nothing is close; never the opposite of what it says."""
    words = key(name).split("-")
    if _denies(words):
        return None
    if not NOT_YET.isdisjoint(words):
        return IGNORE  # `later`, which is close to water
    if name in reading.maybe:
        return "cramp"
    return next(_near(reading.vocabulary, words, name), None)


def denies_a_cramp(name: str) -> bool:
    """Return whether a name speaks of cramps and may say that there were none."""
    words = key(name).split("-")
    return _denies(words) and not CRAMPS.isdisjoint(words)


def _denies(words: list[str]) -> bool:
    return bool(NEGATIONS.intersection(words)) or "free" in words


def _near(vocabulary: Vocabulary, words: list[str], name: str) -> Iterator[str]:
    roles = ("remedy", "trigger")
    found = [known for word in words if len(word) >= _SHORTEST for known in vocabulary.find(word, *roles)]
    if len({each.slug for each in found}) > 1:
        return  # one of them would be lost
    for known in found:
        yield f"{known.role}:{known.slug}"
    near = vocabulary.suggest(name, *roles)
    if near and SequenceMatcher(None, key(name), key(near)).ratio() >= _CLOSE:
        known = vocabulary.find(near, *roles)[0]
        yield f"{known.role}:{known.slug}"
