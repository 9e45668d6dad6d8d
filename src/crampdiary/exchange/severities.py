"""How bad a cramp was, on the scales of other programs."""

from __future__ import annotations

SEVERITIES = {"none": 0, "mild": 2, "moderate": 5, "severe": 8, "unbearable": 10, "extreme": 10}
_STEPS = (0, 2, 5, 8, 10)  # of a scale of words: none, mild, moderate, severe, unbearable


def severity_on(number: float, top: float = 10) -> int | None:
    """Return a whole severity from 0 to 10, rounded half up, of a scale from 0; None for what is not on it.

    A scale of up to 4 is one of words: none, mild, moderate, severe, unbearable. Whatever is more than nothing is at
    least 1, as a 0 would say that there was no cramp.
    """
    if not 0 <= number <= top:
        return None
    found = _STEPS[int(number + 0.5)] if top < len(_STEPS) else int(number * 10 / top + 0.5)
    return max(found, 1) if number else 0
