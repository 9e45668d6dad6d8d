"""Dates in figures as lines have them, and how a file's dates tell together which of their numbers is the month."""

from __future__ import annotations

import re
from datetime import date

from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import read_date

IN_FIGURES = re.compile(r"(?<![\w./-])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?![\w/]|[.-]\d)", re.ASCII)
"""A date in figures with its year last."""
COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\d.:/-])", re.ASCII)
"""One without marks: `20260305`."""
MONTH_FIRST_WITH_DOTS = "m.d.y"
"""The order of a file whose dates with dots have the month first, as one of them can be read in no other way."""
_MONTHS = 12


def read_figures(text: str, order: str) -> date:
    """Return a date in figures.

    Args:
        text: without anything behind it.
        order: of day and month in the file, where the figures leave it open. Dots mean that the day is first, but for
            the order MONTH_FIRST_WITH_DOTS.

    Raises:
        UsageError: it is no date.
    """
    if order == MONTH_FIRST_WITH_DOTS and "." in text:
        text = text.replace(".", "/")
    return read_date(text, plain_order(order))[0]


def year_first(text: str, order: str) -> str:
    """Return a date in figures with its year first, or as it stands where it is none."""
    try:
        return read_figures(text, order).isoformat()
    except UsageError:
        return text


def plain_order(order: str) -> str:
    """Return the order of dates without dots: `dmy`, `mdy`, `ymd` or nothing."""
    return order.replace(".", "")


def order_with_dots(dotted: str) -> str:
    """Return the order that a date with dots decides, where it can be read in no other way: `10.13.26`; or nothing."""
    one, two, _ = map(int, dotted.split("."))
    return "dmy" if two <= _MONTHS < one else MONTH_FIRST_WITH_DOTS if one <= _MONTHS < two else ""
