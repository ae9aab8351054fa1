import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { prepare } from '../../../server/src/analysis/analyze';
import { apply } from '../../../server/src/analysis/catalog/apply/apply';
import { endSession } from '../../../server/src/analysis/catalog/apply/session';
import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { draftOf, emptyCatalog, snapshot } from '../../../server/src/analysis/catalog/draft';
import { inExecutionOrder } from '../../../server/src/analysis/operation/execution-order';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import type { Statement } from '../../../server/src/analysis/sql/statement';
import { differencesBetween } from '../../../server/src/deploy/drift/compare';
import { type CatalogCase, casesBySubject, publicSchema } from '../../analysis/catalog/cases';
import { catalogFacts } from '../../analysis/catalog/catalog-facts';
import { emptyDatabase, runOnServer } from '../../analysis/catalog/run-on-server';
import { skipWithoutServer, supportedVersions, withDatabase } from '../../evidence/server';
import { introspected } from './introspected';

/** The cases of the catalog say what the server has; what is read from it must be the same, and no drift from what their text has built. */
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
  const { statements } = readPostgres(sql);
  const accepted = await runOnServer(client, sql, statements);
  await client.query('RESET ALL; DISCARD TEMP');
  const { catalog, unread } = await introspected(client);
  const read = catalogFacts(catalog).filter((fact) => fact !== publicSchema);
  assert.deepEqual(read, facts, name);
  assert.deepEqual(unread, [], name);
  const differences = differencesBetween(catalog, folded(statements.filter(({ index }) => accepted[index])), 'history');
  assert.deepEqual(
    differences.map(({ sentence, database, expected }) => [sentence, database, expected]),
    [],
    name,
  );
  await emptyDatabase(client);
}

function folded(statements: readonly Statement[]): Catalog {
  const draft = draftOf(emptyCatalog('postgresql'));
  for (const { operations } of statements) for (const operation of inExecutionOrder(operations)) apply(draft, operation);
  endSession(draft);
  return snapshot(draft);
}
