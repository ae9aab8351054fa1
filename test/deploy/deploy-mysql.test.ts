import assert from 'node:assert/strict';
import { deployed, deployShop, notOk } from './deploys';
import { statusAt } from './environments';
import { skipWithoutMariadb, withMariadb } from './mariadb';
import { prismaMajors, skipWithoutPrisma } from './prisma-cli';

const users = {
  '20260101000000_users': 'CREATE TABLE `User` (\n    `id` INTEGER NOT NULL,\n    `email` VARCHAR(191),\n    PRIMARY KEY (`id`)\n);\n',
};
/** Only the rows tell that its third statement fails. */
const fails = {
  '20260102000000_fails':
    "CREATE TABLE `A` (`id` INTEGER NOT NULL);\nINSERT INTO `User` VALUES (1, 'same'), (2, 'same');\nCREATE UNIQUE INDEX `User_email_key` ON `User`(`email`);\nCREATE TABLE `B` (`id` INTEGER NOT NULL);\n",
};

describe('a deploy to MariaDB, with the real CLI and an engine that follows its source', function () {
  this.timeout(300_000);

  for (const major of prismaMajors) {
    it(`applies, fails at the third statement and tells it, Prisma ${major}`, function () {
      skipWithoutMariadb(this);
      skipWithoutPrisma(this, major);
      return withMariadb(async (connection, url) => {
        const folder = deployShop({ major, provider: 'mysql', texts: users, settings: { lockTimeout: '5s' } });
        const { outcome } = await deployed(folder, url);
        assert.equal(outcome.type, 'deployed', outcome.words);
        assert.deepEqual(outcome.applied, Object.keys(users));
        const evidence = outcome.checks.find(({ gate }) => gate === 'prisma-cli')?.evidence ?? '';
        assert.match(evidence, /the lock timeout of 5s cannot be set by its URL/);
        assert.equal(outcome.verification?.halfBuilt, null);

        const other = deployShop({ major, provider: 'mysql', texts: { ...users, ...fails } });
        const failed = (await deployed(other, url)).outcome;
        assert.ok(failed.type === 'failed', failed.words);
        const { migration, statement, code, message } = failed.failed;
        assert.deepEqual([migration, statement, code], ['20260102000000_fails', 2, 'P3018']);
        assert.match(message, /\(1062\)/);
        const tables: readonly object[] = await connection.query('SHOW TABLES');
        assert.deepEqual(
          tables.flatMap(Object.values).sort(),
          ['A', 'User', '_prisma_migrations'],
          'every statement has committed by itself',
        );
        const again = await deployed(other, url);
        assert.deepEqual([again.outcome.type, notOk(again.outcome)], ['refused', ['status']]);
      });
    });
  }

  it('begins nothing with a wrong password: P1000, and shows neither user nor password', function () {
    skipWithoutMariadb(this);
    skipWithoutPrisma(this, 7);
    return withMariadb(async (connection, url) => {
      await connection.query("CREATE OR REPLACE USER locked_in IDENTIFIED BY 'right-pass-w0rd'");
      const folder = deployShop({ major: 7, provider: 'mysql', texts: users });
      const { outcome, events } = await deployed(folder, url.replace('//root@', '//locked_in:wrong-pass-w0rd@'));
      assert.deepEqual([outcome.type, outcome.applied, outcome.report], ['refused', [], null]);
      assert.match(outcome.words, /refuses the user or the password/);
      assert.doesNotMatch(JSON.stringify([outcome, events]), /pass-w0rd|locked_in/);
    });
  });

  it('is refused while another one runs, and says what a cancellation cannot stop', function () {
    skipWithoutMariadb(this);
    skipWithoutPrisma(this, 7);
    return withMariadb(async (_, url) => {
      const texts = { ...users, '20260103000000_slow': 'DO SLEEP(40);\n' };
      const folder = deployShop({ major: 7, provider: 'mysql', texts });
      const other = deployShop({ major: 7, provider: 'mysql', texts });
      const abort = new AbortController();
      let second: ReturnType<typeof deployed> | undefined;
      const { outcome } = await deployed(folder, url, {
        abort: abort.signal,
        onEvent: (event) => {
          if (event.type !== 'migration-began' || event.migration !== '20260103000000_slow') return;
          second = deployed(other, url);
          void second.finally(() => abort.abort());
        },
      });
      const refused = (await second)?.outcome;
      assert.equal(refused?.type, 'refused');
      assert.match(refused?.words ?? '', /A deploy to this database is under way, by somebody at .* \(connection \d+\)/);
      assert.equal(outcome.type, 'cancelled');
      assert.match(
        outcome.words,
        /20260103000000_slow was begun and is not finished.* A statement that was sent runs to its end on the server\./,
      );
      assert.equal((await statusAt(url, folder)).state, 'failed');
    });
  });
});
