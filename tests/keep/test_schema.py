"""The schema's history. The dumps in `tests/data` are of earlier schemas and never change.

`PYTHONPATH=tests python tests/keep/test_schema.py` writes one of today's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from crampdiary.diary.model import KINDS, from_fields, plain_fields
from crampdiary.errors import DiaryError
from crampdiary.keep import file as diaryfile
from crampdiary.keep import private, reach
from crampdiary.keep import schema as schema_of
from crampdiary.keep.revision import body_of, digest_of, uuid7
from crampdiary.keep.store import Store
from crampdiary.keep.versions import insert
from keep.test_file import hot_journal_of
from kit.builders import NOW, episode
from kit.running import Cramp, at_once, needs_fork

FIRST = 1  # the version of the first release
DUMPS = {each: Path(__file__).parents[1] / "data" / f"diary-v{each}.sql" for each in (1, 2, 3, 4, 5)}
DUMP = DUMPS[FIRST]

# What the first dump shows: number, kind, and what was said. Number 5 was deleted, 3 edited, and 8 taken back.
MOMENT = "2026-03-31T09:00:00+01:00"
SHOWN: dict[int, tuple[str, dict[str, Any]]] = {
    1: ("episode", {"at": "2026-03-31T03:10:00+01:00", "logged_at": MOMENT, "precision": "minute"}),
    2: (
        "episode",
        {
            "at": "2026-03-28T23:50:00+00:00",
            "logged_at": MOMENT,
            "precision": "approx",
            "zone": "Europe/London",
            "severity": 7,
            "duration_s": 180,
            "sites": ["arch", "toes"],
            "side": "left",
            "sensations": ["burning"],
            "triggers": ["cold-feet", "no-idea"],
            "onset": "asleep",
            "woke": True,
            "tried": [{"remedy": "stretching", "relief": "helped", "after_s": 120}],
            "note": "Krampf — im “linken” Fuß 🦶\nSecond line; with 'quotes'.",
        },
    ),
    3: (
        "exposure",
        {
            "at": "2026-03-30T22:00:00+01:00",
            "logged_at": MOMENT,
            "precision": "day",
            "role": "remedy",
            "word": "magnesium",
            "amount": "400 mg",
            "purpose": "prevention",
        },
    ),
    4: ("check_in", {"night": "2026-03-29", "logged_at": MOMENT, "clear": True, "note": "slept through"}),
    6: ("away", {"first_night": "2026-03-10", "last_night": "2026-03-14", "logged_at": MOMENT}),
    7: ("word", {"role": "remedy", "slug": "brine", "label": "Brine", "synonyms": ["lake"], "hidden": True}),
}


SINCE_THE_SECOND: dict[int, tuple[str, dict[str, Any]]] = {
    5: ("word", {"role": "remedy", "slug": "heat", "label": "heat", "used_when_bad": False}),
    7: (SHOWN[7][0], {**SHOWN[7][1], "used_when_bad": True}),
}
SINCE_THE_THIRD: dict[int, tuple[str, dict[str, Any]]] = {
    1: (
        "episode",
        {**SHOWN[1][1], "sore_s": 7200, "awake_s": 2400, "walking": "limped", "typed": "calf sore 2h limped"},
    ),
    5: (
        "word",
        {
            "role": "remedy", "slug": "heat", "label": "heat", "when_bad": "less", "nature": "quick",
            "prescribed": False,
        },
    ),
    7: (SHOWN[7][0], {**SHOWN[7][1], "merged_into": "pickle-juice", "set": ["heat", "massage"]}),
}  # fmt: skip
SINCE_THE_FOURTH: dict[int, tuple[str, dict[str, Any]]] = {
    **SINCE_THE_THIRD,
    2: (
        "sign",
        {
            "at": "2026-03-28T23:50:00+00:00", "logged_at": MOMENT, "sensations": ["numbness"], "severity": 4,
            "side": "left",
        },
    ),
    5: ("seen", {"rule": "weak", "night": "2026-03-20", "logged_at": MOMENT, "note": "blood was taken"}),
    6: (
        "course",
        {
            "role": "remedy", "word": "magnesium", "first_night": "2026-03-01", "skipped": ["2026-03-04"],
            "logged_at": MOMENT,
        },
    ),
}  # fmt: skip
SINCE_THE_FIFTH: dict[int, tuple[str, dict[str, Any]]] = {
    4: ("report", {"night": "2026-03-30", "questions": ["Is it the statin?"], "logged_at": MOMENT}),
}
SHOWN_IN = {
    1: SHOWN,
    2: SHOWN | SINCE_THE_SECOND,
    3: SHOWN | SINCE_THE_THIRD,
    4: SHOWN | SINCE_THE_FOURTH,
    5: SHOWN | SINCE_THE_FOURTH | SINCE_THE_FIFTH,
}
"""What the dump of each schema shows. In those since the second, number 5 is there too."""


def make_dump() -> str:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.db"
        with closing(Store(path, now=NOW, create=True)) as store:
            for number in range(1, 9):
                kind, values = SHOWN_IN[max(SHOWN_IN)].get(number, SHOWN[1])
                with store.change("log") as change:
                    entry = change.add(from_fields(kind, values))
                if number == 3:
                    with store.change("edit") as change:
                        entry = change.replace(entry, from_fields(kind, {**values, "amount": "1 g"}))
                    with store.change("edit") as change:
                        change.replace(entry, from_fields(kind, values))
            store.undo()
            store.remember("backup_day", "2026-03-31")
        with closing(sqlite3.connect(path)) as connection:
            head = [f"PRAGMA {name} = {ask(connection, f'PRAGMA {name}')[0][0]};" for name in _IN_THE_HEADER]
            return "\n".join([*head, *connection.iterdump()]) + "\n"


_IN_THE_HEADER = ("application_id", "user_version")


every_version = pytest.mark.parametrize("version", DUMPS)


def ask(connection: sqlite3.Connection, question: str) -> list[Any]:
    return connection.execute(question).fetchall()


@pytest.fixture
def old_diary(diary_path: Path) -> Path:
    """A diary as the first release left it."""
    return left_by(FIRST, diary_path)


def left_by(version: int, path: Path) -> Path:
    """Make a diary as a program with an earlier schema left it."""
    private.create_private(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DUMPS[version].read_text(encoding="utf-8"))
    return path


def all_of(history: Migrations) -> list[Any]:
    """Return all migrations: those that are pending in an empty file."""
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        return list(history.pending(empty))


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> Migrations:
    """A made-up next release: tables for another thing, and one that others refer to built anew."""
    statements = (
        "CREATE TABLE mood (id INTEGER PRIMARY KEY REFERENCES record(id), mood TEXT) STRICT",
        "CREATE TABLE ran (how_often INTEGER) STRICT",
        "INSERT INTO ran VALUES (1)",
        # The way that once deleted every row of the tables that refer to this one.
        "CREATE TABLE record_anew (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, "
        "kind TEXT NOT NULL) STRICT",
        "INSERT INTO record_anew SELECT id, uid, kind FROM record",
        "DROP TABLE record",
        "ALTER TABLE record_anew RENAME TO record",
    )
    monkeypatch.setitem(schema_of.MIGRATIONS, "m999_made_up", ";;".join(statements))
    made_up = schema_of.history()
    monkeypatch.setattr(schema_of, "history", lambda: made_up)
    for module in (schema_of, diaryfile):
        monkeypatch.setattr(module, "VERSION", len(all_of(made_up)))
    return made_up


def schema(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = ask(connection, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in rows}


TABLES = ("op", "revision", "purged", "record", "local_state", *KINDS)


@cache
def first_columns() -> dict[str, str]:
    """Return the columns of each table that the first release had."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
        return {
            table: ", ".join(columns)
            for table in TABLES
            if (columns := [row[1] for row in ask(connection, f"PRAGMA table_info({table})")])
        }


def rows(path: Path) -> dict[str, list[Any]]:
    """Return what every row of every table that holds what a person said had in the first release."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: ask(connection, f"SELECT {columns} FROM {table} ORDER BY 1")
            for table, columns in first_columns().items()
        }


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Store]:
    with closing(Store(path, now=NOW)) as store:
        yield store


def test_a_new_diary_says_what_it_is(diary_path: Path) -> None:
    Store(diary_path, now=NOW, create=True).close()
    with closing(sqlite3.connect(diary_path)) as connection:
        assert ask(connection, "PRAGMA application_id") == [(0x43524D50,)]
        assert ask(connection, "PRAGMA user_version") == [(schema_of.VERSION,)]
        assert ask(connection, "PRAGMA encoding") == [("UTF-8",)]
        tables = ask(connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        shape = diaryfile.shape_of(ask(connection, "SELECT type, name, sql FROM sqlite_schema"))
    assert shape == schema_of.SHAPE, "every start of the program is slower until this stands there"
    ours = {name: sql for name, sql in tables if not name.startswith(("sqlite_", "_sqlite"))}
    assert "revision" in ours
    assert not [name for name, sql in ours.items() if "STRICT" not in sql]


@every_version
def test_an_old_diary_shows_what_it_showed(version: int, diary_path: Path) -> None:
    with opened(left_by(version, diary_path)) as store:
        shown = {entry.number: entry for entry in (*store.entries(), *store.words())}
        assert {
            number: (entry.record.kind, plain_fields(entry.record)) for number, entry in shown.items()
        } == {
            number: (kind, plain_fields(from_fields(kind, values)))
            for number, (kind, values) in SHOWN_IN[version].items()
        }
        assert store.problems() == []
        assert len(store.history(shown[3].uid)) == 3
        assert store.local("backup_day") == "2026-03-31"
        assert store.redo()
        assert reach.entry(store, "8").record == from_fields(*SHOWN[1]), "a cramp of which nothing is known"
        with store.change("log") as change:
            assert change.add(episode()).number == 9
        assert store.problems() == []


@every_version
def test_an_old_diary_ends_with_the_schema_of_a_new_one(
    version: int, diary_path: Path, tmp_path: Path
) -> None:
    old_diary = left_by(version, diary_path)
    opened_once = Store(old_diary, now=NOW)
    opened_once.close()
    Store(tmp_path / "new.db", now=NOW, create=True).close()
    assert schema(old_diary) == schema(tmp_path / "new.db")


def test_what_was_answered_in_an_old_diary_is_the_answer(diary_path: Path) -> None:
    with opened(left_by(2, diary_path)) as store:
        answers = {word.record.slug: word.record.answer_when_bad for word in store.words()}
    assert answers == {"heat": "neither", "brine": "more"}


@every_version
def test_every_schema_before_this_one_has_its_dump(version: int) -> None:
    assert set(DUMPS) == set(range(1, schema_of.VERSION))
    assert f"PRAGMA user_version = {version};" in DUMPS[version].read_text(encoding="utf-8")


# The machinery, proven by a made-up next release


def test_an_old_diary_is_brought_up_to_date_with_all_that_is_in_it(
    old_diary: Path, next_release: Migrations
) -> None:
    before, bytes_before = rows(old_diary), old_diary.read_bytes()
    with opened(old_diary) as store:
        assert store.problems() == []
        assert store.connection.execute("PRAGMA user_version").fetchone()[0] == schema_of.VERSION
        assert store.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert rows(old_diary) == before
    assert "mood" in schema(old_diary)
    (backup,) = private.backup_folder(old_diary).iterdir()
    assert rows(backup) == before
    assert backup.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    with closing(sqlite3.connect(backup)) as connection:
        assert ask(connection, "PRAGMA user_version") == [(FIRST,)]
    assert old_diary.read_bytes() != bytes_before
    with opened(old_diary) as store:
        assert len(list(private.backup_folder(old_diary).iterdir())) == 1, "once is enough"


@pytest.mark.parametrize(
    "fault", [ValueError("of this test"), sqlite3.OperationalError("of this test"), "NOT EVEN SQL"]
)
def test_a_migration_that_fails_leaves_the_diary_as_it_was(
    cramp: Cramp, old_diary: Path, next_release: Migrations, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    before = old_diary.read_bytes()

    @next_release()
    def m999_fails(db: Database) -> None:
        db.execute("CREATE TABLE half (done INTEGER)")
        db.execute("DELETE FROM local_state")
        if isinstance(fault, str):
            db.execute(fault)
        raise fault

    monkeypatch.setattr(diaryfile, "VERSION", schema_of.VERSION + 1)
    for command in (("log", "5"), ("list",)):
        ran = cramp("--diary", old_diary, *command)
        assert (ran.exit_code, ran.out) == (3, "")
        assert "could not be brought up to date" in ran.err
        assert "so it was left as it was" in ran.err
        assert str(private.backup_folder(old_diary)) in ran.err
        assert ran.err.count("\n") == 1
        assert old_diary.read_bytes() == before
        assert not Path(f"{old_diary}-journal").exists()
    monkeypatch.undo()
    with opened(old_diary) as store:
        assert store.problems() == []


def test_without_a_copy_of_it_an_old_diary_is_not_touched(old_diary: Path, next_release: Migrations) -> None:
    before = old_diary.read_bytes()
    private.backup_folder(old_diary).write_text("in the way")
    with pytest.raises(DiaryError, match=r"was not brought up to date: the backup folder .* is a file"):
        Store(old_diary, now=NOW)
    assert old_diary.read_bytes() == before


def test_migrating_outside_a_transaction_is_refused(diary_path: Path) -> None:
    with (
        closing(sqlite3.connect(diary_path)) as connection,
        pytest.raises(RuntimeError, match="BEGIN IMMEDIATE"),
    ):
        schema_of.bring_up_to_date(connection)


@pytest.mark.skipif(os.name != "posix", reason="the journal is kept by a hard link to an open file")
def test_a_process_that_died_in_its_migration_leaves_an_old_diary_that_is_then_migrated(
    old_diary: Path, next_release: Migrations
) -> None:
    before = rows(old_diary)

    def migrate(connection: sqlite3.Connection) -> None:
        schema_of.bring_up_to_date(connection)

    hot_journal_of(old_diary, migrate)
    header = old_diary.read_bytes()[60:64]
    assert int.from_bytes(header, "big") == schema_of.VERSION, "by its header it seems to be done"
    with opened(old_diary) as store:
        assert store.problems() == []
    assert "mood" in schema(old_diary)
    assert rows(old_diary) == before


def test_a_diary_that_a_newer_cramp_migrated_meanwhile_is_refused(
    old_diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = diaryfile.inspect

    def overtaken(path: Path) -> int:
        version = look(path)
        with closing(sqlite3.connect(path)) as newer:
            newer.execute("PRAGMA user_version = 99")
        return version

    monkeypatch.setattr(diaryfile, "inspect", overtaken)
    with pytest.raises(DiaryError, match="made by a newer cramp"):
        Store(old_diary, now=NOW)


def open_at_once(path: Path) -> None:
    def look() -> tuple[int, list[str]]:
        with opened(path) as store:
            return len(store.entries()), store.problems()

    assert at_once(*[look] * 4) == [(5, [])] * 4
    with closing(sqlite3.connect(path)) as connection:
        assert ask(connection, "SELECT * FROM ran") == [(1,)]
    assert len(list(private.backup_folder(path).glob("*.db"))) == 1


@needs_fork
def test_of_four_processes_that_open_an_old_diary_at_once_one_migrates_it(
    old_diary: Path, next_release: Migrations
) -> None:
    open_at_once(old_diary)


@needs_fork
@pytest.mark.slow
def test_of_many_processes_that_open_old_diaries_at_once_one_migrates_each(
    tmp_path: Path, next_release: Migrations
) -> None:
    for attempt in range(60):
        path = tmp_path / str(attempt) / "diary.db"
        path.parent.mkdir()
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(DUMP.read_text(encoding="utf-8"))
        open_at_once(path)


def kill_while_migrating(path: Path, attempts: int) -> int:
    """Kill a process while it migrates, that often; return how often it had not come to its end."""
    dump = DUMP.read_text(encoding="utf-8")
    cut_short = 0
    for attempt in range(attempts):
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(dump)
        before = rows(path)
        child = os.fork()
        if child == 0:
            try:
                diaryfile.open_diary(path).close()
            finally:
                os._exit(0)
        time.sleep(0.012 * attempt / attempts)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        cut_short += os.WIFSIGNALED(status)
        with closing(sqlite3.connect(path)) as connection:
            version = ask(connection, "PRAGMA user_version")[0][0]
            assert ask(connection, "PRAGMA integrity_check") == [("ok",)]
        assert ("mood" in schema(path)) == (version == schema_of.VERSION)
        assert version in (FIRST, schema_of.VERSION)
        assert rows(path) == before
        with opened(path) as store:
            assert store.problems() == []
    return cut_short


@pytest.mark.slow
@needs_fork
def test_a_process_killed_while_it_migrates_leaves_the_old_or_the_new(
    diary_path: Path, next_release: Migrations
) -> None:
    assert kill_while_migrating(diary_path, 10) > 0


@pytest.mark.slow
@needs_fork
def test_processes_killed_while_they_migrate_leave_the_old_or_the_new(
    diary_path: Path, next_release: Migrations
) -> None:
    assert kill_while_migrating(diary_path, 100) > 20


def at_the_first_schema(path: Path) -> None:
    """Put into a diary's place one of the first release that has the same rows."""
    written = rows(path)
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
        ((trigger,),) = ask(
            connection, "SELECT sql FROM sqlite_schema WHERE name = 'revision_is_only_purged'"
        )
        connection.execute("DROP TRIGGER revision_is_only_purged")
        tables = list(first_columns())
        for table in reversed(tables):
            connection.execute(f"DELETE FROM {table}")
        for table in tables:
            marks = ", ".join("?" * len(first_columns()[table].split(", ")))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", written[table])
        connection.execute(trigger)
        connection.commit()


def test_what_two_devices_changed_before_the_second_schema_is_merged_by_field_in_it(diary_path: Path) -> None:
    """The first release showed the newest version whole."""
    with closing(Store(diary_path, now=NOW, create=True)) as store, store.change("log") as change:
        entry = change.add(episode(severity=7))
        edits = (episode(severity=7, note="from the other device"), episode(severity=2))
        for number, record in enumerate(edits, 1):
            version = {
                "uid": uuid7(NOW),
                "record_uid": entry.uid,
                "kind": "episode",
                "stamp": f"2026-04-0{number}T00:00:00.000Z+00000000",
                "op_id": change.op,
                "parents": f'["{entry.revision}"]',
                "deleted": 0,
                "body": body_of(record),
            }
            insert(change.connection, "revision", [{**version, "digest": digest_of(version)}])
    at_the_first_schema(diary_path)
    with opened(diary_path) as store:
        assert [each.record for each in store.entries()] == [
            episode(severity=2, note="from the other device")
        ]
        assert store.problems() == []


if __name__ == "__main__":
    (DUMP.parent / f"diary-v{schema_of.VERSION}.sql").write_text(make_dump(), encoding="utf-8")
