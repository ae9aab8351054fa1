import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { apply } from '../../server/src/analysis/catalog/apply/apply';
import { endSession } from '../../server/src/analysis/catalog/apply/session';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { diffCatalogs } from '../../server/src/analysis/catalog/diff/diff';
import { draftOf, emptyCatalog, snapshot } from '../../server/src/analysis/catalog/draft';
import { inExecutionOrder } from '../../server/src/analysis/operation/execution-order';
import { writeMigration } from '../../server/src/analysis/render/migration';
import { schemaSpelling } from '../../server/src/analysis/render/schema-spelling';
import { writeDatamodel } from '../../server/src/analysis/schema/datamodel/write-datamodel';
import { readSchema } from '../../server/src/analysis/schema/read';
import type { SchemaFile } from '../../server/src/analysis/schema/schema-text';
import type { Wanted } from '../../server/src/analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../server/src/analysis/schema/wanted/wanted-catalog';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { runOnServer } from '../analysis/catalog/run-on-server';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { closeEngine, engineDiff } from '../prisma-engine';
import { findCorpus, type History, histories, requireCorpus } from './corpus';
import { driftOnServer } from './engine-on-server';
import { schemaOf } from './schema-of';

const version = 15;

/** The Prisma that the engine belongs to. */
const prismaVersion = '7.10.0';

/**
 * Every history is executed on a server, which Prisma's own engine compares with the schema: what it would write is the drift that
 * the project really has. Lockstep must come to the same from the text of the migrations alone, and so must the engine with the
 * datamodel that Lockstep writes for it. A statement that the server refuses is left out of the history.
 */
describe('the drift of a real history is what Prisma finds on a server', function () {
  this.timeout(300_000);

  before(function () {
    requireCorpus(this);
    skipWithoutServer(this, version);
  });

  after(closeEngine);

  const corpus = findCorpus();
  if (corpus === null)
    it('needs the corpus', function () {
      requireCorpus(this);
    });
  if (corpus === null) return;
  for (const history of histories(corpus, 'postgresql')) {
    it(history.root, () => withDatabase(version, (client) => compare(client, history, schemaOf(corpus, history))));
  }
});

async function compare(client: Client, history: History, files: readonly SchemaFile[]): Promise<void> {
  const catalog = await executed(client, history);
  const wanted = wantedCatalog(readSchema(files.map(({ text }) => `${text}\n`).join('')), 'postgresql');
  const isKnown = knownIn(catalog);
  const real = statementsOf(await driftOnServer(client, files)).filter(isKnown);
  const own = statementsOf(driftInText(catalog, wanted)).filter(isKnown);
  assert.deepEqual(own, real, 'by Lockstep');
  const offline = statementsOf(await engineDiff(writeDatamodel(catalog, wanted, prismaVersion), files)).filter(isKnown);
  assert.deepEqual(offline, real, 'by the engine, from the datamodel of the history');
}

/** Runs the migrations on the server, and folds what it accepts. */
async function executed(client: Client, history: History): Promise<Catalog> {
  let catalog = emptyCatalog('postgresql');
  for (const { path } of history.migrations) {
    const text = readFileSync(path, 'utf8');
    const { statements } = readPostgres(text);
    const accepted = await runOnServer(client, text, statements);
    await client.query('RESET ALL; DISCARD TEMP');
    const draft = draftOf(catalog);
    for (const { index, operations } of statements) {
      if (accepted[index]) for (const operation of inExecutionOrder(operations)) apply(draft, operation);
    }
    endSession(draft);
    catalog = snapshot(draft);
  }
  return catalog;
}

function driftInText(catalog: Catalog, wanted: Wanted): string {
  const changes = diffCatalogs(catalog, wanted.catalog, { ...wanted, from: 'migrations', prismaVersion });
  return writeMigration(changes, { schemas: wanted.schemas, prismaVersion, spelling: schemaSpelling(wanted.origins) }).text;
}

function statementsOf(sql: string): readonly string[] {
  return readPostgres(sql).statements.map(({ span }) => sql.slice(span.start, span.end));
}

/** The text of a history does not show the columns of `CREATE TABLE … AS`: what becomes of such a table is not compared. */
function knownIn({ tables }: Catalog): (statement: string) => boolean {
  const unknown = [...tables.values()].filter(({ complete }) => !complete).map(({ name }) => `"${name}"`);
  return (statement) => !unknown.some((name) => statement.includes(name));
}
