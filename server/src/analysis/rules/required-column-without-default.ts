import type { Catalog, ObjectId } from '../catalog/catalog';
import { findTable, findType } from '../catalog/resolve';
import type { OperationContext } from '../migration/migration';
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
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || context.isNew(found.id)) return [];
    const column = operation.column.name.text;
    const exists = found.table.columns.some(({ name }) => name === column);
    if ((operation.ifNotExists && exists) || !needsValue(operation.column, context.beforeOperation)) return [];
    if (isEmptied(context, found.id)) return [];
    const name = context.names.column(found.id, column);
    return [
      {
        message: `Adding required ${name} fails on every existing row.`,
        help: `Give ${name} a database default, or add it as optional, fill it, and make it required in a later migration.`,
        relation: found.id,
        column,
      },
    ];
  },
});

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
