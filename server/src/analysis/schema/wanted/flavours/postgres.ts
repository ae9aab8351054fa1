import { clip, maximumNameBytes } from '../../../catalog/default-names';
import { quotedLiteral } from '../literal';
import { primaryKeyName } from '../names';
import type { Flavour } from './flavour';
import { nativeTypes, typePerScalar, writtenType } from './native-type';
import { postgresReader } from './postgres-reader';

/**
 * Sources: https://github.com/prisma/prisma-engines/blob/main/psl/psl-core/src/builtin_connectors/postgres_datamodel_connector/native_types.rs
 * and `render_column_type_postgres` in …/flavour/postgres/renderer.rs; implied lengths: PostgreSQL's manual, 8.3 and 8.10.
 */
const types = nativeTypes([
  ['SmallInt', 'SMALLINT', 'int2', 'none', ['Int']],
  ['Integer', 'INTEGER', 'int4', 'none', ['Int']],
  ['BigInt', 'BIGINT', 'int8', 'none', ['BigInt']],
  ['Decimal', 'DECIMAL', 'numeric', 'precision-and-scale', ['Decimal']],
  ['Money', 'MONEY', 'money', 'none', ['Decimal']],
  ['Inet', 'INET', 'inet', 'none', ['String']],
  ['Oid', 'OID', 'oid', 'none', ['Int']],
  ['Citext', 'CITEXT', 'citext', 'none', ['String']],
  ['Real', 'REAL', 'float4', 'none', ['Float']],
  ['DoublePrecision', 'DOUBLE PRECISION', 'float8', 'none', ['Float']],
  ['VarChar', 'VARCHAR', 'varchar', 'length', ['String']],
  ['Char', 'CHAR', 'bpchar', 'length', ['String'], [1]],
  ['Text', 'TEXT', 'text', 'none', ['String']],
  ['ByteA', 'BYTEA', 'bytea', 'none', ['Bytes']],
  ['Timestamp', 'TIMESTAMP', 'timestamp', 'length', ['DateTime']],
  ['Timestamptz', 'TIMESTAMPTZ', 'timestamptz', 'length', ['DateTime']],
  ['Date', 'DATE', 'date', 'none', ['DateTime']],
  ['Time', 'TIME', 'time', 'length', ['DateTime']],
  ['Timetz', 'TIMETZ', 'timetz', 'length', ['DateTime']],
  ['Boolean', 'BOOLEAN', 'bool', 'none', ['Boolean']],
  ['Bit', 'BIT', 'bit', 'length', ['String'], [1]],
  ['VarBit', 'VARBIT', 'varbit', 'length', ['String']],
  ['Uuid', 'UUID', 'uuid', 'none', ['String']],
  ['Xml', 'XML', 'xml', 'none', ['String']],
  ['Json', 'JSON', 'json', 'none', ['Json']],
  ['JsonB', 'JSONB', 'jsonb', 'none', ['Json']],
]);

const defaults = typePerScalar(types, {
  Int: ['Integer'],
  BigInt: ['BigInt'],
  Float: ['DoublePrecision'],
  Decimal: ['Decimal', 65, 30],
  Boolean: ['Boolean'],
  String: ['Text'],
  DateTime: ['Timestamp', 3],
  Bytes: ['ByteA'],
  Json: ['JsonB'],
});

/** Only these have a `SERIAL` form. */
const counting: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);

export const postgres: Flavour = {
  provider: 'postgresql',
  defaultSchema: 'public',
  maximumName: maximumNameBytes,
  storedName: (name) => clip(name, maximumNameBytes),
  writtenType: (attribute, scalar) => writtenType(types, attribute, scalar),
  defaultType: defaults,
  enums: 'types',
  lists: true,
  primaryKeyName: (table) => primaryKeyName(table, maximumNameBytes),
  indexScope: (schema) => schema,
  relationTableKey: 'primary-key',
  autoincrement: ({ asked, type }) => (asked && counting.has(type.type.name) ? 'sequence' : 'none'),
  literals: { bytes: (digits) => `\\x${digits}`, json: quotedLiteral, date: 'spaced' },
  now: () => 'CURRENT_TIMESTAMP',
  parenthesizedPredicate: true,
  reader: postgresReader,
};
