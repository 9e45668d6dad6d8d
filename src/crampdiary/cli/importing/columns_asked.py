"""The columns of a sheet that no program is known for: what each seems to be, for the person to say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crampdiary.cli.importing.table_asked import Choice, Table
from crampdiary.cli.session import Session
from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.cells import number_in
from crampdiary.exchange.columns import WIDE, guess, is_field
from crampdiary.exchange.names.meaning import IGNORE, NEW
from crampdiary.exchange.names.naming import CRAMP, NameReader
from crampdiary.exchange.proposal import Proposal
from crampdiary.words.wording import short

_IN_WORDS = {
    "at": "date and time", "date": "the date", "time": "the time", "end": "when it ended",
    "severity": "how bad it was", "duration": "how long it lasted", "minutes": "how long, in minutes",
    "seconds": "how long, in seconds", "count": "how many cramps", "place": "where it was", "site": "where it was",
    "side": "left or right", "sensation": "how it felt", "trigger": "what set it off",
    "onset": "what you were doing", "woke": "whether it woke you", "sore": "how long it was sore",
    "tried": "what you tried", "helped": "whether that helped", "clear": "a night without cramps",
    "used": "remedies used", "had": "triggers met", "amount": "how much was used", "note": "a note",
    "name": "the name of a thing", "group": "of what part it is", "names": "names of things",
    "value": "how much of the thing",
    "label": "a word for how much", IGNORE: "left out", NEW: "a remedy of your own",
    "trigger:new": "a trigger of your own", "cramp": "a cramp",
}  # fmt: skip
_SAMPLE = 24  # characters of a value that are shown
_SEVERAL = (*WIDE, "names", "value", "count")


class Columns(Table):
    """The columns of a sheet."""

    HELP = (
        "When: date, time, at (both in one), end.",
        "A cramp: severity, minutes, duration, count, place, side, sensation, trigger, woke, tried, helped, clear.",
        "A column for one remedy or trigger: its name, such as magnesium; or remedy or trigger for a new one.",
        "Also: note, used, had, amount; name, group and value where each row names a thing. no leaves the column out.",
    )

    def __init__(
        self, session: Session, found: Iterable[Proposal], said: Mapping[str, str], told: dict[str, str]
    ) -> None:
        self._found = {each.column: each for each in reversed(list(found))}
        self._words = session.vocabulary
        taken = {each.partition(":")[0] for each in said.values()} - {*_SEVERAL}
        choices = []
        for each in reversed(self._found.values()):
            field = each.field if (each.field or "").partition(":")[0] not in taken else None
            empty = "" if each.samples else IGNORE
            meaning = said.get(each.column, said.get(key(each.column), field or empty))
            shown = ", ".join(short(sample, _SAMPLE) for sample in each.samples)
            choices.append(Choice(each.column, shown or "empty", meaning))
        super().__init__(session, choices, told)

    def in_words(self, choice: Choice) -> str:
        meaning = self.meanings[choice.name]
        field, _, shape = meaning.partition(":")
        if meaning in _IN_WORDS or not meaning:
            return _IN_WORDS.get(meaning, "?")
        role = {"used": "remedy", "had": "trigger"}.get(field, field)
        if role in ("remedy", "trigger"):
            return f"the {role} {self._words.label(role, shape)}"
        return f"{_IN_WORDS.get(field, meaning)}, {shape}" if field in _IN_WORDS else meaning

    def question(self, choice: Choice) -> str:
        quoted = f'"{short(choice.name)}" ({choice.shown})'
        if self.meanings[choice.name]:
            return super().question(choice)
        if self._found[choice.name].is_many_or_bad:
            return (
                f"Is {quoted} how many cramps, or how bad? [count/severity/Enter leaves it out, ? for help]"
            )
        if self._found[choice.name].is_place:
            return f"Does {quoted} say whether you had cramps there? [y/Enter leaves it out, ? for help]"
        if self._found[choice.name].is_yes_or_no:
            return f"Is {quoted} a remedy or a trigger? [remedy/trigger/Enter leaves it out, ? for help]"
        return f"What is {quoted}? [Enter leaves it out, ? for help]"

    def understood(self, choice: Choice, answer: str) -> str | None:
        if answer in ("y", "yes") and self._found[choice.name].is_place:
            return CRAMP
        return meaning_of_column(answer, self._words, names_a_thing=self._names_a_thing(choice))

    def _names_a_thing(self, choice: Choice) -> bool:
        """Return whether the header of a column is a thing, and its cells say whether there was one or how much."""
        found = self._found[choice.name]
        return found.is_yes_or_no or all(number_in(each) is not None for each in found.samples)

    def freed(self, choice: Choice) -> str:
        field = self.meanings[choice.name].partition(":")[0]
        for other, meaning in self.meanings.items():
            is_same = is_field(meaning) and meaning.partition(":")[0] == field and field not in _SEVERAL
            if other != choice.name and is_same:
                self.meanings[other] = self._told[other] = IGNORE
                return f'"{short(other)}" was that until now, and is left out.'
        return ""

    def lacking(self) -> str:
        fields = {each.partition(":")[0] for each in self.meanings.values()}
        return "" if fields & {"at", "date"} else "Which of them has the date? Type its number, and date."


def meaning_of_column(answer: str, words: Vocabulary, *, names_a_thing: bool) -> str | None:
    """Return what a column is said to be in a person's words, None where they are not understood.

    Args:
        answer: `severity`, `pain`, `magnesium`, `trigger`.
        words: known to the diary.
        names_a_thing: whether its header is a thing, so that "a remedy" is that thing.
    """
    if names_a_thing and answer in ("remedy", "a remedy", NEW):
        return NEW
    if names_a_thing and answer in ("trigger", "a trigger", "trigger:new"):
        return "trigger:new"
    if is_field(answer) or answer in (NEW, "trigger:new", "cramp"):
        return answer
    role, _, slug = answer.partition(":")
    if role in ("remedy", "trigger") and words.find(slug, role):
        return f"{'used' if role == 'remedy' else 'had'}:{words.find(slug, role)[0].slug}"
    return guess(answer, NameReader(words))
