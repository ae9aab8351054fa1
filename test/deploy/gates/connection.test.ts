import assert from 'node:assert/strict';
import { join } from 'node:path';
import { poolerSign } from '../../../server/src/deploy/connection/pooler';
import { addFiles, folderWith, postgresLock, postgresSchema } from '../../project/folders';
import { askedOf } from './asked';

const files = {
  'package.json': '{ "name": "shop" }',
  'prisma/schema.prisma': postgresSchema,
  'prisma/migrations/migration_lock.toml': postgresLock,
};

describe('the sign of a pooler', () => {
  const urls: readonly (readonly [url: string, sign: string | null])[] = [
    ['postgresql://u:p@db.example.com:5432/shop', null],
    ['postgresql://u:p@db.example.com/shop?sslmode=require', null],
    ['postgresql://u:p@db.example.com/shop?pgbouncer=true', 'it says pgbouncer=true'],
    ['postgresql://u:p@db.example.com/shop?pgbouncer=false', null],
    ['postgresql://u:p@aws-0-eu.pooler.supabase.com:6543/postgres', "port 6543 is a pooler's"],
    ['postgresql://u:p@aws-0-eu.pooler.supabase.com:5432/postgres', null],
    ['postgresql://u:p@db.example.com:6432/shop', "port 6432 is a pooler's"],
    ['postgresql://u:p@ep-cool-1-pooler.eu.aws.neon.tech/shop', 'the host is "ep-cool-1-pooler"'],
    ['postgresql://u:p@ep-cool-1.eu.aws.neon.tech/shop', null],
    ['postgresql://u:p@localhost/shop?host=/run/pgbouncer', null],
    ['postgresql://u:p@pgbouncer:5432/shop', 'the host is "pgbouncer"'],
    ['nonsense', null],
  ];
  for (const [url, sign] of urls) it(`${sign ?? 'none'}: ${url}`, () => assert.equal(poolerSign(url), sign));
});

describe('the gate pooled-connection', () => {
  const pooled = 'postgresql://shop:hunter2-secret@ep-cool-1-pooler.eu.aws.neon.tech/shop';
  const direct = 'postgresql://shop:hunter2-secret@ep-cool-1.eu.aws.neon.tech/shop';

  it('is ok for a URL of the server itself', async () => {
    const { state, evidence } = await askedOf('pooled-connection', { folder: folderWith(files), url: direct });
    assert.deepEqual([state, evidence], ['ok', 'The URL shows no sign of a pooler.']);
  });

  it('is blocked, or warns where one develops, and offers no URL where none is known', async () => {
    const folder = folderWith(files);
    const gate = await askedOf('pooled-connection', { folder, url: pooled });
    assert.deepEqual([gate.state, gate.mayOverride], ['blocked', true]);
    assert.equal(
      gate.evidence,
      'The URL is that of a pooler: the host is "ep-cool-1-pooler". Name the URL of the server itself in lockstep.json.',
    );
    assert.equal((await askedOf('pooled-connection', { folder, url: pooled, settings: { kind: 'development' } })).state, 'warning');
  });

  it('offers a variable beside it that leads to the same database, and never a URL', async () => {
    const folder = folderWith(files);
    const variables = {
      DIRECT_URL: direct,
      OTHER_DATABASE: direct.replace(/shop$/, 'other'),
      SHADOW_DATABASE_URL: direct,
      ELSEWHERE: 'postgresql://u:p@db.example.com/shop',
      EMPTY: '',
    };
    const gate = await askedOf('pooled-connection', { folder, url: pooled, variables });
    assert.match(gate.evidence, /The variable DIRECT_URL is a direct one: name it in lockstep\.json\.$/);
    assert.match(gate.details ?? '', /\n- The variable DIRECT_URL: `"url": \{"env":"DIRECT_URL"\}`$/);
    assert.doesNotMatch(JSON.stringify(gate), /hunter2/);
  });

  it('looks into the env file of the environment, else into .env', async () => {
    const folder = folderWith(files);
    addFiles(folder, {
      '.env.production': `DATABASE_URL="${pooled}"\nDATABASE_URL_UNPOOLED="${direct}"\n`,
      '.env': `MIGRATE_URL=${direct}\n`,
    });
    const fromFile = await askedOf('pooled-connection', {
      folder,
      url: '',
      settings: { url: { envFile: '.env.production', name: 'DATABASE_URL' } },
    });
    assert.match(
      fromFile.details ?? '',
      /DATABASE_URL_UNPOOLED in \.env\.production: `"url": \{"envFile":"\.env\.production","name":"DATABASE_URL_UNPOOLED"\}`$/,
    );
    const fromVariable = await askedOf('pooled-connection', { folder, url: pooled });
    assert.match(fromVariable.evidence, /MIGRATE_URL in \.env is a direct one/);
    assert.doesNotMatch(JSON.stringify([fromFile, fromVariable]), /hunter2/);
  });

  it('is skipped for other databases, and without a URL', async () => {
    const sqlite = folderWith({ 'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n' });
    assert.equal((await askedOf('pooled-connection', { folder: sqlite, url: 'file:./dev.db' })).state, 'skipped');
    assert.equal((await askedOf('pooled-connection', { folder: folderWith(files), url: '' })).state, 'skipped');
  });
});

describe('the gate prisma-version', () => {
  const url = 'postgresql://127.0.0.1:1/shop';
  const installed = (version: string) => ({
    'node_modules/prisma/package.json': JSON.stringify({ name: 'prisma', version, bin: { prisma: 'index.js' } }),
    'node_modules/prisma/index.js': '',
  });
  const locked = (version: string) => ({ 'package-lock.json': JSON.stringify({ packages: { 'node_modules/prisma': { version } } }) });
  const gate = (...parts: readonly Readonly<Record<string, string>>[]) =>
    askedOf('prisma-version', { folder: folderWith(Object.assign({ ...files }, ...parts)), url });

  it('is ok where the lock file names what is installed, or nothing', async () => {
    const same = await gate(installed('7.10.1'), locked('7.10.1'));
    assert.deepEqual([same.state, same.evidence], ['ok', 'Prisma 7.10.1, as the lock file says.']);
    const alone = await gate(installed('6.19.3'));
    assert.deepEqual([alone.state, alone.evidence], ['ok', 'Prisma 6.19.3 is installed; no lock file names a version.']);
  });

  it('warns of another version, and is blocked by one that runs files in another way', async () => {
    const near = await gate(installed('7.10.0'), locked('7.10.1'));
    assert.deepEqual([near.state, near.evidence], ['warning', 'Prisma 7.10.0 is installed, and the lock file says 7.10.1.']);
    const far = await gate(installed('7.3.0'), locked('7.10.1'));
    assert.deepEqual([far.state, far.mayOverride], ['blocked', true]);
    assert.equal((await gate(installed('6.19.3'), locked('7.10.1'))).state, 'blocked');
  });

  it('is blocked where it is not installed, and nothing helps but to install it', async () => {
    const { state, mayOverride, evidence } = await gate(locked('7.10.1'), {
      'node_modules/@prisma/client/package.json': '{ "version": "7.10.0" }',
    });
    assert.deepEqual(
      [state, mayOverride, evidence],
      ['blocked', false, "The project's own Prisma CLI is not installed. The lock file names 7.10.1."],
    );
  });

  it('looks for the lock file of a workspace, and not above the repository', async () => {
    const nested = Object.fromEntries(Object.entries({ ...files, ...installed('7.10.1') }).map(([path, text]) => [`app/${path}`, text]));
    const inWorkspace = folderWith({ ...nested, ...locked('7.3.0'), '.git/HEAD': '' });
    assert.equal((await askedOf('prisma-version', { folder: join(inWorkspace, 'app'), url })).state, 'blocked');
    const above = folderWith({ ...nested, ...locked('7.3.0'), 'app/.git/HEAD': '' });
    assert.equal((await askedOf('prisma-version', { folder: join(above, 'app'), url })).state, 'ok');
  });

  it('refuses Prisma 8', async () => {
    const { state, mayOverride, evidence } = await gate(installed('8.1.0'));
    assert.deepEqual([state, mayOverride], ['blocked', false]);
    assert.match(evidence, /^Prisma 8 has another migration system/);
  });
});
