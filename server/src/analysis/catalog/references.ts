import type { Catalog, Column, ColumnType, Index, ObjectId, ObjectKey, Sequence, Table, UserFunction, UserType, View } from './catalog';

/** What each map of a catalog holds. */
export interface Stored {
  readonly tables: Table;
  readonly indexes: Index;
  readonly views: View;
  readonly sequences: Sequence;
  readonly types: UserType;
  readonly functions: UserFunction;
}

export type StoredKind = keyof Stored;

/** `schema.name`, the key of every map of a catalog. */
export function objectId(schema: string, name: string): ObjectId {
  return `${schema}.${name}`;
}

export function relationKey(id: ObjectId): ObjectKey {
  return `relation:${id}`;
}

export function typeKey(id: ObjectId): ObjectKey {
  return `type:${id}`;
}

export function functionKey(id: ObjectId): ObjectKey {
  return `function:${id}`;
}

/** The name space and key of an object; relations of every kind share one. */
export const keyOf: Readonly<Record<StoredKind, (id: ObjectId) => ObjectKey>> = {
  tables: relationKey,
  indexes: relationKey,
  views: relationKey,
  sequences: relationKey,
  types: typeKey,
  functions: functionKey,
};

/** Which map of the catalog holds the object that a key names; null when none does. */
export function kindOf(catalog: Catalog, key: ObjectKey): { readonly kind: StoredKind; readonly id: ObjectId } | null {
  const id = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('type:')) return catalog.types.has(id) ? { kind: 'types', id } : null;
  if (key.startsWith('function:')) return catalog.functions.has(id) ? { kind: 'functions', id } : null;
  if (catalog.tables.has(id)) return { kind: 'tables', id };
  if (catalog.indexes.has(id)) return { kind: 'indexes', id };
  if (catalog.views.has(id)) return { kind: 'views', id };
  if (catalog.sequences.has(id)) return { kind: 'sequences', id };
  return null;
}

/** Every object that an object names, each once. */
export const referencesOf: { readonly [K in StoredKind]: (object: Stored[K]) => ReadonlySet<ObjectKey> } = {
  tables: referencesOfTable,
  indexes: (index) => {
    const keys = new Set([relationKey(index.table)]);
    if (index.partOf !== null) keys.add(relationKey(index.partOf));
    return keys;
  },
  views: (view) => new Set(view.dependsOn.map(({ relation }) => relationKey(relation))),
  sequences: ({ ownedBy }) => new Set(ownedBy === null ? [] : [relationKey(ownedBy.table)]),
  types: (type) => new Set(type.type === 'domain' && type.base.user ? [typeKey(type.base.name)] : []),
  functions: () => new Set(),
};

function referencesOfTable(table: Table): ReadonlySet<ObjectKey> {
  const keys = new Set<ObjectKey>();
  for (const { type } of table.columns) if (type.user) keys.add(typeKey(type.name));
  for (const constraint of table.constraints) if (constraint.type === 'foreign-key') keys.add(relationKey(constraint.references));
  for (const trigger of table.triggers) keys.add(functionKey(trigger.function));
  if (table.partitionOf !== null) keys.add(relationKey(table.partitionOf.parent));
  for (const parent of table.inherits) keys.add(relationKey(parent));
  return keys;
}

/** The object with every mention of `from` replaced, after a rename or a move to another schema. */
export const retarget: { readonly [K in StoredKind]: (object: Stored[K], from: ObjectKey, to: ObjectId) => Stored[K] } = {
  tables: retargetTable,
  indexes: (index, from, to) => ({
    ...index,
    table: relationKey(index.table) === from ? to : index.table,
    partOf: index.partOf !== null && relationKey(index.partOf) === from ? to : index.partOf,
  }),
  views: (view, from, to) => ({
    ...view,
    dependsOn: view.dependsOn.map((use) => (relationKey(use.relation) === from ? { ...use, relation: to } : use)),
  }),
  sequences: (sequence, from, to) =>
    sequence.ownedBy !== null && relationKey(sequence.ownedBy.table) === from
      ? { ...sequence, ownedBy: { ...sequence.ownedBy, table: to } }
      : sequence,
  types: (type, from, to) => (type.type === 'domain' ? { ...type, base: retargetType(type.base, from, to) } : type),
  functions: (routine) => routine,
};

function retargetTable(table: Table, from: ObjectKey, to: ObjectId): Table {
  const { partitionOf } = table;
  return {
    ...table,
    columns: table.columns.map((column) => retargetColumn(column, from, to)),
    constraints: table.constraints.map((constraint) => {
      if (constraint.type === 'foreign-key') {
        return relationKey(constraint.references) === from ? { ...constraint, references: to } : constraint;
      }
      return 'index' in constraint && relationKey(constraint.index) === from ? { ...constraint, index: to } : constraint;
    }),
    triggers: table.triggers.map((trigger) => (functionKey(trigger.function) === from ? { ...trigger, function: to } : trigger)),
    partitionOf: partitionOf !== null && relationKey(partitionOf.parent) === from ? { ...partitionOf, parent: to } : partitionOf,
    inherits: table.inherits.map((parent) => (relationKey(parent) === from ? to : parent)),
  };
}

function retargetColumn(column: Column, from: ObjectKey, to: ObjectId): Column {
  const type = retargetType(column.type, from, to);
  return type === column.type ? column : { ...column, type };
}

function retargetType(type: ColumnType, from: ObjectKey, to: ObjectId): ColumnType {
  return type.user && typeKey(type.name) === from ? { ...type, name: to } : type;
}
