import type { StatementPreview } from '../../deploy/preview/migration-preview';
import { shownPath } from '../shown-path';
import type { ReportedProject } from './pull-request';

/** One project of `lockstep report --format json`. Statements count from 0, lines from 1; sizes and times are null where nobody took them. */
export function pullRequestJson({ path, snapshot, pullRequest }: ReportedProject, from: string) {
  const { project } = snapshot;
  const { migrations, schema, backfills, checklist, sizes } = pullRequest;
  return {
    path,
    provider: project.provider ?? 'postgresql',
    serverVersion: String(project.settings.server.postgresql),
    prismaVersion: project.prismaVersion,
    sizes,
    migrations: migrations.map(({ preview, rollback }) => ({
      name: preview.file.name,
      path: shownPath(preview.file.path, from),
      execution: preview.execution,
      unanalysed: preview.unanalysed,
      statements: preview.statements.map(statementJson),
      findings: preview.findings.map(({ line, finding: { rule, severity, message, help, statement, relation, column } }) => {
        return { rule, severity, message, help, line, statement, relation, column };
      }),
      rollback: rollback.isPossible
        ? { command: rollback.command, losses: rollback.losses, problem: null }
        : { command: null, losses: [], problem: rollback.reason },
    })),
    schema: {
      changes: schema.changes,
      findings: schema.findings.map(({ rule, severity, message, help, relation, column }) => ({
        rule,
        severity,
        message,
        help,
        relation,
        column,
      })),
    },
    backfills,
    checklist,
  };
}

function statementJson({ index, line, kinds, summary, effect, tables, milliseconds, isAnalysed }: StatementPreview) {
  return {
    index,
    line,
    operations: kinds,
    summary,
    tables: tables.map(({ relation, lock, blocks, isRewritten, isScanned, size }) => {
      return { relation, lock, blocks, rewritten: isRewritten, scanned: isScanned, rows: size?.rows ?? null, bytes: size?.bytes ?? null };
    }),
    grows: effect.grows,
    milliseconds,
    analysed: isAnalysed,
  };
}
