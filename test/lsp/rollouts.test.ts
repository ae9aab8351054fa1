import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type AdvanceResult,
  abandonRolloutRequest,
  advanceRolloutRequest,
  type ConfirmResult,
  confirmReleaseRequest,
  type OfferedEdit,
  type RevertResult,
  rolloutsRequest,
  type ShownRollout,
} from '../../server/src/protocol';
import { createProject, migration, type ProjectFolder, schema } from './project-folder';
import { startClient, type TestClient, uri } from './test-client';

const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const pending = migration('29990101000000_add_user_state');
const file = 'prisma/schema.prisma';
const edited = schema.replace('  name  String?\n', '  name  String?\n  state String\n');
/** In the columns of its block, which was formatted. */
const expanded = edited.replace('state String', 'state String  @default("")');
const prismaSql = '-- AlterTable\nALTER TABLE "User" ADD COLUMN     "state" TEXT NOT NULL;\n';
const record = 'prisma/rollouts/add_user_state/rollout.json';

describe('rollouts in the editor', () => {
  let project: ProjectFolder;
  let client: TestClient;

  async function start(files: Readonly<Record<string, string>>): Promise<void> {
    project = createProject(files);
    client = await startClient({ folders: [project.path] });
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  async function rolloutFor(path: string): Promise<CodeAction | undefined> {
    await client.diagnostics(project.at(path));
    const [action, ...others] = (await client.actions(project.at(path), whole)).filter(({ title }) => title.startsWith('Roll out '));
    assert.deepEqual(others, []);
    return action;
  }

  /** Carries the edit out on the disk: what is there afterwards, by path in the project. */
  function apply(edit: WorkspaceEdit | undefined): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const change of edit?.documentChanges ?? []) {
      if ('kind' in change) {
        assert.ok(change.kind === 'create' && !existsSync(fileURLToPath(change.uri)), JSON.stringify(change));
        texts.set(change.uri, '');
        continue;
      }
      const target = change.textDocument.uri;
      const before = texts.get(target) ?? project.read(fileURLToPath(target));
      const edits = change.edits.flatMap((one) => ('newText' in one ? [one] : []));
      texts.set(target, TextDocument.applyEdits(TextDocument.create(target, 'sql', 1, before), edits));
    }
    return written(texts);
  }

  function applyOffered(edit: OfferedEdit | null): ReadonlyMap<string, string> {
    assert.ok(edit !== null, 'there is no edit');
    const texts = new Map<string, string>();
    for (const { uri: target, text } of edit.creates) {
      assert.ok(!existsSync(fileURLToPath(target)), target);
      texts.set(target, text);
    }
    for (const target of new Set(edit.changes.map((change) => change.uri))) {
      const edits = edit.changes.filter((one) => one.uri === target).map(({ range, text }) => ({ range, newText: text }));
      texts.set(target, TextDocument.applyEdits(TextDocument.create(target, 'text', 1, project.read(fileURLToPath(target))), edits));
    }
    return written(texts);
  }

  function written(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const files = new Map([...texts].map(([target, text]) => [fileURLToPath(target).slice(project.path.length + 1), text]));
    for (const [path, text] of files) project.write(path, text);
    return files;
  }

  function changedOnDisk(files: ReadonlyMap<string, string>): Promise<void> {
    return client.watched(...[...files.keys()].map((path) => ({ path: project.at(path), type: 2 as const })));
  }

  const request = <T>(name: string, params: object): Promise<T> => client.connection.sendRequest<T>(name, params);
  const rollouts = (): Promise<readonly ShownRollout[]> => client.connection.sendRequest(rolloutsRequest);
  const advance = (skips: readonly { gate: string; reason: string }[] = []): Promise<AdvanceResult> =>
    request(advanceRolloutRequest, { uri: uri(project.at(record)), environments: [], skips });

  it('begin on the line of the schema, as one edit', async () => {
    await start({ [file]: edited });
    const action = await rolloutFor(file);
    assert.equal(action?.title, 'Roll out state over two releases: expand, release, contract');
    assert.equal(action.edit, undefined);
    const files = apply((await client.resolve(action)).edit);
    assert.equal(files.get(file), expanded);
    assert.deepEqual(
      [...files.keys()].map((path) => path.replace(/\d{14}/, '…')).sort(),
      [
        'prisma/migrations/…_add_user_state/migration.sql',
        'prisma/rollouts/add_user_state/1-expand/1-add_user_state.sql',
        'prisma/rollouts/add_user_state/3-contract/1-no_default_user_state.sql',
        'prisma/rollouts/add_user_state/README.md',
        record,
        file,
      ].sort(),
    );
    await changedOnDisk(files);
    assert.deepEqual(await client.diagnostics(project.at(file)), []);
  });

  it('respect unsaved text of the schema', async () => {
    await start({});
    await client.open(project.at(file), edited, 7);
    const action = await rolloutFor(file);
    assert.ok(action);
    const { edit } = await client.resolve(action);
    const change = edit?.documentChanges?.find((one) => 'textDocument' in one && one.textDocument.uri === uri(project.at(file)));
    assert.ok(change !== undefined && 'textDocument' in change);
    assert.equal(change.textDocument.version, 7);
  });

  it('begin in a migration that Prisma has written, which the first stage takes the place of', async () => {
    await start({ [file]: edited, [pending]: prismaSql });
    const action = await rolloutFor(pending);
    assert.ok(action);
    const files = apply((await client.resolve(action)).edit);
    assert.equal(files.get(file), expanded);
    assert.match(files.get(pending) ?? '', /ADD COLUMN {5}"state" TEXT NOT NULL DEFAULT '';\n$/);
    assert.ok([...files.keys()].every((path) => !path.startsWith('prisma/migrations/') || path === pending));
    await changedOnDisk(files);
    assert.deepEqual(await client.diagnostics(project.at(pending)), []);
    assert.deepEqual(await client.diagnostics(project.at(file)), []);
  });

  it('leave the rest of a migration where it is', async () => {
    const rest = 'ALTER TABLE "User" ADD COLUMN "age" INTEGER;\n';
    await start({ [file]: edited.replace('  state String\n', '  state String\n  age   Int?\n'), [pending]: `${prismaSql}${rest}` });
    const action = await rolloutFor(pending);
    assert.ok(action);
    const files = apply((await client.resolve(action)).edit);
    assert.equal(files.get(pending), rest);
    assert.ok([...files.keys()].includes(migration('29990101000001_add_user_state')));
  });

  it('are told with all their stages, and go on when a gate lets them', async () => {
    await start({ [file]: edited });
    const action = await rolloutFor(file);
    assert.ok(action);
    await changedOnDisk(apply((await client.resolve(action)).edit));
    const [shown] = await rollouts();
    assert.deepEqual(
      [shown?.name, shown?.words, shown?.state, shown?.stage],
      ['add_user_state', 'stage 1 of 3: expand', 'open', 'migrate'],
    );
    assert.deepEqual(
      shown?.stages.map(({ name, state }) => `${name} ${state}`),
      ['expand now', 'release later', 'contract later'],
    );

    const blocked = await advance();
    assert.deepEqual(
      [blocked.problem, blocked.edit, blocked.gates[0]?.state],
      ['add_user_state stays in the stage expand.', null, 'blocked'],
    );
    await changedOnDisk(applyOffered((await advance([{ gate: 'migrations-applied', reason: 'test' }])).edit));
    assert.equal((await rollouts())[0]?.words, 'stage 2 of 3: release');

    const by = { uri: uri(project.at(record)), environments: [], note: null };
    const asked = await request<ConfirmResult>(confirmReleaseRequest, { ...by, by: null });
    assert.deepEqual([asked.problem, asked.edit], [null, null]);
    await changedOnDisk(applyOffered((await request<ConfirmResult>(confirmReleaseRequest, { ...by, by: 'Ada' })).edit));
    const last = await advance();
    assert.deepEqual(last.gates, [
      { gate: 'release-confirmed', environment: 'every environment', state: 'ok', evidence: last.gates[0]?.evidence ?? '' },
    ]);
    const files = applyOffered(last.edit);
    assert.equal(files.get(file), edited);
    await changedOnDisk(files);
    assert.deepEqual(await client.diagnostics(project.at(file)), []);
    await changedOnDisk(applyOffered((await advance([{ gate: 'migrations-applied', reason: 'test' }])).edit));
    assert.deepEqual([(await rollouts())[0]?.state, (await advance()).problem], ['finished', 'The rollout "add_user_state" is finished.']);
  });

  it('are confirmed for the environments that are named, and for no others', async () => {
    const environment = (name: string, kind: string): object => ({ name, kind, url: { env: 'NO_SUCH_URL' } });
    const settings = {
      baseline: '20240101000000_init',
      environments: [environment('dev', 'development'), environment('live', 'production')],
    };
    await start({ [file]: edited, 'lockstep.json': JSON.stringify(settings) });
    const action = await rolloutFor(file);
    assert.ok(action);
    await changedOnDisk(apply((await client.resolve(action)).edit));
    const [shown] = await rollouts();
    assert.deepEqual([shown?.environments, shown?.deployed], [['dev', 'live'], ['live']]);
    const blocked = await advance();
    assert.deepEqual(
      blocked.gates.map(({ environment: name, evidence }) => [name, /^The variable NO_SUCH_URL is not set/.test(evidence)]),
      [['live', true]],
    );
    await changedOnDisk(applyOffered((await advance([{ gate: 'migrations-applied', reason: 'test' }])).edit));
    const confirm = (environments: readonly string[]): Promise<ConfirmResult> =>
      request(confirmReleaseRequest, { uri: uri(project.at(record)), environments, by: 'Ada', note: null });
    assert.equal((await confirm([])).problem, 'Name the environments that run the release.');
    assert.match((await confirm(['test'])).problem ?? '', /names no environment "test"/);
    await changedOnDisk(applyOffered((await confirm(['dev'])).edit));
    assert.equal((await advance()).gates[0]?.state, 'blocked');
    await changedOnDisk(applyOffered((await confirm(['live'])).edit));
    assert.equal((await advance()).gates[0]?.state, 'ok');
  });

  it('are abandoned with what takes back their migrations', async () => {
    await start({ [file]: edited });
    const action = await rolloutFor(file);
    assert.ok(action);
    await changedOnDisk(apply((await client.resolve(action)).edit));
    const params = { uri: uri(project.at(record)), environments: [], by: 'Ada', note: null };
    const { problem, edit, notes } = await request<RevertResult>(abandonRolloutRequest, params);
    assert.equal(problem, null);
    assert.match(notes[0] ?? '', /^Drops "User"\."state" behind a copy/);
    const files = applyOffered(edit);
    assert.equal(files.get(file), edited);
    assert.match([...files].find(([path]) => path.includes('abandon'))?.[1] ?? '', /DROP COLUMN "state";\n$/);
    assert.equal((await rollouts())[0]?.state, 'abandoned');
  });

  it('say what is wrong with a file, and what is not there', async () => {
    await start({ [record]: '{ "version": 1 }' });
    await client.diagnostics(project.at(file));
    const [shown] = await rollouts();
    assert.equal(shown?.state, 'invalid');
    assert.match(shown?.next ?? '', /^Line 1: "name" is missing; expected a value\./);
    assert.match((await advance()).problem ?? '', /"name" is missing/);
    project.remove('prisma/rollouts');
    assert.equal((await advance()).problem, 'There is no such rollout any more.');
  });
});
