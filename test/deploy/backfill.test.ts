import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { assertState, countingSpec, countingTable, ran, spec, updatesByCount, urlOf, value, versions } from './backfills';

const increment = { table: 't', set: { n: 'n + 1' }, where: 'n = 0' } as const;

/** Types of keys with an expression that yields another value for each `i`, in no particular order. */
const keyTypes: readonly (readonly [type: string, expression: string])[] = [
  ['bigint', '(i * 7919) % 1000 + 9007199254740993'],
  ['uuid', 'md5(i::text)::uuid'],
  ['text', `CASE i % 3 WHEN 0 THEN 'Ä"' WHEN 1 THEN E'a''\\\\' ELSE ' b ' END || i`],
  ['char(8)', `'k' || i`],
  ['varchar(30)', `'key, ' || i`],
  ['timestamp(3)', `timestamp '2026-03-29 01:59:59.123' + i * interval '37 minutes'`],
  ['timestamptz', `timestamptz '2026-10-25 00:00:00.000001+00' + i * interval '17 minutes 0.000001 seconds'`],
  ['date', `date '0044-03-15 BC' + i * 3000`],
  ['numeric(20,6)', '(i * 7919 % 1000) / 3.0'],
  ['double precision', 'sqrt(i::double precision)'],
  ['bytea', `decode(md5(i::text), 'hex')`],
  ['boolean[]', `string_to_array(regexp_replace(i::bit(9)::text, '(.)(?=.)', '\\1,', 'g'), ',')::boolean[]`],
];

for (const version of versions) {
  describe(`a backfill on PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    it('updates 200,000 rows with a composite key once each, while others write', async function () {
      this.timeout(60_000);
      await withDatabase(version, async (client, connect) => {
        await countingTable(client, 200_000);
        const writer = await connect();
        let written = 0;
        let isOver = false;
        const write = async (): Promise<void> => {
          while (!isOver) {
            written += 1;
            // New rows before, within and behind what has been walked over; rows that go; rows that others have done already.
            await writer.query(`INSERT INTO "Order" VALUES ('tenant ' || ${written % 9}, ${300_000 + written})`);
            await writer.query(`DELETE FROM "Order" WHERE "user" = ${written * 3} AND n = 0`);
            await writer.query(`UPDATE "Order" SET "isDone" = true, n = n + 1 WHERE "user" = ${200_000 - written * 5} AND NOT "isDone"`);
          }
        };
        const writing = write();
        const { outcome, events } = await ran(urlOf(client), spec({ ...countingSpec, batch: { maximum: 10_000 } }), {
          onEvent: (event) => {
            // The writer rests while the rows are counted, or they would never all be done.
            if (event.type === 'batch' && event.batch.progress.keys > 150_000) isOver = true;
          },
        });
        isOver = true;
        await writing;
        assertState(outcome, 'done');
        assert.deepEqual(Object.keys(await updatesByCount(client)), ['1']);
        assert.ok(written > 10, `the writer has written ${written} times`);
        assert.ok(events.filter(({ type }) => type === 'batch').length > 20);
      });
    });

    it('walks along keys of every kind', () =>
      withDatabase(version, async (client) => {
        for (const [index, [type, expression]] of keyTypes.entries()) {
          const name = `t${index}`;
          await client.query(`CREATE TABLE ${name} (id ${type} PRIMARY KEY, n integer NOT NULL DEFAULT 0);
            INSERT INTO ${name} SELECT ${expression} FROM generate_series(1, 250) AS i`);
          const { outcome, events } = await ran(urlOf(client), spec({ ...increment, table: name, batch: { initial: 17, maximum: 17 } }));
          assertState(outcome, 'done');
          assert.equal(events.filter((event) => event.type === 'batch').length, Math.ceil(250 / 17), type);
          assert.deepEqual((await client.query(`SELECT DISTINCT n FROM ${name}`)).rows, [{ n: 1 }], type);
        }
      }));

    it('walks along a unique index over required columns where there is no primary key', () =>
      withDatabase(version, async (client) => {
        await client.query(`CREATE TABLE t (a integer, b text NOT NULL, c integer NOT NULL, n integer NOT NULL DEFAULT 0);
          CREATE UNIQUE INDEX ON t (a); CREATE UNIQUE INDEX ON t (b) WHERE a = 5; CREATE UNIQUE INDEX ON t (lower(b), c); CREATE UNIQUE INDEX ON t (b, c) INCLUDE (a);
          CREATE UNIQUE INDEX ON t (c DESC); CREATE UNIQUE INDEX ON t ((c + 1));
          INSERT INTO t SELECT i, 'b' || i / 10, i FROM generate_series(1, 100) AS i`);
        const { outcome, events } = await ran(urlOf(client), spec({ ...increment, batch: { initial: 7, maximum: 7 } }));
        assertState(outcome, 'done');
        const planned = events.find((event) => event.type === 'planned');
        assert.deepEqual(
          planned?.plan.target.key.map(({ name }) => name),
          ['b', 'c'],
        );
        assert.deepEqual((await client.query('SELECT DISTINCT n FROM t')).rows, [{ n: 1 }]);
      }));

    it('walks over the partitions of a table', () =>
      withDatabase(version, async (client) => {
        await client.query(`CREATE TABLE t (id integer, at date, n integer NOT NULL DEFAULT 0, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
          CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2026-01-01'); CREATE TABLE t_new PARTITION OF t DEFAULT;
          INSERT INTO t SELECT i, date '2025-12-01' + i % 60 FROM generate_series(1, 300) AS i; ANALYZE t; ANALYZE t_old; ANALYZE t_new`);
        const { outcome, events } = await ran(urlOf(client), spec({ ...increment, batch: { initial: 50, maximum: 50 } }));
        assertState(outcome, 'done');
        assert.deepEqual((await client.query('SELECT DISTINCT n FROM t')).rows, [{ n: 1 }]);
        assert.equal(events.find((event) => event.type === 'planned')?.plan.target.estimatedRows, 300);
      }));

    it('takes names from the schema that the URL names, and subqueries and volatile functions', () =>
      withDatabase(version, async (client) => {
        await client.query(`CREATE SCHEMA "Shop"; SET search_path = "Shop";
          CREATE TABLE "User" (id integer PRIMARY KEY, name text); CREATE TABLE "Post" (id integer PRIMARY KEY, "userId" integer, "from" text, token text);
          INSERT INTO "User" VALUES (1, 'Ada'), (2, 'Bob'); INSERT INTO "Post" SELECT i, 1 + i % 2 FROM generate_series(1, 10) AS i`);
        const set = { from: `(SELECT name FROM "User" u WHERE u.id = "Post"."userId")`, token: 'md5(random()::text)' };
        const { outcome, events } = await ran(
          urlOf(client, undefined, '&schema=Shop'),
          spec({ table: 'Post', set, where: '"from" IS NULL' }),
        );
        assertState(outcome, 'done');
        assert.equal(await value(client, `SELECT string_agg("from", '' ORDER BY id) FROM "Post"`), 'BobAdaBobAdaBobAdaBobAdaBobAda');
        assert.equal(await value(client, 'SELECT count(DISTINCT token)::integer FROM "Post"'), 10);
        const notes = events.find((event) => event.type === 'planned')?.plan.notes.join('\n') ?? '';
        assert.match(notes, /"from": the subquery is run for each row/);
        assert.match(notes, /"token": random\(\) is called for each row/);
      }));

    it('gives a column its default', () =>
      withDatabase(version, async (client) => {
        await table(client, 3);
        await client.query('ALTER TABLE t ALTER n SET DEFAULT 7');
        assertState((await ran(urlOf(client), spec({ ...increment, set: { n: 'DEFAULT' } }))).outcome, 'done');
        assert.deepEqual((await client.query('SELECT DISTINCT n FROM t')).rows, [{ n: 7 }]);
      }));

    it('picks up in another pass what was written behind it', () =>
      withDatabase(version, async (client, connect) => {
        await table(client, 100);
        const writer = await connect();
        const writes: Promise<unknown>[] = [];
        const { outcome, events } = await ran(urlOf(client), spec({ ...increment, batch: { initial: 10, maximum: 10 } }), {
          onEvent: (event) => {
            if (event.type === 'batch' && event.batch.progress.batches === 5)
              writes.push(writer.query('INSERT INTO t VALUES (-1, 0), (-2, 0)'));
          },
        });
        await Promise.all(writes);
        assertState(outcome, 'done');
        assert.equal(outcome.state === 'done' ? outcome.progress.pass : 0, 2);
        assert.deepEqual(
          events.filter((event) => event.type === 'verified').map(({ verification }) => verification.remaining),
          [2, 0],
        );
        assert.equal(await value(client, 'SELECT count(*)::integer FROM t WHERE n = 1'), 102);
      }));

    it('goes on behind its end where rows were appended, without walking over the rest again', () =>
      withDatabase(version, async (client) => {
        await table(client, 100);
        const backfill = spec({ ...increment, batch: { initial: 10, maximum: 10 } });
        await ran(urlOf(client), backfill);
        await client.query('INSERT INTO t VALUES (101, 0), (102, 0)');
        const { outcome, events } = await ran(urlOf(client), backfill);
        assertState(outcome, 'done');
        assert.deepEqual(
          events.flatMap((event) => (event.type === 'batch' ? [event.batch.range] : [])),
          [{ after: ['100'], through: ['102'] }],
        );
      }));

    it('has nothing to do in a table without rows, and where all is done', () =>
      withDatabase(version, async (client) => {
        await table(client, 0);
        const first = await ran(urlOf(client), spec(increment));
        const second = await ran(urlOf(client), spec(increment));
        for (const { outcome } of [first, second])
          assert.deepEqual(outcome.state === 'done' && outcome.verification, { remaining: 0, check: null });
      }));

    it('says when the check does not agree', () =>
      withDatabase(version, async (client) => {
        await table(client, 3);
        const { outcome } = await ran(urlOf(client), spec({ ...increment, check: 'SELECT sum(n) FROM t' }));
        assert.equal(outcome.state === 'failed' && outcome.stop.problem, 'No row is still to do, but "check" yields 3; expected 0.');
      }));
  });
}

function table(client: Client, rows: number): Promise<unknown> {
  return client.query(`CREATE TABLE t (id integer PRIMARY KEY, n integer NOT NULL DEFAULT 0);
    INSERT INTO t SELECT i, 0 FROM generate_series(1, ${rows}) AS i; ANALYZE t`);
}
