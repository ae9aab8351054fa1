import type { WorkspaceEdit } from 'vscode-languageclient/node';

/**
 * Creates files with their text. The protocol knows only empty files and an edit of each, and an editor leaves that edit unsaved: until somebody
 * saves, an empty migration would stand on the disk, and Prisma would apply it. VS Code can create a file whole.
 */
export function withWholeFiles({ documentChanges, ...edit }: WorkspaceEdit): WorkspaceEdit {
  if (documentChanges === undefined) return edit;
  const texts = new Map<string, string>();
  for (const change of documentChanges) {
    if ('kind' in change || change.edits.length !== 1) continue;
    const [only] = change.edits;
    if (only !== undefined && 'newText' in only) texts.set(change.textDocument.uri, only.newText);
  }
  const created = new Set(documentChanges.flatMap((change) => ('kind' in change && change.kind === 'create' ? [change.uri] : [])));
  const whole = documentChanges.flatMap((change): readonly (typeof change)[] => {
    if (!('kind' in change)) return created.has(change.textDocument.uri) && texts.has(change.textDocument.uri) ? [] : [change];
    const text = change.kind === 'create' ? texts.get(change.uri) : undefined;
    if (change.kind !== 'create' || text === undefined) return [change];
    // The library hands the options on as they are, and `contents` is one of VS Code's.
    const options = { ...change.options, contents: new TextEncoder().encode(text) };
    return [{ ...change, options }];
  });
  return { ...edit, documentChanges: whole };
}

/** What an edit creates, and what it changes beside. */
export interface EditedFiles {
  readonly created: readonly string[];
  readonly changed: readonly string[];
}

export function editedFiles({ documentChanges = [] }: WorkspaceEdit): EditedFiles {
  const created = documentChanges.flatMap((change) => ('kind' in change && change.kind === 'create' ? [change.uri] : []));
  const changed = documentChanges.flatMap((change) => ('kind' in change ? [] : [change.textDocument.uri]));
  return { created, changed: [...new Set(changed)].filter((uri) => !created.includes(uri)) };
}
