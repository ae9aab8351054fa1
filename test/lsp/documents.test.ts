import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { analysedDocuments } from '../../client/src/selector';
import manifest from '../../package.json';

/** `prisma.config.ts` may put migrations anywhere. */
const migrations = ['/shop/prisma/migrations/20250101000000_init/migration.sql', '/shop/db/history/20250101000000_init/migration.sql'];

describe('documents of the client', () => {
  for (const path of migrations) {
    it(`sends ${path} to the server`, () => {
      const names = analysedDocuments.map(({ pattern }) => pattern.replace(/^\*\*\//, ''));
      assert.ok(names.includes(basename(path)), 'the pattern is the name of the file, in any folder');
    });

    it(`offers its commands in ${path}`, () => {
      for (const { command, when } of manifest.contributes.menus.commandPalette) {
        // It is in a menu of a tree alone.
        if (when === 'false') continue;
        const pattern = /^resourcePath =~ \/(.*)\/$/.exec(when)?.[1];
        assert.ok(pattern !== undefined && new RegExp(pattern).test(path), command);
      }
    });
  }
});
