"""A table of guesses that a person looks over: Enter takes all, a number changes one, and what is open is asked."""

from __future__ import annotations

from collections.abc import Iterable

from crampdiary import prompts
from crampdiary.cli.session import Session
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import CrampError
from crampdiary.exchange.names.meaning import IGNORE
from crampdiary.words.line import plain_line
from crampdiary.words.wording import safe, short

LEFT_OUT = ("no", "n", "none", "-", "out", "leave out", "skip", IGNORE)
YES_OR_NO = "Please say y for yes or n for no."
_YES = ("", "y", "yes", "ok")
_RIGHT = "Is this right? [Enter for yes, a number to change it, ? for help]"
_DIGITS = 5
_HOW = "Type the number of what is to be changed, such as 2; or Enter, to take all as it stands."


def answer_to(question: str, unsaid: CrampError) -> str:
    """Ask a question, and return the answer as one line in small letters.

    Raises:
        CrampError: `unsaid`, as Ctrl-D said that it is not to be answered.
        KeyboardInterrupt: Ctrl-C did.
    """
    typed = prompts.ask(question)
    if typed is None:
        raise unsaid
    return plain_line([typed]).strip().casefold()


def unsaid() -> CrampError:
    """Return what is said where names or columns were not explained."""
    return CrampError("You did not say what these are. Nothing was changed.")


class Choice(NamedTuple):
    """One thing to settle: its name in the file, what is shown beside it, and what it seems to mean.

    Attributes:
        name: in the file.
        shown: beside it.
        meaning: as `--map` writes it, empty where it is open.
    """

    name: str
    shown: str
    meaning: str


class Table:
    """What is to be settled, with one meaning for each name; a kind of table says how meanings are worded and read.

    Args:
        session: this run.
        choices: each name once.
        told: takes up what was answered, at once, so that it can be told should the person stop half way.
    """

    HELP: tuple[str, ...] = ()
    OF_ENTER = IGNORE
    """The meaning of what is open and was answered with Enter."""

    def __init__(self, session: Session, choices: Iterable[Choice], told: dict[str, str]) -> None:
        self.session = session
        self.choices = list({each.name: each for each in choices}.values())
        self.meanings = {each.name: each.meaning for each in self.choices}
        self._told = told

    # What a kind of table says

    def in_words(self, choice: Choice) -> str:
        """Return what the meaning of a choice is called."""
        raise NotImplementedError

    def question(self, choice: Choice) -> str:
        """Return how one is asked about that seems to mean something."""
        as_it_is = f'Enter for "{self.in_words(choice)}"'
        return f'What is "{short(choice.name)}"? [{as_it_is}, no leaves it out, ? for help]'

    def understood(self, choice: Choice, answer: str) -> str | None:
        """Return the meaning that an answer gives, None where it is not understood."""
        raise NotImplementedError

    def freed(self, _choice: Choice) -> str:
        """Make room for a new meaning of a choice, note and return what else was changed by it."""
        return ""

    def lacking(self) -> str:
        """Return what must be said yet."""
        return ""

    # The conversation

    def settle(self, before: str) -> dict[str, str]:
        """Show the table, ask what is open and whether all is right, and return each name's meaning.

        Raises:
            CrampError: Ctrl-D said that it is not to be answered.
            KeyboardInterrupt: Ctrl-C did.
        """
        self.session.say(before)
        is_open = [not each.meaning for each in self.choices]
        for number, each in enumerate(self.choices, 1):
            if not all(is_open):
                self._show(number, each)
        for number, each in enumerate(self.choices, 1):
            if not each.meaning:
                self._ask(number, each)
        if is_open == [True] and not self.lacking():
            return self.meanings  # it was asked just now
        while (typed := self._typed(_RIGHT)) not in _YES or self.lacking():
            which, _, answer = typed.partition(" ")
            number = int(which) if which.isascii() and which.isdigit() and len(which) < _DIGITS else 0
            if 1 <= number <= len(self.choices):
                self._ask(number, self.choices[number - 1], answer.strip(" ="))
            elif typed in LEFT_OUT and len(self.choices) == 1:
                self._ask(1, self.choices[0])
            elif typed == "?":
                self._help()
            else:
                self.session.say((typed in _YES and self.lacking()) or _HOW)
        return self.meanings

    def _ask(self, number: int, choice: Choice, answer: str = "") -> None:
        was = self.meanings[choice.name]
        while True:
            answer = answer or self._typed(self.question(choice))
            if answer == "?":
                self._help()
            elif not answer or (was and answer in _YES):
                found: str | None = was or self.OF_ENTER
                break
            else:
                found = IGNORE if answer in LEFT_OUT else self.understood(choice, answer)
                if found is not None:
                    self._told[choice.name] = found
                    break
                self.session.say("That is not understood; ? tells what can be said.")
            answer = ""
        self.meanings[choice.name] = found or ""
        if freed := self.freed(choice):
            self.session.say(freed)
        self._show(number, choice)

    def _typed(self, question: str) -> str:
        return answer_to(safe(question), unsaid())

    def _show(self, number: int, choice: Choice) -> None:
        meaning = self.in_words(choice)
        shown = f" ({choice.shown})" if choice.shown else ""
        self.session.say(f"  {number} {short(choice.name)}: {safe(meaning)}{shown}")

    def _help(self) -> None:
        for line in self.HELP:
            self.session.say(line)
