import type { ObjectId } from '../catalog/catalog';
import type { ValidateConstraint } from '../operation/table';
import type { MigrationContext } from './migration';

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
