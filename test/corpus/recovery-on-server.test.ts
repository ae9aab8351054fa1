import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { readAddress } from '../../server/src/deploy/connection/address';
import { examinePostgres } from '../../server/src/deploy/recovery/examine-postgres';
import { howFarItRan, type Ran } from '../../server/src/deploy/recovery/facts/ran';
import { projectOf } from '../../server/src/project/discover';
import type { Project } from '../../server/src/project/project';
import { runOnServer } from '../analysis/catalog/run-on-server';
import { seeded, urlOf } from '../deploy/backfills';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, postgresLock, postgresSchema } from '../project/folders';
import { findCorpus, type History, histories, requireCorpus } from './corpus';
import { afterRevert, schemaOnServer } from './revert-on-server';

const version = 15;

/** So many migrations of each history are stopped half-way. */
const stopsPerHistory = 3;

/**
 * Migrations of real projects are stopped behind a statement, and what the database then holds has to tell which statements have taken effect:
 * to the statement, but for those beside it that change rows alone. Taking them back leads to the schema as it was, as the server describes it.
 */
describe('a real migration that stops half-way', function () {
  this.timeout(300_000);

  before(function () {
    requireCorpus(this);
    skipWithoutServer(this, version);
  });

  const corpus = findCorpus();
  let stops = 0;
  for (const [place, history] of (corpus === null ? [] : histories(corpus, 'postgresql')).entries()) {
    it(history.root, () =>
      withDatabase(version, async (client) => {
        stops += await stopIn(history, client, seeded(place + 1));
      }),
    );
  }

  it('is tried often enough', function () {
    if (corpus === null) return this.skip();
    assert.ok(stops >= 40, `only ${stops} migrations were stopped`);
  });
});

async function stopIn(history: History, client: Client, random: () => number): Promise<number> {
  const texts = history.migrations.map(({ name, path }) => ({ name, text: readFileSync(path, 'utf8') }));
  const project = await emptyProject();
  const chosen = chosenFrom(texts, random);
  let stops = 0;
  for (const [place, { name, text }] of texts.entries()) {
    const { statements } = readPostgres(text);
    const run = (from: number, to?: number): Promise<readonly boolean[]> => runOnServer(client, text, statements.slice(from, to));
    // Within a transaction of its own a file is never left half-way.
    const controls = statements.some(({ operations }) => operations.some(({ kind }) => kind === 'transaction-control'));
    if (!chosen.has(place) || controls) {
      await run(0);
      await client.query('RESET ALL; DISCARD TEMP');
      continue;
    }
    const before = await schemaOnServer(client);
    const stop = 1 + Math.floor(random() * (statements.length - 1));
    const accepted = await run(0, stop);
    // What this server lacks, such as an extension, leaves another database than the project's.
    if (accepted.every(Boolean)) {
      await checkStop({ name, text, stop, earlier: texts.slice(0, place), client, project, before });
      stops++;
    }
    await run(stop);
    await client.query('RESET ALL; DISCARD TEMP');
  }
  return stops;
}

function chosenFrom(texts: readonly { readonly text: string }[], random: () => number): ReadonlySet<number> {
  const long = texts.flatMap(({ text }, place) => (readPostgres(text).statements.length > 2 ? [place] : []));
  const chosen = new Set<number>();
  for (let count = 0; count < stopsPerHistory && long.length > 0; count++) {
    chosen.add(long.splice(Math.floor(random() * long.length), 1)[0] ?? 0);
  }
  return chosen;
}

interface Stop {
  readonly name: string;
  readonly text: string;
  /** So many statements have run. */
  readonly stop: number;
  readonly earlier: readonly { readonly name: string; readonly text: string }[];
  readonly client: Client;
  readonly project: Project;
  readonly before: readonly string[];
}

async function checkStop({ name, text, stop, earlier, client, project, before }: Stop): Promise<void> {
  const read = readAddress(urlOf(client));
  assert.ok(read.ok);
  const address = { provider: 'postgresql', target: read.address.target, postgres: read.address } as const;
  const examined = await examinePostgres({ project, address, earlier, failed: { name, text } }, 30_000, new AbortController().signal);
  const { changes } = examined.file;
  const seen = howFarItRan({ changes, held: examined.held, failedAt: null, hasError: true, isThereAlready: false, execution: 'unknown' });
  assertPlace(seen, stop, name);
  const told = howFarItRan({
    changes,
    held: examined.held,
    failedAt: stop,
    hasError: true,
    isThereAlready: false,
    execution: 'per-statement',
  });
  assert.deepEqual(told.count, { atLeast: stop, atMost: stop }, `${name} at ${stop}`);
  const undo = examined.undo(stop);
  if (!undo.ok) return;
  assert.deepEqual(await afterRevert(client, undo.sql), before, `${name} at ${stop}, taken back by ${undo.sql}`);
}

/** The place is among those that are told, and what lies between them shows in no catalog. */
function assertPlace({ count, changes, strange }: Ran, stop: number, name: string): void {
  assert.ok(count !== null, `${name} at ${stop}: ${JSON.stringify(strange)}`);
  const { atLeast, atMost } = count;
  assert.ok(atLeast <= stop && stop <= atMost, `${name}: stopped at ${stop}, told ${atLeast} to ${atMost}`);
  for (let place = atLeast; place < atMost; place++) assert.deepEqual(changes[place], [], `${name}: statement ${place} can be told`);
}

async function emptyProject(): Promise<Project> {
  const project = await projectOf(
    folderWith({ 'prisma/schema.prisma': postgresSchema, 'prisma/migrations/migration_lock.toml': postgresLock }),
  );
  assert.ok(project !== null);
  return project;
}
