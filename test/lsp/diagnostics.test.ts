import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DiagnosticSeverity, DiagnosticTag, WorkspaceDiagnosticRequest } from 'vscode-languageserver/node';
import { createProject, init, migration, type ProjectFolder } from './project-folder';
import { messageOf, placed, plainCapabilities, startClient, type TestClient, type TestClientOptions, uri } from './test-client';

const drop = 'ALTER TABLE "User" DROP COLUMN "name";\n';
const pending = migration('20240201000000_drop_name');

describe('diagnostics', () => {
  let project: ProjectFolder;
  let client: TestClient;

  async function start(files: Readonly<Record<string, string>>, options: Partial<TestClientOptions> = {}): Promise<void> {
    project = createProject(files);
    client = await startClient({ folders: [project.path], ...options });
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  it('marks the statement of an open pending migration', async () => {
    await start({ [pending]: drop });
    await client.open(project.at(pending), drop);
    const [diagnostic] = await client.diagnostics(project.at(pending));
    assert.ok(diagnostic);
    assert.equal(diagnostic.source, 'lockstep');
    assert.equal(diagnostic.code, 'column-dropped');
    assert.equal(diagnostic.severity, DiagnosticSeverity.Error);
    assert.equal(drop.slice(diagnostic.range.start.character, diagnostic.range.end.character), 'DROP COLUMN "name"');
    assert.ok(!messageOf(diagnostic).includes('\n'));
    assert.ok(typeof diagnostic.data.help === 'string' && diagnostic.data.help !== '');
  });

  it('counts characters as editors do, behind emoji, in CRLF files', async () => {
    const text = `-- 🚲 ä\r\n/* 🚲 */ ${drop}`;
    await start({ [pending]: text });
    await client.open(project.at(pending), text);
    const found = await client.diagnostics(project.at(pending));
    assert.deepEqual(placed(found), ['column-dropped 1:28']);
  });

  it('gives none for history', async () => {
    await start({ [migration('20230101000000_old')]: 'CREATE TABLE "A" ("x" INT);\nALTER TABLE "A" DROP COLUMN "x";\n' });
    assert.deepEqual(await client.diagnostics(project.at(migration('20230101000000_old'))), []);
  });

  it('answers for a pending migration that is not open', async () => {
    await start({ [pending]: drop });
    assert.deepEqual(placed(await client.diagnostics(project.at(pending))), ['column-dropped 0:19']);
  });

  it('gives none for a file that is no migration', async () => {
    await start({ 'notes/migration.sql.txt': drop });
    assert.deepEqual(await client.diagnostics(project.at('notes/migration.sql.txt')), []);
  });

  it('says unchanged when asked again, and tells the new list after an edit', async () => {
    await start({ [pending]: drop });
    await client.open(project.at(pending), drop);
    const first = await client.pull(project.at(pending));
    assert.equal(first.kind, 'full');
    assert.equal((await client.pull(project.at(pending), first.resultId)).kind, 'unchanged');
    await client.change(project.at(pending), 2, { text: 'SELECT 1;\n' });
    const second = await client.pull(project.at(pending), first.resultId);
    assert.equal(second.kind, 'full');
    assert.deepEqual(second.items, []);
  });

  it('follows incremental edits', async () => {
    const text = 'SELECT 1;\n';
    await start({ [pending]: text });
    await client.open(project.at(pending), text);
    assert.deepEqual(await client.diagnostics(project.at(pending)), []);
    const end = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    await client.change(project.at(pending), 2, { range: end, text: 'ALTER TABLE "User" DROP COLUMN "nam";\n' });
    const typo = { start: { line: 1, character: 35 }, end: { line: 1, character: 35 } };
    await client.change(project.at(pending), 3, { range: typo, text: 'e' });
    assert.deepEqual(placed(await client.diagnostics(project.at(pending))), ['column-dropped 1:19']);
    assert.equal(readFileSync(project.at(pending), 'utf8'), text);
  });

  it('reports what earlier pending migrations mean for later ones, while they are edited', async () => {
    const later = migration('20240301000000_index_post_title');
    const index = 'CREATE INDEX "Post_title_idx" ON "Post"("title");\n';
    await start({ [pending]: 'SELECT 1;\n', [later]: index });
    assert.ok(placed(await client.diagnostics(project.at(later))).some((item) => item.startsWith('reference-not-found')));
    await client.open(project.at(pending), 'SELECT 1;\n');
    await client.change(project.at(pending), 2, { text: 'CREATE TABLE "Post" ("id" SERIAL PRIMARY KEY, "title" TEXT);\n' });
    assert.deepEqual(placed(await client.diagnostics(project.at(later))), []);
  });

  it('answers the last of many quick edits for the last text', async () => {
    await start({ [pending]: drop });
    await client.open(project.at(pending), drop);
    const pulls: Promise<unknown>[] = [];
    for (let version = 2; version <= 30; version++) {
      await client.change(project.at(pending), version, { text: version % 2 === 0 ? drop : `\n${drop}` });
      pulls.push(client.pull(project.at(pending)));
    }
    await client.change(project.at(pending), 31, { text: `\n\n${drop}` });
    assert.deepEqual(placed(await client.diagnostics(project.at(pending))), ['column-dropped 2:19']);
    await Promise.all(pulls);
  });

  it('takes back what was not saved when the document closes', async () => {
    await start({ [pending]: drop });
    await client.open(project.at(pending), drop);
    await client.change(project.at(pending), 2, { text: 'SELECT 1;\n' });
    assert.deepEqual(await client.diagnostics(project.at(pending)), []);
    await client.close(project.at(pending));
    assert.deepEqual(placed(await client.diagnostics(project.at(pending))), ['column-dropped 0:19']);
  });

  it('costs a half-typed statement only itself', async () => {
    const text = `ALTER TABLE "User" ADD COL\n;\n${drop}`;
    await start({ [pending]: text });
    await client.open(project.at(pending), text);
    const found = placed(await client.diagnostics(project.at(pending)));
    assert.ok(
      found.some((item) => item.startsWith('syntax-error')),
      found.join(),
    );
    assert.ok(found.includes('column-dropped 2:19'), found.join());
  });

  it('marks a suppression that nothing needs as unnecessary', async () => {
    const text = '-- lockstep-ignore column-dropped: nothing to do with it\nSELECT 1;\n';
    await start({ [pending]: text });
    const found = await client.diagnostics(project.at(pending));
    const [unused] = found.filter(({ code }) => code === 'suppression-unused');
    assert.deepEqual(unused?.tags, [DiagnosticTag.Unnecessary]);
  });

  it('marks what is wrong in lockstep.json', async () => {
    await start({ 'lockstep.json': '{\n  "baseline": "20240101000000_init",\n  "rules": { "column-droped": "off" }\n}\n' });
    const [problem] = await client.diagnostics(project.at('lockstep.json'));
    assert.equal(problem?.range.start.line, 2);
    assert.ok(problem);
    assert.match(messageOf(problem), /column-droped/);
  });

  it('publishes for every pending migration, open or not, where the client cannot ask', async () => {
    await start({ [pending]: drop }, { capabilities: plainCapabilities });
    assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
    const items = await client.published(project.at(pending), (list) => list.length > 0);
    assert.deepEqual(placed(items), ['column-dropped 0:19']);
    await client.open(project.at(pending), drop);
    await client.change(project.at(pending), 2, { text: 'SELECT 1;\n' });
    await client.published(project.at(pending), (list) => list.length === 0);
  });

  it('streams pending migrations that are not open as parts of one answer', async () => {
    const other = migration('20240301000000_drop_email');
    await start({ [pending]: drop });
    const token = 'parts';
    const parts: string[][] = [];
    let arrived = (): void => undefined;
    const next = (): Promise<void> => new Promise((resolve) => (arrived = resolve));
    client.connection.onProgress(WorkspaceDiagnosticRequest.partialResult, token, ({ items }) => {
      const migrations = items.map((item) => item.uri).filter((file) => file.endsWith('.sql'));
      if (migrations.length === 0) return;
      parts.push(migrations);
      arrived();
    });
    const first = next();
    void client.connection
      .sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [], partialResultToken: token })
      .catch(() => undefined);
    await first;
    const second = next();
    project.write(other, 'ALTER TABLE "User" DROP COLUMN "email";\n');
    await client.watched({ path: project.at(other), type: 1 });
    await second;
    assert.deepEqual(parts, [[uri(project.at(pending))], [uri(project.at(other))]]);
  });

  for (const end of ['edited', 'closed'] as const) {
    it(`ends that answer when a document is ${end}: the editor may have hidden it`, async () => {
      await start({ [pending]: drop });
      await client.open(project.at(pending), drop);
      await client.diagnostics(project.at(pending));
      const answer = client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [], partialResultToken: end });
      await client.diagnostics(project.at(pending));
      if (end === 'edited') await client.change(project.at(pending), 2, { text: `\n${drop}` });
      else await client.close(project.at(pending));
      assert.deepEqual(await answer, { items: [] });
    });
  }

  it('does not mind a project without migrations, an empty file or a binary one', async () => {
    await start({
      [pending]: '',
      [migration('20240301000000_binary')]: '\u0000\u0001\ufffd\u0000',
      [migration('20240401000000_last')]: drop,
    });
    assert.deepEqual(await client.diagnostics(project.at(pending)), []);
    await client.diagnostics(project.at(migration('20240301000000_binary')));
    assert.ok(placed(await client.diagnostics(project.at(migration('20240401000000_last')))).includes('column-dropped 0:19'));
  });

  it('gives an init migration none', async () => {
    await start({ 'lockstep.json': '{}' });
    assert.deepEqual(await client.diagnostics(project.at(migration('20240101000000_init'))), []);
    assert.equal(readFileSync(project.at(migration('20240101000000_init')), 'utf8'), init);
  });
});
