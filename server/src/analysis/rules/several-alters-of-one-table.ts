import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { Draft } from '../finding';
import { isInUse } from '../migration/in-use';
import type { AnalysedStatement } from '../migration/migration';
import type { MigrationRule } from './rule';

export const severalAltersOfOneTable: MigrationRule = {
  id: 'several-alters-of-one-table',
  severity: 'off',
  scope: 'migration',
  summary: 'Neighbouring ALTER TABLE statements change the same table, and wait for its lock one by one.',
  help: 'Write them as one ALTER TABLE with several clauses: one lock, and one pass over the rows where they need any.',
  speaks: 'sql',
  detect: (context) => {
    const drafts: Draft[] = [];
    let previous: ObjectId | null = null;
    for (const statement of context.statements) {
      const table = alteredTable(statement);
      if (table !== null && table === previous && isInUse(context, table)) {
        drafts.push({
          message: `This ALTER TABLE of ${context.names.relation(table)} can join the one before it.`,
          statement: statement.index,
          relation: table,
        });
      }
      previous = table;
    }
    return drafts;
  },
};

const separate: ReadonlySet<string> = new Set([
  'validate-constraint',
  'rename-table',
  'rename-column',
  'rename-constraint',
  'move-table',
  'attach-partition',
  'detach-partition',
]);

/** Null for every other statement, and for clauses that stand alone by their grammar or for their lock. */
function alteredTable({ kind, operations, before }: AnalysedStatement): ObjectId | null {
  const [first] = operations;
  if (kind !== 'alter-table' || first === undefined || !('table' in first) || first.table === null) return null;
  if (operations.some((operation) => separate.has(operation.kind))) return null;
  return findTable(before, first.table)?.id ?? null;
}
