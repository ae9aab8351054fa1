import assert from 'node:assert/strict';
import { driftOnServer } from '../corpus/engine-on-server';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { assertState, countingSpec, countingTable, ran, spec, urlOf, value, versions } from './backfills';

const model = `model Order {
  tenantId String
  user     BigInt
  isDone   Boolean @default(false)
  n        Int     @default(0)
  @@id([tenantId, user])
`;

const schemas = {
  'one schema': `datasource db {\n  provider = "postgresql"\n}\n${model}}\n`,
  'schemas that it names': `datasource db {\n  provider = "postgresql"\n  schemas  = ["public", "billing"]\n}\n${model}  @@schema("public")\n}\n`,
};

for (const version of versions) {
  describe(`Prisma after a backfill on PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    for (const [what, text] of Object.entries(schemas)) {
      it(`sees no drift in a project of ${what}`, async function () {
        this.timeout(30_000);
        await withDatabase(version, async (client) => {
          await client.query('CREATE SCHEMA billing');
          await countingTable(client, 10);
          assertState((await ran(urlOf(client), spec(countingSpec))).outcome, 'done');
          assert.equal(Number(await value(client, 'SELECT count(*) FROM lockstep.backfills')), 1);
          const files = [{ path: 'schema.prisma', text }];
          assert.equal((await driftOnServer(client, files)).trim(), '-- This is an empty migration.');
          // The same tables in a schema that Prisma looks at would be dropped by the next migration.
          await client.query('ALTER TABLE lockstep.backfill_chunks SET SCHEMA public; ALTER TABLE lockstep.backfills SET SCHEMA public');
          assert.match(await driftOnServer(client, files), /DROP TABLE "(?:public"\.")?backfill_chunks"/);
        });
      });
    }
  });
}
