import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { countRestored } from '../../server/src/deploy/restore/restored-notes';
import {
  environmentsRequest,
  type LeftoversEnd,
  type OperationEnd,
  operationRequest,
  type ProjectEnvironments,
} from '../../server/src/protocol';
import { lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { startClient, uri } from '../lsp/test-client';
import { urlOf } from './backfills';
import { backedUp, backupOf, namesIn, shopFolder, skipWithout } from './backups';

const version = 15;

describe('a scratch database that a backup was restored into', function () {
  this.timeout(120_000);

  it('is listed as kept until a person drops it by its name, and nothing else is dropped', function () {
    skipWithoutServer(this, version);
    skipWithout(this, 'pg_dump');
    return withDatabase(version, async (client) => {
      const folder = shopFolder('postgresql');
      const url = urlOf(client);
      const variables = { STAGING_URL: url, PRODUCTION_URL: url };
      const run = (words: readonly string[], env: Readonly<Record<string, string>> = variables) => lockstep(words, { cwd: folder, env });
      await client.query('CREATE TABLE users (id INTEGER)');
      const { path } = backupOf(await backedUp(folder, url));
      const databases = async (): Promise<readonly string[]> => {
        const { rows } = await client.query<{ n: string }>(
          `SELECT datname AS n FROM pg_database WHERE datname LIKE 'lockstep%' ORDER BY 1`,
        );
        return rows.map(({ n }) => n);
      };
      // Of the form of ours, and without a mark inside.
      const foreign = 'lockstep_scratch_20200101t000000z_0badcafe';
      await client.query(`CREATE DATABASE ${foreign}`);
      try {
        const pretty = await run(['restore', path, '--env', 'staging', '--scratch']);
        const name = /it stays until you drop it: lockstep rehearse --leftovers --drop (lockstep_scratch_\w+)\n/.exec(pretty.stdout)?.[1];
        assert.ok(name !== undefined, pretty.stdout + pretty.stderr);
        const other = await run(['restore', path, '--to', 'OTHER_URL', '--scratch', '--format', 'json'], { ...variables, OTHER_URL: url });
        const second = String(JSON.parse(other.stdout).scratch);
        assert.equal(countRestored(folder), 2);

        const listed = await run(['rehearse', '--leftovers']);
        assert.equal(listed.code, 0, listed.stderr);
        assert.match(listed.stdout, new RegExp(`^Kept: database ${name} on \\S+, restored \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC$`, 'm'));
        assert.match(listed.stdout, new RegExp(`^Kept: database ${second} on `, 'm'));
        assert.doesNotMatch(listed.stdout, new RegExp(foreign));
        const removed = await run(['rehearse', '--leftovers', '--remove']);
        assert.match(removed.stdout, new RegExp(`^Kept: database ${name} `, 'm'));
        assert.deepEqual(await databases(), [foreign, name, second].sort());

        for (const not of [foreign, client.database ?? '', 'postgres', `${name}x`]) {
          const { code, stderr } = await run(['rehearse', '--leftovers', '--drop', not]);
          assert.equal(code, 2);
          assert.match(stderr, new RegExp(`^There is no scratch database "${not}" that a backup was restored into\\.\n`));
        }
        const dropped = await run(['rehearse', '--leftovers', '--drop', name]);
        assert.deepEqual([dropped.code, dropped.stderr], [0, '']);
        assert.match(dropped.stdout, new RegExp(`^Dropped database ${name} on `));
        assert.deepEqual(await databases(), [foreign, second].sort());
        assert.equal(countRestored(folder), 1);
        // One that was dropped by hand is forgotten as soon as its server says so.
        await client.query(`DROP DATABASE ${second}`);
        assert.match((await run(['rehearse', '--leftovers'])).stdout, /^Nothing is left of a rehearsal\.\n$/);
        assert.equal(countRestored(folder), 0);
        assert.deepEqual(await databases(), [foreign]);
      } finally {
        for (const name of await databases()) await client.query(`DROP DATABASE ${name}`);
      }
    });
  });

  it('is not forgotten where the URL that led to its server is gone', async () => {
    const folder = shopFolder('postgresql');
    const name = 'lockstep_scratch_20261120t150405z_1f0c9a3e';
    mkdirSync(join(folder, '.lockstep/scratch'), { recursive: true });
    const note = { name, target: `db.example.com:5432/${name}`, place: 'OTHER_URL', madeAt: '2026-11-20T15:04:05.000Z' };
    writeFileSync(join(folder, `.lockstep/scratch/${name}.json`), JSON.stringify(note));
    const { code, stderr } = await lockstep(['rehearse', '--leftovers'], { cwd: folder, env: {} });
    assert.equal(code, 2);
    assert.equal(stderr, `${name} was restored on db.example.com:5432, by the URL in OTHER_URL, which is not set to it now.\n`);
    assert.equal(countRestored(folder), 1);
  });

  it('of SQLite is a file, which an editor counts at its start, lists and drops', async () => {
    const folder = shopFolder('sqlite');
    const database = new Database(join(folder, 'prisma/dev.db'));
    database.exec('CREATE TABLE users (id INTEGER)');
    database.close();
    const url = 'file:./dev.db';
    const { path } = backupOf(await backedUp(folder, url));
    const made = await lockstep(['restore', path, '--env', 'staging', '--scratch', '--format', 'json'], {
      cwd: folder,
      env: { STAGING_URL: url, PRODUCTION_URL: url },
    });
    assert.equal(made.code, 0, made.stderr);
    const file = String(JSON.parse(made.stdout).scratch);
    const mine = join(folder, '.lockstep/scratch/mine.db');
    writeFileSync(mine, '');

    const { connection, dispose } = await startClient({ folders: [folder], options: { commands: true } });
    const ask = <End extends OperationEnd>(operation: object): Promise<End> =>
      connection.sendRequest<End>(operationRequest, { token: 'one', root: uri(folder), environment: null, operation });
    const counted = async () => (await connection.sendRequest<readonly ProjectEnvironments[]>(environmentsRequest))[0]?.restored;
    try {
      assert.equal(await counted(), 1);
      const { restored = [] } = await ask<LeftoversEnd>({ type: 'list-leftovers' });
      const [one, ...others] = restored;
      assert.deepEqual([one?.name, others.length], [basename(file, '.db'), 0]);
      assert.match(one?.words ?? '', /^file .*lockstep_scratch_\w+\.db, restored \d{4}-/);
      for (const name of ['mine', '../../prisma/dev', 'lockstep_scratch_20200101t000000z_0badcafe']) {
        assert.equal((await ask({ type: 'drop-restored', name })).state, 'refused');
      }
      const dropped = await ask({ type: 'drop-restored', name: one?.name });
      assert.equal(dropped.state, 'done', dropped.words);
      assert.equal(await counted(), 0);
      assert.deepEqual([existsSync(file), existsSync(mine), namesIn(join(folder, '.lockstep/scratch'))], [false, true, ['mine.db']]);
    } finally {
      await dispose();
    }
  });
});
