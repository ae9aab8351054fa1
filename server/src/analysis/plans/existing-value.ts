import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import { dependentsIn } from '../catalog/references';
import { columnOf } from '../catalog/resolve';
import type { AddColumn } from '../operation/table';
import { quotedName } from '../render/postgres-names';
import type { PlanContext } from './plan';
import { plainValue, readValue, type Value } from './value';

/** What existing rows get in a new column: what somebody has said, or what goes without saying. */
export function existingValue(operation: AddColumn, table: ObjectId, context: PlanContext): Value {
  if (operation.ifExists || operation.ifNotExists || operation.conditional) return { ok: false, reason: 'the statement may not run' };
  const { name, default: given, constraints } = operation.column;
  if (given !== null || constraints.length > 0) return { ok: false, reason: 'the column has constraints of its own' };
  const value = context.valueFor(table, name.text) ?? obviousValue(operation, table, context);
  return value === null
    ? { ok: false, reason: `nobody has said which value existing rows get in ${quotedName(name.text)}` }
    : readValue(value, context);
}

/** The default that the column has by then, where it is one value for all rows. */
export function defaultOf(table: Table | undefined, column: string): string | null {
  const given = table === undefined ? null : (columnOf(table, column)?.default ?? null);
  return given === null || given.constant?.value === null || given.functions.length > 0 ? null : given.text;
}

/** None where the rows may not share one: a key of its own, a reference, what the client makes up for each row. */
function obviousValue(operation: AddColumn, table: ObjectId, context: PlanContext): string | null {
  const column = operation.column.name.text;
  if (isKeyed(context.after, table, column)) return null;
  const client = context.clientDefaultFor(table, column);
  if (client?.startsWith('uuid(')) return context.server.version >= 13 ? 'gen_random_uuid()' : null;
  if (client !== null && client !== '@updatedAt' && client !== 'now()') return null;
  return plainValue(operation.column.type, context.before);
}

function isKeyed(catalog: Catalog, table: ObjectId, column: string): boolean {
  const keys = (catalog.tables.get(table)?.constraints ?? []).some(
    (constraint) => (constraint.type === 'foreign-key' || constraint.type === 'primary-key') && constraint.columns.includes(column),
  );
  const own = dependentsIn(catalog, 'index', table).some((name) => {
    const index = catalog.indexes.get(name);
    return index?.unique === true && index.keys.every((key) => key.type === 'column' && key.column === column);
  });
  return keys || own;
}
