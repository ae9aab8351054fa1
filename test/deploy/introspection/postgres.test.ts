import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { prepare } from '../../../server/src/analysis/analyze';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import { type CatalogCase, casesBySubject, publicSchema } from '../../analysis/catalog/cases';
import { catalogFacts } from '../../analysis/catalog/catalog-facts';
import { emptyDatabase, runOnServer } from '../../analysis/catalog/run-on-server';
import { skipWithoutServer, supportedVersions, withDatabase } from '../../evidence/server';
import { introspected } from './introspected';

/** The cases of the catalog say what the server has; what is read from it must be the same. */
describe('a PostgreSQL database is read as what it is', function () {
  this.timeout(120_000);

  before(() => prepare());

  for (const version of supportedVersions) {
    it(`by PostgreSQL ${version}, in every case of the catalog`, async function () {
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
  const { catalog, unread } = await introspected(client);
  const read = catalogFacts(catalog).filter((fact) => fact !== publicSchema);
  assert.deepEqual(read, facts, name);
  assert.deepEqual(unread, [], name);
  await emptyDatabase(client);
}
