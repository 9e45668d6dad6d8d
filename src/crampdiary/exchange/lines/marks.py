"""The marks around what a line says: those of lists, boxes, headings and emphasis, which are no part of it."""

from __future__ import annotations

import re

from crampdiary.diary.frozen import NamedTuple
from crampdiary.exchange.lines.day_words import MONTH

_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # as some chats put before a line
# A row of one mark is taken once, from where it begins, and a pair ends within a few sentences: hostile lines are long.
_PAIRS = re.compile(r"(\*{1,3}|(?<!=)={2,}+|_{1,2}|(?<!`)`++)(?=[^\s*=_`])(.{1,500}?)(?<=[^\s*=_`])\1(?!\w)")
_WHOLE = re.compile(r"(\*{2,3}|_{2}|={2,}|-{2,}|~) *(?=[\w\[(<])(.+?)\1:?")
_QUOTED = re.compile(r"(['\"\u201c\u00ab])\s*([^'\"]*?)\s*['\"\u201d\u00bb]")
_STRUCK = re.compile(r"~~(.+)~~")
_HASHES = re.compile(r"(#+)(\s*)(?=\S)")
_BULLET = re.compile(
    r"(?:([*+>\u2022\u00b7\u25e6\u25aa\u25ab\u2023\u25cf\u25cb\u25a0\u27a4\u2043\u2219])\1*|[-\u2013\u2014]+)\s*"
)
_NUMBER = re.compile(
    rf"\(?(\d{{1,3}})[.)]\s+(?!(?:{MONTH})\b|\d{{1,2}}\.(?: ?\d{{4}}| \d\d)?(?:\s|$))(?=\S)",
    re.ASCII | re.IGNORECASE,
)
_BOX = re.compile(
    r"\[([ xX\u2713\u2714]?)\]\s*|([\u2610\u2751\u25a2])\s*|[\u2611\u2705\u2713\u2714]\ufe0f?\s*"
)
_UNMARKED = re.compile(r"(?!\d{1,3}[.)]\s)[a-z\d][^*_=`~]*", re.IGNORECASE | re.ASCII)
_NOTHING = re.compile(r"[\W_]*")


class Marked(NamedTuple):
    """A line without its marks.

    Attributes:
        text: what it says; empty where it is blank or a rule of marks alone.
        is_heading: whether its marks are those of a heading, or it ends in a colon.
        is_undone: whether its box is empty, or it is struck out.
        number: in a numbered list.
    """

    text: str
    is_heading: bool = False
    is_undone: bool = False
    number: int | None = None


class Marks:
    """Takes the marks off the lines of one file, in their order."""

    def __init__(self) -> None:
        self._number = 0

    def off(self, line: str) -> Marked:
        """Return the next line without its marks."""
        found = unmarked(line, self._number)
        if found.number is not None:
            self._number = found.number
        return found


def unmarked(line: str, number: int = 0) -> Marked:
    """Return a line without its marks.

    A number before it is of a list if that begins with it or goes on with it; `7. left calf` says how bad it was.

    Args:
        line: as it stands in the file.
        number: of the item before it in its list.
    """
    text = line.strip()
    if _UNMARKED.fullmatch(text):  # as most lines are
        return Marked(text, text.endswith(":"))
    text = _UNSEEN.sub("", text).strip()
    if _NOTHING.fullmatch(text):
        return Marked("")
    is_heading = is_listed = is_undone = False
    of_list = None
    while True:
        if whole := _STRUCK.fullmatch(text):
            text, is_undone = whole[1], True
        elif (whole := _WHOLE.fullmatch(text)) and whole[1] not in whole[2]:
            text, is_heading = whole[2], is_heading or not is_listed
        elif whole := _QUOTED.fullmatch(text):
            text = whole[2]
        elif mark := _HASHES.match(text):
            text, is_heading = text[mark.end() :].rstrip("# "), is_heading or bool(mark[2])
        elif mark := _BOX.match(text):
            is_undone = is_undone or mark[1] in ("", " ") or bool(mark[2])
            text, is_listed = text[mark.end() :], True
        elif not _PAIRS.match(text) and (mark := _BULLET.match(text)):
            text, is_listed = text[mark.end() :], True
        elif of_list is None and (mark := _NUMBER.match(text)) and int(mark[1]) in (1, number + 1):
            text, is_listed, of_list = text[mark.end() :], True, int(mark[1])
        else:
            break
        text = text.strip()
    text = _PAIRS.sub(r"\2", text).strip()
    return Marked(text, is_heading or text.endswith(":"), is_undone, of_list)
