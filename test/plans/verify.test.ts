import { strict as assert } from 'node:assert';
import { foldMigration, prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { DraftFile } from '../../server/src/analysis/plans/arrange';
import { writeFiles } from '../../server/src/analysis/plans/file';
import { folderNames } from '../../server/src/analysis/plans/folder-names';
import { instantOnly, nothingBlocked, type Plan, type PlanPromise, type Step } from '../../server/src/analysis/plans/plan';
import { verificationProblem } from '../../server/src/analysis/plans/verify';
import { plannedMigration, settingsFor, textsOf } from './planned';

const version = 15;
let history: Catalog;

before(async () => {
  await prepare();
  history = foldMigration('CREATE TABLE "t" ("id" INT PRIMARY KEY, "a" INT, "b" INT);', emptyCatalog('postgresql'));
});

describe('plans before they are offered', () => {
  it('are refused where they lead to another schema', () => {
    const problem = problemOf(['CREATE INDEX CONCURRENTLY "b" ON "t"("b")'], nothingBlocked, 'CREATE INDEX "a" ON "t"("a");');
    assert.equal(problem, 'the steps would lead to another schema: "b" differs');
  });

  it('are refused where a statement breaks the promise by itself', () => {
    const sql = 'CREATE INDEX "a" ON "t"("a")';
    assert.equal(problemOf([sql], nothingBlocked, sql), 'a step would lock "t" in SHARE mode');
    const instant = instantOnly('ACCESS EXCLUSIVE');
    assert.equal(problemOf([sql], instant, sql), 'a step would work through rows while "t" is locked in SHARE mode');
    const type = 'ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE BIGINT';
    assert.equal(problemOf([type], instant, type), 'a step would rewrite "t"');
  });

  it('are refused where a lock of an earlier statement of the file is held while rows are read', () => {
    const add = 'ALTER TABLE "t" ADD CONSTRAINT "c" CHECK ("a" > 0) NOT VALID';
    const validate = 'ALTER TABLE "t" VALIDATE CONSTRAINT "c"';
    const instant = instantOnly('ACCESS EXCLUSIVE');
    assert.equal(
      problemOf([add, validate], instant, `${add};${validate}`),
      'a step would work through rows while "t" is locked in ACCESS EXCLUSIVE mode',
    );
  });

  it('are refused where a statement that refuses a transaction is not alone', () => {
    const statements = ['CREATE INDEX CONCURRENTLY "a" ON "t"("a")', 'CREATE INDEX CONCURRENTLY "b" ON "t"("b")'];
    assert.equal(
      problemOf(statements, nothingBlocked, statements.join(';')),
      'a statement that refuses a transaction would not stand alone',
    );
  });

  it('are refused where a step fails, or is no SQL', () => {
    const sql = 'ALTER TABLE "t" VALIDATE CONSTRAINT "missing"';
    assert.match(problemOf([sql], nothingBlocked, '') ?? '', /^a step would fail: /);
    assert.match(problemOf(['DROP INDX "a"'], nothingBlocked, '') ?? '', /^what would be written is not SQL: /);
  });

  it('may lead to what Prisma takes for the same, where they say so', () => {
    const migration = 'ALTER TABLE "t" DROP COLUMN "b", ADD COLUMN "c" INT;';
    const rename = 'ALTER TABLE "t" RENAME COLUMN "b" TO "c"';
    const instant = instantOnly('ACCESS EXCLUSIVE');
    const archive = 'CREATE SCHEMA lockstep; CREATE TABLE lockstep."t" ("id" INT PRIMARY KEY)'.split('; ');
    const check = 'ALTER TABLE "t" ADD CONSTRAINT "more" CHECK ("a" > 0) NOT VALID';
    const add = 'ALTER TABLE "t" ADD COLUMN "d" INT;';
    assert.equal(
      problemOf([rename], instant, `${add}${migration}`, 'same-for-prisma'),
      'the steps would lead to another schema: "t" differs',
    );
    assert.equal(problemOf([`${add}`.slice(0, -1), ...archive, check, rename], instant, `${migration}${add}`, 'same-for-prisma'), null);
    assert.equal(problemOf(archive, instant, ''), 'the steps would lead to another schema: "lockstep"."t" differs');
  });

  it('keep what Prisma does not see', () => {
    const check = 'ALTER TABLE "t" ADD CONSTRAINT "more" CHECK ("a" > 0) NOT VALID';
    const other = 'ALTER TABLE "t" ALTER COLUMN "b" SET DEFAULT 1';
    const instant = instantOnly('ACCESS EXCLUSIVE');
    const problem = problemOf([other], instant, `${other};${check};`, 'same-for-prisma');
    assert.equal(problem, 'the steps would lead to another schema: "t" would lose something');
  });

  it('are accepted where all of that holds', () => {
    assert.equal(problemOf(['CREATE INDEX CONCURRENTLY "a" ON "t"("a")'], nothingBlocked, 'CREATE INDEX "a" ON "t"("a");'), null);
  });
});

describe('what is left of a migration', () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly left: string }[] = [
    {
      name: 'keeps every other character; a comment beside the statement goes with it',
      text: '-- a\r\nALTER TABLE "t" ADD COLUMN "x" INT;\r\n\r\n/* b */ CREATE INDEX "i" ON "t"("a"); -- c\r\n  ALTER TABLE "t" ALTER "b" SET DEFAULT 2 ;\r\n-- d',
      left: '-- a\r\nALTER TABLE "t" ADD COLUMN "x" INT;\r\n  ALTER TABLE "t" ALTER "b" SET DEFAULT 2 ;\r\n-- d',
    },
    {
      name: 'keeps the clauses around one that is taken out',
      text: 'ALTER TABLE "t" ADD COLUMN "x" INT, ALTER COLUMN "a" SET NOT NULL, /* y */ ADD COLUMN "y" INT;\n',
      left: 'ALTER TABLE "t" ADD COLUMN "x" INT, /* y */ ADD COLUMN "y" INT;\n',
    },
    {
      name: 'keeps the clauses behind the first ones that are taken out',
      text: 'ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL, ALTER COLUMN "b" SET NOT NULL, ADD COLUMN "y" INT;\n',
      left: 'ALTER TABLE "t" ADD COLUMN "y" INT;\n',
    },
  ];

  for (const { name, text, left } of cases) {
    it(name, () => assert.equal(textsOf(plannedMigration(text, history, version))[0], left));
  }

  it('keeps its order where rows are written that may rely on it', () => {
    const insert = `INSERT INTO "t" ("id", "a") VALUES (1, 1) ON CONFLICT ("a") DO NOTHING;\n`;
    const { files } = plannedMigration(
      `ALTER TABLE "t" ADD COLUMN "c" INT;\nCREATE UNIQUE INDEX "u" ON "t"("a");\n${insert}`,
      history,
      version,
    );
    assert.deepEqual(
      files.map(({ words }) => words),
      [null, 'index_t_u', null],
    );
    assert.equal(files[2]?.text, insert);
  });

  it('is no part of a transaction', () => {
    const insert = `INSERT INTO "t" ("id", "a") VALUES (1, 1) ON CONFLICT ("a") DO NOTHING;\n`;
    const { plans, refusals } = plannedMigration(`BEGIN;\nCREATE UNIQUE INDEX "u" ON "t"("a");\n${insert}COMMIT;\n`, history, version);
    assert.deepEqual(plans, []);
    assert.deepEqual(
      refusals.map(({ reason }) => reason),
      ['the migration has a transaction of its own, which would be split'],
    );
  });

  it('gives its comments to the first step where nothing else is left', () => {
    const [first] = textsOf(plannedMigration('/* Warnings: none */\n\n-- CreateIndex\nCREATE INDEX "i" ON "t"("a");\n', history, version));
    assert.match(
      first ?? '',
      /^-- Builds "i"[\s\S]*\n\n\/\* Warnings: none \*\/\n\n-- CreateIndex\nCREATE INDEX CONCURRENTLY "i" ON "t"\("a"\);\n$/,
    );
  });
});

describe('folders of new migrations', () => {
  const files = [{ words: null }, { words: 'index_a' }, { words: null }];
  const now = new Date('2026-01-02T03:04:05Z');

  it('are one second apart, behind now and behind the newest', () => {
    const name = ' Add e-mail!';
    assert.deepEqual(folderNames(files, { name, newest: '20250101000000_a', now, isWhole: true }), [
      '20260102030405_add_e_mail',
      '20260102030406_add_e_mail_index_a',
      '20260102030407_add_e_mail_rest',
    ]);
    const [first] = folderNames(files, { name, newest: '20261231235959_a', now, isWhole: true }) ?? [];
    assert.equal(first, '20270101000000_add_e_mail');
  });

  it('are none where nothing sorts behind the newest', () => {
    assert.equal(folderNames(files, { name: 'a', newest: 'init', now, isWhole: true }), null);
  });
});

/** Of one file with these statements, which takes the place of a migration. */
function problemOf(
  statements: readonly string[],
  promise: PlanPromise,
  migration: string,
  end: 'same' | 'same-for-prisma' = 'same',
): string | null {
  const step: Step = { phase: 'build', alone: true, name: 'step', purpose: 'Test.', statements, undo: 'nothing.', notes: [] };
  const operation = { kind: 'unknown', reason: '', span: { start: 0, end: 0 }, conditional: false } as const;
  const plan: Plan = {
    id: 'test',
    title: '',
    way: 'one-release',
    preferred: false,
    promise,
    replaces: [{ statement: 0, operation, replacement: null }],
    steps: [step],
  };
  const draft: DraftFile = { kind: 'steps', phase: 'build', steps: [{ plan, step, comments: '' }] };
  const files = writeFiles([draft], { before: history, server: settingsFor(version).server, headRest: false });
  return verificationProblem({ files, target: foldMigration(migration, history), original: [], end });
}
