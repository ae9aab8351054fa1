import { assertNever } from '../../analysis/assert-never';
import type { SchemaDiff } from '../../project/prisma-engine/schema-diff';
import type { Project } from '../../project/project';
import type { Style } from '../color';
import { formatDiffJson } from './diff-json';
import { formatDiffPretty } from './diff-pretty';

/** What a schema changes, and the schema's path as it is shown. */
export type ShownDiff = SchemaDiff & { readonly ok: true } & { readonly path: string; readonly project: Project };

export const diffFormats = ['pretty', 'json', 'sql'] as const;

export function formatDiffs(format: (typeof diffFormats)[number], diffs: readonly ShownDiff[], style: Style): string {
  switch (format) {
    case 'pretty':
      return diffs.map((diff) => formatDiffPretty(diff, style)).join('\n');
    case 'json':
      return formatDiffJson(diffs);
    case 'sql':
      return diffs.map((diff) => sqlOf(diff, diffs.length > 1)).join('');
    default:
      return assertNever(format);
  }
}

/** The SQL and nothing else; several are told apart by the paths of their schemas. */
function sqlOf({ path, sql }: ShownDiff, withPath: boolean): string {
  if (sql === '') return '';
  return `${withPath ? `-- ${path}\n\n` : ''}${sql.trimEnd()}\n${withPath ? '\n' : ''}`;
}
