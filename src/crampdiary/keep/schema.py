"""The schema's history: append-only, one migration for each released version, in plain SQL.

Never edit a migration that was released: somebody's diary has it. Add the next one below it. The number of
migrations is the schema's version, which is written to the file's `user_version`.

What the tables are for is explained in `crampdiary.keep.store`. Lists are JSON arrays, which the views expand, so
that anyone can read the file with `sqlite3` or Datasette. No CHECK or view calls a JSON function, though a view
may read from a table-valued one: with trusted_schema off, which a file from elsewhere needs and some systems have
by default, SQLite 3.40 refuses JSON functions in a schema. REPLACE deletes without firing a trigger, so one
trigger ignores a revision that is there already.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crampdiary.keep.versions import BATCH, fold

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

MIGRATIONS: dict[str, str] = {}
"""What each migration runs, by its name: statements, with ;; between them."""

MIGRATIONS["m001_first_release"] = """
CREATE TABLE op (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    at_utc TEXT NOT NULL,
    command TEXT NOT NULL,
    undoes INTEGER REFERENCES op(id),
    undone_by INTEGER REFERENCES op(id)
) STRICT
;;
CREATE TABLE revision (
    uid TEXT PRIMARY KEY,
    record_uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    stamp TEXT NOT NULL,
    op_id INTEGER NOT NULL REFERENCES op(id),
    parents TEXT NOT NULL CHECK (parents LIKE '[%]'),
    deleted INTEGER NOT NULL CHECK (deleted = (body IS NULL)),
    body TEXT CHECK (body LIKE '{%}'),
    digest TEXT NOT NULL
) STRICT
;;
CREATE INDEX revision_by_record ON revision(record_uid, stamp, uid)
;;
CREATE INDEX revision_by_stamp ON revision(stamp, uid)
;;
CREATE INDEX revision_by_op ON revision(op_id, record_uid)
;;
CREATE TABLE purged (record_uid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
;;
CREATE TABLE local_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT
;;
CREATE TRIGGER revision_is_never_changed BEFORE UPDATE ON revision
BEGIN SELECT raise(ABORT, 'revisions are never changed'); END
;;
CREATE TRIGGER revision_is_only_purged BEFORE DELETE ON revision
WHEN OLD.record_uid NOT IN (SELECT record_uid FROM purged)
BEGIN SELECT raise(ABORT, 'revisions are never deleted, save by a purge'); END
;;
CREATE TRIGGER revision_stays_purged BEFORE INSERT ON revision
WHEN NEW.record_uid IN (SELECT record_uid FROM purged)
BEGIN SELECT raise(ABORT, 'this record was purged'); END
;;
CREATE TRIGGER revision_is_never_replaced BEFORE INSERT ON revision
WHEN EXISTS (SELECT 1 FROM revision WHERE uid = NEW.uid)
BEGIN SELECT raise(IGNORE); END
;;
CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL
) STRICT
;;
CREATE TABLE episode (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    start_utc TEXT NOT NULL CHECK (length(start_utc) = 20),
    offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),
    zone TEXT,
    precision TEXT NOT NULL CHECK (precision IN ('minute', 'day', 'approx')),
    night TEXT NOT NULL CHECK (length(night) = 10),
    severity INTEGER CHECK (severity BETWEEN 0 AND 10),
    duration_s INTEGER CHECK (duration_s >= 0),
    sites TEXT NOT NULL CHECK (sites LIKE '[%]'),
    side TEXT CHECK (side IN ('left', 'right', 'both')),
    sensations TEXT NOT NULL CHECK (sensations LIKE '[%]'),
    triggers TEXT NOT NULL CHECK (triggers LIKE '[%]'),
    onset TEXT,
    woke INTEGER CHECK (woke IN (0, 1)),
    tried TEXT NOT NULL CHECK (tried LIKE '[%]'),
    note TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
;;
CREATE INDEX episode_by_night ON episode(night)
;;
CREATE TABLE exposure (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    start_utc TEXT NOT NULL CHECK (length(start_utc) = 20),
    offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),
    zone TEXT,
    precision TEXT NOT NULL CHECK (precision IN ('minute', 'day', 'approx')),
    night TEXT NOT NULL CHECK (length(night) = 10),
    role TEXT NOT NULL CHECK (role IN ('remedy', 'trigger')),
    word TEXT NOT NULL,
    amount TEXT,
    purpose TEXT CHECK (purpose IN ('prevention', 'rescue')),
    note TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
;;
CREATE INDEX exposure_by_night ON exposure(night)
;;
CREATE TABLE check_in (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    night TEXT NOT NULL CHECK (length(night) = 10),
    clear INTEGER NOT NULL CHECK (clear IN (0, 1)),
    note TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
;;
CREATE INDEX check_in_by_night ON check_in(night)
;;
CREATE TABLE away (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    first_night TEXT NOT NULL CHECK (length(first_night) = 10),
    last_night TEXT NOT NULL CHECK (length(last_night) = 10 AND last_night >= first_night),
    note TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
;;
CREATE TABLE word (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    role TEXT NOT NULL,
    slug TEXT NOT NULL,
    label TEXT NOT NULL,
    synonyms TEXT NOT NULL CHECK (synonyms LIKE '[%]'),
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    used_when_bad INTEGER CHECK (used_when_bad IN (0, 1)),
    UNIQUE (role, slug)
) STRICT
;;
CREATE VIEW episode_site AS
    SELECT episode.id AS episode_id, night, value AS site, side FROM episode, json_each(sites)
;;
CREATE VIEW episode_sensation AS
    SELECT episode.id AS episode_id, night, value AS sensation FROM episode, json_each(sensations)
;;
CREATE VIEW episode_trigger AS
    SELECT episode.id AS episode_id, night, value AS trigger FROM episode, json_each(triggers)
;;
CREATE VIEW episode_tried AS
    SELECT episode.id AS episode_id, night,
        (SELECT value FROM json_each(item.value) WHERE key = 'remedy') AS remedy,
        (SELECT value FROM json_each(item.value) WHERE key = 'relief') AS relief,
        (SELECT value FROM json_each(item.value) WHERE key = 'after_s') AS after_s
    FROM episode, json_each(tried) AS item
;;
CREATE VIEW episode_local AS
    SELECT id AS episode_id, night, datetime(start_utc, offset_min || ' minutes') AS started,
        precision, severity, duration_s / 60.0 AS minutes, side, onset, woke, note
    FROM episode
;;
CREATE VIEW exposure_local AS
    SELECT id AS exposure_id, night, datetime(start_utc, offset_min || ' minutes') AS at,
        precision, role, word, amount, purpose, note
    FROM exposure
;;
CREATE VIEW spoken_night AS
    SELECT night, count(severe) AS episodes, max(severity) AS worst, sum(duration_s) / 60.0 AS minutes,
        max(woke) AS woke, max(clear) AS said_clear
    FROM (
        SELECT night, 1 AS severe, severity, duration_s, woke, NULL AS clear FROM episode
        UNION ALL SELECT night, NULL, NULL, NULL, NULL, clear FROM check_in
    ) GROUP BY night
"""

MIGRATIONS["m002_merged_by_field"] = """
CREATE TABLE conflict (
    record_uid TEXT PRIMARY KEY,
    fields TEXT NOT NULL CHECK (fields LIKE '[%]')
) STRICT, WITHOUT ROWID
;;
CREATE TABLE purge_heard (record_uid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
"""

MIGRATIONS["m003_aftermath_and_line_as_typed"] = """
ALTER TABLE episode ADD COLUMN sore_s INTEGER CHECK (sore_s >= 0)
;;
ALTER TABLE episode ADD COLUMN awake_s INTEGER CHECK (awake_s >= 0)
;;
ALTER TABLE episode ADD COLUMN walking TEXT CHECK (walking IN ('limped', 'could-not'))
;;
ALTER TABLE episode ADD COLUMN typed TEXT
;;
ALTER TABLE exposure ADD COLUMN typed TEXT
;;
ALTER TABLE check_in ADD COLUMN typed TEXT
;;
ALTER TABLE away ADD COLUMN typed TEXT
;;
ALTER TABLE word ADD COLUMN when_bad TEXT CHECK (when_bad IN ('more', 'less', 'neither'))
;;
ALTER TABLE word ADD COLUMN merged_into TEXT
;;
ALTER TABLE word ADD COLUMN "set" TEXT NOT NULL DEFAULT '[]' CHECK ("set" LIKE '[%]')
;;
ALTER TABLE word ADD COLUMN nature TEXT CHECK (nature IN ('quick', 'lasting', 'slow'))
;;
ALTER TABLE word ADD COLUMN prescribed INTEGER CHECK (prescribed IN (0, 1))
"""

MIGRATIONS["m004_signs_courses_and_answers"] = """
CREATE TABLE sign (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    start_utc TEXT NOT NULL CHECK (length(start_utc) = 20),
    offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),
    zone TEXT,
    precision TEXT NOT NULL CHECK (precision IN ('minute', 'day', 'approx')),
    night TEXT NOT NULL CHECK (length(night) = 10),
    sensations TEXT NOT NULL CHECK (sensations LIKE '[%]'),
    severity INTEGER CHECK (severity BETWEEN 0 AND 10),
    sites TEXT NOT NULL CHECK (sites LIKE '[%]'),
    side TEXT CHECK (side IN ('left', 'right', 'both')),
    duration_s INTEGER CHECK (duration_s >= 0),
    note TEXT,
    typed TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
;;
CREATE INDEX sign_by_night ON sign(night)
;;
CREATE TABLE course (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('remedy', 'trigger')),
    word TEXT NOT NULL,
    first_night TEXT NOT NULL CHECK (length(first_night) = 10),
    last_night TEXT CHECK (length(last_night) = 10 AND last_night >= first_night),
    skipped TEXT NOT NULL CHECK (skipped LIKE '[%]'),
    amount TEXT,
    note TEXT,
    typed TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
;;
CREATE TABLE seen (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    rule TEXT NOT NULL,
    night TEXT NOT NULL CHECK (length(night) = 10),
    note TEXT,
    typed TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
;;
CREATE VIEW sign_local AS
    SELECT id AS sign_id, night, datetime(start_utc, offset_min || ' minutes') AS at,
        precision, sensations, severity, sites, side, duration_s / 60.0 AS minutes, note
    FROM sign
"""

MIGRATIONS["m005_reports_made"] = """
CREATE TABLE report (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    night TEXT NOT NULL CHECK (length(night) = 10),
    questions TEXT NOT NULL CHECK (questions LIKE '[%]'),
    note TEXT,
    typed TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
"""

MIGRATIONS["m006_trials"] = """
CREATE TABLE trial (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    word TEXT NOT NULL,
    nature TEXT NOT NULL CHECK (nature IN ('quick', 'lasting', 'slow')),
    pairs INTEGER NOT NULL CHECK (pairs BETWEEN 0 AND 1000),
    seed TEXT NOT NULL CHECK (length(seed) = 16),
    first_night TEXT NOT NULL CHECK (length(first_night) = 10),
    last_night TEXT NOT NULL CHECK (length(last_night) = 10 AND last_night >= first_night),
    ended TEXT CHECK (ended IN ('as-planned', 'at-half-time', 'stopped')),
    ended_utc TEXT CHECK (length(ended_utc) = 20),
    ended_offset_min INTEGER CHECK (ended_offset_min BETWEEN -1440 AND 1440),
    note TEXT,
    typed TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
) STRICT
"""

VERSION = len(MIGRATIONS)
SHAPE = "d8963365a99b6b3210dddbd3f2f545b0caadbee33b8df2ca194218010043b131"
"""The digest of this version's schema, as `file.shape_of` has it: to build that, to compare it, takes 5 to 15 ms."""

_MERGED_BY_FIELD = 2


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date, inside the transaction that the caller has begun.

    The caller's `BEGIN IMMEDIATE` is what makes racing openers safe: sqlite-utils then nests as savepoints.
    """
    from sqlite_utils import Database

    if not connection.in_transaction:
        raise RuntimeError("migrate inside BEGIN IMMEDIATE, or racing openers fail")
    db = Database(connection, execute_plugins=False)
    migrations = history()
    (before,) = connection.execute("PRAGMA user_version").fetchone()
    migrations.apply(db)
    if 0 < before < _MERGED_BY_FIELD:
        _fold_what_was_edited(connection)
    connection.execute(f"PRAGMA user_version = {len(migrations.applied(db))}")


def _fold_what_was_edited(connection: sqlite3.Connection) -> None:
    """Show what was changed on two devices as it is merged now; the tables have only the newest version of it."""
    factory, connection.row_factory = connection.row_factory, sqlite3.Row
    try:
        edited = connection.execute("SELECT record_uid FROM revision GROUP BY record_uid HAVING count(*) > 1")
        uids = [row[0] for row in edited]
        for start in range(0, len(uids), BATCH):
            fold(connection, uids[start : start + BATCH])
    finally:
        connection.row_factory = factory


def history() -> Migrations:
    """Return the migrations as sqlite-utils runs them. It is loaded here, as only a new or an old diary needs it."""
    from sqlite_utils import Migrations

    migrations = Migrations("crampdiary")
    for name, statements in MIGRATIONS.items():
        migrations(name=name)(_running(statements.split(";;")))
    return migrations


def _running(statements: Sequence[str]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in statements:  # executescript takes 18 ms more, to find their ends
            db.execute(statement)

    return run
