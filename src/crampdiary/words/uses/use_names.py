"""The names of remedies or triggers in a line: which of its words are names, of what, and which are known at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from crampdiary.diary.model import Word
from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words import log_grammar
from crampdiary.words.matching import Words
from crampdiary.words.quantities import MONTHS, NUMBERS, WEEKDAYS
from crampdiary.words.uses.course_grammar import COURSE_WORDS
from crampdiary.words.uses.no_things import NO_THINGS, says_only_when
from crampdiary.words.uses.use_grammar import (
    ABOUT,
    FILLERS,
    MEDICINES,
    NOT,
    NOTHING,
    QUANTITIES,
    SEPARATORS,
    TALK,
    UNITS,
    stands_alone,
)
from crampdiary.words.uses.used import Uses
from crampdiary.words.wording import short

_LOOKED_FOR = 50  # words not known, whose slips are looked for
_LONGEST = 6  # words in one name
_FOR_LONG = {
    **dict.fromkeys(("standing", "stood", "on my feet"), "long-standing"),
    **dict.fromkeys(("sitting", "sat", "seated"), "long-sitting"),
    "heels": "high-heels",
}
"""States, and what was worn, that are a trigger where they are told as one."""
_BATHS = {
    **dict.fromkeys(("warm", "hot"), "heat"),
    **dict.fromkeys(("cold", "icy", "ice", "freezing"), "cold"),
}
_ROLLED = "foam-roller"
_BOWLS = frozenset("bowl basin bucket bath tub".split())
_AFTER_SAT = frozenset("for all too so about around most half".split())
_ALSO_TRIGGERS = frozenset({"walking", "exercise"})  # by the much of them
_WITHIN = frozenset("a the my of some is are was were".split())  # what may stand within: shoes were too tight


class UseNames:
    """The names that lines about remedies or triggers may hold, in one diary.

    Args:
        vocabulary: the words known.
        role: `remedy` or `trigger`.
    """

    def __init__(self, vocabulary: Vocabulary, role: str) -> None:
        self._vocabulary = vocabulary
        self._find = cache(vocabulary.find)  # a line repeats its words
        self._role = role
        self._has_sets = bool(role == "remedy" and vocabulary.sets(hidden=True))
        self._places = {
            key(name)
            for word in vocabulary.words(hidden=True)
            if word.role in ("site", "side")
            for name in vocabulary.names(word)
        }

    def is_name(self, text: str) -> bool:
        """Return whether a text is a name of such a word, or of a set of them."""
        return bool(self._vocabulary.find(text, self._role) or self._set(text))

    def _set(self, text: str) -> Word | None:
        return self._vocabulary.find_set(text) if self._has_sets else None

    def is_known(self, word: str) -> bool:
        """Return whether a word in small letters says something by itself in such a line."""
        return bool(
            word in FILLERS
            or word in SEPARATORS
            or word in NOT
            or word in NOTHING
            or word in UNITS
            or word in ABOUT
            or word in TALK
            or word in QUANTITIES
            or word in COURSE_WORDS
            or word in NO_THINGS
            or self.is_place(word)
            or word in NUMBERS
            or word[:1].isdigit()
            or self.is_name(word)
        )

    def without_typos(self, words: Words, told: Uses) -> Words:
        """Return the words with what is one slip from a name made into it; what was so read is added to `told`."""
        unknown = [
            at
            for at, word in enumerate(words.plain)
            if len(word) > 3
            and word.isalpha()
            and not self.is_known(word)
            and not self._vocabulary.find(word)  # of another kind: salt is no slip of sat
        ]
        if not unknown:
            return words
        from crampdiary.words.typos import slips_of

        slips, plain = slips_of(self._vocabulary, self._role), list(words.plain)
        for at in unknown[:_LOOKED_FOR]:
            meant = slips.meant(plain[at])
            if meant and meant not in log_grammar.GRADES:
                slip = (words.tokens[at].text, meant)
                if slip not in told.typos:
                    told.typos.append(slip)
                plain[at] = meant
        return Words(words.tokens, plain)

    def name_at(self, words: Words, at: int) -> tuple[int, str] | None:
        """Return how many words the longest known name from a place on takes, and its slug."""
        run = words.run(at)[:_LONGEST]
        if run and (done := self._done_at(words, at)):
            return done
        for size in range(len(run), 0, -1):
            small = [each for each in run[:size] if each not in _WITHIN]
            is_bare = run[0] in FILLERS or run[size - 1] in FILLERS or not small
            if is_bare and not (run[0] == "a" and self._find(" ".join(run[:size]), self._role)):  # a cold
                continue
            for name in dict.fromkeys((" ".join(run[:size]), " ".join(small))):
                found = self._find(name, self._role)
                if found and not says_only_when(found[0].slug):  # an own word of earlier: to, now
                    return size, found[0].slug
        return self._long_at(run)

    def _done_at(self, words: Words, at: int) -> tuple[int, str] | None:
        """Read what was done and is called otherwise: `soaked my feet in a bowl of warm water`, `foam rolled`.

        Water that somebody was in is none that was drunk.
        """
        run = words.run(at)
        slug = _ROLLED if run[0] == "foam" and run[1:2] in (["rolled"], ["roll"]) else ""
        before = words.plain[max(0, at - 2) : at]
        is_in = before[-1:] in (["in"], ["into"], ["under"]) or (
            before[-1:] == ["of"] and before[0] in _BOWLS
        )
        if is_in and run[1:2] == ["water"]:
            slug = _BATHS.get(run[0], "")
        return (2, slug) if slug and self._role == "remedy" and self._vocabulary.get("remedy", slug) else None

    def _long_at(self, run: Sequence[str]) -> tuple[int, str] | None:
        """Read a state that one was in for long, and where: `lots of standing`, `sat in the car for 5 hours`."""
        size = 3 if list(run[:3]) == ["on", "my", "feet"] else 1
        slug = _FOR_LONG.get(" ".join(run[:size])) if self._role == "trigger" else None
        if slug is None or self._vocabulary.get("trigger", slug) is None:
            return None
        how = "".join(run[size : size + 1])
        size += how in ("down", "up", "still", "around") or how.endswith("ly")
        at = size + 1 + (list(run[size + 1 : size + 2]) in (["the"], ["my"], ["a"], ["an"]))
        if list(run[size : size + 1]) in (["at"], ["in"], ["on"], ["behind"]) and len(run) > at:
            size = size if run[at][0].isdigit() or self._says_when(run[at]) else at + 1
        is_day = run[0] == "sat" and size == 1  # or else Saturday
        if is_day and not (len(run) > 1 and (run[1] in _AFTER_SAT or run[1][0].isdigit())):
            return None
        return size + (is_day and run[1] == "for"), slug

    def _says_when(self, word: str) -> bool:
        return word in NUMBERS or word in WEEKDAYS or word in MONTHS or says_only_when(word)

    def set_at(self, words: Words, at: int) -> tuple[int, list[str]] | None:
        """Return how many words the longest name of a set from a place on takes, and the remedies it stands for.

        A set may be called as a time of day, a meal or a place is; then its name has to stand alone.
        """
        run = words.run(at)[:_LONGEST] if self._has_sets else []
        for size in range(len(run), 0, -1):
            found = self._set(" ".join(run[:size]))
            is_plain = run[0] in ABOUT or run[0] in self._places
            is_said = run[size : size + 1] == ["set"]  # my evening set
            if found and (size > 1 or not is_plain or is_said or stands_alone(words, at)):
                return size + is_said, self._vocabulary.members(found)
        return None

    def known_as(self, text: str) -> str:
        """Return what a word is that is known, and not as what this command records."""
        found = [word for word in self._vocabulary.find(text) if word.role in ("remedy", "trigger")]
        if any(word.slug in MEDICINES for word in found):
            return ""
        if self._role == "trigger" and any(word.slug in _ALSO_TRIGGERS for word in found):
            return ""
        command = {"remedy": "used", "trigger": "had"}
        return (
            f"is a {found[0].role}: `cramp {command[found[0].role]} {short(found[0].slug)}`." if found else ""
        )

    def is_about(self, word: str) -> bool:
        """Return whether a word tells of a meal, a time of day or the like, and of nothing that was met."""
        return word in ABOUT and not (self._role == "trigger" and word in _ALSO_TRIGGERS)

    def is_place(self, word: str) -> bool:
        return word in self._places
