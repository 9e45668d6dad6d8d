"""One line about remedies or triggers, read from left to right: what `use_reader` says of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from crampdiary.diary.built_in import is_dangerous
from crampdiary.diary.values import key
from crampdiary.errors import UsageError
from crampdiary.words.line import text_between
from crampdiary.words.log_grammar import CONSUMED
from crampdiary.words.matching import Words
from crampdiary.words.uses.compounds import OF_DRINKS, turned
from crampdiary.words.uses.course_grammar import (
    UNTIL,
    WITHOUT_A_DAY,
    tells_of_a_course,
)
from crampdiary.words.uses.no_things import thing_in
from crampdiary.words.uses.use_amounts import amount_at
from crampdiary.words.uses.use_asides import UseAsides
from crampdiary.words.uses.use_grammar import (
    ABOUT,
    AFTER_A_DENIAL,
    AGAIN,
    BE,
    BEFORE_A_NAME,
    BUT_FOR,
    CRAMPS,
    DOING,
    FILLERS,
    FORGOTTEN,
    LEFT_OUT,
    NOT,
    NOTHING,
    NOTHING_AT_ALL,
    PUT_ON,
    QUANTITIES,
    SEPARATORS,
    TALK,
    TOO_MUCH,
    TURNS,
    UNITS,
    USED_UP,
    WAITING,
    WITHOUT_EFFECT,
    begins_anew,
)
from crampdiary.words.uses.use_names import UseNames
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.when import day_at
from crampdiary.words.wording import short


class UseReading(UseAsides):
    """One line, from left to right."""

    def __init__(self, words: Words, line: str, told: Uses, names: UseNames) -> None:
        super().__init__(words, line, told, names)
        self._pending: str | None = None  # an amount told before what it is of
        self._denier = ""  # the word by which what was told last was not used

    def read(self) -> None:
        words, told, at = self._words, self._told, 0
        while at < len(words.plain):
            if words.tokens[at].apart:
                self._part(keeps_denied=self._excepting and self._is_day(at))
            left_out, size = len(told.skipped), self._one(at)
            if len(told.skipped) == left_out and words.plain[at] not in SEPARATORS:
                self._excepting = False
            at += size
        told.days = [day for day in told.days if (day, day) not in told.skipped]
        told.uses = [use for use in told.uses if not (use.by_set and use.word in told.denied)]
        if self._described and told.uses:
            told.uses[-1].described += self._described
        if told.before_stop == len(told.uses):
            told.before_stop = 0  # magnesium, stopped yesterday
        if not told.uses and not told.again:
            told.nothing = told.nothing or bool(told.unused or self._denier)
        self._give_days()

    def _deny(self, denier: str) -> None:
        self._denied, self._denier = True, denier
        self._denials_before = len(self._told.denials)

    def _denied_before(self, at: int, run: Sequence[str]) -> int:
        """Read a denial of what stands before it: `magnesium not taken`, `heat and magnesium skipped`.

        Nothing else is named up to the next mark. A day there would be one that is left out: `heat all week, not
        monday`.

        Returns:
            How many words it takes, 0 for none.
        """
        if self._denied or self._is_joined or self._told.is_course or not self._together:
            return 0
        skip = next((at for at, word in enumerate(run) if word not in BE), 0)  # has been paused
        rest = list(takewhile(lambda word: word not in TURNS, self._without_reason(run)[skip:]))
        plainly = int(bool(rest) and rest[0] in NOT - BUT_FOR - TURNS)
        size = next((len(each) for each in LEFT_OUT if rest[: len(each)] == each), plainly)
        if not size or self._named(at) or any(word not in AFTER_A_DENIAL for word in rest[size:]):
            return 0
        self._is_open = False
        for use, text in self._together:
            self._order.remove(use)
            if use not in self._order:
                self._told.uses.remove(use)
            self._not_used(use.word, text)
        self._together, self._last, self._denier = [], None, rest[0]
        size = skip + len(rest)
        return size + self._reason(run[size:])

    def _describes(self, run: Sequence[str]) -> bool:
        """Return whether a denial says how a remedy was used or what it did: `without food`, `not enough`."""
        if run[0] in BUT_FOR:
            return run[0] == "without" and run[1] in ABOUT
        return run[1] in WITHOUT_EFFECT or run[1] in QUANTITIES

    def _not_used(self, slug: str, text: str) -> None:
        denial = Use(slug, text)
        self._told.denied.add(slug)
        self._told.denials.append(denial)
        self._told.unused.append(text)
        self._order.append(denial)

    def _part(self, *, keeps_denied: bool) -> None:
        self._is_open = False
        if not keeps_denied:
            self._denied = False

    def _one(self, at: int) -> int:
        """Read what begins at a place, and return how many words that is."""
        words, told, word = self._words, self._told, self._words.plain[at]
        run = words.run(at)
        if len(run) == 1 and word in BEFORE_A_NAME:
            return 1
        denied_before = self._denied_before(at, run)
        if denied_before:
            return denied_before
        size = next((2 for each in NOTHING_AT_ALL if run[:2] == each), int(word in NOTHING))
        if size:
            told.nothing, self._denier = True, "nothing"
            return size + (2 if run[size : size + 2] == ["at", "all"] else 0)
        is_turned = turned(run)
        if is_turned and (following := self._names.name_at(words, at + is_turned)) and len(run) > is_turned:
            self._name_new(at, at + is_turned + following[0])  # decaf coffee
            return is_turned + following[0]
        named = self._named(at)
        if word in OF_DRINKS and named and named[0] == 1 and len(run) > 1:
            drink = self._names.name_at(words, at + 1)
            if drink and drink[1] in CONSUMED:
                self._described.append(self._text(at, 1))  # cold beer
                return 1
        if word in ("too", "so") and len(run) > 1 and run[1] in TOO_MUCH and not self._names.is_name(run[1]):
            ends = (each for each in range(2, len(run)) if run[each] in TURNS or self._is_when(at + each))
            size = next(ends, len(run))
            if told.uses:
                self._describe(self._text(at, size))
            else:
                told.nothing, self._denier = True, "nothing"  # too tired to do anything
            return size
        deed = 0 if named else self._deed(at, run)
        if deed:
            return deed
        again = 0 if named else self._again(run)
        if again:
            return again
        if named and (
            named[0] > 1 or word[0].isdigit() or word == "sat"
        ):  # one position too long; 1001 of one's own
            self._name_all(at, *named)
            return named[0]
        if word in CRAMPS and not named:
            told.is_cramp = True
            return 1
        following = self._names.name_at(words, at + 1) if word in BEFORE_A_NAME and len(run) > 1 else None
        if following and following[0] > 1:  # a night splint
            return 1
        taken = (0 if named else self._course(at, run)) or self._when(run)
        if taken:
            return taken
        if word in TURNS and self._denier and not named:
            is_double = run[1:2] == ["not"] and self._denier in FORGOTTEN  # forgot the one, but not the other
            self._denied, self._denier = False, ""
            return 1 + is_double
        used_up = next((len(each) for each in USED_UP if run[: len(each)] == each), 0)
        if used_up and not named:
            self._deny(word)
            return used_up
        if word == "not" and run[1:2] in (["sure"], ["certain"]):
            self._describe(self._text(at, len(run)))
            return len(run)
        if word in NOT and not named and run[1:] and self._last and self._describes(run):
            self._describe(self._text(at, 2))
            return 2
        if word in NOT and not named:
            self._deny(word)
            is_of_two = word in BUT_FOR and run[1:2] in (["from"], ["for"], ["of"])  # apart from, except for
            return 1 + is_of_two
        if word in SEPARATORS:
            self._part(keeps_denied=True)
            self._is_joined = True
            return 1
        if word == "to" and run[1:] and amount_at(run[1:]):  # cut down to 5mg
            return 1
        aside = (self._reason(run) if self._last else 0) or self._aside(run)
        if aside:
            self._describe(self._text(at, aside))
            return aside
        amount = self._amount(at, run)
        if amount:
            return amount
        if named:
            self._name_all(at, *named)
            return named[0]
        if word in FILLERS or word in TALK or word in ("every", "each"):
            return 1
        if word in DOING and (self._is_followed_by_name(run, at) or (word in PUT_ON and _says_more(run[1:]))):
            return 1
        return self._unknown(at)

    def _is_followed_by_name(self, run: Sequence[str], at: int) -> bool:
        size = 1
        while size < len(run) and (run[size] in FILLERS or run[size] in SEPARATORS or amount_at(run[size:])):
            size += amount_at(run[size:]) or 1
        return size < len(run) and self._named(at + size) is not None

    def _named(self, at: int) -> tuple[int, list[str]] | None:
        """Return how many words the longest name from a place on takes, and the remedy or those that it stands for."""
        found, of_set = self._names.name_at(self._words, at), self._names.set_at(self._words, at)
        if of_set and (found is None or of_set[0] >= found[0]):
            return of_set
        return found and (found[0], [found[1]])

    def _again(self, run: Sequence[str]) -> int:
        """Read that it was as last evening; return how many words that takes, 0 for none.

        What describes a remedy says so of that one alone: `again stretching`, `my usual magnesium`.
        """
        for phrase in AGAIN:
            size = len(phrase)
            if list(run[:size]) != phrase:
                continue
            if phrase == ["again"] and self._told.uses:
                return 0
            is_denied = self._denied and self._denier not in BUT_FOR  # forgot the usual
            if is_denied or (phrase[0] == "as" and self._is_open):  # magnesium as always: of that alone
                return size
            if len(run) == size or begins_anew(run[size:]):
                self._told.again = True
            elif phrase[0] not in ("the", "my", "usual", "same", "again"):
                return 0
            return size
        return 0

    def _name_all(self, at: int, size: int, slugs: Sequence[str]) -> None:
        before = len(self._told.uses)
        unused = len(self._told.unused)
        if self._pending and len(slugs) > 1:  # of which of them is not said
            self._described.append(self._pending)
            self._pending = None
        for slug in slugs:
            self._name(at, size, slug, "")
            self._is_joined = True
        self._is_joined = False
        del self._told.unused[unused + 1 :]
        for use in self._told.uses[before:]:
            use.by_set = self._names.name_at(self._words, at) is None

    def _amount(self, at: int, run: Sequence[str]) -> int:
        """Read an amount; return how many words it takes, 0 for none."""
        skip = int(run[0] in ("for", "about") and len(run) > 1)
        size = amount_at(run)
        if not size:
            return 0
        text = text_between(self._line, self._words.tokens[at + skip], self._words.tokens[at + size - 1])
        follows = run[size : size + 1] == ["of"] or (
            self._names.name_at(self._words, at + size + (run[size] in BEFORE_A_NAME)) is not None
            if size + 1 < len(run) or (size < len(run) and run[size] not in BEFORE_A_NAME)
            else False
        )
        last = self._last
        if (
            last is not None
            and last.amount is None
            and not last.by_set
            and not (follows and not self._is_open)
        ):
            last.amount = text
        elif follows or last is None:
            self._pending = text
        else:
            self._describe(text)
        return size + (run[size : size + 1] == ["of"])

    def _name(self, at: int, size: int, slug: str, label: str) -> None:
        if not self._denied:
            self._denier = ""
        if self._denied or slug == WAITING:
            self._not_used(slug, self._text(at, size))
            return
        use = next((each for each in self._told.uses if each.word == slug), None)
        if use is None:
            use = Use(slug, label)
            self._told.uses.append(use)
        self._last, use.by_set = use, False
        self._together = [*(self._together if self._is_joined else ()), (use, self._text(at, size))]
        self._is_joined = False
        self._order.append(use)
        if self._pending and use.amount is None:
            use.amount, self._pending = self._pending, None
        use.described += self._described
        self._described = []
        self._is_open = True

    def _unknown(self, at: int) -> int:
        """Take words that are not known up to the next thing that is: a new word, or what describes a known one."""
        words, names = self._words, self._names
        if _is_picture(words.plain[at]):
            self._describe(words.tokens[at].text)
            return 1
        is_measured = self._pending is not None and at > 0 and words.plain[at - 1] == "of"  # a cup of tea
        end = self._end_of_unknown(at)
        start = at
        if words.plain[at] not in WITHOUT_A_DAY:
            thing = thing_in(words.plain[at:end])
            if thing is None:
                self._describe(self._text(at, end - at))
                return end - at
            if thing[0]:
                self._described.append(self._text(at, thing[0]))
            at, end = at + thing[0], at + thing[1]
        text = self._text(at, end - at)
        single = end == at + 1
        following = names.name_at(words, end) if single and end < len(words.plain) else None
        if following and is_dangerous(words.plain[at]) and not words.tokens[end].apart:  # tonic water
            end += following[0]
            self._name_new(at, end)
        elif single and end < len(words.plain) and not words.tokens[end].apart and names.name_at(words, end):
            self._described.append(text)  # it describes what comes next
        elif (
            self._denier in NOTHING
            or words.plain[at] in WITHOUT_A_DAY
            or (
                not is_measured
                and all(
                    names.is_place(word) or names.is_about(word) or word in UNITS
                    for word in words.plain[at:end]
                )
            )
        ):
            self._describe(text)
        elif other := names.known_as(text):
            raise UsageError(f'"{short(text)}" {other} Nothing was saved.')
        else:
            self._name_new(at, end)
        return end - start

    def _end_of_unknown(self, at: int) -> int:
        """Return where words that are not known end: before the next thing that is, a day, an amount or a mark."""
        words = self._words
        end = at + 1
        while end < len(words.plain) and not words.tokens[end].apart:
            word = words.plain[end]
            run = words.run(end)
            if (
                word in SEPARATORS
                or word in NOT
                or any(run[: len(each)] == each for each in LEFT_OUT)
                or word in CRAMPS
                or self._named(end)
                or tells_of_a_course(run)
                or (word in UNTIL and run[1:] and amount_at(run[1:]))
                or self._is_day(end)
            ):
                break
            if (
                word[:1].isdigit()
                or word in QUANTITIES
                or _is_picture(word)
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
        while end > at + 1 and (words.plain[end - 1] in FILLERS or words.plain[end - 1] in TALK):
            end -= 1
        return end

    def _name_new(self, at: int, end: int) -> None:
        text = text_between(self._line, self._words.tokens[at], self._words.tokens[end - 1])
        self._name(at, end - at, key(text), text)


def _says_more(run: Sequence[str]) -> bool:
    """Return whether words may name something: `cream on it`, and not `it on`."""
    return any(word not in FILLERS and word not in TALK and word not in SEPARATORS for word in run)


def _is_picture(word: str) -> bool:
    """Return whether a word has no letter and no digit, as an emoji: it names nothing."""
    return not any(map(str.isalnum, word))
