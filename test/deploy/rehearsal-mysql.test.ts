import assert from 'node:assert/strict';
import type { Connection } from 'mariadb';
import { resolveEnvironment } from '../../server/src/deploy/environments/resolve';
import { sourcesOf } from '../../server/src/deploy/environments/variables';
import { skipWithout } from './backups';
import { projectIn } from './environments';
import { skipWithoutMariadb, withMariadb } from './mariadb';
import { type Asked, rehearsalFolder, rehearsalOf, rehearsed, statementsOf, statesOf } from './rehearsals';

const init = 'CREATE TABLE `User` (`id` INTEGER NOT NULL AUTO_INCREMENT, `email` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));\n';

const pending = {
  '2_change': `-- CreateTable; with a semicolon
CREATE TABLE \`Post\` (\`id\` INTEGER NOT NULL, \`text\` VARCHAR(191) NOT NULL DEFAULT 'a;b\\'c', PRIMARY KEY (\`id\`));
CREATE TRIGGER shout BEFORE INSERT ON \`Post\` FOR EACH ROW BEGIN SET NEW.text = UPPER(NEW.text); SET NEW.id = NEW.id; END;
UPDATE \`User\` SET \`email\` = 'same';
CREATE UNIQUE INDEX \`User_email_key\` ON \`User\`(\`email\`);
DROP TABLE \`Post\`;
`,
};

async function migrated(connection: Connection): Promise<void> {
  await connection.query(`${init} CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3),
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '1_init', NOW(3));
    INSERT INTO \`User\` (email) VALUES ('a'), ('b'), ('c')`);
}

async function rehearsedAt(url: string, server: string | null, asked: Asked = {}) {
  const rehearsal = server === null ? {} : { rehearsal: { server: { env: 'SCRATCH_URL' } } };
  const settings = { environments: [{ name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' }, ...rehearsal }] };
  const folder = rehearsalFolder({ provider: 'mysql', history: { '1_init': init }, pending, settings });
  const project = await projectIn(folder);
  const sources = sourcesOf({ STAGING_URL: url, SCRATCH_URL: server ?? undefined });
  const [own] = project.settings.environments;
  assert.ok(own !== undefined);
  return rehearsed(folder, { environment: await resolveEnvironment(own, project, sources), sources, ...asked });
}

async function scratches(connection: Connection): Promise<number> {
  const rows: unknown = await connection.query(
    "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'lockstep\\_scratch%'",
  );
  return Array.isArray(rows) ? rows.length : Number.NaN;
}

describe('a rehearsal on MariaDB', function () {
  this.timeout(120_000);

  it('runs on a clone, statement by statement, and leaves what ran before a failure', function () {
    skipWithoutMariadb(this);
    skipWithout(this, 'mariadb-dump');
    return withMariadb(async (connection, url) => {
      await migrated(connection);
      const { outcome } = await rehearsedAt(url, url);
      assert.deepEqual(statesOf(outcome), ['ran', 'ran', 'ran', 'failed 1062', 'not-run'], JSON.stringify(outcome));
      assert.equal(statementsOf(outcome)[2]?.rows, 3);
      const { copy, targetVersion } = rehearsalOf(outcome);
      assert.match(copy.server, /^MariaDB 1\d\./);
      assert.match(targetVersion ?? '', /MariaDB/);
      assert.deepEqual([copy.kind, copy.rows], ['clone', { type: 'cloned' }]);
      assert.equal(await scratches(connection), 0);
      const unchanged: unknown = await connection.query('SELECT DISTINCT email FROM `User`');
      assert.ok(Array.isArray(unchanged) && unchanged.length === 3);
    });
  });

  it('runs on the history where migrations are named that the environment has', function () {
    skipWithoutMariadb(this);
    return withMariadb(async (connection, url) => {
      await migrated(connection);
      const { outcome } = await rehearsedAt(url, url, { scope: { type: 'from', migration: '1_init' } });
      assert.deepEqual(statesOf(outcome), Array(6).fill('ran'), JSON.stringify(outcome));
      assert.equal(rehearsalOf(outcome).copy.kind, 'scratch');
      assert.equal(await scratches(connection), 0);
    });
  });

  it('is cancelled in the middle of a statement', function () {
    skipWithoutMariadb(this);
    skipWithout(this, 'mariadb-dump');
    return withMariadb(async (connection, url) => {
      await migrated(connection);
      const abort = new AbortController();
      const { outcome } = await rehearsedAt(url, url, {
        abort: abort.signal,
        onEvent: ({ type }) => type === 'statement' && abort.abort(),
      });
      assert.deepEqual(outcome, { outcome: 'cancelled', left: null });
      assert.equal(await scratches(connection), 0);
    });
  });

  it('says what to configure where no server is named', function () {
    skipWithoutMariadb(this);
    return withMariadb(async (connection, url) => {
      await migrated(connection);
      const { outcome } = await rehearsedAt(url, null);
      assert.ok(outcome.outcome === 'impossible');
      assert.match(
        `${outcome.problem.message} ${outcome.problem.help}`,
        /on a server that is named in lockstep\.json.*"rehearsal": \{ "server"/,
      );
    });
  });
});
