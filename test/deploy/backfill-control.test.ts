import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type BackfillChange,
  type BackfillStarted,
  backfillChanged,
  controlBackfill,
  startBackfillRequest,
} from '../../server/src/protocol';
import { builtBundle } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { createProject } from '../lsp/project-folder';
import { startClient, uri } from '../lsp/test-client';
import { countingTable, updatesByCount, urlOf } from './backfills';

const version = 18;
const spec = {
  table: 'Order',
  set: { isDone: 'true', n: 'n + 1' },
  where: 'NOT "isDone"',
  batch: { initial: 20, maximum: 20 },
  pauseMilliseconds: 20,
};

describe('a backfill that another program steers', () => {
  let folder = '';
  before(function () {
    skipWithoutServer(this, version);
    folder = mkdtempSync(join(tmpdir(), 'backfill-control-'));
    writeFileSync(join(folder, 'done.backfill.json'), JSON.stringify(spec));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  function started(url: string): ChildProcessWithoutNullStreams {
    const words = [builtBundle(), 'backfill', 'done.backfill.json', '--format', 'json', '--control'];
    return spawn(process.execPath, words, { cwd: folder, env: { ...process.env, DATABASE_URL: url }, stdio: 'pipe' });
  }

  /** The types of the lines, each told when it comes. */
  async function followed(child: ChildProcessWithoutNullStreams, on: (type: string, count: number) => void): Promise<readonly string[]> {
    const types: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told: { type: string; outcome?: string } = JSON.parse(line);
      types.push(told.type === 'outcome' ? `${told.type} ${told.outcome}` : told.type);
      on(told.type, types.length);
    });
    await once(child, 'close');
    return types;
  }

  it('pauses between two batches, and goes on where it was', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 200);
      const child = started(urlOf(client));
      let batches = 0;
      const types = await followed(child, (type) => {
        if (type === 'batch' && ++batches === 2) child.stdin.write('pause\n');
        if (type === 'paused') child.stdin.write('nonsense\nresume\n');
      });
      assert.equal(types.at(-1), 'outcome done');
      const paused = types.indexOf('paused');
      assert.ok(paused > 0);
      assert.equal(types[paused + 1], 'resumed');
      assert.deepEqual(await updatesByCount(client), { 1: 200 });
    }));

  it('ends behind its batch when the other program is gone, and goes on when it is started again', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 200);
      const first = started(urlOf(client));
      const types = await followed(first, (type, count) => {
        if (type === 'batch' && count === 3) first.stdin.destroy();
      });
      assert.equal(types.at(-1), 'outcome cancelled');
      const second = started(urlOf(client));
      assert.equal((await followed(second, () => {})).at(-1), 'outcome done');
      assert.deepEqual(await updatesByCount(client), { 1: 200 });
    }));

  it('cancels a paused one', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 200);
      const child = started(urlOf(client));
      const types = await followed(child, (type, count) => {
        if (type === 'batch' && count === 2) child.stdin.write('pause\n');
        if (type === 'paused') child.stdin.write('cancel\n');
      });
      assert.deepEqual(types.slice(-2), ['paused', 'outcome cancelled']);
    }));

  it('is started by the language server, which tells how it goes on and never the URL', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 200);
      const url = urlOf(client);
      const project = createProject({ 'prisma/done.backfill.json': JSON.stringify(spec), '.env': `DATABASE_URL="${url}"\n` });
      const editor = await startClient({ folders: [project.path] });
      const previous = process.env.DATABASE_URL;
      delete process.env.DATABASE_URL;
      try {
        const changes: BackfillChange[] = [];
        const ended = new Promise<BackfillChange>((resolve) => {
          editor.connection.onNotification(backfillChanged, (change: BackfillChange) => {
            changes.push(change);
            const control = (action: string): void => void editor.connection.sendNotification(controlBackfill, { id: change.id, action });
            if (change.state === 'running' && changes.length === 2) control('pause');
            if (change.state === 'paused') control('resume');
            if (change.state !== 'running' && change.state !== 'paused') resolve(change);
          });
        });
        const result: BackfillStarted = await editor.connection.sendRequest(startBackfillRequest, {
          uri: uri(project.at('prisma/done.backfill.json')),
          environment: null,
        });
        assert.equal(result.problem, null);
        assert.ok(result.target.endsWith(`/${client.database}`), result.target);
        const last = await ended;
        assert.deepEqual([last.state, last.percent], ['done', 100], last.words);
        assert.match(last.words, /^Done: 200 rows in \d+ batches\. Verified: 0 still to do\.$/);
        assert.ok(changes.some(({ state }) => state === 'paused'));
        assert.ok(changes.some(({ words }) => /^\d+ rows done · [\d,]+ rows\/s · about \d+ s left$/.test(words)));
        assert.ok(!JSON.stringify(changes).includes(url));
        assert.deepEqual(await updatesByCount(client), { 1: 200 });
      } finally {
        if (previous !== undefined) process.env.DATABASE_URL = previous;
        await editor.dispose();
        project.dispose();
      }
    }));

  it('is refused with the reason where there is no URL, and told why it ended', async () => {
    const project = createProject({ 'prisma/done.backfill.json': '{ "table": 1 }', '.env': 'OTHER_URL=""\n' });
    const editor = await startClient({ folders: [project.path] });
    const previous = process.env.DATABASE_URL;
    delete process.env.DATABASE_URL;
    try {
      const start = (): Promise<BackfillStarted> =>
        editor.connection.sendRequest(startBackfillRequest, { uri: uri(project.at('prisma/done.backfill.json')), environment: null });
      assert.match((await start()).problem ?? '', /^The variable DATABASE_URL is not set/);
      project.write('.env', 'DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"\n');
      const ended = new Promise<BackfillChange>((resolve) => editor.connection.onNotification(backfillChanged, resolve));
      assert.equal((await start()).problem, null);
      const { state, words } = await ended;
      assert.equal(state, 'failed');
      assert.match(words, /"table" is the number 1/);
    } finally {
      if (previous !== undefined) process.env.DATABASE_URL = previous;
      await editor.dispose();
      project.dispose();
    }
  });
});
