import type { NewFile, OfferedChange, OfferedEdit } from '../protocol';
import type { Positions } from './positions';
import type { Change } from './suppression-edits';

/** A document and what changes in it. */
export interface OfferedDocument {
  readonly uri: string;
  /** Null where it is not open. */
  readonly version: number | null;
  readonly positions: Positions;
  readonly changes: readonly Change[];
}

/** The edit as our own client makes it: previewed, and bound to the versions that it was computed from. */
export function offeredEdit(
  words: Pick<OfferedEdit, 'label' | 'description'>,
  documents: readonly OfferedDocument[],
  creates: readonly NewFile[],
): OfferedEdit {
  const changes = documents.flatMap(({ uri, version, positions, changes: own }) =>
    own.map(({ span, text }): OfferedChange => ({ uri, version, range: positions.range(span), text })),
  );
  return { ...words, creates, changes };
}
