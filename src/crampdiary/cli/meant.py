"""What was meant where the words or options typed are not those of a command: the nearest right form of them.

A first word that is a severity or a place on the body, its side before it or not, is that of a cramp, and so are
`again` and `same`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer

from crampdiary.diary.model import Episode
from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words.wording import safe, short

if TYPE_CHECKING:
    from crampdiary.words.matching import Found, Words
    from crampdiary.words.told import Told

_SEVERITIES = frozenset(str(number) for number in range(Episode.table["severity"].most + 1))
_AS_THE_LAST = frozenset({"again", "same"})
_LONGEST = 3  # words in the name of a place: "ball of foot"
EXAMPLES = {
    "cramp away": "7 march 14 march",
    "cramp edit": "last right 5",
    "cramp note": "still tender",
    "cramp import": "export.csv",
    "cramp merge": "other.db",
    "cramp doctor seen": "weak",
    "cramp trial plan": "stretching",
    "cramp words add": "remedy brine",
    "cramp words rename": "remedy heat 'hot bath'",
    "cramp words also": "remedy heat 'hot bath'",
    "cramp words when": "heat more",
    "cramp words prescribed": "magnesium",
    "cramp words hide": "remedy brine",
    "cramp words unhide": "remedy brine",
    "cramp words merge": "foam-roller massage-ball",
    "cramp words set": "evening stretching magnesium",
}
"""What each command that needs words may be given."""
_CRAMPS = frozenset("cramp cramps cramped cramping spasm spasms".split())
_LOGGED = ("site", "side", "sensation", "onset")


def begins_a_cramp(typed: Sequence[str]) -> bool:
    """Return whether words without a command are those of a cramp: 0 to 10, `left calf` or `calf`, `again`, `same`.

    The diary is not opened for it, so that places are the built-in ones, singular or plural.
    """
    words = [word.strip(",.;:!") for each in typed[: _LONGEST + 1] for word in each.split()]
    if words[:1] and (words[0] in _SEVERITIES or words[0].casefold() in _AS_THE_LAST):
        return True
    known = Vocabulary()
    if words and known.find(words[0], "side"):
        words = words[1:]
    names = (" ".join(words[:size]) for size in range(1, min(len(words), _LONGEST) + 1))
    return any(
        known.find(form, "site")
        for name in names
        for form in (name, name.removesuffix("s"), name.removesuffix("es"))
    )


def unknown_command(group: str, typed: Sequence[str], commands: Iterable[str]) -> UsageError:
    """Return the error for a word that is no command of a group, which names the nearest right form.

    Args:
        group: the words before it, as in `cramp words`.
        typed: the word, and what follows it.
        commands: of that group.
    """
    near = get_close_matches(key(typed[0]), list(commands), n=1) if typed[0].casefold() != "no" else []
    form = (group == "cramp" and (_form_told(typed) or _form_of(typed))) or (
        f"{group} {near[0]}" if near else ""
    )
    if not form and group == "cramp" and _tells_of_a_cramp(typed):
        form = f"cramp log {short(safe(' '.join(typed)))}"
    guess = f" Did you mean `{form}`?" if form else ""
    return UsageError(f'{group} has no command "{short(typed[0])}".{guess} `cramp help commands` lists all.')


def _form_told(typed: Sequence[str]) -> str:
    """Return the command that takes a line which says that nothing was, or that something told before was wrong."""
    from crampdiary.words.changes.corrections import CorrectionReader
    from crampdiary.words.feeling import Feeling
    from crampdiary.words.log_reader import LogReader
    from crampdiary.words.told import SeveralNightsError

    reader = LogReader(Vocabulary())
    with suppress(UsageError):  # such as a time that cannot be
        told, words = reader.words_of(typed)
        marker = reader.longest(words, 0)
        rest = _rest_of_a_correction(told.line, words, marker)
        if rest and _tells_something(reader.read_all_else([rest])):
            return f"cramp edit last {short(safe(rest))}"
        try:
            told = reader.read_all_else(typed)
        except SeveralNightsError as error:
            return f"cramp none {short(safe(error.nights))}"
        if told.takes_back and not told.felt:
            return "cramp undo"
        if told.is_none and told.felt:
            return f"cramp log {short(safe(told.line))}"
        if told.is_none and told.nights and (told.kept or told.seconds):
            return f"cramp log {short(safe(told.line))}"  # which takes all the nights that are named
        if told.is_none:
            day = told.day.name if told.day else ""
            return f"cramp none {safe(day)}".strip()
        if LogReader(Vocabulary(), Feeling).read_all_else(typed).says_all_is_well:
            return "cramp feel 0" if len(words.plain) > 1 else "cramp none"
        if CorrectionReader(reader).read(typed).wrong:
            return f"cramp edit last {short(safe(told.line))}"
    return ""


def _rest_of_a_correction(line: str, words: Words, marker: Found | None) -> str:
    """Return what stands behind words that correct: `no, 4`, `sorry, left`; nothing where none do."""
    at = marker.end if marker is not None and marker.name == "instead" else 0
    if (
        words.plain[:1] == ["no"]
        and len(words.plain) > 1
        and (words.tokens[1].apart or words.plain[1].isdigit())
    ):
        at = 1
    return line[words.tokens[at].start :] if 0 < at < len(words.tokens) else ""


def _tells_something(told: Told) -> bool:
    return bool(told.fields or told.names_a_time)


def _form_of(typed: Sequence[str]) -> str:
    """Return the command that takes such words, with them, as it can be typed."""
    roles = {word.role for word in Vocabulary().find(typed[0])}
    line = short(safe(" ".join(typed)))
    if roles & {*_LOGGED}:
        return f"cramp log {line}"
    return f"cramp used {line}" if "remedy" in roles else f"cramp had {line}" if "trigger" in roles else ""


def _tells_of_a_cramp(typed: Sequence[str]) -> bool:
    """Return whether any of some words is one for a cramp, or a place in leg or foot."""
    known = Vocabulary()
    return any(word in _CRAMPS or known.find(word, "site") for word in _words(typed))


def _words(typed: Sequence[str]) -> list[str]:
    return [word.strip(",.;:!?").casefold() for each in typed for word in each.split()]


def refused(error: typer.TyperException) -> UsageError:
    """Return what is said of options or arguments that typer refuses, with the nearest right form of them."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "cramp"
    hint = f"`{command} --help` shows what it takes."
    option = short(getattr(error, "option_name", ""))
    if hasattr(error, "possibilities"):
        near = [each for each in error.possibilities or () if each.startswith("--")]
        guess = f" Did you mean {near[0]}?" if near else ""
        return UsageError(f"`{command}` has no option {option}.{guess} {hint}")
    if hasattr(error, "param_type"):  # something is missing
        form = f"{command} {EXAMPLES.get(command, '--help')}"
        return UsageError(f"This needs more words, as in `{form}`.")
    parameter = getattr(error, "param", None)
    if parameter is not None:
        name = max(parameter.opts, key=len) if parameter.param_type_name == "option" else f"`{command}`"
        if "int" in parameter.type.name:
            return UsageError(f"{name} takes {_numbers(parameter.type)}. {hint}")
        return UsageError(f"{name} does not take that: {safe(error.message)} {hint}")
    if option and "requires" in error.message:
        helps = [each.help for each in context.command.params if option in each.opts] if context else []
        told = next(filter(None, helps), hint)
        return UsageError(f"{option} needs a value. {told}")
    if option:
        return UsageError(f"{option} takes no value. {hint}")
    typed = error.message.partition("(s) (")[2].removesuffix(")")
    return UsageError(f"`{command}` does not take {safe(typed) or 'that'}. {hint}")


def _numbers(kind: Any) -> str:
    """Return which numbers an option or argument takes."""
    least, most = getattr(kind, "min", None), getattr(kind, "max", None)
    up_to = "on" if most is None else f"to {most:,}"
    return "a whole number" if least is None else f"a whole number from {least} {up_to}"
