import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type EnvironmentState, environmentStateRequest, type StatisticsResult, statisticsRequest } from '../../server/src/protocol';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { startClient } from '../lsp/test-client';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf } from './backfills';
import { prismaMigrate } from './prisma-migrate';

const version = 18;

describe('an environment in an editor, on a server', () => {
  before(function () {
    skipWithoutServer(this, version);
  });

  it('says what each migration is, and what is to be said of those to come; findings speak of sizes once they were taken', () =>
    withDatabase(version, async (client) => {
      const folder = folderWith({
        'package.json': '{ "name": "shop" }',
        'node_modules/.keep': '',
        'prisma/schema.prisma': `${postgresSchema}\nmodel Order {\n  id   Int     @id\n  note String?\n\n  @@index([note])\n}\n`,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', {
          '20260101000000_orders':
            'CREATE TABLE "Order" ("id" INTEGER NOT NULL, "note" TEXT, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));\n',
        }),
        '.env': `URL_FOR_TESTS="${urlOf(client)}"\n`,
        'lockstep.json': JSON.stringify({
          baseline: '20260101000000_orders',
          environments: [{ name: 'production', kind: 'production', url: { env: 'URL_FOR_TESTS' } }],
        }),
      });
      assert.equal(await (await prismaMigrate(client, join(folder, 'prisma/migrations'))).deploy(), null);
      addFiles(folder, migrations('prisma/migrations', { '20260102000000_note': 'CREATE INDEX "Order_note_idx" ON "Order"("note");\n' }));
      await client.query(`INSERT INTO "Order" SELECT i FROM generate_series(1, 20000) AS i; ANALYZE "Order"`);
      const editor = await startClient({ folders: [folder], options: { commands: true } });
      try {
        const params = { root: pathToFileURL(folder).toString(), environment: 'production' };
        const state = await editor.connection.sendRequest<EnvironmentState | null>(environmentStateRequest, params);
        assert.deepEqual([state?.state, state?.words, state?.problem], ['pending', '1 pending', null]);
        const [next, done] = state?.migrations ?? [];
        assert.deepEqual([next?.name, next?.words], ['20260102000000_note', 'pending · 1 warning']);
        assert.match(done?.words ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d UTC, \d+\.\d s$/);
        assert.equal(done?.uri, pathToFileURL(join(folder, 'prisma/migrations/20260101000000_orders/migration.sql')).toString());

        const path = join(folder, 'prisma/migrations/20260102000000_note/migration.sql');
        const said = async () => JSON.stringify((await editor.diagnostics(path)).find(({ code }) => code === 'index-blocks-writes'));
        assert.doesNotMatch(await said(), /rows/);
        const taken = await editor.connection.sendRequest<StatisticsResult>(statisticsRequest, params);
        assert.deepEqual(taken, { isTaken: true, message: 'Took the sizes of 2 tables of production.' });
        assert.match(await said(), /20,000 rows, [\d.]+ MB on production \(just now\)\. /);
      } finally {
        await editor.dispose();
      }
    }));
});
