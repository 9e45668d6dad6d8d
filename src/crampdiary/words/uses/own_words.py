"""What is typed to make a word into another, or to give a set of remedies a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crampdiary.diary.built_in import ROLES
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Word
from crampdiary.diary.values import key, typed_text
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.log_reader import LogReader
from crampdiary.words.phrases import check_typable
from crampdiary.words.told import Told
from crampdiary.words.uses.use_grammar import may_name_a_set
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.wording import listed, short

_MERGED = tuple(role for role in ROLES if role != "side")  # left stays left
_NOTHING_SAVED = "Nothing was saved."


class Pair(NamedTuple):
    """A word and the one that it is to be made into, both of one role."""

    word: Word
    into: Word


def read_pair(typed: Sequence[str], vocabulary: Vocabulary) -> Pair:
    """Return the two words that are named, a role in front or not, `into` between them or not.

    Names of several words need no quotes where only one reading gives two words that are known.

    Raises:
        UsageError: there is more than one reading; each is named as it can be typed.
        CrampError: one of the two is not known, or they are of different roles.
    """
    words = [typed_text(each) for each in typed]
    role = words[0].casefold() if len(words) > 2 else ""
    if role == "side":
        raise UsageError(f"The sides stay as they are. {_NOTHING_SAVED}")
    pairs = list(_pairs(words[1:], (role,), vocabulary)) if role in _MERGED else []
    pairs = pairs or list(_pairs(words, _MERGED, vocabulary))
    known = {(each.word.role, each.word.slug, each.into.slug): each for each in pairs}
    if len(known) > 1:
        forms = [f"`cramp words merge {role} {short(one)} {short(other)}`" for role, one, other in known]
        raise UsageError(f"That can be read in several ways: {listed(forms, 'or')}. {_NOTHING_SAVED}")
    if not known:
        raise _no_pair(words[1:] if role in _MERGED else words, role, vocabulary)
    return next(iter(known.values()))


def _splits(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at in range(1, len(words)):
        rest = words[at + 1 :] if words[at].casefold() == "into" and at + 1 < len(words) else words[at:]
        yield " ".join(words[:at]), " ".join(rest)


def _pairs(words: Sequence[str], roles: Sequence[str], vocabulary: Vocabulary) -> Iterator[Pair]:
    for one, other in _splits(words):
        for role in roles:
            for word in vocabulary.named(one, role):
                for into in vocabulary.find(other, role):
                    yield Pair(word, into)


def _no_pair(words: Sequence[str], role: str, vocabulary: Vocabulary) -> CrampError:
    """Return what is wrong with two names that are no two words of one role."""
    if len(words) < 2:
        return UsageError(
            f"Say which word is to be which: `cramp words merge foam-roller massage-ball`. {_NOTHING_SAVED}"
        )
    split = next(_splits(words))
    first, second = (_known(name, role, vocabulary) for name in split)
    for name in split:
        if vocabulary.find_set(name):
            return CrampError(f"{short(name)} is the name of a set, and no word. {_NOTHING_SAVED}")
    if first and second:
        return CrampError(
            f"{short(split[0])} is a {first[0].role} and {short(split[1])} a {second[0].role}: one cannot be made "
            f"into the other. {_NOTHING_SAVED}"
        )
    if first:
        one = first[0]
        return CrampError(
            f"There is no {one.role} {short(split[1])} here. To show {short(one.slug)} under that name: "
            f'`cramp words rename {one.role} {short(one.slug)} "{short(split[1])}"`. {_NOTHING_SAVED}'
        )
    return CrampError(f"There is no word {short(split[0])} here. `cramp words` lists them. {_NOTHING_SAVED}")


def _known(name: str, role: str, vocabulary: Vocabulary) -> list[Word]:
    return vocabulary.find(name, *((role,) if role in _MERGED else _MERGED))


def read_set(typed: Sequence[str], vocabulary: Vocabulary, own: Sequence[Word]) -> tuple[Word, list[str]]:
    """Return the set that is named first, with the remedies named after it, and what of these was read otherwise.

    Args:
        typed: the name, and the remedies; `remedy` may stand before the name.
        vocabulary: the words known.
        own: the person's own among them.

    Raises:
        UsageError: the name would be read as something else, or the rest are not remedies alone.
        CrampError: the name is one of a remedy, or a remedy is not known.
    """
    name, *rest = typed[1:] if len(typed) > 2 and typed[0].casefold() == "remedy" else typed
    label = typed_text(name)
    told = UseReader(vocabulary, "remedy").read(rest)
    if not label or not told.uses or told.again:
        raise UsageError(
            f"Say its name and what is in it: `cramp words set evening stretching magnesium`. {_NOTHING_SAVED}"
        )
    known = vocabulary.find(label, "remedy")
    if known:
        raise CrampError(
            f"{short(label)} is a remedy here already ({short(known[0].slug)}). Give the set another name. "
            f"{_NOTHING_SAVED}"
        )
    for use in told.uses:
        if use.label:
            raise CrampError(
                f'There is no remedy {short(use.label)} here. `cramp words add remedy "{short(use.label)}"` adds it. '
                f"{_NOTHING_SAVED}"
            )
    described = [text for use in told.uses for text in use.described]
    if described:
        raise UsageError(f'"{short(described[0])}" is not understood. {_NOTHING_SAVED}')
    if told.names_a_time or told.is_course or told.unused or any(use.amount for use in told.uses):
        raise UsageError(
            f"A set holds remedies only, without amounts and times. Say these when you use it. {_NOTHING_SAVED}"
        )
    check_typable(label, "remedy")
    before = vocabulary.find_set(label)
    a_set = (before or Word(role="remedy", slug=key(label), label=label)).replaced(
        set=tuple(use.word for use in told.uses), hidden=False
    )
    _check_read_as_set(label, a_set, own)
    return a_set, [f'Read "{short(typed)}" as {meant}.' for typed, meant in told.typos]


_FIELDS = {"site": "sites", "side": "side", "sensation": "sensations", "onset": "onset"}
"""What of an episode each role fills whose words `cramp log` reads."""


def check_own(names: Sequence[str], word: Word, own: Sequence[Word]) -> None:
    """Refuse a name that would be read as anything but its word where words of its role are typed.

    Args:
        names: some of those of the word, as typed.
        word: with all of its names.
        own: all of the person's own words, the word as it was among them or not.

    Raises:
        UsageError: says so.
    """
    for each in names:
        check_typable(each, word.role)
    others = [each for each in own if (each.role, each.slug) != (word.role, word.slug)]
    reads_back = _read_back(word, Vocabulary([*others, word]))
    for each in names:
        if not reads_back(each):
            raise UsageError(
                f'"{short(each)}" would be read as something else when you type it. Choose another word. '
                f"{_NOTHING_SAVED}"
            )


def _read_back(word: Word, vocabulary: Vocabulary) -> Callable[[str], bool]:
    """Return what tells whether a line of a name alone tells of a word and of nothing else."""
    if field := _FIELDS.get(word.role):
        cramps = LogReader(vocabulary)
        value = [word.slug] if field in ("sites", "sensations") else word.slug

        def reads_back(name: str) -> bool:
            told = cramps.read_all_else([name])
            return vars(told) == vars(Told(told.line)) | {"fields": {field: value}}

        return reads_back
    uses = UseReader(vocabulary, word.role)

    def is_used(name: str) -> bool:
        try:
            told = uses.read([name])
        except UsageError:
            return False
        found, told.uses = told.uses, []
        return vars(told) == vars(Uses(told.line)) and [vars(each) for each in found] == [
            vars(Use(word.slug))
        ]

    return is_used


def _check_read_as_set(label: str, a_set: Word, own: Sequence[Word]) -> None:
    """Refuse a name that says something else to `cramp used`, alone (a day, "again") or with a remedy in it."""
    others = [word for word in own if (word.role, word.slug) != (a_set.role, a_set.slug)]
    vocabulary = Vocabulary([*others, a_set])
    try:
        before, told = (UseReader(each, "remedy").read([label]) for each in (Vocabulary(others), vocabulary))
    except UsageError:
        is_free = False
    else:
        is_free = (
            may_name_a_set(key(label))
            and all(use.label and not use.amount for use in before.uses)
            and not (
                before.again
                or before.nothing
                or before.unused
                or before.names_a_time
                or before.is_cramp
                or before.is_course
            )
            and [use.word for use in told.uses] == vocabulary.members(a_set)
            and not any(use.amount or use.described for use in told.uses)
        )
    if not is_free:
        raise UsageError(
            f'"{short(label)}" would be read as something else when you type it. Choose another name. {_NOTHING_SAVED}'
        )
