import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { apply } from '../../server/src/analysis/catalog/apply/apply';
import { endSession } from '../../server/src/analysis/catalog/apply/session';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { draftOf, emptyCatalog, snapshot } from '../../server/src/analysis/catalog/draft';
import { inExecutionOrder } from '../../server/src/analysis/operation/execution-order';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { catalogFacts } from '../analysis/catalog/catalog-facts';
import { runOnServer } from '../analysis/catalog/run-on-server';
import { serverFacts } from '../analysis/catalog/server-facts';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { findCorpus, type History, histories, requireCorpus } from './corpus';

const version = 15;

/** So often within a history the two are compared, and at its end. */
const migrationsBetweenComparisons = 20;

/** Facts that only the catalog has, each with its reason. */
const explained: ReadonlySet<string> = new Set([
  // Created in a DO block where the server offers it, which this one does not. What may run is taken to have run.
  'extension pg_cron',
  // `SELECT id FROM other` in a subquery of a query that reads this table too: which one is meant depends on the nesting.
  'view public.GenerationCoverage uses public.ModelFile id',
  // A name that a subquery gives, on top of a view whose columns are not all known.
  'view public.UserRank_Live uses public.UserStat row_num',
]);

/**
 * Every history is executed statement by statement on a server and folded beside it; both must hold the same. A statement that
 * the server refuses (an extension that it lacks, rows that are not there) is left out on both sides.
 */
describe('the catalog of a real history is what the server has', function () {
  this.timeout(300_000);

  before(function () {
    requireCorpus(this);
    skipWithoutServer(this, version);
  });

  const corpus = findCorpus();
  for (const history of corpus === null ? [] : histories(corpus, 'postgresql')) {
    it(history.root, () => withDatabase(version, (client) => follow(client, history)));
  }
});

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
  const isUnknown = unknownTo(catalog);
  const folded = catalogFacts(catalog).filter((fact) => !isUnknown(fact) && !explained.has(fact));
  const held = (await serverFacts(client)).filter((fact) => !isUnknown(fact));
  assert.deepEqual(folded, held, `after ${migration}`);
}

/** The catalog says itself what it does not know: columns of a table made from a query, columns that a `*` stands for. */
function unknownTo(catalog: Catalog): (fact: string) => boolean {
  const starts = [
    ...[...catalog.tables].flatMap(([id, { complete }]) => (complete ? [] : [`column ${id} `])),
    ...[...catalog.views].flatMap(([id, { dependsOn }]) =>
      dependsOn.flatMap(({ relation, columns }) => (columns === null ? [`view ${id} uses ${relation}`] : [])),
    ),
  ];
  return (fact) => starts.some((start) => fact.startsWith(start));
}
