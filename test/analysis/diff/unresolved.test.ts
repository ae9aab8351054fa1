import { strict as assert } from 'node:assert';
import { diffCatalogs } from '../../../server/src/analysis/catalog/diff/diff';
import type { DiffOptions } from '../../../server/src/analysis/catalog/diff/options';
import { writeMigration } from '../../../server/src/analysis/render/migration';
import { foldSql } from '../catalog/fold-sql';

const history = `
  CREATE TYPE "E" AS ENUM ('A');
  CREATE TABLE "A" ("id" INTEGER NOT NULL, "x" TEXT, "y" TEXT, "e" "E", CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
  CREATE TABLE "B" ("id" INTEGER NOT NULL, "a" INTEGER, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));
  CREATE INDEX "A_x_idx" ON "A"("x");
  CREATE INDEX "A_y_idx" ON "A"("y");
  ALTER TABLE "B" ADD CONSTRAINT "B_a_fkey" FOREIGN KEY ("a") REFERENCES "A"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`;

describe('a difference leaves out what is not clear', () => {
  it('a column, and the indexes, keys and relations that it takes part in', () => {
    const after = `
      CREATE TYPE "E" AS ENUM ('A');
      CREATE TABLE "A" ("id" INTEGER NOT NULL, "e" "E", "z" TEXT, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "B" ("id" INTEGER NOT NULL, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));`;
    const unresolved: DiffOptions['unresolved'] = [
      { table: 'public.A', column: 'x', part: 'everything' },
      { table: 'public.B', column: 'a', part: 'everything' },
    ];
    assert.deepEqual(steps(after, unresolved), ['DROP INDEX "A_y_idx";', 'ALTER TABLE "A" DROP COLUMN "y",', 'ADD COLUMN     "z" TEXT;']);
  });

  it('the column of a primary key, which the table then lacks', () => {
    const after = `
      CREATE TYPE "E" AS ENUM ('A');
      CREATE TABLE "A" ("x" TEXT, "y" TEXT, "e" "E");
      CREATE INDEX "A_x_idx" ON "A"("x");
      CREATE INDEX "A_y_idx" ON "A"("y");
      CREATE TABLE "B" ("id" INTEGER NOT NULL, "a" INTEGER, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));`;
    assert.deepEqual(steps(after, [{ table: 'public.A', column: 'id', part: 'everything' }]), []);
  });

  it('a table, whether the schema has it or not, and the relations to it', () => {
    const after = `
      CREATE TYPE "E" AS ENUM ('A');
      CREATE TABLE "B" ("id" INTEGER NOT NULL, "a" INTEGER, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("id" INTEGER NOT NULL);`;
    const unresolved: DiffOptions['unresolved'] = [
      { table: 'public.A', column: null, part: 'everything' },
      { table: 'public.C', column: null, part: 'everything' },
    ];
    assert.deepEqual(steps(after, unresolved), []);
  });

  it('the keys or the foreign keys of a table alone', () => {
    const after = `
      CREATE TYPE "E" AS ENUM ('A');
      CREATE TABLE "A" ("id" INTEGER NOT NULL, "y" TEXT, "e" "E");
      CREATE TABLE "B" ("id" INTEGER NOT NULL, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));`;
    const unresolved: DiffOptions['unresolved'] = [
      { table: 'public.A', column: null, part: 'keys' },
      { table: 'public.B', column: null, part: 'foreign-keys' },
    ];
    assert.deepEqual(steps(after, unresolved), ['ALTER TABLE "A" DROP COLUMN "x";', 'ALTER TABLE "B" DROP COLUMN "a";']);
  });

  it('the column of a new table, and the key that it is in', () => {
    const after = `
      ${history}
      CREATE TABLE "C" ("id" INTEGER NOT NULL, "a" TEXT, CONSTRAINT "C_pkey" PRIMARY KEY ("id"));`;
    assert.deepEqual(steps(after, [{ table: 'public.C', column: 'id', part: 'everything' }]), ['CREATE TABLE "C" (', '    "a" TEXT', ');']);
  });

  it('everything that comes or goes, where a model has no name', () => {
    const after = `
      CREATE TABLE "B" ("id" INTEGER NOT NULL, "a" INTEGER, "new" TEXT, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("id" INTEGER NOT NULL);`;
    assert.deepEqual(steps(after, [{ table: null, column: null, part: 'everything' }]), ['ALTER TABLE "B" ADD COLUMN     "new" TEXT;']);
  });

  it('columns that a table made by a query may have', () => {
    const made = foldSql('CREATE TABLE "T" AS SELECT 1 AS "id", 2 AS "a"; ALTER TABLE "T" ADD COLUMN "b" INTEGER;');
    const after = `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" INTEGER, CONSTRAINT "T_pkey" PRIMARY KEY ("id")); CREATE INDEX "T_a_idx" ON "T"("a");`;
    assert.deepEqual(steps(after, [], made), ['ALTER TABLE "T" DROP COLUMN "b";']);
  });
});

function steps(after: string, unresolved: DiffOptions['unresolved'], from = foldSql(history)): readonly string[] {
  const options: DiffOptions = {
    provider: 'postgresql',
    from: 'migrations',
    schemas: [],
    extensions: null,
    previewFeatures: new Set(),
    prismaVersion: null,
    unresolved,
  };
  const { text } = writeMigration(diffCatalogs(from, foldSql(after), options), { schemas: [] });
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
}
