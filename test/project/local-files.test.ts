import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureLocalDirectory, writeWhole } from '../../server/src/project/local-files';

describe('files that stay on this machine', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lockstep-local-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('lie in a folder that ignores itself in git', () => {
    const directory = ensureLocalDirectory(root);
    assert.equal(readFileSync(join(directory, '.gitignore'), 'utf8'), '*\n');
  });

  it('leave what a person has written into the ignore file', () => {
    const directory = ensureLocalDirectory(root);
    writeFileSync(join(directory, '.gitignore'), 'reports\n');
    ensureLocalDirectory(root);
    assert.equal(readFileSync(join(directory, '.gitignore'), 'utf8'), 'reports\n');
  });

  it('are written as a whole or not at all', () => {
    const path = join(root, 'reports', 'one.md');
    writeWhole(path, 'first');
    writeWhole(path, 'second');
    assert.equal(readFileSync(path, 'utf8'), 'second');
    mkdirSync(join(root, 'taken'));
    assert.throws(() => writeWhole(join(root, 'taken'), 'text'));
    assert.deepEqual(readdirSync(root).sort(), ['reports', 'taken']);
    assert.ok(!existsSync(`${path}.${process.pid}.tmp`));
  });
});
