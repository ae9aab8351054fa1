import { strict as assert } from 'node:assert';
import { stableOrImmutable } from '../../server/src/analysis/effects/postgres/built-in-functions';
import { skipWithoutServer, supportedVersions, withDatabase } from './server';

describe('the list of functions that are not volatile', () => {
  for (const version of supportedVersions) {
    it(`holds none that PostgreSQL ${version} calls volatile`, async function () {
      skipWithoutServer(this, version);
      this.timeout(60_000);
      const volatile = await withDatabase(version, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `SELECT DISTINCT proname AS name FROM pg_proc
           WHERE pronamespace = 'pg_catalog'::regnamespace AND provolatile = 'v'
             AND NOT (proname = 'timezone' AND prorettype = 'timetz'::regtype)`,
        );
        return rows.map(({ name }) => name);
      });
      assert.ok(volatile.includes('random') && volatile.includes('nextval'));
      assert.deepEqual(
        volatile.filter((name) => stableOrImmutable.has(name)),
        [],
      );
    });
  }

  it('holds only names that the newest version knows', async function () {
    const version = supportedVersions.at(-1) ?? 0;
    skipWithoutServer(this, version);
    const unknown = await withDatabase(version, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT name FROM unnest($1::text[]) AS name
         WHERE NOT EXISTS (SELECT 1 FROM pg_proc WHERE proname = name)
           AND NOT EXISTS (SELECT 1 FROM pg_get_keywords() WHERE word = name)`,
        [[...stableOrImmutable]],
      );
      return rows.map(({ name }) => name);
    });
    assert.deepEqual(unknown, []);
  });
});
