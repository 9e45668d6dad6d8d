"""What a name, or a cell beside one, says of a remedy or a trigger: which it is, how much, or that it was not used."""

from __future__ import annotations

import re

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import clean_text
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.names.header_words import thing_asked_for
from crampdiary.exchange.names.used_cells import (
    SAYING_YES,
    is_a_time,
    is_an_amount,
    leaves_open,
    says_used,
    without_its_cramp,
)
from crampdiary.exchange.yes_no import denies, is_unsure, is_yes
from crampdiary.words import log_grammar, relief_grammar
from crampdiary.words.line import plain_line, tokens_of
from crampdiary.words.matching import Grammar, Words
from crampdiary.words.uses.use_reader import UseReader

MOST = 1_000  # characters of what is read: a name is short, and a long text is left as it is
NOT_YET = log_grammar.NEGATIONS | frozenset(
    "later tomorrow planned plan plans planning intended due todo tbd if need needs want pending next soon".split()
)
"""Words by which a remedy beside them was not used, or not by then."""
_NO_MORE_THAN_YES = frozenset("yes y yep yeah took take did had have used done taken it them this".split())
_NONE_OF_IT = re.compile(r"0+(?:[.,]0+)?(?: ?[^\W\d]{1,20})?")
_BETWEEN = re.compile(r"[,;|\n]|\+(?=\s*[^\W\d_])")
"""What stands between things in a list: `magnesium, zinc`, `Mg 300 mg + heat`, but not `5+5 mg`."""
_MG = re.compile(r"^mg(?=\W*(?:\d|$))", re.IGNORECASE)
"""What is short for magnesium where it is no unit, as no number stands before it."""
_MG_AS_A_NAME = re.compile(r"^M[gG]\b")  # `mg` alone is a unit
_GROUP = re.compile(
    r"(?:meds?|medications?|medicines?|supplements?|vitamins?|pills?|tablets?|remed(?:y|ies)|treatments?)\s*[:>/-]\s*",
    re.IGNORECASE,
)
"""Before a name, what it is one of: `Meds: magnesium`."""
_EXAMPLES = {"remedy": "magnesium", "trigger": "alcohol"}  # as `forgot` is said of any
_RELIEFS = Grammar(relief_grammar.RELIEFS, {})
_YES = frozenset("yes y true 1 x".split())


class Taken(NamedTuple):
    """A remedy or trigger as a cell names it.

    Attributes:
        word: its slug, empty where it is not known.
        label: what the cell says of it, as typed.
        amount: how much, as typed.
        says_more: whether the label says more than these: a time, or what was not used beside it.
    """

    word: str
    label: str
    amount: str | None
    says_more: bool = False


class Beside(NamedTuple):
    """What a cell beside a remedy or trigger says: whether it was used or met, None where that is left open.

    Attributes:
        is_used: whether.
        amount: how much, as typed.
        more: what else the cell says.
        is_rescue: whether it says that it was for a cramp that was there.
    """

    is_used: bool | None
    amount: str | None = None
    more: str | None = None
    is_rescue: bool = False


class UsesNamed:
    """Reads what was used or met with the words of one diary, each text once.

    Args:
        vocabulary: the words known.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._readers = {role: UseReader(vocabulary, role) for role in ("remedy", "trigger")}
        self._taken: dict[tuple[str, str], tuple[Taken, ...]] = {}
        self._reliefs: dict[str, str | None] = {}
        self._denying: dict[tuple[str, str], bool] = {}
        self._beside: dict[tuple[str, str, str], Beside] = {}

    def taken(self, text: str, role: str = "remedy") -> tuple[Taken, ...]:
        """Return what a cell says was used or met: nothing for `none`, `no medication` or a denial.

        A part that is not understood as a whole is named as it stands, without a word.
        """
        if (text, role) not in self._taken:
            is_one = self._vocabulary.find(text, role)
            parts = [text] if is_one else [each.strip() for each in _BETWEEN.split(text) if each.strip()]
            self._taken[text, role] = tuple(found for part in parts for found in self._one(part, role))
        return self._taken[text, role]

    def _one(self, text: str, role: str) -> list[Taken]:
        known = self._vocabulary.find(text, role)
        if known:
            return [Taken(known[0].slug, text, None)]
        if group := _GROUP.match(text):
            in_it = self._one(text[group.end() :], role)
            if in_it and all(each.word for each in in_it):
                return [each._replace(label=text) for each in in_it]
        unknown = [Taken("", text, None)]
        if len(text) > MOST or is_unsure(text) or text.endswith("?"):
            return unknown
        try:
            told = self._readers[role].read([_MG.sub("magnesium", text) if role == "remedy" else text])
        except UsageError:
            return unknown
        if told.nothing and not told.uses:
            return []
        if not told.uses or told.typos or any(use.label or use.described for use in told.uses):
            return unknown
        says_more = told.names_a_time or told.is_course or told.is_cramp or bool(told.unused or told.seldom)
        return [Taken(use.word, text, use.amount, says_more) for use in told.uses]

    def asked_for(self, header: str) -> tuple[str, str] | None:
        """Return the role and the slug of the one thing of which a header asks if it was used or met, None for others.

        Only times of day, places on the body and the words of a question may stand beside it: `Took magnesium before
        bed?`, `Stretched calves`, `Mg`.
        """
        text = thing_asked_for(_MG_AS_A_NAME.sub("magnesium", header))
        words = words_of(text)
        is_what_is_left = "left" in words and not any(self._vocabulary.find(each, "site") for each in words)
        if not text or is_what_is_left or len(text) > MOST:
            return None
        for role in _EXAMPLES:
            try:
                told = self._readers[role].read([self._joined(words, role)])
            except UsageError:
                continue
            is_one = len(told.uses) == 1 and not (told.uses[0].label or told.uses[0].amount or told.again)
            if is_one and not (told.is_course or told.clock) and says_used(told, text, self._vocabulary):
                return role, told.uses[0].word
        return None

    def _joined(self, words: list[str], role: str) -> str:
        """Return words with those that are one name where they stand together: `pain killer`."""
        found: list[str] = []
        for word in words:
            is_one = bool(found and self._vocabulary.find(found[-1] + word, role))
            found[-1:] = [found[-1] + word] if is_one else [*found[-1:], word]
        return " ".join(found)

    def denies_use(self, text: str, role: str = "remedy") -> bool:
        """Return whether what stands beside a remedy or a trigger says that there was none: `forgot`, `no`, `0 mg`."""
        if denies(text) or _NONE_OF_IT.fullmatch(text):
            return True
        if is_unsure(text):
            return False
        if (text, role) not in self._denying:
            try:
                told = self._readers[role].read([_EXAMPLES[role], text]) if len(text) <= MOST else None
            except UsageError:
                told = None
            self._denying[text, role] = told is not None and bool(told.unused) and not told.uses
        return self._denying[text, role]

    def leaves_out(self, sentence: str, word: str, role: str = "remedy") -> bool:
        """Return whether a sentence that names a remedy or a trigger says that it was not used: `forgot magnesium`."""
        try:
            told = self._readers[role].read([sentence]) if len(sentence) <= MOST else None
        except UsageError:
            return False
        return told is not None and bool(told.unused) and word not in {each.word for each in told.uses}

    def beside_a_use(self, text: str, role: str = "remedy", of: str = "") -> Beside:
        """Return what a cell beside a remedy or a trigger says of it: `2 tabs`, `forgot`, `with dinner`, `later`.

        Only what says so was used or met. `planned`, `too tired`, or `rain` beside the weather leaves it open.

        Args:
            text: in the cell.
            role: of the remedy or trigger.
            of: its slug, where it is one that the cell may name again: `magnesium 300 mg`.
        """
        if (text, role, of) not in self._beside:
            named = self._naming(text, role, of) if of else None
            self._beside[text, role, of] = self._read_beside(text, role) if named is None else named
        return self._beside[text, role, of]

    def _naming(self, text: str, role: str, of: str) -> Beside | None:
        """Return what a cell that names a remedy or trigger itself says of it, None where it does not."""
        taken = self.taken(text, role)
        own = next((each for each in taken if each.word == of), None)
        if own is None:
            return None
        try:
            if leaves_open(self._readers[role].read([text]), text):
                return Beside(None)
        except UsageError:
            return Beside(None)
        return Beside(True, own.amount, text if own.says_more or len(taken) > 1 else None)

    def _read_beside(self, text: str, role: str) -> Beside:
        words = words_of(text)
        if is_yes(text):
            return Beside(True)
        rest = without_its_cramp(text) if role == "remedy" and not denies(text) else None
        if rest is not None:
            found = self.beside_a_use(rest, role) if rest else Beside(True)
            return found._replace(more=text, is_rescue=True) if found.is_used else Beside(None)
        if _NO_MORE_THAN_YES.issuperset(words or ["?"]) and "?" not in text:
            return Beside(True)
        if self.denies_use(text, role):
            return Beside(False)
        if is_unsure(text) or not NOT_YET.isdisjoint(words) or len(text) > MOST:
            return Beside(None)
        if is_a_time(text):
            return Beside(True, None, text)
        if is_an_amount(text):
            return Beside(True, text)
        if "?" in text:
            return Beside(None)
        try:
            told = self._readers[role].read([_EXAMPLES[role], text])
        except UsageError:
            told = None
        is_used = told is not None and says_used(told, text, self._vocabulary)
        if not is_used and SAYING_YES.isdisjoint(words[:1]):
            return Beside(None)
        is_measured = told and is_used and (told.uses[0].amount or re.match(r"~?[\d\u00bc-\u00be]", text))
        return Beside(True, text) if is_measured else Beside(True, None, text)

    def relief(self, text: str) -> str | None:
        """Return the relief that an answer tells (`A bit`: somewhat), None where it is not understood."""
        if text not in self._reliefs:
            plain = clean_text(text).casefold().strip(" .!")
            if plain in relief_grammar.RELIEF_NAMES:
                found: str | None = plain
            elif plain in _YES:
                found = "helped"
            else:
                _, tokens = tokens_of([plain_line([plain])[:MOST]], lambda _: False, lambda _: False)
                words = Words(tokens, [token.word for token in tokens])
                match = _RELIEFS.longest(words, 0) if tokens else None
                found = match.name if match and match.end == len(tokens) else None
            self._reliefs[text] = found
        return self._reliefs[text]


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r"[\w']+", text.casefold())
