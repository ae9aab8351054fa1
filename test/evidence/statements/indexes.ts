import type { Evidence } from '../evidence';

export const indexes: Evidence = {
  subject: 'indexes',
  setup: `
    CREATE TABLE t (id int PRIMARY KEY, a int, b text, j jsonb, alt int UNIQUE, code int);
    CREATE INDEX t_a ON t (a);
    CREATE INDEX t_expression ON t (lower(b));
    CREATE UNIQUE INDEX t_code ON t (code);
    CREATE TABLE child (id int PRIMARY KEY, code int REFERENCES t (code));
    CREATE MATERIALIZED VIEW mv AS SELECT id, a FROM t;
    CREATE INDEX mv_a ON mv (a);
    INSERT INTO t VALUES (1, 1, 'x', '{}', 1, 1), (2, 2, 'y', '{}', 2, 2);
    INSERT INTO child VALUES (1, 1);
    REFRESH MATERIALIZED VIEW mv;
  `,
  statements: [
    'CREATE INDEX n ON t (a)',
    'CREATE INDEX ON t (a)',
    'CREATE INDEX n ON t (a DESC, b)',
    'CREATE INDEX n ON t USING hash (a)',
    'CREATE INDEX n ON t USING gin (j)',
    'CREATE INDEX n ON t USING brin (a)',
    'CREATE INDEX n ON t (lower(b)) WHERE a > 1',
    'CREATE INDEX n ON t (a) INCLUDE (b)',
    'CREATE UNIQUE INDEX n ON t (a)',
    'CREATE UNIQUE INDEX n ON t (a) NULLS NOT DISTINCT',
    'CREATE INDEX IF NOT EXISTS t_a ON t (a)',
    'CREATE INDEX t_a ON t (a)',
    'CREATE INDEX n ON missing (a)',
    'CREATE INDEX n ON t (a, missing)',
    'CREATE INDEX n ON mv (id)',
    'DROP INDEX t_a',
    'DROP INDEX t_a, t_expression',
    'DROP INDEX IF EXISTS missing',
    'DROP INDEX missing',
    'DROP INDEX t_pkey',
    'DROP INDEX t_alt_key',
    'DROP INDEX t_code',
    'DROP INDEX t_code CASCADE',
    'DROP INDEX mv_a',
    'ALTER INDEX t_a RENAME TO t_aa',
    'ALTER INDEX t_pkey RENAME TO t_key',
    'ALTER INDEX t RENAME TO tt',
    'ALTER INDEX t_a RENAME TO t_pkey',
    'ALTER INDEX IF EXISTS missing RENAME TO other',
    'ALTER INDEX missing RENAME TO other',
    'ALTER INDEX t_a SET (fillfactor = 80)',
    'ALTER INDEX t_expression ALTER COLUMN 1 SET STATISTICS 100',
    'REINDEX INDEX t_a',
    'REINDEX TABLE t',
    'REINDEX TABLE mv',
    'REINDEX INDEX missing',
    'REINDEX SCHEMA public',
  ],
};

export const indexesConcurrently: Evidence = {
  subject: 'indexes, concurrently',
  setup: `
    CREATE TABLE t (id int PRIMARY KEY, a int, b text);
    CREATE INDEX t_a ON t (a);
    CREATE UNIQUE INDEX t_b ON t (b);
    INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y');
  `,
  statements: [
    'CREATE INDEX CONCURRENTLY n ON t (a)',
    'CREATE UNIQUE INDEX CONCURRENTLY n ON t (a)',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS n ON t (b)',
    'DROP INDEX CONCURRENTLY t_a',
    'DROP INDEX CONCURRENTLY IF EXISTS t_b',
    'DROP INDEX CONCURRENTLY IF EXISTS missing',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a)',
    'REINDEX INDEX CONCURRENTLY t_a',
    'REINDEX TABLE CONCURRENTLY t',
    'VACUUM t',
    'VACUUM (ANALYZE) t',
    'VACUUM FULL t',
  ].map((sql) => ({ sql, hold: 'LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE' })),
};

export const partitionsConcurrently: Evidence = {
  subject: 'partitions, concurrently',
  since: 14,
  setup: `
    CREATE TABLE p (id int, a int) PARTITION BY RANGE (a);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
    CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
    INSERT INTO p VALUES (1, 1), (2, 11);
  `,
  statements: [{ sql: 'ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY', hold: 'LOCK TABLE ONLY p1 IN ACCESS SHARE MODE' }],
};
