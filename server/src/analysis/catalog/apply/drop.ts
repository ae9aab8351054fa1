import type { ObjectId, TableForeignKey, View } from '../catalog';
import { type CatalogDraft, put, remove } from '../draft';
import { objectId } from '../references';
import { allPartitionsOf, childrenOf, dependentViews, indexesOf, partitionsOf, referencesTo, sequencesOf } from '../resolve';

/**
 * What goes with a dropped object. Its own parts go always; what merely depends on it goes with CASCADE. Without CASCADE the
 * server would refuse while something depends on it, so whatever the catalog still shows has in truth lost that dependency:
 * the dependent stays and the dependency is forgotten. A foreign key cannot stay without its table and goes in both cases.
 */
export function dropTable(draft: CatalogDraft, id: ObjectId, cascade: boolean): void {
  if (!draft.tables.has(id)) return;
  for (const partition of partitionsOf(draft, id)) dropTable(draft, partition, cascade);
  for (const child of childrenOf(draft, id)) {
    if (cascade) dropTable(draft, child, cascade);
    else disinherit(draft, child, id);
  }
  for (const { table, constraint } of referencesTo(draft, id)) dropForeignKey(draft, table, constraint);
  dropViewsOver(draft, id, cascade);
  for (const index of indexesOf(draft, id)) remove(draft, 'indexes', objectId(index.schema, index.name));
  for (const sequence of sequencesOf(draft, id)) remove(draft, 'sequences', objectId(sequence.schema, sequence.name));
  remove(draft, 'tables', id);
}

export function dropView(draft: CatalogDraft, id: ObjectId, cascade: boolean): void {
  if (!draft.views.has(id)) return;
  dropViewsOver(draft, id, cascade);
  for (const index of indexesOf(draft, id)) remove(draft, 'indexes', objectId(index.schema, index.name));
  remove(draft, 'views', id);
}

/** Views that mention a relation, or one of its columns: dropped with CASCADE, otherwise they forget it. */
export function dropViewsOver(draft: CatalogDraft, id: ObjectId, cascade: boolean, column?: string): void {
  for (const viewId of dependentViews(draft, id, column)) {
    const view = draft.views.get(viewId);
    if (view === undefined) continue;
    if (cascade) dropView(draft, viewId, cascade);
    else put(draft, 'views', withoutDependency(view, id, column));
  }
}

function withoutDependency(view: View, relation: ObjectId, column: string | undefined): View {
  return {
    ...view,
    dependsOn: view.dependsOn.flatMap((use) => {
      if (use.relation !== relation) return [use];
      if (column === undefined) return [];
      return [use.columns === null ? use : { ...use, columns: use.columns.filter((name) => name !== column) }];
    }),
  };
}

/** An index and the parts of it on partitions. */
export function dropIndex(draft: CatalogDraft, id: ObjectId): void {
  const index = draft.indexes.get(id);
  if (index === undefined) return;
  for (const partition of allPartitionsOf(draft, index.table)) {
    for (const part of indexesOf(draft, partition)) {
      if (part.partOf === id) dropIndex(draft, objectId(part.schema, part.name));
    }
  }
  const table = draft.tables.get(index.table);
  if (table !== undefined && index.constraint !== null) {
    put(draft, 'tables', { ...table, constraints: table.constraints.filter(({ name }) => name !== index.constraint) });
  }
  remove(draft, 'indexes', id);
}

/** A sequence; with CASCADE also the default that draws from it. */
export function dropSequence(draft: CatalogDraft, id: ObjectId, cascade: boolean): void {
  const sequence = draft.sequences.get(id);
  if (sequence === undefined) return;
  const table = sequence.ownedBy === null ? undefined : draft.tables.get(sequence.ownedBy.table);
  if (cascade && table !== undefined) {
    const columns = table.columns.map((column) =>
      column.name === sequence.ownedBy?.column && column.default?.functions.includes('nextval') ? { ...column, default: null } : column,
    );
    put(draft, 'tables', { ...table, columns });
  }
  remove(draft, 'sequences', id);
}

export function dropForeignKey(draft: CatalogDraft, tableId: ObjectId, constraint: TableForeignKey): void {
  const table = draft.tables.get(tableId);
  if (table === undefined) return;
  put(draft, 'tables', { ...table, constraints: table.constraints.filter((other) => other !== constraint) });
}

function disinherit(draft: CatalogDraft, childId: ObjectId, parent: ObjectId): void {
  const child = draft.tables.get(childId);
  if (child !== undefined) put(draft, 'tables', { ...child, inherits: child.inherits.filter((other) => other !== parent) });
}
