import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { workedThrough } from '../migration/in-use';
import type { ForeignKeyConstraint } from '../operation/constraint';
import type { AddColumn, AddForeignKey } from '../operation/table';
import { objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const foreignKeyValidatesUnderLock = operationRule({
  id: 'foreign-key-validates-under-lock',
  severity: 'warning',
  summary: 'A foreign key checks every existing row while nobody can write to either table.',
  help: 'Add it with NOT VALID, then VALIDATE CONSTRAINT in the next migration: that lets everyone read and write.',
  speaks: 'everywhere',
  schemaHelp:
    'Write the migration with `prisma migrate dev --create-only`, add the foreign key there with NOT VALID, and VALIDATE it in the next one.',
  on: ['add-foreign-key', 'add-column'],
  detect: (operation, context) => {
    const keys = validatedKeys(operation);
    if (keys.length === 0) return [];
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined || !workedThrough(context, context.statement, context.effect).includes(table)) return [];
    return keys.flatMap((key) => {
      const referenced = findTable(context.beforeOperation, key.references)?.id ?? table;
      const blocked = blockedDuring(context, context.statement, [table, referenced]);
      if (blocked === null) return [];
      return [
        {
          message: `Checking every row blocks ${blocked}.`,
          help:
            `Add it with NOT VALID, then ALTER TABLE ${objectName(table)} VALIDATE CONSTRAINT ${key.name === null ? '…' : quoted(key.name.text)} in the next migration: ` +
            'that lets everyone read and write.',
          span: key.span,
          relation: table,
          column: key.columns[0]?.text ?? null,
        },
      ];
    });
  },
});

/** A column that is added without a default holds nothing but NULL, which no foreign key checks. */
function validatedKeys(operation: AddForeignKey | AddColumn): readonly ForeignKeyConstraint[] {
  if (operation.kind === 'add-foreign-key') return [operation.constraint];
  if (operation.column.default === null) return [];
  return operation.column.constraints.flatMap((constraint) => (constraint.type === 'foreign-key' ? [constraint] : []));
}
