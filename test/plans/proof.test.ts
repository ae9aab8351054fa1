import { strict as assert } from 'node:assert';
import { Client } from 'pg';
import { foldMigration } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { planKinds } from '../../server/src/analysis/plans/registry';
import type { SafeMigrations } from '../../server/src/analysis/plans/safe-migrations';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { driftOnServer } from '../corpus/engine-on-server';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { type PlanCase, planCases, shop } from './cases';
import { dropCases } from './drop-cases';
import { analysed, plannedMigration, plannedSchema, textsOf } from './planned';
import { startWriters } from './writers';

const rows = 200_000;

/** The oldest and the newest server that is supported. */
const versions = [12, 18];

/** A stall that nobody notices, and that a busy machine has anyway, in milliseconds. */
const unnoticed = 250;

/** How often a run may be repeated whose longest write was disturbed by something else on the machine. */
const attempts = 3;

/** One plan alone, while it is written: `LOCKSTEP_TEST_PLAN=create-index npm test -- plans`. */
const only = process.env.LOCKSTEP_TEST_PLAN;

type Execution = 'one query per file' | 'statement by statement';

describe('plans on real servers', function () {
  this.timeout(180_000);
  const table: string[] = [];

  it('prove every kind of plan', () => {
    assert.deepEqual(new Set(allCases.map(({ plan }) => plan)), new Set(planKinds.map(({ id }) => id)));
  });

  for (const version of versions) {
    it(`keep writers going and lead to the schema on PostgreSQL ${version}`, async function () {
      skipWithoutServer(this, version);
      await withDatabase(version, async (client) => {
        const server = { host: client.host, port: client.port, user: 'postgres' };
        const servers: Servers = { server, administrator: client, version };
        await filled(servers);
        for (const one of allCases) {
          if (version < (one.since ?? 0) || (only !== undefined && one.plan !== only)) continue;
          const planned = plannedFor(one, version);
          const files = textsOf(planned);
          const updates = updatesOf(planned);
          const own = await stallOf(servers, one, { files: [prismaOf(one, version)], updates: [] }, 'one query per file', null);
          // A file of one statement is executed in the same way by both.
          const isSame = files.every((file) => statementsIn(file).length === 1);
          const executions: readonly Execution[] = isSame ? ['one query per file'] : ['one query per file', 'statement by statement'];
          for (const execution of executions) {
            const limit = one.rewrites === true ? Number.POSITIVE_INFINITY : Math.max(unnoticed, own.longest / 20);
            let run = await stallOf(servers, one, { files, updates }, execution, one.after);
            for (let attempt = 1; attempt < attempts && run.longest > limit; attempt++) {
              run = await stallOf(servers, one, { files, updates }, execution, one.after);
            }
            const name = `${one.plan}, ${one.name}, PostgreSQL ${version}, ${execution}`;
            assert.deepEqual({ name, drift: run.drift, wrong: run.wrong, kept: run.kept }, { name, drift: none, wrong: 0, kept: true });
            assert.ok(run.longest <= limit, `${name}: a write took ${Math.round(run.longest)} ms`);
            table.push(
              [
                version,
                one.plan.padEnd(20),
                one.name.padEnd(34),
                (isSame ? 'either' : execution).padEnd(22),
                own.failed ? 'fails' : milliseconds(own.longest),
                milliseconds(run.longest),
              ].join('  '),
            );
          }
        }
      });
    });
  }

  after('print the longest write', () => {
    if (table.length === 0) return;
    console.log(`      longest write: server, plan, case, execution, Prisma's own migration, plan\n      ${table.join('\n      ')}`);
  });
});

const allCases: readonly PlanCase[] = [...planCases, ...dropCases];

const none = '-- This is an empty migration.';

interface Servers {
  readonly server: Server;
  readonly administrator: Client;
  readonly version: number;
}

type Server = { readonly host: string; readonly port: number; readonly user: string };

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

interface StallRun {
  readonly longest: number;
  readonly failed: boolean;
  readonly drift: string | null;
  readonly wrong: number;
  /** Whether what nobody writes is as it was. */
  readonly kept: boolean;
}

/** `schema`: what Prisma is asked to compare with; null where it is Prisma's own migration that runs, which may fail. */
async function stallOf(
  { server, administrator, version }: Servers,
  one: PlanCase,
  { files, updates }: Steps,
  execution: Execution,
  schema: string | null,
): Promise<StallRun> {
  // Copying files is faster than writing the copy into the log, which is what servers do since 15 unless they are told.
  const strategy = version >= 15 ? ' STRATEGY FILE_COPY' : '';
  await administrator.query(`CREATE DATABASE plans_run TEMPLATE ${template}${strategy}`);
  try {
    return await connectedTo(server, 'plans_run', async (client) => {
      if (one.before !== undefined) {
        const shopped = analysed(shop, emptyCatalog('postgresql'), version).after;
        await client.query(analysed(one.before, shopped, version, shop).sql.text);
      }
      if (one.beside !== undefined) await client.query(one.beside);
      if (one.rows !== undefined) await client.query(one.rows);
      const before = await fingerprint(client);
      const written = one.onlyWrites ?? [...writes, ...(one.writes ?? [])];
      const writers = await startWriters(() => opened(server, 'plans_run'), written, rows);
      let failed: unknown = null;
      try {
        for (const [index, file] of files.entries()) {
          // The backfills of a plan come behind the migration itself, and before what is held back for them.
          if (index === 1) for (const update of updates) await inBatches(client, update);
          if (one.backfilled === true && schema !== null) await backfill(client, file);
          for (const sql of execution === 'one query per file' ? [file] : statementsIn(file)) await client.query(sql);
        }
      } catch (error) {
        failed = error;
      }
      const longest = await writers.stop();
      if (schema === null) return { longest, failed: failed !== null, drift: null, wrong: 0, kept: true };
      if (failed !== null) throw failed;
      const { rows: counted } = await client.query<{ wrong: string }>(`SELECT (${one.wrong})::int AS wrong`);
      const kept = (await fingerprint(client, one.names)) === before;
      const drift = await driftOnServer(client, [{ path: 'schema.prisma', text: schema }]);
      return { longest, failed: false, drift: drift.trim(), wrong: Number(counted[0]?.wrong), kept };
    });
  } finally {
    await administrator.query('DROP DATABASE plans_run');
  }
}

/** Fills the rows that the one UPDATE of a file would fill, in batches that commit. */
async function backfill(client: Client, file: string): Promise<void> {
  const [update] = statementsIn(file).filter((sql) => sql.startsWith('UPDATE'));
  if (update !== undefined) await inBatches(client, update);
}

async function inBatches(client: Client, update: string): Promise<void> {
  for (let id = 0; id < rows; id += batch) await client.query(`${update} AND "id" > ${id} AND "id" <= ${id + batch}`);
}

const batch = 2_000;

/** They write what no plan touches. */
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
  readonly files: readonly string[];
  /** What is changed in batches, each as one UPDATE. */
  readonly updates: readonly string[];
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

function milliseconds(time: number): string {
  return `${Math.round(time)} ms`;
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
