import type { Name } from '../operation/name';
import type { Catalog, Column, Index, ObjectId, Sequence, Table, TableForeignKey, UserFunction, UserType, View } from './catalog';
import { dependentsIn, objectId } from './references';

export { objectId } from './references';

/** A relation of any kind: they share one name space. */
export type Relation =
  | { readonly kind: 'table'; readonly id: ObjectId; readonly table: Table }
  | { readonly kind: 'index'; readonly id: ObjectId; readonly index: Index }
  | { readonly kind: 'view'; readonly id: ObjectId; readonly view: View }
  | { readonly kind: 'sequence'; readonly id: ObjectId; readonly sequence: Sequence };

/** What has a schema and a name: `Name` of an operation, without its span. */
export type QualifiedName = Pick<Name, 'schema' | 'name'>;

/** The schema of temporary objects; it is searched first. */
export const temporarySchema = 'pg_temp';

/** The relation that a name means on this search path; null when there is none. */
export function resolveRelation(catalog: Catalog, name: QualifiedName): Relation | null {
  return firstOnPath(catalog, name, relationAt);
}

/** The relation with this id; null when there is none. */
export function relationAt(catalog: Catalog, id: ObjectId): Relation | null {
  const table = catalog.tables.get(id);
  if (table !== undefined) return { kind: 'table', id, table };
  const index = catalog.indexes.get(id);
  if (index !== undefined) return { kind: 'index', id, index };
  const view = catalog.views.get(id);
  if (view !== undefined) return { kind: 'view', id, view };
  const sequence = catalog.sequences.get(id);
  if (sequence !== undefined) return { kind: 'sequence', id, sequence };
  return null;
}

/** The table that a name means; null when the name means nothing, or a relation of another kind. */
export function findTable(catalog: Catalog, name: QualifiedName): { readonly id: ObjectId; readonly table: Table } | null {
  const relation = resolveRelation(catalog, name);
  return relation?.kind === 'table' ? relation : null;
}

/** The index that a name means; null when the name means nothing, or a relation of another kind. */
export function findIndex(catalog: Catalog, name: QualifiedName): { readonly id: ObjectId; readonly index: Index } | null {
  const relation = resolveRelation(catalog, name);
  return relation?.kind === 'index' ? relation : null;
}

/** The view or materialized view that a name means; null when the name means nothing, or a relation of another kind. */
export function findView(catalog: Catalog, name: QualifiedName): { readonly id: ObjectId; readonly view: View } | null {
  const relation = resolveRelation(catalog, name);
  return relation?.kind === 'view' ? relation : null;
}

/** The enum, domain or other type of the history that a name means; null for built-in types and unknown ones. */
export function findType(catalog: Catalog, name: QualifiedName): { readonly id: ObjectId; readonly type: UserType } | null {
  return firstOnPath(catalog, name, typeAt);
}

function typeAt(catalog: Catalog, id: ObjectId): { readonly id: ObjectId; readonly type: UserType } | null {
  const type = catalog.types.get(id);
  return type === undefined ? null : { id, type };
}

/** The function or procedure of the history that a name means, all its overloads; null for built-in and unknown ones. */
export function findFunction(catalog: Catalog, name: QualifiedName): { readonly id: ObjectId; readonly function: UserFunction } | null {
  return firstOnPath(catalog, name, functionAt);
}

function functionAt(catalog: Catalog, id: ObjectId): { readonly id: ObjectId; readonly function: UserFunction } | null {
  const found = catalog.functions.get(id);
  return found === undefined ? null : { id, function: found };
}

/** The schema of temporary objects is there as long as one of them is, which is hardly ever. */
function firstOnPath<T>(catalog: Catalog, name: QualifiedName, at: (catalog: Catalog, id: ObjectId) => T | null): T | null {
  if (name.schema !== null) return at(catalog, objectId(name.schema, name.name));
  const temporary = catalog.schemas.has(temporarySchema) ? at(catalog, objectId(temporarySchema, name.name)) : null;
  if (temporary !== null) return temporary;
  const { searchPath } = catalog;
  for (let index = 0; index < searchPath.length; index++) {
    const found = at(catalog, objectId(searchPath[index] ?? '', name.name));
    if (found !== null) return found;
  }
  return null;
}

/** The id that an object of this name gets when it is created now: in the first schema of the search path that exists. */
export function idForNew(catalog: Catalog, name: QualifiedName): ObjectId {
  return objectId(schemaForNew(catalog, name.schema), name.name);
}

/** The schema that an unqualified new object lands in. A path whose schemas are all unknown still names its first one. */
export function schemaForNew(catalog: Catalog, written: string | null): string {
  if (written !== null) return written;
  const { searchPath, schemas } = catalog;
  return (
    searchPath.find((schema) => schema !== '$user' && schemas.has(schema)) ?? searchPath.find((schema) => schema !== '$user') ?? 'public'
  );
}

export function columnOf(table: Table, name: string): Column | null {
  return table.columns.find((column) => column.name === name) ?? null;
}

/** Whether a table may have a column of this name: it has, or not all of its columns are known. */
export function mayHaveColumn(table: Table, name: string): boolean {
  return !table.complete || columnOf(table, name) !== null;
}

/** The indexes of a table or materialized view. */
export function indexesOf(catalog: Catalog, relationId: ObjectId): readonly Index[] {
  return present(catalog.indexes, dependentsIn(catalog, 'index', relationId));
}

/** The sequences that go with a table: those of its serial and identity columns, and those OWNED BY it. */
export function sequencesOf(catalog: Catalog, tableId: ObjectId): readonly Sequence[] {
  return present(catalog.sequences, dependentsIn(catalog, 'sequence', tableId));
}

function present<T>(map: ReadonlyMap<ObjectId, T>, ids: readonly ObjectId[]): readonly T[] {
  return ids.flatMap((id) => map.get(id) ?? []);
}

export interface ForeignKeyUse {
  /** The table that holds the foreign key. */
  readonly table: ObjectId;
  readonly constraint: TableForeignKey;
}

/** The foreign keys of other tables that reference this one. */
export function referencesTo(catalog: Catalog, tableId: ObjectId): readonly ForeignKeyUse[] {
  return dependentsIn(catalog, 'foreignKey', tableId).flatMap((id) => (id === tableId ? [] : foreignKeysTo(catalog, id, tableId)));
}

function foreignKeysTo(catalog: Catalog, id: ObjectId, target: ObjectId): readonly ForeignKeyUse[] {
  return (catalog.tables.get(id)?.constraints ?? []).flatMap((constraint) =>
    constraint.type === 'foreign-key' && constraint.references === target ? [{ table: id, constraint }] : [],
  );
}

/** The direct partitions of a table. */
export function partitionsOf(catalog: Catalog, tableId: ObjectId): readonly ObjectId[] {
  return dependentsIn(catalog, 'partition', tableId);
}

/** The partitions of a table and their partitions, parents before children. */
export function allPartitionsOf(catalog: Catalog, tableId: ObjectId): readonly ObjectId[] {
  return transitive(catalog, tableId, partitionsOf);
}

/** The direct children of a table: its partitions and the tables that INHERIT from it. */
export function childrenOf(catalog: Catalog, tableId: ObjectId): readonly ObjectId[] {
  const partitions = partitionsOf(catalog, tableId);
  const heirs = dependentsIn(catalog, 'heir', tableId);
  return heirs.length === 0 ? partitions : [...partitions, ...heirs];
}

/** The children of a table and their children, parents first: what ALTER TABLE without ONLY reaches. */
export function allChildrenOf(catalog: Catalog, tableId: ObjectId): readonly ObjectId[] {
  return transitive(catalog, tableId, childrenOf);
}

/** The tables that have columns of a type, or of an array of it. */
export function tablesWithType(catalog: Catalog, typeId: ObjectId): readonly ObjectId[] {
  return dependentsIn(catalog, 'columnType', typeId);
}

/** The domains directly over a type. */
export function domainsOver(catalog: Catalog, typeId: ObjectId): readonly ObjectId[] {
  return dependentsIn(catalog, 'domain', typeId);
}

/** The tables that have triggers which call a function. */
export function tablesCalling(catalog: Catalog, functionId: ObjectId): readonly ObjectId[] {
  return dependentsIn(catalog, 'trigger', functionId);
}

/** The views whose definition mentions a relation; with a column, those that mention this column of it. */
export function dependentViews(catalog: Catalog, relationId: ObjectId, column?: string): readonly ObjectId[] {
  const views = dependentsIn(catalog, 'view', relationId);
  return column === undefined ? views : views.filter((id) => mentions(catalog.views.get(id), relationId, column));
}

function mentions(view: View | undefined, relation: ObjectId, column: string): boolean {
  return view?.dependsOn.some((use) => use.relation === relation && (use.columns === null || use.columns.includes(column))) === true;
}

/** The views that mention a relation (or one column of it), and the views above them. */
export function allDependentViews(catalog: Catalog, relationId: ObjectId, column?: string): readonly ObjectId[] {
  const direct = dependentViews(catalog, relationId, column);
  const above = direct.flatMap((view) => transitive(catalog, view, dependentViews));
  return [...new Set([...direct, ...above])];
}

function transitive(catalog: Catalog, start: ObjectId, next: (catalog: Catalog, id: ObjectId) => readonly ObjectId[]): readonly ObjectId[] {
  let frontier = next(catalog, start);
  if (frontier.length === 0) return frontier;
  const found = new Set<ObjectId>();
  while (frontier.length > 0) {
    const fresh = [...new Set(frontier)].filter((id) => id !== start && !found.has(id));
    for (const id of fresh) found.add(id);
    frontier = fresh.flatMap((id) => next(catalog, id));
  }
  return [...found];
}
