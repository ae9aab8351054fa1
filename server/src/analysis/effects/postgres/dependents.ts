import type { Index, ObjectId, Table, TableForeignKey } from '../../catalog/catalog';
import { allDependentViews, type ForeignKeyUse, referencesTo } from '../../catalog/resolve';
import type { EffectContext, EffectParts } from '../effect';
import { together } from '../merge';
import { fails, locking, quoted } from '../parts';

/** What stands on an object that is to be dropped, itself not included. */
export interface Dependents {
  /** Tables that lose a foreign key or a default, and views that go along. */
  readonly relations: readonly ObjectId[];
  /** The views among them. */
  readonly views: readonly ObjectId[];
}

/** Nothing depends on it. */
export const noDependents: Dependents = { relations: [], views: [] };

/** The effect of dropping something that these depend on: CASCADE takes them along, without it the server refuses. */
export function droppingUnder(dependents: Dependents, cascade: boolean, what: string): EffectParts {
  // Their order in a catalog means nothing: the one that is named must not depend on whether it came out of a cache.
  const [first] = dependents.relations.toSorted();
  if (first === undefined) return {};
  if (!cascade) return fails('2BP01', 'certain', `${quoted(first)} depends on ${what}`);
  return together(locking('ACCESS EXCLUSIVE', dependents.relations), { drops: dependents.views });
}

/** Views and foreign keys of other tables that depend on a table; `gone` is dropped by the same statement. */
export function dependentsOfTable(at: EffectContext, id: ObjectId, gone: ReadonlySet<ObjectId>): Dependents {
  const views = allDependentViews(at.before, id).filter((view) => !gone.has(view));
  const tables = referencesTo(at.before, id).map(({ table }) => table);
  return { relations: unique([...views, ...tables.filter((table) => !gone.has(table))]), views };
}

/** Views, and foreign keys of other tables, that depend on one column. */
export function dependentsOfColumn(at: EffectContext, id: ObjectId, column: string): Dependents {
  const views = allDependentViews(at.before, id, column);
  const tables = referencesTo(at.before, id)
    .filter(({ constraint }) => constraint.referencedColumns.includes(column))
    .map(({ table }) => table);
  return { relations: unique([...views, ...tables]), views };
}

/** Tables whose foreign keys need the uniqueness of these columns, which no other index of the table guarantees. */
export function dependentsOfKey(at: EffectContext, id: ObjectId, index: Index, others: readonly Index[]): Dependents {
  const columns = keyColumns(index);
  if (columns === null || others.some((other) => other.unique && sameColumns(keyColumns(other) ?? [], columns))) return noDependents;
  const own = at.before.tables.get(id);
  const keys = [...referencesTo(at.before, id), ...(own === undefined ? [] : selfReferences(own, id))];
  const tables = keys.filter(({ constraint }) => sameColumns(constraint.referencedColumns, columns)).map(({ table }) => table);
  return { relations: unique(tables), views: [] };
}

function selfReferences(table: Table, id: ObjectId): readonly ForeignKeyUse[] {
  return foreignKeysOf(table)
    .filter((key) => key.references === id)
    .map((constraint) => ({ table: id, constraint }));
}

/** The tables that the foreign keys of a table reference; with a column, of those keys that use it. */
export function referencedBy(table: Table, column?: string): readonly ObjectId[] {
  return foreignKeysOf(table)
    .filter((key) => column === undefined || key.columns.includes(column))
    .map((key) => key.references);
}

/** The foreign keys that a table holds. */
export function foreignKeysOf(table: Table): readonly TableForeignKey[] {
  return table.constraints.flatMap((constraint) => (constraint.type === 'foreign-key' ? [constraint] : []));
}

/** The plain columns of an index; null when it has an expression or holds for some rows only. */
export function keyColumns(index: Index): readonly string[] | null {
  if (index.where !== null) return null;
  const columns = index.keys.flatMap((key) => (key.type === 'column' ? [key.column] : []));
  return columns.length === index.keys.length ? columns : null;
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
