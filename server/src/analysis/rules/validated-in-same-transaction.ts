import { findTable } from '../catalog/resolve';
import { isAddedInTransaction } from '../migration/added-constraint';
import { blockedDuring } from '../migration/blocking';
import { workedThrough } from '../migration/in-use';
import { objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const validatedInSameTransaction = operationRule({
  id: 'validated-in-same-transaction',
  severity: 'warning',
  summary: 'A constraint is validated in the transaction that adds it, which still holds the lock of the ADD.',
  help: 'Move VALIDATE CONSTRAINT to the next migration: it then lets everyone read and write.',
  speaks: 'sql',
  on: ['validate-constraint'],
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined || workedThrough(context, context.statement, context.effect).length === 0) return [];
    if (!isAddedInTransaction(context, context.statement.index, table, operation)) return [];
    const blocked = blockedDuring(context, context.statement, [table]);
    if (blocked === null) return [];
    const constraint = quoted(operation.constraint.text);
    return [
      {
        message: `Validating ${context.names.part(table, operation.constraint.text)} in the transaction that adds it blocks ${blocked}.`,
        help:
          `Move ALTER TABLE ${objectName(table)} VALIDATE CONSTRAINT ${constraint} to the next migration: it then lets everyone read and write. ` +
          'NOT VALID gains nothing while the lock of its ALTER TABLE is held.',
        relation: table,
      },
    ];
  },
});
