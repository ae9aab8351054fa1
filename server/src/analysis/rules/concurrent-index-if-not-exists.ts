import { findTable } from '../catalog/resolve';
import type { OperationContext } from '../migration/migration';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const concurrentIndexIfNotExists = operationRule({
  id: 'concurrent-index-if-not-exists',
  severity: 'warning',
  summary: 'IF NOT EXISTS keeps an invalid index that an earlier concurrent build has left behind.',
  help: 'Leave IF NOT EXISTS out, and drop what a failed build left behind with DROP INDEX CONCURRENTLY IF EXISTS in the migration before.',
  speaks: 'sql',
  on: ['create-index'],
  detect: (operation, context) => {
    if (!operation.concurrently || !operation.ifNotExists || operation.name === null) return [];
    const table = findTable(context.beforeOperation, operation.table)?.id ?? null;
    if ((table !== null && context.isNew(table)) || isDroppedBefore(operation.name.text, context)) return [];
    const name = quoted(operation.name.text);
    return [
      {
        message: `IF NOT EXISTS keeps ${context.names.part(table, operation.name.text)} if a failed build has left it there, invalid.`,
        help:
          `Leave IF NOT EXISTS out: then a retry fails loudly. Put DROP INDEX CONCURRENTLY IF EXISTS ${name} into a migration of its own ` +
          'before this one if it may be run again.',
        relation: table,
      },
    ];
  },
});

/** Then nothing is left of a failed build. */
function isDroppedBefore(name: string, context: OperationContext): boolean {
  return context.operations.some(
    ({ operation, statement }) =>
      statement.index < context.statement.index && operation.kind === 'drop-index' && operation.index.name === name,
  );
}
