import { findIndex, findTable, objectId } from '../../catalog/resolve';
import type { AnalysedStatement } from '../../migration/migration';
import { statementText } from '../clause';
import type { PlanContext, Replacement } from '../plan';
import type { Part } from './parts';

/** A table that gets another name, however the migration says so. */
export type TableRenamed =
  | {
      readonly ok: true;
      readonly from: string;
      readonly to: string;
      /** Columns that get another name with it: old → new. */
      readonly columns: ReadonlyMap<string, string>;
      readonly statements: readonly string[];
      readonly replaces: readonly Replacement[];
      readonly isQualified: boolean;
    }
  | { readonly ok: false; readonly reason: string }
  | null;

/** A table whose rename somebody has written, with what is renamed in it. Null for everything else. */
export function handWritten({ finding, text, statements, before }: PlanContext): TableRenamed {
  const { operation } = finding;
  if (operation?.kind !== 'rename-table') return null;
  const found = findTable(before, operation.table);
  if (found === null || operation.ifExists || operation.conditional) return { ok: false, reason: 'it is not known which table that is' };
  const from = found.id;
  const to = objectId(found.table.schema, operation.to.text);
  const parts = statements.flatMap((statement) => partsIn(statement, new Set([from, to])));
  const apart = statements.find(({ operations, index }) => operations.length > 1 && parts.some((part) => part.statement === index));
  if (apart !== undefined) return { ok: false, reason: 'its statement holds other changes' };
  const columns = new Map(
    parts.flatMap(({ operation: one }) => (one.kind === 'rename-column' ? [[one.column.text, one.to.text] as const] : [])),
  );
  const own = new Set(parts.map(({ statement }) => statement));
  return {
    ok: true,
    from,
    to,
    columns,
    statements: statements.flatMap((statement) => (own.has(statement.index) ? [statementText(text, statement)] : [])),
    replaces: [...parts]
      .sort((a, b) => Number(b.operation === operation) - Number(a.operation === operation))
      .map((part) => ({ ...part, replacement: null })),
    isQualified: operation.table.schema !== null,
  };
}

function partsIn({ index, operations, before }: AnalysedStatement, tables: ReadonlySet<string>): readonly Part[] {
  return operations.flatMap((operation): readonly Part[] => {
    const isOf =
      operation.kind === 'rename-index'
        ? tables.has(findIndex(before, operation.index)?.index.table ?? '')
        : (operation.kind === 'rename-table' || operation.kind === 'rename-column' || operation.kind === 'rename-constraint') &&
          tables.has(findTable(before, operation.table)?.id ?? '');
    return isOf ? [{ statement: index, operation }] : [];
  });
}
