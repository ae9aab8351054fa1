import assert from 'node:assert/strict';
import { createAnalyzer } from '../../server/src/project/analysis';
import { projectOf } from '../../server/src/project/discover';
import { createEngine, type Engine, type EngineResult } from '../../server/src/project/prisma-engine/engine';
import { type SchemaDiff, schemaDiff } from '../../server/src/project/prisma-engine/schema-diff';
import { readSnapshot } from '../../server/src/project/snapshot';
import { folderWith, migrations } from './folders';

describe('the difference of a schema', () => {
  it("is the engine's where it is another one, and what that does", async () => {
    const sql = '-- AlterTable\nALTER TABLE "A" DROP COLUMN "x",\nADD COLUMN     "x" TEXT;\n';
    const diff = await diffWith({ type: 'sql', sql });
    assert.ok(diff.ok);
    assert.deepEqual([diff.sql, diff.writtenBy], [sql, 'prisma']);
    assert.deepEqual(diff.notes, ["Prisma's engine writes other SQL than Lockstep expects; this is the engine's."]);
    assert.deepEqual(
      diff.statements?.map(({ operations, effect }) => [operations.map(({ kind }) => kind), [...effect.locks]]),
      [[['drop-column', 'add-column'], [['public.A', 'ACCESS EXCLUSIVE']]]],
    );
  });

  it("is that of `migrate dev` where the engine's differs only because it compares two schemas", async () => {
    const before = 'enum E {\n  A\n  B\n}\n\nmodel A {\n  id Int @id @default(autoincrement())\n  e  E\n}\n';
    const migration = `CREATE TYPE "E" AS ENUM ('A', 'B');
CREATE TABLE "A" ("id" SERIAL NOT NULL, "e" "E" NOT NULL, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));`;
    const engine = createEngine();
    const withoutValue = await diffOf(engine, migration, before.replace('  B\n', ''));
    const withoutSequence = await diffOf(engine, migration, before.replace(' @default(autoincrement())', ''));
    await engine.close();
    for (const [diff, ofDatabase] of [
      [withoutValue, 'DROP TYPE "public"."E_old";'],
      [withoutSequence, 'DROP SEQUENCE "A_id_seq";'],
    ] as const) {
      assert.ok(diff.ok);
      assert.deepEqual([diff.writtenBy, diff.notes], ['prisma', []]);
      assert.ok(diff.sql.includes(ofDatabase), diff.sql);
    }
  });

  it('is its own where the engine fails, and says so', async () => {
    const diff = await diffWith({ type: 'failed', message: "Prisma's engine ended before it could answer." });
    assert.ok(diff.ok);
    assert.match(diff.sql, /ALTER TABLE "A" ALTER COLUMN "x" SET NOT NULL/);
    assert.equal(diff.writtenBy, 'lockstep');
    assert.deepEqual(diff.notes, ["Prisma's engine ended before it could answer. Lockstep has written the SQL itself."]);
  });

  it('does not blame the schema for what the migrations have built', async () => {
    const message = 'error: The model is odd.\n  -->  what the migrations have built:7\n   | \n';
    const diff = await diffWith({ type: 'refused', code: 'P1012', message });
    assert.ok(diff.ok);
    assert.deepEqual(diff.notes, ["Prisma's engine cannot read what the migrations have built, so Lockstep has written the SQL itself."]);
  });
});

/** An edit that makes a column required, with an engine that gives this answer. */
async function diffWith(answer: EngineResult): Promise<SchemaDiff> {
  const engine: Engine = { diff: async () => answer, format: async () => ({ type: 'failed', message: '' }), close: async () => {} };
  return diffOf(engine, 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY, "x" TEXT);', 'model A {\n  id Int    @id\n  x  String\n}\n');
}

async function diffOf(engine: Engine, migration: string, models: string): Promise<SchemaDiff> {
  const folder = folderWith({
    'schema.prisma': `datasource db {\n  provider = "postgresql"\n}\n\n${models}`,
    ...migrations('migrations', { '1_init': migration }),
  });
  const project = await projectOf(folder);
  assert.ok(project);
  return schemaDiff(engine, createAnalyzer({ cacheDirectory: null }), await readSnapshot(project, new Map()));
}
