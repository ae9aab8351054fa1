import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import {
  choosePreferred,
  closeAll,
  diagnosticsUntil,
  folders,
  lockstepDiagnostics,
  migrationFile,
  open,
  ready,
  rulesOf,
  until,
} from './support';

const payments = migrationFile(folders.shop, '20250924143012_payment_references');
const index = '"Payment_orderId_idx"';

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

  it('take an index into a migration of its own, as one edit that is on the disk', async () => {
    const editor = await openMarked();
    const { document } = editor;
    const before = document.getText();
    await choosePreferred(editor, index);
    await until(() => indexMigration() !== null && unsaved().length === 0);
    const file = indexMigration() ?? '';
    const whole = readFileSync(file, 'utf8');
    written = [vscode.Uri.file(file)];
    assert.match(whole, /\nCREATE INDEX CONCURRENTLY "Payment_orderId_idx" ON "Payment"\("orderId"\);\n$/);
    assert.doesNotMatch(document.getText(), /Payment_orderId_idx/);
    assert.match(document.getText(), /CREATE INDEX "Payment_reference_idx"/);
    assert.equal(readFileSync(payments.fsPath, 'utf8'), document.getText(), 'the statement is in one file of the disk, not in two');

    await asPeopleDo();
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await untilGone([dirname(file)]);
    await until(() => readFileSync(payments.fsPath, 'utf8') === before && unsaved().length === 0);

    await asPeopleDo();
    await vscode.commands.executeCommand('redo');
    await until(() => existsSync(file) && readFileSync(payments.fsPath, 'utf8') !== before && unsaved().length === 0);
    assert.equal(readFileSync(file, 'utf8'), whole);
    assert.doesNotMatch(readFileSync(payments.fsPath, 'utf8'), /Payment_orderId_idx/);
    await asPeopleDo();
    await vscode.commands.executeCommand('undo');
    await untilGone([dirname(file)]);
    await until(() => readFileSync(payments.fsPath, 'utf8') === before && unsaved().length === 0);
  });

  describe('where the editor does not save what an edit has touched', () => {
    const setting = (value: boolean | undefined): Thenable<void> =>
      vscode.workspace.getConfiguration('files').update('refactoring.autoSave', value, vscode.ConfigurationTarget.Global);

    before(() => setting(false));
    after(() => setting(undefined));

    it('save the text that was clean with their files', async () => {
      const editor = await openMarked();
      const before = editor.document.getText();
      await choosePreferred(editor, index);
      await until(() => indexMigration() !== null && !readFileSync(payments.fsPath, 'utf8').includes('Payment_orderId_idx'));
      written = [vscode.Uri.file(indexMigration() ?? '')];
      assert.match(readFileSync(indexMigration() ?? '', 'utf8'), /\nCREATE INDEX CONCURRENTLY "Payment_orderId_idx"/);
      await asPeopleDo();
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand('undo');
      await until(() => readFileSync(payments.fsPath, 'utf8') === before && unsaved().length === 0);
    });

    it('leave alone what somebody has not saved, and write their files whole', async () => {
      const editor = await openMarked();
      const onDisk = readFileSync(payments.fsPath, 'utf8');
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '-- not saved yet\n'));
      await marked(editor.document);
      await choosePreferred(editor, index);
      await until(() => indexMigration() !== null && !editor.document.getText().includes('Payment_orderId_idx'));
      written = [vscode.Uri.file(indexMigration() ?? '')];
      assert.match(readFileSync(indexMigration() ?? '', 'utf8'), /\nCREATE INDEX CONCURRENTLY "Payment_orderId_idx"/);
      assert.equal(readFileSync(payments.fsPath, 'utf8'), onDisk);
      assert.deepEqual(unsaved(), [payments.fsPath]);
    });
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

/** The migration with an index that has a plan, as soon as that is offered. */
async function openMarked(): Promise<vscode.TextEditor> {
  const editor = await open(payments);
  await marked(editor.document);
  return editor;
}

async function marked(document: vscode.TextDocument): Promise<void> {
  await diagnosticsUntil(payments, (list) =>
    list.some((one) => rulesOf([one])[0] === 'index-blocks-writes' && document.getText(one.range).includes(index)),
  );
}

/** The file that the plan writes for it; null where it is not there. */
function indexMigration(): string | null {
  const migrations = join(folders.shop, 'prisma/migrations');
  const name = readdirSync(migrations).find((entry) => entry.endsWith('_payment_references_index_payment_order_id'));
  const file = name === undefined ? null : join(migrations, name, 'migration.sql');
  return file !== null && existsSync(file) ? file : null;
}

/** Nobody takes an edit back within the moment in which the editor ends what it does behind it, of which there is no event. */
function asPeopleDo(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}

function unsaved(): readonly string[] {
  return vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.fsPath);
}

/** Resolves when none of the folders is there any more; an empty one would keep Prisma from migrating. */
function untilGone(paths: readonly string[]): Promise<void> {
  return until(() => !paths.some((path) => existsSync(path)));
}
