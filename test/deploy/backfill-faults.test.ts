import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { BackfillEvent } from '../../server/src/deploy/backfill/outcome';
import { runBackfill } from '../../server/src/deploy/backfill/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { assertState, countingSpec, countingTable, open, ran, spec, updatesByCount, urlOf, value, versions } from './backfills';
import { isCommit, listenWithFaults } from './wire';

const patience = { tries: 4, connections: 12, passes: 3 };
const small = { initial: 100, maximum: 100 };

for (const version of versions) {
  describe(`a backfill that meets trouble on PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    it('tries smaller batches while a row is locked, stops at that row, and goes on later', () =>
      withDatabase(version, async (client, connect) => {
        await countingTable(client, 1000);
        const blocker = await connect();
        await blocker.query(`BEGIN; UPDATE "Order" SET n = n WHERE "tenantId" = 'tenant 2' AND "user" = 345`);
        const backfill = spec({ ...countingSpec, batch: small, lockTimeout: '50ms' });
        const { outcome, events } = await ran(urlOf(client), backfill, { patience });
        assertState(outcome, 'failed');
        const stop = outcome.state === 'failed' ? outcome.stop : null;
        assert.match(
          stop?.problem ?? '',
          /^4 tries of a batch failed in a row: Canceling statement due to lock timeout\. Rows of "public"\."Order" with \("tenantId", "user"\) after \(tenant 2, 3\d\d\), up to \(tenant 2, 3\d\d\)\.$/,
        );
        assert.match(stop?.next ?? '', /keeps these rows locked.*then run the same command: it goes on where it stopped\.$/);
        const sizes = events.flatMap((event) => (event.type === 'retry' ? [event.size] : []));
        assert.equal(sizes[0], 25);
        assert.equal(sizes.at(-1), 1);
        await blocker.query('ROLLBACK');
        assertState((await ran(urlOf(client), backfill)).outcome, 'done');
        assert.deepEqual(await updatesByCount(client), { 1: 1000 });
      }));

    it('gets through when the lock goes away in time', () =>
      withDatabase(version, async (client, connect) => {
        await countingTable(client, 1000);
        const blocker = await connect();
        await blocker.query(`BEGIN; UPDATE "Order" SET n = n WHERE "user" = 345`);
        let retries = 0;
        const { outcome } = await ran(urlOf(client), spec({ ...countingSpec, batch: small, lockTimeout: '50ms' }), {
          onEvent: (event) => {
            if (event.type === 'retry' && ++retries === 2) void blocker.query('ROLLBACK');
          },
        });
        assertState(outcome, 'done');
        assert.ok(retries >= 2);
        assert.deepEqual(await updatesByCount(client), { 1: 1000 });
      }));

    it('survives a deadlock that it has a part in', async function () {
      this.timeout(30_000);
      await withDatabase(version, async (client, connect) => {
        await countingTable(client, 700);
        // A trigger takes a second lock behind the row's; the other transaction takes the two the other way round.
        await client.query(`CREATE TABLE gate (id integer PRIMARY KEY); INSERT INTO gate VALUES (1);
          CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW."user" = 350 AND NEW.n = 1 THEN PERFORM FROM gate WHERE id = 1 FOR UPDATE; END IF; RETURN NEW; END $$;
          CREATE TRIGGER pass BEFORE UPDATE ON "Order" FOR EACH ROW EXECUTE FUNCTION pass();
          ALTER DATABASE ${client.database} SET deadlock_timeout = '100ms'`);
        const other = await connect();
        // The runner's side looks first, so that it is the one that gives way.
        await other.query(`SET deadlock_timeout = '20s'; BEGIN; SELECT FROM gate WHERE id = 1 FOR UPDATE`);
        const run = ran(urlOf(client), spec({ ...countingSpec, batch: small, lockTimeout: '20s' }));
        const observer = await connect();
        while (
          (await value(
            observer,
            `SELECT count(*)::integer FROM pg_stat_activity WHERE application_name = 'lockstep' AND wait_event_type = 'Lock'`,
          )) === 0
        );
        const crossing = other.query(`UPDATE "Order" SET n = n WHERE "user" = 350`).then(() => other.query('COMMIT'));
        const { outcome, events } = await run;
        await crossing;
        assertState(outcome, 'done');
        assert.ok(events.some((event) => event.type === 'retry' && /deadlock detected/i.test(event.why)));
        assert.deepEqual(await updatesByCount(client), { 1: 700 });
      });
    });

    it('retries a statement that takes too long with fewer rows', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 300);
        const slow = { isDone: 'pg_sleep(0.004) IS NOT NULL', n: 'n + 1' };
        const { outcome, events } = await ran(urlOf(client), spec({ ...countingSpec, set: slow, batch: small, statementTimeout: '250ms' }));
        assertState(outcome, 'done');
        assert.ok(events.some((event) => event.type === 'retry' && event.size === 25));
        assert.deepEqual(await updatesByCount(client), { 1: 300 });
      }));

    it('stops for a full disk, keeps what is done, and goes on when there is space', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 1000);
        await failingTrigger(
          client,
          `NEW."user" = 500`,
          `ERRCODE = '53100', MESSAGE = 'could not extend file "base/1/2": No space left on device'`,
        );
        const backfill = spec({ ...countingSpec, batch: small });
        const { outcome } = await ran(urlOf(client), backfill);
        const stop = outcome.state === 'failed' ? outcome.stop : null;
        assert.equal(stop?.code, '53100');
        assert.equal(stop?.next, 'Free space on the server, then run the same command: it goes on where it stopped.');
        const done = (await updatesByCount(client))[1] ?? 0;
        assert.equal(Number(await value(client, 'SELECT rows FROM lockstep.backfills')), done);
        await client.query('DROP TRIGGER fail ON "Order"');
        assertState((await ran(urlOf(client), backfill)).outcome, 'done');
        assert.deepEqual(await updatesByCount(client), { 1: 1000 });
      }));

    it('names the constraint, the rows and what to do where a value is refused, and quotes no row', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 1000);
        await client.query(
          `ALTER TABLE "Order" ADD COLUMN secret text DEFAULT 'hunter2', ADD CONSTRAINT few CHECK (NOT "isDone" OR "user" <> 500)`,
        );
        const { outcome } = await ran(urlOf(client), spec({ ...countingSpec, batch: small }));
        const stop = outcome.state === 'failed' ? outcome.stop : null;
        assert.equal(stop?.code, '23514');
        assert.match(
          stop?.problem ?? '',
          /violates check constraint "few"\. Rows of "public"\."Order" with \("tenantId", "user"\) after \(.+\), up to \(.+\)\.$/,
        );
        assert.match(stop?.next ?? '', /Make the expression satisfy the constraint/);
        assert.doesNotMatch(JSON.stringify(outcome), /hunter2/);
      }));

    it('names the column that gets no value', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 100);
        const { outcome } = await ran(urlOf(client), spec({ table: 'Order', set: { n: 'nullif("user", 50)' }, where: 'n = 0' }));
        assert.equal(outcome.state === 'failed' && outcome.stop.column, 'n');
        assert.deepEqual(await updatesByCount(client), { 0: 100 });
      }));

    it('stops with the first batch where rows stay to do after their update', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 1000);
        const { outcome } = await ran(urlOf(client), spec({ table: 'Order', set: { n: 'n + 1' }, where: '"user" > 0' }));
        assert.match(
          outcome.state === 'failed' ? outcome.stop.problem : '',
          /^1000 rows of "public"\."Order" are still to do after their update/,
        );
        assert.deepEqual(await updatesByCount(client), { 0: 1000 });
      }));

    it('stops where a trigger takes every update back', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 10);
        await client.query(`CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
          CREATE TRIGGER keep BEFORE UPDATE ON "Order" FOR EACH ROW EXECUTE FUNCTION keep()`);
        const { outcome } = await ran(urlOf(client), spec(countingSpec), { patience });
        assert.equal(outcome.state === 'failed' && outcome.stop.problem, '10 rows of "public"."Order" are still to do after 3 passes.');
      }));

    it('ends behind the batch that is being worked on when it is cancelled, and goes on later', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 1000);
        const backfill = spec({ ...countingSpec, batch: small });
        const controller = new AbortController();
        const { outcome } = await ran(urlOf(client), backfill, {
          signal: controller.signal,
          onEvent: (event) => {
            if (event.type === 'batch' && event.batch.progress.batches === 3) controller.abort();
          },
        });
        assertState(outcome, 'cancelled');
        assert.deepEqual(await updatesByCount(client), { 0: 700, 1: 300 });
        assertState((await ran(urlOf(client), backfill)).outcome, 'done');
        assert.deepEqual(await updatesByCount(client), { 1: 1000 });
      }));

    it('goes on over another connection when one falls silent', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 1000);
        let commits = 0;
        const proxy = await listenWithFaults(
          client,
          ({ bytes }) => (isCommit(bytes) && ++commits === 9 ? 'swallow' : 'forward'),
          () => {},
        );
        const database = open(urlOf(client, proxy.port), 100);
        try {
          const backfill = spec({ ...countingSpec, batch: small, statementTimeout: '300ms' });
          const retries: string[] = [];
          const onEvent = (event: BackfillEvent): void => {
            if (event.type === 'retry') retries.push(event.why);
          };
          assertState(await runBackfill(backfill, database, onEvent, new AbortController().signal), 'done');
          assert.ok(retries.length > 0);
          assert.deepEqual(await updatesByCount(client), { 1: 1000 });
        } finally {
          await database.close();
          proxy.close();
        }
      }));

    it('goes on by itself when its connection is ended', () =>
      withDatabase(version, async (client, connect) => {
        await countingTable(client, 1000);
        const other = await connect();
        let ended: Promise<unknown> | null = null;
        const { outcome, events } = await ran(urlOf(client), spec({ ...countingSpec, batch: small, pauseMilliseconds: 20 }), {
          onEvent: (event) => {
            const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lockstep' AND datname = current_database()`;
            if (event.type === 'batch' && event.batch.progress.batches === 3) ended = other.query(end);
          },
        });
        await ended;
        assertState(outcome, 'done');
        assert.deepEqual(await updatesByCount(client), { 1: 1000 });
        assert.ok(events.length > 0);
      }));
  });
}

describe('a backfill whose server restarts', () => {
  const version = 18;

  it('waits until it is back, and goes on', async function () {
    this.timeout(60_000);
    skipWithoutServer(this, version);
    // A process of the server that is killed makes the server end all connections and recover, which would end those of withDatabase, too.
    const config = await withDatabase(version, async (client) => ({
      host: client.host,
      port: client.port,
      user: client.user ?? 'postgres',
    }));
    const connected = async (database: string): Promise<Client> => {
      const client = new Client({ ...config, database });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    };
    const administrator = await connected('postgres');
    await administrator.query('CREATE DATABASE restarted TEMPLATE template0');
    // What is committed has left the server's memory, as on a server that people use.
    await administrator.query('ALTER DATABASE restarted SET synchronous_commit = on');
    const client = await connected('restarted');
    await countingTable(client, 5000);
    const pid = Number(await value(administrator, 'SELECT pg_backend_pid()'));
    const { outcome, events } = await ran(urlOf(client), spec({ ...countingSpec, batch: small }), {
      onEvent: (event) => {
        if (event.type === 'batch' && event.batch.progress.batches === 10) process.kill(pid, 'SIGKILL');
      },
    });
    assertState(outcome, 'done');
    assert.ok(events.some(({ type }) => type === 'retry'));
    const after = await connected('restarted');
    assert.deepEqual(await updatesByCount(after), { 1: 5000 });
    await after.end();
    await client.end().catch(() => undefined);
    const last = await connected('postgres');
    await last.query('DROP DATABASE restarted');
    await last.end();
  });
});

function failingTrigger(client: Client, condition: string, error: string): Promise<unknown> {
  return client.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF ${condition} THEN RAISE EXCEPTION USING ${error}; END IF; RETURN NEW; END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON "Order" FOR EACH ROW EXECUTE FUNCTION fail()`);
}
