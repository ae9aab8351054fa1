import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cachedStatistics,
  parseStatistics,
  type StoredStatistics,
  statisticsJson,
  statisticsPath,
  writeStatisticsFile,
} from '../../server/src/project/statistics/statistics-file';
import { folderWith } from './folders';

const taken = (environment: string, kind: StoredStatistics['kind'], takenAt: string): StoredStatistics => ({
  ...{ environment, kind, takenAt },
  tables: new Map([['public.Order', { rows: 5, bytes: null, indexes: 1 }]]),
});

describe('a file of statistics', () => {
  it('is read as it was written, sorted by table', () => {
    const statistics: StoredStatistics = {
      ...taken('production', 'production', '2026-11-20T10:00:00.000Z'),
      tables: new Map([
        ['public.b', { rows: null, bytes: 8192, indexes: null }],
        ['public.a', { rows: 12, bytes: 1, indexes: 0 }],
      ]),
    };
    const text = statisticsJson(statistics);
    assert.ok(text.indexOf('public.a') < text.indexOf('public.b'));
    assert.deepEqual(parseStatistics(text), { ok: true, statistics: { ...statistics, tables: new Map([...statistics.tables].reverse()) } });
  });

  for (const [what, text] of [
    ['no JSON', '{'],
    ['another file', '{ "version": 1 }'],
    ['a list', '[]'],
    ['a version that is to come', '{ "version": 2, "environment": "x", "takenAt": "2026-11-20T10:00:00Z", "tables": {} }'],
    ['no time', '{ "version": 1, "environment": "x", "takenAt": "yesterday", "tables": {} }'],
  ] as const) {
    it(`is refused where it is ${what}`, () => assert.equal(parseStatistics(text).ok, false));
  }

  it('takes what is no number for not known', () => {
    const read = parseStatistics(
      '{ "version": 1, "environment": "x", "kind": "odd", "takenAt": "2026-11-20T10:00:00Z", "tables": { "public.a": { "rows": "5" }, "public.b": 3 } }',
    );
    assert.ok(read.ok);
    assert.deepEqual(
      [...read.statistics.tables.values()],
      [
        { rows: null, bytes: null, indexes: null },
        { rows: null, bytes: null, indexes: null },
      ],
    );
  });

  it('counts by what its environment is, then by its age; one that is damaged or of another project does not', () => {
    const cache = folderWith({});
    const write = (root: string, statistics: StoredStatistics) =>
      writeStatisticsFile(statisticsPath(cache, root, statistics.environment), statistics);
    assert.equal(cachedStatistics(join(cache, 'nowhere'), '/app'), null);
    write('/app', taken('dev', 'development', '2026-11-20T12:00:00.000Z'));
    assert.equal(cachedStatistics(cache, '/app')?.environment, 'dev');
    write('/app', taken('eu', 'production', '2026-11-18T12:00:00.000Z'));
    write('/app', taken('us', 'production', '2026-11-19T12:00:00.000Z'));
    write('/other', taken('theirs', 'production', '2026-11-20T12:00:00.000Z'));
    assert.equal(cachedStatistics(cache, '/app')?.environment, 'us');
    writeFileSync(statisticsPath(cache, '/app', 'us'), '{ "version": 1, "envi');
    assert.equal(cachedStatistics(cache, '/app')?.environment, 'eu');
    assert.ok(!readdirSync(cache).some((name) => name.endsWith('.tmp')));
  });

  it('lies in the cache whatever an environment is called', () => {
    const path = statisticsPath('/cache', '/app', '../../etc/passwd');
    assert.match(path, /^[/\\]cache[/\\]app-\w+\.\.\._\.\._etc_passwd\.statistics\.json$/);
  });
});
