"""Whether what people read is easy to read: how long its sentences are, and words that nobody says.

Read are the messages, as `test_messages` gathers them, and the pages of the manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from test_messages import FILLED_IN, SOURCE, messages

FOR_CHECKING = {"method.md", "formats.md"}
"""Pages for those who check the arithmetic or write programs: their sentences may be long, and their terms precise."""
LONGEST = {"messages": 24, "pages": 31}  # words in a sentence
MEDIAN = {"messages": 8, "pages": 13}

OLD_FASHIONED = (
    "albeit|anew|betwixt|ere|forthwith|hence|hereby|herein|hither|howbeit|lest|nay|notwithstanding|of no account|shall|"
    "therein|thereof|thereupon|thence|thrice|thus|unto|upon|verily|whence|whereas|whereby|wherein|whereupon|whilst|"
    "whom|is dear|level with|reckon|at hand|in vain|so as to|as to whether|be it|were it"
)
JARGON = (
    "aggregate|boolean|buffer|checksum|commit|covariate|daemon|deprecated|descriptor|exception|handler|hash|idempotent|"
    "iff|instantiate|integer|invalid|iterate|kwarg|metadata|mutex|payload|parse|parsed|parser|regex|regression|"
    "residual|schema|serialise|serialize|stderr|stdin|stdout|subcommand|syntax|timestamp|tuple|token|traceback|"
    "transaction|truncated|vacuum|e\\.g\\.|i\\.e\\.|etc|utilise|utilize|commence|terminate|prior to|in order to"
)
NOT_SAID = re.compile(rf"\b({OLD_FASHIONED}|{JARGON})\b", re.IGNORECASE)
COMMAND = re.compile(r"`[^`]*`")
WORD = re.compile(r"[\w'%-]+")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, with each command and each name that is filled in as one word."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", COMMAND.sub("it", FILLED_IN.sub("it", text)))
    parts = re.split(r"(?<=[.?!])[\")]?\s+", plain)
    return [each for each in parts if re.search(r"[A-Za-z]{2}", each)]


def _paragraphs(page: str) -> Iterator[str]:
    text = re.sub(r"(?s)```.*?```|<!--.*?-->", "", page)
    for each in re.split(r"\n\s*\n|\n(?=[*#|] )", text):
        if each.strip() and not each.strip().startswith(("#", "|")):
            yield " ".join(re.sub(r"^\* ", "", each.strip()).split())


@cache
def texts(what: str) -> dict[str, str]:
    """Return each text that is read, and where it stands."""
    if what == "messages":
        return {text: module for module, text in messages()}
    pages = sorted((SOURCE / "manual").glob("*.md"))
    assert len(pages) > 15
    return {
        each: path.name
        for path in pages
        if path.name not in FOR_CHECKING
        for each in _paragraphs(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("what", ["messages", "pages"])
def test_sentences_are_short(what: str) -> None:
    found = [
        (len(WORD.findall(each)), each, where)
        for text, where in texts(what).items()
        for each in sentences(text)
    ]
    assert len(found) > 500  # or else they are no longer found
    assert [each for each in found if each[0] > LONGEST[what]] == []
    assert median(length for length, *_ in found) <= MEDIAN[what]


@pytest.mark.parametrize("what", ["messages", "pages"])
def test_words_are_those_that_people_use(what: str) -> None:
    plain = {COMMAND.sub("", FILLED_IN.sub("", text)): where for text, where in texts(what).items()}
    assert [(each[0], where) for text, where in plain.items() for each in NOT_SAID.finditer(text)] == []


def test_what_is_old_fashioned_or_jargon_would_be_found() -> None:
    for text in (
        "The entry shall stay.",
        "Thus it is kept.",
        "It is of no account.",
        "Invalid syntax, e.g. this.",
    ):
        assert NOT_SAID.search(text)
    assert not NOT_SAID.search("It is shown anyway, and here.")
    assert len(sentences("One is here. Two: `cramp log. Now`? And [three](page.md)!")) == 3


def test_the_page_that_is_read_is_the_one_that_is_shown() -> None:
    """`texts` leaves no page out but those for checking."""
    named = {path.name for path in Path(SOURCE / "manual").glob("*.md")}
    assert named - FOR_CHECKING == set(texts("pages").values())
