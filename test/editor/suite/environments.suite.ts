import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, folders, ready } from './support';

describe('environments', () => {
  const root = (): string => vscode.Uri.file(folders.shop).toString();
  const settings = (): vscode.Uri => vscode.Uri.file(join(folders.shop, 'lockstep.json'));
  let original = '';

  before(async () => {
    await ready();
    original = new TextDecoder().decode(await vscode.workspace.fs.readFile(settings()));
    writeFileSync(join(folders.shop, '.env'), 'DATABASE_URL="postgresql://shop:hunter2@127.0.0.1:1/shop"\n');
  });

  after(async () => {
    await closeAll();
    await vscode.workspace.fs.writeFile(settings(), new TextEncoder().encode(original));
    await vscode.workspace.fs.delete(vscode.Uri.file(join(folders.shop, '.env')));
  });

  it('are set up by one edit, beside what lockstep.json has', async () => {
    await vscode.commands.executeCommand('lockstep.setUpEnvironments', root(), ['dev', 'production']);
    const text = (await vscode.workspace.openTextDocument(settings())).getText();
    assert.ok(text.startsWith(original.slice(0, original.indexOf('"baseline"'))), 'what was there stays');
    assert.match(text, /"name": "dev",\s+"kind": "development",\s+"url": \{\s+"env": "DATABASE_URL"\s+\}/);
    assert.match(text, /"name": "production",\s+"kind": "production",\s+"url": \{\s+"secret": true\s+\}/);
    assert.doesNotMatch(text, /hunter2/);
  });

  it('are shown as a matrix, with the secret that only the editor keeps', async () => {
    await ready();
    const production = { root: root(), environment: 'production' };
    await vscode.commands.executeCommand('lockstep.setConnectionSecret', production, 'postgresql://shop:hunter2@127.0.0.1:1/live');
    await vscode.commands.executeCommand('lockstep.showMigrationMatrix', production);
    const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'lockstep' && uri.authority === 'matrix');
    assert.ok(shown, vscode.workspace.textDocuments.map(({ uri }) => uri.toString()).join('\n'));
    const text = shown.getText();
    assert.match(text, /\| dev \| development \| `127\.0\.0\.1:1\/shop` \| unreachable \(P1001\) \|/);
    assert.match(text, /\| production \| production \| `127\.0\.0\.1:1\/live` \| unreachable \(P1001\) \|/);
    assert.doesNotMatch(text, /hunter2/);
    await vscode.commands.executeCommand('lockstep.forgetConnectionSecret', production);
    await vscode.commands.executeCommand('lockstep.chooseEnvironment', production);
  });
});
