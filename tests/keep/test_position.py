"""How far a log goes: whether a diary still goes on from a place that was noted before."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from crampdiary.keep.copies import backing_up
from crampdiary.keep.copies.restore import put_back
from crampdiary.keep.store import Store
from crampdiary.keep.versions import Position, continues, position_of
from kit.builders import NOW, episode
from kit.logs import opened
from kit.running import Cramp


def log(store: Store, count: int = 1) -> None:
    with store.change("log") as change:
        for _ in range(count):
            change.add(episode())


def test_a_diary_goes_on_from_every_place_it_was_at(store: Store) -> None:
    noted = [position_of(store.connection)]
    for step in (lambda: log(store, 3), store.undo, store.redo, lambda: log(store)):
        step()
        noted.append(position_of(store.connection))
    assert noted[0] == Position(0, "", 0, 0)
    assert [each.revisions for each in noted] == [0, 3, 6, 9, 10]
    assert len(set(noted)) == len(noted)
    assert all(continues(store.connection, each) for each in noted)


def test_what_this_device_alone_remembers_is_no_step_of_the_log(store: Store) -> None:
    log(store)
    before = position_of(store.connection)
    store.remember("key", "value")
    assert position_of(store.connection) == before


def test_a_diary_does_not_go_on_after_a_purge(store: Store, cramp: Cramp) -> None:
    log(store, 2)
    before = position_of(store.connection)
    assert cramp("--diary", store.path, "purge", "1", "--yes").exit_code == 0
    assert not continues(store.connection, before)
    assert continues(store.connection, position_of(store.connection))


def test_a_diary_does_not_go_on_where_a_restore_took_that_away(diary_path: Path) -> None:
    with closing(opened(diary_path)) as store:
        log(store)
        kept = position_of(store.connection)
        copy = backing_up.take(store, now=NOW)
        log(store)
        lost = position_of(store.connection)
    put_back(diary_path, copy, now=NOW)
    with closing(opened(diary_path)) as store:
        assert continues(store.connection, kept)
        assert not continues(store.connection, lost), "the op is not there"
        log(store)
        assert position_of(store.connection)[2:] == lost[2:]
        assert not continues(store.connection, lost), "it is another op of that number"
