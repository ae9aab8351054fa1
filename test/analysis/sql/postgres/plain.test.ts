import { strict as assert } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { readPlain } from '../../../../server/src/analysis/sql/postgres/plain/statement';
import { createPostgresReader } from '../../../../server/src/analysis/sql/postgres/read';
import { MAXIMUM_STATEMENTS, readEach } from '../../../../server/src/analysis/sql/postgres/read-each';
import { tokenize } from '../../../../server/src/analysis/sql/postgres/tokens';

/** Statements as Prisma writes them. */
const plain: readonly string[] = [
  'CREATE TABLE "User" (\n    "id" SERIAL NOT NULL,\n    "email" TEXT NOT NULL,\n\n    CONSTRAINT "User_pkey" PRIMARY KEY ("id")\n)',
  'CREATE TABLE "s"."Post" (\n    "id" TEXT NOT NULL,\n    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],\n    "n" DECIMAL(65,30) NOT NULL DEFAULT -1.5,\n\n    PRIMARY KEY ("id", "n")\n)',
  'CREATE TABLE "T" ("at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "on" TIMESTAMPTZ DEFAULT now(), "b" BOOLEAN NOT NULL DEFAULT false)',
  'CREATE TABLE IF NOT EXISTS "T" (\r\n\t"s" "Status" NOT NULL DEFAULT \'NEW\',\r\n\t"v" VARCHAR(191) DEFAULT E\'a b\',\r\n\t"d" DOUBLE PRECISION,\r\n\t"x" "s"."E"[]\r\n)',
  'CREATE TABLE "T" ("a" TEXT, FOREIGN KEY ("a") REFERENCES "U"("id"), CONSTRAINT "f" FOREIGN KEY ("a", "b") REFERENCES "s"."U" ("x", "y") ON UPDATE SET DEFAULT)',
  'CREATE INDEX "T_a_b_idx" ON "T"("a", "b" DESC, "c" ASC)',
  'CREATE UNIQUE INDEX "User.email_unique" ON "s"."User"("email")',
  'CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "T" USING GIN ("a" jsonb_path_ops, "b" gin_trgm_ops DESC)',
  "CREATE TYPE \"Status\" AS ENUM ('A', 'b c', '')",
  'ALTER TYPE "Status" ADD VALUE \'X\'',
  'ALTER TYPE "s"."Status" ADD VALUE IF NOT EXISTS \'X\'',
  'ALTER TYPE "Status_new" RENAME TO "Status"',
  'ALTER INDEX "a" RENAME TO "b"',
  'ALTER TABLE "T" RENAME TO "U"',
  'ALTER TABLE "T" RENAME COLUMN "a" TO "b"',
  'ALTER TABLE "T" RENAME CONSTRAINT "T_pk" TO "T_pkey"',
  'ALTER TABLE "T" ADD COLUMN     "a" TEXT,\nADD COLUMN     "b" INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE "T" ADD COLUMN IF NOT EXISTS "id" UUID NOT NULL DEFAULT gen_random_uuid()',
  'ALTER TABLE "T" DROP CONSTRAINT "T_pkey",\nDROP COLUMN "id",\nADD COLUMN     "id" BIGSERIAL NOT NULL,\nADD CONSTRAINT "T_pkey" PRIMARY KEY ("id")',
  'ALTER TABLE "T" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "U"("id") ON DELETE SET NULL ON UPDATE CASCADE',
  'ALTER TABLE "T" ADD FOREIGN KEY ("a") REFERENCES "U"("id") ON DELETE RESTRICT ON UPDATE NO ACTION',
  'ALTER TABLE "T" ALTER COLUMN "a" SET NOT NULL,\nALTER COLUMN "b" DROP NOT NULL,\nALTER COLUMN "c" DROP DEFAULT',
  'ALTER TABLE "T" ALTER COLUMN "a" SET DEFAULT 12,\nALTER COLUMN "b" SET DATA TYPE VARCHAR(20)',
  'ALTER TABLE "T" ALTER COLUMN "s" TYPE "S_new" USING ("s"::text::"S_new")',
  'ALTER TABLE "T" ENABLE ROW LEVEL SECURITY',
  'DROP TABLE "T"',
  'DROP TABLE IF EXISTS "s"."T" CASCADE',
  'DROP INDEX "i"',
  'DROP INDEX CONCURRENTLY IF EXISTS "i"',
  'DROP TYPE "public"."S_old"',
  'DROP VIEW IF EXISTS "V"',
  'BEGIN',
  'COMMIT',
  // As formatters and people write them.
  'ALTER TABLE\n  "T"\nADD\n  CONSTRAINT "f" FOREIGN\tKEY ("a") REFERENCES "U"("id") ON DELETE\nSET\n  NULL ON\r\nUPDATE NO   ACTION',
  'alter table "T" enable row level security',
  'Alter Table "T" Add Column "a" int Not Null Default now(), add column "b" timestamp(0), drop column if exists "c"',
  'create table if not exists public."T" ("a" double\n precision default current_timestamp, "b" VARCHAR(1)[], primary key ("a"))',
  'create unique index "i" on public."T" using gin ("a")',
  'ALTER TABLE "T" ADD COLUMN "id" UUID DEFAULT GEN_RANDOM_UUID(), ALTER COLUMN "n" SET DATA TYPE DECIMAL(5,0)',
  'drop view if exists public."V" cascade',
];

/** What the grammar reads otherwise than the letters suggest, or refuses. */
const others: readonly string[] = [
  'ALTER TABLE T ADD COLUMN "a" TEXT',
  'ALTER TABLE publico."T" ADD COLUMN "a" TEXT',
  'ALTER TABLE public ."T" ADD COLUMN "a" TEXT',
  'ALTER TABLE Public."T" ADD COLUMN "a" TEXT',
  'ALTERTABLE "T" ADD COLUMN "a" TEXT',
  'ALTER/**/TABLE "T" ADD COLUMN "a" TEXT',
  'ALTER TABLE "T" ADD COLUMN "a" INT4',
  'ALTER TABLE "T" ADD COLUMN "a" VARCHAR(01)',
  'ALTER TABLE "T" ADD COLUMN "a" ſmallint',
  'ALTER TABLE "T" ADD COLUMN "a" DOUBLE\u00a0PRECISION',
  'ALTER\u00a0TABLE "T" ADD COLUMN "a" TEXT',
  'ALTER TABLE "T" ADD COLUMN "a""b" TEXT',
  'ALTER TABLE "T" ADD COLUMN "" TEXT',
  `ALTER TABLE "T" ADD COLUMN "${'a'.repeat(64)}" TEXT`,
  'ALTER TABLE "T" ADD COLUMN "ä" TEXT',
  'ALTER TABLE "T" ADD COLUMN U&"a" TEXT',
  'ALTER TABLE "T" ADD COLUMN "a" TEXTNOT NULL',
  'ALTER TABLE "T" ADD COLUMN "a" TEXT DEFAULT \'it\'\'s\'',
  'ALTER TABLE "T" ADD COLUMN "a" TEXT DEFAULT \'a\'\n\'b\'',
  'ALTER TABLE "T" ADD COLUMN "a" TEXT DEFAULT E\'\\n\'',
  'ALTER TABLE "T" ADD COLUMN "a" INTEGER DEFAULT 007',
  'ALTER TABLE "T" ADD COLUMN "a" INTEGER DEFAULT -0',
  'ALTER TABLE "T" ADD COLUMN "a" INTEGER DEFAULT 1e3',
  'ALTER TABLE "T" ADD COLUMN "a" INTEGER DEFAULT 1_000',
  'ALTER TABLE "T" ADD COLUMN "a" INTEGER DEFAULT 1 + 1',
  'ALTER TABLE "T" ADD COLUMN "a" INTEGER(3)',
  'ALTER TABLE "T" ADD COLUMN "a" TIMESTAMP(3) WITH TIME ZONE',
  'ALTER TABLE "T" ADD COLUMN "a" CHAR',
  'ALTER TABLE "T" ADD COLUMN "a" TEXT COLLATE "C"',
  'ALTER TABLE "T" ADD COLUMN "a" TEXT /* no */ NOT NULL',
  'ALTER TABLE "T" ADD COLUMN "a" "pg_catalog"."int4"',
  'ALTER TABLE "T" ADDCOLUMN "a" TEXT',
  'ALTER TABLE "a"."b"."c" ADD COLUMN "a" TEXT',
  'CREATE TABLE "T" ()',
  'CREATE TABLE "T" ("a" TEXT,)',
  'CREATE INDEX "i" ON "T"("a") WHERE "a" IS NULL',
  'CREATE INDEX ON "T"("a")',
  'CREATE TYPE "E" AS ENUM ()',
  'DROP TABLE "T", "U"',
  'DROP TABLE "T" CASCADES',
  'BEGIN ISOLATION LEVEL SERIALIZABLE',
];

describe('statements as Prisma writes them', () => {
  it('are read without the grammar, to the same result', () => {
    for (const text of plain) {
      const read = readPlain(text, 0, 0);
      assert.notEqual(read, null, text);
      assert.deepEqual(read, byGrammar(text), text);
    }
  });

  it('are read where they stand', () => {
    const text = `-- 😀\n${plain.join(' ;\n\n')}`;
    const { statements } = readEach(tokenize(text));
    assert.equal(statements.length, plain.length);
    for (const statement of statements) assert.deepEqual(readPlain(text, statement.span.start, statement.index), statement);
  });

  it('are read behind comments of any kind', () => {
    for (const comment of ['/**/', '/*/ */', '/* a * b / c **/', '/* /* nested */ */', '-- /*', `/*${'a b*'.repeat(3_000_000)}*/`]) {
      const text = `${comment}\nDROP TABLE "T";`;
      const { comments } = tokenize(text);
      const found = createPostgresReader()(text);
      assert.ok(isDeepStrictEqual(found, { ...readEach(tokenize(text)), comments }), comment.slice(0, 40));
    }
  });

  it('are read no further than a file may go', () => {
    const text = 'DROP TABLE "T";\n'.repeat(MAXIMUM_STATEMENTS + 1);
    assert.equal(createPostgresReader()(text).statements.at(-1)?.kind, 'unread');
  });

  it('leave all else to the grammar', () => {
    for (const text of others) assert.equal(readPlain(text, 0, 0), null, text);
  });

  it('are read to the same result, or left to the grammar, once they are changed', function () {
    this.timeout(120_000);
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...plain), fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
        const changed = changes.reduce(withChange, text);
        const statement = readPlain(changed, tokenize(changed).starts[0] ?? 0, 0);
        if (statement === null) return;
        read++;
        assert.deepEqual(statement, byGrammar(changed));
      }),
      { numRuns: 20_000, seed: 20_261_120 },
    );
    assert.ok(read > 1_000, `only ${read} of the changed statements could be read`);
  });
});

/** The first statement as the grammar reads it; null where it refuses that. */
function byGrammar(text: string): unknown {
  const { statements, errors } = readEach(tokenize(text));
  return errors.some(({ statement }) => statement === 0) ? null : statements[0];
}

/** What a statement is made of, and what it may be confused with. */
const parts: readonly string[] = [
  ...plain.flatMap((text) => text.match(/"[^"]*"|'[^']*'|\w+|\s+|./g) ?? []),
  ...['--x\n', '/**/', '""', "''", "'", '"', ';', '::', '$$', '\\', '\0', 'ß', '\uD83D', '\u00A0', '\f', 'x', '9', '.5', 'E', 'U&', 'NULL'],
];

const change = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'replace', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  part: fc.constantFrom(...parts),
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Changes one part of the text: a name, a string, a word, a sign, the blanks between two of them. */
function withChange(text: string, { kind, at, part }: Change): string {
  const pieces: string[] = text.match(/"[^"]*"|'[^']*'|\w+|\s+|./gs) ?? [];
  const index = Math.floor(at * pieces.length);
  switch (kind) {
    case 'insert':
      return pieces.toSpliced(index, 0, part).join('');
    case 'delete':
      return pieces.toSpliced(index, 1).join('');
    case 'replace':
      return pieces.toSpliced(index, 1, part).join('');
    case 'repeat':
      return pieces.toSpliced(index, 0, pieces[index] ?? '').join('');
  }
}
