"""Figures that count, without an object for each entry, against the same figures from all entries."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from crampdiary.diary.model import Entry, Record
from crampdiary.diary.nights import Diary, Night, join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor.rules import find_all
from crampdiary.evidence.findings import find_each
from crampdiary.keep.counting import counted_uses, counts
from crampdiary.keep.store import Store
from crampdiary.stats.calendar import night_map
from crampdiary.stats.figures import summarise
from crampdiary.stats.streaks import trigger_picture
from kit.builders import LAST_NIGHT, NOW, away, check_in, course, exposure, sign, word
from kit.recorded_diaries import Person, record

DAY = timedelta(days=1)
NIGHTS = 600
ANYBODY = Person(
    used_at=(0.0, 23.9), cramps_at=(6.0, 22.0), late=True, rescued=0.3, unanswered=0.3, skipped=0.1,
    silences=((70, 60), (330, 45)), abroad=((150, 40),), away=((50, 12), (300, 20)),
)  # fmt: skip


def kept(path: Path, seed: int) -> Store:
    made: list[Record] = [
        *record(ANYBODY, NIGHTS, 0.6, Random(seed)).records,
        course("magnesium", LAST_NIGHT - 150 * DAY, last_night=LAST_NIGHT - 90 * DAY),
        course("vitamin-d", LAST_NIGHT - 40 * DAY),
        sign("tightening"),
        exposure("new-medicine", f"{LAST_NIGHT - 20 * DAY}T07:30", role="trigger"),
        away(LAST_NIGHT - 8 * DAY, LAST_NIGHT - 7 * DAY),
        word("brine", merged_into="heat"),
        *(exposure("socks", f"{LAST_NIGHT - back * DAY}T05:00") for back in (0, 1, 57, 300)),
        *(exposure("walking", f"{LAST_NIGHT - back * DAY}T04:59") for back in (0, 1, 57, 300)),
        *(check_in(LAST_NIGHT - 450 * DAY, clear=clear) for clear in (True, False)),
        exposure("brine", f"{LAST_NIGHT - 2 * DAY}T08:00"),
    ]
    store = Store(path, now=NOW, create=True)
    with store.change("import") as change:
        for each in made:
            change.add(each)
    return store


def joined(store: Store, since: date | None, uses: date | None) -> tuple[Diary, Diary]:
    """Return the diary from all entries, and from those of late with counts of all others."""
    words = Vocabulary(each.record for each in store.words())
    some: list[Entry[Record]] = [
        *store.entries("episode", "check_in", "sign", since=since),
        *store.entries("away", "course", "seen"),
        *(store.entries("exposure", since=uses) if uses else ()),
    ]
    first = since or date.min
    counted = words.counts_as_meant(counts(store, before=first, since=first))
    whole = join(words.as_meant(store.entries()), now=NOW)
    return whole, join(words.as_meant(some), now=NOW, counts=counted)


def facts(night: Night) -> tuple[object, ...]:
    return night.date, night.state, night.cramps, night.spoken, night.courses


@pytest.mark.slow_but_some
@pytest.mark.parametrize("back", [None, 0, 1, 57, 300, NIGHTS + 5])
@pytest.mark.parametrize("seed", [1, 2])
def test_counts_are_those_of_all_entries(tmp_path: Path, seed: int, back: int | None) -> None:
    store = kept(tmp_path / "d.db", seed)
    since = None if back is None else LAST_NIGHT - back * DAY
    whole, counted = joined(store, since, LAST_NIGHT - 60 * DAY)
    assert list(map(facts, counted.nights)) == list(map(facts, whole.nights))
    assert (counted.away, counted.gaps, counted.courses) == (whole.away, whole.gaps, whole.courses)
    for one, other in zip(whole.nights, counted.nights, strict=True):
        if not since or one.date >= since:
            assert (one.ahead, one.episodes, one.signs) == (other.ahead, other.episodes, other.signs)
    assert ("remedy", "brine") not in {name for night in whole.nights for name in night.ahead}
    store.close()


@pytest.mark.slow_but_first
@pytest.mark.parametrize("back", [None, 3, 40, 200])
def test_figures_of_a_range_need_no_older_entries(tmp_path: Path, back: int | None) -> None:
    store = kept(tmp_path / "d.db", 3)
    first = None if back is None else LAST_NIGHT - back * DAY
    whole, counted = joined(store, first and LAST_NIGHT - 400 * DAY, LAST_NIGHT - 60 * DAY)
    assert summarise(counted, since=first) == summarise(whole, since=first)
    words = Vocabulary(each.record for each in store.words())
    assert find_all(counted, now=NOW, words=words) == find_all(whole, now=NOW, words=words)
    begin = first or LAST_NIGHT - 370 * DAY
    a_map = {"first": begin, "last": LAST_NIGHT, "remedy": "heat", "trigger": "new-medicine"}
    assert night_map(joined(store, begin, None)[1], **a_map) == night_map(whole, **a_map)  # type: ignore[arg-type]
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_comparisons_of_nights_need_no_more_of_a_use(tmp_path: Path, seed: int) -> None:
    store = kept(tmp_path / "d.db", seed)
    words = Vocabulary(each.record for each in store.words())
    some = store.entries("episode", "check_in", "sign", "away", "course", "seen")
    counted = join(words.as_meant(some), now=NOW, counts=words.counts_as_meant(counted_uses(store)))
    whole = join(words.as_meant(store.entries()), now=NOW)
    found = find_each(counted, words)
    assert found == find_each(whole, words)
    each = [finding for of_role in found.values() for finding in of_role.findings]
    assert sum(finding.uses for finding in each) > sum(finding.unanswered for finding in each) > 0
    assert any(finding.noted_afterwards for finding in each)
    assert trigger_picture(counted) == trigger_picture(whole)
    assert [night.ahead for night in counted.nights] == [night.ahead for night in whole.nights]
    store.close()


def test_without_a_use_there_is_none_to_count(tmp_path: Path) -> None:
    store = Store(tmp_path / "d.db", now=NOW, create=True)
    assert (counted_uses(store).uses, counted_uses(store).told) == ({}, frozenset())
    store.close()
