import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, diagnosticsUntil, folders, lockstepDiagnostics, migrationFile, open, ready, rulesOf } from './support';

const payments = migrationFile(folders.shop, '20250924143012_payment_references');

describe('plans in the editor', () => {
  let written: vscode.Uri[] = [];

  before(ready);

  afterEach(async () => {
    // An editor that is closed with changes would ask what to do with them.
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    for (const { fsPath } of written) rmSync(dirname(fsPath), { recursive: true, force: true });
    written = [];
    await closeAll();
  });

  it('take an index into a migration of its own, as one edit', async () => {
    const { document } = await open(payments);
    const found = await diagnosticsUntil(payments, (list) => rulesOf(list).includes('index-blocks-writes'));
    const index = found.find(({ range }) => document.getText(range).includes('"Payment_orderId_idx"'));
    assert.ok(index);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      payments,
      index.range,
      vscode.CodeActionKind.QuickFix.value,
      20,
    );
    const plan = actions.find(({ title }) => title.startsWith('Build the index without blocking writes'));
    assert.ok(plan?.edit, actions.map(({ title }) => title).join('\n'));
    assert.equal(plan.isPreferred, true);
    assert.ok(await vscode.workspace.applyEdit(plan.edit));
    assert.doesNotMatch(document.getText(), /Payment_orderId_idx/);
    assert.match(document.getText(), /CREATE INDEX "Payment_reference_idx"/);
    const created = vscode.workspace.textDocuments.filter(({ uri }) => /_payment_references_index_payment_order_id\//.test(uri.path));
    written = created.map(({ uri }) => uri);
    assert.equal(created.length, 1);
    assert.match(created[0]?.getText() ?? '', /\nCREATE INDEX CONCURRENTLY "Payment_orderId_idx" ON "Payment"\("orderId"\);\n$/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.match(document.getText(), /Payment_orderId_idx/);
    await untilGone(written.map(({ fsPath }) => dirname(fsPath)));
  });

  it('write what a schema changes, under the name that is given', async () => {
    const schema = vscode.Uri.file(join(folders.forum, 'prisma/schema/user.prisma'));
    const editor = await open(schema);
    const { document } = editor;
    const end = document.positionAt(document.getText().lastIndexOf('}'));
    await editor.edit((edit) => edit.insert(end, '\n  @@index([email])\n'));
    await diagnosticsUntil(schema, (list) => rulesOf(list).includes('index-blocks-writes'));
    await vscode.commands.executeCommand('lockstep.createSafeMigration', 'people by email');
    written = await vscode.workspace.findFiles(new vscode.RelativePattern(folders.forum, '**/*_people_by_email*/migration.sql'));
    assert.equal(written.length, 1);
    const text = (await vscode.workspace.openTextDocument(written[0] ?? schema)).getText();
    assert.match(text, /\nCREATE INDEX CONCURRENTLY "User_email_idx" ON "User"\("email"\);\n$/);
    await diagnosticsUntil(schema, (list) => list.length === 0);
    assert.deepEqual(lockstepDiagnostics(schema), []);
    await vscode.window.showTextDocument(document);
  });

  it('revert a migration as one edit, which one undo takes back', async () => {
    const pattern = new vscode.RelativePattern(folders.shop, '**/*_revert_payment_references*/migration.sql');
    await vscode.commands.executeCommand('lockstep.createRevertMigration', payments, false);
    written = await vscode.workspace.findFiles(pattern);
    assert.ok(written.length > 0);
    const [first] = written.map(({ fsPath }) => fsPath).sort();
    assert.match(readFileSync(first ?? '', 'utf8'), /^-- Reverts 20250924143012_payment_references\.\n/);
    await vscode.commands.executeCommand('undo');
    assert.deepEqual(
      written.filter(({ fsPath }) => existsSync(fsPath)),
      [],
    );
    await untilGone(written.map(({ fsPath }) => dirname(fsPath)));
  });
});

/** Resolves when none of the folders is there any more; an empty one would keep Prisma from migrating. */
async function untilGone(paths: readonly string[]): Promise<void> {
  while (paths.some((path) => existsSync(path))) await new Promise((resolve) => setTimeout(resolve, 20));
}
