import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { choosePglite } from '../../server/src/deploy/rehearsal/copies/choose-pglite';
import { extensionsIn } from '../../server/src/deploy/rehearsal/copies/extensions-in';
import { findPglite } from '../../server/src/deploy/rehearsal/copies/find-pglite';
import extensions from '../../server/src/deploy/rehearsal/copies/own-extensions.json';
import { ownExtension, ownFolder, ownVersion } from '../../server/src/deploy/rehearsal/copies/own-pglite';
import { addFiles, folderWith } from '../project/folders';

const manifest = (version: string): string => JSON.stringify({ name: '@electric-sql/pglite', version, main: 'dist/index.cjs' });

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}

describe('the embedded PostgreSQL of a project', () => {
  it('is its own, or the one that Prisma has brought along', () => {
    const folder = folderWith({ 'package.json': '{}', 'apps/shop/package.json': '{}' });
    const shop = join(folder, 'apps/shop');
    assert.equal(findPglite(shop), null);
    // As npm puts it: at the top of a workspace, beside Prisma.
    addFiles(folder, { 'node_modules/@electric-sql/pglite/package.json': manifest('0.4.3') });
    assert.equal(findPglite(shop)?.version, '0.4.3');
    addFiles(shop, { 'node_modules/@electric-sql/pglite/package.json': manifest('0.5.16') });
    assert.equal(findPglite(shop)?.version, '0.5.16');
    assert.equal(findPglite(shop)?.file, join(shop, 'node_modules/@electric-sql/pglite/dist/index.cjs'));
  });

  it('is found where only Prisma can see it, as pnpm puts it', () => {
    const folder = folderWith({
      'package.json': '{}',
      'node_modules/.pnpm/prisma@7/node_modules/prisma/package.json': '{}',
      'node_modules/.pnpm/dev@0/node_modules/@prisma/dev/package.json': '{}',
      'node_modules/.pnpm/pglite@0/node_modules/@electric-sql/pglite/package.json': manifest('0.4.3'),
    });
    const store = join(folder, 'node_modules/.pnpm');
    link(join(store, 'prisma@7/node_modules/prisma'), join(folder, 'node_modules/prisma'));
    link(join(store, 'dev@0/node_modules/@prisma/dev'), join(store, 'prisma@7/node_modules/@prisma/dev'));
    assert.equal(findPglite(folder), null);
    const pglite = join(store, 'pglite@0/node_modules/@electric-sql/pglite');
    link(pglite, join(store, 'dev@0/node_modules/@electric-sql/pglite'));
    assert.equal(findPglite(folder)?.file, join(realpathSync(pglite), 'dist/index.cjs'));
  });

  it('has the extensions whose files lie in its package, and no file outside of it', () => {
    const folder = folderWith({
      'package.json': '{}',
      'node_modules/@electric-sql/pglite/package.json': manifest('0.4.3'),
      'node_modules/@electric-sql/pglite/dist/contrib/uuid_ossp.cjs': '',
      'node_modules/@electric-sql/pglite/dist/vector/index.cjs': '',
      'node_modules/@electric-sql/pglite/dist/outside.cjs': '',
    });
    const extension = findPglite(folder)?.extension ?? assert.fail();
    assert.match(extension('uuid-ossp') ?? '', /contrib[/\\]uuid_ossp\.cjs$/);
    assert.match(extension('vector') ?? '', /vector[/\\]index\.cjs$/);
    assert.equal(extension('postgis'), null);
    assert.equal(extension('../outside'), null);
  });

  it('is asked for the extensions that the history creates', () => {
    const texts = [
      '-- Create extension\nCREATE EXTENSION IF NOT EXISTS pg_trgm;',
      'create extension "uuid-ossp" with schema extensions;\nCREATE EXTENSION\n  Earthdistance CASCADE;',
    ];
    assert.deepEqual(extensionsIn(texts), ['cube', 'earthdistance', 'pg_trgm', 'uuid-ossp']);
  });

  it('is none where the package cannot be read', () => {
    assert.equal(findPglite(folderWith({ 'package.json': '{}', 'node_modules/@electric-sql/pglite/package.json': '{ "main": 1' })), null);
  });
});

describe('the embedded PostgreSQL of a rehearsal', () => {
  it('comes along, in the version that it says, with the extensions that it lists', () => {
    const { source, version, extension } = choosePglite(folderWith({ 'package.json': '{}' }));
    assert.deepEqual([source, version], [{ type: 'own', folder: ownFolder() }, ownVersion]);
    assert.equal(JSON.parse(readFileSync(join(ownFolder(), '../package.json'), 'utf8')).version, ownVersion);
    assert.equal(extension('pgcrypto'), null);
    assert.equal(extension('../outside'), null);
    for (const name of extensions) assert.ok(existsSync(ownExtension(name) ?? ''), name);
  });

  it('is that of the project where it is not older', () => {
    for (const [version, type] of [
      ['0.3.15', 'own'],
      ['0.4.2', 'own'],
      ['0.4.3', 'installed'],
      ['0.4.4-alpha.1', 'installed'],
      ['0.4.10', 'installed'],
      ['0.5.0', 'installed'],
      ['1.0.0', 'installed'],
    ] as const) {
      const folder = folderWith({ 'package.json': '{}', 'node_modules/@electric-sql/pglite/package.json': manifest(version) });
      assert.equal(choosePglite(folder).source.type, type, version);
    }
  });
});
