PRAGMA application_id = 1129467216;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crampdiary','m001_first_release','2026-11-26 02:26:13.601639+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'crampdiary','m002_merged_by_field','2026-11-26 02:26:13.602148+00:00');
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
INSERT INTO "away" VALUES(6,'019d42e8-1800-7566-9a76-9f4e68b33a88','019d42e8-1800-7063-9b24-07aeeac0e817','2026-03-10','2026-03-14',NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "check_in" VALUES(4,'019d42e8-1800-777c-9a71-07bf7733276a','019d42e8-1800-78f8-8244-540369fc2ffc','2026-03-29',1,'slept through','2026-03-31T08:00:00Z',60);
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
) STRICT
;
INSERT INTO "episode" VALUES(1,'019d42e8-1800-715a-9d8d-f0564bd89657','019d42e8-1800-7caa-85fe-f7324ec4be66','2026-03-31T02:10:00Z',60,NULL,'minute','2026-03-30',NULL,NULL,'[]',NULL,'[]','[]',NULL,NULL,'[]',NULL,'2026-03-31T08:00:00Z',60);
INSERT INTO "episode" VALUES(2,'019d42e8-1800-7662-9a6b-a896715ee27b','019d42e8-1800-75bf-93ae-575c8910af91','2026-03-28T23:50:00Z',0,'Europe/London','approx','2026-03-28',7,180,'["arch","toes"]','left','["burning"]','["cold-feet","no-idea"]','asleep',1,'[{"after_s":120,"relief":"helped","remedy":"stretching"}]','Krampf — im “linken” Fuß 🦶
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
INSERT INTO "exposure" VALUES(3,'019d42e8-1800-78d5-9ca8-cf918c918ec8','019d42e8-1800-796b-87a2-af34d183a594','2026-03-30T21:00:00Z',60,NULL,'day','2026-03-30','remedy','magnesium','400 mg','prevention',NULL,'2026-03-31T08:00:00Z',60);
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
INSERT INTO "op" VALUES(1,'019d42e8-1800-7fbe-9df2-9b73b06f0a39','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(2,'019d42e8-1800-729e-95b9-350f9aeb9706','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(3,'019d42e8-1800-7a36-9a8c-604056f4c173','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(4,'019d42e8-1800-7a4a-8d6c-48aadc2a64f6','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(5,'019d42e8-1800-7029-96bb-43c5f377ed4f','2026-03-31T08:00:00Z','edit',NULL,NULL);
INSERT INTO "op" VALUES(6,'019d42e8-1800-76c9-8400-f2427ff2c321','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(7,'019d42e8-1800-7683-8f54-c5b8e3e0c57e','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(8,'019d42e8-1800-7525-89a2-70f867acc315','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(9,'019d42e8-1800-7418-81da-e0e7f42330b1','2026-03-31T08:00:00Z','log',NULL,NULL);
INSERT INTO "op" VALUES(10,'019d42e8-1800-7827-92c9-c6fa4b525ee4','2026-03-31T08:00:00Z','log',NULL,11);
INSERT INTO "op" VALUES(11,'019d42e8-1800-7678-8741-809d006cb6a4','2026-03-31T08:00:00Z','undo',10,NULL);
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
INSERT INTO "record" VALUES(1,'019d42e8-1800-715a-9d8d-f0564bd89657','episode');
INSERT INTO "record" VALUES(2,'019d42e8-1800-7662-9a6b-a896715ee27b','episode');
INSERT INTO "record" VALUES(3,'019d42e8-1800-78d5-9ca8-cf918c918ec8','exposure');
INSERT INTO "record" VALUES(4,'019d42e8-1800-777c-9a71-07bf7733276a','check_in');
INSERT INTO "record" VALUES(5,'e3326846-e770-8fce-bb90-020464e76ec7','word');
INSERT INTO "record" VALUES(6,'019d42e8-1800-7566-9a76-9f4e68b33a88','away');
INSERT INTO "record" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','word');
INSERT INTO "record" VALUES(8,'019d42e8-1800-7ab7-8565-4477d11f3873','episode');
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
INSERT INTO "revision" VALUES('019d42e8-1800-7caa-85fe-f7324ec4be66','019d42e8-1800-715a-9d8d-f0564bd89657','episode','2026-03-31T08:00:00.000Z+00000000',1,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','fd5988c1bf18dfa6a1988585b1d4e960d9ec5a280c40f6718dae721662d7c980');
INSERT INTO "revision" VALUES('019d42e8-1800-75bf-93ae-575c8910af91','019d42e8-1800-7662-9a6b-a896715ee27b','episode','2026-03-31T08:00:00.000Z+00000001',2,'[]',0,'{"at":"2026-03-28T23:50:00+00:00","duration_s":180,"logged_at":"2026-03-31T09:00:00+01:00","note":"Krampf — im “linken” Fuß 🦶\nSecond line; with ''quotes''.","onset":"asleep","precision":"approx","sensations":["burning"],"severity":7,"side":"left","sites":["arch","toes"],"tried":[{"after_s":120,"relief":"helped","remedy":"stretching"}],"triggers":["cold-feet","no-idea"],"woke":true,"zone":"Europe/London"}','07fbc26b023fe8d187921d0b28e2988ab5b604e1c0016b2bf09e962371b03184');
INSERT INTO "revision" VALUES('019d42e8-1800-7df2-98c5-40215457b104','019d42e8-1800-78d5-9ca8-cf918c918ec8','exposure','2026-03-31T08:00:00.000Z+00000002',3,'[]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','2941759f8bc97f3569795249ba6adba45d265af53daafed681c69f2017ae63f6');
INSERT INTO "revision" VALUES('019d42e8-1800-7a58-83f5-0e76d5b0ca8a','019d42e8-1800-78d5-9ca8-cf918c918ec8','exposure','2026-03-31T08:00:00.000Z+00000003',4,'["019d42e8-1800-7df2-98c5-40215457b104"]',0,'{"amount":"1 g","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','3ba938ad73c8b9ca29e36553c8bd54acba59ccff435f18088c29b61f96b7addf');
INSERT INTO "revision" VALUES('019d42e8-1800-796b-87a2-af34d183a594','019d42e8-1800-78d5-9ca8-cf918c918ec8','exposure','2026-03-31T08:00:00.000Z+00000004',5,'["019d42e8-1800-7a58-83f5-0e76d5b0ca8a"]',0,'{"amount":"400 mg","at":"2026-03-30T22:00:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"day","purpose":"prevention","role":"remedy","word":"magnesium"}','9eb6a64a8184c07c23cb11a9cf4790537e4a03830e55912da7f0dd04a386f74a');
INSERT INTO "revision" VALUES('019d42e8-1800-78f8-8244-540369fc2ffc','019d42e8-1800-777c-9a71-07bf7733276a','check_in','2026-03-31T08:00:00.000Z+00000005',6,'[]',0,'{"clear":true,"logged_at":"2026-03-31T09:00:00+01:00","night":"2026-03-29","note":"slept through"}','2f12671ca17168451ff4f2da17ac0e439ed8629979567f5ab104b3491cccc958');
INSERT INTO "revision" VALUES('019d42e8-1800-73ce-8057-33d06d4483d9','e3326846-e770-8fce-bb90-020464e76ec7','word','2026-03-31T08:00:00.000Z+00000006',7,'[]',0,'{"hidden":false,"label":"heat","role":"remedy","slug":"heat","used_when_bad":false}','ae3bcd8fc76bf39764fb03efcc9ace3789c9efb39ca31e380da57174b91a3d16');
INSERT INTO "revision" VALUES('019d42e8-1800-7063-9b24-07aeeac0e817','019d42e8-1800-7566-9a76-9f4e68b33a88','away','2026-03-31T08:00:00.000Z+00000007',8,'[]',0,'{"first_night":"2026-03-10","last_night":"2026-03-14","logged_at":"2026-03-31T09:00:00+01:00"}','19e2e7ba12318913dbe5a29bb61a7dda3df98d721b6fbfaba32d668eb61ccbef');
INSERT INTO "revision" VALUES('019d42e8-1800-7a97-8605-333363330928','7b33f938-ca52-867c-ace4-c489ffe6195b','word','2026-03-31T08:00:00.000Z+00000008',9,'[]',0,'{"hidden":true,"label":"Brine","role":"remedy","slug":"brine","synonyms":["lake"],"used_when_bad":true}','6c18ee6b0178ada921a1538e7fb9cffa39ede5f596ec58d4a73150b3e0e21f87');
INSERT INTO "revision" VALUES('019d42e8-1800-7807-80d4-e6d4dce45e4f','019d42e8-1800-7ab7-8565-4477d11f3873','episode','2026-03-31T08:00:00.000Z+00000009',10,'[]',0,'{"at":"2026-03-31T03:10:00+01:00","logged_at":"2026-03-31T09:00:00+01:00","precision":"minute"}','4d6a8ae5d3e9852034cd70032e2f4e9de9a729ab08faacfaed71e042aa0add0e');
INSERT INTO "revision" VALUES('019d42e8-1800-7024-8b9a-603404d8474b','019d42e8-1800-7ab7-8565-4477d11f3873','episode','2026-03-31T08:00:00.000Z+0000000a',11,'["019d42e8-1800-7807-80d4-e6d4dce45e4f"]',1,NULL,'8019aa94a63867bedf84a4272bf41c9014ae1d011e270f9efb32c7dd322c2edd');
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
INSERT INTO "word" VALUES(5,'e3326846-e770-8fce-bb90-020464e76ec7','019d42e8-1800-73ce-8057-33d06d4483d9','remedy','heat','heat','[]',0,0);
INSERT INTO "word" VALUES(7,'7b33f938-ca52-867c-ace4-c489ffe6195b','019d42e8-1800-7a97-8605-333363330928','remedy','brine','Brine','["lake"]',1,1);
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
