"""What can begin before the program is loaded: the day's look at every page of the diary, for a command that writes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from crampdiary.cli.settings import Settings, diary_in
from crampdiary.errors import CrampError
from crampdiary.keep.private import real_file
from crampdiary.keep.seal import look_ahead

_WRITING = frozenset({"log", "none", "used", "had", "feel", "over", "undo"})
"""Of every day. Where another is the first of a day, its look begins when it writes."""
_UP_TO = 3  # words: --diary, its path, and the command


def begin(words: Sequence[str]) -> None:
    """Begin what the command that was typed will wait for. What is wrong with any of it, the command says itself."""
    if _WRITING.isdisjoint(words[:_UP_TO]):
        return
    with suppress(CrampError, OSError, ValueError):
        path, _ = Settings(os.environ).diary(diary_in(words))
        look_ahead(real_file(path), _today())


def _today() -> date:
    """Return the day of this run; one that is wrong at midnight in another zone costs a look, and misses none."""
    given = os.environ.get("CRAMP_NOW")
    return date.fromisoformat(given[:10]) if given else datetime.now().astimezone().date()
