import assert from 'node:assert/strict';
import { Client } from 'pg';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { assertState, countingSpec, countingTable, type Ran, ran, spec, updatesByCount, urlOf, value, versions } from './backfills';
import { listenAsPooler } from './wire';

for (const version of versions) {
  describe(`several runners of a backfill on PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    for (const runners of [2, 3]) {
      it(`${runners} share 60,000 rows without double work`, async function () {
        this.timeout(60_000);
        await withDatabase(version, async (client, connect) => {
          const rows = 60_000;
          await countingTable(client, rows);
          // Nobody gets through before all have begun a batch.
          await client.query(`CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END';
            CREATE TRIGGER wait BEFORE UPDATE ON "Order" FOR EACH STATEMENT EXECUTE FUNCTION wait(); SELECT pg_advisory_lock(1)`);
          const observer = await connect();
          const backfill = spec({ ...countingSpec, batch: { maximum: 1000 }, lockTimeout: '30s' });
          const begun = Promise.all(Array.from({ length: runners }, () => ran(urlOf(client), backfill)));
          const waiting = `SELECT count(*) = ${runners} FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
          await until(() => value(observer, waiting));
          await client.query('SELECT pg_advisory_unlock(1)');
          const all = await begun;
          const shares = all.map(({ outcome, events }) => {
            assertState(outcome, 'done');
            return rowsOf(events);
          });
          assert.equal(
            shares.reduce((sum, share) => sum + share, 0),
            rows,
          );
          assert.ok(
            shares.every((share) => share > 0),
            `each has done something: ${shares.join(', ')}`,
          );
          assert.deepEqual(await updatesByCount(client), { 1: rows });
          assert.equal(Number(await value(client, 'SELECT keys FROM lockstep.backfills')), rows);
        });
      });
    }

    it('one takes over what another has left in the middle of a batch', () =>
      withDatabase(version, async (client, connect) => {
        await countingTable(client, 1000);
        const backfill = spec({ ...countingSpec, batch: { initial: 100, maximum: 100 } });
        const [blocker, observer] = [await connect(), await connect()];
        await blocker.query(`BEGIN; UPDATE "Order" SET n = n WHERE "tenantId" = 'tenant 0' AND "user" = 350`);
        // The first runner waits for that row when its connection is cut off.
        const first = new AbortController();
        const patient = { ...backfill, lockTimeout: 30_000 };
        const firstRun = ran(urlOf(client), patient, { signal: first.signal });
        await until(() =>
          value(
            observer,
            `SELECT count(*)::integer FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'lockstep'`,
          ),
        );
        const second = ran(urlOf(client), backfill);
        await until(() => value(observer, `SELECT count(*)::integer FROM "Order" WHERE n = 1 HAVING count(*) = 900`));
        first.abort();
        await observer.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'lockstep'`,
        );
        await blocker.query('COMMIT');
        assertState((await firstRun).outcome, 'cancelled');
        assertState((await second).outcome, 'done');
        assert.deepEqual(await updatesByCount(client), { 1: 1000 });
        assert.equal(Number(await value(client, 'SELECT keys FROM lockstep.backfills')), 1000);
      }));

    it('begin at the same moment where nothing is there yet', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 100);
        const all = await Promise.all(Array.from({ length: 6 }, () => ran(urlOf(client), spec(countingSpec))));
        for (const { outcome } of all) assertState(outcome, 'done');
        assert.deepEqual(await updatesByCount(client), { 1: 100 });
      }));

    it('work through a pooler that gives each transaction another connection', async function () {
      this.timeout(60_000);
      await withDatabase(version, async (client) => {
        await countingTable(client, 20_000);
        const pooler = await listenAsPooler(client, 3);
        try {
          const backfill = spec({ ...countingSpec, batch: { maximum: 500 } });
          const url = urlOf(client, pooler.port);
          const all = await Promise.all([ran(url, backfill), ran(url, backfill)]);
          for (const { outcome } of all) assertState(outcome, 'done');
          assert.deepEqual(await updatesByCount(client), { 1: 20_000 });
          const sessions = await leftOver(url, 3);
          assert.equal(new Set(sessions.map((row) => Reflect.get(Object(row), 'session'))).size, 3, 'the pooler has three sessions');
          for (const row of sessions) {
            const { session: _, ...left } = Object(row);
            assert.deepEqual(left, { lock: '0', statement: '0', path: '"$user", public', prepared: 0, locks: 0 });
          }
        } finally {
          pooler.close();
        }
      });
    });
  });
}

function rowsOf(events: Ran['events']): number {
  return events.reduce((sum, event) => sum + (event.type === 'batch' ? event.batch.rows : 0), 0);
}

async function until(holds: () => Promise<unknown>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What each of the pooler's sessions still has of those who used it: one query after the other reaches the next session. */
async function leftOver(url: string, sessions: number): Promise<readonly unknown[]> {
  const client = new Client(url);
  await client.connect();
  const found: unknown[] = [];
  for (let session = 0; session < sessions; session++) {
    const { rows } =
      await client.query(`SELECT pg_backend_pid() AS session, current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement,
      current_setting('search_path') AS path, (SELECT count(*)::integer FROM pg_prepared_statements WHERE name <> '') AS prepared,
      (SELECT count(*)::integer FROM pg_locks WHERE locktype = 'advisory') AS locks`);
    found.push(...rows);
  }
  await client.end();
  return found;
}
