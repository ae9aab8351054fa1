import type { Column, ColumnType, ObjectId } from '../catalog/catalog';
import { serialSequence } from '../catalog/diff/flavours/postgres-defaults';
import { type NameWriters, quotedName } from './postgres-names';
import type { SchemaSpelling } from './schema-spelling';

/** What columns need to know to be written. */
export interface ColumnStyle extends NameWriters {
  readonly spelling: SchemaSpelling;
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
  const value = column.default === null || serialSequence(column) !== null ? '' : ` DEFAULT ${defaultText(table, column, style)}`;
  return `${quotedName(column.name)} ${columnType(table, column, style)}${required}${value}`;
}

/** Of a column that has one. */
export function defaultText(table: ObjectId, column: Column, { spelling }: ColumnStyle): string {
  return spelling.defaultText(table, column.name) ?? column.default?.text ?? 'NULL';
}

export function columnType(table: ObjectId, column: Column, { nameOf, spelling }: ColumnStyle): string {
  const { type } = column;
  const serial = serialSequence(column) === null ? undefined : serialNames.get(type.name);
  if (serial !== undefined) return serial;
  const unsupported = spelling.unsupportedType(table, column.name);
  if (unsupported !== null) return `${unsupported}${brackets(type)}`;
  const name = type.user ? nameOf(type.name) : (typeNames.get(type.name) ?? type.name);
  return `${name}${argumentsOf(type)}${brackets(type)}`;
}

function argumentsOf({ modifiers }: ColumnType): string {
  return modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
}

function brackets({ dimensions }: ColumnType): string {
  return dimensions > 0 ? '[]' : '';
}
