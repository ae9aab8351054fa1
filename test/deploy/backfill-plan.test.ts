import assert from 'node:assert/strict';
import { planBackfill } from '../../server/src/deploy/backfill/plan';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { countingTable, open, spec, urlOf, value, versions } from './backfills';

/** What a spec says, the sentence that refuses it, and the one that says what to do. */
const refusals: readonly (readonly [what: string, value: object, problem: RegExp, next: RegExp])[] = [
  ['a table that is not there', { table: 'Ordr' }, /^There is no table "public"\."Ordr"\.$/, /^Did you mean "Order"\?$/],
  ['a table of another schema', { table: 'Else' }, /^There is no table "public"\."Else"\.$/, /name it "shop\.Else"/],
  ['a column that is not there', { set: { m: '1' } }, /^"public"\."Order" has no column "m"\.$/, /^Did you mean "n"\?/],
  ['a column in a condition', { where: 'NOT isDone' }, /has no column "isdone"\.$/, /^Did you mean "isDone"\?.*double quotes/],
  ['a generated column', { table: 'Made', set: { twice: '1' } }, /^"twice" of "public"\."Made" is generated\.$/, /leave it out/],
  ['an identity', { table: 'Made', set: { number: '1' } }, /"number" .* IDENTITY\.$/, /leave it out/i],
  ['a part of the key', { set: { user: '1' } }, /^"user" is part of the key/, /new column/],
  ['a table without a key', { table: 'Log' }, /^"public"\."Log" has neither a primary key/, /ADD PRIMARY KEY USING INDEX/],
  ['a view', { table: 'View' }, /^"public"\."View" is no table\.$/, /name the table/],
  ['a value of the wrong type', { set: { n: `'x'` } }, /^Invalid input syntax for type integer: "x"\.$/, /expression/],
  ['a function that is not there', { set: { n: 'lowr(1)' } }, /^Function lowr\(integer\) does not exist\.$/, /Correct the expression/],
  ['an aggregate', { set: { n: 'max(n)' } }, /^Aggregate functions are not allowed in UPDATE\.$/, /Correct the expression/],
  ['a condition that changes by itself', { where: 'random() < 0.5' }, /^"where" calls random\(\)/, /stays false/],
];

for (const version of versions) {
  describe(`the plan of a backfill on PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    it('refuses what cannot be done, says what to do, and writes nothing', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 10);
        await client.query(`CREATE VIEW "View" AS SELECT * FROM "Order";
          CREATE TABLE "Log" (line integer, n integer); CREATE UNIQUE INDEX ON "Log" (line);
          CREATE SCHEMA shop; CREATE TABLE shop."Else" (id integer PRIMARY KEY, n integer);
          CREATE TABLE "Made" (id integer PRIMARY KEY, n integer, number integer GENERATED ALWAYS AS IDENTITY, twice integer GENERATED ALWAYS AS (id * 2) STORED)`);
        const database = open(urlOf(client));
        try {
          for (const [what, wrong, problem, next] of refusals) {
            const planned = await planBackfill(spec({ table: 'Order', set: { n: '1' }, where: 'n = 0', ...wrong }), database);
            assert.ok(!planned.ok, what);
            assert.match(planned.problem, problem, what);
            assert.match(planned.next, next, what);
          }
          assert.ok((await planBackfill(spec({ table: 'shop.Else', set: { n: '1' } }), database)).ok);
        } finally {
          await database.close();
        }
        assert.equal(await value(client, `SELECT to_regnamespace('lockstep')`), null);
      }));

    it('says what row security hides, and that statistics are missing', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 10);
        await client.query(`CREATE TABLE t (id integer PRIMARY KEY, n integer);
          ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
          DO $$ BEGIN IF to_regrole('tenant') IS NULL THEN CREATE ROLE tenant LOGIN; END IF; END $$; GRANT ALL ON t TO tenant`);
        const database = open(urlOf(client).replace('//postgres@', '//tenant@'));
        const planned = await planBackfill(spec({ table: 't', set: { n: '1' } }), database);
        await database.close();
        await client.query('DROP OWNED BY tenant; DROP ROLE tenant');
        assert.ok(planned.ok);
        assert.match(planned.plan.notes.join('\n'), /Row security is active.*\n.*no statistics of the table/);
      }));
  });
}
