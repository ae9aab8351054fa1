import type { ColumnDefinition } from '../../operation/column';
import type { Column, ObjectId, Table } from '../catalog';
import { type CatalogDraft, put, remove } from '../draft';
import { childrenOf, columnOf, objectId, sequencesOf } from '../resolve';
import { addConstraints, inlineConstraints, newColumn } from './new-column';
import { createOwnedSequence } from './sequences';

/** Adds a column to a table and to those below it. */
export function addColumn(draft: CatalogDraft, tableId: ObjectId, definition: ColumnDefinition): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || columnOf(table, definition.name.text) !== null) return;
  appendColumn(draft, tableId, newColumn(draft, table, definition));
  addConstraints(draft, tableId, inlineConstraints(definition));
}

function appendColumn(draft: CatalogDraft, tableId: ObjectId, column: Column): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || columnOf(table, column.name) !== null) return;
  put(draft, 'tables', { ...table, columns: [...table.columns, column] });
  for (const child of childrenOf(draft, tableId)) appendColumn(draft, child, column);
}

/** Changes a column of a table and of those below it. */
export function changeColumn(draft: CatalogDraft, tableId: ObjectId, name: string, change: (column: Column) => Column): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || columnOf(table, name) === null) return;
  put(draft, 'tables', { ...table, columns: table.columns.map((column) => (column.name === name ? change(column) : column)) });
  for (const child of childrenOf(draft, tableId)) changeColumn(draft, child, name, change);
}

/** A valid NOT NULL also makes a NOT NULL constraint valid that was not (18). */
export function setNotNull(draft: CatalogDraft, tableId: ObjectId, name: string): void {
  changeColumn(draft, tableId, name, (column) => ({ ...column, notNull: true }));
  changeNotNullConstraints(draft, tableId, (constraints) =>
    constraints.map((constraint) =>
      constraint.type === 'not-null' && constraint.column === name ? { ...constraint, valid: true } : constraint,
    ),
  );
}

/** Nothing happens to a column of the primary key: the server refuses. */
export function dropNotNull(draft: CatalogDraft, tableId: ObjectId, name: string): void {
  const primaryKey = draft.tables.get(tableId)?.constraints.find(({ type }) => type === 'primary-key');
  if (primaryKey?.type === 'primary-key' && primaryKey.columns.includes(name)) return;
  changeColumn(draft, tableId, name, (column) => ({ ...column, notNull: false }));
  changeNotNullConstraints(draft, tableId, (constraints) =>
    constraints.filter((constraint) => constraint.type !== 'not-null' || constraint.column !== name),
  );
}

function changeNotNullConstraints(
  draft: CatalogDraft,
  tableId: ObjectId,
  change: (constraints: Table['constraints']) => Table['constraints'],
): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || !table.constraints.some(({ type }) => type === 'not-null')) return;
  put(draft, 'tables', { ...table, constraints: change(table.constraints) });
  for (const child of childrenOf(draft, tableId)) changeNotNullConstraints(draft, child, change);
}

export function addIdentity(draft: CatalogDraft, tableId: ObjectId, name: string, identity: Column['identity']): void {
  const table = draft.tables.get(tableId);
  const column = table === undefined ? null : columnOf(table, name);
  if (table === undefined || column === null || column.identity !== null || column.default !== null || !column.notNull) return;
  createOwnedSequence(draft, table, name);
  changeColumn(draft, tableId, name, (before) => ({ ...before, identity }));
}

export function dropIdentity(draft: CatalogDraft, tableId: ObjectId, name: string): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || (columnOf(table, name)?.identity ?? null) === null) return;
  for (const sequence of sequencesOf(draft, tableId)) {
    if (sequence.ownedBy?.column === name) remove(draft, 'sequences', objectId(sequence.schema, sequence.name));
  }
  changeColumn(draft, tableId, name, (before) => ({ ...before, identity: null }));
}
