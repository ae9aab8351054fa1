import type { Flavour } from './flavour';
import { type NativeTypeRow, nativeTypes, type Scalar, typePerScalar, writtenType } from './native-type';
import { textReader } from './text-reader';

/** A type whose catalog name is its SQL in lower case. */
function row(name: string, sql: string, args: NativeTypeRow[3], ...scalars: readonly Scalar[]): NativeTypeRow {
  return [name, sql, sql.toLowerCase(), args, scalars];
}

/**
 * Sources: https://github.com/prisma/prisma-engines/blob/main/psl/psl-core/src/builtin_connectors/mysql_datamodel_connector/native_types.rs
 * and `render_column_type` in …/flavour/mysql/renderer.rs.
 */
const types = nativeTypes([
  row('Int', 'INTEGER', 'none', 'Int'),
  row('UnsignedInt', 'INTEGER UNSIGNED', 'none', 'Int'),
  row('SmallInt', 'SMALLINT', 'none', 'Int'),
  row('UnsignedSmallInt', 'SMALLINT UNSIGNED', 'none', 'Int'),
  row('TinyInt', 'TINYINT', 'none', 'Int', 'Boolean'),
  row('UnsignedTinyInt', 'TINYINT UNSIGNED', 'none', 'Int', 'Boolean'),
  row('MediumInt', 'MEDIUMINT', 'none', 'Int'),
  row('UnsignedMediumInt', 'MEDIUMINT UNSIGNED', 'none', 'Int'),
  row('BigInt', 'BIGINT', 'none', 'BigInt'),
  row('UnsignedBigInt', 'BIGINT UNSIGNED', 'none', 'BigInt'),
  row('Decimal', 'DECIMAL', 'precision-and-scale', 'Decimal'),
  row('Float', 'FLOAT', 'none', 'Float'),
  row('Double', 'DOUBLE', 'none', 'Float'),
  row('Bit', 'BIT', 'required-length', 'Boolean', 'Bytes'),
  row('Char', 'CHAR', 'required-length', 'String'),
  row('VarChar', 'VARCHAR', 'required-length', 'String'),
  row('Binary', 'BINARY', 'required-length', 'Bytes'),
  row('VarBinary', 'VARBINARY', 'required-length', 'Bytes'),
  row('TinyBlob', 'TINYBLOB', 'none', 'Bytes'),
  row('Blob', 'BLOB', 'none', 'Bytes'),
  row('MediumBlob', 'MEDIUMBLOB', 'none', 'Bytes'),
  row('LongBlob', 'LONGBLOB', 'none', 'Bytes'),
  row('TinyText', 'TINYTEXT', 'none', 'String'),
  row('Text', 'TEXT', 'none', 'String'),
  row('MediumText', 'MEDIUMTEXT', 'none', 'String'),
  row('LongText', 'LONGTEXT', 'none', 'String'),
  row('Date', 'DATE', 'none', 'DateTime'),
  row('Time', 'TIME', 'length', 'DateTime'),
  row('DateTime', 'DATETIME', 'length', 'DateTime'),
  row('Timestamp', 'TIMESTAMP', 'length', 'DateTime'),
  row('Year', 'YEAR', 'none', 'Int'),
  row('Json', 'JSON', 'none', 'Json'),
]);

/** `@db.TinyInt` on a Boolean is written as `BOOLEAN` too. */
const boolean = nativeTypes([row('Boolean', 'BOOLEAN', 'none', 'Boolean')]);

const defaults = typePerScalar(new Map([...types, ...boolean]), {
  Int: ['Int'],
  BigInt: ['BigInt'],
  Float: ['Double'],
  Decimal: ['Decimal', 65, 30],
  Boolean: ['Boolean'],
  String: ['VarChar', 191],
  DateTime: ['DateTime', 3],
  Bytes: ['LongBlob'],
  Json: ['Json'],
});

/** MySQL keeps 64 characters of a name; Prisma counts bytes. */
const maximumName = 64;

const datesWithPrecision: ReadonlySet<string> = new Set(['time', 'datetime', 'timestamp']);

/** There is no database name in a schema, so `database` stands for the one that the connection is to. */
export const mysql: Flavour = {
  provider: 'mysql',
  defaultSchema: 'database',
  maximumName,
  storedName: (name) => name,
  writtenType: (attribute, scalar) => {
    const used = writtenType(types, attribute, scalar);
    return used !== null && scalar === 'Boolean' && used.type.name === 'tinyint' ? defaults('Boolean') : used;
  },
  defaultType: defaults,
  enums: 'columns',
  lists: false,
  primaryKeyName: () => 'PRIMARY',
  indexScope: (_, table) => table,
  relationTableKey: 'unique',
  autoincrement: ({ asked }) => (asked ? 'identity' : 'none'),
  // MySQL takes no literal as default of these, and Prisma writes none.
  literals: { bytes: null, json: null, date: 'rfc3339' },
  now: ({ type }) => `CURRENT_TIMESTAMP(${(datesWithPrecision.has(type.name) ? type.modifiers[0] : undefined) ?? 3})`,
  parenthesizedPredicate: false,
  reader: textReader,
};
