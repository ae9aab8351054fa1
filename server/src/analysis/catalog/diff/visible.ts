import type { Catalog, Index, ObjectId, Table, TableForeignKey, UserType } from '../catalog';

export type EnumType = Extract<UserType, { type: 'enum' }>;

/** A catalog as Prisma's differ looks at it: only what it knows of, and in the order in which it numbers things. */
export interface VisibleCatalog {
  readonly catalog: Catalog;
  /** Read from a database, where Prisma sees expressions and types as the server spells them; else made from a schema. */
  readonly described: boolean;
  readonly tables: ReadonlyMap<ObjectId, VisibleTable>;
  readonly enums: ReadonlyMap<ObjectId, EnumType>;
}

export interface VisibleTable {
  readonly id: ObjectId;
  readonly table: Table;
  readonly primaryKey: PrimaryKey | null;
  /** All but that of the primary key. */
  readonly indexes: readonly VisibleIndex[];
  readonly foreignKeys: readonly TableForeignKey[];
}

export interface PrimaryKey {
  readonly name: string;
  readonly columns: readonly IndexColumn[];
}

export interface VisibleIndex {
  readonly name: string;
  readonly index: Index;
  readonly columns: readonly IndexColumn[];
  readonly method: string;
  /** Partial, and none of Prisma's business: it is never dropped, but counts as an index on its columns, and can be renamed for one. */
  readonly kept: boolean;
}

export interface IndexColumn {
  readonly name: string;
  readonly descending: boolean;
  readonly operatorClass: string | null;
}

/** The catalog that a schema asks for: Prisma made it itself, so it knows all of it, in the order of the declarations. */
export function declaredCatalog(catalog: Catalog): VisibleCatalog {
  const indexes = indexesByTable(catalog);
  const tables = new Map<ObjectId, VisibleTable>();
  catalog.tables.forEach((table, id) => {
    tables.set(id, declaredTable(id, table, indexes.get(id) ?? []));
  });
  return { catalog, described: false, tables, enums: enumsOf(catalog) };
}

/** From one keystroke to the next most tables stay the same objects. */
const remembered = new WeakMap<Table, { readonly indexes: readonly Index[]; readonly visible: VisibleTable }>();

function declaredTable(id: ObjectId, table: Table, indexes: readonly Index[]): VisibleTable {
  const known = remembered.get(table);
  const isSame = known?.indexes.length === indexes.length && known.indexes.every((index, place) => index === indexes[place]);
  if (known !== undefined && isSame) return known.visible;
  const visible = visibleTable(id, table, indexes, visibleIndex);
  remembered.set(table, { indexes, visible });
  return visible;
}

export function visibleTable(
  id: ObjectId,
  table: Table,
  indexes: readonly Index[],
  visible: (index: Index) => VisibleIndex | null,
): VisibleTable {
  const key = table.constraints.find(({ type }) => type === 'primary-key');
  const keyIndex = key?.type === 'primary-key' ? key.index : null;
  const seen: VisibleIndex[] = [];
  let primaryKey: PrimaryKey | null = null;
  for (const index of indexes) {
    if (keyIndex !== null && index.constraint === key?.name) primaryKey = { name: key.name, columns: indexColumns(index) };
    else {
      const visibleOne = visible(index);
      if (visibleOne !== null) seen.push(visibleOne);
    }
  }
  return { id, table, primaryKey, indexes: seen, foreignKeys: foreignKeysOf(table) };
}

export function visibleIndex(index: Index): VisibleIndex {
  return { name: index.name, index, columns: indexColumns(index), method: index.method, kept: false };
}

export function indexColumns(index: Index): readonly IndexColumn[] {
  return index.keys.flatMap((key) =>
    key.type === 'column' ? [{ name: key.column, descending: key.descending, operatorClass: key.operatorClass }] : [],
  );
}

export function indexesByTable(catalog: Catalog): ReadonlyMap<ObjectId, readonly Index[]> {
  const byTable = new Map<ObjectId, Index[]>();
  for (const index of catalog.indexes.values()) {
    const indexes = byTable.get(index.table);
    if (indexes === undefined) byTable.set(index.table, [index]);
    else indexes.push(index);
  }
  return byTable;
}

export function enumsOf(catalog: Catalog): ReadonlyMap<ObjectId, EnumType> {
  const enums = new Map<ObjectId, EnumType>();
  for (const [id, type] of catalog.types) if (type.type === 'enum') enums.set(id, type);
  return enums;
}

const noForeignKeys: readonly TableForeignKey[] = [];

function foreignKeysOf(table: Table): readonly TableForeignKey[] {
  const keys = table.constraints.filter((constraint) => constraint.type === 'foreign-key');
  return keys.length === 0 ? noForeignKeys : keys;
}
