import { findTable } from '../catalog/resolve';
import { inUse } from '../migration/in-use';
import { objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const columnMadeRequired = operationRule({
  id: 'column-made-required',
  severity: 'warning',
  summary: 'A column becomes required without a proof that it holds no NULL.',
  help: 'Fill the NULLs, prove it with a CHECK that is validated in a later migration, then set NOT NULL.',
  speaks: 'everywhere',
  schemaHelp:
    'Write the migration with `prisma migrate dev --create-only`, fill the NULLs there, and prove it with a CHECK that is validated in a later migration than it is added.',
  on: ['set-not-null', 'add-not-null-constraint'],
  detect: (operation, context) => {
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || inUse(context, context.effect.scans).length === 0) return [];
    const column = operation.kind === 'set-not-null' ? operation.column.text : operation.constraint.column.text;
    return [
      {
        message: `Requiring ${context.names.column(found.id, column)} blocks the table for a scan, and fails on NULL.`,
        help: safeSteps(objectName(found.id), found.table.name, column, context.server.version),
        relation: found.id,
        column,
      },
    ];
  },
});

function safeSteps(table: string, name: string, column: string, version: number): string {
  const constraint = quoted(`${name}_${column}_not_null`);
  if (version >= 18) {
    return (
      `Fill the NULLs first. Then add CONSTRAINT ${constraint} NOT NULL ${quoted(column)} NOT VALID to ${table}, ` +
      'and VALIDATE it in the next migration.'
    );
  }
  return (
    `Fill the NULLs first. Then add CONSTRAINT ${constraint} CHECK (${quoted(column)} IS NOT NULL) NOT VALID to ${table}, VALIDATE it in the ` +
    'next migration, and SET NOT NULL in the one after: the check spares the scan. Drop it in a statement of its own.'
  );
}
