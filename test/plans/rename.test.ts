import { strict as assert } from 'node:assert';
import { analyzeMigration, foldMigration, prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { safeChoices } from '../../server/src/analysis/plans/safe-migrations';
import { plannedMigration, plannedSchema, settingsFor, textsOf } from './planned';

const version = 15;
let history: Catalog;

before(async () => {
  await prepare();
  history = foldMigration(
    `CREATE TABLE "User" ("id" INTEGER NOT NULL, "name" TEXT NOT NULL, "age" INTEGER, "lastSeen" DATE, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
     CREATE TABLE "Note" ("id" INTEGER NOT NULL, "userId" INTEGER, "text" TEXT, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"),
       CONSTRAINT "Note_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE);`,
    emptyCatalog('postgresql'),
  );
});

describe('a rename in place of a drop', () => {
  it('keeps what stands around it, and the words above it', () => {
    const text = '-- Ours.\nALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" TEXT NOT NULL;\nCREATE TABLE "x" ("a" INT);\n';
    const [file = ''] = textsOf(plannedMigration(text, history, version));
    assert.match(file, /^-- Ours\.\n-- Renames "User"\."name" to "fullName"/);
    assert.match(file, /\nALTER TABLE "User" RENAME COLUMN "name" TO "fullName";\nCREATE TABLE "x" \("a" INT\);\n$/);
  });

  it('has the schema where the migration names it', () => {
    const text = 'ALTER TABLE "public"."User" DROP COLUMN "name", ADD COLUMN "fullName" TEXT NOT NULL;\n';
    assert.match(textsOf(plannedMigration(text, history, version))[0] ?? '', /ALTER TABLE "public"\."User" RENAME COLUMN/);
  });

  it('sets another default with it, and requires it in steps', () => {
    const text = 'ALTER TABLE "User" DROP COLUMN "age", ADD COLUMN "age_" INTEGER NOT NULL DEFAULT 1;\n';
    const { files } = plannedMigration(text, history, version);
    assert.match(
      files[0]?.text ?? '',
      /BEGIN;\nALTER TABLE "User" RENAME COLUMN "age" TO "age_";\nALTER TABLE "User" ALTER COLUMN "age_" SET DEFAULT 1;\nCOMMIT;/,
    );
    assert.deepEqual(
      files.map(({ words }) => words),
      [null, 'check_user_age', 'validate_user_age', 'require_user_age'],
    );
  });

  it('stands in the transaction that the migration has', () => {
    const text = 'BEGIN;\nALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "full_name" TEXT NOT NULL DEFAULT \'a\';\nCOMMIT;\n';
    assert.equal(textsOf(plannedMigration(text, history, version))[0]?.match(/BEGIN/g)?.length, 1);
  });

  it('renames columns of a renamed table with it, and its foreign keys', () => {
    const text = `ALTER TABLE "Note" DROP CONSTRAINT "Note_userId_fkey";
DROP TABLE "Note";
CREATE TABLE "Notes" ("id" INTEGER NOT NULL, "user_id" INTEGER, "text" TEXT, CONSTRAINT "Notes_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Notes" ADD CONSTRAINT "Notes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`;
    const [file = ''] = textsOf(plannedMigration(text, history, version));
    assert.match(file, /RENAME TO "Notes";\nALTER TABLE "Notes" RENAME COLUMN "userId" TO "user_id";/);
    assert.match(file, /RENAME CONSTRAINT "Note_userId_fkey" TO "Notes_user_id_fkey"/);
    assert.doesNotMatch(file, /DROP|CREATE/);
  });

  it('leaves an index that is new for its own sake to be built', () => {
    const text =
      'ALTER TABLE "User" DROP COLUMN "lastSeen", ADD COLUMN "last_seen" DATE;\nCREATE INDEX "User_last_seen_idx" ON "User"("last_seen");\n';
    const { files } = plannedMigration(text, history, version);
    assert.deepEqual(
      files.map(({ words }) => words),
      [null, 'index_user_last_seen'],
    );
  });

  it('takes renames that share an index together', () => {
    const model = (a: string, b: string) =>
      `datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id Int @id\n  ${a} String\n  ${b} String\n\n  @@unique([${a}, ${b}])\n}\n`;
    const { files, plans } = plannedSchema({ before: model('firstName', 'lastName'), after: model('first_name', 'last_name'), version });
    assert.equal(plans.length, 1);
    assert.match(plans[0]?.title ?? '', /^Rename "firstName" to "first_name", and 1 more /);
    assert.match(files[0]?.text ?? '', /ALTER INDEX "User_firstName_lastName_key" RENAME TO "User_first_name_last_name_key";/);
  });

  it('is refused where more than the name changes', () => {
    const refusals = (text: string) =>
      plannedMigration(text, history, version, { rule: 'possible-rename' }).refusals.map(({ reason }) => reason);
    const more = ['more than the name changes: rename it in one migration, and change it in the next'];
    const table = (columns: string) => `DROP TABLE "Note";\nCREATE TABLE "Notes" (${columns}, CONSTRAINT "Notes_pkey" PRIMARY KEY ("id"));`;
    assert.deepEqual(refusals(table('"id" INTEGER NOT NULL, "userId" INTEGER, "text" TEXT')), more, 'a foreign key goes');
    assert.deepEqual(refusals('ALTER TABLE "User" DROP COLUMN "age", ADD COLUMN "age_" BIGINT;'), ['a step would rewrite "User"']);
    assert.deepEqual(refusals('ALTER TABLE IF EXISTS "User" DROP COLUMN "name", ADD COLUMN "fullName" TEXT NOT NULL;'), [
      'a statement of it may not run',
    ]);
  });

  it('is only offered where it is a guess', () => {
    const text = 'ALTER TABLE "Note" DROP COLUMN "text", ADD COLUMN "caption" TEXT NOT NULL DEFAULT \'\';\n';
    assert.ok(plannedMigration(text, history, version).plans.every(({ id }) => id !== 'rename-column'));
    assert.deepEqual(offered(text, 'column-dropped'), ['Rename "text" to "caption" in place of dropping it: its data stays']);
    assert.deepEqual(offered('ALTER TABLE "Note" DROP COLUMN "text", ADD COLUMN "caption" INTEGER;\n', 'column-dropped'), []);
    assert.deepEqual(offered('ALTER TABLE "Note" DROP COLUMN "text", ADD COLUMN "a" TEXT, ADD COLUMN "b" TEXT;\n', 'column-dropped'), []);
  });

  function offered(text: string, rule: string): readonly string[] {
    const settings = settingsFor(version);
    const facts = { name: '20260101000000_a', state: 'pending' as const, newestInHistory: null };
    const { statements, findings } = analyzeMigration({ facts, text }, history, settings);
    const finding = findings.find((one) => one.rule === rule);
    assert.ok(finding !== undefined);
    const { choices } = safeChoices({ text, statements, findings, before: history, server: settings.server, headRest: false }, finding);
    return choices.flatMap(({ plans }) => plans.flatMap(({ id, title }) => (id === 'rename-column' ? [title] : [])));
  }
});
