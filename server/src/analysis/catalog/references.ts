import type { Catalog, Index, ObjectId, Role, Sequence, Table, UserFunction, UserType, View } from './catalog';

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

/** The objects that name this one in a role, in no particular order. */
export function dependentsIn(catalog: Catalog, role: Role, id: ObjectId): readonly ObjectId[] {
  return catalog.dependents[role].get(id) ?? none;
}

const none: readonly ObjectId[] = [];

/** One way in which objects of a kind name others. */
export interface Reference<T> {
  readonly role: Role;
  /** The part of the record that it is read from: the same part has the same targets. */
  readonly part: (object: T) => unknown;
  /** Each once. */
  readonly targets: (object: T) => readonly ObjectId[];
}

export const referencesOf: { readonly [K in StoredKind]: readonly Reference<Stored[K]>[] } = {
  tables: [
    {
      role: 'columnType',
      part: (table) => table.columns,
      targets: (table) => distinct(table.columns, ({ type }) => (type.user ? type.name : null)),
    },
    {
      role: 'foreignKey',
      part: (table) => table.constraints,
      targets: (table) => distinct(table.constraints, (constraint) => (constraint.type === 'foreign-key' ? constraint.references : null)),
    },
    {
      role: 'trigger',
      part: (table) => table.triggers,
      targets: (table) => distinct(table.triggers, (trigger) => trigger.function),
    },
    {
      role: 'partition',
      part: (table) => table.partitionOf,
      targets: ({ partitionOf }) => (partitionOf === null ? none : [partitionOf.parent]),
    },
    { role: 'heir', part: (table) => table.inherits, targets: (table) => table.inherits },
  ],
  indexes: [
    { role: 'index', part: (index) => index.table, targets: (index) => [index.table] },
    { role: 'indexPart', part: (index) => index.partOf, targets: ({ partOf }) => (partOf === null ? none : [partOf]) },
  ],
  views: [{ role: 'view', part: (view) => view.dependsOn, targets: (view) => distinct(view.dependsOn, ({ relation }) => relation) }],
  sequences: [{ role: 'sequence', part: ({ ownedBy }) => ownedBy, targets: ({ ownedBy }) => (ownedBy === null ? none : [ownedBy.table]) }],
  types: [{ role: 'domain', part: domainBase, targets: (type) => (type.type === 'domain' && type.base.user ? [type.base.name] : none) }],
  functions: [],
};

function domainBase(type: UserType): unknown {
  return type.type === 'domain' ? type.base : null;
}

function distinct<T>(items: readonly T[], target: (item: T) => ObjectId | null): readonly ObjectId[] {
  let found: ObjectId[] | null = null;
  for (const item of items) {
    const id = target(item);
    if (id === null) continue;
    if (found === null) found = [id];
    else if (!found.includes(id)) found.push(id);
  }
  return found ?? none;
}
