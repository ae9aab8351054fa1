import type { Evidence } from '../evidence';

export const partitions: Evidence = {
  subject: 'partitions',
  setup: `
    CREATE TABLE o (id int PRIMARY KEY);
    CREATE TABLE p (id int NOT NULL, a int, b text, o int) PARTITION BY RANGE (id);
    CREATE INDEX p_b ON p (b);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
    CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
    CREATE TABLE fits (id int NOT NULL, a int, b text, o int);
    CREATE INDEX fits_b ON fits (b);
    CREATE TABLE proved (id int NOT NULL, a int, b text, o int, CHECK (id >= 20 AND id < 30));
    CREATE INDEX proved_b ON proved (b);
    CREATE TABLE tighter (id int NOT NULL, a int, b text, o int, CHECK (id >= 21 AND id < 29));
    CREATE INDEX tighter_b ON tighter (b);
    CREATE TABLE nullable (id int, a int, b text, o int, CHECK (id >= 20 AND id < 30));
    CREATE INDEX nullable_b ON nullable (b);
    CREATE TABLE wrong (id int NOT NULL, a int, b text, o int);
    CREATE INDEX wrong_b ON wrong (b);
    CREATE TABLE unindexed (id int NOT NULL, a int, b text, o int, CHECK (id >= 20 AND id < 30));
    INSERT INTO o VALUES (1);
    INSERT INTO p VALUES (1, 1, 'x', 1), (11, 2, 'y', 1);
    INSERT INTO fits VALUES (21, 1, 'x', 1);
    INSERT INTO proved VALUES (21, 1, 'x', 1);
    INSERT INTO tighter VALUES (21, 1, 'x', 1);
    INSERT INTO wrong VALUES (1, 1, 'x', 1);
    INSERT INTO unindexed VALUES (21, 1, 'x', 1);
  `,
  statements: [
    'CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (20) TO (30)',
    'CREATE TABLE p3 PARTITION OF p DEFAULT',
    'ALTER TABLE p ATTACH PARTITION fits FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p ATTACH PARTITION proved FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p ATTACH PARTITION tighter FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p ATTACH PARTITION wrong FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p ATTACH PARTITION unindexed FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p ATTACH PARTITION fits DEFAULT',
    'ALTER TABLE p ATTACH PARTITION missing FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p DETACH PARTITION p1',
    { sql: 'ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY', until: 13 },
    'ALTER TABLE p ADD COLUMN c int',
    'ALTER TABLE p ADD COLUMN c float8 DEFAULT random()',
    'ALTER TABLE p ADD COLUMN c int DEFAULT 1 CHECK (c > 0)',
    'ALTER TABLE p DROP COLUMN b',
    'ALTER TABLE p1 DROP COLUMN b',
    'ALTER TABLE p RENAME COLUMN b TO bb',
    'ALTER TABLE p ALTER COLUMN a SET NOT NULL',
    'ALTER TABLE p ALTER COLUMN id DROP NOT NULL',
    'ALTER TABLE p ALTER COLUMN a SET DEFAULT 1',
    'ALTER TABLE p ALTER COLUMN a TYPE bigint',
    'ALTER TABLE p ALTER COLUMN b TYPE varchar',
    'ALTER TABLE p ALTER COLUMN b TYPE varchar COLLATE "C"',
    'ALTER TABLE p ALTER COLUMN id TYPE bigint',
    'ALTER TABLE p ADD CHECK (a > 0)',
    'ALTER TABLE p ADD PRIMARY KEY (id)',
    'ALTER TABLE p ADD PRIMARY KEY (id, a)',
    'ALTER TABLE p ADD UNIQUE (id, a)',
    'ALTER TABLE p ADD FOREIGN KEY (o) REFERENCES o',
    'CREATE INDEX n ON p (a)',
    'CREATE INDEX n ON ONLY p (a)',
    'CREATE UNIQUE INDEX n ON p (id)',
    'CREATE INDEX n ON p1 (a)',
    'DROP INDEX p_b',
    { sql: 'REINDEX TABLE p1' },
    'DROP TABLE p1',
    'DROP TABLE p',
    'ALTER TABLE p RENAME TO pp',
    'TRUNCATE p',
    'TRUNCATE p1',
    'UPDATE p SET a = 1',
    'DELETE FROM p',
    'ANALYZE p',
    'ALTER TABLE p ENABLE ROW LEVEL SECURITY',
  ],
};

export const partitionShapes: Evidence = {
  subject: 'partitions of other shapes',
  setup: `
    CREATE TABLE o (id int PRIMARY KEY);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TABLE p (id int, a int) PARTITION BY RANGE (id);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
    CREATE TABLE rest PARTITION OF p DEFAULT;
    CREATE TABLE maybe (id int, a int, CHECK (id >= 20 AND id < 30));
    CREATE TABLE sure (id int, a int, CHECK (id IS NOT NULL AND id >= 20 AND id < 30));
    CREATE TABLE l (kind text, a int) PARTITION BY LIST (kind);
    CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('x');
    CREATE TABLE ly (kind text, a int, CHECK (kind IS NOT NULL AND kind = 'y'));
    CREATE TABLE lz (kind text NOT NULL, a int, CHECK (kind IN ('y', 'z')));
    CREATE TABLE lm (kind text, a int);
    CREATE TABLE k (id int, o int REFERENCES o) PARTITION BY RANGE (id);
    CREATE TABLE k1 (id int, o int);
    CREATE TABLE h (id int, a int) PARTITION BY HASH (id);
    CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE h1 (id int, a int);
    CREATE TABLE s (id int, a int) PARTITION BY RANGE (id);
    CREATE TABLE s1 PARTITION OF s FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (a);
    CREATE TABLE s11 PARTITION OF s1 FOR VALUES FROM (0) TO (5);
    INSERT INTO o VALUES (1);
    INSERT INTO p VALUES (1, 1), (50, 1);
    INSERT INTO maybe VALUES (21, 1);
    INSERT INTO sure VALUES (21, 1);
    INSERT INTO ly VALUES ('y', 1);
    INSERT INTO lz VALUES ('z', 1);
    INSERT INTO lm VALUES ('y', 1);
    INSERT INTO k1 VALUES (1, 1);
    INSERT INTO s VALUES (1, 1);
  `,
  statements: [
    'CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p ATTACH PARTITION maybe FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p ATTACH PARTITION sure FOR VALUES FROM (20) TO (30)',
    'ALTER TABLE p DETACH PARTITION p1',
    'ALTER TABLE p DETACH PARTITION rest',
    "ALTER TABLE l ATTACH PARTITION ly FOR VALUES IN ('y')",
    "ALTER TABLE l ATTACH PARTITION lz FOR VALUES IN ('y', 'z')",
    "ALTER TABLE l ATTACH PARTITION lm FOR VALUES IN ('y')",
    'ALTER TABLE k ATTACH PARTITION k1 FOR VALUES FROM (0) TO (10)',
    'ALTER TABLE h ATTACH PARTITION h1 FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
    'ALTER TABLE s ADD COLUMN c int',
    'ALTER TABLE s DETACH PARTITION s1',
    'ALTER TABLE s1 DETACH PARTITION s11',
    'CREATE INDEX ON s (a)',
    'DROP TABLE s1',
    'DROP TABLE p1',
    'CREATE TRIGGER g BEFORE UPDATE ON s11 FOR EACH ROW EXECUTE FUNCTION touch()',
    'CREATE TRIGGER g AFTER UPDATE ON s FOR EACH ROW EXECUTE FUNCTION touch()',
    'CREATE TRIGGER g AFTER UPDATE ON s FOR EACH STATEMENT EXECUTE FUNCTION touch()',
  ],
};

export const attachedIndexes: Evidence = {
  subject: 'indexes of partitioned tables',
  setup: `
    CREATE TABLE p (id int, a int) PARTITION BY RANGE (id);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
    CREATE INDEX p_a ON ONLY p (a);
    CREATE INDEX p1_a ON p1 (a);
    INSERT INTO p VALUES (1, 1);
  `,
  statements: [
    'ALTER INDEX p_a ATTACH PARTITION p1_a',
    { sql: 'CREATE INDEX CONCURRENTLY n ON p (a)', hold: 'SELECT 1' },
    'ALTER INDEX p_a ATTACH PARTITION missing',
  ],
};
