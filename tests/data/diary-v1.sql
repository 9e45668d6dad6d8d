PRAGMA application_id = 1129467216;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crampdiary','m001_first_release','2026-11-22 07:56:42.213103+00:00');
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
;
INSERT INTO "away" VALUES(6,'019d42e8-1800-7aaf-b4ad-6d861ff6c073','019d42e8-1800-798c-9dd3-1932ae5380c4','2026-03-10','2026-03-14',NULL,'2026-03-31T08:00:00Z',60);
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
;
INSERT INTO "check_in" VALUES(4,'019d42e8-1800-7844-a540-1d7eae4d6179','019d42e8-1800-75a5-9034-82366868748f','2026-03-29',1,'slept through','2026-03-31T08:00:00Z',60);
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
;
INSERT INTO "episode" VALUES(1,'019d42e8-1800-706e-9ec9-1737541caac6','019d42e8-1800-7254-8bd1-b2583bd9633a','2026-03-31T02:10:00Z',60,NULL,'minute','2026-03-30',NULL,NULL,'[]',NULL,'[]','[]',NULL,NULL,'[]',NULL,'2026-03-31T08:00:00Z',60);
INSERT INTO "episode" VALUES(2,'019d42e8-1800-799f-8206-b40768068dfc','019d42e8-1800-7490-9688-f056a74bfa94','2026-03-28T23:50:00Z',0,'Europe/London','approx','2026-03-28',7,180,'["arch","toes"]','left','["burning"]','["cold-feet","no-idea"]','asleep',1,'[{"after_s":120,"relief":"helped","remedy":"stretching"}]','Krampf — im “linken” Fuß 🦶
Second line; with ''quotes''.','2026-03-31T08:00:00Z',60);
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
;
INSERT INTO "exposure" VALUES(3,'019d42e8-1800-7099-aff0-00166ea39a93','019d42e8-1800-7f2e-af78-46511744e539','2026-03-30T21:00:00Z',60,NULL,'day','2026-03-30','remedy','magnesium','400 mg','prevention',NULL,'2026-03-31T08:00:00Z',60);
CREATE TABLE local_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT
;
INSERT INTO "local_state" VALUES('backup_day','2026-03-31');
CREATE TABLE op (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    at_utc TEXT NOT NULL,
    command TEXT NOT NULL,
    undoes INTEGER REFERENCES op(id),
    undone_by INTEGER REFERENCES op(id)
) STRICT
;
INSERT INTO "op" VALUES(1,'019d42e8-1800-70e6-86b2-885b312f2492','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(2,'019d42e8-1800-7c3c-98d8-a2a6b9a298b5','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(3,'019d42e8-1800-77a2-9d05-467759490e37','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(4,'019d42e8-1800-78e2-ab5a-49ec0ff3bc73','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(5,'019d42e8-1800-78ae-87b2-30c78692bbf0','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(6,'019d42e8-1800-7419-95f1-df5761dca864','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(7,'019d42e8-1800-74f9-ad8b-3dc3dc847c50','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(8,'019d42e8-1800-7f7a-a713-ad19ae68bbff','2026-03-31T08:00:00Z','delete',NULL,NULL);
INSERT INTO "op" VALUES(9,'019d42e8-1800-7280-8636-eaab4d120e90','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(10,'019d42e8-1800-7dcc-9bc9-d79e4d0ecd47','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(11,'019d42e8-1800-7ee1-a972-505b867bfd76','2026-03-31T08:00:00Z','log',NULL,12);
INSERT INTO "op" VALUES(12,'019d42e8-1800-76d6-a698-cda1361c2cf9','2026-03-31T08:00:00Z','undo',11,NULL);
CREATE TABLE purged (record_uid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
;
CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL
) STRICT
;
INSERT INTO "record" VALUES(1,'019d42e8-1800-706e-9ec9-1737541caac6','episode');
INSERT INTO "record" VALUES(2,'019d42e8-1800-799f-8206-b40768068dfc','episode');
INSERT INTO "record" VALUES(3,'019d42e8-1800-7099-aff0-00166ea39a93','exposure');
INSERT INTO "record" VALUES(4,'019d42e8-1800-7844-a540-1d7eae4d6179','check_in');
INSERT INTO "record" VALUES(5,'019d42e8-1800-78d5-a05e-183553ec02b1','episode');
INSERT INTO "record" VALUES(6,'019d42e8-1800-7aaf-b4ad-6d861ff6c073','away');
INSERT INTO "record" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','word');
INSERT INTO "record" VALUES(8,'019d42e8-1800-7f31-ae96-733ef888fd59','episode');
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
;
INSERT INTO "revision" VALUES('019d42e8-1800-7254-8bd1-b2583bd9633a','019d42e8-1800-706e-9ec9-1737541caac6','episode','2026-03-31T08:00:00.000Z+00000000',1,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','cf89bd74a2442fe86c3ab9c6c7f79611379288ce58eda897f6a084ae1745addc');
INSERT INTO "revision" VALUES('019d42e8-1800-7490-9688-f056a74bfa94','019d42e8-1800-799f-8206-b40768068dfc','episode','2026-03-31T08:00:00.000Z+00000001',2,'[]',0,'{"at":"2026-03-28T23:50:00+00:00","duration_s":180,"logged_at":"2026-03-31T09:00:00+01:00","note":"Krampf — im “linken” Fuß 🦶\nSecond line; with ''quotes''.","onset":"asleep","precision":"approx","sensations":["burning"],"severity":7,"side":"left","sites":["arch","toes"],"tried":[{"after_s":120,"relief":"helped","remedy":"stretching"}],"triggers":["cold-feet","no-idea"],"woke":true,"zone":"Europe/London"}','188071e0690738c8ee518f912d1b56ee852bd29947084e955cd8f72f935dd4e3');
INSERT INTO "revision" VALUES('019d42e8-1800-7846-9f5f-18508e027645','019d42e8-1800-7099-aff0-00166ea39a93','exposure','2026-03-31T08:00:00.000Z+00000002',3,'[]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','6a5337bc8c1eb3aeec5d97b4f127949f15e2ebf940d86aee78331c9f9a21a95c');
INSERT INTO "revision" VALUES('019d42e8-1800-7504-9446-d606bae21914','019d42e8-1800-7099-aff0-00166ea39a93','exposure','2026-03-31T08:00:00.000Z+00000003',4,'["019d42e8-1800-7846-9f5f-18508e027645"]',0,'{"amount":"1 g","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','3199a7b2625ea76ce478d862cf194e893c1191e8073c9880500990c25dbcfc4f');
INSERT INTO "revision" VALUES('019d42e8-1800-7f2e-af78-46511744e539','019d42e8-1800-7099-aff0-00166ea39a93','exposure','2026-03-31T08:00:00.000Z+00000004',5,'["019d42e8-1800-7504-9446-d606bae21914"]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','d0b1da32d5cbdf6ee3af6be9d8b026db9697f546ffd002c221142618c77e6c38');
INSERT INTO "revision" VALUES('019d42e8-1800-75a5-9034-82366868748f','019d42e8-1800-7844-a540-1d7eae4d6179','check_in','2026-03-31T08:00:00.000Z+00000005',6,'[]',0,'{"clear":true,"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-29","note":"slept through"}','9836765d05f6246c03441d35fa0b093e744e8e3f295a1c7aceac925846e9b355');
INSERT INTO "revision" VALUES('019d42e8-1800-7783-bd28-e83d08d4c547','019d42e8-1800-78d5-a05e-183553ec02b1','episode','2026-03-31T08:00:00.000Z+00000006',7,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','4a97af89327af792c9c42b37d4510d546992c665d5b9a92a99ded533d36a1aba');
INSERT INTO "revision" VALUES('019d42e8-1800-7d49-9b97-e8ad2b6629b5','019d42e8-1800-78d5-a05e-183553ec02b1','episode','2026-03-31T08:00:00.000Z+00000007',8,'["019d42e8-1800-7783-bd28-e83d08d4c547"]',1,NULL,'a2e371bc4f1e1173af9b3e0b2592c46857b5683fae0f121675b80a45bc221848');
INSERT INTO "revision" VALUES('019d42e8-1800-798c-9dd3-1932ae5380c4','019d42e8-1800-7aaf-b4ad-6d861ff6c073','away','2026-03-31T08:00:00.000Z+00000008',9,'[]',0,'{"first_night":"2026-03-10","last_night":"2026-03-14","logged_at":"2026-03-31T09:00:00+01:00"}','cf9efa201cb886368dc3ce45a89dfbcbe62014b80ffccb92b306735dcbf91d41');
INSERT INTO "revision" VALUES('019d42e8-1800-720a-a80b-0a6133c7975a','7b33f938-ca52-867c-ace4-c489ffe6195b','word','2026-03-31T08:00:00.000Z+00000009',10,'[]',0,'{"hidden":true,"label":"Brine","role":"remedy","slug":"brine","synonyms":["lake"]}','28b3e42a8765b9ab10240e7f434acb303809048368fa09cfde81281e718b0fb1');
INSERT INTO "revision" VALUES('019d42e8-1800-7e3b-a09f-2712dfa2e25c','019d42e8-1800-7f31-ae96-733ef888fd59','episode','2026-03-31T08:00:00.000Z+0000000a',11,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','e7ec50dc93767cda6070bb6a084da50a80c588d3ad72e26dc8ba88fe9a68c99e');
INSERT INTO "revision" VALUES('019d42e8-1800-7698-a9df-49e46476c683','019d42e8-1800-7f31-ae96-733ef888fd59','episode','2026-03-31T08:00:00.000Z+0000000b',12,'["019d42e8-1800-7e3b-a09f-2712dfa2e25c"]',1,NULL,'0bc7119bd36cde7d84ba4387e75cd3272c041b04d9b1799538141fba2a663350');
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
;
INSERT INTO "word" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','019d42e8-1800-720a-a80b-0a6133c7975a','remedy','brine','Brine','["lake"]',1,NULL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX revision_by_record ON revision(record_uid, stamp, uid)
;
CREATE INDEX revision_by_stamp ON revision(stamp, uid)
;
CREATE INDEX revision_by_op ON revision(op_id, record_uid)
;
CREATE TRIGGER revision_is_never_changed BEFORE UPDATE ON revision
BEGIN SELECT raise(ABORT, 'revisions are never changed'); END;
CREATE TRIGGER revision_is_only_purged BEFORE DELETE ON revision
WHEN OLD.record_uid NOT IN (SELECT record_uid FROM purged)
BEGIN SELECT raise(ABORT, 'revisions are never deleted, save by a purge'); END;
CREATE TRIGGER revision_stays_purged BEFORE INSERT ON revision
WHEN NEW.record_uid IN (SELECT record_uid FROM purged)
BEGIN SELECT raise(ABORT, 'this record was purged'); END;
CREATE TRIGGER revision_is_never_replaced BEFORE INSERT ON revision
WHEN EXISTS (SELECT 1 FROM revision WHERE uid = NEW.uid)
BEGIN SELECT raise(IGNORE); END;
CREATE INDEX episode_by_night ON episode(night)
;
CREATE INDEX exposure_by_night ON exposure(night)
;
CREATE INDEX check_in_by_night ON check_in(night)
;
CREATE VIEW episode_site AS
    SELECT episode.id AS episode_id, night, value AS site, side FROM episode, json_each(sites);
CREATE VIEW episode_sensation AS
    SELECT episode.id AS episode_id, night, value AS sensation FROM episode, json_each(sensations);
CREATE VIEW episode_trigger AS
    SELECT episode.id AS episode_id, night, value AS trigger FROM episode, json_each(triggers);
CREATE VIEW episode_tried AS
    SELECT episode.id AS episode_id, night,
        (SELECT value FROM json_each(item.value) WHERE key = 'remedy') AS remedy,
        (SELECT value FROM json_each(item.value) WHERE key = 'relief') AS relief,
        (SELECT value FROM json_each(item.value) WHERE key = 'after_s') AS after_s
    FROM episode, json_each(tried) AS item;
CREATE VIEW episode_local AS
    SELECT id AS episode_id, night, datetime(start_utc, offset_min || ' minutes') AS started,
        precision, severity, duration_s / 60.0 AS minutes, side, onset, woke, note
    FROM episode;
CREATE VIEW exposure_local AS
    SELECT id AS exposure_id, night, datetime(start_utc, offset_min || ' minutes') AS at,
        precision, role, word, amount, purpose, note
    FROM exposure;
CREATE VIEW spoken_night AS
    SELECT night, count(severe) AS episodes, max(severity) AS worst, sum(duration_s) / 60.0 AS minutes,
        max(woke) AS woke, max(clear) AS said_clear
    FROM (
        SELECT night, 1 AS severe, severity, duration_s, woke, NULL AS clear FROM episode
        UNION ALL SELECT night, NULL, NULL, NULL, NULL, clear FROM check_in
    ) GROUP BY night;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('op',12);
INSERT INTO "sqlite_sequence" VALUES('record',8);
COMMIT;
