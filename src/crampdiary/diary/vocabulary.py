"""The words a diary knows: the built-in ones, the person's own, and which known word a typo is close to.

A word is stored by its slug, shown by its label, and understood by slug, label or any synonym, in any case,
with spaces or hyphens. Hidden words are no longer offered, but still understood, as old entries hold them.

A word that was made into another means that one from then on, however it is typed, looked up or read: its entries
keep what was recorded, and `as_meant` is what they count as. The name of a set stands for several remedies. It is no
word, so that nothing but what asks for sets ever takes it for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from crampdiary.diary.built_in import built_in_names, built_in_synonyms, built_in_word
from crampdiary.diary.fields import ITS_OWN, Tried
from crampdiary.diary.model import Entry, Record, Word
from crampdiary.diary.values import PARTS, key

if TYPE_CHECKING:
    from crampdiary.diary.nights import Counts

_Identity = tuple[str, str]
"""A word's role and slug."""
EntryT = TypeVar("EntryT", bound=Entry[Any])
RecordT = TypeVar("RecordT", bound=Record)


T = TypeVar("T")


def _first_said(answers: Iterable[T | None]) -> T | None:
    return next((each for each in answers if each is not None), None)


class Vocabulary:
    """The built-in words, with the person's own words and changes laid over them.

    Built-in words become records when somebody asks for them: making all of them would cost every `cramp log`
    a millisecond.

    Args:
        own: words kept in the diary; one with the role and slug of a built-in word replaces it.
    """

    def __init__(self, own: Iterable[Word] = ()) -> None:
        built_in = built_in_names()
        self._own = {(word.role, word.slug): _over_built_in(word) for word in own}
        self._identities = list(dict.fromkeys((*built_in, *self._own)))
        self._sets = {
            identity: word
            for identity, word in self._own.items()
            if word.set and word.merged_into is None and identity not in built_in
        }
        self._meant = {
            identity: final
            for identity, word in self._own.items()
            if word.merged_into is not None and (final := self._final(identity)) != identity
        }
        self._typed: dict[str, tuple[_Identity, ...]] = {}
        typed = self._typed
        for identity in self._identities:
            if identity in self._sets:
                continue
            is_own = identity in self._own
            alone = (identity,)
            for name in map(key, self._names_of(identity)) if is_own else built_in[identity]:
                if name not in typed:
                    typed[name] = alone
                elif identity not in typed[name]:
                    typed[name] += alone

    def _final(self, identity: _Identity) -> _Identity:
        """Return the word at the end of those that one was made into, each into the next.

        Where two devices made each into the other, that is the same one of them on both. What a word was made into may
        be gone, or a set by now: then it is as if it had not been.
        """
        way = [identity]
        while (own := self._own.get(way[-1])) and own.merged_into is not None:
            following = own.role, own.merged_into
            if following in way:
                return min(way[way.index(following) :])
            if following in self._sets or not (following in self._own or following in built_in_synonyms()):
                break
            way.append(following)
        return way[-1]

    def _names_of(self, identity: _Identity) -> tuple[str, ...]:
        word = self._own.get(identity)
        if word:
            return word.slug, word.label, *word.synonyms
        return identity[1], *built_in_synonyms()[identity]

    def words(self, role: str | None = None, *, hidden: bool = False) -> list[Word]:
        """Return the words, without those that were made into others and without sets; hidden ones where asked for."""
        words = [
            self._word(identity)
            for identity in self._identities
            if role in (None, identity[0]) and identity not in self._meant and identity not in self._sets
        ]
        return [word for word in words if hidden or not word.hidden]

    def sets(self, *, hidden: bool = False) -> list[Word]:
        """Return the sets, hidden ones where asked for."""
        return [word for word in self._sets.values() if hidden or not word.hidden]

    def names(self, word: Word) -> tuple[str, ...]:
        """Return all that a word is understood by: its slug, label and synonyms, and those of what was made into it."""
        into = [each for each, final in self._meant.items() if final == (word.role, word.slug)]
        every = [word.slug, word.label, *word.synonyms]
        return tuple(dict.fromkeys([*every, *(name for each in into for name in self._names_of(each))]))

    def get(self, role: str, slug: str) -> Word | None:
        """Return the word that a stored slug means."""
        identity = role, slug
        if identity in self._sets or not (identity in self._own or identity in built_in_synonyms()):
            return None
        return self._word(self._meaning(identity))

    def answered(self, word: Word) -> Word:
        """Return a word with what was answered of it, or else of those that were made into it.

        Where one of them is prescribed, so is what they all mean: nobody may be told to leave it out.
        """
        every = [word, *self.made_into(word)]
        said = [each.prescribed for each in every]
        return word.replaced(
            when_bad=_first_said(each.answer_when_bad for each in every),
            used_when_bad=None,
            nature=_first_said(each.nature for each in every),
            prescribed=True if True in said else _first_said(said),
        )

    def made_into(self, word: Word) -> list[Word]:
        """Return the words that were made into one, each as it is by itself."""
        into = [each for each, final in self._meant.items() if final == (word.role, word.slug)]
        return [self._word(each) for each in into]

    def is_own(self, role: str, slug: str) -> bool:
        """Return whether a word is one of the person's own, or a built-in one that they changed."""
        return (role, slug) in self._own

    def label(self, role: str, slug: str) -> str:
        """Return what to show for a stored slug, also for one that this diary has no word for."""
        meaning = self._meaning((role, slug))
        word = self._own.get(meaning)
        return word.label if word else meaning[1].replace("-", " ")

    def _word(self, identity: _Identity) -> Word:
        return self._own.get(identity) or built_in_word(*identity)

    def _meaning(self, identity: _Identity) -> _Identity:
        return self._meant.get(identity, identity) if self._meant else identity

    def find(self, text: str, *roles: str) -> list[Word]:
        """Return the words that the text means: a slug or label before a synonym, at most one per role."""
        named = self.named(text, *roles)
        if not self._meant:
            return named
        return [self._word(self._meaning((word.role, word.slug))) for word in named]

    def named(self, text: str, *roles: str) -> list[Word]:
        """Return the words that the text names, as `find`, each as itself also where it was made into another."""
        wanted = key(text)
        known = [
            self._word(identity)
            for identity in self._typed.get(wanted, ())
            if not roles or identity[0] in roles
        ]
        exact = [word for word in known if wanted in (word.slug, key(word.label))]
        return list({word.role: word for word in reversed(exact or known)}.values())

    @cached_property
    def parts(self) -> frozenset[str]:
        """The words that stand in names of several words, hidden ones too."""
        several = "-".join([name for name in self._typed if "-" in name])
        return frozenset(several.split("-")) if several else frozenset()

    def has_in_a_name(self, word: str) -> bool:
        """Return whether a name is this word, or is of several words of which it is one; hidden names too."""
        return word in self._typed or word in self.parts

    def find_set(self, text: str) -> Word | None:
        """Return the set of remedies that the text names.

        Two devices can give one name to a word and to a set: a slug or label counts before a synonym, and then the
        word before the set.
        """
        if not self._sets:
            return None
        wanted = key(text)
        known = [word for word in self._sets.values() if wanted in map(key, self.names(word))]
        exact = [word for word in known if wanted in (word.slug, key(word.label))]
        others = self.named(text, "remedy")
        if any(not exact or wanted in (word.slug, key(word.label)) for word in others):
            return None
        return next(iter(exact or known), None)

    def members(self, a_set: Word) -> list[str]:
        """Return the slugs of the remedies that a set stands for."""
        return list(dict.fromkeys(self._meaning((a_set.role, slug))[1] for slug in a_set.set))

    def recorded_as(self, role: str, slug: str) -> list[str]:
        """Return the slugs that entries of a word may hold: its own, and those of what was made into it."""
        return [slug, *(each[1] for each, final in self._meant.items() if final == (role, slug))]

    def as_meant(self, entries: Sequence[EntryT]) -> Sequence[EntryT]:
        """Return entries as they count: with the words that theirs were made into."""
        if not self._meant:
            return entries
        return [entry._replace(record=self.meant_by(entry.record)) for entry in entries]

    def counts_as_meant(self, counts: Counts) -> Counts:
        """Return the same for what is counted of entries."""
        if not self._meant:
            return counts
        return counts.replaced(
            ahead={day: {self._meaning(name) for name in names} for day, names in counts.ahead.items()},
            uses={
                day: [use._replace(word=self._meaning((use.role, use.word))[1]) for use in uses]
                for day, uses in counts.uses.items()
            },
        )

    def meant_by(self, record: RecordT) -> RecordT:
        """Return a record with the words that its own were made into; a word itself as it is."""
        if not self._meant or record.kind == Word.kind:
            return record
        changes: dict[str, Any] = {}
        for name, line in record.table.items():
            value = getattr(record, name)
            role = getattr(record, "role", "") if line.role == ITS_OWN else line.role
            if not role or not value:
                continue
            found: Any
            if line.holds is PARTS:
                meant = (each.replaced(remedy=self._meaning((role, each.remedy))[1]) for each in value)
                found = (
                    _one_of_each(meant)
                    if any((role, each.remedy) in self._meant for each in value)
                    else value
                )
            elif line.holds.several:
                found = tuple(dict.fromkeys(self._meaning((role, slug))[1] for slug in value))
            else:
                found = self._meaning((role, value))[1]
            if found != value:
                changes[name] = found
        return cast("RecordT", record.replaced(**changes)) if changes else record

    def suggest(self, text: str, *roles: str) -> str | None:
        """Return the nearest known word that is worth a "did you mean", as it would be typed."""
        names = [
            name
            for name, identities in self._typed.items()
            if any(
                (not roles or each[0] in roles) and not self._word(self._meaning(each)).hidden
                for each in identities
            )
        ]
        close = get_close_matches(key(text), names, n=1, cutoff=0.6)
        return close[0] if close else None


def _over_built_in(word: Word) -> Word:
    """Keep a built-in word's own synonyms, so that a later release's additions still reach the person."""
    synonyms = built_in_synonyms().get((word.role, word.slug), ())
    return word.replaced(synonyms=tuple(dict.fromkeys((*synonyms, *word.synonyms))))


def _one_of_each(tried: Iterable[Tried]) -> tuple[Tried, ...]:
    """Return what was tried, each remedy once: what was said of it first counts, as within one line."""
    found: dict[str, Tried] = {}
    for each in tried:
        before = found.get(each.remedy, each)
        found[each.remedy] = Tried(
            remedy=each.remedy,
            relief=before.relief or each.relief,
            after_s=each.after_s if before.after_s is None else before.after_s,
        )
    return tuple(found.values())
