import { strict as assert } from 'node:assert';
import { Client } from 'pg';
import { foldMigration } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { planKinds } from '../../server/src/analysis/plans/registry';
import type { SafeMigrations } from '../../server/src/analysis/plans/safe-migrations';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { driftOnServer } from '../corpus/engine-on-server';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { type PlanCase, planCases, shop } from './cases';
import { dropCases } from './drop-cases';
import { keyCases } from './key-cases';
import { analysed, plannedMigration, plannedSchema } from './planned';
import { keepStalls, type Stall, stallLines } from './stalls';
import { startWriters } from './writers';

const rows = 200_000;

/** The oldest and the newest server that is supported. */
const versions = [12, 18];

/** A stall that nobody notices, and that a busy machine has anyway, in milliseconds. */
const unnoticed = 250;

/** How often a run may be repeated whose longest write was disturbed by something else on the machine: what waits for a lock waits each time. */
const attempts = 10;

/** One plan alone, while it is written: `LOCKSTEP_TEST_PLAN=create-index npm test -- plans`. */
const only = process.env.LOCKSTEP_TEST_PLAN;

type Execution = 'one query per file' | 'statement by statement';

const allCases: readonly PlanCase[] = [...planCases, ...dropCases, ...keyCases];

describe('plans on real servers', function () {
  // A plan that hangs ends here; how long one takes says nothing on a busy machine.
  this.timeout(900_000);
  const stalls: Stall[] = [];

  it('prove every kind of plan', () => {
    assert.deepEqual(new Set(allCases.map(({ plan }) => plan)), new Set(planKinds.map(({ id }) => id)));
  });

  for (const version of versions) {
    describe(`PostgreSQL ${version}`, () => {
      let servers: Servers;
      let prepared: PlanCase | null = null;
      let release = () => {};
      let ended: Promise<void> = Promise.resolve();

      before(async function () {
        skipWithoutServer(this, version);
        const released = new Promise<void>((resolve) => {
          release = resolve;
        });
        await new Promise<void>((resolve, reject) => {
          ended = withDatabase(version, async (administrator) => {
            servers = { server: { host: administrator.host, port: administrator.port, user: 'postgres' }, administrator, version };
            await filled(servers);
            resolve();
            await released;
          });
          ended.catch(reject);
        });
      });

      after(async () => {
        release();
        await ended;
      });

      for (const one of allCases) {
        if (version < (one.since ?? 0) || (only !== undefined && one.plan !== only)) continue;
        it(`${one.plan}: ${one.name}`, async () => {
          if (prepared === null || !isPreparedAlike(prepared, one)) await prepare(servers, one);
          prepared = one;
          stalls.push(...(await proven(servers, one)));
        });
      }
    });
  }

  after('print the longest write', () => {
    if (stalls.length === 0) return;
    console.log(`      longest read or write: server, plan, case, execution, Prisma's own migration, plan\n${stallLines(stalls)}`);
    if (only === undefined) keepStalls(stalls);
  });
});

const none = '-- This is an empty migration.';

interface Servers {
  readonly server: Server;
  readonly administrator: Client;
  readonly version: number;
}

type Server = { readonly host: string; readonly port: number; readonly user: string };

/** Carries the case out in each way, beside Prisma's own migration. */
async function proven(servers: Servers, one: PlanCase): Promise<readonly Stall[]> {
  const { version } = servers;
  const steps = stepsOf(one, version);
  const prisma: Steps = { files: [{ text: prismaOf(one, version), drift: null }], updates: [] };
  const own = await stallOf(servers, one, prisma, 'one query per file');
  const limit = one.rewrites === true ? Number.POSITIVE_INFINITY : Math.max(unnoticed, own.longest / 20);
  // A file of one statement is executed in the same way by both.
  const isSame = steps.files.every(({ text }) => statementsIn(text).length === 1);
  const executions: readonly Execution[] = isSame ? ['one query per file'] : ['one query per file', 'statement by statement'];
  const stalls: Stall[] = [];
  for (const execution of executions) {
    let run = await stallOf(servers, one, steps, execution);
    for (let attempt = 1; attempt < attempts && run.longest > limit; attempt++) run = await stallOf(servers, one, steps, execution);
    assert.deepEqual({ execution, wrong: run.wrong, kept: run.kept }, { execution, wrong: 0, kept: true });
    assert.ok(run.longest <= limit, `${execution}: a read or write took ${Math.round(run.longest)} ms`);
    stalls.push({
      server: version,
      plan: one.plan,
      name: one.name,
      execution: isSame ? 'either' : execution,
      prisma: own.failed ? null : own.longest,
      steps: run.longest,
    });
  }
  return stalls;
}

/** A database with the rows, to be copied for each run: nobody is connected to it. */
const template = 'plans_template';

async function filled({ server, administrator, version }: Servers): Promise<void> {
  await administrator.query(`CREATE DATABASE ${template} TEMPLATE template0`);
  await connectedTo(server, template, async (client) => {
    await client.query(analysed(shop, emptyCatalog('postgresql'), version).sql.text);
    await client.query(`INSERT INTO "user" ("email") SELECT 'u' || n FROM generate_series(1, ${rows}) n`);
    await client.query(
      `INSERT INTO "Order" ("userId", "select", "group") SELECT n, ${rows} - n + 1, 'g' || n % 100 FROM generate_series(1, ${rows}) n`,
    );
  });
}

/** The same with what a case needs, to be copied for each of its runs. */
const preparedTemplate = 'plans_prepared';

function isPreparedAlike(a: PlanCase, b: PlanCase): boolean {
  return a.before === b.before && a.beside === b.beside && a.rows === b.rows;
}

async function prepare({ server, administrator, version }: Servers, { before, beside, rows: needed }: PlanCase): Promise<void> {
  await administrator.query(`DROP DATABASE IF EXISTS ${preparedTemplate}`);
  await copied(administrator, version, template, preparedTemplate);
  await connectedTo(server, preparedTemplate, async (client) => {
    if (before !== undefined) {
      const shopped = analysed(shop, emptyCatalog('postgresql'), version).after;
      await client.query(analysed(before, shopped, version, shop).sql.text);
    }
    if (beside !== undefined) await client.query(beside);
    if (needed !== undefined) await client.query(needed);
  });
}

async function copied(administrator: Client, version: number, from: string, to: string): Promise<void> {
  // Copying files is faster than writing the copy into the log, which is what servers do since 15 unless they are told.
  const strategy = version >= 15 ? ' STRATEGY FILE_COPY' : '';
  await administrator.query(`CREATE DATABASE ${to} TEMPLATE ${from}${strategy}`);
}

interface StallRun {
  readonly longest: number;
  readonly failed: boolean;
  readonly wrong: number;
  /** Whether what nobody writes is as it was. */
  readonly kept: boolean;
}

/** Prisma's own migration, of which nobody foretells what Prisma finds afterwards, may fail. */
async function stallOf(
  { server, administrator, version }: Servers,
  one: PlanCase,
  { files, updates }: Steps,
  execution: Execution,
): Promise<StallRun> {
  await copied(administrator, version, preparedTemplate, 'plans_run');
  try {
    return await connectedTo(server, 'plans_run', async (client) => {
      const before = await fingerprint(client);
      const written = one.onlyWrites ?? [...reads, ...writes, ...(one.writes ?? [])];
      const writers = await startWriters(() => opened(server, 'plans_run'), written, rows);
      let failed: unknown = null;
      const isOwn = files.some(({ drift }) => drift === null);
      try {
        for (const [index, { text, drift }] of files.entries()) {
          if (one.backfilled === true && !isOwn) await backfill(client, text, one.key);
          for (const sql of execution === 'one query per file' ? [text] : statementsIn(text)) await client.query(sql);
          // The backfills of a plan come behind the migration itself, and before what is held back for them.
          if (index === 0) for (const update of updates) await inBatches(client, update, one.key);
          if (drift === null) continue;
          const name = `${execution}, file ${index + 1}`;
          // On a connection of its own: it asks in another time zone.
          const found = await connectedTo(server, 'plans_run', (other) =>
            driftOnServer(other, [{ path: 'schema.prisma', text: one.after }]),
          );
          assert.deepEqual({ name, drift: found.trim() }, { name, drift });
        }
      } catch (error) {
        failed = error;
      }
      const longest = await writers.stop();
      if (isOwn) return { longest, failed: failed !== null, wrong: 0, kept: true };
      if (failed !== null) throw failed;
      const { rows: counted } = await client.query<{ wrong: string }>(`SELECT (${one.wrong})::int AS wrong`);
      const kept = (await fingerprint(client, one.names)) === before;
      return { longest, failed: false, wrong: Number(counted[0]?.wrong), kept };
    });
  } finally {
    await administrator.query('DROP DATABASE plans_run');
  }
}

/** Fills the rows that the one UPDATE of a file would fill, in batches that commit. */
async function backfill(client: Client, file: string, key: string | undefined): Promise<void> {
  const [update] = statementsIn(file).filter((sql) => sql.startsWith('UPDATE'));
  if (update !== undefined) await inBatches(client, update, key);
}

async function inBatches(client: Client, update: string, key = 'id'): Promise<void> {
  for (let from = 0; from < rows; from += batch) await client.query(`${update} AND "${key}" > ${from} AND "${key}" <= ${from + batch}`);
}

const batch = 2_000;

/** They read and write what no plan touches. */
const reads = ['SELECT "isPaid" FROM "Order" WHERE "id" = $1', 'SELECT * FROM "user" WHERE "id" = $1'];

const writes = ['UPDATE "Order" SET "isPaid" = NOT "isPaid" WHERE "id" = $1', 'UPDATE "user" SET "email" = "email" WHERE "id" = $1'];

/** `names`: what the tables and columns are called by now. */
async function fingerprint(client: Client, names: PlanCase['names'] = {}): Promise<string> {
  const sql = `SELECT (SELECT count(*) || ' ' || sum(hashtext("id" || '|' || coalesce("userId", 0) || '|' || "group")::bigint) FROM "Order") || ' ' ||
            (SELECT count(*) || ' ' || sum(hashtext("id" || '|' || "email")::bigint) FROM "user") AS print`;
  const { rows: found } = await client.query<{ print: string }>(
    Object.entries(names).reduce((text, [from, to]) => text.replaceAll(from, to), sql),
  );
  return found[0]?.print ?? '';
}

function statementsIn(text: string): readonly string[] {
  return readPostgres(text).statements.map(({ span }) => text.slice(span.start, span.end));
}

interface Steps {
  /** `drift`: what Prisma finds to do once this file has run, as the folded file says: no more than what the next ones do; null where nobody says it. */
  readonly files: readonly { readonly text: string; readonly drift: string | null }[];
  /** What is changed in batches, each as one UPDATE. */
  readonly updates: readonly string[];
}

function stepsOf(one: PlanCase, version: number): Steps {
  const planned = plannedFor(one, version);
  const files = planned.files.map(({ text, after }, index) => {
    const isLast = index === planned.files.length - 1;
    return { text, drift: isLast ? none : foretold(one.after, after, version) };
  });
  return { files, updates: updatesOf(planned) };
}

function foretold(schema: string, built: Catalog, version: number): string {
  const { text } = analysed(schema, built, version).sql;
  return text.trim() === '' ? none : text.trim();
}

function plannedFor({ sql, before = shop, after, beside = '', values = {}, rule }: PlanCase, version: number): SafeMigrations {
  if (sql === undefined) return plannedSchema({ before, after, version, values });
  const history = foldMigration(beside, analysed(before, emptyCatalog('postgresql'), version).after);
  return plannedMigration(sql, history, version, { values, ...(rule !== undefined && { rule }) });
}

function updatesOf({ plans }: SafeMigrations): readonly string[] {
  const specs = plans.flatMap(({ backfills = [] }) => backfills.map(({ spec }) => spec));
  return specs.map(({ table, set, where }) => {
    const values = Object.entries(set).map(([column, value]) => `"${column}" = (${value})`);
    return `UPDATE "${table.schema}"."${table.name}" SET ${values.join(', ')} WHERE (${where})`;
  });
}

function prismaOf({ sql, before = shop, after }: PlanCase, version: number): string {
  return sql ?? plannedSchema({ before, after, version }).prisma;
}

async function connectedTo<T>(server: Server, database: string, body: (client: Client) => Promise<T>): Promise<T> {
  const client = await opened(server, database);
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}

async function opened(server: Server, database: string): Promise<Client> {
  const client = new Client({ ...server, database });
  await client.connect();
  return client;
}
