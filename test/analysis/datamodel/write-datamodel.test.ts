import assert from 'node:assert/strict';
import { foldMigration } from '../../../server/src/analysis/analyze';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import { writeDatamodel } from '../../../server/src/analysis/schema/datamodel/write-datamodel';
import { readSchema } from '../../../server/src/analysis/schema/read';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';
import { closeEngine, engineDiff } from '../../prisma-engine';

const everyType = schema(`
model Types {
  id          Int       @id @default(autoincrement())
  small       Int       @default(7) @db.SmallInt
  oid         Int?      @db.Oid
  big         BigInt    @default(-9007199254740993)
  real        Float     @default(1.5) @db.Real
  double      Float?
  money       Decimal?  @db.Money
  exact       Decimal   @default(0.10)
  price       Decimal   @db.Decimal(10, 2)
  yes         Boolean   @default(true)
  no          Boolean   @default(false)
  text        String    @default("it's \\"quoted\\"\\n")
  limited     String    @db.VarChar(191)
  unlimited   String    @db.VarChar
  fixed       String    @db.Char(3)
  bits        String    @db.Bit(4)
  varbits     String    @db.VarBit(9)
  xml         String?   @db.Xml
  address     String?   @db.Inet
  uuid        String    @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  json        Json      @default("{\\"a\\": [1]}")
  plain       Json?     @db.Json
  bytes       Bytes     @default("aGVsbG8=")
  at          DateTime  @default(now())
  updated     DateTime  @updatedAt
  exactly     DateTime  @db.Timestamp(6)
  zoned       DateTime  @default(now()) @db.Timestamptz(3)
  anywhere    DateTime  @db.Timestamptz
  day         DateTime  @db.Date
  time        DateTime  @db.Time(0)
  zonedTime   DateTime? @db.Timetz(6)
  position    Unsupported("point")?
  search      Unsupported("tsvector")?
  texts       String[]  @default(["a", "b, c", "d'e"])
  numbers     Int[]     @default([1, -2])
  flags       Boolean[]
  nothing     String[]  @default([])
  computed    DateTime  @default(dbgenerated("(now() + '1 day'::interval)"))
}`);

const keysAndIndexes = schema(`
enum Role {
  USER
  ADMIN @map("the-admin")
  class @map("1st class")

  @@map("user role")
}

model User {
  id      String  @id(map: "users key")
  email   String  @unique
  handle  String? @unique(map: "users_handle")
  role    Role    @default(ADMIN)
  roles   Role[]  @default([USER, class])
  data    Json
  tags    String[]
  name    String  @map("full name")
  posts   Post[]  @relation("author")
  edited  Post[]  @relation("editor")
  boss    User?   @relation("boss", fields: [bossId], references: [id], onDelete: SetNull, onUpdate: NoAction)
  bossId  String?
  team    User[]  @relation("boss")
  profile Profile?

  @@index([name(sort: Desc), email])
  @@index([data(ops: JsonbPathOps)], type: Gin)
  @@index([data], type: Gin, map: "data_gin")
  @@index([tags], type: Gin)
  @@index([email], type: Hash)
  @@index([bossId], type: Brin)
  @@map("users")
}

model Post {
  author   User?  @relation("author", fields: [authorId], references: [id], onDelete: Cascade)
  authorId String?
  editor   User   @relation("editor", fields: [editorId], references: [id], onDelete: Restrict, onUpdate: SetDefault, map: "editor key")
  editorId String @default("nobody")
  year     Int
  number   Int
  notes    Note[] @ignore

  @@id([year, number])
  @@unique([authorId, year])
}

model Tag {
  id    BigInt @id
  things Thing[]
}

model Thing {
  id   Int   @id
  tags Tag[]
}

model Profile {
  user   User   @relation(fields: [userId], references: [id])
  userId String @unique
}

model Note {
  post   Post @relation(fields: [year, number], references: [year, number])
  year   Int
  number Int
  text   String

  @@ignore
}`);

const severalSchemas = schema(
  `
model User {
  id    Int    @id
  kind  Kind
  posts Post[]

  @@schema("base")
}

model Post {
  id     Int  @id
  user   User @relation(fields: [userId], references: [id])
  userId Int

  @@map("User")
  @@schema("blog")
}

enum Kind {
  A

  @@schema("blog")
}`,
  'schemas = ["base", "blog"]\n  extensions = [citext, uuidOssp(map: "uuid-ossp")]',
  '"postgresqlExtensions"',
);

describe('the datamodel of a catalog', () => {
  after(closeEngine);

  for (const [name, text] of Object.entries({ everyType, keysAndIndexes, severalSchemas })) {
    it(`says what the schema said: ${name}`, async () => {
      const sql = await engineDiff('empty', text);
      assert.equal(await migration(sql, text), '');
    });
  }

  it('shows a change as the engine sees it between two schemas', async () => {
    const edited = everyType.replace('limited     String    @db.VarChar(191)', 'limited     String?   @db.VarChar(20)');
    const expected = 'ALTER TABLE "Types" ALTER COLUMN "limited" DROP NOT NULL,\nALTER COLUMN "limited" SET DATA TYPE VARCHAR(20);';
    assert.equal(await migration(await engineDiff('empty', everyType), edited), `-- AlterTable\n${expected}`);
  });

  it('leaves partial indexes alone, and takes one for the index that the schema has on the same columns', async () => {
    const text = schema('model A {\n  id Int @id\n  x Int?\n\n  @@index([x])\n}');
    const table = 'CREATE TABLE "A" ("id" INTEGER NOT NULL, "x" INTEGER, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));';
    assert.equal(await migration(`${table} CREATE INDEX "A_x_idx" ON "A"("x") WHERE "x" > 0;`, text), '');
    assert.equal(await migration(`${table} CREATE INDEX "A_x_idx" ON "A"("x"); CREATE INDEX "b" ON "A"("id") WHERE "x" > 0;`, text), '');
    assert.match(await migration(table, text), /CREATE INDEX "A_x_idx"/);
  });

  it('does not see what Prisma does not see', async () => {
    const text = schema('model A {\n  id Int @id\n  x Int?\n}');
    const sql = `
      CREATE TABLE "A" ("id" INTEGER NOT NULL, "x" INTEGER CHECK ("x" > 0), CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
      CREATE INDEX ON "A" (("x" + 1));
      CREATE VIEW "V" AS SELECT "id" FROM "A";
      CREATE TABLE "_prisma_migrations" ("id" TEXT);
      CREATE SCHEMA other; CREATE TABLE other."B" ("id" INTEGER);
      ALTER TABLE "A" ADD CONSTRAINT "once" EXCLUDE USING btree ("x" WITH =);`;
    assert.equal(await migration(sql, text), '');
  });

  it('takes a generated column to be as the schema says', async () => {
    const text = schema('model A {\n  id Int @id\n  x Int? @default(dbgenerated("(id + 1)"))\n}');
    const sql = 'CREATE TABLE "A" ("id" INTEGER PRIMARY KEY, "x" INTEGER GENERATED ALWAYS AS ("id"+1) STORED);';
    assert.equal(await migration(sql, text), '');
  });

  it('takes columns that the history does not show to be as the schema says', async () => {
    const text = schema('model A {\n  id Int\n  x String?\n\n  @@ignore\n}');
    assert.equal(await migration('CREATE TABLE "A" AS SELECT * FROM generate_series(1, 3);', text.replace('id Int', 'id Int?')), '');
    assert.equal(await migration('CREATE TABLE "B" AS SELECT 1;', schema('')), '-- DropTable\nDROP TABLE "B";');
  });

  it('has tables of implicit relations as the Prisma of the project makes them', async () => {
    const text = schema('model A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  id Int @id\n  as A[]\n}');
    const sql = (await engineDiff('empty', text)).replace(/,\s+CONSTRAINT "_AToB_AB_pkey" PRIMARY KEY \("A","B"\)/, '');
    const old = `${sql} CREATE UNIQUE INDEX "_AToB_AB_unique" ON "_AToB"("A", "B");`;
    assert.notEqual(sql, await engineDiff('empty', text));
    assert.equal(await migration(old, text, '5.22.0'), '');
    assert.equal(await migration(old, text, null), '');
    assert.match(await migration(old, text, '7.10.0'), /ADD CONSTRAINT "_AToB_AB_pkey"/);
  });

  it('holds tables that nobody could write a model for', async () => {
    const sql = 'CREATE TABLE "Log" ("at" INTEGER[], "Übergröße" INTEGER, "1st" TEXT, "über" TEXT, PRIMARY KEY ("at"));';
    assert.equal(await migration(sql, schema('')), '-- DropTable\nDROP TABLE "Log";');
  });
});

/** What the engine writes to get from the history to the schema; empty for nothing. */
async function migration(history: string, text: string, prismaVersion: string | null = null): Promise<string> {
  const wanted = wantedCatalog(readSchema(text), 'postgresql');
  const sql = await engineDiff(writeDatamodel(foldMigration(history, emptyCatalog('postgresql')), wanted, prismaVersion), text);
  return sql.replace(/^-- This is an empty migration\.\s*$/, '').trim();
}

function schema(models: string, datasource = '', features = ''): string {
  return [
    'datasource db {',
    '  provider = "postgresql"',
    `  ${datasource}`,
    '}',
    '',
    'generator client {',
    '  provider        = "prisma-client-js"',
    `  previewFeatures = [${features}]`,
    '}',
    '',
    models,
    '',
  ].join('\n');
}
