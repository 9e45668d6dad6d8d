"""What a workbook has that its cells do not show: formulas that were never worked out, comments."""

from __future__ import annotations

import re
import zipfile
from typing import Any, BinaryIO

_OPEN_FORMULA = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>([^<]*)</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_COMMENTS = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")


def formulas_without_values(file: BinaryIO, page: Any) -> dict[tuple[int, int], str]:
    """Return the formulas of a sheet of which no value was saved, by row and column from 1.

    Args:
        file: the workbook.
        page: of it, as openpyxl reads it.

    A program that writes a workbook without working it out leaves them so. One that gives an empty text has a value.
    """
    with zipfile.ZipFile(file) as packed:
        text = packed.read(page._worksheet_path.lstrip("/"))
    if b"<f" not in text:
        return {}
    return {
        (int(row), _number(column.decode())): f"={formula.decode(errors='replace')}"
        for column, row, formula in _OPEN_FORMULA.findall(text)
    }


def comments_in(file: BinaryIO) -> int:
    """Return how many comments stand beside cells of a workbook."""
    with zipfile.ZipFile(file) as packed:
        parts = [name for name in packed.namelist() if _COMMENTS.fullmatch(name)]
        return sum(len(re.findall(rb"<(?:\w+:)?comment\b", packed.read(name))) for name in parts)


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - ord("A") + 1
    return found
