import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import { createFolder, createProject, init, migration, type ProjectFolder, schema } from './project-folder';
import {
  fullCapabilities,
  messageOf,
  placed,
  plainCapabilities,
  startClient,
  type TestClient,
  type TestClientOptions,
  uri,
} from './test-client';
import { typist } from './typing';

const schemaFile = 'prisma/schema.prisma';
const required = '\n  status String';
const behindName = 'name  String?';

describe('diagnostics of a schema', () => {
  let project: ProjectFolder;
  let client: TestClient;

  async function start(folder: ProjectFolder, options: Partial<TestClientOptions> = {}): Promise<void> {
    project = folder;
    client = await startClient({ folders: [project.path], ...options });
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  it('gives none where the migrations build what the schema asks for', async () => {
    await start(createProject());
    assert.deepEqual(await client.diagnostics(project.at(schemaFile)), []);
  });

  it('marks the field that asks for trouble, open or not, and hints that no migration has it', async () => {
    const text = schema.replace(behindName, behindName + required);
    await start(createProject({ [schemaFile]: text }));
    const closed = await client.diagnostics(project.at(schemaFile));
    await client.open(project.at(schemaFile), text);
    const found = await client.diagnostics(project.at(schemaFile));
    assert.deepEqual(found, closed);
    assert.deepEqual(placed(found), ['schema-not-migrated 0:0', 'required-column-without-default 8:2']);
    const [hint, finding] = found;
    assert.ok(hint && finding);
    assert.equal(hint.severity, DiagnosticSeverity.Hint);
    assert.equal(finding.severity, DiagnosticSeverity.Error);
    assert.equal(finding.source, 'lockstep');
    assert.equal(messageOf(finding), 'Adding required `User.status` fails on every existing row.');
    assert.deepEqual(finding.range.end, { line: 8, character: 15 });
    assert.ok(typeof finding.data.help === 'string' && finding.data.help !== '');
  });

  it('follows typing character by character, marks no other line, and takes all back on undo', async () => {
    await start(createProject());
    const editor = await typist(client, project.at(schemaFile), schema);
    const line = 8;
    const elsewhere = async (): Promise<void> => {
      const found = await editor.diagnostics();
      const wrong = found.filter(({ code, range }) => code !== 'schema-not-migrated' && range.start.line !== line);
      assert.deepEqual(placed(wrong), [], editor.text());
    };
    await editor.type(behindName, `${required} @db.VarChar(20)`, elsewhere);
    assert.deepEqual(await editor.findings(), ['schema-not-migrated 0:0', 'required-column-without-default 8:2']);
    await editor.undo(elsewhere);
    assert.equal(editor.text(), schema);
    assert.deepEqual(await editor.findings(), []);
    assert.equal(readFileSync(project.at(schemaFile), 'utf8'), schema);
  });

  it('answers the last of many quick edits for the last text', async () => {
    await start(createProject());
    const editor = await typist(client, project.at(schemaFile), schema);
    const pulls: Promise<unknown>[] = [];
    await editor.type(behindName, `${required}\n  age Int\n  size Int`, async () => void pulls.push(client.pull(project.at(schemaFile))));
    assert.deepEqual((await editor.findings()).slice(1), [
      'required-column-without-default 8:2',
      'required-column-without-default 9:2',
      'required-column-without-default 10:2',
    ]);
    await Promise.all(pulls);
  });

  it('keeps the findings of other models while one is half typed', async () => {
    const text = `${schema.replace(behindName, behindName + required)}\nmodel Team {\n  id Int @id\n}\n`;
    await start(createProject({ [schemaFile]: text }));
    const editor = await typist(client, project.at(schemaFile), text);
    const before = (await editor.findings()).filter((item) => !item.startsWith('schema-not-migrated'));
    assert.deepEqual(before, ['required-column-without-default 8:2']);
    await editor.type('id Int @id', '\n  name Str @db.Var(', async () => {
      assert.ok((await editor.findings()).includes('required-column-without-default 8:2'), editor.text());
    });
  });

  it('says on the model what a deleted field loses, and nothing once the field is back', async () => {
    await start(createProject());
    const editor = await typist(client, project.at(schemaFile), schema);
    await editor.replace(`  ${behindName}\n`, '');
    const found = await editor.diagnostics();
    assert.deepEqual(placed(found).slice(1), ['column-dropped 4:6']);
    await editor.replace('  email String\n', `  email String\n  ${behindName}\n`);
    assert.deepEqual(await editor.findings(), []);
  });

  it('marks a rename on the new name alone', async () => {
    await start(createProject());
    const editor = await typist(client, project.at(schemaFile), schema);
    await editor.replace('name  String?', 'fullName String?');
    const found = await editor.diagnostics();
    assert.deepEqual(placed(found).slice(1), ['possible-rename 7:2']);
    assert.match(messageOf(found[1] ?? assert.fail()), /looks like a rename of `name`/);
  });

  it('concludes nothing from a text that has been emptied, and says so in the status', async () => {
    await start(createProject(), { options: { commands: true } });
    const editor = await typist(client, project.at(schemaFile), schema);
    await editor.replace(schema, '');
    assert.deepEqual(await editor.findings(), []);
    const { projects } = await client.status((status) => status.projects[0]?.schema?.analysed === false);
    assert.deepEqual(projects[0]?.schema, { analysed: false, reason: 'the schema has no datasource' });
    await editor.type('', schema);
    assert.deepEqual(await editor.findings(), []);
  });

  it('takes back what was not saved when the document closes', async () => {
    await start(createProject());
    const editor = await typist(client, project.at(schemaFile), schema);
    await editor.type(behindName, required);
    assert.equal((await editor.findings()).length, 2);
    await client.close(project.at(schemaFile));
    assert.deepEqual(await client.diagnostics(project.at(schemaFile)), []);
  });

  it('tells the same hazard once: a migration that has it takes it from the schema', async () => {
    const text = schema.replace(behindName, behindName + required);
    await start(createProject({ [schemaFile]: text }));
    assert.equal((await client.diagnostics(project.at(schemaFile))).length, 2);
    const added = migration('20240201000000_add_status');
    project.write(added, 'ALTER TABLE "User" ADD COLUMN "status" TEXT NOT NULL;\n');
    await client.watched({ path: project.at(added), type: 1 });
    await until(async () => (await client.diagnostics(project.at(schemaFile))).length === 0);
    assert.ok(placed(await client.diagnostics(project.at(added))).includes('required-column-without-default 0:19'));
  });

  it('follows an edit of a migration that is not saved', async () => {
    const added = migration('20240201000000_add_status');
    const text = schema.replace(behindName, `${behindName}\n  status String?`);
    const sql = 'ALTER TABLE "User" ADD COLUMN "status" TEXT;\n';
    await start(createProject({ [schemaFile]: text, [added]: sql }));
    assert.deepEqual(await client.diagnostics(project.at(schemaFile)), []);
    await client.open(project.at(added), sql);
    await client.change(project.at(added), 2, { text: 'SELECT 1;\n' });
    assert.deepEqual(placed(await client.diagnostics(project.at(schemaFile))), ['schema-not-migrated 0:0']);
  });

  it('says where the history has what a finding is about, once it is quiet', async () => {
    const capabilities = {
      ...fullCapabilities,
      textDocument: { ...fullCapabilities.textDocument, diagnostic: { relatedInformation: true } },
    };
    await start(createProject(), { capabilities });
    const editor = await typist(client, project.at(schemaFile), schema);
    await editor.replace(`  ${behindName}\n`, '');
    await until(async () => (await editor.diagnostics()).some(({ relatedInformation }) => relatedInformation !== undefined));
    const dropped = (await editor.diagnostics()).find(({ code }) => code === 'column-dropped');
    const [related] = dropped?.relatedInformation ?? [];
    assert.equal(related?.location.uri, uri(project.at(migration('20240101000000_init'))));
    assert.equal(init.split('\n')[related.location.range.start.line]?.trim(), '"name" TEXT');
  });

  it('publishes for a schema, open or not, where the client cannot ask', async () => {
    const text = schema.replace(behindName, behindName + required);
    await start(createProject({ [schemaFile]: text }), { capabilities: plainCapabilities });
    const items = await client.published(project.at(schemaFile), (list) => list.length > 0);
    assert.ok(placed(items).includes('required-column-without-default 8:2'));
    await client.open(project.at(schemaFile), text);
    await client.change(project.at(schemaFile), 2, { text: schema });
    await client.published(project.at(schemaFile), (list) => list.length === 0);
  });

  describe('of several files', () => {
    const base = 'prisma/schema/base.prisma';
    const user = 'prisma/schema/user.prisma';
    const [datasource, model] = [schema.slice(0, schema.indexOf('model')), schema.slice(schema.indexOf('model'))];
    const severalFiles = (): ProjectFolder =>
      createFolder({
        'package.json': '{ "dependencies": { "prisma": "7.2.0" } }',
        [base]: datasource,
        [user]: model,
        'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
        [migration('20240101000000_init')]: init,
      });

    it('marks the file that an edit is in', async () => {
      await start(severalFiles());
      assert.deepEqual(await client.diagnostics(project.at(user)), []);
      const editor = await typist(client, project.at(user), model);
      await editor.type(behindName, required);
      assert.deepEqual(await editor.findings(), ['required-column-without-default 4:2']);
      assert.deepEqual(placed(await client.diagnostics(project.at(base))), ['schema-not-migrated 0:0']);
      await editor.undo();
      assert.deepEqual(await editor.findings(), []);
      assert.deepEqual(await client.diagnostics(project.at(base)), []);
    });

    it('takes in a file that is created, also while it is unsaved, and lets a deleted one go', async () => {
      await start(severalFiles());
      const team = 'prisma/schema/team.prisma';
      await client.open(project.at(team), 'model Team {\n  id Int @id\n  members Int\n}\n');
      await until(async () => placed(await client.diagnostics(project.at(base))).length === 1);
      await client.close(project.at(team));
      await until(async () => placed(await client.diagnostics(project.at(base))).length === 0);
      project.write(team, 'model Team {\n  id Int @id\n}\n');
      await client.watched({ path: project.at(team), type: 1 });
      await until(async () => placed(await client.diagnostics(project.at(base))).length === 1);
      project.remove(user);
      await client.watched({ path: project.at(user), type: 3 });
      await until(async () => [...(await all([base, team]))].some((item) => item.startsWith('table-dropped')));
    });

    it('follows a file to its new name', async () => {
      await start(severalFiles());
      assert.deepEqual(await client.diagnostics(project.at(user)), []);
      project.rename(user, 'prisma/schema/people.prisma');
      await client.watched({ path: project.at(user), type: 3 }, { path: project.at('prisma/schema/people.prisma'), type: 1 });
      const editor = await typist(client, project.at('prisma/schema/people.prisma'), model);
      await editor.type(behindName, required);
      assert.deepEqual(await editor.findings(), ['required-column-without-default 4:2']);
    });

    async function all(files: readonly string[]): Promise<readonly string[]> {
      return (await Promise.all(files.map((file) => client.diagnostics(project.at(file))))).flatMap(placed);
    }
  });

  describe('in a repository', () => {
    function commit(message: string): void {
      project.git('add', '-A');
      project.git('commit', '-m', message);
    }

    it('follows a checkout while the schema is open', async () => {
      const folder = createProject({ 'lockstep.json': '{}', '.gitignore': 'node_modules\n' });
      project = folder;
      folder.git('init', '-b', 'main');
      commit('init');
      folder.git('checkout', '-b', 'status');
      const text = schema.replace(behindName, behindName + required);
      folder.write(schemaFile, text);
      commit('ask for status');
      folder.git('checkout', 'main');
      await start(folder);
      const file = project.at(schemaFile);
      await client.open(file, schema);
      assert.deepEqual(await client.diagnostics(file), []);
      project.git('checkout', 'status');
      // The editor takes in the text of a document without unsaved edits.
      await client.change(file, 2, { text });
      await client.watched({ path: file, type: 2 }, { path: project.at('.git/HEAD'), type: 2 });
      await until(async () => placed(await client.diagnostics(file)).includes('required-column-without-default 8:2'));
      project.git('checkout', 'main');
      await client.change(file, 3, { text: schema });
      await client.watched({ path: file, type: 2 }, { path: project.at('.git/HEAD'), type: 2 });
      await until(async () => (await client.diagnostics(file)).length === 0);
    });

    it('keeps unsaved text over a checkout', async () => {
      const folder = createProject({ 'lockstep.json': '{}', '.gitignore': 'node_modules\n' });
      project = folder;
      folder.git('init', '-b', 'main');
      commit('init');
      await start(folder);
      const editor = await typist(client, project.at(schemaFile), schema);
      await editor.type(behindName, required);
      project.git('checkout', '-b', 'other');
      await client.watched({ path: project.at(schemaFile), type: 2 }, { path: project.at('.git/HEAD'), type: 2 });
      assert.deepEqual(await editor.findings(), ['schema-not-migrated 0:0', 'required-column-without-default 8:2']);
    });

    it('measures a project without migrations against its default branch', async () => {
      const folder = createFolder({
        'package.json': '{ "dependencies": { "prisma": "7.2.0" } }',
        '.gitignore': 'node_modules\n',
        [schemaFile]: schema,
      });
      project = folder;
      folder.git('init', '-b', 'main');
      commit('init');
      await start(folder, { options: { commands: true } });
      const editor = await typist(client, project.at(schemaFile), schema);
      await editor.type(behindName, required);
      assert.deepEqual(await editor.findings(), ['required-column-without-default 8:2']);
      const { projects } = await client.status((status) => status.projects[0]?.schema?.analysed === true);
      const known = projects[0]?.schema;
      assert.ok(known?.analysed);
      assert.equal(known.baseline, 'schema as in main');
      assert.equal(known.hasMigrations, false);
    });
  });

  it('needs neither git nor trust', async () => {
    await start(createProject(), { options: { trusted: false } });
    const editor = await typist(client, project.at(schemaFile), schema);
    await editor.replace(`  ${behindName}\n`, '');
    assert.deepEqual((await editor.findings()).slice(1), ['column-dropped 4:6']);
  });

  it('is off, and says why, where there is neither a migration nor a repository', async () => {
    await start(createFolder({ 'package.json': '{}', [schemaFile]: schema }), { options: { commands: true } });
    const editor = await typist(client, project.at(schemaFile), schema);
    await editor.type(behindName, required);
    assert.deepEqual(await editor.findings(), []);
    const { projects } = await client.status((status) => status.projects[0]?.schema?.analysed === false);
    const known = projects[0]?.schema;
    assert.ok(known?.analysed === false);
    assert.match(known.reason, /^there are no migrations, and /);
  });

  it('analyses the edited one of two projects, and leaves the answers of the other as they were', async () => {
    const [one, other] = ['one/prisma/schema.prisma', 'other/prisma/schema.prisma'];
    const files = (name: string): Readonly<Record<string, string>> => ({
      [`${name}/package.json`]: '{ "dependencies": { "prisma": "7.2.0" } }',
      [`${name}/prisma/schema.prisma`]: schema.replace(behindName, behindName + required),
      [`${name}/prisma/migrations/migration_lock.toml`]: 'provider = "postgresql"\n',
      [`${name}/${migration('20240101000000_init')}`]: init,
    });
    await start(createFolder({ ...files('one'), ...files('other') }));
    const before = await client.pull(project.at(other));
    assert.equal(before.kind, 'full');
    const editor = await typist(client, project.at(one), readFileSync(project.at(one), 'utf8'));
    await editor.replace(required, '');
    assert.deepEqual(await editor.findings(), []);
    assert.equal((await client.pull(project.at(other), before.resultId)).kind, 'unchanged');
  });

  it('leaves the copy in a generated client alone', async () => {
    const copy = 'node_modules/.prisma/client/schema.prisma';
    await start(createProject(), { options: { commands: true } });
    project.write(copy, schema.replace(behindName, behindName + required));
    await client.open(project.at(copy), readFileSync(project.at(copy), 'utf8'));
    assert.deepEqual(await client.diagnostics(project.at(copy)), []);
    assert.equal((await client.status(({ state }) => state === 'ready')).projects.length, 1);
  });

  it('follows prisma.config.ts to another schema', async () => {
    const config = (path: string): string => `export default { schema: '${path}' };\n`;
    const other = 'db/other.prisma';
    await start(
      createProject({
        'prisma.config.ts': config('prisma/schema.prisma'),
        [other]: schema.replace(behindName, behindName + required),
        'db/migrations/migration_lock.toml': 'provider = "postgresql"\n',
        [`db/${migration('20240101000000_init').slice('prisma/'.length)}`]: init,
      }),
    );
    assert.deepEqual(await client.diagnostics(project.at(other)), []);
    project.write('prisma.config.ts', config(other));
    await client.watched({ path: project.at('prisma.config.ts'), type: 2 });
    await until(async () => placed(await client.diagnostics(project.at(other))).includes('required-column-without-default 8:2'));
  });

  for (const provider of ['mysql', 'sqlite']) {
    it(`is quiet in a ${provider} project, and says once that it is not analysed`, async () => {
      const text = schema.replace('postgresql', provider);
      const files = { [schemaFile]: text, 'prisma/migrations/migration_lock.toml': `provider = "${provider}"\n` };
      await start(createProject(files), { options: { commands: true } });
      const editor = await typist(client, project.at(schemaFile), text);
      await editor.type(behindName, required);
      assert.deepEqual(await editor.findings(), []);
      const { projects } = await client.status(({ state }) => state === 'ready');
      assert.match(projects[0]?.unsupported ?? '', /migrations are not analysed yet; only PostgreSQL is\./);
      assert.equal(projects[0]?.schema, null);
    });
  }
});

/** Asks until the answer is yes; the time limit of the test ends what never comes. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
