import assert from 'node:assert/strict';
import { adopt } from '../../../server/src/deploy/drift/adopt';
import { putBack } from '../../../server/src/deploy/drift/put-back';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { projectIn } from '../environments';
import { driftCases } from './cases';
import { compared, deployedShop, sentencesOf, shopMigrations } from './shop';

const now = new Date('2026-11-20T10:00:00.000Z');

/** One after the other on one of the servers, all together on the others. */
const versions = [
  { version: 12, cases: [together()] },
  { version: 15, cases: driftCases.map(({ sql }) => sql) },
  { version: 18, cases: [together()] },
];

function together(): string {
  return driftCases.flatMap(({ sql, alone }) => (alone === true ? [] : [sql])).join(';\n');
}

for (const { version, cases } of versions) {
  describe(`what a PostgreSQL ${version} database has otherwise`, function () {
    this.timeout(120_000);

    before(function () {
      skipWithoutServer(this, version);
    });

    for (const sql of cases) {
      const words = cases.length === 1 ? 'all at once' : sql.replace(/\s+/g, ' ');

      it(`is put back by the statements that are shown: ${words}`, () =>
        withDatabase(version, async (client) => {
          const { drift, folder } = await deployedShop(client);
          await client.query(sql);
          const { text, remaining } = putBack(compared(await drift()), await projectIn(folder));
          assert.deepEqual(remaining, []);
          assert.match(text, /^-- Puts test back to what the history says\. Nothing of it has been run\.\n/);
          await client.query(text);
          assert.deepEqual(sentencesOf(await drift()), [], text);
        }));

      it(`is adopted, here and in a database that has it not: ${words}`, async () => {
        const adopted = await withDatabase(version, async (client) => {
          const { drift, folder, prisma } = await deployedShop(client);
          await client.query(sql);
          const found = compared(await drift());
          const made = adopt({ found, project: await projectIn(folder), names: Object.keys(shopMigrations), now });
          assert.ok(made.ok, made.ok ? '' : made.reason);
          assert.deepEqual([made.remaining, made.migration.name], [[], '20261120100000_adopt_test']);
          addFiles(folder, migrations('prisma/migrations', { [made.migration.name]: made.migration.text }));
          await prisma.resolveApplied(made.migration.name);
          assert.deepEqual(sentencesOf(await drift()), [], made.migration.text);
          // Where somebody deploys it all the same, it does nothing.
          await client.query(made.migration.text);
          assert.deepEqual(sentencesOf(await drift()), [], made.migration.text);
          return made.migration;
        });
        await withDatabase(version, async (client) => {
          const { drift, folder, prisma } = await deployedShop(client);
          addFiles(folder, migrations('prisma/migrations', { [adopted.name]: adopted.text }));
          assert.equal(await prisma.deploy(), null);
          assert.deepEqual(sentencesOf(await drift()), [], adopted.text);
        });
      });
    }

    it('is put back to the schema by what Prisma would write', () =>
      withDatabase(version, async (client) => {
        const { drift, folder } = await deployedShop(client);
        await client.query('ALTER TABLE "Post" DROP COLUMN title; CREATE TABLE audit (id integer PRIMARY KEY)');
        const { text } = putBack(compared(await drift('schema')), await projectIn(folder));
        await client.query(text);
        assert.deepEqual(sentencesOf(await drift('schema')), [], text);
      }));
  });
}
