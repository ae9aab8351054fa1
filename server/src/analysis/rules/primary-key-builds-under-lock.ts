import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { buildsFromRows } from '../migration/in-use';
import type { PrimaryKeyConstraint } from '../operation/constraint';
import type { AddColumn, AddPrimaryKey } from '../operation/table';
import { objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const primaryKeyBuildsUnderLock = operationRule({
  id: 'primary-key-builds-under-lock',
  severity: 'warning',
  summary: 'A primary key builds its index while nobody can use the table.',
  help: 'Build a unique index CONCURRENTLY, alone in a migration; then add the primary key USING INDEX in the next one.',
  speaks: 'everywhere',
  schemaHelp:
    'Write the migration with `prisma migrate dev --create-only`: build a unique index CONCURRENTLY in one, and add the key USING INDEX in the next.',
  on: ['add-primary-key', 'add-column'],
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    // Where the statement writes every row anew, the index is built on the way: nothing is won by building it before.
    if (table === undefined || !buildsFromRows(context) || context.statement.effect.rewrites.includes(table)) return [];
    const blocked = blockedDuring(context, context.statement, [table]);
    const key = primaryKeyOf(operation);
    if (blocked === null || key === null) return [];
    return [
      {
        message: `Building the index of the primary key blocks ${blocked}.`,
        help: help(key, objectName(table)),
        span: key.span,
        relation: table,
        column: key.columns[0]?.text ?? null,
      },
    ];
  },
});

function primaryKeyOf(operation: AddPrimaryKey | AddColumn): PrimaryKeyConstraint | null {
  if (operation.kind === 'add-primary-key') return operation.constraint;
  for (const constraint of operation.column.constraints) if (constraint.type === 'primary-key') return constraint;
  return null;
}

function help(key: PrimaryKeyConstraint, table: string): string {
  const columns = key.columns.map(({ text }) => quoted(text)).join(', ');
  const name = key.name === null ? '' : ` ${quoted(key.name.text)}`;
  return (
    `CREATE UNIQUE INDEX CONCURRENTLY${name} ON ${table} (${columns}) alone in a migration, then ADD CONSTRAINT${name} PRIMARY KEY USING INDEX ` +
    'in the next one; columns that may be NULL need their NOT NULL before.'
  );
}
