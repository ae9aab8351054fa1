import { commands, window, workspace } from 'vscode';

/** Why an untrusted workspace shows and does less. */
export const untrustedWords = 'In an untrusted workspace nothing is connected and no program is started.';

/** Whether databases may be reached; where not, says why, and leads to what can be done. */
export function isTrusted(): boolean {
  if (workspace.isTrusted) return true;
  void explain();
  return false;
}

async function explain(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const answer = await window.showInformationMessage(untrustedWords, manage);
  if (answer === manage) await commands.executeCommand('workbench.trust.manage');
}
