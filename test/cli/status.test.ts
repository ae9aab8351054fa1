import assert from 'node:assert/strict';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { lockstep } from './run';

const shop = (environments: readonly object[] | null, provider = 'postgresql'): string =>
  folderWith({
    'package.json': '{ "name": "shop" }',
    'prisma/schema.prisma': postgresSchema.replace('postgresql', provider),
    'prisma/migrations/migration_lock.toml': postgresLock.replace('postgresql', provider),
    ...migrations('prisma/migrations', { '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n' }),
    ...(environments !== null && { 'lockstep.json': JSON.stringify({ environments }) }),
  });

const env = (name: string, url: object) => ({ name, kind: 'staging', url });

describe('lockstep status', () => {
  it('asks for environments where there are none', async () => {
    const without = await lockstep(['status'], { cwd: shop(null) });
    assert.equal(without.code, 2);
    assert.match(
      without.stderr,
      /^There is no lockstep\.json that names an environment\.\nWrite one beside package\.json: \{ "environments": /,
    );
    const empty = await lockstep(['status'], { cwd: shop([]) });
    assert.equal(empty.code, 2);
    assert.match(empty.stderr, /lockstep\.json names no environment\.\n/);
  });

  it('names the environment that was meant', async () => {
    const { code, stderr } = await lockstep(['status', '--env', 'stagin'], { cwd: shop([env('staging', { env: 'NOWHERE' })]) });
    assert.deepEqual([code, stderr], [2, 'There is no environment "stagin" in lockstep.json.\nDid you mean "staging"?\n']);
  });

  describe('says where a URL is looked for', () => {
    const cases: readonly (readonly [string, object, string, string])[] = [
      ['a variable', { env: 'NOWHERE' }, 'The variable NOWHERE is not set, and no .env file sets it.', 'Set NOWHERE'],
      ['an env file that is not there', { envFile: '.env.staging', name: 'URL' }, '.env.staging cannot be read.', 'Create the file'],
      ['an env file without it', { envFile: '.env.other', name: 'URL' }, '.env.other does not set URL.', 'Add the variable'],
      ['a secret', { secret: true }, 'No connection URL is stored for my-stage.', 'Set the variable LOCKSTEP_MY_STAGE_URL '],
    ];
    for (const [what, url, message, help] of cases) {
      it(what, async () => {
        const cwd = shop([env('my-stage', url)]);
        addFiles(cwd, { '.env.other': 'OTHER=1\n' });
        const { code, stdout } = await lockstep(['status', '--format', 'json'], { cwd });
        assert.equal(code, 5);
        const [status] = JSON.parse(stdout).environments;
        assert.deepEqual([status.state, status.target, status.error.code, status.error.message], ['invalid', null, null, message]);
        assert.ok(status.error.help.startsWith(help), status.error.help);
      });
    }
  });

  it('takes a URL from a variable, .env, an env file that uses others, and the variable of a secret', async () => {
    const cwd = shop([
      env('variable', { env: 'SHOP_URL' }),
      env('dotenv', { env: 'LOCAL_URL' }),
      env('file', { envFile: '.env.staging', name: 'URL' }),
      env('secret', { secret: true }),
    ]);
    addFiles(cwd, {
      '.env': 'LOCAL_URL="postgresql://u:hunter2@127.0.0.1:1/dotenv"\n',
      '.env.staging': 'PASSWORD=hunter2\nURL="postgresql://u:$' + '{PASSWORD}@127.0.0.1:1/file"\n',
    });
    const { code, stdout, stderr } = await lockstep(['status', '-f', 'json'], {
      cwd,
      env: { SHOP_URL: 'postgresql://u:hunter2@127.0.0.1:1/variable', LOCKSTEP_SECRET_URL: 'postgresql://u:hunter2@127.0.0.1:1/secret' },
    });
    assert.equal(code, 5);
    const found: { name: string; target: string; state: string; error: { code: string } }[] = JSON.parse(stdout).environments;
    for (const { name, target, state, error } of found) {
      assert.deepEqual([target, state, error.code], [`127.0.0.1:1/${name}`, 'unreachable', 'P1001']);
    }
    assert.equal(found.length, 4);
    assert.doesNotMatch(stdout + stderr, /hunter2|u:/);
  });

  it('never shows a URL that is none', async () => {
    for (const url of ['hunter2', 'mysql://u:hunter2@h/d', 'postgresql://u:hunter2@h:port/d']) {
      const { code, stdout, stderr } = await lockstep(['status'], { cwd: shop([env('dev', { env: 'URL' })]), env: { URL: url } });
      assert.equal(code, 5);
      assert.match(stdout, /dev +no usable URL/);
      assert.doesNotMatch(stdout + stderr, /hunter2/);
    }
  });

  it('does not ask a project of Prisma 8, which has another system', async () => {
    const cwd = shop([env('dev', { env: 'URL' })]);
    addFiles(cwd, { 'package.json': '{ "devDependencies": { "prisma": "8.0.1" } }' });
    const { code, stdout } = await lockstep(['status', '--format', 'json'], { cwd, env: { URL: 'postgresql://u@127.0.0.1:1/shop' } });
    assert.equal(code, 5);
    const [{ state, error }] = JSON.parse(stdout).environments;
    assert.deepEqual(
      [state, error.message],
      ['invalid', 'Prisma 8 has another migration system; Lockstep reads the migrations of Prisma 6 and 7.'],
    );
  });

  it('has the members in the order of the documentation', async () => {
    const { stdout } = await lockstep(['status', '--format', 'json'], { cwd: shop([env('dev', { env: 'URL' })]), env: { URL: '' } });
    assert.deepEqual(Object.keys(JSON.parse(stdout).environments[0]), [
      'name',
      'kind',
      'provider',
      'target',
      'state',
      'error',
      'migrations',
    ]);
  });

  it('explains itself', async () => {
    const { code, stdout } = await lockstep(['status', '--help']);
    assert.equal(code, 0);
    assert.match(stdout, /lockstep status \[project\] \[--env <name>\]…/);
    assert.match(stdout, /-f, --format <format> +pretty, json, markdown\. Default: pretty\./);
  });
});
