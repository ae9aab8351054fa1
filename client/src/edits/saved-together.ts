import { commands, Disposable, type TextDocument, Uri, window, workspace } from 'vscode';
import { stepIsDone } from '../walkthrough';

/** Runs behind an edit that has created files; nobody calls it by hand. Arguments: URIs of the files, and `documentsBefore` the edit. */
export const editMadeCommand = 'lockstep.editMade';

/** A document before an edit that creates files and changes this one with them. */
export interface DocumentBefore {
  readonly uri: string;
  readonly text: string;
  readonly isDirty: boolean;
}

/** Documents that an edit has changed and saved along with files that it has created. */
interface Saved {
  readonly created: ReadonlySet<string>;
  readonly documents: readonly { readonly uri: string; readonly before: string; readonly after: string | null }[];
}

/** The documents that an edit changes, as they are. */
export function documentsBefore(uris: readonly string[]): Promise<readonly DocumentBefore[]> {
  return Promise.all(
    uris.map(async (uri) => {
      const document = await workspace.openTextDocument(Uri.parse(uri));
      return { uri: document.uri.toString(), text: document.getText(), isDirty: document.isDirty };
    }),
  );
}

/** How many edits can be undone and redone with their documents; those before them leave the saving to the person. */
const remembered = 20;

/** When it is looked again, in milliseconds: an editor does not say when it has done all of an undo, and saves nothing before. */
const moments = [100, 500, 2000];

/**
 * Keeps what an edit writes together on the disk, where the command line and colleagues read it. New migrations without the edit of the
 * document that belongs to them are read as a difference: the next migration would take them back. So a document that was clean is saved with the edit, and again when the edit is undone or made again; what somebody has not saved is
 * left alone.
 */
export function saveTogether(): Disposable {
  let saved: readonly Saved[] = [];
  // Texts that documents are about to have again, where the files of their edit have come or gone before them.
  const awaited = new Map<string, string>();

  function follow(files: readonly Uri[], side: 'before' | 'after'): void {
    const edit = saved.find(({ created }) => files.some((file) => created.has(file.toString())));
    for (const { uri, ...texts } of edit?.documents ?? []) {
      const text = texts[side];
      if (text === null) continue;
      awaited.set(uri, text);
      saveAwaited(uri);
      for (const moment of moments) setTimeout(() => saveAwaited(uri), moment);
    }
  }

  /** An editor says that a text has changed before it says that it is unsaved, so both are waited for. One that is not saved is tried again. */
  function saveAwaited(uri: string): void {
    const text = awaited.get(uri);
    const document = openDocument(uri);
    if (text === undefined || document?.getText() !== text || !document.isDirty) return;
    void document.save().then((isSaved) => {
      if (isSaved && awaited.get(uri) === text) awaited.delete(uri);
    });
  }

  async function saveAfter(created: readonly string[], documents: readonly DocumentBefore[]): Promise<void> {
    const clean = documents.filter(({ isDirty }) => !isDirty);
    const uris = new Set(created.map((uri) => Uri.parse(uri).toString()));
    const asNow = (): Saved => ({ created: uris, documents: clean.map(({ uri, text }) => ({ uri, before: text, after: textOf(uri) })) });
    const unformatted = asNow();
    saved = [unformatted, ...saved].slice(0, remembered);
    for (const { uri } of clean) await openDocument(uri)?.save();
    saved = saved.map((one) => (one === unformatted ? asNow() : one));
    void tellUnsaved(documents.flatMap(({ uri }) => openDocument(uri) ?? []));
    stepIsDone('fix');
  }

  return Disposable.from(
    commands.registerCommand(editMadeCommand, saveAfter),
    workspace.onDidDeleteFiles(({ files }) => follow(files, 'before')),
    workspace.onDidCreateFiles(({ files }) => follow(files, 'after')),
    workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
      const uri = document.uri.toString();
      const text = awaited.get(uri);
      if (text === undefined) return;
      // Something else was typed, which is not saved for anybody; undo and redo may take several steps to get there.
      if (contentChanges.length > 0 && reason === undefined && document.getText() !== text) awaited.delete(uri);
      saveAwaited(uri);
    }),
  );
}

/** Says which of these documents the files on the disk do not match yet, and offers to save them. */
export async function tellUnsaved(all: readonly TextDocument[]): Promise<void> {
  const documents = all.filter(({ isDirty }) => isDirty);
  if (documents.length === 0) return;
  const names = documents.map(({ uri }) => workspace.asRelativePath(uri)).join(', ');
  const save = 'Save';
  const belongs = documents.length === 1 ? 'belongs to the new files and is not saved' : 'belong to the new files and are not saved';
  const chosen = await window.showInformationMessage(`${names} ${belongs}. Save before you migrate.`, save);
  if (chosen === save) for (const document of documents) await document.save();
}

function textOf(uri: string): string | null {
  return openDocument(uri)?.getText() ?? null;
}

export function openDocument(uri: string): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri);
}
