import { describeReading } from './describe-reading';

describeReading('indexes', {
  'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i" ON ONLY s."T" USING gin ("a" DESC, lower(b) text_pattern_ops, (c || d)) INCLUDE (e, f) NULLS NOT DISTINCT WHERE "a" IS NOT NULL':
    [
      'index',
      "create-index name=i table=s.T unique concurrently ifNotExists method=gin keys=[{type=column column=a descending}, {type=expression expression='lower(b)' operatorClass=text_pattern_ops}, {type=expression expression='c || d'}] include=[e, f] where='\"a\" IS NOT NULL' nullsNotDistinct only",
    ],
  'CREATE INDEX ON t (current_date, coalesce(a, b) DESC)': [
    'index',
    "create-index table=t method=btree keys=[{type=expression expression='current_date'}, {type=expression expression='coalesce(a, b)' descending}]",
  ],
  'CREATE INDEX ON t (a)': ['index', 'create-index table=t method=btree keys=[{type=column column=a}]'],
  'DROP INDEX CONCURRENTLY IF EXISTS s.i, j': [
    'drop',
    'drop-index index=s.i concurrently ifExists',
    'drop-index index=j concurrently ifExists',
  ],
  'ALTER INDEX IF EXISTS i RENAME TO j': ['rename', 'rename-index index=i ifExists to=j'],
  'ALTER INDEX i ATTACH PARTITION s.j': ['alter-table', 'attach-index index=i child=s.j'],
  'ALTER INDEX i SET (fillfactor = 5)': ['alter-table', 'set-index-option index=i option=storage-parameters'],
  'ALTER INDEX i SET TABLESPACE x': ['alter-table', 'set-index-option index=i option=tablespace'],
  'ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 5': ['alter-table', 'set-index-option index=i option=statistics'],
  'ALTER INDEX i DEPENDS ON EXTENSION e': ['alter-object-depends', 'set-index-option index=i option=depends-on-extension'],
  'REINDEX INDEX CONCURRENTLY s.i': ['reindex', 'reindex target=index name=s.i concurrently'],
  'REINDEX (VERBOSE) TABLE t': ['reindex', 'reindex target=table name=t'],
  'REINDEX SCHEMA s': ['reindex', 'reindex target=schema name=s'],
  'REINDEX DATABASE d': ['reindex', 'reindex target=database name=d'],
});
