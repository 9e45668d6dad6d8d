"""With which words the classes of the log grammar may begin, whatever stands around them.

Most words begin none of them, and then no reader looks on: that is what makes long lines, and many, cheap to read.
"""

from __future__ import annotations

from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words import log_grammar
from crampdiary.words.clauses import DENIES
from crampdiary.words.log_numbers import BEGIN_A_TIME, NUMBERS_READ
from crampdiary.words.matching import Begins
from crampdiary.words.quantities import NUMBERS, begins_a_day

BEFORE_A_REMEDY = frozenset("a an some the my to".split())
WORST = "worst"  # which is a grade, but not of the week


def begins(vocabulary: Vocabulary, begins_a_move: Begins) -> dict[str, Begins]:
    """Return by class which words it may begin with, of those classes that cannot begin with any.

    Args:
        vocabulary: the words known.
        begins_a_move: which words tell of a remedy that was done, as `walked it off`.
    """

    def begins_a_name(word: str) -> bool:
        first = key(word).partition("-")[0]
        return not first or vocabulary.has_in_a_name(first) or word in vocabulary.parts

    def begins_a_remedy(word: str) -> bool:
        return begins_a_name(word) or begins_a_move(word)

    def begins_remedies(word: str) -> bool:
        return word in BEFORE_A_REMEDY or begins_a_remedy(word)

    names = "site part whole side sensation onset trigger either".split()
    return {
        **dict.fromkeys(NUMBERS_READ, _begins_a_number),
        **dict.fromkeys(("day", "weekday"), _begins_a_day),
        **dict.fromkeys(names, begins_a_name),
        **dict.fromkeys(("remedy", "moment", "moved"), begins_a_remedy),
        **dict.fromkeys(("remedies", "joined"), begins_remedies),
        **dict.fromkeys(("right", "adverb"), "right".__eq__),
        **dict.fromkeys(("left", "departed"), "left".__eq__),
        "event": log_grammar.EVENTS.__contains__,
        "everyday": log_grammar.OTHER_THINGS_TOO.__contains__,
        "colour": log_grammar.COLOURS.__contains__,
        "grade": (log_grammar.GRADES.keys() | {WORST}).__contains__,
        "denied": DENIES.__contains__,
    }


def _begins_a_number(word: str) -> bool:
    return word in NUMBERS or word in BEGIN_A_TIME or any(map(str.isnumeric, word))


def _begins_a_day(word: str) -> bool:
    return word == "yest" or begins_a_day(word)
