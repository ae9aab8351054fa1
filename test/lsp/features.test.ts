import assert from 'node:assert/strict';
import type { CodeAction, Hover, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analysisRequest, clientCommands, effectsRequest, lintAllRequest, type Report } from '../../server/src/protocol';
import { createProject, init, migration, type ProjectFolder } from './project-folder';
import { fullCapabilities, plainCapabilities, startClient, type TestClient, type TestClientOptions, uri } from './test-client';

const pending = migration('20240201000000_change_user');
const changeType = 'ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT;';
const createTable = 'CREATE TABLE "Tag" ("id" INTEGER PRIMARY KEY);';
const dropColumn = 'ALTER TABLE "User" DROP COLUMN "name";';
const text = `${createTable}\n${changeType}\n${dropColumn}\n`;

describe('features', () => {
  let project: ProjectFolder;
  let client: TestClient;
  let file: string;

  async function start(content: string, options: Partial<TestClientOptions> = {}): Promise<void> {
    project = createProject({ [pending]: content });
    client = await startClient({ folders: [project.path], ...options });
    file = project.at(pending);
    await client.open(file, content);
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  describe('hover', () => {
    it('shows what the statement does in one table, why, and how Prisma runs the file', async () => {
      await start(text);
      const hover = await client.hover(file, { line: 1, character: 5 });
      const value = markdown(hover);
      assert.match(value, /\| `"User"` \| ACCESS EXCLUSIVE \| reads and writes \| yes, and 1 index \|/);
      assert.match(value, /PostgreSQL 15/);
      assert.match(value, /Prisma 7\.2\.0/);
      assert.match(value, /one transaction/);
      assert.match(value, /type-change-rewrites-table/);
      assert.equal(hover?.range?.start.line, 1);
    });

    it('knows the effect in history too, without findings', async () => {
      await start(text);
      const init = project.at(migration('20240101000000_init'));
      assert.match(markdown(await client.hover(init, { line: 0, character: 0 })), /Creates `"User"`/);
      const older = project.write(migration('20230101000000_older'), 'CREATE TABLE "Old" ("a" INT, "b" INT);\nDROP TABLE "Old";\n');
      await client.watched({ path: older, type: 1 });
      const value = markdown(await client.hover(older, { line: 1, character: 0 }));
      assert.match(value, /Drops `"Old"`/);
      assert.doesNotMatch(value, /table-dropped/);
    });

    it('is silent between statements and behind the last', async () => {
      await start(`${createTable}\n\n${dropColumn}\n\n`);
      assert.equal(await client.hover(file, { line: 1, character: 0 }), null);
      assert.equal(await client.hover(file, { line: 4, character: 0 }), null);
    });

    it('says that a statement could not be read', async () => {
      await start('ALTER TABLE "User" ADD COL;\n');
      assert.match(markdown(await client.hover(file, { line: 0, character: 3 })), /cannot read this statement/);
    });
  });

  describe('code lens', () => {
    it('stands above statements that touch a table in use, and above no other', async () => {
      await start(text);
      const lenses = await client.lenses(file);
      assert.deepEqual(
        lenses.map(({ range, command }) => [range.start.line, command?.title]),
        [
          [1, 'ACCESS EXCLUSIVE on "User" · rewrites the table and 1 index · blocks reads and writes'],
          [2, 'ACCESS EXCLUSIVE on "User" · blocks reads and writes for a moment'],
        ],
      );
    });

    it('opens the effects where the client has the command, and is plain text elsewhere', async () => {
      await start(text, { options: { commands: true } });
      const [lens] = await client.lenses(file);
      assert.equal(lens?.command?.command, clientCommands.showEffects);
      assert.deepEqual(lens?.command?.arguments, [uri(file), 'statement-2-line-2']);
    });

    it('is off when the setting says so', async () => {
      await start(text, { settings: { codeLens: { enabled: false } } });
      assert.deepEqual(await client.lenses(file), []);
    });

    it('shows nothing for tables that the same deploy creates', async () => {
      await start(`${createTable}\nALTER TABLE "Tag" ADD COLUMN "name" TEXT;\nCREATE INDEX "Tag_name_idx" ON "Tag"("name");\n`);
      assert.deepEqual(await client.lenses(file), []);
    });
  });

  describe('code actions', () => {
    it('ignores a finding above its statement, computed when chosen', async () => {
      await start(text);
      const action = await actionTitled(/^Ignore here.*column-dropped/, 2);
      assert.equal(action.edit, undefined);
      assert.equal(action.diagnostics?.[0]?.code, 'column-dropped');
      const applied = apply(text, (await client.resolve(action)).edit);
      assert.equal(applied, `${createTable}\n${changeType}\n-- lockstep-ignore column-dropped: reviewed, acceptable here\n${dropColumn}\n`);
    });

    it('takes the finding away once applied', async () => {
      await start(text);
      const applied = apply(text, (await client.resolve(await actionTitled(/^Ignore here.*column-dropped/, 2))).edit);
      await client.change(file, 2, { text: applied });
      const rules = (await client.diagnostics(file)).map(({ code }) => code);
      assert.ok(!rules.includes('column-dropped'), rules.join());
      assert.ok(!rules.includes('suppression-unused'), rules.join());
    });

    it('keeps indentation and line ends, and makes a line of its own behind another statement', async () => {
      const content = `SELECT 1;\r\n  ${dropColumn}\r\nSELECT 2; ALTER TABLE "User" DROP COLUMN "email";\r\n`;
      await start(content);
      const first = apply(content, (await client.resolve(await actionTitled(/^Ignore here.*column-dropped/, 1))).edit);
      assert.ok(first.includes(`\r\n  -- lockstep-ignore column-dropped: reviewed, acceptable here\r\n  ${dropColumn}\r\n`), first);
      const second = apply(content, (await client.resolve(await actionTitled(/^Ignore here.*column-dropped/, 2))).edit);
      assert.ok(second.includes('SELECT 2; \r\n-- lockstep-ignore column-dropped: reviewed, acceptable here\r\nALTER TABLE'), second);
    });

    it('ignores a rule in the whole file', async () => {
      await start(text);
      const applied = apply(text, (await client.resolve(await actionTitled(/^Ignore in this file.*column-dropped/, 2))).edit);
      assert.equal(applied, `-- lockstep-ignore-file column-dropped: reviewed, acceptable here\n${text}`);
    });

    it('removes an unused suppression with its line, or one rule of several', async () => {
      const unused = '-- lockstep-ignore column-dropped: gone\nSELECT 1;\n';
      await start(unused);
      assert.equal(apply(unused, (await client.resolve(await actionTitled(/^Remove the unused/, 0))).edit), 'SELECT 1;\n');
      const partly = `-- lockstep-ignore truncate, column-dropped: why\n${dropColumn}\n`;
      await client.change(file, 2, { text: partly });
      const edited = apply(partly, (await client.resolve(await actionTitled(/^Remove the unused/, 0))).edit);
      assert.equal(edited, `-- lockstep-ignore column-dropped: why\n${dropColumn}\n`);
    });

    it('completes a suppression without a reason', async () => {
      const content = `-- lockstep-ignore column-dropped\n${dropColumn}\n`;
      await start(content);
      const edited = apply(content, (await client.resolve(await actionTitled(/^Give a reason/, 0))).edit);
      assert.equal(edited, `-- lockstep-ignore column-dropped: reviewed, acceptable here\n${dropColumn}\n`);
    });

    it('computes it again where the text has changed since it was offered, and does nothing where it is about nothing any more', async () => {
      await start(text);
      const action = await actionTitled(/^Ignore here.*column-dropped/, 2);
      await client.change(file, 2, { text: `\n${text}` });
      const moved = (await client.resolve(action)).edit?.documentChanges?.[0];
      assert.ok(moved !== undefined && 'textDocument' in moved);
      assert.equal(moved.textDocument.version, 2);
      assert.deepEqual(
        moved.edits.map((edit) => 'range' in edit && edit.range.start),
        [{ line: 3, character: 0 }],
      );
      await client.change(file, 3, { text: '-- nothing\n' });
      assert.equal((await client.resolve(action)).edit, undefined);
    });

    it('selects the reason for typing over where the client can', async () => {
      const capabilities = {
        ...fullCapabilities,
        workspace: { ...fullCapabilities.workspace, workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
      };
      await start(text, { capabilities });
      const { edit } = await client.resolve(await actionTitled(/^Ignore here.*column-dropped/, 2));
      assert.match(JSON.stringify(edit), /lockstep-ignore column-dropped: \$\{1:reviewed, acceptable here\}/);
    });

    it('gives whole edits to a client that resolves nothing', async () => {
      await start(text, { capabilities: plainCapabilities });
      const { edit } = await actionTitled(/^Ignore here.*column-dropped/, 2);
      assert.deepEqual(Object.keys(edit?.changes ?? {}), [uri(file)]);
    });

    it('offers no edit in a migration that is applied', async () => {
      await start(text);
      const history = project.at(migration('20240101000000_init'));
      await client.open(history, init);
      await client.change(history, 2, { text: `${init}${dropColumn}\n` });
      const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      const titles = (await client.actions(history, range)).map(({ title }) => title);
      assert.deepEqual(
        titles.filter((title) => title.startsWith('Ignore')),
        [],
      );
    });

    async function actionTitled(pattern: RegExp, line: number): Promise<CodeAction> {
      const range = { start: { line, character: 0 }, end: { line, character: 200 } };
      const known = client.initialized.capabilities.diagnosticProvider === undefined ? [] : await client.diagnostics(file);
      const actions = await client.actions(file, range, known);
      const found = actions.find(({ title }) => pattern.test(title));
      assert.ok(found, actions.map(({ title }) => title).join('\n'));
      return found;
    }
  });

  describe('reports', () => {
    it('lists the effects of every statement', async () => {
      await start(text);
      const report = await client.connection.sendRequest<Report>(effectsRequest, { uri: uri(file) });
      assert.match(report.title, /20240201000000_change_user/);
      assert.match(report.text, /## Statement 2, line 2/);
      assert.match(report.text, /rewrites the table/);
    });

    it('shows each step of the analysis as JSON', async () => {
      await start(text);
      const report = await client.connection.sendRequest<Report>(analysisRequest, { uri: uri(file) });
      const { statements } = JSON.parse(report.text);
      assert.equal(statements.length, 3);
      assert.equal(statements[2].operations[0].kind, 'drop-column');
      assert.equal(statements[2].effect.locks['public.User'], 'ACCESS EXCLUSIVE');
      assert.equal(statements[2].findings[0].rule, 'column-dropped');
    });

    it('lists the findings of all migrations, history included', async () => {
      await start(text);
      const report = await client.connection.sendRequest<Report>(lintAllRequest);
      assert.match(report.text, /2 migrations/);
      assert.match(report.text, /column-dropped/);
    });

    it('has none for a file outside every project', async () => {
      await start(text);
      assert.equal(await client.connection.sendRequest(effectsRequest, { uri: uri(project.at('package.json')) }), null);
    });
  });
});

function markdown(hover: Hover | null): string {
  assert.ok(hover !== null && typeof hover.contents === 'object' && 'value' in hover.contents);
  return hover.contents.value;
}

/** The text after an edit that names this one document. */
function apply(before: string, edit: WorkspaceEdit | undefined): string {
  const [change] = edit?.documentChanges ?? [];
  assert.ok(change !== undefined && 'edits' in change);
  const document = TextDocument.create(change.textDocument.uri, 'sql', 0, before);
  return TextDocument.applyEdits(
    document,
    change.edits.flatMap((one) => ('newText' in one ? [one] : [])),
  );
}
