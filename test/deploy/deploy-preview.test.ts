import assert from 'node:assert/strict';
import { type DeployPreview, type DeployPreviewOutcome, previewDeploy } from '../../server/src/deploy/preview/deploy-preview';
import { previewJson } from '../../server/src/deploy/preview/preview-json';
import { previewMarkdown } from '../../server/src/deploy/preview/preview-markdown';
import type { RehearsedStatement } from '../../server/src/deploy/rehearsal/rehearsal';
import { checksumOf, storeRehearsal } from '../../server/src/deploy/rehearsal/stored';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf } from './backfills';
import { environmentAt, projectIn } from './environments';
import { prismaMigrate } from './prisma-migrate';

const version = 15;
const now = new Date('2026-11-20T10:00:00.000Z');

const applied = { '20260101000000_orders': 'CREATE TABLE "Order" ("id" INTEGER PRIMARY KEY, "total" INTEGER);\n' };
const pending = {
  '20260201000000_wide':
    'ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE BIGINT;\nCREATE TABLE "Item" ("id" INTEGER PRIMARY KEY);\n',
};

/** A rehearsal of the pending migration, in which its first statement took 1.2 s. */
function rehearsed(folder: string): void {
  const [[name, text] = ['', '']] = Object.entries(pending);
  const sql = text.split(';')[0] ?? '';
  const statement: RehearsedStatement = {
    ...{ index: 0, span: { start: 0, end: sql.length }, line: 1, sql, state: 'ran', reason: null, milliseconds: 1200, rows: null },
    ...{ seen: null, foretold: null, differences: [], error: null, estimate: null },
  };
  const migration = { name, checksum: checksumOf(Buffer.from(text)), state: 'ran', milliseconds: 1200, statements: [statement] } as const;
  storeRehearsal(folder, {
    ...{ version: 1, environment: 'test', provider: 'postgresql', startedAt: '2026-11-19T10:00:00.000Z', milliseconds: 1200 },
    copy: { kind: 'embedded', server: 'PostgreSQL 18.0', target: null, rows: { type: 'none' } },
    ...{ targetVersion: null, execution: 'per-statement', notes: [], rows: {}, migrations: [migration] },
  });
}

describe('the preview of a deploy', function () {
  this.timeout(60_000);

  before(function () {
    skipWithoutServer(this, version);
  });

  async function previewOf(folder: string, url: string, fresh = false): Promise<DeployPreviewOutcome> {
    const project = await projectIn(folder);
    return previewDeploy({ project, environment: await environmentAt(url, project), cacheDirectory: null, fresh, now });
  }

  function previewed(outcome: DeployPreviewOutcome): DeployPreview {
    assert.equal(outcome.type, 'previewed');
    return outcome.type === 'previewed' ? outcome.preview : assert.fail();
  }

  const inShop = (body: (folder: string, url: string, rows: (count: number) => Promise<void>) => Promise<void>): Promise<void> =>
    withDatabase(version, async (client) => {
      const folder = folderWith({
        'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
        'prisma/schema.prisma': postgresSchema,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', applied),
      });
      assert.equal(await (await prismaMigrate(client, `${folder}/prisma/migrations`)).deploy(), null);
      await body(folder, urlOf(client), async (count) => {
        await client.query(`INSERT INTO "Order" SELECT n, n FROM generate_series(1, ${count}) AS n`);
        await client.query('ANALYZE "Order"');
      });
    });

  it('says of each pending statement what it holds up, how much there is to do and how long it took', () =>
    inShop(async (folder, url, rows) => {
      addFiles(folder, migrations('prisma/migrations', pending));
      await rows(2000);
      rehearsed(folder);
      const preview = previewed(await previewOf(folder, url, true));
      assert.deepEqual([preview.pending, preview.execution], [['20260201000000_wide'], 'per-statement']);
      const [migration] = preview.migrations;
      assert.deepEqual(
        migration?.statements.map(({ milliseconds, tables }) => [
          milliseconds,
          tables.map(({ relation, lock, size }) => [relation, lock, size?.rows ?? null]),
        ]),
        [
          [1200, [['public.Order', 'ACCESS EXCLUSIVE', 2000]]],
          [null, []],
        ],
      );
      const text = previewMarkdown(preview);
      assert.match(text, /^# Deploy to test\n/);
      assert.match(text, /1 migration, 2 statements · 1\.2 s in the rehearsal, without 1 statement · sizes of test, just now/);
      assert.match(
        text,
        /ACCESS EXCLUSIVE on "Order" \| reads and writes \| rewrites "Order" \| 2,000 rows, [\d.]+ kB \| 1\.2 s in the rehearsal \|/,
      );
      assert.match(text, /statement by statement: it can stop half-way/);
      assert.equal(JSON.parse(JSON.stringify(previewJson(preview))).migrations[0].statements[0].tables[0].rows, 2000);
    }));

  it('takes no sizes unless it is told to', () =>
    inShop(async (folder, url) => {
      addFiles(folder, migrations('prisma/migrations', pending));
      const preview = previewed(await previewOf(folder, url));
      assert.equal(preview.sizes, null);
      assert.match(previewMarkdown(preview), /sizes of tables are not known: `lockstep stats` takes them/);
    }));

  it('says that nothing is pending', () =>
    inShop(async (folder, url) => {
      const preview = previewed(await previewOf(folder, url));
      assert.deepEqual([preview.pending, preview.migrations], [[], []]);
      assert.match(previewMarkdown(preview), /Nothing is pending/);
    }));

  it('says why a database cannot be asked, and no secret', () =>
    inShop(async (folder) => {
      const outcome = await previewOf(folder, 'postgresql://shop:marked-password@127.0.0.1:1/shop');
      assert.equal(outcome.type === 'unreachable' ? outcome.problem.code : null, 'P1001');
      assert.doesNotMatch(JSON.stringify(outcome), /marked-password/);
    }));
});
