import { type Connection, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { withoutByteOrderMark } from '../project/read-files';
import { pathOf } from './paths';

/** The texts that are open in the editor, by path. */
export interface OpenDocuments {
  readonly at: (path: string) => TextDocument | undefined;
  /** Unsaved texts win over the disk: all open texts by path. */
  readonly overlay: () => ReadonlyMap<string, string>;
  /** All open documents by path, in the order of their opening. */
  readonly all: () => ReadonlyMap<string, TextDocument>;
}

/** What happened to an open document. `path` is null for a document that is no file. */
export interface OpenDocumentEvents {
  readonly opened: (path: string) => void;
  readonly edited: (path: string) => void;
  readonly saved: (path: string) => void;
  readonly closed: (path: string) => void;
}

/** Follows open, change, save and close with incremental edits. */
export function followDocuments(connection: Connection, events: OpenDocumentEvents): OpenDocuments {
  const documents = new TextDocuments(TextDocument);
  const byPath = new Map<string, TextDocument>();

  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path === null) return;
    // The first content comes with the opening.
    const known = byPath.get(path) === document;
    byPath.set(path, document);
    if (known) events.edited(path);
    else events.opened(path);
  });
  documents.onDidSave(({ document }) => withPath(document, events.saved));
  documents.onDidClose(({ document }) => {
    withPath(document, (path) => {
      byPath.delete(path);
      events.closed(path);
    });
  });
  documents.listen(connection);

  return {
    at: (path) => byPath.get(path),
    overlay: () => new Map([...byPath].map(([path, document]) => [path, document.getText()])),
    all: () => byPath,
  };
}

function withPath(document: TextDocument, act: (path: string) => void): void {
  const path = pathOf(document.uri);
  if (path !== null) act(path);
}

/** The document's version where the text is still the one that was analysed; the one before where an edit has come in between. */
export function analysedVersion(document: TextDocument, text: string): number {
  return withoutByteOrderMark(document.getText()) === text ? document.version : document.version - 1;
}
