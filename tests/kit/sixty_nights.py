"""The diary of an ordinary beginning: 60 nights, 27 with cramps, 21 of which nothing was written, two remedies.

A first screen has to say something useful of it: that nothing is clear yet, that this is normal, and how long it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Record
from kit.builders import LAST_NIGHT, NOW, check_in, episode, exposure

CRAMPS = ".1.1-2--.2.21----1-2---1.111-2--11.1--..11--21-11.1.-2-12.1."
"""A night each: how many cramps it had, or "." for one that was said to be quiet, or "-" for one left unsaid."""
USED = {
    "heat": "...x..........x.x.x.x.x..x.x...xxx....x........x.xxx..x...x.",
    "stretching": "..xx.xxx.x....xx.xx.x.x.x...xxxx.xx..x.x...x..xxx.xxxx.x....",
}


def records() -> Iterator[Record]:
    """Give the records, the last of them of the latest night that is over."""
    for place, said in enumerate(CRAMPS):
        night = LAST_NIGHT - timedelta(days=len(CRAMPS) - 1 - place)
        for word, nights in USED.items():
            if nights[place] == "x":
                yield exposure(word, f"{night}T22:00")
        if said == ".":
            yield check_in(night)
        for number in range(int(said) if said.isdigit() else 0):
            begin = datetime.combine(night + timedelta(days=1), time(2 + 2 * number), NOW.tzinfo)
            yield episode(begin, severity=5, tried=(Tried(remedy="standing", relief="helped", after_s=120),))
