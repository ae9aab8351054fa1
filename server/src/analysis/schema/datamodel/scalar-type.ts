import type { ColumnType } from '../../catalog/catalog';
import type { PrismaType } from '../../catalog/diff/flavours/postgres-types';

/** A field's type, and the attribute of its native type, empty where that is Prisma's own choice. */
export interface ScalarType {
  readonly name: string;
  readonly attribute: string;
}

/**
 * Scalar, native type, and the arguments with which the native type is Prisma's own choice for the scalar.
 * Source: https://github.com/prisma/prisma-engines/blob/main/psl/psl-core/src/builtin_connectors/postgres_datamodel_connector.rs
 */
const nativeTypes: ReadonlyMap<string, readonly [scalar: string, native: string, usual?: string]> = new Map([
  ['bool', ['Boolean', 'Boolean', '']],
  ['int2', ['Int', 'SmallInt']],
  ['int4', ['Int', 'Integer', '']],
  ['int8', ['BigInt', 'BigInt', '']],
  ['oid', ['Int', 'Oid']],
  ['float4', ['Float', 'Real']],
  ['float8', ['Float', 'DoublePrecision', '']],
  ['numeric', ['Decimal', 'Decimal', '65,30']],
  ['money', ['Decimal', 'Money']],
  ['text', ['String', 'Text', '']],
  ['varchar', ['String', 'VarChar']],
  ['bpchar', ['String', 'Char']],
  ['citext', ['String', 'Citext']],
  ['xml', ['String', 'Xml']],
  ['inet', ['String', 'Inet']],
  ['bit', ['String', 'Bit']],
  ['varbit', ['String', 'VarBit']],
  ['uuid', ['String', 'Uuid']],
  ['json', ['Json', 'Json']],
  ['jsonb', ['Json', 'JsonB', '']],
  ['bytea', ['Bytes', 'ByteA', '']],
  ['timestamp', ['DateTime', 'Timestamp', '3']],
  ['timestamptz', ['DateTime', 'Timestamptz']],
  ['date', ['DateTime', 'Date']],
  ['time', ['DateTime', 'Time']],
  ['timetz', ['DateTime', 'Timetz']],
]);

/** The field type of a built-in type; null for one that Prisma has no name for. */
export function scalarType(type: Extract<PrismaType, { readonly kind: 'known' }>): ScalarType | null {
  const found = nativeTypes.get(type.name);
  if (found === undefined) return null;
  const [name, native, usual] = found;
  if (usual === type.arguments.join()) return { name, attribute: '' };
  return { name, attribute: ` @db.${native}${type.arguments.length === 0 ? '' : `(${type.arguments.join(', ')})`}` };
}

/** A type as `Unsupported` names it: without its schema. */
export function unsupportedType({ name, user, modifiers }: ColumnType): string {
  return `${user ? name.slice(name.indexOf('.') + 1) : name}${modifiers.length === 0 ? '' : `(${modifiers.join(',')})`}`;
}
