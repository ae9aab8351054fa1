import type { Flavour } from './flavour';
import { type NativeTypeRow, nativeTypes, type Scalar, typePerScalar } from './native-type';
import { textReader } from './text-reader';

function row(scalar: Scalar, sql: string): NativeTypeRow {
  return [scalar, sql, sql.toLowerCase(), 'none', [scalar]];
}

/** `render_column_type` in https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/sqlite/renderer.rs */
const types = nativeTypes([
  row('Int', 'INTEGER'),
  row('BigInt', 'BIGINT'),
  row('Float', 'REAL'),
  row('Decimal', 'DECIMAL'),
  row('Boolean', 'BOOLEAN'),
  row('String', 'TEXT'),
  row('DateTime', 'DATETIME'),
  row('Bytes', 'BLOB'),
  row('Json', 'JSONB'),
]);

const defaults = typePerScalar(types, {
  Int: ['Int'],
  BigInt: ['BigInt'],
  Float: ['Float'],
  Decimal: ['Decimal'],
  Boolean: ['Boolean'],
  String: ['String'],
  DateTime: ['DateTime'],
  Bytes: ['Bytes'],
  Json: ['Json'],
});

export const sqlite: Flavour = {
  provider: 'sqlite',
  defaultSchema: 'main',
  maximumName: 10_000,
  storedName: (name) => name,
  // SQLite has no `@db` attributes.
  writtenType: () => null,
  defaultType: defaults,
  enums: 'text',
  lists: false,
  // The server's own name for the index of a primary key.
  primaryKeyName: (table) => `sqlite_autoindex_${table}_1`,
  indexScope: (schema) => schema,
  relationTableKey: 'unique',
  // An integer that is the whole key counts up, whether or not it is asked to.
  autoincrement: ({ soleKey, scalar }) => (soleKey && scalar === 'Int' ? 'identity' : 'none'),
  literals: { bytes: (digits) => digits, json: (text) => text, date: 'spaced' },
  now: () => 'CURRENT_TIMESTAMP',
  parenthesizedPredicate: false,
  reader: textReader,
};
