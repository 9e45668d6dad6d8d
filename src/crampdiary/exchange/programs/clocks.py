"""Times of the clock as other programs write them: on 12 or 24 hours."""

from __future__ import annotations

import re
from datetime import time

from crampdiary.errors import UsageError

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap])?\.?(?:m\.?)?", re.ASCII | re.IGNORECASE)


def read_clock(text: str) -> time | None:
    """Return a time of the clock, None for an empty text.

    Raises:
        UsageError: it is no time, such as 13:00 pm.
    """
    # Some locales put a narrow no-break space before "PM".
    text = re.sub(r"\s", " ", text).strip()
    if not text:
        return None
    match = _CLOCK.fullmatch(text)
    if not match:
        raise UsageError("The time is not one of a clock.")
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if match[4]:
        if not 1 <= hour <= 12:
            raise UsageError("With am or pm the hour is 1-12.")
        hour = hour % 12 + (12 if match[4].casefold() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise UsageError("The time is not one of a clock.")
    return time(hour, minute, second)
