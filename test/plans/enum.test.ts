import { strict as assert } from 'node:assert';
import { foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { SafeMigrations } from '../../server/src/analysis/plans/safe-migrations';
import { plannedMigration, plannedSchema, textsOf } from './planned';
import { rolledOut } from './rolled-out';

const version = 15;

const types = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');`;
const table = `CREATE TABLE "User" ("id" INT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', "roles" "Role"[], CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`;
const history = `${types} ${table}`;

/** As Prisma takes values from the enum. */
function swap(values: string, using = '("role"::text::"Role_new")'): string {
  return `BEGIN;
CREATE TYPE "Role_new" AS ENUM (${values});
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ${using};
ALTER TABLE "User" ALTER COLUMN "roles" TYPE "Role_new"[] USING ("roles"::text::"Role_new"[]);
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
COMMIT;
`;
}

const given = { 'public.User.role': `'ADMIN'`, 'public.User.roles': `'USER'` };

describe('plans for the values of enums', () => {
  before(() => prepare());

  it('give rows another value only where somebody has said which', () => {
    const file = textsOf(planned(swap(`'USER', 'ADMIN'`), given)).join('');
    assert.match(file, /USING \(CASE WHEN "role"::text IN \('GUEST'\) THEN 'ADMIN' ELSE "role"::text END\)::"Role_new",\n/);
    assert.match(file, /USING \(array_replace\("roles"::text\[\], 'GUEST', 'USER'\)\)::"Role_new"\[\];\n/);
    const unsaid = planned(swap(`'USER', 'ADMIN'`), {});
    assert.deepEqual(unsaid.plans, []);
    assert.deepEqual(reasons(unsaid), ['nobody has said which value the rows of "role" and "roles" get that hold the removed one']);
  });

  it('take several values at once, and write a value as it is', () => {
    const file = textsOf(planned(swap(`'USER'`), { 'public.User.role': 'USER', 'public.User.roles': 'USER' })).join('');
    assert.match(file, /CASE WHEN "role"::text IN \('ADMIN', 'GUEST'\) THEN 'USER' ELSE "role"::text END/);
    assert.match(file, /array_replace\(array_replace\("roles"::text\[\], 'ADMIN', 'USER'\), 'GUEST', 'USER'\)/);
    assert.match(file, /^-- Undo: ALTER TYPE "Role" ADD VALUE 'ADMIN'; ALTER TYPE "Role" ADD VALUE 'GUEST'; Which rows held it/m);
  });

  it('are refused with the reason where a value cannot be removed', () => {
    const smaller = swap(`'USER', 'ADMIN'`);
    const refusal = (values: Readonly<Record<string, string>>, before = history) =>
      reasons(planned(smaller, { ...given, ...values }, before)).join();
    assert.match(refusal({ 'public.User.role': `'OWNER'` }), /^'OWNER' is no value of the enum; it has 'USER' and 'ADMIN'$/);
    assert.match(refusal({ 'public.User.role': 'NULL' }), /^"role" is required, so NULL is no value for it$/);
    assert.match(refusal({ 'public.User.roles': 'NULL' }), /^"roles" is a list, so NULL is no value for it$/);
    assert.match(
      refusal({}, `${history} CREATE INDEX "i" ON "User"("id") WHERE "role" = 'GUEST';`),
      /^"i" compares "role" with a value of the old type/,
    );
    assert.match(refusal({}, `${history} ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("role" <> 'GUEST');`), /^"c" compares "role"/);
    assert.match(refusal({}, `${history} CREATE VIEW "v" AS SELECT "role" FROM "User";`), /^a step would fail: /);
    const other = 'CREATE TYPE "R" AS ENUM (\'USER\'); ALTER TABLE "User" ALTER COLUMN "role" TYPE "R" USING ("role"::text::"R");';
    assert.deepEqual(reasons(planned(other, given)), ['the change of the enum is not written as Prisma does']);
  });

  it('exchange an enum behind a table that goes and would hold on to it', () => {
    const other = 'CREATE TABLE "Gone" ("id" INT NOT NULL, "role" "Role", CONSTRAINT "Gone_pkey" PRIMARY KEY ("id"));';
    const found = planned(`${swap(`'USER', 'ADMIN'`)}\nDROP TABLE "Gone";\n`, given, `${history} ${other}`);
    assert.deepEqual(
      found.plans.map(({ id }) => id),
      ['remove-enum-value', 'drop-table'],
    );
    assert.deepEqual(
      found.files.map(({ words }) => words),
      ['drop_gone', 'remove_role_guest'],
    );
  });

  it('rename a value, wherever it stands in the enum afterwards', () => {
    const [file, ...others] = textsOf(planned(swap(`'GUESTS', 'ADMIN', 'USER'`), {}));
    assert.deepEqual([file, others], [`ALTER TYPE "Role" RENAME VALUE 'GUEST' TO 'GUESTS';\n`, []]);
  });

  it('are refused with the reason where more than a name changes', () => {
    assert.deepEqual(reasons(planned(swap(`'USER', 'ADMIN', 'GUESTS', 'OWNER'`), {})), ['the enum gets "OWNER" as well']);
    const enums = (name: string, values: string) => `enum ${name} {\n${values}}\n\nmodel User {\n  id   Int  @id\n  role ${name}\n}\n`;
    const edit = { before: enums('Role', '  USER\n  ADMIN\n  GUEST\n'), after: enums('UserRole', '  USER\n  ADMIN\n  OWNER\n'), version };
    const { plans } = plannedSchema(edit);
    assert.ok(plans.every(({ id }) => id !== 'rename-enum'));
  });

  it('add values before they are used, but not to an enum that the migration makes', () => {
    const use = `ALTER TYPE "Role" ADD VALUE 'OWNER'; ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`;
    assert.deepEqual(
      textsOf(planned(use, {})).map((text) => text.replace(/^--.*\n/gm, '').trim()),
      [`ALTER TYPE "Role" ADD VALUE IF NOT EXISTS 'OWNER';`, `ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`],
    );
    assert.deepEqual(reasons(planned(`${types} ${table} ${use}`, {}, '')), ['the migration makes the enum itself']);
  });
});

describe('the rollout of a removed value', () => {
  before(() => prepare());

  const schema = (values: string, more = '') =>
    `datasource db {\n  provider = "postgresql"\n}\n\nenum Role {\n${values}\n  @@map("user role")\n}\n\nmodel User {\n  id   Int   @id\n  role Role? @default(USER) @map("theRole")${more}\n}\n`;
  const edit = (more = '') => ({ before: schema('  USER\n  GUEST @map("guest")\n', more), after: schema('  USER\n', more), version });

  it('has the enum and the columns twice in between, under names that Prisma knows', () => {
    const found = rolledOut(edit(), 'enum-value-removed');
    assert.ok(found?.ok === true, found?.ok === false ? found.reason : '');
    assert.deepEqual(
      found.verified.stages.map(({ stage }) => stage.name),
      ['expand', 'backfill', 'release', 'contract'],
    );
    const between = found.verified.stages[0]?.schema[0]?.text ?? '';
    assert.match(between, /enum Role \{\n {2}USER\n {2}GUEST @map\("guest"\)\n/);
    assert.match(between, /\nenum Role_new \{\n {2}USER\n\n {2}@@map\("user role_new"\)\n\}\n/);
    assert.match(between, /\n {2}role_new Role_new\? @map\("theRole_new"\) @ignore\n/);
    assert.match(found.verified.rollout.title, /^Remove "guest" over two releases, give its rows 'USER': /);
  });

  it('keeps a value that is new until the enum is exchanged', () => {
    const found = rolledOut({ ...edit(), after: schema('  USER\n  OWNER\n') }, 'enum-value-removed');
    assert.ok(found?.ok === true, found?.ok === false ? found.reason : '');
    const [between, after] = [found.verified.stages[0], found.verified.stages.at(-1)].map((stage) => stage?.schema[0]?.text ?? '');
    assert.match(between ?? '', /enum Role \{\n {2}USER\n {2}GUEST @map\("guest"\)\n\n/);
    assert.match(between ?? '', /enum Role_new \{\n {2}USER\n {2}OWNER\n/);
    assert.match(after ?? '', /enum Role \{\n {2}USER\n {2}OWNER\n\n/);
  });

  it('is refused with the reason for a column of a key', () => {
    const found = rolledOut(edit(' @unique'), 'enum-value-removed');
    assert.deepEqual(found, { ok: false, reason: '"theRole" is a part of a key, which cannot be changed beside it' });
  });
});

function planned(migration: string, values: Readonly<Record<string, string>>, before = history): SafeMigrations {
  return plannedMigration(migration, foldMigration(before, emptyCatalog('postgresql')), version, { values });
}

function reasons({ refusals }: SafeMigrations): readonly string[] {
  return refusals.map(({ reason }) => reason);
}
