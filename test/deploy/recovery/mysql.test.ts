import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from 'mariadb';
import { recoveryPage } from '../../../server/src/deploy/recovery/page';
import { addFiles } from '../../project/folders';
import { skipWithoutMariadb, withMariadb } from '../mariadb';
import { failedIn } from './broken';
import { type Shop, shopAt } from './shop';

const first = `-- CreateTable
CREATE TABLE \`User\` (
    \`id\` INTEGER NOT NULL AUTO_INCREMENT,
    \`email\` VARCHAR(191) NULL,
    \`role\` ENUM('ADMIN', 'USER, OTHER') NOT NULL DEFAULT 'ADMIN',
    \`data\` JSON NULL,
    \`createdAt\` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    INDEX \`User_role_idx\`(\`role\`),
    PRIMARY KEY (\`id\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE \`Post\` (
    \`id\` INTEGER NOT NULL AUTO_INCREMENT,
    \`authorId\` INTEGER NULL,

    PRIMARY KEY (\`id\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
`;

const begin = `CREATE TABLE \`Tag\` (
    \`id\` INTEGER NOT NULL,
    \`active\` BOOLEAN NOT NULL DEFAULT true,
    PRIMARY KEY (\`id\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE \`Post\` ADD COLUMN \`note\` VARCHAR(191) NULL,
    ADD COLUMN \`score\` DOUBLE NOT NULL DEFAULT 0;
`;
const end = 'CREATE INDEX `Post_note_idx` ON `Post`(`note`);\n';

const cases = [
  {
    name: 'duplicates under a unique index',
    rows: "INSERT INTO `User` (id, email) VALUES (1, 'secret@example.com'), (2, 'secret@example.com'), (3, NULL), (4, NULL)",
    statement: 'CREATE UNIQUE INDEX `User_email_key` ON `User`(`email`);\n',
    offending: ['duplicates', '`User` (`email`)', 1],
    correction: "UPDATE `User` SET email = 'other' WHERE id = 2",
  },
  {
    name: 'NULLs in a column that becomes required',
    rows: "INSERT INTO `User` (id, email) VALUES (1, 'secret@example.com'), (3, NULL), (4, NULL)",
    statement: 'ALTER TABLE `User` MODIFY `email` VARCHAR(191) NOT NULL;\n',
    offending: ['nulls', '`User`.`email`', 2],
    correction: "UPDATE `User` SET email = CONCAT('other', id) WHERE email IS NULL",
  },
  {
    name: 'orphans under a foreign key',
    rows: 'INSERT INTO `User` (id) VALUES (1); INSERT INTO `Post` (id, authorId) VALUES (1, 1), (2, 7), (3, NULL)',
    statement:
      'ALTER TABLE `Post` ADD CONSTRAINT `Post_authorId_fkey` FOREIGN KEY (`authorId`) REFERENCES `User`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;\n',
    offending: ['orphans', '`Post`.`authorId`', 1],
    correction: 'UPDATE `Post` SET authorId = NULL WHERE authorId = 7',
  },
] as const;

describe('a migration that MariaDB has refused half-way', function () {
  this.timeout(120_000);

  before(function () {
    skipWithoutMariadb(this);
  });

  for (const { name, rows, statement, offending, correction } of cases) {
    for (const way of [0, 1]) {
      it(`${name}, way ${way}: the first statements stay, and the steps lead out`, () =>
        inShop(async (shop, connection) => {
          await connection.query(rows);
          shop.add({
            '2_second': begin + statement + end,
            '3_third': 'CREATE TABLE `Third` (`id` INTEGER NOT NULL, PRIMARY KEY (`id`));\n',
          });
          await shop.deployed(1);
          const found = await shop.recovery();
          const failed = failedIn(found);
          assert.deepEqual([failed.statement, failed.ranAs], [2, 'per-statement']);
          assert.deepEqual(
            failed.statements.map(({ state }) => state),
            ['taken', 'taken', 'not-taken', 'not-taken'],
            JSON.stringify(failed.facts),
          );
          assert.deepEqual(
            failed.offending.map((one) => [one.what, one.subject, one.count]),
            [offending],
          );
          assert.doesNotMatch(recoveryPage(found), /secret/);
          const before = await connection.query('SELECT (SELECT COUNT(*) FROM `User`) AS users, (SELECT COUNT(*) FROM `Post`) AS posts');
          for (const [index, { command, sql, title }] of (failed.ways[way]?.steps ?? []).entries()) {
            if (sql !== null) await connection.query(sql);
            if (index === 0) await connection.query(correction);
            if (command !== null) await shop.typed(command, title);
          }
          assert.equal((await shop.status()).state, 'up-to-date');
          assert.deepEqual(
            await connection.query('SELECT (SELECT COUNT(*) FROM `User`) AS users, (SELECT COUNT(*) FROM `Post`) AS posts'),
            before,
          );
          assert.deepEqual((await shop.recovery()).troubles, []);
        }));
    }
  }

  it('is resolved only where that is true', () =>
    inShop(async (shop) => {
      shop.add({ '2_second': `${begin}ALTER TABLE \`Nobody\` ADD COLUMN \`x\` INTEGER NULL;\n` });
      await shop.deployed(1);
      const back = await shop.lockstep('resolve', '--env', 'test', '--rolled-back', '2_second');
      assert.deepEqual([back.code, /the table Tag is there already/.test(back.stdout)], [6, true], back.stdout);
      const applied = await shop.lockstep('resolve', '--env', 'test', '--applied', '2_second');
      assert.deepEqual([applied.code, /Not all of it is there: column Nobody\.x/.test(applied.stdout)], [6, true], applied.stdout);
    }));

  it('names who holds the lock', () =>
    inShop(async (shop, connection) => {
      await connection.query("SELECT GET_LOCK('prisma_migrate', 1)");
      const [trouble] = (await shop.recovery()).troubles;
      assert.deepEqual([trouble?.kind, trouble?.code], ['lock-held', 'P1002']);
      const [{ id }] = await connection.query('SELECT CONNECTION_ID() AS id');
      assert.ok(trouble?.ways.some(({ steps }) => steps.some(({ sql }) => sql === `KILL ${id};\n`)));
    }));
});

function inShop(body: (shop: Shop, connection: Connection) => Promise<void>): Promise<void> {
  return withMariadb(async (connection, url) => {
    const shop = shopAt(() => url, 'mysql', null, 'per-statement', { '1_first': first });
    addFiles(shop.folder, {
      'node_modules/prisma/package.json': JSON.stringify({ name: 'prisma', version: '6.19.3', bin: { prisma: 'build/index.mjs' } }),
      'node_modules/prisma/build/.keep': '',
      'node_modules/.bin/.keep': '',
    });
    const cli = join(__dirname, 'mysql-cli.mjs');
    symlinkSync(cli, join(shop.folder, 'node_modules/prisma/build/index.mjs'));
    symlinkSync(cli, join(shop.folder, 'node_modules/.bin/prisma'));
    await shop.deployed(0);
    await body(shop, connection);
  });
}
