import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { type CatalogCase, casesBySubject, publicSchema } from '../analysis/catalog/cases';
import { emptyDatabase, runOnServer } from '../analysis/catalog/run-on-server';
import { serverFacts } from '../analysis/catalog/server-facts';
import { skipWithoutServer, supportedVersions, withDatabase } from '../evidence/server';

/** The expectations of `test/analysis/catalog/cases` are themselves checked: every supported server must agree with them. */
describe('the cases of the catalog', function () {
  this.timeout(120_000);

  for (const version of supportedVersions) {
    it(`are what PostgreSQL ${version} does`, async function () {
      skipWithoutServer(this, version);
      await withDatabase(version, async (client) => {
        for (const one of Object.values(casesBySubject).flat()) {
          if (one.since === undefined || one.since <= version) await check(client, one);
        }
      });
    });
  }
});

async function check(client: Client, { name, sql, facts }: CatalogCase): Promise<void> {
  await runOnServer(client, sql, readPostgres(sql).statements);
  await client.query('RESET ALL; DISCARD TEMP');
  const held = (await serverFacts(client)).filter((fact) => fact !== publicSchema);
  assert.deepEqual(held, facts, name);
  await emptyDatabase(client);
}
