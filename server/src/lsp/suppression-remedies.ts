import type { Finding } from '../analysis/finding';
import type { Remedy } from './code-actions';
import { addReason, type Change, ignoreFile, removeSuppression, type SuppressionPage } from './suppression-edits';

/**
 * The remedies that every finding has: a suppression, or for a finding on a suppression what completes or removes it.
 * `ignoreHere`: how one finding alone is suppressed; null where its place allows none.
 */
export function suppressionRemedies(page: SuppressionPage, { rule, span }: Finding, ignoreHere: Change | null): readonly Remedy[] {
  const at = { start: span.start, end: span.start };
  const listed = (change: Change | null): readonly Change[] | null => change && [change];
  if (rule === 'suppression-unused') {
    const changes = () => listed(removeSuppression(page, at));
    return [{ kind: 'remove-suppression', title: 'Remove the unused suppression', isPreferred: true, changes }];
  }
  if (rule === 'suppression-without-reason') {
    return [{ kind: 'add-reason', title: 'Give a reason…', changes: () => listed(addReason(page, at)) }];
  }
  const here = { kind: 'ignore-statement', title: `Ignore here, with a reason… (${rule})`, changes: () => listed(ignoreHere) };
  const inFile = { kind: 'ignore-file', title: `Ignore in this file, with a reason… (${rule})`, changes: () => [ignoreFile(page, rule)] };
  return ignoreHere === null ? [inFile] : [here, inFile];
}
