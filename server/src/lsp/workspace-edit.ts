import type { SnippetTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ClientSupport } from './client-support';
import type { MigrationView } from './migration-view';
import type { Change } from './suppression-edits';

/** One change as the client can best apply it: bound to the document's version, with its reason selected for typing over. */
export function workspaceEdit(view: MigrationView, change: Change, client: ClientSupport): WorkspaceEdit {
  const range = view.positions.range(change.span);
  const plain: TextEdit = { range, newText: change.text };
  if (!client.documentChanges) return { changes: { [view.uri]: [plain] } };
  const edit = client.snippetEdits && change.reason !== null ? snippetEdit(plain, change.reason) : plain;
  return { documentChanges: [{ textDocument: { uri: view.uri, version: view.version }, edits: [edit] }] };
}

function snippetEdit({ range, newText }: TextEdit, { start, end }: { readonly start: number; readonly end: number }): SnippetTextEdit {
  const value = `${escaped(newText.slice(0, start))}\${1:${escaped(newText.slice(start, end))}}${escaped(newText.slice(end))}`;
  return { range, snippet: { kind: 'snippet', value } };
}

/** `$`, `}` and `\` mean something in a snippet. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
