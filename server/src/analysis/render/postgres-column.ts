import type { Column, ColumnType, ObjectId } from '../catalog/catalog';
import { serialSequence } from '../catalog/diff/flavours/postgres-defaults';
import type { NameWriters } from './postgres-names';
import { quotedName } from './postgres-names';

/** What columns need to know to be written. */
export interface ColumnStyle extends NameWriters {
  /** The type of a column that Prisma does not know, as the schema writes it in `Unsupported("…")`; null where it has none. */
  readonly unsupportedType: (table: ObjectId, column: string) => string | null;
}

/** https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres/renderer.rs */
const typeNames: ReadonlyMap<string, string> = new Map([
  ['int2', 'SMALLINT'],
  ['int4', 'INTEGER'],
  ['int8', 'BIGINT'],
  ['float4', 'REAL'],
  ['float8', 'DOUBLE PRECISION'],
  ['numeric', 'DECIMAL'],
  ['bool', 'BOOLEAN'],
  ['bpchar', 'CHAR'],
  ...'oid inet money citext varchar text bytea date timestamp timestamptz time timetz bit varbit uuid xml json jsonb'
    .split(' ')
    .map((name) => [name, name.toUpperCase()] as const),
]);

const serialNames: ReadonlyMap<string, string> = new Map([
  ['int2', 'SMALLSERIAL'],
  ['int4', 'SERIAL'],
  ['int8', 'BIGSERIAL'],
]);

/** `"name" TEXT NOT NULL DEFAULT 'x'`. A list is never NOT NULL for Prisma. */
export function columnDefinition(table: ObjectId, column: Column, style: ColumnStyle): string {
  const required = column.notNull && column.type.dimensions === 0 ? ' NOT NULL' : '';
  const value = column.default === null || serialSequence(column) !== null ? '' : ` DEFAULT ${column.default.text}`;
  return `${quotedName(column.name)} ${columnType(table, column, style)}${required}${value}`;
}

export function columnType(table: ObjectId, column: Column, style: ColumnStyle): string {
  const serial = serialSequence(column) === null ? undefined : serialNames.get(column.type.name);
  if (serial !== undefined) return serial;
  const { type } = column;
  const known = typeNames.get(type.name);
  if (known !== undefined && !type.user) return `${known}${argumentsOf(type)}${brackets(type)}`;
  return (
    style.unsupportedType(table, column.name) ?? `${type.user ? style.nameOf(type.name) : type.name}${argumentsOf(type)}${brackets(type)}`
  );
}

function argumentsOf({ modifiers }: ColumnType): string {
  return modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
}

function brackets({ dimensions }: ColumnType): string {
  return dimensions > 0 ? '[]' : '';
}
