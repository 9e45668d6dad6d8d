"""Rows of a table taken a batch at a time, however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from crampdiary.errors import DiaryError

DAMAGED = "The log of the diary is damaged, so nothing was saved. `cramp info --verify` says where."


def batches(ask: Callable[[Any], list[sqlite3.Row]], first: Any) -> Iterator[list[sqlite3.Row]]:
    """Yield the rows of a query a batch at a time.

    Args:
        ask: returns the next rows beyond a key, in the order of their keys, which stand in their first column.
        first: a key before all others.

    Raises:
        DiaryError: the keys turn back. In a damaged file they do, and asking on would never end.
    """
    last, rises = first, None
    while rows := ask(last):
        key = rows[-1][0]
        if type(key) is not type(first) or key == last or rises not in (None, key > last):
            raise DiaryError(DAMAGED)
        rises = key > last
        yield rows
        last = key
