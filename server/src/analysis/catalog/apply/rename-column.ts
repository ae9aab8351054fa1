import type { Column, Index, ObjectId, Table, TableConstraint } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { childrenOf, columnOf, dependentViews, indexesOf, mayHaveColumn, referencesTo, sequencesOf } from '../resolve';
import { renamedIn, withRenamedColumn } from '../stored-expression';

/** Renames a column of a table and of those below it; whatever mentions it follows. */
export function renameColumn(draft: CatalogDraft, tableId: ObjectId, from: string, to: string): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || !mayHaveColumn(table, from) || columnOf(table, to) !== null) return;
  put(draft, 'tables', inTable(table, tableId, from, to));
  for (const index of indexesOf(draft, tableId)) put(draft, 'indexes', inIndex(index, from, to));
  for (const sequence of sequencesOf(draft, tableId)) {
    if (sequence.ownedBy?.column === from) put(draft, 'sequences', { ...sequence, ownedBy: { ...sequence.ownedBy, column: to } });
  }
  for (const other of new Set(referencesTo(draft, tableId).map((use) => use.table))) inReferences(draft, other, tableId, from, to);
  for (const viewId of dependentViews(draft, tableId, from)) inView(draft, viewId, tableId, from, to);
  for (const child of childrenOf(draft, tableId)) renameColumn(draft, child, from, to);
}

function inTable(table: Table, tableId: ObjectId, from: string, to: string): Table {
  return {
    ...table,
    columns: table.columns.map((column) => inColumn(column, from, to)),
    constraints: table.constraints.map((constraint) => inConstraint(constraint, tableId, from, to)),
    partitionBy: table.partitionBy === null ? null : { ...table.partitionBy, columns: renamedIn(table.partitionBy.columns, from, to) },
  };
}

function inColumn(column: Column, from: string, to: string): Column {
  if (column.name === from) return { ...column, name: to };
  if (column.generated === null) return column;
  return { ...column, generated: { ...column.generated, expression: withRenamedColumn(column.generated.expression, from, to) } };
}

function inConstraint(constraint: TableConstraint, tableId: ObjectId, from: string, to: string): TableConstraint {
  switch (constraint.type) {
    case 'not-null':
      return constraint.column === from ? { ...constraint, column: to } : constraint;
    case 'check':
      return {
        ...constraint,
        columns: renamedIn(constraint.columns, from, to),
        provesNotNull: renamedIn(constraint.provesNotNull, from, to),
        comparisons: constraint.comparisons.map((one) => (one.column === from ? { ...one, column: to } : one)),
      };
    case 'foreign-key':
      return {
        ...constraint,
        columns: renamedIn(constraint.columns, from, to),
        referencedColumns:
          constraint.references === tableId ? renamedIn(constraint.referencedColumns, from, to) : constraint.referencedColumns,
      };
    default:
      return { ...constraint, columns: renamedIn(constraint.columns, from, to) };
  }
}

function inIndex(index: Index, from: string, to: string): Index {
  return {
    ...index,
    keys: index.keys.map((key) => {
      if (key.type === 'expression') return { ...key, expression: withRenamedColumn(key.expression, from, to) };
      return key.column === from ? { ...key, column: to } : key;
    }),
    include: renamedIn(index.include, from, to),
    where: index.where === null ? null : withRenamedColumn(index.where, from, to),
  };
}

function inReferences(draft: CatalogDraft, other: ObjectId, tableId: ObjectId, from: string, to: string): void {
  const table = draft.tables.get(other);
  if (table === undefined) return;
  const constraints = table.constraints.map((constraint) =>
    constraint.type === 'foreign-key' && constraint.references === tableId
      ? { ...constraint, referencedColumns: renamedIn(constraint.referencedColumns, from, to) }
      : constraint,
  );
  put(draft, 'tables', { ...table, constraints });
}

function inView(draft: CatalogDraft, viewId: ObjectId, tableId: ObjectId, from: string, to: string): void {
  const view = draft.views.get(viewId);
  if (view === undefined) return;
  const dependsOn = view.dependsOn.map((use) =>
    use.relation === tableId && use.columns !== null ? { ...use, columns: renamedIn(use.columns, from, to) } : use,
  );
  put(draft, 'views', { ...view, dependsOn });
}
