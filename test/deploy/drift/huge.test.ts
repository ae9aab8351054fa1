import assert from 'node:assert/strict';
import { join } from 'node:path';
import { driftOf } from '../../../server/src/deploy/drift/drift';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { folderWith, migrations, postgresLock, postgresSchema } from '../../project/folders';
import { urlOf } from '../backfills';
import { environmentAt, projectIn } from '../environments';
import { prismaMigrate } from '../prisma-migrate';
import { compared } from './shop';

const version = 15;
const tables = 1000;

function tableSql(number: number): string {
  const columns = Array.from({ length: 12 }, (_, place) => `  "c${place}" TEXT${place % 3 === 0 ? " NOT NULL DEFAULT 'x'" : ''}`);
  const reference =
    number === 0 ? [] : [`ALTER TABLE "t${number}" ADD CONSTRAINT "t${number}_fk" FOREIGN KEY ("ref") REFERENCES "t${number - 1}"("id");`];
  return [
    `CREATE TABLE "t${number}" (\n  "id" SERIAL NOT NULL,\n  "ref" INTEGER,\n${columns.join(',\n')},\n  CONSTRAINT "t${number}_pkey" PRIMARY KEY ("id")\n);`,
    `CREATE INDEX "t${number}_c1" ON "t${number}"("c1");`,
    `CREATE UNIQUE INDEX "t${number}_c2" ON "t${number}"("c2");`,
    `ALTER TABLE "t${number}" ADD CONSTRAINT "t${number}_check" CHECK (length("c0") < 100);`,
    ...reference,
  ].join('\n');
}

describe('a large database', function () {
  this.timeout(180_000);

  before(function () {
    skipWithoutServer(this, version);
  });

  it(`of ${tables} tables is compared as a whole; the time is printed`, () =>
    withDatabase(version, async (client) => {
      // A transaction may hold so many locks and no more.
      const texts = Array.from({ length: 20 }, (_, file) => {
        const numbers = Array.from({ length: tables / 20 }, (_, number) => (file * tables) / 20 + number);
        return [`202601010000${String(file).padStart(2, '0')}_part`, numbers.map(tableSql).join('\n')] as const;
      });
      const folder = folderWith({
        'prisma/schema.prisma': postgresSchema,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', Object.fromEntries(texts)),
      });
      assert.equal(await (await prismaMigrate(client, join(folder, 'prisma/migrations'))).deploy(), null);
      const project = await projectIn(folder);
      const environment = await environmentAt(urlOf(client), project);
      await client.query('ALTER TABLE t500 ADD COLUMN by_hand text; DROP INDEX t999_c1');
      for (const run of ['first', 'second']) {
        const [started, before] = [performance.now(), process.cpuUsage()];
        const { differences } = compared(await driftOf({ project, environment, against: 'history' }));
        const { user } = process.cpuUsage(before);
        console.log(
          `      ${run} run: ${Math.round(performance.now() - started)} ms, of which ${Math.round(user / 1000)} ms of this process`,
        );
        assert.deepEqual(
          differences.map(({ sentence }) => sentence),
          ['Column "by_hand" of "t500" exists only in the database.', 'Index "t999_c1" of "t999" is missing in the database.'],
        );
      }
    }));
});
