import type { LintResult } from '../lint-result';

/** One object, for programs. Ranges count from 0 in UTF-16 units, as in the language server protocol. */
export function formatJson({ files, projects, counts, unanalysed }: LintResult): string {
  const result = {
    version: 1,
    provider: common(projects.map((project) => project.provider)),
    serverVersion: common(projects.map((project) => project.serverVersion)),
    prismaVersion: common(projects.map((project) => project.prismaVersion)),
    files: files.map((file) => ({
      path: file.path,
      statements: file.statements,
      unanalysed: file.unanalysed,
      findings: file.findings.map(({ rule, severity, message, help, start, end, statement, relation, column, related = [] }) => ({
        rule,
        severity,
        message,
        help,
        range: { start, end },
        statement,
        relation,
        column,
        fixes: [],
        ...(related.length > 0 && { related: related.map(({ path, start, end, message }) => ({ path, range: { start, end }, message })) }),
      })),
    })),
    summary: { files: files.length, ...counts, unanalysed },
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** The value that all projects share; null where they differ. */
function common(values: readonly (string | null)[]): string | null {
  const [first = null, ...others] = new Set(values);
  return others.length === 0 ? first : null;
}
