import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { discoverProjects } from '../../server/src/project/discover';
import { evaluateConfig } from '../../server/src/project/evaluate-config';
import { findPrismaConfig } from '../../server/src/project/prisma-config';
import { folderWith, postgresSchema } from './folders';

/** Loads CommonJS as the real package loads TypeScript, with the same answers. */
const loader = `
const { dirname, join, resolve } = require('node:path');
exports.loadConfigFromFile = async ({ configFile, configRoot }) => {
  const file = join(configRoot, configFile);
  try {
    const config = require(file);
    const at = (path) => path && resolve(dirname(file), path);
    return { resolvedPath: file, config: { ...config, schema: at(config.schema), migrations: { path: at(config.migrations?.path) } } };
  } catch (error) {
    return { resolvedPath: file, error: { _tag: 'ConfigLoadError', error } };
  }
};`;

function project(config: string, files: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    '.git/HEAD': '',
    'node_modules/prisma/package.json': '{ "name": "prisma", "version": "7.10.1" }',
    'node_modules/prisma/node_modules/@prisma/config/package.json': '{ "name": "@prisma/config", "main": "index.js" }',
    'node_modules/prisma/node_modules/@prisma/config/index.js': loader,
    'prisma.config.js': config,
    ...files,
  });
}

const computed = `console.log('noise');
module.exports = { schema: ['db', 'models'].join('/'), migrations: { path: ['db', 'history'].join('/') } };`;

describe('evaluateConfig', () => {
  it('yields the paths that a configuration computes, and discovery takes them in', async () => {
    const folder = project(computed, { 'db/models/base.prisma': postgresSchema, 'db/history/1_a/migration.sql': 'SELECT 1;' });
    const [before] = await discoverProjects(folder);
    assert.deepEqual([before?.schema, before?.config?.computed], [null, ['schema', 'migrations.path']]);
    const schema = join(folder, 'db/models');
    assert.deepEqual(await evaluateConfig(join(folder, 'prisma.config.js')), {
      ok: true,
      config: { schema, migrationsPath: join(folder, 'db/history') },
    });
    const [after] = await discoverProjects(folder);
    assert.deepEqual([after?.schema, after?.migrationsDirectory, after?.config?.computed], [schema, join(folder, 'db/history'), []]);
  });

  it('forgets what it yielded once its text changes', async () => {
    const folder = project(computed);
    const file = join(folder, 'prisma.config.js');
    assert.ok((await evaluateConfig(file)).ok);
    assert.deepEqual(findPrismaConfig(folder)?.computed, []);
    writeFileSync(file, `${computed}\n// edited`);
    assert.deepEqual(findPrismaConfig(folder)?.computed, ['schema', 'migrations.path']);
  });

  it('does without environment variables that only a connection needs', async () => {
    const folder = project(`const env = (name) => {
  if (!process.env[name]) throw new Error('Cannot resolve environment variable: ' + name + '.');
  return process.env[name];
};
module.exports = { schema: String('db'), datasource: { url: env('LOCKSTEP_A'), directUrl: env('LOCKSTEP_B') } };`);
    assert.deepEqual(await evaluateConfig(join(folder, 'prisma.config.js')), {
      ok: true,
      config: { schema: join(folder, 'db'), migrationsPath: null },
    });
  });

  const refusals: readonly (readonly [name: string, config: string, reason: RegExp, timeLimit?: number])[] = [
    ['it throws', `throw new Error('no postgres://me:secret@host/db here\\nsecond line');`, /^no … here$/],
    ['it ends the process', 'process.exit(3);', /^it ends with code 3$/],
    ['it does not end', 'while (true) {}', /^it does not end$/, 1_000],
  ];
  for (const [name, config, reason, timeLimit] of refusals) {
    it(`says that ${name}`, async () => {
      const answer = await evaluateConfig(join(project(config), 'prisma.config.js'), timeLimit);
      assert.match(answer.ok ? '' : answer.reason, reason);
    });
  }

  it('says that Prisma is not installed', async () => {
    const folder = folderWith({ '.git/HEAD': '', 'prisma.config.js': computed });
    const answer = await evaluateConfig(join(folder, 'prisma.config.js'));
    assert.match(answer.ok ? '' : answer.reason, /no @prisma\/config installed/);
  });
});
