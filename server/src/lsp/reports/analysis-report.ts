import type { Report } from '../../protocol';
import type { MigrationView } from '../migration-view';

/** Every step from statement to finding as JSON, for bug reports. Catalogs are left out: they would repeat the whole history. */
export function analysisReport(view: MigrationView, engine: string): Report {
  const { facts, script, statements, findings, unanalysed, createdTables } = view.analysis;
  const value = {
    lockstep: engine,
    server: view.serverName,
    prisma: view.prismaName,
    execution: view.execution,
    migration: facts,
    unanalysed,
    createdTables,
    errors: script.errors,
    statements: statements.map(({ index, kind, span, operations, effect }) => ({
      index,
      kind,
      range: view.positions.range(span),
      operations,
      effect,
      findings: findings.filter((finding) => finding.statement === index).map(withoutOperation),
    })),
    fileFindings: findings.filter((finding) => finding.statement === null).map(withoutOperation),
  };
  return { title: `Analysis of ${facts.name}`, text: `${JSON.stringify(value, plain, 2)}\n` };
}

/** The operation stands with its statement already. */
function withoutOperation<Finding extends { readonly operation: unknown }>({ operation: _, ...rest }: Finding): Omit<Finding, 'operation'> {
  return rest;
}

/** Maps as objects, sets as arrays. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
