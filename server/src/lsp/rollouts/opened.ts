import type { ChangedText, ProjectEdit } from '../../project/rollouts/project-edit';
import type { NewFile } from '../../protocol';
import type { OfferedDocument } from '../offered-edit';
import { analysedVersion, type OpenDocuments } from '../open-documents';
import { uriOf } from '../paths';
import { positionsOf } from '../positions';

/** A changed text as a document of the editor: bound to the version that the text before is of, where it is open. */
export function changedDocument({ path, before, edits }: ChangedText, documents: Pick<OpenDocuments, 'at'>): OfferedDocument {
  const document = documents.at(path);
  return {
    uri: document?.uri ?? uriOf(path),
    version: document === undefined ? null : analysedVersion(document, before),
    positions: positionsOf(before),
    changes: edits.map(({ span, text }) => ({ span, text, reason: null })),
  };
}

export function changedDocuments({ changes }: ProjectEdit, documents: Pick<OpenDocuments, 'at'>): readonly OfferedDocument[] {
  return changes.filter(({ edits }) => edits.length > 0).map((change) => changedDocument(change, documents));
}

export function createdFiles({ creates }: ProjectEdit): readonly NewFile[] {
  return creates.map(({ path, text }) => ({ uri: uriOf(path), text }));
}
