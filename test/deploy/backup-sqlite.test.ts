import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { copySqlite } from '../../server/src/deploy/connection/sqlite';
import { backedUp, backupOf, namesIn, problemIn, shopFolder, skipWithout } from './backups';
import { statusAt } from './environments';
import { prismaMigrateSqlite } from './prisma-migrate';
import { restored, restoredIn } from './restores';

const url = 'file:./dev.db';

async function filled(folder: string): Promise<string> {
  const file = join(folder, 'prisma/dev.db');
  const database = new Database(file);
  try {
    const prisma = await prismaMigrateSqlite(database, join(folder, 'prisma/migrations'));
    assert.equal(await prisma.deploy(), null);
    database.exec(`INSERT INTO "User" VALUES (1, 'one'), (2, 'two'); INSERT INTO "Post" VALUES (1, 1)`);
  } finally {
    database.close();
  }
  return file;
}

function changed(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

function rowsIn(file: string): readonly unknown[] {
  const database = new Database(file);
  try {
    // A file that says WAL is read without shared memory then.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    return database.all('SELECT * FROM "User" ORDER BY id');
  } finally {
    database.close();
  }
}

describe('a backup of SQLite', () => {
  it('is verified and stamped, and brings everything back in one step', async () => {
    const folder = shopFolder('sqlite');
    const file = await filled(folder);
    chmodSync(file, 0o640);
    const backup = backupOf(await backedUp(folder, url));
    assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), ['staging-20261120T150405Z.db', 'staging-20261120T150405Z.json']);
    const { stamp } = backup;
    assert.deepEqual([stamp.provider, stamp.form, stamp.tables, stamp.target], ['sqlite', 'sqlite', 3, 'prisma/dev.db']);
    assert.deepEqual(stamp.verified, ['integrity_check finds no fault', 'it holds 3 tables, as the database does']);
    assert.equal(stamp.migrations?.applied.length, 2);

    changed(file, `DELETE FROM "Post"; DELETE FROM "User"; CREATE TABLE more (id INTEGER)`);
    assert.equal(problemIn((await restored(folder, backup.path, url)).outcome, 'refused').code, 'not-empty');
    const { checks } = restoredIn(await restored(folder, backup.path, url, { clean: true, confirmed: 'staging' }));
    assert.deepEqual(checks, ['it has 3 tables, as the backup', 'it has 2 migrations up to 20260102000000_posts, as the backup']);
    assert.deepEqual(rowsIn(file), [
      { id: 1, name: 'one' },
      { id: 2, name: 'two' },
    ]);
    assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.equal((await statusAt(url, folder)).state, 'up-to-date');
    assert.deepEqual(namesIn(join(folder, 'prisma')), ['dev.db', 'migrations', 'schema.prisma']);

    const { scratch } = restoredIn(await restored(folder, backup.path, url, { target: 'scratch' }));
    assert.match(scratch ?? '', /\.lockstep\/scratch\/lockstep_scratch_20261120t160000z_[0-9a-f]{8}\.db$/);
    assert.equal(rowsIn(scratch ?? '').length, 2);
    // A file that is gone is made again.
    restoredIn(await restored(folder, backup.path, 'file:./new.db'));
    assert.equal(rowsIn(join(folder, 'prisma/new.db')).length, 2);
  });

  it('holds what stands in a write-ahead log, and nothing that was not committed', async function () {
    skipWithout(this, 'sqlite3');
    const folder = shopFolder('sqlite');
    const file = await filled(folder);
    // The shell keeps the log when it is killed.
    spawnSync('sqlite3', [file], { input: `PRAGMA journal_mode = WAL; INSERT INTO "User" VALUES (3, 'log');\n.shell kill -9 $PPID\n` });
    if (!existsSync(`${file}-wal`)) this.skip();
    const log = readFileSync(`${file}-wal`);
    const backup = backupOf(await backedUp(folder, url));
    assert.equal(rowsIn(backup.path).length, 3);
    assert.ok(readFileSync(`${file}-wal`).equals(log), 'the database is only read');
    const problem = problemIn((await restored(folder, backup.path, url, { clean: true, confirmed: 'staging' })).outcome, 'refused');
    assert.equal(problem.code, 'in-use');
    assert.match(problem.message, /^dev\.db is in use: dev\.db-wal lies beside it\.$/);
  });

  it('rolls back what a killed process had begun', async function () {
    skipWithout(this, 'sqlite3');
    const folder = shopFolder('sqlite');
    const file = await filled(folder);
    // So little memory that pages are written before they are committed.
    const many = `WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO "User" SELECT i, 'user' FROM n;`;
    spawnSync('sqlite3', [file], { input: `PRAGMA cache_size = 2;\nBEGIN;\nDELETE FROM "User";\n${many}\n.shell kill -9 $PPID\n` });
    assert.ok(existsSync(`${file}-journal`), 'a journal is left');
    assert.equal(rowsIn(backupOf(await backedUp(folder, url)).path).length, 2);
    assert.ok(existsSync(`${file}-journal`), 'the database is only read');
  });

  it('is whole while another process writes', async function () {
    skipWithout(this, 'sqlite3');
    const folder = shopFolder('sqlite');
    const file = await filled(folder);
    // Two rows in each transaction, so that half of one would show.
    const lines = Array.from(
      { length: 20 },
      (_, i) =>
        `BEGIN; INSERT INTO "User" VALUES (${1000 + 2 * i}, 'a'); INSERT INTO "User" VALUES (${1001 + 2 * i}, 'b'); COMMIT;\n.shell sleep 0.05\n`,
    );
    const writer = spawn('sqlite3', [file], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.end(`.timeout 5000\n${lines.join('')}`);
    const backup = backupOf(await backedUp(folder, url));
    await once(writer, 'exit');
    assert.equal(rowsIn(backup.path).length % 2, 0);
    assert.equal(rowsIn(file).length, 42);
  });

  it('is not made of a file that never rests', async () => {
    const folder = shopFolder('sqlite');
    const file = await filled(folder);
    let writes = 0;
    const write = (): void => utimesSync(file, 1, ++writes);
    const { signal } = new AbortController();
    await assert.rejects(copySqlite(file, join(folder, 'copy.db'), signal, write), /^Error: database is locked/);
    assert.equal(writes, 8, 'it was tried again each time');
    // Once it rests, the next copy counts.
    writes = 0;
    await copySqlite(file, join(folder, 'copy.db'), signal, () => (writes < 3 ? write() : undefined));
    assert.equal(rowsIn(join(folder, 'copy.db')).length, 2);
  });

  it('is not restored over a file that another process has open', async function () {
    skipWithout(this, 'sqlite3');
    if (!existsSync('/proc/self/fd')) this.skip();
    const folder = shopFolder('sqlite');
    const file = await filled(folder);
    const backup = backupOf(await backedUp(folder, url));
    const reader = spawn('sqlite3', [file], { stdio: ['pipe', 'pipe', 'ignore'] });
    reader.stdin.write('SELECT count(*) FROM "User";\n');
    await once(reader.stdout, 'data');
    const problem = problemIn((await restored(folder, backup.path, url, { clean: true, confirmed: 'staging' })).outcome, 'refused');
    assert.match(problem.message, /^dev\.db is in use by sqlite3 \(pid \d+\)\.$/);
    reader.stdin.end();
    await once(reader, 'exit');
    restoredIn(await restored(folder, backup.path, url, { clean: true, confirmed: 'staging' }));
  });

  it('is refused of a damaged database, and a damaged backup is not restored', async () => {
    const folder = shopFolder('sqlite');
    const file = await filled(folder);
    changed(
      file,
      `WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO "User" SELECT i, 'user ' || i FROM n`,
    );
    const backup = backupOf(await backedUp(folder, url));
    const bytes = readFileSync(file);
    // The beginning of the pages behind the schema.
    const damaged = Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(8192, 0xff), bytes.subarray(16_384)]);
    writeFileSync(file, damaged);
    const broken = await backedUp(folder, url, { now: new Date('2026-11-21T00:00:00Z') });
    assert.equal(broken.outcome.type, 'failed', JSON.stringify(broken.outcome));
    assert.deepEqual(namesIn(join(folder, '.lockstep/backups')).length, 2);
    copyFileSync(file, join(folder, 'damaged.db'));
    const refusal = problemIn((await restored(folder, join(folder, 'damaged.db'), 'file:./new.db')).outcome, 'refused');
    assert.equal(refusal.code, 'backup-unreadable');
    writeFileSync(backup.path, damaged);
    assert.match(
      problemIn((await restored(folder, backup.path, 'file:./new.db')).outcome, 'refused').message,
      /its checksum is not that of its stamp/,
    );
    assert.ok(!existsSync(join(folder, 'prisma/new.db')));
    assert.deepEqual(namesIn(join(folder, 'prisma')), ['dev.db', 'migrations', 'schema.prisma']);
  });

  it('is not made where there is no file', async () => {
    const folder = shopFolder('sqlite');
    const problem = problemIn((await backedUp(folder, url)).outcome, 'failed');
    assert.deepEqual([problem.code, problem.message], ['unreachable', 'There is no database at prisma/dev.db.']);
  });
});
