import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** What the extension's `activate` returns. */
interface LockstepApi {
  readonly whenReady: () => Promise<void>;
}

/** The copies that the runner has made; `history` is empty without the corpus. */
export const folders = {
  shop: process.env.LOCKSTEP_EDITOR_SHOP ?? '',
  forum: process.env.LOCKSTEP_EDITOR_FORUM ?? '',
  history: process.env.LOCKSTEP_EDITOR_HISTORY ?? '',
};

/** The activated extension, when every project of the workspace has been analysed. */
export async function ready(): Promise<vscode.Extension<LockstepApi>> {
  const extension = vscode.extensions.getExtension<LockstepApi>('lockstep.lockstep');
  assert.ok(extension, 'the extension is not there');
  const api = await extension.activate();
  await api.whenReady();
  return extension;
}

export function migrationFile(folder: string, name: string): vscode.Uri {
  return vscode.Uri.file(join(folder, 'prisma/migrations', name, 'migration.sql'));
}

export async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** Resolves when the condition holds, looking again whenever the editor's diagnostics change. */
export async function diagnosticsUntil(
  uri: vscode.Uri,
  condition: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const found = lockstepDiagnostics(uri);
      if (!condition(found)) return false;
      resolve(found);
      return true;
    };
    if (look()) return;
    const listening = vscode.languages.onDidChangeDiagnostics(() => {
      if (look()) listening.dispose();
    });
  });
}

/** Ours alone: other extensions may have something to say too. */
export function lockstepDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'lockstep');
}

/** Rule of a diagnostic. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

export function rulesOf(found: readonly vscode.Diagnostic[]): readonly string[] {
  return found.map(ruleOf);
}

/** Texts of all hovers at a place that are ours. */
export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** Position just behind the first occurrence of a text in a document. */
export function placeOf(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in ${document.uri.path}`);
  return document.positionAt(at + 1);
}

/** Closes what a test has opened, without saving. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/**
 * Lets the editor itself make the preferred quick fix for the place of a text: VS Code cannot hand an edit that creates files to a test and
 * take it back.
 */
export async function choosePreferred(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const before = document.getText();
  const place = document.positionAt(before.indexOf(text));
  // What the test before has left on the disk may not be known to be gone yet, and without a preferred action the editor takes another one.
  while (!(await isPreferredOffered(document.uri, place))) await new Promise((resolve) => setTimeout(resolve, 100));
  // The editor offers nothing as long as it has not heard of the selection, for which there is no event.
  for (let tries = 0; document.getText() === before && tries < 20; tries++) {
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
    await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'quickfix', preferred: true, apply: 'first' });
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function isPreferredOffered(uri: vscode.Uri, place: vscode.Position): Promise<boolean> {
  const range = new vscode.Range(place, place);
  const offered = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
  return offered.some(({ isPreferred }) => isPreferred === true);
}

/** Resolves when the condition holds. What is awaited here has no event. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
