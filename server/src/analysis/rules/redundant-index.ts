import type { Index, ObjectId } from '../catalog/catalog';
import { findTable, indexesOf, objectId } from '../catalog/resolve';
import type { CreateIndex } from '../operation/index-operation';
import { operationRule } from './rule';

export const redundantIndex = operationRule({
  id: 'redundant-index',
  severity: 'off',
  summary: 'An index covers what another index of the table serves already.',
  help: 'Leave it out, or drop the other one: each index makes every write slower.',
  speaks: 'everywhere',
  on: ['create-index'],
  detect: (operation, { beforeOperation, after, names }) => {
    const table = findTable(beforeOperation, operation.table)?.id;
    if (table === undefined || operation.unique || operation.where !== null || operation.include.length > 0) return [];
    const columns = columnsOf(operation);
    const served = indexesOf(beforeOperation, table).find(
      (index) => after.indexes.has(idOf(index)) && index.method === operation.method && startsWith(index, columns),
    );
    if (columns.length === 0 || served === undefined) return [];
    const name = operation.name === null ? 'This index' : `Index ${names.part(table, operation.name.text)}`;
    return [{ message: `${name} adds nothing to ${names.index(table, served.name)}, which starts with its columns.`, relation: table }];
  },
});

/** The plain ascending columns of an index; empty where it has any other key. */
function columnsOf(operation: CreateIndex): readonly string[] {
  const columns = operation.keys.flatMap((key) =>
    key.type === 'column' && !key.descending && key.operatorClass === null ? [key.column.text] : [],
  );
  return columns.length === operation.keys.length ? columns : [];
}

function startsWith(index: Index, columns: readonly string[]): boolean {
  if (index.where !== null || !index.valid) return false;
  return columns.every((column, position) => {
    const key = index.keys[position];
    return key?.type === 'column' && key.column === column && !key.descending && key.operatorClass === null;
  });
}

function idOf(index: Index): ObjectId {
  return objectId(index.schema, index.name);
}
