import { objectId } from '../catalog/references';
import type { Names } from './names';
import { typeName } from './type-wording';
import { columnName, objectName, quoted, writtenName } from './wording';

/** Names as SQL writes them: what a migration's messages speak. */
export const sqlNames: Names = {
  name: quoted,
  relation: objectName,
  written: writtenName,
  column: columnName,
  bareColumn: (_, column) => quoted(column),
  part: (_, name) => quoted(name),
  // An index is in the schema of its table.
  index: (table, name) => objectName(objectId(table.slice(0, Math.max(table.indexOf('.'), 0)), name)),
  type: objectName,
  value: (_, value) => quoted(value),
  columnType: (_table, _column, type) => typeName(type),
};
