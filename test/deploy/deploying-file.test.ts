import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { deployingPath, holdFile, unfinishedDeploy } from '../../server/src/deploy/deploy/deploying-file';
import { folderWith } from '../project/folders';

const now = new Date('2026-11-20T15:04:05Z');

describe('the file of a deploy', () => {
  it('is held once, named after the environment, and gone when it is released', () => {
    const root = folderWith({});
    const first = holdFile(root, 'eu/west 1', 'one', now);
    assert.ok(first.type === 'held' && first.left === null);
    assert.deepEqual(readdirSync(join(root, '.lockstep')).sort(), ['.gitignore', 'deploying-eu_west_1.json']);
    const second = holdFile(root, 'eu/west 1', 'two', now);
    assert.ok(second.type === 'taken');
    assert.deepEqual([second.by.by, second.by.pid, second.by.since], ['one', process.pid, '2026-11-20T15:04:05.000Z']);
    assert.equal(holdFile(root, 'other', 'two', now).type, 'held');
    first.release();
    assert.equal(unfinishedDeploy(root, 'eu/west 1'), null);
    assert.equal(holdFile(root, 'eu/west 1', 'two', now).type, 'held');
  });

  it("is never released for somebody else, and another program's text gives way", () => {
    const root = folderWith({});
    const first = holdFile(root, 'test', 'one', now);
    assert.ok(first.type === 'held');
    const foreign = JSON.stringify({ by: 'two', host: 'elsewhere', pid: 1, since: now.toISOString() });
    writeFileSync(deployingPath(root, 'test'), foreign);
    first.release();
    assert.equal(unfinishedDeploy(root, 'test')?.by, 'two');
    writeFileSync(deployingPath(root, 'test'), 'no JSON');
    assert.equal(holdFile(root, 'test', 'three', now).type, 'held');
  });

  it('that was left goes to one of two processes that find it at the same moment', async function () {
    this.timeout(120_000);
    const takers = [taker(), taker()];
    try {
      await Promise.all(takers.map((child) => once(child, 'message')));
      const gone = spawnSync(process.execPath, ['--version']).pid;
      for (let round = 0; round < 80; round++) {
        const root = folderWith({});
        mkdirSync(join(root, '.lockstep'));
        const left = textOf(gone, round);
        writeFileSync(deployingPath(root, 'test'), left);
        // In every second round another one was killed when it was about to take the file over.
        if (round % 2 === 1) writeFileSync(claimOn(root, left), textOf(gone, round + 1000));
        const at = Date.now() + 5;
        const answers = await Promise.all(
          takers.map(async (child) => {
            child.send({ root, at });
            const [answer] = await once(child, 'message');
            return { pid: child.pid, ...answer };
          }),
        );
        const winner = answers.find(({ type }) => type === 'held');
        assert.deepEqual(answers.map(({ type }) => type).sort(), ['held', 'taken'], `round ${round}`);
        assert.equal(answers.find(({ type }) => type === 'taken')?.by, winner?.pid);
        assert.equal(winner?.left.by, `gone ${round}`);
        assert.deepEqual([unfinishedDeploy(root, 'test')?.pid, unfinishedDeploy(root, 'test')?.isRunning], [winner?.pid, true]);
        const kept = readdirSync(join(root, '.lockstep')).sort();
        assert.deepEqual(kept, ['.gitignore', 'deploying-test.json']);
        await Promise.all(
          takers.map((child) => {
            child.send('release');
            return once(child, 'message');
          }),
        );
        assert.deepEqual(readdirSync(join(root, '.lockstep')), ['.gitignore']);
      }
    } finally {
      for (const child of takers) child.kill();
    }
  });

  it('that can be neither read nor replaced is said, and not waited for', () => {
    const root = folderWith({});
    mkdirSync(deployingPath(root, 'test'), { recursive: true });
    assert.equal(holdFile(root, 'test', 'one', now).type, 'unwritable');
  });
});

function taker(): ChildProcess {
  return fork(join(__dirname, 'taker.ts'), { execArgv: ['--require', 'tsx/cjs'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

function textOf(pid: number, round: number): string {
  return JSON.stringify({ by: `gone ${round}`, host: hostname(), pid, since: now.toISOString() });
}

/** The file that is taken before one with this text is replaced. */
function claimOn(root: string, text: string): string {
  return `${deployingPath(root, 'test')}.after-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
