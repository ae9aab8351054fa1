import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import type { Environment } from '../../server/src/deploy/environments/environment';
import { resolveEnvironment } from '../../server/src/deploy/environments/resolve';
import { sourcesOf } from '../../server/src/deploy/environments/variables';
import { readRehearsal } from '../../server/src/deploy/rehearsal/stored';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { urlOf } from './backfills';
import { skipWithout } from './backups';
import { projectIn } from './environments';
import { type Asked, type ProjectTexts, rehearsalFolder, rehearsalOf, rehearsed, statementsOf, statesOf } from './rehearsals';

const init = 'CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL, "age" INTEGER);\n';

/** What Prisma has left of the migrations that were applied. */
async function applied(client: Client, migrations: Readonly<Record<string, string>>): Promise<void> {
  await client.query(`CREATE TABLE "_prisma_migrations" (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
  for (const [name, sql] of Object.entries(migrations)) {
    await client.query(sql);
    const checksum = createHash('sha256').update(sql).digest('hex');
    await client.query(`INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at) VALUES ($1, $2, $1, now())`, [
      name,
      checksum,
    ]);
  }
}

interface Servers {
  readonly source: Client;
  readonly server: Client;
}

/** Two databases: that of the environment, on PostgreSQL 12, and any one of a server for scratch databases, PostgreSQL 15. */
function onServers(context: Mocha.Context, body: (servers: Servers) => Promise<void>): Promise<void> {
  skipWithoutServer(context, 12);
  skipWithoutServer(context, 15);
  skipWithout(context, 'pg_dump');
  return withDatabase(12, (source) => withDatabase(15, (server) => body({ source, server })));
}

async function rehearsedOn(
  { source, server }: Servers,
  texts: ProjectTexts,
  rehearsal: object = {},
  asked: Asked = {},
  url = urlOf(source),
) {
  const variables = { STAGING_URL: url, SCRATCH_URL: urlOf(server) };
  const staging = { name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' } };
  const settings = { environments: [{ ...staging, rehearsal: { server: { env: 'SCRATCH_URL' }, ...rehearsal } }] };
  const folder = rehearsalFolder({ ...texts, settings });
  const project = await projectIn(folder);
  const sources = sourcesOf(variables);
  const [own] = project.settings.environments;
  assert.ok(own !== undefined);
  const environment: Environment = await resolveEnvironment(own, project, sources);
  return { ...(await rehearsed(folder, { environment, sources, ...asked })), folder, project };
}

async function scratches(server: Client): Promise<readonly string[]> {
  const { rows } = await server.query<{ n: string }>(
    `SELECT datname AS n FROM pg_database WHERE datname LIKE 'lockstep\\_scratch%' ORDER BY 1`,
  );
  return rows.map(({ n }) => n);
}

describe('a rehearsal on a clone', function () {
  this.timeout(120_000);

  it('keeps no value of a copied row, where the server quotes one', function () {
    return onServers(this, async (servers) => {
      const { source } = servers;
      await applied(source, { '1_init': init });
      await source.query(`INSERT INTO "User" ("email") VALUES ('ada@example.com')`);
      const pending = { '2_cast': 'ALTER TABLE "User" ALTER COLUMN "email" TYPE INTEGER USING "email"::integer;\n' };
      const { outcome } = await rehearsedOn(servers, { history: { '1_init': init }, pending });
      assert.deepEqual(statesOf(outcome), ['failed 22P02']);
      assert.match(statementsOf(outcome)[0]?.error?.message ?? '', /invalid input syntax for type integer: "…"/);
      assert.doesNotMatch(JSON.stringify(outcome), /ada@example/);
    });
  });

  it('runs what the environment lacks on its rows, measures it, and drops the clone', function () {
    return onServers(this, async (servers) => {
      const { source, server } = servers;
      await applied(source, { '1_init': init });
      await source.query(
        `INSERT INTO "User" ("email", "age") SELECT 'mail ' || i, CASE WHEN i > 1 THEN i END FROM generate_series(1, 3000) i`,
      );
      const pending = {
        '2_index': 'CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");\nALTER TABLE "User" ALTER COLUMN "id" TYPE BIGINT;\n',
        '3_required': 'UPDATE "User" SET "email" = upper("email");\nALTER TABLE "User" ALTER COLUMN "age" SET NOT NULL;\n',
      };
      const { outcome, project, events } = await rehearsedOn(servers, { history: { '1_init': init }, pending });
      assert.deepEqual(statesOf(outcome), ['ran', 'ran', 'ran', 'failed 23502'], JSON.stringify(outcome));
      const [index, type, update, required] = statementsOf(outcome);
      assert.equal(index?.seen?.watched, 'sampled');
      assert.deepEqual(index?.seen?.builds, ['public.User.User_email_idx']);
      assert.deepEqual(type?.seen, {
        locks: { 'public.User': 'ACCESS EXCLUSIVE' },
        watched: 'held',
        rewrites: ['public.User'],
        reindexes: ['public.User_email_idx', 'public.User_pkey'],
        builds: [],
      });
      assert.equal(update?.rows, 3000);
      assert.match(required?.error?.message ?? '', /contains null values/);
      for (const { differences, sql } of statementsOf(outcome)) assert.deepEqual(differences, [], sql);
      const { copy, rows, targetVersion, environment } = rehearsalOf(outcome);
      assert.equal(environment, 'staging');
      assert.deepEqual([copy.kind, copy.rows], ['clone', { type: 'cloned' }]);
      assert.match(copy.server, /^PostgreSQL 15\./);
      assert.match(targetVersion ?? '', /^12\./);
      assert.equal(rows['public.User'], 3000);
      assert.deepEqual(await scratches(server), []);
      assert.ok(events.some((event) => event.type === 'step' && /^Copying .* with pg_dump/.test(event.text)));
      assert.ok((await readRehearsal(project, 'staging')) !== null);
      assert.equal((await source.query('SELECT count(*)::int AS n FROM "User" WHERE "age" IS NULL')).rows[0]?.n, 1);
    });
  });

  it('is as large as the person wants: without rows, or with generated ones', function () {
    return onServers(this, async (servers) => {
      await applied(servers.source, { '1_init': init });
      await servers.source.query(`INSERT INTO "User" ("email") VALUES ('a')`);
      const texts = {
        history: { '1_init': init },
        pending: { '2_unique': 'CREATE UNIQUE INDEX "u" ON "User"("email");\nDELETE FROM "User";\n' },
      };
      const empty = await rehearsedOn(servers, texts, { data: 'schema' });
      assert.deepEqual(rehearsalOf(empty.outcome).copy.rows, { type: 'none' });
      assert.equal(statementsOf(empty.outcome)[1]?.rows, 0);
      const generated = await rehearsedOn(servers, texts, { data: 'schema' }, { rows: 30 });
      assert.deepEqual(statesOf(generated.outcome), ['failed 23505', 'not-run']);
    });
  });

  it('names the schema of the URL as migrations do', function () {
    return onServers(this, async (servers) => {
      const { source } = servers;
      await source.query('CREATE SCHEMA shop; SET search_path = shop');
      await applied(source, { '1_init': init });
      const url = `${urlOf(source)}&schema=shop`;
      const pending = { '2_a': 'ALTER TABLE "User" ALTER COLUMN "id" TYPE BIGINT;\nCREATE TABLE "Post" ("id" INTEGER);\n' };
      const { outcome } = await rehearsedOn(servers, { history: { '1_init': init }, pending }, {}, {}, url);
      assert.deepEqual(statesOf(outcome), ['ran', 'ran'], JSON.stringify(outcome));
      assert.deepEqual(statementsOf(outcome)[0]?.seen?.locks, { 'public.User': 'ACCESS EXCLUSIVE' });
      assert.deepEqual(statementsOf(outcome)[0]?.differences, []);
      assert.deepEqual(Object.keys(rehearsalOf(outcome).rows), ['public.User']);
    });
  });

  it('keeps the clone where it is asked to, and makes none where it cannot', function () {
    return onServers(this, async (servers) => {
      const { source, server } = servers;
      await applied(source, { '1_init': init });
      const texts = { history: { '1_init': init }, pending: { '2_a': 'ALTER TABLE "User" ADD COLUMN "a" TEXT;\n' } };
      const { outcome } = await rehearsedOn(servers, texts, {}, { keep: true });
      assert.ok(outcome.outcome === 'passed');
      const [kept, ...others] = await scratches(server);
      assert.ok(kept !== undefined && others.length === 0);
      assert.match(outcome.left ?? '', new RegExp(`${kept}$`));
      await server.query(`DROP DATABASE "${kept}"`);
      // A role that only the environment's server has.
      await source.query(
        'CREATE ROLE reader; ALTER TABLE "User" ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON "User" TO reader USING (true)',
      );
      try {
        const refused = await rehearsedOn(servers, texts);
        assert.ok(refused.outcome.outcome === 'impossible', JSON.stringify(refused.outcome));
        assert.match(refused.outcome.problem.message, /^The copy failed: role "reader" does not exist\.$/);
        assert.deepEqual(await scratches(server), []);
      } finally {
        await source.query('DROP OWNED BY reader; DROP ROLE reader');
      }
    });
  });

  it('is cancelled while it is made and while it works, and is dropped', function () {
    return onServers(this, async (servers) => {
      await applied(servers.source, { '1_init': init });
      const texts = { history: { '1_init': init }, pending: { '2_slow': 'SELECT pg_sleep(600);\n' } };
      for (const moment of [/^Making/, /^Copying/, null]) {
        const abort = new AbortController();
        const onEvent: Asked['onEvent'] = (event) => {
          const isNow = event.type === 'step' ? moment?.test(event.text) === true : moment === null && event.type === 'statement';
          if (isNow) setTimeout(() => abort.abort(), 20);
        };
        const { outcome } = await rehearsedOn(servers, texts, {}, { abort: abort.signal, onEvent });
        assert.deepEqual(outcome, { outcome: 'cancelled', left: null }, String(moment));
        assert.deepEqual(await scratches(servers.server), []);
      }
    });
  });

  it('is dropped where the connection is lost in the middle of a statement, and nothing is kept of it', function () {
    return onServers(this, async (servers) => {
      const { source, server } = servers;
      await applied(source, { '1_init': init });
      const texts = { history: { '1_init': init }, pending: { '2_slow': 'SELECT pg_sleep(600);\n' } };
      const terminate = async (): Promise<void> => {
        const sql =
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND pid <> pg_backend_pid()";
        while ((await server.query(sql)).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      const onEvent: Asked['onEvent'] = ({ type }) => type === 'statement' && void terminate();
      const { outcome, project } = await rehearsedOn(servers, texts, {}, { onEvent });
      assert.ok(outcome.outcome === 'impossible', JSON.stringify(outcome));
      assert.match(outcome.problem.message, /^The connection to the copy is lost: terminating connection due to administrator command$/);
      assert.deepEqual(await scratches(server), []);
      assert.equal(await readRehearsal(project, 'staging'), null);
      // Neither server is there.
      const gone = await rehearsedOn(servers, texts, {}, {}, 'postgresql://a:b@127.0.0.1:1/x');
      assert.equal(gone.outcome.outcome === 'impossible' && gone.outcome.problem.code, 'P1001');
    });
  });

  it('is not made on the server of a protected environment, unless that is said', function () {
    skipWithoutServer(this, 15);
    skipWithout(this, 'pg_dump');
    return withDatabase(15, async (source) => {
      await applied(source, { '1_init': init });
      const variables = { PRODUCTION_URL: urlOf(source) };
      const sources = sourcesOf(variables);
      for (const onProtectedServer of [false, true]) {
        const production = { name: 'production', kind: 'production', url: { env: 'PRODUCTION_URL' } };
        const rehearsal = { server: { env: 'PRODUCTION_URL' }, onProtectedServer };
        const folder = rehearsalFolder({
          history: { '1_init': init },
          pending: { '2_a': 'SELECT 1;\n' },
          settings: { environments: [{ ...production, rehearsal }] },
        });
        const project = await projectIn(folder);
        const [own] = project.settings.environments;
        assert.ok(own !== undefined);
        const { outcome } = await rehearsed(folder, { environment: await resolveEnvironment(own, project, sources), sources });
        if (onProtectedServer) assert.equal(outcome.outcome, 'passed', JSON.stringify(outcome));
        else assert.match(outcome.outcome === 'impossible' ? outcome.problem.message : '', /is that of production, which is protected\.$/);
      }
      assert.deepEqual(await scratches(source), []);
    });
  });
});
