import { commands, window, workspace } from 'vscode';

/** Whether databases may be reached; where not, says why, and leads to what can be done. */
export function isTrusted(): boolean {
  if (workspace.isTrusted) return true;
  void explain();
  return false;
}

async function explain(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const answer = await window.showInformationMessage('In an untrusted workspace nothing is connected and no program is started.', manage);
  if (answer === manage) await commands.executeCommand('workbench.trust.manage');
}
