import { differingPart, type TextEdit } from '../../analysis/plans/clause';

/** Files of a project that are to be written together. Paths are absolute. */
export interface ProjectEdit {
  readonly creates: readonly NewText[];
  readonly changes: readonly ChangedText[];
}

/** A file that is not there yet. */
export interface NewText {
  readonly path: string;
  readonly text: string;
}

/** A file that is there, and what of it changes. */
export interface ChangedText {
  readonly path: string;
  readonly before: string;
  /** In the text before. */
  readonly edits: readonly TextEdit[];
  /** The whole text afterwards. */
  readonly text: string;
}

/** The change from one whole text to another. */
export function changedText(path: string, before: string, after: string): ChangedText {
  return { path, before, edits: differingPart(before, after), text: after };
}
