import { Uri, workspace } from 'vscode';
import type { OfferedEdit } from '../../../server/src/protocol';
import { makeOffered } from '../edits/offered-edit';

/**
 * Makes the edit of a rollout, and saves what it has changed where nobody had unsaved text: the command line and colleagues read the files.
 * Whether it was made.
 */
export async function writeRollout(edit: OfferedEdit, isPreviewed: boolean): Promise<boolean> {
  const dirty = new Set(workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString()));
  if (!(await makeOffered(edit, isPreviewed))) return false;
  for (const uri of new Set(edit.changes.map((change) => Uri.parse(change.uri).toString()))) {
    const document = workspace.textDocuments.find((one) => one.uri.toString() === uri);
    if (document?.isDirty === true && !dirty.has(uri)) await document.save();
  }
  return true;
}
