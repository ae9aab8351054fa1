import assert from 'node:assert/strict';
import { join } from 'node:path';
import { executionOf, findPrismaVersion, majorOf } from '../../server/src/project/prisma-version';
import { folderWith } from './folders';

describe('findPrismaVersion', () => {
  const sources: readonly { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly version: string | null }[] = [
    {
      name: 'the installed package, before any lock file',
      files: {
        'node_modules/prisma/package.json': '{ "version": "7.10.1" }',
        'package-lock.json': '{ "packages": { "node_modules/prisma": { "version": "6.0.0" } } }',
      },
      version: '7.10.1',
    },
    { name: 'the installed client', files: { 'node_modules/@prisma/client/package.json': '{ "version": "6.19.3" }' }, version: '6.19.3' },
    {
      name: 'package-lock.json',
      files: { 'package-lock.json': '{\n "packages": {\n  "node_modules/prisma": {\n   "version": "7.1.0",\n   "dev": true } } }' },
      version: '7.1.0',
    },
    {
      name: 'package-lock.json, version 1',
      files: { 'package-lock.json': '{ "dependencies": { "prisma": { "version": "4.2.0" } } }' },
      version: '4.2.0',
    },
    {
      name: "pnpm-lock.yaml, the project's own importer",
      files: {
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    devDependencies:\n      prisma:\n        specifier: ^7.2.0\n        version: 7.2.1(typescript@5.0.0)\n\n  other:\n    devDependencies:\n      prisma:\n        specifier: ^6.0.0\n        version: 6.0.0\n\npackages:\n\n  prisma@6.0.0:\n    resolution: {}\n\n  prisma@7.2.1:\n    resolution: {}\n",
      },
      version: '7.2.1',
    },
    {
      name: 'pnpm-lock.yaml of old',
      files: { 'pnpm-lock.yaml': 'lockfileVersion: 5.4\n\npackages:\n\n  /prisma/4.1.0:\n    resolution: {}\n' },
      version: '4.1.0',
    },
    { name: 'yarn.lock', files: { 'yarn.lock': 'prisma@^7.0.0:\n  version "7.0.1"\n' }, version: '7.0.1' },
    { name: 'yarn.lock of berry', files: { 'yarn.lock': '"prisma@npm:^7.0.0":\n  version: 7.0.1\n' }, version: '7.0.1' },
    { name: 'bun.lock', files: { 'bun.lock': '{ "packages": { "prisma": ["prisma@7.3.0", "", {}] } }' }, version: '7.3.0' },
    { name: 'the range in package.json', files: { 'package.json': '{ "devDependencies": { "prisma": "^7.4.0" } }' }, version: '^7.4.0' },
    { name: 'nothing', files: { 'package.json': '{ "devDependencies": { "prisma": "latest" } }' }, version: null },
    {
      name: 'nothing in broken files',
      files: { 'package.json': '{', 'package-lock.json': '{', 'node_modules/prisma/package.json': '' },
      version: null,
    },
  ];
  for (const { name, files, version } of sources) {
    it(`reads ${name}`, () => {
      assert.equal(findPrismaVersion(folderWith({ '.git/HEAD': '', ...files })), version);
    });
  }

  it('looks above the project too', () => {
    const folder = folderWith({ 'yarn.lock': 'prisma@^7.0.0:\n  version "7.0.1"\n', 'apps/web/package.json': '{}' });
    assert.equal(findPrismaVersion(join(folder, 'apps/web')), '7.0.1');
  });
});

describe('executionOf', () => {
  const table: readonly (readonly [version: string | null, execution: string])[] = [
    ['7.10.1', 'per-statement'],
    ['7.4.0', 'per-statement'],
    ['7.3.0', 'one-transaction'],
    ['6.19.3', 'one-transaction'],
    ['^7.4.0', 'per-statement'],
    ['~7.3.0', 'one-transaction'],
    ['^6.1.0', 'one-transaction'],
    ['6.x', 'one-transaction'],
    ['^7.1.0', 'unknown'],
    ['>=6', 'unknown'],
    ['latest', 'unknown'],
    [null, 'unknown'],
  ];
  for (const [version, execution] of table) {
    it(`${version} runs ${execution}`, () => {
      assert.equal(executionOf(version), execution);
    });
  }
});

it('majorOf knows Prisma 8', () => {
  assert.equal(majorOf('8.0.0-rc.1'), 8);
  assert.equal(majorOf('^7.0.0'), 7);
  assert.equal(majorOf('latest'), null);
});
