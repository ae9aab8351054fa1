import { strict as assert } from 'node:assert';
import { analyzeMigration, foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { AnalysedStatement } from '../../server/src/analysis/migration/migration';
import type { OperationKind } from '../../server/src/analysis/operation/operation';
import { type DraftFile, inPhases, inWrittenOrder } from '../../server/src/analysis/plans/arrange';
import { instantOnly, type Phase, type Plan, type Replacement, type Step } from '../../server/src/analysis/plans/plan';
import { settingsFor } from './planned';

const text = `-- DropIndex
DROP INDEX "i";

-- AlterTable
ALTER TABLE "t" DROP COLUMN "a",
ADD COLUMN "b" INT,
ADD COLUMN "c" INT;

-- CreateIndex
CREATE INDEX "j" ON "t"("b");
`;

describe('a plan that replaces several operations', () => {
  let statements: readonly AnalysedStatement[];

  before(async () => {
    await prepare();
    const history = foldMigration('CREATE TABLE "t" ("id" INT, "a" INT);CREATE INDEX "i" ON "t"("a");', emptyCatalog('postgresql'));
    const facts = { name: '1_a', state: 'pending' as const, newestInHistory: null };
    statements = analyzeMigration({ facts, text }, history, settingsFor(15)).statements;
  });

  it('writes statements ahead of what is left of a statement, or in its place', () => {
    const plan = planOf([
      { ...at(1, 'drop-column'), replacement: null, ahead: ['ALTER TABLE "t" RENAME COLUMN "a" TO "b"'] },
      { ...at(1, 'add-column'), replacement: null },
      { ...at(0, 'drop-index'), replacement: null },
      { ...at(2, 'create-index'), replacement: null, ahead: ['-- One.\nALTER INDEX "i" RENAME TO "j"', 'SELECT 1'] },
    ]);
    assert.deepEqual(texts(inPhases({ text, statements, plans: [plan] })), [
      `ALTER TABLE "t" RENAME COLUMN "a" TO "b";

-- AlterTable
ALTER TABLE "t" ADD COLUMN "c" INT;

-- One.
ALTER INDEX "i" RENAME TO "j";
SELECT 1;
`,
    ]);
    const [file] = inPhases({ text, statements, plans: [plan] });
    assert.ok(file?.kind === 'rest');
    assert.equal(file.statements, 4);
    assert.deepEqual([...file.replaced.keys()], [0, 2, 3]);
  });

  it('has steps before and behind what is left', () => {
    const plan = planOf([{ ...at(1, 'add-column'), replacement: null }], [step('archive'), step('clean'), step('fill')]);
    assert.deepEqual(shape(inPhases({ text, statements, plans: [plan] })), ['archive', 'rest', 'fill', 'clean']);
    assert.deepEqual(shape(inWrittenOrder({ text, statements, plans: [plan] })), ['rest', 'archive', 'rest', 'fill', 'clean', 'rest']);
  });

  it('has its steps around all that it replaces where the order is kept', () => {
    const replaced = [
      { ...at(1, 'add-column'), replacement: null },
      { ...at(2, 'create-index'), replacement: null },
    ];
    const plan = planOf(replaced, [step('prepare'), step('finish')]);
    assert.deepEqual(shape(inWrittenOrder({ text, statements, plans: [plan] })), ['rest', 'prepare', 'rest', 'finish']);
  });

  function at(statement: number, kind: OperationKind): Pick<Replacement, 'statement' | 'operation'> {
    const operation = statements[statement]?.operations.find((one) => one.kind === kind);
    assert.ok(operation !== undefined);
    return { statement, operation };
  }
});

function planOf(replaces: readonly Replacement[], steps: readonly Step[] = []): Plan {
  return { id: 'test', title: '', way: 'one-release', preferred: false, promise: instantOnly('ACCESS EXCLUSIVE'), replaces, steps };
}

function step(phase: Phase): Step {
  return { phase, alone: false, name: phase, purpose: 'Test.', statements: ['SELECT 1'], undo: 'nothing.', notes: [] };
}

function texts(files: readonly DraftFile[]): readonly string[] {
  return files.map((file) => (file.kind === 'steps' ? file.phase : file.text));
}

function shape(files: readonly DraftFile[]): readonly string[] {
  return files.map((file) => (file.kind === 'steps' ? file.phase : file.kind));
}
