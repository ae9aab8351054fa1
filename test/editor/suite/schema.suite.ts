import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, diagnosticsUntil, folders, hoverText, lockstepDiagnostics, open, placeOf, ready, ruleOf, rulesOf } from './support';

const shop = vscode.Uri.file(join(folders.shop, 'prisma/schema.prisma'));
const forum = (file: string): vscode.Uri => vscode.Uri.file(join(folders.forum, 'prisma/schema', file));

describe('an edited schema', () => {
  before(ready);
  afterEach(closeAll);

  it('is marked before it is opened: on the field, not as a list of noise', async () => {
    const found = await diagnosticsUntil(shop, (list) => list.length > 0);
    assert.deepEqual(rulesOf(found).toSorted(), ['possible-rename', 'required-column-without-default', 'schema-not-migrated']);
    const hint = found.find((one) => ruleOf(one) === 'schema-not-migrated');
    assert.equal(hint?.severity, vscode.DiagnosticSeverity.Hint);
  });

  it('is marked while it is typed, explained on hover, and clean again after undo', async () => {
    const { document } = await open(shop);
    const before = document.getText();
    const known = rulesOf(await diagnosticsUntil(shop, (list) => list.length === 3)).toSorted();
    const seen: vscode.Diagnostic[] = [];
    const listening = vscode.languages.onDidChangeDiagnostics(() => seen.push(...lockstepDiagnostics(shop)));
    const line = await newLineBehind(document, 'email     String     @unique');
    await typeEach('phone String');
    const onLine = (list: readonly vscode.Diagnostic[]) => list.filter(({ range }) => range.start.line === line);
    const found = onLine(
      await diagnosticsUntil(shop, (list) =>
        onLine(list).some(({ message }) => message === 'Adding required `User.phone` fails on every existing row.'),
      ),
    );
    assert.deepEqual(rulesOf(found), ['required-column-without-default']);
    assert.equal(document.getText(found[0]?.range), 'phone String');
    const text = await hoverText(shop, placeOf(document, 'phone String'));
    assert.match(text, /ALTER TABLE "User" ADD COLUMN "phone" TEXT NOT NULL;/);
    assert.match(text, /\| `"User"` \| ACCESS EXCLUSIVE \|/);
    assert.match(text, /history up to 20250924143012_payment_references · PostgreSQL 15 · Prisma 7\.10\.1/);
    while (document.getText() !== before) await vscode.commands.executeCommand('undo');
    const after = await diagnosticsUntil(shop, (list) => list.every(({ message }) => !message.includes('`User.phone`')));
    listening.dispose();
    assert.deepEqual(rulesOf(after).toSorted(), known);
    assert.equal(await hoverText(shop, placeOf(document, 'email     String')), '');
    assert.equal(readFileSync(shop.fsPath, 'utf8'), before);
    const strange = seen.filter((one) => !known.includes(ruleOf(one)));
    assert.deepEqual(rulesOf(strange), [], 'nothing else was ever marked');
  });

  it('keeps the data of a renamed field with one action', async () => {
    const { document } = await open(shop);
    const before = document.getText();
    const rename = (await diagnosticsUntil(shop, (list) => list.length === 3)).find((one) => ruleOf(one) === 'possible-rename');
    assert.ok(rename);
    assert.match(await hoverText(shop, rename.range.start), /DROP COLUMN "text",\nADD COLUMN "body" TEXT;/);
    const provider = 'vscode.executeCodeActionProvider';
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(provider, shop, rename.range, undefined, 20);
    const keep = actions.find(({ title }) => title === 'Keep the column: @map("text") (no SQL)');
    assert.ok(keep?.edit, actions.map(({ title }) => title).join('\n'));
    assert.equal(keep.isPreferred, true);
    await vscode.workspace.applyEdit(keep.edit);
    assert.match(document.getText(), /body {6}String\? {2}@map\("text"\)\n/);
    await diagnosticsUntil(shop, (list) => !rulesOf(list).includes('possible-rename'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await diagnosticsUntil(shop, (list) => rulesOf(list).includes('possible-rename'));
  });

  it('counts as it is in the editor, and as it is on the disk once it is closed', async () => {
    const { document } = await open(shop);
    await newLineBehind(document, 'email     String     @unique');
    await typeEach('age Int');
    await diagnosticsUntil(shop, (list) => list.some(({ message }) => message.includes('`User.age`')));
    await closeAll();
    await diagnosticsUntil(shop, (list) => list.length === 3 && list.every(({ message }) => !message.includes('`User.age`')));
  });

  it('is marked in the one of its files that was edited', async () => {
    const { document } = await open(forum('topic.prisma'));
    await newLineBehind(document, 'title String');
    await typeEach('slug String @unique');
    // The field is a risk before its attribute is there: what was found then may still be shown.
    const isMarked = ({ range }: vscode.Diagnostic): boolean => document.getText(range) === 'slug String @unique';
    const found = await diagnosticsUntil(forum('topic.prisma'), (list) => list.some(isMarked));
    assert.ok(rulesOf(found.filter(isMarked)).includes('required-column-without-default'));
    assert.deepEqual(lockstepDiagnostics(forum('user.prisma')), []);
  });

  it('follows git while it is open', async () => {
    const { document } = await open(forum('user.prisma'));
    await diagnosticsUntil(forum('user.prisma'), (list) => list.length === 0);
    const checkout = (branch: string) => execFileSync('git', ['checkout', '--quiet', branch], { cwd: folders.forum });
    checkout('status');
    const found = await diagnosticsUntil(forum('user.prisma'), (list) => list.length > 0);
    assert.deepEqual(rulesOf(found), ['required-column-without-default']);
    assert.equal(document.getText(found[0]?.range), 'status String');
    checkout('main');
    await diagnosticsUntil(forum('user.prisma'), (list) => list.length === 0);
    assert.doesNotMatch(document.getText(), /status/);
  });

  it('has its difference in a document beside', async () => {
    await open(shop);
    await vscode.commands.executeCommand('lockstep.showSchemaDifference');
    const difference = vscode.workspace.textDocuments.find(({ uri }) => uri.authority === 'schema');
    assert.match(difference?.getText() ?? '', /Add column `Coupon`\.`maxUses` INTEGER, required/);
  });
});

/** Opens a line behind the one that holds the text, with the cursor in it, and returns its number. */
async function newLineBehind(document: vscode.TextDocument, text: string): Promise<number> {
  const { line } = placeOf(document, text);
  const editor = await vscode.window.showTextDocument(document);
  const end = document.lineAt(line).range.end;
  editor.selection = new vscode.Selection(end, end);
  await vscode.commands.executeCommand('editor.action.insertLineAfter');
  return line + 1;
}

async function typeEach(text: string): Promise<void> {
  for (const character of text) await vscode.commands.executeCommand('type', { text: character });
}
