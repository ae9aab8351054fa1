import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { claimName, findParts, removeLeftParts } from '../../server/src/deploy/backup/parts';
import { builtBundle } from '../cli/run';
import { folderWith } from '../project/folders';
import { backedUp, backupOf, namesIn, shopFolder } from './backups';

const stem = 'staging-20261120T150405Z';

/** The number of a process that has ended. */
function gonePid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

function withPart(owner: object | null, extension = '.dump'): string {
  const directory = folderWith({ [`${stem}${extension}.partial`]: 'PGDMP half of it' });
  if (owner !== null) writeFileSync(join(directory, `${stem}.owner.partial`), JSON.stringify(owner));
  return directory;
}

describe('a part of a backup', () => {
  it('whose process is gone is removed, with what stands beside it', () => {
    const directory = withPart({ host: hostname(), pid: gonePid() }, '.db');
    for (const name of [`${stem}.db.partial-wal`, `${stem}.db`, `${stem}.json`, 'notes.txt']) writeFileSync(join(directory, name), '');
    assert.deepEqual(removeLeftParts(directory, new Date()), [
      `Removed ${stem}.db.partial (16 bytes), which a backup that was killed has left.`,
    ]);
    assert.deepEqual(namesIn(directory), ['notes.txt', `${stem}.db`, `${stem}.json`]);
    assert.deepEqual(removeLeftParts(directory, new Date()), []);
  });

  it('stays where it is being written: here, on another machine, or by a command that lives on', async () => {
    for (const [owner, writer] of [
      [{ host: hostname(), pid: process.pid }, `process ${process.pid}`],
      [{ host: 'elsewhere', pid: gonePid() }, 'a process on elsewhere'],
    ] as const) {
      const directory = withPart(owner);
      const before = namesIn(directory);
      assert.deepEqual(removeLeftParts(directory, new Date()), []);
      assert.deepEqual(namesIn(directory), before);
      const [part] = findParts(directory, new Date());
      assert.deepEqual([part?.state, part?.words], ['being-written', `${stem}.dump.partial (16 bytes) is being written by ${writer}.`]);
    }
    if (!existsSync('/proc/self/fd')) return;
    const directory = withPart({ host: hostname(), pid: gonePid() }, '.backup');
    const child = spawn('sh', ['-c', 'exec 3>>"$0"; echo open; read line', join(directory, `${stem}.backup.partial`)], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    assert.deepEqual(removeLeftParts(directory, new Date()), []);
    assert.match(findParts(directory, new Date())[0]?.words ?? '', new RegExp(` is being written by sh \\(pid ${child.pid}\\)\\.$`));
    child.stdin.end('\n');
    await once(child, 'exit');
    assert.equal(removeLeftParts(directory, new Date()).length, 1);
  });

  it('of which nobody knows is told and stays, and so does what is none', () => {
    const directory = withPart(null);
    const foreign = ['mine.partial', 'film.mp4.partial', 'staging.dump.partial'];
    for (const name of foreign) writeFileSync(join(directory, name), '');
    assert.deepEqual(removeLeftParts(directory, new Date()), [
      `${stem}.dump.partial (16 bytes) is no backup, and nothing says who writes it: delete it where no backup is being made.`,
    ]);
    assert.deepEqual(namesIn(directory), [...foreign, `${stem}.dump.partial`].sort());
  });

  it('has a name that no other process gets', () => {
    const directory = folderWith({ note: '' });
    const now = new Date('2026-11-20T15:04:05Z');
    const [first, second] = [claimName(directory, 'staging', now), claimName(directory, 'staging', now)];
    assert.deepEqual([first.name, second.name], [stem, `${stem}-2`]);
    first.release();
    second.release();
    assert.deepEqual(namesIn(directory), ['note']);
  });

  it('that a killed backup has left is removed by the next one, which says so', async function () {
    if (process.platform === 'win32') this.skip();
    const waits = { backup: { command: 'printf half > "$LOCKSTEP_BACKUP_FILE"; while kill -0 $PPID 2>/dev/null; do sleep 0.1; done' } };
    const folder = shopFolder('sqlite', waits);
    const database = new Database(join(folder, 'prisma/dev.db'));
    database.exec('CREATE TABLE users (id INTEGER)');
    database.close();
    const directory = join(folder, '.lockstep/backups');
    const variables = { STAGING_URL: 'file:./dev.db', PRODUCTION_URL: 'file:./dev.db' };
    const child = spawn(process.execPath, [builtBundle(), 'backup', '--env', 'staging'], {
      cwd: folder,
      env: { ...process.env, ...variables },
      stdio: 'ignore',
    });
    while (child.exitCode === null && !namesIn(directory).some((name) => name.endsWith('.backup.partial'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // A second one beside it leaves it alone.
    const writing = namesIn(directory);
    assert.deepEqual(removeLeftParts(directory, new Date()), []);
    assert.deepEqual(namesIn(directory), writing);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    writeFileSync(
      join(folder, 'lockstep.json'),
      JSON.stringify({ environments: [{ name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' } }] }),
    );
    const made = await backedUp(folder, 'file:./dev.db');
    backupOf(made);
    const steps = made.events.flatMap((event) => (event.type === 'step' ? [event.text] : []));
    assert.match(steps[0] ?? '', /^Removed staging-\d{8}T\d{6}Z\.backup\.partial \(4 bytes\), which a backup that was killed has left\.$/);
    assert.deepEqual(namesIn(directory), [`${stem}.db`, `${stem}.json`]);
  });
});
