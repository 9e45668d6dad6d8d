"""At which blanks a line may break: not within a short command, and not between a number and its unit."""

from __future__ import annotations

import re

ONE_LINE = 32
"""Letters of what is typed, with its backticks, that are kept on one line."""

_KEPT = "\ufdd0"  # stands for nothing, so no text has it, and no library breaks a line there
_TYPED = "`[^`]*`"  # no pattern is made before it is needed: that takes half a millisecond
_UNIT = "s|min|h|%|mg|g|mcg|µg|ml|l|IU|am|pm|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_BEFORE_UNIT = rf"(?<=\d) (?=(?:{_UNIT})(?![\w-]))"


def kept_together(text: str, *, most: int = 0) -> str:
    """Return a text in which the blanks that a line may not break at are hidden; `shown` brings them back.

    Args:
        text: one line.
        most: how many letters what is typed may have, to stay on one line; 0 takes no account of it.
    """
    if most and "`" in text:
        text = re.sub(
            _TYPED, lambda typed: typed[0].replace(" ", _KEPT) if len(typed[0]) <= most else typed[0], text
        )
    return re.sub(_BEFORE_UNIT, _KEPT, text)


def whole(text: str) -> str:
    """Return a text with each single blank hidden, so that a line breaks only where there are two."""
    return re.sub("(?<! ) (?! )", _KEPT, text) if len(text) <= ONE_LINE else text


def shown(text: str) -> str:
    """Return a text with every blank in sight."""
    return text.replace(_KEPT, " ")
