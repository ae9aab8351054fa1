import { commands, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { OfferedEdit } from '../../../server/src/protocol';
import { documentsBefore, editMadeCommand } from './saved-together';

/**
 * Makes an edit that the server has computed, shown before unless `isPreviewed` is false. What has been typed into one of its documents
 * meanwhile is respected: then nothing is changed, and a message says so. A document that had nothing unsaved is saved with it. Whether it was made.
 */
export async function makeOffered({ label, description, creates, changes }: OfferedEdit, isPreviewed = true): Promise<boolean> {
  const stale = changes.find(({ uri, version }) => version !== null && versionOf(uri) !== version);
  if (stale !== undefined) {
    void window.showWarningMessage(
      `${workspace.asRelativePath(Uri.parse(stale.uri))} has changed meanwhile. Nothing was written; run it again.`,
    );
    return false;
  }
  const edit = new WorkspaceEdit();
  const metadata = { label, needsConfirmation: isPreviewed, ...(description !== null && { description }) };
  for (const { uri, text } of creates) {
    edit.createFile(Uri.parse(uri), { contents: new TextEncoder().encode(text), overwrite: false, ignoreIfExists: false }, metadata);
  }
  for (const { uri, range, text } of changes) {
    const { start, end } = range;
    edit.replace(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character), text, metadata);
  }
  const before = await documentsBefore([...new Set(changes.map(({ uri }) => uri))]);
  const isMade = await workspace.applyEdit(edit);
  const [first] = creates;
  const created = creates.map(({ uri }) => uri);
  if (isMade) await commands.executeCommand(editMadeCommand, created, before);
  if (isMade && first !== undefined) await window.showTextDocument(Uri.parse(first.uri));
  return isMade;
}

function versionOf(uri: string): number | null {
  return workspace.textDocuments.find((document) => document.uri.toString() === Uri.parse(uri).toString())?.version ?? null;
}
