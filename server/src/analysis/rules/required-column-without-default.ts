import type { Catalog, ObjectId } from '../catalog/catalog';
import { columnOf, findTable, findType } from '../catalog/resolve';
import type { OperationContext } from '../migration/migration';
import { clientDefaultOf } from '../migration/schema-edit';
import type { ColumnDefinition } from '../operation/column';
import { operationRule } from './rule';

export const requiredColumnWithoutDefault = operationRule({
  id: 'required-column-without-default',
  severity: 'error',
  summary: 'A required column without a default is added to a table that has rows.',
  help: 'Give it a database default, or add it as optional, fill it, and make it required in a later migration.',
  speaks: 'everywhere',
  on: ['add-column'],
  detect: (operation, context) => {
    if (!needsValue(operation.column, context.beforeOperation)) return [];
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || context.isNew(found.id)) return [];
    const column = operation.column.name.text;
    if (operation.ifNotExists && columnOf(found.table, column) !== null) return [];
    if (isEmptied(context, found.id)) return [];
    const name = context.names.column(found.id, column);
    const filled = clientDefaultOf(context.edit, found.id, column)?.text ?? null;
    return [
      {
        message:
          filled === null
            ? `Adding required ${name} fails on every existing row.`
            : `Adding required ${name} fails on existing rows: ${context.names.name(filled)} is client-side only.`,
        help: filled === null ? helpFor(name) : `${helpFor(name)} ${clientHelp(filled)}`,
        relation: found.id,
        column,
      },
    ];
  },
});

function helpFor(name: string): string {
  return `Give ${name} a database default, or add it as optional, fill it, and make it required in a later migration.`;
}

function clientHelp(filled: string): string {
  if (filled === '@updatedAt') return '`@default(now())` beside `@updatedAt` is one.';
  return filled.startsWith('uuid(')
    ? '`@default(dbgenerated("gen_random_uuid()"))` is one.'
    : `Prisma Client makes ${filled} for new rows only.`;
}

const selfFilling: ReadonlySet<string> = new Set(['smallserial', 'serial', 'bigserial', 'serial2', 'serial4', 'serial8']);

/** Whether each row that exists has to get a value, and the definition gives none. */
function needsValue(column: ColumnDefinition, catalog: Catalog): boolean {
  const domain = column.type === null ? null : (findType(catalog, column.type)?.type ?? null);
  const domainRequires = domain?.type === 'domain' && domain.notNull;
  const required = column.notNull || domainRequires || column.constraints.some(({ type }) => type === 'primary-key' || type === 'not-null');
  if (!required || column.identity !== null || column.generated !== null) return false;
  if (column.type !== null && selfFilling.has(column.type.name)) return false;
  const given = column.default ?? (domain?.type === 'domain' ? domain.default : null);
  return given === null || (given.constant !== null && given.constant.value === null);
}

/** Whether an earlier statement of the migration has deleted every row. */
function isEmptied(context: OperationContext, table: ObjectId): boolean {
  const emptying = [...context.operationsOfKind(table, 'truncate'), ...context.operationsOfKind(table, 'delete-rows')];
  return emptying.some(
    ({ operation, statement }) =>
      statement.index < context.statement.index && !(operation.kind === 'delete-rows' && operation.where !== null),
  );
}
