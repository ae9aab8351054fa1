import type { ObjectId } from '../../catalog/catalog';
import { columnOf } from '../../catalog/resolve';
import type { Renamed } from '../../finding';
import { quotedName, splitId } from '../../render/postgres-names';
import type { PlanContext } from '../plan';

/** A table, or a column of a table, that goes on under another name. */
export type Rename =
  | { readonly kind: 'table'; readonly from: ObjectId; readonly to: ObjectId }
  | { readonly kind: 'column'; readonly table: ObjectId; readonly from: string; readonly to: string };

/** What a finding takes for renamed; null where that is no table and no column of one table. */
export function renameOf({ from, to }: Renamed): Rename | null {
  if (from.type === 'table' && to.type === 'table') return { kind: 'table', from: from.id, to: to.id };
  if (from.type !== 'column' || to.type !== 'column' || from.table !== to.table) return null;
  return { kind: 'column', table: from.table, from: from.column, to: to.column };
}

/** Writes the name of a table as the migration writes its own: with its schema or without. */
export type TableName = (id: ObjectId) => string;

/** The statements that rename, without semicolons: one, or two for a table that moves to another schema as well. */
export function renameStatements(rename: Rename, nameOf: TableName): readonly string[] {
  if (rename.kind === 'column') {
    return [`ALTER TABLE ${nameOf(rename.table)} RENAME COLUMN ${quotedName(rename.from)} TO ${quotedName(rename.to)}`];
  }
  const [from, to] = [splitId(rename.from), splitId(rename.to)];
  const moved = `${to.schema}.${from.name}`;
  return [
    ...(from.schema === to.schema ? [] : [`ALTER TABLE ${nameOf(rename.from)} SET SCHEMA ${quotedName(to.schema)}`]),
    ...(from.name === to.name ? [] : [`ALTER TABLE ${nameOf(moved)} RENAME TO ${quotedName(to.name)}`]),
  ];
}

/** The one column of the same type that the migration adds to a table from which it drops one: perhaps the same under another name. */
export function onlySuccessor(
  { statements, after }: Pick<PlanContext, 'statements' | 'after'>,
  table: ObjectId,
  dropped: string,
): string | null {
  const [old, next] = [statements[0]?.before.tables.get(table), after.tables.get(table)];
  const gone = old?.columns.filter(({ name }) => next !== undefined && columnOf(next, name) === null) ?? [];
  const come = next?.columns.filter(({ name }) => old !== undefined && columnOf(old, name) === null) ?? [];
  const [from, to] = [gone[0], come[0]];
  if (gone.length !== 1 || come.length !== 1 || from?.name !== dropped || to === undefined) return null;
  const isSame = from.type.name === to.type.name && from.type.dimensions === to.type.dimensions;
  return isSame ? to.name : null;
}
