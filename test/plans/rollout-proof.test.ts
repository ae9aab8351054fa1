import { strict as assert } from 'node:assert';
import { Client } from 'pg';
import { prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { planKinds } from '../../server/src/analysis/plans/registry';
import type { VerifiedStage } from '../../server/src/analysis/plans/rollout/verify-rollout';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { driftOnServer } from '../corpus/engine-on-server';
import { assertState, ran, spec, urlOf } from '../deploy/backfills';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { shop } from './cases';
import { analysed } from './planned';
import { rolledOut } from './rolled-out';
import { type RolloutCase, rolloutCases } from './rollout-cases';
import { startWriters } from './writers';

/** In the tables whose writers are timed. */
const count = 200_000;

/** The oldest and the newest server that is supported. */
const versions = [12, 18];

/** A stall that nobody notices, and that a busy machine has anyway, in milliseconds. */
const unnoticed = 250;

/** How often a run may be repeated whose longest write was disturbed by something else on the machine: what waits for a lock waits each time. */
const attempts = 10;

/** One plan alone, while it is written: `LOCKSTEP_TEST_PLAN=rename-column npm test -- plans`. */
const only = process.env.LOCKSTEP_TEST_PLAN;

type Execution = 'one query per file' | 'statement by statement';

const executions = ['one query per file', 'statement by statement'] as const;

describe('rollouts on real servers', function () {
  this.timeout(600_000);
  const table: string[] = [];

  before(async () => {
    await prepare();
  });

  it('prove every kind of rollout', () => {
    const kinds = planKinds.filter(({ rollout }) => rollout !== undefined).map(({ id }) => id);
    assert.deepEqual(new Set(rolloutCases.map(({ plan }) => plan)), new Set(kinds));
  });

  for (const version of versions) {
    it(`keep both releases going and lead to the schema on PostgreSQL ${version}`, async function () {
      skipWithoutServer(this, version);
      await withDatabase(version, async (administrator) => {
        const servers: Servers = { administrator, version };
        await filled(servers);
        for (const one of rolloutCases) {
          if (only !== undefined && one.plan !== only) continue;
          const { stages, prisma } = stagesOf(one, version);
          for (const execution of executions) {
            let limit = unnoticed;
            let longest = await stallOf(servers, one, stages, execution);
            // What Prisma's own migration does is only asked where it matters.
            if (longest > limit) limit = Math.max(limit, (await stallOfPrisma(servers, one, prisma)) / 20);
            for (let attempt = 1; attempt < attempts && longest > limit; attempt++)
              longest = await stallOf(servers, one, stages, execution);
            const name = `${one.plan}, ${one.name}, PostgreSQL ${version}, ${execution}`;
            assert.ok(longest <= limit, `${name}: a write took ${Math.round(longest)} ms`);
            table.push(`${version}  ${one.plan.padEnd(20)}  ${one.name.padEnd(44)}  ${execution.padEnd(22)}  ${Math.round(longest)} ms`);
          }
        }
      });
    });
  }

  after('print the longest write', () => {
    if (table.length > 0) console.log(`      longest write: server, plan, case, execution, rollout\n      ${table.join('\n      ')}`);
  });
});

const none = '-- This is an empty migration.';

interface Servers {
  readonly administrator: Client;
  readonly version: number;
}

function stagesOf(one: RolloutCase, version: number): { readonly stages: readonly VerifiedStage[]; readonly prisma: string } {
  const { before = shop, after, rule, values = {} } = one;
  const found = rolledOut({ before, after, version, values }, rule);
  assert.ok(found !== null, `${one.name}: there is no such finding`);
  assert.ok(found.ok, `${one.name}: ${found.ok || found.reason}`);
  assert.equal(found.rest, null, `${one.name}: the rollout is not the whole edit`);
  const history = analysed(before, emptyCatalog('postgresql'), version).after;
  return { stages: found.verified.stages, prisma: analysed(after, history, version, before).sql.text };
}

/** A database with the rows, to be copied for each run: nobody is connected to it. */
const template = 'rollouts_template';

async function filled(servers: Servers): Promise<void> {
  await servers.administrator.query(`CREATE DATABASE ${template} TEMPLATE template0`);
  await connectedTo(servers, template, async (client) => {
    await client.query(analysed(shop, emptyCatalog('postgresql'), servers.version).sql.text);
    await client.query(`INSERT INTO "user" ("email") SELECT 'u' || n FROM generate_series(1, ${count}) n`);
    await client.query(
      `INSERT INTO "Order" ("userId", "select", "group") SELECT n, ${count} - n + 1, 'g' || n % 100 FROM generate_series(1, ${count}) n`,
    );
  });
}

/** What Prisma's own migration does to writers; it may fail. Milliseconds. */
async function stallOfPrisma(servers: Servers, one: RolloutCase, sql: string): Promise<number> {
  return inCopy(servers, one, async (client) => {
    const writers = await startWriters(() => opened(servers, 'rollouts_run'), [untouched], count);
    await client.query(sql).catch(() => undefined);
    return writers.stop();
  });
}

/** Reads what no rollout touches. */
const read = 'SELECT "isPaid" FROM "Order" WHERE "id" = $1';

/** Writes what no rollout touches. */
const untouched = 'UPDATE "Order" SET "isPaid" = NOT "isPaid" WHERE "id" = $1';

/** The longest write while all stages are gone through, in milliseconds. Everything else is asserted on the way. */
async function stallOf(servers: Servers, one: RolloutCase, stages: readonly VerifiedStage[], execution: Execution): Promise<number> {
  return inCopy(servers, one, async (client) => {
    const connect = () => opened(servers, 'rollouts_run');
    const label = `${one.plan}, ${one.name}, PostgreSQL ${servers.version}, ${execution}`;
    let longest = 0;
    let writers = await startWriters(connect, [untouched, read, ...one.old], count);
    let failed: unknown = null;
    try {
      for (const { stage, files, schema } of stages) {
        if (stage.type === 'release') {
          // Both releases run for a moment.
          const last = writers;
          writers = await startWriters(connect, [untouched, read, ...one.new], count);
          longest = Math.max(longest, await last.stop());
          if (one.apart !== undefined) {
            const { rows: apart } = await client.query<{ apart: number }>(`SELECT (${one.apart})::int AS apart`);
            assert.deepEqual({ label, ...apart[0] }, { label, apart: 0 });
          }
        } else if (stage.type === 'backfill') {
          const { outcome } = await ran(urlOf(client), spec({ ...stage.spec, batch: { initial: 5000, targetMilliseconds: 100 } }));
          assertState(outcome, 'done');
        } else {
          for (const { text } of files) {
            for (const sql of execution === 'one query per file' ? [text] : statementsIn(text)) await client.query(sql);
          }
          const drift = await driftOnServer(client, schema);
          assert.deepEqual({ label, stage: stage.name, drift: drift.trim() }, { label, stage: stage.name, drift: none });
        }
      }
    } catch (error) {
      failed = error;
    }
    try {
      longest = Math.max(longest, await writers.stop());
    } catch (error) {
      failed ??= error;
    }
    if (failed !== null) throw failed;
    const { rows: counted } = await client.query<{ wrong: number; kept: number; left: number }>(
      `SELECT (${one.wrong})::int AS wrong, (SELECT count(*)::int FROM "Order" WHERE "id" <= ${count}) AS kept,
        (SELECT count(*)::int FROM pg_trigger WHERE NOT tgisinternal) + (SELECT count(*)::int FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS left`,
    );
    assert.deepEqual({ label, ...counted[0] }, { label, wrong: 0, kept: count, left: 0 });
    return longest;
  });
}

async function inCopy<T>(servers: Servers, one: RolloutCase, body: (client: Client) => Promise<T>): Promise<T> {
  const { before, rows: prepared } = one;
  // Copying files is faster than writing the copy into the log, which is what servers do since 15 unless they are told.
  const strategy = servers.version >= 15 ? ' STRATEGY FILE_COPY' : '';
  await servers.administrator.query(`CREATE DATABASE rollouts_run TEMPLATE ${template}${strategy}`);
  try {
    return await connectedTo(servers, 'rollouts_run', async (client) => {
      if (before !== undefined) {
        const shopped = analysed(shop, emptyCatalog('postgresql'), servers.version).after;
        await client.query(analysed(before, shopped, servers.version, shop).sql.text);
      }
      if (prepared !== undefined) await client.query(prepared);
      return body(client);
    });
  } finally {
    await servers.administrator.query('DROP DATABASE rollouts_run');
  }
}

function statementsIn(text: string): readonly string[] {
  return readPostgres(text).statements.map(({ span }) => text.slice(span.start, span.end));
}

async function connectedTo<T>(servers: Servers, database: string, body: (client: Client) => Promise<T>): Promise<T> {
  const client = await opened(servers, database);
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}

async function opened({ administrator: { host, port } }: Servers, database: string): Promise<Client> {
  const client = new Client({ host, port, user: 'postgres', database });
  await client.connect();
  return client;
}
