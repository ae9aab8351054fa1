import { describeReading } from './describe-reading';

describeReading('data', {
  'INSERT INTO s.t (a, "B") VALUES (1, 2), (3, 4) ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING id': [
    'insert',
    'insert-rows table=s.t source={type=values rows=2} columns=[a, B] query=(write s.t, excluded.b, id)',
  ],
  'INSERT INTO t SELECT x.a FROM u x WHERE f(x.b)': [
    'insert',
    'insert-rows table=t source={type=query} query=(write t, read u x, x.a, x.b, f())',
  ],
  'INSERT INTO t DEFAULT VALUES': ['insert', 'insert-rows table=t source={type=values rows=1} query=(write t)'],
  'UPDATE "T" SET a = 1, "b" = c.d FROM c WHERE c.id = "T".id AND "T".x = \'y\' RETURNING a': [
    'update',
    'update-rows table=T columns=[a, b] where=\'c.id = "T".id AND "T".x = \'y\'\' query=(write T, read c, c.d, c.id, T.id, T.x, a)',
  ],
  'UPDATE ONLY t AS u SET a = lower(b)': ['update', "update-rows table=t columns=[a] values=['lower(b)'] query=(write t u, b, lower())"],
  'UPDATE t SET a = f(b, 1), c = (SELECT 2 WHERE true) WHERE d': [
    'update',
    "update-rows table=t columns=[a, c] values=['f(b, 1)', '(SELECT 2 WHERE true)'] where='d' query=(write t, b, d, f())",
  ],
  'DELETE FROM s.t USING u WHERE t.a = u.a': ['delete', "delete-rows table=s.t where='t.a = u.a' query=(write s.t, read u, t.a, u.a)"],
  'DELETE FROM t': ['delete', 'delete-rows table=t query=(write t)'],
  'WITH gone AS (DELETE FROM a RETURNING *), t AS (SELECT * FROM t) INSERT INTO b SELECT * FROM gone, t': [
    'insert',
    'insert-rows table=b source={type=query} query=(write a, read t, write b, *, t.*)',
    'delete-rows table=a query=(write a, *)',
  ],
  'WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT n FROM r) UPDATE t SET a = (SELECT max(n) FROM r)': [
    'update',
    'update-rows table=t columns=[a] query=(write t, n, n, max())',
  ],
  'MERGE INTO s.t USING u ON t.a = u.a WHEN MATCHED THEN DELETE': ['merge', 'merge-rows table=s.t query=(write s.t, read u, t.a, u.a)'],
  'SELECT a AS b FROM t, LATERAL (SELECT 1 FROM u) x GROUP BY b, c ORDER BY b': ['select', 'select-rows query=(read t, read u, a, c)'],
  'SELECT * FROM t WHERE a = (SELECT max(z) FROM u) FOR UPDATE': ['select', 'select-rows query=(lock-rows t, read u, t.*, a, z, max())'],
  "SELECT setval('q', 5)": ['select', 'select-rows query=(setval())'],
  'TRUNCATE ONLY a, s.b CASCADE': [
    'truncate',
    'truncate table=a cascade together=[a, s.b]',
    'truncate table=s.b cascade together=[a, s.b]',
  ],
  'COPY s.t FROM stdin': ['copy', 'copy-rows table=s.t direction=from'],
  'COPY (SELECT a FROM t) TO stdout': ['copy', 'select-rows query=(read t, a)'],
  'CALL s.p(1)': ['call', 'call-procedure procedure=s.p'],
  'LOCK TABLE a, s.b IN SHARE ROW EXCLUSIVE MODE': ['lock', 'lock-tables tables=[a, s.b] mode=SHARE ROW EXCLUSIVE'],
  'LOCK a': ['lock', 'lock-tables tables=[a] mode=ACCESS EXCLUSIVE'],
  'ANALYZE a, b': ['vacuum', 'analyze table=a', 'analyze table=b'],
  ANALYZE: ['vacuum', 'analyze'],
  'VACUUM (FULL, ANALYZE) a': ['vacuum', 'vacuum table=a full'],
  VACUUM: ['vacuum', 'vacuum'],
  'CLUSTER a USING i': ['cluster', 'cluster table=a'],
  CLUSTER: ['cluster', 'cluster'],
});
