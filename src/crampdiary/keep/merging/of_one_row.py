"""Which entries of a file's row are which, where the row has another time or night by now.

All that a row tells has ids of one time. So where one of its entries is known, the others can be told by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from crampdiary.diary.model import CheckIn
from crampdiary.keep.merging.same_rows import PLACE, Place, is_elsewhere
from crampdiary.keep.merging.version_said import Version, day_said, moment_said

_DAY = timedelta(days=1)
_MOST_BESIDE = 24  # entries of a night, or times of a day, that are looked at


def clear_nights_again(
    rows: list[dict[str, Any]], taken: Mapping[int, str], gone: Mapping[str, Version]
) -> dict[int, str]:
    """Return which clear nights are which of those that are gone, and that the same rows told: those of their days.

    Of which night a row is may be read otherwise by now, and a time in it may be new.
    """
    used = {*taken.values()}
    of_day: dict[str, list[str]] = defaultdict(list)
    for uid, said in gone.items():
        if said["kind"] == CheckIn.kind and uid not in used:
            of_day[day_said(said)].append(uid)
    found: dict[int, str] = {}
    for place, row in enumerate(rows):
        if row["kind"] == CheckIn.kind and place not in taken and (those := of_day[day_said(row)]):
            found[place] = those.pop(0)
    return found


def of_one_row(
    rows: list[dict[str, Any]], taken: Mapping[int, str], gone: Mapping[str, Version], nights: Mapping[str, date],
    touched: set[str], versions: Mapping[str, Sequence[Version]], in_file: set[str],
) -> dict[int, str]:  # fmt: skip
    """Return which entries are which of those that are gone, as others of their rows of the file are told from these.

    One entry of a row shows what its time was, or else that one row alone of a day came, and one alone went.
    """
    if len(taken) == len(rows) or not gone:
        return {}
    of_row: dict[tuple[str, datetime], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        of_row[row[PLACE].name[0], row[PLACE].written].append(place)
    times_of = {
        uid: {moment_said(each).replace(tzinfo=None) for each in versions[uid] if each["body"]}
        for uid in gone
    }
    of_night: dict[date, list[str]] = defaultdict(list)
    of_day: dict[date, set[datetime]] = defaultdict(set)
    for uid, night in nights.items():
        of_night[night].append(uid)
        for at in times_of[uid]:
            of_day[at.date()] |= {at, datetime.combine(at.date(), time(12))}
    rows_on = Counter(written.date() for _, written in of_row)
    found: dict[int, str] = {}
    used = {*taken.values()}

    def free(place: int, at: datetime) -> str | None:
        uid: str
        for uid in rows[place][PLACE].at_time(at).first_ids():
            is_free = uid in gone and uid not in used
            if is_free and not (uid in touched and is_elsewhere(rows[place]["body"], gone[uid]["body"])):
                return uid
        return None

    for (_, written), places in of_row.items():
        left = [place for place in places if place not in taken]
        known = [(rows[place][PLACE], taken[place]) for place in places if taken.get(place) in nights]
        times: set[datetime] = set()
        for of_known, uid in known if left else ():
            beside = (times_of[each] for each in of_night[nights[uid]][:_MOST_BESIDE])
            times.update(_times_of(of_known, uid, set().union(*beside)))
        is_alone = rows_on[written.date()] == 1 and len(left) == len(places)
        if is_alone and not any(rows[place][PLACE].uid(0) in in_file for place in left):
            on_it = [
                at
                for at in sorted(of_day[written.date()])[:_MOST_BESIDE]
                if any(free(each, at) for each in left)
            ]
            times.update(on_it if len(on_it) == 1 else ())
        for place, at in product(left, sorted(times)):
            if place not in found and (one := free(place, at)) is not None:
                found[place] = one
                used.add(one)
    return found


def others_of_row(source: str, cramp: Version) -> list[str]:
    """Return the ids of the cramps of the row that told of one at its time."""
    at = moment_said(cramp).replace(tzinfo=None)
    return Place(at, (source, cramp["kind"], at.isoformat()), 0, 0).first_ids()


def _times_of(place: Place, uid: str, moments: set[datetime]) -> Iterator[datetime]:
    """Yield the time from which an id was made, if it was that of one of some moments, or of the day after."""
    days = {each.date() + days * _DAY for each in moments for days in (0, 1)}
    times = {*moments, *(each + _DAY for each in moments), *(datetime.combine(day, time(12)) for day in days)}
    yield from (at for at in times if uid in place.at_time(at).first_ids())
