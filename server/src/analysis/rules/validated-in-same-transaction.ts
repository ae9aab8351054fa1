import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { ValidateConstraint } from '../operation/table';
import { blockedDuring } from './blocking';
import { workedThrough } from './in-use';
import { type MigrationContext, operationRule } from './rule';
import { objectName, quoted } from './wording';

export const validatedInSameTransaction = operationRule({
  id: 'validated-in-same-transaction',
  severity: 'warning',
  summary: 'A constraint is validated in the transaction that adds it, which still holds the lock of the ADD.',
  help: 'Move VALIDATE CONSTRAINT to the next migration: it then lets everyone read and write.',
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
        message: `Validating ${constraint} in the transaction that adds it blocks ${blocked}.`,
        help:
          `Move ALTER TABLE ${objectName(table)} VALIDATE CONSTRAINT ${constraint} to the next migration: it then lets everyone read and write. ` +
          'NOT VALID gains nothing while the lock of its ALTER TABLE is held.',
        relation: table,
      },
    ];
  },
});

/** Whether the constraint that is validated was added by the same transaction, or by the same ALTER TABLE. */
export function isAddedInTransaction(
  context: MigrationContext,
  statement: number,
  table: ObjectId,
  { constraint: { text } }: ValidateConstraint,
): boolean {
  return context.operationsOn(table).some(({ operation, statement: { index } }) => {
    if (index > statement || !context.sameTransaction(index, statement)) return false;
    switch (operation.kind) {
      case 'add-check':
      case 'add-foreign-key':
      case 'add-not-null-constraint':
        return operation.constraint.name?.text === text;
      default:
        return false;
    }
  });
}
