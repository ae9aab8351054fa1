import type { Finding } from '../finding';
import { sizePhrase } from './size-words';
import { rowsOf, type Sizes } from './statistics';

/**
 * Rules about work whose time grows with the table that they name: on a small one it is over in a moment. What loses data, fails, or breaks
 * the application does so on a table of any size.
 */
const aboutSize: ReadonlySet<string> = new Set([
  'check-validates-under-lock',
  'default-rewrites-table',
  'foreign-key-validates-under-lock',
  'index-blocks-writes',
  'index-rebuilt-under-lock',
  'lock-held-across-statements',
  'partition-attach-scans',
  'primary-key-builds-under-lock',
  'table-rewritten',
  'type-change-rewrites-table',
  'unbatched-data-change',
  'unique-builds-under-lock',
  'validated-in-same-transaction',
]);

/** Findings that say how large their table is; milder where it is small and only its size makes the hazard. */
export function weighed(findings: readonly Finding[], sizes: Sizes): readonly Finding[] {
  return findings.map((finding) => weigh(finding, sizes));
}

function weigh(finding: Finding, sizes: Sizes): Finding {
  const { relation, severity, rule, help } = finding;
  const phrase = relation === null ? null : sizePhrase(sizes, relation);
  if (relation === null || phrase === null) return finding;
  const rows = rowsOf(sizes, relation);
  const isMilder = severity === 'warning' && aboutSize.has(rule) && rows !== null && rows < sizes.smallTable;
  return { ...finding, severity: isMilder ? 'information' : severity, help: help === '' ? `${phrase}.` : `${phrase}. ${help}` };
}
