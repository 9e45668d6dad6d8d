"""What a cell of a sheet says: a number in any way that people write one, how bad it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.errors import UsageError
from crampdiary.exchange.columns import guess
from crampdiary.exchange.names.naming import CLEAR, OTHER, WELL, NameReader
from crampdiary.exchange.row import Item, amount_of
from crampdiary.exchange.yes_no import denies, denies_cramps, is_unsure, is_yes
from crampdiary.words.log_grammar import REMARKS
from crampdiary.words.wording import duration, safe, short

SEVERITIES = {
    "none": 0,
    "mild": 2,
    "moderate": 5,
    "mod": 5,
    "severe": 8,
    "sev": 8,
    "unbearable": 10,
    "extreme": 10,
}
_STEPS = (0, 2, 5, 8, 10)  # of a scale of words: none, mild, moderate, severe, unbearable
_NUMBER = re.compile(r"~? ?(\d{1,9}(?:[.,]\d{1,9})?)", re.ASCII)
_OUT_OF = re.compile(r"(\d{1,3}(?:[.,]\d)?) ?(?:/|out of|von) ?(\d{1,3})", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?) ?%", re.ASCII)
_BETWEEN = re.compile(r"(\d{1,3}) ?(?:[-–]|to|bis) ?(\d{1,3})(?: ?(?:/|out of|von) ?(\d{1,3}))?", re.ASCII)
_ONE_OF = re.compile(r"(?<![\d/.,:])(\d{1,3}(?:[.,]\d)?)(?:/10)?(?![\d/:%]|[.,]\d)", re.ASCII)
_BESIDE_LEVELS = frozenset(
    "l r left right li re links rechts and then later at worst max maximum first now down to from up over under about "
    "below above".split()
)
"""What may stand beside several numbers of one cell, each of which says how bad it was."""
_LENGTHS = frozenset("minutes seconds duration".split())
_NO_LEVELS = _LENGTHS | {"count", "time", "at", "date", "end", "side", "place"}
_IN_MINUTES = re.compile(r"\bmin(?:ute)?s?\b")
_WHOLE = re.compile(r"\d+(?:[.,]0+)?")
_LENGTH = re.compile(r"(\d{1,3}):(\d\d):(\d\d)", re.ASCII)


def number_in(text: str) -> float | None:
    """Return the number that a text is, with a decimal point or comma; None for another text."""
    match = _NUMBER.fullmatch(text)
    return float(match[1].replace(",", ".")) if match else None


def is_number(text: str, number: int) -> bool:
    """Return whether a text says a number and nothing else: 7, 7.0, 7/10."""
    return text[:1] != "~" and number_in(text.removesuffix("/10")) == number


def severity_on(number: float, top: float = 10) -> int | None:
    """Return a whole severity from 0 to 10, rounded half up, of a scale from 0; None for what is not on it.

    A scale of up to 4 is one of words: none, mild, moderate, severe, unbearable. Whatever is more than nothing is at
    least 1, as a 0 would say that there was no cramp.
    """
    if not 0 <= number <= top:
        return None
    found = _STEPS[int(number + 0.5)] if top < len(_STEPS) else int(number * 10 / top + 0.5)
    return max(found, 1) if number else 0


def severity_in(text: str, top: float, words: NameReader) -> int:
    """Return how bad it was, 0 to 10: `7`, `7,5`, `~5`, `7/10`, `70%`, `7-8`, `7-8/10`, `severe`; of several the worst.

    Raises:
        UsageError: it says none, or one that is not on the scale.
    """
    number = number_in(text)
    found: int | None
    if number is not None:
        found = severity_on(number, top)
    elif match := _OUT_OF.fullmatch(text):
        found = severity_on(float(match[1].replace(",", ".")), float(match[2]) or top)
    elif match := _PERCENT.fullmatch(text):
        found = severity_on(float(match[1].replace(",", ".")), 100)
    elif match := _BETWEEN.fullmatch(text):
        found = severity_on((float(match[1]) + float(match[2])) / 2, float(match[3] or 0) or top)
    elif (worst := _worst_in(text)) is not None:
        found = severity_on(worst, top)
    else:
        found = _in_words(text, words)
        if found is None:
            told = words.told(text)
            found = told.fields.get("severity") if told and not told.kept else None
    if found is None:
        raise UsageError(f'"{short(safe(text))}" is no number from 0 to {top:g}, and no word for one.')
    return found


def _worst_in(text: str) -> float | None:
    """Return the highest of the numbers that stand in a text with their sides, their order or a mark alone, or None.

    `4 (L) 7 (R)`, `7 then 4`, `7 -> 3`, `max 8`, `>5`.
    """
    numbers = [float(match[1].replace(",", ".")) for match in _ONE_OF.finditer(text)]
    rest = _ONE_OF.sub(" ", text.casefold().replace("->", " "))
    is_alone = "-" not in rest and _BESIDE_LEVELS.issuperset(re.findall(r"[^\W\d_]+|\d", rest))
    return max(numbers) if numbers and is_alone else None


def _in_words(text: str, words: NameReader) -> int | None:
    """Return how bad a word says that it was, or two words, of which it was between: `mild to moderate`."""
    if denies_cramps(text) or words.said(text).kind == CLEAR:
        return 0
    levels = [SEVERITIES.get(each) for each in re.split(r" ?(?:[-–/]| to | bis ) ?", text.casefold())]
    known = [level for level in levels if level is not None]
    return int(sum(known) / len(known) + 0.5) if len(known) == len(levels) else None


def clock_length(text: str) -> int | None:
    """Return the seconds of a length such as 0:03:00, None for another text.

    Raises:
        UsageError: it is too long.
    """
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = map(int, match.groups())
    return in_range((hours * 60 + minutes) * 60 + seconds)


def in_range(seconds: int) -> int:
    """Return a length that a cramp can have.

    Raises:
        UsageError: it is less than nothing, or more than 14 days.
    """
    if not 0 <= seconds <= DURATION_LIMIT_S:
        raise UsageError("It would have ended before it began, or lasted more than 14 days.")
    return seconds


def rates(name: str, value: str, label: str, words: NameReader, *, has_scale: bool) -> bool:
    """Return whether a number says how bad it was, by its name and the word beside it: `Bad`, `quite severe`, or none.

    Beside any other word a whole number may be that of a choice: `Left calf`. And a name may ask for something else.
    """
    said = re.findall(r"[^\W\d_]+", label.casefold())
    if not all(word in SEVERITIES or word in REMARKS for word in said) and _WHOLE.fullmatch(value):
        return False
    return has_scale or not (words.asks_how_many(name) or _asked_by(name, words) in _NO_LEVELS)


def told_beside(name: str, value: str, label: str, words: NameReader) -> Mapping[str, Any]:
    """Return what the word beside a number says of a cramp, and the number itself where its name asks how long."""
    told = words.fields(f"cramp {label}") if label else None
    number, asked = number_in(value), _asked_by(name, words)
    if number is None or asked not in _LENGTHS:
        return told or {}
    unit = 1 if asked == "seconds" else 60 if asked == "minutes" or _IN_MINUTES.search(name.casefold()) else 0
    seconds = int(number * unit + 0.5)
    return {**(told or {}), "duration_s": seconds} if 0 < seconds <= DURATION_LIMIT_S else told or {}


def _asked_by(name: str, words: NameReader) -> str | None:
    """Return the field that the name of a tracker of cramps asks for, None for one of cramps themselves."""
    return guess(name, words) if words.said(name).kind == OTHER else None


def leaves_open(label: str, words: NameReader, *, beside_none: bool) -> bool:
    """Return whether a word beside a value leaves it open if there was a cramp: `maybe`, or beside a 0 most words.

    The 0 may be the number of a choice. One that says how bad it was does not leave it open, nor a denial, what is said
    of nothing at all, or that all is well.
    """
    if not (label and beside_none) or is_unsure(label):
        return is_unsure(label)
    if SEVERITIES.get(label.casefold()) or denies_cramps(label) or words.said(label).kind == CLEAR:
        return False
    plain = re.findall(r"[^\W\d_]+", label.casefold())
    is_of_none = words.names_a_cramp(label) and denies_cramps(f"no {label}")
    return not (is_of_none or (plain and WELL.issuperset(plain)))


def item_valued(
    name: str, value: str, label: str, top: float | None, *, has_values: bool, is_level: bool
) -> Item:
    """Return a thing with its value: how bad it was of a cramp, how much it was of a remedy; a 0 says none.

    Args:
        name: of the thing.
        value: a number, yes or no, a length, or a word.
        label: beside it.
        top: of the scale that was said, None where none was: a 1 then only says that it was.
        has_values: whether its values differ; where all are 1, it was not said how much.
        is_level: whether the number says how bad it was.
    """
    length = clock_length(value.removesuffix(":"))
    if length is not None:
        return Item(name, amount=duration(length), fields={"duration_s": length}) if length else Item(name, 0)
    number = number_in(value)
    if number is None:
        said = is_yes(value)
        if said is not None or denies(value):
            return Item(name, severity=None if said else 0)
        in_words = f"{value}, {label}" if label else value
        return Item(name, severity=SEVERITIES.get(value.casefold()), amount=amount_of(value), said=in_words)
    if number == 0 and not SEVERITIES.get(label.casefold()):
        return Item(name, severity=0)
    is_level = is_level and (top is not None or number != 1)
    severity = SEVERITIES.get(label.casefold(), severity_on(number, top or 10) if is_level else None)
    typed = f"{value} ({label})" if label else value
    is_more = label or (severity != number and number != 1)
    note = f"{name}: {typed}" if is_more else None
    told = "" if is_yes(label) else label
    amount = amount_of(told if told[:1].isdigit() else f"{value} {told}") if has_values or told else None
    return Item(name, severity, amount=amount, note=note, said=label)


def item_of_column(thing: Item, text: str, top: float, *, is_remedy: bool) -> Item | None:
    """Return the thing that a column of a wide sheet is of, by what a cell says of it; None where that is no.

    Args:
        thing: with its value, as `item_valued` gives it.
        text: in the cell.
        top: of the scale; a number above it is no rating, so that the thing is one that was used.
        is_remedy: whether the column has the name of a remedy.
    """
    if is_yes(text) is False and text != "0":
        return None
    number = number_in(text)
    is_rating = number is not None and number <= top
    role = "remedy" if is_remedy or not is_rating else ""
    return thing._replace(role=role, is_symptom=is_rating and not is_remedy)
