import { commands, Disposable, languages, window } from 'vscode';
import type { Environments } from './environments/environments';

export type WalkthroughStep = 'schema' | 'warning' | 'fix' | 'environments';

/** Tells the welcome views what there is, and the walkthrough what somebody has done. */
export function followWalkthrough(environments: Environments): Disposable {
  let line = '';
  const read = (): void => {
    const found = lineWithFinding();
    if (found !== null && found !== line) stepIsDone('warning');
    line = found ?? '';
  };
  const look = (): void => {
    if (window.activeTextEditor?.document.uri.path.endsWith('.prisma') === true) stepIsDone('schema');
    read();
  };
  look();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(look),
    window.onDidChangeTextEditorSelection(read),
    environments.onDidChange(() => {
      void commands.executeCommand('setContext', 'lockstep.projects', environments.projects().length === 0 ? 'none' : 'some');
      if (environments.all().length > 0) stepIsDone('environments');
    }),
  );
}

/** A walkthrough sees that a key becomes true, and nothing of one that was so before it was opened: so it is true for a moment each time. */
export function stepIsDone(step: WalkthroughStep): void {
  const key = `lockstep.step.${step}`;
  void commands.executeCommand('setContext', key, true);
  void commands.executeCommand('setContext', key, undefined);
}

/** The line that the cursor is in, where it has a finding: whoever stands there reads it. */
function lineWithFinding(): string | null {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const { uri } = editor.document;
  const { line } = editor.selection.active;
  const found = languages
    .getDiagnostics(uri)
    .some(({ source, range }) => source === 'lockstep' && range.start.line <= line && line <= range.end.line);
  return found ? `${uri.toString()} ${line}` : null;
}
