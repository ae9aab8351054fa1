import type { CreateFile, SnippetTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ClientSupport } from './client-support';
import type { Positions } from './positions';
import type { Change } from './suppression-edits';

export interface EditedDocument {
  readonly uri: string;
  /** Null where it is not open. */
  readonly version: number | null;
  readonly positions: Positions;
}

/** A file that is not there yet. */
export interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** What a client says of an edit before it makes it. */
export interface Annotation {
  readonly label: string;
  /** Whether a person has to confirm it: what it writes deletes data once it is applied. */
  readonly isDestructive: boolean;
}

/**
 * The changes of one text as the client can best apply them: bound to the document's version, a reason selected for typing over. One that
 * creates files, or that is destructive, says what it is, where the client shows that.
 */
export function workspaceEdit(
  { uri, version, positions }: EditedDocument,
  changes: readonly Change[],
  client: ClientSupport,
  creates: readonly NewFile[] = [],
  elsewhere: readonly (EditedDocument & { readonly changes: readonly Change[] })[] = [],
  annotation: Annotation | null = null,
): WorkspaceEdit {
  const plain = changes.map(({ span, text }): TextEdit => ({ range: positions.range(span), newText: text }));
  if (!client.documentChanges) return { changes: { [uri]: plain } };
  const isTold = client.annotations && annotation !== null && (creates.length > 0 || annotation.isDestructive);
  const told = isTold ? { annotationId } : {};
  const edits = plain.map((edit, index) => {
    const reason = changes[index]?.reason ?? null;
    return client.snippetEdits && reason !== null ? snippetEdit(edit, reason) : { ...edit, ...told };
  });
  const changed: readonly TextDocumentEdit[] = edits.length === 0 ? [] : [{ textDocument: { uri, version }, edits }];
  const others = elsewhere.map((other): TextDocumentEdit => {
    const { range } = other.positions;
    const own = other.changes.map(({ span, text }) => ({ range: range(span), newText: text, ...told }));
    return { textDocument: { uri: other.uri, version: other.version }, edits: own };
  });
  const documentChanges = [...changed, ...others, ...creates.flatMap((file) => createdFile(file, told))];
  if (!isTold) return { documentChanges };
  const { label, isDestructive } = annotation;
  return { documentChanges, changeAnnotations: { [annotationId]: { label, needsConfirmation: isDestructive } } };
}

const annotationId = 'lockstep';

/** It is never written over: a file that is there already makes the client refuse the whole edit. */
function createdFile({ uri, text }: NewFile, told: { readonly annotationId?: string }): readonly [CreateFile, TextDocumentEdit] {
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false }, ...told },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text, ...told }] },
  ];
}

function snippetEdit({ range, newText }: TextEdit, { start, end }: { readonly start: number; readonly end: number }): SnippetTextEdit {
  const value = `${escaped(newText.slice(0, start))}\${1:${escaped(newText.slice(start, end))}}${escaped(newText.slice(end))}`;
  return { range, snippet: { kind: 'snippet', value } };
}

/** `$`, `}` and `\` mean something in a snippet. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
