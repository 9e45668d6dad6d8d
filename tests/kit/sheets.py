"""Reading a sheet as an import does, with all that the program itself proposes."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Collection, Sequence
from pathlib import Path

from crampdiary.diary.model import Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import read_maps
from crampdiary.exchange.proposal import columns_text, proposals
from crampdiary.keep.revision import checked


def read(folder: Path, text: str, *maps: str, dates: str | None = None) -> list[Record]:
    """Return what comes of a sheet; see `reading_of`."""
    return reading_of(folder, text, *maps, dates=dates)[1]


def reading_of(folder: Path, text: str, *maps: str, dates: str | None = None) -> tuple[Reading, list[Record]]:
    """Return what comes of a sheet, and how it was read.

    Args:
        folder: for the file.
        text: of the sheet.
        maps: what is said of columns and names, before what is proposed of the others.
        dates: the order of day and month, where it is said.
    """
    path = folder / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    name, delimiter = formats.detect(path)
    found = [f"{each.column}={each.field}" for each in proposals(path, delimiter, Vocabulary()) if each.field]
    names, columns = read_maps([*found, *maps])
    reading = Reading(
        path, Vocabulary(), names, zone_named("Europe/London"), folder=folder, delimiter=delimiter, columns=columns,
        dates=dates,
    )  # fmt: skip
    records = [checked(row) for row in formats.revisions(name, reading, [])]
    return reading, [each for each in records if each is not None]


def read_as_saved(
    folder: Path,
    text: str,
    *,
    left_open: Collection[str] = (),
    maps: Sequence[str] = (),
    name: str = "sheet.csv",
) -> tuple[Reading, list[Record]]:
    """Return what comes of a sheet by the map that the program saves for it, and how it was read.

    Rows that cannot be read are left out and counted.

    Args:
        folder: for the file.
        text: of the sheet.
        left_open: headers that stay as `?`, whatever is proposed of them.
        maps: what is said besides.
        name: of the file.
    """
    path, saved = folder / name, folder / "saved.map"
    path.write_text(text, encoding="utf-8")
    format_, delimiter = formats.detect(path)
    found = proposals(path, delimiter, Vocabulary())
    saved.write_text(
        columns_text(each._replace(field=None) if each.column in left_open else each for each in found),
        encoding="utf-8",
    )
    names, columns = read_maps([str(saved), *maps])
    reading = Reading(
        path, Vocabulary(), names, zone_named("Europe/London"), folder=folder, delimiter=delimiter, columns=columns,
        skip=True,
    )  # fmt: skip
    records = [checked(row) for row in formats.revisions(format_, reading, [])]
    return reading, [each for each in records if each is not None]


def options_told(line: str) -> list[str]:
    """Return the options that a line tells to type, each as it is printed, by the rules of a shell."""
    found = []
    for match in re.finditer("--map ", line):
        rest = line[match.end() :]
        stream = io.StringIO(rest)
        lexer = shlex.shlex(stream, posix=True)
        lexer.whitespace_split, lexer.commenters = True, ""
        word = lexer.get_token()
        assert word is not None
        found.append(rest[: stream.tell()].strip())
    return found
