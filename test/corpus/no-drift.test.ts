import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import { prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { differencesBetween } from '../../server/src/deploy/drift/compare';
import { catalogFacts } from '../analysis/catalog/catalog-facts';
import { serverFacts } from '../analysis/catalog/server-facts';
import { introspected } from '../deploy/introspection/introspected';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { findCorpus, histories, requireCorpus } from './corpus';
import { followOnServer } from './followed-on-server';

/** Sentences that are right, each with its reason. */
const explained: ReadonlySet<string> = new Set([
  // Created in a DO block where the server offers it, which this one does not. What may run is taken to have run.
  'Extension "pg_cron" is missing in the database.',
]);

/**
 * What is read from a database is what its server says, and one to which nothing but the migrations has been applied has not drifted. A statement that the server refuses (an extension that it
 * lacks, rows that are not there) is left out on both sides.
 */
for (const version of [12, 15, 18]) {
  describe(`a real history leaves no drift on PostgreSQL ${version}`, function () {
    this.timeout(300_000);

    before(async function () {
      requireCorpus(this);
      skipWithoutServer(this, version);
      await prepare();
    });

    const corpus = findCorpus();
    for (const history of corpus === null ? [] : histories(corpus, 'postgresql')) {
      it(history.root, () => withDatabase(version, (client) => followOnServer(client, history, compare)));
    }
  });
}

async function compare(client: Client, catalog: Catalog, migration: string): Promise<void> {
  const { catalog: database, unread } = await introspected(client);
  assert.deepEqual(unread, [], `after ${migration}`);
  assert.deepEqual(catalogFacts(database), await serverFacts(client), `after ${migration}`);
  const differences = differencesBetween(database, catalog, 'history');
  const wrong = differences.filter(({ sentence }) => !explained.has(sentence));
  assert.deepEqual(
    wrong.map(({ sentence, database: own, expected }) => [sentence, own, expected]),
    [],
    `after ${migration}`,
  );
}
