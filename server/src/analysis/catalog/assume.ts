import type { Name } from '../operation/name';
import type { Operation } from '../operation/operation';
import type { AddColumn, ChangeType, DropColumn, RenameColumn, SetNotNull } from '../operation/table';
import type { Script } from '../sql/statement';
import type { Catalog, Column, ObjectId, Table } from './catalog';
import { unknownType } from './column-type';
import { draftOf, put, snapshot } from './draft';
import { plainTable } from './plain-table';
import { idForNew, resolveRelation } from './resolve';

/**
 * The catalog that a file without a history needs to make sense: each table that it changes and does not create is taken for
 * one that exists, with the columns that it changes. A catalog with tables stays as it is: there a missing name is a mistake.
 */
export function withAssumedTables(script: Script, catalog: Catalog): Catalog {
  if (catalog.tables.size > 0) return catalog;
  const operations = script.statements.flatMap((statement) => statement.operations);
  const created = new Set(operations.flatMap((operation) => idsCreated(operation, catalog)));
  const draft = draftOf(catalog);
  for (const name of operations.flatMap(tablesChanged)) {
    const id = idForNew(catalog, name);
    if (created.has(id) || resolveRelation(draft, name) !== null) continue;
    put(draft, 'tables', assumedTable(name, id, columnsTaken(id, operations, catalog)));
  }
  return draft.tables.size > 0 ? snapshot(draft) : catalog;
}

/** The names that an operation gives to tables and views. */
function idsCreated(operation: Operation, catalog: Catalog): readonly ObjectId[] {
  switch (operation.kind) {
    case 'create-table':
      return [idForNew(catalog, operation.table)];
    case 'create-view':
      return [idForNew(catalog, operation.view)];
    case 'rename-table':
      return [idForNew(catalog, { schema: operation.table.schema, name: operation.to.text })];
    case 'rename-view':
      return [idForNew(catalog, { schema: operation.view.schema, name: operation.to.text })];
    default:
      return [];
  }
}

/** What may be absent is not assumed, and nothing needs to be of a table that goes. */
function tablesChanged(operation: Operation): readonly Name[] {
  if (operation.kind === 'create-table' || operation.kind === 'drop-table' || !('table' in operation) || operation.table === null)
    return [];
  if ('ifExists' in operation && operation.ifExists) return [];
  return operation.kind === 'add-foreign-key' ? [operation.table, operation.constraint.references] : [operation.table];
}

/** The columns that are dropped, renamed or changed, and not added before. Nothing is known of them but their names. */
function columnsTaken(table: ObjectId, operations: readonly Operation[], catalog: Catalog): readonly string[] {
  const added = new Set<string>();
  const taken = new Set<string>();
  for (const operation of operations) {
    if (!isOnColumn(operation) || idForNew(catalog, operation.table) !== table) continue;
    if (operation.kind === 'add-column') added.add(operation.column.name.text);
    else if (!added.has(operation.column.text) && !(operation.kind === 'drop-column' && operation.columnIfExists))
      taken.add(operation.column.text);
    if (operation.kind === 'rename-column') added.add(operation.to.text);
  }
  return [...taken];
}

function isOnColumn(operation: Operation): operation is AddColumn | DropColumn | RenameColumn | ChangeType | SetNotNull {
  const { kind } = operation;
  return kind === 'add-column' || kind === 'drop-column' || kind === 'rename-column' || kind === 'change-type' || kind === 'set-not-null';
}

function assumedTable(name: Name, id: ObjectId, columns: readonly string[]): Table {
  const schema = id.slice(0, id.length - name.name.length - 1);
  return { ...plainTable(schema, name.name, columns.map(assumedColumn), []), complete: false };
}

function assumedColumn(name: string): Column {
  return { name, type: unknownType, notNull: false, default: null, identity: null, generated: null, collation: null };
}
