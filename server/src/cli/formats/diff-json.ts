import { lineIndexOf } from '../../analysis/text/line-index';
import { operationWords } from '../../analysis/wording/operation-words';
import type { ShownDiff } from './diff';
import { statementEffects } from './effects-json';

/** One object for all schemas, for programs. */
export function formatDiffJson(diffs: readonly ShownDiff[]): string {
  const schemas = diffs.map(({ path, project, sql, writtenBy, statements, comparedWith, notes }) => {
    const lines = lineIndexOf(sql);
    return {
      path,
      provider: project.provider ?? 'postgresql',
      serverVersion: statements === null ? null : String(project.settings.server.postgresql),
      prismaVersion: project.prismaVersion,
      comparedWith,
      writtenBy,
      notes,
      sql,
      statements:
        statements?.map((statement) => ({
          ...statementEffects(statement, lines),
          operations: statement.operations.map((operation) => operationWords(operation, sql)),
        })) ?? null,
    };
  });
  return `${JSON.stringify({ version: 1, schemas }, null, 2)}\n`;
}
