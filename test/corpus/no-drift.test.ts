import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { prepare } from '../../server/src/analysis/analyze';
import { apply } from '../../server/src/analysis/catalog/apply/apply';
import { endSession } from '../../server/src/analysis/catalog/apply/session';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { draftOf, emptyCatalog, snapshot } from '../../server/src/analysis/catalog/draft';
import { inExecutionOrder } from '../../server/src/analysis/operation/execution-order';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { differencesBetween } from '../../server/src/deploy/drift/compare';
import { catalogFacts } from '../analysis/catalog/catalog-facts';
import { runOnServer } from '../analysis/catalog/run-on-server';
import { serverFacts } from '../analysis/catalog/server-facts';
import { introspected } from '../deploy/introspection/introspected';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { findCorpus, type History, histories, requireCorpus } from './corpus';

/** So often within a history the two are compared, and at its end. */
const migrationsBetweenComparisons = 20;

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
      it(history.root, () => withDatabase(version, (client) => follow(client, history)));
    }
  });
}

async function follow(client: Client, history: History): Promise<void> {
  let catalog = emptyCatalog('postgresql');
  for (const [place, migration] of history.migrations.entries()) {
    catalog = await step(client, catalog, readFileSync(migration.path, 'utf8'));
    const last = place === history.migrations.length - 1;
    if (last || place % migrationsBetweenComparisons === 0) await compare(client, catalog, migration.name);
  }
}

async function step(client: Client, before: Catalog, text: string): Promise<Catalog> {
  const { statements } = readPostgres(text);
  const accepted = await runOnServer(client, text, statements);
  await client.query('RESET ALL; DISCARD TEMP');
  const draft = draftOf(before);
  for (const statement of statements) {
    if (accepted[statement.index]) for (const operation of inExecutionOrder(statement.operations)) apply(draft, operation);
  }
  endSession(draft);
  return snapshot(draft);
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
