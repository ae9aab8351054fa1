import type { TextEdit } from '../../analysis/plans/clause';

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

/** The change from one whole text to another: what they have in common at both ends stays. */
export function changedText(path: string, before: string, after: string): ChangedText {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const edit = { span: { start, end: before.length - end }, text: after.slice(start, after.length - end) };
  return { path, before, edits: before === after ? [] : [edit], text: after };
}
