import type { ObjectId, Role } from './catalog';
import { type CatalogDraft, put, remove } from './draft';
import { dependentsIn, type Stored, type StoredKind } from './references';

/** Stores an object under its new name or schema; everything that names it follows. The new name must be free. */
export function rename<K extends StoredKind>(draft: CatalogDraft, kind: K, from: ObjectId, renamed: Stored[K]): ObjectId {
  remove(draft, kind, from);
  const to = put(draft, kind, renamed);
  for (const role of rolesNaming[kind]) {
    for (const dependent of dependentsIn(draft, role, from)) follow[role](draft, dependent, from, to);
  }
  return to;
}

/** The roles in which an object of a kind can be named. */
const rolesNaming: Readonly<Record<StoredKind, readonly Role[]>> = {
  tables: ['index', 'sequence', 'foreignKey', 'partition', 'heir', 'view'],
  indexes: ['indexPart'],
  views: ['index', 'view'],
  sequences: ['view'],
  types: ['columnType', 'domain'],
  functions: ['trigger'],
};

/** Puts the new name of an object in the place of the old one in a dependent. */
const follow: Readonly<Record<Role, (draft: CatalogDraft, dependent: ObjectId, from: ObjectId, to: ObjectId) => void>> = {
  index(draft, dependent, _, to) {
    const index = draft.indexes.get(dependent);
    if (index !== undefined) put(draft, 'indexes', { ...index, table: to });
  },
  indexPart(draft, dependent, _, to) {
    const index = draft.indexes.get(dependent);
    if (index !== undefined) put(draft, 'indexes', { ...index, partOf: to });
  },
  sequence(draft, dependent, _, to) {
    const sequence = draft.sequences.get(dependent);
    if (sequence !== undefined && sequence.ownedBy !== null) {
      put(draft, 'sequences', { ...sequence, ownedBy: { ...sequence.ownedBy, table: to } });
    }
  },
  foreignKey(draft, dependent, from, to) {
    const table = draft.tables.get(dependent);
    if (table === undefined) return;
    const constraints = table.constraints.map((constraint) =>
      constraint.type === 'foreign-key' && constraint.references === from ? { ...constraint, references: to } : constraint,
    );
    put(draft, 'tables', { ...table, constraints });
  },
  partition(draft, dependent, _, to) {
    const table = draft.tables.get(dependent);
    if (table !== undefined && table.partitionOf !== null) {
      put(draft, 'tables', { ...table, partitionOf: { ...table.partitionOf, parent: to } });
    }
  },
  heir(draft, dependent, from, to) {
    const table = draft.tables.get(dependent);
    if (table !== undefined) put(draft, 'tables', { ...table, inherits: table.inherits.map((parent) => (parent === from ? to : parent)) });
  },
  view(draft, dependent, from, to) {
    const view = draft.views.get(dependent);
    if (view === undefined) return;
    const dependsOn = view.dependsOn.map((use) => (use.relation === from ? { ...use, relation: to } : use));
    put(draft, 'views', { ...view, dependsOn });
  },
  columnType(draft, dependent, from, to) {
    const table = draft.tables.get(dependent);
    if (table === undefined) return;
    const columns = table.columns.map((column) =>
      column.type.user && column.type.name === from ? { ...column, type: { ...column.type, name: to } } : column,
    );
    put(draft, 'tables', { ...table, columns });
  },
  domain(draft, dependent, _, to) {
    const type = draft.types.get(dependent);
    if (type?.type === 'domain') put(draft, 'types', { ...type, base: { ...type.base, name: to } });
  },
  trigger(draft, dependent, from, to) {
    const table = draft.tables.get(dependent);
    if (table === undefined) return;
    const triggers = table.triggers.map((trigger) => (trigger.function === from ? { ...trigger, function: to } : trigger));
    put(draft, 'tables', { ...table, triggers });
  },
};
