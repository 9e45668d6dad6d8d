"""The words that days are named with: months and weekdays, also as other languages write them in full."""

from __future__ import annotations

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

MONTH_NAMES = MONTHS | frozenset(
    "januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre "
    "novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro".split()
)
"""Months by their names in small letters. Shorter ones are words of another kind too: `mag`, `out`, `set`."""

MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
"""A pattern of them all."""

OF_TIME = frozenset(
    "night nights nite day days week weeks weekend month months year years date morning mornings evening evenings "
    "afternoon today tonight yesterday tomorrow overnight to till until from of the in on at early late later last "
    "this next between and or start end first second third nacht tag woche heute gestern nuit jour semaine hier "
    "aujourd'hui noche día semana hoy ayer notte giorno oggi ieri de du le la el am der den vom bis".split()
)
"""What else stands in a line that names a time, and no more."""
