"""A line as it was typed, cut into words: what a person said before anything of it is understood.

Quotes, spaces and dashes of phones and of word processors are made plain first. Marks at a word's end belong to no
word, but keep it apart from the next; a dash, a slash or a plus that stands alone is a mark too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import typed_text

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
    }
)
_MARKS_BEFORE = "\"'(,.;:!?"
_MARKS_AFTER = "\"'),.;:!?+\u00ae\u2122\u00a9"
_PICTURES = "[\u2190-\u21ff\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff]+"
"""Emoji and arrows, with what joins them and makes them coloured: words of their own, also where no space is."""
_INVISIBLE = "\ufe0f\u200d\u20e3"  # what makes a digit a key
_ALONE = "-/+&.,;:!?|*~=@"
_SAID = {"~": "about", "@": "at"}
"""Marks before a number that are words."""
_SPOKEN_MARK = "comma"  # as software writes that was not listening for marks
_SPOKEN_STOP = "period"  # which is more than a mark, so that only several in a line are
_HALF_DAY = r"(?i)[0-9:.]*[ap]\.m\.?"
_BETWEEN = r"[-/+&,;]|\.{2,}|(?<=[^\W\d]{2})\.(?=\w)|(?<=\d)\.(?=[^\W\d]{2})"
_TIME = r"\d{1,2}[:.]\d\d(?:[ap]\.?m\.?)?|\d{1,2}[ap]\.?m\.?"  # one that is nothing else
_SPAN = rf"({_TIME}|\d{{1,2}}(?=-\d{{1,2}}:))-({_TIME})"
_GLUED = r"([a-z]{4,})(\d{1,4})|(\d{1,4})([a-z]{4,})"
"""A word and a number without a space, each of which may mean something."""


class Token(NamedTuple):
    """A word of a line.

    Attributes:
        text: as typed, without the marks around it.
        word: the same in small letters: what it is known by.
        start: where it begins in the line.
        end: where it ends.
        apart: whether a mark stands between it and the word before.
    """

    text: str
    word: str
    start: int
    end: int
    apart: bool


def plain_line(words: Sequence[str]) -> str:
    """Return what was typed as one line: of plain quotes, dashes and spaces."""
    return " ".join(typed_text(" ".join(words).translate(_PLAIN)).split())


def tokens_of(
    typed: Sequence[str], is_known: Callable[[str], bool], is_name: Callable[[str], bool]
) -> tuple[str, list[Token]]:
    """Return what was typed as one plain line, and its words.

    Args:
        typed: the arguments, as a shell hands them over; or one whole line.
        is_known: tells whether a word in small letters means anything. A word with a dash or a slash in it, such as
            `arch/toes`, is parted where it means nothing as a whole, and all of its parts do.
        is_name: tells whether an argument with marks in it is a name as it stands, so that it is taken whole.
    """
    line = ""
    spoken = _spoken_marks(typed)
    found: list[Token] = []
    apart = False
    for argument in typed:
        text = plain_line([argument])
        if not text:
            continue
        line += " " * bool(line)
        start = len(line)
        line += text
        if not _has_no_marks(text) and is_name(typed_text(argument)):
            found.append(Token(text, typed_text(argument).casefold(), start, len(line), apart))
            apart = False
            continue
        for word in text.split(" "):
            tokens, ends = ([], True) if word.casefold() in spoken else _tokens_in(word, start, is_known)
            if tokens:
                if apart and not tokens[0].apart:
                    tokens[0] = tokens[0]._replace(apart=True)
                found += tokens
                apart = ends
            else:
                apart = True
            start += len(word) + 1
    return line, found


def _spoken_marks(typed: Sequence[str]) -> frozenset[str]:
    """Return the words of a line that software wrote for the marks that were spoken."""
    words = " ".join(typed).casefold().split()
    is_stop = words.count(_SPOKEN_STOP) > (_SPOKEN_MARK not in words)
    return frozenset([_SPOKEN_MARK, _SPOKEN_STOP] if is_stop else [_SPOKEN_MARK])


def _has_no_marks(text: str) -> bool:
    return text.replace(" ", "").replace("-", "").replace("_", "").isalnum()


def _tokens_in(text: str, start: int, is_known: Callable[[str], bool]) -> tuple[list[Token], bool]:
    """Return the words of a text without spaces, none where it is all marks, and whether a mark ends it."""
    if not text.strip(_ALONE):
        return [], True
    if not text.isascii() and (picture := re.search(_PICTURES, text)) and picture[0] != text:
        return _around(text, picture, start, is_known)
    bare = text.lstrip(_MARKS_BEFORE)
    short = bare.rstrip(_MARKS_AFTER)
    if not any(map(str.isalnum, short)):
        bare = short = text  # such as :-( - somebody meant it
    elif _is_half_day(bare.rstrip(",;:!?")):  # the last dot of 3 a.m. ends no sentence
        short = bare.rstrip(",;:!?.")
    apart = len(bare) < len(text)
    start += len(text) - len(bare)
    if short[0] in _SAID and short[1:2].isdigit():  # ~3am, @3am
        found, ends = _tokens_in(bare[1:], start + 1, is_known)
        return [Token(short[0], _SAID[short[0]], start, start + 1, apart), *found], ends
    if (mark := short.find("@")) > 0 and short[mark + 1 : mark + 2].isdigit():  # calf@3am
        before, _ = _tokens_in(short[:mark], start, is_known)
        found, ends = _tokens_in(bare[mark:], start + mark, is_known)
        first, *rest = [*before, *found]
        return [first._replace(apart=apart), *rest], ends
    found = [
        Token(
            part,
            part.replace(";", ":").casefold() if _is_mistyped_time(part) else part.casefold(),
            start + place,
            start + place + len(part),
            apart if not place else short[place - 1] in ",;",
        )
        for part, place in _parts(short, is_known)
    ]
    return found, len(bare) > len(short) and not _is_half_day(bare)


def _around(
    text: str, picture: re.Match[str], start: int, is_known: Callable[[str], bool]
) -> tuple[list[Token], bool]:
    """Return the words of a text in which a picture stands, that being one of them."""
    found: list[Token] = []
    apart = False
    for begin, end in ((0, picture.start()), picture.span(), (picture.end(), len(text))):
        if text[begin:end].strip(_INVISIBLE):
            tokens, ends = _tokens_in(text[begin:end], start + begin, is_known)
            if tokens:
                found += [tokens[0]._replace(apart=apart or tokens[0].apart), *tokens[1:]]
            apart = ends or (apart and not tokens)
    return found, apart


def _is_half_day(text: str) -> bool:
    return text[-2:].casefold() in ("m.", ".m") and re.fullmatch(_HALF_DAY, text) is not None


def _parts(text: str, is_known: Callable[[str], bool]) -> list[tuple[str, int]]:
    if text.isalpha() or text.isdigit():
        return [(text, 0)]
    if text.isalnum() and (glued := re.fullmatch(_GLUED, text.casefold())) and not is_known(text.casefold()):
        cut = glued.end(1) if glued[1] else glued.end(3)
        parted = [(text[:cut], 0), (text[cut:], cut)]
        return parted if all(is_known(part.casefold()) for part, _ in parted) else [(text, 0)]
    is_whole = text.isalnum() or not re.search(_BETWEEN, text) or _is_mistyped_time(text)
    if is_whole or is_known(text.casefold()):
        return [(text, 0)]
    parts, place = [], 0
    for part in re.split(_BETWEEN, text):
        place = text.index(part, place)
        parts.append((part, place))
        place += len(part)
    return (
        parts
        if all(part and _means_something(part.casefold(), is_known) for part, _ in parts)
        else [(text, 0)]
    )


def _is_mistyped_time(text: str) -> bool:
    """Return whether a text is a time whose colon lost its shift: `3;10am`."""
    return ";" in text and re.fullmatch(r"(?i)\d{1,2};[0-5]\d[ap]\.?m\.?", text) is not None


def _means_something(word: str, is_known: Callable[[str], bool]) -> bool:
    measured = re.fullmatch(r"\d{1,4}([a-z]+)", word)
    return is_known(word) or (measured is not None and is_known(measured[1]))


def with_spans(line: str, tokens: Sequence[Token]) -> list[Token]:
    """Return the words of a line with a "to" for each dash between two times: `3:10-3:20`, `11 pm - 1 am`."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        span = re.fullmatch(_SPAN, token.word, re.ASCII) if "-" in token.word else None
        if span is not None and not _may_be_dates(token.word):
            middle, (text, word, start, end, apart) = span.end(1), token
            found.append(Token(text[:middle], word[:middle], start, start + middle, apart))
            found.append(Token("-", "to", start + middle, start + middle + 1, False))
            found.append(Token(text[middle + 1 :], word[middle + 1 :], start + middle + 1, end, False))
            continue
        between = line[tokens[at - 1].end : token.start].strip() if at else ""
        if between == "-" and _ends_a_time(tokens[:at]) and _begins_a_time(tokens[at : at + 2]):
            dash = line.index("-", tokens[at - 1].end)
            found.append(Token("-", "to", dash, dash + 1, False))
            token = token._replace(apart=False)
        found.append(token)
    return found


def _may_be_dates(span: str) -> bool:
    """Return whether numbers with dots may be days and months: `10.01-12.01`, but `3.10-3.20` are minutes."""
    first, _, last = span.partition("-")
    is_of_an_hour = first.partition(".")[0] == last.partition(".")[0]
    return "." in span and "m" not in span and not is_of_an_hour


def _ends_a_time(tokens: Sequence[Token]) -> bool:
    last = [token.word for token in tokens[-2:]]
    return bool(re.fullmatch(_TIME, last[-1], re.ASCII) or re.fullmatch(_TIME, "".join(last), re.ASCII))


def _begins_a_time(tokens: Sequence[Token]) -> bool:
    first = [token.word for token in tokens]
    return bool(re.fullmatch(_TIME, first[0], re.ASCII) or re.fullmatch(_TIME, "".join(first), re.ASCII))


def text_between(line: str, first: Token, last: Token) -> str:
    """Return what was typed from one word to another, with all that stands between them."""
    return line[first.start : last.end]


def at_colons(text: str, most: int) -> Iterator[tuple[str, str]]:
    """Part a text in two at each of its colons, the longest first part first; the whole text counts as one, too.

    Args:
        text: of any length.
        most: characters of the first part.
    """
    end = len(text)
    while end > 0:
        if end <= most:
            yield text[:end], text[end + 1 :]
        end = text.rfind(":", 0, min(end, most + 1))
