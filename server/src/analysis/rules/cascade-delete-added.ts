import { findTable, idForNew } from '../catalog/resolve';
import type { ForeignKeyConstraint } from '../operation/constraint';
import type { AddColumn, AddForeignKey, CreateTable } from '../operation/table';
import { operationRule } from './rule';

export const cascadeDeleteAdded = operationRule({
  id: 'cascade-delete-added',
  severity: 'off',
  summary: 'A foreign key deletes the rows that refer to a deleted one.',
  help: 'Use ON DELETE RESTRICT, in Prisma onDelete: Restrict, and delete in the application, where it can be seen and counted.',
  speaks: 'everywhere',
  schemaHelp: 'Use onDelete: Restrict, and delete in the application, where it can be seen and counted.',
  on: ['add-foreign-key', 'create-table', 'add-column'],
  detect: (operation, { beforeOperation, names }) => {
    const table = findTable(beforeOperation, operation.table)?.id ?? idForNew(beforeOperation, operation.table);
    return foreignKeys(operation)
      .filter(({ onDelete }) => onDelete === 'cascade')
      .map((key) => ({
        message: `Deleting a row of ${names.written(key.references)} will delete its rows of ${names.relation(table)} too.`,
        span: key.span,
        relation: table,
        column: key.columns[0]?.text ?? null,
      }));
  },
});

function foreignKeys(operation: AddForeignKey | CreateTable | AddColumn): readonly ForeignKeyConstraint[] {
  switch (operation.kind) {
    case 'add-foreign-key':
      return [operation.constraint];
    case 'add-column':
      return operation.column.constraints.filter((constraint) => constraint.type === 'foreign-key');
    case 'create-table':
      return [...operation.columns.flatMap((column) => column.constraints), ...operation.constraints].filter(
        (constraint) => constraint.type === 'foreign-key',
      );
  }
}
