import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ageOf, backupAt, listBackups } from '../../server/src/deploy/backup/list';
import { verifyBackup } from '../../server/src/deploy/backup/verify-backup';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { urlOf } from './backfills';
import { backedUp, backupOf, namesIn, problemIn, shopFolder, skipWithout } from './backups';
import { prismaMigrate } from './prisma-migrate';
import { restored, restoredIn } from './restores';
import { listenWithTls, selfSigned } from './tls';
import { connectLike, listen } from './wire';

const abort = new AbortController().signal;

describe('a backup of PostgreSQL', () => {
  before(function () {
    skipWithout(this, 'pg_dump');
  });

  for (const version of [12, 15]) {
    it(`of version ${version} is verified, stamped and listed`, function () {
      skipWithoutServer(this, version);
      return withDatabase(version, async (client) => {
        const folder = shopFolder('postgresql');
        const prisma = await prismaMigrate(client, join(folder, 'prisma/migrations'));
        assert.equal(await prisma.deploy(), null);
        await client.query(`INSERT INTO "User" SELECT i, 'user ' || i FROM generate_series(1, 5000) AS i`);
        await client.query('CREATE SCHEMA audit; CREATE TABLE audit.log (id INTEGER); CREATE EXTENSION citext');
        const made = await backedUp(folder, urlOf(client, undefined, '&schema=public'));
        const backup = backupOf(made);
        const directory = join(folder, '.lockstep/backups');
        assert.deepEqual(namesIn(directory), ['staging-20261120T150405Z.dump', 'staging-20261120T150405Z.json']);
        assert.deepEqual(made.outcome.type === 'backed-up' && made.outcome.warnings, []);
        const { stamp } = backup;
        assert.equal(stamp.bytes, statSync(backup.path).size);
        if (process.platform !== 'win32')
          assert.deepEqual(
            namesIn(directory).map((name) => statSync(join(directory, name)).mode & 0o777),
            [0o600, 0o600],
          );
        assert.deepEqual([stamp.environment, stamp.provider, stamp.form, stamp.tables], ['staging', 'postgresql', 'pg_dump', 4]);
        assert.match(stamp.serverVersion, new RegExp(`^${version}\\.`));
        assert.match(stamp.tool, /^pg_dump \d+/);
        assert.deepEqual(stamp.verified, ['pg_restore lists what it holds', 'it holds 4 tables, as the database does']);
        assert.deepEqual(
          stamp.migrations?.applied.map(({ name }) => name),
          ['20260101000000_users', '20260102000000_posts'],
        );
        assert.match(stamp.migrations?.applied[0]?.checksum ?? '', /^[0-9a-f]{64}$/);
        assert.deepEqual([stamp.migrations?.failed, stamp.migrations?.pending], [[], []]);
        assert.equal(stamp.target, made.environment.connection.ok && made.environment.connection.address.target);
        assert.deepEqual(backupAt(backup.path), backup);

        const second = backupOf(await backedUp(folder, urlOf(client), { now: new Date('2026-11-20T15:04:06Z') }));
        const third = backupOf(await backedUp(folder, urlOf(client), { now: new Date('2026-11-20T15:04:06Z') }));
        assert.equal(third.path, second.path.replace('.dump', '-2.dump'));
        backupOf(await backedUp(folder, urlOf(client), { environment: 'production' }));
        const listed = listBackups(made.project, made.environment.settings);
        assert.deepEqual(
          listed.map(({ path }) => path),
          [third.path, second.path, backup.path],
        );
        assert.equal(ageOf(listed[2] ?? backup, new Date('2026-11-20T16:04:05Z')), 3_600_000);
        const verified = await verifyBackup(backup, process.env, abort);
        assert.ok(verified.type === 'done' && verified.value.length === 3);
      });
    });
  }

  it('is refused before anything is begun where pg_dump is older than the server', function () {
    skipWithoutServer(this, 18);
    return withDatabase(18, async (client) => {
      const folder = shopFolder('postgresql');
      const { outcome, events } = await backedUp(folder, urlOf(client));
      if (outcome.type === 'backed-up') return this.skip(); // This machine has a pg_dump that is new enough.
      const problem = problemIn(outcome, 'refused');
      assert.equal(problem.code, 'tool-too-old');
      assert.match(problem.message, /^pg_dump \d+\.\S+ cannot read PostgreSQL 18\.\S+\.$/);
      assert.match(problem.help, /PostgreSQL 18 or newer/);
      assert.deepEqual(events, []);
      assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), []);
    });
  });

  it('is made and restored over an encrypted connection, and not over another one where that is asked for', function () {
    skipWithoutServer(this, 15);
    const certificate = selfSigned();
    if (certificate === null) this.skip();
    return withDatabase(15, async (client) => {
      const folder = shopFolder('postgresql');
      await client.query('CREATE TABLE users (id INTEGER)');
      const encrypted = await listenWithTls(client, certificate);
      const plain = await listen((front) => {
        const back = connectLike(client);
        back.on('error', () => front.destroy()).on('close', () => front.destroy());
        front.on('error', () => back.destroy()).on('close', () => back.destroy());
        front.pipe(back).pipe(front);
      });
      try {
        const url = (port: number) => `postgresql://postgres@127.0.0.1:${port}/${client.database}?sslmode=require`;
        const { path } = backupOf(await backedUp(folder, url(encrypted.port)));
        restoredIn(await restored(folder, path, url(encrypted.port), { clean: true, confirmed: 'staging' }));
        assert.equal(problemIn((await backedUp(folder, url(plain.port))).outcome, 'failed').code, 'unreachable');
        const strict = `${url(encrypted.port)}&sslaccept=strict`;
        assert.equal(problemIn((await backedUp(folder, strict)).outcome, 'failed').code, 'unreachable');
      } finally {
        encrypted.close();
        plain.close();
      }
    });
  });
});
