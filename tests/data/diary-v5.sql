PRAGMA application_id = 1129467216;
PRAGMA user_version = 5;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crampdiary','m001_first_release','2026-11-26 20:52:45.515340+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'crampdiary','m002_merged_by_field','2026-11-26 20:52:45.515708+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'crampdiary','m003_aftermath_and_line_as_typed','2026-11-26 20:52:45.519155+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'crampdiary','m004_signs_courses_and_answers','2026-11-26 20:52:45.519805+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'crampdiary','m005_reports_made','2026-11-26 20:52:45.520011+00:00');
CREATE TABLE away (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    first_night TEXT NOT NULL CHECK (length(first_night) = 10),
    last_night TEXT NOT NULL CHECK (length(last_night) = 10 AND last_night >= first_night),
    note TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
, typed TEXT) STRICT
;
CREATE TABLE check_in (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    night TEXT NOT NULL CHECK (length(night) = 10),
    clear INTEGER NOT NULL CHECK (clear IN (0, 1)),
    note TEXT,
    logged_utc TEXT NOT NULL CHECK (length(logged_utc) = 20),
    logged_offset_min INTEGER NOT NULL CHECK (logged_offset_min BETWEEN -1440 AND 1440)
, typed TEXT) STRICT
;
CREATE TABLE conflict (
    record_uid TEXT PRIMARY KEY,
    fields TEXT NOT NULL CHECK (fields LIKE '[%]')
) STRICT, WITHOUT ROWID
;
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
;
INSERT INTO "course" VALUES(6,'019d42e8-1800-7b5b-80fb-0e8698478eb6','019d42e8-1800-791c-9d71-958850f6b83d','remedy','magnesium','2026-03-01',NULL,'["2026-03-04"]',NULL,NULL,NULL,'2026-03-31T08:00:00Z',60);
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
, sore_s INTEGER CHECK (sore_s >= 0), awake_s INTEGER CHECK (awake_s >= 0), walking TEXT CHECK (walking IN ('limped', 'could-not')), typed TEXT) STRICT
;
INSERT INTO "episode" VALUES(1,'019d42e8-1800-7e41-8b35-1d4b1c202de3','019d42e8-1800-7473-9ec6-e02cd5c46278','2026-03-31T02:10:00Z',60,NULL,'minute','2026-03-30',NULL,NULL,'[]',NULL,'[]','[]',NULL,NULL,'[]',NULL,'2026-03-31T08:00:00Z',60,7200,2400,'limped','calf sore 2h limped');
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
, typed TEXT) STRICT
;
INSERT INTO "exposure" VALUES(3,'019d42e8-1800-76bb-9677-aea14a614adf','019d42e8-1800-7ac4-8ac4-c454270c3216','2026-03-30T21:00:00Z',60,NULL,'day','2026-03-30','remedy','magnesium','400 mg','prevention',NULL,'2026-03-31T08:00:00Z',60,NULL);
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
INSERT INTO "op" VALUES(1,'019d42e8-1800-77fa-9f80-e2bd2b0ac43c','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(2,'019d42e8-1800-7d57-84ee-0796d02a330c','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(3,'019d42e8-1800-76d4-83dd-4274a5496c91','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(4,'019d42e8-1800-79ff-9b51-e58316ff33bb','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(5,'019d42e8-1800-75ef-9e5c-a6039946573f','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(6,'019d42e8-1800-795d-9f29-e6d671869e01','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(7,'019d42e8-1800-7216-9d13-604b0dc385f4','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(8,'019d42e8-1800-71f9-9a65-0ee8d625336f','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(9,'019d42e8-1800-7fd7-93dd-e95b52daed98','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(10,'019d42e8-1800-7aea-9aff-b1a9e48f9ee9','2026-03-31T08:00:00Z','log',NULL,11);
INSERT INTO "op" VALUES(11,'019d42e8-1800-7b25-955a-8d31f89f49f7','2026-03-31T08:00:00Z','undo',10,NULL);
CREATE TABLE purge_heard (record_uid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
;
CREATE TABLE purged (record_uid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
;
CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL
) STRICT
;
INSERT INTO "record" VALUES(1,'019d42e8-1800-7e41-8b35-1d4b1c202de3','episode');
INSERT INTO "record" VALUES(2,'019d42e8-1800-7c92-8eed-1aab0bdb1974','sign');
INSERT INTO "record" VALUES(3,'019d42e8-1800-76bb-9677-aea14a614adf','exposure');
INSERT INTO "record" VALUES(4,'019d42e8-1800-7dea-8556-8e64224f98d9','report');
INSERT INTO "record" VALUES(5,'019d42e8-1800-7565-87da-ee23f3794a5f','seen');
INSERT INTO "record" VALUES(6,'019d42e8-1800-7b5b-80fb-0e8698478eb6','course');
INSERT INTO "record" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','word');
INSERT INTO "record" VALUES(8,'019d42e8-1800-7dfc-8971-d829f301f9dc','episode');
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
;
INSERT INTO "report" VALUES(4,'019d42e8-1800-7dea-8556-8e64224f98d9','019d42e8-1800-787c-9fe5-898e7efd0250','2026-03-30','["Is it the statin?"]',NULL,NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "revision" VALUES('019d42e8-1800-7473-9ec6-e02cd5c46278','019d42e8-1800-7e41-8b35-1d4b1c202de3','episode','2026-03-31T08:00:00.000Z+00000000',1,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","awake_s":2400,"logged_at":"2026-03-31T09:00:00+01:00","precision":"minute","sore_s":7200,"typed":"calf sore 2h limped","walking":"limped"}','c97084a3edd0ef511a4cdd9c757648579fa298c3ccac00c44923cc4f62f5bf94');
INSERT INTO "revision" VALUES('019d42e8-1800-7918-90b9-24556e050893','019d42e8-1800-7c92-8eed-1aab0bdb1974','sign','2026-03-31T08:00:00.000Z+00000001',2,'[]',0,'{"at":"2026-03-28T23:50:00+00:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute","sensations":["numbness"],"severity":4,"side":"left"}','692367a9a4178e8f88687a67b336997e3c606fb00a1abceb0d72a984cc647652');
INSERT INTO "revision" VALUES('019d42e8-1800-7674-90ac-d29bbd8f0f31','019d42e8-1800-76bb-9677-aea14a614adf','exposure','2026-03-31T08:00:00.000Z+00000002',3,'[]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','5d0c817cb3899c49075bf4949b6f3e0a38590773f6f76095bdd8f0f8e39c6160');
INSERT INTO "revision" VALUES('019d42e8-1800-7f52-89dd-12c733d9123a','019d42e8-1800-76bb-9677-aea14a614adf','exposure','2026-03-31T08:00:00.000Z+00000003',4,'["019d42e8-1800-7674-90ac-d29bbd8f0f31"]',0,'{"amount":"1 g","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','a3b334c82600c1a1bc36a5fbedf86630446e17cb1702ce5650815e5ef3b47c58');
INSERT INTO "revision" VALUES('019d42e8-1800-7ac4-8ac4-c454270c3216','019d42e8-1800-76bb-9677-aea14a614adf','exposure','2026-03-31T08:00:00.000Z+00000004',5,'["019d42e8-1800-7f52-89dd-12c733d9123a"]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','e30d05437d5c743c88a2f24b675df65b8c9081f183585c41c0519b4c539e3ca9');
INSERT INTO "revision" VALUES('019d42e8-1800-787c-9fe5-898e7efd0250','019d42e8-1800-7dea-8556-8e64224f98d9','report','2026-03-31T08:00:00.000Z+00000005',6,'[]',0,'{"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-30","questions":["Is it the statin?"]}','06fd40fbbde3fad79652b5d8a24d52f567610aa6e25896d2b6515bf658be12c4');
INSERT INTO "revision" VALUES('019d42e8-1800-78eb-9fee-de2bab7a6a5e','019d42e8-1800-7565-87da-ee23f3794a5f','seen','2026-03-31T08:00:00.000Z+00000006',7,'[]',0,'{"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-20","note":"blood was taken","rule":"weak"}','71ff2bd2700938a79fdc1cf2a7cab49f3453c450fa6aa97e9c59b92aa2d3164d');
INSERT INTO "revision" VALUES('019d42e8-1800-791c-9d71-958850f6b83d','019d42e8-1800-7b5b-80fb-0e8698478eb6','course','2026-03-31T08:00:00.000Z+00000007',8,'[]',0,'{"first_night":"2026-03-01","logged_at":"2026-03-31T09:00:00+01:00","role":"remedy","skipped":["2026-03-04"],"word":"magnesium"}','2a71fb74c4a26b567535425c35a6e74824406d8c0d279449de8f754e0850ee7e');
INSERT INTO "revision" VALUES('019d42e8-1800-72df-8910-108eba33fb16','7b33f938-ca52-867c-ace4-c489ffe6195b','word','2026-03-31T08:00:00.000Z+00000008',9,'[]',0,'{"hidden":true,"label":"Brine","merged_into":"pickle-juice","role":"remedy","set":["heat","massage"],"slug":"brine","synonyms":["lake"]}','4fbf28e7c53a1d8fd4c5a798905d64124744593341cd403a4cf37596ec37bc6d');
INSERT INTO "revision" VALUES('019d42e8-1800-75d4-9410-5ec9e1ee5762','019d42e8-1800-7dfc-8971-d829f301f9dc','episode','2026-03-31T08:00:00.000Z+00000009',10,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','642026d3d3a18ef3f4bd512b39c7af7c9a6fcf3636345c5118775c893f365047');
INSERT INTO "revision" VALUES('019d42e8-1800-76e4-8dad-28a98c063105','019d42e8-1800-7dfc-8971-d829f301f9dc','episode','2026-03-31T08:00:00.000Z+0000000a',11,'["019d42e8-1800-75d4-9410-5ec9e1ee5762"]',1,NULL,'3c588e068163bc9aa4adf58d3e99eac0d9cf330c8bab9065870fbc841e6078db');
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
;
INSERT INTO "seen" VALUES(5,'019d42e8-1800-7565-87da-ee23f3794a5f','019d42e8-1800-78eb-9fee-de2bab7a6a5e','weak','2026-03-20','blood was taken',NULL,'2026-03-31T08:00:00Z',60);
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
;
INSERT INTO "sign" VALUES(2,'019d42e8-1800-7c92-8eed-1aab0bdb1974','019d42e8-1800-7918-90b9-24556e050893','2026-03-28T23:50:00Z',0,NULL,'minute','2026-03-28','["numbness"]',4,'[]','left',NULL,NULL,NULL,'2026-03-31T08:00:00Z',60);
CREATE TABLE word (
    id INTEGER PRIMARY KEY REFERENCES record(id),
    uid TEXT NOT NULL UNIQUE,
    revision TEXT NOT NULL,
    role TEXT NOT NULL,
    slug TEXT NOT NULL,
    label TEXT NOT NULL,
    synonyms TEXT NOT NULL CHECK (synonyms LIKE '[%]'),
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    used_when_bad INTEGER CHECK (used_when_bad IN (0, 1)), when_bad TEXT CHECK (when_bad IN ('more', 'less', 'neither')), merged_into TEXT, "set" TEXT NOT NULL DEFAULT '[]' CHECK ("set" LIKE '[%]'), nature TEXT CHECK (nature IN ('quick', 'lasting', 'slow')), prescribed INTEGER CHECK (prescribed IN (0, 1)),
    UNIQUE (role, slug)
) STRICT
;
INSERT INTO "word" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','019d42e8-1800-72df-8910-108eba33fb16','remedy','brine','Brine','["lake"]',1,NULL,NULL,'pickle-juice','["heat","massage"]',NULL,NULL);
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
CREATE INDEX sign_by_night ON sign(night)
;
CREATE VIEW sign_local AS
    SELECT id AS sign_id, night, datetime(start_utc, offset_min || ' minutes') AS at,
        precision, sensations, severity, sites, side, duration_s / 60.0 AS minutes, note
    FROM sign;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('op',11);
INSERT INTO "sqlite_sequence" VALUES('record',8);
COMMIT;
