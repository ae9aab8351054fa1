import { strict as assert } from 'node:assert';
import { skipWithoutServer, supportedVersions, withDatabase } from './server';

describe('PostgreSQL servers for the tests', () => {
  for (const version of supportedVersions) {
    it(`starts version ${version}`, async function () {
      skipWithoutServer(this, version);
      this.timeout(60_000);
      const seen = await withDatabase(version, async (client) => {
        const { rows } = await client.query<{ version: string; zone: string }>(
          `SELECT current_setting('server_version_num') AS version, current_setting('TimeZone') AS zone`,
        );
        return rows[0];
      });
      assert.equal(Math.floor(Number(seen?.version) / 10_000), version);
      assert.equal(seen?.zone, 'UTC');
    });
  }
});
