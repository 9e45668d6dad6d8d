"""What to do in a cramp: the usual first help for the place it is in, and what eased this person's cramps.

The first help is that of the NHS (Leg cramps) and the American Academy of Orthopaedic Surgeons (Muscle Cramps):
stretch the muscle gently and hold it, rub it, then warmth; and to be seen at once if it lasts over ten minutes. Where a
muscle is stretched follows from what it does. Nothing here is a treatment, and nothing was chosen for the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Entry, Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.amounts import in_about
from crampdiary.evidence.relief import Rescue, reliefs

RECENT = timedelta(hours=12)
"""How long ago a cramp may have been logged for its place to be taken as that of the cramp now."""
_SHOWN = 3  # of what eased
_FEWEST = 3  # tries, so that one lucky time is no advice

_HAND, _AFTER_HAND = "hand", "After: warmth."

_FOOT = (
    "Pull your toes up towards you.",
    "Or stand on it, weight on the heel.",
)
_STRETCHES = {
    "foot": ("foot arch toes big-toe ball heel top ankle", _FOOT),
    "calf": (
        "calf leg knee",
        ("Straighten your leg.", "Pull your toes up towards you.", "Or stand, and press the heel down."),
    ),
    "shin": ("shin", ("Point your toes away from you.", "Or kneel, and sit back a little.")),
    "back of the thigh": (
        "hamstring hip",
        ("Straighten your leg, heel down.", "Lean forward a little."),
    ),
    "front of the thigh": (
        "thigh",
        ("Hold on to something.", "Bend the knee, foot up behind you."),
    ),
    _HAND: ("hand arm", ("Open your hand flat.", "Bend the fingers back, gently.")),
}
"""A part of the body: the sites in it, and how its muscles are stretched."""
_ANYWHERE = ("Stretch the muscle slowly.", "Leg or foot: pull your toes up.")
_ALWAYS = ("Hold it there. Breathe out slowly.", "Rub it gently.")
_AFTER = "After: warmth, and a few slow steps."
_SEEN_TO = (
    "Over 10 minutes, or the leg is swollen, red, numb or weak? Have it seen to now.",
    "The usual first help, from NHS and AAOS.",
)


class FirstHelp(NamedTuple):
    """What to do in a cramp.

    Attributes:
        part: of the body, as it is shown; None where no place is known.
        steps: the first help, in order.
        yours: what eased this person's cramps, the best first.
    """

    part: str | None
    steps: tuple[str, ...]
    yours: tuple[Rescue, ...]


def part_of(sites: Sequence[str]) -> str | None:
    """Return the part of the body in which sites are: that of the first whose stretch is known."""
    return next(
        (part for site in sites for part, (inside, _) in _STRETCHES.items() if site in inside.split()), None
    )


def first_help(
    episodes: Sequence[Entry[Episode]], *, now: datetime, sites: Sequence[str] | None = None
) -> FirstHelp:
    """Return what to do now.

    Args:
        episodes: all cramps, in any order.
        now: the moment of the command.
        sites: where the cramp is, none where that is not known; None for the place of the last cramp, if that is not
            long ago.
    """
    last = max(episodes, key=lambda entry: entry.record.at, default=None)
    if sites is None and last is not None and now - last.record.at <= RECENT:
        sites = last.record.sites
    part = part_of(sites or ())
    # Standing eases no hand: what was tried counts for the hand or for all that is no hand.
    alike = [entry.record for entry in episodes if (part_of(entry.record.sites) == _HAND) == (part == _HAND)]
    eased = [each for each in reliefs(alike) if each.rated.tries >= _FEWEST]
    return FirstHelp(
        part=part,
        steps=(
            *(_STRETCHES[part][1] if part else _ANYWHERE),
            *_ALWAYS,
            _AFTER_HAND if part == _HAND else _AFTER,
        ),
        yours=tuple(each for each in eased if 2 * each.rated.eased > each.rated.tries)[:_SHOWN],
    )


def lines(found: FirstHelp, words: Vocabulary) -> tuple[str, ...]:
    """Return it in a few short lines with room between them: they are read in the dark, at arm's length."""
    steps = (f"Cramp in the {found.part}:" if found.part else "A cramp:", *found.steps)
    yours = [
        f"  {words.label('remedy', each.word)}: {each.rated.eased:,} of {each.rated.tries:,}{in_about(each.rated)}"
        for each in found.yours
    ]
    said = [line for step in steps for line in (step, "")]
    return (*said, *(("What eased yours:", *yours, "") if yours else ()), *_SEEN_TO)
