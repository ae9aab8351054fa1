import { strict as assert } from 'node:assert';
import { describeCatalog } from '../../../server/src/analysis/catalog/describe';
import { columnsOf, doubtsOf, wantedOf } from './wanted-of';

/** Expectations from the engine's own tests: https://github.com/prisma/prisma-engines/tree/main/schema-engine/sql-migration-tests/tests */
describe('the wanted catalog of MySQL', () => {
  const mysql = (models: string) => wantedOf(models, 'mysql');

  it('has the types that Prisma gives to fields', () => {
    const wanted = mysql(`model All {
  id      Int      @id @default(autoincrement())
  big     BigInt
  float   Float
  decimal Decimal
  flag    Boolean  @default(true)
  text    String   @default("it's")
  at      DateTime @default(now())
  day     DateTime @default("2020-01-01T08:00:00Z") @db.Date
  second  DateTime @default(now()) @db.DateTime(0)
  bytes   Bytes    @default("aGVsbG8=")
  json    Json?    @default("{}")
}`);
    assert.deepEqual(columnsOf(wanted, 'database.All'), [
      '"id" integer not null identity by-default',
      '"big" bigint not null',
      '"float" double not null',
      '"decimal" decimal(65,30) not null',
      `"flag" boolean not null default 'true'`,
      `"text" varchar(191) not null default 'it's'`,
      '"at" datetime(3) not null default CURRENT_TIMESTAMP(3)',
      `"day" date not null default '2020-01-01T08:00:00+00:00'`,
      '"second" datetime(0) not null default CURRENT_TIMESTAMP(0)',
      '"bytes" longblob not null',
      '"json" json',
    ]);
    assert.deepEqual(doubtsOf(wanted), []);
  });

  it('has the native types with their arguments', () => {
    const wanted = mysql(`model Native {
  id       Int     @id @db.UnsignedInt
  tiny     Int     @db.TinyInt
  flag     Boolean @db.TinyInt
  bit      Boolean @db.Bit(1)
  char     String  @db.Char(10)
  text     String  @db.MediumText
  money    Decimal @db.Decimal(10, 2)
  at       DateTime @db.Timestamp(6)
  hash     Bytes   @db.Binary(16)
}`);
    assert.deepEqual(columnsOf(wanted, 'database.Native'), [
      '"id" integer unsigned not null',
      '"tiny" tinyint not null',
      '"flag" boolean not null',
      '"bit" bit(1) not null',
      '"char" char(10) not null',
      '"text" mediumtext not null',
      '"money" decimal(10,2) not null',
      '"at" timestamp(6) not null',
      '"hash" binary(16) not null',
    ]);
  });

  it('gives each enum column a type of its own', () => {
    const { catalog } = mysql(`enum Role {
  USER
  ADMIN @map("admin")
}
model User {
  id   Int   @id
  role Role  @default(ADMIN)
  old  Role? @map("old_role")
}`);
    const described = describeCatalog(catalog);
    assert.deepEqual(described.types, {
      'database.User_old_role': 'enum (USER, admin)',
      'database.User_role': 'enum (USER, admin)',
    });
    assert.deepEqual(described.tables['database.User']?.columns, [
      '"id" integer not null',
      `"role" database.User_role not null default 'admin'`,
      '"old_role" database.User_old_role',
    ]);
  });

  it('names keys and indexes within their table, with prefixes and full text', () => {
    const { catalog } = mysql(`model User {
  id    Int    @id
  email String @unique
  bio   String @db.Text
  posts Post[]

  @@index([bio(length: 100, sort: Desc)])
  @@fulltext([bio], map: "bio_text")
}
model Post {
  id     Int   @id
  userId Int
  user   User  @relation(fields: [userId], references: [id])
  tags   Tag[]

  @@index([userId], map: "User_email_key")
}
model Tag {
  id    Int    @id
  posts Post[]
}`);
    const described = describeCatalog(catalog);
    assert.deepEqual(described.indexes, {
      'Post.PRIMARY': 'unique btree on database.Post (id) for constraint PRIMARY',
      'Post.User_email_key': 'btree on database.Post (userId)',
      'Tag.PRIMARY': 'unique btree on database.Tag (id) for constraint PRIMARY',
      'User.PRIMARY': 'unique btree on database.User (id) for constraint PRIMARY',
      'User.User_bio_idx': 'btree on database.User ((bio(100) [column bio]) desc)',
      'User.User_email_key': 'unique btree on database.User (email)',
      'User.bio_text': 'fulltext on database.User (bio)',
      '_PostToTag._PostToTag_AB_unique': 'unique btree on database._PostToTag (A, B)',
      '_PostToTag._PostToTag_B_index': 'btree on database._PostToTag (B)',
    });
    assert.deepEqual(described.tables['database.Post']?.constraints, [
      'PRIMARY: primary-key (id) index Post.PRIMARY',
      'Post_userId_fkey: foreign-key (userId) references database.User (id) on delete restrict on update cascade',
    ]);
  });

  it('cuts names to 64 bytes', () => {
    const { catalog } = mysql(
      'model ATableWithANameOfFortyFourCharactersInTotals {\n  aColumnWithANameOfThirtyFiveLetters Int @id @unique\n}',
    );
    assert.deepEqual(
      [...catalog.indexes.values()].map(({ name }) => name),
      ['PRIMARY', 'ATableWithANameOfFortyFourCharactersInTotals_aColumnWithANam_key'],
    );
  });

  it('has no lists', () => {
    assert.deepEqual(doubtsOf(mysql('model A {\n  id Int @id\n  list String[]\n}')), ['database.A.list']);
  });
});
