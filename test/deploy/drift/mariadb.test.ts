import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Connection } from 'mariadb';
import { adopt } from '../../../server/src/deploy/drift/adopt';
import type { Against } from '../../../server/src/deploy/drift/difference';
import { type DriftOutcome, driftOf } from '../../../server/src/deploy/drift/drift';
import { putBack } from '../../../server/src/deploy/drift/put-back';
import { resolveEnvironment } from '../../../server/src/deploy/environments/resolve';
import { sourcesOf } from '../../../server/src/deploy/environments/variables';
import { addFiles, folderWith, migrations } from '../../project/folders';
import { projectIn } from '../environments';
import { skipWithoutMariadb, withMariadb } from '../mariadb';
import { compared, sentencesOf } from './shop';

const schema = `datasource db {
  provider = "mysql"
  url      = env("DATABASE_URL")
}

enum Role {
  USER
  ADMIN
}

model User {
  id    Int      @id @default(autoincrement())
  email String   @unique
  name  String?
  role  Role     @default(USER)
  age   Int      @default(0)
  ok    Boolean  @default(true)
  at    DateTime @default(now())
  price Decimal  @default(1.5)
  extra Json?
  bio   String?  @db.Text
  posts Post[]

  @@index([name])
}

model Post {
  a        Int
  b        Int
  title    String @default("untitled")
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])

  @@id([a, b])
}
`;

const history = {
  '20260101000000_init': `CREATE TABLE \`User\` (
    \`id\` INTEGER NOT NULL AUTO_INCREMENT,
    \`email\` VARCHAR(191) NOT NULL,
    \`name\` VARCHAR(191) NULL,
    \`role\` ENUM('USER', 'ADMIN') NOT NULL DEFAULT 'USER',
    \`age\` INTEGER NOT NULL DEFAULT 0,
    \`ok\` BOOLEAN NOT NULL DEFAULT true,
    \`at\` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    \`price\` DECIMAL(65, 30) NOT NULL DEFAULT 1.5,
    \`extra\` JSON NULL,
    \`bio\` TEXT NULL,

    UNIQUE INDEX \`User_email_key\`(\`email\`),
    INDEX \`User_name_idx\`(\`name\`),
    PRIMARY KEY (\`id\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE \`Post\` (
    \`a\` INTEGER NOT NULL,
    \`b\` INTEGER NOT NULL,
    \`title\` VARCHAR(191) NOT NULL DEFAULT 'untitled',
    \`authorId\` INTEGER NOT NULL,

    PRIMARY KEY (\`a\`, \`b\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

ALTER TABLE \`Post\` ADD CONSTRAINT \`Post_authorId_fkey\` FOREIGN KEY (\`authorId\`) REFERENCES \`User\`(\`id\`) ON DELETE RESTRICT ON UPDATE CASCADE;
`,
  '20260102000000_own': `CREATE VIEW adults AS SELECT id, email FROM \`User\` WHERE age > 17;
ALTER TABLE \`User\` ADD CONSTRAINT positive CHECK (age >= 0);
CREATE TRIGGER touched BEFORE UPDATE ON \`User\` FOR EACH ROW SET NEW.age = NEW.age;
CREATE FUNCTION one() RETURNS INTEGER DETERMINISTIC RETURN 1;
`,
};

interface Case {
  readonly sql: string;
  readonly sentences: readonly string[];
  /** Against the schema, where that is something else. */
  readonly schema?: readonly string[];
}

const cases: readonly Case[] = [
  { sql: 'ALTER TABLE `User` ADD COLUMN status TEXT', sentences: ['Column "status" of "User" exists only in the database.'] },
  { sql: 'ALTER TABLE `Post` DROP COLUMN title', sentences: ['Column "title" of "Post" is missing in the database.'] },
  {
    sql: "ALTER TABLE `Post` MODIFY COLUMN title VARCHAR(20) NULL DEFAULT 'none'",
    sentences: [
      `Column "title" of "Post" is varchar(20) in the database, varchar(191) in the history; is optional in the database, required in the history; has the default 'none' in the database, the default 'untitled' in the history.`,
    ],
    schema: [
      `Column "title" of "Post" is varchar(20) in the database, varchar(191) in the schema; is optional in the database, required in the schema; has the default 'none' in the database, the default 'untitled' in the schema.`,
    ],
  },
  {
    sql: "ALTER TABLE `User` MODIFY COLUMN role ENUM('USER', 'ADMIN', 'GUEST') NOT NULL DEFAULT 'USER'",
    sentences: [`Column "role" of "User" is enum('USER','ADMIN','GUEST') in the database, enum('USER','ADMIN') in the history.`],
    schema: [`Column "role" of "User" is enum('USER','ADMIN','GUEST') in the database, enum('USER','ADMIN') in the schema.`],
  },
  {
    sql: 'ALTER TABLE `User` ALTER COLUMN age DROP DEFAULT',
    sentences: ['Column "age" of "User" has no default in the database, the default 0 in the history.'],
    schema: ['Column "age" of "User" has no default in the database, the default 0 in the schema.'],
  },
  { sql: 'CREATE TABLE audit (id INTEGER PRIMARY KEY, what TEXT)', sentences: ['Table "audit" exists only in the database.'] },
  { sql: 'DROP TABLE `Post`', sentences: ['Table "Post" is missing in the database.'] },
  { sql: 'CREATE INDEX post_title ON `Post` (title)', sentences: ['Index "post_title" of "Post" exists only in the database.'] },
  { sql: 'DROP INDEX `User_name_idx` ON `User`', sentences: ['Index "User_name_idx" of "User" is missing in the database.'] },
  {
    sql: 'ALTER TABLE `User` RENAME INDEX `User_name_idx` TO by_name',
    sentences: ['Index "by_name" of "User" is called "User_name_idx" in the history.'],
    schema: ['Index "by_name" of "User" is called "User_name_idx" in the schema.'],
  },
  {
    sql: 'DROP INDEX `User_email_key` ON `User`; CREATE INDEX `User_email_key` ON `User` (email)',
    sentences: ['Index "User_email_key" of "User" is another one.'],
  },
  {
    sql: 'ALTER TABLE `Post` DROP FOREIGN KEY `Post_authorId_fkey`',
    sentences: ['Foreign key "Post_authorId_fkey" of "Post" is missing in the database.'],
  },
  { sql: 'ALTER TABLE `Post` DROP PRIMARY KEY', sentences: ['Primary key "PRIMARY" of "Post" is missing in the database.'] },
  {
    sql: 'ALTER TABLE `User` DROP CONSTRAINT positive',
    sentences: ['Check constraint "positive" of "User" is missing in the database.'],
    schema: [],
  },
  { sql: 'DROP VIEW adults', sentences: ['View "adults" is missing in the database.'], schema: [] },
  { sql: 'DROP TRIGGER touched', sentences: ['Trigger "touched" of "User" is missing in the database.'], schema: [] },
  { sql: 'DROP FUNCTION one', sentences: ['Function "one" is missing in the database.'], schema: [] },
];

/** As Prisma creates it. */
const historyTable = `CREATE TABLE _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;

describe('drift of a MariaDB database', function () {
  this.timeout(60_000);

  before(function () {
    this.timeout(120_000);
    skipWithoutMariadb(this);
  });

  interface Shop {
    readonly connection: Connection;
    readonly folder: string;
    readonly drift: (against?: Against) => Promise<DriftOutcome>;
    /** As `migrate deploy` does it: there is no engine for MySQL to be had as a package. */
    readonly deploy: (name: string, text: string) => Promise<void>;
  }

  const environments = [
    { name: 'test', kind: 'staging', url: { env: 'TEST_URL' }, rehearsal: { server: { env: 'TEST_URL' } } },
    { name: 'bare', kind: 'staging', url: { env: 'TEST_URL' } },
  ];

  const inShop = (body: (shop: Shop) => Promise<void>, environment = 'test'): Promise<void> =>
    withMariadb(async (connection, url) => {
      const folder = folderWith({
        'lockstep.json': JSON.stringify({ environments }),
        'prisma/schema.prisma': schema,
        'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n',
        ...migrations('prisma/migrations', history),
      });
      const recorded = async (name: string, text: string): Promise<void> => {
        const checksum = createHash('sha256').update(text).digest('hex');
        await connection.query(
          'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES (UUID(), ?, ?, CURRENT_TIMESTAMP(3), 1)',
          [checksum, name],
        );
      };
      const deploy = async (name: string, text: string): Promise<void> => {
        await connection.query(text);
        await recorded(name, text);
      };
      await connection.query(historyTable);
      for (const [name, text] of Object.entries(history)) await deploy(name, text);
      const drift = async (against: Against = 'history'): Promise<DriftOutcome> => {
        const project = await projectIn(folder);
        const sources = sourcesOf({ TEST_URL: url });
        const settings = project.settings.environments.find(({ name }) => name === environment);
        assert.ok(settings !== undefined);
        return driftOf({ project, environment: await resolveEnvironment(settings, project, sources), against, sources });
      };
      await body({ connection, folder, drift, deploy });
    });

  const scratches = async (connection: Connection): Promise<unknown> => connection.query("SHOW DATABASES LIKE 'lockstep\\_scratch\\_%'");

  it('is none behind a deploy, and no scratch database is left', () =>
    inShop(async ({ drift, connection }) => {
      const { differences, notes } = compared(await drift());
      assert.deepEqual([differences, notes], [[], []]);
      assert.deepEqual(sentencesOf(await drift('schema')), []);
      assert.deepEqual(await scratches(connection), []);
    }));

  for (const one of cases) {
    it(`is found, put back and adopted: ${one.sql}`, () =>
      inShop(async ({ drift, connection, folder, deploy }) => {
        await connection.query("INSERT INTO `User` (email, age) VALUES ('a@b', 20)");
        await connection.query(one.sql);
        const found = compared(await drift());
        assert.deepEqual(sentencesOf(found), one.sentences);
        assert.deepEqual(sentencesOf(await drift('schema')), one.schema ?? one.sentences);
        const project = await projectIn(folder);
        const back = putBack(found, project);
        const adopted = adopt({ found, project, names: Object.keys(history), now: new Date('2026-11-20T10:00:00.000Z') });
        assert.ok(adopted.ok, adopted.ok ? '' : adopted.reason);
        assert.deepEqual([back.remaining, adopted.remaining], [[], []]);
        await connection.query(back.text);
        assert.deepEqual(sentencesOf(await drift()), [], back.text);

        const { name, text } = adopted.migration;
        addFiles(folder, migrations('prisma/migrations', { [name]: text }));
        await deploy(name, text);
        assert.deepEqual(sentencesOf(await drift()), [], text);
        const rows: unknown = await connection.query('SELECT email, age FROM `User`');
        assert.deepEqual(JSON.parse(JSON.stringify(rows)), [{ email: 'a@b', age: 20 }], 'rows stay');
      }));
  }

  it('is compared with the schema alone where there is no server for a scratch database', () =>
    inShop(async ({ drift }) => {
      const outcome = await drift();
      assert.match(outcome.type === 'impossible' ? outcome.reason : '', /name one as "rehearsal" of the environment/);
      assert.deepEqual(sentencesOf(await drift('schema')), []);
    }, 'bare'));

  it('is not known where the history cannot be applied to an empty database, and leaves no scratch database', () =>
    inShop(async ({ drift, folder, deploy, connection }) => {
      await connection.query('CREATE TABLE elsewhere (id INTEGER)');
      const text = 'INSERT INTO elsewhere VALUES (1);\n';
      addFiles(folder, migrations('prisma/migrations', { '20260103000000_data': text }));
      await deploy('20260103000000_data', text);
      const outcome = await drift();
      assert.match(outcome.type === 'impossible' ? outcome.reason : '', /^20260103000000_data cannot be applied to an empty database/);
      assert.deepEqual(await scratches(connection), []);
    }));
});
