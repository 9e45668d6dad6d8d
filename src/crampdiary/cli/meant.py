"""What a first word that is no command is meant for: a cramp where it is a severity or a place, or else a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from crampdiary.diary.model import Episode
from crampdiary.diary.vocabulary import Vocabulary, key
from crampdiary.errors import UsageError
from crampdiary.words.wording import safe, short

_SEVERITIES = frozenset(str(number) for number in range(Episode.table["severity"].most + 1))
_LONGEST = 3  # words in the name of a place: "ball of foot"
_LOGGED = ("site", "side", "sensation", "onset")


def begins_a_cramp(typed: Sequence[str]) -> bool:
    """Return whether words without a command are those of a cramp: the first is 0 to 10, or a place on the body.

    The diary is not opened for it, so that places are the built-in ones, singular or plural.
    """
    words = [word.strip(",.;:!") for each in typed[:_LONGEST] for word in each.split()][:_LONGEST]
    if words[:1] and words[0] in _SEVERITIES:
        return True
    known = Vocabulary()
    names = (" ".join(words[:size]) for size in range(1, len(words) + 1))
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
    near = get_close_matches(key(typed[0]), list(commands), n=1)
    form = (group == "cramp" and _form_of(typed)) or (f"{group} {near[0]}" if near else "")
    guess = f" Did you mean `{form}`?" if form else ""
    return UsageError(f'{group} has no command "{short(typed[0])}".{guess} `cramp help commands` lists all.')


def _form_of(typed: Sequence[str]) -> str:
    """Return the command that takes such words, with them, as it can be typed."""
    roles = {word.role for word in Vocabulary().find(typed[0])}
    line = short(safe(" ".join(typed)))
    if roles & {*_LOGGED}:
        return f"cramp log {line}"
    return f"cramp used {line}" if "remedy" in roles else f"cramp had {line}" if "trigger" in roles else ""
