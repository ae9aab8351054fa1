import { strict as assert } from 'node:assert';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { type DriftOutcome, driftOf } from '../../server/src/deploy/drift/drift';
import { environmentAt, projectIn } from '../deploy/environments';
import { prismaMigrateSqlite } from '../deploy/prisma-migrate';
import { folderWith } from '../project/folders';
import { findCorpus, type History, histories, requireCorpus } from './corpus';
import { schemaOf } from './schema-of';

/** What Prisma's engine has deployed has drifted neither from the history nor, at its end, from the schema. */
describe('a real history leaves no drift in SQLite', function () {
  this.timeout(60_000);

  before(function () {
    requireCorpus(this);
  });

  const corpus = findCorpus();
  for (const history of corpus === null ? [] : histories(corpus, 'sqlite')) {
    it(history.root, async () => {
      const schema = corpus === null ? '' : schemaOf(corpus, history).map(({ text }) => text);
      await check(history, [...schema].join('\n'));
    });
  }
});

async function check(history: History, schema: string): Promise<void> {
  const folder = folderWith({ 'prisma/schema.prisma': schema, 'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n' });
  for (const { name, path } of history.migrations) cpSync(dirname(path), join(folder, 'prisma/migrations', name), { recursive: true });
  const database = new Database(join(folder, 'prisma/dev.db'));
  try {
    const prisma = await prismaMigrateSqlite(database, join(folder, 'prisma/migrations'));
    assert.equal(await prisma.deploy(), null);
    const project = await projectIn(folder);
    const environment = await environmentAt('file:./dev.db', project);
    for (const against of ['history', 'schema'] as const)
      assert.deepEqual(found(await driftOf({ project, environment, against })), [], against);
    database.exec('CREATE TABLE by_hand (id INTEGER)');
    assert.deepEqual(found(await driftOf({ project, environment, against: 'history' })), ['Table "by_hand" exists only in the database.']);
  } finally {
    database.close();
  }
}

function found(outcome: DriftOutcome): readonly string[] {
  assert.equal(outcome.type, 'compared', JSON.stringify(outcome));
  return outcome.type === 'compared' ? outcome.differences.map(({ sentence }) => sentence) : [];
}
