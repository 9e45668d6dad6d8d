PRAGMA application_id = 1129467216;
PRAGMA user_version = 4;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crampdiary','m001_first_release','2026-11-26 19:49:26.752233+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'crampdiary','m002_merged_by_field','2026-11-26 19:49:26.752482+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'crampdiary','m003_aftermath_and_line_as_typed','2026-11-26 19:49:26.755961+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'crampdiary','m004_signs_courses_and_answers','2026-11-26 19:49:26.756433+00:00');
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
INSERT INTO "check_in" VALUES(4,'019d42e8-1800-74ab-8cce-4e0794707aa9','019d42e8-1800-7ff6-808f-c40e30747efd','2026-03-29',1,'slept through','2026-03-31T08:00:00Z',60,NULL);
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
INSERT INTO "course" VALUES(6,'019d42e8-1800-77f5-986f-703423fd49d5','019d42e8-1800-722d-9fef-cdae1d838c59','remedy','magnesium','2026-03-01',NULL,'["2026-03-04"]',NULL,NULL,NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "episode" VALUES(1,'019d42e8-1800-7cb8-9471-622d289fa0c4','019d42e8-1800-758c-898a-2e7b47beaa97','2026-03-31T02:10:00Z',60,NULL,'minute','2026-03-30',NULL,NULL,'[]',NULL,'[]','[]',NULL,NULL,'[]',NULL,'2026-03-31T08:00:00Z',60,7200,2400,'limped','calf sore 2h limped');
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
INSERT INTO "exposure" VALUES(3,'019d42e8-1800-7dc2-8a66-90a30346d70b','019d42e8-1800-71e9-9fec-198c9f47c9ce','2026-03-30T21:00:00Z',60,NULL,'day','2026-03-30','remedy','magnesium','400 mg','prevention',NULL,'2026-03-31T08:00:00Z',60,NULL);
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
INSERT INTO "op" VALUES(1,'019d42e8-1800-7b2c-8d7f-270d6a1b1d44','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(2,'019d42e8-1800-7a52-83f4-b51857ee3fda','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(3,'019d42e8-1800-73d2-8003-4afc5dffbc5d','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(4,'019d42e8-1800-7b5e-8698-c0626b402e29','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(5,'019d42e8-1800-7633-8780-886fb8b17d26','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(6,'019d42e8-1800-7b14-855c-cfe2c4f94de0','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(7,'019d42e8-1800-754f-9937-6435d66d4e63','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(8,'019d42e8-1800-7849-81c4-531cedf1ecd8','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(9,'019d42e8-1800-7ba0-80c4-5209acc08a4a','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(10,'019d42e8-1800-7180-968f-acb76fb0eff6','2026-03-31T08:00:00Z','log',NULL,11);
INSERT INTO "op" VALUES(11,'019d42e8-1800-786b-9531-2e369b3628fa','2026-03-31T08:00:00Z','undo',10,NULL);
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
INSERT INTO "record" VALUES(1,'019d42e8-1800-7cb8-9471-622d289fa0c4','episode');
INSERT INTO "record" VALUES(2,'019d42e8-1800-762a-9b75-c3e2888bc63b','sign');
INSERT INTO "record" VALUES(3,'019d42e8-1800-7dc2-8a66-90a30346d70b','exposure');
INSERT INTO "record" VALUES(4,'019d42e8-1800-74ab-8cce-4e0794707aa9','check_in');
INSERT INTO "record" VALUES(5,'019d42e8-1800-7e29-97cc-90b7368e2a60','seen');
INSERT INTO "record" VALUES(6,'019d42e8-1800-77f5-986f-703423fd49d5','course');
INSERT INTO "record" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','word');
INSERT INTO "record" VALUES(8,'019d42e8-1800-74e2-99ec-84e68482e4f3','episode');
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
INSERT INTO "revision" VALUES('019d42e8-1800-758c-898a-2e7b47beaa97','019d42e8-1800-7cb8-9471-622d289fa0c4','episode','2026-03-31T08:00:00.000Z+00000000',1,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","awake_s":2400,"logged_at":"2026-03-31T09:00:00+01:00","precision":"minute","sore_s":7200,"typed":"calf sore 2h limped","walking":"limped"}','e8b49888eee8f1416a23a78a00c8f3c49712072b3e761d423ec64f1820a39baf');
INSERT INTO "revision" VALUES('019d42e8-1800-79b8-9fdf-52d0a07c7c95','019d42e8-1800-762a-9b75-c3e2888bc63b','sign','2026-03-31T08:00:00.000Z+00000001',2,'[]',0,'{"at":"2026-03-28T23:50:00+00:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute","sensations":["numbness"],"severity":4,"side":"left"}','3102a6bb8f85cb1602ece46db6f0dec460036553eda17ccfd41c8d34defd2823');
INSERT INTO "revision" VALUES('019d42e8-1800-7ae7-8f8b-e8a509d40f63','019d42e8-1800-7dc2-8a66-90a30346d70b','exposure','2026-03-31T08:00:00.000Z+00000002',3,'[]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','3cd4e66ab621be2301bb76596f295df07372e5d895df37c2573177aa7561f26e');
INSERT INTO "revision" VALUES('019d42e8-1800-74cd-80ca-c35888dc554e','019d42e8-1800-7dc2-8a66-90a30346d70b','exposure','2026-03-31T08:00:00.000Z+00000003',4,'["019d42e8-1800-7ae7-8f8b-e8a509d40f63"]',0,'{"amount":"1 g","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','5db3269400ea541fbd6d8a8fab3f6fb341f5c129d8692d4bba30d6340f499bcb');
INSERT INTO "revision" VALUES('019d42e8-1800-71e9-9fec-198c9f47c9ce','019d42e8-1800-7dc2-8a66-90a30346d70b','exposure','2026-03-31T08:00:00.000Z+00000004',5,'["019d42e8-1800-74cd-80ca-c35888dc554e"]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','1442344d860053b96c4ed30d5a7178c59121725832bc4968556d6e6c0277fcd3');
INSERT INTO "revision" VALUES('019d42e8-1800-7ff6-808f-c40e30747efd','019d42e8-1800-74ab-8cce-4e0794707aa9','check_in','2026-03-31T08:00:00.000Z+00000005',6,'[]',0,'{"clear":true,"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-29","note":"slept through"}','1d3b76361fda1b9095e57db18995906e070038dbd3b9c23afd623e9cb2b9ed1e');
INSERT INTO "revision" VALUES('019d42e8-1800-7099-9830-1e987e59a206','019d42e8-1800-7e29-97cc-90b7368e2a60','seen','2026-03-31T08:00:00.000Z+00000006',7,'[]',0,'{"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-20","note":"blood was taken","rule":"weak"}','f0b271e968d9ea0db9a5e0668673e29b02e3e836c646a7024164d08996eaef3b');
INSERT INTO "revision" VALUES('019d42e8-1800-722d-9fef-cdae1d838c59','019d42e8-1800-77f5-986f-703423fd49d5','course','2026-03-31T08:00:00.000Z+00000007',8,'[]',0,'{"first_night":"2026-03-01","logged_at":"2026-03-31T09:00:00+01:00","role":"remedy","skipped":["2026-03-04"],"word":"magnesium"}','7e03627dc57a6a67d6a10cb9c5b14d620569e990da18fdadb27d17a3803c444c');
INSERT INTO "revision" VALUES('019d42e8-1800-7d32-9316-bc2d3b20906a','7b33f938-ca52-867c-ace4-c489ffe6195b','word','2026-03-31T08:00:00.000Z+00000008',9,'[]',0,'{"hidden":true,"label":"Brine","merged_into":"pickle-juice","role":"remedy","set":["heat","massage"],"slug":"brine","synonyms":["lake"]}','998a1f10848d9de025ba7318fcad0a9e6155fcdec416fe1f8b2ae375a37bd343');
INSERT INTO "revision" VALUES('019d42e8-1800-7e36-9d04-a350ab9961cc','019d42e8-1800-74e2-99ec-84e68482e4f3','episode','2026-03-31T08:00:00.000Z+00000009',10,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','714d07093987f1291c84b3b9a79a346d3951214e845df2e0e3b7a44e2dbd7587');
INSERT INTO "revision" VALUES('019d42e8-1800-7761-92b7-30938921f0f7','019d42e8-1800-74e2-99ec-84e68482e4f3','episode','2026-03-31T08:00:00.000Z+0000000a',11,'["019d42e8-1800-7e36-9d04-a350ab9961cc"]',1,NULL,'cdd6d5a31232f148f197e895be6443edbc91cd873d7f7995f6fec3d06fa68109');
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
INSERT INTO "seen" VALUES(5,'019d42e8-1800-7e29-97cc-90b7368e2a60','019d42e8-1800-7099-9830-1e987e59a206','weak','2026-03-20','blood was taken',NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "sign" VALUES(2,'019d42e8-1800-762a-9b75-c3e2888bc63b','019d42e8-1800-79b8-9fdf-52d0a07c7c95','2026-03-28T23:50:00Z',0,NULL,'minute','2026-03-28','["numbness"]',4,'[]','left',NULL,NULL,NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "word" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','019d42e8-1800-7d32-9316-bc2d3b20906a','remedy','brine','Brine','["lake"]',1,NULL,NULL,'pickle-juice','["heat","massage"]',NULL,NULL);
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
