import type { ColumnType } from '../catalog/catalog';
import { objectName } from './wording';

/** Built-in types by the names that Prisma writes into SQL. */
const sqlNames: ReadonlyMap<string, string> = new Map([
  ['bool', 'BOOLEAN'],
  ['bpchar', 'CHAR'],
  ['float4', 'REAL'],
  ['float8', 'DOUBLE PRECISION'],
  ['int2', 'SMALLINT'],
  ['int4', 'INTEGER'],
  ['int8', 'BIGINT'],
  ['numeric', 'DECIMAL'],
  ['timestamptz', 'TIMESTAMPTZ'],
]);

/** A type in SQL spelling: `DECIMAL(10,2)`, `"Role"[]`. */
export function typeName(type: ColumnType): string {
  const name = type.user ? objectName(type.name) : (sqlNames.get(type.name) ?? type.name.toUpperCase());
  const modifiers = type.modifiers.length === 0 ? '' : `(${type.modifiers.join(',')})`;
  return `${name}${modifiers}${'[]'.repeat(type.dimensions)}`;
}
