import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rehearsal, RehearsedMigration, RehearsedStatement } from '../../../server/src/deploy/rehearsal/rehearsal';
import { storeRehearsal } from '../../../server/src/deploy/rehearsal/stored';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { askedOf, type Shop, shopOn } from './asked';

const version = 15;
const now = new Date('2026-11-20T10:23:00Z');
const texts = {
  '20260102000000_name': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n',
  '20260103000000_id': 'ALTER TABLE "User" ALTER COLUMN "id" TYPE BIGINT;\n',
};

const statement: RehearsedStatement = {
  ...{ index: 0, span: { start: 0, end: 10 }, line: 1, sql: 'ALTER TABLE', state: 'ran', reason: null, milliseconds: 4, rows: null },
  ...{ seen: null, foretold: null, differences: [], error: null, estimate: null },
};

const migrationOf = (name: keyof typeof texts, changes: Partial<RehearsedMigration> = {}): RehearsedMigration => ({
  ...{ name, checksum: createHash('sha256').update(texts[name]).digest('hex'), state: 'ran', milliseconds: 4, statements: [statement] },
  ...changes,
});

const both = [migrationOf('20260102000000_name'), migrationOf('20260103000000_id')];

const rehearsalOf = (run: readonly RehearsedMigration[], changes: Partial<Rehearsal> = {}): Rehearsal => ({
  ...{ version: 1, environment: 'production', provider: 'postgresql', startedAt: '2026-11-20T10:09:00Z', milliseconds: 8 },
  copy: { kind: 'clone', server: 'PostgreSQL 15.18', target: 'localhost:5432', rows: { type: 'cloned' } },
  ...{ targetVersion: '15.18', execution: 'per-statement', notes: [], rows: {}, migrations: run },
  ...changes,
});

describe('the gate rehearsal', () => {
  before(function () {
    skipWithoutServer(this, version);
  });

  const inShop = (body: (shop: Shop) => Promise<void>) => withDatabase(version, async (client) => body(await shopOn(client, texts)));
  const gate = (shop: Shop, kind = 'production') => askedOf('rehearsal', { ...shop, settings: { kind }, given: { now } });

  it('is ok where all that is pending has run, and the statements then say how long', () =>
    inShop(async (shop) => {
      storeRehearsal(shop.folder, rehearsalOf(both));
      const found = await gate(shop);
      assert.deepEqual([found.state, found.fix], ['ok', null]);
      assert.match(found.evidence, /^2 migrations have run on PostgreSQL 15\.18, .*, 14 min ago\.$/);
      assert.match(found.details ?? '', /^## Rehearsal\n[\s\S]*\n### 20260102000000_name/);
      assert.match((await askedOf('statements', shop)).details ?? '', /4 ms in the rehearsal/);
    }));

  it('warns without one, and skips where one develops', () =>
    inShop(async (shop) => {
      const none = await gate(shop);
      assert.deepEqual(
        [none.state, none.evidence, none.fix],
        ['warning', 'Nothing of what is pending was rehearsed.', 'lockstep rehearse --env production'],
      );
      assert.equal((await gate(shop, 'staging')).state, 'warning');
      assert.equal((await gate(shop, 'development')).state, 'skipped');
      storeRehearsal(shop.folder, rehearsalOf(both, { environment: 'staging' }));
      assert.equal((await gate(shop)).state, 'warning', 'that of another environment');
    }));

  it('takes that of the history where the environment has none', () =>
    inShop(async (shop) => {
      storeRehearsal(shop.folder, rehearsalOf(both, { environment: null }));
      assert.equal((await gate(shop)).state, 'ok');
    }));

  it('warns of what was added or changed since', () =>
    inShop(async (shop) => {
      storeRehearsal(shop.folder, rehearsalOf(both));
      addFiles(shop.folder, migrations('prisma/migrations', { '20260104000000_more': 'SELECT 1;\n' }));
      assert.equal((await gate(shop)).evidence, '20260104000000_more was not rehearsed.');
      writeFileSync(join(shop.directory, '20260103000000_id/migration.sql'), 'SELECT 2;\n');
      const changed = await gate(shop);
      assert.deepEqual([changed.state, changed.evidence], ['warning', '20260103000000_id has changed since the rehearsal.']);
    }));

  it('is blocked by one that failed, since the deploy would too', () =>
    inShop(async (shop) => {
      const error = { code: '23505', message: 'duplicate key value violates unique constraint "x"', atCommit: false };
      const failing = migrationOf('20260103000000_id', {
        state: 'failed',
        statements: [{ ...statement, line: 3, state: 'failed', error }],
      });
      storeRehearsal(shop.folder, rehearsalOf([migrationOf('20260102000000_name'), failing]));
      const failed = await gate(shop);
      assert.deepEqual([failed.state, failed.mayOverride], ['blocked', true]);
      assert.equal(
        failed.evidence,
        '20260103000000_id failed in the rehearsal, line 3: duplicate key value violates unique constraint "x".',
      );
      assert.equal((await gate(shop, 'development')).state, 'warning');
      const copy = { kind: 'embedded', server: 'PostgreSQL 18.6', target: null, rows: { type: 'generated', perTable: 100 } } as const;
      storeRehearsal(shop.folder, rehearsalOf([migrationOf('20260102000000_name'), failing], { copy }));
      const generated = await gate(shop);
      assert.deepEqual([generated.state, generated.evidence.endsWith(' Its rows were generated.')], ['warning', true]);
    }));

  it('warns where it says little: statements left out, or time without rows', () =>
    inShop(async (shop) => {
      const skipped = migrationOf('20260103000000_id', { statements: [{ ...statement, state: 'skipped', reason: 'No extension.' }] });
      storeRehearsal(shop.folder, rehearsalOf([migrationOf('20260102000000_name'), skipped]));
      assert.match((await gate(shop)).evidence, / 1 statement was left out\.$/);
      const growing = migrationOf('20260103000000_id', {
        statements: [{ ...statement, foretold: { locks: {}, rewrites: [], grows: true } }],
      });
      const copy = { kind: 'embedded', server: 'PostgreSQL 18.6', target: null, rows: { type: 'none' } } as const;
      storeRehearsal(shop.folder, rehearsalOf([migrationOf('20260102000000_name'), growing], { copy }));
      const empty = await gate(shop);
      assert.equal(empty.state, 'warning');
      assert.match(empty.evidence, / There were no rows, so it says nothing of time\.$/);
    }));

  it('is skipped where nothing is pending', () =>
    inShop(async (shop) => {
      await shop.prisma.deploy();
      assert.equal((await gate(shop)).state, 'skipped');
    }));
});
