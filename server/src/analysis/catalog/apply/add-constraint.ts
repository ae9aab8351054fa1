import type { Constraint, ForeignKeyConstraint } from '../../operation/constraint';
import type { ObjectId, Table, TableConstraint, TableForeignKey } from '../catalog';
import { joinedColumns } from '../default-names';
import { type CatalogDraft, put } from '../draft';
import { rename } from '../rename';
import { childrenOf, columnOf, findTable, idForNew, mayHaveColumn, objectId, partitionsOf } from '../resolve';
import { addIndex, planOnColumns, withConstraint } from './add-index';
import { freeConstraintName, relationExists } from './taken';

/** The column whose definition a constraint is written in; null for a clause of its own. */
type InlineColumn = string | null;

/** Adds a constraint to a table and to those below it. Changes nothing where the server would refuse. */
export function addConstraint(draft: CatalogDraft, tableId: ObjectId, constraint: Constraint, inline: InlineColumn = null): void {
  const table = draft.tables.get(tableId);
  if (table === undefined) return;
  const name = constraint.name?.text ?? null;
  switch (constraint.type) {
    case 'primary-key':
    case 'unique': {
      const include = constraint.include.map((column) => column.text);
      const plan = { ...planOnColumns(constraint.type, name, written(constraint.columns, inline)), include };
      if (constraint.usingIndex !== null) adoptIndex(draft, table, constraint.type, constraint.usingIndex.text, name);
      else addIndex(draft, tableId, constraint.type === 'unique' ? { ...plan, nullsNotDistinct: constraint.nullsNotDistinct } : plan);
      break;
    }
    case 'exclusion':
      addIndex(draft, tableId, {
        ...planOnColumns('exclusion', name, written(constraint.columns, inline)),
        method: constraint.method,
      });
      break;
    case 'foreign-key':
      addForeignKey(draft, tableId, storeForeignKey(draft, table, constraint, inline));
      break;
    case 'check': {
      const { provesNotNull, comparisons, text } = constraint.expression;
      const columns = [...new Set(constraint.expression.columns.map((column) => column.text))];
      const [only] = columns;
      addCheck(draft, tableId, {
        type: 'check',
        name:
          name ?? freeConstraintName(draft, table.schema, [table.name, columns.length === 1 && only !== undefined ? only : null, 'check']),
        text,
        columns,
        provesNotNull,
        comparisons,
        valid: !constraint.notValid,
        enforced: constraint.enforced,
      });
      break;
    }
    case 'not-null':
      addNotNull(draft, tableId, constraint.column.text, name, !constraint.notValid);
  }
}

function written(columns: readonly { readonly text: string }[], inline: InlineColumn): readonly string[] {
  return columns.length === 0 && inline !== null ? [inline] : columns.map((column) => column.text);
}

/** `ADD CONSTRAINT … USING INDEX`: the index becomes the constraint's and takes its name. */
function adoptIndex(
  draft: CatalogDraft,
  table: Table,
  type: 'primary-key' | 'unique',
  indexName: string,
  constraintName: string | null,
): void {
  const from = objectId(table.schema, indexName);
  const index = draft.indexes.get(from);
  if (index === undefined || index.constraint !== null || index.table !== objectId(table.schema, table.name)) return;
  const name = constraintName ?? indexName;
  if (name !== indexName && relationExists(draft, table.schema, name)) return;
  const id = rename(draft, 'indexes', from, { ...index, name, constraint: name });
  put(draft, 'tables', withConstraint(table, type, name, id, index));
}

/** A referenced table that the history does not have is kept by name: it may have been made outside of it. */
function storeForeignKey(draft: CatalogDraft, table: Table, constraint: ForeignKeyConstraint, inline: InlineColumn): TableForeignKey {
  const target = findTable(draft, constraint.references);
  const columns = written(constraint.columns, inline);
  const primaryKey = target?.table.constraints.find(({ type }) => type === 'primary-key');
  const referenced = constraint.referencedColumns.map((column) => column.text);
  return {
    type: 'foreign-key',
    name: constraint.name?.text ?? freeConstraintName(draft, table.schema, [table.name, joinedColumns(columns), 'fkey']),
    columns,
    references: target?.id ?? idForNew(draft, constraint.references),
    referencedColumns: referenced.length === 0 && primaryKey?.type === 'primary-key' ? primaryKey.columns : referenced,
    onDelete: constraint.onDelete,
    onUpdate: constraint.onUpdate,
    valid: !constraint.notValid && constraint.enforced,
    enforced: constraint.enforced,
  };
}

/** A foreign key of a partitioned table stands on every partition too, under its name unless that is taken. */
export function addForeignKey(draft: CatalogDraft, tableId: ObjectId, key: TableForeignKey): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || hasConstraint(table, key.name)) return;
  if (!key.columns.every((column) => mayHaveColumn(table, column))) return;
  append(draft, table, key);
  for (const partition of partitionsOf(draft, tableId)) addPartitionForeignKey(draft, partition, key);
}

/** Gives a partition its part of a parent's foreign key: the same key of its own, otherwise a new one. */
export function addPartitionForeignKey(draft: CatalogDraft, partitionId: ObjectId, key: TableForeignKey): void {
  const partition = draft.tables.get(partitionId);
  if (partition === undefined) return;
  const same = partition.constraints.some(
    (other) =>
      other.type === 'foreign-key' &&
      other.references === key.references &&
      other.columns.join() === key.columns.join() &&
      other.referencedColumns.join() === key.referencedColumns.join(),
  );
  if (same) return;
  const parts = [partition.name, joinedColumns(key.columns), 'fkey'] as const;
  const name = hasConstraint(partition, key.name) ? freeConstraintName(draft, partition.schema, parts) : key.name;
  addForeignKey(draft, partitionId, { ...key, name });
}

function addCheck(draft: CatalogDraft, tableId: ObjectId, check: Extract<TableConstraint, { type: 'check' }>): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || hasConstraint(table, check.name)) return;
  append(draft, table, check);
  for (const child of childrenOf(draft, tableId)) addCheck(draft, child, check);
}

function addNotNull(draft: CatalogDraft, tableId: ObjectId, columnName: string, name: string | null, valid: boolean): void {
  const table = draft.tables.get(tableId);
  if (table === undefined || columnOf(table, columnName) === null) return;
  if (table.constraints.some((other) => other.name === name)) return;
  put(draft, 'tables', {
    ...table,
    columns: valid ? table.columns.map((column) => (column.name === columnName ? { ...column, notNull: true } : column)) : table.columns,
    constraints: [
      ...table.constraints,
      {
        type: 'not-null',
        name: name ?? freeConstraintName(draft, table.schema, [table.name, columnName, 'not_null']),
        column: columnName,
        valid,
      },
    ],
  });
  for (const child of childrenOf(draft, tableId)) addNotNull(draft, child, columnName, name, valid);
}

function append(draft: CatalogDraft, table: Table, constraint: TableConstraint): void {
  put(draft, 'tables', { ...table, constraints: [...table.constraints, constraint] });
}

function hasConstraint(table: Table, name: string): boolean {
  return table.constraints.some((constraint) => constraint.name === name);
}
