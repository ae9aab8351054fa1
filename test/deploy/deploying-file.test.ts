import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
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
});
