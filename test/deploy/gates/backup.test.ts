import assert from 'node:assert/strict';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles } from '../../project/folders';
import { askedOf, type Shop, shopOn } from './asked';

const version = 15;
const now = new Date('2026-11-20T10:23:00Z');
const addName = { '20260102000000_name': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n' };

describe('the gate backup', () => {
  before(function () {
    skipWithoutServer(this, version);
  });

  const inShop = (body: (shop: Shop & { readonly target: string }) => Promise<void>) =>
    withDatabase(version, async (client) => {
      const shop = await shopOn(client, addName);
      const status = await askedOf('status', shop);
      const target = /\| production \| \w+ \| `([^`]+)` \|/.exec(status.details ?? '')?.[1] ?? '';
      assert.notEqual(target, '');
      await body({ ...shop, target });
    });
  const gate = (shop: Shop, backup: object | null = { maxAgeHours: 24 }, kind = 'production', withBackup = false) =>
    askedOf('backup', { ...shop, settings: { kind, ...(backup !== null && { backup }) }, given: { now, withBackup } });

  /** A backup of 2 kB that began at a time, with its stamp. */
  const addBackup = (shop: Shop & { readonly target: string }, beganAt: string, changes: object = {}, directory = '.lockstep/backups') => {
    const name = `production-${beganAt.replace(/[-:]|\.\d+/g, '')}`;
    const stamp = {
      ...{ version: 1, environment: 'production', provider: 'postgresql', target: shop.target, form: 'pg_dump', file: `${name}.dump` },
      ...{
        reference: null,
        serverVersion: '15.18',
        tool: 'pg_dump 15.18',
        bytes: 2048,
        sha256: 'x',
        beganAt,
        finishedAt: beganAt,
        tables: 1,
      },
      migrations: { applied: [{ name: '20260101000000_users', checksum: 'x' }], failed: [], pending: [] },
      verified: ['pg_restore --list'],
      ...changes,
    };
    addFiles(shop.folder, { [`${directory}/${name}.dump`]: 'x'.repeat(2048), [`${directory}/${name}.json`]: JSON.stringify(stamp) });
  };

  it('is ok with one that is fresh, verified and of this database, and says where it is', () =>
    inShop(async (shop) => {
      addBackup(shop, '2026-11-20T10:09:00Z');
      const found = await gate(shop);
      assert.deepEqual(
        [found.state, found.evidence],
        ['ok', 'The backup is 14 min old and verified: .lockstep/backups/production-20261120T100900Z.dump (2 kB).'],
      );
      assert.match(found.details ?? '', /\| 2026-11-20 10:09 UTC \| 14 min \| 2 kB \| pg_restore --list \|/);
    }));

  it('is blocked without one where lockstep.json asks for it, and warns where one develops', () =>
    inShop(async (shop) => {
      const none = await gate(shop);
      assert.deepEqual(
        [none.state, none.mayOverride, none.evidence, none.fix],
        ['blocked', true, 'There is no backup of this database.', 'lockstep backup --env production'],
      );
      assert.equal((await gate(shop, { maxAgeHours: 1 }, 'development')).state, 'warning');
      assert.equal((await gate(shop, { maxAgeHours: 1 }, 'production', true)).state, 'ok', 'one is made');
    }));

  it('warns on production where lockstep.json asks for none', () =>
    inShop(async (shop) => {
      const unasked = await gate(shop, null);
      assert.deepEqual(
        [unasked.state, unasked.evidence],
        ['warning', 'There is no backup of this database, and lockstep.json asks for none.'],
      );
      assert.equal((await gate(shop, null, 'staging')).state, 'skipped');
    }));

  it('takes none that is old, not verified, shorter than it was, of another database, or of the future', () =>
    inShop(async (shop) => {
      addBackup(shop, '2026-11-20T10:21:00Z', { target: 'elsewhere:5432/shop' });
      assert.equal((await gate(shop)).evidence, 'There is no backup of this database.');
      addBackup(shop, '2026-11-20T10:20:00Z', { verified: [] });
      assert.equal((await gate(shop)).evidence, 'No backup of this database could be verified.');
      addBackup(shop, '2026-11-20T10:19:00Z', { bytes: 4096 });
      assert.equal((await gate(shop)).state, 'blocked');
      addBackup(shop, '2026-11-19T08:00:00Z');
      const old = await gate(shop);
      assert.deepEqual([old.state, old.mayOverride], ['blocked', true]);
      assert.match(old.evidence, /^The newest verified backup is 26 h old, and may be 24 h: /);
      assert.equal((await gate(shop, { maxAgeHours: 48 })).state, 'ok');
      addBackup(shop, '2026-11-20T12:00:00Z');
      assert.match((await gate(shop)).evidence, /^By this clock the newest backup is of the future, 2026-11-20 12:00 UTC: /);
    }));

  it('warns of one that was made before the last deploy', () =>
    inShop(async (shop) => {
      addBackup(shop, '2026-11-20T10:09:00Z', { migrations: { applied: [], failed: [], pending: [] } });
      const older = await gate(shop);
      assert.equal(older.state, 'warning');
      assert.match(older.evidence, /^The newest backup lacks 20260101000000_users, which was applied later: /);
      addBackup(shop, '2026-11-20T10:10:00Z', { migrations: null });
      assert.equal((await gate(shop)).state, 'ok', 'one that does not say what it holds');
    }));

  it('looks where lockstep.json says, and shows a snapshot by its reference', () =>
    inShop(async (shop) => {
      addBackup(
        shop,
        '2026-11-20T10:09:00Z',
        { form: 'snapshot', file: null, reference: 'snap-42', verified: ['the command has ended well'] },
        'kept',
      );
      assert.equal((await gate(shop)).state, 'blocked');
      const found = await gate(shop, { directory: 'kept' });
      assert.deepEqual([found.state, found.evidence], ['ok', 'The backup is 14 min old and verified: snap-42.']);
    }));

  it('is skipped where nothing is pending', () =>
    inShop(async (shop) => {
      await shop.prisma.deploy();
      assert.equal((await gate(shop)).state, 'skipped');
    }));
});
