"""The words of a line that names nights: another name made the usual one, each dash between two nights a word.

A day of the month that stands without its month is given that of the date beside it: `7 to 14 march`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crampdiary.clock.durations import check_visible, quoted
from crampdiary.clock.night_names import NIGHT_HINT
from crampdiary.diary.fields import TYPED_LIMIT
from crampdiary.errors import UsageError
from crampdiary.words.line import tokens_of
from crampdiary.words.quantities import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from crampdiary.words.when import day_at

MARK = ","
TO = frozenset("to until till til through thru".split())
AND = frozenset(["and", "plus", "then", "&", MARK])
DATE = r"\d{4}-\d\d(?:-\d\d)?"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = f"(?:{'|'.join(sorted(MONTHS))})"
_YEAR = r"(?:19|20)\d\d"
_ANOTHER_NAME = (
    ("before", r"\b(?:the )?day before yesterday\b", "2 days ago"),
    ("fortnight", r"\bfortnight\b", "2 weeks"),
    ("week", r"\b(?:the )?(?:whole|entire) week\b", "all week"),
    ("of", r"\b(?:all|the whole) of\b", ""),
    ("a ", r"\ba (?=(?:week|month|year)\b)", "1 "),
    ("eve", r"\b(?:christmas|xmas) eve\b", "24 december"),
    ("mas", r"\b(?:christmas|xmas)(?: day)?\b", "25 december"),
    ("boxing", r"\bboxing day\b", "26 december"),
    ("eve", r"\bnew year'?s eve\b", "31 december"),
    ("new", r"\bnew year(?:'?s(?: day)?)?\b", "1 january"),
)
"""Letters without which it is not said, what people say, and the name that this diary reads."""
_COMMA_BEFORE_YEAR = rf"({_MONTH}(?: {DAY})?), ?(?=(?:19|20)\d\d\b)"
_DASHES = (
    (r"\.{2,}", " to "),
    (r"(?:^|(?<=\s))-+(?=\s)", "to"),
    (rf"({DATE})-(?=\d{{4}}-)", r"\1 to "),
    (r"(?<=[a-z])-(?=[a-z])", " to "),
    (rf"({DAY} {_MONTH})-(?=\d)", r"\1 to "),
    (rf"(?<![\d-])({DAY})-(?={DAY} (?:of )?{_MONTH}\b)", r"\1 to "),
    (rf"({_MONTH} {DAY})-(?={DAY}(?!\S))", r"\1 to "),
)
"""The dashes and dots that stand between the two ends of a range, each made a word."""
_WITHOUT_A_LETTER = 3  # of them, the first, may stand where there is none
_LEAVE_OUT = (
    "except excluding apart other but not bar minus".split()
)  # of which one is in each that leaves out
_EXCEPT = (
    r"(?<![\w-])(except(?:ing)?|excluding|apart from|other than|but not|but|not|bar|minus)(?: for)?(?: on)?(?: the)?"
    r"(?![\w-])"
)
_WEEKDAY = f"(?:{'|'.join(sorted({*WEEKDAYS, *SHORT_WEEKDAYS}))})"
_ORDINAL = r"(?:the )?\d{1,2}(?:st|nd|rd|th)"
_DATED = rf"(?:\d{{4}}-\d\d-\d\d|{DAY} (?:of )?{_MONTH}(?: \d{{4}})?|{_MONTH} {DAY}(?: \d{{4}})?)"
_NAMED = rf"(?:{_DATED}|{_WEEKDAY}|{_ORDINAL})"
_A_NIGHT = rf"(?:{_NAMED}|last night|yesterday|the night before)"
_EITHER = (" or ", rf"(?<![\w-])({_A_NIGHT}) or (?={_A_NIGHT}(?![\w-]))", r"\1 and ")
"""`none monday or tuesday`: on neither."""
_DASHES_IN_TALK = tuple(
    rf"(?i)(?<![\w-])({one}) ?-+ ?(?={other}(?![\w-]))"
    for one, other in (
        (_NAMED, _NAMED),
        (DAY, rf"{DAY} (?:of )?{_MONTH}"),
        (rf"{_MONTH} {DAY}", r"\d{1,2}(?= *(?:,|$))"),
    )
)
"""Those that can be nothing else in a line that tells of more than days; made a pattern only where one is read."""


def words_of(line: str) -> list[str]:
    """Return the words of a plain line in small letters, a comma for each mark, every day with its month."""
    if len(line) > TYPED_LIMIT:
        raise UsageError(f"{quoted(line)} is too long. {NIGHT_HINT}")
    check_visible(line, NIGHT_HINT)  # as typed, before it is made small
    line = line.casefold()
    if "," in line:
        line = re.sub(_COMMA_BEFORE_YEAR, r"\1 ", line).replace(",", ", ")
    for letters, said, name in (*_ANOTHER_NAME, _EITHER):
        if letters in line:
            line = re.sub(said, name, line)
    if "-" in line or ".." in line:
        for dash, to in _DASHES if any(map(str.isalpha, line)) else _DASHES[:_WITHOUT_A_LETTER]:
            line = re.sub(dash, to, line)
    words: list[str] = []
    for token in tokens_of([line], _is_whole, lambda _: False)[1]:
        if token.apart and words:
            words.append(MARK)
        words.append(token.word)
    return _with_months(words)


def dashes_as_words(line: str) -> str:
    """Return a plain line, in any case, with "to" for each dash that can only stand between two days."""
    for dash in _DASHES_IN_TALK:
        line = re.sub(dash, r"\1 to ", line)
    return line


def _is_whole(word: str) -> bool:
    return "/" not in word and (bool(re.fullmatch(DATE, word)) or day_at([word], 0, firmly=True) is not None)


def _with_months(words: list[str]) -> list[str]:
    months = months_of(words)
    return [each for at, word in enumerate(words) for each in (word, *months.get(at, ()))]


def months_of(words: Sequence[str]) -> dict[int, list[str]]:
    """Return the month, and its year if that is said, of each place that has a day alone: "7 to 14 march".

    It is that of the date after it, or else before it, with nothing between them but what joins days.
    """
    links = TO | AND | {"the", "up"}
    months: dict[int, list[str]] = {}
    for step in (-1, 1):
        month: list[str] = []
        for at in range(len(words))[::step]:
            word, after = words[at], at + 1 + (words[at + 1 : at + 2] == ["of"])
            if re.fullmatch(DAY, word):
                near = words[after : after + 1]
                if near and near[0] in MONTHS:
                    year = words[after + 1 : after + 2]
                    month = [*near] + [each for each in year if re.fullmatch(_YEAR, each)]
                elif at and words[at - 1] in MONTHS:
                    month = [*words[at - 1 : at]]
                elif month and at not in months and (not near or near[0] in links or near[0].isdigit()):
                    months[at] = month
                else:
                    month = []
            elif word not in links and word not in MONTHS and word != "of" and not re.fullmatch(_YEAR, word):
                month = []
    return months


def without_the_left_out(line: str) -> tuple[str, str]:
    """Return what a line names, and what it leaves out of that, if it does."""
    small = line.casefold()
    match = any(word in small for word in _LEAVE_OUT) and re.search(_EXCEPT, line, re.IGNORECASE)
    if not match:
        return line, ""
    after = words_of(line[match.end() :])
    is_night = bool(after) and day_at(after, 0, firmly=True) is not None
    if not is_night and match[1].casefold() in ("but", "not", "bar", "minus"):
        return line, ""
    return line[: match.start()], line[match.end() :].strip()
