PRAGMA application_id = 1129467216;
PRAGMA user_version = 4;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crampdiary','m001_first_release','2026-11-26 19:59:56.627927+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'crampdiary','m002_merged_by_field','2026-11-26 19:59:56.628213+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'crampdiary','m003_aftermath_and_line_as_typed','2026-11-26 19:59:56.644341+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'crampdiary','m004_signs_courses_and_answers','2026-11-26 19:59:56.644934+00:00');
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
INSERT INTO "course" VALUES(6,'019d42e8-1800-7c5a-9ea8-ced040c0df26','019d42e8-1800-7880-9641-0a189c49a18e','remedy','magnesium','2026-03-10',NULL,'["2026-03-12"]',NULL,NULL,NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "episode" VALUES(1,'019d42e8-1800-7b18-9c66-2e4f44879ce2','019d42e8-1800-750c-89b0-90961d2780f2','2026-03-31T02:10:00Z',60,NULL,'minute','2026-03-30',NULL,NULL,'[]',NULL,'[]','[]',NULL,NULL,'[]',NULL,'2026-03-31T08:00:00Z',60,7200,2400,'limped','calf sore 2h limped');
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
INSERT INTO "exposure" VALUES(3,'019d42e8-1800-7835-905b-72c7259b8174','019d42e8-1800-7d64-91cf-0988f9ca9e7b','2026-03-30T21:00:00Z',60,NULL,'day','2026-03-30','remedy','magnesium','400 mg','prevention',NULL,'2026-03-31T08:00:00Z',60,NULL);
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
INSERT INTO "op" VALUES(1,'019d42e8-1800-74c4-89a8-3b82b514ebe6','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(2,'019d42e8-1800-74b9-970d-c111bae9b383','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(3,'019d42e8-1800-7e8f-84bf-4f5d0b07dd3a','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(4,'019d42e8-1800-7a82-9091-1f16c809aa53','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(5,'019d42e8-1800-78f2-8539-fb156328f778','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(6,'019d42e8-1800-721c-9cc1-5aab08980d29','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(7,'019d42e8-1800-7487-86c7-a44c537f3f06','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(8,'019d42e8-1800-720c-8811-dab404e47776','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(9,'019d42e8-1800-7f87-97fe-808c23700326','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(10,'019d42e8-1800-729b-830e-d0901d834bcc','2026-03-31T08:00:00Z','log',NULL,11);
INSERT INTO "op" VALUES(11,'019d42e8-1800-724b-8fd3-bc4e52070c8c','2026-03-31T08:00:00Z','undo',10,NULL);
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
INSERT INTO "record" VALUES(1,'019d42e8-1800-7b18-9c66-2e4f44879ce2','episode');
INSERT INTO "record" VALUES(2,'019d42e8-1800-7015-8d21-63d27738f8c1','sign');
INSERT INTO "record" VALUES(3,'019d42e8-1800-7835-905b-72c7259b8174','exposure');
INSERT INTO "record" VALUES(4,'019d42e8-1800-7be3-96fe-8ba89d69fb79','seen');
INSERT INTO "record" VALUES(5,'e3326846-e770-8fce-bb90-020464e76ec7','word');
INSERT INTO "record" VALUES(6,'019d42e8-1800-7c5a-9ea8-ced040c0df26','course');
INSERT INTO "record" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','word');
INSERT INTO "record" VALUES(8,'019d42e8-1800-7748-8a2c-6819fa632952','episode');
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
INSERT INTO "revision" VALUES('019d42e8-1800-750c-89b0-90961d2780f2','019d42e8-1800-7b18-9c66-2e4f44879ce2','episode','2026-03-31T08:00:00.000Z+00000000',1,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","awake_s":2400,"logged_at":"2026-03-31T09:00:00+01:00","precision":"minute","sore_s":7200,"typed":"calf sore 2h limped","walking":"limped"}','8cec242a789a4dec9f57bd9bdb177b568c30a04a21a332c1b1534d038bb26430');
INSERT INTO "revision" VALUES('019d42e8-1800-7c49-95cb-374d12836cdf','019d42e8-1800-7015-8d21-63d27738f8c1','sign','2026-03-31T08:00:00.000Z+00000001',2,'[]',0,'{"at":"2026-03-31T09:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute","sensations":["numbness"],"severity":4}','99e018f35ffce8d4ca254a70833440ff981960f02894ffae88b4b3373a2c3988');
INSERT INTO "revision" VALUES('019d42e8-1800-72c2-8953-7c6332879848','019d42e8-1800-7835-905b-72c7259b8174','exposure','2026-03-31T08:00:00.000Z+00000002',3,'[]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','35bddef7373a941990548dbfb495c3945e575edbbdad51a338ea9cd4ca1630a4');
INSERT INTO "revision" VALUES('019d42e8-1800-71ce-9e47-4c2bd2e0b7ee','019d42e8-1800-7835-905b-72c7259b8174','exposure','2026-03-31T08:00:00.000Z+00000003',4,'["019d42e8-1800-72c2-8953-7c6332879848"]',0,'{"amount":"1 g","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','5f579d2ff9f9e2b8ee807fe558765b88cbfaf8d612c20109fabb808ad375fffd');
INSERT INTO "revision" VALUES('019d42e8-1800-7d64-91cf-0988f9ca9e7b','019d42e8-1800-7835-905b-72c7259b8174','exposure','2026-03-31T08:00:00.000Z+00000004',5,'["019d42e8-1800-71ce-9e47-4c2bd2e0b7ee"]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','665b0065bc54e3f6776bf50beef9a2a77daf1dc3184a09b3a941d7b5cd2eab3e');
INSERT INTO "revision" VALUES('019d42e8-1800-7a68-80d4-4193627697f5','019d42e8-1800-7be3-96fe-8ba89d69fb79','seen','2026-03-31T08:00:00.000Z+00000005',6,'[]',0,'{"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-29","rule":"frequent"}','9d285883cf99ada0cf6219843d599bdb3f5422109234e079b9a3bb84581e27eb');
INSERT INTO "revision" VALUES('019d42e8-1800-70ab-8458-1acb89750206','e3326846-e770-8fce-bb90-020464e76ec7','word','2026-03-31T08:00:00.000Z+00000006',7,'[]',0,'{"hidden":false,"label":"heat","nature":"quick","prescribed":false,"role":"remedy","slug":"heat","when_bad":"less"}','792f8922d469c12f6fe19e35537caf5daa737d8b90b6123dec65a618d33fcd54');
INSERT INTO "revision" VALUES('019d42e8-1800-7880-9641-0a189c49a18e','019d42e8-1800-7c5a-9ea8-ced040c0df26','course','2026-03-31T08:00:00.000Z+00000007',8,'[]',0,'{"first_night":"2026-03-10","logged_at":"2026-03-31T09:00:00+01:00","role":"remedy","skipped":["2026-03-12"],"word":"magnesium"}','f3e55bea6566bebc7ec0fa728a6ce6373e8efb3f4c416806615c0adebfeb9abe');
INSERT INTO "revision" VALUES('019d42e8-1800-7620-80a3-713f4653bf1b','7b33f938-ca52-867c-ace4-c489ffe6195b','word','2026-03-31T08:00:00.000Z+00000008',9,'[]',0,'{"hidden":true,"label":"Brine","merged_into":"pickle-juice","role":"remedy","set":["heat","massage"],"slug":"brine","synonyms":["lake"]}','d4935243b3ec1f7cfd994533856685ed4812635234c12c32dbc47c828084f359');
INSERT INTO "revision" VALUES('019d42e8-1800-7b78-9e3f-4d6ca3d1ad69','019d42e8-1800-7748-8a2c-6819fa632952','episode','2026-03-31T08:00:00.000Z+00000009',10,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','94f7795c377c275dadabd2d1cddb0db6908671b67d962be106fb409c07bb7d83');
INSERT INTO "revision" VALUES('019d42e8-1800-7ad0-98c2-12dc0128a441','019d42e8-1800-7748-8a2c-6819fa632952','episode','2026-03-31T08:00:00.000Z+0000000a',11,'["019d42e8-1800-7b78-9e3f-4d6ca3d1ad69"]',1,NULL,'4136cbbd309e71abee4b1424f6d33ff11a9bd6e121859e7bf10714d308a8675a');
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
INSERT INTO "seen" VALUES(4,'019d42e8-1800-7be3-96fe-8ba89d69fb79','019d42e8-1800-7a68-80d4-4193627697f5','frequent','2026-03-29',NULL,NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "sign" VALUES(2,'019d42e8-1800-7015-8d21-63d27738f8c1','019d42e8-1800-7c49-95cb-374d12836cdf','2026-03-31T08:00:00Z',60,NULL,'minute','2026-03-30','["numbness"]',4,'[]',NULL,NULL,NULL,NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "word" VALUES(5,'e3326846-e770-8fce-bb90-020464e76ec7','019d42e8-1800-70ab-8458-1acb89750206','remedy','heat','heat','[]',0,NULL,'less',NULL,'[]','quick',0);
INSERT INTO "word" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','019d42e8-1800-7620-80a3-713f4653bf1b','remedy','brine','Brine','["lake"]',1,NULL,NULL,'pickle-juice','["heat","massage"]',NULL,NULL);
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
