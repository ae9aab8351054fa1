import type { Evidence } from '../evidence';

export const data: Evidence = {
  subject: 'rows',
  setup: `
    CREATE TABLE o (id int PRIMARY KEY, code text UNIQUE);
    CREATE TABLE t (id int PRIMARY KEY, o int REFERENCES o, a int, b text);
    CREATE INDEX t_a ON t (a);
    CREATE TABLE strict (id int PRIMARY KEY, t int REFERENCES t);
    CREATE TABLE tail (id int PRIMARY KEY, strict int REFERENCES strict);
    CREATE TABLE plain (id int PRIMARY KEY, a int, b text);
    CREATE TABLE up (id int PRIMARY KEY);
    CREATE TABLE weak (id int PRIMARY KEY, up int REFERENCES up ON DELETE CASCADE ON UPDATE CASCADE);
    CREATE TABLE weaker (id int PRIMARY KEY, weak int REFERENCES weak ON DELETE SET NULL);
    CREATE VIEW v AS SELECT id, a FROM plain;
    CREATE PROCEDURE idle() LANGUAGE plpgsql AS 'BEGIN NULL; END';
    INSERT INTO o SELECT i, i::text FROM generate_series(1, 50) i;
    INSERT INTO t SELECT i, 1, i, 'x' FROM generate_series(1, 2000) i;
    INSERT INTO plain SELECT i, i, 'x' FROM generate_series(1, 2000) i;
    INSERT INTO up VALUES (1), (2);
    INSERT INTO weak VALUES (1, 1);
    INSERT INTO weaker VALUES (1, 1);
  `,
  statements: [
    "INSERT INTO plain VALUES (3001, 1, 'x')",
    'INSERT INTO plain (id) SELECT id + 5000 FROM o',
    "INSERT INTO t VALUES (3001, 1, 1, 'x')",
    'INSERT INTO t (id, o) SELECT id + 5000, id FROM o',
    'INSERT INTO plain (id, missing) VALUES (3001, 1)',
    'INSERT INTO missing VALUES (1)',
    'UPDATE plain SET a = 1',
    "UPDATE plain SET a = 1 WHERE b = 'y'",
    'UPDATE plain SET a = 1 WHERE id = 5',
    'UPDATE plain SET a = 1 WHERE id IN (5, 6)',
    'UPDATE plain SET a = o.id FROM o WHERE o.id = plain.a',
    'UPDATE plain SET a = (SELECT max(id) FROM o)',
    'UPDATE t SET o = 2 WHERE id = 1',
    'UPDATE t SET o = 2',
    'UPDATE t SET a = 2 WHERE a = 5',
    'UPDATE up SET id = 9 WHERE id = 1',
    'UPDATE plain SET missing = 1',
    'UPDATE plain SET a = 1 WHERE missing = 1',
    'DELETE FROM plain',
    "DELETE FROM plain WHERE b = 'y'",
    'DELETE FROM plain WHERE id = 5',
    'DELETE FROM t WHERE id = 5',
    "DELETE FROM t WHERE b = 'x'",
    'DELETE FROM up WHERE id = 1',
    'DELETE FROM missing',
    'MERGE INTO plain p USING o ON o.id = p.id WHEN MATCHED THEN UPDATE SET a = 0',
    'TRUNCATE plain',
    'TRUNCATE TABLE plain, weaker RESTART IDENTITY',
    'TRUNCATE t',
    'TRUNCATE t CASCADE',
    'TRUNCATE t, strict, tail',
    'TRUNCATE missing',
    'SELECT * FROM plain',
    'SELECT p.id FROM plain p JOIN o ON o.id = p.id WHERE p.a > 1',
    'SELECT * FROM v',
    'SELECT * FROM plain WHERE id = 1 FOR UPDATE',
    'WITH x AS (SELECT id FROM o) SELECT * FROM x',
    'WITH gone AS (DELETE FROM plain WHERE id = 1 RETURNING id) SELECT * FROM gone',
    'CALL idle()',
    'COPY plain FROM PROGRAM $$true$$',
    // PostgreSQL 12 gives the lock back before the end, where it cannot be seen.
    { sql: 'COPY plain TO PROGRAM $$cat > /dev/null$$', since: 13 },
    'DO $$ BEGIN UPDATE plain SET a = 1; END $$',
    'DO $$ BEGIN ALTER TABLE plain ADD COLUMN c int; END $$',
  ],
};
