import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { differencesBetween } from '../../../server/src/deploy/drift/compare';
import { foldSql } from '../../analysis/catalog/fold-sql';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { introspected } from '../introspection/introspected';

/** Type, default, and another default that is one. */
const defaults: readonly (readonly [type: string, written: string, other: string])[] = [
  ...([
    ['integer', '0', '1'],
    ['integer', '-1', '1'],
    ['bigint', '5000000000', '0'],
    ['smallint', "'7'", '8'],
    ['numeric(10,2)', '1.50', '1.51'],
  ] as const),
  ...([
    ['numeric', '1e3', '1e4'],
    ['double precision', '0.5', '0.6'],
    ['boolean', 'TRUE', 'FALSE'],
    ['boolean', "'f'", "'t'"],
    ['text', "''", "'x'"],
  ] as const),
  ...([
    ['varchar(20)', "'ä ''b'''", "'b'"],
    ['char(3)', "'ab'", "'ac'"],
    ['text', "E'a\\nb'", "'a b'"],
    ['jsonb', `'{"b":1, "a":[1,2]}'`, "'{}'"],
    ['json', "'{}'", "'[]'"],
  ] as const),
  ...([
    ['text[]', "'{}'", "'{a}'"],
    ['text[]', 'ARRAY[]::TEXT[]', "ARRAY['a']"],
    ['integer[]', "'{1, 2}'", "'{1,3}'"],
    ['mood', "'happy'", "'sad'"],
    ['mood[]', "'{happy}'", "'{sad}'"],
  ] as const),
  ...([
    ['timestamp(3)', 'CURRENT_TIMESTAMP', 'now()'],
    ['timestamptz', "now() + interval '1 week'", "now() + interval '8 days'"],
    ['date', "'2026-01-01'", "'2026-01-02'"],
  ] as const),
  ...([
    ['timestamp', "'2026-01-01'", "'2026-01-02'"],
    ['uuid', "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'"],
  ] as const),
  ...([
    ['text', "'a' || 'b'", "'a' || 'c'"],
    ['text', 'md5(random()::text)', "md5('x')"],
    ['integer', '2 * 3', '2 * 4'],
    ['text', 'CURRENT_USER', 'SESSION_USER'],
  ] as const),
];

describe('a default', function () {
  this.timeout(60_000);

  before(() => prepare());

  for (const version of [12, 15, 18]) {
    it(`is the same as PostgreSQL ${version} keeps it, and another one is another one`, async function () {
      skipWithoutServer(this, version);
      await withDatabase(version, async (client) => {
        const sqlWith = (column: (row: (typeof defaults)[number]) => string): string =>
          `CREATE TYPE mood AS ENUM ('happy', 'sad');\nCREATE TABLE t (${defaults.map((row, place) => `c${place} ${row[0]} DEFAULT ${column(row)}`).join(', ')});`;
        const written = sqlWith(([, text]) => text);
        await client.query(written);
        const { catalog } = await introspected(client);
        assert.deepEqual(
          differencesBetween(catalog, foldSql(written), 'history').map(({ sentence }) => sentence),
          [],
        );
        const found = differencesBetween(catalog, foldSql(sqlWith(([, , other]) => other)), 'history');
        assert.deepEqual(
          found.map(({ part }) => part),
          defaults.map((_, place) => `c${place}`),
        );
      });
    });
  }
});
