import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { adopt } from '../../../server/src/deploy/drift/adopt';
import type { Against } from '../../../server/src/deploy/drift/difference';
import { type DriftOutcome, driftOf } from '../../../server/src/deploy/drift/drift';
import { putBack } from '../../../server/src/deploy/drift/put-back';
import { addFiles, folderWith, migrations } from '../../project/folders';
import { environmentAt, projectIn } from '../environments';
import { prismaMigrateSqlite } from '../prisma-migrate';
import { compared, sentencesOf } from './shop';

const schema = `datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

model User {
  id    Int      @id @default(autoincrement())
  email String   @unique
  name  String?
  age   Int      @default(0)
  ok    Boolean  @default(true)
  at    DateTime @default(now())
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
  '20260101000000_init': `CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "age" INTEGER NOT NULL DEFAULT 0,
    "ok" BOOLEAN NOT NULL DEFAULT true,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "Post" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "title" TEXT NOT NULL DEFAULT 'untitled',
    "authorId" INTEGER NOT NULL,

    PRIMARY KEY ("a", "b"),
    CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE INDEX "User_name_idx" ON "User"("name");
`,
  '20260102000000_own': `CREATE VIEW adults AS SELECT id, email FROM "User" WHERE age > 17;
CREATE TRIGGER touched AFTER UPDATE ON "User" BEGIN UPDATE "User" SET age = age WHERE id = NEW.id; END;
CREATE INDEX user_lower ON "User" (lower(email)) WHERE age > 17;
CREATE TABLE checked (id INTEGER PRIMARY KEY, n INTEGER CONSTRAINT positive CHECK (n > 0), t TEXT COLLATE NOCASE, CHECK (t <> ''));
`,
};

interface Case {
  readonly sql: string;
  readonly sentences: readonly string[];
  /** Against the schema, where that is something else. */
  readonly schema?: readonly string[];
}

const rebuilt = (table: string, definition: string): string =>
  `PRAGMA legacy_alter_table=ON; ALTER TABLE "${table}" RENAME TO old; CREATE TABLE "${table}" ${definition}; DROP TABLE old; PRAGMA legacy_alter_table=OFF`;

const cases: readonly Case[] = [
  { sql: 'ALTER TABLE "User" ADD COLUMN status TEXT', sentences: ['Column "status" of "User" exists only in the database.'] },
  { sql: 'ALTER TABLE "Post" DROP COLUMN title', sentences: ['Column "title" of "Post" is missing in the database.'] },
  { sql: 'CREATE TABLE audit (id INTEGER PRIMARY KEY, what TEXT)', sentences: ['Table "audit" exists only in the database.'] },
  { sql: 'DROP TABLE "Post"', sentences: ['Table "Post" is missing in the database.'] },
  { sql: 'CREATE INDEX post_title ON "Post" (title)', sentences: ['Index "post_title" of "Post" exists only in the database.'] },
  { sql: 'DROP INDEX "User_name_idx"', sentences: ['Index "User_name_idx" of "User" is missing in the database.'] },
  {
    sql: 'DROP INDEX "User_email_key"; CREATE INDEX "User_email_key" ON "User" (email)',
    sentences: ['Index "User_email_key" of "User" is another one.'],
  },
  {
    sql: rebuilt(
      'Post',
      `(a INTEGER NOT NULL, b INTEGER NOT NULL, title VARCHAR(20) DEFAULT 'none', authorId INTEGER NOT NULL, PRIMARY KEY (a, b))`,
    ),
    sentences: [
      `Column "title" of "Post" is varchar(20) in the database, text in the history; is optional in the database, required in the history; has the default 'none' in the database, the default 'untitled' in the history.`,
      'Foreign key "foreign key (authorId)" of "Post" is missing in the database.',
    ],
    schema: [
      `Column "title" of "Post" is varchar(20) in the database, text in the schema; is optional in the database, required in the schema; has the default 'none' in the database, the default 'untitled' in the schema.`,
      'Foreign key "foreign key (authorId)" of "Post" is missing in the database.',
    ],
  },
  {
    sql: rebuilt(
      'checked',
      `(id INTEGER PRIMARY KEY, n INTEGER CONSTRAINT positive CHECK (n > 5), t TEXT COLLATE NOCASE, CHECK (t <> ''))`,
    ),
    sentences: ['Check constraint "positive" of "checked" is another one.'],
    schema: [],
  },
  { sql: 'DROP VIEW adults', sentences: ['View "adults" is missing in the database.'], schema: [] },
  { sql: 'DROP TRIGGER touched', sentences: ['Trigger "touched" of "User" is missing in the database.'], schema: [] },
  { sql: 'DROP INDEX user_lower', sentences: ['Index "user_lower" of "User" is missing in the database.'], schema: [] },
];

/** The table that only the history has is no part of the schema. */
const ownTable = 'Table "checked" exists only in the database.';

describe('drift of a SQLite database', function () {
  this.timeout(30_000);

  interface Shop {
    readonly folder: string;
    readonly exec: (sql: string) => void;
    readonly all: (sql: string) => unknown;
    readonly prisma: Awaited<ReturnType<typeof prismaMigrateSqlite>>;
    readonly drift: (against?: Against) => Promise<DriftOutcome>;
  }

  async function inShop(body: (shop: Shop) => Promise<void>): Promise<void> {
    const folder = folderWith({
      'package.json': '{ "devDependencies": { "prisma": "6.19.3" } }',
      'prisma/schema.prisma': schema,
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      ...migrations('prisma/migrations', history),
    });
    const database = new Database(join(folder, 'prisma/dev.db'));
    try {
      const prisma = await prismaMigrateSqlite(database, join(folder, 'prisma/migrations'));
      assert.equal(await prisma.deploy(), null);
      const drift = async (against: Against = 'history'): Promise<DriftOutcome> => {
        const project = await projectIn(folder);
        return driftOf({ project, environment: await environmentAt('file:./dev.db', project), against });
      };
      await body({ folder, exec: (sql) => void database.exec(sql), all: (sql) => database.all(sql), prisma, drift });
    } finally {
      database.close();
    }
  }

  it('is none behind a deploy', () =>
    inShop(async ({ drift }) => {
      const { differences, notes } = compared(await drift());
      assert.deepEqual([differences, notes], [[], []]);
      assert.deepEqual(sentencesOf(await drift('schema')), [ownTable]);
    }));

  for (const one of cases) {
    it(`is found, put back and adopted: ${one.sql}`, () =>
      inShop(async ({ drift, exec, all, folder, prisma }) => {
        exec(`INSERT INTO "User" (email, age) VALUES ('a@b', 20)`);
        exec(`INSERT INTO "Post" (a, b, authorId) VALUES (1, 2, 1)`);
        exec(one.sql);
        const found = compared(await drift());
        assert.deepEqual(sentencesOf(found), one.sentences);
        assert.deepEqual(
          sentencesOf(await drift('schema')).filter((sentence) => sentence !== ownTable),
          one.schema ?? one.sentences,
        );
        const project = await projectIn(folder);
        const back = putBack(found, project);
        const adopted = adopt({ found, project, names: Object.keys(history), now: new Date('2026-11-20T10:00:00.000Z') });
        assert.ok(adopted.ok);
        assert.deepEqual([back.remaining, adopted.remaining], [[], []]);

        exec(back.text);
        assert.deepEqual(sentencesOf(await drift()), [], back.text);
        // The database is on the history's side now: there the adopted migration can run.
        addFiles(folder, migrations('prisma/migrations', { [adopted.migration.name]: adopted.migration.text }));
        assert.equal(await prisma.deploy(), null, adopted.migration.text);
        assert.deepEqual(sentencesOf(await drift()), [], adopted.migration.text);
        assert.deepEqual(all('SELECT email, age FROM "User"'), [{ email: 'a@b', age: 20 }], 'rows stay');
      }));
  }

  it('is adopted where it is, without a run', () =>
    inShop(async ({ drift, exec, folder, prisma }) => {
      exec('ALTER TABLE "User" ADD COLUMN status TEXT');
      const found = compared(await drift());
      const adopted = adopt({
        found,
        project: await projectIn(folder),
        names: Object.keys(history),
        now: new Date('2026-11-20T10:00:00.000Z'),
      });
      assert.ok(adopted.ok);
      assert.match(
        adopted.migration.text,
        /Mark it as applied in test: it must not run there\.\n\nALTER TABLE "User" ADD COLUMN status TEXT;\n$/,
      );
      addFiles(folder, migrations('prisma/migrations', { [adopted.migration.name]: adopted.migration.text }));
      await prisma.resolveApplied(adopted.migration.name);
      assert.deepEqual(sentencesOf(await drift()), []);
    }));

  it('is not known where the history cannot be applied to an empty database', () =>
    inShop(async ({ drift, folder, prisma }) => {
      addFiles(folder, migrations('prisma/migrations', { '20260103000000_data': 'INSERT INTO nobody VALUES (1);\n' }));
      await prisma.deploy();
      await prisma.resolveApplied('20260103000000_data');
      const outcome = await drift();
      assert.match(outcome.type === 'impossible' ? outcome.reason : '', /^20260103000000_data cannot be applied to an empty database/);
    }));

  it('asks a file that is not there for nothing, and makes none', async () => {
    const folder = folderWith({ 'prisma/schema.prisma': schema, 'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n' });
    const project = await projectIn(folder);
    const outcome = await driftOf({ project, environment: await environmentAt('file:./none.db', project), against: 'history' });
    assert.equal(outcome.type === 'unreachable' ? outcome.problem.code : null, 'P1003');
  });
});
