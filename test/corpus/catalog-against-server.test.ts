import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { catalogFacts } from '../analysis/catalog/catalog-facts';
import { serverFacts } from '../analysis/catalog/server-facts';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { findCorpus, histories, requireCorpus } from './corpus';
import { followOnServer } from './followed-on-server';

const version = 15;

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
    it(history.root, () => withDatabase(version, (client) => followOnServer(client, history, compare)));
  }
});

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
