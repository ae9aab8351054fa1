import type { Evidence } from '../evidence';

export const tables: Evidence = {
  subject: 'tables',
  setup: `
    CREATE SCHEMA other;
    CREATE TABLE o (id int PRIMARY KEY);
    CREATE TABLE t (id int PRIMARY KEY, o int REFERENCES o, b text);
    CREATE INDEX t_b ON t (b);
    CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t);
    CREATE TABLE alone (id serial PRIMARY KEY, a int);
    CREATE TABLE other.far (id int PRIMARY KEY, t int REFERENCES t);
    CREATE UNLOGGED TABLE fast (id int PRIMARY KEY);
    CREATE TABLE base (id int);
    CREATE TABLE derived () INHERITS (base);
    CREATE TABLE loose (id int);
    CREATE TABLE viewed (id int PRIMARY KEY, a int);
    CREATE VIEW v AS SELECT id FROM viewed;
    CREATE VIEW w AS SELECT id FROM v;
    INSERT INTO o VALUES (1);
    INSERT INTO t VALUES (1, 1, 'x');
    INSERT INTO child VALUES (1, 1);
    INSERT INTO alone VALUES (1, 1);
    INSERT INTO fast VALUES (1);
    INSERT INTO base VALUES (1);
    INSERT INTO viewed VALUES (1, 1);
  `,
  statements: [
    'CREATE TABLE n (id serial PRIMARY KEY, name text UNIQUE)',
    'CREATE TABLE n (id int PRIMARY KEY, o int REFERENCES o, t int REFERENCES t)',
    'CREATE TABLE n (id int, o int, CONSTRAINT c FOREIGN KEY (o) REFERENCES o (id) ON DELETE CASCADE)',
    'CREATE TABLE n (id int PRIMARY KEY, n int REFERENCES n)',
    'CREATE TABLE n () INHERITS (base)',
    'CREATE TABLE n (LIKE t INCLUDING ALL)',
    'CREATE TABLE n AS SELECT id FROM t',
    'CREATE TABLE n AS SELECT id FROM v',
    'CREATE TEMPORARY TABLE n (id int)',
    'CREATE UNLOGGED TABLE n (id int)',
    'CREATE TABLE IF NOT EXISTS t (id int)',
    'CREATE TABLE IF NOT EXISTS n (id int)',
    'CREATE TABLE t (id int)',
    'CREATE TABLE v (id int)',
    'CREATE TABLE missing.t (id int)',
    'CREATE TABLE n (id int REFERENCES missing)',
    'CREATE TABLE n (id int, c "Missing")',
    'CREATE TEMPORARY TABLE t (id int)',
    'ALTER TABLE t RENAME TO o',
    'ALTER TABLE t RENAME COLUMN o TO b',
    'ALTER TABLE t RENAME CONSTRAINT t_o_fkey TO t_pkey',
    'DROP TABLE alone',
    'DROP TABLE child',
    'DROP TABLE t',
    'DROP TABLE t CASCADE',
    'DROP TABLE t, child, other.far',
    'DROP TABLE o CASCADE',
    'DROP TABLE viewed',
    'DROP TABLE viewed CASCADE',
    'DROP TABLE base',
    'DROP TABLE base CASCADE',
    'DROP TABLE other.far',
    'DROP TABLE IF EXISTS missing',
    'DROP TABLE missing',
    'ALTER TABLE t RENAME TO tt',
    'ALTER TABLE viewed RENAME TO seen',
    'ALTER TABLE t SET SCHEMA other',
    'ALTER TABLE alone SET UNLOGGED',
    'ALTER TABLE alone SET LOGGED',
    'ALTER TABLE fast SET LOGGED',
    'ALTER TABLE fast SET UNLOGGED',
    'ALTER TABLE t SET (fillfactor = 80)',
    'ALTER TABLE t SET (autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.1)',
    'ALTER TABLE t RESET (fillfactor)',
    'ALTER TABLE t SET (parallel_workers = 2)',
    'ALTER TABLE t SET (user_catalog_table = true)',
    'ALTER TABLE t CLUSTER ON t_pkey',
    'ALTER TABLE t SET WITHOUT CLUSTER',
    'ALTER TABLE t REPLICA IDENTITY FULL',
    'ALTER TABLE t OWNER TO postgres',
    'ALTER TABLE t SET TABLESPACE pg_default',
    'ALTER TABLE t SET ACCESS METHOD heap',
    'ALTER TABLE loose INHERIT base',
    'ALTER TABLE derived NO INHERIT base',
    'ALTER TABLE missing RENAME TO tt',
    'ALTER TABLE IF EXISTS missing RENAME TO tt',
    'CLUSTER t USING t_b',
    'ANALYZE t',
    'LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE',
    'LOCK TABLE t',
    'LOCK TABLE t, o IN EXCLUSIVE MODE',
  ],
};
