import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ready } from './support';

describe('activation', () => {
  it('analyses the workspace by itself', async () => {
    const extension = await ready();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of the manifest', async () => {
    const { packageJSON } = await ready();
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared: readonly { readonly command: string }[] = packageJSON.contributes.commands;
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('lives beside the official extension: contributes no grammar, formatter or configuration for prisma', async () => {
    const { packageJSON } = await ready();
    assert.deepEqual(packageJSON.contributes.languages, [{ id: 'prisma', extensions: ['.prisma'] }]);
    for (const { injectTo } of packageJSON.contributes.grammars) assert.ok(injectTo, 'only injection grammars');
    assert.equal(packageJSON.extensionDependencies, undefined);
  });

  it('opens nothing by itself', async () => {
    await ready();
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      [],
    );
  });
});
