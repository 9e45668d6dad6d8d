"""The names in a file that are for the person to explain: which are cramps of leg or foot, and what the words are."""

from __future__ import annotations

from collections.abc import Container, Iterable

from crampdiary.cli.importing.table_asked import LEFT_OUT, YES_OR_NO, Choice, Table, answer_to, unsaid
from crampdiary.cli.session import Session
from crampdiary.errors import UsageError
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import ANY
from crampdiary.exchange.names.meaning import IGNORE, NEW, meaning_of
from crampdiary.exchange.names.naming import CLEAR, CRAMP
from crampdiary.exchange.names.suggesting import denies_a_cramp, suggestion
from crampdiary.words.wording import plural, short

_DESCRIBING = frozenset("place site side position sensation onset helped".split())
_OF_A_PLACE = frozenset(("sites", "side", "sensations", "onset"))
_MOST = 12  # names that are asked about; the others are left out, and listed with the rest
_NOTHING = frozenset("nothing none nil na n/a nichts keine keins rien nada niente niets inget ingen".split())
OPEN = "?"
"""The meaning of what was answered with Enter: it stays unknown, and is not asked at the next import."""


class UnknownWords(Table):
    """Words in the cells of a sheet that the diary does not know, all of one kind."""

    HELP = (
        "Say what it is here by its name, such as magnesium or alcohol.",
        "remedy or trigger makes it a word of your own; no leaves it out.",
    )

    def __init__(
        self, session: Session, reading: Reading, names: Iterable[str], role: str, told: dict[str, str]
    ) -> None:
        self._reading = reading
        self._role = role
        choices = [
            Choice(name, f"{reading.unknown[name]:,} x", _guessed(reading, name, role)) for name in names
        ]
        super().__init__(session, choices, told)

    def in_words(self, choice: Choice) -> str:
        meaning = self.meanings[choice.name]
        role, _, slug = meaning.partition(":")
        if meaning in (NEW, "trigger:new"):
            return f"a {'remedy' if meaning == NEW else 'trigger'} of your own"
        if role in ("remedy", "trigger"):
            return self.session.vocabulary.label(role, slug)
        return {IGNORE: "left out", CLEAR: "no cramps", CRAMP: "a cramp"}.get(meaning, meaning)

    def understood(self, choice: Choice, answer: str) -> str | None:
        if answer in ("remedy", "a remedy", NEW) and self._role != "trigger":
            return NEW
        if answer in ("trigger", "a trigger", "trigger:new", NEW) and self._role != "remedy":
            return "trigger:new"
        for word in self.session.vocabulary.find(
            answer, *([self._role] if self._role else ["remedy", "trigger"])
        ):
            return f"{word.role}:{word.slug}"
        is_whole = answer.startswith(("remedy:", "trigger:")) or not self._role
        return answer if is_whole and _can_mean(self._reading, choice.name, answer) else None


class Places(Table):
    """What stands in the columns that describe a cramp, and is not understood: where it was, whether it helped."""

    HELP = (
        "Say it in plain words, such as left calf, both feet, stabbing; or whether it helped: helped, somewhat, no.",
        "no, for a place, leaves out the row, as no cramp of leg or foot. Enter keeps the word in the note.",
    )
    OF_ENTER = OPEN

    def __init__(
        self, session: Session, reading: Reading, names: Iterable[str], told: dict[str, str]
    ) -> None:
        self._reading = reading
        super().__init__(session, [Choice(name, f"{reading.unknown[name]:,} x", "") for name in names], told)

    def in_words(self, choice: Choice) -> str:
        meaning = self.meanings[choice.name]
        return {"": "?", IGNORE: "left out", OPEN: "kept in the note"}.get(meaning, meaning)

    def question(self, choice: Choice) -> str:
        if self._reading.asked_of[choice.name] == "helped":
            return f'Did it help: "{short(choice.name)}"? [helped/somewhat/unsure, Enter for none of these]'
        return (
            f'What is "{short(choice.name)}" ({choice.shown})? [such as left calf; no if it is no leg and no foot, '
            "Enter keeps it in the note, ? for help]"
        )

    def understood(self, choice: Choice, answer: str) -> str | None:
        if self._reading.asked_of[choice.name] == "helped":
            return self._reading.words.uses.relief(answer)
        fields = self._reading.words.fields(answer) or {}
        return answer if fields and fields.keys() <= _OF_A_PLACE else None


def ask_of_names(
    session: Session, reading: Reading, program: str, before: Container[str], told: dict[str, str]
) -> None:
    """Ask about the names that a reading met and could not explain; the answers go into `told`.

    Of a program's file only what may be cramps, or nights without, is asked: its other names are many, and are listed.

    Args:
        session: this run.
        reading: of the whole file.
        program: its format.
        before: names that were left open before, and are not asked again.
        told: takes up the meanings by name.

    Raises:
        CrampError: Ctrl-D said that they are not to be answered.
        KeyboardInterrupt: Ctrl-C did.
    """
    for name in [each for each, _ in reading.maybe.most_common() if each not in before][:_MOST]:
        times = plural(reading.maybe[name], "time")
        _ask(session, f'"{short(name)}" ({times}): are these cramps of your leg or foot?', name, CRAMP, told)
    names = [
        name for name, _ in reading.unknown.most_common() if name not in reading.maybe and name not in before
    ]
    denials = [each for each in names if denies_a_cramp(each) and not reading.words.is_elsewhere(each)]
    for name in denials[:_MOST]:
        times = plural(reading.unknown[name], "time")
        _ask(session, f'"{short(name)}" ({times}): was that a night without cramps?', name, CLEAR, told)
    if program != ANY:
        return
    names = [each for each in names if not denies_a_cramp(each)]
    others = [each for each in names if reading.asked_of[each] in _DESCRIBING][:_MOST]
    others.sort(key=lambda each: reading.asked_of[each] == "helped")  # after the places
    if others:
        told.update(Places(session, reading, others, told).settle("These words are not understood:"))
    for role in ("remedy", "trigger", ""):
        of_role = [each for each in names if reading.asked_of[each] == role][:_MOST]
        if of_role:
            what = {"remedy": "remedies", "trigger": "triggers"}.get(role, "names")
            found = UnknownWords(session, reading, of_role, role, told).settle(
                f"These {what} are not known here. They would become:"
            )
            told.update(found)


def _ask(session: Session, question: str, name: str, meaning: str, told: dict[str, str]) -> None:
    """Ask a question of yes and no; Enter leaves it open, for the next import to ask again."""
    while True:
        answer = answer_to(f"{question} [y/n, Enter leaves them out]", unsaid())
        if answer in ("y", "yes", meaning):
            told[name] = meaning
        elif answer in LEFT_OUT:
            told[name] = IGNORE
        elif answer:
            session.say(YES_OR_NO)
            continue
        else:
            told[name] = OPEN
        return


def _guessed(reading: Reading, name: str, role: str) -> str:
    near = suggestion(reading, name) or ""
    if near.startswith(f"{role}:" if role else ("remedy:", "trigger:")):
        return near
    if not role or name.casefold().strip(" .!") in _NOTHING:
        return IGNORE
    return NEW if role == "remedy" else "trigger:new"


def _can_mean(reading: Reading, name: str, meaning: str) -> bool:
    try:
        meaning_of(name, meaning, reading.words, {})
    except UsageError:
        return False
    return True
