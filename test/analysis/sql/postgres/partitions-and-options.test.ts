import { describeReading } from './describe-reading';

describeReading('partitions and options', {
  'ALTER TABLE t ATTACH PARTITION s.p FOR VALUES FROM (1) TO (10)': [
    'alter-table',
    'attach-partition table=t partition=s.p bound={type=range from=[1] to=[10]}',
  ],
  'ALTER TABLE t DETACH PARTITION p CONCURRENTLY': ['alter-table', 'detach-partition table=t partition=p concurrently'],
  'ALTER TABLE t DETACH PARTITION p FINALIZE': ['alter-table', 'detach-partition table=t partition=p finalize'],
  'ALTER TABLE t OWNER TO x, CLUSTER ON i, SET WITHOUT CLUSTER, SET LOGGED, SET UNLOGGED, SET ACCESS METHOD heap, SET TABLESPACE ts': [
    'alter-table',
    'set-table-option table=t option=owner',
    'set-table-option table=t option=cluster-on',
    'set-table-option table=t option=without-cluster',
    'set-table-option table=t option=logged',
    'set-table-option table=t option=unlogged',
    'set-table-option table=t option=access-method',
    'set-table-option table=t option=tablespace',
  ],
  'ALTER TABLE t SET (fillfactor = 70, toast.autovacuum_enabled = off), RESET (fillfactor), INHERIT s.p, NO INHERIT p, OF ty, NOT OF, REPLICA IDENTITY FULL':
    [
      'alter-table',
      'set-table-option table=t option=storage-parameters parameters=[fillfactor, toast.autovacuum_enabled]',
      'set-table-option table=t option=storage-parameters parameters=[fillfactor]',
      'set-table-option table=t option=inherit other=s.p',
      'set-table-option table=t option=no-inherit other=p',
      'set-table-option table=t option=of-type',
      'set-table-option table=t option=of-type',
      'set-table-option table=t option=replica-identity',
    ],
  'ALTER TABLE t ENABLE ALWAYS RULE r, ENABLE TRIGGER x, DISABLE TRIGGER ALL, ENABLE TRIGGER USER, ENABLE REPLICA TRIGGER y': [
    'alter-table',
    'set-table-option table=t option=rewrite-rule',
    'set-trigger-state table=t trigger={type=one name=x} enabled',
    'set-trigger-state table=t trigger={type=all}',
    'set-trigger-state table=t trigger={type=user} enabled',
    'set-trigger-state table=t trigger={type=one name=y} enabled',
  ],
  'ALTER TABLE t ENABLE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY': [
    'alter-table',
    'set-row-security table=t state=enabled',
    'set-row-security table=t state=disabled',
    'set-row-security table=t state=forced',
    'set-row-security table=t state=not-forced',
  ],
  'ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b': [
    'alter-table-move-all',
    'unknown reason=ALTER … ALL IN TABLESPACE moves tables that are not named',
  ],
});
