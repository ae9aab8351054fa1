import { describeReading } from './describe-reading';

describeReading('views', {
  'CREATE OR REPLACE TEMP VIEW v (x) AS SELECT a, b AS c, t.d, count(*) FROM s.t JOIN u USING (id)': [
    'view',
    'create-view view=v orReplace temporary withData columns=[x, c, d] moreColumns query=(read s.t, read u, a, b, t.d, id, count())',
  ],
  'CREATE MATERIALIZED VIEW IF NOT EXISTS s.v AS SELECT * FROM t WITH NO DATA': [
    'create-table-as',
    'create-view view=s.v materialized ifNotExists moreColumns query=(read t, t.*)',
  ],
  'DROP VIEW IF EXISTS v, s.w CASCADE': [
    'drop',
    'drop-view view=v ifExists cascade together=[v, s.w]',
    'drop-view view=s.w ifExists cascade together=[v, s.w]',
  ],
  'DROP MATERIALIZED VIEW v': ['drop', 'drop-view view=v materialized together=[v]'],
  'ALTER VIEW IF EXISTS v RENAME TO w': ['rename', 'rename-view view=v ifExists to=w'],
  'ALTER MATERIALIZED VIEW v RENAME TO w': ['rename', 'rename-view view=v to=w'],
  'ALTER VIEW v RENAME COLUMN a TO b': ['rename', 'rename-view-column view=v column=a to=b'],
  'ALTER VIEW v SET SCHEMA s': ['alter-object-schema', 'move-view view=v toSchema=s'],
  'ALTER VIEW v ALTER COLUMN a SET DEFAULT 1': ['alter-table', 'alter-view view=v'],
  'ALTER MATERIALIZED VIEW v OWNER TO x': ['alter-table', 'alter-view view=v materialized'],
  'REFRESH MATERIALIZED VIEW CONCURRENTLY s.v': ['refresh-mat-view', 'refresh-materialized-view view=s.v concurrently withData'],
  'REFRESH MATERIALIZED VIEW v WITH NO DATA': ['refresh-mat-view', 'refresh-materialized-view view=v'],
});
