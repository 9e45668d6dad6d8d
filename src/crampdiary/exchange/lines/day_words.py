"""The words that days are named with: months and weekdays, also as other languages write them in full."""

from __future__ import annotations

import re
from datetime import date

from crampdiary.exchange.clocks import month_in
from crampdiary.words import quantities
from crampdiary.words.quantities import MONTHS, SHORT_WEEKDAYS

WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
WEEKDAY_OF = {
    **{word: WEEKDAYS.index(day) for word, day in (quantities.WEEKDAYS | SHORT_WEEKDAYS).items()},
    **{
        word: place
        for names in (
            "montag dienstag mittwoch donnerstag freitag samstag sonntag",
            "lundi mardi mercredi jeudi vendredi samedi dimanche",
            "lunes martes miércoles jueves viernes sábado domingo",
            "lunedì martedì mercoledì giovedì venerdì sabato domenica",
            "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
            "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        )
        for place, word in enumerate(names.split())
    },
}
"""Weekdays by their names in small letters, Monday 0."""

_OTHER_MONTHS = frozenset(
    "januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre "
    "novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "fevrier aout decembre marco mär mrz okt dez janv févr fév avr juil déc ene abr ago dic gen giu lug ott "
    "mrt fev maj".split()
)
MONTH_NAMES = MONTHS | _OTHER_MONTHS
"""Months by their names in small letters. Other short ones are words of another kind too: `mag`, `out`, `set`."""

MONTH, OTHER_MONTH = ("|".join(sorted(each, key=len, reverse=True)) for each in (MONTH_NAMES, _OTHER_MONTHS))
"""Patterns of them all, and of those that are not English."""

SHORT_WEEKDAY = (
    "mo di mi do fr sa so lun mar mer jeu ven sam dim mié mie jue vie sáb dom gio seg ter qua qui sex ma wo vr za zo "
    "tir ons tor lør søn mån tis lör sön"
).replace(" ", "|")
"""A pattern of how weekdays begin in other languages, as they stand before a date: `Mo 5.10.`."""

PARTS_OF_A_DAY = {
    "morning": "a", "afternoon": "p", "evening": "e", "eve": "e", "night": "n", "nite": "n", "nacht": "n",
    "nuit": "n", "noche": "n", "notte": "n",
}  # fmt: skip
"""Parts of the day, by their names in small letters: `a` morning, `p` afternoon, `e` evening, `n` night."""

OF_TIME = frozenset(
    "night nights nite day days week weeks weekend month months year years date morning mornings evening evenings "
    "afternoon today tonight yesterday tomorrow overnight to till until from of the in on at early late later last "
    "this next between and or start end first second third nacht tag woche heute gestern nuit jour semaine hier "
    "aujourd'hui noche día semana hoy ayer notte giorno oggi ieri de du le la el am der den vom bis".split()
)
"""What else stands in a line that names a time, and no more."""

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth twenty thirty"
).split()
"""What the number of a day begins with in words, from the first on."""
_NUMBER_OF = {
    **{word: number for number, word in enumerate(ORDINALS[:20], 1)},
    **{f"twenty {word}": number for number, word in enumerate(ORDINALS[:9], 21)},
    "thirtieth": 30,
    "thirty first": 31,
}
_ORDINAL = "|".join(each.replace(" ", "[ -]") for each in sorted(_NUMBER_OF, key=len, reverse=True))
_SPELLED = re.compile(
    rf"(^\W*(?:(?:{'|'.join(WEEKDAYS)})\b\W+)?|\bon )"
    rf"(?:({MONTH}) (?:the )?({_ORDINAL})|(?:the )?({_ORDINAL}) (?:of )?({MONTH}))\b",
    re.IGNORECASE,
)
_WITH_A_COMMA = re.compile(
    rf"\b({MONTH})\b\.? (\d{{1,2}})(?:st|nd|rd|th)?, ?((?:19|20)\d\d)\b(?!:)", re.IGNORECASE
)
_IN_WORDS = frozenset(ORDINALS)
_LETTERS = re.compile(r"[^\W\d_]+")
_WEEKDAY_NAMES = "|".join(sorted(map(re.escape, WEEKDAY_OF), key=len, reverse=True))
_SPOKEN = (
    rf"\W{{0,3}}(?:on )?(?:(?:{_WEEKDAY_NAMES})\b\W{{1,2}})?(?:the )?"
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?[. -]{{0,2}}(?:of )?({MONTH})\b\.?|({MONTH})\b\.? (\d{{1,2}})(?:st|nd|rd|th)?)"
)
_SHORT_YEAR = re.compile(
    rf"^({_SPOKEN})[ -]'?(2\d)(?=$|[:,;]?\s)"
    r"(?! ?(?:min|sec|mg|hours?|hrs?|times|[smh]\b|days?|nights?|tablets?|pills?))",
    re.IGNORECASE,
)
"""A date at the beginning of a line with its year in two figures: `3 Mar 25`."""
_WITH_ITS_YEAR = re.compile(rf"{_SPOKEN},? ((?:19|20)\d\d)\b(?!:\d)[\]),:\s-]+(.*)", re.IGNORECASE)
_WITH_A_DOT = re.compile(rf"(?<=\b\d)\.(?= (?:{MONTH})\b)|(?<=\b\d\d)\.(?= (?:{MONTH})\b)", re.IGNORECASE)


def in_digits(text: str) -> str:
    """Return a line whose date in words, as it is dictated, has its number in digits: `october third`.

    What stands between the parts of one goes: `Oct 3, 2026`, `3. April`. One that the line begins with has its year in
    full: of `3 Oct 26`, 2026.
    """
    words = _LETTERS.findall(text.casefold())
    if MONTH_NAMES.isdisjoint(words):  # as most lines are: the patterns are slow
        return text
    if not _IN_WORDS.isdisjoint(words):
        text = _SPELLED.sub(_numbered, text)
    if "," in text:
        text = _WITH_A_COMMA.sub(r"\2 \1 \3", text)
    text = _WITH_A_DOT.sub("", text) if "." in text else text
    return _SHORT_YEAR.sub(r"\1 20\6", text)


def date_before(text: str) -> tuple[date, str] | None:
    """Return the date in words with its year that a line begins with, and the line behind it; None for another one."""
    told = _WITH_ITS_YEAR.match(text)
    try:
        found = date(int(told[5]), month_in(told[2] or told[3]), int(told[1] or told[4])) if told else None
    except ValueError:  # in no calendar
        return None
    return (found, told[6]) if found and told else None


def _numbered(spelled: re.Match[str]) -> str:
    number = _NUMBER_OF[(spelled[3] or spelled[4]).casefold().replace("-", " ")]
    return f"{spelled[1]}{number} {spelled[2] or spelled[5]}"
