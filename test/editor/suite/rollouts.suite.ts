import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, diagnosticsUntil, folders, open, ready, rulesOf } from './support';

const schema = vscode.Uri.file(join(folders.forum, 'prisma/schema/user.prisma'));
const rollout = join(folders.forum, 'prisma/rollouts/add_user_nick');
const record = vscode.Uri.file(join(rollout, 'rollout.json'));

describe('rollouts in the editor', () => {
  before(ready);
  after(closeAll);

  it('begin as one edit, which one undo takes back', async () => {
    const editor = await open(schema);
    const { document } = editor;
    const before = document.getText();
    await editor.edit((edit) => edit.insert(document.positionAt(before.lastIndexOf('}')), '  nick  String\n'));
    const found = await diagnosticsUntil(schema, (list) => rulesOf(list).includes('required-column-without-default'));
    const nick = found.find(({ range }) => document.getText(range).startsWith('nick'));
    assert.ok(nick);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      schema,
      nick.range,
      vscode.CodeActionKind.QuickFix.value,
      20,
    );
    const action = actions.find(({ title }) => title === 'Roll out nick over two releases: expand, release, contract');
    assert.ok(action?.edit, actions.map(({ title }) => title).join('\n'));
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.match(document.getText(), /\n {2}nick {2}String @default\(""\)\n/);
    assert.ok(existsSync(record.fsPath));
    const [migration] = await vscode.workspace.findFiles(new vscode.RelativePattern(folders.forum, '**/*_add_user_nick/migration.sql'));
    assert.ok(migration);
    await diagnosticsUntil(schema, (list) => list.every(({ range }) => !document.getText(range).startsWith('nick')));

    await vscode.commands.executeCommand('lockstep.showRollout', record.toString());
    const tab = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    while (tab()?.includes('README.md') !== true) await new Promise((resolve) => setTimeout(resolve, 20));
    const checklist = await vscode.workspace.openTextDocument(vscode.Uri.file(join(rollout, 'README.md')));
    assert.match(checklist.getText(), /^# Rollout add_user_nick\n/);

    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    while (existsSync(record.fsPath) || existsSync(migration.fsPath)) await new Promise((resolve) => setTimeout(resolve, 20));
    while (document.getText() !== before) await vscode.commands.executeCommand('undo');
  });
});
