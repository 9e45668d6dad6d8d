"""What the shell offers at TAB: the built-in words and names. It never opens the diary, nor shows what is in it."""

from __future__ import annotations

import os
from collections.abc import Callable

Offer = Callable[[str], list[tuple[str, str]]]
"""From what is typed so far to what it may become, each with a word of explanation."""

# Typer examines every such function while it builds a command, also where nobody asked it to complete anything.
_ASKED = any(name.startswith("_") and name.endswith("_COMPLETE") for name in os.environ)


def words(*roles: str) -> Offer | None:
    """Offer the words of some roles, by a synonym only where no word itself begins so."""

    def offered(typed: str) -> list[tuple[str, str]]:
        from crampdiary.diary.built_in import built_in_words

        every = built_in_words()
        known = [word for word in every if word.role in roles]
        if len(roles) > 1:  # "walking" without its role could be what was tried, and is not taken
            tried = {word.slug for word in every if word.role == "remedy"}
            known = [word for word in known if word.role != "onset" or word.slug not in tried]
        slugs = [(word.slug, word.role) for word in known if word.slug.startswith(typed)]
        return slugs or [
            (synonym, f"{word.role}: {word.label}")
            for word in known
            for synonym in word.synonyms
            if synonym.startswith(typed)
        ]

    return offered if _ASKED else None


def names(*choices: str) -> Offer | None:
    """Offer one of a few names."""

    def offered(typed: str) -> list[tuple[str, str]]:
        return [(choice, "") for choice in choices if choice.startswith(typed)]

    return offered if _ASKED else None


def rules() -> Offer | None:
    """Offer the names of the doctor notices."""

    def offered(typed: str) -> list[tuple[str, str]]:
        from crampdiary.doctor.rules import RULES

        return [(rule.name, rule.reason) for rule in RULES if rule.name.startswith(typed)]

    return offered if _ASKED else None
