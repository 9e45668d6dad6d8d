from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import Entry, Record, plain_fields
from crampdiary.errors import BusyError, CrampError, DiaryError, UsageError
from crampdiary.keep import reach
from crampdiary.keep.store import Store
from kit.builders import NOW, away, check_in, episode, exposure, full_episode, said, word


def add(store: Store, *records: Record, command: str = "log") -> list[Entry[Record]]:
    with store.change(command) as change:
        return [change.add(record) for record in records]


def replace(store: Store, entry: Entry[Record], record: Record) -> Entry[Record]:
    with store.change("edit") as change:
        return change.replace(entry, record)


def delete(store: Store, *entries: Entry[Record]) -> None:
    with store.change("delete") as change:
        for entry in entries:
            change.delete(entry)


def by_hand(store: Store, *statements: str, values: tuple[Any, ...] = ()) -> None:
    """Change the file behind the program's back, as a fault or another tool would."""
    with closing(sqlite3.connect(store.path)) as connection:
        for statement in statements:
            connection.execute(statement, values)
        connection.commit()


def log(store: Store) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute("SELECT * FROM revision ORDER BY stamp, uid").fetchall()


# Adding and reading


@pytest.mark.parametrize("record", [episode(), full_episode(), exposure(), check_in(), away()])
def test_what_was_added_is_read_back_to_the_letter(store: Store, record: Record) -> None:
    (added,) = add(store, record)
    (read,) = store.entries()
    assert read == added
    assert plain_fields(read.record) == plain_fields(record)
    assert reach.entry(store, str(added.number)) == added
    assert store.problems() == []


def test_what_was_added_is_there_for_another_connection(store: Store) -> None:
    (added,) = add(store, full_episode())
    other = Store(store.path, now=NOW)
    try:
        assert other.entries() == [added]
    finally:
        other.close()


def test_names_that_look_like_sql_or_options_are_kept_as_they_are(store: Store) -> None:
    names = ["Robert');-DROP-TABLE-episode;--", "a,b", "NULL", "--yes", "%", '"', "[1]", "{}", "\\"]
    add(store, *(exposure(name, amount="'; DROP TABLE episode; --") for name in names))
    assert sorted(said(entry, "word") for entry in store.entries("exposure")) == sorted(names)
    assert all(store.has_exposure("remedy", name) for name in names)
    assert not store.has_exposure("remedy", "_")
    assert not store.has_exposure("trigger", names[0])
    assert store.problems() == []


def test_entries_come_in_order_of_time_and_a_check_in_after_its_night(store: Store) -> None:
    add(
        store,
        check_in("2026-03-29"),
        episode("2026-03-30T03:00"),
        exposure(when="2026-03-29T22:00"),
        away("2026-03-01", "2026-03-02"),
        episode("2026-03-30T13:00"),
    )
    assert [entry.number for entry in store.entries()] == [4, 3, 2, 1, 5]


def test_entries_of_some_kinds_and_nights(store: Store) -> None:
    add(
        store,
        episode("2026-03-27T03:00"),  # the night of the 26th
        episode("2026-03-28T03:00"),
        episode("2026-03-29T03:00"),
        exposure(when="2026-03-27T22:00"),
        away("2026-03-20", "2026-03-27"),
        away("2026-03-28", "2026-03-29"),
    )
    found = store.entries("episode", since=date(2026, 3, 27), until=date(2026, 3, 27))
    assert [entry.number for entry in found] == [2]
    assert {entry.number for entry in store.entries(since=date(2026, 3, 27), until=date(2026, 3, 27))} == {
        2,
        4,
        5,
    }
    assert {entry.number for entry in store.entries(since=date(2026, 3, 28))} == {3, 6}
    assert {entry.number for entry in store.entries(until=date(2026, 3, 26))} == {1, 5}
    assert store.entries("check_in") == []


def test_words_are_no_entries(store: Store) -> None:
    (added,) = add(store, word("brine"))
    assert store.entries() == []
    assert store.words() == [added]
    with pytest.raises(CrampError, match="There is no entry"):
        reach.entry(store, "last")
    with pytest.raises(CrampError, match="1 is a word and no entry"):
        reach.entry(store, str(added.number))


def test_counts(store: Store) -> None:
    first, _, _ = add(store, episode(), exposure(), word())
    delete(store, first)
    counts = store.counts()
    assert (counts["episode"], counts["exposure"], counts["word"], counts["revision"]) == (0, 1, 1, 4)


# Numbers


def test_numbers_count_up_over_all_kinds_and_are_never_used_again(store: Store) -> None:
    first, second, third = add(store, episode(), exposure(), check_in())
    assert [first.number, second.number, third.number] == [1, 2, 3]
    delete(store, third)
    (fourth,) = add(store, episode())
    assert fourth.number == 4
    store.undo()
    (fifth,) = add(store, episode())
    assert fifth.number == 5


def test_a_number_stays_with_its_entry_through_edit_delete_and_undo(store: Store) -> None:
    (entry,) = add(store, episode(severity=3))
    entry = replace(store, entry, episode(severity=5))
    delete(store, entry)
    store.undo()
    assert reach.entry(store, "1").record == episode(severity=5)
    store.undo()
    assert reach.entry(store, "1").record == episode(severity=3)


@pytest.mark.parametrize("reference", ["0", "2", "999999999999999999"])
def test_a_number_that_is_none_is_refused(store: Store, reference: str) -> None:
    add(store, episode())
    with pytest.raises(CrampError, match=f"There is no entry {reference}"):
        reach.entry(store, reference)


@pytest.mark.parametrize(
    "reference", ["", "-1", "+1", "1.0", "1_0", " 1", "１", "%", "first", "9" * 19, "9" * 5000]
)
def test_what_is_no_number_is_refused(store: Store, reference: str) -> None:
    add(store, episode())
    with pytest.raises(CrampError, match="not the number of an entry"):
        reach.entry(store, reference)


def test_last_is_what_was_recorded_last_and_still_stands(store: Store) -> None:
    first, second = add(store, episode("2026-03-31T04:00"), episode("2026-03-20T03:00"))
    assert reach.entry(store, "last") == second
    delete(store, second)
    assert reach.entry(store, "last") == first


# Replacing and deleting


def test_a_replaced_entry_shows_the_new_version_and_the_log_keeps_both(store: Store) -> None:
    (entry,) = add(store, episode(note="as typed at night"))
    changed = replace(store, entry, episode(note="as corrected"))
    assert store.entries() == [changed]
    first, second = store.history(entry.uid)
    assert first.record == episode(note="as typed at night")
    assert second.record == episode(note="as corrected")
    assert (first.parents, second.parents) == ((), (first.uid,))
    assert [first.command, second.command] == ["log", "edit"]
    assert first.stamp < second.stamp


def test_a_deleted_entry_is_gone_and_its_text_is_still_in_the_log(store: Store) -> None:
    (entry,) = add(store, episode(note="as typed"))
    delete(store, entry)
    assert store.entries() == []
    assert [version.record for version in store.history(entry.uid)] == [episode(note="as typed"), None]
    assert store.problems() == []


def test_an_entry_that_was_changed_since_it_was_read_is_not_overwritten(store: Store) -> None:
    (read,) = add(store, episode(severity=3))
    replace(store, read, episode(severity=5))
    before = log(store)
    with pytest.raises(CrampError, match="Entry 1 was changed meanwhile, so nothing was saved"):
        replace(store, read, episode(severity=7))
    with pytest.raises(CrampError, match="changed meanwhile"):
        delete(store, read)
    assert log(store) == before
    assert said(store.entries()[0], "severity") == 5


def test_an_entry_that_was_deleted_since_it_was_read_is_not_brought_back(store: Store) -> None:
    (read,) = add(store, episode())
    delete(store, read)
    with pytest.raises(CrampError, match="changed meanwhile"):
        replace(store, read, episode(severity=7))
    assert store.entries() == []


@pytest.mark.parametrize(
    ("record", "other"),
    [(episode(), exposure()), (word("brine"), word("lake")), (word(), word(role="trigger"))],
)
def test_an_entry_stays_of_its_kind_and_a_word_the_same_word(
    store: Store, record: Record, other: Record
) -> None:
    (entry,) = add(store, record)
    with pytest.raises(ValueError, match="stays of its kind"):
        replace(store, entry, other)
    assert [*store.entries(), *store.words()] == [entry]
    assert store.problems() == []


def test_a_command_that_fails_halfway_leaves_nothing(store: Store) -> None:
    add(store, episode())
    before = log(store)

    def fail_halfway() -> None:
        with store.change("log") as change:
            change.add(episode())
            change.add(exposure())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert log(store) == before
    assert len(store.entries()) == 1
    assert [entry.number for entry in add(store, episode())] == [2]


def test_an_interrupt_in_a_command_leaves_nothing_and_the_store_usable(store: Store) -> None:

    def interrupt() -> None:
        with store.change("log") as change:
            change.add(episode())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert store.entries() == []
    add(store, episode())
    assert store.problems() == []


def test_a_fault_in_rolling_back_does_not_hide_the_fault_that_led_to_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk:
        """A connection whose disk is full, on which SQLite has rolled back by itself when told to."""

        def __init__(self, connection: sqlite3.Connection) -> None:
            self._connection = connection

        def __getattr__(self, name: str) -> Any:
            return getattr(self._connection, name)

        def execute(self, statement: str, *values: Any) -> Any:
            if statement == "COMMIT":
                raise fault("SQLITE_FULL")
            if statement == "ROLLBACK":
                self._connection.execute(statement)
                raise fault("SQLITE_IOERR")
            return self._connection.execute(statement, *values)

    def fault(name: str) -> sqlite3.OperationalError:
        error = sqlite3.OperationalError("of this test")
        error.sqlite_errorname = name
        return error

    monkeypatch.setattr(store, "_connection", FullDisk(store.connection))
    with pytest.raises(CrampError, match="disk is full: this was NOT saved"):
        add(store, episode())
    monkeypatch.undo()
    assert store.entries() == []


def test_a_word_added_again_is_the_same_record(store: Store) -> None:
    (first,) = add(store, word("brine", label="brine"))
    (second,) = add(store, word("brine", label="Pickle brine"))
    assert (first.uid, first.number) == (second.uid, second.number)
    assert [entry.record.label for entry in store.words()] == ["Pickle brine"]
    delete(store, second)
    (third,) = add(store, word("brine", label="back again"))
    assert third.number == first.number
    assert len(store.history(first.uid)) == 4
    assert store.problems() == []


# Undo and redo


def test_undo_takes_back_whole_commands_one_by_one(store: Store) -> None:
    (cramp,) = add(store, episode(severity=3))
    add(store, exposure("stretching"), exposure("heat"), command="used")
    replace(store, cramp, episode(severity=5))
    delete(store, reach.entry(store, "1"))

    (reversal,) = store.undo()
    assert reversal.command == "delete"
    assert reversal.at_utc == "2026-03-31T08:00:00Z"
    assert [tuple(change) for change in reversal.changes] == [(1, None, episode(severity=5))]
    (reversal,) = store.undo()
    assert [tuple(change) for change in reversal.changes] == [(1, episode(severity=5), episode(severity=3))]
    (reversal,) = store.undo()
    assert (reversal.command, reversal.total) == ("used", 2)
    assert [tuple(change) for change in reversal.changes] == [
        (2, exposure("stretching"), None),
        (3, exposure("heat"), None),
    ]
    assert [entry.record for entry in store.entries()] == [episode(severity=3)]
    assert store.undo()
    assert store.entries() == []
    assert store.undo() == []
    assert store.problems() == []


def test_redo_does_again_what_undo_took_back_and_undo_takes_that_back(store: Store) -> None:
    (entry,) = add(store, episode(severity=3))
    replace(store, entry, episode(severity=5))
    store.undo()
    store.undo()
    assert store.entries() == []
    for severity, command in ((3, "log"), (5, "edit")):
        (reversal,) = store.redo()
        assert reversal.command == command, "what was done again, not `undo`"
        assert said(store.entries()[0], "severity") == severity
    assert store.redo() == []
    store.undo()
    assert said(store.entries()[0], "severity") == 3
    assert store.problems() == []


def test_what_was_recorded_since_ends_what_can_be_done_again(store: Store) -> None:
    add(store, episode())
    store.undo()
    add(store, exposure())
    assert store.redo() == []
    assert [entry.record for entry in store.entries()] == [exposure()]


def test_undo_of_a_word_brings_back_what_it_was_before(store: Store) -> None:
    add(store, word("brine", label="brine"))
    add(store, word("brine", label="Pickle brine"))
    store.undo()
    assert [entry.record.label for entry in store.words()] == ["brine"]
    store.undo()
    assert store.words() == []


def test_undo_of_an_entry_changed_since_by_another_command_is_refused_and_changes_nothing(
    store: Store,
) -> None:
    cramp, other = add(store, episode(severity=3), episode("2026-03-30T03:00"))
    replace(store, cramp, episode(severity=5))
    # As a merge can bring it about: the older command is the newest one that was not undone.
    by_hand(store, "UPDATE op SET undone_by = id WHERE command = 'edit'")
    before = log(store)
    with pytest.raises(
        CrampError, match="Entry 1 was changed since by another command, so `log` cannot be taken"
    ):
        store.undo()
    assert log(store) == before
    assert len(store.entries()) == 2
    assert reach.entry(store, str(other.number)) == other


def test_nothing_to_undo_or_redo_writes_nothing(store: Store) -> None:
    before = store.path.read_bytes()
    assert store.undo() == []
    assert store.redo() == []
    assert store.path.read_bytes() == before


def test_a_command_that_wrote_nothing_is_nothing_to_undo(store: Store) -> None:
    add(store, episode())
    with store.change("none"):
        pass
    (reversal,) = store.undo()
    assert reversal.command == "log"


def test_an_undo_that_finds_it_was_beaten_to_it_leaves_no_trace(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, episode())
    other = Store(store.path, now=NOW)
    look = Store.select

    def beaten(self: Store, sql: str, *values: Any) -> Any:
        found = look(self, sql, *values)
        if self is store and "FROM op" in sql:  # after the look, before the transaction
            monkeypatch.setattr(Store, "select", look)
            assert other.undo()
        return found

    monkeypatch.setattr(Store, "select", beaten)
    try:
        assert store.undo() == []
        assert store.redo(), "an empty undo would be in its way"
    finally:
        other.close()
    assert len(store.entries()) == 1


def test_undo_with_a_clock_gone_back_undoes_the_last_command_all_the_same(store: Store) -> None:
    add(store, episode(severity=3))
    earlier = Store(store.path, now=NOW - timedelta(days=400))
    try:
        (cramp,) = earlier.entries()
        replace(earlier, cramp, episode(severity=5))
        assert said(earlier.entries()[0], "severity") == 5
        earlier.undo()
        assert said(earlier.entries()[0], "severity") == 3
        assert earlier.problems() == []
    finally:
        earlier.close()


# The log


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET body = '{}'",
        "UPDATE revision SET stamp = '9'",
        "UPDATE revision SET uid = 'another'",
        "UPDATE OR REPLACE revision SET digest = ''",
        "DELETE FROM revision",
        "DELETE FROM revision WHERE rowid = 1",
    ],
)
def test_sql_that_changes_or_deletes_what_the_log_holds_is_refused(store: Store, statement: str) -> None:
    (entry,) = add(store, episode(note="as typed"))
    replace(store, entry, episode(note="as corrected"))
    before = log(store)
    with pytest.raises(sqlite3.IntegrityError, match="revisions are never"):
        by_hand(store, statement)
    assert log(store) == before


def test_sql_that_replaces_what_the_log_holds_does_nothing(store: Store) -> None:
    add(store, episode(note="as typed"))
    before = log(store)
    columns = "uid, record_uid, kind, stamp, op_id, parents, deleted"
    by_hand(store, f"INSERT OR REPLACE INTO revision SELECT {columns}, '{{}}', '' FROM revision")
    by_hand(store, f"INSERT INTO revision SELECT {columns}, '{{}}', '' FROM revision")
    assert log(store) == before


def test_an_op_row_names_every_command_and_its_moment(store: Store) -> None:
    add(store, episode())
    add(store, exposure(), command="used")
    store.undo()
    with closing(sqlite3.connect(store.path)) as connection:
        ops = connection.execute("SELECT command, at_utc, undoes, undone_by FROM op ORDER BY id").fetchall()
    moment = "2026-03-31T08:00:00Z"
    assert ops == [("log", moment, None, None), ("used", moment, None, 3), ("undo", moment, 2, None)]


def test_the_newest_moment_is_that_of_the_newest_stamp(store: Store) -> None:
    assert store.newest_moment() is None
    add(store, episode())
    assert store.newest_moment() == NOW


def test_the_newest_moment_is_that_of_an_import_of_older_versions_too(store: Store) -> None:
    add(store, episode())
    with store.writing() as connection:
        later = "INSERT INTO op (uid, at_utc, command) VALUES ('00000000-0000-7000-8000-000000000001', ?, 'import')"
        connection.execute(later, ("2026-05-01T08:00:00Z",))
    add(store, episode())
    assert store.newest_moment() == datetime(2026, 5, 1, 8, tzinfo=UTC)


# A diary that is begun by its first write


@pytest.fixture
def absent(diary_path: Path) -> Iterator[Store]:
    """A store of a diary that is not there yet."""
    with closing(Store(diary_path, now=NOW, begin=True)) as found:
        yield found


def there(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def test_an_absent_diary_reads_as_an_empty_one_and_its_first_write_creates_it(absent: Store) -> None:
    assert absent.entries() == []
    assert absent.words() == []
    assert absent.problems() == []
    assert absent.undo() == []
    assert absent.newest_moment() is None
    assert absent.local("device") is None
    assert list(absent.revisions()) == []
    assert there(absent.path) == []
    (entry,) = add(absent, episode())
    assert entry.number == 1
    assert absent.problems() == []
    with closing(Store(absent.path, now=NOW)) as other:
        assert other.entries() == absent.entries()


def test_what_is_kept_in_mind_creates_it_too(absent: Store) -> None:
    absent.remember("device", "x")
    assert there(absent.path) == ["diary.db"]
    assert absent.local("device") == "x"


def test_a_first_write_that_fails_leaves_no_diary_and_the_next_one_creates_it(absent: Store) -> None:
    def fail() -> None:
        with absent.change("log") as change:
            change.add(episode())
            raise UsageError("of this test")

    with pytest.raises(UsageError):
        fail()
    assert there(absent.path) == []
    assert absent.entries() == []
    add(absent, episode())
    assert len(absent.entries()) == 1


def test_one_that_others_wrote_to_meanwhile_is_not_taken_back(absent: Store) -> None:
    def write_and_fail() -> None:
        with absent.begun():
            with closing(Store(absent.path, now=NOW)) as other:
                add(other, episode(severity=3))
            raise UsageError("of this test")

    with pytest.raises(UsageError):
        write_and_fail()
    assert [said(entry, "severity") for entry in absent.entries()] == [3]


def test_who_had_a_diary_open_that_was_taken_back_is_told_that_nothing_was_saved(absent: Store) -> None:
    with absent.begun():
        other = Store(absent.path, now=NOW)
    assert there(absent.path) == []
    with closing(other), pytest.raises(BusyError, match="replaced meanwhile"):
        add(other, episode())
    assert there(absent.path) == []


def test_another_process_that_was_faster_keeps_its_diary(absent: Store) -> None:
    with closing(Store(absent.path, now=NOW, create=True)) as other:
        add(other, episode(severity=3))
    add(absent, episode(severity=4))
    assert [said(entry, "severity") for entry in absent.entries()] == [3, 4]


def test_what_is_not_wanted_is_not_begun(absent: Store) -> None:
    with absent.begun(False):
        assert there(absent.path) == []
        assert not absent.is_new
    with absent.begun():
        assert absent.is_new
        add(absent, episode())
        assert not absent.is_new
    assert there(absent.path) == ["diary.db"]


# What is checked by --verify


def test_an_intact_diary_has_no_problems(store: Store) -> None:
    assert store.problems() == []
    cramp, *_ = add(store, full_episode(), exposure(), check_in(), away(), word())
    replace(store, cramp, episode())
    delete(store, *store.entries("exposure", "away"))
    store.undo()
    assert store.problems() == []


@pytest.mark.parametrize("flipped", ["as typeD", 'as type"', "as type\\", "as type\x01"])
def test_a_changed_body_in_the_log_is_found(store: Store, flipped: str) -> None:
    (entry,) = add(store, episode(note="as typed"))
    by_hand(store, "DROP TRIGGER revision_is_never_changed")
    by_hand(store, "UPDATE revision SET body = replace(body, 'as typed', ?)", values=(flipped,))
    problems = store.problems()
    assert any(f"entry {entry.number}, version {entry.revision}" in problem for problem in problems)
    assert not any("as type" in problem for problem in problems), "it must not show what the diary says"


@pytest.mark.parametrize("name", ["uid", "record_uid", "kind", "stamp", "parents", "digest"])
def test_a_change_anywhere_else_in_the_log_is_found(store: Store, name: str) -> None:
    (entry,) = add(store, episode())
    replace(store, entry, episode(severity=5))
    by_hand(store, "DROP TRIGGER revision_is_never_changed")
    by_hand(store, f"UPDATE revision SET {name} = replace({name}, substr({name}, 3, 1), '%')")
    assert store.problems()


@pytest.mark.parametrize(
    "changed",
    [
        "severity = 8",
        "severity = NULL",
        "note = NULL",
        "night = '2026-03-29'",
        "offset_min = 0",
        "logged_offset_min = 0",
        "start_utc = '2026-03-31T02:10:01Z'",
        "start_utc = '2026-03-3Q_02:10:00Z'",
        "sites = '[\"arch\"]'",
        "sites = '[\"arch]'",
        "sites = '[1]'",
        "side = 'right'",
        "tried = '[]'",
        "tried = '[0]'",
        "woke = 0",
        "revision = 'another'",
    ],
)
def test_a_changed_row_in_a_table_is_found(store: Store, changed: str) -> None:
    (entry,) = add(store, full_episode())
    by_hand(store, f"UPDATE episode SET {changed}")
    problems = store.problems()
    assert any(f"entry {entry.number} " in problem for problem in problems)


def test_a_row_under_another_number_is_found(store: Store) -> None:
    add(store, episode("2026-03-30T03:00"), episode("2026-03-31T03:00"))
    by_hand(
        store,
        "UPDATE episode SET id = 3 WHERE id = 1",
        "UPDATE episode SET id = 1 WHERE id = 2",
        "UPDATE episode SET id = 2 WHERE id = 3",
    )
    assert store.problems()


def test_a_missing_row_is_found(store: Store) -> None:
    (entry,) = add(store, episode())
    by_hand(store, "DELETE FROM episode")
    assert any(f"entry {entry.number} " in problem for problem in store.problems())


def test_a_row_too_many_is_found(store: Store) -> None:
    (entry,) = add(store, check_in())
    delete(store, entry)
    by_hand(
        store,
        "INSERT INTO check_in VALUES (1, 'x', 'y', '2026-03-30', 1, NULL, '2026-03-31T08:00:00Z', 60, NULL)",
    )
    assert store.problems()


def test_a_record_lost_from_the_log_is_found(store: Store) -> None:
    (entry, _) = add(store, episode(), exposure())
    by_hand(
        store,
        "DROP TRIGGER revision_is_only_purged",
        "DELETE FROM revision WHERE kind = 'episode'",
    )
    assert store.problems()
    assert entry.number == 1


def test_a_flipped_bit_on_the_disk_is_found(store: Store) -> None:
    add(store, episode(note="FLIPPED-HERE"))
    intact = store.path.read_bytes()
    places = [place for place in range(len(intact)) if intact.startswith(b"FLIPPED-HERE", place)]
    assert len(places) == 2, "once in the log and once in its table"
    for place in places:
        store.path.write_bytes(intact[:place] + b"f" + intact[place + 1 :])
        reopened = Store(store.path, now=NOW)
        try:
            assert reopened.problems()
        finally:
            reopened.close()
    store.path.write_bytes(intact)
    assert store.problems() == []


@pytest.mark.parametrize(
    "changed",
    [
        "sites = '[1]'",
        "sites = '[\"arch]'",
        "note = CAST(x'ff' AS TEXT)",
        "start_utc = '2026-03-3Q_02:10:00Z'",
    ],
)
def test_a_row_that_cannot_be_read_means_a_damaged_diary_and_not_a_mistake_in_typing(
    store: Store, changed: str
) -> None:
    add(store, full_episode())
    by_hand(store, f"UPDATE episode SET {changed}")
    with pytest.raises(DiaryError, match="is damaged") as caught:
        store.entries()
    assert not isinstance(caught.value, UsageError)
    assert "Krampf" not in str(caught.value)


def test_a_body_that_cannot_be_read_means_a_damaged_diary(store: Store) -> None:
    (entry,) = add(store, episode())
    by_hand(store, "DROP TRIGGER revision_is_never_changed")
    by_hand(store, "UPDATE revision SET body = '{\"at\":}'")
    with pytest.raises(DiaryError, match="is damaged"):
        store.history(entry.uid)
    with pytest.raises(DiaryError, match="is damaged"):
        store.undo()


def test_a_record_that_is_gone_as_soon_as_it_was_written_means_a_damaged_diary(store: Store) -> None:
    add(store, episode())
    by_hand(
        store, "CREATE TRIGGER gone AFTER INSERT ON record BEGIN DELETE FROM record WHERE id = new.id; END"
    )
    before = store.counts()
    with pytest.raises(DiaryError, match="is damaged"):
        add(store, episode())
    assert store.counts() == before


# What others can do with the file


def test_the_views_answer_through_a_plain_connection(store: Store) -> None:
    (entry,) = add(store, full_episode())
    add(
        store,
        episode("2026-03-30T03:00", severity=4, duration_s=90),
        exposure(amount="10 min"),
        check_in("2026-03-25"),
    )
    with closing(sqlite3.connect(store.path)) as plain:
        plain.execute("PRAGMA trusted_schema = OFF")

        def ask(question: str) -> list[Any]:
            return plain.execute(question).fetchall()

        assert ask("SELECT * FROM episode_site ORDER BY site") == [
            (entry.number, "2026-03-30", "arch", "left"),
            (entry.number, "2026-03-30", "toes", "left"),
        ]
        assert ask("SELECT sensation FROM episode_sensation ORDER BY 1") == [("burning",), ("tightening",)]
        assert ask("SELECT trigger FROM episode_trigger ORDER BY 1") == [("cold-feet",), ("long-standing",)]
        assert ask("SELECT remedy, relief, after_s FROM episode_tried ORDER BY 1 DESC") == [
            ("stretching", "helped", 120),
            ("heat", None, None),
        ]
        assert ask("SELECT started, minutes FROM episode_local ORDER BY 1") == [
            ("2026-03-30 03:00:00", 1.5),
            ("2026-03-31 03:10:00", 3.0),
        ]
        assert ask("SELECT at, word, amount FROM exposure_local") == [
            ("2026-03-30 22:00:00", "stretching", "10 min")
        ]
        assert ask("SELECT night, episodes, worst, said_clear FROM spoken_night ORDER BY 1") == [
            ("2026-03-25", 0, None, 1),
            ("2026-03-29", 1, 4, None),
            ("2026-03-30", 1, 7, None),
        ]


def test_the_tables_take_no_value_that_a_record_would_not(store: Store) -> None:
    add(store, episode())
    for changed in ("severity = 11", "severity = 'a lot'", "side = 'up'", "woke = 2", "sites = 'arch'"):
        with pytest.raises(sqlite3.IntegrityError):
            by_hand(store, f"UPDATE episode SET {changed}")


def test_what_is_remembered_is_no_entry_and_no_command(store: Store) -> None:
    assert store.local("backup_day") is None
    store.remember("backup_day", "2026-03-30")
    store.remember("backup_day", "2026-03-31")
    assert store.local("backup_day") == "2026-03-31"
    assert store.undo() == []
    assert store.counts()["revision"] == 0
    assert not store.wrote


# The file itself


def test_a_store_creates_nothing_unless_told_to(diary_path: Path) -> None:
    with pytest.raises(DiaryError, match="There is no diary"):
        Store(diary_path, now=NOW)
    assert not diary_path.exists()


def test_a_store_that_creates_leaves_an_existing_diary_as_it_is(store: Store) -> None:
    (entry,) = add(store, episode())
    again = Store(store.path, now=NOW, create=True)
    try:
        assert again.entries() == [entry]
    finally:
        again.close()


def test_reading_changes_nothing_in_the_file(store: Store) -> None:
    add(store, full_episode(), exposure(), word())
    before, modified = store.path.read_bytes(), store.path.stat().st_mtime_ns
    reader = Store(store.path, now=NOW)
    try:
        reader.entries()
        reach.entry(reader, "last")
        reader.words()
        reader.history(reach.entry(reader, "1").uid)
        reader.counts()
        reader.local("backup_day")
        reader.problems()
        list(reader.revisions())
    finally:
        reader.close()
    assert store.path.read_bytes() == before
    assert store.path.stat().st_mtime_ns == modified
    assert not reader.wrote


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_file_that_goes_away_while_it_is_open_is_not_written_into_the_void(
    store: Store, tmp_path: Path, how: str
) -> None:
    add(store, episode())
    kept = store.path.read_bytes()
    store.path.rename(tmp_path / "elsewhere.db")
    if how == "replaced":
        store.path.write_bytes(kept)
    with pytest.raises(BusyError, match="replaced meanwhile"):
        add(store, exposure())
    if how == "replaced":
        assert store.path.read_bytes() == kept
    else:
        assert not store.path.exists()


def test_a_file_that_is_replaced_within_a_command_is_told(store: Store, tmp_path: Path) -> None:
    add(store, episode())
    kept = store.path.read_bytes()

    def replace_halfway() -> None:
        with store.change("log") as change:
            change.add(exposure())
            store.path.rename(tmp_path / "elsewhere.db")
            store.path.write_bytes(kept)

    with pytest.raises(BusyError, match="The diary file was replaced meanwhile"):
        replace_halfway()
    assert store.path.read_bytes() == kept


def test_a_file_that_goes_away_before_the_first_write_is_told_too(store: Store, tmp_path: Path) -> None:
    store.path.rename(tmp_path / "elsewhere.db")
    with pytest.raises(BusyError, match="replaced meanwhile"):
        add(store, episode())
