import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('lockstep.lockstep');
    assert.ok(extension);
    await extension.activate();
    console.log(JSON.stringify(vscode.workspace.workspaceFolders?.map((f) => f.uri.toString())));
  });
});
