"""A map to look over: what each column of a sheet, and each name in a file, seems to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.columns import guess
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.table import below_header, looks_like_header, top_of
from crampdiary.words.log_grammar import NEGATIONS
from crampdiary.words.wording import short

_SAMPLES = 3
_CLOSE = 0.8  # of names, from where on one may be a slip of the other
_SHORTEST = 4  # letters of a word in a name that alone tells what it may be
_HEAD = (
    "# What each name means: cramp, clear, ignore, new, or what it is here, as in remedy:heat. "
    "Give this file to --map."
)
_HEAD_OF_COLUMNS = (
    "# What each column is. A line with ? is not taken: fill it in, or leave it. Give this file to --map."
)


class Proposal(NamedTuple):
    """A column of a sheet: its header, the first values in it, and what it seems to be."""

    column: str
    samples: tuple[str, ...]
    field: str | None


def proposals(path: Path, delimiter: str, vocabulary: Vocabulary, sheet: str | None = None) -> list[Proposal]:
    """Return what the columns of a sheet seem to be, each field once.

    Raises:
        CrampError: it is no table.
    """
    top = top_of(path, delimiter, sheet)
    header, rows = below_header(path, delimiter, looks_like_header(top), sheet=sheet)
    below = [cells for _, (_, cells) in zip(range(len(top)), rows, strict=False)]
    found: list[Proposal] = []
    for at, name in enumerate(header):
        values = (" ".join(cells[at].split()) for cells in below if at < len(cells) and cells[at].strip())
        samples = tuple(value for _, value in zip(range(_SAMPLES), dict.fromkeys(values), strict=False))
        field = guess(name, vocabulary)
        if field == "count" and any(not sample.replace(".", "").isdigit() for sample in samples):
            field = None
        if field in [each.field for each in found]:
            field = None
        if name:
            found.append(Proposal(name, samples, field))
    return found


def columns_text(found: Iterable[Proposal]) -> str:
    """Return a map of columns to look over: each with its first values, and what it seems to be."""
    lines = [_HEAD_OF_COLUMNS]
    for each in found:
        shown = ", ".join(short(sample) for sample in each.samples)
        lines += [f"#   {shown}" if shown else "#   (empty)", f"{each.column} = {each.field or '?'}"]
    return "\n".join(lines) + "\n"


def names_text(reading: Reading, columns: Mapping[str, str]) -> str:
    """Return a map of every name that was met, the unknown ones with a suggestion that is not taken."""
    lines = [_HEAD, *(f"{name} = {meaning}" for name, meaning in columns.items())]
    for name, meaning in sorted(reading.meanings.items()):
        shown = " ".join(name.split())
        lines.append(f"{shown} = {meaning or '?'}")
        near = None if meaning else suggestion(reading, name)
        if near:
            lines.append(f"#   perhaps: {shown} = {near}")
    return "\n".join(lines) + "\n"


def suggestion(reading: Reading, name: str) -> str | None:
    """Return what a name that is not known may be, None where nothing is close; never the opposite of what it says."""
    words = key(name).split("-")
    if NEGATIONS.intersection(words) or "free" in words:
        return None
    if name in reading.maybe:
        return "cramp"
    return next(_near(reading.vocabulary, words, name), None)


def _near(vocabulary: Vocabulary, words: list[str], name: str) -> Iterator[str]:
    roles = ("remedy", "trigger")
    for word in words:
        for known in vocabulary.find(word, *roles) if len(word) >= _SHORTEST else ():
            yield f"{known.role}:{known.slug}"
    near = vocabulary.suggest(name, *roles)
    if near and SequenceMatcher(None, key(name), key(near)).ratio() >= _CLOSE:
        known = vocabulary.find(near, *roles)[0]
        yield f"{known.role}:{known.slug}"
