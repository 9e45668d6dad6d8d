PRAGMA application_id = 1129467216;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crampdiary','m001_first_release','2026-11-26 05:23:02.364406+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'crampdiary','m002_merged_by_field','2026-11-26 05:23:02.365188+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'crampdiary','m003_aftermath_and_line_as_typed','2026-11-26 05:23:02.379052+00:00');
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
INSERT INTO "away" VALUES(6,'019d42e8-1800-7dc9-9470-affa680e9f35','019d42e8-1800-7070-89fb-98ca93a171f5','2026-03-10','2026-03-14',NULL,'2026-03-31T08:00:00Z',60,NULL);
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
INSERT INTO "check_in" VALUES(4,'019d42e8-1800-7c64-9c53-855ef394a21a','019d42e8-1800-7ef9-99aa-22a9bb25c2d6','2026-03-29',1,'slept through','2026-03-31T08:00:00Z',60,NULL);
CREATE TABLE conflict (
    record_uid TEXT PRIMARY KEY,
    fields TEXT NOT NULL CHECK (fields LIKE '[%]')
) STRICT, WITHOUT ROWID
;
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
INSERT INTO "episode" VALUES(1,'019d42e8-1800-724a-8d60-5cbe3b9019d4','019d42e8-1800-7061-9629-41692aa1a385','2026-03-31T02:10:00Z',60,NULL,'minute','2026-03-30',NULL,NULL,'[]',NULL,'[]','[]',NULL,NULL,'[]',NULL,'2026-03-31T08:00:00Z',60,7200,2400,'limped','calf sore 2h limped');
INSERT INTO "episode" VALUES(2,'019d42e8-1800-78db-8ee3-bb56fd98bc2d','019d42e8-1800-7c27-88cb-9c0d7e5c47d0','2026-03-28T23:50:00Z',0,'Europe/London','approx','2026-03-28',7,180,'["arch","toes"]','left','["burning"]','["cold-feet","no-idea"]','asleep',1,'[{"after_s":120,"relief":"helped","remedy":"stretching"}]','Krampf — im “linken” Fuß 🦶
Second line; with ''quotes''.','2026-03-31T08:00:00Z',60,NULL,NULL,NULL,NULL);
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
INSERT INTO "exposure" VALUES(3,'019d42e8-1800-7079-8173-d19c784b4747','019d42e8-1800-70c8-8910-190f0ad881a9','2026-03-30T21:00:00Z',60,NULL,'day','2026-03-30','remedy','magnesium','400 mg','prevention',NULL,'2026-03-31T08:00:00Z',60,NULL);
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
INSERT INTO "op" VALUES(1,'019d42e8-1800-7fb5-98f9-067f4c1cd16a','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(2,'019d42e8-1800-7b2d-9413-3c16b84a1419','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(3,'019d42e8-1800-7302-9ebf-765bd7a34971','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(4,'019d42e8-1800-73f7-8ffa-3d08f77b63ca','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(5,'019d42e8-1800-7d0b-890b-237ff3386b2e','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(6,'019d42e8-1800-7c80-90aa-3246f87617b1','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(7,'019d42e8-1800-7de2-9f25-c8acf88beae6','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(8,'019d42e8-1800-732c-87a7-4bbd9a52d733','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(9,'019d42e8-1800-7c96-9817-d642412488b1','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(10,'019d42e8-1800-7c31-87b1-7c7d3b5d1e16','2026-03-31T08:00:00Z','log',NULL,11);
INSERT INTO "op" VALUES(11,'019d42e8-1800-7bf4-9067-2eefa3f71a11','2026-03-31T08:00:00Z','undo',10,NULL);
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
INSERT INTO "record" VALUES(1,'019d42e8-1800-724a-8d60-5cbe3b9019d4','episode');
INSERT INTO "record" VALUES(2,'019d42e8-1800-78db-8ee3-bb56fd98bc2d','episode');
INSERT INTO "record" VALUES(3,'019d42e8-1800-7079-8173-d19c784b4747','exposure');
INSERT INTO "record" VALUES(4,'019d42e8-1800-7c64-9c53-855ef394a21a','check_in');
INSERT INTO "record" VALUES(5,'e3326846-e770-8fce-bb90-020464e76ec7','word');
INSERT INTO "record" VALUES(6,'019d42e8-1800-7dc9-9470-affa680e9f35','away');
INSERT INTO "record" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','word');
INSERT INTO "record" VALUES(8,'019d42e8-1800-7603-9852-6d402be6a901','episode');
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
INSERT INTO "revision" VALUES('019d42e8-1800-7061-9629-41692aa1a385','019d42e8-1800-724a-8d60-5cbe3b9019d4','episode','2026-03-31T08:00:00.000Z+00000000',1,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","awake_s":2400,"logged_at":"2026-03-31T09:00:00+01:00","precision":"minute","sore_s":7200,"typed":"calf sore 2h limped","walking":"limped"}','284f0d136ff58093b66bbe5b51a6bb96a49b738985248f121c04d10d383e7fc8');
INSERT INTO "revision" VALUES('019d42e8-1800-7c27-88cb-9c0d7e5c47d0','019d42e8-1800-78db-8ee3-bb56fd98bc2d','episode','2026-03-31T08:00:00.000Z+00000001',2,'[]',0,'{"at":"2026-03-28T23:50:00+00:00","duration_s":180,"logged_at":"2026-03-31T09:00:00+01:00","note":"Krampf — im “linken” Fuß 🦶\nSecond line; with ''quotes''.","onset":"asleep","precision":"approx","sensations":["burning"],"severity":7,"side":"left","sites":["arch","toes"],"tried":[{"after_s":120,"relief":"helped","remedy":"stretching"}],"triggers":["cold-feet","no-idea"],"woke":true,"zone":"Europe/London"}','f93eb4842a681596efa39f074ee5c07db7eb3f8727b841774c178c4fbdd32b9d');
INSERT INTO "revision" VALUES('019d42e8-1800-79aa-9ea5-54c0bf1dfe83','019d42e8-1800-7079-8173-d19c784b4747','exposure','2026-03-31T08:00:00.000Z+00000002',3,'[]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','cfb970fb8b17f7c179ab0ec336b247fb1f2efe3091007ed294dfb3e7d590d943');
INSERT INTO "revision" VALUES('019d42e8-1800-721b-9dbf-2817686a9312','019d42e8-1800-7079-8173-d19c784b4747','exposure','2026-03-31T08:00:00.000Z+00000003',4,'["019d42e8-1800-79aa-9ea5-54c0bf1dfe83"]',0,'{"amount":"1 g","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','8308f3e71c2faa6091497d590d5887d8ee0856dc91940201bc3db32861215bcf');
INSERT INTO "revision" VALUES('019d42e8-1800-70c8-8910-190f0ad881a9','019d42e8-1800-7079-8173-d19c784b4747','exposure','2026-03-31T08:00:00.000Z+00000004',5,'["019d42e8-1800-721b-9dbf-2817686a9312"]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','825ee00529d0a8ebd01722ed427bcfaab85f33e5c48a9df5c05dd6f8a5b2167a');
INSERT INTO "revision" VALUES('019d42e8-1800-7ef9-99aa-22a9bb25c2d6','019d42e8-1800-7c64-9c53-855ef394a21a','check_in','2026-03-31T08:00:00.000Z+00000005',6,'[]',0,'{"clear":true,"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-29","note":"slept through"}','22ddde83d7a226d74505c2d79fa54d4e3fff252e4b113616a4decc1307c79066');
INSERT INTO "revision" VALUES('019d42e8-1800-7221-9c10-604b977791f5','e3326846-e770-8fce-bb90-020464e76ec7','word','2026-03-31T08:00:00.000Z+00000006',7,'[]',0,'{"hidden":false,"label":"heat","nature":"quick","prescribed":false,"role":"remedy","slug":"heat","when_bad":"less"}','8ed291d3851df83e703a88f6f42660be350317a01d9e1e2c60315ef650d0a938');
INSERT INTO "revision" VALUES('019d42e8-1800-7070-89fb-98ca93a171f5','019d42e8-1800-7dc9-9470-affa680e9f35','away','2026-03-31T08:00:00.000Z+00000007',8,'[]',0,'{"first_night":"2026-03-10","last_night":"2026-03-14","logged_at":"2026-03-31T09:00:00+01:00"}','0550d60d7ee746852bf27bac3d07584318f1d365dbaa8fc8446cdd90a8ddc659');
INSERT INTO "revision" VALUES('019d42e8-1800-7e16-92fe-bb8b69b3658e','7b33f938-ca52-867c-ace4-c489ffe6195b','word','2026-03-31T08:00:00.000Z+00000008',9,'[]',0,'{"hidden":true,"label":"Brine","merged_into":"pickle-juice","role":"remedy","set":["heat","massage"],"slug":"brine","synonyms":["lake"]}','3ba0469b7bc90382ee0e2710035313b1d7ad0e4375008b01bf2e47fdc5e0f722');
INSERT INTO "revision" VALUES('019d42e8-1800-7a49-8984-9b7e18ec7c04','019d42e8-1800-7603-9852-6d402be6a901','episode','2026-03-31T08:00:00.000Z+00000009',10,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','a11334486baa11d3a973e69e999f3d64c23bd4dd60f79d71b6a1d9d6539b8a40');
INSERT INTO "revision" VALUES('019d42e8-1800-7cea-8ad6-e4cef914fe2c','019d42e8-1800-7603-9852-6d402be6a901','episode','2026-03-31T08:00:00.000Z+0000000a',11,'["019d42e8-1800-7a49-8984-9b7e18ec7c04"]',1,NULL,'67f8df3194a5ba6351079de8842a59b397fcde1f06663c5c68970f172ae0e821');
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
INSERT INTO "word" VALUES(5,'e3326846-e770-8fce-bb90-020464e76ec7','019d42e8-1800-7221-9c10-604b977791f5','remedy','heat','heat','[]',0,NULL,'less',NULL,'[]','quick',0);
INSERT INTO "word" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','019d42e8-1800-7e16-92fe-bb8b69b3658e','remedy','brine','Brine','["lake"]',1,NULL,NULL,'pickle-juice','["heat","massage"]',NULL,NULL);
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
INSERT INTO "sqlite_sequence" VALUES('op',11);
INSERT INTO "sqlite_sequence" VALUES('record',8);
COMMIT;
