import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '../../server/src/analysis/analyze';
import { progressOf } from '../../server/src/analysis/plans/rollout/record';
import { createAnalyzer } from '../../server/src/project/analysis';
import { projectOf } from '../../server/src/project/discover';
import { carryOut, writeSteps } from '../../server/src/project/rollouts/carry-out';
import { findRollouts } from '../../server/src/project/rollouts/find-rollouts';
import { promoted } from '../../server/src/project/rollouts/promote';
import { readRecord } from '../../server/src/project/rollouts/read-record';
import { rolloutChoices } from '../../server/src/project/rollouts/rollout-choices';
import { nothingSaid } from '../../server/src/project/rollouts/rollout-of-finding';
import { begunRollout } from '../../server/src/project/rollouts/start';
import { readSnapshot, type Snapshot } from '../../server/src/project/snapshot';
import { folderWith, migrations, postgresLock, postgresSchema } from './folders';

const edited = `\uFEFF${postgresSchema}\nmodel User {\n  id Int @id\n  state String\n}\n`;
const expanded = edited.replace('state String', 'state String @default("")');

describe('a rollout on the disk', () => {
  before(async () => {
    await prepare();
  });

  it('says that nothing was written where there can be no folder for it', async () => {
    const folder = project();
    const { write } = await begun(folder);
    writeFileSync(join(folder, 'prisma/rollouts'), '');
    const result = carryOut(write);
    assert.match(result.ok ? '' : result.reason, /add_user_state cannot be written: E[A-Z]+.*\. Nothing was written\.$/);
    assert.deepEqual(readdirSync(join(folder, 'prisma/migrations')).length, 2);
  });

  for (const step of writeSteps) {
    it(`is completed where writing it was killed behind "${step}"`, async () => {
      const folder = project();
      const started = await begun(folder);
      const killed = carryOut(started.write, (done) => {
        if (done === step) throw new Error('killed');
      });
      assert.match(killed.ok ? '' : killed.reason, /killed\. "lockstep plan show add_user_state" says how to complete it\.$/);
      const { rollout, record, progress, snapshot, built } = await found(folder);
      assert.equal(progress?.type, step === 'record' ? 'in-stage' : 'interrupted');
      const stage = record.stages[0];
      assert.ok(stage !== undefined);
      if (progress?.type === 'interrupted') {
        const names = progress.begun.migrations;
        const again = promoted({ snapshot, rollout, record, stage, now: new Date(), names, built, overlay: new Map() });
        assert.ok(again.ok, again.ok ? '' : again.reason);
        const result = carryOut(again.write);
        assert.ok(result.ok, result.ok ? '' : result.reason);
      }
      assert.equal((await found(folder)).progress?.type, 'in-stage');
      assert.equal(readFileSync(join(folder, 'prisma/schema.prisma'), 'utf8'), expanded);
      assert.equal(readdirSync(join(folder, 'prisma/migrations')).length, 3);
      assert.deepEqual(readdirSync(join(folder, 'prisma')).sort(), ['migrations', 'rollouts', 'schema.prisma']);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith('.lockstep')),
        [],
      );
    });
  }

  it('is not begun where the schema has changed since it was read', async () => {
    const folder = project();
    const { write } = await begun(folder);
    const changed = edited.replace('state String', 'state Int');
    writeFileSync(join(folder, 'prisma/schema.prisma'), changed);
    const result = carryOut(write);
    assert.match(result.ok ? '' : result.reason, /schema\.prisma has changed meanwhile\. Nothing was written; run the command again\.$/);
    assert.deepEqual(readdirSync(join(folder, 'prisma')).sort(), ['migrations', 'schema.prisma']);
  });

  it('can be read by others than its writer', async () => {
    const folder = project();
    const { write } = await begun(folder);
    assert.ok(carryOut(write).ok);
    const mode = (path: string): number => statSync(join(folder, path)).mode & 0o777;
    assert.equal(mode('prisma/rollouts/add_user_state'), mode('prisma/migrations'));
  });
});

describe('rollout.json', () => {
  const stages = '[{ "type": "release", "name": "a", "purpose": "", "application": [] }, { "name": "b", "file": "b.json" }]';
  const text = (state: string, more = stages): string =>
    `{\n"version": 1, "name": "n", "plan": "p", "title": "t", "subject": "s",\n"stages": ${more},\n"state": ${state}\n}`;
  const problems = (json: string): readonly string[] => {
    const read = readRecord(json);
    return read.ok ? [] : read.problems;
  };
  const nothing = '{ "begun": [], "confirmations": [], "passed": [] }';

  it('may have comments and trailing commas', () => {
    assert.deepEqual(problems(`// mine\n${text(nothing).replace('\n}', ',\n}')}`), []);
  });

  it('says key and line of what is wrong', () => {
    assert.deepEqual(problems('{'), ['Line 1: is not valid JSON here.']);
    assert.deepEqual(problems(text(nothing).replace('"version": 1', '"version": 2')), [
      'Line 2: "version" is that of another Lockstep; expected 1.',
    ]);
    assert.deepEqual(problems(text(nothing, '[]')), ['Line 3: "stages" is empty; expected at least one stage.']);
    assert.deepEqual(problems(text(nothing, '[{ "name": "a", "file": "x" }, { "name": "a", "file": "y" }]')), [
      'Line 3: "stages" names a stage twice; expected different names.',
    ]);
    assert.deepEqual(problems(text(nothing, '[{ "name": "a", "file": "../x" }]')), [
      'Line 3: "stages[0].file" is the string "../x"; expected a path inside the folder of the rollout.',
    ]);
    const begun = (stage: string, migration = 'm'): string =>
      nothing.replace('[]', `[{ "stage": "${stage}", "at": "2026-01-01T00:00:00Z", "migrations": ["${migration}"], "written": true }]`);
    assert.deepEqual(problems(text(begun('a'))), []);
    assert.deepEqual(problems(text(begun('b'))), ['Line 4: "state.begun" does not follow the stages; expected them in their order.']);
    assert.deepEqual(problems(text(begun('a', '../x'))), [
      'Line 4: "state.begun[0].migrations[0]" is the string "../x"; expected a name without slashes.',
    ]);
    assert.deepEqual(problems(text('{}')).length, 3);
  });

  it('is refused in one piece however deep it nests', () => {
    assert.match(problems('['.repeat(100_000))[0] ?? '', /nests deeper/);
  });
});

function project(): string {
  return folderWith({
    '.git/HEAD': '',
    'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
    'prisma/schema.prisma': edited,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', {
      '20260101000000_init': 'CREATE TABLE "User" ("id" INTEGER NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
    }),
  });
}

async function read(folder: string): Promise<{ readonly snapshot: Snapshot; readonly schema: Awaited<ReturnType<typeof schemaOf>> }> {
  const project = await projectOf(folder);
  assert.ok(project !== null);
  const snapshot = await readSnapshot(project, new Map());
  return { snapshot, schema: await schemaOf(snapshot) };
}

async function schemaOf(snapshot: Snapshot) {
  const schema = await createAnalyzer({ cacheDirectory: null }).schema(snapshot);
  assert.ok(schema.ok, schema.ok ? '' : schema.reason);
  return schema;
}

async function begun(folder: string) {
  const { snapshot, schema } = await read(folder);
  const [offer] = rolloutChoices(snapshot, schema, nothingSaid).offers;
  assert.ok(offer !== undefined);
  const result = begunRollout({ snapshot, verified: offer.verified, name: null, now: new Date(), from: null });
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result;
}

async function found(folder: string) {
  const { snapshot, schema } = await read(folder);
  const [rollout] = findRollouts(snapshot.project);
  assert.ok(rollout?.content.ok);
  const { record } = rollout.content;
  const built = schema.analysis.statements[0]?.before ?? schema.analysis.after;
  return { snapshot, rollout, record, built, progress: progressOf(record) };
}
