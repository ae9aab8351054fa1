import { strict as assert } from 'node:assert';
import { foldMigration, prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { plannedMigration, textsOf } from './planned';

const version = 15;
const rule = 'type-change-loses-data';
let history: Catalog;

before(async () => {
  await prepare();
  history = foldMigration(
    `CREATE TABLE "User" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT NOT NULL DEFAULT '0', "when" INTEGER, "group" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
     CREATE TABLE "Note" ("id" TEXT NOT NULL, "userId" TEXT, CONSTRAINT "Note_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id"));
     CREATE VIEW "groups" AS SELECT "group" FROM "User";
     CREATE UNIQUE INDEX "User_a_key" ON "User"("a");`,
    emptyCatalog('postgresql'),
  );
});

describe('a conversion in place of a drop', () => {
  it('checks a value that is required from then on too, or gives it one', () => {
    const text = 'ALTER TABLE "User" DROP COLUMN "a", ADD COLUMN "a" UUID NOT NULL;\nCREATE UNIQUE INDEX "User_a_key" ON "User"("a");\n';
    const files = textsOf(plannedMigration(text, history, version, { rule }));
    assert.match(files[0] ?? '', /CHECK \("a" ~\* '.*' AND "a" IS NOT NULL\) NOT VALID;/);
    assert.match(files[2] ?? '', /SET DATA TYPE UUID USING "a"::UUID,\nALTER COLUMN "a" SET NOT NULL;/);
    const uuid = "'00000000-0000-0000-0000-000000000000'";
    const filled = textsOf(plannedMigration(text, history, version, { rule, values: { 'public.User.a': uuid } }));
    assert.match(filled[0] ?? '', /CHECK \("a" IS NULL OR "a" ~\* '.*'\) NOT VALID;/);
    assert.ok((filled[2] ?? '').includes(`USING COALESCE("a"::UUID, ${uuid}),`));
  });

  it('leaves out an index that stays, and builds one that is new', () => {
    const text =
      'ALTER TABLE "User" DROP COLUMN "a", ADD COLUMN "a" INTEGER;\nCREATE UNIQUE INDEX "User_a_key" ON "User"("a");\nCREATE INDEX "User_a_b_idx" ON "User"("a", "b");\n';
    const all = textsOf(plannedMigration(text, history, version)).join('');
    assert.doesNotMatch(all, /User_a_key/);
    assert.match(all, /CREATE INDEX CONCURRENTLY "User_a_b_idx"/);
  });

  it('moves the default of the column with a guarded cast', () => {
    const text = `ALTER TABLE "User" ADD COLUMN "c" INTEGER, ALTER COLUMN "b" SET DATA TYPE VARCHAR(3), ALTER COLUMN "b" SET DEFAULT 'x';\n`;
    const [rest, , , last] = textsOf(plannedMigration(text, history, version, { rule }));
    assert.equal(rest, 'ALTER TABLE "User" ADD COLUMN "c" INTEGER;\n');
    assert.match(last ?? '', /ALTER COLUMN "b" SET DATA TYPE VARCHAR\(3\),\nALTER COLUMN "b" SET DEFAULT 'x';/);
  });

  it('is refused with the reason where it cannot be done by itself', () => {
    const reasons = (text: string) => plannedMigration(text, history, version, { rule }).refusals.map(({ reason }) => reason);
    assert.deepEqual(reasons('ALTER TABLE "User" DROP COLUMN "when", ADD COLUMN "when" TIMESTAMP(3);'), [
      'nobody can know which TIMESTAMP(3) a value of type INTEGER becomes',
    ]);
    assert.deepEqual(reasons('ALTER TABLE "Note" DROP COLUMN "userId", ADD COLUMN "userId" INTEGER;'), [
      'the constraint "Note_userId_fkey" is over it',
    ]);
    assert.deepEqual(reasons('ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE VARCHAR(9);'), ['the constraint "User_pkey" is over it']);
    assert.deepEqual(reasons('ALTER TABLE "User" ALTER COLUMN "b" SET DATA TYPE VARCHAR(9) USING "b"::VARCHAR(9);'), [
      'the conversion is one that somebody has written',
    ]);
    assert.deepEqual(reasons('ALTER TABLE "User" DROP COLUMN "group" CASCADE, ADD COLUMN "group" INTEGER;'), [
      'a statement of it may not run',
    ]);
  });
});
