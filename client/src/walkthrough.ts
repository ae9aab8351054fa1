import { commands, Disposable, languages, window } from 'vscode';
import type { Environments } from './environments/environments';

/** What the steps of the walkthrough and the welcome views ask for, each told once it is so. */
export function followWalkthrough(environments: Environments): Disposable {
  const parts: Disposable[] = [];
  const once = (key: string, holds: () => boolean, listen: (look: () => void) => Disposable): void => {
    const look = (): void => {
      if (!holds()) return;
      tell(key, true);
      listening.dispose();
    };
    const listening = listen(look);
    parts.push(listening);
    look();
  };
  const isSchema = (): boolean => window.activeTextEditor?.document.uri.path.endsWith('.prisma') === true;
  once('lockstep.sawSchema', isSchema, (look) => window.onDidChangeActiveTextEditor(look));
  once(
    'lockstep.sawWarning',
    () => shownFindings() > 0,
    (look) => Disposable.from(languages.onDidChangeDiagnostics(look), window.onDidChangeTextEditorSelection(look)),
  );
  const told = (): void => {
    tell('lockstep.projects', environments.projects().length === 0 ? 'none' : 'some');
    tell('lockstep.hasEnvironments', environments.all().length > 0);
  };
  parts.push(environments.onDidChange(told));
  return Disposable.from(...parts);
}

/** Of the line that the cursor is in: whoever stands there reads it. */
function shownFindings(): number {
  const editor = window.activeTextEditor;
  if (editor === undefined) return 0;
  const { line } = editor.selection.active;
  return languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'lockstep' && range.start.line <= line && line <= range.end.line).length;
}

function tell(key: string, value: boolean | string): void {
  void commands.executeCommand('setContext', key, value);
}
