import type { ObjectId } from '../catalog/catalog';
import { columnOf, findTable } from '../catalog/resolve';
import type { Finding, Renamed } from '../finding';
import type { MigrationContext } from '../migration/migration';
import type { Identifier } from '../operation/name';
import type { Operation } from '../operation/operation';

/**
 * Findings without what follows from a rename that was overlooked: the new column that is required, the key and the index that are
 * made again for it, the foreign keys that are checked again for a table. As a rename none of that happens, so the rename alone is told.
 * Where that is suppressed or off, all of it is told.
 */
export function withoutConsequences(findings: readonly Finding[], context: MigrationContext): readonly Finding[] {
  const renames = findings.flatMap(({ renamed }) => renamed ?? []);
  if (renames.length === 0) return findings;
  return findings.filter(
    ({ renamed, operation, relation }) =>
      renamed !== undefined || operation === null || !renames.some((rename) => follows(operation, relation, rename, context)),
  );
}

function follows(operation: Operation, relation: ObjectId | null, { from, to }: Renamed, context: MigrationContext): boolean {
  switch (to.type) {
    case 'column':
      if (from.type !== 'column' || relation === null) return false;
      return relation === to.table ? isAboutColumn(operation, from.column, to, context) : refersTo(operation, to.table, to.column, context);
    case 'table':
      return refersTo(operation, to.id, null, context);
    case 'enum':
      return operation.kind === 'add-column' && typeAfter(context, relation, operation.column.name.text) === to.id;
    default:
      return false;
  }
}

interface Column {
  readonly table: ObjectId;
  readonly column: string;
}

/** Of an operation on the column's table. */
function isAboutColumn(operation: Operation, old: string, { table, column }: Column, context: MigrationContext): boolean {
  const holds = (columns: readonly Identifier[]): boolean => columns.some(({ text }) => text === column);
  switch (operation.kind) {
    case 'add-column':
      return operation.column.name.text === column;
    case 'drop-column':
      return operation.column.text === old;
    case 'add-foreign-key':
      return holds(operation.constraint.columns) || refersTo(operation, table, column, context);
    case 'add-primary-key':
    case 'add-unique':
      return holds(operation.constraint.columns);
    case 'create-index':
      return operation.keys.some((key) => key.type === 'column' && key.column.text === column);
    case 'drop-constraint':
      return keyHolds(context, table, operation.constraint.text, old);
    default:
      return false;
  }
}

/** A foreign key to the table, or to one column of it. */
function refersTo(operation: Operation, table: ObjectId, column: string | null, context: MigrationContext): boolean {
  if (operation.kind !== 'add-foreign-key') return false;
  const { references, referencedColumns } = operation.constraint;
  return findTable(context.after, references)?.id === table && (column === null || referencedColumns.some(({ text }) => text === column));
}

function keyHolds({ before }: MigrationContext, table: ObjectId, constraint: string, column: string): boolean {
  const found = before.tables.get(table)?.constraints.find(({ name }) => name === constraint);
  return found !== undefined && 'columns' in found && found.columns.includes(column);
}

function typeAfter({ after }: MigrationContext, relation: ObjectId | null, column: string): ObjectId | null {
  const table = relation === null ? undefined : after.tables.get(relation);
  return table === undefined ? null : (columnOf(table, column)?.type.name ?? null);
}
