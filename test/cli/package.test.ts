import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run';

describe('the package', () => {
  it('holds what runs and what people read, and nothing else', function () {
    this.timeout(60_000);
    const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
    const output = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const files = output.split('\n').filter((line) => /^[\w.-]+(\/[\w.-]+)*$/.test(line));
    const pages = ['docs', 'docs/plans', 'docs/rules'].flatMap((folder) =>
      readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : [])),
    );
    assert.deepEqual(
      files.sort(),
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/cli.js',
        'dist/client.js',
        'dist/commands.js',
        'dist/language-client.js',
        'dist/libpg-query.wasm',
        'dist/lint-thread.js',
        'dist/lint.js',
        'dist/mysql.js',
        'dist/node-sqlite3-wasm.wasm',
        ...[
          'btree_gin',
          'btree_gist',
          'citext',
          'cube',
          'earthdistance',
          'fuzzystrmatch',
          'hstore',
          'intarray',
          'isn',
          'ltree',
          'pg_trgm',
          'seg',
        ].map((name) => `dist/pglite/${name}.tar.gz`),
        ...['tablefunc', 'unaccent', 'uuid-ossp', 'vector'].map((name) => `dist/pglite/${name}.tar.gz`),
        ...['initdb.wasm', 'pglite.data', 'pglite.wasm'].map((name) => `dist/pglite/${name}.br`),
        'dist/pglite.js',
        'dist/postgres.js',
        'dist/prisma-engine.js',
        'dist/prisma-engine.wasm.br',
        'dist/prisma-formatter.js',
        'dist/prisma_schema_build_bg.wasm.br',
        'dist/rehearsal-copy.js',
        'dist/server.js',
        'dist/sqlite.js',
        ...pages,
        'images/icon.png',
        'images/view.svg',
        ...['deploy', 'environments', 'fix', 'schema', 'warning'].map((step) => `images/walkthrough/${step}.svg`),
        'package.json',
        'package.nls.json',
        'schemas/backfill.schema.json',
        'schemas/lockstep.schema.json',
        'schemas/rollout.schema.json',
        'syntaxes/directives.tmLanguage.json',
      ].sort(),
    );
  });
});
