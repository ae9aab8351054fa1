import type { SnippetTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ClientSupport } from './client-support';
import type { Positions } from './positions';
import type { Change } from './suppression-edits';

interface EditedDocument {
  readonly uri: string;
  /** Null where it is not open. */
  readonly version: number | null;
  readonly positions: Positions;
}

/** The changes of one text as the client can best apply them: bound to the document's version, a reason selected for typing over. */
export function workspaceEdit(
  { uri, version, positions }: EditedDocument,
  changes: readonly Change[],
  client: ClientSupport,
): WorkspaceEdit {
  const plain = changes.map(({ span, text }): TextEdit => ({ range: positions.range(span), newText: text }));
  if (!client.documentChanges) return { changes: { [uri]: plain } };
  const edits = plain.map((edit, index) => {
    const reason = changes[index]?.reason ?? null;
    return client.snippetEdits && reason !== null ? snippetEdit(edit, reason) : edit;
  });
  return { documentChanges: [{ textDocument: { uri, version }, edits }] };
}

function snippetEdit({ range, newText }: TextEdit, { start, end }: { readonly start: number; readonly end: number }): SnippetTextEdit {
  const value = `${escaped(newText.slice(0, start))}\${1:${escaped(newText.slice(start, end))}}${escaped(newText.slice(end))}`;
  return { range, snippet: { kind: 'snippet', value } };
}

/** `$`, `}` and `\` mean something in a snippet. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
