import { strict as assert } from 'node:assert';
import { foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { instantOnly, type Step } from '../../server/src/analysis/plans/plan';
import type { PlannedRollout } from '../../server/src/analysis/plans/rollout/plan-rollout';
import type { MigrateStage, Rollout, Stage } from '../../server/src/analysis/plans/rollout/rollout';
import { verifiedRollout } from '../../server/src/analysis/plans/rollout/verify-rollout';
import { shop } from './cases';
import { settingsFor } from './planned';
import { rolledOut } from './rolled-out';

const version = 15;
const withStatus = shop.replace('  select Int?', '  select Int?\n  status String');
const slug = { 'public.Order.status': 'lower("group")' };

before(async () => {
  await prepare();
});

describe('the rollout of a required column', () => {
  const rule = 'required-column-without-default';

  it('has a default in between where all rows may share a value', () => {
    const found = proven(rolledOut({ before: shop, after: withStatus, version }, rule));
    assert.deepEqual(namesOf(found.verified.rollout), ['expand', 'release', 'contract']);
    assert.equal(memberAfter(found, 'expand', 'status'), 'status String @default("")');
    assert.equal(memberAfter(found, 'contract', 'status'), 'status String');
    assert.equal(found.rest, null);
  });

  it('is empty at first, filled by a trigger and in batches, where each row has its own', () => {
    const found = proven(rolledOut({ before: shop, after: withStatus, version, values: slug }, rule));
    assert.deepEqual(namesOf(found.verified.rollout), ['expand', 'backfill', 'release', 'contract']);
    assert.equal(memberAfter(found, 'expand', 'status'), 'status String?');
    assert.equal(memberAfter(found, 'backfill', 'status'), 'status String?');
    assert.equal(memberAfter(found, 'contract', 'status'), 'status String');
    const spec = found.verified.rollout.stages.find((stage) => stage.type === 'backfill');
    assert.deepEqual(spec?.type === 'backfill' && spec.spec, {
      table: { schema: 'public', name: 'Order' },
      set: { status: 'lower("group")' },
      where: '"status" IS NULL',
    });
    const written = found.verified.stages.flatMap(({ files }) => files.map(({ text }) => text)).join('\n');
    assert.match(written, /CREATE TRIGGER "lockstep_add_order_status"/);
    assert.match(written, /DROP TRIGGER IF EXISTS "lockstep_add_order_status" ON "Order";\nDROP FUNCTION/);
  });

  it('leaves other changes of the same edit alone', () => {
    const after = withStatus.replace('  email String?', '  email String?\n  phone String?');
    const found = proven(rolledOut({ before: shop, after, version }, rule));
    assert.match(found.rest ?? '', /ADD COLUMN {5}"phone" TEXT;/);
    assert.doesNotMatch(found.rest ?? '', /status/);
  });

  it('does not mind what Prisma finds again after its own migrations', () => {
    const after = `${withStatus}\nmodel Sales {\n  id Int @id\n}\n`;
    const found = proven(rolledOut({ before: shop, after, version }, rule, 'CREATE VIEW "Sales" AS SELECT 1 AS "id";'));
    assert.match(found.rest ?? '', /CREATE TABLE "Sales"/);
  });

  it('is refused with the reason where it cannot work', () => {
    const indexed = withStatus.replace('@@index([createdAt])', '@@index([createdAt])\n  @@index([status])');
    assert.match(reason(rolledOut({ before: shop, after: indexed, version }, rule)), /^the rest of the migration needs it: /);
    const keyed = withStatus.replace('status String', 'status String @unique');
    assert.match(reason(rolledOut({ before: shop, after: keyed, version }, rule)), /^nobody has said which value existing rows get/);
    const without = shop.replaceAll('id Int @id @default(autoincrement())', 'id Int? @unique');
    const filled = { before: without, after: without.replace('  select Int?', '  select Int?\n  status String'), version, values: slug };
    assert.match(reason(rolledOut(filled, rule)), /"Order" has no primary key, so that its rows cannot be filled in batches$/);
  });
});

describe('the rollout of a column that becomes required', () => {
  const rule = 'column-made-required';
  const after = shop.replace('select Int?', 'select Int');

  it('fills by a trigger and in batches where a value is known', () => {
    const found = proven(rolledOut({ before: shop, after, version, values: { 'public.Order.select': '-1' } }, rule));
    assert.deepEqual(namesOf(found.verified.rollout), ['expand', 'backfill', 'release', 'contract']);
  });

  it('leaves it to the application where none is', () => {
    const found = proven(rolledOut({ before: shop, after, version }, rule));
    assert.deepEqual(namesOf(found.verified.rollout), ['expand', 'release', 'contract']);
    assert.deepEqual(found.verified.stages[0]?.files, []);
  });

  it('takes the relation over it along', () => {
    const related = shop.replace('userId Int?', 'userId Int').replace('user User?', 'user User');
    const found = proven(rolledOut({ before: shop, after: related, version }, rule));
    assert.equal(memberAfter(found, 'expand', 'userId'), 'userId Int?');
    assert.equal(memberAfter(found, 'expand', 'user'), 'user User? @relation(fields: [userId], references: [id], onDelete: Restrict)');
    assert.equal(memberAfter(found, 'contract', 'user'), 'user User @relation(fields: [userId], references: [id])');
  });
});

describe('rollouts before they are offered', () => {
  const add: Step = {
    ...{ phase: 'constrain', alone: true, name: 'add', purpose: 'Test.', undo: 'nothing.', notes: [] },
    statements: ['ALTER TABLE "t" ADD COLUMN "a" INT'],
  };
  const expand: MigrateStage = {
    ...{ type: 'migrate', name: 'expand', purpose: 'Test.', steps: [add] },
    edits: [{ block: 't', member: 'a', expected: 'a Int', text: 'a Int?', after: 'id' }],
  };
  const back: MigrateStage = {
    ...{ type: 'migrate', name: 'contract', purpose: 'Test.' },
    steps: [{ ...add, statements: ['ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL'] }],
    edits: [{ block: 't', member: 'a', expected: 'a Int?', text: 'a Int', after: 'id' }],
  };

  it('are refused where Prisma would see a difference after a stage', () => {
    const wrong = { ...expand, steps: [{ ...add, statements: ['ALTER TABLE "t" ADD COLUMN "a" TEXT'] }] };
    assert.equal(problemOf([wrong]), 'in the stage "expand", Prisma would find a difference (redefine-column of public.t.a)');
  });

  it('are refused where the schema is not what a stage expects', () => {
    const wrong = { ...expand, edits: expand.edits.map((edit) => ({ ...edit, expected: 'a String' })) };
    assert.equal(problemOf([wrong]), 'in the stage "expand", "t.a" is `a Int` in the schema; expected `a String`');
  });

  it('are refused where the last stage does not end at the edited schema', () => {
    assert.equal(problemOf([expand]), 'its last stage would not end at the schema as it is edited');
  });

  it('are refused where a step scans under a lock that blocks', () => {
    assert.match(problemOf([expand, back]) ?? '', /^in the stage "contract", a step would work through rows while "t" is locked/);
  });

  it('are refused where a backfill cannot be carried out', () => {
    const backfill = (set: Readonly<Record<string, string>>, where = '"a" IS NULL'): Stage => {
      return { type: 'backfill', name: 'backfill', purpose: 'Test.', spec: { table: { schema: 'public', name: 't' }, set, where } };
    };
    assert.equal(problemOf([expand, backfill({ b: '1' })]), 'in the stage "backfill", there would be no column "b" to fill');
    assert.match(problemOf([expand, backfill({ a: '1' }, '"c" IS NULL')]) ?? '', /^in the stage "backfill", the backfill would fail: /);
    assert.match(problemOf([expand, backfill({ a: '1 +' })]) ?? '', /^in the stage "backfill", the backfill would not be SQL: /);
  });

  function problemOf(stages: readonly Stage[]): string | null {
    const rollout: Rollout = {
      ...{ plan: 'test', title: '', name: 'test', subject: '', replaces: [], stages },
      promise: instantOnly('ACCESS EXCLUSIVE'),
    };
    const schema = [
      { path: 'schema.prisma', text: 'datasource db {\n  provider = "postgresql"\n}\n\nmodel t {\n  id Int @id\n  a  Int\n}\n' },
    ];
    const before = foldMigration(
      'CREATE TABLE "t" ("id" INT NOT NULL, CONSTRAINT "t_pkey" PRIMARY KEY ("id"));',
      emptyCatalog('postgresql'),
    );
    const proof = verifiedRollout({ rollout, before, schema, server: settingsFor(version).server, prismaVersion: '7.10', external: [] });
    return proof.ok ? null : proof.reason;
  }
});

type Proven = Extract<PlannedRollout, { readonly ok: true }>;

function proven(found: PlannedRollout): Proven {
  assert.ok(found !== null, 'there is no such finding');
  assert.ok(found.ok, found.ok ? '' : found.reason);
  return found;
}

function reason(found: PlannedRollout): string {
  assert.ok(found !== null && !found.ok, 'it is offered');
  return found.reason;
}

function namesOf({ stages }: Rollout): readonly string[] {
  return stages.map(({ name }) => name);
}

/** The line of a field after a stage. */
function memberAfter({ verified }: Proven, stage: string, member: string): string | undefined {
  const text = verified.stages.find((one) => one.stage.name === stage)?.schema[0]?.text ?? '';
  return text
    .slice(text.indexOf('model Order'))
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.startsWith(`${member} `));
}
