import type { Catalog, ObjectId } from '../catalog/catalog';
import { resolveType } from '../catalog/column-type';
import { columnOf, findTable, findType, idForNew } from '../catalog/resolve';
import type { Expression, Query } from '../operation/expression';
import type { Name } from '../operation/name';
import type { TypeName } from '../operation/type';
import type { MigrationContext, MigrationRule, PlacedOperation } from './rule';
import { objectName, quoted } from './wording';

export const enumValueUsedBeforeCommit: MigrationRule = {
  id: 'enum-value-used-before-commit',
  severity: 'error',
  scope: 'migration',
  summary: 'A value is added to an enum and used in the same transaction.',
  help: 'Move ALTER TYPE … ADD VALUE to a migration of its own, before this one: a new value exists only once it is committed.',
  detect: (context) => {
    const added = context.operations.flatMap((placed) => addedValue(placed, context) ?? []);
    return added.flatMap((value) => {
      // The first use ends the migration.
      const use = context.operations.find((placed) => isLater(placed, value.placed, context) && uses(placed, value));
      if (use === undefined) return [];
      const message = `Using ${quoted(value.value)} of ${objectName(value.type)} fails: the same transaction adds it.`;
      return [{ message, statement: use.statement.index, operation: use.operation }];
    });
  },
};

interface AddedValue {
  readonly type: ObjectId;
  readonly value: string;
  readonly placed: PlacedOperation;
}

function addedValue(placed: PlacedOperation, context: MigrationContext): AddedValue | null {
  const { operation, before } = placed;
  if (operation.kind !== 'add-enum-value') return null;
  const found = findType(before, operation.type);
  if (found?.type.type !== 'enum' || found.type.values.includes(operation.value.text)) return null;
  return isUsableAtOnce(found.id, placed, context) ? null : { type: found.id, value: operation.value.text, placed };
}

/**
 * Since PostgreSQL 17 a type that the same transaction creates takes new values that can be used at once.
 * Source: https://www.postgresql.org/docs/17/release-17.html (E.7.3.4), measured on 12 to 18.
 */
function isUsableAtOnce(type: ObjectId, { statement }: PlacedOperation, context: MigrationContext): boolean {
  if (context.server.version < 17) return false;
  const creation = context.operations.find(
    ({ operation, before }) => operation.kind === 'create-enum' && idForNew(before, operation.type) === type,
  );
  return creation !== undefined && context.sameTransaction(creation.statement.index, statement.index);
}

function isLater(placed: PlacedOperation, added: PlacedOperation, context: MigrationContext): boolean {
  const [use, addition] = [placed.statement.index, added.statement.index];
  return use > addition && context.sameTransaction(use, addition);
}

/** Whether the server has to read the new value as one of its type: a default, a check, a condition, a row. */
function uses({ operation, before }: PlacedOperation, added: AddedValue): boolean {
  const isOfType = (type: TypeName | null) => type !== null && resolveType(before, type).name === added.type;
  const holds = (column: string) =>
    'table' in operation && operation.table !== null && columnHolds(before, operation.table, column, added.type);
  switch (operation.kind) {
    case 'set-default':
      return holds(operation.column.text) && names(operation.default, added.value);
    case 'add-column':
      return isOfType(operation.column.type) && names(operation.column.default, added.value);
    case 'create-table':
      return operation.columns.some((column) => isOfType(column.type) && names(column.default, added.value));
    case 'add-check':
      return compares(operation.constraint.expression, added.value, holds);
    case 'create-index':
      return compares(operation.where, added.value, holds);
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'select-rows':
      return operation.query.literals.includes(added.value) && readsType(operation.query, before, added.type);
    default:
      return false;
  }
}

function names(expression: Expression | null, value: string): boolean {
  return expression?.constant?.value === value;
}

function compares(expression: Expression | null, value: string, holds: (column: string) => boolean): boolean {
  return expression?.comparisons.some((comparison) => comparison.values.includes(value) && holds(comparison.column)) ?? false;
}

function columnHolds(catalog: Catalog, table: Name, column: string, type: ObjectId): boolean {
  const found = findTable(catalog, table);
  return found !== null && columnOf(found.table, column)?.type.name === type;
}

/** Whether one of the relations that a query reads or writes has a column of the type. */
function readsType(query: Query, catalog: Catalog, type: ObjectId): boolean {
  return query.relations.some(({ name }) => findTable(catalog, name)?.table.columns.some((column) => column.type.name === type));
}
