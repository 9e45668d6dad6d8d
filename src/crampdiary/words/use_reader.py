"""What a line tells of remedies used or triggers met: which, how much of each, and when.

Known words, amounts, days and times are read from left to right; a mark or an "and" parts one remedy from the next. A
phrase that is not known is a new word of the person's own. What tells of a place on the body, of a meal or of a time
of day is kept with the entry and never makes a word; what was not used is not recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crampdiary.diary.fields import NAME_LIMIT
from crampdiary.diary.values import typed_text
from crampdiary.diary.vocabulary import Vocabulary, key
from crampdiary.errors import UsageError
from crampdiary.words import log_grammar
from crampdiary.words.line import plain_line, text_between, tokens_of
from crampdiary.words.matching import Words
from crampdiary.words.quantities import NUMBERS, Clock, clock_at, length_at, number_at
from crampdiary.words.when import NamedDay, day_at
from crampdiary.words.wording import short

_LOOKED_FOR = 50  # words not known, whose slips are looked for
_LONGEST = 6  # words in one name
_SEPARATORS = frozenset("and plus then with also".split())
_FILLERS = frozenset(
    "a an the my some of on in at for i did took used had got did was some bit lot more again".split()
)
_NOT = frozenset("no not without forgot skipped missed but didn't didnt never except".split())
_NOTHING = frozenset("nothing none nowt".split())
_UNITS = frozenset(
    "mg mcg ug g iu ml cl dl l litre litres liter liters oz tablet tablets tab tabs pill pills capsule "
    "capsules cap caps drop drops glass glasses cup cups mug mugs pint pints can cans bottle bottles unit "
    "units spoon spoons spoonful scoop scoops teaspoon teaspoons tsp tablespoon tablespoons tbsp spray sprays "
    "sachet sachets puff puffs rep reps set sets time times round rounds min mins minute minutes hour hours hr "
    "hrs h m s sec secs seconds slice slices piece pieces x".split()
)
_MEDICINES = frozenset({"statin", "gabapentin", "prescribed", "painkiller"})  # can bring cramps on too
_JOINED = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)([a-z\u00b5]+)")
_ASIDES = frozenset("before after with during at".split())
_ABOUT = frozenset(
    "bed bedtime dinner tea supper lunch breakfast sleep food work exercise shower bath meals meal evening "
    "night morning afternoon".split()
)


class Use:
    """One remedy or trigger as it was told.

    Attributes:
        word: its slug.
        label: as typed, where it is a word that the diary does not know yet; else nothing.
        amount: as typed, or None.
        described: what was said of it besides, phrase by phrase.
    """

    def __init__(self, word: str, label: str = "", amount: str | None = None) -> None:
        self.word = word
        self.label = label
        self.amount = amount
        self.described: list[str] = []


class Uses:
    """What a line tells.

    Attributes:
        line: as typed, made plain.
        uses: what was used or met, in the order told.
        days: the days or nights named.
        since: the first of several evenings, where they were told so.
        clock: the time named, if one was.
        is_rough: whether it was told as about that time.
        ago_s: how long ago it was, in seconds, if that was told.
        nothing: whether it says that nothing was.
        again: whether it is to be as last evening.
        unused: what was said not to have been used, as typed.
        is_cramp: whether it tells of a cramp.
        typos: what was read as another word, each with that word.
    """

    def __init__(self, line: str = "") -> None:
        self.line = line
        self.uses: list[Use] = []
        self.days: list[NamedDay] = []
        self.since: NamedDay | None = None
        self.clock: Clock | None = None
        self.is_rough = False
        self.ago_s: int | None = None
        self.nothing = False
        self.again = False
        self.unused: list[str] = []
        self.is_cramp = False
        self.typos: list[tuple[str, str]] = []

    @property
    def names_a_time(self) -> bool:
        return bool(self.days or self.since or self.clock or self.ago_s is not None)


def _at_colons(text: str) -> Iterator[tuple[str, str]]:
    """Part a text into a name and the rest at each colon, the longest name first; none is longer than a name may be."""
    end = len(text)
    while end > 0:
        if end <= NAME_LIMIT:
            yield text[:end], text[end + 1 :]
        end = text.rfind(":", 0, min(end, NAME_LIMIT + 1))


class UseReader:
    """Reads lines with the words of one diary.

    Args:
        vocabulary: the words known.
        role: `remedy` or `trigger`.
    """

    def __init__(self, vocabulary: Vocabulary, role: str) -> None:
        self._vocabulary = vocabulary
        self._role = role
        self._places = {
            key(name)
            for word in vocabulary.words(hidden=True)
            if word.role in ("site", "side")
            for name in (word.slug, *word.synonyms)
        }

    def read(self, typed: Sequence[str]) -> Uses:
        """Return what bare words tell.

        Raises:
            UsageError: they name a time that does not exist, or could be two.
        """
        told = Uses(line=plain_line(typed))
        amounts: dict[str, str] = {}
        parted = [self._parted(each) for each in self._without_amounts(typed, amounts)]
        line, tokens = tokens_of(parted, self._is_known, self._is_name)
        words = self._without_typos(Words(tokens, [token.word for token in tokens]), told)
        _Reading(words, line, told, self).read()
        for use in told.uses:
            use.amount = amounts.get(use.word, use.amount)
        return told

    def _without_amounts(self, typed: Sequence[str], amounts: dict[str, str]) -> Iterator[str]:
        """Take amounts off their words, as in `"wine:2 glasses"`: whatever stands behind the colon is the amount."""
        last = ""  # the word whose amount is a number that may have its unit in the next argument
        for text in typed:
            if last and text.casefold() in _UNITS:
                amounts[last] += f" {typed_text(text)}"
                last = ""
                continue
            last = ""
            for name, rest in _at_colons(text):
                found = self._vocabulary.find(typed_text(name), self._role)
                if found:
                    amount = typed_text(rest)
                    if amount:
                        amounts[found[0].slug] = amount
                        last = found[0].slug if amount[-1].isdigit() else ""
                    text = name
                    break
            yield text

    def _parted(self, text: str) -> str:
        """Part amounts from their words within a line, as in `magnesium:400mg`."""
        if ":" not in text or self._is_name(text):
            return text
        return " ".join(map(self._chunk_parted, text.split()))

    def _chunk_parted(self, text: str) -> str:
        parts = text.split(":")
        if len(parts) == 1 or not all(parts) or parts[0][:1].isdigit():
            return text
        name, rest = next((each for each in _at_colons(text) if self._is_name(each[0])), text.split(":", 1))
        return f"{name}: {rest}" if rest else name

    def _is_name(self, text: str) -> bool:
        return bool(self._vocabulary.find(text, self._role))

    def _is_known(self, word: str) -> bool:
        return bool(
            word in _FILLERS
            or word in _SEPARATORS
            or word in _NOT
            or word in _NOTHING
            or word in _UNITS
            or word in _ABOUT
            or word in NUMBERS
            or word[:1].isdigit()
            or self._vocabulary.find(word, self._role)
        )

    def _without_typos(self, words: Words, told: Uses) -> Words:
        unknown = [
            at
            for at, word in enumerate(words.plain)
            if len(word) > 3 and word.isalpha() and not self._is_known(word)
        ]
        if not unknown:
            return words
        from crampdiary.words.typos import Slips

        slips, plain = Slips(self._vocabulary, self._role), list(words.plain)
        for at in unknown[:_LOOKED_FOR]:
            meant = slips.meant(plain[at])
            if meant and meant not in log_grammar.GRADES:
                told.typos.append((words.tokens[at].text, meant))
                plain[at] = meant
        return Words(words.tokens, plain)

    def name_at(self, words: Words, at: int) -> tuple[int, str] | None:
        """Return how many words the longest known name from a place on takes, and its slug."""
        run = words.run(at)[:_LONGEST]
        for size in range(len(run), 0, -1):
            small = [each for each in run[:size] if each not in ("a", "the", "my", "of", "some")]
            if run[0] in _FILLERS or run[size - 1] in _FILLERS or not small:
                continue
            for name in (" ".join(run[:size]), " ".join(small)):
                found = self._vocabulary.find(name, self._role)
                if found:
                    return size, found[0].slug
        return None

    def known_as(self, text: str) -> str:
        """Return what a word is that is known, and not as what this command records."""
        found = [word for word in self._vocabulary.find(text) if word.role in ("remedy", "trigger")]
        if any(word.slug in _MEDICINES for word in found):
            return ""
        command = {"remedy": "used", "trigger": "had"}
        return (
            f"is a {found[0].role}: `cramp {command[found[0].role]} {short(found[0].slug)}`." if found else ""
        )

    def is_place(self, word: str) -> bool:
        return word in self._places


class _Reading:
    """One line, from left to right."""

    def __init__(self, words: Words, line: str, told: Uses, reader: UseReader) -> None:
        self._words = words
        self._line = line
        self._told = told
        self._reader = reader
        self._pending: str | None = None  # an amount told before what it is of
        self._described: list[str] = []  # said before what it describes
        self._denied = False
        self._is_open = False  # whether a remedy was named since the last mark

    def read(self) -> None:
        words, at = self._words, 0
        while at < len(words.plain):
            if words.tokens[at].apart:
                self._part(keeps_denied=False)
            at += self._one(at)
        if self._described and self._told.uses:
            self._told.uses[-1].described += self._described
        if not self._told.uses and not self._told.again:
            self._told.nothing = self._told.nothing or bool(self._told.unused)

    def _part(self, *, keeps_denied: bool) -> None:
        self._is_open = False
        if not keeps_denied:
            self._denied = False

    def _one(self, at: int) -> int:
        """Read what begins at a place, and return how many words that is."""
        words, told, word = self._words, self._told, self._words.plain[at]
        run = words.run(at)
        if word in _NOTHING:
            told.nothing = True
            return 1 + (2 if run[1:3] == ["at", "all"] else 0)
        if (
            run[:2] == ["the", "usual"]
            or (word == "again" and not told.uses)
            or run[:3] == ["same", "as", "usual"]
        ):
            told.again = True
            return {"the": 2, "again": 1, "same": 3}[word]
        named = self._reader.name_at(words, at)
        if named and (named[0] > 1 or word[0].isdigit()):  # one position too long; 1001 of one's own
            self._name(at, named[0], named[1], "")
            return named[0]
        if word in ("cramp", "cramps", "spasm", "spasms") and not named:
            told.is_cramp = True
            return 1
        taken = self._when(run)
        if taken:
            return taken
        if word in _NOT and not named:
            self._denied = True
            return 1
        if word in _SEPARATORS:
            self._part(keeps_denied=True)
            return 1
        aside = self._aside(run)
        if aside:
            self._describe(text_between(self._line, words.tokens[at], words.tokens[at + aside - 1]))
            return aside
        amount = self._amount(at, run)
        if amount:
            return amount
        if named:
            self._name(at, named[0], named[1], "")
            return named[0]
        if word in _FILLERS or word in ("daily", "nightly", "every", "each"):
            return 1
        return self._unknown(at)

    def _when(self, run: Sequence[str]) -> int:
        """Read a day, a time or so long ago; return how many words that takes, 0 for none."""
        told = self._told
        skip = int(run[0] in ("on", "at", "around", "about", "since", "from", "roughly"))
        if run[0] == "all" and run[1:2] == ["week"]:
            told.since = NamedDay("6 days ago")
            return 2
        length = length_at(run, 0)
        if length and run[length[0] : length[0] + 1] == ["ago"]:
            told.ago_s = length[1]
            return length[0] + 1
        day = day_at(run, skip, firmly=True)
        if run[0] == "tomorrow":
            day = 1, NamedDay("tomorrow")
        if day:
            if run[0] in ("since", "from"):
                told.since = day[1]
            elif day[1] not in told.days:
                told.days.append(day[1])
            return skip + day[0]
        clock = clock_at(run, skip, bare=run[0] in ("at", "around"))
        if clock and skip and run[0] not in ("at", "around", "about", "roughly"):
            return 0
        if clock and (
            skip or ":" in run[0] or not run[0].isdigit() or run[0].startswith("0") or clock[0] > 1
        ):
            if re.fullmatch(r"\d{1,2}\.\d\d?", run[skip]) and clock[0] == 1 and not skip:
                return 0  # an amount
            told.clock, told.is_rough = clock[1], run[0] in ("around", "about", "roughly")
            return skip + clock[0]
        return 0

    def _aside(self, run: Sequence[str]) -> int:
        """Return how many words tell of a place, a meal or a time of day, and never of a remedy."""
        if run[0] in _ASIDES and run[1:2] and run[1] in _ABOUT:
            return 2
        if run[0] in _ASIDES and run[1:2] in (["my"], ["the"]) and run[2:3] and run[2] in _ABOUT:
            return 3
        if run[0] in ("in", "on", "to", "for", "around", "under"):
            size = 1
            while size < len(run) and (
                run[size] in ("the", "my", "both") or self._reader.is_place(run[size])
            ):
                size += 1
            if size > 1 and self._reader.is_place(run[size - 1]):
                return size
            if run[1:2] == ["the"] and run[2:3] and run[2] in _ABOUT:
                return 3
        return 0

    def _amount(self, at: int, run: Sequence[str]) -> int:
        """Read an amount; return how many words it takes, 0 for none."""
        size = 0
        skip = int(run[0] in ("for", "about") and len(run) > 1)
        number = number_at(run, skip)
        joined = _JOINED.fullmatch(run[skip])
        if run[skip] in ("a", "an", "half") and run[skip + 1 : skip + 2] and run[skip + 1] in _UNITS:
            size = skip + 2
        elif (
            list(run[skip : skip + 2]) == ["half", "a"]
            and run[skip + 2 : skip + 3]
            and run[skip + 2] in _UNITS
        ):
            size = skip + 3
        elif (
            run[skip : skip + 3] == ["a", "couple", "of"]
            and run[skip + 3 : skip + 4]
            and run[skip + 3] in _UNITS
        ):
            size = skip + 4
        elif joined and joined[2] in _UNITS:
            size = skip + 1
        elif number is not None or re.fullmatch(r"x\d{1,2}|\d+(?:[-/]\d+)?|\d+,\d+", run[skip]):
            size = skip + 1 + (run[skip + 1 : skip + 2] != [] and run[skip + 1] in _UNITS)
        if not size:
            return 0
        text = text_between(self._line, self._words.tokens[at + skip], self._words.tokens[at + size - 1])
        follows = run[size : size + 1] == ["of"] or (
            self._reader.name_at(self._words, at + size) is not None if size < len(run) else False
        )
        last = self._told.uses[-1] if self._told.uses else None
        if last is not None and last.amount is None and not (follows and not self._is_open):
            last.amount = text
        elif follows or last is None:
            self._pending = text
        else:
            self._describe(text)
        return size + (run[size : size + 1] == ["of"])

    def _describe(self, text: str) -> None:
        if self._told.uses:
            self._told.uses[-1].described.append(text)
        else:
            self._described.append(text)

    def _name(self, at: int, size: int, slug: str, label: str) -> None:
        if self._denied:
            self._told.unused.append(
                text_between(self._line, self._words.tokens[at], self._words.tokens[at + size - 1])
            )
            return
        use = next((each for each in self._told.uses if each.word == slug), None)
        if use is None:
            use = Use(slug, label)
            self._told.uses.append(use)
        if self._pending and use.amount is None:
            use.amount, self._pending = self._pending, None
        use.described += self._described
        self._described = []
        self._is_open = True

    def _unknown(self, at: int) -> int:
        """Take words that are not known up to the next thing that is: a new word, or what describes a known one."""
        words, reader = self._words, self._reader
        end = at + 1
        while end < len(words.plain) and not words.tokens[end].apart:
            word = words.plain[end]
            if word in _SEPARATORS or word in _NOT or reader.name_at(words, end):
                break
            run = words.run(end)
            if (
                word[:1].isdigit()
                or day_at(run, 0, firmly=True)
                or self._aside(run)
                or run[:2] in (["for", "about"],)
            ):
                break
            if word in ("on", "at", "for") and (
                run[1:2] and (run[1][:1].isdigit() or day_at(run, 1, firmly=True))
            ):
                break
            end += 1
        while end > at + 1 and words.plain[end - 1] in _FILLERS:
            end -= 1
        text = text_between(self._line, words.tokens[at], words.tokens[end - 1])
        single = end == at + 1
        if single and end < len(words.plain) and not words.tokens[end].apart and reader.name_at(words, end):
            self._described.append(text)  # it describes what comes next
        elif all(reader.is_place(word) or word in _ABOUT for word in words.plain[at:end]):
            self._describe(text)
        elif other := reader.known_as(text):
            raise UsageError(f'"{short(text)}" {other} Nothing was saved.')
        else:
            self._name(at, end - at, key(text), text)
        return end - at
