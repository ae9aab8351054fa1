import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { baselineOf } from '../../server/src/deploy/recovery/baseline';
import { catalogChanges } from '../../server/src/deploy/recovery/facts/catalog-facts';
import { historyOf } from '../../server/src/deploy/recovery/history';
import { foldedCatalog } from '../../server/src/deploy/recovery/postgres-file';
import { runOnServer } from '../analysis/catalog/run-on-server';
import { seeded, urlOf } from '../deploy/backfills';
import { environmentAt, projectIn } from '../deploy/environments';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, postgresLock, postgresSchema } from '../project/folders';
import { findCorpus, type History, histories, requireCorpus } from './corpus';

const version = 15;

/**
 * A database that the first migrations of a real history have made, and that has no record of them, satisfies these and no more. What a migration behind
 * them changes in rows alone does not show.
 */
describe('a database without a record satisfies the migrations that have made it', function () {
  this.timeout(300_000);

  before(function () {
    requireCorpus(this);
    skipWithoutServer(this, version);
  });

  const corpus = findCorpus();
  for (const [place, history] of (corpus === null ? [] : histories(corpus, 'postgresql')).entries()) {
    it(history.root, () => withDatabase(version, (client) => compare(history, client, seeded(place + 1)())));
  }
});

async function compare(history: History, client: Client, part: number): Promise<void> {
  const local = history.migrations.map(({ name, path }) => ({ name, bytes: readFileSync(path) }));
  const wanted = Math.ceil(part * local.length);
  let applied = 0;
  for (const { bytes } of local.slice(0, wanted)) {
    const text = bytes.toString('utf8');
    const accepted = await runOnServer(client, text, readPostgres(text).statements);
    await client.query('RESET ALL; DISCARD TEMP');
    // From here on this server is another one than the project's: an extension that it lacks, rows that are not there.
    if (!accepted.every(Boolean)) break;
    applied++;
  }
  const project = await projectIn(
    folderWith({ 'prisma/schema.prisma': postgresSchema, 'prisma/migrations/migration_lock.toml': postgresLock }),
  );
  const database = { serverVersion: '', rows: null, hasTables: true };
  const kept = local.slice(0, applied + 1);
  const baseline = await baselineOf(historyOf(database, kept, [], project), await environmentAt(urlOf(client), project), project);
  assert.ok(baseline !== null);
  const { satisfied, missing, others } = baseline;
  assert.ok(satisfied.length >= applied, `${applied} are applied, ${satisfied.length} satisfied: ${missing.slice(0, 5)}`);
  // The next one never ran, or not as a whole.
  if (applied < wanted) return;
  assert.deepEqual(others, []);
  if (satisfied.length === applied) return;
  const [before, after] = await Promise.all(
    [applied, applied + 1].map((end) => foldedCatalog(kept.slice(0, end).map(({ bytes }) => bytes.toString('utf8')))),
  );
  assert.ok(before !== undefined && after !== undefined);
  const shown = catalogChanges(before, after).filter(({ key, after: left }) => left !== null && !/^(default|view of) /.test(key));
  assert.deepEqual(shown, [], `${kept.at(-1)?.name} never ran`);
}
