"""What figures count of a long diary: numbers of nights out of SQL, in place of an object for each entry."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from crampdiary.clock.zones import NIGHT_OVER, NOON
from crampdiary.diary.nights import CountedUse, Counts, Name, night_ahead
from crampdiary.keep import faults
from crampdiary.keep.revision import read_values, values_of
from crampdiary.keep.store import Store

_WALL_MINUTE = "(substr(start_utc, 12, 2) * 60 + substr(start_utc, 15, 2) + offset_min + 2880) % 1440"
_IS_MORNING = f"precision <> 'day' AND {_WALL_MINUTE} >= {60 * NIGHT_OVER} AND {_WALL_MINUTE} < {60 * NOON}"
_USES = (
    "SELECT night, role, word, " + _IS_MORNING + " FROM exposure WHERE purpose IS NOT 'rescue' AND night >= ?"
)
"""By `diary.nights.night_ahead`: what is used in the morning counts for the night to come."""
_EVERY_USE = (
    "SELECT id, night, start_utc, offset_min, logged_utc, logged_offset_min, role, word, precision, purpose "
    "FROM exposure ORDER BY id"
)


def counts(store: Store, *, before: date, since: date) -> Counts:
    """Return what is counted of a diary, the nights before one for all but the uses.

    Args:
        store: the diary.
        before: the first night whose cramps, signs and check-ins are read as entries.
        since: the first night for which it is said what was used and met ahead of it.

    Raises:
        DiaryError: a row is none that this program writes.
    """
    until, first = (before.isoformat(),), ((since - date.resolution).isoformat() if since > date.min else "",)
    cramps = store.select("SELECT night, count(*) FROM episode WHERE night < ? GROUP BY night", until)
    checked = store.select("SELECT night, max(clear) FROM check_in WHERE night < ? GROUP BY night", until)
    signs = store.select("SELECT DISTINCT night FROM sign WHERE night < ?", until)
    told = store.select("SELECT DISTINCT night FROM exposure")
    uses = store.select(_USES, first)
    with faults.sound(store.path):
        days = {text: date.fromisoformat(text) for (text, *_) in (*cramps, *checked, *signs, *told)}
        ahead: dict[date, set[Name]] = defaultdict(set)
        for night, role, word, is_morning in uses:
            day = days[night]
            ahead[day + date.resolution if is_morning else day].add((role, word))
        for name in set().union(*ahead.values()):
            read_values("exposure", role=name[0], word=name[1])
        return Counts(
            cramps={days[night]: count for night, count in cramps},
            checked={days[night]: bool(clear) for night, clear in checked},
            told=frozenset(days[night] for (night,) in (*signs, *told)),
            ahead=dict(ahead),
        )


def counted_uses(store: Store) -> Counts:
    """Return all uses as counts: an object of a few values for each, in place of an entry.

    Raises:
        DiaryError: a row is none that this program writes.
    """
    rows = store.select(_EVERY_USE)
    with faults.sound(store.path):
        if not rows:
            return Counts(cramps={}, checked={}, told=frozenset(), ahead={})
        columns = dict(zip(rows[0].keys(), zip(*rows, strict=True), strict=True))
        found = list(
            map(CountedUse._make, zip(*values_of("exposure", columns, CountedUse._fields), strict=True))
        )
        days = {text: date.fromisoformat(text) for text in set(columns["night"])}
        ahead: dict[date, set[Name]] = defaultdict(set)
        uses: dict[date, list[CountedUse]] = defaultdict(list)
        in_order = sorted(zip(columns["night"], columns["start_utc"], columns["id"], found, strict=True))
        for night, _, _, use in in_order:
            _, _, role, word, _, purpose = use
            if purpose != "rescue":
                uses[days[night]].append(use)
                ahead[night_ahead(use)].add((role, word))
        return Counts(
            cramps={}, checked={}, told=frozenset(days.values()), ahead=dict(ahead), uses=dict(uses)
        )
