import type { Catalog, ObjectId } from '../catalog/catalog';
import { resolveType } from '../catalog/column-type';
import { columnOf, findTable, findType, idForNew } from '../catalog/resolve';
import type { Draft } from '../finding';
import type { MigrationContext, PlacedOperation } from '../migration/migration';
import type { Expression, Query } from '../operation/expression';
import type { Name } from '../operation/name';
import type { Operation } from '../operation/operation';
import type { TypeName } from '../operation/type';
import type { MigrationRule } from './rule';

export const enumValueUsedBeforeCommit: MigrationRule = {
  id: 'enum-value-used-before-commit',
  severity: 'error',
  scope: 'migration',
  summary: 'A value is added to an enum and used in the same transaction.',
  help: 'Move ALTER TYPE … ADD VALUE to a migration of its own, before this one: a new value exists only once it is committed.',
  speaks: 'everywhere',
  schemaHelp: 'Migrate once with the value alone, and use it in the next migration: a new value exists only once it is committed.',
  detect: (context) => {
    const added = new Map<string, AddedValue[]>();
    const drafts: Draft[] = [];
    for (const placed of context.operations) {
      // The first use ends the migration, so the others are not told.
      for (const value of takeUsed(added, placed, context)) {
        drafts.push({
          message: `Using ${context.names.value(value.type, value.value)} of ${context.names.type(value.type)} fails: the same transaction adds it.`,
          statement: placed.statement.index,
          operation: placed.operation,
        });
      }
      const value = addedValue(placed, context);
      if (value !== null) added.set(value.value, [...(added.get(value.value) ?? []), value]);
    }
    return drafts;
  },
};

interface AddedValue {
  readonly type: ObjectId;
  readonly value: string;
  readonly placed: PlacedOperation;
}

/** The added values that an operation uses in the transaction that adds them; they are taken out. */
function takeUsed(added: Map<string, AddedValue[]>, placed: PlacedOperation, context: MigrationContext): readonly AddedValue[] {
  if (added.size === 0) return [];
  return constantsIn(placed.operation).flatMap((constant) => {
    const candidates = added.get(constant) ?? [];
    const used = candidates.filter(
      (value) => context.sameTransaction(value.placed.statement.index, placed.statement.index) && uses(placed, value),
    );
    if (used.length > 0)
      added.set(
        constant,
        candidates.filter((value) => !used.includes(value)),
      );
    return used;
  });
}

/** The strings of an operation that may be values of an enum. */
function constantsIn(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'set-default':
      return constantOf(operation.default);
    case 'add-column':
      return constantOf(operation.column.default);
    case 'create-table':
      return operation.columns.flatMap((column) => constantOf(column.default));
    case 'add-check':
      return comparedIn(operation.constraint.expression);
    case 'create-index':
      return comparedIn(operation.where);
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'select-rows':
      return operation.query.literals;
    default:
      return [];
  }
}

function constantOf(expression: Expression | null): readonly string[] {
  const value = expression?.constant?.value ?? null;
  return value === null ? [] : [value];
}

function comparedIn(expression: Expression | null): readonly string[] {
  return expression?.comparisons.flatMap(({ values }) => values) ?? [];
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

/** Whether the server has to read the constant as a value of the type: a default, a check, a condition, a row. */
function uses({ operation, before }: PlacedOperation, { type, value }: AddedValue): boolean {
  const isOfType = (written: TypeName | null) => written !== null && resolveType(before, written).name === type;
  const holds = (table: Name, column: string) => columnHolds(before, table, column, type);
  const compares = (expression: Expression | null, table: Name) =>
    expression?.comparisons.some(({ column, values }) => values.includes(value) && holds(table, column)) ?? false;
  switch (operation.kind) {
    case 'set-default':
      return holds(operation.table, operation.column.text);
    case 'add-column':
      return isOfType(operation.column.type);
    case 'create-table':
      return operation.columns.some((column) => column.default?.constant?.value === value && isOfType(column.type));
    case 'add-check':
      return compares(operation.constraint.expression, operation.table);
    case 'create-index':
      return compares(operation.where, operation.table);
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'select-rows':
      return readsType(operation.query, before, type);
    default:
      return false;
  }
}

function columnHolds(catalog: Catalog, table: Name, column: string, type: ObjectId): boolean {
  const found = findTable(catalog, table);
  return found !== null && columnOf(found.table, column)?.type.name === type;
}

/** Whether one of the relations that a query reads or writes has a column of the type. */
function readsType(query: Query, catalog: Catalog, type: ObjectId): boolean {
  return query.relations.some(({ name }) => findTable(catalog, name)?.table.columns.some((column) => column.type.name === type));
}
