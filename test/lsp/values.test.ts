import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver/node';
import {
  type AskedValue,
  type CheckValueResult,
  type CreateMigrationsResult,
  checkValueRequest,
  createMigrationsRequest,
  type FillParams,
  fillRequest,
  type OfferedResult,
} from '../../server/src/protocol';
import { createProject, init, migration, type ProjectFolder, schema } from './project-folder';
import { startClient, type TestClient, uri } from './test-client';

const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const file = 'prisma/schema.prisma';
const edited = schema.replace('  name  String?\n', '  name  String?\n  state String\n');
const pending = migration('20250101000000_add_user_state');
const required = 'ALTER TABLE "User" ADD COLUMN "state" TEXT NOT NULL;\n';

describe('values that the editor asks for', () => {
  let project: ProjectFolder;
  let client: TestClient;

  async function start(files: Readonly<Record<string, string>>, commands = true): Promise<void> {
    project = createProject(files);
    client = await startClient({ folders: [project.path], options: { commands } });
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  async function askingActions(path: string): Promise<readonly CodeAction[]> {
    await client.diagnostics(project.at(path));
    const actions = await client.actions(project.at(path), whole);
    return actions.filter(({ command }) => command?.command === 'lockstep.fillWithValue');
  }

  const paramsOf = (action: CodeAction | undefined): FillParams => action?.command?.arguments?.[0] ?? assert.fail();
  const fill = (params: FillParams, sql: string): Promise<OfferedResult> =>
    client.connection.sendRequest(fillRequest, { ...params, values: params.values.map((value: AskedValue) => ({ ...value, sql })) });

  it('offer the same steps with another value, beside the plain action', async () => {
    await start({ [pending]: required });
    const [action, rollout, ...others] = await askingActions(pending);
    assert.deepEqual(others, []);
    assert.equal(action?.title, 'Fill "state" with another value, in safe steps…');
    assert.equal(rollout?.title, 'Roll out "state" with another value…');
    const params = paramsOf(action);
    assert.deepEqual(params.values, [
      { table: 'public.User', column: 'state', sql: "''", prompt: 'Value of existing rows in "User"."state", as SQL' },
    ]);
    const { edit, problem } = await fill(params, "'it''s new'");
    assert.equal(problem, null);
    const written = [...(edit?.changes ?? []).map(({ text }) => text), ...(edit?.creates ?? []).map(({ text }) => text)].join('');
    assert.match(written, /'it''s new'/);
    const titles = (await client.actions(project.at(pending), whole)).map(({ title }) => title);
    const places = ['Add "state"', 'Fill "state"', 'Ignore here', 'Show rule page'].map((start) =>
      titles.findIndex((title) => title.startsWith(start)),
    );
    assert.ok(!places.includes(-1), 'the plain action is there too');
    assert.deepEqual(
      [...places].sort((a, b) => a - b),
      places,
      'what solves it comes before what silences it',
    );
  });

  it('do the same on the line of the schema', async () => {
    await start({ [file]: edited });
    const [action] = await askingActions(file);
    const { edit, problem } = await fill(paramsOf(action), 'lower("email")');
    assert.equal(problem, null);
    assert.ok((edit?.creates.length ?? 0) > 1);
    assert.match((edit?.creates ?? []).map(({ text }) => text).join(''), /UPDATE "User" SET "state" = lower\("email"\)/);
  });

  for (const { where, path, texts } of [
    { where: 'the migration', path: pending, texts: { [pending]: required, [file]: edited } },
    { where: 'the schema', path: file, texts: { [file]: edited } },
  ]) {
    it(`begin a rollout with another value, from ${where}`, async () => {
      await start(texts);
      const action = (await askingActions(path)).find(({ title }) => title === 'Roll out "state" with another value…');
      const { edit, problem } = await fill(paramsOf(action), 'lower("email")');
      assert.equal(problem, null);
      const backfill = edit?.creates.find(({ uri: created }) => created.endsWith('.backfill.json'));
      assert.match(backfill?.text ?? '', /"state": "lower\(\\"email\\"\)"/);
      assert.ok(edit?.creates.some(({ uri: created }) => created.endsWith('rollout.json')));
      assert.ok((edit?.changes.length ?? 0) > 0, 'the schema goes along');
      assert.match((await fill(paramsOf(action), 'no_such_column')).problem ?? '', /^"User" has no column "no_such_column"; it has /);
    });
  }

  it('are refused where what they are about is gone, and where the value is none', async () => {
    await start({ [pending]: required });
    await client.open(project.at(pending), required, 1);
    const params = paramsOf((await askingActions(pending))[0]);
    assert.match((await fill(params, "'a'; DROP TABLE")).problem ?? '', /is not one SQL expression\.$/);
    await client.change(project.at(pending), 2, { text: '-- nothing\n' });
    assert.match((await fill(params, "'a'")).problem ?? '', /has changed since/);
  });

  it('are judged while they are typed', async () => {
    await start({ [pending]: required });
    const check = (sql: string): Promise<CheckValueResult> =>
      client.connection.sendRequest(checkValueRequest, { uri: uri(project.at(pending)), table: 'public.User', column: 'state', sql });
    assert.deepEqual(await check("'new'"), { problem: null, note: null });
    assert.match((await check('new')).problem ?? '', /^"User" has no column "new"; it has /);
    assert.match((await check('lower("email")')).note ?? '', /depends on the row/);
  });

  it('go into the migrations of the command', async () => {
    await start({ [file]: edited });
    const ask = (values: readonly object[]): Promise<CreateMigrationsResult> =>
      client.connection.sendRequest(createMigrationsRequest, { uri: uri(project.at(file)), name: 'state', values });
    const first = await ask([]);
    assert.deepEqual(
      first.asks.map(({ column, sql }) => [column, sql]),
      [['state', "''"]],
    );
    const { files } = await ask([{ table: 'public.User', column: 'state', sql: "'open'" }]);
    assert.match(files.map(({ text }) => text).join(''), /DEFAULT 'open'/);
  });

  it('write nothing from a schema that Prisma does not accept', async () => {
    await start({ [file]: `${edited}\nmodel Bad {\n  id Int @id\n  id Int\n}\n` });
    const result: CreateMigrationsResult = await client.connection.sendRequest(createMigrationsRequest, {
      uri: uri(project.at(file)),
      name: 'state',
    });
    assert.match(
      result.problem ?? '',
      /^Prisma does not accept the schema, so nothing is written\.\nprisma\/schema\.prisma:\d+: Field "id" is already defined/,
    );
    assert.deepEqual(result.files, []);
  });

  it('are not asked for by a client without our commands', async () => {
    await start({ [pending]: required }, false);
    assert.deepEqual(await askingActions(pending), []);
    assert.ok(init);
  });
});
