import type { DeployPreview } from './deploy-preview';
import type { MigrationPreview, StatementPreview } from './migration-preview';

/** A preview for programs. Statements count from 0, lines from 1; sizes and times are null where nobody took them. */
export function previewJson({
  environment,
  target,
  status,
  pending,
  execution,
  migrations,
  unanalysed,
  sizes,
  rehearsal,
  notes,
}: DeployPreview) {
  return {
    version: 1,
    environment,
    target,
    state: status.state,
    pending,
    execution,
    sizes,
    rehearsal,
    unanalysed,
    notes,
    migrations: migrations.map(migrationJson),
  };
}

/** A migration and what it will do. */
export function migrationJson({ file, unanalysed, statements, findings }: MigrationPreview) {
  return {
    name: file.name,
    unanalysed,
    statements: statements.map(statementJson),
    findings: findings.map(({ line, finding: { rule, severity, message, help, statement, relation, column } }) => {
      return { rule, severity, message, help, line, statement, relation, column };
    }),
  };
}

function statementJson({ index, line, sql, kinds, summary, effect, tables, milliseconds, isAnalysed }: StatementPreview) {
  return {
    index,
    line,
    sql,
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
