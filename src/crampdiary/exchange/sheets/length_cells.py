"""How long a cell says that something was, in all the ways that people write it: as `cramp log` reads a length.

`About 5 minutes`, `5-10 min`, `2'30"`, `3 Min.`, `up to 5 min`; a number alone where its column has a unit.
"""

from __future__ import annotations

import re

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.diary.frozen import NamedTuple
from crampdiary.exchange.cells import clock_length, number_in
from crampdiary.exchange.names.naming import NameReader
from crampdiary.words.log_grammar import ROUGHLY
from crampdiary.words.quantities import NUMBERS

_UNITS_S = {"minutes": 60, "seconds": 1}
_IN_ENGLISH = {
    "minutes": "minuten minutos minuto minuti minuto minuut minuter minutter",
    "seconds": "sekunden sekunde sek secondes seconde segundos segundo seg secondi secondo seconden sekunder",
    "hours": "stunden stunde std heures heure horas hora ore ora uren uur timmar timer",
    "about": "ca circa approx ungefähr etwa rund environ aprox aproximadamente ungefär",
    "half": "halbe halber halben demi demie media medio mezza mezzo halve",
    "a": "eine einer einen une un una uno een",
    "to": "bis à bis tot",
}
_ENGLISH = {word: english for english, words in _IN_ENGLISH.items() for word in words.split()}
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?[½¼¾]?|[½¼¾]"
_PRIMES = (
    (re.compile(rf"({_NUMBER}) ?(?:''|[\"″“”])"), r"\1 seconds "),
    (re.compile(rf"({_NUMBER}) ?['′‘’`]"), r"\1 minutes "),
)
_ROUGH = re.compile(
    r"[~≈±<>≤≥+?]|(?<=\d)-?ish\b|\b(?:up to|at (?:the )?most|max(?:imum)?|bis zu|jusqu ?à|höchstens)\b\.?"
)
_MARKED = re.compile(
    r"[~≈±<>≤≥+?-]|ish\b|\b(?:or|to|so|less|more|most|least|max|up|couple|few|think|perhaps)\b"
)
_ALONE = re.compile(
    rf"(?:(?:for|{'|'.join(ROUGHLY)}|only|just) )*"
    rf"(?:{_NUMBER}|{'|'.join(NUMBERS)}|half)(?: ?(?:-|to|or) ?(?:{_NUMBER}|{'|'.join(NUMBERS)}))?(?: or so)?"
)
"""A number, or two, without a unit."""
_IN_MINUTES = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
_WITH_SECONDS = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)", re.ASCII)
_IN_HOURS = re.compile(r"\bh{1,2}:m|\bhours?\b|\bh\b|\bstd\b")
_HOURS_OF_A_CRAMP = 4
_LONGEST = 60  # characters


class LengthTold(NamedTuple):
    """What a cell says of a length.

    Attributes:
        seconds: 0 to 14 days, None where it tells none.
        is_all: whether it says no more than that, and not roughly.
    """

    seconds: int | None
    is_all: bool = True


def length_told(
    text: str, unit: str, words: NameReader, *, has_seconds: bool = False, of: str = "lasted"
) -> LengthTold:
    """Return how long a cell says that something was.

    Args:
        text: in the cell.
        unit: of a number alone: `minutes` or `seconds`; any other field has none.
        words: reads what is said in words.
        has_seconds: whether `2:30` is in minutes and seconds.
        of: what it was: `lasted`, or `sore`.
    """
    number = number_in(text)
    if number is not None and text[:1] != "~":
        return LengthTold(_in_range(number * _UNITS_S[unit]) if unit in _UNITS_S else None)
    if match := _IN_MINUTES.fullmatch(text):
        return LengthTold(int(match[1]) * 60 + int(match[2]) if has_seconds else None)
    clock = clock_length(text) if text.count(":") == 2 else None
    if clock is not None:
        return LengthTold(clock)
    plain = _plain(text) if len(text) <= _LONGEST else ""
    if _ALONE.fullmatch(plain) and unit in _UNITS_S:
        plain = f"{plain.removesuffix(' or so')} {unit[:-1] if plain in ('½', 'half a') else unit}"
    field = "sore_s" if of == "sore" else "duration_s"
    read = (words.told(f"cramp {how}{plain}") for how in (f"{of} ", "")) if plain else iter(())
    told = next((each for each in read if each is not None and isinstance(each.fields.get(field), int)), None)
    if told is None:
        return LengthTold(None)
    is_all = len(told.fields) == 1 and not (told.kept or told.seconds or told.clock or told.day)
    is_rough = _MARKED.search(text.casefold()) or not ROUGHLY.isdisjoint(plain.split())
    return LengthTold(_in_range(told.fields[field]), is_all and not is_rough)


def shows_seconds(header: str, field: str, cells: set[str]) -> bool:
    """Return whether cells such as `2:30` below a header are in minutes and seconds.

    The unit says so, or other cells that are in minutes; or they would be more hours than a cramp lasts.
    """
    if field in _UNITS_S or re.search(r"\bm{1,2}:s|\b(?:min|sec|sek|minutes?|seconds?)\b", header.casefold()):
        return True
    if _IN_HOURS.search(header.casefold()):
        return False
    parted = [int(match[1]) for cell in cells if (match := _IN_MINUTES.fullmatch(cell))]
    in_words = any(
        re.search(r"\d ?(?:m|min|mins|minutes?|s|secs?|seconds?)\b", cell.casefold()) for cell in cells
    )
    return in_words or max(parted, default=0) >= _HOURS_OF_A_CRAMP


def with_seconds_of_none(header: str, cells: set[str]) -> set[str]:
    """Return which cells are `2:30` with the `:00` that a sheet puts behind what it takes for a time of day.

    They are where all of a column have it, and would be hours: each of them, or one that no cramp lasts.
    """
    whole = {cell: match for cell in cells if (match := _WITH_SECONDS.fullmatch(cell))}
    hours = [int(match[1]) for match in whole.values()]
    is_open = bool(hours) and (min(hours) > 0 or max(hours) >= _HOURS_OF_A_CRAMP)
    is_shown = all(match[3] == "00" for match in whole.values()) and not _IN_HOURS.search(header.casefold())
    return {*whole} if is_open and is_shown else set()


def _plain(text: str) -> str:
    """Return a cell as the grammar reads it: with units in English words, and `about` for what says roughly."""
    plain = re.sub(r"[‐-―−]", "-", re.sub(r"(?<=\d),(?=\d)", ".", " ".join(text.casefold().split())))
    for pattern, unit in _PRIMES:
        plain = pattern.sub(unit, plain)
    plain = _ROUGH.sub(lambda mark: " " if mark[0] in "+?" or "ish" in mark[0] else " about ", plain)
    plain = " ".join(
        _ENGLISH.get(word.strip(".()"), word.strip("()"))
        for word in re.sub(r"(\d)(?=[^\W\d_]{3})", r"\1 ", plain).split()
    )
    return re.sub(r"\babout (?:about )+", "about ", plain).strip(" .!")


def _in_range(seconds: float) -> int | None:
    return round(seconds) if 0 <= seconds <= DURATION_LIMIT_S else None
