import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { sealed } from '../../client/src/environments/sealed-secret';
import {
  type Operation,
  type OperationEvent,
  type OperationParams,
  type OperationResults,
  operationEvent,
  operationRequest,
  type SecretParams,
  secretRequest,
} from '../../server/src/protocol';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { startClient, uri } from '../lsp/test-client';
import { addFiles, folderWith, migrations } from '../project/folders';
import { urlOf } from './backfills';
import { skipWithout } from './backups';
import { engineVariables, installPrisma, projectFiles, skipWithoutPrisma, withVariables } from './prisma-cli';
import { prismaMigrate } from './prisma-migrate';

/** The one that the machine's own pg_dump knows surely. */
const version = 15;
const password = 'm4rked%21pass-w0rd';
const marked = /m4rked|pass-w0rd/;

const first = '20260101000000_shop';
const second = '20260102000000_note';
const third = '20260103000000_required';

describe('the operations of an editor, on a server', function () {
  // Two deploys by the real CLI, two backups and a restore.
  this.timeout(180_000);
  before(function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    skipWithout(this, 'pg_dump');
  });

  it('preview, back up, drift, deploy, recover, resolve, restore: each as people go on, and no secret in anything that is said or kept', () =>
    withVariables(engineVariables('per-statement'), () =>
      withDatabase(version, async (client, connect) => {
        const folder = folderWith({
          ...projectFiles(7, 'postgresql'),
          ...migrations('prisma/migrations', {
            [first]: 'CREATE TABLE "Shop" ("id" INTEGER NOT NULL, "name" TEXT, CONSTRAINT "Shop_pkey" PRIMARY KEY ("id"));\n',
          }),
          'lockstep.json': JSON.stringify({ environments: [{ name: 'production', kind: 'production', url: { secret: true } }] }),
        });
        installPrisma(folder, 7);
        const prisma = await connect();
        assert.equal(await (await prismaMigrate(prisma, join(folder, 'prisma/migrations'))).deploy(), null);
        // Its session would keep Prisma's lock.
        await prisma.end();
        await client.query(`INSERT INTO "Shop" SELECT i, NULL FROM generate_series(1, 3) AS i`);
        addFiles(
          folder,
          migrations('prisma/migrations', {
            [second]: 'ALTER TABLE "Shop" ADD COLUMN "note" TEXT;\n',
            [third]: 'ALTER TABLE "Shop" ALTER COLUMN "name" SET NOT NULL;\n',
          }),
        );

        const heard: unknown[] = [];
        const editor = await startClient({ folders: [folder], options: { commands: true } });
        const { connection } = editor;
        connection.onNotification('window/logMessage', (message) => void heard.push(message));
        const events: OperationEvent[] = [];
        connection.onNotification(operationEvent, (event: OperationEvent) => void events.push(event));
        const url = urlOf(client).replace(/^postgresql:\/\/([^@]*)@/, `postgresql://$1:${password}@`);
        connection.onRequest(secretRequest, ({ publicKey }: SecretParams) => sealed(url, publicKey));
        const run = async <Asked extends Operation>(operation: Asked): Promise<OperationResults[Asked['type']]> => {
          const params: OperationParams = { token: 'one', root: uri(folder), environment: 'production', operation };
          const end = await connection.sendRequest<OperationResults[Asked['type']]>(
            operationRequest,
            params,
            new CancellationTokenSource().token,
          );
          heard.push(end);
          return end;
        };

        try {
          const terms = { overrides: [], withBackup: false } as const;
          const { plan, document } = await run({ type: 'preview', ...terms });
          assert.deepEqual([plan?.pending, plan?.isProtected], [[second, third], true]);
          assert.match(document?.text ?? '', /^# Deploy to production\n[\s\S]*## Gates\n/);

          assert.equal((await run({ type: 'back-up' })).state, 'done');
          const { backups = [] } = await run({ type: 'list-backups' });
          assert.match(backups[0]?.name ?? '', /^production-\d{8}T\d{6}Z\.dump$/);
          assert.match(backups[0]?.holds ?? '', new RegExp(`^1 migration up to ${first}$`));

          await client.query('ALTER TABLE "Shop" ADD COLUMN "by hand" TEXT');
          const drift = await run({ type: 'drift', against: 'history' });
          assert.deepEqual(drift.differences, [
            { object: 'public.Shop.by hand', words: 'Column "by hand" of "Shop" exists only in the database.' },
          ]);
          assert.notEqual(drift.sides?.expected.text, drift.sides?.database.text);
          const adopted = await run({ type: 'drift-remedy', against: 'history', remedy: { type: 'adopt' } });
          assert.match(adopted.edit?.creates[0]?.text ?? '', /ADD COLUMN IF NOT EXISTS +"by hand"/);
          const back = await run({ type: 'drift-remedy', against: 'history', remedy: { type: 'put-back' } });
          assert.match(back.document?.text ?? '', /DROP COLUMN "by hand"/);
          const ignored = await run({
            type: 'drift-remedy',
            against: 'history',
            remedy: { type: 'ignore', objects: ['public.Shop.by hand'] },
          });
          assert.match(ignored.edit?.changes[0]?.text ?? '', /"ignore": \[\s*"public\.Shop\.by hand"/);
          await client.query('ALTER TABLE "Shop" DROP COLUMN "by hand"');

          const unconfirmed = await run({ type: 'deploy', ...terms, confirmed: null });
          assert.equal(unconfirmed.state, 'refused', unconfirmed.words);
          const overrides = (plan?.gates ?? [])
            .filter(({ state, mayOverride }) => state === 'blocked' && mayOverride)
            .map(({ gate }) => ({ gate, reason: 'a test' }));
          const failed = await run({ type: 'deploy', overrides, withBackup: true, confirmed: 'production' });
          assert.deepEqual([failed.state, failed.isRecoverable], ['failed', true], failed.words);
          assert.match(events.map(({ text }) => text).join('\n'), new RegExp(`^${second} applied after (\\d+ ms|\\d+(\\.\\d)? s)$`, 'm'));

          const { steps = [], document: page } = await run({ type: 'recovery' });
          assert.match(page?.text ?? '', /3 rows have NULL in "Shop"\."name"/);
          assert.deepEqual(
            steps.slice(0, 3).map(({ act }) => act.type),
            ['query', 'resolve', 'deploy'],
          );
          await client.query(`UPDATE "Shop" SET "name" = 'one' WHERE "name" IS NULL`);
          const mark = { type: 'resolve', migration: third, as: 'rolled-back', reason: null } as const;
          const look = await run({ ...mark, isPreview: true, confirmed: null });
          assert.deepEqual([look.state, look.isProtected, look.doubts], ['done', true, []]);
          assert.equal((await run({ ...mark, isPreview: false, confirmed: null })).state, 'refused');
          assert.equal((await run({ ...mark, isPreview: false, confirmed: 'production' })).state, 'done');
          assert.equal((await run({ type: 'deploy', overrides, withBackup: false, confirmed: 'production' })).state, 'done');

          const whole = { type: 'restore', path: backups[0]?.path ?? '', to: 'environment', isClean: true } as const;
          const before = await run({ ...whole, isPreview: true, confirmed: null });
          assert.equal(before.confirmation, 'production');
          assert.match(before.words, /Drops everything that is there: 2 tables/);
          assert.equal((await run({ ...whole, isPreview: false, confirmed: 'prod' })).state, 'refused');
          const restored = await run({ ...whole, isPreview: false, confirmed: 'production' });
          assert.equal(restored.state, 'done', restored.words);
          const { rows } = await client.query<{ readonly name: string | null }>('SELECT "name" FROM "Shop"');
          assert.deepEqual(rows, [{ name: null }, { name: null }, { name: null }]);

          const { entries = [] } = await run({ type: 'journal' });
          assert.deepEqual(
            entries.map(({ title }) => title),
            [
              'restore of production: restored',
              'deploy of production: deployed',
              'resolve of production: resolved',
              'deploy of production: failed',
              'deploy of production: refused',
            ],
          );
          assert.ok(existsSync(new URL(entries[1]?.report ?? '')), 'the report is where the journal says');

          assert.doesNotMatch(JSON.stringify([heard, events]), marked);
          for (const file of filesBelow(join(folder, '.lockstep'))) assert.doesNotMatch(readFileSync(file, 'latin1'), marked, file);
        } finally {
          await editor.dispose();
        }
      }),
    ));
});

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
